/* who: trees → actors: mentions resolved to actor codes as a desk officer would.
 *
 * In:   Text, Trees, the article's day, and WhoTables (countries, persons, offices with dates,
 *       organisations, groups, metonyms, role nouns).
 * Out:  Actors: every mention of an actor, with its code, the table row behind it, its entity
 *       (mentions of the same actor share one), and how it was resolved.
 *
 * Laws:
 *   - The office held on the article's day decides; former holders are elites.
 *   - Left open rather than wrong: a mention that cannot be told has an empty code.
 *   - Every code can be traced: `row` gives table and line, `how` the rule.
 *   - Linear time; no more than a constant number of look-ups a token.
 *
 * Example, on 2017-03-02: "Angela Merkel thanked Turkey … she said" gives
 *   Angela Merkel → DEUGOV (office row: Chancellor of Germany 2005-11-22 …), Turkey → TUR,
 *   she → DEUGOV (the same entity as Angela Merkel).
 */
#ifndef CASUS_WHO_H
#define CASUS_WHO_H

#include "syntax/syntax.h"

/* How a mention was resolved. */
typedef enum {
    HOW_NONE,
    HOW_NAME,        /* a name of the tables */
    HOW_TITLE,       /* title + name: "Foreign Minister X" */
    HOW_DESCRIPTION, /* country + role noun: "Turkish police" */
    HOW_METONYM,     /* the Kremlin, Moscow */
    HOW_ROLE,        /* role noun alone: "protesters", its country by bridging or none */
    HOW_SURNAME,     /* surname after the full name */
    HOW_PRONOUN,
    HOW_NOMINAL, /* "the minister", "the two countries" */
    HOW_APPOSITION,
    HOW_UNKNOWN, /* a person or organisation of unknown code, kept for coreference */
} How;
const char *how_name(How h);

enum { ACTOR_ROLES = 3 };

typedef struct {
    char country[4]; /* ISO 3166-1 alpha-3 or IGO, NGO, MNC, IMG …; empty when unknown */
    char role[ACTOR_ROLES][4]; /* GOV, MIL, …, the first decides; unused ones empty */
    char code[16]; /* the CAMEO actor code: USAGOV, IGOUNO, IMGMOSISI; empty when unknown */
    Str name;      /* canonical name: "Sergey Lavrov", "United States"; empty when none */
    Str id;        /* Wikidata item (Q…), when the row has one */
    int32_t row;   /* row of the tables behind it (who_row), or -1 */
} Actor;

typedef struct {
    uint32_t first, last, head; /* tokens, inclusive; head: the one the tree hangs on */
    uint32_t sentence;
    uint32_t entity; /* mentions with equal entity speak of the same actor */
    Actor actor;
    uint8_t how;      /* How */
    bool plural;      /* a group: "the two countries", "protesters" */
    float confidence; /* 0 … 1 */
    /* A mention that stands for several entities ("the two countries", "both sides", "they"):
     * mention indices of one mention for each of them; n_members 0 for ordinary mentions. */
    uint32_t *member;
    uint32_t n_members;
} ActorMention;

typedef struct {
    ActorMention *mention; /* in text order of their heads */
    uint32_t n, n_entities;
    int32_t *at;           /* [n_tokens] mention whose head is that token, or -1 */
} Actors;

typedef struct WhoTables WhoTables;

/* Compile tables/ (country, person, office, organisation, metonym, role …) into pack sections
 * "who.…". */
MUST_USE bool who_compile(const TableDir *t, PackWriter *w, Err *err);
MUST_USE bool who_open(const Pack *p, WhoTables **t, Arena *perm, Err *err);

Actors who_resolve(const WhoTables *w, const Text *t, const Trees *trees, Day day, Arena *a);

/* One phrase outside an article (casus who). Candidates, best first. */
typedef struct {
    Actor actor;
    uint8_t how;
    float confidence;
} Candidate;
ptrdiff_t who_phrase(const WhoTables *w, const Text *t, const Trees *trees, Day day, Candidate *out,
                     ptrdiff_t max, Arena *a);

/* "office.tsv:1234: RUS foreign_minister Sergey Lavrov 2004-03-09… source wikidata" for explain. */
Str who_row(const WhoTables *w, int32_t row, Arena *a);

/* One mention a line: text, code, how, entity; for `casus show --room who` and cases. */
void who_print(const WhoTables *w, const Text *t, const Actors *actors, Buf *out);
/* The same as JSON lines, spans in code points, for programs that measure. */
void who_print_json(const WhoTables *w, const Text *t, const Actors *actors, Buf *out, Arena *a);

#endif
