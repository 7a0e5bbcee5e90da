/* write, store: records with every trap we know, through every format; out of the database as they went in.
 * The files are left in BUILD/formats for tests/cli/formats.sh, which reads them with foreign programs. */
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/run.h"
#include "store/store.h"
#include "tests/test.h"
#include "write/parquet.h"

enum { RECORDS = 3000 };

/* Texts that readers stumble over. */
static const Str traps[] = {
    STR("plain"), STR("NA"), STR("\"quoted\" first"), STR("a, b; c"), STR("tab\there"), STR("line\nbreak"),
    STR("010"), STR("Erdo\xC4\x9F" "an \xE2\x80\x93 \xF0\x9F\x98\x80"), STR("null"), STR("=1+1"), STR("back\\slash 'n' \"quote\""), STR("ends\r"),
};
static const Str actors[] = {STR("RUSGOV"), STR("USA"), STR("NAM"), STR("IGOUNO"), STR("EGYCVL"), STR("IMGMOSISI")};
static const Str cameos[] = {STR("010"), STR("1042"), STR("141"), STR("190"), STR("0251"), STR("20")};

static RecordActor actor(int i, Arena *a)
{
    if (i % 7 == 3)
        return (RecordActor){0};
    Str code = actors[i % COUNT(actors)];
    RecordActor r = {.is_set = true, .code = code, .country = str_cut(code, 0, 3), .name = traps[i % COUNT(traps)],
                     .text = traps[(i + 1) % COUNT(traps)], .span = {(uint32_t)i, (uint32_t)i + 5, true, i % 5 == 0}};
    if (code.len > 3)
        r.role[0] = str_cut(code, 3, 6);
    if (i % 3 == 0)
        r.id = arena_printf(a, "Q%d", i % 50);
    return r;
}

static Record record(int i, Arena *a)
{
    Record r = {.event_id = arena_printf(a, "%016llx", (unsigned long long)hash_mix(1, (uint64_t)i + 1)),
                .doc_id = arena_printf(a, "doc %d", i / 3),
                .sentence = i % 3,
                .in_lead = i % 3 == 0,
                .span = {10, 90, true, i % 5 == 0},
                .text = arena_printf(a, "Sentence %d: %.*s.", i, FMT(traps[i % COUNT(traps)])),
                .trigger = traps[(i + 2) % COUNT(traps)],
                .trigger_span = {20, 26, true, i % 5 == 0},
                .date = i % 11 ? 17000 + i % 400 : DAY_NONE,
                .date_precision = i % 11 ? STR("day") : (Str){0},
                .source = actor(i, a),
                .target = actor(i + 1, a),
                .cameo = cameos[i % COUNT(cameos)],
                .quad = 1 + i % 4,
                .goldstein = i % 13 ? (i % 200 - 100) / 10.0 : NAN,
                .plover = STR("CONSULT"),
                .modality = i % 17 ? STR("asserted") : STR("denied"),
                .tense = STR("current"),
                .negative = i % 17 == 0,
                .reciprocal = i % 4 == 0,
                .lat = NAN,
                .lon = NAN,
                .confidence = (i % 100) / 100.0,
                .rule = STR("warn.against"),
                .coder = STR("casus test"),
                .publisher = STR("example.org"),
                .doc_date = STR("2017-04-13"),
                .doc_day = day_of(2017, 4, 13),
                .doc_length = (int32_t)STR("text of the document").len};
    if (i % 2) {
        r.place = STR("Windhoek");
        r.place_country = STR("NAM");
        r.place_kind = STR("city");
        r.lat = -22.55941;
        r.lon = 17.08323;
        r.place_id = 3352136;
    }
    return r;
}

static void check_text_formats(Test *t, const Record *r, const WriteStyle *style)
{
    Buf b = {0};
    write_record(WRITE_GDELT, r, style, &b);
    int tabs = 0;
    for (ptrdiff_t i = 0; i < b.len; i++) {
        tabs += b.ptr[i] == '\t';
        if (b.ptr[i] == '"' && (i == 0 || b.ptr[i - 1] == '\t'))
            CHECK(t, false); /* readers lose the row */
    }
    bool one_line = str_find_byte(buf_str(&b), '\n') == b.len - 1;
    if (tabs != 60 || !one_line)
        CHECK(t, false);
    buf_clear(&b);
    write_record(WRITE_CAMEO, r, style, &b);
    write_record(WRITE_TABLE, r, style, &b);
    CHECK(t, utf8_valid(buf_str(&b)));
    buf_free(&b);
}

static void write_all(Test *t, const Record *r, const WriteStyle *style, const char *dir)
{
    static const WriteFormat formats[] = {WRITE_JSONL, WRITE_CSV, WRITE_CAMEO, WRITE_GDELT, WRITE_MENTIONS, WRITE_ICEWS, WRITE_POLECAT};
    char path[512];
    Err err = {0};
    Buf b = {0};
    for (ptrdiff_t f = 0; f < COUNT(formats); f++) {
        buf_clear(&b);
        write_header(formats[f], &b);
        for (int i = 0; i < RECORDS; i++)
            write_record(formats[f], &r[i], style, &b);
        snprintf(path, sizeof path, "%s/events.%s", dir, write_name(formats[f]));
        CHECK(t, file_write(path, buf_str(&b), &err));
    }
    Parquet *p = parquet_new();
    buf_clear(&b);
    for (int i = 0; i < RECORDS; i++)
        parquet_add(p, &r[i], &b);
    parquet_end(p, &b);
    parquet_free(p);
    snprintf(path, sizeof path, "%s/events.parquet", dir);
    CHECK(t, file_write(path, buf_str(&b), &err));
    buf_free(&b);
}

typedef struct {
    Test *t;
    const Record *want;
    int n;
    Buf got, expect;
    const WriteStyle *style;
} Seen;

static bool same_record(void *context, const Record *r)
{
    Seen *s = context;
    buf_clear(&s->got);
    write_record(WRITE_CSV, r, s->style, &s->got);
    s->n++;
    for (int i = 0; i < RECORDS; i++)
        if (str_eq(s->want[i].event_id, r->event_id)) {
            buf_clear(&s->expect);
            write_record(WRITE_CSV, &s->want[i], s->style, &s->expect);
            if (!str_eq(buf_str(&s->got), buf_str(&s->expect)))
                CHECK_STR(s->t, buf_str(&s->got), buf_str(&s->expect));
            return true;
        }
    CHECK(s->t, false);
    return true;
}

static Document document(const Record *r, Arena *a)
{
    (void)a;
    return (Document){.id = r->doc_id, .body = STR("text of the document"), .source = r->publisher, .date = r->doc_date,
                      .day = r->doc_day, .path = STR("input.jsonl"), .line = 1, .offset = 100};
}

/* Add all documents; the answers, counted. */
static void add_all(Test *t, const char *path, const Record *r, const Codes *codes, Str coder, int count[3], bool finish, Arena *a)
{
    static const char *const inputs[] = {"input.jsonl"};
    Store *s = NULL;
    Err err = {0};
    CHECK(t, store_open(path, STORE_WRITE, codes, &s, &err));
    CHECK(t, store_begin(s, &(StoreRun){.coder = coder, .inputs = inputs, .n_inputs = 1}, &err));
    count[0] = count[1] = count[2] = 0;
    for (int i = 0; i < RECORDS; i += 3) {
        StoreAnswer answer = STORE_NEW;
        Document d = document(&r[i], a);
        QuoteRecord q = {.content = {r[i].text}, .n_content = 1, .content_span = {r[i].span}, .about = {actors[0], actors[1]}, .n_about = 2,
                         .speaker_code = actors[i % COUNT(actors)], .kind = STR("direct")};
        StoreCoded coded = {.document = &d, .record = &r[i], .n_records = 3, .quote = &q, .n_quotes = 1};
        if (!store_add(s, &coded, &answer, &err))
            CHECK_STR(t, str_of(err.text), STR(""));
        count[answer]++;
    }
    if (finish)
        CHECK(t, store_finish(s, &err));
    store_close(s);
}

static bool count_quote(void *context, const QuoteRecord *q)
{
    *(int *)context += q->n_content == 1 && q->n_about == 2 && str_eq(q->about[1], actors[1]) && q->content_span[0].end == 90;
    return true;
}

static void check_store(Test *t, const Record *r, const WriteStyle *style, const char *dir, Arena *a)
{
    char path[512];
    int count[3];
    Err err = {0};
    snprintf(path, sizeof path, "%s/events.db", dir);
    unlink(path);
    add_all(t, path, r, style->codes, STR("casus test"), count, false, a);
    CHECK(t, count[STORE_NEW] == RECORDS / 3); /* not committed: the next finds nothing */
    add_all(t, path, r, style->codes, STR("casus test"), count, true, a);
    CHECK(t, count[STORE_NEW] == RECORDS / 3);
    add_all(t, path, r, style->codes, STR("casus test"), count, true, a);
    CHECK(t, count[STORE_UNCHANGED] == RECORDS / 3);
    add_all(t, path, r, style->codes, STR("casus other"), count, true, a);
    CHECK(t, count[STORE_NEW] == RECORDS / 3); /* another coder: all anew */
    add_all(t, path, r, style->codes, STR("casus test"), count, true, a);
    Store *s = NULL;
    CHECK(t, store_open(path, STORE_READ, NULL, &s, &err));
    Seen seen = {.t = t, .want = r, .style = style};
    CHECK(t, store_select(s, &(StoreFilter){.all = true}, same_record, &seen, &err));
    CHECK(t, seen.n == RECORDS);
    seen.n = 0;
    CHECK(t, store_select(s, &(StoreFilter){.words = "erdogan", .limit = 20, .all = true}, same_record, &seen, &err));
    CHECK(t, seen.n == 20);
    int quotes = 0;
    CHECK(t, store_quotes(s, &(QuoteFilter){.about = "USA", .kind = "direct"}, count_quote, &quotes, &err));
    CHECK(t, quotes == RECORDS / 3);
    CHECK(t, !store_select(s, &(StoreFilter){.dyad = "RUS"}, same_record, &seen, &err));
    store_close(s);
    buf_free(&seen.got);
    buf_free(&seen.expect);
    CHECK(t, !store_open("/nowhere/x.db", STORE_WRITE, style->codes, &s, &err) && err.code == CASUS_ERR_DB);
    CHECK(t, !store_open("Makefile", STORE_READ, NULL, &s, &err) && err.code == CASUS_ERR_DB);
}

void test_write(Test *t)
{
    Arena a = arena_new(1 << 20);
    Err err = {0};
    CasusEngine *e = NULL;
    CHECK(t, engine_open(NULL, &e, &err));
    WriteStyle style = {.codes = &e->codes};
    CHECK_STR(t, codes_fips(&e->codes, STR("RUS")), STR("RS"));
    CHECK(t, codes_cow(&e->codes, STR("USA")) == 2 && codes_cow(&e->codes, STR("XXX")) == 0);
    Record *r = NEW(&a, Record, RECORDS);
    for (int i = 0; i < RECORDS; i++)
        r[i] = record(i, &a);
    for (int i = 0; i < 50; i++)
        check_text_formats(t, &r[i], &style);
    char dir[256];
    const char *build = getenv("BUILD");
    snprintf(dir, sizeof dir, "%s/formats", build ? build : "build");
    mkdir(dir, 0777);
    write_all(t, r, &style, dir);
    check_store(t, r, &style, dir, &a);
    engine_close(e);
    arena_free(&a);
}
