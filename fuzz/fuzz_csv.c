/* read/: any bytes as csv. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(FORMAT_CSV, data, size);
    return 0;
}
