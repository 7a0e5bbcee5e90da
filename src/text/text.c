/* A body → paragraphs, then text/token.c and text/sentence.c; datelines and the look of each
 * sentence.
 *
 * A blank line ends a paragraph. A single line break does so too, unless the lines look wrapped:
 * when a quarter of all single breaks are followed by a lower-case letter, the author's margin made
 * them. */
#include "text/parts.h"
#include "base/banned.h"

enum { DATELINE_TOKENS = 24, DATELINE_SENTENCES = 3 };

/* ---- paragraphs --------------------------------------------------------------------------- */

/* First byte at or behind `at` that is not a blank; *lines counts the line ends on the way. */
static uint32_t skip_blanks(Str body, uint32_t at, uint32_t end, int *lines)
{
    *lines = 0;
    while (at < end) {
        ptrdiff_t next = at;
        uint32_t cp = utf8_next(body, &next);
        if (!cp_is_space(cp))
            break;
        *lines +=
            cp == '\n' || cp == 0x2028 || (cp == '\r' && (next >= end || body.ptr[next] != '\n'));
        *lines += 2 * (cp == 0x2029 || cp == '\f');
        at = (uint32_t)MIN(next, (ptrdiff_t)end);
    }
    return at;
}

static bool is_lower_at(Str body, uint32_t at)
{
    ptrdiff_t p = at;
    return cp_is_lower(utf8_next(body, &p));
}

static uint32_t line_end(Str body, uint32_t at, uint32_t end)
{
    while (at < end && body.ptr[at] != '\n' && body.ptr[at] != '\r' && body.ptr[at] != '\f')
        at++;
    return at;
}

static bool is_wrapped(Str body, uint32_t start, uint32_t end)
{
    int64_t single = 0, lower = 0;
    for (uint32_t at = start; (at = line_end(body, at, end)) < end;) {
        int lines;
        at = skip_blanks(body, at, end, &lines);
        if (at >= end || lines != 1)
            continue;
        single++;
        lower += is_lower_at(body, at);
    }
    return lower * 4 >= single;
}

/* End of the paragraph that begins at `at`; *next is where the following one begins. */
static uint32_t paragraph_end(Str body, uint32_t at, uint32_t end, bool wrapped, uint32_t *next)
{
    for (;;) {
        uint32_t stop = line_end(body, at, end);
        int lines;
        *next = at = skip_blanks(body, stop, end, &lines);
        if (at >= end || lines >= 2 || (!wrapped && !is_lower_at(body, at)))
            return stop;
    }
}

/* ---- stretches ---------------------------------------------------------------------------- */

/* One sentence, whatever it holds: the title, or a given span. */
static void read_whole(TextWork *w, uint32_t start, uint32_t end, uint32_t flags)
{
    uint32_t first = (uint32_t)w->token.n;
    text_cut_tokens(w, start, end);
    text_find_sentences(w, first, (uint32_t)w->token.n, true, flags);
}

static void read_paragraphs(TextWork *w, uint32_t start, uint32_t end, bool wrapped)
{
    for (uint32_t at = start, next; at < end; at = next) {
        uint32_t stop = paragraph_end(w->body, at, end, wrapped, &next),
                 first = (uint32_t)w->token.n;
        text_cut_tokens(w, at, stop);
        if (w->token.n == first)
            continue;
        text_find_sentences(w, first, (uint32_t)w->token.n, false, SENTENCE_PAR_START);
        w->paragraph++;
    }
}

/* Keep the given spans; what lies between them is cut as usual. */
static void read_given(TextWork *w, const Span *given, ptrdiff_t n, uint32_t text_at, bool wrapped)
{
    uint32_t at = 0, len = (uint32_t)w->body.len;
    bool fresh = true;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t start = MAX(given[i].start, at), end = MIN(given[i].end, len);
        if (start >= end)
            continue;
        ptrdiff_t before = w->token.n;
        int lines;
        if (skip_blanks(w->body, at, start, &lines) < start)
            read_paragraphs(w, at, start, wrapped);
        else if (lines >= 2 && w->token.n)
            w->paragraph++;
        fresh |= lines >= 2 || w->token.n > before;
        read_whole(w, start, end,
                   (fresh ? SENTENCE_PAR_START : 0) | (end <= text_at ? SENTENCE_TITLE : 0));
        fresh = false;
        at = end;
    }
    if (at < len)
        read_paragraphs(w, at, len, wrapped);
    w->paragraph++;
}

/* ---- the look of sentences ---------------------------------------------------------------- */

static uint8_t look(const TextWork *w, const Sentence *s)
{
    uint32_t words = 0, capitals = 0, all_caps = 0, upper = 0, content = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const Token *t = &w->token.item[i];
        if (t->flags & (TOKEN_PUNCT | TOKEN_DIGIT | TOKEN_CLITIC))
            continue;
        words++;
        upper += (t->flags & TOKEN_CAPITAL) != 0;
        all_caps += (t->flags & TOKEN_ALL_CAPS) || (t->form.len == 1 && (t->flags & TOKEN_CAPITAL));
        if (t->form.len < 4 || (w->info.item[i] & WORD_OPENER))
            continue;
        content++;
        capitals += (t->flags & TOKEN_CAPITAL) != 0;
    }
    if (words == 0)
        return 0;
    if (upper == 0)
        return SENTENCE_LOWER;
    if (words >= 3 && all_caps * 10 >= words * 9)
        return SENTENCE_ALL_CAPS;
    return content >= 3 && capitals * 5 >= content * 4 ? SENTENCE_HEADLINE : 0;
}

static bool is_fold(const Token *t, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(t->fold, str_of(list[i])))
            return true;
    return false;
}

/* "BEIRUT (AP) -", "NEW YORK, Feb. 16 (Reuters) -", "Washington (CNN)": its tokens, or none. */
static Span dateline_of(const TextWork *w, const Sentence *s)
{
    static const char *const marks[] = {",", ".", "(", ")", "/", "[", "]", ";"};
    static const char *const inside[] = {"and", "near", "the", "in", "on", "aboard"};
    const Token *t = w->token.item + s->first;
    bool shouted = t[0].flags & TOKEN_ALL_CAPS, agency = false;
    for (uint32_t i = 0; i < s->n && i < DATELINE_TOKENS; i++) {
        bool dash = str_starts(t[i].fold, STR("-")) && t[i].fold.len <= 3;
        bool wide = dash && (t[i].form.len >= 2 || (i > 0 && (t[i - 1].flags & TOKEN_SPACE_AFTER)));
        if (wide)
            return i > 0 && i + 1 < s->n && (shouted || agency) ? (Span){s->first, s->first + i + 1}
                                                                : (Span){0, 0};
        if (dash)
            continue;
        agency |= i > 1 && str_eq(t[i].fold, STR(")"));
        bool fits = (t[i].flags & (TOKEN_CAPITAL | TOKEN_DIGIT)) ||
                    is_fold(&t[i], marks, COUNT(marks)) ||
                    (i > 0 && is_fold(&t[i], inside, COUNT(inside)));
        if (!fits)
            break;
    }
    return (Span){0, 0};
}

static Span find_dateline(const TextWork *w)
{
    int looked = 0;
    for (ptrdiff_t i = 0; i < w->sentence.n && looked < DATELINE_SENTENCES; i++) {
        const Sentence *s = &w->sentence.item[i];
        if (!(s->flags & SENTENCE_PAR_START) || (s->flags & SENTENCE_TITLE))
            continue;
        looked++;
        Span d = dateline_of(w, s);
        if (d.end)
            return d;
    }
    return (Span){0, 0};
}

/* ---- entry -------------------------------------------------------------------------------- */

static const char *lower_copy(Str body, Arena *a)
{
    char *low = NEW(a, char, body.len + 1);
    for (ptrdiff_t i = 0; i < body.len; i++) {
        char c = body.ptr[i];
        low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '`' ? '\'' : c);
    }
    return low;
}

Text text_read(const TextTables *tables, Str body, uint32_t text_at, const Span *given,
               ptrdiff_t n_given, Arena *a)
{
    assert(body.len >= 0 && body.len < UINT32_MAX);
    TextWork w = {.tables = tables, .body = body, .low = lower_copy(body, a), .arena = a};
    uint32_t len = (uint32_t)body.len;
    text_at = MIN(text_at, len);
    bool wrapped = is_wrapped(body, text_at, len);
    if (given) {
        read_given(&w, given, n_given, text_at, wrapped);
    } else {
        read_whole(&w, 0, text_at, SENTENCE_TITLE | SENTENCE_PAR_START);
        w.paragraph += w.sentence.n > 0;
        read_paragraphs(&w, text_at, len, wrapped);
    }
    if (w.token.n)
        w.token.item[w.token.n - 1].flags |= TOKEN_SPACE_AFTER;
    for (ptrdiff_t i = 0; i < w.sentence.n; i++)
        w.sentence.item[i].flags |= look(&w, &w.sentence.item[i]);
    return (Text){.body = body,
                  .token = w.token.item,
                  .sentence = w.sentence.item,
                  .n_tokens = (uint32_t)w.token.n,
                  .n_sentences = (uint32_t)w.sentence.n,
                  .n_paragraphs = w.paragraph,
                  .dateline = find_dateline(&w)};
}

void text_print(const Text *t, Buf *out)
{
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const Sentence *s = &t->sentence[i];
        if (i && (s->flags & SENTENCE_PAR_START))
            buf_byte(out, '\n');
        for (uint32_t k = s->first; k < s->first + s->n; k++) {
            if (k > s->first)
                buf_byte(out, '|');
            buf_put(out, t->token[k].form);
            if (t->dateline.end == k + 1)
                buf_put(out, STR(" ▸"));
        }
        buf_byte(out, '\n');
    }
}
