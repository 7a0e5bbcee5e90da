/* Inside when: lexemes (tokens of time), rules over their classes, and what a match is reckoned from.
 *
 * tokens --lex_sentence--> lexemes --rule_match--> Match --reckon--> Timex
 *
 * A lexeme is a word, a number phrase or a fixed phrase with all its readings: "second" is an ordinal and a
 * unit, "1998" a number and a year. A rule is a small regular expression over the classes of readings. */
#ifndef CASUS_LEXEME_H
#define CASUS_LEXEME_H

#include "when/when.h"

#define CLASS_LIST(X)                                                                                      \
    X(A) X(AFTER) X(AGED) X(AGO) X(AHEAD) X(AMPM) X(AND) X(APPROX) X(BEFORE) X(CENTURY) X(CLOCK) X(COMMA)          \
    X(DAYWORD) X(DECADE) X(DECADEWORD) X(DOM) X(EDGE) X(ERA) X(EVERY) X(FISCAL) X(FULL) X(FULLDATE)        \
    X(HALF) X(HOLIDAY) X(HYPHEN) X(IN) X(MONTH) X(NOON) X(NOT) X(NUM) X(NUMWORD) X(OCLOCK) X(OF) X(OLD)    \
    X(OR) X(ORD) X(ORSO) X(PART) X(PASTREF) X(PERIOD) X(POSS) X(QUANT) X(QUARTER) X(RECENT) X(REF)         \
    X(REFADJ) X(RSHIFT) X(SEASON) X(SEASONS) X(SETWORD) X(SHIFT) X(THE) X(TIMES) X(TO) X(TONIGHT) X(UNIT)  \
    X(UNITS) X(WEEKDAY) X(WEEKDAYS) X(YEAR) X(YEAREND) X(YY) X(ZONE)
enum {
#define X(name) CLASS_##name,
    CLASS_LIST(X)
#undef X
        CLASS_COUNT
};
_Static_assert(CLASS_COUNT <= 64, "a class is a bit");
#define BIT(name) (UINT64_C(1) << CLASS_##name)

/* Values that the tables name by words. */
#define UNIT_LIST(X) X(S) X(MIN) X(H) X(D) X(WE) X(W) X(FN) X(M) X(Q) X(HY) X(Y) X(DE) X(CE) X(ML)
enum {
#define X(name) UNIT_##name,
    UNIT_LIST(X)
#undef X
        UNIT_COUNT
};
enum { SEASON_SP, SEASON_SU, SEASON_FA, SEASON_WI };
enum { PART_MO, PART_AF, PART_EV, PART_NI, PART_MI };
enum { REF_PRESENT, REF_PAST, REF_FUTURE };
enum { MOD_NONE, MOD_START, MOD_MID, MOD_END, MOD_APPROX, MOD_MORE_THAN, MOD_LESS_THAN, MOD_EQUAL_OR_MORE,
       MOD_EQUAL_OR_LESS };
enum { QUANT_MANY = 0 }; /* "several", "few": X */

enum { LEX_SENSES = 6, NUM_SCALE = 1000 }; /* NUM counts thousandths: 2.5 is 2500 */
typedef struct {
    uint32_t first, last; /* tokens, inclusive */
    uint64_t mask;        /* classes of its readings */
    int n;
    uint8_t cls[LEX_SENSES];
    int32_t value[LEX_SENSES];
} Lexeme;
typedef LIST(Lexeme) Lexemes;

typedef struct {
    uint8_t cls, capital, is_last, zero;
    int32_t value;
} Sense;

typedef struct {
    uint64_t mask;
    uint8_t op, outside;
    uint16_t x, y; /* SPLIT: where to go on; JUMP: x */
} Ins;
typedef struct {
    uint64_t first; /* classes it can begin with */
    uint16_t start;
    uint8_t op, zero;
    uint32_t zero2;
} Rule;

#define OP_LIST(X)                                                                                         \
    X(none) X(date) X(decade) X(century) X(quarter) X(shift) X(the) X(refs) X(dur) X(ago) X(ref) X(set)    \
    X(yearend)
enum {
#define X(name) OP_##name,
    OP_LIST(X)
#undef X
        OP_COUNT
};

typedef struct {
    uint8_t kind; /* HOLIDAY_… */
    int8_t month, a, b, plus;
} Holiday;
enum { HOLIDAY_FIXED, HOLIDAY_NTH, HOLIDAY_EASTER };

struct WhenTables {
    Dict words;
    const Sense *sense;
    uint32_t n_senses;
    const Holiday *holiday;
    uint32_t n_holidays;
    const Ins *code;
    uint32_t n_code;
    const Rule *rule;
    uint32_t n_rules;
};

enum { MATCH_MAX = 24 };
typedef struct {
    uint8_t op;
    int n;                      /* captured lexemes */
    int32_t lex[MATCH_MAX];     /* their indices */
    uint64_t mask[MATCH_MAX];   /* classes by which they were taken */
    uint8_t outside[MATCH_MAX]; /* context only */
    int32_t end;                /* first lexeme behind the match */
} Match;

/* Lexemes of one sentence, appended in order; sub-word lexemes ("mid-May" unsplit) share their token. */
void lex_sentence(const WhenTables *w, const Text *t, const uint64_t *key, uint32_t sentence, Lexemes *out, Arena *a);
/* Longest match that begins at lexeme `at` within [at, end). */
bool rule_match(const WhenTables *w, const Lexeme *lex, int32_t at, int32_t end, Match *best);
/* For the compiler of tables. */
MUST_USE bool rules_compile(const TableDir *t, PackWriter *w, Err *err);
int class_of(Str name); /* -1 when unknown */

/* Tense of the verb that governs a token: what a bare "Friday" leans on. */
typedef enum {
    LEAN_NONE, LEAN_PAST,
    LEAN_DONE, /* it tells itself when something past was done: "sued in January" */
    LEAN_PRESENT, LEAN_FUTURE
} Lean;
Lean lean_of(const Text *t, const Trees *trees, uint32_t first, uint32_t last);

/* What resolution leans on while going through a text. */
typedef struct {
    const WhenTables *w;
    const Text *text;
    const Trees *trees; /* without words when there was no parse */
    Day dct;            /* the article's day or DAY_NONE */
    Day ref;            /* first day of the last dated expression, or dct */
    uint8_t ref_precision;
    bool narrative;     /* history: bare dates follow the text, not the article */
    Arena *arena;
} Reckoner;
/* Value of a match; false when it is no expression of time after all. */
bool reckon(Reckoner *r, const Lexeme *lex, const Match *m, Timex *out);

Day easter(int year);
Day holiday_day(Holiday h, int year);

#endif
