/* desk: the working state of one article's resolution, shared by the parts of who/.
 *
 *   spot.c     tokens → hits: names and role nouns found in the text
 *   core.c     tokens → cores of noun phrases
 *   phrase.c   core → what its words say, and what is linked to it
 *   actor.c    what a core says → its actor
 *   mention.c  cores → mentions with an actor of their own words
 *   settle.c   the whole article: names that mean something else here, the story's country
 *   refer.c    mentions → entities, with entity.c (names), surname.c, discourse.c (pronouns, "the two sides")
 *   who.c      the order of all this, and printing */
#ifndef CASUS_DESK_H
#define CASUS_DESK_H

#include "who/roster.h"

/* A name or role noun in the text. */
typedef struct {
    uint32_t first, last; /* tokens, inclusive */
    uint32_t sense; /* index into who.sense: the sense chosen, or the start of a person's run */
    uint8_t kind;   /* SenseKind */
    uint8_t flags;  /* of the sense */
    int32_t person; /* whom a full name means on the day, -1 nobody; PERSON_UNASKED before */
} Hit;
enum { PERSON_UNASKED = -2 };

/* What a mention is, for agreement. */
enum {
    IS_PERSON = 1,
    IS_GROUP = 2,
    IS_COUNTRY = 4,
    IS_PLURAL = 8,
    IS_MALE = 16,
    IS_FEMALE = 32,
    IS_DEFINITE = 64,
    IS_PRONOUN = 128,
    NEEDS_COUNTRY = 256,
    IS_FORMER = 512,
    IS_LOCATIVE = 1024,
    IS_TITLED = 2048,
    IS_SUBJECT = 4096,
    IS_NOMINAL = 8192, /* "the country", "the minister": waits for an antecedent */
    IS_SURNAME = 16384,
    IS_MODIFIER = 32768,
};

typedef struct {
    uint32_t is;                    /* IS_… */
    int32_t person;                 /* of the roster, or -1 */
    int32_t role;                   /* role noun (who.role) that the phrase was told by, or -1 */
    uint32_t name_first, name_last; /* tokens of a proper name; first > last when none */
    int32_t poss;                   /* token that possesses it (a pronoun or name), or -1 */
} Note;

typedef struct {
    const WhoTables *w;
    const Text *t;
    const Trees *trees;
    Day day;
    Arena *a;
    uint32_t *cue;   /* [n_tokens] CUE_… */
    uint64_t *sound; /* [n_tokens] sound_key of words that may be part of a name, as far as asked
                        for; else 0 */
    int32_t *hit_at; /* [n_tokens] hit that covers the token, or -1 */
    LIST(Hit) hits;
    int32_t *cluster;       /* [n_tokens] head of the noun phrase core that the token belongs to */
    uint32_t *left, *right; /* [n_tokens] extent of the core headed by the token */
    LIST(ActorMention) mentions;
    LIST(Note) notes; /* beside mentions */
    int32_t *at;      /* [n_tokens] */
    char story[4];
    Map lands;   /* hash of a country code → 1: something in the article speaks of it */
    bool phrase; /* a name alone is asked for: no article to support it */
} Desk;

uint64_t desk_sound(Desk *d, uint32_t token);
void spot_names(Desk *d);
const Sense *sense_run(const WhoTables *w, uint32_t start, uint32_t *n);

void phrase_clusters(Desk *d);
void phrase_mentions(Desk *d);

/* What a core holds. */
enum { LANDS_MAX = 4 };
typedef struct {
    uint32_t head, left, right;
    int32_t person;                    /* roster person, full name */
    const Hit *person_hit, *thing_hit; /* thing that is no country */
    const Hit *surname_hit;
    const Hit *land[LANDS_MAX]; /* countries */
    int n_lands;
    int32_t role; /* who.role, or -1 */
    const Hit *role_hit;
    bool weak; /* only a weak role */
    bool former, elect, definite, plural, titled, ethnic;
    uint32_t name_first, name_last; /* unknown proper name */
} Core;

/* phrase.c */
bool token_is(const Desk *d, uint32_t token, const char *word); /* folded form */
bool word_cue(const Desk *d, uint32_t token, uint32_t cue); /* the lemma is of that class */
Core core_read(Desk *d, uint32_t head); /* the core of that head */
const char *land_code(const Desk *d, const Hit *h); /* of a hit that is a thing */
bool has_unknown_name(const Core *c);
bool is_stance(const Desk *d, const Core *c);
bool is_language(const Desk *d, const Core *c); /* Requires: n_lands > 0 */
int32_t case_word(const Desk *d, uint32_t token); /* its preposition or "'s", or -1 */
/* Country that the phrase of `child` names, and the hit that does; "" and *hit untouched when none. */
const char *linked_country(const Desk *d, uint32_t child, const Hit **hit);
/* The same of all phrases linked to the core; *poss: its possessor or of-phrase, or -1. */
const char *outer_country(const Desk *d, const Core *c, int32_t *poss, const Hit **hit);
const Hit *linked_body(const Desk *d, const Core *c); /* body or group in a linked phrase, or NULL */

/* actor.c */
/* What the core is, told by its words; false when they tell no actor. */
bool core_actor(Desk *d, const Core *c, ActorMention *m, Note *n);
/* The same of one part: its body (thing_hit), its role noun, the last of its countries. Requires: it has one. */
void core_body(const Desk *d, const Core *c, ActorMention *m, Note *n);
void core_role(const Desk *d, const Core *c, ActorMention *m, Note *n);
void core_land(const Desk *d, const Core *c, ActorMention *m, Note *n);
/* Fill an actor from a code like RUSGOV or IGOUNO; a role replaces the code's own roles when not
 * NULL. */
void actor_set(Actor *a, const char *code, const char *role);
void actor_from_thing(const Desk *d, uint32_t thing, Actor *a);
/* The person's standing on the article's day; *how sure. */
void actor_from_person(const Desk *d, uint32_t person, Actor *a, float *sure);
/* core.c */
const Hit *hit_of(const Desk *d, uint32_t token);     /* NULL when no name covers the token */
const Thing *hit_thing(const Desk *d, const Hit *h);  /* NULL when the hit is no thing */
const RoleNoun *role_at(const Desk *d, const Hit *h); /* NULL when it is no role noun */
bool is_country_thing(const Thing *x);
int full_person(const Desk *d, const Hit *h); /* whom a full name means on the day, or -1 */
bool is_nominal(const Desk *d, uint32_t token);
bool spelled_alike(const Desk *d, const Sense *s, const Hit *h);
/* Country that a token's own hit names ("" when none): of a country, a body, a person in office. */
const char *token_country(const Desk *d, uint32_t token);

void refer_story(Desk *d);
void refer_all(Desk *d);
void settle_chambers(Desk *d);

#endif
