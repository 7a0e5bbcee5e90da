/* The article in a page: which part of the tree is the main text, and which blocks in it belong to it.
 *
 * 1. Whole branches are ruled out by tag (nav, aside …) and by what their class and id say (related, comments,
 *    share …), unless they hold most of the page.
 * 2. Paragraphs give points to the elements around them, more for length and commas (the idea of Readability);
 *    links take them away. The best element, widened to ancestors that add text and not links, holds the article.
 * 3. Inside it, blocks that are mostly links, repeat the title, or say "Read more" and the like are left out.
 *
 * All sums over subtrees are one backward loop over the nodes: children come behind their parents. */
#include "read/html.h"
#include "base/banned.h"

enum { SHORT = 250 }; /* bytes: no article */

typedef struct {
    int32_t len, link;   /* bytes of text that are not blanks, and of those in links: all, */
    int32_t alive, alive_link; /* and outside of branches ruled out */
    float score;
    bool dead;
} Weight;

typedef struct {
    const Page *p;
    Arena *a;
    Weight *w;
    Str title;
    bool lenient; /* rule nothing out by its name */
} Work;

/* ---- words in class and id --------------------------------------------------------------------------- */

/* Names are cut at '-', '_', blanks and before capitals: "relatedArticles" has the words related, articles. */
static bool next_name_word(Str s, ptrdiff_t *at, char out[24], ptrdiff_t *len, bool *cut)
{
    ptrdiff_t i = *at, n = 0;
    *cut = i > 0 && i < s.len && (s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z';
    while (i < s.len && !((s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z'))
        i++;
    if (i == s.len)
        return false;
    for (ptrdiff_t start = i; i < s.len && (s.ptr[i] | 32) >= 'a' && (s.ptr[i] | 32) <= 'z'; i++) {
        bool capital = s.ptr[i] < 'a';
        if (capital && i > start && s.ptr[i - 1] >= 'a') {
            *cut = true;
            break;
        }
        if (n < 24)
            out[n++] = (char)(s.ptr[i] | 32);
    }
    *at = i;
    *len = n;
    return true;
}

/* Words that rule a branch out; a '*' at the end: any word that starts so. */
static const char *const dead_words[] = {
    "related*", "recommend*", "comment*", "disqus", "share*", "sharing", "social*", "sidebar*", "newsletter*", "subscri*", "promo*",
    "advert*", "ads", "ad", "adv", "sponsor*", "cookie*", "consent", "gdpr", "breadcrumb*", "footer*", "nav", "navbar", "navigation",
    "menu*", "byline", "bylines", "tags", "taglist", "caption*", "credit*", "popup*", "modal*", "overlay", "pagination", "pager", "widget*",
    "outbrain", "taboola", "toolbar", "popular", "trending", "signup", "login", "masthead", "skip", "rating*", "teaser*", "toc",
    "hidden", "print", "noprint", "copyright", "disclaimer*", "followus", "follow", "bio", "authorbio", "authorinfo", "mostread", "readmore", "readnext", "seealso",
    "banner*", "replies", "respond", "reply", "shoutbox", "meta", "metadata", "dateline", "timestamp", "pubdate", "tooltip", "dropdown",
    "alsoread", "inread", "donate", "donation*", "paywall", "signin", "register", "survey", "poll", "quiz", "carousel", "slider",
    "gallery", "slideshow", "playlist", "screenreader", "srt", "infobox", "facebook", "twitter", "whatsapp", "linkedin", "pinterest",
    "rollover*", "addtoany", "addthis", "sharedaddy", "mailchimp", "onetrust", "truste", "optanon", "crosslink*", "aside", "plista",
    "author", "authors", "storyline", "morefrom", "upnext", "nextup", "recirc*", "rail", "zergnet", "revcontent", "ligatus",
};
static const char *const alive_words[] = {"article", "body", "content", "main", "story", "post", "entry", "text", "column", "page"};
static const char *const body_words[] = {"articlebody", "article-body", "article_body", "story-body", "storybody", "story_body", "post-content", "post_content", "entry-content",
                                         "article-content", "article__body", "article-text", "post-body", "article__content", "story-content", "body-copy", "articletext", "story-text",
                                         "article_content", "content-body", "post__content", "articlecontent", "entry__content", "field-name-body", "td-post-content", "article-main"};

static bool word_in(const char *word, ptrdiff_t len, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t k = 0; k < n; k++) {
        const char *w = list[k];
        ptrdiff_t wl = (ptrdiff_t)strlen(w);
        bool prefix = w[wl - 1] == '*';
        if (w[0] == word[0] && (prefix ? len >= wl - 1 && memcmp(w, word, (size_t)wl - 1) == 0 : len == wl && memcmp(w, word, (size_t)wl) == 0))
            return true;
    }
    return false;
}

static bool name_has(const Page *p, int32_t i, const char *const *list, ptrdiff_t n)
{
    for (int which = 0; which < 2; which++) {
        Str s = str_cut(node_attr(p, i, which ? ATTR_id : ATTR_class), 0, 400);
        char word[24];
        ptrdiff_t len;
        bool cut; /* by a capital: short ones are then the letters of a generated name */
        for (ptrdiff_t at = 0; next_name_word(s, &at, word, &len, &cut);)
            if (!(cut && len <= 3) && word_in(word, len, list, n))
                return true;
    }
    return false;
}

static bool names_body(const Page *p, int32_t i)
{
    if (str_contains(node_attr(p, i, ATTR_itemprop), STR("articleBody")))
        return true;
    for (int which = 0; which < 2; which++) {
        Str rest = str_cut(node_attr(p, i, which ? ATTR_id : ATTR_class), 0, 400), part;
        while (rest.ptr && str_split(&rest, ' ', &part))
            for (ptrdiff_t k = 0; k < COUNT(body_words); k++)
                if (str_ieq(part, str_of(body_words[k])))
                    return true;
    }
    return false;
}

/* ---- weights ---------------------------------------------------------------------------------------------- */

static int32_t count_text(Str s)
{
    int32_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += (unsigned char)s.ptr[i] > ' ';
    return n;
}

/* Tags that are never content, but hold all of it where a page forgets to close them. */
static bool may_hold_all(uint8_t tag)
{
    return tag == TAG_nav || tag == TAG_aside || tag == TAG_footer || tag == TAG_menu || tag == TAG_dialog;
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
        bool counts = tag_kind(p->node[i].tag) != DROP || may_hold_all(p->node[i].tag) || p->node[i].tag == TAG_noscript;
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
        if (p->attrs.item[k].name == ATTR_style && (str_contains(v, STR("display:none")) || str_contains(v, STR("display: none")) || str_contains(v, STR("visibility:hidden"))))
            return true;
    }
    return false;
}

static bool dead_role(Str role)
{
    static const char *const roles[] = {"navigation", "complementary", "banner", "contentinfo", "menu", "menubar", "dialog", "alertdialog", "search", "toolbar", "tooltip"};
    for (ptrdiff_t k = 0; k < COUNT(roles); k++)
        if (str_ieq(role, str_of(roles[k])))
            return true;
    return false;
}

/* Rule branches out. One that holds much of the page is kept whatever its name: names of <body> and of whole
 * columns speak of many things ("has-sidebar", "comments-open"). */
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
            bool holds = node->tag == TAG_noscript ? w->len - w->link > 500 : may_hold_all(node->tag) && w->len - w->link > all / 10 * 6;
            w->dead = !holds;
            continue;
        }
        if (!node->attr || node->tag == TAG_blockquote || node->tag == TAG_html || node->tag == TAG_body || node->tag == TAG_article || node->tag == TAG_main)
            continue;
        int32_t prose = w->len - w->link;
        bool large = prose > all / 10 * 4;
        if (dead_role(node_attr(p, i, ATTR_role)) || (is_hidden(p, i) && !large))
            w->dead = true;
        else if (!large && !k->lenient && name_has(p, i, dead_words, COUNT(dead_words)) &&
                 !(names_body(p, i) || (prose > all / 10 && w->link * 4 < w->len && name_has(p, i, alive_words, COUNT(alive_words)))))
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

/* ---- the element that holds the article ------------------------------------------------------------------------ */

static bool is_heading(uint8_t tag) { return tag >= TAG_h1 && tag <= TAG_h6; }

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

static float link_share(const Weight *w)
{
    return w->alive > 0 ? (float)w->alive_link / (float)w->alive : 0;
}

static void score(Work *k)
{
    const Page *p = k->p;
    for (int32_t i = 1; i < p->n; i++) {
        if (k->w[i].dead || p->node[i].tag == TAG_TEXT || tag_kind(p->node[i].tag) != BLOCK || is_heading(p->node[i].tag))
            continue;
        int commas = 0;
        int32_t links = 0, n = own_text(k, i, &commas, &links);
        if (n < 25 || links * 2 > n)
            continue;
        float points = 1 + (float)commas + (float)MIN(n / 100, 3);
        bool itself = p->node[i].tag == TAG_div || p->node[i].tag == TAG_section || p->node[i].tag == TAG_article || p->node[i].tag == TAG_td;
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
        if (tag == TAG_article || names_body(k->p, i))
            s *= 1.3f;
        else if (tag == TAG_ul || tag == TAG_ol || tag == TAG_dl || tag == TAG_form || tag == TAG_li)
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
    for (int32_t up = p->node[best].parent; up > 0 && p->node[up].tag != TAG_body && p->node[up].tag != TAG_html; up = p->node[up].parent) {
        int32_t more = k->w[up].alive - k->w[best].alive, more_link = k->w[up].alive_link - k->w[best].alive_link;
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
    for (int32_t i = 1; i < k->p->n; i++) /* an element that says it is the article's body, and holds enough */
        if (!k->w[i].dead && k->p->node[i].attr && names_body(k->p, i) && k->w[i].alive > k->w[named].alive * (named != 0) &&
            link_share(&k->w[i]) < 0.5f)
            named = i;
    if (named && k->w[named].alive * 10 > k->w[best].alive * 4 && k->w[named].alive > 200)
        return widen(k, named, 2, 8);
    return widen(k, best, 5, 4);
}

/* ---- blocks ------------------------------------------------------------------------------------------------------- */

typedef struct {
    Str text;
    int32_t link; /* bytes in links, blanks not counted */
    int32_t len;
    uint8_t tag;  /* of the innermost block element */
} Block;
typedef struct {
    LIST(Block) blocks;
    char *out, *at, *start; /* room for all text; the block being written */
    int32_t link;
    int breaks;             /* line breaks since the last character */
} Blocks;

static void end_block(Blocks *b, uint8_t tag, Arena *a)
{
    Str text = str_trim((Str){b->start, b->at - b->start});
    if (text.len > 0)
        *push(&b->blocks, a) = (Block){.text = text, .link = b->link, .len = count_text(text), .tag = tag};
    b->start = b->at;
    b->link = 0;
    b->breaks = 0;
}

static void put_text(Blocks *b, Str t, bool link, bool pre)
{
    for (ptrdiff_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        bool nbsp = c == 0xC2 && i + 1 < t.len && (unsigned char)t.ptr[i + 1] == 0xA0;
        if (c <= ' ' || nbsp) {
            i += nbsp;
            bool line = pre && c == '\n';
            if (b->at > b->start && b->at[-1] != ' ' && b->at[-1] != '\n')
                *b->at++ = line ? '\n' : ' ';
            continue;
        }
        *b->at++ = (char)c;
        b->link += link;
        b->breaks = 0;
    }
}

/* A child list, table, form or div that is mostly links or has hardly any text is not part of the article. */
static bool is_clutter(const Work *k, int32_t i)
{
    const Weight *w = &k->w[i];
    uint8_t tag = k->p->node[i].tag;
    float links = link_share(w);
    switch (tag) {
    case TAG_ul: case TAG_ol: case TAG_dl: return links > 0.6f;
    case TAG_table: return links > 0.5f;
    case TAG_div: case TAG_section: case TAG_form: case TAG_fieldset: case TAG_header: return links > 0.5f && w->alive < 2000;
    default: return false;
    }
}

static void gather(Work *k, int32_t top, Blocks *b)
{
    const Page *p = k->p;
    ptrdiff_t room = 1;
    for (int32_t i = 1; i < p->n; i++)
        room += p->node[i].text.len + 2;
    b->out = b->at = b->start = NEW(k->a, char, room);
    int32_t link_depth = 0, i = top;
    uint8_t tag = p->node[top].tag;
    bool leave = false;
    for (;;) { /* document order, entering and leaving elements */
        const Node *node = &p->node[i];
        bool skip = k->w[i].dead || (i != top && is_clutter(k, i));
        if (!leave && !skip) {
            if (node->tag == TAG_TEXT)
                put_text(b, node->text, link_depth > 0, tag == TAG_pre);
            else if (node->tag == TAG_br) {
                if (b->at > b->start && b->at[-1] == ' ')
                    b->at--;
                if (++b->breaks >= 2)
                    end_block(b, tag, k->a);
                else if (b->at > b->start && b->at[-1] != '\n')
                    *b->at++ = '\n';
            } else if (tag_kind(node->tag) == BLOCK) {
                end_block(b, tag, k->a);
                tag = node->tag;
            }
            link_depth += node->tag == TAG_a;
            if (node->first) {
                i = node->first;
                continue;
            }
            leave = true;
        }
        if (leave && !skip) {
            link_depth -= node->tag == TAG_a;
            if (node->tag != TAG_TEXT && tag_kind(node->tag) == BLOCK) {
                end_block(b, node->tag, k->a);
                tag = p->node[node->parent].tag;
            }
        }
        if (i == top)
            break;
        leave = node->next == 0;
        i = node->next ? node->next : node->parent;
    }
    end_block(b, tag, k->a);
}

/* Openings of lines that are the page's talk, not the article's. */
static const char *const chatter[] = {
    "advertisement", "read more", "read also", "also read", "read:", "related:", "related articles", "related stories", "share this", "follow us", "sign up", "click here", "subscribe",
    "photo:", "image:", "copyright", "\xC2\xA9", "all rights reserved", "more from", "see also", "watch:", "loading", "continue reading", "story continues",
    "photo by", "image source", "getty images", "this article was originally", "download our app", "comments", "share on", "tweet", "print", "email", "save", "back to top", "most read",
    "skip to", "join the conversation", "recommended", "you may also like", "editor's picks", "published", "updated", "last updated", "posted", "by ",
};

static bool starts_icase(Str s, Str prefix)
{
    return s.len >= prefix.len && str_ieq(str_cut(s, 0, prefix.len), prefix);
}

static bool ends_sentence(Str s)
{
    Str quotes[] = {STR("\""), STR("'"), STR("\xE2\x80\x9D"), STR("\xE2\x80\x99"), STR(")"), STR("]")};
    for (ptrdiff_t k = 0; k < COUNT(quotes); k++)
        if (str_ends(s, quotes[k]))
            s = str_cut(s, 0, s.len - quotes[k].len);
    return s.len > 0 && (strchr(".!?:;", s.ptr[s.len - 1]) || str_ends(s, STR("\xE2\x80\xA6")));
}

/* "Subscribe now to our newsletter", "Follow us on Twitter": an order to the reader and what it is about. */
static bool is_appeal(Str s)
{
    static const char *const orders[] = {"subscribe", "sign up", "follow", "download", "click", "get ", "join", "register", "never miss", "don't miss", "for the latest", "send ", "like us",
                                         "want ", "do you", "support", "read our", "for more", "keep up", "stay ", "to get", "if you", "have a", "donate", "become a", "help us", "tell us", "contact us", "buy "};
    static const char *const about[] = {"newsletter", " app", "subscri", "twitter", "facebook", "instagram", "inbox", "alerts", "whatsapp", "telegram", "youtube", "podcast", "e-mail updates", "email updates", "sign up",
                                        "signing up", "our site", "our website", "donat", "your support", "email address", "news tip", "story idea", "latest stories", "latest news"};
    bool order = false, topic = false;
    for (ptrdiff_t k = 0; k < COUNT(orders) && !order; k++)
        order = starts_icase(s, str_of(orders[k]));
    for (ptrdiff_t k = 0; k < COUNT(about) && order && !topic; k++)
        for (ptrdiff_t i = 0; i < s.len && !topic; i++)
            topic = starts_icase(str_cut(s, i, s.len), str_of(about[k]));
    return order && topic;
}

static bool is_chatter(const Block *b)
{
    if (b->len < 280 && is_appeal(b->text))
        return true;
    if (b->len > 120 || b->tag == TAG_blockquote)
        return false;
    for (ptrdiff_t k = 0; k < COUNT(chatter); k++)
        if (starts_icase(b->text, str_of(chatter[k])) && (b->len < 40 || !ends_sentence(b->text)))
            return true;
    return false;
}

/* Headings of what follows an article: lists of other stories, comments. */
static bool begins_tail(const Block *b)
{
    static const char *const tails[] = {"related stor", "related article", "related news", "related post", "related content", "related link", "our latest", "latest stories", "latest news", "latest from", "more great", "more stories",
                                        "more news", "more from", "more on this", "most popular", "most read", "popular stories", "popular posts", "read next", "up next", "recommended", "you may also like", "you might also like", "you might like",
                                        "trending", "top stories", "top news", "editor's picks", "editors' picks", "around the web", "from our partners", "from around the web", "also on", "other stories", "other news",
                                        "leave a reply", "leave a comment", "post a comment", "about the author", "share this story", "tell us what you", "join the discussion", "about us", "recent posts", "recent stories", "more in ", "don't miss"};
    if (b->len > 50 || (!is_heading(b->tag) && ends_sentence(b->text) && b->text.ptr[b->text.len - 1] != ':'))
        return false;
    for (ptrdiff_t k = 0; k < COUNT(tails); k++)
        if (starts_icase(b->text, str_of(tails[k])))
            return true;
    return false;
}

static Str choose_blocks(const Work *k, const Blocks *b, Arena *a)
{
    ptrdiff_t room = 1;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++)
        room += b->blocks.item[i].text.len + 2;
    char *out = NEW(a, char, room), *at = out;
    bool started = false;
    int64_t all = 0, seen = 0;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++)
        all += b->blocks.item[i].len;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++) {
        const Block *x = &b->blocks.item[i];
        if (seen * 10 > all * 6 && begins_tail(x))
            break;
        seen += x->len;
        bool sentence = x->len > 80 && ends_sentence(x->text);
        bool links = x->link * 2 > x->len && x->len < 250 && !(sentence && x->link * 10 < x->len * 9);
        bool title = k->title.len > 0 && (str_ieq(x->text, k->title) || (is_heading(x->tag) && str_contains(k->title, x->text)));
        if (links || title || is_chatter(x) || x->tag == TAG_h1)
            continue;
        if (!started && x->len < 80 && !ends_sentence(x->text)) /* bylines, dates, kickers above the text */
            continue;
        started = true;
        if (at > out) {
            memcpy(at, "\n\n", 2);
            at += 2;
        }
        memcpy(at, x->text.ptr, (size_t)x->text.len);
        at += x->text.len;
    }
    return (Str){out, at - out};
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
    gather(&k, top, &b);
    return choose_blocks(&k, &b, a);
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
    if (out.told_text.len > 2 * out.text.len && out.told_text.len > SHORT) /* a page that scripts put together */
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
    gather(&k, 0, &b);
    ptrdiff_t room = 1;
    for (ptrdiff_t i = 0; i < b.blocks.n; i++)
        room += b.blocks.item[i].text.len + 2;
    char *text = NEW(a, char, room), *at = text;
    for (ptrdiff_t i = 0; i < b.blocks.n; i++) {
        if (at > text) {
            memcpy(at, "\n\n", 2);
            at += 2;
        }
        memcpy(at, b.blocks.item[i].text.ptr, (size_t)b.blocks.item[i].text.len);
        at += b.blocks.item[i].text.len;
    }
    return (Str){text, at - text};
}
