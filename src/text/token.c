/* Bytes → tokens, by the conventions of Universal Dependencies' EWT and GUM.
 *
 * One pass. At each token start the first character decides who reads on: word, number or mark.
 * Each reader looks at most a bounded number of bytes ahead (LOOK), so the whole is linear. The
 * word lists decide what letters alone cannot: which stops belong to an abbreviation, which
 * prefixes keep their hyphen, which words are two ("can|not"). */
#include "text/parts.h"
#include "base/banned.h"

enum { LOOK = 96 };

typedef enum { KIND_END, KIND_SPACE, KIND_ALPHA, KIND_DIGIT, KIND_MARK } Kind;

/* One letter for each ASCII character: s blank, a letter or '_', d digit, m mark or control. */
static const char ascii_kind[] = "mmmmmmmmmsssssmmmmmmmmmmmmmmmmmm"
                                 "smmmmmmmmmmmmmmmddddddddddmmmmmm"
                                 "maaaaaaaaaaaaaaaaaaaaaaaaaammmma"
                                 "maaaaaaaaaaaaaaaaaaaaaaaaaammmmm";

static const char *const smileys[] = {":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(",
                                      ";)",  ":D",  ":P",  ":O",  ":p",  "=)",  "=(", "=D",
                                      "(:",  "^_^", "<3",  "->",  "<-",  "=>"};
static const char *const clitics[] = {"s", "m", "d", "ll", "ve", "re"};
static const char *const schemes[] = {"http", "https", "ftp", "mailto"};

/* ---- looking ------------------------------------------------------------------------------ */

static uint32_t cp_at(const TextWork *w, uint32_t at, uint32_t *next)
{
    ptrdiff_t p = at;
    uint32_t cp = utf8_next(w->body, &p);
    *next = (uint32_t)p;
    return cp;
}

/* The same for what is not ASCII. A character cut by `end` ends there. */
static Kind kind_wide(const TextWork *w, uint32_t at, uint32_t end, uint32_t *next)
{
    uint32_t cp = cp_at(w, at, next);
    *next = MIN(*next, end);
    return cp_is_space(cp)   ? KIND_SPACE
           : cp_is_alpha(cp) ? KIND_ALPHA
           : cp_is_digit(cp) ? KIND_DIGIT
                             : KIND_MARK;
}

/* What stands at `at`, and where the next character begins. */
static Kind kind_at(const TextWork *w, uint32_t at, uint32_t end, uint32_t *next)
{
    *next = at;
    if (at >= end)
        return KIND_END;
    unsigned char c = (unsigned char)w->body.ptr[at];
    if (c >= 0x80)
        return kind_wide(w, at, end, next);
    *next = at + 1;
    switch (ascii_kind[c]) {
    case 's': return KIND_SPACE;
    case 'a': return KIND_ALPHA;
    case 'd': return KIND_DIGIT;
    default: return KIND_MARK;
    }
}

static char byte_at(const TextWork *w, uint32_t at, uint32_t end)
{
    return at < end ? w->body.ptr[at] : '\0';
}

static bool is_alpha_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return kind_at(w, at, end, &next) == KIND_ALPHA;
}

static bool is_digit_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return kind_at(w, at, end, &next) == KIND_DIGIT;
}

static bool is_word_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    Kind k = kind_at(w, at, end, &next);
    return k == KIND_ALPHA || k == KIND_DIGIT;
}

static bool is_space_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    Kind k = kind_at(w, at, end, &next);
    return k == KIND_SPACE || k == KIND_END;
}

static bool is_upper_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return at < end && cp_is_upper(cp_at(w, at, &next));
}

/* End of the run of letters and digits at `at`. */
static uint32_t word_run(const TextWork *w, uint32_t at, uint32_t end)
{
    for (;;) {
        while (at < end && (unsigned char)w->body.ptr[at] < 0x80 &&
               (ascii_kind[(unsigned char)w->body.ptr[at]] == 'a' ||
                ascii_kind[(unsigned char)w->body.ptr[at]] == 'd'))
            at++;
        if (at >= end || (unsigned char)w->body.ptr[at] < 0x80)
            return at;
        uint32_t next;
        Kind k = kind_wide(w, at, end, &next);
        if (k != KIND_ALPHA && k != KIND_DIGIT)
            return at;
        at = next;
    }
}

static uint32_t digit_run(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    while (kind_at(w, at, end, &next) == KIND_DIGIT)
        at = next;
    return at;
}

static uint32_t letter_run(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next, stop = MIN(end, at + LOOK);
    while (kind_at(w, at, stop, &next) == KIND_ALPHA)
        at = next;
    return at;
}

/* First byte at or behind `at` that is no blank, looking a little ahead. */
static uint32_t behind_blanks(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next, stop = MIN(end, at + LOOK);
    while (kind_at(w, at, stop, &next) == KIND_SPACE)
        at = next;
    return at;
}

/* ' ’ ` : bytes it takes, or 0. */
static uint32_t apostrophe_at(const TextWork *w, uint32_t at, uint32_t end)
{
    char c = byte_at(w, at, end);
    if (c == '\'' || c == '`')
        return 1;
    return c == '\xE2' && at + 2 < end && w->body.ptr[at + 1] == '\x80' &&
                   w->body.ptr[at + 2] == '\x99'
               ? 3
               : 0;
}

static Str low_slice(const TextWork *w, uint32_t start, uint32_t end)
{
    return (Str){w->low + start, (ptrdiff_t)end - start};
}

/* The tables' word on bytes [start, end); unusually long ones are not asked about. */
static uint32_t look_up(const TextWork *w, uint32_t start, uint32_t end)
{
    return end - start <= 31 ? text_word(w->tables, low_slice(w, start, end)) : 0;
}

static bool is_one_of(Str low, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(low, str_of(list[i])))
            return true;
    return false;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* Flags of a form; *plain: all ASCII. */
static uint8_t form_flags(Str form, bool *plain)
{
    int letters = 0, upper = 0, digits = 0;
    bool capital = false;
    *plain = true;
    for (ptrdiff_t i = 0; i < form.len;) {
        unsigned char c = (unsigned char)form.ptr[i];
        if (c < 0x80) {
            i++;
            bool is_upper = c >= 'A' && c <= 'Z', is_letter = is_upper || (c >= 'a' && c <= 'z');
            capital |= is_upper && letters == 0;
            letters += is_letter;
            upper += is_upper;
            digits += c >= '0' && c <= '9';
            continue;
        }
        *plain = false;
        uint32_t cp = utf8_next(form, &i);
        bool is_upper = cp_is_upper(cp), is_letter = cp_is_alpha(cp);
        capital |= is_upper && letters == 0;
        letters += is_letter;
        upper += is_upper;
        digits += cp_is_digit(cp);
    }
    return (uint8_t)((capital ? TOKEN_CAPITAL : 0) |
                     (upper >= 2 && upper == letters ? TOKEN_ALL_CAPS : 0) |
                     (digits ? TOKEN_DIGIT : 0) | (letters + digits == 0 ? TOKEN_PUNCT : 0));
}

static Token *emit_one(TextWork *w, uint32_t start, uint32_t end, uint32_t info)
{
    assert(start < end);
    if (w->token.n && w->token.item[w->token.n - 1].span.end < start)
        w->token.item[w->token.n - 1].flags |= TOKEN_SPACE_AFTER;
    Token *t = push(&w->token, w->arena);
    bool plain;
    t->span = (Span){start, end};
    t->form = (Str){w->body.ptr + start, (ptrdiff_t)end - start};
    t->flags = form_flags(t->form, &plain);
    t->fold = plain ? low_slice(w, start, end) : str_fold(t->form, w->arena);
    t->key = dict_key(t->fold);
    *push(&w->info, w->arena) = info;
    return t;
}

/* A word with no stop of its own; cut where the tables say so. */
static void emit_word(TextWork *w, uint32_t start, uint32_t end)
{
    Token *t = emit_one(w, start, end, 0);
    int32_t found = 0;
    if (!w->tables || !w->tables->words.entry || !dict_match(&w->tables->words, &t->key, 1, &found))
        return;
    uint32_t bits = (uint32_t)found, cut1 = bits >> WORD_CUT_SHIFT & 31,
             cut2 = bits >> (WORD_CUT_SHIFT + 5) & 31;
    w->info.item[w->info.n - 1] = bits & ~(uint32_t)WORD_ABBREVIATION;
    if (bits & WORD_CUT_IF_COPULAR) {
        uint32_t p = behind_blanks(w, end, (uint32_t)w->body.len);
        if (!(look_up(w, p, letter_run(w, p, (uint32_t)w->body.len)) & WORD_COPULAR))
            return;
    }
    if (!cut1 || t->fold.len != (ptrdiff_t)(end - start) || t->form.ptr[0] == '\'')
        return;
    w->token.n--;
    w->info.n--;
    emit_one(w, start, start + cut1, 0);
    emit_one(w, start + cut1, cut2 ? start + cut2 : end, 0)->flags |= TOKEN_CLITIC;
    if (cut2)
        emit_one(w, start + cut2, end, 0)->flags |= TOKEN_CLITIC;
}

/* ---- addresses ---------------------------------------------------------------------------- */

/* End of an address that runs from `at`: to the next blank, bracket or quote, closing marks left
 * out. */
static uint32_t address_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t start = at, next;
    for (Kind k; (k = kind_at(w, at, end, &next)) != KIND_END && k != KIND_SPACE; at = next)
        if (strchr("<>\"|{}", w->body.ptr[at]) || (unsigned char)w->body.ptr[at] == 0xE2)
            break;
    while (at > start && strchr(".,;:!?)]'*", w->body.ptr[at - 1]))
        at--;
    return at;
}

static bool is_address_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == '+' || c == '%';
}

/* name@place from `at`: its end, or 0. */
static uint32_t mail_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t p = at, stop = MIN(end, at + LOOK);
    while (p < stop && is_address_byte(w->low[p]))
        p++;
    if (p == at || byte_at(w, p, stop) != '@' || !is_word_at(w, p + 1, end))
        return 0;
    for (p++, stop = MIN(end, p + LOOK); p < stop && is_address_byte(w->low[p]);)
        p++;
    while (!is_word_at(w, p - 1, end))
        p--;
    return p;
}

/* a.b.c with a last part such as "com" or "doc", and a path behind it: its end, or 0. */
static uint32_t domain_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t stop = MIN(end, at + LOOK), last = 0;
    for (uint32_t p = at; p < stop && is_address_byte(w->low[p]); p++) {
        if (w->low[p] != '.')
            continue;
        uint32_t tail = letter_run(w, p + 1, stop), len = tail - p - 1;
        bool same_case = len > 2 || is_upper_at(w, p + 1, end) == is_upper_at(w, tail - 1, end);
        bool path = len > 1 && len < 5 && byte_at(w, tail, end) == '/' &&
                    is_word_at(w, tail + 1, end) && p - at > 1; /* bit.ly/x */
        if (path && w->body.ptr[p + 1] >= 'a')
            return address_end(w, tail, end);
        if (len > 0 && len < 5 && same_case && !is_digit_at(w, tail, end) &&
            (look_up(w, p + 1, tail) & WORD_DOMAIN))
            last = tail;
        else if (!is_word_at(w, p + 1, end))
            break;
    }
    if (!last)
        return 0;
    return byte_at(w, last, end) == '/' && is_word_at(w, last + 1, end) ? address_end(w, last, end)
                                                                        : last;
}

/* Three or more lower-case words joined by stops, as newsgroups and code have it: end, or 0. */
static uint32_t dotted_end(const TextWork *w, uint32_t at, uint32_t end)
{
    int words = 0;
    for (uint32_t p = at, stop = MIN(end, at + LOOK);; p++) {
        uint32_t start = p;
        while (p < stop && w->body.ptr[p] >= 'a' && w->body.ptr[p] <= 'z')
            p++;
        if (p - start < 3)
            return 0;
        words++;
        if (byte_at(w, p, stop) != '.' || is_space_at(w, p + 1, end))
            return words >= 3 ? p : 0;
    }
}

/* ---- words -------------------------------------------------------------------------------- */

/* 's, 'll … behind the apostrophe of `mark` bytes at `at`: its end, or 0. */
static uint32_t clitic_end(const TextWork *w, uint32_t at, uint32_t mark, uint32_t end)
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
        ((e = domain_end(w, start, end)) > at || (e = dotted_end(w, start, end)) > at))
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
            e = address_end(w, at, end);
        return e > at + 1 ? e : 0;
    case '.':
        if (str_eq(low_slice(w, start, at), STR("www")) && is_word_at(w, at + 1, end))
            return address_end(w, at, end);
        e = is_space_at(w, at + 1, end) ? 0 : mail_end(w, start, end);
        return e ? e : stop_end(w, start, at, end, info);
    case '@':
    case '+':
    case '%': return mail_end(w, start, end);
    case '-':
        if (is_fragment(w, start, at, end))
            return at + 1;
        e = mail_end(w, start, end);
        return e ? e : is_word_at(w, at + 1, end) ? domain_end(w, start, end) : 0;
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
            emit_one(w, start, e, info);
            return e;
        }
        uint32_t mark = apostrophe_at(w, at, end);
        if (mark && (e = not_end(w, start, at, mark, end))) {
            emit_word(w, start, at - 1);
            emit_one(w, at - 1, e, 0)->flags |= TOKEN_CLITIC;
            return e;
        }
        if (mark && (e = clitic_end(w, at, mark, end))) {
            emit_word(w, start, at);
            emit_one(w, at, e, 0)->flags |= TOKEN_CLITIC;
            return e;
        }
        e = word_goes_on(w, start, at, end);
        if (!e)
            break;
        at = e;
    }
    emit_word(w, start, at);
    return at;
}

/* ---- numbers ------------------------------------------------------------------------------ */

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

static uint32_t read_number(TextWork *w, uint32_t start, uint32_t end)
{
    uint32_t at = number_end(w, start, end), e;
    char c = byte_at(w, at, end);
    if (is_alpha_at(w, at, end))
        at = number_letters(w, at, end);
    else if ((c == '.' || c == '-' || c == '_') && is_word_at(w, at + 1, end) &&
             (e = domain_end(w, start, end)) > at)
        at = e;
    else if ((c == '.' || c == '@') && (e = mail_end(w, start, end)))
        at = e;
    uint32_t mark = apostrophe_at(w, at, end);
    bool is_decade = at - start == 2 || (at - start == 4 && w->body.ptr[at - 1] == '0');
    if (mark && is_decade && byte_at(w, at + mark, end) == 's' &&
        !is_word_at(w, at + mark + 1, end)) /* 80's */
        return emit_one(w, start, at + mark + 1, 0)->span.end;
    emit_word(w, start, at);
    if (mark && (e = clitic_end(w, at, mark, end))) {
        emit_one(w, at, e, 0)->flags |= TOKEN_CLITIC;
        at = e;
    }
    return at;
}

/* ---- marks -------------------------------------------------------------------------------- */

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
        if (str_starts(rest, str_of(smileys[i])) &&
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

static uint32_t read_mark(TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t e, mark = apostrophe_at(w, at, end);
    bool open = at == 0 || is_space_at(w, at - 1, end);
    if (at + mark > end)
        mark = 0;
    if (mark && open && (e = elision_end(w, at, mark, end))) {
        emit_one(w, at, e, 0);
        return e;
    }
    if (mark && !open && (e = clitic_end(w, at, mark, end))) {
        emit_one(w, at, e, 0)->flags |= TOKEN_CLITIC;
        return e;
    }
    e = mark_end(w, at, end);
    emit_one(w, at, e, 0);
    return e;
}

/* ---- entry -------------------------------------------------------------------------------- */

void text_cut_tokens(TextWork *w, uint32_t start, uint32_t end)
{
    for (uint32_t at = start, next; at < end;) {
        switch (kind_at(w, at, end, &next)) {
        case KIND_END: return;
        case KIND_SPACE: at = next; break;
        case KIND_ALPHA: at = read_word(w, at, end); break;
        case KIND_DIGIT: at = read_number(w, at, end); break;
        case KIND_MARK: at = read_mark(w, at, end); break;
        }
    }
}
