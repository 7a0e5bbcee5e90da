/* Which expression dates which event.
 *
 * The tree decides first: an expression below the predicate, else below the verbs that govern it, as long as
 * no other clause with its own date lies between; then an expression of the sentence; then the article. An
 * expression without a day (a duration, "recently") dates nothing. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { CLIMB_MAX = 6, DEEP_MAX = 4, MONTH_DAYS = 31 };

static int period_days(int precision)
{
    static const int days[] = {1, 1, 7, 31, 92, 366, 3660, 1};
    return days[precision];
}

static bool dates_something(const Timex *x)
{
    return (x->type == TIMEX_DATE || x->type == TIMEX_TIME) && x->day != DAY_NONE && x->precision != PRECISION_VAGUE &&
           x->precision <= PRECISION_YEAR;
}

/* Is this child a clause of its own, whose dates are not its governor's? */
static bool is_clause(const Word *w)
{
    switch ((Deprel)w->rel) {
    case REL_CCOMP:
    case REL_ADVCL:
    case REL_ADVCL_RELCL:
    case REL_ACL:
    case REL_ACL_RELCL:
    case REL_PARATAXIS:
    case REL_CSUBJ:
    case REL_CSUBJ_PASS: return true;
    case REL_CONJ: return w->upos == UPOS_VERB;
    default: return false;
    }
}

typedef struct {
    const Times *times;
    const Trees *trees;
    uint32_t from;  /* the predicate: nearer is better */
    int32_t best;   /* timex */
    int best_cost;
    int budget;
} Search;

static void consider(Search *s, uint32_t token, int depth)
{
    int32_t x = s->times->at[token];
    if (x < 0 || !dates_something(&s->times->timex[x]))
        return;
    uint32_t first = s->times->timex[x].first;
    int far = (int)(first > s->from ? first - s->from : s->from - first);
    int cost = depth * 20 + MIN(far, 60) + (s->times->timex[x].precision > PRECISION_WEEK ? 15 : 0);
    if (s->best < 0 || cost < s->best_cost) {
        s->best = x;
        s->best_cost = cost;
    }
}

/* "criticised the 2015 accord": the year tells which accord, not when it was criticised. */
static bool names_a_thing(const Word *word, int32_t c, uint32_t from)
{
    int rel = word[c].rel;
    bool names = rel == REL_COMPOUND || rel == REL_AMOD || rel == REL_NUMMOD || rel == REL_NMOD_POSS;
    uint32_t thing = (uint32_t)word[c].head;
    int arg = word[thing].rel;
    return names && thing != from && (arg == REL_OBJ || arg == REL_NSUBJ || arg == REL_NSUBJ_PASS || arg == REL_IOBJ);
}

/* Expressions below `token`, other clauses left out. */
static void below(Search *s, uint32_t token, int depth)
{
    if (depth > DEEP_MAX || s->budget-- < 0)
        return;
    for (int32_t c = s->trees->child[token]; c >= 0; c = s->trees->next[c]) {
        const Word *w = &s->trees->word[c];
        if (is_clause(w))
            continue;
        bool actor = w->rel == REL_NSUBJ || w->rel == REL_OBJ || w->rel == REL_NSUBJ_PASS;
        if (!names_a_thing(s->trees->word, c, s->from))
            consider(s, (uint32_t)c, depth + (actor ? 2 : 0));
        below(s, (uint32_t)c, depth + (actor ? 2 : 1));
    }
}

static int32_t by_tree(const Times *times, const Trees *trees, uint32_t token, bool *own)
{
    Search s = {.times = times, .trees = trees, .from = token, .best = -1, .budget = 400};
    int32_t at = (int32_t)token;
    for (int n = 0; n < CLIMB_MAX && at >= 0; n++) {
        below(&s, (uint32_t)at, 0);
        if (s.best >= 0) {
            *own = n == 0;
            return s.best;
        }
        int rel = trees->word[at].rel;
        int32_t above = trees->word[at].head;
        if ((rel == REL_ACL_RELCL || rel == REL_ADVCL_RELCL || rel == REL_ACL) && above >= 0) {
            consider(&s, (uint32_t)above, 0); /* "in 2003, when …" */
            if (s.best >= 0)
                return s.best;
        }
        /* The day on which something is said is not the day of a past event told in it. */
        if (rel == REL_ACL_RELCL || rel == REL_CONJ)
            break;
        at = trees->word[at].head;
    }
    return -1;
}

static bool says_when(const Text *t, uint32_t last)
{
    uint32_t next = last + 1;
    if (next < t->n_tokens && str_eq(t->token[next].fold, STR(",")))
        next++;
    return next < t->n_tokens && str_eq(t->token[next].fold, STR("when"));
}

static int32_t in_sentence(const Times *times, const Text *t, uint32_t token)
{
    uint32_t s = t->token[token].sentence;
    int32_t best = -1;
    uint32_t best_far = UINT32_MAX;
    uint32_t end = t->sentence[s].first + t->sentence[s].n;
    for (uint32_t i = t->sentence[s].first; i < end; i++) {
        int32_t x = times->at[i];
        if (x < 0 || !dates_something(&times->timex[x]))
            continue;
        if (i < token && says_when(t, times->timex[x].last)) { /* "in 1990, when Namibia voted" */
            best = x;
            best_far = 0;
        }
        if (times->timex[x].precision > PRECISION_MONTH)
            continue;
        uint32_t far = i > token ? i - token : token - i;
        if (far < best_far) {
            best_far = far;
            best = x;
        }
    }
    return best;
}

EventDate when_of(const Times *times, const Text *t, const Trees *trees, uint32_t token)
{
    EventDate d = {.day = times->day, .precision = PRECISION_DAY, .by = DATED_DOCUMENT, .timex = -1};
    bool own = false;
    int32_t x = -1;
    if (times->n && token < t->n_tokens) {
        if (trees && trees->word)
            x = by_tree(times, trees, token, &own);
        d.by = DATED_TREE;
        if (x < 0) {
            x = in_sentence(times, t, token);
            d.by = DATED_DISCOURSE;
        }
    }
    if (x >= 0) {
        d.timex = x;
        d.day = times->timex[x].day;
        d.precision = times->timex[x].precision;
    } else
        d.by = d.day == DAY_NONE ? DATED_NOTHING : DATED_DOCUMENT;
    if (d.day == DAY_NONE)
        d.precision = PRECISION_NONE;
    else if (times->day != DAY_NONE)
        d.past = d.day + period_days(d.precision) - 1 < times->day - MONTH_DAYS;
    return d;
}
