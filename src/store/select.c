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

/* Prepare "SELECT columns FROM records WHERE filter tail" with its values bound. Those of the dyad live in a. */
static bool ask(Store *s, const StoreFilter *f, const char *columns, const char *tail, sqlite3_stmt **st, Arena *a, Err *err)
{
    Where w = {0};
    const char *dyad[2] = {0};
    if (f->dyad) {
        Str rest = str_of(f->dyad), first = {0};
        str_split(&rest, ':', &first);
        if (!rest.len || !first.len)
            return err_set(err, CASUS_ERR_USAGE, "a dyad is two actor codes with a colon, such as RUS:USA");
        dyad[0] = arena_cstr(a, first);
        dyad[1] = arena_cstr(a, rest);
    }
    where_filter(&w, f, dyad);
    Buf sql = {0};
    buf_printf(&sql, "SELECT %s FROM records%.*s %s", columns, FMT(buf_str(&w.sql)), tail);
    if (f->limit > 0)
        buf_printf(&sql, " LIMIT %lld", (long long)f->limit);
    buf_byte(&sql, 0);
    bool ok = !sql.overflow && store_prepare(s, sql.ptr, st, err);
    for (int i = 0; ok && i < w.n; i++)
        sqlite3_bind_text(*st, i + 1, w.bind[i], -1, SQLITE_TRANSIENT);
    buf_free(&sql);
    buf_free(&w.sql);
    return ok;
}

/* Every row of st through `read`, until that says false; st is given back. */
typedef bool ReadRow(void *context, sqlite3_stmt *st);
static bool each_row(Store *s, sqlite3_stmt *st, ReadRow *read, void *context, Err *err)
{
    int got;
    while ((got = sqlite3_step(st)) == SQLITE_ROW)
        if (!read(context, st)) {
            got = SQLITE_DONE;
            break;
        }
    bool ok = got == SQLITE_DONE || store_fail(s, err);
    sqlite3_finalize(st);
    return ok;
}

/* Every row of the records that the filter keeps through `read`. */
static bool ask_each(Store *s, const StoreFilter *f, const char *columns, const char *tail, ReadRow *read, void *context, Err *err)
{
    Arena a = arena_new(4096);
    sqlite3_stmt *st = NULL;
    bool ok = ask(s, f, columns, tail, &st, &a, err) && each_row(s, st, read, context, err);
    arena_free(&a);
    return ok;
}

typedef struct {
    StoreEach *each;
    void *context;
} RecordReader;

static bool read_record(void *context, sqlite3_stmt *st)
{
    const RecordReader *to = context;
    Record r;
    record_read(st, &r);
    return to->each(to->context, &r);
}

bool store_select(Store *s, const StoreFilter *f, StoreEach *each, void *context, Err *err)
{
    return ask_each(s, f, "*", "ORDER BY date, event", read_record, &(RecordReader){each, context}, err);
}

bool store_weightiest(Store *s, const StoreFilter *f, StoreEach *each, void *context, Err *err)
{
    static const char weightiest[] = "ORDER BY abs(coalesce(goldstein, 0)) * confidence DESC, date, event";
    return ask_each(s, f, "*", weightiest, read_record, &(RecordReader){each, context}, err);
}

typedef struct {
    StoreRow *row;
    void *context;
} CellReader;

static bool read_cells(void *context, sqlite3_stmt *st)
{
    const CellReader *to = context;
    Str cell[64];
    int n = MIN(sqlite3_column_count(st), (int)COUNT(cell));
    for (int i = 0; i < n; i++)
        cell[i] = store_column(st, i);
    return to->row(to->context, n, cell);
}

bool store_ask(Store *s, const StoreFilter *f, const char *columns, const char *tail, StoreRow *row, void *context, Err *err)
{
    return ask_each(s, f, columns, tail, read_cells, &(CellReader){row, context}, err);
}

/* ---- quotations --------------------------------------------------------------------------- */

static RecordSpan span_at(sqlite3_stmt *st, int i, bool in_title)
{
    if (sqlite3_column_type(st, i) == SQLITE_NULL)
        return (RecordSpan){0};
    return (RecordSpan){(uint32_t)sqlite3_column_int64(st, i), (uint32_t)sqlite3_column_int64(st, i + 1), true, in_title};
}

static void quote_read(sqlite3_stmt *st, QuoteRecord *q)
{
    int title = sqlite3_column_int(st, 20);
    *q = (QuoteRecord){.doc_id = store_column(st, 0), .sentence = sqlite3_column_int(st, 1), .speaker = store_column(st, 2),
                       .speaker_code = store_column(st, 3), .speaker_text = store_column(st, 4),
                       .speaker_span = span_at(st, 5, title & 1), .cue = store_column(st, 7), .cue_span = span_at(st, 8, title & 2),
                       .cue_class = store_column(st, 10), .kind = store_column(st, 11), .negative = sqlite3_column_int(st, 12) != 0,
                       .coder = store_column(st, 21)};
    for (int i = 0; i < QUOTE_PARTS; i++) {
        q->content[i] = store_column(st, 13 + 3 * i);
        q->content_span[i] = span_at(st, 14 + 3 * i, title & (4 << i));
        q->n_content += q->content[i].len > 0;
    }
    Str rest = store_column(st, 19), code;
    while (rest.len && q->n_about < QUOTE_ABOUT && str_split(&rest, ' ', &code))
        q->about[q->n_about++] = code;
}

typedef struct {
    QuoteEach *each;
    void *context;
} QuoteReader;

static bool read_quote(void *context, sqlite3_stmt *st)
{
    const QuoteReader *to = context;
    QuoteRecord q;
    quote_read(st, &q);
    return to->each(to->context, &q);
}

bool store_quotes(Store *s, const QuoteFilter *f, QuoteEach *each, void *context, Err *err)
{
    static const char sql[] =
        "SELECT d.id, q.sentence, q.speaker, q.speaker_code, q.speaker_text, q.speaker_start, q.speaker_end, q.cue, q.cue_start,"
        " q.cue_end, q.class, q.kind, q.negative, q.text, q.start, q.\"end\", q.text2, q.start2, q.end2, q.about, q.title_spans,"
        " (SELECT coder FROM runs r WHERE r.run = d.run) FROM quotations q JOIN documents d USING(doc)"
        " WHERE (?1 IS NULL OR q.speaker_code GLOB ?1 || '*' OR q.speaker LIKE '%' || ?1 || '%')"
        " AND (?2 IS NULL OR ' ' || q.about || ' ' GLOB '* ' || ?2 || '*')"
        " AND (?3 IS NULL OR q.text LIKE '%' || ?3 || '%' OR q.text2 LIKE '%' || ?3 || '%')"
        " AND (?4 IS NULL OR q.kind = ?4) AND (?5 IS NULL OR d.id = ?5) ORDER BY q.quotation LIMIT ?6";
    sqlite3_stmt *st = NULL;
    if (!store_prepare(s, sql, &st, err))
        return false;
    const char *const value[] = {f->speaker, f->about, f->words, f->kind, f->doc};
    for (int i = 0; i < (int)COUNT(value); i++)
        store_bind(st, i + 1, str_of(value[i]));
    sqlite3_bind_int64(st, 6, f->limit ? f->limit : -1);
    return each_row(s, st, read_quote, &(QuoteReader){each, context}, err);
}
