/* Tokens → lexemes: words of the tables, number phrases, and numerals that may be days, years, clocks, dates.
 *
 * Most tokens speak of nothing here and cost one probe of the dictionary. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { NUMERAL_MAX = 16, SPLIT_MAX = 40, PHRASE_TOKENS = 8, NUMBER_LIMIT = 2000000 };

static void add_sense(Lexeme *l, int cls, int32_t value)
{
    if (l->n == LEX_SENSES || (l->mask >> cls & 1))
        return;
    l->mask |= UINT64_C(1) << cls;
    l->cls[l->n] = (uint8_t)cls;
    l->value[l->n++] = value;
}

static int32_t sense_value(const Lexeme *l, int cls)
{
    for (int i = 0; i < l->n; i++)
        if (l->cls[i] == cls)
            return l->value[i];
    return 0;
}

/* ---- words -------------------------------------------------------------------------------- */

static void add_word(const WhenTables *w, int32_t at, bool capital, Lexeme *l)
{
    for (const Sense *s = w->sense + at;; s++) {
        if (!s->capital || capital)
            add_sense(l, s->cls, s->value);
        if (s->is_last)
            break;
    }
}

/* ---- numerals ----------------------------------------------------------------------------- */

/* Digits at s[*at …]; false when none or too many to mean anything here. */
static bool digits(Str s, ptrdiff_t *at, int *n_digits, int32_t *value)
{
    ptrdiff_t i = *at;
    int32_t v = 0;
    while (i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && i - *at < 9)
        v = v * 10 + (s.ptr[i++] - '0');
    *n_digits = (int)(i - *at);
    *at = i;
    *value = v;
    return *n_digits > 0 && !(i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9');
}

static void add_number(int32_t v, int n, bool apostrophe, Lexeme *l)
{
    if (v <= NUMBER_LIMIT)
        add_sense(l, CLASS_NUM, v * NUM_SCALE);
    if (n <= 2 && v >= 1 && v <= 31)
        add_sense(l, CLASS_DOM, v);
    if (n == 4 && v >= 1000 && v < 2200)
        add_sense(l, CLASS_YEAR, v);
    if (n == 2 && apostrophe)
        add_sense(l, CLASS_YY, v);
}

static int32_t full_year(int32_t yy, int n_digits)
{
    return n_digits > 2 ? yy : yy < 50 ? 2000 + yy : 1900 + yy;
}

static bool add_date(int32_t y, int32_t m, int32_t d, Lexeme *l)
{
    Day day = day_of(y, m, d);
    if (day == DAY_NONE)
        return false;
    add_sense(l, CLASS_FULLDATE, day);
    return true;
}

/* "2017-04-13", "4/13/2017", "13.4.2017", "02/16/98": month first unless that is no month. */
static bool numeral_date(Str s, Lexeme *l)
{
    ptrdiff_t at = 0;
    int n[3];
    int32_t v[3];
    char by = 0;
    for (int i = 0; i < 3; i++) {
        if (!digits(s, &at, &n[i], &v[i]))
            return false;
        if (i == 2)
            break;
        char c = at < s.len ? s.ptr[at] : 0;
        if ((c != '-' && c != '/' && c != '.') || (by && c != by))
            return false;
        by = c;
        at++;
    }
    if (at != s.len && s.ptr[at] != 'T')
        return false;
    if (n[0] == 4)
        return add_date(v[0], v[1], v[2], l);
    if (n[0] > 2 || n[1] > 2 || (n[2] != 4 && n[2] != 2) || (by == '.' && n[2] == 2))
        return false;
    int32_t y = full_year(v[2], n[2]);
    return by == '.' ? add_date(y, v[1], v[0], l) : add_date(y, v[0], v[1], l) || add_date(y, v[1], v[0], l);
}

/* "10:35", "10:35pm", "9am", "2130GMT" stays a number. */
static bool numeral_clock(Str s, Lexeme *l)
{
    ptrdiff_t at = 0;
    int n;
    int32_t h, m = 0;
    if (!digits(s, &at, &n, &h) || n > 2 || h > 24)
        return false;
    bool colon = at + 2 < s.len && s.ptr[at] == ':';
    if (colon) {
        at++;
        if (!digits(s, &at, &n, &m) || n != 2 || m > 59)
            return false;
        if (at + 2 < s.len && s.ptr[at] == ':')
            at += 3;
    }
    Str rest = str_cut(s, at, s.len);
    bool am = str_starts(rest, STR("am")) || str_starts(rest, STR("a.m"));
    bool pm = str_starts(rest, STR("pm")) || str_starts(rest, STR("p.m"));
    if (!(colon && rest.len == 0) && !am && !pm)
        return false;
    add_sense(l, CLASS_CLOCK, (pm && h < 12 ? h + 12 : am && h == 12 ? 0 : h) * 60 + m);
    return true;
}

/* "1,234" and "2.5"; thousandths. */
static bool numeral_decimal(Str s, Lexeme *l)
{
    int64_t v = 0, scale = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '.' && !scale)
            scale = NUM_SCALE;
        else if (c == ',' && !scale)
            continue;
        else if (c < '0' || c > '9')
            return false;
        else if (!scale)
            v = v * 10 + (c - '0') * NUM_SCALE;
        else
            v += (c - '0') * (scale /= 10);
        if (v > (int64_t)NUMBER_LIMIT * NUM_SCALE)
            return false;
    }
    add_sense(l, CLASS_NUM, (int32_t)v);
    return true;
}

static void add_numeral(Str s, bool apostrophe, Lexeme *l)
{
    if (s.len && s.ptr[0] == '\'') {
        apostrophe = true;
        s = str_cut(s, 1, s.len);
    }
    if (s.len > NUMERAL_MAX)
        return;
    ptrdiff_t at = 0;
    int n;
    int32_t v;
    if (!digits(s, &at, &n, &v))
        return;
    Str rest = str_cut(s, at, s.len);
    if (rest.len == 0) {
        if (n == 8 && (v / 1000000 == 19 || v / 1000000 == 20))
            add_date(v / 10000, v / 100 % 100, v % 100, l);
        add_number(v, n, apostrophe, l);
        return;
    }
    if (str_eq(rest, STR("st")) || str_eq(rest, STR("nd")) || str_eq(rest, STR("rd")) || str_eq(rest, STR("th"))) {
        if (v >= 1 && v <= 31)
            add_sense(l, CLASS_DOM, v);
        if (v <= 200)
            add_sense(l, CLASS_ORD, v);
    } else if (str_eq(rest, STR("s")) || str_eq(rest, STR("'s"))) {
        if (v % 10 == 0 && ((n == 4 && v >= 1000 && v < 2200) || (n == 2 && v >= 10)))
            add_sense(l, CLASS_DECADE, n == 4 ? v : 1900 + v);
    } else if (!numeral_clock(s, l) && !numeral_date(s, l))
        numeral_decimal(s, l);
}

/* ---- number phrases ----------------------------------------------------------------------- */

/* "twenty - four", "two hundred and ten", "nineteen ninety - six", "twenty - first". */
typedef struct {
    int64_t total, part;
    int32_t first, second; /* the first two words, for years said in pairs */
    int words;
    int32_t ordinal;
    uint32_t last;
} Said;

static bool say(Said *s, int32_t v)
{
    if (v >= 1000) {
        s->total += MAX(s->part, 1) * v;
        s->part = 0;
    } else if (v == 100)
        s->part = MAX(s->part, 1) * 100;
    else if (s->part % 100 == 0 || (s->part % 10 == 0 && v < 10 && s->part % 100 >= 20))
        s->part += v;
    else if (s->words == 1 && s->part < 100)
        s->second = v; /* nineteen | ninety */
    else if (s->second && s->second % 10 == 0 && v < 10)
        s->second += v;
    else
        return false;
    s->first = s->words == 0 ? v : s->first;
    s->words++;
    return s->total + s->part <= NUMBER_LIMIT;
}

static bool number_word(const WhenTables *w, const uint64_t *key, int cls, int32_t *v)
{
    int32_t at;
    if (dict_match(&w->words, key, 1, &at) == 0)
        return false;
    for (const Sense *s = w->sense + at;; s++) {
        if (s->cls == cls) {
            *v = s->value;
            return true;
        }
        if (s->is_last)
            return false;
    }
}

static void number_phrase(const WhenTables *w, const Text *t, const uint64_t *key, uint32_t at, uint32_t end, Lexeme *l)
{
    Said s = {0};
    int32_t v;
    s.last = at;
    for (uint32_t i = at; i < end && i < at + PHRASE_TOKENS; i++) {
        bool joint = i > at && (str_eq(t->token[i].fold, STR("-")) || str_eq(t->token[i].fold, STR("and")));
        if (joint)
            continue;
        if (number_word(w, key + i, CLASS_NUMWORD, &v)) {
            if (!say(&s, v))
                break;
        } else if (i > at && str_eq(t->token[i - 1].fold, STR("-")) && s.part % 10 == 0 && s.part >= 20 &&
                   number_word(w, key + i, CLASS_ORD, &v) && v > 0 && v < 10) {
            s.ordinal = (int32_t)s.part + v;
            s.last = i;
            break;
        } else
            break;
        s.last = i;
    }
    if (!s.words)
        return;
    l->last = MAX(l->last, s.last);
    int64_t n = s.total + s.part;
    if (s.ordinal) {
        add_sense(l, CLASS_ORD, s.ordinal);
        if (s.ordinal <= 31)
            add_sense(l, CLASS_DOM, s.ordinal);
        return;
    }
    if (s.second) {
        int32_t pair = (int32_t)(s.part * 100 + s.second);
        if (s.part >= 13 && s.part <= 20 && s.second >= 10)
            add_sense(l, CLASS_YEAR, pair);
        return;
    }
    if (n <= NUMBER_LIMIT)
        add_sense(l, CLASS_NUM, (int32_t)n * NUM_SCALE);
    if (s.words > 1 && n >= 1000 && n < 2200 && s.total)
        add_sense(l, CLASS_YEAR, (int32_t)n);
}

/* ---- sentences ---------------------------------------------------------------------------- */

static bool is_money(Str s)
{
    return str_eq(s, STR("$")) || str_eq(s, STR("\xC2\xA3")) || str_eq(s, STR("\xE2\x82\xAC")) ||
           str_eq(s, STR("#")) || str_ends(s, STR("$"));
}

static bool is_percent(Str s)
{
    return str_eq(s, STR("%")) || str_eq(s, STR("percent")) || str_eq(s, STR("per"));
}

/* A token the tokeniser left whole: "mid-November", "1998-99". */
static void lex_parts(const WhenTables *w, const Text *t, uint32_t i, Lexemes *out, Arena *a)
{
    Str rest = t->token[i].fold, part;
    bool first = true;
    while (str_split(&rest, '-', &part)) {
        if (!first) {
            Lexeme *h = push(out, a);
            *h = (Lexeme){.first = i, .last = i};
            add_sense(h, CLASS_HYPHEN, 0);
        }
        first = false;
        Lexeme l = {.first = i, .last = i};
        uint64_t key = dict_key(part);
        int32_t at;
        if (part.len && part.ptr[0] >= '0' && part.ptr[0] <= '9')
            add_numeral(part, false, &l);
        else if (dict_match(&w->words, &key, 1, &at)) {
            add_word(w, at, true, &l);
            if (l.mask & BIT(NUMWORD))
                add_sense(&l, CLASS_NUM, sense_value(&l, CLASS_NUMWORD) * NUM_SCALE);
        }
        *push(out, a) = l;
    }
}

void lex_sentence(const WhenTables *w, const Text *t, const uint64_t *key, uint32_t sentence, Lexemes *out, Arena *a)
{
    uint32_t first = t->sentence[sentence].first, end = first + t->sentence[sentence].n;
    for (uint32_t i = first; i < end; i++) {
        const Token *tok = &t->token[i];
        Lexeme l = {.first = i, .last = i};
        int32_t at;
        int n = dict_match(&w->words, key + i, (int)MIN(end - i, (uint32_t)PHRASE_TOKENS), &at);
        if (n) {
            l.last = i + (uint32_t)n - 1;
            add_word(w, at, (tok->flags & TOKEN_CAPITAL) || (t->sentence[sentence].flags & SENTENCE_LOWER), &l);
            if (n == 1 && (l.mask & BIT(NUMWORD)))
                number_phrase(w, t, key, i, end, &l);
        } else if (tok->flags & TOKEN_DIGIT) {
            bool apostrophe = i > first && str_eq(t->token[i - 1].fold, STR("'"));
            if (i > first && is_money(t->token[i - 1].form))
                continue;
            if (i + 1 < end && is_percent(t->token[i + 1].form))
                continue;
            add_numeral(tok->fold, apostrophe, &l);
            if (!l.n && tok->form.len <= SPLIT_MAX && str_find_byte(tok->fold, '-') > 0) {
                lex_parts(w, t, i, out, a);
                continue;
            }
        } else if (!(tok->flags & TOKEN_PUNCT) && tok->fold.len <= SPLIT_MAX && tok->fold.len > 4 &&
                   str_find_byte(tok->fold, '-') > 0) {
            lex_parts(w, t, i, out, a);
            continue;
        }
        if (l.n) {
            *push(out, a) = l;
            i = l.last;
        }
    }
}
