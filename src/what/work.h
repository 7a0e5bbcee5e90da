/* work: one document while its events are being found; private to the room.
 *
 * The way: annotate (classes and frame groups of every token) → args_of (arguments of one predicate) →
 * acts_of (rows, operators, ends) → statements (what a report says about others) → events. */
#ifndef CASUS_WORK_H
#define CASUS_WORK_H

#include "what/frames.h"

enum { ARGS_MAX = 32, ENDS_MAX = 8, ACTS_MAX = 4, DEPTH_MAX = 6 };

/* How an argument was found; later ones are less sure. */
typedef enum { ARG_OWN, ARG_SHARED, ARG_CONTROL, ARG_GAP, ARG_OUTER } ArgHow;

typedef struct {
    uint32_t token;
    uint8_t slot; /* Slot */
    uint8_t how;  /* ArgHow */
} Arg;

typedef struct {
    Arg item[ARGS_MAX];
    int n;
    bool passive;
} Args;

/* One end of an act. */
typedef struct {
    int32_t mention;
    uint8_t how;     /* ArgHow */
    uint8_t slot;
    bool indirect;   /* found inside the argument, not as the argument */
} End;

typedef struct {
    End item[ENDS_MAX];
    int n;
} Ends;

/* How an act stands before operators: what its clause says. */
typedef enum { STAND_FACT, STAND_FUTURE, STAND_MUST, STAND_SHOULD, STAND_MAY, STAND_IF, STAND_PURPOSE } Stand;

typedef struct {
    uint32_t predicate;
    int32_t light;      /* light verb or operator that carries it, or −1 */
    int32_t row;
    char code[5];       /* CAMEO code or deed; empty: none */
    Ends source, target;
    uint8_t stand;      /* Stand */
    bool negative;
    uint8_t modality;   /* Modality as decided by operators */
    bool recip;
    bool passive;
    char deed[5];       /* of an appeal, demand, offer: what it asks or offers */
    bool lone;          /* a target may be missing */
    float confidence;
} Act;

typedef struct {
    Act item[ACTS_MAX];
    int n;
} Acts;

/* The code of a token's first act, and how deep in the recursion it was found plus one (0: not asked yet). */
typedef struct {
    uint8_t depth;
    char code[7];
} Deed;

typedef struct {
    const WhatTables *w;
    const Article *d;
    Arena *a;
    const Text *text;
    const Trees *trees;
    const Word *word;
    const Token *token;
    const Actors *actors; /* a copy whose `at` leaves time words out */
    ClassSet *set;      /* [n_tokens] classes of the names that end there */
    int32_t *group;     /* [n_tokens] frame group of the lemma, or −1 */
    int32_t *group2;    /* [n_tokens] of the word as it stands when that is a lemma too: "dismayed" */
    int32_t *name;      /* [n_tokens] head of the actor's name that covers a proper noun, or −1 */
    uint8_t *consumed;  /* [n_tokens] the Op that governs it (OP_same: its act is told by another word), or OP_none */
    Ends **ends;        /* [n_tokens] match.c: the actors of a token, once somebody asked for them; else NULL */
    Deed *deed;         /* [n_tokens] match.c: the code of what a token tells, once somebody asked for it */
    LIST(Event) events;
    Buf *told;          /* explain: features of each event go here; else NULL */
} Work;

/* A document under work: classes, frame groups, and actors without those that are time words ("Monday"). */
Work work_open(const WhatTables *w, const Article *d, Arena *a);
bool token_has(const Work *k, uint32_t token, int class_id);
bool token_in(const Work *k, uint32_t token, int named); /* named: CLASS_… of frames.h */
/* Head, its modifiers, what it measures, its conjuncts: does any belong to the class? */
bool phrase_has(const Work *k, uint32_t token, int class_id);
bool is_measure(const Work *k, uint32_t token); /* "dozens", "a series", "$ 20 million" */
bool word_is(const Work *k, uint32_t token, const char *lemma);
bool word_among(const Work *k, uint32_t token, const char *const *list);

/* repair.c: heads and relations of a sentence misread as a noun phrase, set right in w; true when changed. */
bool repair_sentence(const Work *k, Word *w, const Sentence *s);

/* args.c */
bool is_verb(const Work *k, uint32_t token);
bool is_noun(const Work *k, uint32_t token);
bool is_passive(const Work *k, uint32_t verb);
bool is_infinitive(const Work *k, uint32_t verb);
bool is_said_there(const Work *k, uint32_t verb); /* "called X to apologise" */
bool is_headline_plan(const Work *k, uint32_t verb);
bool is_ing(const Work *k, uint32_t verb);        /* a form in -ing */
int32_t mark_of(const Work *k, uint32_t clause);  /* the child with relation mark, or −1 */
int32_t surface_subject(const Work *k, uint32_t predicate, int depth);
void args_of(const Work *k, uint32_t predicate, Args *args);
void args_add(Args *args, int slot, uint32_t token, int how);
int32_t args_first(const Args *args, int slot); /* token or −1 */
int prep_slot(const Work *k, uint32_t token); /* of the preposition on a phrase; SLOT_NONE without one */
void args_print(const Work *k, const Args *args, Buf *out);

/* ends.c */
void ends_of(const Work *k, uint32_t token, int slot, int how, bool carrier, Ends *ends);
bool means_both(const Work *k, uint32_t token);              /* "they", "the two leaders" */
void ends_both(const Work *k, uint32_t token, Ends *out);    /* the two that were named last, or nothing */
bool ends_has(const Ends *ends, const Work *k, int32_t mention);
const Actor *end_actor(const Work *k, const End *e);
bool is_of_country(const Actor *a);
bool mention_coded(const Work *k, int32_t mention);
int32_t find_speaker(const Work *k, uint32_t token); /* mention of the subject of the verb of saying above, or −1 */

/* standing.c */
/* What its own clause and the clauses above say about a predicate. */
Stand stand_of(const Work *k, uint32_t predicate, bool *negative);
Stand own_stand(const Work *k, uint32_t predicate, bool *negative);   /* its auxiliaries, adverbs, determiners alone */
bool is_charge(const Work *k, uint32_t clause);                         /* told of somebody who stands accused of it */
Stand mark_stand(const Work *k, uint32_t clause, bool *negative);     /* "if", "without" that open its clause */
bool is_question(const Work *k, uint32_t token);
bool has_aux(const Work *k, uint32_t verb);
bool is_negative_phrase(const Work *k, uint32_t noun);                /* "no soldiers" */
bool is_yet_to(const Work *k, uint32_t clause);                       /* "has yet to leave" */
bool joined_by_or(const Work *k, uint32_t first);                     /* a list of conjuncts with "or" */

/* factuality.c */
double factuality_of(const Work *k, uint32_t token); /* −1 it did not happen … 1 it happened, as the text tells it */

/* match.c */
typedef struct {
    int32_t row;        /* −1: none */
    int32_t complement; /* what an operator governs, or −1 */
    uint8_t slot;       /* the preposition of "call for", or SLOT_NONE */
    int score;
} Match;
Match row_match(Work *k, uint32_t predicate, const Args *args, int depth);
bool is_time(const Work *k, uint32_t token);
uint32_t event_head(const Work *k, uint32_t token);  /* "a series of attacks": the attacks */
void alias_object(Args *args, int slot);             /* "turn down X": the object of a particle is obj */
void feel_subject(Args *args);                       /* "dismayed by X": the subject feels, whatever the voice */

/* fill.c */
void copy_ends(const Work *k, const Ends *from, const Ends *but, Ends *to);
void fill_ends(const Work *k, const FrameRow *r, const Args *args, const Act *sub, Act *act);
void light_ends(const Work *k, const FrameRow *r, const Args *args, uint32_t noun, Act *act);

/* acts.c */
void acts_of(Work *k, uint32_t predicate, const Args *outer, int depth, Acts *out);

/* statement.c */
void statement_events(Work *k, const Act *say);
void according_events(Work *k, uint32_t according); /* "according to X, Y …" */

/* confidence.c */
float act_confidence(const Work *k, const Act *act, const char *code, const End *source, const End *target);
void act_features(const Work *k, const Act *act, const char *code, const End *source, const End *target, Buf *out);

/* events.c */
void sentence_events(Work *k, const Sentence *s);

/* pairs.c */
bool is_self_talk(const Work *k, const End *source, const End *target);
bool is_fighter(const Actor *a);                   /* an army, rebels, gunmen */
EventActor event_actor(const Work *k, const End *e); /* e NULL: nobody */
void event_add(Work *k, const Act *act, const char *code, int modality);

/* whole.c: the events of the whole article against each other. */
void whole_events(Work *k);

/* speaker.c: fills speaker and speaker_span. */
void event_speaker(const Work *k, uint32_t predicate, Event *e);

/* retold.c: dates that another telling of the same act gives. */
void retold_dates(Work *k);

#endif
