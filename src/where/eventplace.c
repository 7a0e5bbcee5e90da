/* Where an event happened: the place of its sentence to which the shortest way through the tree leads.
 *
 *   "Clashes in the town of Kupres, west of Sarajevo, killed five"
 *    killed -nsubj-> clashes -nmod(in)-> town -nmod(of)-> Kupres          cheap: taken
 *    … town -amod-> west -nmod(of)-> Sarajevo                             dearer
 *
 * Each step costs by its relation and preposition: what stands "in" or "at" something is its place, what is
 * done "against" or "by" something is not. Past a limit no place is told; then the text before is asked. */
#include "where/gazetteer.h"

#include "base/banned.h"

enum { CLIMB_MAX = 6, UP_MAX = 9, LIMIT = 80, BACK_SENTENCES = 3, NEVER = 1000 };

/* Costs in tenths. */
static int preposition_cost(const Trees *t, const Text *x, int32_t token, int without)
{
    static const struct {
        const char *word;
        int cost;
    } words[] = {{"in", 0},      {"at", 0},       {"near", 0},      {"outside", 5}, {"inside", 0},  {"on", 5},     {"around", 5},
                 {"across", 0},  {"within", 0},   {"throughout", 0}, {"along", 5},  {"of", 10},     {"over", 10},  {"off", 5},
                 {"to", 30},     {"from", 45},    {"into", 15},     {"toward", 40}, {"towards", 40}, {"through", 10},
                 {"against", 70}, {"with", 70},   {"between", 30},  {"for", 60},    {"by", 70},     {"about", 70}, {"than", 70},
                 {"as", 60},     {"according", 90}, {"after", 60},  {"before", 60}, {"like", 70},   {"including", 20}};
    for (int32_t c = t->child[token]; c >= 0; c = t->next[c])
        if (t->word[c].rel == REL_CASE)
            for (int i = 0; i < COUNT(words); i++)
                if (str_eq(x->token[c].fold, str_of(words[i].word)))
                    return words[i].cost;
    return without;
}

/* From a word up to its head, on the side of the place. */
static int up_cost(const Trees *t, const Text *x, int32_t token)
{
    const Word *w = &t->word[token];
    switch ((Deprel)w->rel) {
    case REL_OBL: return preposition_cost(t, x, token, 20);
    case REL_OBL_UNMARKED:
    case REL_NMOD_UNMARKED: return 25;
    case REL_OBL_AGENT: return 80;
    case REL_NMOD: return 8 + preposition_cost(t, x, token, 20);
    case REL_NMOD_POSS: return 25;
    case REL_APPOS: return 8;
    case REL_FLAT: return 5;
    case REL_COMPOUND: return 18;
    case REL_CONJ: return w->upos == UPOS_VERB ? 60 : 12;
    case REL_OBJ: return 18;
    case REL_NSUBJ_PASS: return 25;
    case REL_NSUBJ: return 50;
    case REL_XCOMP: return 20;
    case REL_ACL: return 25;
    case REL_ADVCL: return 45;
    case REL_ACL_RELCL: return 50;
    case REL_CCOMP:
    case REL_PARATAXIS: return 65;
    default: return 35;
    }
}

/* From the predicate up to its head. */
static int climb_cost(const Trees *t, const Text *x, int32_t token)
{
    const Word *w = &t->word[token];
    switch ((Deprel)w->rel) {
    case REL_XCOMP: return 8;
    case REL_CONJ: return 22;
    case REL_ACL: return 15;
    case REL_ACL_RELCL: return 15;
    case REL_ADVCL: return 25;
    case REL_CCOMP: return 40;
    case REL_PARATAXIS: return 40;
    case REL_OBJ: return 12;
    case REL_OBL:
    case REL_NMOD: return 15 + preposition_cost(t, x, token, 10) / 4;
    case REL_NSUBJ:
    case REL_NSUBJ_PASS: return 12;
    case REL_COMPOUND: return 12;
    default: return 30;
    }
}

static int kind_cost(const Place *p)
{
    return p->kind == PLACE_COUNTRY ? 8 : p->kind == PLACE_OTHER ? 15 : p->kind == PLACE_REGION ? 4 : 0;
}

/* The token of a place that hangs on something outside it. */
static int32_t head_of(const Trees *t, const Place *p)
{
    for (uint32_t i = p->first; i <= p->last; i++)
        if (t->word[i].head < (int32_t)p->first || t->word[i].head > (int32_t)p->last)
            return (int32_t)i;
    return (int32_t)p->first;
}

typedef struct {
    int32_t node[CLIMB_MAX + 1];
    int cost[CLIMB_MAX + 1];
    int n;
} Chain;

static Chain chain_above(const Trees *t, const Text *x, uint32_t predicate)
{
    Chain c = {.node = {(int32_t)predicate}, .n = 1};
    while (c.n <= CLIMB_MAX) {
        int32_t at = c.node[c.n - 1];
        if (t->word[at].head < 0)
            break;
        c.cost[c.n] = c.cost[c.n - 1] + climb_cost(t, x, at);
        c.node[c.n++] = t->word[at].head;
    }
    return c;
}

/* Cost of the way from the chain above the predicate down to a place. */
static int way_cost(const Chain *c, const Trees *t, const Text *x, const Place *p)
{
    int32_t at = head_of(t, p);
    int cost = kind_cost(p);
    bool modifies = t->word[at].rel == REL_COMPOUND || t->word[at].rel == REL_NMOD_POSS || t->word[at].rel == REL_AMOD;
    for (int n = 0; n < UP_MAX && at >= 0; n++) {
        for (int i = 0; i < c->n; i++)
            if (c->node[i] == at)
                return cost + c->cost[i];
        int step = up_cost(t, x, at);
        if (modifies && n > 0 && (t->word[at].rel == REL_NSUBJ || t->word[at].rel == REL_OBL_AGENT))
            step += 40; /* "U.S. soldiers patrol" */
        cost += step;
        at = t->word[at].head;
    }
    return NEVER;
}

static int32_t by_tree(const Places *places, const Text *t, const Trees *trees, uint32_t token)
{
    const Sentence *s = &t->sentence[t->token[token].sentence];
    Chain chain = chain_above(trees, t, token);
    int32_t best = -1, last = -1;
    int best_cost = LIMIT + 1;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        int32_t p = places->at[i];
        if (p < 0 || p == last)
            continue;
        last = p;
        uint32_t first = places->place[p].first;
        int far = (int)(first > token ? first - token : token - first);
        int cost = way_cost(&chain, trees, t, &places->place[p]) + MIN(far, 30) / 2;
        if (cost < best_cost) {
            best = p;
            best_cost = cost;
        }
    }
    return best;
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
    }
    for (uint32_t back = 0; e.place < 0 && back <= BACK_SENTENCES && back <= sentence; back++) {
        const Sentence *s = &t->sentence[sentence - back];
        for (uint32_t i = s->first + s->n; e.place < 0 && i > s->first; i--)
            e.place = places->at[i - 1];
    }
    return e;
}

uint32_t where_also(const Places *places, const Trees *trees, int32_t place, int32_t *out, uint32_t max)
{
    uint32_t n = 0;
    if (place < 0 || !trees || !trees->word)
        return 0;
    int32_t head = head_of(trees, &places->place[place]);
    for (int32_t c = trees->child[head]; c >= 0 && n < max; c = trees->next[c])
        if (trees->word[c].rel == REL_CONJ) {
            int32_t p = places->at[c];
            for (int32_t k = trees->child[c]; p < 0 && k >= 0; k = trees->next[k]) /* "and capital Mbabane" */
                p = places->at[k];
            if (p >= 0 && p != place)
                out[n++] = p;
        }
    return n;
}
