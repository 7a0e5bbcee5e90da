/* Which expression dates which event.
 *
 * The tree decides first: an expression below the predicate, else below what governs it, as far as English lets
 * one day hold for both; then the clauses beside it ("when the ban expired in May, he …"), then an expression with
 * nothing between, then a story begun in the sentence before; then the article.
 *
 * What an expression may date hangs on how the clause is told. Done things have no day to come; the perfect ("has
 * denied") has none that is over; "by Friday" and "until May" are bounds; "the 2015 accord" names its thing. An
 * expression without a day (a duration, "recently") dates nothing, but counts: "a day after they met". */
#include "when/lexeme.h"

#include "base/banned.h"

enum { CLIMB_MAX = 6, DEEP_MAX = 4, MONTH_DAYS = 31, FRAME_WORDS = 12 };

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

/* A clause on a par holds the same long time; any other, only what stands first and frames them all. */
typedef enum { APART_NOT, APART_BESIDE, APART_UNDER, APART_NEVER } Apart;

typedef struct {
    const Times *times;
    const Text *text;
    const Trees *trees;
    uint32_t from; /* the predicate: nearer is better */
    uint8_t told;  /* Told, of the clause under search */
    bool done;     /* the event itself is told as done */
    bool own;      /* found below the event itself */
    bool loose;    /* found beyond an "after" or "before" */
    bool planned;  /* under search is what is still to be done */
    bool noun;     /* under search is the event's own noun */
    uint8_t apart; /* Apart: how far the clause under search is from the event's */
    int shift;     /* days from the expression to the event */
    int32_t best;  /* timex */
    int best_cost;
    int budget;
} Search;

static bool fold_among(const Text *t, uint32_t token, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(t->token[token].fold, str_of(*list)))
            return true;
    return false;
}

/* The child of a clause or noun that is one of these words: "after" of "after they met". */
static int32_t word_below(const Search *s, uint32_t token, const char *const *list)
{
    for (int32_t c = s->trees->child[token]; c >= 0; c = s->trees->next[c]) {
        int rel = s->trees->word[c].rel;
        if ((rel == REL_MARK || rel == REL_CASE || rel == REL_ADVMOD) && fold_among(s->text, (uint32_t)c, list))
            return c;
    }
    return -1;
}

/* May a clause told so have happened then? */
static bool fits(const Search *s, const Timex *x)
{
    Day article = s->times->day;
    if (article == DAY_NONE || (s->told == TOLD_OPEN && !s->done))
        return true;
    bool over = x->day + period_days(x->precision) <= article;
    if (s->told == TOLD_ONGOING)
        return !over;
    return x->day <= article && (s->told != TOLD_PERFECT || !over);
}

static bool is_bound(const Search *s, uint32_t token)
{
    static const char *const ends[] = {"by", "until", "till", "before", "through", NULL};
    static const char *const start[] = {"since", NULL};
    return word_below(s, token, ends) >= 0 || (s->told == TOLD_PERFECT && word_below(s, token, start) >= 0);
}

static void consider(Search *s, uint32_t token, int depth)
{
    int32_t x = s->times->at[token];
    if (x < 0 || !dates_something(&s->times->timex[x]) || is_bound(s, token))
        return;
    if (s->planned && s->times->timex[x].precision != PRECISION_DAY)
        return; /* "expected to agree this year" */
    bool own = s->noun && depth == 0; /* "next week's visit": whatever the verb above */
    if (!own && !fits(s, &s->times->timex[x]))
        return;
    uint32_t first = s->times->timex[x].first, sentence = s->times->timex[x].sentence;
    bool frames = first <= s->text->sentence[sentence].first + 1;
    if (!frames && (s->apart == APART_UNDER || (s->apart && s->times->timex[x].precision == PRECISION_DAY)))
        return;
    int far = (int)(first > s->from ? first - s->from : s->from - first);
    int rel = s->trees->word[token].rel;
    bool named = rel == REL_COMPOUND || rel == REL_NUMMOD || rel == REL_AMOD; /* "during the 2016 election" */
    int cost = depth * 20 + MIN(far, 60) + (s->times->timex[x].precision > PRECISION_WEEK ? 15 : 0) + (named ? 40 : 0);
    if (s->best < 0 || cost < s->best_cost) {
        s->best = x;
        s->best_cost = cost;
    }
}

static bool is_text(const Search *s, uint32_t noun)
{
    static const char *const texts[] = {"report",  "letter",    "statement", "resolution", "article", "lawsuit",
                                        "memo",    "order",     "complaint", "document",   "bill",    "law",
                                        "speech",  "interview", "tweet",     NULL};
    return fold_among(s->text, noun, texts);
}

/* "criticised the 2015 accord": the year tells which accord, not when it was criticised; "met at the 2015 summit"
 * and "a May report said" tell both. */
static bool names_a_thing(const Search *s, int32_t c, uint32_t host)
{
    static const char *const during[] = {"in", "at", "during", "on", "since", "after", NULL};
    const Word *word = s->trees->word;
    int rel = word[c].rel;
    uint32_t thing = (uint32_t)word[c].head;
    if (thing == host || (rel != REL_COMPOUND && rel != REL_AMOD && rel != REL_NUMMOD && rel != REL_NMOD_POSS))
        return false;
    while (word[thing].rel == REL_CONJ)
        thing = (uint32_t)word[thing].head;
    switch ((Deprel)word[thing].rel) {
    case REL_NSUBJ: return !is_text(s, thing);
    case REL_OBJ:
    case REL_NSUBJ_PASS:
    case REL_IOBJ: return true;
    case REL_NMOD: return word[thing].head != (int32_t)host || word_below(s, thing, during) < 0;
    case REL_OBL: return word_below(s, thing, during) < 0;
    default: return false;
    }
}

/* Expressions below `token`, other clauses left out; `host`: the word that they would date. */
static void below(Search *s, uint32_t token, uint32_t host, int depth)
{
    if (depth > DEEP_MAX || s->budget-- < 0)
        return;
    for (int32_t c = s->trees->child[token]; c >= 0; c = s->trees->next[c]) {
        const Word *w = &s->trees->word[c];
        if (is_clause(w) || names_a_thing(s, c, host))
            continue;
        bool planned = s->planned;
        s->planned |= w->rel == REL_XCOMP && told_of(s->trees, (uint32_t)c) == TOLD_OPEN;
        bool actor = w->rel == REL_NSUBJ || w->rel == REL_OBJ || w->rel == REL_NSUBJ_PASS;
        consider(s, (uint32_t)c, depth + (actor ? 2 : 0));
        if (s->times->at[c] < 0)
            below(s, (uint32_t)c, host, depth + (actor ? 2 : 1));
        s->planned = planned;
    }
}

/* "a day after they met", "two weeks before": days between the two, 0 when it does not say. */
static int days_between(const Search *s, uint32_t mark)
{
    int32_t x = mark > 0 ? s->times->at[mark - 1] : -1;
    int64_t n;
    if (x < 0 || s->times->timex[x].type != TIMEX_DURATION || s->times->timex[x].last != mark - 1)
        return 0;
    Str v = s->times->timex[x].value;
    if (v.len < 3 || !str_int(str_cut(v, 1, v.len - 1), 1, MONTH_DAYS, &n))
        return 0;
    return v.ptr[v.len - 1] == 'D' ? (int)n : v.ptr[v.len - 1] == 'W' ? 7 * (int)n : 0;
}

/* "published a report that accused", "at the talks where they agreed": a text says so when it is made known, a
 * scene holds what happened there. Of people ("Comey, who led …") another day may be told. */
static bool shares_scene(const Search *s, uint32_t clause)
{
    static const char *const scene[] = {"when", "where", NULL};
    uint32_t noun = (uint32_t)s->trees->word[clause].head;
    return word_below(s, clause, scene) >= 0 || is_text(s, noun);
}

/* From an event to what governs it; false: its day is not that one's. */
static bool may_climb(Search *s, uint32_t at)
{
    static const char *const order[] = {"after", "before", NULL};
    static const char *const topic[] = {"about", "over", "for", "to", "into", "against", NULL};
    const Word *w = &s->trees->word[at];
    bool nominal = w->rel == REL_OBL || w->rel == REL_NMOD;
    if (nominal && s->trees->word[s->from].upos == UPOS_NOUN && word_below(s, at, topic) >= 0)
        return false; /* "lied about his talks", "in response to the attack" */
    if (w->rel == REL_CONJ && w->upos == UPOS_VERB &&
        (tree_child(s->trees, at, REL_NSUBJ) >= 0 || tree_child(s->trees, at, REL_NSUBJ_PASS) >= 0))
        s->apart = MAX(s->apart, APART_BESIDE);
    if (w->rel == REL_ACL_RELCL && !shares_scene(s, at))
        s->apart = s->told == TOLD_PAST ? APART_UNDER : APART_NEVER;
    int32_t mark = w->rel == REL_ADVCL || nominal ? word_below(s, at, order) : -1;
    if (mark >= 0) {
        int days = days_between(s, (uint32_t)mark);
        s->shift += str_eq(s->text->token[mark].fold, STR("after")) ? -days : days;
        s->loose |= !days;
    }
    return s->apart != APART_NEVER;
}

/* A clause that tells of a noun: "in 2003, when …", "the blast in 2010 that …", "Friday, the day …". */
static void at_head_noun(Search *s, const Word *clause)
{
    int rel = clause->rel;
    if (clause->head < 0 || (rel != REL_ACL_RELCL && rel != REL_ADVCL_RELCL && rel != REL_ACL))
        return;
    int32_t noun = clause->head; /* or what it is a part of: "the 1963 bombing of a church in which" */
    for (int n = 0; n < 3 && noun >= 0 && s->best < 0; n++) {
        int part = s->trees->word[noun].rel;
        consider(s, (uint32_t)noun, 0);
        below(s, (uint32_t)noun, (uint32_t)noun, 0);
        noun = part == REL_NMOD || part == REL_APPOS ? s->trees->word[noun].head : -1;
    }
}

/* The expression below the predicate, else below what governs it. */
static bool by_tree(Search *s)
{
    static const char *const later[] = {"later", "subsequently", NULL};
    int32_t at = (int32_t)s->from;
    for (int n = 0; n < CLIMB_MAX && at >= 0; n++) {
        const Word *w = &s->trees->word[at];
        s->told = (uint8_t)told_of(s->trees, (uint32_t)at);
        s->noun = n == 0 && (w->upos == UPOS_NOUN || w->upos == UPOS_PROPN);
        s->done |= n == 0 && !s->noun && s->told >= TOLD_PAST;
        below(s, (uint32_t)at, (uint32_t)at, 0);
        if (s->best < 0)
            at_head_noun(s, w);
        s->own = n == 0;
        if (s->best >= 0)
            return true;
        if (word_below(s, (uint32_t)at, later) >= 0 || !may_climb(s, (uint32_t)at))
            return false;
        at = w->head;
    }
    return false;
}

/* A clause at the side of the event's, or of what governs it: "When the ban expired in September, Trump replaced it." */
static bool beside(Search *s, uint32_t at)
{
    static const char *const same[] = {"when", "as", "while", "after", NULL};
    for (int32_t c = s->trees->child[at]; c >= 0 && s->best < 0; c = s->trees->next[c]) {
        int32_t mark = s->trees->word[c].rel == REL_ADVCL ? word_below(s, (uint32_t)c, same) : -1;
        if (mark < 0 || tree_is_ancestor(s->trees, (uint32_t)c, s->from))
            continue;
        s->told = (uint8_t)told_of(s->trees, (uint32_t)c);
        s->shift = days_between(s, (uint32_t)mark);
        below(s, (uint32_t)c, (uint32_t)c, 0);
    }
    return s->best >= 0;
}

/* "In 1990, when …"; a line of a chronicle: "Dec. 21: …". */
static bool says_when(const Text *t, uint32_t last)
{
    uint32_t next = last + 1;
    if (next < t->n_tokens && str_eq(t->token[next].fold, STR(":")))
        return true;
    if (next < t->n_tokens && str_eq(t->token[next].fold, STR(",")))
        next++;
    return next < t->n_tokens && str_eq(t->token[next].fold, STR("when"));
}

/* Does another clause or a comma stand between two words? Gerunds and infinitives are none: "charged him with
 * laundering on Monday". */
static bool apart(const Search *s, uint32_t from, uint32_t to)
{
    for (uint32_t i = MIN(from, to) + 1; i < MAX(from, to); i++) {
        const Word *w = &s->trees->word[i];
        bool verb = w->upos == UPOS_AUX || (w->upos == UPOS_VERB && w->feats & (FEAT_FINITE | FEAT_PAST));
        if (verb || str_eq(s->text->token[i].fold, STR(",")))
            return true;
    }
    return false;
}

/* An expression near the predicate that the parser hung elsewhere. */
static bool near_by(Search *s)
{
    const Sentence *sentence = &s->text->sentence[s->text->token[s->from].sentence];
    uint32_t best_far = FRAME_WORDS;
    for (uint32_t i = sentence->first; i < sentence->first + sentence->n; i++) {
        int32_t x = s->times->at[i];
        if (x < 0 || !dates_something(&s->times->timex[x]) || !fits(s, &s->times->timex[x]))
            continue;
        const Timex *t = &s->times->timex[x];
        if (i < s->from && says_when(s->text, t->last)) {
            s->best = x;
            return true;
        }
        uint32_t far = i > s->from ? i - s->from : s->from - i;
        if (s->told == TOLD_PAST && t->precision <= PRECISION_MONTH && far < best_far && !apart(s, s->from, i)) {
            best_far = far;
            s->best = x;
        }
    }
    return s->best >= 0;
}

static EventDate undated(const Times *times)
{
    return (EventDate){.day = times->day, .precision = times->day == DAY_NONE ? PRECISION_NONE : PRECISION_DAY,
                       .by = times->day == DAY_NONE ? DATED_NOTHING : DATED_DOCUMENT, .timex = -1};
}

static Day shifted(Day day, int days)
{
    return day + days >= DAY_MIN && day + days <= DAY_MAX ? day + days : day;
}

static EventDate dated(const Search *s, DatedBy by)
{
    const Timex *x = &s->times->timex[s->best];
    EventDate d = {.day = x->day, .precision = x->precision, .by = (uint8_t)by, .timex = s->best};
    d.own = s->own;
    d.loose = s->loose;
    if (x->precision == PRECISION_DAY)
        d.day = shifted(x->day, s->shift);
    return d;
}

static uint32_t root_of(const Trees *trees, const Sentence *s)
{
    uint32_t i = s->first;
    while (i + 1 < s->first + s->n && trees->word[i].head >= 0)
        i++;
    return i;
}

/* Do two sentences speak of the same one: by a pronoun, or by a name? */
static bool is_same_talk(const Search *s, const Sentence *before, const Sentence *here)
{
    enum { NAMES = 8 };
    uint64_t name[NAMES];
    int n = 0;
    for (uint32_t i = before->first; i < before->first + before->n; i++)
        if (s->trees->word[i].upos == UPOS_PROPN && s->times->at[i] < 0)
            name[n++ % NAMES] = s->text->token[i].key;
    for (uint32_t i = here->first; i < here->first + here->n; i++) {
        const Word *w = &s->trees->word[i];
        bool party = w->rel == REL_NSUBJ || w->rel == REL_NSUBJ_PASS || w->rel == REL_OBJ;
        if (w->upos == UPOS_PRON && w->feats & FEAT_PERSON3 && party)
            return true;
        for (int k = 0; w->upos == UPOS_PROPN && k < MIN(n, NAMES); k++)
            if (name[k] == s->text->token[i].key)
                return true;
    }
    return false;
}

/* "In January 2002 the speaker said so. The ministry denied it." A sentence in the simple past goes on from a past long
 * over that the one before told: some time in that year. Who only tells ("he said") tells the article. */
static void goes_on(const Search *s, EventDate *d)
{
    static const char *const tells[] = {"said", "told", "added", "reported", "wrote", "according", NULL};
    const Text *t = s->text;
    uint32_t at = t->token[s->from].sentence;
    if (at == 0 || s->told != TOLD_PAST || s->times->day == DAY_NONE || t->sentence[at].flags & SENTENCE_PAR_START)
        return;
    const Sentence *here = &t->sentence[at], *before = here - 1;
    if (!is_same_talk(s, before, here))
        return;
    for (uint32_t i = here->first; i < here->first + here->n; i++)
        if (s->times->at[i] >= 0 || fold_among(t, i, tells))
            return;
    if (told_of(s->trees, root_of(s->trees, here)) != TOLD_PAST)
        return;
    Search b = {.times = s->times, .text = t, .trees = s->trees, .best = -1, .budget = 100};
    b.from = root_of(s->trees, before);
    b.told = (uint8_t)told_of(s->trees, b.from);
    if (b.told == TOLD_PAST)
        below(&b, b.from, b.from, 0);
    if (b.best < 0)
        return;
    const Timex *x = &s->times->timex[b.best];
    if (x->day + period_days(x->precision) - 1 >= s->times->day - MONTH_DAYS)
        return;
    Day year = day_of(day_civil(x->day).year, 1, 1);
    *d = (EventDate){.day = year, .precision = PRECISION_YEAR, .by = DATED_DISCOURSE, .timex = -1};
}

static EventDate search(const Times *times, const Text *t, const Trees *trees, uint32_t token)
{
    Search s = {.times = times, .text = t, .trees = trees, .from = token, .best = -1, .budget = 400};
    EventDate d = undated(times);
    if (by_tree(&s))
        return dated(&s, DATED_TREE);
    if (s.shift && !s.apart && d.day != DAY_NONE) { /* "a day after he left": counted from the article */
        d.day = shifted(d.day, s.shift);
        d.by = DATED_TREE;
        return d;
    }
    s.own = false;
    int32_t at = (int32_t)token; /* up to the verb whose clause it is in */
    bool noun = trees->word[at].upos == UPOS_NOUN;
    for (int n = 0; n < (noun ? 1 : CLIMB_MAX) && at >= 0 && !s.apart; n++, at = trees->word[at].head)
        if (beside(&s, (uint32_t)at))
            return dated(&s, DATED_TREE);
    s.told = (uint8_t)told_of(trees, token);
    if (near_by(&s))
        return dated(&s, DATED_DISCOURSE);
    goes_on(&s, &d);
    return d;
}

EventDate when_of(const Times *times, const Text *t, const Trees *trees, uint32_t token)
{
    EventDate d = undated(times);
    if (times->n && token < t->n_tokens && trees && trees->word)
        d = search(times, t, trees, token);
    if (d.day != DAY_NONE && times->day != DAY_NONE)
        d.past = d.day + period_days(d.precision) - 1 < times->day - MONTH_DAYS;
    return d;
}
