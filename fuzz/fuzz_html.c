/* read/: any bytes as an HTML page. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_job(JOB_HTML, data, size);
    return 0;
}
