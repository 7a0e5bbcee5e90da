/* Scores on gold tokens. */
#include "train/train.h"
#include "base/banned.h"

static bool is_core(int rel)
{
    switch (deprel_base((Deprel)rel)) {
    case REL_NSUBJ: case REL_OBJ: case REL_OBL: case REL_NMOD: case REL_CCOMP: case REL_XCOMP: case REL_CONJ:
    case REL_IOBJ: case REL_CSUBJ: case REL_ADVCL: case REL_ACL: case REL_APPOS:
        return true;
    default:
        return false;
    }
}

void score_add(const Text *t, const Trees *gold, const Trees *got, Score *s)
{
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        const Word *g = &gold->word[i], *w = &got->word[i];
        bool head = g->head == w->head, label = head && g->rel == w->rel;
        s->tokens++;
        s->upos += g->upos == w->upos;
        s->feats += g->upos == w->upos && ((g->feats ^ w->feats) & ~(uint32_t)FEAT_NAMED) == 0;
        s->lemma += str_eq(g->lemma, w->lemma) || str_eq(g->lemma, STR("_"));
        s->uas += head;
        s->las += label;
        s->core += is_core(g->rel);
        s->core_right += is_core(g->rel) && label;
    }
}
