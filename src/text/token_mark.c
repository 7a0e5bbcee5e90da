/* Numbers and marks: "2,000", "9/11", "20th", "5|km", "...", ":-)", "'em". */
#include "text/cut.h"
#include "base/banned.h"

static const char *const smileys[] = {":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(",
                                      ";)",  ":D",  ":P",  ":O",  ":p",  "=)",  "=(", "=D",
                                      "(:",  "^_^", "<3",  "->",  "<-",  "=>"};

/* Telephone numbers, dates and postal codes: 555-1234, 2004-10-12, 77030-2707. End, or 0. */
static uint32_t dashed_end(const TextWork *w, uint32_t start, uint32_t end)
{
    uint32_t at = start, len[2] = {0}, groups = 0;
    for (;;) {
        uint32_t e = digit_run(w, at, MIN(end, at + 8));
        if (groups < 2)
            len[groups] = e - at;
        groups++;
        at = e;
        if (byte_at(w, at, end) != '-' || !is_digit_at(w, at + 1, end) || groups > 5)
            break;
        at++;
    }
    bool kept =
        groups >= 3 || (groups == 2 && (len[0] == 1 || len[0] == 3 || len[0] == 5) && len[1] == 4);
    return kept && !is_word_at(w, at, end) ? at : 0;
}

static uint32_t number_end(const TextWork *w, uint32_t start, uint32_t end)
{
    uint32_t at = digit_run(w, start, end);
    if (byte_at(w, at, end) == '-') {
        uint32_t e = dashed_end(w, start, end);
        return e ? e : at;
    }
    for (;;) {
        char c = byte_at(w, at, end);
        if ((c != ',' && c != '.' && c != ':' && c != '/') || !is_digit_at(w, at + 1, end))
            return at;
        uint32_t e = digit_run(w, at + 1, end);
        if (c == ',' && e - at != 4)
            return at;
        at = e;
    }
}

/* Letters behind a figure: part of it ("20th", "1970s", "4G") or a word of their own ("5|km")? */
static uint32_t number_letters(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t e = letter_run(w, at, end);
    if (is_digit_at(w, e, end))
        return word_run(w, e, end);
    Str low = low_slice(w, at, e);
    static const char *const ordinals[] = {"st", "nd", "rd", "th", "s"};
    if (is_one_of(low, ordinals, COUNT(ordinals)))
        return e;
    if (e - at == 1 && is_upper_at(w, at, end) && !strchr("KMBCF", w->body.ptr[at]))
        return e;
    return e - at > 2 || (look_up(w, at, e) & WORD_UNIT) ? at : e;
}

uint32_t cut_read_number(TextWork *w, uint32_t start, uint32_t end)
{
    uint32_t at = number_end(w, start, end), e;
    char c = byte_at(w, at, end);
    if (is_alpha_at(w, at, end))
        at = number_letters(w, at, end);
    else if ((c == '.' || c == '-' || c == '_') && is_word_at(w, at + 1, end) &&
             (e = cut_domain_end(w, start, end)) > at)
        at = e;
    else if ((c == '.' || c == '@') && (e = cut_mail_end(w, start, end)))
        at = e;
    uint32_t mark = apostrophe_at(w, at, end);
    bool is_decade = at - start == 2 || (at - start == 4 && w->body.ptr[at - 1] == '0');
    if (mark && is_decade && byte_at(w, at + mark, end) == 's' &&
        !is_word_at(w, at + mark + 1, end)) /* 80's */
        return cut_emit(w, start, at + mark + 1, 0)->span.end;
    cut_emit_word(w, start, at);
    if (mark && (e = cut_clitic_end(w, at, mark, end))) {
        cut_emit(w, at, e, 0)->flags |= TOKEN_CLITIC;
        at = e;
    }
    return at;
}

/* 'em, '72, '60s: end, or 0. Only where a blank or nothing stands before. */
static uint32_t elision_end(const TextWork *w, uint32_t at, uint32_t mark, uint32_t end)
{
    uint32_t e = word_run(w, at + mark, MIN(end, at + mark + 8));
    Str low = low_slice(w, at + mark, e);
    static const char *const words[] = {"em", "n", "til", "cause", "bout", "round"};
    bool year = low.len >= 2 && low.len <= 3 && is_digit_at(w, at + mark, end) &&
                is_digit_at(w, at + mark + 1, end) && (low.len == 2 || low.ptr[2] == 's');
    return (year || is_one_of(low, words, COUNT(words))) && !apostrophe_at(w, e, end) ? e : 0;
}

static bool repeats(char c)
{
    return c && strchr(".-!?*=_~+#<>^$", c);
}

static uint32_t run_of(const TextWork *w, uint32_t at, uint32_t end, const char *set)
{
    while (at < end && w->body.ptr[at] && strchr(set, w->body.ptr[at]))
        at++;
    return at;
}

/* Pictures and their joiners make one token. */
static bool is_picture(uint32_t cp)
{
    return (cp >= 0x1F000 && cp <= 0x1FAFF) || (cp >= 0x2600 && cp <= 0x27BF) || cp == 0x200D ||
           (cp >= 0xFE00 && cp <= 0xFE0F);
}

static uint32_t wide_mark_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t e, next, cp = cp_at(w, at, &e);
    e = MIN(e, end);
    if (cp == 0x2026) /* … */
        return run_of(w, e, end, ".");
    while (e < end && ((is_picture(cp) && is_picture(cp_at(w, e, &next))) ||
                       ((cp == 0x2013 || cp == 0x2014) && cp_at(w, e, &next) == cp)))
        e = next;
    return MIN(e, end);
}

static uint32_t mark_end(const TextWork *w, uint32_t at, uint32_t end)
{
    char c = w->body.ptr[at];
    if ((unsigned char)c >= 0x80)
        return wide_mark_end(w, at, end);
    Str rest = {w->body.ptr + at, (ptrdiff_t)(end - at)};
    for (ptrdiff_t i = 0; i < COUNT(smileys); i++)
        if (c == smileys[i][0] && str_starts(rest, str_of(smileys[i])) &&
            !is_word_at(w, at + (uint32_t)strlen(smileys[i]), end) &&
            (at == 0 || is_space_at(w, at - 1, end) || c != '('))
            return at + (uint32_t)strlen(smileys[i]);
    if ((c == '#' || c == '@') && is_alpha_at(w, at + 1, end))
        return word_run(w, at + 1, end);
    if (c == '+' && is_digit_at(w, at + 1, end) && (at == 0 || is_space_at(w, at - 1, end)))
        return number_end(w, at + 1, end);
    if (c == '.' && is_digit_at(w, at + 1, end))
        return number_end(w, at + 1, end);
    if (c == '.' && is_alpha_at(w, at + 1, end) &&
        (at == 0 || is_space_at(w, at - 1, end))) { /* .doc */
        uint32_t tail = letter_run(w, at + 1, end);
        if (look_up(w, at + 1, tail) & WORD_DOMAIN)
            return tail;
    }
    if (c == '.' || c == '!' || c == '?')
        return run_of(w, at, end, ".!?");
    if ((c == '\'' || c == '`') && byte_at(w, at + 1, end) == c)
        return at + 2;
    char set[2] = {c, 0};
    uint32_t e = repeats(c) ? run_of(w, at, end, set) : at + 1;
    return e - at >= 3 ? run_of(w, e, end, "-=_*~+<>|") : e; /* a drawn line */
}

uint32_t cut_read_mark(TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t e, mark = apostrophe_at(w, at, end);
    bool open = at == 0 || is_space_at(w, at - 1, end);
    if (at + mark > end)
        mark = 0;
    if (mark && open && (e = elision_end(w, at, mark, end))) {
        cut_emit(w, at, e, 0);
        return e;
    }
    if (mark && !open && (e = cut_clitic_end(w, at, mark, end))) {
        cut_emit(w, at, e, 0)->flags |= TOKEN_CLITIC;
        return e;
    }
    e = mark_end(w, at, end);
    cut_emit(w, at, e, 0);
    return e;
}
