/* What the files of text/ share: what is known of a word, and the document under work. */
#ifndef CASUS_TEXT_PARTS_H
#define CASUS_TEXT_PARTS_H

#include "text/text.h"

/* What the tables say about a word: a bit set, then the bytes at which it is cut (two times five
 * bits). */
#define WORD_CLASSES(X)                                                                            \
    X(TITLE, "title")                                                                              \
    X(NUMBER, "number")                                                                            \
    X(MONTH, "month") X(TIME, "time") X(NEVER, "never") X(ANY, "any") X(EXCLAIM, "exclaim")        \
        X(PREFIX, "prefix") X(DOMAIN, "domain") X(UNIT, "unit") X(COPULAR, "copular")              \
            X(JOINER, "joiner") X(DATE, "date") X(SPEECH, "speech") X(OPENER, "opener")            \
                X(CAPITAL, "capital")
enum {
#define X(name, label) WORD_##name##_BIT,
    WORD_CLASSES(X)
#undef X
        WORD_CUT_SHIFT
};
enum {
#define X(name, label) WORD_##name = 1 << WORD_##name##_BIT,
    WORD_CLASSES(X)
#undef X
        WORD_ABBREVIATION =
            WORD_TITLE | WORD_NUMBER | WORD_MONTH | WORD_TIME | WORD_NEVER | WORD_ANY,
    WORD_CUT_IF_COPULAR = 1 << 28,
    WORD_INITIAL = 1 << 30, /* not from a table: "J.", "U.S." */
};

typedef LIST(Token) TokenList;
typedef LIST(Sentence) SentenceList;
typedef LIST(uint32_t) InfoList;

typedef struct {
    const TextTables *tables;
    Str body;
    const char
        *low; /* body with ASCII letters in lower case: folds of plain tokens are slices of it */
    TokenList token;
    InfoList info; /* [token] WORD_ bits; an abbreviation has them only when it carries its stop */
    SentenceList sentence;
    uint32_t paragraph;
    Arena *arena;
} TextWork;

uint32_t text_word(const TextTables *t, Str folded); /* WORD_ bits, 0 when unknown */
/* Cut bytes [start, end) into tokens, appended to w. */
void text_cut_tokens(TextWork *w, uint32_t start, uint32_t end);
/* Group tokens [first, end), one paragraph, into sentences; `whole`: they are one sentence. */
void text_find_sentences(TextWork *w, uint32_t first, uint32_t end, bool whole, uint32_t flags);

#endif
