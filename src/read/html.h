/* html: a page as a small tree. Shared by html.c (parsing), extract.c (the article), metadata.c
 * (title, date …).
 *
 * libxml2 parses and repairs; its SAX events build this tree instead of libxml2's own, which keeps
 * limits in our hands and costs a tenth of the memory. Scripts, styles, comments and drawings never
 * reach libxml2. */
#ifndef CASUS_HTML_H
#define CASUS_HTML_H

#include "read/reader.h"

/* What a tag means for text: BLOCK starts a paragraph, DROP is never content, LINE breaks a line.
 */
#define TAGS(X)                                                                                    \
    X(html, BLOCK)                                                                                 \
    X(head, DROP) X(body, BLOCK) X(title, DROP) X(meta, DROP) X(link, DROP) X(base, DROP)          \
        X(script, DROP) X(style, DROP) X(noscript, DROP) X(template, DROP) X(iframe, DROP) X(      \
            object, DROP) X(embed, DROP) X(svg, DROP) X(math, DROP) X(canvas, DROP) X(audio, DROP) \
            X(video, DROP) X(map, DROP) X(img, INLINE) X(picture, INLINE) X(source, DROP)          \
                X(track, DROP) X(button, DROP) X(input, DROP) X(select, DROP) X(option, DROP)      \
                    X(textarea, DROP) X(datalist, DROP) X(fieldset, BLOCK) X(legend, BLOCK) X(     \
                        label, INLINE) X(form, BLOCK) X(nav, DROP) X(aside, DROP) X(footer, DROP)  \
                        X(header, BLOCK) X(menu, DROP) X(dialog, DROP) X(main, BLOCK)              \
                            X(article, BLOCK) X(section, BLOCK) X(div, BLOCK) X(center, BLOCK)     \
                                X(figure, BLOCK) X(figcaption, DROP) X(h1, BLOCK) X(h2, BLOCK) X(  \
                                    h3, BLOCK) X(h4, BLOCK) X(h5, BLOCK) X(h6, BLOCK) X(p, BLOCK)  \
                                    X(pre, BLOCK) X(blockquote, BLOCK) X(q, INLINE) X(ul, BLOCK)   \
                                        X(ol, BLOCK) X(li, BLOCK) X(dl, BLOCK) X(dt, BLOCK)        \
                                            X(dd, BLOCK) X(table, BLOCK) X(thead, BLOCK) X(        \
                                                tbody, BLOCK) X(tfoot, BLOCK)                      \
                                                X(tr, BLOCK) X(td, BLOCK) X(th, BLOCK) X(          \
                                                    caption, DROP) X(hr, BLOCK) X(br, LINE)        \
                                                    X(a, INLINE) X(b, INLINE) X(i, INLINE) X(      \
                                                        em, INLINE)                                \
                                                        X(strong, INLINE) X(span, INLINE) X(       \
                                                            font,                                  \
                                                            INLINE) X(sub, INLINE) X(sup, INLINE)  \
                                                            X(time, INLINE)                        \
                                                                X(address, BLOCK) X(cite, INLINE)  \
                                                                    X(code,                        \
                                                                      INLINE) X(abbr, INLINE)      \
                                                                        X(details,                 \
                                                                          BLOCK) X(summary, BLOCK) \
                                                                            X(small, INLINE) X(    \
                                                                                hgroup, BLOCK)     \
                                                                                X(amp_ad, DROP)

typedef enum {
    TAG_OTHER,
#define X(name, kind) TAG_##name,
    TAGS(X)
#undef X
        TAG_TEXT,
    TAG_COUNT
} Tag;
typedef enum { INLINE, BLOCK, DROP, LINE } TagKind;

#define ATTRS(X)                                                                                   \
    X(class)                                                                                       \
    X(id) X(href) X(rel) X(name) X(property) X(content) X(itemprop) X(itemtype) X(datetime)        \
        X(type) X(role) X(style) X(hidden) X(lang) X(title) X(charset) X(src)
typedef enum {
#define X(name) ATTR_##name,
    ATTRS(X)
#undef X
        ATTR_COUNT
} Attr;

typedef struct {
    Str value;
    int32_t next; /* index of the element's next attribute, 0: none */
    uint8_t name; /* Attr */
} PageAttr;

typedef struct {
    int32_t parent, first, last, next; /* indexes, 0: none; parents come before their children */
    int32_t attr;                      /* first attribute, 0: none */
    uint8_t tag;
    Str text; /* TAG_TEXT: its characters */
} Node;

typedef struct {
    Node *node; /* node[0] is the root */
    int32_t n;
    LIST(PageAttr) attrs; /* attrs.item[0] is unused */
    LIST(Str) ld;         /* contents of <script type="application/ld+json"> */
    bool is_cut;          /* a limit was met: the tree is the page's beginning */
} Page;

/* Parse valid UTF-8. False only when libxml2 cannot start. */
bool html_parse(Str html, Page *page, Arena *a);
TagKind tag_kind(uint8_t tag);
Str node_attr(const Page *p, int32_t node, Attr name); /* empty when absent */
/* The text below a node, blanks as one space. */
Str node_text(const Page *p, int32_t node, Arena *a);

/* ---- extract.c, metadata.c ----------------------------------------------------------------------
 */

typedef struct {
    Str title, text, date, author, source, lang, url;
    Str told_text; /* the text as JSON-LD gives it, without paragraphs */
    DateFrom date_from;
    bool is_cut; /* a limit was met: the page's beginning only */
} Article;
void metadata_of(const Page *p, Article *out, Arena *a);
/* The main text, paragraphs apart by a blank line. Needs out->title, which is left out of the text.
 */
void extract_text(const Page *p, Article *out, Arena *a);
Article article_of(Str html, Arena *a);
/* All text of a fragment of markup, as a feed's description has it. */
Str markup_text(Str html, Arena *a);
Str entities_decode(Str s, Arena *a); /* &amp; &#8217; … */

#endif
