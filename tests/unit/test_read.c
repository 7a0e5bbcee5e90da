/* read: each format's documents, what is skipped and why, resuming, hostile inputs. */
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/read.h"
#include "tests/test.h"

/* One file with the given bytes, read to its end; documents and reports as one printable text. */
typedef struct {
    Buf told; /* one line a document ("line|date|title|text|sentences"), one a report ("! reason:
                 message") */
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
    CHECK_STR(t,
              READ(&g, "a.jsonl",
                   "{\"id\":\"1\",\"date\":\"2017-04-13\",\"title\":\"T\",\"text\":\"A b.\"}\n"
                   "{\"text\": \"cut\n"
                   "\n"
                   "[1,2]\n"
                   "{\"headline\":{\"main\":\"H\"},\"body\":[\"p one\",\"p "
                   "two\"],\"published_at\":1492041600}\n"
                   "{\"Text\":\"\xC3\xA9"
                   "a. B.\",\"sentences\":[[0,3],[4,6]]}\n"
                   "{\"text\":\"a\",\"sentences\":[[0,9]]}"),
              STR("1|2017-04-13|T|A b.\n"
                  "! broken: a.jsonl:2: not valid JSON near byte 13: parse error: premature EOF\n"
                  "! empty: a.jsonl:4: valid JSON, but no object with text\n"
                  "5|2017-04-13T00:00:00Z|H|p one//p two\n"
                  "6|||\xC3\xA9"
                  "a. B.|\xC3\xA9"
                  "a.|B.\n"
                  "! warning: a.jsonl:7: sentence spans do not fit the text and are not used\n"
                  "7|||a\n"));
    CHECK(t, g.counts.documents == 4 && g.counts.skipped[SKIP_BROKEN] == 1);
    CHECK_STR(t,
              READ(&g, "b.json",
                   "[\n {\"text\": \"one { \\\"\"},\n {\"text\": \"two\",\n \"date\": \"April 3, "
                   "2018\"}\n]\n"),
              STR("2|||one { \"\n3|2018-04-03||two\n"));
    ReadOptions o = {.field = {[FIELD_TEXT] = "x.y"}, .day = day_of(2020, 1, 2)};
    CHECK_STR(t, read_bytes(&g, "c.jsonl", STR("{\"text\":\"no\",\"x\":{\"y\":\"yes\"}}\n"), o, 0),
              STR("1|2020-01-02||yes\n"));
    CHECK_STR(t,
              read_bytes(&g, "d.jsonl",
                         STR("{\"text\":\"1\"}\n{\"text\":\"2\"}\n{\"text\":\"3\"}\n"),
                         (ReadOptions){0}, 13),
              STR("2|||2\n3|||3\n"));
    o = (ReadOptions){.max_document = 20};
    CHECK_STR(
        t,
        read_bytes(&g, "e.jsonl", STR("{\"text\":\"0123456789012345\"}\n{\"text\":\"2\"}\n"), o, 0),
        STR("! too large: e.jsonl:1: more than 20 bytes in one record\n2|||2\n"));
    CHECK_STR(t, READ(&g, "f.jsonl", "\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xE9\0\"\0}\0\n\0"),
              STR("1|||\xC3\xA9\n"));
    reading_end(&g);
}

static void check_plain_and_csv(Test *t)
{
    Reading g = {0};
    CHECK_STR(t, READ(&g, "a.txt", "\xEF\xBB\xBFOne.\n\nTwo."), STR("0|||One.//Two.\n"));
    CHECK_STR(t, READ(&g, "b.txt", ""), STR("! empty: b.txt: empty\n"));
    CHECK_STR(t, READ(&g, "c.txt", "caf\xE9 d\xE9j\xE0"),
              STR("0|||caf\xC3\xA9 d\xC3\xA9j\xC3\xA0\n"));
    CHECK_STR(t, READ(&g, "d", "\x89PNG\r\n\x1a\n"),
              STR("! not text: d: neither text nor a known format\n"));
    CHECK_STR(
        t,
        READ(&g, "e.csv", "id,Date,Title,Content\n1,2017-04-13,\"a, \"\"b\"\"\",\"x\ny\"\n2,,,z\n"),
        STR("2|2017-04-13|a, \"b\"|x/y\n4|||z\n"));
    CHECK_STR(t, READ(&g, "f.tsv", "headline\tbody\tdate\nh\tb \"q\" c\t13/04/2017\n"),
              STR("2|2017-04-13|h|b \"q\" c\n"));
    reading_end(&g);
}

/* HTML inside other formats, and other charsets, go through the sandbox. */
static void check_inner(Test *t)
{
    Reading g = {0};
    CHECK_STR(t,
              READ(&g, "a.jsonl",
                   "{\"text\":\"<p>One.</p><p>Two &amp; three.</p>\"}\n{\"text\":\"a < b\"}\n"),
              STR("1|||One.//Two & three.\n2|||a < b\n"));
    CHECK_STR(t, READ(&g, "b.csv", "title,text\nx,caf\xE9\ny,ok\n"),
              STR("2||x|caf\xC3\xA9\n3||y|ok\n"));
    reading_end(&g);
}

static void check_language(Test *t)
{
    Reading g = {0};
    CHECK_STR(t,
              READ(&g, "a.txt",
                   "Der Minister sagte, dass die Regierung nicht mit der Opposition über das neue "
                   "Gesetz sprechen wird, und er "
                   "ist auch der Meinung, dass es bei einer Wahl so bleibt."),
              STR("! language: a.txt: language de, not English\n"));
    ReadOptions o = {.any_language = true};
    CHECK(t,
          read_bytes(&g, "b.txt",
                     STR("Министр заявил, что правительство не будет говорить с оппозицией."), o, 0)
                      .len > 0 &&
              g.counts.documents == 1);
    reading_end(&g);
}

#define PARAGRAPH                                                                                  \
    "The talks between the two governments, which began on Monday, ended without an agreement, "   \
    "officials said."
#define PAGE                                                                                       \
    "<!doctype html><html lang=en><head><title>Summit fails - Example News</title>"                \
    "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Summit fails\"," \
    "\"datePublished\":\"2017-04-13T10:00:00+02:00\"}</script></head><body><nav><a "               \
    "href=/>Home</a> News</nav>"                                                                   \
    "<article><h1>Summit fails</h1><p class=byline>By A. Writer</p><p>" PARAGRAPH                  \
    "</p><aside>Aside</aside>"                                                                     \
    "<figure><img src=x><figcaption>A caption of the picture.</figcaption></figure>"               \
    "<p>Both sides blamed each other &amp; the mediator left.<br><br>He did not speak to "         \
    "reporters.</p>"                                                                               \
    "<ul class=related-links><li><a href=/a>Another story</a></ul></article><footer>All "          \
    "rights</footer></body></html>"
#define PAGE_TOLD                                                                                  \
    "|2017-04-13T10:00:00+02:00|Summit fails|" PARAGRAPH                                           \
    "//Both sides blamed each other & the mediator left."                                          \
    "//He did not speak to reporters.\n"

static void check_html(Test *t)
{
    Reading g = {0};
    CHECK_STR(t, READ(&g, "a.html", PAGE), STR("0" PAGE_TOLD));
    CHECK_STR(t, read_bytes(&g, "b", STR(PAGE), (ReadOptions){.no_sandbox = true}, 0),
              STR("! warning: b: WARNING: --no-sandbox: foreign markup is parsed in this process, "
                  "unprotected\n0" PAGE_TOLD));
    CHECK_STR(t, read_bytes(&g, "c.html", STR(PAGE), (ReadOptions){.max_seconds = 1e-7}, 0),
              STR("! too large: c.html: its parsing took more than 0 seconds\n"));
    CHECK_STR(t,
              READ(&g, "d.html",
                   "<html><body><p>caf\xE9 d\xE9j\xE0 vu, said the minister to the "
                   "press.</p></body></html>"),
              STR("0|||caf\xC3\xA9 d\xC3\xA9j\xC3\xA0 vu, said the minister to the press.\n"));
    reading_end(&g);
}

static void check_feeds(Test *t)
{
    Reading g = {0};
    CHECK_STR(
        t,
        READ(&g, "a.xml",
             "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x 'y'>]><rss><channel><title>C</title>"
             "<item><title>T &amp;amp; U</title><pubDate>Thu, 13 Apr 2017 12:56:00 GMT</pubDate>"
             "<description>&lt;p&gt;One&amp;nbsp;two&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;</"
             "description></item>"
             "<item><link>http://example.org/</link></item><item><title>V</title></item></"
             "channel></rss>"),
        STR("0|2017-04-13T12:56:00Z|T & U|One two//three\n0||V|V\n"));
    CHECK_STR(t,
              READ(&g, "b.xml",
                   "<feed "
                   "xmlns='http://www.w3.org/2005/Atom'><entry><title>T</"
                   "title><updated>2017-04-14T00:00:00Z</updated>"
                   "<published>2017-04-13</published><content "
                   "type='xhtml'><div><p>a</p><p>b</p></div></content></entry></feed>"),
              STR("0|2017-04-13|T|a//b\n"));
    CHECK_STR(
        t,
        read_bytes(&g, "c.xml",
                   STR("<rss><item><title>1</title></item><item><title>2</title></item></rss>"),
                   (ReadOptions){0}, 1),
        STR("0||2|2\n"));
    reading_end(&g);
}

#define HTTP "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
#define WARC(type, length, body)                                                                   \
    "WARC/1.0\r\nWARC-Type: " type                                                                 \
    "\r\nWARC-Target-URI: http://example.org/2017/04/13/x\r\nContent-Length: " length              \
    "\r\n\r\n" body "\r\n\r\n"

static void check_warc(Test *t)
{
    Reading g = {0};
    CHECK_STR(t,
              READ(&g, "a.warc",
                   WARC("request", "3", "GET") WARC("response", "50", HTTP "<html><p>One met two.")
                       WARC("conversion", "4", "Text")),
              STR("! broken: a.warc:2: a damaged record, left out\n3|2017-04-13||Text\n"));
    CHECK_STR(t,
              READ(&g, "b.warc",
                   WARC("response", "65", HTTP "<html><p>One met two.")
                       WARC("conversion", "-1", "Text") WARC("conversion", "4", "More")),
              STR("1|2017-04-13||One met two.\n! broken: b.warc:2: not a record: its length is "
                  "missing or wrong\n3|2017-04-13||More\n"));
    CHECK(t, g.counts.records == 2);
    CHECK_STR(t, READ(&g, "c.warc", WARC("response", "31", "HTTP/1.1 404 Not Found\r\n\r\nabcde")),
              STR("! empty: c.warc:1: HTTP status 404\n"));
    reading_end(&g);
}

/* The saved inputs of fuzz/: each file by its target's reader. Nothing is expected but to come
 * back. */
static void check_fuzz_inputs(Test *t)
{
    static const struct {
        const char *name;
        Format format;
    } targets[] = {{"jsonl", FORMAT_JSONL}, {"csv", FORMAT_CSV},   {"html", FORMAT_HTML},
                   {"feed", FORMAT_FEED},   {"warc", FORMAT_WARC}, {"plain", FORMAT_TEXT},
                   {"auto", FORMAT_AUTO},   {"dates", FORMAT_TEXT}};
    Arena a = arena_new(4096);
    int n = 0;
    for (ptrdiff_t k = 0; k < COUNT(targets); k++) {
        char folder[64];
        snprintf(folder, sizeof folder, "fuzz/inputs/%s", targets[k].name);
        Names names = {0};
        if (!dir_list(folder, &names, &a, NULL))
            continue;
        for (ptrdiff_t i = 0; i < names.n; i++, n++) {
            Reading g = {0};
            Str path = arena_printf(&a, "%s/%.*s", folder, FMT(names.item[i]));
            read_file(&g, path.ptr,
                      (ReadOptions){
                          .format = targets[k].format, .no_sandbox = true, .any_language = true},
                      0);
            CHECK(t, utf8_valid(buf_str(&g.told)));
            buf_free(&g.told);
        }
    }
    if (n == 0)
        test_skip(t, "fuzz/inputs is not here");
    arena_free(&a);
}

/* A child that dies costs one record. */
static void check_death(Test *t)
{
    Reading g = {0};
    snprintf(g.dir, sizeof g.dir, "/tmp/casus-test-XXXXXX");
    if (!mkdtemp(g.dir))
        return test_skip(t, "no temporary folder");
    char path[2][96];
    const char *paths[2] = {path[0], path[1]};
    Err err;
    for (int i = 0; i < 2; i++) {
        snprintf(path[i], sizeof path[i], "%s/%d.html", g.dir, i);
        CHECK(t, file_write(path[i], STR(PAGE), &err));
    }
    Arena a = arena_new(4096);
    ReadOptions o = {.report = on_report, .context = &g};
    const char *three[] = {paths[0], paths[1], paths[0]};
    Reader *r = read_open(three, 3, &o, &err);
    Document d;
    CHECK(t, read_next(r, &d, &a));
    char children[64], line[64] = "";
    snprintf(children, sizeof children, "/proc/self/task/%ld/children", (long)getpid());
    FILE *f = fopen(children, "r");
    long child = f && fgets(line, sizeof line, f) ? strtol(line, NULL, 10) : 0;
    if (f)
        fclose(f);
    if (child > 0) {
        snprintf(children, sizeof children, "/proc/%ld/status", child);
        bool filtered = false;
        if ((f = fopen(children, "r"))) {
            while (fgets(line, sizeof line, f))
                filtered |= strncmp(line, "Seccomp:\t2", 10) == 0;
            fclose(f);
        }
        CHECK(t, filtered);
        kill((pid_t)child, SIGKILL);
        CHECK(t, read_next(r, &d, &a));
        CHECK_STR(t, buf_str(&g.told), STR("! broken: 1.html: its parsing died in the sandbox\n"));
        CHECK(t, !read_next(r, &d, &a));
    } else
        test_skip(t, "this kernel does not list children");
    read_close(r);
    for (int i = 0; i < 2; i++)
        unlink(path[i]);
    arena_free(&a);
    reading_end(&g);
}

static void check_document_of(Test *t)
{
    Arena a = arena_new(4096);
    Document d = document_of((Str){0}, STR("T"), STR("x"), day_of(2017, 4, 13), &a);
    CHECK_STR(t, d.body, STR("T\n\nx"));
    CHECK(t, d.text_at == 3 && d.day == day_of(2017, 4, 13) && d.date_from == DATE_GIVEN &&
                 d.id.len == 16);
    Document e = document_of(STR("me"), (Str){0}, STR("T\nx"), DAY_NONE, &a);
    CHECK(t, e.text_at == 0 && e.day == DAY_NONE && str_eq(e.id, STR("me")));
    arena_free(&a);
}

void test_read(Test *t)
{
    check_jsonl(t);
    check_plain_and_csv(t);
    check_inner(t);
    check_language(t);
    check_html(t);
    check_feeds(t);
    check_warc(t);
    check_fuzz_inputs(t);
    check_death(t);
    check_document_of(t);
}
