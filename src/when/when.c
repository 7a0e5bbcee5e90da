/* From text to Times: sentence by sentence, leftmost and longest matches of the rules, each resolved in turn.
 *
 * News leans on the article's day. A text that mostly names years long before its date is a history: there a
 * bare date follows the last one told. */
#include "read/read.h"
#include "when/lexeme.h"

#include "base/banned.h"

enum { TOP_SENTENCES = 4, LINE_WORDS = 4 };
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

/* All expressions of the first n sentences, in order. */
static TimexList find_all(Reckoner *r, const uint64_t *key, uint32_t n_sentences)
{
    TimexList list = {0};
    Lexemes lexemes = {0};
    for (uint32_t s = 0; s < n_sentences; s++) {
        lexemes.n = 0;
        lex_sentence(r->w, r->text, key, s, &lexemes, r->arena);
        find_in_sentence(r, &lexemes, &list);
    }
    return list;
}

/* An article without a date may tell it: in its dateline, or in a line of its own near the top ("Published
 * April 13, 2017"). A full date inside a sentence is no publication date: rather none than a guess. */
static void find_own_day(Reckoner *r, const uint64_t *key, Times *out)
{
    const Text *t = r->text;
    TimexList list = find_all(r, key, MIN(t->n_sentences, (uint32_t)TOP_SENTENCES));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const Timex *x = &list.item[i];
        bool whole = t->sentence[x->sentence].n <= x->last - x->first + 1 + LINE_WORDS;
        bool dateline = x->first >= t->dateline.start && x->last < t->dateline.end;
        if (x->day == DAY_NONE || x->precision != PRECISION_DAY || (!whole && !dateline))
            continue;
        out->day = x->day;
        out->day_from = dateline ? DATE_DATELINE : DATE_TEXT;
        return;
    }
}

Times when_find(const WhenTables *w, const Text *t, const Trees *trees, Day day, Arena *a)
{
    Times out = {.at = NEW(a, int32_t, t->n_tokens), .day = day, .day_from = day == DAY_NONE ? DATE_NONE : DATE_GIVEN};
    uint64_t *key = NEW(a, uint64_t, t->n_tokens);
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        key[i] = t->token[i].key;
        out.at[i] = -1;
    }
    Reckoner r = {.w = w, .text = t, .trees = trees, .dct = DAY_NONE, .ref = DAY_NONE, .arena = a};
    if (day == DAY_NONE)
        find_own_day(&r, key, &out);
    Day first_year;
    r.dct = r.ref = out.day;
    r.ref_precision = PRECISION_NONE;
    r.narrative = is_history(w, t, out.day, &first_year);
    if (r.narrative)
        r.ref = first_year;
    TimexList list = find_all(&r, key, t->n_sentences);
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
