/* read/: any bytes as an HTML page: charset, parsing, extraction, as the sandboxed child does it.
 */
#include "read/job.h"
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena a = arena_new(1 << 16);
    Charsets charsets = {0};
    Job job = {.kind = JOB_HTML, .bytes = {(const char *)data, (ptrdiff_t)size}};
    Records found = job_run(&job, &charsets, &a);
    for (ptrdiff_t i = 0; i < found.list.n; i++)
        for (int f = 0; f < FIELD_COUNT; f++)
            if (!utf8_valid(found.list.item[i].field[f]))
                abort();
    charsets_close(&charsets);
    arena_free(&a);
    return 0;
}
