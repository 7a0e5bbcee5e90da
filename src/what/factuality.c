/* Factuality: how far the text commits itself to a happening, from −1 (it did not happen) over 0 (nobody can tell) to 1.
 *
 *     "Peru failed to persuade Chile"       persuade: 1 × −.8, what tables/factuality.tsv says of "fail" when it holds
 *     "did not manage to persuade Chile"    persuade: 1 × −.7, what it says of "manage" when that is negated
 *     "said it would not attack"            attack: −.9 (a future, negated) × 1 (said)
 *
 * Two factors: what stands on the word itself (auxiliaries, negation, "if"), and what governs it. A governing word has
 * two numbers, for when it holds and for when it is negated; as it may itself be uncertain, its own factuality c mixes
 * them: (1 + c) / 2 × holds + (1 − c) / 2 × negated. */
#include "what/work.h"
#include "base/banned.h"

enum { GOVERNORS_MAX = 8 };

/* What a governing word says of what it governs. */
typedef struct {
    double holds, negated;
} Effect;

/* Rows of the table in parentheses: what stands on the word itself, and what constructions say alone. */
static const char *const stand_rows[] = {
    [STAND_FACT] = "(fact)", [STAND_FUTURE] = "(will)", [STAND_MUST] = "(must)", [STAND_SHOULD] = "(should)",
    [STAND_MAY] = "(may)",   [STAND_IF] = "(if)",       [STAND_PURPOSE] = "(to)",
};

static const Effect free_clause = {1, 1};

static bool row_of(const Work *k, uint64_t key, Effect *e)
{
    int32_t value;
    if (!dict_match(&k->w->fact, &key, 1, &value))
        return false;
    *e = (Effect){((value >> 8) - 100) / 100.0, ((value & 255) - 100) / 100.0};
    return true;
}

static Effect construction(const Work *k, const char *row)
{
    Effect e = free_clause;
    row_of(k, dict_key(str_of(row)), &e);
    return e;
}

static bool listed(const Work *k, uint32_t head, Effect *e)
{
    return row_of(k, k->word[head].lemma_key, e) || row_of(k, k->token[head].key, e);
}

/* "the announcement", "their trip": told as something that there is, whatever is said of it. */
static bool is_definite(const Work *k, uint32_t noun)
{
    static const char *const words[] = {"the", "this", "that", "these", "those", NULL};
    for (int32_t c = k->trees->child[noun]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_NMOD_POSS || (k->word[c].rel == REL_DET && word_among(k, (uint32_t)c, words)))
            return true;
    return false;
}

/* "barred from leaving", "forced into leaving", "accused of leaving": a phrase of the governing word. */
static bool is_led_clause(const Work *k, uint32_t clause)
{
    static const char *const marks[] = {"from", "of", "into", "in", "for", "about", "to", NULL};
    int32_t mark = mark_of(k, clause);
    return mark >= 0 && word_among(k, (uint32_t)mark, marks);
}

static bool is_led_noun(const Work *k, uint32_t noun)
{
    static const char *const cases[] = {"of", "for", "to", "from", "about", "against", "into", "on", NULL};
    int32_t lead = tree_child(k->trees, noun, REL_CASE);
    return lead >= 0 && word_among(k, (uint32_t)lead, cases);
}

/* What the head of t says of it; free_clause when t stands on its own. */
static Effect effect_on(const Work *k, uint32_t t)
{
    uint32_t h = (uint32_t)k->word[t].head;
    Effect e = free_clause;
    bool known = listed(k, h, &e);
    switch (deprel_base((Deprel)k->word[t].rel)) {
    case REL_CCOMP: return known ? e : construction(k, "(content)");
    case REL_XCOMP:
    case REL_CSUBJ: return known ? e : is_infinitive(k, t) ? construction(k, "(infinitive)") : free_clause;
    case REL_ACL:
        if (k->word[t].rel == REL_ACL_RELCL)
            return construction(k, is_definite(k, h) ? "(relative)" : "(any relative)");
        return known && mark_of(k, t) >= 0 ? e : construction(k, is_infinitive(k, t) ? "(infinitive)" : "(participle)");
    case REL_ADVCL:
        if (known && is_led_clause(k, t))
            return e;
        return construction(k, is_infinitive(k, t) ? "(infinitive)" : "(aside)");
    case REL_OBJ: return is_definite(k, t) ? construction(k, "(definite)") : known ? e : construction(k, "(object)");
    case REL_OBL: return is_definite(k, t) ? construction(k, "(definite)") : known && is_led_noun(k, t) ? e : construction(k, "(oblique)");
    case REL_NSUBJ:
        if (is_definite(k, t) || !is_noun(k, t))
            return construction(k, "(definite)");
        return tree_child(k->trees, h, REL_EXPL) >= 0 ? construction(k, "(existence)") : construction(k, "(subject)");
    case REL_COMPOUND: return known ? e : construction(k, "(modifier)");
    case REL_NMOD: return is_definite(k, t) ? construction(k, "(definite)") : known && is_led_noun(k, t) ? e : construction(k, "(of)");
    case REL_AMOD: return construction(k, "(adjective)");
    default: return free_clause;
    }
}

/* "gave no reason": the giving is told as done, the reason is not. */
static bool negates_by_object(const Work *k, uint32_t t)
{
    int32_t o = tree_child(k->trees, t, REL_OBJ);
    return o >= 0 && is_negative_phrase(k, (uint32_t)o);
}

/* What stands on the word itself. A conjunct without auxiliary and subject of its own shares those of the first. */
static double own_value(const Work *k, uint32_t t)
{
    bool negative = false, above = false;
    Stand stand = own_stand(k, t, &negative), mark = mark_stand(k, t, &negative);
    stand = MAX(stand, mark);
    negative ^= negates_by_object(k, t);
    if (k->word[t].head >= 0 && is_yet_to(k, t))
        negative ^= true;
    if (k->word[t].rel == REL_CONJ && k->word[t].head >= 0 && is_verb(k, t) && !has_aux(k, t) && tree_child(k->trees, t, REL_NSUBJ) < 0) {
        Stand first = own_stand(k, (uint32_t)k->word[t].head, &above);
        stand = MAX(stand, first);
        negative ^= above && joined_by_or(k, (uint32_t)k->word[t].head);
    }
    if (is_question(k, t))
        stand = MAX(stand, STAND_MAY);
    Effect e = construction(k, stand_rows[stand]);
    return negative ? e.negated : e.holds;
}

/* What governs it; conjuncts are governed together. */
static double fact(const Work *k, uint32_t t, int depth)
{
    double own = own_value(k, t);
    for (int i = 0; i < GOVERNORS_MAX && k->word[t].rel == REL_CONJ && k->word[t].head >= 0; i++)
        t = (uint32_t)k->word[t].head;
    if (k->word[t].head < 0 || depth == GOVERNORS_MAX || is_yet_to(k, t))
        return own;
    Effect e = effect_on(k, t);
    if (e.holds == 1 && e.negated == 1)
        return own;
    double c = is_negative_phrase(k, t) ? 1 : fact(k, (uint32_t)k->word[t].head, depth + 1); /* "no reason": said once */
    return own * ((1 + c) / 2 * e.holds + (1 - c) / 2 * e.negated);
}

double factuality_of(const Work *k, uint32_t t)
{
    return fact(k, t, 0);
}

void what_facts(const WhatTables *w, const Article *d, Buf *out, Arena *a)
{
    Work k = work_open(w, d, a);
    for (uint32_t i = 0; i < d->text->n_tokens; i++) {
        const Token *t = d->text->token + i;
        if (t->flags & TOKEN_PUNCT)
            continue;
        buf_printf(out, "%u\t%u\t%.*s\t%.2f\n", t->span.start, t->span.end, FMT(t->form), 3 * factuality_of(&k, i));
    }
}
