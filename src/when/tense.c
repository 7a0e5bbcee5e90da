/* Which way a bare "Friday" leans: the tense of the verb above it, climbing at most a few heads. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { CLIMB_MAX = 8 };

static bool lemma_is(const Word *w, Str lemma)
{
    return str_eq(w->lemma, lemma);
}

static int32_t child_by(const Trees *t, int32_t token, Deprel rel)
{
    for (int32_t c = t->child[token]; c >= 0; c = t->next[c])
        if (t->word[c].rel == rel)
            return c;
    return -1;
}

/* Verbs whose complement lies ahead: "plans to meet", "is expected to open", "scheduled for Tuesday". */
static bool looks_ahead(const Word *w)
{
    static const char *const verbs[] = {"expect", "plan", "schedule", "hope", "intend", "agree", "promise", "vow",
                                        "due", "set", "slate", "want", "decide", "threaten", "prepare", "aim", "seek"};
    for (int i = 0; i < COUNT(verbs); i++)
        if (lemma_is(w, str_of(verbs[i])))
            return true;
    return false;
}

/* Tense told by the verb's auxiliaries, LEAN_NONE when it has none. */
static Lean of_auxiliaries(const Trees *t, int32_t verb)
{
    Lean lean = LEAN_NONE;
    for (int32_t c = t->child[verb]; c >= 0; c = t->next[c]) {
        const Word *w = &t->word[c];
        if (w->rel != REL_AUX && w->rel != REL_AUX_PASS && w->rel != REL_COP)
            continue;
        if (lemma_is(w, STR("will")) || lemma_is(w, STR("shall")) || lemma_is(w, STR("'ll")) ||
            lemma_is(w, STR("would")) || lemma_is(w, STR("may")))
            return LEAN_FUTURE;
        if (w->feats & FEAT_PAST || lemma_is(w, STR("have")))
            lean = LEAN_PAST;
        else if (lean == LEAN_NONE && (w->feats & FEAT_PRESENT))
            lean = LEAN_PRESENT;
    }
    return lean;
}

static Told aux_told(const Word *aux)
{
    bool past = aux->feats & FEAT_PAST && !(aux->feats & FEAT_PARTICIPLE);
    if (lemma_is(aux, STR("have")))
        return past ? TOLD_EARLIER : TOLD_PERFECT;
    return past ? TOLD_PAST : TOLD_OPEN;
}

Told told_of(const Trees *t, uint32_t token)
{
    static const char *const modal[] = {"will",  "shall", "'ll", "would", "may",
                                        "might", "could", "can", "must",  "should"};
    int32_t at = (int32_t)token;
    for (int n = 0; n < CLIMB_MAX && at >= 0; n++, at = t->word[at].head) {
        const Word *w = &t->word[at];
        bool verbal = w->upos == UPOS_VERB || child_by(t, at, REL_COP) >= 0;
        if (!verbal)
            continue;
        Told told = TOLD_OPEN;
        bool helped = false;
        for (int32_t c = t->child[at]; c >= 0; c = t->next[c]) {
            const Word *aux = &t->word[c];
            if (aux->rel == REL_MARK && lemma_is(aux, STR("to")))
                return TOLD_OPEN;
            if (aux->rel != REL_AUX && aux->rel != REL_AUX_PASS && aux->rel != REL_COP)
                continue;
            for (int i = 0; i < COUNT(modal); i++)
                if (lemma_is(aux, str_of(modal[i])))
                    return TOLD_OPEN;
            if (!helped)
                told = aux_told(aux);
            helped = true;
        }
        if (helped && told == TOLD_OPEN && w->upos == UPOS_VERB && !(w->feats & (FEAT_PAST | FEAT_PASSIVE)))
            told = TOLD_ONGOING;
        if (helped || (w->feats & FEAT_FINITE && w->feats & FEAT_PRESENT))
            return told;
        if (w->feats & FEAT_PAST)
            return TOLD_PAST;
    }
    return TOLD_OPEN;
}

static bool has_to(const Trees *t, int32_t verb)
{
    int32_t mark = child_by(t, verb, REL_MARK);
    return mark >= 0 && lemma_is(&t->word[mark], STR("to"));
}

static Lean of_verb(const Trees *t, int32_t v)
{
    const Word *w = &t->word[v];
    Lean lean = of_auxiliaries(t, v);
    if (lean == LEAN_FUTURE)
        return lean;
    if (has_to(t, v)) { /* "came to meet" is past, "plans to meet" is not */
        int32_t above = w->head;
        bool plain = above >= 0 && t->word[above].upos == UPOS_VERB && !looks_ahead(&t->word[above]) &&
                     (t->word[above].feats & FEAT_PAST) && of_auxiliaries(t, above) == LEAN_NONE;
        return plain ? LEAN_PAST : LEAN_FUTURE;
    }
    if (looks_ahead(w) && (lean != LEAN_NONE || (w->feats & (FEAT_PARTICIPLE | FEAT_PRESENT))))
        return w->feats & FEAT_PAST && !(w->feats & FEAT_PARTICIPLE) ? LEAN_NONE : LEAN_FUTURE;
    if (lean == LEAN_PRESENT && (w->feats & FEAT_PARTICIPLE) && !(w->feats & FEAT_PAST))
        return LEAN_FUTURE; /* "is meeting Tuesday" */
    if (lean != LEAN_NONE)
        return lean;
    if (w->feats & FEAT_PAST)
        return LEAN_PAST;
    return w->feats & FEAT_PRESENT && w->feats & FEAT_FINITE ? LEAN_PRESENT : LEAN_NONE;
}

/* Without a tree: the nearest tell-tale word of the sentence. */
static Lean of_words(const Text *t, uint32_t first)
{
    const Sentence *s = &t->sentence[t->token[first].sentence];
    for (uint32_t back = 1; back <= 12 && first >= s->first + back; back++) {
        Str f = t->token[first - back].fold;
        if (str_eq(f, STR("will")) || str_eq(f, STR("'ll")) || str_eq(f, STR("would")) || str_eq(f, STR("to")))
            return LEAN_FUTURE;
        if (str_ends(f, STR("ed")) || str_eq(f, STR("was")) || str_eq(f, STR("were")) || str_eq(f, STR("said")))
            return LEAN_PAST;
    }
    return LEAN_NONE;
}

/* Does the expression with this head say when its verb was done ("in May", not "extended to May")? */
static bool says_when(const Trees *t, int32_t at)
{
    static const char *const in[] = {"in", "on", "at", "during", "since"};
    int rel = t->word[at].rel;
    if (rel != REL_OBL && rel != REL_OBL_UNMARKED && rel != REL_NMOD_UNMARKED && rel != REL_ADVMOD)
        return false;
    int32_t c = child_by(t, at, REL_CASE);
    bool says = c < 0;
    for (int i = 0; i < COUNT(in) && !says; i++)
        says = lemma_is(&t->word[c], str_of(in[i]));
    return says;
}

/* "ordered him to return on Dec. 11": wherever the parser hung it, the day may be that of the return. */
static bool after_infinitive(const Trees *t, int32_t at)
{
    for (int32_t i = t->word[at].head + 1; i > 0 && i < at; i++)
        if (t->word[i].rel == REL_MARK && lemma_is(&t->word[i], STR("to")))
            return true;
    return false;
}

Lean lean_of(const Text *t, const Trees *trees, uint32_t first, uint32_t last)
{
    if (!trees || !trees->word)
        return of_words(t, first);
    int32_t at = (int32_t)last;
    for (uint32_t i = first; i <= last; i++) { /* the expression's own head */
        int32_t h = trees->word[i].head;
        if (h < (int32_t)first || h > (int32_t)last)
            at = (int32_t)i;
    }
    bool own = says_when(trees, at) && !after_infinitive(trees, at);
    for (int n = 0; n < CLIMB_MAX && at >= 0; n++, at = trees->word[at].head) {
        const Word *w = &trees->word[at];
        bool verbal = w->upos == UPOS_VERB || w->upos == UPOS_AUX || child_by(trees, at, REL_COP) >= 0;
        if (!verbal) {
            own &= n == 0;
            continue;
        }
        Lean lean = of_verb(trees, at);
        if (lean != LEAN_NONE)
            return lean == LEAN_PAST && (own || told_of(trees, (uint32_t)at) == TOLD_EARLIER) ? LEAN_DONE : lean;
    }
    return LEAN_NONE;
}
