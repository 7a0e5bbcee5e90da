/* A cue under work: what the files of quotations about cues share. */
#ifndef CASUS_QUOTE_CUE_H
#define CASUS_QUOTE_CUE_H

#include "what/quote_parts.h"

enum { CUE_CLIMB = 8, CUE_NEAR = 12 }; /* steps up the tree; tokens looked at beside the cue */

typedef struct {
    QuoteWork *w;
    const Word *word;
    uint32_t cue, first, end; /* the cue; its sentence is [first, end) */
    uint32_t bits;            /* of its table row */
    Quote q;                  /* the record being made */
} Cue;

/* ---- reading the tree and the words (quote_source.c) ----------------------------------------- */

int32_t cue_child(const Cue *c, uint32_t i, Deprel rel);
TokenSpan cue_subtree(const Cue *c, uint32_t i);
bool cue_is_lemma(const Cue *c, uint32_t i, const char *lemma);
Deprel cue_rel(const Cue *c, uint32_t i);
bool cue_is_punct(const Cue *c, uint32_t i);
bool cue_is_mark(const Cue *c, uint32_t i);
/* Outer commas, stops and dashes off; quotation marks stay. */
TokenSpan cue_trim(const Cue *c, TokenSpan s);
bool cue_is_relative(const Cue *c, uint32_t i);
bool cue_inside(uint32_t token, TokenSpan s);
bool cue_is_finite(const Cue *c, uint32_t i);
/* Is there a finite verb in s? */
bool cue_is_clause(const Cue *c, TokenSpan s);
bool cue_is_nominal(const Cue *c, uint32_t i);
/* "on Monday", "in March", "at 9": a time, not a topic. */
bool cue_is_time(const Cue *c, uint32_t i);

/* ---- sources (quote_source.c) ---------------------------------------------------------------- */

/* Subject child of v nearest to it, datelines left out, or -1. */
int32_t cue_own_subject(const Cue *c, uint32_t v);
/* The token that heads the subject of predicate v, or -1. */
int32_t cue_subject(const Cue *c, uint32_t v);
void cue_set_source(Cue *c, int32_t head);
/* May token i stand in a name or noun phrase that is the source? */
bool cue_in_phrase(const Cue *c, uint32_t i);
bool cue_starts_phrase(const Cue *c, uint32_t i);
/* The source in [start, end): the nominal whose head lies outside, or the last one. False when
 * none. */
bool cue_source_in(Cue *c, uint32_t start, uint32_t end);
/* `said X`: the phrase behind the cue, up to a comma, a stop, a preposition of time or place, a
 * verb. */
uint32_t cue_phrase_end(const Cue *c, uint32_t at);
/* A source that the tree does not give: "…, said X", or the phrase in front of the cue. */
bool cue_source_beside(Cue *c);

/* ---- contents (quote_content.c) -------------------------------------------------------------- */

void cue_add(Cue *c, TokenSpan s, QuoteHow how);
/* The span without the tokens of `hole`: what is before and what is behind. */
void cue_add_around(Cue *c, TokenSpan s, TokenSpan hole, QuoteHow how);
/* Content behind a preposition of the row: "called for …"; `rel` is obl or nmod. */
bool cue_add_led(Cue *c, uint32_t i, Deprel rel);
/* The object, with what follows and belongs to the judgement: "blasted the media for …". */
bool cue_add_object(Cue *c, uint32_t i);
bool cue_add_clause(Cue *c, uint32_t i);
/* An infinitive: "wants to leave"; with its object where the object does it: "wants Russia to
 * leave". */
bool cue_add_infinitive(Cue *c, uint32_t i);
/* The cue stands in or behind what is said: "…, X said, …", "as X put it, …". */
bool cue_add_host(Cue *c, uint32_t i);
/* "X said Y did …", "told the House that …": the rest of the sentence, when it begins like a
 * clause. */
bool cue_add_rest(Cue *c);
/* "Y did …, X said": what stands before the comma in front of the source. */
bool cue_add_before(Cue *c);
/* "what he said", "a charge that he denies": the noun before the relative clause. */
bool cue_add_antecedent(Cue *c);
/* A quotation beside the cue in its sentence, or opened behind its colon: mark or -1. */
int32_t cue_mark_beside(const Cue *c);
void cue_finish(Cue *c);

/* ---- direct speech (quote_direct.c) ---------------------------------------------------------- */

/* Direct speech keeps a strict form; it is read from the words, whatever the tree. */
bool cue_read_direct(Cue *c);

#endif
