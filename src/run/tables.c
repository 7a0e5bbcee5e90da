/* Tables: the folder that experts edit, compiled by each room into its sections of one pack.
 *
 * The TSV files themselves travel in the pack (sections "tsv/NAME", zstd), so that a program without a folder of
 * tables can compile them once more with dictionaries of the user's: `--petrarch`. */
#include <zstd.h>

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

/* ---- sources in the pack ------------------------------------------------------------------- */

enum { SOURCE_LEVEL = 6, SOURCE_MAX = 256 << 20 };

static void source_section(Str name, char section[32])
{
    snprintf(section, 32, "tsv/%.*s", FMT(name));
}

static bool add_sources(const TableDir *t, PackWriter *w, Err *err)
{
    Buf names = {0};
    bool ok = true;
    for (ptrdiff_t i = 0; ok && i < t->files.n; i++) {
        Str s = t->files.item[i].file.bytes, name = t->files.item[i].name;
        size_t room = ZSTD_compressBound((size_t)s.len);
        char section[32], *out = NEW(w->arena, char, room);
        size_t n = ZSTD_compress(out, room, s.ptr ? s.ptr : "", (size_t)s.len, SOURCE_LEVEL);
        ok = !ZSTD_isError(n) || err_set(err, CASUS_ERR_SYSTEM, "%.*s: %s", FMT(name), ZSTD_getErrorName(n));
        if (name.len > 27 || str_starts(name, STR("petrarch/")))
            continue;
        source_section(name, section);
        pack_add(w, section, out, n);
        buf_printf(&names, "%.*s\n", FMT(name));
    }
    pack_add(w, "run.sources", names.ptr, (size_t)names.len);
    buf_free(&names);
    return ok;
}

/* The folder of tables that a pack was compiled from. */
static bool sources_open(const Pack *p, TableDir *t, Arena *a, Err *err)
{
    Str names = pack_get(p, "run.sources"), name;
    *t = (TableDir){.dir = "tables"};
    while (names.len && str_split(&names, '\n', &name)) {
        char section[32];
        if (!name.len)
            continue;
        source_section(name, section);
        Str packed = pack_get(p, section);
        unsigned long long size = packed.len ? ZSTD_getFrameContentSize(packed.ptr, (size_t)packed.len) : ZSTD_CONTENTSIZE_ERROR;
        if (size > SOURCE_MAX)
            return err_set(err, CASUS_ERR_FORMAT, "the tables inside the pack are damaged: %.*s", FMT(name));
        char *out = NEW(a, char, size + 1);
        size_t n = ZSTD_decompress(out, (size_t)size, packed.ptr, (size_t)packed.len);
        if (ZSTD_isError(n))
            return err_set(err, CASUS_ERR_FORMAT, "the tables inside the pack are damaged: %.*s", FMT(name));
        struct TableFile *f = push(&t->files, a);
        f->name = name;
        f->path = arena_cstr(a, arena_printf(a, "tables/%.*s.tsv", FMT(name)));
        f->file.bytes = (Str){out, (ptrdiff_t)n};
    }
    return t->files.n > 0 || err_set(err, CASUS_ERR_FORMAT, "the compiled tables carry no sources; give a folder with --tables");
}

/* ---- compiling ----------------------------------------------------------------------------- */

static bool compile_all(const TableDir *t, Buf *pack, Arena *a, Err *err)
{
    PackWriter w = {.arena = a};
    bool ok = true;
    for (int i = 0; ok && compilers[i]; i++)
        ok = compilers[i](t, &w, err);
    ok = ok && add_sources(t, &w, err);
    add_age(t, STR("office"), &w);
    if (ok)
        pack_finish(&w, TABLES_VERSION, pack);
    if (ok && pack->overflow)
        return err_set(err, CASUS_ERR_LIMIT, "%s: compiled tables are too large", t->dir);
    return ok;
}

bool tables_compile(const char *dir, const Pack *pack, PetrarchFiles *petrarch, Buf *out, Err *err)
{
    Arena a = arena_new(1 << 20);
    TableDir t = {0};
    bool ok = dir ? tabledir_open(dir, &t, &a, err) : sources_open(pack, &t, &a, err);
    if (ok && petrarch && petrarch->dir)
        ok = petrarch_open(petrarch->dir, petrarch->instead, &t, petrarch->report, petrarch->context, &petrarch->counts, &a, err);
    ok = ok && compile_all(&t, out, &a, err);
    tabledir_close(&t);
    arena_free(&a);
    return ok;
}
