/* One cue → its source and content, along the tree.
 *
 * Verbs: the source is the subject, found through conjunction, control, participles and relative clauses;
 * in the passive the agent. The content is, in this order: a complement clause, a quotation beside the cue,
 * an infinitive, an object, what a preposition of the row leads to. Nouns ("the claim that …") and adjectives
 * ("worried about …") go the same way. "According to X" takes its clause. */
#include "what/quote_parts.h"
#include "base/banned.h"

enum { CLIMB = 8, NEAR = 12 };

typedef struct {
    QuoteWork *w;
    const Word *word;
    uint32_t cue, first, end; /* of the sentence */
    uint32_t bits;
    Quote q;
} Cue;

/* ---- reading the tree --------------------------------------------------------------------- */

static int32_t child(const Cue *c, uint32_t i, Deprel rel)
{
    return tree_child(c->w->trees, i, rel);
}

static TokenSpan subtree(const Cue *c, uint32_t i)
{
    uint32_t first, last;
    tree_span(c->w->trees, i, &first, &last);
    return (TokenSpan){first, last + 1};
}

static bool is_lemma(const Cue *c, uint32_t i, const char *lemma)
{
    return str_eq(c->word[i].lemma, str_of(lemma));
}

static Deprel base_rel(const Cue *c, uint32_t i)
{
    return deprel_base((Deprel)c->word[i].rel);
}

static bool is_punct(const Cue *c, uint32_t i)
{
    return (c->w->text->token[i].flags & TOKEN_PUNCT) != 0;
}

static bool is_quote_mark(const Cue *c, uint32_t i)
{
    return quote_is_fold(c->w, i, "\"") || quote_is_fold(c->w, i, "''");
}

/* Outer commas, stops and dashes off; quotation marks stay. */
static TokenSpan trim(const Cue *c, TokenSpan s)
{
    while (s.start < s.end && is_punct(c, s.start) && !is_quote_mark(c, s.start) && !quote_is_fold(c->w, s.start, "$") &&
           !quote_is_fold(c->w, s.start, "#"))
        s.start++;
    while (s.end > s.start && is_punct(c, s.end - 1) && !is_quote_mark(c, s.end - 1) && !quote_is_fold(c->w, s.end - 1, "%"))
        s.end--;
    return s;
}

static bool is_relative(const Cue *c, uint32_t i)
{
    return c->word[i].upos == UPOS_PRON && (is_lemma(c, i, "who") || is_lemma(c, i, "which") || is_lemma(c, i, "that"));
}

static bool inside(uint32_t token, TokenSpan s)
{
    return token >= s.start && token < s.end;
}

static bool is_finite(const Cue *c, uint32_t i)
{
    return (c->word[i].upos == UPOS_VERB || c->word[i].upos == UPOS_AUX) && (c->word[i].feats & FEAT_FINITE);
}

/* Is there a finite verb in s? */
static bool is_clause(const Cue *c, TokenSpan s)
{
    for (uint32_t i = s.start; i < s.end; i++)
        if (is_finite(c, i))
            return true;
    return false;
}

/* ---- sources ------------------------------------------------------------------------------ */

/* "on Monday", "in March", "at 9": a time, not a topic. */
static bool is_time(const Cue *c, uint32_t i)
{
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
                                       "february", "march", "april", "june", "july", "august", "september", "october",
                                       "november", "december", "twitter", "facebook", "time", "day", "night", "morning", "evening"};
    for (ptrdiff_t k = 0; k < COUNT(days); k++)
        if (quote_is_fold(c->w, i, days[k]))
            return true;
    return c->word[i].upos == UPOS_NUM;
}

/* Subject child of v nearest to it, datelines left out, or -1. */
static int32_t own_subject(const Cue *c, uint32_t v)
{
    int32_t best = -1;
    for (int32_t k = c->w->trees->child[v]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = (Deprel)c->word[k].rel;
        if ((r != REL_NSUBJ && r != REL_NSUBJ_OUTER) || (is_time(c, (uint32_t)k) && c->word[k].upos == UPOS_PROPN) || inside((uint32_t)k, c->w->text->dateline))
            continue;
        if (best < 0 || (uint32_t)k < v)
            best = k;
    }
    return best;
}

/* The token that heads the subject of predicate v, or -1. */
static int32_t subject_of(const Cue *c, uint32_t v)
{
    for (int climbed = 0; climbed < CLIMB; climbed++) {
        int32_t s = own_subject(c, v), head = c->word[v].head;
        if (s >= 0) {
            bool is_relcl = c->word[v].rel == REL_ACL_RELCL && is_relative(c, (uint32_t)s);
            return is_relcl ? head : s;
        }
        if (child(c, v, REL_NSUBJ_PASS) >= 0)
            return climbed ? child(c, v, REL_NSUBJ_PASS) : child(c, v, REL_OBL_AGENT);
        if (head < 0)
            return -1;
        switch (base_rel(c, v)) {
        case REL_XCOMP: {
            int32_t object = child(c, (uint32_t)head, REL_OBJ);
            if (object >= 0 && !is_lemma(c, (uint32_t)head, "promise"))
                return object;
            break;
        }
        case REL_ACL:
            if (c->word[v].feats & (FEAT_PASSIVE | FEAT_PAST)) {
                bool whole = c->word[head].head < 0 && child(c, v, REL_OBL_AGENT) < 0; /* a sentence read as a noun */
                return whole ? head : child(c, v, REL_OBL_AGENT);
            }
            if (!(c->word[v].feats & FEAT_INFINITIVE) && v > c->first && quote_is_fold(c->w, v - 1, ",")) {
                while (c->word[head].head >= 0 && c->word[head].upos != UPOS_VERB) /* "…, adding that": who acts */
                    head = c->word[head].head;
                break;
            }
            if (!(c->word[v].feats & FEAT_INFINITIVE))
                return head;
            if (child(c, (uint32_t)head, REL_NMOD_POSS) >= 0) /* "his plan to say" */
                return child(c, (uint32_t)head, REL_NMOD_POSS);
            if ((base_rel(c, (uint32_t)head) != REL_OBJ && base_rel(c, (uint32_t)head) != REL_OBL) || c->word[head].head < 0)
                return head;
            head = c->word[head].head; /* "arranged calls to discuss" */
            break;
        case REL_CONJ: case REL_ADVCL: case REL_PARATAXIS: case REL_CCOMP: break;
        default: return -1;
        }
        v = (uint32_t)head;
    }
    return -1;
}

/* Words of the source: its subtree, short of the cue and of the clause that holds the cue. */
static TokenSpan source_span(const Cue *c, uint32_t head)
{
    TokenSpan s = subtree(c, head);
    if (c->cue > head && c->cue < s.end)
        s.end = c->cue;
    if (c->cue < head && c->cue >= s.start)
        s.start = head;
    for (int32_t k = c->w->trees->child[head]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = base_rel(c, (uint32_t)k);
        if (r == REL_CASE && (uint32_t)k < head && (uint32_t)k >= s.start)
            s.start = subtree(c, (uint32_t)k).end;
        if ((r == REL_ACL || r == REL_PARATAXIS || r == REL_CONJ) && (uint32_t)k > head && c->cue >= subtree(c, (uint32_t)k).start &&
            c->cue < subtree(c, (uint32_t)k).end)
            s.end = MIN(s.end, MAX((uint32_t)k, head + 1));
    }
    return trim(c, s);
}

static void set_source(Cue *c, int32_t head)
{
    c->q.source = -1;
    if (head < 0 || (uint32_t)head == c->cue || c->word[head].upos == UPOS_PUNCT)
        return;
    c->q.source = head;
    c->q.source_span = source_span(c, (uint32_t)head);
}

/* ---- contents ----------------------------------------------------------------------------- */

static void add_content(Cue *c, TokenSpan s, QuoteHow how)
{
    s = trim(c, s);
    if (s.start >= s.end || c->q.n_content >= QUOTE_PARTS)
        return;
    c->q.content[c->q.n_content++] = s;
    c->q.how = (uint8_t)how;
}

/* The span without the tokens of `hole`: what is before and what is behind. */
static void add_around(Cue *c, TokenSpan s, TokenSpan hole, QuoteHow how)
{
    if (hole.start > s.start)
        add_content(c, (TokenSpan){s.start, MIN(hole.start, s.end)}, how);
    if (hole.end < s.end)
        add_content(c, (TokenSpan){MAX(hole.end, s.start), s.end}, how);
}

static uint32_t lead_bit(const Cue *c, uint32_t preposition)
{
    static const char *const leads[] = {
#define X(name, word) word,
        LEAD_LIST(X)
#undef X
    };
    for (uint32_t k = 0; k < (uint32_t)COUNT(leads); k++)
        if (is_lemma(c, preposition, leads[k]))
            return 1u << k;
    return 0;
}

/* A loose relative clause behind a comma tells more of a thing; it is not what was said of it. */
static TokenSpan without_aside(const Cue *c, uint32_t noun, TokenSpan s)
{
    for (int32_t k = c->w->trees->child[noun]; k >= 0; k = c->w->trees->next[k]) {
        uint32_t start = c->word[k].rel == REL_ACL_RELCL ? subtree(c, (uint32_t)k).start : s.start;
        if (start > s.start + 1 && start < s.end && quote_is_fold(c->w, start - 1, ","))
            s.end = start - 1;
    }
    return s;
}

/* Content behind a preposition of the row: "called for …"; `rel` is obl or nmod. */
static bool add_led(Cue *c, uint32_t i, Deprel rel)
{
    for (int32_t k = c->w->trees->child[i]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = base_rel(c, (uint32_t)k);
        if ((uint32_t)k < i || (r != rel && r != REL_ADVCL))
            continue;
        int32_t mark = child(c, (uint32_t)k, r == REL_ADVCL ? REL_MARK : REL_CASE);
        if (mark < 0 || !(lead_bit(c, (uint32_t)mark) & c->bits) || (uint32_t)mark < i || is_time(c, (uint32_t)k))
            continue;
        TokenSpan s = without_aside(c, (uint32_t)k, subtree(c, (uint32_t)k));
        s.start = (uint32_t)mark + 1;
        add_content(c, s, QUOTE_LED);
        if (c->q.n_content)
            c->q.cue_span.end = MAX(c->q.cue_span.end, c->q.cue_span.end == (uint32_t)mark ? (uint32_t)mark + 1 : 0);
        return c->q.n_content > 0;
    }
    return false;
}

/* Does the right-hand dependent k of the cue carry the content on? */
static bool carries_on(const Cue *c, uint32_t k)
{
    switch (base_rel(c, k)) {
    case REL_OBJ: case REL_XCOMP: case REL_CCOMP: case REL_NMOD: case REL_ACL: case REL_DEP: case REL_APPOS: return true;
    case REL_OBL: return c->word[k].rel != REL_OBL_UNMARKED && child(c, k, REL_CASE) >= 0;
    case REL_ADVCL: return child(c, k, REL_MARK) >= 0;
    case REL_CONJ: return is_lemma(c, subtree(c, k).start, "that") || quote_is_fold(c->w, subtree(c, k).start + 1, "that");
    default: return false;
    }
}

/* Content behind the cue runs on over what follows it without a break, wherever the parser hung that. */
static void stretch(Cue *c)
{
    if (c->q.n_content != 1 || c->q.content[0].start <= c->cue)
        return;
    TokenSpan *s = &c->q.content[0];
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        TokenSpan more = (uint32_t)k >= s->end ? subtree(c, (uint32_t)k) : (TokenSpan){0, 0};
        if (more.end > s->end && more.start <= s->end + 1 && carries_on(c, (uint32_t)k))
            *s = trim(c, (TokenSpan){s->start, more.end});
    }
}

/* The object, with what follows and belongs to the judgement: "blasted the media for …". */
static bool add_object(Cue *c, uint32_t i)
{
    int32_t object = child(c, i, REL_OBJ);
    if (object < 0)
        return false;
    TokenSpan s = without_aside(c, (uint32_t)object, subtree(c, (uint32_t)object));
    for (int32_t k = c->w->trees->next[object]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = base_rel(c, (uint32_t)k);
        int32_t mark = child(c, (uint32_t)k, r == REL_OBL ? REL_CASE : REL_MARK);
        bool leads = mark >= 0 && (lead_bit(c, (uint32_t)mark) & ((1u << LEAD_FOR_BIT) | (1u << LEAD_AS_BIT) | (1u << LEAD_OF_BIT) |
                                                                  (1u << LEAD_OVER_BIT) | (1u << LEAD_WITH_BIT) | c->bits));
        if (r == REL_XCOMP || r == REL_CCOMP || ((r == REL_OBL || r == REL_ADVCL) && leads))
            s.end = MAX(s.end, subtree(c, (uint32_t)k).end);
    }
    add_content(c, s, QUOTE_OBJECT);
    return true;
}

/* Is the clause in front of its cue what is said ("Y did …, X said"), or does it tell of the source? */
static bool may_precede(const Cue *c, uint32_t k)
{
    TokenSpan s = trim(c, subtree(c, k));
    if (s.start >= s.end || is_relative(c, s.start) || is_lemma(c, s.start, "where") || is_lemma(c, s.start, "when"))
        return false;
    bool quoted = c->w->mark_of[s.start] >= 0;
    if (c->word[s.start].upos == UPOS_VERB && !(c->word[s.start].feats & FEAT_FINITE) && !quoted)
        return false;
    return quoted || is_clause(c, s);
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

static bool add_clause(Cue *c, uint32_t i)
{
    int32_t k = complement(c, i);
    if (k < 0 && (c->bits & TAKES_QUOTATION) && (k = child(c, i, REL_PARATAXIS)) >= 0 && (uint32_t)k < i)
        k = -1;
    if (k < 0)
        return false;
    add_content(c, subtree(c, (uint32_t)k), QUOTE_CLAUSE);
    return true;
}

/* An infinitive: "wants to leave"; with its object where the object does it: "wants Russia to leave". */
static bool add_infinitive(Cue *c, uint32_t i)
{
    int32_t k = child(c, i, REL_XCOMP);
    if (k < 0)
        k = child(c, i, REL_ADVCL);
    if (k < 0 || (uint32_t)k < i)
        return false;
    int32_t to = child(c, (uint32_t)k, REL_MARK);
    if (to < 0 || !is_lemma(c, (uint32_t)to, "to"))
        return false;
    TokenSpan s = subtree(c, (uint32_t)k);
    int32_t object = child(c, i, REL_OBJ);
    if (object >= 0 && (uint32_t)object < s.start && (uint32_t)object > i)
        s.start = subtree(c, (uint32_t)object).start;
    add_content(c, s, QUOTE_INFINITIVE);
    return true;
}

/* The cue stands in or behind what is said: "…, X said, …", "as X put it, …". */
static bool add_host(Cue *c, uint32_t i)
{
    int32_t head = c->word[i].head;
    Deprel r = base_rel(c, i);
    int32_t mark = child(c, i, REL_MARK);
    bool as = r == REL_ADVCL && mark >= 0 && is_lemma(c, (uint32_t)mark, "as");
    if (head < 0 || (r != REL_PARATAXIS && !as) || c->word[head].upos == UPOS_PUNCT)
        return false;
    add_around(c, subtree(c, (uint32_t)head), subtree(c, i), QUOTE_HOST);
    return c->q.n_content > 0;
}

/* ---- quotation marks ---------------------------------------------------------------------- */

/* A quotation beside the cue in its sentence, or opened behind its colon: mark or -1. */
static int32_t beside(const Cue *c)
{
    const QuoteWork *w = c->w;
    int32_t best = -1;
    uint32_t nearest = NEAR;
    for (uint32_t i = c->first; i < c->end; i++) {
        int32_t m = w->mark_of[i];
        if (m < 0 || inside(c->cue, w->mark.item[m].span))
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
    if (best < 0 && c->end < w->text->n_tokens && (colon || c->end - c->cue < 4) && w->mark_of[c->end] >= 0 &&
        w->mark.item[w->mark_of[c->end]].span.start == c->end && colon)
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
            if (!inside(c->cue, q)) {
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
            if (q.start >= c->q.content[p].start && q.end <= c->q.content[p].end && w->mark.item[m].quote < 0)
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
            plain += c->w->mark_of[i] < 0 && !is_punct(c, i);
        }
    return quoted == 0 ? QUOTE_INDIRECT : plain == 0 ? QUOTE_DIRECT : QUOTE_MIXED;
}

/* Is the source the writer or his reader? */
static bool is_writer(const Cue *c)
{
    return c->q.source >= 0 && (c->word[c->q.source].feats & (FEAT_PERSON1 | FEAT_PERSON2)) && c->word[c->q.source].upos == UPOS_PRON;
}

static void finish(Cue *c)
{
    if (c->q.n_content == 0 || is_writer(c))
        return;
    stretch(c);
    widen(c);
    c->q.kind = kind_of(c);
    claim(c, (int32_t)c->w->quote.n);
    *push(&c->w->quote, c->w->arena) = c->q;
}

/* ---- where the tree fails ------------------------------------------------------------------ */

static bool is_nominal(const Cue *c, uint32_t i)
{
    uint8_t u = c->word[i].upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
}

static bool starts_phrase(const Cue *c, uint32_t i)
{
    uint8_t u = c->word[i].upos;
    return i < c->end && (is_nominal(c, i) || u == UPOS_DET || u == UPOS_ADJ || u == UPOS_NUM) && !is_lemma(c, i, "that");
}

/* "X said Y did …", "told the House that …": the rest of the sentence, when it begins like a clause. */
static bool add_rest(Cue *c)
{
    uint32_t at = c->cue + 1, stop = MIN(c->end, at + NEAR);
    while (at < stop && !(is_lemma(c, at, "that") && c->word[at].upos == UPOS_SCONJ) && !is_finite(c, at) && !quote_is_fold(c->w, at, ","))
        at++;
    bool that = at < stop && is_lemma(c, at, "that");
    if (!that)
        at = c->cue + 1;
    if (!that && (c->q.class != CUE_SAY || !(starts_phrase(c, at) || is_quote_mark(c, at))))
        return false;
    if (!is_clause(c, (TokenSpan){at + 1, c->end}))
        return false;
    add_content(c, (TokenSpan){at, c->end}, QUOTE_CLAUSE);
    return true;
}

/* "Y did …, X said": what stands before the comma in front of the source. */
static bool add_before(Cue *c)
{
    uint32_t near = c->q.source >= 0 ? MIN(c->q.source_span.start, c->cue) : c->cue;
    if (near < c->first + 4 || !quote_is_fold(c->w, near - 1, ",") || !is_clause(c, (TokenSpan){c->first, near - 1}))
        return false;
    add_content(c, (TokenSpan){c->first, near - 1}, QUOTE_HOST);
    return true;
}

/* "what he said", "a charge that he denies": the noun before the relative clause. */
static bool add_antecedent(Cue *c)
{
    int32_t head = c->word[c->cue].head;
    if (c->word[c->cue].rel != REL_ACL_RELCL || head < 0 || c->q.source == head)
        return false;
    TokenSpan s = subtree(c, (uint32_t)head);
    s.end = MIN(s.end, MAX(subtree(c, c->cue).start, (uint32_t)head + 1));
    add_content(c, s, QUOTE_OBJECT);
    return c->q.n_content > 0;
}

/* ---- direct speech ------------------------------------------------------------------------- */

/* May token i stand in a name or noun phrase that is the source? */
static bool in_phrase(const Cue *c, uint32_t i)
{
    switch ((Upos)c->word[i].upos) {
    case UPOS_VERB: return (c->word[i].feats & FEAT_PARTICIPLE) != 0;
    case UPOS_AUX: case UPOS_SCONJ: case UPOS_INTJ: return false;
    default: return true;
    }
}

/* The source in [start, end): the nominal whose head lies outside, or the last one. False when none. */
static bool source_in(Cue *c, uint32_t start, uint32_t end)
{
    TokenSpan s = trim(c, (TokenSpan){start, end});
    int32_t best = -1;
    for (uint32_t i = s.start; i < s.end; i++) {
        if (!is_nominal(c, i))
            continue;
        bool outside = c->word[i].head < (int32_t)s.start || c->word[i].head >= (int32_t)s.end;
        if (best < 0 || (outside && inside((uint32_t)MAX(c->word[best].head, 0), s)))
            best = (int32_t)i;
    }
    if (best < 0)
        return false;
    c->q.source = best;
    c->q.source_span = s;
    return true;
}

/* `said X`: the phrase behind the cue, up to a comma, a stop, a preposition of time or place, a verb. */
static uint32_t phrase_end(const Cue *c, uint32_t at)
{
    uint32_t stop = MIN(c->end, at + NEAR);
    while (at < stop && in_phrase(c, at) && c->w->mark_of[at] < 0 &&
           (!is_punct(c, at) || quote_is_fold(c->w, at, "-") || quote_is_fold(c->w, at, ".")) &&
           (c->word[at].upos != UPOS_ADP || is_lemma(c, at, "of") || is_lemma(c, at, "for")) && c->word[at].upos != UPOS_ADV)
        at++;
    return at;
}

/* Is everything in [start, end) a source phrase, adverbs and auxiliaries, with a nominal in it? */
static bool is_phrase(const Cue *c, uint32_t start, uint32_t end)
{
    bool nominal = false;
    for (uint32_t i = start; i < end; i++) {
        if (!in_phrase(c, i) && c->word[i].upos != UPOS_AUX)
            return false;
        nominal |= is_nominal(c, i);
    }
    return nominal && starts_phrase(c, start);
}

/* A spoken quotation that ends near in front of the cue: "…" X said; "…," said X. */
static bool quote_in_front(Cue *c)
{
    const QuoteWork *w = c->w;
    uint32_t at = c->cue, low = c->cue > NEAR + 8 ? c->cue - NEAR - 8 : 0;
    while (at > low && w->mark_of[at - 1] < 0)
        at--;
    if (at == 0 || at == low || w->mark_of[at - 1] < 0 || w->text->token[at - 1].sentence + 1 < w->text->token[c->cue].sentence)
        return false;
    const QuoteMark *m = &w->mark.item[w->mark_of[at - 1]];
    uint32_t start = at;
    while (start < c->cue && is_punct(c, start))
        start++;
    bool same = w->text->token[at - 1].sentence == w->text->token[c->cue].sentence;
    bool lonely = at == c->first && c->end - c->cue <= 2;
    if (!m->is_speech || (!same && !lonely))
        return false;
    bool found = start == c->cue ? starts_phrase(c, c->cue + 1) && source_in(c, c->cue + 1, phrase_end(c, c->cue + 1))
                                 : is_phrase(c, start, c->cue) && source_in(c, start, c->q.cue_span.start);
    if (found)
        add_content(c, m->span, QUOTE_BESIDE);
    return found;
}

/* A spoken quotation that opens right behind the cue, a comma or a colon, and fills the rest: X said: "…". */
static bool quote_behind(Cue *c)
{
    const QuoteWork *w = c->w;
    uint32_t at = c->cue + 1, stop = MIN(w->text->n_tokens, c->cue + NEAR);
    while (at < stop && w->mark_of[at] < 0)
        at++;
    if (at >= stop || !w->mark.item[w->mark_of[at]].is_speech || w->mark.item[w->mark_of[at]].span.start != at)
        return false;
    TokenSpan s = w->mark.item[w->mark_of[at]].span;
    bool led = at == c->cue + 1 || quote_is_fold(w, at - 1, ",") || quote_is_fold(w, at - 1, ":");
    bool fills = s.end >= c->end || (s.end < c->end && s.end + 1 >= c->end) || quote_is_fold(w, s.end - 2, ",") ||
                 quote_is_fold(w, s.end - 2, ".") || quote_is_fold(w, s.end - 2, "?") || quote_is_fold(w, s.end - 2, "!");
    for (uint32_t i = c->cue + 1; i < at && led; i++)
        led = !is_finite(c, i);
    if (!led || !fills || (at >= c->end && !quote_is_fold(w, at - 1, ":")))
        return false;
    add_content(c, s, QUOTE_BESIDE);
    return true;
}

/* Direct speech keeps a strict form; it is read from the words, whatever the tree. */
static bool read_direct(Cue *c)
{
    if (quote_in_front(c)) {
        if (quote_behind(c) && c->q.content[1].start <= c->q.content[0].end)
            c->q.n_content = 1;
        return true;
    }
    if (!quote_behind(c))
        return false;
    set_source(c, subject_of(c, c->cue));
    uint32_t start = c->cue;
    while (start > c->first && c->cue - start < NEAR && in_phrase(c, start - 1) && (!is_punct(c, start - 1) || c->cue == start))
        start--;
    if ((c->q.source < 0 || c->w->mark_of[c->q.source] >= 0) && !source_in(c, start, c->q.cue_span.start))
        c->q.n_content = 0;
    return c->q.n_content > 0;
}

/* ---- cues --------------------------------------------------------------------------------- */

/* Auxiliaries, negation and particle: "has not called". */
static void read_cue_words(Cue *c)
{
    c->q.cue_span = (TokenSpan){c->cue, c->cue + 1};
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = base_rel(c, (uint32_t)k);
        uint32_t at = (uint32_t)k;
        if (r == REL_AUX && at < c->cue)
            c->q.cue_span.start = MIN(c->q.cue_span.start, at);
        if (r == REL_COMPOUND && c->word[at].rel == REL_COMPOUND_PRT && at == c->cue + 1)
            c->q.cue_span.end = at + 1;
        if (r == REL_ADVMOD && (c->word[at].feats & FEAT_NEGATIVE || is_lemma(c, at, "not") || is_lemma(c, at, "never")))
            c->q.negative = !c->q.negative;
    }
}

/* "seen as a hero", "dubbed the winner". */
static bool add_judged(Cue *c)
{
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        int32_t mark = child(c, (uint32_t)k, REL_CASE);
        bool as = base_rel(c, (uint32_t)k) == REL_OBL && mark >= 0 && is_lemma(c, (uint32_t)mark, "as");
        if ((uint32_t)k > c->cue && (as || base_rel(c, (uint32_t)k) == REL_XCOMP || base_rel(c, (uint32_t)k) == REL_OBJ)) {
            add_content(c, subtree(c, (uint32_t)k), QUOTE_PASSIVE);
            return true;
        }
    }
    return false;
}

static bool is_passive(const Cue *c)
{
    if (base_rel(c, c->cue) == REL_ACL && child(c, c->cue, REL_OBL_AGENT) >= 0)
        return true;
    return child(c, c->cue, REL_NSUBJ_PASS) >= 0 || child(c, c->cue, REL_AUX_PASS) >= 0;
}

/* "X was criticised by Y (for …)", "X is said to …", "a plan proposed by Y": what is said is the subject and the
 * rest. Without an agent nobody is named: "is accused of …", "is seen as …". */
static void read_passive(Cue *c)
{
    int32_t agent = child(c, c->cue, REL_OBL_AGENT), subject = child(c, c->cue, REL_NSUBJ_PASS);
    set_source(c, agent);
    if ((c->bits & TAKES_CLAUSE && add_clause(c, c->cue)) || (c->bits & TAKES_INFINITIVE && add_infinitive(c, c->cue))) {
        finish(c);
        return;
    }
    if (c->q.class == CUE_ASK && add_led(c, c->cue, REL_OBL)) {
        finish(c);
        return;
    }
    if (base_rel(c, c->cue) == REL_ACL && subject < 0)
        subject = c->word[c->cue].head;
    if (subject < 0 || !(c->bits & (TAKES_OBJECT | TAKES_CLAUSE)))
        return;
    TokenSpan s = subtree(c, (uint32_t)subject);
    s.end = MIN(s.end, MAX(c->q.cue_span.start, s.start));
    add_content(c, s, QUOTE_PASSIVE);
    bool rest = add_led(c, c->cue, REL_OBL) || add_judged(c);
    if (agent >= 0 || rest)
        finish(c);
}

/* "expressed support for": the noun is the better cue. */
static bool object_is_cue(const Cue *c)
{
    int32_t object = child(c, c->cue, REL_OBJ);
    return object >= 0 && (c->q.class == CUE_SAY || c->q.class == CUE_ASK) && quote_row(c->w->tables, 'n', c->word[object].lemma_key);
}

/* The phrase that ends at `end`, or before the aside that ends there: "X, who won, said". */
static bool source_in_front(Cue *c, uint32_t end)
{
    if (end > c->first && quote_is_fold(c->w, end - 1, ","))
        for (end--; end > c->first && !quote_is_fold(c->w, end - 1, ",");)
            end--;
    while (end > c->first && is_punct(c, end - 1))
        end--;
    uint32_t start = end;
    while (start > c->first && end - start < NEAR && in_phrase(c, start - 1) && !is_punct(c, start - 1) && c->word[start - 1].upos != UPOS_VERB)
        start--;
    return start < end && source_in(c, start, end);
}

/* A source that the tree does not give: "…, said X", or the phrase in front of the cue. */
static bool source_beside(Cue *c)
{
    uint32_t i = c->cue;
    if (!is_finite(c, i))
        return false;
    if (c->q.content[0].start < i && i > c->first && quote_is_fold(c->w, i - 1, ",") && starts_phrase(c, i + 1))
        return source_in(c, i + 1, phrase_end(c, i + 1));
    return source_in_front(c, c->q.cue_span.start);
}

static void read_verb(Cue *c)
{
    if (is_passive(c)) {
        read_passive(c);
        return;
    }
    bool attitude = c->q.class == CUE_WANT || c->q.class == CUE_PLAN || c->q.class == CUE_SHOW;
    if (attitude && (c->word[c->cue].feats & FEAT_INFINITIVE)) /* what one might think or want */
        return;
    uint32_t i = c->cue;
    if ((c->bits & TAKES_QUOTATION) && !(c->word[i].feats & FEAT_INFINITIVE) && read_direct(c)) {
        finish(c);
        return;
    }
    set_source(c, subject_of(c, i));
    bool found = (c->bits & (TAKES_CLAUSE | TAKES_QUOTATION)) && add_clause(c, i);
    int32_t m = !found && (c->bits & TAKES_QUOTATION) ? beside(c) : -1;
    if (m >= 0) {
        add_content(c, c->w->mark.item[m].span, QUOTE_BESIDE);
        found = true;
    }
    found = found || ((c->bits & (TAKES_CLAUSE | TAKES_QUOTATION)) && add_host(c, i));
    found = found || ((c->bits & TAKES_CLAUSE) && (add_rest(c) || (c->q.class == CUE_SAY && is_finite(c, i) && add_before(c))));
    found = found || ((c->bits & TAKES_INFINITIVE) && add_infinitive(c, i));
    found = found || ((c->bits & (TAKES_OBJECT | TAKES_CLAUSE)) && add_antecedent(c));
    found = found || ((c->bits & TAKES_OBJECT) && !object_is_cue(c) && add_object(c, i));
    found = found || add_led(c, i, REL_OBL);
    if (found && c->q.source > (int32_t)i && c->q.content[0].start > i) /* a subject behind its verb belongs to the content */
        c->q.source = -1;
    if (found && (c->q.source >= 0 || source_beside(c)))
        finish(c);
}

static int32_t owner_of(const Cue *c, uint32_t i)
{
    int32_t s = child(c, i, REL_NMOD_POSS);
    for (int32_t k = c->w->trees->child[i]; s < 0 && k >= 0; k = c->w->trees->next[k]) {
        int32_t mark = child(c, (uint32_t)k, REL_CASE);
        if (base_rel(c, (uint32_t)k) == REL_NMOD && mark >= 0 && (is_lemma(c, (uint32_t)mark, "by") || is_lemma(c, (uint32_t)mark, "from")))
            s = k;
    }
    int32_t head = c->word[i].head;
    if (s < 0 && head >= 0 && base_rel(c, i) == REL_OBJ)
        s = subject_of(c, (uint32_t)head);
    return s;
}

/* "the claim that …", "a plan to …": the clause behind the noun, or -1. */
static int32_t noun_clause(const Cue *c)
{
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = base_rel(c, (uint32_t)k);
        if ((r != REL_ACL && r != REL_CCOMP) || (uint32_t)k < c->cue)
            continue;
        uint32_t first = subtree(c, (uint32_t)k).start;
        bool that = is_lemma(c, first, "that") && own_subject(c, (uint32_t)k) >= 0 && own_subject(c, (uint32_t)k) != (int32_t)first;
        if (is_lemma(c, first, "to") || that || r == REL_CCOMP)
            return k;
    }
    return -1;
}

/* "X, a supporter of Y", "X is a critic of Y": X; else the noun itself. */
static int32_t holder_of(const Cue *c, uint32_t i)
{
    int32_t subject = own_subject(c, i);
    return subject >= 0 ? subject : base_rel(c, i) == REL_APPOS ? c->word[i].head : (int32_t)i;
}

static void read_noun(Cue *c)
{
    if (c->bits & TAKES_SELF) {
        int32_t holder = holder_of(c, c->cue);
        set_source(c, holder);
        if ((uint32_t)holder == c->cue) {
            c->q.source = holder;
            c->q.source_span = (TokenSpan){c->cue, c->cue + 1};
        }
        add_led(c, c->cue, REL_NMOD);
        finish(c);
        return;
    }
    set_source(c, owner_of(c, c->cue));
    int32_t k = (c->bits & (TAKES_CLAUSE | TAKES_INFINITIVE)) ? noun_clause(c) : -1;
    if (k >= 0)
        add_content(c, subtree(c, (uint32_t)k), QUOTE_CLAUSE);
    else if (c->q.source >= 0)
        add_led(c, c->cue, REL_NMOD);
    finish(c);
}

static void read_adjective(Cue *c)
{
    set_source(c, base_rel(c, c->cue) == REL_AMOD ? c->word[c->cue].head : subject_of(c, c->cue));
    if (c->q.source < 0)
        return;
    bool found = ((c->bits & TAKES_CLAUSE) && add_clause(c, c->cue)) || ((c->bits & TAKES_INFINITIVE) && add_infinitive(c, c->cue)) ||
                 add_led(c, c->cue, REL_OBL);
    if (found)
        finish(c);
}

/* "according to X": cue is "according", X its head. */
static void read_according(Cue *c)
{
    int32_t x = c->word[c->cue].head;
    if (x < 0)
        return;
    if (c->word[c->cue].rel != REL_CASE) { /* read as a participle: X is its oblique */
        int32_t o = child(c, c->cue, REL_OBL);
        if (o < 0)
            return;
        x = o;
    }
    TokenSpan phrase = subtree(c, c->word[c->cue].rel == REL_CASE ? (uint32_t)x : c->cue);
    int32_t host = c->word[c->word[c->cue].rel == REL_CASE ? (uint32_t)x : c->cue].head;
    if (host < 0)
        return;
    while (c->word[host].upos != UPOS_VERB && own_subject(c, (uint32_t)host) < 0 && c->word[host].head >= 0)
        host = c->word[host].head;
    phrase.start = MIN(phrase.start, c->cue);
    c->q.source = x;
    c->q.cue_span = (TokenSpan){c->cue, MIN(c->cue + 2, c->end)};
    c->q.source_span = trim(c, (TokenSpan){c->q.cue_span.end, MAX(phrase.end, c->q.cue_span.end)});
    c->q.class = CUE_ACCORDING;
    add_around(c, subtree(c, (uint32_t)host), phrase, QUOTE_ACCORDING);
    finish(c);
}

/* Inside a spoken quotation the speaker holds everything; his own sources are left alone. */
static bool in_speech(const QuoteWork *w, uint32_t i)
{
    return w->mark_of[i] >= 0 && w->mark.item[w->mark_of[i]].is_speech;
}

/* "JAKE TAPPER: …" and "Graham: …": a name and a colon open the sentence; what follows is his. */
static void read_named(QuoteWork *w, uint32_t colon)
{
    const Sentence *s = &w->text->sentence[w->text->token[colon].sentence];
    Cue c = {.w = w, .word = w->trees->word, .cue = colon, .first = s->first, .end = s->first + s->n};
    if (colon == c.first || colon - c.first > 4 || c.end - colon < 4 || !is_clause(&c, (TokenSpan){colon + 1, c.end}))
        return;
    bool shouted = true;
    for (uint32_t i = c.first; i < colon; i++) {
        if (w->trees->word[i].upos != UPOS_PROPN)
            return;
        shouted &= (w->text->token[i].flags & TOKEN_ALL_CAPS) != 0;
    }
    if (!shouted && !(s->flags & (SENTENCE_HEADLINE | SENTENCE_TITLE)))
        return;
    c.q = (Quote){.cue = (int32_t)colon, .cue_span = {colon, colon + 1}, .class = CUE_SAY};
    if (!source_in(&c, c.first, colon))
        return;
    add_content(&c, (TokenSpan){colon + 1, c.end}, QUOTE_NAME);
    finish(&c);
}

void quote_cue(QuoteWork *w, uint32_t i)
{
    const Word *word = &w->trees->word[i];
    const Sentence *s = &w->text->sentence[w->text->token[i].sentence];
    Cue c = {.w = w, .word = w->trees->word, .cue = i, .first = s->first, .end = s->first + s->n};
    c.q = (Quote){.cue = (int32_t)i, .source = -1};
    if (in_speech(w, i))
        return;
    if (quote_is_fold(w, i, ":")) {
        read_named(w, i);
        return;
    }
    if (quote_is_fold(w, i, "according")) {
        read_according(&c);
        return;
    }
    char pos = word->upos == UPOS_VERB ? 'v' : word->upos == UPOS_NOUN ? 'n' : word->upos == UPOS_ADJ ? 'a' : 0;
    if (!pos || !(c.bits = quote_row(w->tables, pos, word->lemma_key)))
        return;
    c.q.class = (uint8_t)(c.bits >> CUE_CLASS_SHIFT);
    c.q.negative = (c.bits & TAKES_NOT) != 0;
    read_cue_words(&c);
    if (pos == 'v')
        read_verb(&c);
    else if (pos == 'n')
        read_noun(&c);
    else
        read_adjective(&c);
}
