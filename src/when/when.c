/* From text to Times: sentence by sentence, leftmost and longest matches of the rules, each resolved in turn.
 *
 * News leans on the article's day. A text that mostly names years long before its date is a history: there a
 * bare date follows the last one told. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { HISTORY_YEARS = 6, HISTORY_GAP = 3 };

const char *precision_name(Precision p)
{
    static const char *const names[] = {"none", "day", "week", "month", "quarter", "year", "decade", "vague"};
    return names[p];
}

/* Classes without which nothing here speaks of time. */
static const uint64_t core = BIT(DAYWORD) | BIT(TONIGHT) | BIT(WEEKDAY) | BIT(WEEKDAYS) | BIT(MONTH) | BIT(SEASON) |
                             BIT(SEASONS) | BIT(PART) | BIT(NOON) | BIT(UNIT) | BIT(UNITS) | BIT(YEAR) | BIT(YY) |
                             BIT(FULLDATE) | BIT(CLOCK) | BIT(AMPM) | BIT(OCLOCK) | BIT(DECADE) | BIT(DECADEWORD) |
                             BIT(REF) | BIT(REFADJ) | BIT(PASTREF) | BIT(SETWORD) | BIT(HOLIDAY) | BIT(YEAREND) |
                             BIT(ERA) | BIT(PERIOD) | BIT(NOT);

typedef LIST(Timex) TimexList;

static void remember(Reckoner *r, const Timex *x)
{
    if (x->day == DAY_NONE || x->precision == PRECISION_VAGUE || x->precision == PRECISION_NONE)
        return;
    r->ref = x->day;
    r->ref_precision = x->precision;
}

static bool has_day(const Match *m)
{
    uint64_t all = 0;
    for (int i = 0; i < m->n; i++)
        all |= m->mask[i];
    return all & BIT(DOM);
}

/* Matches within lexemes [at, end) that stand side by side. */
static void find_in_run(Reckoner *r, const Lexeme *lex, int32_t at, int32_t end, TimexList *out)
{
    while (at < end) {
        Match m;
        Timex x;
        if (!rule_match(r->w, lex, at, end, &m)) {
            at++;
            continue;
        }
        if (m.op == OP_none)
            at = m.end;
        else if (reckon(r, lex, &m, &x)) {
            if (!(m.op == OP_ago && x.precision == PRECISION_QUARTER)) /* a comparison; the talk goes on */
                remember(r, &x);
            *push(out, r->arena) = x;
            at = m.end;
            while (at > 0 && lex[at - 1].first > x.last && at - 1 > m.lex[0])
                at--;
        } else
            at = has_day(&m) ? m.end : at + 1; /* "31 February 2016" is not "February 2016" */
    }
}

static void find_in_sentence(Reckoner *r, const Lexemes *l, TimexList *out)
{
    for (ptrdiff_t i = 0, k; i < l->n; i = k) {
        uint64_t seen = l->item[i].mask;
        for (k = i + 1; k < l->n && l->item[k].first <= l->item[k - 1].last + 1; k++)
            seen |= l->item[k].mask;
        if (seen & core)
            find_in_run(r, l->item, (int32_t)i, (int32_t)k, out);
    }
}

/* Years told as such: many, mostly well before the article's, and few days of the week. */
static bool is_history(const WhenTables *w, const Text *t, Day dct, Day *first_year)
{
    int years = 0, old = 0, days = 0, now = dct == DAY_NONE ? 9999 : day_civil(dct).year;
    *first_year = DAY_NONE;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        int64_t y;
        int32_t at;
        if ((t->token[i].flags & TOKEN_CAPITAL) && dict_match(&w->words, &t->token[i].key, 1, &at))
            days += w->sense[at].cls == CLASS_WEEKDAY;
        if (!(t->token[i].flags & TOKEN_DIGIT) || t->token[i].form.len != 4 ||
            !str_int(t->token[i].form, 1000, 2199, &y))
            continue;
        if (*first_year == DAY_NONE)
            *first_year = day_of((int)y, 1, 1);
        years++;
        old += y < now - HISTORY_GAP;
    }
    return years >= HISTORY_YEARS && old * 10 >= years * 8 && days * 4 <= years;
}

Times when_find(const WhenTables *w, const Text *t, const Trees *trees, Day day, Arena *a)
{
    Times out = {.at = NEW(a, int32_t, t->n_tokens), .day = day};
    uint64_t *key = NEW(a, uint64_t, t->n_tokens);
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        key[i] = t->token[i].key;
        out.at[i] = -1;
    }
    Day first_year;
    Reckoner r = {.w = w, .text = t, .trees = trees, .dct = day, .ref = day, .arena = a};
    r.narrative = is_history(w, t, day, &first_year);
    if (r.narrative)
        r.ref = first_year;
    TimexList list = {0};
    Lexemes lexemes = {0};
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        lexemes.n = 0;
        lex_sentence(w, t, key, s, &lexemes, a);
        find_in_sentence(&r, &lexemes, &list);
    }
    out.timex = list.item;
    out.n = (uint32_t)list.n;
    for (uint32_t i = 0; i < out.n; i++)
        for (uint32_t k = out.timex[i].first; k <= out.timex[i].last; k++)
            out.at[k] = (int32_t)i;
    return out;
}

void when_print(const Text *t, const Times *times, Buf *out)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    for (uint32_t i = 0; i < times->n; i++) {
        const Timex *x = &times->timex[i];
        Str words = str_cut(t->body, t->token[x->first].span.start, t->token[x->last].span.end);
        char room[11];
        Str day = day_format(x->day, room);
        buf_printf(out, "%.*s | %s %.*s", FMT(words), types[x->type], FMT(x->value));
        if (x->mod.len)
            buf_printf(out, " %.*s", FMT(x->mod));
        if (day.len)
            buf_printf(out, " | %.*s %s", FMT(day), precision_name(x->precision));
        buf_byte(out, '\n');
    }
}
