/* What the fuzz targets of read/ share: one input as one file of a given format, read to its end; or as one job
 * of the sandboxed child. */
#ifndef CASUS_READ_FUZZ_H
#define CASUS_READ_FUZZ_H

#include <stdlib.h>
#include <unistd.h>

#include "read/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_read(Format format, const uint8_t *data, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/dev/shm/casus-fuzz-%ld", (long)getpid());
    FILE *f = fopen(path, "wb");
    if (!f)
        abort();
    fwrite(data, 1, size, f);
    fclose(f);
    Err err;
    Arena a = arena_new(1 << 16);
    const char *paths[] = {path};
    ReadOptions o = {
        .format = format, .no_sandbox = true, .any_language = true, .max_document = 1 << 20};
    Reader *r = read_open(paths, 1, &o, &err);
    Document d;
    while (r && read_next(r, &d, &a)) {
        if (!utf8_valid(d.body) || d.text_at > d.body.len)
            abort();
        for (ptrdiff_t i = 0; i < d.n_sentences; i++)
            if (d.sentence[i].start >= d.sentence[i].end ||
                d.sentence[i].end > (uint32_t)d.body.len)
                abort();
        arena_reset(&a);
    }
    read_close(r);
    arena_free(&a);
    unlink(path);
}

/* Bytes as a page or feed: charset, parsing, extraction, as the sandboxed child does it. */
static inline void fuzz_job(JobKind kind, const uint8_t *data, size_t size)
{
    Arena a = arena_new(1 << 16);
    Charsets charsets = {0};
    Job job = {.kind = kind, .bytes = {(const char *)data, (ptrdiff_t)size}};
    Records found = job_run(&job, &charsets, &a);
    for (ptrdiff_t i = 0; i < found.list.n; i++)
        for (int f = 0; f < FIELD_COUNT; f++)
            if (!utf8_valid(found.list.item[i].field[f]))
                abort();
    charsets_close(&charsets);
    arena_free(&a);
}

#endif
