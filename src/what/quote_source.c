/* Reading the tree around a cue, and finding its source.
 *
 * The source is the subject, found through conjunction, control, participles and relative clauses;
 * where the tree gives none, the phrase beside the cue. */
#include "what/quote_cue.h"
#include "base/banned.h"

int32_t cue_child(const Cue *c, uint32_t i, Deprel rel)
{
    return tree_child(c->w->trees, i, rel);
}

TokenSpan cue_subtree(const Cue *c, uint32_t i)
{
    uint32_t first, last;
    tree_span(c->w->trees, i, &first, &last);
    return (TokenSpan){first, last + 1};
}

bool cue_is_lemma(const Cue *c, uint32_t i, const char *lemma)
{
    return str_eq(c->word[i].lemma, str_of(lemma));
}

Deprel cue_rel(const Cue *c, uint32_t i)
{
    return deprel_base((Deprel)c->word[i].rel);
}

bool cue_is_punct(const Cue *c, uint32_t i)
{
    return (c->w->text->token[i].flags & TOKEN_PUNCT) != 0;
}

bool cue_is_mark(const Cue *c, uint32_t i)
{
    return quote_is_fold(c->w, i, "\"") || quote_is_fold(c->w, i, "''");
}

TokenSpan cue_trim(const Cue *c, TokenSpan s)
{
    while (s.start < s.end && cue_is_punct(c, s.start) && !cue_is_mark(c, s.start) &&
           !quote_is_fold(c->w, s.start, "$") && !quote_is_fold(c->w, s.start, "#"))
        s.start++;
    while (s.end > s.start && cue_is_punct(c, s.end - 1) && !cue_is_mark(c, s.end - 1) &&
           !quote_is_fold(c->w, s.end - 1, "%"))
        s.end--;
    return s;
}

bool cue_is_relative(const Cue *c, uint32_t i)
{
    return c->word[i].upos == UPOS_PRON &&
           (cue_is_lemma(c, i, "who") || cue_is_lemma(c, i, "which") || cue_is_lemma(c, i, "that"));
}

bool cue_inside(uint32_t token, TokenSpan s)
{
    return token >= s.start && token < s.end;
}

bool cue_is_finite(const Cue *c, uint32_t i)
{
    return (c->word[i].upos == UPOS_VERB || c->word[i].upos == UPOS_AUX) &&
           (c->word[i].feats & FEAT_FINITE);
}

bool cue_is_clause(const Cue *c, TokenSpan s)
{
    for (uint32_t i = s.start; i < s.end; i++)
        if (cue_is_finite(c, i))
            return true;
    return false;
}

bool cue_is_nominal(const Cue *c, uint32_t i)
{
    uint8_t u = c->word[i].upos;
    return u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_PRON;
}

bool cue_is_time(const Cue *c, uint32_t i)
{
    static const char *const days[] = {"monday",   "tuesday",  "wednesday", "thursday", "friday",
                                       "saturday", "sunday",   "january",   "february", "march",
                                       "april",    "june",     "july",      "august",   "september",
                                       "october",  "november", "december",  "twitter",  "facebook",
                                       "time",     "day",      "night",     "morning",  "evening"};
    for (ptrdiff_t k = 0; k < COUNT(days); k++)
        if (quote_is_fold(c->w, i, days[k]))
            return true;
    return c->word[i].upos == UPOS_NUM;
}

int32_t cue_own_subject(const Cue *c, uint32_t v)
{
    int32_t best = -1;
    for (int32_t k = c->w->trees->child[v]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = (Deprel)c->word[k].rel;
        if ((r != REL_NSUBJ && r != REL_NSUBJ_OUTER) ||
            (cue_is_time(c, (uint32_t)k) && c->word[k].upos == UPOS_PROPN) ||
            cue_inside((uint32_t)k, c->w->text->dateline))
            continue;
        if (best < 0 || (uint32_t)k < v)
            best = k;
    }
    return best;
}

int32_t cue_subject(const Cue *c, uint32_t v)
{
    for (int climbed = 0; climbed < CUE_CLIMB; climbed++) {
        int32_t s = cue_own_subject(c, v), head = c->word[v].head;
        if (s >= 0) {
            bool is_relcl = c->word[v].rel == REL_ACL_RELCL && cue_is_relative(c, (uint32_t)s);
            return is_relcl ? head : s;
        }
        if (cue_child(c, v, REL_NSUBJ_PASS) >= 0)
            return climbed ? cue_child(c, v, REL_NSUBJ_PASS) : cue_child(c, v, REL_OBL_AGENT);
        if (head < 0)
            return -1;
        switch (cue_rel(c, v)) {
        case REL_XCOMP: {
            int32_t object = cue_child(c, (uint32_t)head, REL_OBJ);
            if (object >= 0 && !cue_is_lemma(c, (uint32_t)head, "promise"))
                return object;
            break;
        }
        case REL_ACL:
            if (c->word[v].feats & (FEAT_PASSIVE | FEAT_PAST)) {
                bool whole = c->word[head].head < 0 &&
                             cue_child(c, v, REL_OBL_AGENT) < 0; /* a sentence read as a noun */
                return whole ? head : cue_child(c, v, REL_OBL_AGENT);
            }
            if (!(c->word[v].feats & FEAT_INFINITIVE) && v > c->first &&
                quote_is_fold(c->w, v - 1, ",")) {
                while (c->word[head].head >= 0 &&
                       c->word[head].upos != UPOS_VERB) /* "…, adding that": who acts */
                    head = c->word[head].head;
                break;
            }
            if (!(c->word[v].feats & FEAT_INFINITIVE))
                return head;
            if (cue_child(c, (uint32_t)head, REL_NMOD_POSS) >= 0) /* "his plan to say" */
                return cue_child(c, (uint32_t)head, REL_NMOD_POSS);
            if ((cue_rel(c, (uint32_t)head) != REL_OBJ && cue_rel(c, (uint32_t)head) != REL_OBL) ||
                c->word[head].head < 0)
                return head;
            head = c->word[head].head; /* "arranged calls to discuss" */
            break;
        case REL_CONJ:
        case REL_ADVCL:
        case REL_PARATAXIS:
        case REL_CCOMP: break;
        default: return -1;
        }
        v = (uint32_t)head;
    }
    return -1;
}

/* Words of the source: its subtree, short of the cue and of the clause that holds the cue. */
static TokenSpan source_span(const Cue *c, uint32_t head)
{
    TokenSpan s = cue_subtree(c, head);
    if (c->cue > head && c->cue < s.end)
        s.end = c->cue;
    if (c->cue < head && c->cue >= s.start)
        s.start = head;
    for (int32_t k = c->w->trees->child[head]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = cue_rel(c, (uint32_t)k);
        if (r == REL_CASE && (uint32_t)k < head && (uint32_t)k >= s.start)
            s.start = cue_subtree(c, (uint32_t)k).end;
        if ((r == REL_ACL || r == REL_PARATAXIS || r == REL_CONJ) && (uint32_t)k > head &&
            c->cue >= cue_subtree(c, (uint32_t)k).start && c->cue < cue_subtree(c, (uint32_t)k).end)
            s.end = MIN(s.end, MAX((uint32_t)k, head + 1));
    }
    return cue_trim(c, s);
}

void cue_set_source(Cue *c, int32_t head)
{
    c->q.source = -1;
    if (head < 0 || (uint32_t)head == c->cue || c->word[head].upos == UPOS_PUNCT)
        return;
    c->q.source = head;
    c->q.source_span = source_span(c, (uint32_t)head);
}

bool cue_in_phrase(const Cue *c, uint32_t i)
{
    switch ((Upos)c->word[i].upos) {
    case UPOS_VERB: return (c->word[i].feats & FEAT_PARTICIPLE) != 0;
    case UPOS_AUX:
    case UPOS_SCONJ:
    case UPOS_INTJ: return false;
    default: return true;
    }
}

bool cue_starts_phrase(const Cue *c, uint32_t i)
{
    if (i >= c->end)
        return false;
    uint8_t u = c->word[i].upos;
    return (cue_is_nominal(c, i) || u == UPOS_DET || u == UPOS_ADJ || u == UPOS_NUM) && !cue_is_lemma(c, i, "that");
}

bool cue_source_in(Cue *c, uint32_t start, uint32_t end)
{
    TokenSpan s = cue_trim(c, (TokenSpan){start, end});
    int32_t best = -1;
    for (uint32_t i = s.start; i < s.end; i++) {
        if (!cue_is_nominal(c, i))
            continue;
        bool outside = c->word[i].head < (int32_t)s.start || c->word[i].head >= (int32_t)s.end;
        if (best < 0 || (outside && cue_inside((uint32_t)MAX(c->word[best].head, 0), s)))
            best = (int32_t)i;
    }
    if (best < 0)
        return false;
    c->q.source = best;
    c->q.source_span = s;
    return true;
}

uint32_t cue_phrase_end(const Cue *c, uint32_t at)
{
    uint32_t stop = MIN(c->end, at + CUE_NEAR);
    while (
        at < stop && cue_in_phrase(c, at) && c->w->mark_of[at] < 0 &&
        (!cue_is_punct(c, at) || quote_is_fold(c->w, at, "-") || quote_is_fold(c->w, at, ".")) &&
        (c->word[at].upos != UPOS_ADP || cue_is_lemma(c, at, "of") || cue_is_lemma(c, at, "for")) &&
        c->word[at].upos != UPOS_ADV)
        at++;
    return at;
}

/* The phrase that ends at `end`, or before the aside that ends there: "X, who won, said". */
static bool source_in_front(Cue *c, uint32_t end)
{
    if (end > c->first && quote_is_fold(c->w, end - 1, ","))
        for (end--; end > c->first && !quote_is_fold(c->w, end - 1, ",");)
            end--;
    while (end > c->first && cue_is_punct(c, end - 1))
        end--;
    uint32_t start = end;
    while (start > c->first && end - start < CUE_NEAR && cue_in_phrase(c, start - 1) &&
           !cue_is_punct(c, start - 1) && c->word[start - 1].upos != UPOS_VERB)
        start--;
    return start < end && cue_source_in(c, start, end);
}

bool cue_source_beside(Cue *c)
{
    uint32_t i = c->cue;
    if (!cue_is_finite(c, i))
        return false;
    if (c->q.content[0].start < i && i > c->first && quote_is_fold(c->w, i - 1, ",") &&
        cue_starts_phrase(c, i + 1))
        return cue_source_in(c, i + 1, cue_phrase_end(c, i + 1));
    return source_in_front(c, c->q.cue_span.start);
}
