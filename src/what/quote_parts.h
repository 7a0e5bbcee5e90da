/* What the files of quotations share: cue rows as bits, quotation marks, and the document under
 * work. */
#ifndef CASUS_QUOTE_PARTS_H
#define CASUS_QUOTE_PARTS_H

#include "what/quotes.h"

/* Prepositions that lead from a cue to its content. */
#define LEAD_LIST(X)                                                                               \
    X(ABOUT, "about")                                                                              \
    X(FOR, "for")                                                                                  \
    X(OF, "of") X(ON, "on") X(UPON, "upon") X(TO, "to") X(AGAINST, "against") X(WITH, "with")      \
        X(IN, "in") X(AS, "as") X(AT, "at") X(OVER, "over") X(BY, "by")
enum {
#define X(name, word) LEAD_##name##_BIT,
    LEAD_LIST(X)
#undef X
        TAKES_CLAUSE_BIT,
    TAKES_QUOTATION_BIT,
    TAKES_INFINITIVE_BIT,
    TAKES_OBJECT_BIT,
    TAKES_NOT_BIT,
    TAKES_SELF_BIT,
    CUE_CLASS_SHIFT
};
enum {
    TAKES_CLAUSE = 1 << TAKES_CLAUSE_BIT,         /* says that … */
    TAKES_QUOTATION = 1 << TAKES_QUOTATION_BIT,   /* says "…" */
    TAKES_INFINITIVE = 1 << TAKES_INFINITIVE_BIT, /* wants to … */
    TAKES_OBJECT = 1 << TAKES_OBJECT_BIT,         /* criticises … */
    TAKES_NOT = 1 << TAKES_NOT_BIT,               /* denies … */
    TAKES_SELF = 1 << TAKES_SELF_BIT,             /* a supporter of …: the noun is the source */
};

/* A stretch in quotation marks, the marks included. */
typedef struct {
    TokenSpan span;
    bool is_speech; /* has a verb: more than a quoted name or a word held at arm's length */
    bool goes_on;   /* its paragraph ended before it did, and the next one opens with a mark */
    int32_t quote;  /* the quote that claimed it, or -1 */
} QuoteMark;
typedef LIST(QuoteMark) QuoteMarkList;
typedef LIST(Quote) QuoteList;

typedef struct {
    const QuoteTables *tables;
    const Text *text;
    const Trees *trees;
    QuoteMarkList mark;
    int32_t *mark_of; /* [token] or -1 */
    QuoteList quote;
    Arena *arena;
} QuoteWork;

/* Fill mark and mark_of. */
void quote_marks_find(QuoteWork *w);
/* Add the quotes whose cue is token i. */
void quote_cue(QuoteWork *w, uint32_t i);
/* Bits of a cue row for lemma and part of speech ('v', 'n', 'a'), or 0. */
uint32_t quote_row(const QuoteTables *t, char pos, uint64_t lemma_key);
bool quote_is_fold(const QuoteWork *w, uint32_t token, const char *fold);

#endif
