/* What the fuzz targets of read/ share: one input as one file of a given format, read to its end.
 */
#ifndef CASUS_READ_FUZZ_H
#define CASUS_READ_FUZZ_H

#include <stdlib.h>
#include <unistd.h>

#include "read/read.h"

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

#endif
