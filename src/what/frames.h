/* frames: the tables of what/ in memory, private to the room. The TSV format is told in docs/frames.md.
 *
 * A predicate's lemma gives a group of entries; an entry is one spelling of one row ("call for" of the row
 * "call for|appeal for"). Words belong to classes, 256 at most: each listed word has a set of bits. */
#ifndef CASUS_FRAMES_H
#define CASUS_FRAMES_H

#include "what/what.h"

/* Prepositions that can be slots. */
#define PREP_LIST(X)                                                                                       \
    X(to) X(with) X(against) X(for) X(on) X(of) X(in) X(from) X(at) X(by) X(into) X(over) X(between)       \
    X(about) X(toward) X(towards) X(among) X(under) X(after) X(before) X(as) X(through) X(within) X(near)  \
    X(via) X(upon) X(out) X(off) X(up) X(down) X(back) X(away) X(around) X(along) X(outside) X(behind)     \
    X(during) X(without) X(despite) X(across) X(amid) X(onto) X(alongside)

typedef enum {
    SLOT_NONE, SLOT_SUBJ, SLOT_OBJ, SLOT_IOBJ, SLOT_POSS, SLOT_MOD, SLOT_COMP, SLOT_CSUBJ, SLOT_COBJ, SLOT_ANY,
#define X(p) SLOT_##p,
    PREP_LIST(X)
#undef X
    SLOT_COUNT
} Slot;

typedef enum { FRAME_VERB, FRAME_NOUN, FRAME_ADJECTIVE } FramePos;

/* What a word does to the act that it governs. The first seven are columns of compose.tsv. */
#define OP_LIST(X)                                                                                         \
    X(appeal) X(intent) X(demand) X(refuse) X(threat) X(accuse) X(halt) X(deny) X(consider) X(same) X(rev) \
    X(say) X(allege)
typedef enum {
    OP_none,
#define X(o) OP_##o,
    OP_LIST(X)
#undef X
    OP_COUNT
} Op;
enum { COMPOSE_OPS = OP_halt };

/* Flags of a row. */
#define FLAG_LIST(X) X(recip) X(notgt) X(nosrc) X(speech) X(intl) X(named)
enum {
#define X(f) FLAG_BIT_##f,
    FLAG_LIST(X)
#undef X
};
enum {
#define X(f) FLAG_##f = 1 << FLAG_BIT_##f,
    FLAG_LIST(X)
#undef X
};

enum { FRAME_CLASSES = 256, ROW_ENDS = 9, ENTRY_EXTRAS = 3 };

typedef enum {
    COND_CLASS, COND_ACTOR, COND_COUNTRY, COND_PERSON, COND_PLURAL, COND_ROLE, COND_CODE, COND_LEMMA, COND_INFINITIVE, COND_BARE, COND_NO,
    COND_SOME
} CondKind;

typedef struct {
    uint64_t value; /* class number, role letters, code digits or lemma key */
    uint8_t kind;   /* CondKind */
    uint8_t slot;   /* Slot */
    uint8_t flags;  /* COND_NOT: must not hold; COND_OR: the next one is an alternative to this one */
    uint8_t pad[5];
} Cond;
enum { COND_NOT = 1, COND_OR = 2 };

typedef struct {
    PoolStr rule, word, when; /* for records and explain */
    uint32_t line;            /* in frames.tsv; 0: of a PETRARCH dictionary, which the rule names */
    uint32_t cond, n_cond;    /* Cond records */
    uint16_t flags;
    uint8_t pos, op;          /* FramePos, Op */
    uint8_t weight;           /* number of conditions: the row with most wins */
    char code[5];             /* CAMEO code, a deed's name, or empty */
    uint8_t source[ROW_ENDS], target[ROW_ENDS]; /* Slots in order, SLOT_NONE ends */
    uint8_t no_source, no_target;               /* "-" */
} FrameRow;

typedef struct {
    uint64_t extra[ENTRY_EXTRAS]; /* keys of the word's other parts, 0 ends */
    uint32_t row;
    uint8_t slot; /* verbs: the preposition among them, else SLOT_NONE */
    uint8_t pad[3];
} FrameEntry;

typedef struct {
    uint32_t first, n; /* entries */
} FrameGroup;

typedef struct {
    uint64_t bit[FRAME_CLASSES / 64];
} ClassSet;

typedef struct {
    char deed[5];
    char code[COMPOSE_OPS][5]; /* by Op - 1: code, "=" or "-" */
} Compose;

typedef struct {
    char code[5];
    char mode[16];
    uint8_t quad;
    uint8_t has_goldstein;
    PoolStr label, plover;
    double goldstein;
} CameoCode;

/* Classes of classes.tsv that the code itself asks for. */
#define CLASS_LIST(X)                                                                                      \
    X(GOODWORD) X(BADWORD) X(MEASURE) X(DISASTER) X(SPORTWORD) X(MARKETWORD) X(HYPOADJ) X(REQUESTWORD) X(HYPONOUN) X(HYPOVERB)        \
    X(FACTVERB) X(NEGWORD) X(PASTWORD) X(HOPEWORD) X(FEARWORD) X(REPORTER) X(SOFTWORD) X(PAPERWORD)         \
    X(DISCARD) X(DISCARDSTORY) X(TERRITORY) X(WOE) X(BLAMEVERB) X(BARVERB) X(ARMS) X(TROOPS) X(PROTESTERS) X(PROTEST_NOUN) X(TALKS) X(RELATIONS)
enum {
#define X(c) CLASS_##c,
    CLASS_LIST(X)
#undef X
    CLASS_COUNT
};

enum { WEIGHT_ZERO = 1 << 20 }; /* weights of confidence.tsv are kept as thousandths above this */

struct WhatTables {
    Dict weight;    /* feature → WEIGHT_ZERO + weight × 1000 */
    Dict lemma;     /* lemma → group */
    Dict member;    /* class words → set */
    Dict fact;      /* factuality.tsv: (holds + 1) × 100 << 8 | (negated + 1) × 100 */
    Dict form;      /* every inflected form of a predicate */
    const FrameGroup *group;
    const FrameEntry *entry;
    const FrameRow *row;
    const Cond *cond;
    const ClassSet *set;
    const Compose *compose; /* sorted by deed */
    const CameoCode *cameo; /* sorted by code */
    int n_rows, n_compose, n_cameo;
    Str pool, class_names;
    int class_id[CLASS_COUNT]; /* of the classes that code speaks about; −1 when the tables have none */
};

int class_find(const WhatTables *w, const char *name); /* −1 when there is none */
bool class_has(const ClassSet *s, int id);
const CameoCode *cameo_find(const WhatTables *w, const char *code); /* NULL when unknown */
/* Code of an act (CAMEO code or deed) under an operator; NULL for none. "" is no act. */
const char *compose_code(const WhatTables *w, const char *deed, Op op);
Str row_place(const WhatTables *w, const FrameRow *r, Arena *a); /* "frames.tsv:120", "CAMEO.2.0.txt:812" */
const char *slot_name(int slot);
const char *op_name(int op);
int slot_of(Str name); /* −1 when unknown */

#endif
