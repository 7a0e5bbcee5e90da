/* The line: many documents through several workers, results taken in the order of the input.
 *
 *   reader ─▶ job ─▶ worker ─▶ job ─▶ take        (a ring of jobs bounds the memory)
 *
 * There is no thread for reading or writing: every thread takes finished jobs when it is their turn, else
 * reads the next job, else waits. So N threads are N workers, and one thread is the same code. */
#ifndef CASUS_LINE_H
#define CASUS_LINE_H

#include "run/run.h"
#include "write/record.h"

typedef struct {
    ptrdiff_t records, quotes;
    Text lead; /* the document's first tokens, when the line keeps them */
} LineEnd;

/* Some documents that were read together, and what was made of them. */
typedef struct {
    Arena arena; /* the documents and their records */
    LIST(Document) docs;
    LIST(LineEnd) end; /* parallel to docs: what was made of document i ends here */
    Records records;
    QuoteRecords quotes;
    Buf out;
    int64_t words, failed;
    double progress; /* as read_progress */
    int state;
} LineJob;

typedef struct {
    const CasusEngine *engine;
    Reader *reader;
    int threads;
    Room last;     /* room to stop after */
    bool keep_lead; /* for `take` to see how each document begins: LineEnd.lead */
    void *context;
    /* While reading, one at a time: is the document to be left out? May be NULL. */
    bool (*leave_out)(void *context, const Document *d);
    /* In any thread: use w->coded, write to job->out or job->records. */
    void (*make)(void *context, const CasusWorker *w, const Document *d, LineJob *job);
    /* In input order, one at a time. False stops the line. */
    bool (*take)(void *context, LineJob *job, Err *err);
    /* A document failed (memory limit); in any thread. */
    void (*report)(void *context, const Document *d, const Err *err);
} Line;

/* Run to the end of the reader. seconds: per room, summed over the workers; may be NULL. */
MUST_USE bool line_run(const Line *l, double seconds[ROOM_COUNT], Err *err);

#endif
