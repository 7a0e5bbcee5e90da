/* Quotations and attribution: tables, the order of work, and speech that goes on without a cue.
 *
 * Marks are paired first; then each cue word takes its source and content along the tree
 * (quote_cues.c). Spoken quotations that no cue has claimed belong to the speaker before them: the
 * next sentences of the same paragraph continue his quotation; elsewhere they make one of their
 * own. */
#include <stdlib.h>

#include "what/quote_parts.h"
#include "base/banned.h"

/* ---- speech that goes on ------------------------------------------------------------------ */

static uint32_t paragraph_of(const QuoteWork *w, uint32_t token)
{
    return w->text->sentence[w->text->token[token].sentence].paragraph;
}

/* Does a sentence begin with this mark? */
static bool begins_sentence(const QuoteWork *w, const QuoteMark *m)
{
    return w->text->sentence[w->text->token[m->span.start].sentence].first == m->span.start;
}

/* Make the mark part of quote q: a second part, or longer. False when there is no room. */
static bool extend_quote(Quote *q, TokenSpan s)
{
    TokenSpan *last = &q->content[q->n_content - 1];
    if (s.start <= last->end) {
        last->end = MAX(last->end, s.end);
        return true;
    }
    if (q->n_content == QUOTE_PARTS)
        return false;
    q->content[q->n_content++] = s;
    return true;
}

static void carry_on(QuoteWork *w)
{
    int32_t last = -1; /* the mark before, claimed */
    for (ptrdiff_t i = 0; i < w->mark.n; i++) {
        QuoteMark *m = &w->mark.item[i];
        if (m->quote >= 0) {
            last = (int32_t)i;
            continue;
        }
        if (last < 0 || !m->is_speech)
            continue;
        const QuoteMark *before = &w->mark.item[last];
        uint32_t here = paragraph_of(w, m->span.start), there = paragraph_of(w, before->span.start);
        bool follows =
            (here == there && begins_sentence(w, m)) || (before->goes_on && here == there + 1);
        if (!follows && !(begins_sentence(w, m) && here == there + 1))
            continue;
        int32_t index = before->quote;
        if (!follows || !extend_quote(&w->quote.item[index], m->span)) {
            Quote q = {.cue = -1,
                       .source = w->quote.item[index].source,
                       .source_span = w->quote.item[index].source_span,
                       .n_content = 1,
                       .content = {m->span},
                       .class = CUE_NONE,
                       .kind = QUOTE_DIRECT};
            index = (int32_t)w->quote.n;
            *push(&w->quote, w->arena) = q;
        }
        m->quote = index;
        last = (int32_t)i;
    }
}

/* ---- what stands inside what somebody says -------------------------------------------------- */

static bool is_in_content(const Quote *q, uint32_t token)
{
    for (int p = 0; p < q->n_content; p++)
        if (token >= q->content[p].start && token < q->content[p].end)
            return true;
    return false;
}

/* Does the quote add to the one it stands in? Further speech with its own clause or quotation does;
 * attitudes
 * ("he said she wants …") are the outer speaker's words about others. */
static bool stands_alone(const Quote *q)
{
    return q->cue < 0 || (q->class == CUE_SAY && (q->how == QUOTE_CLAUSE ||
                                                  q->how == QUOTE_BESIDE || q->how == QUOTE_HOST));
}

/* Drop quotes whose cue stands in the content of speech, unless they stand alone. */
static void drop_inner(QuoteWork *w)
{
    const uint32_t n_tokens = w->text->n_tokens;
    bool *said = NEW(w->arena, bool, n_tokens + 1);
    for (ptrdiff_t i = 0; i < w->quote.n; i++) {
        const Quote *q = &w->quote.item[i];
        if (q->class != CUE_SAY && q->class != CUE_ACCORDING)
            continue;
        for (int p = 0; p < q->n_content; p++)
            for (uint32_t k = q->content[p].start; k < q->content[p].end; k++)
                said[k] = true;
    }
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < w->quote.n; i++) {
        const Quote q = w->quote.item[i];
        if (stands_alone(&q) || !said[q.cue] || is_in_content(&q, (uint32_t)q.cue))
            w->quote.item[n++] = q;
    }
    w->quote.n = n;
}

/* ---- entry -------------------------------------------------------------------------------- */

static uint32_t order_key(const Quote *q)
{
    return q->cue >= 0 ? (uint32_t)q->cue : q->content[0].start;
}

static int quote_order(const void *a, const void *b)
{
    const Quote *x = a, *y = b;
    uint32_t i = order_key(x), k = order_key(y);
    return i != k ? (i > k) - (i < k)
                  : (x->content[0].start > y->content[0].start) -
                        (x->content[0].start < y->content[0].start);
}

static uint32_t length(const Quote *q)
{
    uint32_t n = 0;
    for (int p = 0; p < q->n_content; p++)
        n += q->content[p].end - q->content[p].start;
    return n;
}

static int32_t *speakers(const QuoteWork *w)
{
    int32_t *of = NEW(w->arena, int32_t, w->text->n_tokens + 1);
    for (uint32_t i = 0; i < w->text->n_tokens; i++)
        of[i] = -1;
    for (ptrdiff_t k = 0; k < w->quote.n; k++) {
        const Quote *q = &w->quote.item[k];
        for (int p = 0; p < q->n_content; p++)
            for (uint32_t i = q->content[p].start; i < q->content[p].end; i++)
                if (of[i] < 0 || length(q) < length(&w->quote.item[of[i]]))
                    of[i] = (int32_t)k;
    }
    return of;
}

Quotes quotes_find(const QuoteTables *tables, const Text *t, const Trees *trees, Arena *a)
{
    QuoteWork w = {.tables = tables, .text = t, .trees = trees, .arena = a};
    w.mark_of = NEW(a, int32_t, t->n_tokens + 1);
    quote_marks_find(&w);
    for (uint32_t i = 0; i < t->n_tokens; i++)
        quote_cue(&w, i);
    carry_on(&w);
    drop_inner(&w);
    if (w.quote.n)
        qsort(w.quote.item, (size_t)w.quote.n, sizeof *w.quote.item, quote_order);
    return (Quotes){.quote = w.quote.item, .n = (uint32_t)w.quote.n, .speaker_of = speakers(&w)};
}

static void put_tokens(Buf *out, const Text *t, TokenSpan s)
{
    if (s.start < s.end)
        buf_put(out, str_span(t->body,
                              (Span){t->token[s.start].span.start, t->token[s.end - 1].span.end}));
}

void quotes_print(const Quotes *qs, const Text *t, Buf *out)
{
    for (uint32_t i = 0; i < qs->n; i++) {
        const Quote *q = &qs->quote[i];
        put_tokens(out, t, q->source_span);
        buf_put(out, STR(" | "));
        if (q->cue >= 0)
            put_tokens(out, t, q->cue_span);
        buf_printf(out, " | %s%s | %s, by %s |", q->negative ? "not " : "", cue_name(q->class),
                   quote_kind_name(q->kind), quote_how_name(q->how));
        for (int p = 0; p < q->n_content; p++) {
            buf_put(out, p ? STR(" … ") : STR(" "));
            put_tokens(out, t, q->content[p]);
        }
        buf_byte(out, '\n');
    }
}
