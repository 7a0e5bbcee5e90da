/* The database: opening, migration, adding, committing. Reading is in select.c.
 *
 * Bulk loading: rows are only appended; secondary indices and the full-text index are built by store_finish.
 * The events and sentences of a document are neighbours (first_…, n_…), so a document can be replaced
 * without any index. Write-ahead logging while loading lets others read; at the end the file is one again. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "store/inside.h"
#include "store/schema.h"
#include "base/banned.h"

/* Commit after this many events or seconds. */
enum { COMMIT_EVENTS = 20000 };
#define COMMIT_SECONDS 0.5

/* Columns of `events` that are cells of the record, by name. */
static const char *const event_columns[] = {
    "event_id", "date", "date_precision", "cameo", "quad", "goldstein", "plover", "plover_mode", "modality", "negative",
    "tense", "reciprocal", "confidence", "source_text", "source_start", "source_end", "target_text", "target_start",
    "target_end", "trigger", "trigger_start", "trigger_end", "date_text", "date_start", "date_end", "place",
    "place_country", "place_region", "place_kind", "lat", "lon", "geonames_id", "place_start", "place_end", "speaker",
    "speaker_code", "speaker_start", "speaker_end", "title_spans", "rule",
};
#define EVENT_COLUMNS ((int)COUNT(event_columns))
_Static_assert(sizeof event_columns / sizeof event_columns[0] <= (size_t)STORE_CELLS, "room for the cells of an event");

/* ---- SQLite, with messages ---------------------------------------------------------------- */

bool store_fail(const Store *s, Err *err)
{
    int code = sqlite3_errcode(s->db) & 0xFF;
    const char *say = sqlite3_errmsg(s->db), *hint = "";
    if (code == SQLITE_FULL || code == SQLITE_IOERR)
        hint = "; the last batch was taken back, run the same command again to go on";
    else if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
        hint = "; not a casus database, or damaged: restore a copy or choose another file";
    else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        hint = "; another program is using it, try again later";
    else if (code == SQLITE_CANTOPEN)
        hint = "; is it there, and may this user read and write it and its folder?";
    else if (code == SQLITE_READONLY)
        hint = "; may it be written by this user, and its folder too?";
    return err_set(err, CASUS_ERR_DB, "%s: %s%s", s->path, say, hint);
}

static bool run_sql(Store *s, const char *sql, Err *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK || store_fail(s, err);
}

bool store_prepare(Store *s, const char *sql, sqlite3_stmt **st, Err *err)
{
    return *st || sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL) == SQLITE_OK ||
           store_fail(s, err);
}

void store_bind(sqlite3_stmt *st, int i, Str text)
{
    if (text.len)
        sqlite3_bind_text64(st, i, text.ptr, (sqlite3_uint64)text.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(st, i);
}

/* Execute a statement that returns nothing. */
static bool step(Store *s, sqlite3_stmt *st, Err *err)
{
    bool ok = sqlite3_step(st) == SQLITE_DONE || store_fail(s, err);
    sqlite3_reset(st);
    return ok;
}

static int64_t column_int(sqlite3_stmt *st, int i)
{
    return sqlite3_column_int64(st, i);
}

Str store_column(sqlite3_stmt *st, int i)
{
    const char *text = (const char *)sqlite3_column_text(st, i);
    return (Str){text, text ? sqlite3_column_bytes(st, i) : 0};
}

/* First column of the first row, or `otherwise`. */
static int64_t ask_int(Store *s, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *st = NULL;
    int64_t v = otherwise;
    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        v = column_int(st, 0);
    sqlite3_finalize(st);
    return v;
}

/* ---- opening ------------------------------------------------------------------------------ */

static bool put_codes(Store *s, const Codes *codes, Err *err)
{
    sqlite3_stmt *country = NULL, *label = NULL;
    bool ok = store_prepare(s, "INSERT OR REPLACE INTO countries VALUES(?, ?, ?, ?)", &country, err) &&
              store_prepare(s, "INSERT OR REPLACE INTO codes VALUES(?, ?)", &label, err);
    for (ptrdiff_t i = 0; ok && i < codes->n_countries; i++) {
        Str iso3 = codes_country_at(codes, i);
        store_bind(country, 1, iso3);
        store_bind(country, 2, codes_fips(codes, iso3));
        if (codes_cow(codes, iso3))
            sqlite3_bind_int(country, 3, codes_cow(codes, iso3));
        else
            sqlite3_bind_null(country, 3);
        store_bind(country, 4, codes_name(codes, iso3));
        ok = step(s, country, err);
    }
    for (ptrdiff_t i = 0; ok && i < codes->n_labels; i++) {
        Str code = codes_label_at(codes, i);
        store_bind(label, 1, code);
        store_bind(label, 2, codes_label(codes, code));
        ok = step(s, label, err);
    }
    sqlite3_finalize(country);
    sqlite3_finalize(label);
    return ok;
}

/* Bring the schema to this program's version, all or nothing. */
static bool migrate(Store *s, int64_t version, const Codes *codes, Err *err)
{
    if (version == STORE_VERSION)
        return true;
    bool ok = run_sql(s, "BEGIN IMMEDIATE", err);
    for (int64_t v = version; ok && v < STORE_VERSION; v++)
        ok = run_sql(s, schema_steps[v], err);
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d; PRAGMA application_id = %d", STORE_VERSION, STORE_MAGIC);
    ok = ok && run_sql(s, schema_views, err) && put_codes(s, codes, err) && run_sql(s, pragma, err) && run_sql(s, "COMMIT", err);
    if (!ok)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

static bool check_version(Store *s, StoreMode mode, const Codes *codes, Err *err)
{
    int64_t version = ask_int(s, "PRAGMA user_version", -1), magic = ask_int(s, "PRAGMA application_id", -1);
    int64_t tables = ask_int(s, "SELECT count(*) FROM sqlite_master", -1);
    if (version < 0 || magic < 0 || tables < 0)
        return store_fail(s, err);
    bool fresh = version == 0 && tables == 0;
    if (!fresh && magic != STORE_MAGIC)
        return err_set(err, CASUS_ERR_DB, "%s: a SQLite database, but not of casus", s->path);
    if (version > STORE_VERSION)
        return err_set(err, CASUS_ERR_DB, "%s: made by a newer casus (schema %lld, this program knows %d)", s->path,
                       (long long)version, STORE_VERSION);
    if (mode == STORE_WRITE)
        return migrate(s, version, codes, err);
    return !fresh || err_set(err, CASUS_ERR_DB, "%s: an empty database", s->path);
}

bool store_open(const char *path, StoreMode mode, const Codes *codes, Store **out, Err *err)
{
    Store *s = calloc(1, sizeof *s);
    if (!s)
        return err_set(err, CASUS_ERR_LIMIT, "out of memory");
    s->arena = arena_new(1 << 16);
    snprintf(s->path, sizeof s->path, "%s", path);
    int flags = mode == STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    bool ok = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK || store_fail(s, err);
    if (ok)
        sqlite3_busy_timeout(s->db, 5000);
    ok = ok && check_version(s, mode, codes, err);
    if (!ok) {
        store_close(s);
        return false;
    }
    *out = s;
    return true;
}

void store_close(Store *s)
{
    if (!s)
        return;
    for (int i = 0; i < STORE_STATEMENTS; i++)
        sqlite3_finalize(s->st[i]);
    sqlite3_finalize(s->known);
    sqlite3_close(s->reader);
    if (s->db && s->in_transaction)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    if (s->db && s->is_loading) /* one file again, readable from read-only folders */
        sqlite3_exec(s->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    sqlite3_close(s->db);
    arena_free(&s->arena);
    free(s);
}

/* ---- runs --------------------------------------------------------------------------------- */

static bool begin(Store *s, Err *err)
{
    if (s->in_transaction)
        return true;
    if (!s->is_loading &&
        !run_sql(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;"
                    "PRAGMA cache_size = -8000", err))
        return false;
    s->is_loading = true;
    if (!run_sql(s, "BEGIN IMMEDIATE", err))
        return false;
    s->in_transaction = true;
    s->began = clock_seconds();
    s->pending = 0;
    return true;
}

static Str inputs_text(const StoreRun *run, Arena *a)
{
    Str all = {0};
    for (int i = 0; i < run->n_inputs; i++)
        all = arena_printf(a, "%.*s%s%s", FMT(all), i ? "\n" : "", run->inputs[i]);
    return all;
}

bool store_begin(Store *s, const StoreRun *run, Err *err)
{
    s->coder = arena_str(&s->arena, run->coder);
    s->options = arena_str(&s->arena, run->options);
    s->inputs = inputs_text(run, &s->arena);
    s->replace = run->replace;
    uint64_t key = hash_mix(hash_mix(str_hash(s->coder), str_hash(s->options)), str_hash(s->inputs));
    s->key = arena_printf(&s->arena, "%016" PRIx64, key);
    sqlite3_stmt *st = NULL;
    if (!store_prepare(s, "SELECT run, path, offset, strftime('%s', started) FROM runs WHERE key = ? AND finished IS NULL ORDER BY run DESC LIMIT 1", &st, err))
        return false;
    store_bind(st, 1, s->key);
    int got = sqlite3_step(st);
    if (got == SQLITE_ROW) {
        s->run = column_int(st, 0);
        s->path_at = arena_str(&s->arena, store_column(st, 1));
        s->offset_at = column_int(st, 2);
        s->started = column_int(st, 3);
    }
    bool ok = got == SQLITE_ROW || got == SQLITE_DONE || store_fail(s, err);
    sqlite3_finalize(st);
    s->has_documents = ask_int(s, "SELECT 1 FROM documents LIMIT 1", 0);
    if (ok && s->has_documents) /* for store_known; without it every document is simply coded */
        sqlite3_open_v2(s->path, &s->reader, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    return ok;
}

/* Only for a file that has not changed since the run began. Standard input may be another stream each time. Else
 * everything is read again, and what is known is left out. */
bool store_position(const Store *s, Str *path, int64_t *offset)
{
    struct stat st;
    char name[sizeof s->path_room + 1];
    *path = s->path_at;
    *offset = s->offset_at;
    if (!s->run || !s->path_at.len || s->path_at.len >= (ptrdiff_t)sizeof name)
        return false;
    snprintf(name, sizeof name, "%.*s", FMT(s->path_at));
    return strcmp(name, "-") != 0 && stat(name, &st) == 0 && S_ISREG(st.st_mode) && (int64_t)st.st_mtime < s->started;
}

/* The run's row is made with its first change, so that a run without news leaves no trace. */
static bool start_run(Store *s, Err *err)
{
    if (s->run)
        return true;
    sqlite3_stmt *st = NULL;
    if (!store_prepare(s, "INSERT INTO runs(key, coder, options, inputs, started) VALUES(?, ?, ?, ?, datetime('now'))", &st, err))
        return false;
    store_bind(st, 1, s->key);
    store_bind(st, 2, s->coder);
    store_bind(st, 3, s->options);
    store_bind(st, 4, s->inputs);
    bool ok = step(s, st, err);
    sqlite3_finalize(st);
    s->run = sqlite3_last_insert_rowid(s->db);
    return ok;
}

static bool commit(Store *s, Err *err)
{
    if (!s->in_transaction)
        return true;
    if (s->run) {
        if (!store_prepare(s, "UPDATE runs SET path = ?, offset = ?, documents = documents + ?, events = events + ? WHERE run = ?",
                           &s->st[ST_POSITION], err))
            return false;
        sqlite3_stmt *st = s->st[ST_POSITION];
        store_bind(st, 1, s->path_at);
        sqlite3_bind_int64(st, 2, s->offset_at);
        sqlite3_bind_int64(st, 3, s->new_documents);
        sqlite3_bind_int64(st, 4, s->new_events);
        sqlite3_bind_int64(st, 5, s->run);
        if (!step(s, st, err))
            return false;
    }
    if (!run_sql(s, "COMMIT", err))
        return false;
    s->in_transaction = false;
    s->new_documents = s->new_events = 0;
    return true;
}

bool store_mark(Store *s, Str path, int64_t offset, Err *err)
{
    if (!s->in_transaction)
        return true;
    if (!str_eq(path, s->path_at)) {
        if (path.len > (ptrdiff_t)sizeof s->path_room)
            path = (Str){0}; /* no resuming there; known documents are still seen */
        memcpy(s->path_room, path.ptr ? path.ptr : "", (size_t)path.len);
        s->path_at = (Str){s->path_room, path.len};
    }
    s->offset_at = offset;
    if (s->pending < COMMIT_EVENTS && clock_seconds() - s->began < COMMIT_SECONDS)
        return true;
    return commit(s, err);
}

/* ---- documents ---------------------------------------------------------------------------- */

#define KNOWN_SQL                                                                                  \
    "SELECT d.doc, d.text_hash, r.coder || char(10) || coalesce(r.options, ''), d.first_sentence, d.n_sentences," \
    " d.first_event, d.n_events, d.run, d.first_quotation, d.n_quotations FROM documents d JOIN runs r ON r.run = d.run WHERE d.id = ?"

static int64_t text_hash(const Document *d)
{
    uint64_t h = hash_mix(str_hash(d->body), (uint64_t)(uint32_t)d->day);
    return (int64_t)hash_mix(h, d->text_at);
}

/* Row of KNOWN_SQL against the document. */
static StoreAnswer compare(const Store *s, sqlite3_stmt *st, const Document *d)
{
    if (column_int(st, 1) != text_hash(d))
        return STORE_CLASH;
    Str made = store_column(st, 2), rest = str_cut(made, s->coder.len + 1, made.len);
    bool same = str_starts(made, s->coder) && str_eq(rest, s->options);
    return same ? STORE_UNCHANGED : STORE_NEW;
}

StoreAnswer store_known(Store *s, const Document *d)
{
    if (!s->reader)
        return STORE_NEW;
    if (!s->known && sqlite3_prepare_v3(s->reader, KNOWN_SQL, -1, SQLITE_PREPARE_PERSISTENT, &s->known, NULL) != SQLITE_OK)
        return STORE_NEW;
    store_bind(s->known, 1, d->id);
    StoreAnswer answer = sqlite3_step(s->known) == SQLITE_ROW ? compare(s, s->known, d) : STORE_NEW;
    sqlite3_reset(s->known);
    return answer == STORE_UNCHANGED ? STORE_UNCHANGED : STORE_NEW;
}

static bool delete_range(Store *s, int which, const char *sql, int64_t first, int64_t n, Err *err)
{
    if (n == 0)
        return true;
    if (!store_prepare(s, sql, &s->st[which], err))
        return false;
    sqlite3_bind_int64(s->st[which], 1, first);
    sqlite3_bind_int64(s->st[which], 2, first + n - 1);
    return step(s, s->st[which], err);
}

/* Take a document's rows away: it is coded anew. */
static bool forget(Store *s, sqlite3_stmt *known, Err *err)
{
    int64_t doc = column_int(known, 0), sentence = column_int(known, 3), n = column_int(known, 4);
    int64_t event = column_int(known, 5), n_events = column_int(known, 6);
    int64_t quote = column_int(known, 8), n_quotes = column_int(known, 9);
    sqlite3_reset(known);
    return delete_range(s, ST_DELETE_SEARCH,
                        "INSERT INTO evidence(evidence, rowid, text) SELECT 'delete', sentence_id, text FROM sentences"
                        " WHERE sentence_id BETWEEN ? AND ?"
                        " AND sentence_id <= (SELECT value FROM meta WHERE key = 'indexed')",
                        sentence, n, err) &&
           delete_range(s, ST_DELETE_SENTENCES, "DELETE FROM sentences WHERE sentence_id BETWEEN ? AND ?", sentence, n, err) &&
           delete_range(s, ST_DELETE_EVENTS, "DELETE FROM events WHERE event BETWEEN ? AND ?", event, n_events, err) &&
           delete_range(s, ST_DELETE_QUOTES, "DELETE FROM quotations WHERE quotation BETWEEN ? AND ?", quote, n_quotes, err) &&
           delete_range(s, ST_DELETE_DOC, "DELETE FROM documents WHERE doc BETWEEN ? AND ?", doc, 1, err);
}

/* ---- actors, sentences, events ------------------------------------------------------------ */

static bool actor_row(Store *s, const RecordActor *a, int64_t *row, Err *err)
{
    const Str part[] = {a->code, a->name, a->id, a->country, a->role[0], a->role[1], a->role[2]};
    uint64_t h = 1;
    for (ptrdiff_t i = 0; i < COUNT(part); i++)
        h = hash_mix(h, str_hash(part[i]));
    h = h ? h : 1;
    const int64_t *seen = map_get(&s->actors, h);
    if (seen) {
        *row = *seen;
        return true;
    }
    if (!store_prepare(s, "INSERT OR IGNORE INTO actors(code, name, wikidata, country, role1, role2, role3) VALUES(?, ?, ?, ?, ?, ?, ?)",
                       &s->st[ST_ACTOR], err) ||
        !store_prepare(s, "SELECT actor FROM actors WHERE code = ? AND name = ? AND wikidata = ? AND country = ? AND role1 = ?"
                          " AND role2 = ? AND role3 = ?",
                       &s->st[ST_ACTOR_FIND], err))
        return false;
    for (int i = 0; i < (int)COUNT(part); i++)
        for (int k = ST_ACTOR; k <= ST_ACTOR_FIND; k++)
            sqlite3_bind_text(s->st[k], i + 1, part[i].ptr ? part[i].ptr : "", (int)part[i].len, SQLITE_STATIC);
    if (!step(s, s->st[ST_ACTOR], err))
        return false;
    bool ok = sqlite3_step(s->st[ST_ACTOR_FIND]) == SQLITE_ROW || store_fail(s, err);
    *row = ok ? column_int(s->st[ST_ACTOR_FIND], 0) : 0;
    sqlite3_reset(s->st[ST_ACTOR_FIND]);
    if (ok)
        map_set(&s->actors, h, *row, &s->arena);
    return ok;
}

static bool bind_actor(Store *s, sqlite3_stmt *st, int i, const RecordActor *a, Err *err)
{
    int64_t row;
    if (!a->is_set) {
        sqlite3_bind_null(st, i);
        return true;
    }
    if (!actor_row(s, a, &row, err))
        return false;
    sqlite3_bind_int64(st, i, row);
    return true;
}

static bool add_sentence(Store *s, int64_t doc, const Record *r, int64_t *id, Err *err)
{
    if (!store_prepare(s, "INSERT INTO sentences(doc, sentence, start, \"end\", in_lead, text) VALUES(?, ?, ?, ?, ?, ?)",
                       &s->st[ST_SENTENCE], err))
        return false;
    sqlite3_stmt *st = s->st[ST_SENTENCE];
    sqlite3_bind_int64(st, 1, doc);
    sqlite3_bind_int(st, 2, r->sentence);
    sqlite3_bind_int64(st, 3, r->span.start);
    sqlite3_bind_int64(st, 4, r->span.end);
    sqlite3_bind_int(st, 5, r->in_lead);
    store_bind(st, 6, r->text);
    bool ok = step(s, st, err);
    *id = sqlite3_last_insert_rowid(s->db);
    return ok;
}

static bool prepare_event(Store *s, Err *err)
{
    if (s->st[ST_EVENT])
        return true;
    Buf sql = {0};
    buf_put(&sql, STR("INSERT INTO events(doc, sentence_id, source_actor, target_actor"));
    for (int i = 0; i < EVENT_COLUMNS; i++) {
        buf_printf(&sql, ", %s", event_columns[i]);
        for (int k = 0; k < record_columns(); k++)
            if (strcmp(column_name(k), event_columns[i]) == 0)
                s->column[i] = k;
    }
    buf_put(&sql, STR(") VALUES(?, ?, ?, ?"));
    for (int i = 0; i < EVENT_COLUMNS; i++)
        buf_put(&sql, STR(", ?"));
    buf_put(&sql, STR(")"));
    buf_byte(&sql, 0);
    bool ok = store_prepare(s, sql.ptr, &s->st[ST_EVENT], err);
    buf_free(&sql);
    return ok;
}

static void bind_cell(sqlite3_stmt *st, int i, const Cell *c, ColumnType type)
{
    if (c->is_null)
        sqlite3_bind_null(st, i);
    else if (type == COLUMN_TEXT)
        store_bind(st, i, c->text);
    else if (type == COLUMN_REAL)
        sqlite3_bind_double(st, i, c->real);
    else
        sqlite3_bind_int64(st, i, c->i);
}

static bool add_event(Store *s, int64_t doc, int64_t sentence, const Record *r, Err *err)
{
    if (!prepare_event(s, err))
        return false;
    sqlite3_stmt *st = s->st[ST_EVENT];
    sqlite3_bind_int64(st, 1, doc);
    sqlite3_bind_int64(st, 2, sentence);
    if (!bind_actor(s, st, 3, &r->source, err) || !bind_actor(s, st, 4, &r->target, err))
        return false;
    for (int i = 0; i < EVENT_COLUMNS; i++) {
        Cell *c = &s->cell[i];
        record_cell(r, s->column[i], c);
        bind_cell(st, i + 5, c, column_type(s->column[i]));
    }
    return step(s, st, err);
}

static void bind_span(sqlite3_stmt *st, int i, RecordSpan s)
{
    if (s.is_set) {
        sqlite3_bind_int64(st, i, s.start);
        sqlite3_bind_int64(st, i + 1, s.end);
    } else {
        sqlite3_bind_null(st, i);
        sqlite3_bind_null(st, i + 1);
    }
}

static bool add_quote(Store *s, int64_t doc, const QuoteRecord *q, Err *err)
{
    if (!store_prepare(s, "INSERT INTO quotations(doc, sentence, speaker, speaker_code, speaker_text, speaker_start, speaker_end,"
                          " cue, cue_start, cue_end, class, kind, negative, text, start, \"end\", text2, start2, end2, about,"
                          " title_spans) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       &s->st[ST_QUOTE], err))
        return false;
    sqlite3_stmt *st = s->st[ST_QUOTE];
    char about[QUOTE_ABOUT * 17];
    int len = 0;
    for (int i = 0; i < q->n_about; i++)
        len += snprintf(about + len, sizeof about - (size_t)len, "%s%.*s", i ? " " : "", (int)MIN(q->about[i].len, 15), q->about[i].ptr);
    sqlite3_bind_int64(st, 1, doc);
    sqlite3_bind_int(st, 2, q->sentence);
    store_bind(st, 3, q->speaker);
    store_bind(st, 4, q->speaker_code);
    store_bind(st, 5, q->speaker_text);
    bind_span(st, 6, q->speaker_span);
    store_bind(st, 8, q->cue);
    bind_span(st, 9, q->cue_span);
    store_bind(st, 11, q->cue_class);
    store_bind(st, 12, q->kind);
    sqlite3_bind_int(st, 13, q->negative);
    store_bind(st, 14, q->content[0]);
    bind_span(st, 15, q->content_span[0]);
    store_bind(st, 17, q->content[1]);
    bind_span(st, 18, q->content_span[1]);
    store_bind(st, 20, (Str){about, len});
    /* Bits: 1 speaker, 2 cue, 4 and 8 content: positions that count in the title. */
    sqlite3_bind_int(st, 21, q->speaker_span.in_title | q->cue_span.in_title << 1 | q->content_span[0].in_title << 2 |
                                 q->content_span[1].in_title << 3);
    return step(s, st, err);
}

/* Rows of one kind that a document has: they are neighbours. */
typedef struct {
    int64_t first, n;
} Rows;

static void rows_count(Rows *r, int64_t id)
{
    r->first = r->n++ ? r->first : id;
}

static bool add_rows(Store *s, int64_t doc, const StoreCoded *c, Rows *sentences, Rows *events, Rows *quotes, Err *err)
{
    const Record *r = c->record;
    int64_t sentence = 0;
    for (ptrdiff_t i = 0; i < c->n_records; i++) {
        if (i == 0 || r[i].sentence != r[i - 1].sentence) {
            if (!add_sentence(s, doc, &r[i], &sentence, err))
                return false;
            rows_count(sentences, sentence);
        }
        if (!add_event(s, doc, sentence, &r[i], err))
            return false;
        rows_count(events, sqlite3_last_insert_rowid(s->db));
    }
    for (ptrdiff_t i = 0; i < c->n_quotes; i++) {
        if (!add_quote(s, doc, &c->quote[i], err))
            return false;
        rows_count(quotes, sqlite3_last_insert_rowid(s->db));
    }
    return true;
}

static bool add_document(Store *s, int64_t doc, const StoreCoded *c, Err *err)
{
    Rows sentences = {0}, events = {0}, quotes = {0};
    if (!add_rows(s, doc, c, &sentences, &events, &quotes, err) ||
        !store_prepare(s, "INSERT INTO documents VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &s->st[ST_DOC], err))
        return false;
    sqlite3_stmt *st = s->st[ST_DOC];
    const Document *d = c->document;
    char day[11];
    sqlite3_bind_int64(st, 1, doc);
    store_bind(st, 2, d->id);
    store_bind(st, 3, d->url);
    store_bind(st, 4, d->source);
    store_bind(st, 5, d->title);
    store_bind(st, 6, d->date.len || !c->record ? d->date : day_format(c->record->doc_day, day));
    sqlite3_bind_int64(st, 7, utf8_count(str_cut(d->body, d->text_at, d->body.len)));
    store_bind(st, 8, c->record ? c->record->story_id : (Str){0});
    store_bind(st, 9, d->path);
    sqlite3_bind_int64(st, 10, d->line);
    sqlite3_bind_int64(st, 11, text_hash(d));
    sqlite3_bind_int64(st, 12, s->run);
    const Rows rows[] = {sentences, events, quotes};
    for (int i = 0; i < 3; i++) {
        sqlite3_bind_int64(st, 13 + 2 * i, rows[i].first);
        sqlite3_bind_int64(st, 14 + 2 * i, rows[i].n);
    }
    return step(s, st, err);
}

bool store_add(Store *s, const StoreCoded *c, StoreAnswer *answer, Err *err)
{
    *answer = STORE_NEW;
    if (!begin(s, err) || !store_prepare(s, KNOWN_SQL, &s->st[ST_KNOWN], err))
        return false;
    sqlite3_stmt *known = s->st[ST_KNOWN];
    store_bind(known, 1, c->document->id);
    bool found = sqlite3_step(known) == SQLITE_ROW;
    if (found)
        *answer = compare(s, known, c->document);
    if (*answer == STORE_UNCHANGED || (*answer == STORE_CLASH && (!s->replace || column_int(known, 7) == s->run))) {
        sqlite3_reset(known);
        return true;
    }
    *answer = STORE_NEW;
    if (found && !forget(s, known, err))
        return false;
    sqlite3_reset(known);
    if (!s->next_doc)
        s->next_doc = ask_int(s, "SELECT coalesce(max(doc), 0) + 1 FROM documents", 1);
    if (!start_run(s, err) || !add_document(s, s->next_doc, c, err))
        return false;
    s->next_doc++;
    s->new_documents++;
    s->new_events += c->n_records;
    s->pending += c->n_records + c->n_quotes + 1;
    return true;
}

bool store_finish(Store *s, Err *err)
{
    if (!s->run && !s->in_transaction)
        return true;
    if (!commit(s, err) || !s->run)
        return s->run == 0;
    sqlite3_stmt *st = NULL;
    bool ok = run_sql(s, "BEGIN IMMEDIATE;"
                         "INSERT INTO evidence(rowid, text) SELECT sentence_id, text FROM sentences"
                         " WHERE sentence_id > (SELECT value FROM meta WHERE key = 'indexed');"
                         "UPDATE meta SET value = (SELECT coalesce(max(sentence_id), 0) FROM sentences) WHERE key = 'indexed';",
                      err) &&
              run_sql(s, schema_indices, err) &&
              store_prepare(s, "UPDATE runs SET finished = datetime('now'), path = NULL, offset = NULL WHERE run = ?", &st, err);
    if (ok) {
        sqlite3_bind_int64(st, 1, s->run);
        ok = step(s, st, err);
    }
    sqlite3_finalize(st);
    ok = ok && run_sql(s, "COMMIT", err);
    if (!ok)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    if (ok)
        sqlite3_exec(s->db, "PRAGMA optimize", NULL, NULL, NULL);
    return ok;
}
