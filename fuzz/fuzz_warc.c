/* read/: any bytes as warc. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(FORMAT_WARC, data, size);
    return 0;
}
