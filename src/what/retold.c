/* An article tells its main event several times, and dates it once: "met on Wednesday" in one sentence dates
 * "after the meeting" in another, when the same two countries did the same kind of deed. Words are cheap and
 * said often, so speech acts keep their own dates. */
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

void retold_dates(Work *k)
{
    if (!k->d->times)
        return;
    Day article = k->d->times->day;
    Map told = {0}; /* act → its day, or TOLD_TWICE when the text gives several */
    for (ptrdiff_t i = 0; i < k->events.n && article != DAY_NONE; i++) {
        const Event *e = k->events.item + i;
        const EventDate *d = &e->date;
        if (!is_told(e) || d->by != DATED_TREE || d->precision != PRECISION_DAY || d->day == DAY_NONE ||
            d->day > article || d->day < article - RETOLD_DAYS)
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
