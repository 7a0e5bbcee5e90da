/* refer: the entities of one article while its mentions are resolved, shared by refer.c, entity.c,
 * surname.c and discourse.c. */
#ifndef CASUS_REFER_H
#define CASUS_REFER_H

#include "who/desk.h"

enum { LOOK_BACK = 48, SENTENCES_BACK = 3, PARTS_MAX = 6 };

typedef struct {
    Actor actor;
    float confidence;
    uint8_t how;
    uint32_t is;
    int32_t person;
    int32_t role;             /* role noun it was told by */
    uint32_t last;            /* latest mention */
    uint64_t part[PARTS_MAX]; /* sound keys of the words of its name */
    int n_parts;
} Entity;

typedef struct {
    Desk *d;
    LIST(Entity) entities;
    Map by_key;  /* person, name, or code with role noun → entity */
    Map by_part; /* sound of a name's word → entity, or AMBIGUOUS */
} Refer;

static inline ActorMention *mention(Refer *r, uint32_t i)
{
    return &r->d->mentions.item[i];
}

static inline Note *note(Refer *r, uint32_t i)
{
    return &r->d->notes.item[i];
}

static inline Entity *entity(Refer *r, uint32_t id)
{
    return &r->entities.item[id - 1];
}

/* entity.c. Ids count from 1; 0: none yet. */
uint32_t entity_new(Refer *r, uint32_t i);
uint32_t entity_by_key(Refer *r, uint64_t key, uint32_t i); /* the entity of that key, else a new one */
/* The mention speaks of the entity: takes its actor when its own words tell less. */
void link_to(Refer *r, uint32_t i, uint32_t id, uint8_t how, float sure);
/* Better words for an entity that was known by less. */
void entity_learn(Refer *r, uint32_t id, const Actor *a, float sure, uint8_t how, uint32_t is, int32_t role);
int name_parts(Refer *r, uint32_t i, uint64_t part[PARTS_MAX]); /* sound keys of a name's words */
void entity_parts(Refer *r, uint32_t id, const uint64_t *part, int n);
void collect_names(Refer *r); /* full names of the whole article */
/* A name of one or more words that are all part of a full name of this article; 0: none. */
uint32_t entity_of_parts(Refer *r, uint32_t i, const uint64_t *part, int n);

/* surname.c */
void refer_surname(Refer *r, uint32_t i);
bool town_is_person(Refer *r, uint32_t i); /* "Warren" is Elizabeth Warren once the article has named her */

/* discourse.c */
void refer_pronoun(Refer *r, uint32_t i);
void refer_nominal(Refer *r, uint32_t i); /* "the country", "the two sides" */
void refer_former(Refer *r, uint32_t i);  /* "the former banker" */

/* refer.c */
bool is_copula_predicate(Refer *r, uint32_t token);

#endif
