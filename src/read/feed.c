/* Feeds: RSS 0.9x, 1.0, 2.0 and Atom → a record an item; OPML → the files it lists.
 *
 * libxml2 parses (and repairs) into its own tree, without network, external entities or expansion
 * of declared ones. Prefixes are told by name, for many feeds declare none. Text that holds markup,
 * escaped or not, is read as HTML once more. */
#include <libxml/parser.h>

#include "read/html.h"
#include "read/job.h"
#include "base/banned.h"

enum { DEPTH_MAX = 200 };

typedef struct {
    Records *out;
    Arena *a;
} Feed;

static bool named(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && str_ieq(str_of((const char *)n->name), str_of(name));
}

/* The prefix as written: "dc" of dc:date; "" when none. */
static Str prefix_of(const xmlNode *n)
{
    if (n->ns && n->ns->prefix)
        return str_of((const char *)n->ns->prefix);
    Str name = str_of((const char *)n->name);
    ptrdiff_t colon = str_find_byte(name, ':');
    return colon > 0 ? str_cut(name, 0, colon) : (Str){0};
}

/* Local name, also where the prefix was never declared and has stayed in the name. */
static Str local_name(const xmlNode *n)
{
    Str name = str_of((const char *)n->name);
    return str_cut(name, str_find_byte(name, ':') + 1, name.len);
}

static Str attr_of(const xmlNode *n, const char *name)
{
    for (const xmlAttr *at = n->properties; at; at = at->next)
        if (str_ieq(str_of((const char *)at->name), str_of(name)) && at->children &&
            at->children->content)
            return str_of((const char *)at->children->content);
    return (Str){0};
}

static void put_escaped(Buf *out, Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '<')
            buf_put(out, STR("&lt;"));
        else if (s.ptr[i] == '&')
            buf_put(out, STR("&amp;"));
        else
            buf_byte(out, s.ptr[i]);
}

/* All character data below n; with `markup`, child elements are written as tags again, so that the
 * result is HTML. Entities declared in the document are left out. */
static void collect(const xmlNode *n, bool markup, int depth, Buf *out)
{
    if (depth > DEPTH_MAX)
        return;
    for (const xmlNode *c = n->children; c; c = c->next) {
        if ((c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) && c->content) {
            Str text = str_of((const char *)c->content);
            if (markup && c->type == XML_TEXT_NODE)
                put_escaped(out, text);
            else
                buf_put(out, text);
        }
        if (c->type != XML_ELEMENT_NODE)
            continue;
        if (markup)
            buf_printf(out, "<%s>", (const char *)c->name);
        collect(c, markup, depth + 1, out);
        if (markup)
            buf_printf(out, "</%s>", (const char *)c->name);
    }
}

static bool has_elements(const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            return true;
    return false;
}

static ptrdiff_t base64_decode(Str s, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    int n_bits = 0;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        const char *d = s.ptr[i] ? strchr(digits, s.ptr[i]) : NULL;
        if (!d)
            continue;
        bits = bits << 6 | (uint32_t)(d - digits);
        if ((n_bits += 6) >= 8) {
            n_bits -= 8;
            out[n++] = (char)(bits >> n_bits & 255);
        }
    }
    return n;
}

static bool holds_markup(Str s)
{
    for (ptrdiff_t i = 0; i + 2 < s.len; i++) {
        char c = (char)(s.ptr[i + 1] | 32);
        if ((s.ptr[i] == '<' &&
             ((c >= 'a' && c <= 'z') || s.ptr[i + 1] == '/' || s.ptr[i + 1] == '!')) ||
            (s.ptr[i] == '&' && ((c >= 'a' && c <= 'z') || s.ptr[i + 1] == '#')))
            return true;
    }
    return false;
}

/* The text of an element that may hold plain text, escaped HTML, inline XHTML or base64. */
static Str text_of(Feed *f, const xmlNode *n)
{
    bool inner = has_elements(n);
    Buf raw = {.max = 32 * MIB};
    collect(n, inner, 0, &raw);
    Str s = arena_str(f->a, str_trim(buf_str(&raw)));
    buf_free(&raw);
    if (str_ieq(attr_of(n, "mode"), STR("base64")) ||
        (str_ieq(attr_of(n, "type"), STR("application/octet-stream")) && !inner)) {
        char *plain = NEW(f->a, char, s.len + 4);
        s = utf8_clean((Str){plain, base64_decode(s, plain)}, NULL, f->a);
    }
    for (int round = 0; round < 2 && holds_markup(s);
         round++) /* escaped once, or twice by careless programs */
        s = markup_text(s, f->a);
    return s;
}

static Str plain_of(Feed *f, const xmlNode *n)
{
    Buf raw = {.max = MIB};
    collect(n, false, 0, &raw);
    Str s = arena_str(f->a, str_trim(buf_str(&raw)));
    buf_free(&raw);
    return s;
}

/* A person: Atom's <name> inside, or RSS's "address (name)". */
static Str person_of(Feed *f, const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (named(c, "name"))
            return plain_of(f, c);
    return has_elements(n) ? (Str){0} : text_of(f, n);
}

/* Which part of an item an element is, its rank among those of the same part (0 best). */
typedef enum { PART_LINK = FIELD_COUNT, PART_NONE } Part;
static const struct {
    const char *prefix, *name; /* prefix NULL: none or any but those of other rows */
    int part, rank;
} parts[] = {
    {NULL, "title", FIELD_TITLE, 0},      {"dc", "title", FIELD_TITLE, 1},
    {NULL, "link", PART_LINK, 0},         {NULL, "pubdate", FIELD_DATE, 0},
    {NULL, "published", FIELD_DATE, 0},   {NULL, "issued", FIELD_DATE, 1},
    {"dc", "date", FIELD_DATE, 1},        {"dcterms", "issued", FIELD_DATE, 2},
    {NULL, "created", FIELD_DATE, 3},     {NULL, "updated", FIELD_DATE, 4},
    {NULL, "modified", FIELD_DATE, 5},    {"content", "encoded", FIELD_TEXT, 0},
    {NULL, "encoded", FIELD_TEXT, 1},     {NULL, "content", FIELD_TEXT, 1},
    {NULL, "body", FIELD_TEXT, 1},        {NULL, "fulltext", FIELD_TEXT, 1},
    {NULL, "description", FIELD_TEXT, 3}, {NULL, "summary", FIELD_TEXT, 3},
    {"dc", "description", FIELD_TEXT, 4}, {"itunes", "summary", FIELD_TEXT, 5},
    {NULL, "author", FIELD_AUTHOR, 0},    {"dc", "creator", FIELD_AUTHOR, 1},
    {NULL, "guid", FIELD_ID, 0},          {NULL, "id", FIELD_ID, 0},
    {"dc", "language", FIELD_LANG, 0},    {NULL, "language", FIELD_LANG, 0},
    {NULL, "xhtml:body", FIELD_TEXT, 1},
};

static int part_of(const xmlNode *n, int *rank)
{
    static const char *const special[] = {"dc",    "dcterms", "content", "itunes", "media",
                                          "slash", "wfw",     "georss",  "itms",   "googleplay"};
    Str prefix = prefix_of(n), name = local_name(n);
    bool is_special = false;
    for (ptrdiff_t k = 0; k < COUNT(special); k++)
        is_special |= str_ieq(prefix, str_of(special[k]));
    for (ptrdiff_t k = 0; k < COUNT(parts); k++)
        if (str_ieq(name, str_of(parts[k].name)) &&
            (parts[k].prefix ? str_ieq(prefix, str_of(parts[k].prefix)) : !is_special)) {
            *rank = parts[k].rank;
            return parts[k].part;
        }
    return PART_NONE;
}

/* Atom: <link rel="alternate" href>; RSS: <link>text</link>. Lower is better. */
static Str link_of(Feed *f, const xmlNode *n, int *rank)
{
    Str href = attr_of(n, "href"), rel = attr_of(n, "rel");
    *rank = href.len == 0 ? 1 : rel.len == 0 || str_ieq(rel, STR("alternate")) ? 0 : 5;
    return href.len ? arena_str(f->a, str_trim(href)) : plain_of(f, n);
}

static void read_item(Feed *f, const xmlNode *item, const Record *channel)
{
    if (f->out->list.n >= RECORDS_MAX) {
        f->out->is_cut = true;
        return;
    }
    Record rec = {.date_from = DATE_METADATA};
    int best[FIELD_COUNT];
    for (int k = 0; k < FIELD_COUNT; k++)
        best[k] = 100;
    bool permalink = false;
    for (const xmlNode *c = item->children; c; c = c->next) {
        if (c->type != XML_ELEMENT_NODE)
            continue;
        int rank, part = part_of(c, &rank);
        if (part == PART_NONE)
            continue;
        Str value;
        if (part == PART_LINK) {
            value = link_of(f, c, &rank);
            part = FIELD_URL;
            if (rank >= 5)
                continue; /* replies, enclosures … */
        } else if (rank >= best[part])
            continue;
        else
            value = part == FIELD_AUTHOR                        ? person_of(f, c)
                    : part == FIELD_TITLE || part == FIELD_TEXT ? text_of(f, c)
                                                                : plain_of(f, c);
        if (value.len == 0 || rank >= best[part])
            continue;
        best[part] = rank;
        rec.field[part] = value;
        if (part == FIELD_ID)
            permalink = named(c, "guid") && !str_ieq(attr_of(c, "ispermalink"), STR("false")) &&
                        str_contains(value, STR("://"));
    }
    if (rec.field[FIELD_URL].len == 0 && permalink)
        rec.field[FIELD_URL] = rec.field[FIELD_ID];
    if (rec.field[FIELD_URL].len == 0)
        rec.field[FIELD_URL] = arena_str(f->a, attr_of(item, "about"));
    if (rec.field[FIELD_TITLE].len == 0 && rec.field[FIELD_TEXT].len == 0)
        return;
    if (rec.field[FIELD_TEXT].len == 0) { /* a headline alone is a text */
        rec.field[FIELD_TEXT] = rec.field[FIELD_TITLE];
    }
    rec.field[FIELD_SOURCE] =
        url_host(rec.field[FIELD_URL]).len ? (Str){0} : channel->field[FIELD_TITLE];
    if (rec.field[FIELD_LANG].len == 0)
        rec.field[FIELD_LANG] = channel->field[FIELD_LANG];
    *push(&f->out->list, f->a) = rec;
}

static void read_outline(Feed *f, const xmlNode *n)
{
    Str url = attr_of(n, "xmlUrl");
    if (url.len == 0)
        url = attr_of(n, "url");
    if (url.len == 0 || f->out->list.n >= RECORDS_MAX)
        return;
    f->out->is_opml = true;
    push(&f->out->list, f->a)->field[FIELD_URL] = arena_str(f->a, url);
}

/* The whole tree once, in document order. */
static void read_tree(Feed *f, const xmlNode *root)
{
    Record channel = {0};
    for (const xmlNode *n = root; n;) {
        bool item = named(n, "item") || named(n, "entry"),
             enter = n->children && n->type == XML_ELEMENT_NODE && !item;
        if (item)
            read_item(f, n, &channel);
        else if (named(n, "outline"))
            read_outline(f, n);
        else if (n->type == XML_ELEMENT_NODE && n->parent &&
                 (named(n->parent, "channel") || named(n->parent, "feed"))) {
            int rank, part = part_of(n, &rank);
            if ((part == FIELD_TITLE || part == FIELD_LANG) && channel.field[part].len == 0)
                channel.field[part] = part == FIELD_TITLE ? text_of(f, n) : plain_of(f, n);
        }
        if (named(n, "feed") && attr_of(n, "lang").len)
            channel.field[FIELD_LANG] = arena_str(f->a, attr_of(n, "lang"));
        if (enter) {
            n = n->children;
            continue;
        }
        while (n && n != root && !n->next)
            n = n->parent;
        n = n && n != root ? n->next : NULL;
    }
}

/* XML knows five entities, feeds use HTML's: those are put in as characters before XML sees them.
 */
static Str without_html_entities(Str s, Arena *a)
{
    if (str_find_byte(s, '&') < 0)
        return s;
    char *out = NEW(a, char, s.len * 5 + 8), *at = out; /* a bare & becomes &amp; */
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"};
    bool cdata = false;
    for (ptrdiff_t i = 0; i < s.len;) {
        Str rest = str_cut(s, i, s.len);
        if (s.ptr[i] == '<' && str_starts(rest, STR("<![CDATA[")))
            cdata = true;
        else if (s.ptr[i] == ']' && str_starts(rest, STR("]]>")))
            cdata = false;
        bool plain = s.ptr[i] != '&' || cdata;
        for (ptrdiff_t k = 0; k < COUNT(known) && !plain; k++)
            plain = str_starts(rest, str_of(known[k]));
        if (plain) {
            *at++ = s.ptr[i++];
            continue;
        }
        ptrdiff_t end = 1;
        while (end < rest.len && end < 12 && rest.ptr[end] != ';' &&
               (unsigned char)rest.ptr[end] > ' ')
            end++;
        Str one = str_cut(rest, 0, end + 1), decoded = one;
        if (end < rest.len && rest.ptr[end] == ';' && end > 1)
            decoded = entities_decode(one, a);
        if (decoded.len > 0 && decoded.ptr[0] != '&') {
            memcpy(at, decoded.ptr, (size_t)decoded.len);
            at += decoded.len;
            i += one.len;
        } else {
            memcpy(at, "&amp;", 5);
            at += 5;
            i++;
        }
    }
    return (Str){out, at - out};
}

/* Declarations of entities are not needed and are a danger: the DOCTYPE goes. So does the encoding
 * in the XML declaration, for the text is UTF-8 by now; and control characters, which XML forbids.
 */
static Str without_prologue(Str s, Arena *a)
{
    s = str_trim(s);
    if (str_starts(s, STR("<?xml"))) {
        ptrdiff_t end = str_find(s, STR("?>"));
        s = str_cut(s, end < 0 ? 5 : end + 2, s.len);
    }
    ptrdiff_t at = str_find(str_cut(s, 0, 4096), STR("<!DOCTYPE"));
    if (at >= 0) {
        ptrdiff_t i = at;
        int square = 0;
        for (; i < s.len && !(s.ptr[i] == '>' && square == 0); i++)
            square += (s.ptr[i] == '[') - (s.ptr[i] == ']');
        s = str_cut(s, MIN(i + 1, s.len), s.len);
    }
    char *out = NEW(a, char, s.len), *to = out;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 32 || c == '\n' || c == '\t' || c == '\r')
            *to++ = s.ptr[i];
    }
    return (Str){out, to - out};
}

/* Some feeds have their tags escaped as a whole, or text before the root: begin at the first root
 * known. */
static Str from_root(Str s)
{
    static const char *const roots[] = {"<rss", "<rdf:RDF", "<RDF", "<feed", "<atom:feed", "<opml"};
    ptrdiff_t first = -1;
    for (ptrdiff_t k = 0; k < COUNT(roots); k++) {
        ptrdiff_t at = str_find(str_cut(s, 0, 8192), str_of(roots[k]));
        if (at >= 0 && (first < 0 || at < first))
            first = at;
    }
    return first > 0 ? str_cut(s, first, s.len) : s;
}

void feed_parse(Str xml, Records *out, Arena *a)
{
    Str s = without_html_entities(from_root(without_prologue(xml, a)), a);
    if (s.len > INT32_MAX / 2)
        return;
    xmlDocPtr doc = xmlReadMemory(s.ptr, (int)s.len, NULL, "UTF-8",
                                  XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                      XML_PARSE_NONET | XML_PARSE_COMPACT);
    Feed f = {out, a};
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root)
        read_tree(&f, root);
    if (doc)
        xmlFreeDoc(doc);
}
