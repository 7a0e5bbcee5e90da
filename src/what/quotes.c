/* Quotations and attribution: tables, the order of work, and speech that goes on without a cue.
 *
 * Marks are paired first; then each cue word takes its source and content along the tree (quote_cues.c).
 * Spoken quotations that no cue has claimed belong to the speaker before them: the next sentences of the
 * same paragraph continue his quotation; elsewhere they make one of their own. */
#include <stdlib.h>

#include "what/quote_parts.h"
#include "base/banned.h"

static const char *const lead_name[] = {
#define X(name, word) word,
    LEAD_LIST(X)
#undef X
};
static const char *const class_name[] = {
#define X(name, label) label,
    CUE_LIST(X)
#undef X
};
static const struct {
    const char *name;
    uint32_t bit;
} takes_name[] = {{"c", TAKES_CLAUSE}, {"q", TAKES_QUOTATION}, {"i", TAKES_INFINITIVE}, {"o", TAKES_OBJECT}, {"not", TAKES_NOT}};

const char *cue_name(int class)
{
    return class >= 0 && class < CUE_COUNT ? class_name[class] : "";
}

const char *quote_kind_name(int kind)
{
    static const char *const names[] = {"direct", "indirect", "mixed"};
    return kind >= 0 && kind < COUNT(names) ? names[kind] : "";
}

/* ---- tables ------------------------------------------------------------------------------- */

static uint32_t takes_bit(Str word)
{
    for (ptrdiff_t k = 0; k < COUNT(lead_name); k++)
        if (str_eq(word, str_of(lead_name[k])))
            return 1u << k;
    for (ptrdiff_t k = 0; k < COUNT(takes_name); k++)
        if (str_eq(word, str_of(takes_name[k].name)))
            return takes_name[k].bit;
    return 0;
}

static bool row_bits(const Tsv *t, uint32_t *bits, Err *err)
{
    Str class = tsv_get(t, tsv_column(t, STR("class"))), takes = tsv_get(t, tsv_column(t, STR("takes"))), word;
    int k = 0;
    while (k < CUE_COUNT && !str_eq(class, str_of(class_name[k])))
        k++;
    if (k == CUE_COUNT)
        return tsv_fail(t, err, "unknown class", class);
    *bits = (uint32_t)k << CUE_CLASS_SHIFT;
    for (Str rest = takes; takes.len && str_split(&rest, ' ', &word);) {
        uint32_t bit = takes_bit(word);
        if (!bit)
            return tsv_fail(t, err, "unknown word in takes", word);
        *bits |= bit;
    }
    return true;
}

bool quotes_compile(const TableDir *dir, PackWriter *w, Err *err)
{
    DictWriter d = {.arena = w->arena};
    const struct TableFile *f = tabledir_find(dir, STR("speech"));
    Tsv t;
    Err own = {0};
    if (f) {
        if (!tsv_open(f->path, f->file.bytes, &t, err))
            return false;
        int lemma = tsv_column(&t, STR("lemma")), pos = tsv_column(&t, STR("pos"));
        while (tsv_next(&t, &own)) {
            uint32_t bits = 0;
            Str p = tsv_get(&t, pos);
            if (p.len != 1 || !strchr("vna", p.ptr[0]))
                return tsv_fail(&t, err, "pos is not v, n or a", p);
            if (!row_bits(&t, &bits, err))
                return false;
            const uint64_t key[] = {dict_key(p), dict_key(str_fold(tsv_get(&t, lemma), w->arena))};
            if (dict_add(&d, key, 2, (int32_t)bits) != DICT_NONE)
                return tsv_fail(&t, err, "twice", tsv_get(&t, lemma));
        }
        if (own.code != CASUS_OK)
            return err_set(err, own.code, "%s", own.text);
    }
    dict_finish(&d, w, "quotes.cues");
    return true;
}

bool quotes_open(const Pack *p, QuoteTables *t, Err *err)
{
    return dict_open(p, "quotes.cues", &t->cues, err);
}

uint32_t quote_row(const QuoteTables *t, char pos, uint64_t lemma_key)
{
    const uint64_t key[] = {dict_key((Str){&pos, 1}), lemma_key};
    int32_t bits = 0;
    return dict_match(&t->cues, key, 2, &bits) == 2 ? (uint32_t)bits : 0;
}

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
        bool follows = (here == there && begins_sentence(w, m)) || (before->goes_on && here == there + 1);
        if (!follows && !(begins_sentence(w, m) && here == there + 1))
            continue;
        int32_t index = before->quote;
        if (!follows || !extend_quote(&w->quote.item[index], m->span)) {
            Quote q = {.cue = -1, .source = w->quote.item[index].source, .source_span = w->quote.item[index].source_span,
                       .n_content = 1, .content = {m->span}, .class = CUE_NONE, .kind = QUOTE_DIRECT};
            index = (int32_t)w->quote.n;
            *push(&w->quote, w->arena) = q;
        }
        m->quote = index;
        last = (int32_t)i;
    }
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
    return i != k ? (i > k) - (i < k) : (x->content[0].start > y->content[0].start) - (x->content[0].start < y->content[0].start);
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
    if (w.quote.n)
        qsort(w.quote.item, (size_t)w.quote.n, sizeof *w.quote.item, quote_order);
    return (Quotes){.quote = w.quote.item, .n = (uint32_t)w.quote.n, .speaker_of = speakers(&w)};
}

static void put_tokens(Buf *out, const Text *t, TokenSpan s)
{
    if (s.start < s.end)
        buf_put(out, str_span(t->body, (Span){t->token[s.start].span.start, t->token[s.end - 1].span.end}));
}

void quotes_print(const Quotes *qs, const Text *t, Buf *out)
{
    for (uint32_t i = 0; i < qs->n; i++) {
        const Quote *q = &qs->quote[i];
        put_tokens(out, t, q->source_span);
        buf_put(out, STR(" | "));
        if (q->cue >= 0)
            put_tokens(out, t, q->cue_span);
        buf_printf(out, " | %s%s | %s |", q->negative ? "not " : "", cue_name(q->class), quote_kind_name(q->kind));
        for (int p = 0; p < q->n_content; p++) {
            buf_put(out, p ? STR(" … ") : STR(" "));
            put_tokens(out, t, q->content[p]);
        }
        buf_byte(out, '\n');
    }
}
