/* TSV tables with line numbers, and folders of them. */
#include "dict/dict.h"
#include "base/banned.h"

enum { TSV_LINE_MAX = 65536 };

bool tsv_fail(const Tsv *t, Err *err, const char *why, Str value)
{
    value = str_cut(value, 0, 80);
    return err_set(err, CASUS_ERR_FORMAT, "%s:%lld: %s%s%.*s", t->path, (long long)t->line, why,
                   value.len ? ": " : "", FMT(value));
}

/* Next line that is neither empty nor a comment, cut into fields. */
static bool tsv_line(Tsv *t, Err *err)
{
    Str line;
    while (str_split(&t->rest, '\n', &line)) {
        t->line++;
        if (str_ends(line, STR("\r")))
            line.len--;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (line.len > TSV_LINE_MAX)
            return tsv_fail(t, err, "line is too long", str_cut(line, 0, 40));
        if (!utf8_valid(line))
            return tsv_fail(t, err, "line is not UTF-8", (Str){0});
        if (str_find_byte(line, 0) >= 0)
            return tsv_fail(t, err, "line has a NUL byte", (Str){0});
        for (t->n = 0; str_split(&line, '\t', &t->field[t->n]);)
            if (++t->n == TSV_FIELDS && line.ptr)
                return tsv_fail(t, err, "too many fields", (Str){0});
        return true;
    }
    return false;
}

bool tsv_open(const char *path, Str bytes, Tsv *t, Err *err)
{
    *t = (Tsv){.path = path, .rest = bytes};
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        t->rest = str_cut(bytes, 3, bytes.len);
    Err bad = {0};
    if (!tsv_line(t, &bad)) {
        if (bad.code)
            return err_set(err, bad.code, "%s", bad.text);
        return err_set(err, CASUS_ERR_FORMAT, "%s: no header line with column names", path);
    }
    t->n_columns = t->n;
    memcpy(t->column, t->field, sizeof t->column);
    return true;
}

bool tsv_next(Tsv *t, Err *err)
{
    if (!tsv_line(t, err))
        return false;
    if (t->n > t->n_columns)
        return tsv_fail(t, err, "more fields than columns", (Str){0});
    return true;
}

int tsv_column(const Tsv *t, Str name)
{
    for (int i = 0; i < t->n_columns; i++)
        if (str_eq(t->column[i], name))
            return i;
    return -1;
}

Str tsv_get(const Tsv *t, int column)
{
    return column >= 0 && column < t->n ? t->field[column] : (Str){"", 0};
}

static bool tabledir_read(TableDir *t, Str below, Arena *a, Err *err)
{
    Names names = {0};
    const char *dir = arena_cstr(a, arena_printf(a, "%s%s%.*s", t->dir, below.len ? "/" : "", FMT(below)));
    if (!dir_list(dir, &names, a, err))
        return false;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        Str name = names.item[i];
        if (!str_ends(name, STR(".tsv")))
            continue;
        struct TableFile *f = push(&t->files, a);
        name.len -= 4;
        f->name = arena_printf(a, "%.*s%s%.*s", FMT(below), below.len ? "/" : "", FMT(name));
        f->path = arena_cstr(a, arena_printf(a, "%s/%.*s.tsv", dir, FMT(name)));
        if (!file_open(f->path, (ptrdiff_t)256 << 20, &f->file, err)) {
            t->files.n--;
            return false;
        }
    }
    return true;
}

bool tabledir_open(const char *dir, TableDir *t, Arena *a, Err *err)
{
    *t = (TableDir){.dir = dir};
    if (!tabledir_read(t, (Str){0}, a, err)) {
        tabledir_close(t);
        return false;
    }
    Err none = {0};
    tabledir_read(t, STR("fix"), a, &none); /* the overlay folder may be absent */
    if (none.code == CASUS_ERR_LIMIT) {
        tabledir_close(t);
        return err_set(err, none.code, "%s", none.text);
    }
    return true;
}

void tabledir_close(TableDir *t)
{
    for (ptrdiff_t i = 0; i < t->files.n; i++)
        file_close(&t->files.item[i].file);
    t->files.n = 0;
}

const struct TableFile *tabledir_find(const TableDir *t, Str name)
{
    for (ptrdiff_t i = 0; i < t->files.n; i++)
        if (str_eq(t->files.item[i].name, name))
            return &t->files.item[i];
    return NULL;
}
