/* text: documents → paragraphs, sentences, tokens.
 *
 * In:   the body of a document, valid UTF-8.
 * Out:  Text: sentences and tokens in order, each a slice of the body.
 *
 * Laws:
 *   - Nothing is copied or changed: each token's span gives its source bytes.
 *   - Sentences do not overlap, are never empty, and cover every token; tokens cover every byte
 * that is not white space.
 *   - Words follow Universal Dependencies (EWT, GUM): "do|n't", "Russia|'s", "can|not",
 * "well|-|known".
 *   - Linear time and memory, whatever the bytes. Sentences over TEXT_SENTENCE_MAX tokens are cut.
 *
 * Example: "Moscow didn't reply." → 1 sentence, tokens Moscow did n't reply .
 */
#ifndef CASUS_TEXT_H
#define CASUS_TEXT_H

#include "dict/dict.h"

enum { TEXT_SENTENCE_MAX = 200 };

enum {
    TOKEN_SPACE_AFTER = 1, /* white space (or the end) follows */
    TOKEN_CAPITAL = 2,     /* first letter upper case */
    TOKEN_ALL_CAPS = 4,    /* two or more letters, all upper case */
    TOKEN_DIGIT = 8,       /* has a digit */
    TOKEN_PUNCT = 16,      /* no letter and no digit */
    TOKEN_CLITIC = 32,     /* second part of one written word: 's, n't, 'll */
};

typedef struct {
    Span span;    /* bytes of the body */
    Str form;     /* those bytes */
    Str fold;     /* lower case, no accents, ASCII quotes and dashes */
    uint64_t key; /* dict_key(fold): what all dictionaries are looked up by */
    uint32_t sentence;
    uint8_t flags;
} Token;

enum {
    SENTENCE_TITLE = 1,     /* the title given apart from the text */
    SENTENCE_PAR_START = 2, /* first of its paragraph */
    SENTENCE_HEADLINE = 4,  /* most content words capitalised */
    SENTENCE_ALL_CAPS = 8,  /* nearly all letters upper case */
    SENTENCE_LOWER = 16,    /* no upper-case letter at all */
};

typedef struct {
    Span span;         /* bytes of the body, outer white space left out */
    uint32_t first, n; /* tokens [first, first + n) */
    uint32_t paragraph;
    uint8_t flags;
} Sentence;

typedef struct {
    Str body;
    Token *token;
    Sentence *sentence;
    uint32_t n_tokens, n_sentences, n_paragraphs;
    Span dateline; /* "BEIRUT (AP) -" at the start: tokens [start, end); empty when none */
} Text;

/* What tables/abbreviations.tsv, contractions.tsv and openers.tsv say; all may be edited. Zero: no
 * words. */
typedef struct {
    Dict words;
} TextTables;
MUST_USE bool text_compile(const TableDir *dir, PackWriter *w, Err *err);
MUST_USE bool text_open(const Pack *p, TextTables *t, Err *err);

/* Cut a body into sentences and tokens.
 * given: sentence spans to keep (bytes, in order, not overlapping), or NULL to find them.
 * text_at: 0, or where the text begins behind a separate title (the title is then sentence 0).
 * Memory: everything in a. Errors: none. */
Text text_read(const TextTables *tables, Str body, uint32_t text_at, const Span *given,
               ptrdiff_t n_given, Arena *a);

/* For `casus show --room text` and the tests: one sentence a line, tokens apart by '|'. */
void text_print(const Text *t, Buf *out);

#endif
