/* syntax: sentences → trees, mentions, roles (Universal Dependencies v2, English).
 *
 * In:   Text and a Model (weights and lemma tables, mapped).
 * Out:  for every token: universal part of speech, features, lemma, head and relation; for every
 *       sentence one well-formed tree; mentions with types; predicates with the heads of their arguments.
 *
 * Laws:
 *   - Arrays run parallel to Text.token; heads are token indices of the whole document.
 *   - Each sentence is a projective tree with exactly one root (head -1).
 *   - The same text and model give the same result on every machine: integer arithmetic throughout.
 *   - Time is linear in the number of tokens (the tree search is capped by TEXT_SENTENCE_MAX).
 */
#ifndef CASUS_SYNTAX_H
#define CASUS_SYNTAX_H

#include "dict/dict.h"
#include "text/text.h"

typedef enum {
    UPOS_ADJ, UPOS_ADP, UPOS_ADV, UPOS_AUX, UPOS_CCONJ, UPOS_DET, UPOS_INTJ, UPOS_NOUN, UPOS_NUM,
    UPOS_PART, UPOS_PRON, UPOS_PROPN, UPOS_PUNCT, UPOS_SCONJ, UPOS_SYM, UPOS_VERB, UPOS_X, UPOS_COUNT
} Upos;

/* Relations with subtypes, as EWT and GUM use them. */
#define DEPREL_LIST(X)                                                                                   \
    X(ACL, "acl") X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl")              \
    X(ADVMOD, "advmod") X(AMOD, "amod") X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass")          \
    X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj") X(CCOMP, "ccomp") X(COMPOUND, "compound")    \
    X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj")                      \
    X(CSUBJ_OUTER, "csubj:outer") X(CSUBJ_PASS, "csubj:pass") X(DEP, "dep") X(DET, "det")                \
    X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") X(EXPL, "expl")    \
    X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list")            \
    X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") X(NMOD_POSS, "nmod:poss")                  \
    X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer")                    \
    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl") X(OBL_AGENT, "obl:agent") \
    X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct")      \
    X(REPARANDUM, "reparandum") X(ROOT, "root") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")

typedef enum {
#define X(name, label) REL_##name,
    DEPREL_LIST(X)
#undef X
        REL_COUNT
} Deprel;

/* Morphology that later rooms read: a bit set. */
enum {
    FEAT_PLURAL = 1 << 0, FEAT_SINGULAR = 1 << 1,
    FEAT_PAST = 1 << 2, FEAT_PRESENT = 1 << 3,
    FEAT_FINITE = 1 << 4, FEAT_INFINITIVE = 1 << 5, FEAT_PARTICIPLE = 1 << 6, FEAT_GERUND = 1 << 7,
    FEAT_PASSIVE = 1 << 8, FEAT_IMPERATIVE = 1 << 9, FEAT_INDICATIVE = 1 << 10, FEAT_SUBJUNCTIVE = 1 << 11,
    FEAT_PERSON1 = 1 << 12, FEAT_PERSON2 = 1 << 13, FEAT_PERSON3 = 1 << 14,
    FEAT_MASC = 1 << 15, FEAT_FEM = 1 << 16, FEAT_NEUT = 1 << 17,
    FEAT_POSS = 1 << 18, FEAT_DEFINITE = 1 << 19, FEAT_NEGATIVE = 1 << 20, FEAT_COMPARATIVE = 1 << 21,
    FEAT_SUPERLATIVE = 1 << 22,
    FEAT_NAMED = 1 << 23, /* no proper noun, but its lemma has a capital: "White" House, "American"; ours, not of UD */
};

typedef struct {
    int32_t head;  /* token index in the document; -1 for the root of a sentence */
    uint8_t upos;  /* Upos */
    uint8_t rel;   /* Deprel */
    uint32_t feats;
    Str lemma;
    uint64_t lemma_key; /* dict_key of the lemma's folded form */
} Word;

typedef enum {
    MENTION_PERSON, MENTION_ORGANIZATION, MENTION_PLACE, MENTION_TIME, MENTION_EVENT, MENTION_OBJECT,
    MENTION_ABSTRACT, MENTION_ANIMAL, MENTION_PLANT, MENTION_SUBSTANCE, MENTION_COUNT
} MentionType;

/* A noun phrase that speaks of one thing: tokens [first, last], its head inside. */
typedef struct {
    uint32_t first, last, head;
    uint8_t type; /* MentionType */
} Mention;

typedef enum { ROLE_ARG0, ROLE_ARG1, ROLE_ARG2, ROLE_LOC, ROLE_TMP, ROLE_NEG, ROLE_MOD, ROLE_COUNT } RoleType;

/* PropBank style: token `argument` heads that role of `predicate`. */
typedef struct {
    uint32_t predicate, argument;
    uint8_t type; /* RoleType */
} Role;

typedef struct {
    Word *word; /* [n_tokens] */
    /* Children in text order: the first child of token i is child[i], the next sibling next[i]; -1 ends. */
    int32_t *child, *next;
    Mention *mention; /* in order of their first token */
    Role *role;       /* in order of their predicate */
    uint32_t n_mentions, n_roles;
} Trees;

typedef struct Model Model;
/* Open a model in memory that outlives it (mapped, or linked into the program). */
MUST_USE bool model_open(Str bytes, Model **m, Arena *perm, Err *err);
uint64_t model_checksum(const Model *m);

/* Room for the network's activations; one a thread, reused. */
typedef struct Parser Parser;
Parser *parser_new(const Model *m);
void parser_free(Parser *p);

/* Parse all sentences. Memory: arrays in a. */
Trees syntax_parse(Parser *p, const Text *t, Arena *a);
/* Parse only sentences with wanted[i] set (NULL: all); words of the others keep upos, lemma and feats
 * from the tables and hang flat from the first token. */
Trees syntax_parse_some(Parser *p, const Text *t, const bool *wanted, Arena *a);

/* Reading a tree. */
const char *upos_name(int upos);
const char *deprel_name(int rel);
int upos_of(Str name);   /* -1 when unknown */
int deprel_of(Str name); /* -1 when unknown; an unknown subtype falls back to its relation */
const char *mention_name(int type);
const char *role_name(int type);
/* Relation without its subtype: REL_NSUBJ for nsubj:pass … */
Deprel deprel_base(Deprel r);
int32_t tree_child(const Trees *t, uint32_t token, Deprel rel); /* first child with exactly rel, or -1 */
/* First and last token of the subtree of `token` (inclusive). */
void tree_span(const Trees *t, uint32_t token, uint32_t *first, uint32_t *last);
bool tree_is_ancestor(const Trees *t, uint32_t above, uint32_t below); /* or the same token */
bool word_is_nominal(const Word *w); /* a noun or a name */
/* Changing a tree; whoever does links it anew. */
void word_hang(Word *w, uint32_t token, uint32_t head, Deprel rel);
bool word_is_below(const Word *w, int32_t token, uint32_t top); /* or the same; by heads alone; very deep: taken for yes */
void trees_link(Trees *t, uint32_t n_tokens, Arena *a); /* fill child and next from the heads */
/* CoNLL-U with "# sent_id", "# text", mentions in MISC as Entity=. */
void syntax_print(const Text *t, const Trees *trees, Buf *out);

/* ---- CoNLL-U ------------------------------------------------------------------------------- */

/* A CoNLL-U file as a Text (its tokens and sentences kept; forms set apart by blanks where the file says
 * so) and the Trees it holds; mentions from Entity= where given. Lines of multi-word tokens and empty
 * nodes only tell spaces. Unknown values become X, dep, no feature; a head that is no word: the root.
 * Errors: a word line with fewer than two columns, or invalid UTF-8. Memory: in a, forms point into bytes. */
typedef struct {
    Str id, text;   /* of the comments; empty when absent */
    bool paragraph; /* starts one (newpar, newdoc) */
} ConlluSentence;
typedef struct {
    Text text;
    Trees gold;
    ConlluSentence *sentence;
} Conllu;
MUST_USE bool conllu_read(Str bytes, Conllu *c, Arena *a, Err *err);

#endif
