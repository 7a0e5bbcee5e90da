/* dict/: any bytes as each kind of PETRARCH dictionary; the tables that come out can be read. */
#include <stdlib.h>

#include "dict/petrarch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (PetrarchKind kind = PETRARCH_ACTORS; kind <= PETRARCH_DISCARDS; kind++) {
        Arena a = arena_new(1 << 16);
        Petrarch p = {.a = &a};
        petrarch_read(&p, kind, "fuzz", (Str){(const char *)data, (ptrdiff_t)size});
        const Buf *all[] = {&p.actor, &p.role, &p.frames, &p.classes, &p.irregular};
        for (ptrdiff_t i = 0; i < COUNT(all); i++) {
            Tsv s;
            Err err = {0};
            bool good = tsv_open("fuzz", buf_str(all[i]), &s, &err);
            while (good && tsv_next(&s, &err))
                ;
            if (err.code)
                abort();
        }
        petrarch_free(&p);
        arena_free(&a);
    }
    return 0;
}
