/* read/: any bytes as jsonl. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(FORMAT_JSONL, data, size);
    return 0;
}
