/* Before mentions are linked: names that mean something else in this article, and the country it is
 * about.
 *
 * Two names want a second look at the whole article: a country that is called like a region
 * ("Georgia"), and an office holder of no great rank, who shares his name with others. Then the
 * country that most mentions speak of is the story's; roles without a country will take it. */
#include "who/desk.h"
#include "base/banned.h"

/* "Georgia" beside Alabama or Atlanta is the state: a country's name gives way to a region that is
 * called the same when the article names another region or town of that region's country, and
 * nothing else of the country. */
static const Thing *namesake_region(const Desk *d, const ActorMention *m, const Hit *hit)
{
    uint32_t ref = d->w->sense[hit->sense].ref, at = hit->sense, n;
    while (at > 0 && !d->w->sense[at - 1].last)
        at--;
    const Sense *run = sense_run(d->w, at, &n);
    for (uint32_t k = 0; k < n; k++) {
        const Thing *other =
            run[k].kind == SENSE_THING && run[k].ref != ref ? &d->w->thing[run[k].ref] : NULL;
        if (!other || other->kind != THING_REGION)
            continue;
        bool beside = false;
        for (ptrdiff_t j = 0; j < d->hits.n; j++) {
            const Hit *h = &d->hits.item[j];
            const Thing *x =
                h->kind == SENSE_THING ? &d->w->thing[d->w->sense[h->sense].ref] : NULL;
            if (!x || d->w->sense[h->sense].ref == ref)
                continue;
            if (memcmp(x->code, m->actor.country, 3) == 0)
                return NULL;
            beside |= memcmp(x->code, other->code, 3) == 0 &&
                      (x->kind == THING_REGION || x->kind == THING_CITY);
        }
        return beside ? other : NULL;
    }
    return NULL;
}

static void settle_names(Desk *d)
{
    uint32_t asked = UINT32_MAX; /* one question for each sense in a row of mentions */
    const Thing *answer = NULL;
    for (ptrdiff_t i = 0; i < d->mentions.n; i++) {
        ActorMention *m = &d->mentions.item[i];
        int32_t h = d->hit_at[m->head];
        if (h < 0 || d->hits.item[h].kind != SENSE_THING || !(d->notes.item[i].is & IS_COUNTRY))
            continue;
        if (d->hits.item[h].sense != asked) {
            asked = d->hits.item[h].sense;
            answer = namesake_region(d, m, &d->hits.item[h]);
        }
        if (!answer)
            continue;
        char gone[4], role[4];
        memcpy(gone, m->actor.country, 4);
        actor_from_thing(d, (uint32_t)(answer - d->w->thing), &m->actor);
        m->confidence = .6f;
        for (ptrdiff_t k = MAX(i - 2, 0); k < MIN(i + 2, d->mentions.n);
             k++) { /* "voters in Georgia" */
            ActorMention *near = &d->mentions.item[k];
            if (d->notes.item[k].role >= 0 && d->notes.item[k].person < 0 &&
                strcmp(near->actor.country, gone) == 0) {
                memcpy(role, near->actor.role[0], 4);
                actor_set(&near->actor, m->actor.country, role);
            }
        }
    }
}

/* Thousands held minor offices, and share their names with others. In an article such a name counts
 * only with its title, or where something else speaks of that country; leaders, their deputies, ministers and the
 * officials of international bodies, need no witness. */
static bool needs_witness(const Desk *d, ptrdiff_t i)
{
    const Note *n = &d->notes.item[i];
    int rank = n->person < 0 ? OFFICE_NONE : d->w->person[n->person].rank;
    return rank > OFFICE_DM && rank != OFFICE_DEP && !(n->is & IS_TITLED) &&
           !d->phrase && strncmp(d->w->person[n->person].country, "IGO", 3) != 0;
}

static void drop_unwitnessed(Desk *d)
{
    for (ptrdiff_t i = 0; i < d->mentions.n; i++)
        if (d->mentions.item[i].actor.country[0] && !needs_witness(d, i))
            map_set(&d->lands, str_hash(str_of(d->mentions.item[i].actor.country)), 1, d->a);
    for (ptrdiff_t i = 0; i < d->mentions.n; i++) {
        ActorMention *m = &d->mentions.item[i];
        Note *n = &d->notes.item[i];
        if (!needs_witness(d, i) || map_get(&d->lands, str_hash(str_of(m->actor.country))))
            continue;
        const Hit *h = &d->hits.item[d->hit_at[m->head] < 0 ? 0 : d->hit_at[m->head]];
        n->person = -1;
        n->name_first = h->kind == SENSE_PERSON && h->first >= m->first && h->last <= m->last
                            ? h->first
                            : m->first;
        n->name_last = h->kind == SENSE_PERSON && h->first >= m->first && h->last <= m->last
                           ? h->last
                           : m->last;
        m->actor = (Actor){.row = -1};
        m->how = HOW_UNKNOWN;
        m->confidence = .2f;
    }
}

/* A company or newspaper by its name: where it is at home says little of where things happen. */
static bool is_firm(const Desk *d, const ActorMention *m)
{
    int32_t row = m->actor.row;
    if (row < 0 || (uint32_t)row >> 28 != SENSE_THING)
        return false;
    uint8_t kind = d->w->thing[row & 0x0FFFFFFF].kind;
    return kind == THING_COMPANY || kind == THING_MEDIA;
}

void refer_story(Desk *d)
{
    Map weight = {0};
    settle_names(d);
    drop_unwitnessed(d);
    int64_t best = 0, total = 0;
    d->story[0] = 0;
    for (ptrdiff_t i = 0; i < d->mentions.n; i++) {
        const ActorMention *m = &d->mentions.item[i];
        const Note *n = &d->notes.item[i];
        if (!m->actor.country[0] || strstr("IGO NGO IMG MNC MED BUS", m->actor.country) || is_firm(d, m))
            continue;
        uint64_t key = str_hash(str_of(m->actor.country));
        int64_t *old = map_get(&weight, key);
        int64_t add = 2 + (n->is & IS_LOCATIVE ? 2 : 0) +
                      (m->sentence == 0  ? 4
                       : m->sentence < 3 ? 1
                                         : 0) -
                      (n->is & IS_MODIFIER ? 1 : 0);
        int64_t now = (old ? *old : 0) + add;
        total += add;
        map_set(&weight, key, now, d->a);
        if (now > best) {
            best = now;
            memcpy(d->story, m->actor.country, 4);
        }
    }
    if (best * 4 < total)
        d->story[0] = 0;
}

/* "Congress", "the Senate" by that word alone. */
static bool is_chamber(const Desk *d, const ActorMention *m)
{
    return m->how == HOW_METONYM && m->last == m->head && m->head <= m->first + 1 && strcmp(m->actor.code, "USALEG") == 0 &&
           (token_is(d, m->head, "congress") || token_is(d, m->head, "senate") || token_is(d, m->head, "house"));
}

/* In an article that does not speak of America they are the story's own. After all names are resolved. */
void settle_chambers(Desk *d)
{
    bool american = !d->story[0];
    for (ptrdiff_t i = 0; i < d->mentions.n; i++)
        american |= !is_chamber(d, &d->mentions.item[i]) && strcmp(d->mentions.item[i].actor.country, "USA") == 0;
    for (ptrdiff_t i = 0; !american && i < d->mentions.n; i++)
        if (is_chamber(d, &d->mentions.item[i]))
            actor_set(&d->mentions.item[i].actor, d->story, "LEG");
}
