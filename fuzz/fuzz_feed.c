/* read/: any bytes as a feed. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_job(JOB_FEED, data, size);
    return 0;
}
