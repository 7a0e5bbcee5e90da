/* Bytes → tokens, by the conventions of Universal Dependencies' EWT and GUM.
 *
 * One pass. At each token start the first character decides who reads on: word, number or mark.
 * Each reader looks at most a bounded number of bytes ahead (LOOK), so the whole is linear. The
 * word lists decide what letters alone cannot: which stops belong to an abbreviation, which
 * prefixes keep their hyphen, which words are two ("can|not"). */
#include "text/cut.h"
#include "base/banned.h"

static const char *const clitics[] = {"s", "m", "d", "ll", "ve", "re"};
static const char *const schemes[] = {"http", "https", "ftp", "mailto"};

uint32_t cut_clitic_end(const TextWork *w, uint32_t at, uint32_t mark, uint32_t end)
{
    uint32_t e = letter_run(w, at + mark, MIN(end, at + mark + 4));
    if (is_word_at(w, e, end) || !is_one_of(low_slice(w, at + mark, e), clitics, COUNT(clitics)))
        return 0;
    return e;
}

/* "'t" behind a word that ends in n: its end, or 0. */
static uint32_t not_end(const TextWork *w, uint32_t start, uint32_t at, uint32_t mark, uint32_t end)
{
    uint32_t t = at + mark;
    bool is_not = at - start >= 2 && w->low[at - 1] == 'n' && t < end && w->low[t] == 't' &&
                  !is_word_at(w, t + 1, end);
    return is_not ? t + 1 : 0;
}

/* U.S. from a single letter: end of the letters and stops, or 0 when there is one letter only. */
static uint32_t initials_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t p = at, next;
    while (byte_at(w, p, end) == '.' && kind_at(w, p + 1, end, &next) == KIND_ALPHA &&
           !is_word_at(w, next, end) && !apostrophe_at(w, next, end))
        p = next;
    if (p == at)
        return 0;
    return byte_at(w, p, end) == '.' ? p + 1 : p;
}

/* A stop behind the single capital [start, at): an initial when a name may follow. */
static bool is_initial(const TextWork *w, uint32_t start, uint32_t at, uint32_t end)
{
    bool has_name = w->token.n && (w->token.item[w->token.n - 1].flags & TOKEN_CAPITAL);
    if (!is_upper_at(w, start, end) || (w->body.ptr[start] == 'I' && !has_name) ||
        byte_at(w, at + 1, end) == '.')
        return false;
    if (is_alpha_at(w, at + 1, end))
        return is_upper_at(w, at + 1, end);
    uint32_t p = behind_blanks(w, at + 1, end);
    if (!is_upper_at(w, p, end))
        return false;
    return has_name || !(look_up(w, p, letter_run(w, p, end)) & WORD_OPENER);
}

/* Does the stop at `at` belong to the abbreviation [start, at) of these bits? */
static bool keeps_stop(const TextWork *w, uint32_t bits, uint32_t start, uint32_t at, uint32_t end)
{
    if (!(bits & WORD_ABBREVIATION) || ((bits & WORD_CAPITAL) && !is_upper_at(w, start, end)))
        return false;
    if (bits & (WORD_ANY | WORD_NEVER | WORD_TIME | WORD_MONTH))
        return true;
    uint32_t p = behind_blanks(w, at + 1, end);
    if ((bits & WORD_NUMBER) && (is_digit_at(w, p, end) || byte_at(w, p, end) == '#' ||
                                 (look_up(w, p, letter_run(w, p, end)) & WORD_DATE)))
        return true;
    return (bits & WORD_TITLE) && p < end && (is_upper_at(w, p, end) || !is_word_at(w, p, end)) &&
           is_upper_at(w, start, end);
}

/* A stop at `at` behind the word [start, at): the end of the token that takes it, or 0. */
static uint32_t stop_end(const TextWork *w, uint32_t start, uint32_t at, uint32_t end,
                         uint32_t *info)
{
    uint32_t next, e;
    uint32_t part = at; /* "anti-U.S.": the letters behind the hyphen */
    while (part > start && at - part < 4 && w->body.ptr[part - 1] != '-')
        part--;
    bool single = kind_at(w, part, end, &next) == KIND_ALPHA && next == at;
    if (is_word_at(w, at + 1, end) &&
        ((e = cut_domain_end(w, start, end)) > at || (e = cut_dotted_end(w, start, end)) > at))
        return e;
    if (single && (e = initials_end(w, at, end))) {
        *info = look_up(w, part, e - (w->body.ptr[e - 1] == '.')) | WORD_INITIAL;
        return e;
    }
    if (is_alpha_at(w, at + 1, end)) { /* Ph.D. */
        uint32_t p = at, stop = MIN(end, start + 12);
        while (p < stop && (w->low[p] == '.' || is_alpha_at(w, p, stop)))
            p++;
        bool dot = w->low[p - 1] == '.';
        *info = look_up(w, start, p - dot);
        if (keeps_stop(w, *info, start, p - dot, end))
            return p;
        return (*info = look_up(w, start, at)) & WORD_TITLE && is_upper_at(w, start, end) ? at + 1
                                                                                          : 0;
    }
    if (byte_at(w, at + 1, end) == '.' && byte_at(w, at + 2, end) == '.')
        return 0;
    *info = look_up(w, start, at);
    if (keeps_stop(w, *info, start, at, end))
        return at + 1;
    *info = WORD_INITIAL;
    return single && is_initial(w, start, at, end) ? at + 1 : 0;
}

static bool is_short_capitals(const TextWork *w, uint32_t start, uint32_t end)
{
    if (end - start > 4 || start == end)
        return false;
    for (uint32_t i = start; i < end; i++)
        if (w->body.ptr[i] < 'A' || w->body.ptr[i] > 'Z')
            return false;
    return true;
}

/* May the word [start, at) go on through the mark at `at`? The position behind the mark, or 0. */
static uint32_t word_goes_on(const TextWork *w, uint32_t start, uint32_t at, uint32_t end)
{
    uint32_t mark = apostrophe_at(w, at, end);
    if (mark)
        return byte_at(w, at, end) != '`' && is_alpha_at(w, at + mark, end) ? at + mark : 0;
    switch (byte_at(w, at, end)) {
    case '-':
        return is_word_at(w, at + 1, end) && (look_up(w, start, at) & WORD_PREFIX) ? at + 1 : 0;
    case '*': return is_alpha_at(w, at + 1, end) ? at + 1 : 0;
    case '&': {
        bool joined = is_short_capitals(w, start, at) &&
                      is_short_capitals(w, at + 1, word_run(w, at + 1, MIN(end, at + 6)));
        return joined ? at + 1 : 0;
    }
    case '/':
        return at - start == 1 && is_alpha_at(w, at + 1, end) && !is_word_at(w, at + 2, end)
                   ? at + 1
                   : 0;
    default: return 0;
    }
}

/* A word broken off in speech: "th- the". */
static bool is_fragment(const TextWork *w, uint32_t start, uint32_t at, uint32_t end)
{
    return at - start <= 2 && w->body.ptr[start] >= 'a' && w->body.ptr[start] <= 'z' &&
           is_space_at(w, at + 1, end) && !(look_up(w, start, at) & WORD_OPENER);
}

/* Marks that end a word and belong to it, or addresses that begin like one: end of the token, or 0.
 */
static uint32_t word_tail(const TextWork *w, uint32_t start, uint32_t at, uint32_t end,
                          uint32_t *info)
{
    uint32_t e = 0;
    switch (byte_at(w, at, end)) {
    case ':':
        if (is_one_of(low_slice(w, start, at), schemes, COUNT(schemes)) &&
            !is_space_at(w, at + 1, end))
            e = cut_address_end(w, at, end);
        return e > at + 1 ? e : 0;
    case '.':
        if (str_eq(low_slice(w, start, at), STR("www")) && is_word_at(w, at + 1, end))
            return cut_address_end(w, at, end);
        e = is_space_at(w, at + 1, end) ? 0 : cut_mail_end(w, start, end);
        return e ? e : stop_end(w, start, at, end, info);
    case '@':
    case '+':
    case '%': return cut_mail_end(w, start, end);
    case '-':
        if (is_fragment(w, start, at, end))
            return at + 1;
        e = cut_mail_end(w, start, end);
        return e ? e : is_word_at(w, at + 1, end) ? cut_domain_end(w, start, end) : 0;
    case '/':
        return at - start == 1 && w->low[start] == 'w' && is_space_at(w, at + 1, end) ? at + 1 : 0;
    case '$': return is_short_capitals(w, start, at) && at - start <= 2 ? at + 1 : 0;
    case '!':
        if (is_space_at(w, at + 1, end) && (look_up(w, start, at) & WORD_EXCLAIM)) {
            uint32_t p = behind_blanks(w, at + 1, end);
            e = is_alpha_at(w, p, end) && !is_upper_at(w, p, end) ? at + 1 : 0;
        }
        return e;
    default: return 0;
    }
}

static uint32_t read_word(TextWork *w, uint32_t start, uint32_t end)
{
    uint32_t at = start, info = 0;
    for (;;) {
        at = word_run(w, at, end);
        if (at >= end || is_space_at(w, at, end))
            break;
        uint32_t e = word_tail(w, start, at, end, &info);
        if (e) {
            cut_emit(w, start, e, info);
            return e;
        }
        uint32_t mark = apostrophe_at(w, at, end);
        if (mark && (e = not_end(w, start, at, mark, end))) {
            cut_emit_word(w, start, at - 1);
            cut_emit(w, at - 1, e, 0)->flags |= TOKEN_CLITIC;
            return e;
        }
        if (mark && (e = cut_clitic_end(w, at, mark, end))) {
            cut_emit_word(w, start, at);
            cut_emit(w, at, e, 0)->flags |= TOKEN_CLITIC;
            return e;
        }
        e = word_goes_on(w, start, at, end);
        if (!e)
            break;
        at = e;
    }
    cut_emit_word(w, start, at);
    return at;
}

void text_cut_tokens(TextWork *w, uint32_t start, uint32_t end)
{
    for (uint32_t at = start, next; at < end;) {
        switch (kind_at(w, at, end, &next)) {
        case KIND_END: return;
        case KIND_SPACE: at = next; break;
        case KIND_ALPHA: at = read_word(w, at, end); break;
        case KIND_DIGIT: at = cut_read_number(w, at, end); break;
        case KIND_MARK: at = cut_read_mark(w, at, end); break;
        }
    }
}
