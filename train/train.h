/* train: from treebanks to models/english.model. Not part of the product; may use any room.
 *
 *   wordnet.c WordNet's lists → forms with lemma and part of speech
 *   data.c    treebanks → sentences of features and gold
 *   gemm.c    float matrix products
 *   net.c     the network of syntax/parse.c in float, forward and backward, with its optimiser
 *   lemmas.c  lemma rules
 *   export.c  weights → int8, the Pack of syntax/model.c
 *   score.c   UPOS, UAS, LAS … as CoNLL 2018 scores them (also for eval/)
 *   propbank.c  PropBank roles beside a treebank (also for eval/)
 *   main.c    the loop
 */
#ifndef CASUS_TRAIN_H
#define CASUS_TRAIN_H

#include "syntax/model.h"

/* ---- chance -------------------------------------------------------------------------------- */

typedef struct {
    uint64_t state;
} Chance;
uint64_t chance_next(Chance *c);
float chance_float(Chance *c); /* [0, 1) */
uint32_t chance_below(Chance *c, uint32_t n);

/* ---- data ---------------------------------------------------------------------------------- */

enum { CASE_ASIS, CASE_LOWER, CASE_UPPER, CASE_TITLE, CASE_COUNT };

typedef struct {
    Features f;
    uint32_t shape[CASE_COUNT]; /* the row of the shape if the text were written so */
    uint32_t count;             /* of the word in the training data */
    uint16_t tag;
    uint8_t upos, rel;
    uint8_t mention;   /* MentionType, MENTION_NONE, or UNKNOWN where the treebank does not say */
    uint8_t predicate; /* 1: has roles; UNKNOWN likewise */
    int16_t head;      /* in the sentence; n for the root */
} Sample;
enum { UNKNOWN = 255 };

/* What the teachers say, as probabilities: [n][n + 1], [n][REL_PAD], [n][UPOS_COUNT], [n][n_tags]; NULL: not asked. */
typedef struct {
    float *arc, *label, *upos, *tag;
} Taught;

typedef struct {
    Sample *token;
    int n;
    Taught taught;
    Role *roles; /* token indices within the sentence */
    int n_roles;
    bool has_tree;  /* false: raw text, the teachers' trees are its gold */
    bool drop_last; /* its last token may be left out: a final stop without children */
} SentenceSample;

typedef struct {
    SentenceSample *sentence;
    int n_sentences, n_tokens;
    FeatureSpace space;
    LIST(Tag) tags;
    VocabEntry *vocab;
    uint16_t *word_tag;
    uint32_t *lexicon; /* see FeatureSpace */
} Data;

typedef struct {
    bool *is_predicate; /* [n_tokens] */
    LIST(Role) roles;
} Roles;
typedef struct {
    Conllu *file;
    Roles *roles; /* is_predicate NULL where a file has none */
    int n;
} Treebanks;
void raw_text(Str bytes, Buf *out);
/* Raw text for the teachers: sentences only. */
void data_add_raw(const Text *t, Data *d, Arena *a);
void data_build(const Treebanks *t, const uint32_t size[TABLE_COUNT], int min_count, const char *wordnet, Data *d, Arena *a);

/* ---- WordNet ------------------------------------------------------------------------------- */

typedef enum { WORDNET_EXCEPTION, WORDNET_BASE, WORDNET_REGULAR } WordnetKind;
typedef void WordnetForm(void *to, Str form, Str lemma, int upos, WordnetKind kind);
bool wordnet_each(const char *folder, WordnetForm *say, void *to, Arena *a); /* false: no such folder */

/* ---- matrices ------------------------------------------------------------------------------ */

/* C[m][n] (row stride ldc) = or += A · B; A[i][k] at a[i * a_row + k * a_col]; B[k][j] at b[k * ldb + j]. */
void gemm(const float *a, ptrdiff_t a_row, ptrdiff_t a_col, const float *b, ptrdiff_t ldb, int m, int k, int n, bool add,
          float *c, ptrdiff_t ldc);
void transpose(const float *a, int rows, int columns, float *out);

/* ---- network ------------------------------------------------------------------------------- */

typedef struct {
    size_t n;
    float *w, *g, *m, *v;
} Param;

typedef struct {
    float embed, input, state, output, hidden; /* shares dropped */
    float word;                                /* scale of the dropping of rare words */
    float lower, upper, title, no_stop;        /* shares of sentences rewritten */
} Noise;

typedef struct Net Net;
Net *net_new(const ModelConfig *c, uint64_t seed, Arena *a);
typedef struct {
    double arc, label, upos, tag, mention, role;
    int n_mention, n_role;
    int n;
} Loss;
enum { TEACHERS_MAX = 4 };
/* One batch: forward, backward, gradients left in the parameters. Where a sentence was taught, `share` of its target is
 * the teachers'; all of it where it has no tree. */
void net_batch(Net *n, const SentenceSample *const *s, int n_sentences, const Noise *noise, float share, Chance *chance, Loss *loss);
/* The mean of the teachers' distributions (Hinton, Vinyals and Dean 2015; for parsers Kuncoro et al. 2016) for a batch
 * of sentences as they are written. Fills taught, and the heads where there is no tree. */
void net_teach(Net *const *teacher, int n, SentenceSample *const *s, int n_sentences, Arena *a);
void net_step(Net *n, float rate, float decay);
/* Averaged weights in place of the current ones, and back. */
void net_swap_average(Net *n);

enum { P_IN, P_IN_BIAS, P_OUT, P_OUT_BIAS, P_PER_LAYER };
const ModelConfig *net_config(const Net *n);
const Param *net_rows(const Net *n);
const Param *net_layer(const Net *n, int layer, int which);
const Param *net_mix(const Net *n, int layer);
const Param *net_label_near(const Net *n);
const Param *net_heads(const Net *n);
const Param *net_heads_bias(const Net *n);
const Param *net_labels(const Net *n);
const Param *net_labels_bias(const Net *n);
const Param *net_root(const Net *n);
const Param *net_paths(const Net *n);
const Param *net_roles(const Net *n);
const Param *net_roles_bias(const Net *n);
bool net_save(const Net *n, const char *path, Err *err);
/* weights += share * (those of the file - weights) */
bool net_load(Net *n, const char *path, float share, Err *err); /* of a network of the same sizes */
/* A network of the file's own sizes, for the same words and tags as `like`; NULL and err otherwise. */
Net *net_open(const char *path, const ModelConfig *like, Arena *a, Err *err);

/* ---- output -------------------------------------------------------------------------------- */

void lemmas_build(const Treebanks *t, const char *wordnet, PackWriter *w, Arena *a);
void model_write(const Net *n, const Data *d, const Treebanks *t, const char *wordnet, Str manifest, Buf *out, Arena *a);

/* ---- scores -------------------------------------------------------------------------------- */

typedef struct {
    int64_t tokens, upos, feats, lemma, uas, las;
    int64_t core, core_right;  /* nsubj obj obl nmod ccomp xcomp conj … : gold, and right in head and label */
} Score;
const char *roles_path(const char *conllu, Arena *a); /* NULL unless it ends in .conllu */
Roles roles_read(Str bytes, const Conllu *c, Arena *a);

void score_add(const Text *t, const Trees *gold, const Trees *got, Score *s);

#endif
