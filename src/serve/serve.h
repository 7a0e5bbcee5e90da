/* serve: the line over HTTP, for a laboratory's own network.
 *
 * In:   requests on one address.
 * Out:  events as JSON lines, explanations as text.
 *
 *   GET  /health                       {"coder": "casus 0.1.0 model … tables …"}
 *   POST /code?date=DAY&id=ID&title=T  body: the article's text, UTF-8; answers its events, one JSON object a line
 *   GET  /explain?text=SENTENCE&date=DAY   why it is coded as it is, plain text
 *   GET  /                             a page to try it on
 *
 * Laws:
 *   - Listens on 127.0.0.1 unless told otherwise; no TLS, no accounts: put a proxy before it to publish it.
 *   - A body over max_body gets 413; bytes that are not UTF-8 are replaced; a document that fails gets 422.
 *   - The answer to a request depends on the request alone.
 */
#ifndef CASUS_SERVE_H
#define CASUS_SERVE_H

#include "run/run.h"

typedef struct {
    const char *address; /* numeric IPv4; NULL: 127.0.0.1 */
    uint16_t port;       /* 0: any free one */
    int threads;         /* requests coded at once; 0: one a processor */
    size_t max_body;     /* bytes; 0: 4 MiB */
} ServeOptions;

typedef struct Server Server;

/* Start answering; returns at once. */
MUST_USE Server *serve_start(const CasusEngine *e, const ServeOptions *o, Err *err);
uint16_t serve_port(const Server *s);
/* Finish the requests in hand and stop. */
void serve_stop(Server *s);

#endif
