/* What class and id say about an element: part of the article, or of the page around it. The lists
 * are for people to extend. */
#include "read/extract.h"
#include "base/banned.h"

/* ---- words in class and id
 * --------------------------------------------------------------------------- */

/* Names are cut at '-', '_', blanks and before capitals: "relatedArticles" has the words related,
 * articles. */
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
    "related*",     "recommend*",  "comment*",    "disqus",    "share*",     "sharing",
    "social*",      "sidebar*",    "newsletter*", "subscri*",  "promo*",     "advert*",
    "ads",          "ad",          "adv",         "sponsor*",  "cookie*",    "consent",
    "gdpr",         "breadcrumb*", "footer*",     "nav",       "navbar",     "navigation",
    "menu*",        "byline",      "bylines",     "tags",      "taglist",    "caption*",
    "credit*",      "popup*",      "modal*",      "overlay",   "pagination", "pager",
    "widget*",      "outbrain",    "taboola",     "toolbar",   "popular",    "trending",
    "signup",       "login",       "masthead",    "skip",      "rating*",    "teaser*",
    "toc",          "hidden",      "print",       "noprint",   "copyright",  "disclaimer*",
    "followus",     "follow",      "bio",         "authorbio", "authorinfo", "mostread",
    "readmore",     "readnext",    "seealso",     "banner*",   "replies",    "respond",
    "reply",        "shoutbox",    "meta",        "metadata",  "dateline",   "timestamp",
    "pubdate",      "tooltip",     "dropdown",    "alsoread",  "inread",     "donate",
    "donation*",    "paywall",     "signin",      "register",  "survey",     "poll",
    "quiz",         "carousel",    "slider",      "gallery",   "slideshow",  "playlist",
    "screenreader", "srt",         "infobox",     "facebook",  "twitter",    "whatsapp",
    "linkedin",     "pinterest",   "rollover*",   "addtoany",  "addthis",    "sharedaddy",
    "mailchimp",    "onetrust",    "truste",      "optanon",   "crosslink*", "aside",
    "plista",       "author",      "authors",     "storyline", "morefrom",   "upnext",
    "nextup",       "recirc*",     "rail",        "zergnet",   "revcontent", "ligatus",
};
static const char *const alive_words[] = {"article", "body",  "content", "main",   "story",
                                          "post",    "entry", "text",    "column", "page"};
static const char *const body_words[] = {
    "articlebody",   "article-body",   "article_body",   "story-body",       "storybody",
    "story_body",    "post-content",   "post_content",   "entry-content",    "article-content",
    "article__body", "article-text",   "post-body",      "article__content", "story-content",
    "body-copy",     "articletext",    "story-text",     "article_content",  "content-body",
    "post__content", "articlecontent", "entry__content", "field-name-body",  "td-post-content",
    "article-main"};

static bool word_in(const char *word, ptrdiff_t len, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t k = 0; k < n; k++) {
        const char *w = list[k];
        ptrdiff_t wl = (ptrdiff_t)strlen(w);
        bool prefix = w[wl - 1] == '*';
        if (w[0] == word[0] && (prefix ? len >= wl - 1 && memcmp(w, word, (size_t)wl - 1) == 0
                                       : len == wl && memcmp(w, word, (size_t)wl) == 0))
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

bool name_is_body(const Page *p, int32_t i)
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

bool name_is_dead(const Page *p, int32_t i)
{
    return name_has(p, i, dead_words, COUNT(dead_words));
}

bool name_is_alive(const Page *p, int32_t i)
{
    return name_has(p, i, alive_words, COUNT(alive_words));
}
