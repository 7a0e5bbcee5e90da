/* read: each format's documents, what is skipped and why, resuming, hostile inputs. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/read.h"
#include "tests/test.h"

/* One file with the given bytes, read to its end; documents and reports as one printable text. */
typedef struct {
    Buf told; /* one line a document ("line|date|title|text|sentences"), one a report ("! reason: message") */
    ReadCounts counts;
    char dir[64];
} Reading;

static void on_report(void *context, SkipReason why, const char *message)
{
    Reading *g = context;
    const char *name = strrchr(message, '/');
    buf_printf(&g->told, "! %s: %s\n", skip_name(why), name ? name + 1 : message);
}

static void put_flat(Buf *out, Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_byte(out, s.ptr[i] == '\n' ? '/' : s.ptr[i]);
}

static void tell(Reading *g, const Document *d)
{
    buf_printf(&g->told, "%lld|%.*s|%.*s|", (long long)d->line, FMT(d->date), FMT(d->title));
    put_flat(&g->told, str_cut(d->body, d->text_at, d->body.len));
    for (ptrdiff_t i = 0; i < d->n_sentences; i++)
        buf_printf(&g->told, "|%.*s", FMT(str_span(d->body, d->sentence[i])));
    buf_byte(&g->told, '\n');
}

static Str read_file(Reading *g, const char *path, ReadOptions o, int64_t behind)
{
    o.report = on_report;
    o.context = g;
    Err err = {0};
    Arena a = arena_new(1 << 16);
    Reader *r = read_open(&path, 1, &o, &err);
    if (r && (behind == 0 || read_resume(r, str_of(path), behind, &err))) {
        Document d;
        while (read_next(r, &d, &a)) {
            tell(g, &d);
            arena_reset(&a);
        }
        g->counts = *read_counts(r);
    }
    read_close(r);
    arena_free(&a);
    return buf_str(&g->told);
}

static Str read_bytes(Reading *g, const char *name, Str bytes, ReadOptions o, int64_t behind)
{
    if (!g->dir[0]) {
        snprintf(g->dir, sizeof g->dir, "/tmp/casus-test-XXXXXX");
        if (!mkdtemp(g->dir))
            return STR("no temporary folder");
    }
    char path[128];
    snprintf(path, sizeof path, "%s/%s", g->dir, name);
    buf_clear(&g->told);
    Err err;
    if (!file_write(path, bytes, &err))
        return STR("cannot write");
    Str told = read_file(g, path, o, behind);
    unlink(path);
    return told;
}

static void reading_end(Reading *g)
{
    if (g->dir[0])
        rmdir(g->dir);
    buf_free(&g->told);
}

#define READ(g, name, bytes) read_bytes((g), (name), STR(bytes), (ReadOptions){0}, 0)

static void check_jsonl(Test *t)
{
    Reading g = {0};
    CHECK_STR(t, READ(&g, "a.jsonl", "{\"id\":\"1\",\"date\":\"2017-04-13\",\"title\":\"T\",\"text\":\"A b.\"}\n"
                                     "{\"text\": \"cut\n"
                                     "\n"
                                     "[1,2]\n"
                                     "{\"headline\":{\"main\":\"H\"},\"body\":[\"p one\",\"p two\"],\"published_at\":1492041600}\n"
                                     "{\"Text\":\"\xC3\xA9" "a. B.\",\"sentences\":[[0,3],[4,6]]}\n"
                                     "{\"text\":\"a\",\"sentences\":[[0,9]]}"),
              STR("1|2017-04-13|T|A b.\n"
                  "! broken: a.jsonl:2: not valid JSON near byte 13: parse error: premature EOF\n"
                  "! empty: a.jsonl:4: valid JSON, but no object with text\n"
                  "5|2017-04-13T00:00:00Z|H|p one//p two\n"
                  "6|||\xC3\xA9" "a. B.|\xC3\xA9" "a.|B.\n"
                  "! warning: a.jsonl:7: sentence spans do not fit the text and are not used\n"
                  "7|||a\n"));
    CHECK(t, g.counts.documents == 4 && g.counts.skipped[SKIP_BROKEN] == 1);
    CHECK_STR(t, READ(&g, "b.json", "[\n {\"text\": \"one { \\\"\"},\n {\"text\": \"two\",\n \"date\": \"April 3, 2018\"}\n]\n"),
              STR("2|||one { \"\n3|2018-04-03||two\n"));
    ReadOptions o = {.field = {[FIELD_TEXT] = "x.y"}, .day = day_of(2020, 1, 2)};
    CHECK_STR(t, read_bytes(&g, "c.jsonl", STR("{\"text\":\"no\",\"x\":{\"y\":\"yes\"}}\n"), o, 0), STR("1|2020-01-02||yes\n"));
    CHECK_STR(t, read_bytes(&g, "d.jsonl", STR("{\"text\":\"1\"}\n{\"text\":\"2\"}\n{\"text\":\"3\"}\n"), (ReadOptions){0}, 13),
              STR("2|||2\n3|||3\n"));
    o = (ReadOptions){.max_document = 20};
    CHECK_STR(t, read_bytes(&g, "e.jsonl", STR("{\"text\":\"0123456789012345\"}\n{\"text\":\"2\"}\n"), o, 0),
              STR("! too large: e.jsonl:1: more than 20 bytes in one record\n2|||2\n"));
    reading_end(&g);
}

static void check_plain_and_csv(Test *t)
{
    Reading g = {0};
    CHECK_STR(t, READ(&g, "a.txt", "\xEF\xBB\xBFOne.\n\nTwo."), STR("0|||One.//Two.\n"));
    CHECK_STR(t, READ(&g, "b.txt", ""), STR("! empty: b.txt: empty\n"));
    CHECK_STR(t, READ(&g, "c.txt", "caf\xE9 d\xE9j\xE0"), STR("0|||caf\xC3\xA9 d\xC3\xA9j\xC3\xA0\n"));
    CHECK_STR(t, READ(&g, "d", "\x89PNG\r\n\x1a\n"), STR("! not text: d: neither text nor a known format\n"));
    CHECK_STR(t, READ(&g, "e.csv", "id,Date,Title,Content\n1,2017-04-13,\"a, \"\"b\"\"\",\"x\ny\"\n2,,,z\n"),
              STR("2|2017-04-13|a, \"b\"|x/y\n4|||z\n"));
    CHECK_STR(t, READ(&g, "f.tsv", "headline\tbody\tdate\nh\tb \"q\" c\t13/04/2017\n"), STR("2|2017-04-13|h|b \"q\" c\n"));
    reading_end(&g);
}

static void check_language(Test *t)
{
    Reading g = {0};
    CHECK_STR(t, READ(&g, "a.txt", "Der Minister sagte, dass die Regierung nicht mit der Opposition über das neue Gesetz sprechen wird, und er "
                                   "ist auch der Meinung, dass es bei einer Wahl so bleibt."),
              STR("! language: a.txt: language de, not English\n"));
    ReadOptions o = {.any_language = true};
    CHECK(t, read_bytes(&g, "b.txt", STR("Министр заявил, что правительство не будет говорить с оппозицией."), o, 0).len > 0 && g.counts.documents == 1);
    reading_end(&g);
}

static void check_document_of(Test *t)
{
    Arena a = arena_new(4096);
    Document d = document_of((Str){0}, STR("T"), STR("x"), day_of(2017, 4, 13), &a);
    CHECK_STR(t, d.body, STR("T\n\nx"));
    CHECK(t, d.text_at == 3 && d.day == day_of(2017, 4, 13) && d.date_from == DATE_GIVEN && d.id.len == 16);
    Document e = document_of(STR("me"), (Str){0}, STR("T\nx"), DAY_NONE, &a);
    CHECK(t, e.text_at == 0 && e.day == DAY_NONE && str_eq(e.id, STR("me")));
    arena_free(&a);
}

void test_read(Test *t)
{
    check_jsonl(t);
    check_plain_and_csv(t);
    check_language(t);
    check_document_of(t);
}
