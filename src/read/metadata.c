/* What a page says about itself: title, date, author, publisher, language, address.
 *
 * Sources in order of trust: JSON-LD of an article, <meta> (Open Graph, Dublin Core, Parse.ly …),
 * microdata, <time> and the page itself. Each source has a row in a table; the first that gives a
 * usable value wins. */
#include "read/html.h"
#include "base/banned.h"

/* ---- JSON-LD
 * ------------------------------------------------------------------------------------- */

typedef struct {
    Str type, headline, name, published, author, publisher, lang, url, body;
} Thing; /* one object of JSON-LD */

typedef struct {
    Arena *a;
    Thing now;  /* the object being read */
    Thing best; /* the first article */
    bool found;
} Ld;

/* Fields of the object at hand: the path's end, without "@graph." before it. */
static void ld_value(void *context, Str path, Str value, bool is_string)
{
    Ld *ld = context;
    Str article = STR("mainEntity.");
    if (!is_string)
        return;
    if (str_starts(path, STR("@graph.")))
        path = str_cut(path, 7, path.len);
    if (str_starts(path, article))
        path = str_cut(path, article.len, path.len);
    const struct {
        const char *path;
        Str *to;
    } wanted[] = {
        {"@type", &ld->now.type},         {"headline", &ld->now.headline},
        {"name", &ld->now.name},          {"datePublished", &ld->now.published},
        {"author.name", &ld->now.author}, {"author", &ld->now.author},
        {"creator", &ld->now.author},     {"publisher.name", &ld->now.publisher},
        {"inLanguage", &ld->now.lang},    {"url", &ld->now.url},
        {"articleBody", &ld->now.body},
    };
    for (ptrdiff_t k = 0; k < COUNT(wanted); k++)
        if (str_eq(path, str_of(wanted[k].path)) && wanted[k].to->len == 0)
            *wanted[k].to = arena_str(ld->a, value);
}

static void ld_close(void *context, Str path)
{
    Ld *ld = context;
    if (path.len > 0 && !str_eq(path, STR("@graph")))
        return; /* an inner object: its fields belong to the outer one */
    static const char *const kinds[] = {"Article",  "Posting", "Report",
                                        "LiveBlog", "Review",  "MedicalWebPage"};
    for (ptrdiff_t k = 0; k < COUNT(kinds); k++)
        if (!ld->found && str_contains(ld->now.type, str_of(kinds[k]))) {
            ld->best = ld->now;
            ld->found = true;
        }
    ld->now = (Thing){0};
}

/* Pages put raw line ends into strings and comments around the whole; JSON allows neither. */
static Str ld_tidy(Str s, Arena *a)
{
    s = str_trim(s);
    if (str_starts(s, STR("<!--")))
        s = str_cut(s, 4, s.len);
    ptrdiff_t first = 0;
    while (first < s.len && s.ptr[first] != '{' && s.ptr[first] != '[')
        first++;
    ptrdiff_t end = s.len;
    while (end > first && s.ptr[end - 1] != '}' && s.ptr[end - 1] != ']')
        end--;
    char *out = NEW(a, char, end - first + 1);
    for (ptrdiff_t i = first; i < end; i++)
        out[i - first] = (unsigned char)s.ptr[i] < 32 ? ' ' : s.ptr[i];
    return (Str){out, end - first};
}

static Ld read_ld(const Page *p, Arena *a)
{
    Ld ld = {.a = a};
    JsonVisitor visitor = {.value = ld_value, .close = ld_close, .context = &ld};
    char why[160];
    for (ptrdiff_t i = 0; i < p->ld.n && !ld.found; i++) {
        ld.now = (Thing){0};
        Json kind = json_walk(ld_tidy(p->ld.item[i], a), &visitor, a, why, sizeof why);
        if (kind == JSON_BROKEN)
            ld_close(&ld, (Str){0}); /* what was told before the fault may do */
    }
    return ld;
}

/* ---- meta
 * -------------------------------------------------------------------------------------------- */

typedef enum {
    META_TITLE,
    META_DATE,
    META_AUTHOR,
    META_SITE,
    META_LANG,
    META_URL,
    META_COUNT
} Meta;
static const char *const meta_names[META_COUNT][36] = {
    [META_TITLE] = {"dc:title", "dc.title", "dcterm:title", "dcterms.title", "og:title",
                    "weibo:article:title", "weibo:webpage:title", "title", "twitter:title",
                    "parsely-title", "sailthru.title", "hdl"},
    [META_DATE] = {"article:published_time",
                   "article:published",
                   "og:published_time",
                   "og:article:published_time",
                   "datepublished",
                   "date_published",
                   "published_time",
                   "published-date",
                   "publish-date",
                   "publishdate",
                   "publish_date",
                   "publication_date",
                   "publicationdate",
                   "pubdate",
                   "pub_date",
                   "article_date_original",
                   "article.published",
                   "originalpublicationdate",
                   "cxenseparse:recs:publishtime",
                   "parsely-pub-date",
                   "sailthru.date",
                   "dc.date.issued",
                   "dcterms.created",
                   "dcterms.date",
                   "dc.date",
                   "dc.date.created",
                   "date",
                   "datecreated",
                   "displaydate",
                   "og:pubdate",
                   "ptime",
                   "pdate",
                   "bt:pubdate",
                   "rnews:datepublished",
                   "citation_publication_date"},
    [META_AUTHOR] = {"author", "dc:creator", "dc.creator", "dcterm:creator", "article:author",
                     "byl", "parsely-author", "sailthru.author", "og:author", "twitter:creator"},
    [META_SITE] = {"og:site_name", "application-name", "publisher", "dc.publisher", "cre",
                   "twitter:site"},
    [META_LANG] = {"og:locale", "content-language", "language", "dc.language", "lang"},
    [META_URL] = {"og:url", "twitter:url"},
};

typedef struct {
    Str value[META_COUNT];
    int rank[META_COUNT];
} Metas;

static void read_meta(const Page *p, int32_t i, Metas *m)
{
    Str content = str_trim(node_attr(p, i, ATTR_content));
    if (content.len == 0)
        return;
    Str names = node_attr(p, i, ATTR_property);
    if (names.len == 0)
        names = node_attr(p, i, ATTR_name);
    if (names.len == 0)
        names = node_attr(p, i, ATTR_itemprop);
    Str part;
    while (names.ptr && str_split(&names, ' ', &part))
        for (int k = 0; k < META_COUNT; k++)
            for (int r = 0; r < 36 && meta_names[k][r]; r++)
                if (r < m->rank[k] && str_ieq(part, str_of(meta_names[k][r]))) {
                    m->rank[k] = r;
                    m->value[k] = content;
                }
}

/* ---- title
 * -----------------------------------------------------------------------------------------------
 */

static int word_count(Str s)
{
    int n = 0;
    bool in = false;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        bool blank = s.ptr[i] == ' ';
        n += !blank && !in;
        in = !blank;
    }
    return n;
}

/* "Summit fails | BBC News" → "Summit fails" (Readability's rules): what stands before the last
 * separator with blanks around; what stands behind the first when that has fewer than three words;
 * the whole when what is left has four words or fewer, for then the separator hardly sets a site's
 * name apart. */
static Str without_site(Str title)
{
    static const char *const by[] = {" | ", " - ",        " \\ ",           " / ",
                                     " > ", " \xC2\xBB ", " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                     " :: "};
    ptrdiff_t first = -1, last = -1, first_len = 0;
    for (ptrdiff_t i = 0; i < title.len; i++)
        for (ptrdiff_t k = 0; k < COUNT(by) && title.ptr[i] == ' '; k++)
            if (str_starts(str_cut(title, i, title.len), str_of(by[k]))) {
                first_len = first < 0 ? (ptrdiff_t)strlen(by[k]) : first_len;
                first = first < 0 ? i : first;
                last = i;
            }
    if (last < 0)
        return title;
    Str cut = str_trim(str_cut(title, 0, last));
    if (word_count(cut) < 3)
        cut = str_trim(str_cut(title, first + first_len, title.len));
    return word_count(cut) <= 4 ? title : cut;
}

/* The only <h1>. */
static Str h1_of(const Page *p, Arena *a)
{
    Str only = {0};
    int n = 0;
    for (int32_t i = 1; i < p->n; i++) {
        if (p->node[i].tag != TAG_h1)
            continue;
        Str text = node_text(p, i, a);
        if (text.len < 8 || text.len > 400)
            continue;
        only = text;
        n++;
    }
    return n == 1 ? only : (Str){0};
}

/* ---- dates in the page
 * ----------------------------------------------------------------------------------------- */

static bool class_has(const Page *p, int32_t i, const char *const *words, ptrdiff_t n)
{
    Str cls = node_attr(p, i, ATTR_class), id = node_attr(p, i, ATTR_id);
    for (ptrdiff_t k = 0; k < n; k++)
        for (int which = 0; which < 2; which++) {
            Str s = which ? id : cls, w = str_of(words[k]);
            for (ptrdiff_t at = 0; at + w.len <= s.len; at++)
                if (str_ieq(str_cut(s, at, at + w.len), w))
                    return true;
        }
    return false;
}

static bool is_plausible(Day d)
{
    return d != DAY_NONE && d > day_of(1980, 1, 1) && d < day_of(2100, 1, 1);
}

static Str date_string(Str s, Arena *a)
{
    char room[32];
    Str iso;
    Day d = date_read(s, room, &iso);
    return is_plausible(d) ? arena_str(a, iso) : (Str){0};
}

/* itemprop=datePublished, then <time>, then an element whose class says it is the date. */
static Str date_in_page(const Page *p, Arena *a)
{
    static const char *const words[] = {"publish",      "pubdate",   "dateline",
                                        "byline-date",  "post-date", "entry-date",
                                        "article-date", "timestamp", "date"};
    Str found[3] = {{0}};
    for (int32_t i = 1; i < p->n && !found[0].len; i++) {
        uint8_t tag = p->node[i].tag;
        if (tag == TAG_TEXT || tag == TAG_body || tag == TAG_html)
            continue;
        Str prop = node_attr(p, i, ATTR_itemprop);
        bool micro = str_contains(prop, STR("datePublished"));
        bool classy = !micro && tag != TAG_time && p->node[i].attr && !found[2].len &&
                      class_has(p, i, words, COUNT(words));
        if (!micro && tag != TAG_time && !classy)
            continue;
        int rank = micro ? 0 : tag == TAG_time ? 1 : 2;
        if (found[rank].len)
            continue;
        Str value = node_attr(p, i, ATTR_datetime);
        if (!value.len && micro)
            value = node_attr(p, i, ATTR_content);
        if (!date_string(value, a).len) {
            value = node_text(p, i, a);
            if (value.len > 100)
                continue;
        }
        found[rank] = date_string(value, a);
    }
    return found[0].len ? found[0] : found[1].len ? found[1] : found[2];
}

static Str author_in_page(const Page *p, Arena *a)
{
    static const char *const words[] = {"byline", "author", "writtenby"};
    for (int32_t i = 1; i < p->n; i++) {
        uint8_t tag = p->node[i].tag;
        if (tag == TAG_TEXT || !p->node[i].attr || tag == TAG_body)
            continue;
        if (!str_eq(node_attr(p, i, ATTR_rel), STR("author")) &&
            !str_contains(node_attr(p, i, ATTR_itemprop), STR("author")) &&
            !class_has(p, i, words, COUNT(words)))
            continue;
        Str text = node_text(p, i, a);
        if (text.len > 2 && text.len < 100)
            return text;
    }
    return (Str){0};
}

/* ---- the page
 * ------------------------------------------------------------------------------------------------------
 */

static Str first_of(Str a, Str b, Str c)
{
    return a.len ? a : b.len ? b : c;
}

void metadata_of(const Page *p, Article *out, Arena *a)
{
    Metas m = {0};
    for (int k = 0; k < META_COUNT; k++)
        m.rank[k] = 100;
    Str title = {0}, canonical = {0}, lang = {0};
    for (int32_t i = 1; i < p->n; i++)
        switch (p->node[i].tag) {
        case TAG_meta: read_meta(p, i, &m); break;
        case TAG_title: title = title.len ? title : node_text(p, i, a); break;
        case TAG_html: lang = lang.len ? lang : node_attr(p, i, ATTR_lang); break;
        case TAG_body: lang = lang.len ? lang : node_attr(p, i, ATTR_lang); break;
        case TAG_link:
            if (str_ieq(node_attr(p, i, ATTR_rel), STR("canonical")))
                canonical = str_trim(node_attr(p, i, ATTR_href));
            break;
        default: break;
        }
    Ld ld = read_ld(p, a);
    Str told = first_of(ld.best.headline, ld.best.name, m.value[META_TITLE]);
    if (ld.best.headline.len && ld.best.name.len && m.value[META_TITLE].len &&
        !str_eq(ld.best.headline, m.value[META_TITLE]) && str_contains(title, ld.best.name))
        told = ld.best.name;
    out->title = entities_decode(told, a);
    if (!out->title.len) {
        out->title = without_site(title);
        if (out->title.len < 15 || out->title.len > 150) {
            Str h1 = h1_of(p, a);
            out->title = h1.len ? h1 : out->title;
        }
    }
    out->title = str_trim(out->title);
    Str date = date_string(ld.best.published, a);
    date = date.len ? date : date_string(m.value[META_DATE], a);
    date = date.len ? date : date_in_page(p, a);
    out->date = date;
    out->date_from = date.len ? DATE_METADATA : DATE_NONE;
    Str author = m.value[META_AUTHOR];
    if (str_contains(author, STR("://")) || str_starts(author, STR("@")))
        author = (Str){0};
    out->author = entities_decode(first_of(ld.best.author, author, author_in_page(p, a)), a);
    out->told_text = ld.best.body;
    out->source = first_of(m.value[META_SITE], ld.best.publisher, (Str){0});
    out->lang = first_of(lang, ld.best.lang, m.value[META_LANG]);
    out->url = first_of(str_contains(canonical, STR("://")) ? canonical : (Str){0},
                        m.value[META_URL], ld.best.url);
}
