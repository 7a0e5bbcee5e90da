/* An article dates what it tells once, and goes on.
 *
 * The same deed: "met on Wednesday" in one sentence dates "after the meeting" in another, when the same two countries
 * did the same kind of deed. Words are cheap and said often, so speech acts keep their own dates.
 * The same occasion: a person whose day was told ("Tillerson said on Wednesday", "met Lavrov on Wednesday") goes on
 * with it in the simple past ("Lavrov warned"); the perfect ("has warned") and the present are the article's. States do
 * many things at once and have no occasions. */
#include "what/work.h"
#include "base/banned.h"

enum { RETOLD_DAYS = 7, TOLD_TWICE = INT32_MAX };

/* The two countries, whichever way round, and the root code. */
static uint64_t act_key(const Event *e)
{
    uint64_t a = str_hash(str_cut(str_of(e->source.actor.code), 0, 3));
    uint64_t b = str_hash(str_cut(str_of(e->target.actor.code), 0, 3));
    return hash_mix(a ^ b, str_hash((Str){e->cameo, 2})) | 1;
}

static bool is_deed(const Event *e)
{
    return e->quad == 2 || e->quad == 4 || strncmp(e->cameo, "04", 2) == 0;
}

static bool is_told(const Event *e)
{
    return is_deed(e) && e->modality == MODALITY_ASSERTED && e->source.mention >= 0 && e->target.mention >= 0;
}

static bool is_recent(const Work *k, int64_t day)
{
    Day article = k->d->times->day;
    return article != DAY_NONE && day <= article && day >= article - RETOLD_DAYS;
}

static void same_deed(Work *k)
{
    Day article = k->d->times->day;
    Map told = {0}; /* act → its day, or TOLD_TWICE when the text gives several */
    for (ptrdiff_t i = 0; i < k->events.n && article != DAY_NONE; i++) {
        const Event *e = k->events.item + i;
        const EventDate *d = &e->date;
        if (!is_told(e) || !d->own || d->precision != PRECISION_DAY || !is_recent(k, d->day))
            continue;
        int64_t *other = map_get(&told, act_key(e));
        map_set(&told, act_key(e), other && *other != d->day ? TOLD_TWICE : d->day, k->a);
    }
    for (ptrdiff_t i = 0; told.n && i < k->events.n; i++) {
        Event *e = k->events.item + i;
        int64_t *day = is_told(e) && e->date.by == DATED_DOCUMENT ? map_get(&told, act_key(e)) : NULL;
        if (day && *day != TOLD_TWICE)
            e->date = (EventDate){.day = (Day)*day, .precision = PRECISION_DAY, .by = DATED_DISCOURSE, .timex = -1};
    }
}

/* ---- occasions ---------------------------------------------------------------------------- */

static void note(Work *k, Map *told, int32_t mention, Day day)
{
    if (mention < 0)
        return;
    const ActorMention *m = k->actors->mention + mention;
    if (m->actor.code[0] && !m->actor.role[0][0])
        return;
    int64_t *other = map_get(told, m->entity + 1);
    map_set(told, m->entity + 1, other && *other != day ? TOLD_TWICE : day, k->a);
}

/* The verb that a word's clause hangs on, passing from what is said to the saying; −1: none. */
static int32_t telling_verb(const Work *k, uint32_t token)
{
    for (int32_t at = (int32_t)token, n = 0; at >= 0 && n < 8; at = k->word[at].head, n++) {
        int rel = k->word[at].rel;
        bool inner = rel == REL_CCOMP || rel == REL_XCOMP ||
                     (rel == REL_CONJ && tree_child(k->trees, (uint32_t)at, REL_NSUBJ) < 0);
        if (is_verb(k, (uint32_t)at) && !inner)
            return at;
    }
    return -1;
}

/* Whoever does what the expression dates: "Trump said on Thursday", "Trump's move on Thursday". */
static void note_timex(Work *k, Map *told, const Timex *x)
{
    int32_t at = (int32_t)x->last;
    while (at >= (int32_t)x->first && k->word[at].head >= (int32_t)x->first && k->word[at].head <= (int32_t)x->last)
        at = k->word[at].head;
    int32_t head = at >= 0 ? k->word[at].head : -1;
    if (head < 0 || x->precision != PRECISION_DAY || !is_recent(k, x->day))
        return;
    int32_t owner = tree_child(k->trees, (uint32_t)head, REL_NMOD_POSS);
    if (owner < 0)
        owner = is_verb(k, (uint32_t)head) ? surface_subject(k, (uint32_t)head, 0) : head;
    if (owner >= 0 && k->actors->at[owner] < 0)
        owner = tree_child(k->trees, (uint32_t)owner, REL_NMOD_POSS);
    note(k, told, owner >= 0 ? k->actors->at[owner] : -1, x->day);
}

static void note_meeting(Work *k, Map *told, const Event *e)
{
    if (strncmp(e->cameo, "04", 2) != 0 || !e->date.own || e->date.precision != PRECISION_DAY || !is_recent(k, e->date.day))
        return;
    note(k, told, e->source.mention, e->date.day);
    note(k, told, e->target.mention, e->date.day);
}

/* The day of whoever tells or does it. */
static bool day_of_occasion(const Work *k, const Event *e, const Map *told, Day *day)
{
    int32_t verb = telling_verb(k, e->predicate);
    if (!is_verb(k, e->predicate) || verb < 0 || told_of(k->trees, (uint32_t)verb) != TOLD_PAST)
        return false;
    int rel = k->word[verb].rel;
    if (!e->date.loose && rel != REL_ROOT && rel != REL_CONJ && rel != REL_PARATAXIS)
        return false;
    int32_t s = surface_subject(k, (uint32_t)verb, 0);
    int32_t m = s >= 0 ? k->actors->at[s] : -1;
    int64_t *found = m >= 0 ? map_get(told, k->actors->mention[m].entity + 1) : NULL;
    if (!found || *found == TOLD_TWICE)
        return false;
    *day = (Day)*found;
    return true;
}

/* Does the text name the article's own day? Then what it leaves undated is of that day. */
static bool names_own_day(const Work *k)
{
    const Times *times = k->d->times;
    for (uint32_t i = 0; i < times->n; i++)
        if (times->timex[i].precision == PRECISION_DAY && times->timex[i].day == times->day)
            return true;
    return false;
}

static void same_occasion(Work *k)
{
    bool late = !names_own_day(k);
    Map told = {0}; /* entity → its one day */
    for (uint32_t i = 0; i < k->d->times->n; i++)
        note_timex(k, &told, &k->d->times->timex[i]);
    for (ptrdiff_t i = 0; i < k->events.n; i++)
        note_meeting(k, &told, k->events.item + i);
    for (ptrdiff_t i = 0; told.n && i < k->events.n; i++) {
        Event *e = k->events.item + i;
        Day day;
        if ((e->date.loose || (late && e->date.by == DATED_DOCUMENT)) && day_of_occasion(k, e, &told, &day))
            e->date = (EventDate){.day = day, .precision = PRECISION_DAY, .by = DATED_DISCOURSE, .timex = -1};
    }
}

void retold_dates(Work *k)
{
    if (!k->d->times || k->d->times->day == DAY_NONE)
        return;
    same_deed(k);
    same_occasion(k);
}
