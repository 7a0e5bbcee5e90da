/* Mending garden paths: "Qatar mediated talks between …" read as one noun phrase, "Qatar-mediated
 * talks".
 *
 * A sentence without any finite verb, in which a past form stands between a noun on its left and a
 * noun phrase on its right, is a clause: the form is its verb, the nouns are subject and object.
 * Reduced relatives ("troops killed in …") are followed by a preposition, attributes ("the detained
 * man") by no noun before: both stay. */
#include "syntax/model.h"
#include "base/banned.h"

static bool is_nominal(const Word *w)
{
    return w->upos == UPOS_NOUN || w->upos == UPOS_PROPN;
}

static bool is_past_form(const Word *w, const Token *t)
{
    static const char *const irregular[] = {
        "drew",   "sent",   "held",    "met",    "won",    "told",     "led",       "struck",
        "hit",    "shot",   "put",     "cut",    "set",    "took",     "gave",      "began",
        "fought", "sought", "brought", "bought", "caught", "left",     "lost",      "kept",
        "built",  "broke",  "spoke",   "chose",  "swore",  "withdrew", "overthrew", "froze",
        "rode",   "sank",   "stole",   "swept",  "threw",  "tore",     "wrote"};
    if (w->upos != UPOS_VERB && w->upos != UPOS_ADJ && w->upos != UPOS_NOUN)
        return false;
    if (str_ends(t->fold, STR("ed")) && t->fold.len > 4)
        return w->upos != UPOS_NOUN;
    for (ptrdiff_t i = 0; i < COUNT(irregular); i++)
        if (str_is(t->fold, irregular[i]))
            return true;
    return false;
}

/* Verbs that need no object: "youths rioted against the policy". */
static bool is_intransitive(const Token *t)
{
    static const char *const forms[] = {"rioted",       "protested",   "marched",    "rallied",
                                        "demonstrated", "clashed",     "resigned",   "arrived",
                                        "retreated",    "surrendered", "apologized", "apologised",
                                        "agreed",       "spoke",       "met"};
    for (ptrdiff_t i = 0; i < COUNT(forms); i++)
        if (str_is(t->fold, forms[i]))
            return true;
    return false;
}

static bool is_time_word(const Token *t)
{
    static const char *const words[] = {
        "week",     "month",  "year",     "today",  "yesterday", "monday",  "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "night",     "morning", "evening", "afternoon"};
    for (ptrdiff_t i = 0; i < COUNT(words); i++)
        if (str_is(t->fold, words[i]))
            return true;
    return false;
}

static bool opens_object(const Word *w)
{
    return is_nominal(w) || w->upos == UPOS_DET || w->upos == UPOS_ADJ || w->upos == UPOS_NUM ||
           w->upos == UPOS_PRON;
}

/* A finite verb elsewhere than at `but`. */
static bool has_finite(const Trees *trees, const Sentence *s, uint32_t but)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const Word *w = trees->word + i;
        if (i == but)
            continue;
        if (w->upos == UPOS_AUX || (w->upos == UPOS_VERB && w->feats & FEAT_FINITE) ||
            (w->upos == UPOS_VERB && w->rel == REL_ROOT))
            return true;
    }
    return false;
}

/* The word that heads token within [first, last]. */
static uint32_t climb(const Trees *trees, uint32_t token, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) { /* no longer than the phrase */
        int32_t h = trees->word[token].head;
        if (h < (int32_t)first || h > (int32_t)last)
            break;
        token = (uint32_t)h;
    }
    return token;
}

static bool has_case(const Trees *trees, uint32_t token)
{
    return tree_child(trees, token, REL_CASE) >= 0 || tree_child(trees, token, REL_MARK) >= 0;
}

static bool is_have(const Token *t)
{
    return str_eq(t->fold, STR("have")) || str_eq(t->fold, STR("has")) ||
           str_eq(t->fold, STR("had"));
}

/* Make v the verb between subject and object. */
static void mend_at(Trees *trees, const Sentence *s, uint32_t v, uint32_t subject, uint32_t object)
{
    Word *w = trees->word;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (i == v || i == subject || i == object)
            continue;
        bool left = i < v, head_left = w[i].head >= 0 && w[i].head < (int32_t)v;
        if (left && (w[i].head < 0 || !head_left))
            w[i].head = (int32_t)subject;
        else if (!left && (w[i].head < 0 || head_left)) {
            w[i].head = (int32_t)v;
            w[i].rel = w[i].rel == REL_NMOD || w[i].rel == REL_ROOT ? REL_OBL
                       : w[i].rel == REL_ACL                        ? REL_ADVCL
                                                                    : w[i].rel;
        }
    }
    w[object].head = w[subject].head = (int32_t)v;
    w[object].rel = REL_OBJ;
    w[subject].rel = REL_NSUBJ;
    w[v].head = -1; /* object is v itself where there is none */
    w[v].rel = REL_ROOT;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PAST | FEAT_FINITE;
}

static bool mend_sentence(const Text *t, Trees *trees, const Sentence *s)
{
    uint32_t last = s->first + s->n - 1;
    for (uint32_t v = s->first + 1; v < last; v++) {
        bool have = v > s->first + 1 && is_have(t->token + v - 1) &&
                    trees->word[v].rel == REL_AMOD; /* "have blocked roads" */
        uint32_t left = v - 1 - have, time = left;
        while (left > s->first && is_time_word(t->token + time) &&
               (left == time || !is_nominal(trees->word + left)))
            left--; /* "Oslo last month recalled" */
        bool alone = trees->word[v + 1].upos == UPOS_ADP && is_intransitive(t->token + v);
        if (!is_nominal(trees->word + left) || !(opens_object(trees->word + v + 1) || alone) ||
            !is_past_form(trees->word + v, t->token + v) || has_finite(trees, s, have ? v - 1 : v))
            continue;
        uint32_t subject = climb(trees, left, s->first, left),
                 object = alone ? v : climb(trees, v + 1, v + 1, last);
        if (!is_nominal(trees->word + subject) || has_case(trees, subject) ||
            (!alone && (!is_nominal(trees->word + object) || has_case(trees, object))))
            continue;
        mend_at(trees, s, v, subject, object);
        for (uint32_t i = left + 1; left != time && i <= time; i++) {
            trees->word[i].head = (int32_t)(i == time ? v : time);
            trees->word[i].rel = i == time ? REL_OBL_UNMARKED : trees->word[i].rel;
        }
        if (have) {
            trees->word[v - 1].upos = UPOS_AUX;
            trees->word[v - 1].rel = REL_AUX;
            trees->word[v - 1].head = (int32_t)v;
        }
        return true;
    }
    return false;
}

/* "The ban targets people": a noun with an object is a verb, the noun joined to it its subject. */
static void mend_verbal(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t subject = -1;
    if (w[v].upos != UPOS_NOUN || tree_child(trees, v, REL_OBJ) < (int32_t)v || tree_child(trees, v, REL_DET) >= 0 ||
        tree_child(trees, v, REL_NSUBJ) >= 0 || has_case(trees, v) || !str_ends(t->token[v].fold, STR("s")))
        return;
    for (int32_t c = trees->child[v]; c >= 0 && c < (int32_t)v; c = trees->next[c])
        if (w[c].rel == REL_COMPOUND && is_nominal(w + c))
            subject = c;
    if (subject < 0)
        return;
    for (int32_t c = trees->child[v]; c >= 0 && c < subject; c = trees->next[c])
        if (w[c].rel == REL_COMPOUND || w[c].rel == REL_AMOD || w[c].rel == REL_NMOD_POSS || w[c].rel == REL_NUMMOD)
            w[c].head = subject;
    w[subject].rel = REL_NSUBJ;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PRESENT | FEAT_FINITE | FEAT_INDICATIVE | FEAT_PERSON3 | FEAT_SINGULAR;
}

void trees_mend(const Text *t, Trees *trees, Arena *a)
{
    bool any = false;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        bool noun = trees->word[i].upos == UPOS_NOUN;
        mend_verbal(t, trees, i);
        any |= noun && trees->word[i].upos == UPOS_VERB;
    }
    if (any)
        trees_link(trees, t->n_tokens, a);
    for (uint32_t i = 0; i < t->n_sentences; i++)
        any |= mend_sentence(t, trees, t->sentence + i);
    if (any)
        trees_link(trees, t->n_tokens, a);
}
