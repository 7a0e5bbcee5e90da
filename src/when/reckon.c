/* Match → value: what a time expression means, given the article's day and the last date of the text.
 *
 * The captured lexemes are laid out by class in a Frame; each op of timerules.tsv is one function here that
 * reads the frame. "last", "next", "ago" count from the article; "previous", "following", "later" from the
 * last dated expression. In a history (see when.c) bare dates too follow the text instead of the article. */
#include "when/lexeme.h"

#include "base/banned.h"

typedef struct {
    int32_t v[CLASS_COUNT][2];
    uint8_t n[CLASS_COUNT];
    uint32_t first, last; /* tokens */
} Frame;
#define HAS(f, name) ((f)->n[CLASS_##name] > 0)
#define VAL(f, name) ((f)->v[CLASS_##name][0])

static const char *const mod_names[] = {"", "START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN",
                                        "EQUAL_OR_MORE", "EQUAL_OR_LESS"};
static const char *const part_names[] = {"MO", "AF", "EV", "NI", "MI"};
static const char *const season_names[] = {"SP", "SU", "FA", "WI"};

static void frame_fill(const Lexeme *lex, const Match *m, Frame *f)
{
    memset(f, 0, sizeof *f);
    f->first = UINT32_MAX;
    for (int i = 0; i < m->n; i++) {
        const Lexeme *l = &lex[m->lex[i]];
        if (m->outside[i])
            continue;
        f->first = MIN(f->first, l->first);
        f->last = MAX(f->last, l->last);
        for (int k = 0; k < l->n; k++)
            if (m->mask[i] >> l->cls[k] & 1 && f->n[l->cls[k]] < 2)
                f->v[l->cls[k]][f->n[l->cls[k]]++] = l->value[k];
    }
}

/* ---- writing values ----------------------------------------------------------------------- */

static bool year_good(int64_t y)
{
    return y >= 1 && y <= 9999;
}

static bool put_day(Reckoner *r, Timex *x, int64_t day)
{
    char room[11];
    if (day < DAY_MIN || day > DAY_MAX)
        return false;
    x->day = (Day)day;
    x->precision = PRECISION_DAY;
    x->value = arena_str(r->arena, day_format((Day)day, room));
    return true;
}

static bool put_week(Reckoner *r, Timex *x, int64_t any_day, bool weekend)
{
    if (any_day < DAY_MIN + 7 || any_day > DAY_MAX - 7)
        return false;
    Day monday = (Day)any_day - day_weekday((Day)any_day);
    int year = day_civil(monday + 3).year; /* a week belongs to the year of its Thursday */
    int week = (monday + 3 - day_of(year, 1, 1)) / 7 + 1;
    x->day = weekend ? monday + 5 : monday;
    x->precision = weekend ? PRECISION_DAY : PRECISION_WEEK;
    x->value = arena_printf(r->arena, "%04d-W%02d%s", year, week, weekend ? "-WE" : "");
    return true;
}

/* Months counted from year 0: overflow carries into the year. */
static bool put_month(Reckoner *r, Timex *x, int64_t months)
{
    int64_t y = months / 12, m = months % 12 + 1;
    if (months < 0 || !year_good(y))
        return false;
    x->day = day_of((int)y, (int)m, 1);
    x->precision = PRECISION_MONTH;
    x->value = arena_printf(r->arena, "%04d-%02d", (int)y, (int)m);
    return true;
}

static bool put_quarter(Reckoner *r, Timex *x, int64_t quarters)
{
    int64_t y = quarters / 4;
    if (quarters < 0 || !year_good(y))
        return false;
    x->day = day_of((int)y, (int)(quarters % 4) * 3 + 1, 1);
    x->precision = PRECISION_QUARTER;
    x->value = arena_printf(r->arena, "%04d-Q%d", (int)y, (int)(quarters % 4) + 1);
    return true;
}

static bool put_year(Reckoner *r, Timex *x, int64_t y)
{
    if (!year_good(y))
        return false;
    x->day = day_of((int)y, 1, 1);
    x->precision = PRECISION_YEAR;
    x->value = arena_printf(r->arena, "%04d", (int)y);
    return true;
}

static bool put_season(Reckoner *r, Timex *x, int64_t y, int season)
{
    static const int month[] = {3, 6, 9, 12};
    if (!year_good(y))
        return false;
    x->day = day_of((int)y, month[season], 1);
    x->precision = PRECISION_QUARTER;
    x->value = arena_printf(r->arena, "%04d-%s", (int)y, season_names[season]);
    return true;
}

static bool put_decade(Reckoner *r, Timex *x, int64_t y)
{
    if (!put_year(r, x, MAX(y - y % 10, 1)))
        return false;
    x->precision = PRECISION_DECADE;
    x->value.len = 3;
    return true;
}

static bool put_century(Reckoner *r, Timex *x, int64_t hundreds)
{
    if (hundreds < 0 || !put_year(r, x, MAX(hundreds * 100, 1)))
        return false;
    x->precision = PRECISION_VAGUE;
    x->value = arena_printf(r->arena, "%02d", (int)hundreds);
    return true;
}

static bool put_ref(Timex *x, int ref)
{
    static const char *const names[] = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"};
    x->value = str_of(names[ref]);
    x->precision = PRECISION_VAGUE;
    x->day = DAY_NONE;
    return true;
}

/* A point in time by a unit, n units from `from`. */
static bool put_shifted(Reckoner *r, Timex *x, Day from, int unit, int64_t n)
{
    Civil c = day_civil(from);
    int64_t months = c.year * 12 + c.month - 1;
    switch (unit) {
    case UNIT_S:
    case UNIT_MIN:
    case UNIT_H: return false;
    case UNIT_D: return put_day(r, x, from + n);
    case UNIT_WE: return put_week(r, x, from + 7 * n, true);
    case UNIT_W: return put_week(r, x, from + 7 * n, false);
    case UNIT_FN: return put_week(r, x, from + 14 * n, false);
    case UNIT_M: return put_month(r, x, months + n);
    case UNIT_Q: return put_quarter(r, x, months / 3 + n);
    case UNIT_HY: return put_quarter(r, x, months / 3 + 2 * n);
    case UNIT_Y: return put_year(r, x, c.year + n);
    case UNIT_DE: return put_decade(r, x, c.year + 10 * n);
    case UNIT_CE: return put_century(r, x, c.year / 100 + n);
    default: return false;
    }
}

static Str token_fold(const Reckoner *r, uint32_t i)
{
    return i < r->text->n_tokens ? r->text->token[i].fold : (Str){"", 0};
}

/* ---- anchors ------------------------------------------------------------------------------ */

/* What bare dates count from. */
static Day here(const Reckoner *r)
{
    return r->narrative || r->dct == DAY_NONE ? r->ref : r->dct;
}

static bool is_past(Lean l)
{
    return l == LEAN_PAST || l == LEAN_DONE;
}

static Day last_date(const Reckoner *r)
{
    return r->ref != DAY_NONE ? r->ref : r->dct;
}

/* Days that speak of the time to come or gone: "until Friday", "since May". */
static Lean lean(const Reckoner *r, const Frame *f)
{
    static const char *const ahead[] = {"until", "till", "by", "through", "from", "as"};
    Told told = r->trees && r->trees->word ? told_of(r->trees, f->last) : TOLD_OPEN;
    Str before = f->first > r->text->sentence[r->text->token[f->first].sentence].first ? token_fold(r, f->first - 1)
                                                                                      : (Str){"", 0};
    if (str_eq(before, STR("since")) || str_eq(token_fold(r, f->last + 1), STR(":")))
        return LEAN_DONE; /* "Dec. 29: …" in a chronicle */
    for (int i = 0; i < COUNT(ahead); i++)
        if (str_eq(before, str_of(ahead[i])))
            return told == TOLD_EARLIER ? LEAN_PAST : LEAN_FUTURE; /* "had filed by Wednesday" */
    return lean_of(r->text, r->trees, f->first, f->last);
}

/* The year in which a date without one lies: the nearest, unless the tense wants the other side and that is
 * not several times farther. */
static int choose_year(const Reckoner *r, const Frame *f, int month, int dom)
{
    Day base = here(r);
    Civil c = day_civil(base);
    if (r->narrative) /* a history moves on: back at most some months */
        return month - c.month < -8 ? c.year + 1 : month - c.month > 10 ? c.year - 1 : c.year;
    if (!dom && month == c.month)
        return c.year;
    Day same = day_of(c.year, month, dom ? MIN(dom, month_days(c.year, month)) : 1);
    int before = same <= base ? c.year : c.year - 1;
    int back = same <= base ? base - same : base - same + 365, on = 365 - back;
    if (back == 0)
        return c.year;
    Lean l = lean(r, f);
    if (l == LEAN_DONE)
        return before;
    double bias = l == LEAN_FUTURE ? (dom ? 0.2 : 0.5) : l == LEAN_PAST ? (dom ? 3 : 30) : 1.5;
    return back < on * bias ? before : before + 1;
}

static Day weekday_of(const Reckoner *r, const Frame *f, int wd, Day base)
{
    int back = (day_weekday(base) - (wd - 1) + 7) % 7;
    if (HAS(f, SHIFT)) {
        int32_t n = f->v[CLASS_SHIFT][f->n[CLASS_SHIFT] - 1];
        if (n < 0)
            return base - (back ? back : 7);
        if (n > 0)
            return base + 7 - back;
    }
    if (HAS(f, RSHIFT)) {
        int32_t n = VAL(f, RSHIFT);
        return n < 0 ? base - (back ? back : 7) : n > 0 ? base + 7 - back : base - back;
    }
    if (r->narrative)
        return back ? base + 7 - back : base;
    return lean(r, f) == LEAN_FUTURE && back ? base + 7 - back : base - back;
}

/* ---- dates -------------------------------------------------------------------------------- */

Day easter(int year) /* anonymous Gregorian computus (Meeus, Jones, Butcher) */
{
    int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, g = (8 * b + 13) / 25;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return day_of(year, n / 31, n % 31 + 1);
}

Day holiday_day(Holiday h, int year)
{
    if (!year_good(year))
        return DAY_NONE;
    if (h.kind == HOLIDAY_EASTER)
        return easter(year) + h.a;
    if (h.kind == HOLIDAY_FIXED)
        return day_of(year, h.month, h.a);
    if (h.b > 0) {
        Day first = day_of(year, h.month, 1) + h.plus; /* "1+": the first but not on the 1st (US elections) */
        return first + (h.a - 1 - day_weekday(first) + 7) % 7 + 7 * (h.b - 1);
    }
    Day end = day_of(year, h.month, month_days(year, h.month));
    return end - (day_weekday(end) - (h.a - 1) + 7) % 7;
}

static bool date_year(const Reckoner *r, const Frame *f, int *year)
{
    if (HAS(f, YEAR)) {
        *year = VAL(f, YEAR);
        return true;
    }
    if (HAS(f, YY)) {
        int base = here(r) != DAY_NONE ? day_civil(here(r)).year : 2000;
        int y = base - base % 100 + VAL(f, YY);
        *year = y > base + 20 ? y - 100 : y;
        return true;
    }
    if (HAS(f, UNIT) && VAL(f, UNIT) == UNIT_Y && (HAS(f, SHIFT) || HAS(f, RSHIFT))) {
        Day from = HAS(f, RSHIFT) ? last_date(r) : here(r);
        if (from == DAY_NONE)
            return false;
        *year = day_civil(from).year + (HAS(f, SHIFT) ? VAL(f, SHIFT) : VAL(f, RSHIFT));
        return true;
    }
    return false;
}

static int upos(const Reckoner *r, uint32_t i)
{
    return r->trees && r->trees->word && i < r->text->n_tokens ? r->trees->word[i].upos : UPOS_X;
}

/* Words that bring a year. */
static bool brings_year(Str s)
{
    static const char *const words[] = {"in", "of", "since", "by", "from", "until", "during", "before", "after", "to",
                                        "till", "between", "and", "through", "late", "early", "mid", "circa", "("};
    for (int i = 0; i < COUNT(words); i++)
        if (str_eq(s, str_of(words[i])))
            return true;
    return false;
}

/* "1998" is a year unless it counts something. */
static bool bare_year_good(const Reckoner *r, const Frame *f)
{
    Str before = f->first ? token_fold(r, f->first - 1) : (Str){"", 0};
    Str after = token_fold(r, f->last + 1);
    int y = VAL(f, YEAR);
    if (HAS(f, EDGE) || HAS(f, UNIT))
        return true;
    bool brought = brings_year(before);
    if ((y < 1500 || y > 2100) && !brought)
        return false;
    int next = upos(r, f->last + 1);
    bool counts = next == UPOS_NOUN && str_ends(after, STR("s")) && y % 10 == 0 && !str_eq(before, STR("the"));
    if (counts || str_eq(after, STR("hours")) || str_eq(after, STR("gmt")) || str_eq(after, STR("people")))
        return false;
    return !str_eq(before, STR("no.")) && !str_eq(before, STR("about")) && !str_eq(after, STR("km"));
}

static bool add_time(Reckoner *r, const Frame *f, Timex *x)
{
    int minutes = -1;
    if (HAS(f, CLOCK))
        minutes = VAL(f, CLOCK);
    else if (HAS(f, NUM) && (HAS(f, AMPM) || HAS(f, OCLOCK) || HAS(f, PART)))
        minutes = VAL(f, NUM) / NUM_SCALE * 60;
    if (minutes >= 0) {
        bool pm = (HAS(f, AMPM) && VAL(f, AMPM) == 12) || (HAS(f, PART) && VAL(f, PART) != PART_MO);
        if (minutes > 24 * 60)
            return false;
        if (pm && minutes < 12 * 60)
            minutes += 12 * 60;
        if (HAS(f, AMPM) && !pm && minutes >= 12 * 60 && minutes < 13 * 60)
            minutes -= 12 * 60;
        x->value = arena_printf(r->arena, "%.*sT%02d:%02d", FMT(x->value), minutes / 60, minutes % 60);
    } else if (HAS(f, NOON))
        x->value = arena_printf(r->arena, "%.*sT%d:00", FMT(x->value), VAL(f, NOON));
    else if (HAS(f, PART) || HAS(f, TONIGHT))
        x->value = arena_printf(r->arena, "%.*sT%s", FMT(x->value),
                                HAS(f, TONIGHT) ? "NI" : part_names[VAL(f, PART)]);
    else
        return true;
    x->type = TIMEX_TIME;
    return true;
}

static bool put_unknown(Timex *x, const char *value)
{
    x->value = str_of(value);
    x->precision = PRECISION_NONE;
    x->day = DAY_NONE;
    return true;
}

/* A name of a month or season that is another word here: "may say", "March on", "fall". */
static bool other_word(const Reckoner *r, const Frame *f)
{
    int pos = upos(r, f->last);
    if (pos == UPOS_AUX || pos == UPOS_VERB)
        return true;
    const Trees *t = r->trees;
    if (!t || !t->word || f->last + 1 >= r->text->n_tokens)
        return false;
    const Word *next = &t->word[f->last + 1];
    bool name = (next->rel == REL_FLAT && next->head == (int32_t)f->last) ||
                (next->upos == UPOS_PROPN && r->text->token[f->last].form.len == 3); /* "Jan Kavan" */
    return name && (r->text->token[f->last + 1].flags & TOKEN_CAPITAL) && !(r->text->token[f->last + 1].flags & TOKEN_DIGIT);
}

static int year_of_weekday(int year, int month, int dom, int weekday)
{
    static const int order[] = {0, 1, -1, 2, -2};
    for (int i = 0; i < COUNT(order); i++) {
        Day d = day_of(year + order[i], month, dom);
        if (d != DAY_NONE && day_weekday(d) == weekday)
            return year + order[i];
    }
    return year;
}

static bool month_date(Reckoner *r, const Frame *f, Timex *x)
{
    int year, month = VAL(f, MONTH), dom = HAS(f, DOM) ? VAL(f, DOM) : HAS(f, ORD) ? VAL(f, ORD) : 0;
    if (!dom && f->first == f->last && other_word(r, f))
        return false;
    if (!date_year(r, f, &year)) {
        Day base = HAS(f, RSHIFT) ? last_date(r) : here(r);
        if (base == DAY_NONE) {
            if (dom > 31)
                return false;
            x->value = dom ? arena_printf(r->arena, "XXXX-%02d-%02d", month, dom)
                           : arena_printf(r->arena, "XXXX-%02d", month);
            x->precision = PRECISION_NONE;
            return true;
        }
        Civil c = day_civil(base);
        int n = HAS(f, SHIFT) ? f->v[CLASS_SHIFT][f->n[CLASS_SHIFT] - 1] : HAS(f, RSHIFT) ? VAL(f, RSHIFT) : 0;
        if (n < 0)
            year = month >= c.month ? c.year - 1 : c.year;
        else if (n > 0)
            year = month <= c.month ? c.year + 1 : c.year;
        else if (HAS(f, SHIFT) || HAS(f, RSHIFT))
            year = c.year;
        else
            year = choose_year(r, f, month, dom);
        if (HAS(f, WEEKDAY) && dom) /* "Saturday, April 25": the nearest year in which it is one */
            year = year_of_weekday(year, month, dom, VAL(f, WEEKDAY) - 1);
    }
    if (!dom)
        return put_month(r, x, year * 12 + month - 1);
    Day day = day_of(year, month, dom);
    return day != DAY_NONE && put_day(r, x, day);
}

static bool season_date(Reckoner *r, const Frame *f, Timex *x)
{
    static const int middle[] = {4, 7, 10, 1};
    int season = VAL(f, SEASON), year;
    if (date_year(r, f, &year))
        return put_season(r, x, year, season);
    if (f->first == f->last && other_word(r, f))
        return false;
    Day base = HAS(f, RSHIFT) ? last_date(r) : here(r);
    if (base == DAY_NONE) {
        x->value = arena_printf(r->arena, "XXXX-%s", season_names[season]);
        return true;
    }
    Civil c = day_civil(base);
    int n = HAS(f, SHIFT) ? f->v[CLASS_SHIFT][f->n[CLASS_SHIFT] - 1] : HAS(f, RSHIFT) ? VAL(f, RSHIFT) : 0;
    int now = c.month == 12 ? SEASON_WI : (c.month / 3 + 3) % 4; /* Mar–May spring … Dec–Feb winter */
    int start = c.month <= 2 ? c.year - 1 : c.year;              /* year in which this season's cycle runs */
    if (n < 0)
        year = season < now ? start : start - 1;
    else if (n > 0)
        year = season > now ? start : start + 1;
    else if (HAS(f, SHIFT) || r->narrative)
        year = c.year;
    else
        year = choose_year(r, f, middle[season], 0);
    return put_season(r, x, year, season);
}

static bool holiday_date(Reckoner *r, const Frame *f, Timex *x)
{
    Holiday h = r->w->holiday[VAL(f, HOLIDAY)];
    Day base = here(r);
    int year;
    if (!date_year(r, f, &year)) {
        if (base == DAY_NONE)
            return put_unknown(x, "XXXX-XX-XX");
        year = day_civil(base).year;
        int n = HAS(f, SHIFT) ? VAL(f, SHIFT) : 0;
        Day same = holiday_day(h, year);
        Lean l = n < 0 ? LEAN_PAST : n > 0 ? LEAN_FUTURE : lean(r, f);
        if (is_past(l) && same > base)
            year--;
        else if (l == LEAN_FUTURE && same < base)
            year++;
        else if (!is_past(l) && l != LEAN_FUTURE)
            year += same - base > 183 ? -1 : base - same > 183 ? 1 : 0;
    }
    Day day = holiday_day(h, year);
    if (day == DAY_NONE)
        return false;
    return HAS(f, UNIT) && VAL(f, UNIT) != UNIT_Y ? put_shifted(r, x, day, VAL(f, UNIT), 0) : put_day(r, x, day);
}

/* "this morning", "that night", "the next morning", "10 a.m.": a time of some day. */
static bool time_only(Reckoner *r, const Frame *f, Timex *x)
{
    Day base = HAS(f, SHIFT) || !HAS(f, THE) ? here(r) : last_date(r);
    int n = HAS(f, SHIFT) ? f->v[CLASS_SHIFT][f->n[CLASS_SHIFT] - 1] : HAS(f, RSHIFT) ? VAL(f, RSHIFT) : 0;
    if (HAS(f, RSHIFT) || (HAS(f, SHIFT) && HAS(f, THE)))
        base = last_date(r);
    if (base == DAY_NONE)
        return put_unknown(x, "XXXX-XX-XX");
    return put_day(r, x, (int64_t)base + n);
}

static bool op_date(Reckoner *r, const Frame *f, Timex *x)
{
    bool ok;
    if (HAS(f, FULLDATE))
        ok = put_day(r, x, VAL(f, FULLDATE));
    else if (HAS(f, HOLIDAY))
        ok = holiday_date(r, f, x);
    else if (HAS(f, MONTH))
        ok = month_date(r, f, x);
    else if (HAS(f, SEASON))
        ok = season_date(r, f, x);
    else if (HAS(f, WEEKDAY)) {
        Day base = HAS(f, RSHIFT) ? last_date(r) : here(r);
        ok = base == DAY_NONE ? put_unknown(x, "XXXX-WXX") : put_day(r, x, weekday_of(r, f, VAL(f, WEEKDAY), base));
    } else if (HAS(f, DAYWORD) || HAS(f, TONIGHT)) {
        Day base = r->dct != DAY_NONE ? r->dct : r->ref;
        ok = base == DAY_NONE ? put_unknown(x, "XXXX-XX-XX")
                              : put_day(r, x, (int64_t)base + (HAS(f, DAYWORD) ? VAL(f, DAYWORD) : 0));
    } else if (HAS(f, ERA) && (HAS(f, NUM) || HAS(f, YEAR))) {
        int y = HAS(f, YEAR) ? VAL(f, YEAR) : VAL(f, NUM) / NUM_SCALE;
        if (VAL(f, ERA) > 0)
            ok = put_year(r, x, y);
        else {
            x->value = arena_printf(r->arena, "BC%04d", y);
            x->precision = PRECISION_YEAR;
            ok = y > 0 && y <= 9999;
        }
    } else if (HAS(f, YEAR) || HAS(f, YY)) {
        int year;
        ok = (HAS(f, YY) || HAS(f, FISCAL) || bare_year_good(r, f)) && date_year(r, f, &year) && put_year(r, x, year);
    } else if (HAS(f, FISCAL)) {
        Day base = here(r);
        ok = base != DAY_NONE && put_year(r, x, day_civil(base).year + (HAS(f, SHIFT) ? VAL(f, SHIFT) : 0));
    } else
        ok = time_only(r, f, x);
    return ok && add_time(r, f, x);
}

static bool op_decade(Reckoner *r, const Frame *f, Timex *x)
{
    static const char *const own[] = {"his", "her", "their", "my", "your", "its"};
    if (HAS(f, DECADE) && f->first > 0 && !HAS(f, THE))
        for (int i = 0; i < COUNT(own); i++)
            if (str_eq(token_fold(r, f->first - 1), str_of(own[i])))
                return false;
    if (HAS(f, ERA) && VAL(f, ERA) < 0)
        return put_unknown(x, "BCXX");
    return put_decade(r, x, HAS(f, DECADE) ? VAL(f, DECADE) : 1900 + VAL(f, DECADEWORD));
}

static bool op_century(Reckoner *r, const Frame *f, Timex *x)
{
    if (HAS(f, ERA) && VAL(f, ERA) < 0) {
        x->value = arena_printf(r->arena, "BC%02d", VAL(f, ORD) - 1);
        return VAL(f, ORD) > 0 && VAL(f, ORD) < 100;
    }
    return VAL(f, ORD) > 0 && VAL(f, ORD) <= 30 && put_century(r, x, VAL(f, ORD) - 1);
}

/* Which quarter "the quarter" is: the text's, else the last completed one. */
static int64_t quarter_here(const Reckoner *r)
{
    Civil c = day_civil(r->ref_precision == PRECISION_QUARTER ? r->ref : here(r));
    int64_t q = c.year * 4 + (c.month - 1) / 3;
    return r->ref_precision == PRECISION_QUARTER ? q : q - 1;
}

static bool op_quarter(Reckoner *r, const Frame *f, Timex *x)
{
    int year;
    Day base = here(r);
    bool known = date_year(r, f, &year);
    if (!known && base == DAY_NONE)
        return put_unknown(x, "XXXX-QX");
    if (!HAS(f, ORD))
        return known && put_quarter(r, x, (int64_t)year * 4 + quarter_here(r) % 4);
    int n = VAL(f, ORD), parts = HAS(f, HALF) ? 2 : 4;
    if (n < 1 || n > parts)
        return false;
    if (!known) {
        Civil c = day_civil(base);
        int now = (c.month - 1) / (12 / parts) + 1;
        year = n > now && lean(r, f) != LEAN_FUTURE && !r->narrative ? c.year - 1 : c.year;
        if (HAS(f, UNIT) && VAL(f, UNIT) == UNIT_Y)
            year = day_civil(last_date(r)).year;
        if (HAS(f, AGO) || HAS(f, BEFORE))
            year = c.year - 1;
    }
    if (parts == 4)
        return put_quarter(r, x, (int64_t)year * 4 + n - 1);
    if (!put_quarter(r, x, (int64_t)year * 4 + (n - 1) * 2))
        return false;
    x->value = arena_printf(r->arena, "%04d-H%d", year, n);
    return true;
}

/* ---- relative ----------------------------------------------------------------------------- */

static bool op_shift(Reckoner *r, const Frame *f, Timex *x)
{
    int unit = VAL(f, UNIT), n = 0;
    bool by_text = HAS(f, RSHIFT);
    if (HAS(f, RSHIFT))
        n = VAL(f, RSHIFT);
    if (HAS(f, SHIFT)) {
        n = f->v[CLASS_SHIFT][f->n[CLASS_SHIFT] - 1];
        by_text = HAS(f, THE) && n > 0; /* "the next day" goes on from the text, "next day" hardly occurs */
    }
    Day base = by_text ? last_date(r) : here(r);
    if (base == DAY_NONE)
        return put_unknown(x, "XXXX");
    if (unit == UNIT_Q && n == 0 && !by_text && !HAS(f, EDGE))
        return put_quarter(r, x, quarter_here(r)); /* "the latest quarter" */
    if (unit == UNIT_WE && n == 0 && day_weekday(base) < 3 && lean(r, f) != LEAN_FUTURE)
        n = -1; /* on Monday "the weekend" is the one just over */
    if (unit == UNIT_D && HAS(f, THE) && n < 0 && !by_text)
        return false; /* "the last day" of something */
    return put_shifted(r, x, base, unit, n);
}

static bool op_the(Reckoner *r, const Frame *f, Timex *x)
{
    Day base = here(r);
    if (base == DAY_NONE)
        return false;
    if (HAS(f, YEAR))
        return r->ref_precision == PRECISION_QUARTER ? put_quarter(r, x, (int64_t)VAL(f, YEAR) * 4 + quarter_here(r) % 4)
                                                     : put_year(r, x, VAL(f, YEAR));
    if (HAS(f, PERIOD))
        return HAS(f, SHIFT) && r->ref_precision == PRECISION_QUARTER && put_quarter(r, x, quarter_here(r));
    switch (VAL(f, UNIT)) {
    case UNIT_Q: return put_quarter(r, x, quarter_here(r));
    case UNIT_WE: return op_shift(r, f, x);
    case UNIT_Y: return put_year(r, x, day_civil(last_date(r)).year);
    case UNIT_W: return put_shifted(r, x, last_date(r), UNIT_W, 0);
    default: return false;
    }
}

static const char *unit_letter(int unit)
{
    static const char *const letters[] = {"S", "M", "H", "D", "WE", "W", "W", "M", "Q", "M", "Y", "DE", "CE", "ML"};
    return letters[unit];
}

static bool put_duration(Reckoner *r, Timex *x, int unit, int64_t thousandths, bool many)
{
    const char *t = unit <= UNIT_H ? "T" : "";
    x->type = TIMEX_DURATION;
    x->precision = PRECISION_NONE;
    if (many) {
        x->value = arena_printf(r->arena, "P%sX%s", t, unit_letter(unit));
        return true;
    }
    if (unit == UNIT_FN || unit == UNIT_DE)
        thousandths *= unit == UNIT_FN ? 2 : 10;
    const char *letter = unit == UNIT_DE ? "Y" : unit_letter(unit);
    if (thousandths % NUM_SCALE == 0)
        x->value = arena_printf(r->arena, "P%s%lld%s", t, (long long)(thousandths / NUM_SCALE), letter);
    else if (unit == UNIT_Y && thousandths * 12 % NUM_SCALE == 0)
        x->value = arena_printf(r->arena, "P%lldM", (long long)(thousandths * 12 / NUM_SCALE));
    else if (unit == UNIT_H && thousandths * 60 % NUM_SCALE == 0)
        x->value = arena_printf(r->arena, "PT%lldM", (long long)(thousandths * 60 / NUM_SCALE));
    else
        x->value = arena_printf(r->arena, "P%s%lld.%lld%s", t, (long long)(thousandths / NUM_SCALE),
                                (long long)(thousandths % NUM_SCALE / (NUM_SCALE / 10)), letter);
    return true;
}

static int unit_of(const Frame *f)
{
    return HAS(f, UNITS) ? VAL(f, UNITS) : HAS(f, UNIT) ? VAL(f, UNIT) : HAS(f, SEASONS) ? UNIT_Y : UNIT_D;
}

/* How many units, in thousandths; *many when "several". */
static int64_t count_of(const Frame *f, bool *many)
{
    int64_t n = HAS(f, NUM) ? VAL(f, NUM) : HAS(f, QUANT) ? VAL(f, QUANT) * NUM_SCALE : HAS(f, A) ? NUM_SCALE : 0;
    *many = !HAS(f, NUM) && HAS(f, QUANT) && VAL(f, QUANT) == QUANT_MANY;
    if (HAS(f, HALF))
        n = HAS(f, AND) ? n + NUM_SCALE / 2 : NUM_SCALE / 2;
    if (!n && !*many)
        *many = true;
    return n;
}

static bool op_dur(Reckoner *r, const Frame *f, Timex *x)
{
    bool many;
    int64_t n = count_of(f, &many);
    int unit = unit_of(f);
    if (HAS(f, ORD) && HAS(f, UNIT) && !HAS(f, UNITS) && !HAS(f, NUM) && !HAS(f, QUANT))
        return false;
    if ((unit == UNIT_S && !HAS(f, NUM)) || (unit == UNIT_Q && (HAS(f, A) || HAS(f, HYPHEN))))
        return false; /* "a second look", "a quarter of it", "three-quarters" */
    if (unit == UNIT_Q && !HAS(f, NUM) && !HAS(f, QUANT) && f->first == f->last)
        return false; /* rooms */
    if (HAS(f, OLD) && !HAS(f, NUM) && !HAS(f, QUANT) && HAS(f, UNIT))
        return put_duration(r, x, unit, NUM_SCALE, false); /* "day-long" */
    return put_duration(r, x, unit, n, many);
}

static bool op_refs(Reckoner *r, const Frame *f, Timex *x)
{
    return put_duration(r, x, unit_of(f), 0, true);
}

static bool op_ago(Reckoner *r, const Frame *f, Timex *x)
{
    bool many, hyphened = HAS(f, HYPHEN) && !HAS(f, NUM) && !HAS(f, QUANT);
    int64_t n = count_of(f, &many) / NUM_SCALE;
    int unit = unit_of(f);
    int sign = HAS(f, AFTER) || (HAS(f, AGO) && VAL(f, AGO) > 0) ? 1 : -1;
    Str end = token_fold(r, f->last), next = token_fold(r, f->last + 1);
    if (str_eq(end, STR("before")) || str_eq(end, STR("after"))) {
        bool stops = f->last + 1 >= r->text->n_tokens || (r->text->token[f->last + 1].flags & TOKEN_PUNCT) ||
                     str_eq(next, STR("and")) || str_eq(next, STR("but"));
        if (!stops) { /* "two days after the vote": a duration and its anchor */
            if (!HAS(f, NUM) && !HAS(f, QUANT) && !HAS(f, A))
                return false;
            x->last--;
            return put_duration(r, x, unit, n * NUM_SCALE, many);
        }
    }
    if (hyphened || (HAS(f, THE) && !HAS(f, NUM))) {
        n = 1;
        many = false;
    }
    if (many)
        return put_ref(x, sign < 0 ? REF_PAST : REF_FUTURE);
    Day base = (HAS(f, AGO) || (hyphened && !r->narrative)) && r->dct != DAY_NONE ? r->dct : last_date(r);
    if (base == DAY_NONE)
        return put_unknown(x, "XXXX");
    if (unit == UNIT_Y && n == 1 && r->ref_precision == PRECISION_QUARTER && !r->narrative)
        return put_quarter(r, x, quarter_here(r) + sign * 4);
    if (unit <= UNIT_H) {
        put_duration(r, x, unit, n * NUM_SCALE, false);
        return true;
    }
    return n < 100000 && put_shifted(r, x, base, unit, sign * n);
}

static bool op_ref(Reckoner *r, const Frame *f, Timex *x)
{
    (void)r;
    return put_ref(x, HAS(f, REF) ? VAL(f, REF) : HAS(f, REFADJ) ? VAL(f, REFADJ) : VAL(f, PASTREF));
}

static bool op_set(Reckoner *r, const Frame *f, Timex *x)
{
    x->type = TIMEX_SET;
    x->precision = PRECISION_NONE;
    if (HAS(f, WEEKDAYS) || HAS(f, WEEKDAY)) {
        x->value = arena_printf(r->arena, "XXXX-WXX-%d", HAS(f, WEEKDAY) ? VAL(f, WEEKDAY) : VAL(f, WEEKDAYS));
        return true;
    }
    if (HAS(f, MONTH)) {
        x->value = arena_printf(r->arena, "XXXX-%02d", VAL(f, MONTH));
        return true;
    }
    if (HAS(f, SEASON)) {
        x->value = arena_printf(r->arena, "XXXX-%s", season_names[VAL(f, SEASON)]);
        return true;
    }
    if (HAS(f, PART)) {
        x->value = arena_printf(r->arena, "XXXX-XX-XXT%s", part_names[VAL(f, PART)]);
        return true;
    }
    int unit = HAS(f, SETWORD) ? VAL(f, SETWORD) : unit_of(f);
    int64_t n = HAS(f, EVERY) && HAS(f, NUM) ? VAL(f, NUM) : HAS(f, ORD) ? VAL(f, ORD) * NUM_SCALE : NUM_SCALE;
    put_duration(r, x, unit, n, false);
    x->type = TIMEX_SET;
    return true;
}

static bool op_yearend(Reckoner *r, const Frame *f, Timex *x)
{
    Day base = here(r);
    if (base == DAY_NONE)
        return false;
    int y = day_civil(base).year - is_past(lean(r, f));
    return put_day(r, x, day_of(y, 12, 31));
}

/* ---- entry -------------------------------------------------------------------------------- */

bool reckon(Reckoner *r, const Lexeme *lex, const Match *m, Timex *x)
{
    typedef bool Op(Reckoner *, const Frame *, Timex *);
    static Op *const ops[OP_COUNT] = {[OP_date] = op_date, [OP_decade] = op_decade, [OP_century] = op_century,
                                      [OP_quarter] = op_quarter, [OP_shift] = op_shift, [OP_the] = op_the,
                                      [OP_refs] = op_refs, [OP_dur] = op_dur, [OP_ago] = op_ago, [OP_ref] = op_ref,
                                      [OP_set] = op_set, [OP_yearend] = op_yearend};
    Frame f;
    if (m->op == OP_none)
        return false;
    frame_fill(lex, m, &f);
    if (f.first == UINT32_MAX)
        return false;
    *x = (Timex){.first = f.first, .last = f.last, .type = TIMEX_DATE, .day = DAY_NONE};
    x->sentence = r->text->token[f.first].sentence;
    int mod = HAS(&f, EDGE) ? VAL(&f, EDGE) : HAS(&f, APPROX) ? VAL(&f, APPROX) : HAS(&f, ORSO) ? MOD_APPROX : MOD_NONE;
    if (m->op != OP_ago && mod == MOD_NONE)
        mod = HAS(&f, BEFORE) ? MOD_START : HAS(&f, AFTER) ? MOD_END : MOD_NONE;
    x->mod = str_of(mod_names[mod]);
    return ops[m->op](r, &f, x);
}
