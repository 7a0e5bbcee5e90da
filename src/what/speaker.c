/* Who reports an event: the source of the innermost quotation whose content holds its predicate (quotes.h), direct or
 * indirect, in one sentence or going on over several. Wishes, plans and judgements report nothing: what stands around them may. */
#include "what/work.h"
#include "base/banned.h"

enum { NESTED_MAX = 4 };

static bool reports(const Quote *q)
{
    return q->class != CUE_WANT && q->class != CUE_PLAN && q->class != CUE_FEEL && q->class != CUE_JUDGE && q->class != CUE_CALL;
}

static const Quote *reporting_quote(const Work *k, uint32_t token)
{
    const Quotes *all = k->d->quotes;
    int32_t at = all->speaker_of ? all->speaker_of[token] : -1;
    for (int i = 0; i < NESTED_MAX && at >= 0; i++) {
        const Quote *q = all->quote + at;
        if (reports(q))
            return q;
        at = q->cue >= 0 && all->speaker_of[q->cue] != at ? all->speaker_of[q->cue] : -1;
    }
    return NULL;
}

/* The mention whose words hold the source's head. */
static int32_t source_mention(const Work *k, const Quote *q)
{
    for (uint32_t t = q->source_span.start; q->source >= 0 && t < q->source_span.end; t++) {
        int32_t m = k->actors->at[t];
        if (m >= 0 && k->actors->mention[m].first <= (uint32_t)q->source && (uint32_t)q->source <= k->actors->mention[m].last)
            return m;
    }
    return -1;
}

void event_speaker(const Work *k, uint32_t predicate, Event *e)
{
    const Quote *q = k->d->quotes ? reporting_quote(k, predicate) : NULL;
    e->speaker = -1;
    if (!q || q->source_span.end <= q->source_span.start)
        return;
    e->speaker = source_mention(k, q);
    e->speaker_span = (Span){k->token[q->source_span.start].span.start, k->token[q->source_span.end - 1].span.end};
}
