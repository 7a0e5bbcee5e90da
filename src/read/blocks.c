/* From the element that holds the article to its text: blocks (paragraphs, headings, list items),
 * blanks and line breaks put in order, without lists of links, appeals to the reader, captions and
 * what follows the article. */
#include "read/extract.h"
#include "base/banned.h"

static void end_block(Blocks *b, uint8_t tag, Arena *a)
{
    Str text = str_trim((Str){b->start, b->at - b->start});
    if (text.len > 0)
        *push(&b->blocks, a) =
            (Block){.text = text, .link = b->link, .len = count_text(text), .tag = tag};
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

/* A child list, table, form or div that is mostly links or has hardly any text is not part of the
 * article. */
static bool is_clutter(const Work *k, int32_t i)
{
    const Weight *w = &k->w[i];
    uint8_t tag = k->p->node[i].tag;
    float links = link_share(w);
    switch (tag) {
    case TAG_ul:
    case TAG_ol:
    case TAG_dl: return links > 0.6f;
    case TAG_table: return links > 0.5f;
    case TAG_div:
    case TAG_section:
    case TAG_form:
    case TAG_fieldset:
    case TAG_header: return links > 0.5f && w->alive < 2000;
    default: return false;
    }
}

void blocks_gather(const Work *k, int32_t top, Blocks *b)
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
    "advertisement",
    "read more",
    "read also",
    "also read",
    "read:",
    "related:",
    "related articles",
    "related stories",
    "share this",
    "follow us",
    "sign up",
    "click here",
    "subscribe",
    "photo:",
    "image:",
    "copyright",
    "\xC2\xA9",
    "all rights reserved",
    "more from",
    "see also",
    "watch:",
    "loading",
    "continue reading",
    "story continues",
    "photo by",
    "image source",
    "getty images",
    "this article was originally",
    "download our app",
    "comments",
    "share on",
    "tweet",
    "print",
    "email",
    "save",
    "back to top",
    "most read",
    "skip to",
    "join the conversation",
    "recommended",
    "you may also like",
    "editor's picks",
    "published",
    "updated",
    "last updated",
    "posted",
    "by ",
};

static bool starts_icase(Str s, Str prefix)
{
    return s.len >= prefix.len && str_ieq(str_cut(s, 0, prefix.len), prefix);
}

static bool ends_sentence(Str s)
{
    Str quotes[] = {STR("\""),           STR("'"), STR("\xE2\x80\x9D"),
                    STR("\xE2\x80\x99"), STR(")"), STR("]")};
    for (ptrdiff_t k = 0; k < COUNT(quotes); k++)
        if (str_ends(s, quotes[k]))
            s = str_cut(s, 0, s.len - quotes[k].len);
    return s.len > 0 && (strchr(".!?:;", s.ptr[s.len - 1]) || str_ends(s, STR("\xE2\x80\xA6")));
}

/* "Subscribe now to our newsletter", "Follow us on Twitter": an order to the reader and what it is
 * about. */
static bool is_appeal(Str s)
{
    static const char *const orders[] = {
        "subscribe",      "sign up",  "follow",     "download",   "click",
        "get ",           "join",     "register",   "never miss", "don't miss",
        "for the latest", "send ",    "like us",    "want ",      "do you",
        "support",        "read our", "for more",   "keep up",    "stay ",
        "to get",         "if you",   "have a",     "donate",     "become a",
        "help us",        "tell us",  "contact us", "buy "};
    static const char *const about[] = {
        "newsletter",    " app",     "subscri",        "twitter",        "facebook",
        "instagram",     "inbox",    "alerts",         "whatsapp",       "telegram",
        "youtube",       "podcast",  "e-mail updates", "email updates",  "sign up",
        "signing up",    "our site", "our website",    "donat",          "your support",
        "email address", "news tip", "story idea",     "latest stories", "latest news"};
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
    static const char *const tails[] = {"related stor",
                                        "related article",
                                        "related news",
                                        "related post",
                                        "related content",
                                        "related link",
                                        "our latest",
                                        "latest stories",
                                        "latest news",
                                        "latest from",
                                        "more great",
                                        "more stories",
                                        "more news",
                                        "more from",
                                        "more on this",
                                        "most popular",
                                        "most read",
                                        "popular stories",
                                        "popular posts",
                                        "read next",
                                        "up next",
                                        "recommended",
                                        "you may also like",
                                        "you might also like",
                                        "you might like",
                                        "trending",
                                        "top stories",
                                        "top news",
                                        "editor's picks",
                                        "editors' picks",
                                        "around the web",
                                        "from our partners",
                                        "from around the web",
                                        "also on",
                                        "other stories",
                                        "other news",
                                        "leave a reply",
                                        "leave a comment",
                                        "post a comment",
                                        "about the author",
                                        "share this story",
                                        "tell us what you",
                                        "join the discussion",
                                        "about us",
                                        "recent posts",
                                        "recent stories",
                                        "more in ",
                                        "don't miss"};
    if (b->len > 50 ||
        (!tag_is_heading(b->tag) && ends_sentence(b->text) && b->text.ptr[b->text.len - 1] != ':'))
        return false;
    for (ptrdiff_t k = 0; k < COUNT(tails); k++)
        if (starts_icase(b->text, str_of(tails[k])))
            return true;
    return false;
}

/* Write a block at `at`, apart from what stands before it in out. */
static char *put_block(const Block *b, const char *out, char *at)
{
    if (at > out) {
        memcpy(at, "\n\n", 2);
        at += 2;
    }
    memcpy(at, b->text.ptr, (size_t)b->text.len);
    return at + b->text.len;
}

Str blocks_article(const Work *k, const Blocks *b)
{
    ptrdiff_t room = 1;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++)
        room += b->blocks.item[i].text.len + 2;
    char *out = NEW(k->a, char, room), *at = out;
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
        bool links =
            x->link * 2 > x->len && x->len < 250 && !(sentence && x->link * 10 < x->len * 9);
        bool title =
            k->title.len > 0 && (str_ieq(x->text, k->title) ||
                                 (tag_is_heading(x->tag) && str_contains(k->title, x->text)));
        if (links || title || is_chatter(x) || x->tag == TAG_h1)
            continue;
        if (!started && x->len < 80 &&
            !ends_sentence(x->text)) /* bylines, dates, kickers above the text */
            continue;
        started = true;
        at = put_block(x, out, at);
    }
    return (Str){out, at - out};
}

Str blocks_all(const Blocks *b, Arena *a)
{
    ptrdiff_t room = 1;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++)
        room += b->blocks.item[i].text.len + 2;
    char *out = NEW(a, char, room), *at = out;
    for (ptrdiff_t i = 0; i < b->blocks.n; i++)
        at = put_block(&b->blocks.item[i], out, at);
    return (Str){out, at - out};
}
