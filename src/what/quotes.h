/* quotes: who says, thinks or wants what: attributions, from trees and quotation marks.
 *
 * In:   Text, Trees, and tables/speech.tsv (words of saying, thinking, wanting …).
 * Out:  Quotes, in the order of their cue: the words of the source, the cue, the content.
 *
 * Promised: direct speech with and without a cue in its sentence (a quotation that runs over
 * several sentences is one content), "X said that …", "…, X said", "according to X", "X told Y that
 * …", "X's statement that …", beliefs, wishes and plans ("X wants …"). Attitudes told inside
 * what somebody says stay with the outer speaker; further speech there is read. Spans are token
 * ranges; a token may be in the content of more than one attribution ("A said B denied C"). Linear
 * time.
 *
 * Example: "Moscow is ready", Lavrov said. → source Lavrov, cue said, content the quotation,
 * direct. */
#ifndef CASUS_QUOTES_H
#define CASUS_QUOTES_H

#include "syntax/syntax.h"

typedef enum {
    QUOTE_DIRECT,
    QUOTE_INDIRECT,
    QUOTE_MIXED
} QuoteKind; /* mixed: partly in quotation marks */

/* What the cue does. ACCORDING: "according to X". NONE: a quotation without cue, source carried on.
 */
#define CUE_LIST(X)                                                                                \
    X(NONE, "none")                                                                                \
    X(SAY, "say")                                                                                  \
    X(ASK, "ask")                                                                                  \
    X(THINK, "think") X(WANT, "want") X(PLAN, "plan") X(FEEL, "feel") X(SHOW, "show")              \
        X(JUDGE, "judge") X(CALL, "call") X(ACCORDING, "according")
typedef enum {
#define X(name, label) CUE_##name,
    CUE_LIST(X)
#undef X
        CUE_COUNT
} CueClass;

/* How the content was found, for explaining. */
/* clang-format off */
#define QUOTE_HOW_LIST(X)                                                                          \
    X(CARRIED, "going on") X(CLAUSE, "its clause") X(BESIDE, "the quotation beside it")            \
    X(HOST, "the clause around it") X(INFINITIVE, "its infinitive") X(OBJECT, "its object")        \
    X(LED, "its preposition") X(PASSIVE, "its passive") X(ACCORDING, "the phrase")                 \
    X(NAME, "a name and a colon")
/* clang-format on */
typedef enum {
#define X(name, label) QUOTE_##name,
    QUOTE_HOW_LIST(X)
#undef X
        QUOTE_HOW_COUNT
} QuoteHow;
const char *quote_how_name(int how);

/* Tokens [start, end) of the document. */
typedef Span TokenSpan;
enum { QUOTE_PARTS = 2 };

typedef struct {
    int32_t cue;        /* token, or -1 when a quotation stands alone or goes on */
    TokenSpan cue_span; /* with auxiliaries, negation and particle: "has called for" */
    int32_t source;     /* head token of the source, or -1: what `who` resolves to an actor */
    TokenSpan source_span;
    TokenSpan content[QUOTE_PARTS]; /* in text order: "A," X said, "B" has two */
    uint8_t n_content;
    uint8_t kind;  /* QuoteKind */
    uint8_t class; /* CueClass */
    uint8_t how;   /* QuoteHow */
    bool negative; /* "did not say", "denied": the source does not hold the content */
} Quote;

typedef struct {
    Quote *quote;
    uint32_t n;
    int32_t *speaker_of; /* [n_tokens] the innermost quote whose content holds the token, or -1 */
} Quotes;

typedef struct {
    Dict cues; /* lemma → class and what it takes */
} QuoteTables;
MUST_USE bool quotes_compile(const TableDir *dir, PackWriter *w, Err *err);
MUST_USE bool quotes_open(const Pack *p, QuoteTables *t, Err *err);

Quotes quotes_find(const QuoteTables *tables, const Text *t, const Trees *trees, Arena *a);

const char *quote_kind_name(int kind); /* "direct", "indirect", "mixed" */
const char *cue_name(int class);

/* One attribution a line: "source | cue | class | kind, by how it was found | content"; for cases.
 */
void quotes_print(const Quotes *q, const Text *t, Buf *out);

#endif
