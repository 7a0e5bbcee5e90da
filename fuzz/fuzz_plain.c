/* read/: any bytes as plain. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(FORMAT_TEXT, data, size);
    return 0;
}
