/* The HTTP server, on libmicrohttpd: its threads take a worker from a pool, code, and give it back. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>

#include "serve/serve.h"
#include "serve/page.h"
#include "write/record.h"
#include "base/banned.h"

enum { MAX_BODY = 4 << 20, CONNECTION_SECONDS = 30, POOL_MAX = 64 };

struct Server {
    const CasusEngine *engine;
    struct MHD_Daemon *daemon;
    size_t max_body;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    CasusWorker *idle[POOL_MAX];
    int n_idle, n_workers;
};

/* The body of a request as it comes in. */
typedef struct {
    Buf body;
} Request;

/* ---- workers ------------------------------------------------------------------------------ */

static CasusWorker *worker_take(Server *s)
{
    pthread_mutex_lock(&s->lock);
    while (s->n_idle == 0)
        pthread_cond_wait(&s->freed, &s->lock);
    CasusWorker *w = s->idle[--s->n_idle];
    pthread_mutex_unlock(&s->lock);
    return w;
}

static void worker_give(Server *s, CasusWorker *w)
{
    pthread_mutex_lock(&s->lock);
    s->idle[s->n_idle++] = w;
    pthread_cond_signal(&s->freed);
    pthread_mutex_unlock(&s->lock);
}

/* ---- answers ------------------------------------------------------------------------------ */

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, const char *type, Str body)
{
    struct MHD_Response *r =
        MHD_create_response_from_buffer((size_t)body.len, (void *)(uintptr_t)body.ptr, MHD_RESPMEM_MUST_COPY);
    if (!r)
        return MHD_NO;
    MHD_add_response_header(r, "Content-Type", type);
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    enum MHD_Result ok = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return ok;
}

static Str query(struct MHD_Connection *c, const char *name)
{
    return str_of(MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, name));
}

/* One document coded; `write` puts the answer into out. Runs with the worker's memory in `doc`. */
typedef void Answer(const Server *s, CasusWorker *w, const Document *d, Arena *a, Buf *out);

static void answer_events(const Server *s, CasusWorker *w, const Document *d, Arena *a, Buf *out)
{
    Records records = {0};
    WriteStyle style = {.codes = &s->engine->codes};
    records_of(d, &w->coded.article, &w->coded.events, str_of(s->engine->coder), false, &records, a);
    for (ptrdiff_t i = 0; i < records.n; i++)
        write_record(WRITE_JSONL, &records.item[i], &style, out);
}

static void answer_explain(const Server *s, CasusWorker *w, const Document *d, Arena *a, Buf *out)
{
    (void)s, (void)d, (void)a;
    worker_explain(w, out);
}

/* Code the text in an arena of its own; false when it needs too much memory. */
static bool code_text(Server *s, struct MHD_Connection *c, Str text, Arena *a, Answer *write, Buf *out, Err *err)
{
    jmp_buf full;
    CasusWorker *w = worker_take(s);
    a->full = &full;
    volatile bool ok = false;
    if (setjmp(full) == 0) {
        Str title = utf8_clean(query(c, "title"), NULL, a), id = utf8_clean(query(c, "id"), NULL, a);
        Document d = document_of(id, title, utf8_clean(text, NULL, a), day_parse(query(c, "date")), a);
        if (worker_code(w, &d, ROOM_what, err)) {
            write(s, w, &d, a, out);
            ok = true;
        }
    } else
        err_set(err, CASUS_ERR_LIMIT, "the document needs too much memory");
    a->full = NULL;
    worker_give(s, w);
    return ok;
}

static enum MHD_Result handle_text(Server *s, struct MHD_Connection *c, Str text, Answer *write, const char *type)
{
    Arena a = arena_new(1 << 16);
    a.limit = WORKER_LIMIT;
    Buf out = {0};
    Err err = {0};
    bool ok = code_text(s, c, text, &a, write, &out, &err);
    enum MHD_Result r = ok ? answer(c, MHD_HTTP_OK, type, buf_str(&out))
                           : answer(c, MHD_HTTP_UNPROCESSABLE_CONTENT, "text/plain; charset=utf-8", str_of(err.text));
    buf_free(&out);
    arena_free(&a);
    return r;
}

static enum MHD_Result handle_health(const Server *s, struct MHD_Connection *c)
{
    Buf out = {0};
    buf_put(&out, STR("{\"coder\": "));
    buf_json(&out, str_of(s->engine->coder));
    buf_put(&out, STR("}\n"));
    enum MHD_Result r = answer(c, MHD_HTTP_OK, "application/json", buf_str(&out));
    buf_free(&out);
    return r;
}

static enum MHD_Result handle(Server *s, struct MHD_Connection *c, Str method, Str url, const Request *q)
{
    bool is_get = str_eq(method, STR("GET")) || str_eq(method, STR("HEAD"));
    if (q->body.overflow)
        return answer(c, MHD_HTTP_CONTENT_TOO_LARGE, "text/plain", STR("the article is too large\n"));
    if (is_get && str_eq(url, STR("/")))
        return answer(c, MHD_HTTP_OK, "text/html; charset=utf-8", str_of(page_html));
    if (is_get && str_eq(url, STR("/health")))
        return handle_health(s, c);
    if (is_get && str_eq(url, STR("/explain")))
        return handle_text(s, c, query(c, "text"), answer_explain, "text/plain; charset=utf-8");
    if (str_eq(method, STR("POST")) && str_eq(url, STR("/code")))
        return handle_text(s, c, buf_str(&q->body), answer_events, "application/x-ndjson; charset=utf-8");
    return answer(c, MHD_HTTP_NOT_FOUND, "text/plain",
                  STR("no such page; there are: GET / /health /explain, POST /code\n"));
}

/* ---- libmicrohttpd's side ----------------------------------------------------------------- */

/* Called once for the head of a request, then for each piece of its body, then with nothing left. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **state)
{
    (void)version;
    Server *s = context;
    Request *q = *state;
    if (!q) {
        *state = q = calloc(1, sizeof *q);
        if (q)
            q->body.max = (ptrdiff_t)s->max_body;
        return q ? MHD_YES : MHD_NO;
    }
    if (*size) {
        buf_put(&q->body, (Str){data, (ptrdiff_t)*size});
        *size = 0;
        return MHD_YES;
    }
    return handle(s, c, str_of(method), str_of(url), q);
}

static void on_end(void *context, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode why)
{
    (void)context, (void)c, (void)why;
    Request *q = *state;
    if (q)
        buf_free(&q->body);
    free(q);
    *state = NULL;
}

static bool server_listen(Server *s, const ServeOptions *o, Err *err)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(o->port)};
    const char *address = o->address ? o->address : "127.0.0.1";
    if (inet_pton(AF_INET, address, &at.sin_addr) != 1)
        return err_set(err, CASUS_ERR_USAGE, "%s: not a numeric IPv4 address", address);
    s->daemon = MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, o->port, NULL, NULL, on_request, s, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&at, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)s->n_workers, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)CONNECTION_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, on_end, s, MHD_OPTION_END);
    if (!s->daemon)
        return err_set(err, CASUS_ERR_SYSTEM, "cannot listen on %s port %d", address, o->port);
    return true;
}

Server *serve_start(const CasusEngine *e, const ServeOptions *o, Err *err)
{
    Server *s = calloc(1, sizeof *s);
    if (!s) {
        err_set(err, CASUS_ERR_LIMIT, "out of memory");
        return NULL;
    }
    s->engine = e;
    s->max_body = o->max_body ? o->max_body : MAX_BODY;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->freed, NULL);
    int threads = MIN(o->threads > 0 ? o->threads : cpu_count(), POOL_MAX);
    bool ok = true;
    for (; ok && s->n_workers < threads; s->n_workers += ok) {
        s->idle[s->n_idle] = worker_new(e, err);
        ok = s->idle[s->n_idle] != NULL;
        s->n_idle += ok;
    }
    if (!ok || !server_listen(s, o, err)) {
        serve_stop(s);
        return NULL;
    }
    return s;
}

uint16_t serve_port(const Server *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

void serve_stop(Server *s)
{
    if (!s)
        return;
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    for (int i = 0; i < s->n_idle; i++)
        worker_free(s->idle[i]);
    pthread_cond_destroy(&s->freed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
