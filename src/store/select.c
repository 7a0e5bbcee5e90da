/* Reading the database: records by filter, and questions in SQL. */
#include <stdlib.h>

#include "store/inside.h"
#include "base/banned.h"

/* A WHERE clause under construction, with what to bind. */
typedef struct {
    Buf sql;
    const char *bind[32];
    int n;
} Where;

static void where(Where *w, const char *condition, const char *value, int times)
{
    if (!value || !*value)
        return;
    buf_printf(&w->sql, "%s%s", w->sql.len ? " AND " : " WHERE ", condition);
    while (times-- > 0)
        w->bind[w->n++] = value;
}

/* Codes match by their beginning. `glob` characters in the value are the user's to use. */
static void where_filter(Where *w, const StoreFilter *f, const char *dyad[2])
{
    where(w, "(source GLOB ? || '*' OR target GLOB ? || '*')", f->actor, 2);
    where(w, "source GLOB ? || '*'", f->source, 1);
    where(w, "target GLOB ? || '*'", f->target, 1);
    if (dyad[0] && dyad[1]) {
        buf_printf(&w->sql, "%s((source GLOB ? || '*' AND target GLOB ? || '*') OR (source GLOB ? || '*' AND target GLOB ? || '*'))",
                   w->sql.len ? " AND " : " WHERE ");
        for (int i = 0; i < 4; i++)
            w->bind[w->n++] = dyad[i == 1 || i == 2];
    }
    where(w, "cameo GLOB ? || '*'", f->code, 1);
    where(w, "plover = upper(?)", f->plover, 1);
    where(w, "date >= ?", f->from, 1);
    where(w, "date <= ?", f->to, 1);
    where(w, "(place = ? COLLATE NOCASE OR place_country = ?)", f->place, 2);
    where(w, "sentence_id IN (SELECT rowid FROM evidence WHERE evidence MATCH ?)", f->words, 1);
    where(w, "doc_id = ?", f->doc, 1);
    where(w, "story_id = ?", f->story, 1);
    if (!f->all)
        buf_printf(&w->sql, "%smodality = 'asserted'", w->sql.len ? " AND " : " WHERE ");
    if (f->confidence > 0)
        buf_printf(&w->sql, "%sconfidence >= %.6f", w->sql.len ? " AND " : " WHERE ", f->confidence);
}

static void record_read(sqlite3_stmt *st, Record *r)
{
    *r = (Record){0};
    for (int i = 0; i < record_columns(); i++) {
        Cell c = {.is_null = sqlite3_column_type(st, i) == SQLITE_NULL};
        if (!c.is_null)
            switch (column_type(i)) {
            case COLUMN_TEXT: c.text = store_column(st, i); break;
            case COLUMN_INT:
            case COLUMN_BOOL: c.i = sqlite3_column_int64(st, i); break;
            case COLUMN_REAL: c.real = sqlite3_column_double(st, i); break;
            }
        record_set(r, i, &c);
    }
    r->doc_day = day_parse(r->doc_date);
}

bool store_select(Store *s, const StoreFilter *f, StoreEach *each, void *context, Err *err)
{
    Where w = {0};
    Arena a = arena_new(4096);
    const char *dyad[2] = {0};
    if (f->dyad) {
        Str rest = str_of(f->dyad), first = {0};
        str_split(&rest, ':', &first);
        if (!rest.ptr || !rest.len || !first.len) {
            arena_free(&a);
            return err_set(err, CASUS_ERR_USAGE, "a dyad is two actor codes with a colon, such as RUS:USA");
        }
        dyad[0] = arena_cstr(&a, first);
        dyad[1] = arena_cstr(&a, rest);
    }
    buf_put(&w.sql, STR(""));
    where_filter(&w, f, dyad);
    Buf sql = {0};
    buf_printf(&sql, "SELECT * FROM records%.*s ORDER BY date, event", FMT(buf_str(&w.sql)));
    if (f->limit > 0)
        buf_printf(&sql, " LIMIT %lld", (long long)f->limit);
    buf_byte(&sql, 0);
    sqlite3_stmt *st = NULL;
    bool ok = store_prepare(s, sql.ptr, &st, err);
    for (int i = 0; ok && i < w.n; i++)
        sqlite3_bind_text(st, i + 1, w.bind[i], -1, SQLITE_STATIC);
    int got = SQLITE_DONE;
    while (ok && (got = sqlite3_step(st)) == SQLITE_ROW) {
        Record r;
        record_read(st, &r);
        if (!each(context, &r)) {
            got = SQLITE_DONE;
            break;
        }
    }
    if (ok && got != SQLITE_DONE)
        ok = store_fail(s, err);
    sqlite3_finalize(st);
    buf_free(&sql);
    buf_free(&w.sql);
    arena_free(&a);
    return ok;
}

bool store_ask(Store *s, const char *sql, const char *const *args, StoreRow *row, void *context, Err *err)
{
    sqlite3_stmt *st = NULL;
    Str cell[64];
    if (!store_prepare(s, sql, &st, err))
        return false;
    for (int i = 0; args && args[i]; i++)
        sqlite3_bind_text(st, i + 1, args[i], -1, SQLITE_STATIC);
    int n = MIN(sqlite3_column_count(st), 64), got;
    while ((got = sqlite3_step(st)) == SQLITE_ROW) {
        for (int i = 0; i < n; i++)
            cell[i] = store_column(st, i);
        if (!row(context, n, cell)) {
            got = SQLITE_DONE;
            break;
        }
    }
    bool ok = got == SQLITE_DONE || store_fail(s, err);
    sqlite3_finalize(st);
    return ok;
}
