/* Direct speech keeps a strict form: "…" X said; "…," said X; X said: "…". It is read from the
 * words and marks, whatever the tree. */
#include "what/quote_cue.h"
#include "base/banned.h"

/* Is everything in [start, end) a source phrase, adverbs and auxiliaries, with a nominal in it? */
static bool is_phrase(const Cue *c, uint32_t start, uint32_t end)
{
    bool nominal = false;
    for (uint32_t i = start; i < end; i++) {
        if (!cue_in_phrase(c, i) && c->word[i].upos != UPOS_AUX)
            return false;
        nominal |= cue_is_nominal(c, i);
    }
    return nominal && cue_starts_phrase(c, start);
}

/* A spoken quotation that ends near in front of the cue: "…" X said; "…," said X. */
static bool quote_in_front(Cue *c)
{
    const QuoteWork *w = c->w;
    uint32_t at = c->cue, low = c->cue > CUE_NEAR + 8 ? c->cue - CUE_NEAR - 8 : 0;
    while (at > low && w->mark_of[at - 1] < 0)
        at--;
    if (at == 0 || at == low || w->mark_of[at - 1] < 0 ||
        w->text->token[at - 1].sentence + 1 < w->text->token[c->cue].sentence)
        return false;
    const QuoteMark *m = &w->mark.item[w->mark_of[at - 1]];
    uint32_t start = at;
    while (start < c->cue && cue_is_punct(c, start))
        start++;
    bool same = w->text->token[at - 1].sentence == w->text->token[c->cue].sentence;
    bool lonely = at == c->first && c->end - c->cue <= 2;
    if (!m->is_speech || (!same && !lonely))
        return false;
    bool found = start == c->cue
                     ? cue_starts_phrase(c, c->cue + 1) &&
                           cue_source_in(c, c->cue + 1, cue_phrase_end(c, c->cue + 1))
                     : is_phrase(c, start, c->cue) && cue_source_in(c, start, c->q.cue_span.start);
    if (found)
        cue_add(c, m->span, QUOTE_BESIDE);
    return found;
}

/* A spoken quotation that opens right behind the cue, a comma or a colon, and fills the rest: X
 * said: "…". */
static bool quote_behind(Cue *c)
{
    const QuoteWork *w = c->w;
    uint32_t at = c->cue + 1, stop = MIN(w->text->n_tokens, c->cue + CUE_NEAR);
    while (at < stop && w->mark_of[at] < 0)
        at++;
    if (at >= stop || !w->mark.item[w->mark_of[at]].is_speech ||
        w->mark.item[w->mark_of[at]].span.start != at)
        return false;
    TokenSpan s = w->mark.item[w->mark_of[at]].span;
    bool led = at == c->cue + 1 || quote_is_fold(w, at - 1, ",") || quote_is_fold(w, at - 1, ":");
    bool fills = s.end >= c->end || (s.end < c->end && s.end + 1 >= c->end) ||
                 quote_is_fold(w, s.end - 2, ",") || quote_is_fold(w, s.end - 2, ".") ||
                 quote_is_fold(w, s.end - 2, "?") || quote_is_fold(w, s.end - 2, "!");
    for (uint32_t i = c->cue + 1; i < at && led; i++)
        led = !cue_is_finite(c, i);
    if (!led || !fills || (at >= c->end && !quote_is_fold(w, at - 1, ":")))
        return false;
    cue_add(c, s, QUOTE_BESIDE);
    return true;
}

bool cue_read_direct(Cue *c)
{
    if (quote_in_front(c)) {
        if (quote_behind(c) && c->q.content[1].start <= c->q.content[0].end)
            c->q.n_content = 1;
        return true;
    }
    if (!quote_behind(c))
        return false;
    cue_set_source(c, cue_subject(c, c->cue));
    uint32_t start = c->cue;
    while (start > c->first && c->cue - start < CUE_NEAR && cue_in_phrase(c, start - 1) &&
           (!cue_is_punct(c, start - 1) || c->cue == start))
        start--;
    if ((c->q.source < 0 || c->w->mark_of[c->q.source] >= 0) &&
        !cue_source_in(c, start, c->q.cue_span.start))
        c->q.n_content = 0;
    return c->q.n_content > 0;
}
