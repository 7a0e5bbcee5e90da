/* Field names of news dumps, and the making of a Document from a record's fields.
 *
 * A name is folded ("Published_At" → "publishedat") and looked up in the tables below, best names
 * first. Objects inside objects are "outer.inner"; usual wrappers ("_source." of Elasticsearch,
 * "article.") are stepped over. */
#include "read/reader.h"
#include "base/banned.h"

static const char *const usual[FIELD_COUNT][40] = {
    [FIELD_ID] = {"id", "docid", "documentid", "articleid", "storyid", "newsid", "uuid", "guid",
                  "id.oid", "eventid", "recordid", "accessionnumber", "an", "key"},
    [FIELD_URL] = {"url", "articleurl", "link", "weburl", "sourceurl", "canonicalurl",
                   "canonicallink", "permalink", "href", "uri", "externalurl", "urls.canonical"},
    [FIELD_SOURCE] = {"source",          "source.name", "source.title",   "source.domain",
                      "publication",     "publisher",   "publisher.name", "sourcename",
                      "sourcedomain",    "domain",      "thread.site",    "site",
                      "sitename",        "website",     "outlet",         "newspaper",
                      "media",           "mediasource", "agency",         "provider",
                      "publicationname", "source.id",   "feed",           "ispartof.name",
                      "journal"},
    [FIELD_DATE] = {"date",
                    "published",
                    "publishedat",
                    "publisheddate",
                    "publicationdate",
                    "publishdate",
                    "datepublished",
                    "datepublish",
                    "pubdate",
                    "webpublicationdate",
                    "publishedtime",
                    "publicationdatetime",
                    "articledate",
                    "displaydate",
                    "firstcreated",
                    "storydate",
                    "newsdate",
                    "datetime",
                    "day",
                    "publishtime",
                    "timepublished",
                    "published.date",
                    "published.utc",
                    "datecreated",
                    "createdat",
                    "created",
                    "timestamp",
                    "time",
                    "versioncreated",
                    "lastmodified",
                    "modified",
                    "updated"},
    [FIELD_TITLE] = {"title", "headline", "headline.main", "webtitle", "articletitle", "head",
                     "heading", "hedline", "title.rendered", "headlines", "thread.title",
                     "headlinetext", "name", "subject"},
    [FIELD_TEXT] = {"text",
                    "body",
                    "articlebody",
                    "content",
                    "maintext",
                    "fulltext",
                    "articletext",
                    "bodytext",
                    "newscontent",
                    "contenttext",
                    "storytext",
                    "article",
                    "story",
                    "content.rendered",
                    "contents.content",
                    "contents",
                    "paragraphs",
                    "paragraphs.text",
                    "body.text",
                    "content.text",
                    "cleanedtext",
                    "plaintext",
                    "rawtext",
                    "fields.bodytext",
                    "blocks.text",
                    "sentencetext",
                    "contenthtml",
                    "html",
                    "leadparagraph",
                    "lead",
                    "description",
                    "summary",
                    "abstract",
                    "snippet",
                    "excerpt",
                    "sentences"},
    [FIELD_LANG] = {"lang", "language", "inlanguage", "languagecode", "language.code", "locale"},
    [FIELD_AUTHOR] = {"author", "authors", "byline", "byline.original", "author.name",
                      "authors.name", "creator", "writer", "reporter", "contributors.name"},
};
static const char *const wrappers[] = {"source.",   "article.", "document.", "doc.",
                                       "data.",     "fields.",  "item.",     "record.",
                                       "metadata.", "response."};

Str field_fold(Str name, char *out, ptrdiff_t room)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < name.len && n < room; i++) {
        char c = name.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.')
            out[n++] = c;
    }
    return (Str){out, n};
}

static int rank_usual(Str folded, const ReadOptions *o, int *field)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        if (o->field[f])
            continue; /* the caller said which name it is */
        for (int k = 0; k < 40 && usual[f][k]; k++)
            if (str_eq(folded, str_of(usual[f][k]))) {
                *field = f;
                return k;
            }
    }
    return -1;
}

int field_rank(Str name, const ReadOptions *o, int *field)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (o->field[f] && str_eq(name, str_of(o->field[f]))) {
            *field = f;
            return 0;
        }
    char room[128];
    Str folded = field_fold(name, room, (ptrdiff_t)sizeof room);
    int rank = rank_usual(folded, o, field);
    for (ptrdiff_t i = 0; rank < 0 && i < COUNT(wrappers); i++)
        if (str_starts(folded, str_of(wrappers[i])))
            rank =
                rank_usual(str_cut(folded, (ptrdiff_t)strlen(wrappers[i]), folded.len), o, field);
    return rank;
}

/* ---- documents --------------------------------------------------------------------------------
 */

static const char *const skip_names[SKIP_COUNT] = {
    [SKIP_NONE] = "warning",      [SKIP_UNREADABLE] = "unreadable", [SKIP_EMPTY] = "empty",
    [SKIP_BROKEN] = "broken",     [SKIP_TOO_LARGE] = "too large",   [SKIP_LANGUAGE] = "language",
    [SKIP_NOT_TEXT] = "not text", [SKIP_DUPLICATE] = "duplicate",
};

const char *skip_name(SkipReason r)
{
    return r >= 0 && r < SKIP_COUNT ? skip_names[r] : "unknown";
}

const char *date_from_name(DateFrom f)
{
    switch (f) {
    case DATE_NONE: return "none";
    case DATE_GIVEN: return "given";
    case DATE_METADATA: return "metadata";
    case DATE_URL: return "url";
    case DATE_DATELINE: return "dateline";
    case DATE_TEXT: return "text";
    }
    return "none";
}

Str url_host(Str url)
{
    ptrdiff_t at = str_find(url, STR("://"));
    if (at < 0)
        return (Str){0};
    Str host = str_cut(url, at + 3, url.len);
    ptrdiff_t end = 0;
    while (end < host.len && !strchr("/?#:", host.ptr[end]))
        end++;
    host = str_cut(host, 0, end);
    ptrdiff_t user = str_find_byte(host, '@');
    host = str_cut(host, user + 1, host.len);
    return str_starts(host, STR("www.")) ? str_cut(host, 4, host.len) : host;
}

/* Code points → bytes of body, for spans in order. False when one is out of place. */
static bool spans_to_bytes(const Record *rec, Document *d, Arena *a)
{
    Span *span = NEW(a, Span, rec->n_sentences);
    ptrdiff_t at = d->text_at;
    uint32_t cp = 0;
    for (ptrdiff_t i = 0; i < rec->n_sentences; i++) {
        Span want = rec->sentence[i];
        if (want.start < cp || want.end <= want.start)
            return false;
        for (; cp < want.start && at < d->body.len; cp++)
            utf8_next(d->body, &at);
        span[i].start = (uint32_t)at;
        for (; cp < want.end && at < d->body.len; cp++)
            utf8_next(d->body, &at);
        span[i].end = (uint32_t)at;
        if (cp < want.end)
            return false;
    }
    d->sentence = span;
    d->n_sentences = rec->n_sentences;
    return true;
}

/* The text may begin with its title: then it is not told twice. */
static bool begins_with_title(Str text, Str title)
{
    text = str_trim(text);
    return str_starts(text, title) &&
           (text.len == title.len || text.ptr[title.len] == '\n' || text.ptr[title.len] == '\r');
}

Document document_make(const Record *rec, Day fallback, Arena *a)
{
    Document d = {.day = DAY_NONE};
    const Str *f = rec->field;
    d.title = arena_str(a, str_trim(f[FIELD_TITLE]));
    Str text = f[FIELD_TEXT];
    if (d.title.len > 0 && !begins_with_title(text, d.title)) {
        char *body = NEW(a, char, d.title.len + 2 + text.len);
        memcpy(body, d.title.ptr, (size_t)d.title.len);
        memcpy(body + d.title.len, "\n\n", 2);
        if (text.len)
            memcpy(body + d.title.len + 2, text.ptr, (size_t)text.len);
        d.body = (Str){body, d.title.len + 2 + text.len};
        d.text_at = (uint32_t)d.title.len + 2;
    } else
        d.body = arena_str(a, text);
    d.url = arena_str(a, str_trim(f[FIELD_URL]));
    Str source = str_trim(f[FIELD_SOURCE]);
    d.source = source.len ? arena_str(a, source) : url_host(d.url);
    d.author = arena_str(a, str_trim(f[FIELD_AUTHOR]));
    d.lang = arena_str(a, str_trim(f[FIELD_LANG]));
    char room[32];
    Str iso = {0};
    d.day = date_read(str_trim(f[FIELD_DATE]), room, &iso);
    d.date_from = d.day == DAY_NONE ? DATE_NONE : rec->date_from ? rec->date_from : DATE_GIVEN;
    if (d.day == DAY_NONE && (d.day = date_in_url(d.url)) != DAY_NONE) {
        iso = day_format(d.day, room);
        d.date_from = DATE_URL;
    }
    if (d.day == DAY_NONE && fallback != DAY_NONE && fallback != 0) {
        d.day = fallback;
        iso = day_format(fallback, room);
        d.date_from = DATE_GIVEN;
    }
    d.date = arena_str(a, iso);
    Str id = str_trim(f[FIELD_ID]);
    uint64_t hash = hash_mix(str_hash(d.source), str_hash(d.body));
    d.id = id.len ? arena_str(a, id) : arena_printf(a, "%016llx", (unsigned long long)hash);
    if (rec->n_sentences > 0 && !spans_to_bytes(rec, &d, a))
        d.n_sentences = -1; /* told by the caller, who knows the line */
    return d;
}

Document document_of(Str id, Str title, Str text, Day day, Arena *a)
{
    Record rec = {.field = {[FIELD_ID] = id,
                            [FIELD_TITLE] = utf8_clean(title, NULL, a),
                            [FIELD_TEXT] = utf8_clean(text, NULL, a)}};
    return document_make(&rec, day, a);
}
