/* What a long command says about itself on standard error: messages, a progress line on terminals, the
 * summary at the end; as text or, with --json-log, as JSON lines. */
#ifndef CASUS_PROGRESS_H
#define CASUS_PROGRESS_H

#include <stdatomic.h>

#include "cli/cli.h"

typedef struct {
    bool quiet, json, terminal;
    double start, shown;
    int64_t documents, coded, events, words, failed, known, clashes;
    atomic_llong messages; /* told by any thread */
} Progress;

Progress progress_start(bool quiet, bool json);
/* One line about an input; reason may be empty. */
void progress_message(Progress *p, Str reason, Str message);
void progress_show(Progress *p, double share); /* share of the input, 0 … 1; negative: unknown */
void progress_end(Progress *p, const ReadCounts *counts);

#endif
