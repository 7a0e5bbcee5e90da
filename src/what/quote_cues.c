/* One cue → its source and content, along the tree.
 *
 * Verbs: the source is the subject, in the passive the agent; the content, in this order: direct
 * speech by its form, a complement clause, a quotation beside the cue, an infinitive, an object,
 * what a preposition of the row leads to. Nouns ("the claim that …") and adjectives ("worried about
 * …") go the same way. "According to X" takes its clause. */
#include "what/quote_cue.h"
#include "base/banned.h"

/* Auxiliaries, negation and particle: "has not called". */
static void read_cue_words(Cue *c)
{
    c->q.cue_span = (TokenSpan){c->cue, c->cue + 1};
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = cue_rel(c, (uint32_t)k);
        uint32_t at = (uint32_t)k;
        if (r == REL_AUX && at < c->cue)
            c->q.cue_span.start = MIN(c->q.cue_span.start, at);
        if (r == REL_COMPOUND && c->word[at].rel == REL_COMPOUND_PRT && at == c->cue + 1)
            c->q.cue_span.end = at + 1;
        if (r == REL_ADVMOD && (c->word[at].feats & FEAT_NEGATIVE || cue_is_lemma(c, at, "not") ||
                                cue_is_lemma(c, at, "never")))
            c->q.negative = !c->q.negative;
    }
}

/* "seen as a hero", "dubbed the winner". */
static bool add_judged(Cue *c)
{
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        int32_t mark = cue_child(c, (uint32_t)k, REL_CASE);
        bool as = cue_rel(c, (uint32_t)k) == REL_OBL && mark >= 0 &&
                  cue_is_lemma(c, (uint32_t)mark, "as");
        if ((uint32_t)k > c->cue &&
            (as || cue_rel(c, (uint32_t)k) == REL_XCOMP || cue_rel(c, (uint32_t)k) == REL_OBJ)) {
            cue_add(c, cue_subtree(c, (uint32_t)k), QUOTE_PASSIVE);
            return true;
        }
    }
    return false;
}

static bool is_passive(const Cue *c)
{
    if (cue_rel(c, c->cue) == REL_ACL && cue_child(c, c->cue, REL_OBL_AGENT) >= 0)
        return true;
    return cue_child(c, c->cue, REL_NSUBJ_PASS) >= 0 || cue_child(c, c->cue, REL_AUX_PASS) >= 0;
}

/* "X was criticised by Y (for …)", "X is said to …", "a plan proposed by Y": what is said is the
 * subject and the rest. Without an agent nobody is named: "is accused of …", "is seen as …". */
static void read_passive(Cue *c)
{
    int32_t agent = cue_child(c, c->cue, REL_OBL_AGENT),
            subject = cue_child(c, c->cue, REL_NSUBJ_PASS);
    cue_set_source(c, agent);
    if ((c->bits & TAKES_CLAUSE && cue_add_clause(c, c->cue)) ||
        (c->bits & TAKES_INFINITIVE && cue_add_infinitive(c, c->cue))) {
        cue_finish(c);
        return;
    }
    if (c->q.class == CUE_ASK && cue_add_led(c, c->cue, REL_OBL)) {
        cue_finish(c);
        return;
    }
    if (cue_rel(c, c->cue) == REL_ACL && subject < 0)
        subject = c->word[c->cue].head;
    if (subject < 0 || !(c->bits & (TAKES_OBJECT | TAKES_CLAUSE)))
        return;
    TokenSpan s = cue_subtree(c, (uint32_t)subject);
    s.end = MIN(s.end, MAX(c->q.cue_span.start, s.start));
    cue_add(c, s, QUOTE_PASSIVE);
    bool rest = cue_add_led(c, c->cue, REL_OBL) || add_judged(c);
    if (agent >= 0 || rest)
        cue_finish(c);
}

/* "expressed support for": the noun is the better cue. */
static bool object_is_cue(const Cue *c)
{
    int32_t object = cue_child(c, c->cue, REL_OBJ);
    return object >= 0 && (c->q.class == CUE_SAY || c->q.class == CUE_ASK) &&
           quote_row(c->w->tables, 'n', c->word[object].lemma_key);
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
    if ((c->bits & TAKES_QUOTATION) && !(c->word[i].feats & FEAT_INFINITIVE) &&
        cue_read_direct(c)) {
        cue_finish(c);
        return;
    }
    cue_set_source(c, cue_subject(c, i));
    bool found = (c->bits & (TAKES_CLAUSE | TAKES_QUOTATION)) && cue_add_clause(c, i);
    int32_t m = !found && (c->bits & TAKES_QUOTATION) ? cue_mark_beside(c) : -1;
    if (m >= 0) {
        cue_add(c, c->w->mark.item[m].span, QUOTE_BESIDE);
        found = true;
    }
    found = found || ((c->bits & (TAKES_CLAUSE | TAKES_QUOTATION)) && cue_add_host(c, i));
    found =
        found ||
        ((c->bits & TAKES_CLAUSE) &&
         (cue_add_rest(c) || (c->q.class == CUE_SAY && cue_is_finite(c, i) && cue_add_before(c))));
    found = found || ((c->bits & TAKES_INFINITIVE) && cue_add_infinitive(c, i));
    found = found || ((c->bits & (TAKES_OBJECT | TAKES_CLAUSE)) && cue_add_antecedent(c));
    found = found || ((c->bits & TAKES_OBJECT) && !object_is_cue(c) && cue_add_object(c, i));
    found = found || cue_add_led(c, i, REL_OBL);
    if (found && c->q.source > (int32_t)i &&
        c->q.content[0].start > i) /* a subject behind its verb belongs to the content */
        c->q.source = -1;
    if (found && (c->q.source >= 0 || cue_source_beside(c)))
        cue_finish(c);
}

static int32_t owner_of(const Cue *c, uint32_t i)
{
    int32_t s = cue_child(c, i, REL_NMOD_POSS);
    for (int32_t k = c->w->trees->child[i]; s < 0 && k >= 0; k = c->w->trees->next[k]) {
        int32_t mark = cue_child(c, (uint32_t)k, REL_CASE);
        if (cue_rel(c, (uint32_t)k) == REL_NMOD && mark >= 0 &&
            (cue_is_lemma(c, (uint32_t)mark, "by") || cue_is_lemma(c, (uint32_t)mark, "from")))
            s = k;
    }
    int32_t head = c->word[i].head;
    if (s < 0 && head >= 0 && cue_rel(c, i) == REL_OBJ)
        s = cue_subject(c, (uint32_t)head);
    return s;
}

/* "the claim that …", "a plan to …": the clause behind the noun, or -1. */
static int32_t noun_clause(const Cue *c)
{
    for (int32_t k = c->w->trees->child[c->cue]; k >= 0; k = c->w->trees->next[k]) {
        Deprel r = cue_rel(c, (uint32_t)k);
        if ((r != REL_ACL && r != REL_CCOMP) || (uint32_t)k < c->cue)
            continue;
        uint32_t first = cue_subtree(c, (uint32_t)k).start;
        bool that = cue_is_lemma(c, first, "that") && cue_own_subject(c, (uint32_t)k) >= 0 &&
                    cue_own_subject(c, (uint32_t)k) != (int32_t)first;
        if (cue_is_lemma(c, first, "to") || that || r == REL_CCOMP)
            return k;
    }
    return -1;
}

/* "X, a supporter of Y", "X is a critic of Y": X; else the noun itself. */
static int32_t holder_of(const Cue *c, uint32_t i)
{
    int32_t subject = cue_own_subject(c, i);
    return subject >= 0 ? subject : cue_rel(c, i) == REL_APPOS ? c->word[i].head : (int32_t)i;
}

static void read_noun(Cue *c)
{
    if (c->bits & TAKES_SELF) {
        int32_t holder = holder_of(c, c->cue);
        cue_set_source(c, holder);
        if ((uint32_t)holder == c->cue) {
            c->q.source = holder;
            c->q.source_span = (TokenSpan){c->cue, c->cue + 1};
        }
        cue_add_led(c, c->cue, REL_NMOD);
        cue_finish(c);
        return;
    }
    cue_set_source(c, owner_of(c, c->cue));
    int32_t k = (c->bits & (TAKES_CLAUSE | TAKES_INFINITIVE)) ? noun_clause(c) : -1;
    if (k >= 0)
        cue_add(c, cue_subtree(c, (uint32_t)k), QUOTE_CLAUSE);
    else if (c->q.source >= 0)
        cue_add_led(c, c->cue, REL_NMOD);
    cue_finish(c);
}

static void read_adjective(Cue *c)
{
    cue_set_source(c,
                   cue_rel(c, c->cue) == REL_AMOD ? c->word[c->cue].head : cue_subject(c, c->cue));
    if (c->q.source < 0)
        return;
    bool found = ((c->bits & TAKES_CLAUSE) && cue_add_clause(c, c->cue)) ||
                 ((c->bits & TAKES_INFINITIVE) && cue_add_infinitive(c, c->cue)) ||
                 cue_add_led(c, c->cue, REL_OBL);
    if (found)
        cue_finish(c);
}

/* "according to X": cue is "according", X its head. */
static void read_according(Cue *c)
{
    int32_t x = c->word[c->cue].head;
    if (x < 0)
        return;
    if (c->word[c->cue].rel != REL_CASE) { /* read as a participle: X is its oblique */
        int32_t o = cue_child(c, c->cue, REL_OBL);
        if (o < 0)
            return;
        x = o;
    }
    TokenSpan phrase = cue_subtree(c, c->word[c->cue].rel == REL_CASE ? (uint32_t)x : c->cue);
    int32_t host = c->word[c->word[c->cue].rel == REL_CASE ? (uint32_t)x : c->cue].head;
    if (host < 0)
        return;
    while (c->word[host].upos != UPOS_VERB && cue_own_subject(c, (uint32_t)host) < 0 &&
           c->word[host].head >= 0)
        host = c->word[host].head;
    phrase.start = MIN(phrase.start, c->cue);
    c->q.source = x;
    c->q.cue_span = (TokenSpan){c->cue, MIN(c->cue + 2, c->end)};
    c->q.source_span =
        cue_trim(c, (TokenSpan){c->q.cue_span.end, MAX(phrase.end, c->q.cue_span.end)});
    c->q.class = CUE_ACCORDING;
    cue_add_around(c, cue_subtree(c, (uint32_t)host), phrase, QUOTE_ACCORDING);
    cue_finish(c);
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
    Cue c = {
        .w = w, .word = w->trees->word, .cue = colon, .first = s->first, .end = s->first + s->n};
    if (colon == c.first || colon - c.first > 4 || c.end - colon < 4 ||
        !cue_is_clause(&c, (TokenSpan){colon + 1, c.end}))
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
    if (!cue_source_in(&c, c.first, colon))
        return;
    cue_add(&c, (TokenSpan){colon + 1, c.end}, QUOTE_NAME);
    cue_finish(&c);
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
    char pos = word->upos == UPOS_VERB   ? 'v'
               : word->upos == UPOS_NOUN ? 'n'
               : word->upos == UPOS_ADJ  ? 'a'
                                         : 0;
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
