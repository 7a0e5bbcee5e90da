/* The line; see line.h. One lock guards the ring and who is reading or taking; work is done outside it. */
#include <pthread.h>
#include <stdlib.h>

#include "run/line.h"
#include "base/banned.h"

/* A job ends at this many bytes of text or documents: enough to make the lock cheap. */
enum { JOB_BYTES = 32 << 10, JOB_DOCUMENTS = 64, JOB_LIMIT = 256 << 20 };
enum { LEAD_TOKENS = 400 }; /* as many as stories/ reads */
enum { JOB_EMPTY, JOB_CODING, JOB_DONE };

typedef struct {
    const Line *line;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    LineJob *ring;
    int n_ring;
    int64_t next_read, next_take;
    bool is_reading, is_taking, at_end, has_failed;
    Err err;
    double seconds[ROOM_COUNT];
} Shared;

/* ---- one job ------------------------------------------------------------------------------ */

static void job_clear(LineJob *job)
{
    Arena arena = job->arena;
    Buf out = job->out;
    arena_reset(&arena);
    buf_clear(&out);
    if (out.cap > (4 << 20)) /* one large job must not keep its memory */
        buf_free(&out);
    *job = (LineJob){.arena = arena, .out = out, .state = JOB_EMPTY};
}

/* Read one document into the job; *full when it was too large for the job's memory. */
static bool job_read_one(const Line *l, LineJob *job, ptrdiff_t *bytes, bool *full)
{
    jmp_buf jump;
    Document d = {0};
    *full = false;
    job->arena.full = &jump;
    if (setjmp(jump)) {
        job->arena.full = NULL;
        *full = true;
        return true;
    }
    bool ok = read_next(l->reader, &d, &job->arena);
    *bytes += d.body.len + 1;
    if (ok && !(l->leave_out && l->leave_out(l->context, &d)))
        *push(&job->docs, &job->arena) = d;
    job->arena.full = NULL;
    return ok;
}

static bool job_read(const Line *l, LineJob *job)
{
    ptrdiff_t bytes = 0;
    bool more = true, full;
    while (more && bytes < JOB_BYTES && job->docs.n < JOB_DOCUMENTS) {
        more = job_read_one(l, job, &bytes, &full);
        if (full) {
            job->failed++;
            Err err = {0};
            err_set(&err, CASUS_ERR_LIMIT, "document needs more than %d MB of memory", JOB_LIMIT >> 20);
            l->report(l->context, NULL, &err);
            break;
        }
    }
    job->progress = read_progress(l->reader);
    return more || job->docs.n > 0;
}

/* As wc -w counts. */
static int64_t count_words(Str s)
{
    int64_t n = 0;
    bool inside = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool blank = s.ptr[i] == ' ' || (s.ptr[i] >= '\t' && s.ptr[i] <= '\r');
        n += inside && blank;
        inside = !blank;
    }
    return n + inside;
}

static void job_make(const Line *l, CasusWorker *w, const Document *d, LineJob *job)
{
    jmp_buf jump;
    Err err = {0};
    volatile ptrdiff_t records = job->records.n, quotes = job->quotes.n, out = job->out.len;
    job->arena.full = &jump;
    if (setjmp(jump) == 0) {
        if (worker_code(w, d, l->last, &err))
            l->make(l->context, w, d, job);
    } else {
        job->records.n = records;
        job->quotes.n = quotes;
        job->out.len = out;
        err_set(&err, CASUS_ERR_LIMIT, "events of the document need more than %d MB of memory", JOB_LIMIT >> 20);
    }
    job->arena.full = NULL;
    if (err.code) {
        job->failed++;
        l->report(l->context, d, &err);
    }
}

/* The first tokens of the worker's document, copied into the job. */
static Text job_lead(const CasusWorker *w, LineJob *job)
{
    const Text *t = &w->coded.text;
    uint32_t n = w->coded.last < 0 ? 0 : MIN(t->n_tokens, (uint32_t)LEAD_TOKENS);
    Text lead = {.token = NEW(&job->arena, Token, n), .n_tokens = n};
    if (n)
        memcpy(lead.token, t->token, n * sizeof *lead.token);
    return lead;
}

static void job_code(const Line *l, CasusWorker *w, LineJob *job)
{
    for (ptrdiff_t i = 0; i < job->docs.n; i++) {
        const Document *d = &job->docs.item[i];
        job->words += count_words(d->body);
        job_make(l, w, d, job);
        LineEnd end = {.records = job->records.n, .quotes = job->quotes.n};
        if (l->keep_lead)
            end.lead = job_lead(w, job);
        *push(&job->end, &job->arena) = end;
    }
}

/* ---- threads ------------------------------------------------------------------------------ */

static LineJob *ring_at(Shared *s, int64_t i)
{
    return &s->ring[i % s->n_ring];
}

/* Lock held on entry and on return, as in the other two. */
static void step_take(Shared *s)
{
    LineJob *job = ring_at(s, s->next_take);
    Err err = {0};
    s->is_taking = true;
    pthread_mutex_unlock(&s->lock);
    bool ok = s->line->take(s->line->context, job, &err);
    job_clear(job);
    pthread_mutex_lock(&s->lock);
    s->is_taking = false;
    s->next_take++;
    if (!ok && !s->has_failed) {
        s->has_failed = true;
        s->err = err;
    }
    pthread_cond_broadcast(&s->changed);
}

static void step_code(Shared *s, CasusWorker *w)
{
    LineJob *job = ring_at(s, s->next_read);
    s->is_reading = true;
    pthread_mutex_unlock(&s->lock);
    bool more = job_read(s->line, job);
    pthread_mutex_lock(&s->lock);
    s->is_reading = false;
    s->at_end = !more;
    if (more) {
        job->state = JOB_CODING;
        s->next_read++;
        pthread_cond_broadcast(&s->changed);
        pthread_mutex_unlock(&s->lock);
        job_code(s->line, w, job);
        pthread_mutex_lock(&s->lock);
        job->state = JOB_DONE;
    }
    pthread_cond_broadcast(&s->changed);
}

static void work(Shared *s, CasusWorker *w)
{
    pthread_mutex_lock(&s->lock);
    while (!s->has_failed && !(s->at_end && s->next_take == s->next_read)) {
        if (!s->is_taking && ring_at(s, s->next_take)->state == JOB_DONE)
            step_take(s);
        else if (!s->at_end && !s->is_reading && ring_at(s, s->next_read)->state == JOB_EMPTY)
            step_code(s, w);
        else
            pthread_cond_wait(&s->changed, &s->lock);
    }
    for (int i = 0; i < ROOM_COUNT; i++)
        s->seconds[i] += w->seconds[i];
    pthread_mutex_unlock(&s->lock);
}

static void *thread_main(void *context)
{
    Shared *s = context;
    Err err = {0};
    CasusWorker *w = worker_new(s->line->engine, &err);
    if (w) {
        work(s, w);
    } else {
        pthread_mutex_lock(&s->lock);
        s->has_failed = true;
        s->err = err;
        pthread_cond_broadcast(&s->changed);
        pthread_mutex_unlock(&s->lock);
    }
    worker_free(w);
    return NULL;
}

bool line_run(const Line *l, double seconds[ROOM_COUNT], Err *err)
{
    int n = MAX(l->threads, 1), started = 0;
    Shared s = {.line = l, .n_ring = 2 * n + 1};
    pthread_t *thread = calloc((size_t)n, sizeof *thread);
    s.ring = calloc((size_t)s.n_ring, sizeof *s.ring);
    if (!thread || !s.ring) {
        free(thread);
        free(s.ring);
        return err_set(err, CASUS_ERR_LIMIT, "out of memory");
    }
    for (int i = 0; i < s.n_ring; i++) {
        s.ring[i].arena = arena_new(256 << 10);
        s.ring[i].arena.limit = JOB_LIMIT;
    }
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, NULL);
    while (started < n - 1 && pthread_create(&thread[started], NULL, thread_main, &s) == 0)
        started++;
    thread_main(&s);
    for (int i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < s.n_ring; i++) {
        arena_free(&s.ring[i].arena);
        buf_free(&s.ring[i].out);
    }
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.lock);
    free(thread);
    free(s.ring);
    if (seconds)
        memcpy(seconds, s.seconds, sizeof s.seconds);
    return !s.has_failed || err_set(err, s.err.code, "%s", s.err.text);
}
