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

/* The newest "asof" of a table, as the day until which it is known: "2026-01-22". */
static void add_age(const TableDir *t, Str name, PackWriter *w)
{
    const struct TableFile *f = tabledir_find(t, name);
    Tsv s;
    Day newest = DAY_NONE;
    char day[11];
    if (f && tsv_open(f->path, f->file.bytes, &s, NULL))
        for (int column = tsv_column(&s, STR("asof")); tsv_next(&s, NULL);)
            newest = MAX(newest, day_parse(tsv_get(&s, column)));
    Str text = day_format(newest, day);
    pack_add(w, "run.asof", text.ptr, (size_t)text.len);
}

bool tables_compile(const char *dir, Buf *pack, Err *err)
{
    Arena a = arena_new(1 << 20);
    PackWriter w = {.arena = &a};
    TableDir t;
    bool ok = tabledir_open(dir, &t, &a, err);
    if (ok) {
        for (int i = 0; ok && compilers[i]; i++)
            ok = compilers[i](&t, &w, err);
        add_age(&t, STR("office"), &w);
        tabledir_close(&t);
    }
    if (ok)
        pack_finish(&w, TABLES_VERSION, pack);
    arena_free(&a);
    if (ok && pack->overflow)
        return err_set(err, CASUS_ERR_LIMIT, "%s: compiled tables are too large", dir);
    return ok;
}
