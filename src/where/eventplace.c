/* Where an event happened: the place of its sentence that the way through the tree speaks for.
 *
 *   "Clashes in the town of Kupres, west of Sarajevo, killed five"
 *    killed -nsubj-> clashes -nmod(in)-> town -nmod(of)-> Kupres       speaks for Kupres
 *    … Kupres -advmod-> west -obl(of)-> Sarajevo                       speaks less for Sarajevo
 *
 * Each step adds a weight by its relation and preposition; so do the distance and the kind of place. Below a
 * limit no place is told, and the text before is asked. The weights (hundredths of a logit) were learned by
 * logistic regression, the places of a sentence and "none" competing, on two thirds of Halterman's event
 * locations (MIT); docs/decisions/when-where.md tells how. */
#include "where/gazetteer.h"

#include "base/banned.h"

enum { CLIMB_MAX = 6, UP_MAX = 9, LIMIT = -50, BACK_SENTENCES = 3, NEVER = -100000, DISTANCE_BIN = 5 };

/* From a word up to its head on the side of the place … */
static const int16_t up[REL_COUNT] = {
    [REL_ACL] = -57, [REL_ACL_RELCL] = -107, [REL_ADVCL] = -64, [REL_ADVMOD] = -108,
    [REL_AMOD] = -92, [REL_APPOS] = -92, [REL_CCOMP] = -180, [REL_COMPOUND] = -48,
    [REL_CSUBJ] = -66, [REL_DEP] = -38, [REL_FLAT] = -86, [REL_IOBJ] = -69, [REL_NMOD] = -71,
    [REL_NMOD_POSS] = -99, [REL_NMOD_UNMARKED] = -124, [REL_NSUBJ] = -95, [REL_NSUBJ_PASS] = -74,
    [REL_OBJ] = 10, [REL_OBL] = 28, [REL_OBL_AGENT] = -73, [REL_OBL_UNMARKED] = 8,
    [REL_PARATAXIS] = -94, [REL_ROOT] = -32, [REL_VOCATIVE] = 10, [REL_XCOMP] = -53,
};
static const int16_t up_conj_verb = -101, up_conj_noun = -134;
/* … and from the predicate up to the word that both hang on. */
static const int16_t climb[REL_COUNT] = {
    [REL_ACL] = -70, [REL_ACL_RELCL] = -24, [REL_ADVCL] = 51, [REL_AMOD] = 84, [REL_APPOS] = -44,
    [REL_AUX] = 79, [REL_CASE] = 54, [REL_CCOMP] = 108, [REL_COMPOUND] = -24, [REL_CONJ] = 25,
    [REL_COP] = 30, [REL_CSUBJ] = 12, [REL_FLAT] = -40, [REL_NMOD] = 98, [REL_NSUBJ] = 77,
    [REL_NSUBJ_PASS] = -152, [REL_OBJ] = -25, [REL_OBL] = -29, [REL_OBL_AGENT] = -31,
    [REL_OBL_UNMARKED] = 8, [REL_PARATAXIS] = -73, [REL_XCOMP] = -56,
};
static const struct {
    const char *word;
    int16_t oblique, nominal; /* of a verb, of a noun */
} prepositions[] = {
    {"according", -222, -47}, {"across", 130, 138}, {"after", -89, -38}, {"against", -145, -39},
    {"along", 50, -88}, {"amid", -13, 0}, {"around", -17, -35}, {"as", -170, 0}, {"at", 49, 110},
    {"between", 137, -94}, {"by", 0, -68}, {"due", -8, 0}, {"during", 148, 20}, {"for", 42, -47},
    {"from", -103, -46}, {"in", 68, 126}, {"including", -81, -109}, {"inside", 82, 150},
    {"into", 19, -4}, {"near", 92, 74}, {"of", -101, 50}, {"on", -17, -19}, {"outside", 109, 25},
    {"over", 96, 108}, {"since", -99, 0}, {"than", 60, -2}, {"through", 85, -50}, {"to", -83, -97},
    {"under", -73, 26}, {"with", -44, -139},
};
static const int16_t no_preposition[2] = {-61, -3};
static const int16_t by_kind[] = {168, -108, -7, 61, -121}; /* PlaceKind */
static const int16_t by_distance[] = {135, 86, 42, -20, -79, -79, -115, -115, -115}; /* tokens between, by fives */
static const int16_t stands_before = -66, stands_after = 55, behind_comma = -28, names_kind = 35, modifies_actor = -2;
static const char *const kind_nouns[] = {
    "village", "town", "city", "district", "area", "neighborhood", "neighbourhood", "province",
    "region", "suburb", "hamlet", "settlement", "countryside", "airport", "airbase", "camp",
    "prison", "valley", "mountains", "river", "checkpoint", "governorate", "county", "villages",
    "towns", "cities", "areas", "districts", "outskirts", "municipality", "quarter", "port",
    "island", "crossing", "capital", "state", "border",
};

static bool is_kind_noun(Str s)
{
    for (int i = 0; i < COUNT(kind_nouns); i++)
        if (str_eq(s, str_of(kind_nouns[i])))
            return true;
    return false;
}

static int preposition(const Trees *t, const Text *x, int32_t token, bool nominal)
{
    for (int32_t c = t->child[token]; c >= 0; c = t->next[c]) {
        if (t->word[c].rel != REL_CASE)
            continue;
        for (int i = 0; i < COUNT(prepositions); i++)
            if (str_eq(x->token[c].fold, str_of(prepositions[i].word)))
                return nominal ? prepositions[i].nominal : prepositions[i].oblique;
        return 0;
    }
    return no_preposition[nominal];
}

/* Relations whose subtype matters keep it. */
static Deprel plain(Deprel r)
{
    switch (r) {
    case REL_NMOD_POSS:
    case REL_NMOD_UNMARKED:
    case REL_ACL_RELCL:
    case REL_OBL_AGENT:
    case REL_OBL_UNMARKED:
    case REL_NSUBJ_PASS: return r;
    default: return deprel_base(r);
    }
}

static int step_up(const Trees *t, const Text *x, int32_t token)
{
    const Word *w = &t->word[token];
    Deprel rel = plain((Deprel)w->rel);
    int score = rel == REL_CONJ ? (w->upos == UPOS_VERB ? up_conj_verb : up_conj_noun) : up[rel];
    if (rel == REL_OBL || rel == REL_NMOD)
        score += preposition(t, x, token, rel == REL_NMOD);
    bool names = rel == REL_NMOD || rel == REL_COMPOUND || rel == REL_APPOS || rel == REL_FLAT;
    return score + (names && w->head >= 0 && is_kind_noun(x->token[w->head].fold) ? names_kind : 0);
}

/* The token of a place that hangs on something outside it. */
static int32_t head_of(const Trees *t, const Place *p)
{
    for (uint32_t i = p->first; i <= p->last; i++)
        if (t->word[i].head < (int32_t)p->first || t->word[i].head > (int32_t)p->last)
            return (int32_t)i;
    return (int32_t)p->first;
}

/* The predicate and the words above it, with the score of the way there. */
typedef struct {
    int32_t node[CLIMB_MAX + 1];
    int score[CLIMB_MAX + 1];
    int n;
} Chain;

static Chain chain_above(const Trees *t, uint32_t predicate)
{
    Chain c = {.node = {(int32_t)predicate}, .n = 1};
    while (c.n <= CLIMB_MAX) {
        int32_t at = c.node[c.n - 1];
        if (t->word[at].head < 0)
            break;
        c.score[c.n] = c.score[c.n - 1] + climb[plain((Deprel)t->word[at].rel)];
        c.node[c.n++] = t->word[at].head;
    }
    return c;
}

static int way(const Chain *c, const Trees *t, const Text *x, const Place *p)
{
    int32_t at = head_of(t, p);
    Deprel rel = plain((Deprel)t->word[at].rel);
    bool modifies = rel == REL_COMPOUND || rel == REL_NMOD_POSS || rel == REL_AMOD;
    int score = by_kind[p->kind];
    for (int n = 0; n < UP_MAX && at >= 0; n++) {
        for (int i = 0; i < c->n; i++)
            if (c->node[i] == at)
                return score + c->score[i];
        score += step_up(t, x, at);
        if (modifies && n > 0 && (t->word[at].rel == REL_NSUBJ || t->word[at].rel == REL_OBL_AGENT))
            score += modifies_actor; /* "U.S. soldiers patrol" */
        at = t->word[at].head;
    }
    return NEVER;
}

static int32_t by_tree(const Places *places, const Text *t, const Trees *trees, uint32_t token)
{
    const Sentence *s = &t->sentence[t->token[token].sentence];
    Chain chain = chain_above(trees, token);
    int32_t best = -1, last = -1;
    int best_score = LIMIT;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        int32_t p = places->at[i];
        if (p < 0 || p == last)
            continue;
        last = p;
        uint32_t first = places->place[p].first, far = first > token ? first - token : token - first;
        int score = way(&chain, trees, t, &places->place[p]);
        score += by_distance[MIN(far / DISTANCE_BIN, (uint32_t)COUNT(by_distance) - 1)];
        score += first < token ? stands_before : stands_after;
        score += first > s->first && str_eq(t->token[first - 1].fold, STR(",")) ? behind_comma : 0;
        if (score > best_score) {
            best = p;
            best_score = score;
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
