/* Entities of an article, and the names that lead to them: full names are collected from the whole
 * article, so that a surname in the headline finds the full name below. */
#include "who/refer.h"
#include "who/sound.h"
#include "base/banned.h"

enum { AMBIGUOUS = -2 };

uint32_t entity_new(Refer *r, uint32_t i)
{
    Entity *e = push(&r->entities, r->d->a);
    const ActorMention *m = mention(r, i);
    *e = (Entity){.actor = m->actor,
                  .confidence = m->confidence,
                  .how = m->how,
                  .is = note(r, i)->is,
                  .person = note(r, i)->person,
                  .role = note(r, i)->role,
                  .last = i};
    return (uint32_t)r->entities.n; /* ids count from 1; 0: none yet */
}

uint32_t entity_by_key(Refer *r, uint64_t key, uint32_t i)
{
    key = key ? key : 1;
    int64_t *old = map_get(&r->by_key, key);
    if (old)
        return (uint32_t)*old;
    uint32_t id = entity_new(r, i);
    map_set(&r->by_key, key, id, r->d->a);
    return id;
}

/* The mention speaks of the entity: takes its actor when its own words tell less. */
void link_to(Refer *r, uint32_t i, uint32_t id, uint8_t how, float sure)
{
    ActorMention *m = mention(r, i);
    Entity *e = entity(r, id);
    m->entity = id;
    e->last = i;
    if (!m->actor.code[0] || how == HOW_SURNAME || how == HOW_PRONOUN || how == HOW_NOMINAL ||
        how == HOW_APPOSITION) {
        m->actor = e->actor;
        m->how = how;
        m->confidence = MIN(sure, MAX(e->confidence, .3f));
    }
}

/* Better words for an entity that was known by less. */
void entity_learn(Refer *r, uint32_t id, const Actor *a, float sure, uint8_t how,
                         uint32_t is, int32_t role)
{
    Entity *e = entity(r, id);
    if (e->actor.code[0] && e->confidence >= sure)
        return;
    Str name = e->actor.name.len ? e->actor.name : a->name;
    e->actor = *a;
    e->actor.name = name;
    e->confidence = sure;
    e->how = how;
    e->role = role;
    e->is |= is;
}

/* ---- names ------------------------------------------------------------------------------- */

int name_parts(Refer *r, uint32_t i, uint64_t part[PARTS_MAX])
{
    const Note *n = note(r, i);
    uint32_t first = n->name_first, last = n->name_last;
    if (n->person >= 0) {
        for (uint32_t k = mention(r, i)->first; k <= mention(r, i)->last; k++) {
            int32_t h = r->d->hit_at[k];
            if (h >= 0 && r->d->hits.item[h].kind == SENSE_PERSON) {
                first = r->d->hits.item[h].first;
                last = r->d->hits.item[h].last;
            }
        }
    }
    int count = 0;
    for (uint32_t k = first; k <= last && count < PARTS_MAX; k++) {
        Str f = r->d->t->token[k].fold;
        if (f.len < 2 || sound_is_article(f) ||
            r->d->t->token[k].flags & (TOKEN_PUNCT | TOKEN_CLITIC) ||
            (f.len == 2 && f.ptr[1] == '.'))
            continue;
        uint64_t s = desk_sound(r->d, k);
        if (s)
            part[count++] = s;
    }
    return count;
}

void entity_parts(Refer *r, uint32_t id, const uint64_t *part, int n)
{
    Entity *e = entity(r, id);
    for (int k = 0; k < n; k++) {
        bool has = false;
        for (int j = 0; j < e->n_parts; j++)
            has |= e->part[j] == part[k];
        if (!has && e->n_parts < PARTS_MAX)
            e->part[e->n_parts++] = part[k];
        int64_t *old = map_get(&r->by_part, part[k]);
        /* The last word of a name speaks for it before another's first word. */
        if (!old || k == n - 1)
            map_set(
                &r->by_part, part[k],
                old && *old != (int64_t)id && *old > 0 && k == n - 1 &&
                        entity(r, (uint32_t)*old)->n_parts &&
                        entity(r, (uint32_t)*old)->part[entity(r, (uint32_t)*old)->n_parts - 1] ==
                            part[k]
                    ? AMBIGUOUS
                    : (int64_t)id,
                r->d->a);
    }
}

/* Full names of the whole article. */
void collect_names(Refer *r)
{
    for (uint32_t i = 0; i < (uint32_t)r->d->mentions.n; i++) {
        Note *n = note(r, i);
        uint64_t part[PARTS_MAX];
        int parts = name_parts(r, i, part);
        if (n->person >= 0) {
            uint32_t id = entity_by_key(r, hash_mix(11, (uint64_t)n->person + 1), i);
            mention(r, i)->entity = id;
            entity_learn(r, id, &mention(r, i)->actor, mention(r, i)->confidence,
                         mention(r, i)->how, n->is, n->role);
            entity_parts(r, id, part, parts);
        } else if (parts >= 2 && n->is & IS_PERSON) {
            uint32_t id = entity_by_key(r, hash_mix(part[0], part[parts - 1]), i);
            mention(r, i)->entity = id;
            if (mention(r, i)->actor.code[0] && !(n->is & NEEDS_COUNTRY))
                entity_learn(r, id, &mention(r, i)->actor, mention(r, i)->confidence,
                             mention(r, i)->how, n->is, n->role);
            entity_parts(r, id, part, parts);
            if (!entity(r, id)->actor.name.len) {
                const Token *a = &r->d->t->token[n->name_first], *b = &r->d->t->token[n->name_last];
                entity(r, id)->actor.name =
                    str_span(r->d->t->body, (Span){a->span.start, b->span.end});
                mention(r, i)->actor.name = entity(r, id)->actor.name;
            }
        }
    }
}

/* A name of one or more words that are all part of a full name of this article. */
uint32_t entity_of_parts(Refer *r, uint32_t i, const uint64_t *part, int n)
{
    if (n == 0)
        return 0;
    int64_t *at = map_get(&r->by_part, part[n - 1]);
    uint32_t id = at && *at > 0 ? (uint32_t)*at : 0;
    for (uint32_t k = i; at && *at == AMBIGUOUS && !id && k-- > 0 &&
                         i - k <= LOOK_BACK;) { /* the latest of two of that name */
        uint32_t who = mention(r, k)->entity;
        if (who && entity(r, who)->n_parts &&
            entity(r, who)->part[entity(r, who)->n_parts - 1] == part[n - 1])
            id = who;
    }
    if (!id)
        return 0;
    Entity *e = entity(r, id);
    bool last = e->n_parts && e->part[e->n_parts - 1] == part[n - 1];
    if (!last && n == 1 && e->person < 0 && e->n_parts > 2)
        return 0; /* a first name alone, of somebody or something unknown */
    for (int k = 0; k < n; k++) {
        bool has = false;
        for (int j = 0; j < e->n_parts; j++)
            has |= e->part[j] == part[k];
        if (!has)
            return 0;
    }
    return id;
}
