/* Why: what fired in a sentence, and what nearly did. */
#include "what/frames.h"
#include "base/banned.h"

void what_explain(const WhatTables *w, const Article *d, uint32_t sentence, Buf *out, Arena *a)
{
    const Sentence *s = d->text->sentence + sentence;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        int32_t group;
        if (!dict_match(&w->lemma, &d->trees->word[i].lemma_key, 1, &group))
            continue;
        const FrameGroup *g = w->group + group;
        for (uint32_t k = g->first; k < g->first + g->n; k++)
            buf_printf(out, "%.*s: %.*s\n", FMT(d->text->token[i].form), FMT(what_row(w, (int32_t)w->entry[k].row, a)));
    }
}
