/* The article in a page: which part of the tree is the main text, and which blocks in it belong to
 * it.
 *
 * 1. Whole branches are ruled out by tag (nav, aside …) and by what their class and id say
 * (related, comments, share …), unless they hold most of the page.
 * 2. Paragraphs give points to the elements around them, more for length and commas (the idea of
 * Readability); links take them away. The best element, widened to ancestors that add text and not
 * links, holds the article.
 * 3. Inside it, blocks that are mostly links, repeat the title, or say "Read more" and the like are
 * left out.
 *
 * All sums over subtrees are one backward loop over the nodes: children come behind their parents.
 */
#include "read/extract.h"
#include "base/banned.h"

enum { SHORT = 250 }; /* bytes: no article */

/* ---- weights
 * ---------------------------------------------------------------------------------------------- */

int32_t count_text(Str s)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += (unsigned char)s.ptr[i] > ' ';
    return n;
}

/* Tags that are never content, but hold all of it where a page forgets to close them. */
static bool may_hold_all(uint8_t tag)
{
    return tag == TAG_nav || tag == TAG_aside || tag == TAG_footer || tag == TAG_menu ||
           tag == TAG_dialog;
}

static void weigh(Work *k)
{
    const Page *p = k->p;
    Weight *w = k->w;
    bool *in_link = NEW(k->a, bool, p->n);
    for (int32_t i = 1; i < p->n; i++) {
        in_link[i] = in_link[p->node[i].parent] || p->node[i].tag == TAG_a;
        if (p->node[i].tag == TAG_TEXT) {
            w[i].len = count_text(p->node[i].text);
            w[i].link = in_link[i] ? w[i].len : 0;
        }
    }
    for (int32_t i = p->n - 1; i > 0; i--) {
        bool counts = tag_kind(p->node[i].tag) != DROP || may_hold_all(p->node[i].tag) ||
                      p->node[i].tag == TAG_noscript;
        Weight *up = &w[p->node[i].parent];
        if (counts) {
            up->len += w[i].len;
            up->link += w[i].link;
        }
    }
}

static bool is_hidden(const Page *p, int32_t i)
{
    for (int32_t k = p->node[i].attr; k; k = p->attrs.item[k].next) {
        Str v = p->attrs.item[k].value;
        if (p->attrs.item[k].name == ATTR_hidden)
            return true;
        if (p->attrs.item[k].name == ATTR_style &&
            (str_contains(v, STR("display:none")) || str_contains(v, STR("display: none")) ||
             str_contains(v, STR("visibility:hidden"))))
            return true;
    }
    return false;
}

static bool dead_role(Str role)
{
    static const char *const roles[] = {"navigation", "complementary", "banner", "contentinfo",
                                        "menu",       "menubar",       "dialog", "alertdialog",
                                        "search",     "toolbar",       "tooltip"};
    for (ptrdiff_t k = 0; k < COUNT(roles); k++)
        if (str_ieq(role, str_of(roles[k])))
            return true;
    return false;
}

/* Rule branches out. One that holds much of the page is kept whatever its name: names of <body> and
 * of whole columns speak of many things ("has-sidebar", "comments-open"). */
static void rule_out(Work *k)
{
    const Page *p = k->p;
    int32_t all = MAX(k->w[0].len - k->w[0].link, 1); /* text outside of links */
    for (int32_t i = 1; i < p->n; i++) {
        Weight *w = &k->w[i];
        const Node *node = &p->node[i];
        w->dead = k->w[node->parent].dead;
        if (w->dead || node->tag == TAG_TEXT)
            continue;
        if (k->lenient && node->tag == TAG_figcaption)
            continue;
        if (tag_kind(node->tag) == DROP) { /* some pages show their text without scripts only */
            bool holds = node->tag == TAG_noscript
                             ? w->len - w->link > 500
                             : may_hold_all(node->tag) && w->len - w->link > all / 10 * 6;
            w->dead = !holds;
            continue;
        }
        if (!node->attr || node->tag == TAG_blockquote || node->tag == TAG_html ||
            node->tag == TAG_body || node->tag == TAG_article || node->tag == TAG_main)
            continue;
        int32_t prose = w->len - w->link;
        bool large = prose > all / 10 * 4;
        if (dead_role(node_attr(p, i, ATTR_role)) || (is_hidden(p, i) && !large))
            w->dead = true;
        else if (!large && !k->lenient && name_is_dead(p, i) &&
                 !(name_is_body(p, i) ||
                   (prose > all / 10 && w->link * 4 < w->len && name_is_alive(p, i))))
            w->dead = true;
    }
    for (int32_t i = p->n - 1; i > 0; i--) {
        Weight *w = &k->w[i], *up = &k->w[p->node[i].parent];
        if (w->dead)
            continue;
        if (p->node[i].tag == TAG_TEXT) {
            w->alive = w->len;
            w->alive_link = w->link;
        }
        up->alive += w->alive;
        up->alive_link += w->alive_link;
    }
}

/* ---- the element that holds the article
 * ------------------------------------------------------------------------ */

bool tag_is_heading(uint8_t tag)
{
    return tag >= TAG_h1 && tag <= TAG_h6;
}

/* Text of i that is not inside a block below it. */
static int32_t own_text(const Work *k, int32_t i, int *commas, int32_t *links)
{
    int32_t n = 0;
    for (int32_t c = k->p->node[i].first; c; c = k->p->node[c].next) {
        const Node *node = &k->p->node[c];
        if (k->w[c].dead || (node->tag != TAG_TEXT && tag_kind(node->tag) == BLOCK))
            continue;
        n += k->w[c].alive;
        *links += k->w[c].alive_link;
        if (node->tag == TAG_TEXT)
            for (ptrdiff_t b = 0; b < node->text.len; b++)
                *commas += node->text.ptr[b] == ',';
    }
    return n;
}

float link_share(const Weight *w)
{
    return w->alive > 0 ? (float)w->alive_link / (float)w->alive : 0;
}

static void score(Work *k)
{
    const Page *p = k->p;
    for (int32_t i = 1; i < p->n; i++) {
        if (k->w[i].dead || p->node[i].tag == TAG_TEXT || tag_kind(p->node[i].tag) != BLOCK ||
            tag_is_heading(p->node[i].tag))
            continue;
        int commas = 0;
        int32_t links = 0, n = own_text(k, i, &commas, &links);
        if (n < 25 || links * 2 > n)
            continue;
        float points = 1 + (float)commas + (float)MIN(n / 100, 3);
        bool itself = p->node[i].tag == TAG_div || p->node[i].tag == TAG_section ||
                      p->node[i].tag == TAG_article || p->node[i].tag == TAG_td;
        int32_t up = itself ? i : p->node[i].parent;
        for (int level = 0; level < 5 && up > 0; level++, up = p->node[up].parent)
            k->w[up].score += points / (float)(level == 0 ? 1 : level == 1 ? 2 : level * 3);
    }
}

static int32_t best_element(const Work *k)
{
    int32_t best = 0;
    float most = 0;
    for (int32_t i = 1; i < k->p->n; i++) {
        if (k->w[i].dead || k->w[i].score == 0)
            continue;
        uint8_t tag = k->p->node[i].tag;
        float s = k->w[i].score * (1 - link_share(&k->w[i]));
        if (tag == TAG_article || name_is_body(k->p, i))
            s *= 1.3f;
        else if (tag == TAG_ul || tag == TAG_ol || tag == TAG_dl || tag == TAG_form ||
                 tag == TAG_li)
            s *= 0.6f;
        if (s > most) {
            most = s;
            best = i;
        }
    }
    return best;
}

/* Go up while the parent adds at least a share 1/least of text, and not links. */
static int32_t widen(const Work *k, int32_t best, int least, int links)
{
    const Page *p = k->p;
    for (int32_t up = p->node[best].parent;
         up > 0 && p->node[up].tag != TAG_body && p->node[up].tag != TAG_html;
         up = p->node[up].parent) {
        int32_t more = k->w[up].alive - k->w[best].alive,
                more_link = k->w[up].alive_link - k->w[best].alive_link;
        if (more > k->w[best].alive / least && more_link * links < more)
            best = up;
    }
    return best;
}

static int32_t find_article(const Work *k)
{
    int32_t best = best_element(k);
    if (!best)
        return 0;
    int32_t named = 0;
    for (int32_t i = 1; i < k->p->n;
         i++) /* an element that says it is the article's body, and holds enough */
        if (!k->w[i].dead && k->p->node[i].attr && name_is_body(k->p, i) &&
            k->w[i].alive > k->w[named].alive * (named != 0) && link_share(&k->w[i]) < 0.5f)
            named = i;
    if (named && k->w[named].alive * 10 > k->w[best].alive * 4 && k->w[named].alive > 200)
        return widen(k, named, 2, 8);
    return widen(k, best, 5, 4);
}

static Str extract(const Page *p, Str title, bool lenient, Arena *a)
{
    Work k = {.p = p, .a = a, .title = title, .lenient = lenient};
    k.w = NEW(a, Weight, p->n);
    weigh(&k);
    rule_out(&k);
    score(&k);
    int32_t top = find_article(&k);
    Blocks b = {0};
    blocks_gather(&k, top, &b);
    return blocks_article(&k, &b);
}

void extract_text(const Page *p, Article *out, Arena *a)
{
    out->text = extract(p, out->title, false, a);
    if (out->text.len < SHORT) { /* names may have misled: look again without them */
        Str more = extract(p, out->title, true, a);
        if (more.len > 2 * out->text.len)
            out->text = more;
    }
}

Article article_of(Str html, Arena *a)
{
    Article out = {0};
    Page page;
    if (!html_parse(html, &page, a))
        return out;
    metadata_of(&page, &out, a);
    extract_text(&page, &out, a);
    if (out.told_text.len > 2 * out.text.len &&
        out.told_text.len > SHORT) /* a page that scripts put together */
        out.text = markup_text(out.told_text, a);
    out.is_cut = page.is_cut;
    return out;
}

Str markup_text(Str html, Arena *a)
{
    Page page;
    if (!html_parse(html, &page, a))
        return (Str){0};
    Work k = {.p = &page, .a = a};
    k.w = NEW(a, Weight, page.n);
    for (int32_t i = 1; i < page.n; i++)
        k.w[i].dead = k.w[page.node[i].parent].dead || tag_kind(page.node[i].tag) == DROP;
    Blocks b = {0};
    blocks_gather(&k, 0, &b);
    return blocks_all(&b, a);
}
