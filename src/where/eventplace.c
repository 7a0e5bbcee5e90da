/* Where an event happened: a place below its predicate behind a preposition of place, else the place it was
 * done to, else one below the verbs that govern it; else by discourse: the only place of the sentence, the
 * last one told before. */
#include "where/gazetteer.h"

#include "base/banned.h"

enum { CLIMB_MAX = 5, DEEP_MAX = 5, BACK_SENTENCES = 3 };

static bool is_clause(int rel)
{
    return rel == REL_CCOMP || rel == REL_ADVCL || rel == REL_ACL_RELCL || rel == REL_PARATAXIS || rel == REL_ADVCL_RELCL;
}

/* Cost of a step from governor to child: how unlikely a place below it is the governor's place. */
static int step_cost(const Trees *t, int32_t child)
{
    const Word *w = &t->word[child];
    switch (deprel_base((Deprel)w->rel)) {
    case REL_OBL: return 1;
    case REL_NMOD: return 2;
    case REL_OBJ: return 4;
    case REL_CONJ: return w->upos == UPOS_VERB ? 12 : 3;
    case REL_APPOS: return 2;
    case REL_COMPOUND: return 4;
    case REL_NSUBJ: return 8;
    case REL_XCOMP: return 4;
    case REL_ACL: return 6;
    case REL_ADVCL:
    case REL_CCOMP:
    case REL_PARATAXIS: return 10;
    default: return 5;
    }
}

static int preposition_cost(const Trees *t, const Text *x, uint32_t token)
{
    static const struct {
        const char *word;
        int cost;
    } words[] = {{"in", 0},      {"at", 0},     {"near", 1},    {"outside", 1}, {"inside", 0}, {"on", 1},    {"around", 1},
                 {"across", 0},  {"within", 1}, {"of", 3},      {"to", 4},      {"from", 5},   {"into", 2},  {"toward", 5},
                 {"against", 6}, {"with", 8},   {"between", 4}, {"over", 2},    {"for", 7},    {"by", 8},    {"about", 8}};
    for (int32_t c = t->child[token]; c >= 0; c = t->next[c])
        if (t->word[c].rel == REL_CASE)
            for (int i = 0; i < COUNT(words); i++)
                if (str_eq(x->token[c].fold, str_of(words[i].word)))
                    return words[i].cost;
    return 5;
}

typedef struct {
    const Places *places;
    const Text *text;
    const Trees *trees;
    int32_t best;
    int best_cost, budget;
} Search;

static void below(Search *s, uint32_t token, int cost, int depth)
{
    if (depth > DEEP_MAX || s->budget-- < 0)
        return;
    for (int32_t c = s->trees->child[token]; c >= 0; c = s->trees->next[c]) {
        int here = cost + step_cost(s->trees, c);
        int32_t p = s->places->at[c];
        if (p >= 0) {
            int total = here * 2 + preposition_cost(s->trees, s->text, (uint32_t)c);
            if (total < s->best_cost) {
                s->best = p;
                s->best_cost = total;
            }
        }
        if (!(is_clause(s->trees->word[c].rel) && depth > 0))
            below(s, (uint32_t)c, here, depth + 1);
    }
}

static int32_t by_tree(const Places *places, const Text *t, const Trees *trees, uint32_t token)
{
    Search s = {.places = places, .text = t, .trees = trees, .best = -1, .best_cost = 1 << 20, .budget = 400};
    int32_t at = (int32_t)token;
    int climb = 0;
    for (int n = 0; n < CLIMB_MAX && at >= 0; n++) {
        below(&s, (uint32_t)at, climb, 0);
        climb += 4;
        at = trees->word[at].head;
    }
    return s.best;
}

EventPlace where_of(const Places *places, const Text *t, const Trees *trees, uint32_t token)
{
    EventPlace e = {.place = -1};
    if (!places->n || token >= t->n_tokens)
        return e;
    uint32_t sentence = t->token[token].sentence;
    if (trees && trees->word) {
        e.place = by_tree(places, t, trees, token);
        e.told = e.place >= 0;
        if (e.told)
            return e;
    }
    uint32_t first = t->sentence[sentence].first, end = first + t->sentence[sentence].n, far = UINT32_MAX;
    for (uint32_t i = first; i < end; i++)
        if (places->at[i] >= 0 && (i > token ? i - token : token - i) < far) {
            far = i > token ? i - token : token - i;
            e.place = places->at[i];
        }
    for (uint32_t back = 1; e.place < 0 && back <= BACK_SENTENCES && back <= sentence; back++) {
        const Sentence *s = &t->sentence[sentence - back];
        for (uint32_t i = s->first + s->n; e.place < 0 && i > s->first; i--)
            e.place = places->at[i - 1];
    }
    return e;
}
