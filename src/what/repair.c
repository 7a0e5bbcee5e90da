/* Repair of one frequent misreading: the main clause taken for a noun phrase.
 *
 *     protesters blocked roads          root "protesters", "blocked" an adjective of an apposition "roads"
 *     forces have tortured refugees     root "refugees" with the subject "forces", "tortured" its adjective
 *
 * A past form between two nouns, the first of which is the root of the other or its subject, is the verb: it gets the
 * first as subject, the second as object. The trees stay trees: each change hangs both nouns on the verb. */
#include "what/work.h"
#include "base/banned.h"

static bool is_past_form(const Work *k, const Word *w, uint32_t v)
{
    Str form = k->token[v].fold;
    return w[v].upos == UPOS_VERB && w[v].rel == REL_AMOD && !str_ends(form, STR("ing")) && !str_eq(form, w[v].lemma);
}

static bool has_copula(const Word *w, const Sentence *s, uint32_t noun)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        if (w[i].rel == REL_COP && w[i].head == (int32_t)noun)
            return true;
    return false;
}

static void rehang(Word *w, uint32_t token, uint32_t head, Deprel rel)
{
    w[token].head = (int32_t)head;
    w[token].rel = (uint8_t)rel;
}

/* "protesters blocked roads": subject S is the root, object O hangs on it. */
static bool repair_root(Word *w, const Sentence *s, uint32_t subject, uint32_t v, uint32_t object)
{
    if (w[subject].head >= 0 || w[object].head != (int32_t)subject || v > subject + 3)
        return false;
    for (uint32_t i = v + 1; i < s->first + s->n; i++)
        if (w[i].head == (int32_t)subject && i != object)
            rehang(w, i, v, w[i].rel == REL_NMOD ? REL_OBL : w[i].rel == REL_ACL ? REL_ADVCL : (Deprel)w[i].rel);
    w[v].head = -1;
    w[v].rel = REL_ROOT;
    rehang(w, subject, v, REL_NSUBJ);
    rehang(w, object, v, REL_OBJ);
    return true;
}

/* "forces have tortured refugees": object O heads the clause, subject S is its nsubj. */
static bool repair_subject(Word *w, const Sentence *s, uint32_t subject, uint32_t v, uint32_t object)
{
    if (w[subject].head != (int32_t)object || (w[subject].rel != REL_NSUBJ && w[subject].rel != REL_NSUBJ_PASS))
        return false;
    int32_t above = w[object].head;
    uint8_t rel = w[object].rel;
    for (uint32_t i = s->first; i < v; i++)
        if (w[i].head == (int32_t)object)
            w[i].head = (int32_t)v;
    w[v].head = above;
    w[v].rel = rel;
    rehang(w, object, v, REL_OBJ);
    return true;
}

bool repair_sentence(const Work *k, Word *w, const Sentence *s)
{
    for (uint32_t v = s->first + 1; v < s->first + s->n; v++) {
        int32_t object = w[v].head;
        if (!is_past_form(k, w, v) || object <= (int32_t)v || w[object].upos == UPOS_VERB || has_copula(w, s, (uint32_t)object))
            continue;
        for (uint32_t subject = s->first; subject < v; subject++) {
            bool noun = w[subject].upos == UPOS_NOUN || w[subject].upos == UPOS_PROPN;
            if (noun && (repair_root(w, s, subject, v, (uint32_t)object) || repair_subject(w, s, subject, v, (uint32_t)object)))
                return true;
        }
    }
    return false;
}
