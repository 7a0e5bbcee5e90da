/* Names of tags, relations, mention types and roles, and reading a tree. */
#include "syntax/syntax.h"
#include "base/banned.h"

static const char *const upos_names[UPOS_COUNT] = {
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM",
    "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
};

static const char *const deprel_names[REL_COUNT] = {
#define X(name, label) label,
    DEPREL_LIST(X)
#undef X
};

static const char *const mention_names[MENTION_COUNT] = {
    "person", "organization", "place", "time", "event", "object", "abstract", "animal", "plant", "substance",
};

static const char *const role_names[ROLE_COUNT] = {"ARG0", "ARG1", "ARG2", "LOC", "TMP", "NEG", "MOD"};

static int find(Str name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

const char *upos_name(int upos)
{
    return upos >= 0 && upos < UPOS_COUNT ? upos_names[upos] : "_";
}

const char *deprel_name(int rel)
{
    return rel >= 0 && rel < REL_COUNT ? deprel_names[rel] : "_";
}

const char *mention_name(int type)
{
    return type >= 0 && type < MENTION_COUNT ? mention_names[type] : "_";
}

const char *role_name(int type)
{
    return type >= 0 && type < ROLE_COUNT ? role_names[type] : "_";
}

int upos_of(Str name)
{
    return find(name, upos_names, UPOS_COUNT);
}

int deprel_of(Str name)
{
    int rel = find(name, deprel_names, REL_COUNT);
    ptrdiff_t colon = str_find_byte(name, ':');
    return rel < 0 && colon > 0 ? find(str_cut(name, 0, colon), deprel_names, REL_COUNT) : rel;
}

/* Subtypes stand behind their relation in DEPREL_LIST. */
Deprel deprel_base(Deprel r)
{
    const char *colon = strchr(deprel_names[r], ':');
    if (!colon)
        return r;
    size_t len = (size_t)(colon - deprel_names[r]);
    while (r > 0 && deprel_names[r][len] != 0)
        r--;
    return r;
}

int32_t tree_child(const Trees *t, uint32_t token, Deprel rel)
{
    for (int32_t c = t->child[token]; c >= 0; c = t->next[c])
        if (t->word[c].rel == rel)
            return c;
    return -1;
}

bool word_is_nominal(const Word *w)
{
    return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN;
}

void word_hang(Word *w, uint32_t token, uint32_t head, Deprel rel)
{
    w[token].head = (int32_t)head;
    w[token].rel = (uint8_t)rel;
}

bool word_is_below(const Word *w, int32_t token, uint32_t top)
{
    enum { CLIMB = 64 };
    for (int i = 0; i < CLIMB && token >= 0; i++, token = w[token].head)
        if (token == (int32_t)top)
            return true;
    return token >= 0;
}

/* Trees are projective: the ends are found along the outermost children. */
void tree_span(const Trees *t, uint32_t token, uint32_t *first, uint32_t *last)
{
    *first = *last = token;
    for (int32_t c; (c = t->child[*first]) >= 0 && (uint32_t)c < *first;)
        *first = (uint32_t)c;
    for (;;) {
        int32_t far = -1;
        for (int32_t c = t->child[*last]; c >= 0; c = t->next[c])
            far = c;
        if (far < 0 || (uint32_t)far < *last)
            return;
        *last = (uint32_t)far;
    }
}

bool tree_is_ancestor(const Trees *t, uint32_t above, uint32_t below)
{
    for (int32_t i = (int32_t)below; i >= 0; i = t->word[i].head)
        if ((uint32_t)i == above)
            return true;
    return false;
}

void trees_link(Trees *t, uint32_t n_tokens, Arena *a)
{
    t->child = NEW(a, int32_t, n_tokens);
    t->next = NEW(a, int32_t, n_tokens);
    memset(t->child, 0xFF, n_tokens * sizeof *t->child);
    for (uint32_t i = n_tokens; i-- > 0;) {
        t->next[i] = -1;
        int32_t head = t->word[i].head;
        if (head >= 0) {
            t->next[i] = t->child[head];
            t->child[head] = (int32_t)i;
        }
    }
}
