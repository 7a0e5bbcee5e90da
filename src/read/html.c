/* HTML → Page. First what holds no text (scripts, styles, comments, drawings) is cut out by a scan
 * that knows tags and quotes but no tree; it is often most of a page. Then libxml2 repairs the rest
 * and tells it as SAX events, from which the tree is built.
 *
 * Limits: NODES_MAX nodes; elements nested deeper than DEPTH_MAX hang on the one at that depth. */
#include <libxml/HTMLparser.h>

#include "read/html.h"
#include "base/banned.h"

enum {
    NODES_MAX = 600000,
    DEPTH_MAX = 400,
    STOP_DEPTH = 200000,
    TAG_ATTRS_MAX = 400,
    LD_MAX = 16,
    ERRORS_MAX = 200000
};

static const uint8_t kinds[TAG_COUNT] = {
#define X(name, kind) [TAG_##name] = kind,
    TAGS(X)
#undef X
};
static const char *const tag_names[TAG_COUNT] = {
#define X(name, kind) [TAG_##name] = #name,
    TAGS(X)
#undef X
};
static const char *const attr_names[ATTR_COUNT] = {
#define X(name) [ATTR_##name] = #name,
    ATTRS(X)
#undef X
};

TagKind tag_kind(uint8_t tag)
{
    return (TagKind)kinds[tag];
}

/* ---- what never reaches libxml2
 * -------------------------------------------------------------------- */

static const struct {
    const char *name;
    int len;
} raw_elements[] = {{"script", 6},   {"style", 5},  {"svg", 3},      {"noembed", 7},
                    {"template", 8}, {"iframe", 6}, {"textarea", 8}, {"math", 4}};

static bool is_name_end(char c)
{
    return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Behind the '>' of the tag that starts at `at` ('<'), quotes respected; *blanks are those outside
 * of quotes. */
static ptrdiff_t tag_end(Str s, ptrdiff_t at, int *blanks)
{
    bool value = false; /* a quote opens only behind '=' */
    for (ptrdiff_t i = at + 1; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '>')
            return i + 1;
        if ((c == '"' || c == '\'') && value) {
            const char *q = memchr(s.ptr + i + 1, c, (size_t)(s.len - i - 1));
            if (!q)
                return s.len;
            i = q - s.ptr;
            value = false;
        } else if (c == '=')
            value = true;
        else if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            value = false;
        else
            ++*blanks;
    }
    return s.len;
}

/* Start of the "</name" that closes a raw element opened before `at`; s.len when none. */
static ptrdiff_t raw_end(Str s, ptrdiff_t at, int which)
{
    int len = raw_elements[which].len;
    while (at < s.len) {
        const char *p = memchr(s.ptr + at, '<', (size_t)(s.len - at));
        if (!p)
            break;
        at = p - s.ptr;
        if (at + 2 + len <= s.len && s.ptr[at + 1] == '/' &&
            str_ieq(str_cut(s, at + 2, at + 2 + len), str_of(raw_elements[which].name)) &&
            (at + 2 + len == s.len || is_name_end(s.ptr[at + 2 + len])))
            return at;
        at++;
    }
    return s.len;
}

static int raw_element(Str s, ptrdiff_t at)
{
    char c = (char)((at + 1 < s.len ? s.ptr[at + 1] : 0) | 32);
    if (!memchr("sntim", c, 5))
        return -1;
    for (int k = 0; k < (int)COUNT(raw_elements); k++) {
        int len = raw_elements[k].len;
        if (at + 1 + len < s.len && is_name_end(s.ptr[at + 1 + len]) &&
            str_ieq(str_cut(s, at + 1, at + 1 + len), str_of(raw_elements[k].name)))
            return k;
    }
    return -1;
}

/* Tags without content that say nothing about text. */
static bool is_useless(Str s, ptrdiff_t at)
{
    static const char *const names[] = {"img", "source", "input", "wbr", "path",
                                        "col", "param",  "track", "area"};
    char c = (char)((at + 1 < s.len ? s.ptr[at + 1] : 0) | 32);
    if (!memchr("iswpcta", c, 7))
        return false;
    for (ptrdiff_t k = 0; k < COUNT(names); k++) {
        ptrdiff_t len = (ptrdiff_t)strlen(names[k]);
        if (at + 1 + len < s.len && is_name_end(s.ptr[at + 1 + len]) &&
            str_ieq(str_cut(s, at + 1, at + 1 + len), str_of(names[k])))
            return true;
    }
    return false;
}

static bool contains_icase(Str s, Str needle)
{
    for (ptrdiff_t i = 0; i + needle.len <= s.len; i++)
        if (str_ieq(str_cut(s, i, i + needle.len), needle))
            return true;
    return false;
}

/* Copy without scripts and the like; JSON-LD is put aside. */
static Str strip_raw(Str s, Page *page, Arena *a)
{
    char *out = NEW(a, char, s.len + 1);
    ptrdiff_t n = 0, kept = 0;
    bool no_comment_end = false, closes[COUNT(raw_elements)];
    for (ptrdiff_t k = 0; k < COUNT(raw_elements); k++)
        closes[k] = true;
    for (ptrdiff_t at = 0; at < s.len;) {
        const char *p = memchr(s.ptr + at, '<', (size_t)(s.len - at));
        if (!p)
            break;
        at = p - s.ptr;
        ptrdiff_t drop_to = at;
        char c = at + 1 < s.len ? s.ptr[at + 1] : 0;
        if (c == '!' && !no_comment_end && str_starts(str_cut(s, at, s.len), STR("<!--"))) {
            ptrdiff_t end = str_find(str_cut(s, at + 2, s.len), STR("-->"));
            no_comment_end = end < 0;
            drop_to = end < 0 ? at + 4 : at + 2 + end + 3;
        } else if ((c | 32) >= 'a' && (c | 32) <= 'z') {
            int which = raw_element(s, at);
            int blanks = 0;
            ptrdiff_t end = tag_end(s, at, &blanks);
            bool useless = blanks > TAG_ATTRS_MAX ||
                           is_useless(s, at); /* libxml2 compares all attributes of a tag */
            if (!useless && (which < 0 || !closes[which])) {
                at = end;
                continue;
            }
            bool ld = !useless && which == 0 && page->ld.n < LD_MAX &&
                      contains_icase(str_cut(s, at, MIN(end, at + 500)), STR("ld+json"));
            ptrdiff_t close = useless ? end
                              : end >= 2 && s.ptr[end - 2] == '/' && which > 1
                                  ? end
                                  : raw_end(s, end, which);
            if (!useless)
                closes[which] = close < s.len;
            if (ld)
                *push(&page->ld, a) = str_cut(s, end, close);
            drop_to =
                useless || close == s.len || s.ptr[close] != '<' ? end : tag_end(s, close, &blanks);
        } else {
            at++;
            continue;
        }
        memcpy(out + n, s.ptr + kept, (size_t)(at - kept));
        n += at - kept;
        out[n++] = ' '; /* a '<' at least was dropped */
        at = kept = drop_to;
    }
    memcpy(out + n, s.ptr + kept, (size_t)(s.len - kept));
    n += s.len - kept;
    for (char *z = out; (z = memchr(z, 0, (size_t)(out + n - z))); z++)
        *z = ' ';
    return (Str){out, n};
}

/* ---- SAX → tree
 * --------------------------------------------------------------------------------------- */

typedef struct {
    Page *page;
    Arena *a;
    htmlParserCtxtPtr parser;
    int32_t open[DEPTH_MAX];
    int depth; /* open elements; those above DEPTH_MAX are only counted */
    int errors;
    int32_t cap;
    uint8_t hash[256]; /* tag by name */
} Build;

static unsigned name_hash(const char *s)
{
    unsigned h = 0;
    while (*s)
        h = h * 33 + (unsigned char)*s++;
    return (h ^ h >> 8) & 255;
}

static void hash_tags(Build *b)
{
    for (int t = 1; t < TAG_TEXT; t++) {
        unsigned h = name_hash(tag_names[t]);
        while (b->hash[h])
            h = (h + 1) & 255;
        b->hash[h] = (uint8_t)t;
    }
}

static uint8_t tag_of(const Build *b, const char *name)
{
    for (unsigned h = name_hash(name); b->hash[h]; h = (h + 1) & 255)
        if (strcmp(tag_names[b->hash[h]], name) == 0)
            return b->hash[h];
    return TAG_OTHER;
}

static int attr_of(const char *name)
{
    for (int k = 0; k < ATTR_COUNT; k++)
        if (name[0] == attr_names[k][0] && strcmp(name, attr_names[k]) == 0)
            return k;
    return -1;
}

/* A new last child of the innermost open element; NULL at the limit, which stops the parser. */
static Node *add_node(Build *b, uint8_t tag)
{
    Page *p = b->page;
    if (p->n >= NODES_MAX) {
        p->is_cut = true;
        xmlStopParser(b->parser);
        return NULL;
    }
    if (p->n == b->cap) {
        Node *grown = NEW(b->a, Node, b->cap * 2);
        memcpy(grown, p->node, sizeof(Node) * (size_t)p->n);
        p->node = grown;
        b->cap *= 2;
    }
    int32_t id = p->n++, parent = b->depth > 0 ? b->open[MIN(b->depth, DEPTH_MAX) - 1] : 0;
    Node *node = &p->node[id], *up = &p->node[parent];
    *node = (Node){.tag = tag, .parent = parent};
    if (up->last)
        p->node[up->last].next = id;
    else
        up->first = id;
    up->last = id;
    return node;
}

static void on_start(void *context, const xmlChar *name, const xmlChar **atts)
{
    Build *b = context;
    Node *node = add_node(b, tag_of(b, (const char *)name));
    if (node) {
        for (int i = 0; atts && atts[i]; i += 2) {
            int k = attr_of((const char *)atts[i]);
            if (k < 0)
                continue;
            PageAttr *attr = push(&b->page->attrs, b->a);
            Str value = atts[i + 1] ? str_of((const char *)atts[i + 1]) : (Str){0};
            *attr = (PageAttr){.name = (uint8_t)k,
                               .next = node->attr,
                               .value = arena_str(b->a, str_cut(value, 0, 64 << 10))};
            node->attr = (int32_t)(b->page->attrs.n - 1);
        }
        if (b->depth < DEPTH_MAX)
            b->open[b->depth] = b->page->n - 1;
    }
    if (++b->depth > STOP_DEPTH) {
        b->page->is_cut = true;
        xmlStopParser(b->parser);
    }
}

static void on_end(void *context, const xmlChar *name)
{
    (void)name;
    Build *b = context;
    if (b->depth > 0)
        b->depth--;
}

static void on_text(void *context, const xmlChar *s, int len)
{
    Build *b = context;
    int32_t parent = b->depth > 0 ? b->open[MIN(b->depth, DEPTH_MAX) - 1] : 0,
            last = b->page->node[parent].last;
    Str text = arena_str(b->a, (Str){(const char *)s, len});
    if (last && b->page->node[last].tag ==
                    TAG_TEXT) { /* libxml2 tells long text in pieces, one behind the other */
        Str *before = &b->page->node[last].text;
        if (before->ptr + before->len == text.ptr) {
            before->len += len;
            return;
        }
    }
    Node *node = add_node(b, TAG_TEXT);
    if (node)
        node->text = text;
}

/* Told for every repair; a page of nothing but errors is given up. */
static void on_error(void *context, xmlErrorPtr error)
{
    (void)error;
    Build *b = context;
    if (++b->errors > ERRORS_MAX) {
        b->page->is_cut = true;
        xmlStopParser(b->parser);
    }
}

bool html_parse(Str html, Page *page, Arena *a)
{
    *page = (Page){0};
    Build *b = NEW(a, Build, 1);
    *b = (Build){.page = page, .a = a, .cap = 1024};
    page->node = NEW(a, Node, b->cap);
    page->n = 1;
    push(&page->attrs, a);
    hash_tags(b);
    Str clean = strip_raw(html, page, a);
    if (clean.len > INT32_MAX / 2)
        return false;
    htmlParserCtxtPtr c = htmlNewParserCtxt();
    if (!c)
        return false;
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .cdataBlock = on_text,
                          .ignorableWhitespace = on_text,
                          .serror = on_error,
                          .initialized = XML_SAX2_MAGIC};
    b->parser = c;
    jmp_buf full, *outer = a->full;
    a->full = &full;
    bool ok = true;
    if (setjmp(full) == 0) {
        *c->sax = sax;
        c->userData = b;
        htmlDocPtr doc =
            htmlCtxtReadMemory(c, clean.ptr, (int)clean.len, NULL, "UTF-8",
                               HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_COMPACT);
        if (doc)
            xmlFreeDoc(doc);
    } else
        ok = false; /* the arena is full: give libxml2's memory back, then let the jump go on */
    htmlFreeParserCtxt(c);
    a->full = outer;
    if (!ok && outer)
        longjmp(*outer, 1);
    return ok;
}

/* ---- looking at a page
 * ------------------------------------------------------------------------------------ */

Str node_attr(const Page *p, int32_t node, Attr name)
{
    for (int32_t k = p->node[node].attr; k; k = p->attrs.item[k].next)
        if (p->attrs.item[k].name == name)
            return p->attrs.item[k].value;
    return (Str){0};
}

/* The next node in document order that lies below `top`; 0 at the end. */
static int32_t node_after(const Page *p, int32_t at, int32_t top)
{
    if (p->node[at].first)
        return p->node[at].first;
    while (at != top && !p->node[at].next)
        at = p->node[at].parent;
    return at == top ? 0 : p->node[at].next;
}

Str node_text(const Page *p, int32_t node, Arena *a)
{
    ptrdiff_t room = 1;
    for (int32_t i = node; i; i = node_after(p, i, node))
        room += p->node[i].text.len + 1;
    char *out = NEW(a, char, room), *at = out;
    for (int32_t i = node; i; i = node_after(p, i, node)) {
        Str t = p->node[i].text;
        if (p->node[i].tag != TAG_TEXT && tag_kind(p->node[i].tag) != INLINE && at > out &&
            at[-1] != ' ')
            *at++ = ' ';
        for (ptrdiff_t k = 0; k < t.len; k++) {
            char c = t.ptr[k];
            bool blank = c == ' ' || (c >= 9 && c <= 13);
            if (!blank)
                *at++ = c;
            else if (at > out && at[-1] != ' ')
                *at++ = ' ';
        }
    }
    return str_trim((Str){out, at - out});
}
