/* Inside syntax/: the network's shape, features of a token, lemma tables. Shared with train/. */
#ifndef CASUS_SYNTAX_MODEL_H
#define CASUS_SYNTAX_MODEL_H

#include "nn/nn.h"
#include "syntax/syntax.h"

enum { MODEL_VERSION = 3, LAYERS_MAX = 8, DIM_MAX = 1024, REL_PAD = 64, UPOS_PAD = 32, DISTANCE_PAD = 32, WINDOW_MAX = TEXT_SENTENCE_MAX };

/* ---- features ------------------------------------------------------------------------------- */

/* A token's vector is the sum of the rows that its features name: the word (row 0 when unknown), hashed
 * prefixes and suffixes, its shape, what a lexicon says it can be, and the mean of its hashed character n-grams. */
enum { FEATURE_LEXICON = 7, FEATURE_PLAIN, FEATURE_MAX = FEATURE_PLAIN + 80 };
enum { TABLE_SUFFIX2, TABLE_SUFFIX3, TABLE_SUFFIX4, TABLE_PREFIX2, TABLE_PREFIX4, TABLE_SHAPE, TABLE_NGRAM, TABLE_LEXICON, TABLE_COUNT };
/* Parts of speech that a lexicon gives a form. */
enum { LEXICON_NOUN = 1, LEXICON_VERB = 2, LEXICON_ADJ = 4, LEXICON_ADV = 8, LEXICON_BITS = 15, LEXICON_ROWS = 16 };

typedef struct {
    uint32_t mark, row; /* upper half of the key; row 0: empty */
} VocabEntry;
typedef struct {
    const VocabEntry *vocab;
    uint32_t vocab_mask;        /* entries - 1 */
    uint32_t n_words;           /* rows of words, the unknown one included */
    uint32_t size[TABLE_COUNT]; /* powers of two; the lexicon's LEXICON_ROWS, or 0: none */
    const uint32_t *lexicon;    /* hash table: the upper bits of a key with LEXICON_… below; 0: empty */
    uint32_t lexicon_mask;
} FeatureSpace;
typedef struct {
    int n;                     /* row[FEATURE_PLAIN..n): n-grams */
    uint32_t row[FEATURE_MAX]; /* row[0]: the word */
} Features;

uint32_t lexicon_mark(uint64_t key);
uint32_t features_rows(const FeatureSpace *s); /* of all tables together */
void features_of(const FeatureSpace *s, Str form, Str fold, uint64_t key, Features *f);
float features_ngram_weight(const Features *f); /* of one n-gram row */

/* ---- lemmas --------------------------------------------------------------------------------- */

/* A rule makes a lemma of a form: set the case, cut bytes off the end (LEMMA_WHOLE: all), append. Looked up by
 * (word, tag), else by (word, part of speech), else by (longest known ending, tag). */
enum { LEMMA_SUFFIX_MAX = 6, LEMMA_WHOLE = 255 };
typedef enum { LEMMA_LOWER, LEMMA_KEEP, LEMMA_CAPITAL } LemmaCase; /* CAPITAL: the first letter, the rest is kept */
typedef struct {
    uint8_t cut, how; /* bytes; LemmaCase */
    uint8_t n_append;
    char append[13];
} LemmaRule;
typedef struct {
    uint32_t mark;
    uint32_t rule; /* index + 1; 0: empty */
} LemmaEntry;
typedef struct {
    const LemmaRule *rule;
    uint32_t n_rules;
    const LemmaEntry *entry;
    uint32_t mask;
} LemmaTable;

uint64_t lemma_word_key(uint64_t word_key, int upos, uint32_t feats);
uint64_t lemma_any_key(uint64_t word_key, int upos, uint32_t feats); /* of all tags of the part of speech */
uint64_t lemma_suffix_key(Str suffix, int upos, uint32_t feats);
const LemmaRule *lemma_find(const LemmaTable *t, Str fold, uint64_t key, int upos, uint32_t feats); /* or NULL */
bool lemma_known(const LemmaTable *t, uint64_t key, int upos); /* has training seen the word as this part of speech? */
Str str_lower(Str s, Arena *a);
Str lemma_base(Str form, int how, Arena *a); /* with the case set */
Str lemma_apply(const LemmaRule *r, Str form, Arena *a);

/* Clauses read as noun phrases ("Qatar mediated talks") get their verb back: mend.c. */
void trees_mend(const Text *t, Trees *trees, const LemmaTable *lemmas, Arena *a);
bool trees_mend_paths(const Text *t, Trees *trees, const LemmaTable *lemmas, Arena *a); /* garden.c: true when changed */

/* ---- trees ---------------------------------------------------------------------------------- */

/* Best heads of n words. score[d * stride + h]: head h of word d, h = n the root. Greedy when that is one
 * projective tree, else Eisner's algorithm with one root. head[d] = n marks the root. */
typedef struct {
    float best[4 * WINDOW_MAX * WINDOW_MAX];
    uint8_t split[4 * WINDOW_MAX * WINDOW_MAX];
} TreeRoom;
/* A class of the distance from word d to its head h, 1 … 26; 0 is left for the root. */
int arc_distance(int d, int h);
void tree_decode(const float *score, int stride, int n, int *head, TreeRoom *room);

/* ---- roles ---------------------------------------------------------------------------------- */

/* A word that may be an argument of a predicate, and the row of the path between them. */
enum { ROLE_PATHS = 1024, ROLE_PAD = 16, ROLE_NONE = ROLE_COUNT, MENTION_NONE = MENTION_COUNT };
typedef struct {
    int argument;
    uint32_t path;
} RolePair;
/* Candidates near `predicate` in the tree: its children, up to three words above it, and their children.
 * head[i] = n marks the root. out has room for n. Returns their number. */
int role_candidates(const int *head, const uint8_t *rel, int n, int predicate, RolePair *out);

/* ---- model ---------------------------------------------------------------------------------- */

typedef struct {
    uint8_t upos, zero[3];
    uint32_t feats;
} Tag;

/* Sizes, as in the section "config" (uint32 each, in this order). */
typedef struct {
    uint32_t dim, width, n_layers, arc, lab, role, n_tags, n_words, vocab_size, size[TABLE_COUNT];
} ModelConfig;

/* Columns of the head layer. */
typedef struct {
    int arc_dep, arc_head, lab_head, lab_dep, upos, tag, near_dep, near_head, mention, predicate, role_pred, role_arg, n;
} HeadColumns;
HeadColumns model_columns(const ModelConfig *c);

struct Model {
    Pack pack;
    ModelConfig config;
    FeatureSpace features;
    const int8_t *rows;      /* [rows][dim] */
    const float *rows_scale; /* [rows] */
    const float *mix[LAYERS_MAX + 1]; /* [NN_TAPS][dim]; the last before the heads */
    const float *label_near;          /* [DISTANCE_PAD][lab] */
    NnDense in[LAYERS_MAX], out[LAYERS_MAX], heads, labels, roles;
    const float *root;       /* [arc + lab]: the root as a head */
    const float *paths;      /* [ROLE_PATHS][role] */
    const uint8_t *mention_child; /* [2][REL_COUNT][2]: does a mention take in this child? (verbal head, relation, before) */
    const Tag *tags;
    const uint16_t *word_tag; /* [n_words] most frequent tag, for sentences that are not parsed */
    LemmaTable lemmas;
};

#endif
