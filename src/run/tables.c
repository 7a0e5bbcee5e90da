/* Tables: the folder that experts edit, compiled by each room into its sections of one pack. */
#include "run/run.h"
#include "base/banned.h"

typedef bool Compile(const TableDir *t, PackWriter *w, Err *err);

static Compile *const compilers[] = {
    text_compile,
    who_compile,
    when_compile,
    where_compile,
    what_compile,
    quotes_compile,
    codes_compile,
    NULL,
};

bool tables_compile(const char *dir, Buf *pack, Err *err)
{
    Arena a = arena_new(1 << 20);
    PackWriter w = {.arena = &a};
    TableDir t;
    bool ok = tabledir_open(dir, &t, &a, err);
    if (ok) {
        for (int i = 0; ok && compilers[i]; i++)
            ok = compilers[i](&t, &w, err);
        tabledir_close(&t);
    }
    if (ok)
        pack_finish(&w, TABLES_VERSION, pack);
    arena_free(&a);
    if (ok && pack->overflow)
        return err_set(err, CASUS_ERR_LIMIT, "%s: compiled tables are too large", dir);
    return ok;
}
