/* read/: dates in any notation and in addresses; languages. */
#include "read/reader.h"
#include "fuzz/read_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Str s = {(const char *)data, (ptrdiff_t)size}, iso;
    char room[32];
    Day d = date_read(s, room, &iso);
    if (d != DAY_NONE && day_parse(iso) != d)
        abort();
    date_in_url(s);
    language_of(s);
    return 0;
}
