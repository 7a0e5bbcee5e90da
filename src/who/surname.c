/* Surnames: of somebody whom the article names in full, else of a leader or minister whom the roster
 * knows and the article takes for known, else of an unknown. */
#include "who/refer.h"
#include "base/banned.h"

/* Countries whose leaders the world's news names by surname alone, in office and for some years after. */
static bool is_power(const char *country)
{
    static const char powers[] = "USA GBR FRA DEU RUS CHN IND JPN UKR ISR IRN TUR ITA CAN BRA";
    return country[0] && str_contains(str_of(powers), str_of(country));
}

/* Two rows of one man, as sources spell him: "Joe Biden", "Joseph R. Biden". */
static bool same_seat(const Office *a, const Office *b)
{
    return a->kind == b->kind && memcmp(a->code, b->code, 3) == 0 && a->from == b->from;
}

/* A famous surname that the article never gives in full: a leader or minister in office on the day,
 * the only one, or the one whose office or country the phrase tells. */
static int32_t famous(Refer *r, uint32_t i, const char *country, float *sure)
{
    Desk *d = r->d;
    const Note *n = note(r, i);
    int32_t h = d->hit_at[n->name_last <= mention(r, i)->last && n->name_first <= n->name_last
                              ? n->name_last
                              : mention(r, i)->head];
    if (h < 0 || d->hits.item[h].kind != SENSE_PERSON || n->name_first < d->hits.item[h].first)
        return -1; /* "Peter Solberg" is not every Solberg */
    uint32_t count;
    const Sense *run = sense_run(d->w, d->hits.item[h].sense, &count);
    int32_t best = -1, best_office = -1;
    int best_score = 0, second = 0;
    int office = n->role >= 0 ? d->w->role[n->role].office : OFFICE_NONE;
    for (uint32_t k = 0; k < count; k++) {
        Standing s;
        int32_t o = roster_office(d->w, run[k].ref, d->day, &s);
        if (o < 0 || !spelled_alike(d, &run[k], &d->hits.item[h]))
            continue;
        const Office *of = &d->w->office[o];
        const Person *p = &d->w->person[run[k].ref];
        int score = d->day == DAY_NONE ? 28 : s == STANDING_NOW ? 40 : s == STANDING_PAST ? 20 : 10;
        score += s == STANDING_PAST && of->to > d->day - 730 ? 8 : 0;
        score += p->rank <= OFFICE_HOG   ? 20
                 : p->rank <= OFFICE_DM  ? 14
                 : p->rank <= OFFICE_MIN ? 5
                                         : 0;
        bool power = p->rank <= OFFICE_HOG && is_power(p->country);
        bool known = p->rank <= OFFICE_FM && is_power(p->country) && s == STANDING_NOW;
        score += power ? 20 : 0;
        if (*country)
            score += memcmp(p->country, country, 3) == 0 ? 25 : -30;
        else if (d->story[0] && memcmp(p->country, d->story, 3) == 0)
            score += 12;
        if (!d->phrase && !power && !known && !map_get(&d->lands, str_hash(str_of(p->country))))
            score -= 12; /* nothing else in the article speaks of his country */
        if (office)
            score += of->kind == office ? 25 : -10;
        Str spelling = pool_get(d->w->pool, p->name);
        bool spelt = run[k].flags & NAME_OTHER || str_ends(str_fold(spelling, d->a), d->t->token[d->hits.item[h].last].fold);
        score += spelt ? 6 : -16; /* sounds may meet: "Khan" is no Kan unless the day or the land speaks for him */
        if (best_office >= 0 && same_seat(of, &d->w->office[best_office]))
            continue;
        if (score > best_score) {
            second = best_score;
            best_score = score;
            best = (int32_t)run[k].ref;
            best_office = o;
        } else
            second = MAX(second, score);
    }
    if (best_score < 54 || best_score - second < 5)
        return -1;
    *sure = best_score - second >= 15 ? .8f : .6f;
    return best;
}

void refer_surname(Refer *r, uint32_t i)
{
    ActorMention *m = mention(r, i);
    Note *n = note(r, i);
    uint64_t part[PARTS_MAX];
    uint32_t id = entity_of_parts(r, i, part, name_parts(r, i, part));
    if (id) {
        bool titled = m->actor.code[0] && !(n->is & NEEDS_COUNTRY);
        Actor own = m->actor;
        link_to(r, i, id, HOW_SURNAME, .9f);
        if (titled && !m->actor.code[0])
            m->actor = own;
        n->is |= IS_PERSON;
        n->is &= ~(uint32_t)NEEDS_COUNTRY;
        return;
    }
    float sure = 0;
    int32_t p = famous(r, i, m->actor.country, &sure);
    if (p >= 0) {
        bool former = n->is & IS_FORMER;
        n->person = p;
        n->is |= IS_PERSON;
        n->is &= ~(uint32_t)NEEDS_COUNTRY;
        float table;
        actor_from_person(r->d, (uint32_t)p, &m->actor, &table);
        if (former) {
            char country[4];
            memcpy(country, m->actor.country, 4);
            actor_set(&m->actor, country, "ELI");
        } else if (n->role >= 0 && r->d->w->role[n->role].role[0] &&
                   r->d->w->role[n->role].strength == STRENGTH_STRONG &&
                   r->d->w->role[n->role].office) {
            char country[4];
            memcpy(country, m->actor.country, 4);
            actor_set(&m->actor, country, r->d->w->role[n->role].role);
        }
        m->how = HOW_SURNAME;
        m->confidence = MIN(sure, table);
        m->entity = entity_by_key(r, hash_mix(11, (uint64_t)p + 1), i);
        entity_learn(r, m->entity, &m->actor, m->confidence, m->how, n->is, n->role);
        int parts = name_parts(r, i, part);
        if (parts)
            entity_parts(r, m->entity, part, parts);
        return;
    }
    int parts = name_parts(r, i, part);
    if (parts) {
        m->entity = entity_by_key(r, hash_mix(part[parts - 1], 77), i);
        entity_parts(r, m->entity, part, parts);
    }
}

/* "Warren" is Elizabeth Warren, not the town, once the article has named her. */
bool town_is_person(Refer *r, uint32_t i)
{
    ActorMention *m = mention(r, i);
    int32_t row = m->actor.row;
    if (row < 0 || (uint32_t)row >> 28 != SENSE_THING ||
        r->d->w->thing[row & 0x0FFFFFFF].kind != THING_CITY || note(r, i)->is & IS_LOCATIVE ||
        m->first != m->last)
        return false;
    uint64_t part = desk_sound(r->d, m->head);
    uint32_t id = part ? entity_of_parts(r, i, &part, 1) : 0;
    if (!id || !(entity(r, id)->is & IS_PERSON) ||
        entity(r, id)->part[entity(r, id)->n_parts - 1] != part)
        return false;
    m->actor = (Actor){.row = -1};
    link_to(r, i, id, HOW_SURNAME, .85f);
    note(r, i)->is |= IS_PERSON;
    return true;
}
