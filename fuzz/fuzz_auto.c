/* read/: any bytes as a file of unknown format, perhaps compressed. */
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(FORMAT_AUTO, data, size);
    return 0;
}
