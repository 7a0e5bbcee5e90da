/* what: trees, actors, dates, places → events: who did what to whom, by whose word, and how sure.
 *
 * In:   Text, Trees, Actors, Times, Places, and WhatTables (frames: predicates with argument classes → CAMEO).
 * Out:  Events, in text order, each with the tokens that prove it and the table row that fired.
 *
 * Ontology: CAMEO 1.1b3 (Schrodt 2012) and PLOVER. Guidelines: ../shared/gold/GUIDELINES.md in short: code what
 * the sentence says has happened; speech acts are events; negated, conditional and hypothetical acts are not.
 *
 * Laws: only MODALITY_ASSERTED events count; the others are kept and marked. A speech act is itself asserted.
 * The same text gives the same events. Linear time: frames are looked up by lemma, arguments along the tree.
 */
#ifndef CASUS_WHAT_H
#define CASUS_WHAT_H

#include "what/quotes.h"
#include "when/when.h"
#include "where/where.h"
#include "who/who.h"

typedef enum {
    MODALITY_ASSERTED, MODALITY_DENIED, MODALITY_INTENDED, MODALITY_DEMANDED, MODALITY_CONDITIONAL,
    MODALITY_HYPOTHETICAL, MODALITY_ALLEGED, MODALITY_COUNT
} Modality;
typedef enum { TENSE_CURRENT, TENSE_PAST, TENSE_FUTURE } Tense;
const char *modality_name(int m);
const char *tense_name(int t);

/* One end of an event: a mention, or nobody. */
typedef struct {
    int32_t mention; /* index into Actors, or -1 where the text gives none */
    Actor actor;     /* of that mention (or of the member of a plural one) */
    Span span;       /* bytes of the body */
} EventActor;

typedef struct {
    uint32_t sentence;
    uint32_t predicate;    /* token whose row fired */
    Span trigger;          /* bytes of the body: the predicate with its particle or light verb */
    EventActor source, target;
    char cameo[5];         /* "010" … "2042": as fine as the row and its arguments tell */
    char plover_mode[16];  /* PLOVER mode, or empty */
    Str plover;            /* PLOVER category: "CONSULT" */
    int quad;              /* 1 verbal cooperation … 4 material conflict */
    double goldstein;      /* −10 … 10; NAN where the list (ICEWS/GDELT) has none */
    uint8_t modality;      /* Modality */
    uint8_t tense;         /* Tense */
    bool negative;         /* polarity */
    bool reciprocal;
    EventDate date;
    EventPlace place;
    int32_t speaker;       /* mention who reports it, or -1 (the article itself) */
    Span speaker_span;     /* of the attribution's source, when there is one */
    float confidence;      /* 0 … 1: share of such events that are right */
    int32_t row;           /* frame row (what_row) */
    Str rule;              /* its name: "warn.against" */
} Event;

typedef struct {
    Event *event;
    uint32_t n;
} Events;

typedef struct WhatTables WhatTables;
MUST_USE bool what_compile(const TableDir *t, PackWriter *w, Err *err);
MUST_USE bool what_open(const Pack *p, WhatTables **t, Arena *perm, Err *err);

/* The document as the rooms above made it. */
typedef struct {
    const Text *text;
    const Trees *trees;
    const Actors *actors;
    const Times *times;
    const Places *places;
    const Quotes *quotes; /* who says what; NULL: not read */
} Article;

Events what_find(const WhatTables *w, const Article *d, Arena *a);

/* Why: for each event the row, the path to its actors, what else was considered; for a sentence without
 * events the nearest miss. Plain text, one line an item. */
void what_explain(const WhatTables *w, const Article *d, uint32_t sentence, Buf *out, Arena *a);
/* How factual the text tells each word's happening, −3 it did not happen … 3 it happened (FactBank's scale): a word
 * a line with the bytes of its span. */
void what_facts(const WhatTables *w, const Article *d, Buf *out, Arena *a);
Str what_row(const WhatTables *w, int32_t row, Arena *a); /* "verbs.tsv:120: warn …" */

/* One event a line: "RUSGOV 130 USA warned 2017-04-12"; for `casus show --room what` and cases. */
void what_print(const Article *d, const Events *events, Buf *out);

#endif
