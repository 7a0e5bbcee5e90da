/* The content of a cue, and closing the record.
 *
 * A complement clause, an infinitive, an object, what a preposition leads to; where the tree gives
 * none, the rest of the sentence or what stands before the comma. A content that shares words with
 * a spoken quotation covers all of it. */
#include "what/quote_cue.h"
#include "base/banned.h"

void cue_add(Cue *c, TokenSpan s, QuoteHow how)
{
    s = cue_trim(c, s);
    if (s.start >= s.end || c->q.n_content >= QUOTE_PARTS)
        return;
    c->q.content[c->q.n_content++] = s;
    c->q.how = (uint8_t)how;
}

void cue_add_around(Cue *c, TokenSpan s, TokenSpan hole, QuoteHow how)
{
    if (hole.start > s.start)
        cue_add(c, (TokenSpan){s.start, MIN(hole.start, s.end)}, how);
    if (hole.end < s.end)
        cue_add(c, (TokenSpan){MAX(hole.end, s.start), s.end}, how);
}

static uint32_t lead_bit(const Cue *c, uint32_t preposition)
{
    static const char *const leads[] = {
#define X(name, word) word,
        LEAD_LIST(X)
#undef X
    };
    for (uint32_t k = 0; k < (uint32_t)COUNT(leads); k++)
        if (cue_is_lemma(c, preposition, leads[k]))
            return 1u << k;
    return 0;
}

/* A loose relative clause behind a comma tells more of a thing; it is not what was said of it. */
static TokenSpan without_aside(const Cue *c, uint32_t noun, TokenSpan s)
{
    for (int32_t k = c->w->trees->child[noun]; k >= 0; k = c->w->trees->next[k]) {
        uint32_t start =
            c->word[k].rel == REL_ACL_RELCL ? cue_subtree(c, (uint32_t)k).start : s.start;
        if (start > s.start + 1 && start < s.end && quote_is_fold(c->w, start - 1, ","))
            s.end = start - 1;
    }
    return s;
}

bool cue_add_led(Cue *c, uint32_t i, Deprel rel)
{
    for (int32_t k = c->w->trees->child[i]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = cue_rel(c, (uint32_t)k);
        if ((uint32_t)k < i || (r != rel && r != REL_ADVCL))
            continue;
        int32_t mark = cue_child(c, (uint32_t)k, r == REL_ADVCL ? REL_MARK : REL_CASE);
        if (mark < 0 || !(lead_bit(c, (uint32_t)mark) & c->bits) || (uint32_t)mark < i ||
            cue_is_time(c, (uint32_t)k))
            continue;
        TokenSpan s = without_aside(c, (uint32_t)k, cue_subtree(c, (uint32_t)k));
        s.start = (uint32_t)mark + 1;
        cue_add(c, s, QUOTE_LED);
        if (c->q.n_content)
            c->q.cue_span.end = MAX(c->q.cue_span.end,
                                    c->q.cue_span.end == (uint32_t)mark ? (uint32_t)mark + 1 : 0);
        return c->q.n_content > 0;
    }
    return false;
}

/* Does the right-hand dependent k of the cue carry the content on? */
static bool carries_on(const Cue *c, uint32_t k)
{
    switch (cue_rel(c, k)) {
    case REL_OBJ:
    case REL_XCOMP:
    case REL_CCOMP:
    case REL_NMOD:
    case REL_ACL:
    case REL_DEP:
    case REL_APPOS: return true;
    case REL_OBL: return c->word[k].rel != REL_OBL_UNMARKED && cue_child(c, k, REL_CASE) >= 0;
    case REL_ADVCL: return cue_child(c, k, REL_MARK) >= 0;
    case REL_CONJ:
        return cue_is_lemma(c, cue_subtree(c, k).start, "that") ||
               quote_is_fold(c->w, cue_subtree(c, k).start + 1, "that");
    default: return false;
    }
}

/* Content behind the cue runs on over what follows it without a break, wherever the parser hung
 * that. */
static void stretch(Cue *c)
{
    if (c->q.n_content != 1 || c->q.content[0].start <= c->cue)
        return;
    TokenSpan *s = &c->q.content[0];
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        TokenSpan more = (uint32_t)k >= s->end ? cue_subtree(c, (uint32_t)k) : (TokenSpan){0, 0};
        if (more.end > s->end && more.start <= s->end + 1 && carries_on(c, (uint32_t)k))
            *s = cue_trim(c, (TokenSpan){s->start, more.end});
    }
}

bool cue_add_object(Cue *c, uint32_t i)
{
    int32_t object = cue_child(c, i, REL_OBJ);
    if (object < 0)
        return false;
    TokenSpan s = without_aside(c, (uint32_t)object, cue_subtree(c, (uint32_t)object));
    for (int32_t k = c->w->trees->next[object]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = cue_rel(c, (uint32_t)k);
        int32_t mark = cue_child(c, (uint32_t)k, r == REL_OBL ? REL_CASE : REL_MARK);
        bool leads =
            mark >= 0 && (lead_bit(c, (uint32_t)mark) &
                          ((1u << LEAD_FOR_BIT) | (1u << LEAD_AS_BIT) | (1u << LEAD_OF_BIT) |
                           (1u << LEAD_OVER_BIT) | (1u << LEAD_WITH_BIT) | c->bits));
        if (r == REL_XCOMP || r == REL_CCOMP || ((r == REL_OBL || r == REL_ADVCL) && leads))
            s.end = MAX(s.end, cue_subtree(c, (uint32_t)k).end);
    }
    cue_add(c, s, QUOTE_OBJECT);
    return true;
}

/* Is the clause in front of its cue what is said ("Y did …, X said"), or does it tell of the
 * source? */
static bool may_precede(const Cue *c, uint32_t k)
{
    TokenSpan s = cue_trim(c, cue_subtree(c, k));
    if (s.start >= s.end || cue_is_relative(c, s.start) || cue_is_lemma(c, s.start, "where") ||
        cue_is_lemma(c, s.start, "when"))
        return false;
    bool quoted = c->w->mark_of[s.start] >= 0;
    if (c->word[s.start].upos == UPOS_VERB && !(c->word[s.start].feats & FEAT_FINITE) && !quoted)
        return false;
    return quoted || cue_is_clause(c, s);
}

/* The complement clause of i: behind it if there is one. */
static int32_t complement(const Cue *c, uint32_t i)
{
    int32_t best = -1;
    for (int32_t k = c->w->trees->child[i]; k >= 0; k = c->w->trees->next[k])
        if (c->word[k].rel == REL_CCOMP && ((uint32_t)k > i || may_precede(c, (uint32_t)k)))
            best = k;
    return best;
}

bool cue_add_clause(Cue *c, uint32_t i)
{
    int32_t k = complement(c, i);
    if (k < 0 && (c->bits & TAKES_QUOTATION) && (k = cue_child(c, i, REL_PARATAXIS)) >= 0 &&
        (uint32_t)k < i)
        k = -1;
    if (k < 0)
        return false;
    cue_add(c, cue_subtree(c, (uint32_t)k), QUOTE_CLAUSE);
    return true;
}

bool cue_add_infinitive(Cue *c, uint32_t i)
{
    int32_t k = cue_child(c, i, REL_XCOMP);
    if (k < 0)
        k = cue_child(c, i, REL_ADVCL);
    if (k < 0 || (uint32_t)k < i)
        return false;
    int32_t to = cue_child(c, (uint32_t)k, REL_MARK);
    if (to < 0 || !cue_is_lemma(c, (uint32_t)to, "to"))
        return false;
    TokenSpan s = cue_subtree(c, (uint32_t)k);
    int32_t object = cue_child(c, i, REL_OBJ);
    if (object >= 0 && (uint32_t)object < s.start && (uint32_t)object > i)
        s.start = cue_subtree(c, (uint32_t)object).start;
    cue_add(c, s, QUOTE_INFINITIVE);
    return true;
}

bool cue_add_host(Cue *c, uint32_t i)
{
    int32_t head = c->word[i].head;
    Deprel r = cue_rel(c, i);
    int32_t mark = cue_child(c, i, REL_MARK);
    bool as = r == REL_ADVCL && mark >= 0 && cue_is_lemma(c, (uint32_t)mark, "as");
    if (head < 0 || (r != REL_PARATAXIS && !as) || c->word[head].upos == UPOS_PUNCT)
        return false;
    cue_add_around(c, cue_subtree(c, (uint32_t)head), cue_subtree(c, i), QUOTE_HOST);
    return c->q.n_content > 0;
}

bool cue_add_rest(Cue *c)
{
    uint32_t at = c->cue + 1, stop = MIN(c->end, at + CUE_NEAR);
    while (at < stop && !(cue_is_lemma(c, at, "that") && c->word[at].upos == UPOS_SCONJ) &&
           !cue_is_finite(c, at) && !quote_is_fold(c->w, at, ","))
        at++;
    bool that = at < stop && cue_is_lemma(c, at, "that");
    if (!that)
        at = c->cue + 1;
    if (!that && (c->q.class != CUE_SAY || !(cue_starts_phrase(c, at) || cue_is_mark(c, at))))
        return false;
    if (!cue_is_clause(c, (TokenSpan){at + 1, c->end}))
        return false;
    cue_add(c, (TokenSpan){at, c->end}, QUOTE_CLAUSE);
    return true;
}

bool cue_add_before(Cue *c)
{
    uint32_t near = c->q.source >= 0 ? MIN(c->q.source_span.start, c->cue) : c->cue;
    if (near < c->first + 4 || !quote_is_fold(c->w, near - 1, ",") ||
        !cue_is_clause(c, (TokenSpan){c->first, near - 1}))
        return false;
    cue_add(c, (TokenSpan){c->first, near - 1}, QUOTE_HOST);
    return true;
}

bool cue_add_antecedent(Cue *c)
{
    int32_t head = c->word[c->cue].head;
    if (c->word[c->cue].rel != REL_ACL_RELCL || head < 0 || c->q.source == head)
        return false;
    TokenSpan s = cue_subtree(c, (uint32_t)head);
    s.end = MIN(s.end, MAX(cue_subtree(c, c->cue).start, (uint32_t)head + 1));
    cue_add(c, s, QUOTE_OBJECT);
    return c->q.n_content > 0;
}

int32_t cue_mark_beside(const Cue *c)
{
    const QuoteWork *w = c->w;
    int32_t best = -1;
    uint32_t nearest = CUE_NEAR;
    for (uint32_t i = c->first; i < c->end; i++) {
        int32_t m = w->mark_of[i];
        if (m < 0 || cue_inside(c->cue, w->mark.item[m].span))
            continue;
        TokenSpan s = w->mark.item[m].span;
        uint32_t distance = s.start > c->cue ? s.start - c->cue : c->cue - MIN(c->cue, s.end - 1);
        if (w->mark.item[m].is_speech && distance < nearest) {
            nearest = distance;
            best = m;
        }
        i = MAX(i, s.end - 1);
    }
    bool colon = c->end > c->first + 1 && quote_is_fold(w, c->end - 1, ":");
    if (best < 0 && c->end < w->text->n_tokens && (colon || c->end - c->cue < 4) &&
        w->mark_of[c->end] >= 0 && w->mark.item[w->mark_of[c->end]].span.start == c->end && colon)
        best = w->mark_of[c->end];
    return best;
}

/* Let each part that shares words with a spoken quotation cover all of it. */
static void widen(Cue *c)
{
    const QuoteWork *w = c->w;
    for (int p = 0; p < c->q.n_content; p++) {
        TokenSpan *s = &c->q.content[p];
        for (uint32_t i = s->start; i < s->end; i++) {
            int32_t m = w->mark_of[i];
            if (m < 0)
                continue;
            TokenSpan q = w->mark.item[m].span;
            if (!cue_inside(c->cue, q)) {
                s->start = MIN(s->start, q.start);
                s->end = MAX(s->end, q.end);
            }
            i = MAX(i, q.end - 1);
        }
    }
    if (c->q.n_content == 2 && c->q.content[1].start <= c->q.content[0].end) {
        c->q.content[0].end = MAX(c->q.content[0].end, c->q.content[1].end);
        c->q.n_content = 1;
    }
}

static void claim(Cue *c, int32_t index)
{
    QuoteWork *w = c->w;
    for (int p = 0; p < c->q.n_content; p++)
        for (uint32_t i = c->q.content[p].start; i < c->q.content[p].end; i++) {
            int32_t m = w->mark_of[i];
            if (m < 0)
                continue;
            TokenSpan q = w->mark.item[m].span;
            if (q.start >= c->q.content[p].start && q.end <= c->q.content[p].end &&
                w->mark.item[m].quote < 0)
                w->mark.item[m].quote = index;
            i = MAX(i, q.end - 1);
        }
}

static uint8_t kind_of(const Cue *c)
{
    uint32_t quoted = 0, plain = 0;
    for (int p = 0; p < c->q.n_content; p++)
        for (uint32_t i = c->q.content[p].start; i < c->q.content[p].end; i++) {
            quoted += c->w->mark_of[i] >= 0;
            plain += c->w->mark_of[i] < 0 && !cue_is_punct(c, i);
        }
    return quoted == 0 ? QUOTE_INDIRECT : plain == 0 ? QUOTE_DIRECT : QUOTE_MIXED;
}

/* Is the source the writer or his reader? */
static bool is_writer(const Cue *c)
{
    return c->q.source >= 0 && (c->word[c->q.source].feats & (FEAT_PERSON1 | FEAT_PERSON2)) &&
           c->word[c->q.source].upos == UPOS_PRON;
}

void cue_finish(Cue *c)
{
    if (c->q.n_content == 0 || is_writer(c))
        return;
    stretch(c);
    widen(c);
    c->q.kind = kind_of(c);
    claim(c, (int32_t)c->w->quote.n);
    *push(&c->w->quote, c->w->arena) = c->q;
}
