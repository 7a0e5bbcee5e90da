/* what_find: acts of all predicates of a sentence → events (pairs.c), then the article as a whole (whole.c). */
#include "what/work.h"
#include "base/banned.h"

/* To let somebody: what is not given is refused; who does not comment declines to; who had
 * no part denies it. */
static bool is_leave(const char *code)
{
    return strcmp(code, "010") == 0 || strcmp(code, "080") == 0 || strncmp(code, "086", 3) == 0 ||
           strcmp(code, "0833") == 0 || strcmp(code, "075") == 0 || strcmp(code, "ROLE") == 0;
}

/* "allegedly bombed", "the alleged attack". */
static bool is_alleged(const Work *k, uint32_t predicate)
{
    static const char *const words[] = {"allegedly", "supposedly", "alleged", "suspected", "supposed", "purported", NULL};
    for (int32_t c = k->trees->child[predicate]; c >= 0; c = k->trees->next[c])
        if ((k->word[c].rel == REL_ADVMOD || k->word[c].rel == REL_AMOD) && word_among(k, (uint32_t)c, words))
            return true;
    return is_charge(k, predicate);
}

static bool own_may(const Work *k, uint32_t predicate)
{
    static const char *const may[] = {"may", "might", NULL};
    int32_t aux = tree_child(k->trees, predicate, REL_AUX);
    return aux >= 0 && word_among(k, (uint32_t)aux, may);
}

/* The code of an act as its clause puts it: a future is an intent or, negated, a refusal. */
static const char *clause_code(const Work *k, const Act *act, int *modality)
{
    *modality = MODALITY_ASSERTED;
    switch ((Stand)act->stand) {
    case STAND_FACT:
        if (act->negative && is_leave(act->code)) /* "did not allow the ship to land" */
            return compose_code(k->w, act->code, OP_refuse);
        if (act->negative && (strcmp(act->code, "012") == 0 || strcmp(act->code, "013") == 0))
            return compose_code(k->w, act->code, OP_halt); /* "is not optimistic" */
        if (act->negative)
            *modality = MODALITY_DENIED;
        return act->code;
    case STAND_FUTURE: return compose_code(k->w, act->code, act->negative ? OP_refuse : OP_intent);
    case STAND_MUST:
    case STAND_SHOULD: *modality = MODALITY_DEMANDED; return act->code;
    case STAND_MAY:
        if (strcmp(act->code, "014") == 0 && !act->negative && own_may(k, act->predicate)) /* "might reconsider": that is 014 */
            return act->code;
        *modality = is_alleged(k, act->predicate) ? MODALITY_ALLEGED : MODALITY_HYPOTHETICAL;
        return act->code;
    case STAND_IF: *modality = MODALITY_CONDITIONAL; return act->code;
    case STAND_PURPOSE: *modality = MODALITY_INTENDED; return act->code;
    }
    return NULL;
}

/* What a governed act is, told as such with `--all`: "threatened to attack" intends an attack. MODALITY_ASSERTED:
 * nothing of its own. */
static int governed_modality(int op)
{
    switch ((Op)op) {
    case OP_intent:
    case OP_threat:
    case OP_consider: return MODALITY_INTENDED;
    case OP_appeal:
    case OP_demand: return MODALITY_DEMANDED;
    case OP_refuse:
    case OP_deny: return MODALITY_DENIED;
    case OP_accuse:
    case OP_allege: return MODALITY_ALLEGED;
    case OP_none:
    case OP_halt:
    case OP_same:
    case OP_rev:
    case OP_say:
    case OP_COUNT: break;
    }
    return MODALITY_ASSERTED;
}

/* "killed at a rally", "fire tear gas at a protest": the place of what the verb tells. */
static bool is_scene(const Work *k, uint32_t p)
{
    int32_t prep = tree_child(k->trees, p, REL_CASE), h = k->word[p].head;
    if (h >= 0 && is_noun(k, (uint32_t)h) && k->word[h].rel == REL_OBJ)
        h = k->word[h].head;
    return is_noun(k, p) && prep >= 0 && word_is(k, (uint32_t)prep, "at") && h >= 0 && k->group[h] >= 0 && is_verb(k, (uint32_t)h);
}

static void predicate_events(Work *k, uint32_t p, const Acts *acts)
{
    for (int i = 0; i < acts->n; i++) {
        int modality, governed = governed_modality(k->consumed[p]);
        if (!acts->item[i].code[0] || (k->consumed[p] && governed == MODALITY_ASSERTED))
            continue;
        const char *code = clause_code(k, acts->item + i, &modality);
        if (k->consumed[p]) {
            code = acts->item[i].code;
            modality = governed;
        }
        if (code && code[0] < 'A' && !(strncmp(code, "14", 2) == 0 && is_scene(k, p)))
            event_add(k, acts->item + i, code, modality);
    }
}

/* Sport, markets, entertainment: words of those fields, and no state in sight. Or a word that the user's tables say
 * makes a sentence no news (CLASS_DISCARD). */
static bool is_irrelevant(const Work *k, const Sentence *s)
{
    int sport = 0, market = 0, state = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        int32_t m = k->actors->at[i];
        if (token_in(k, i, CLASS_DISCARD))
            return true;
        sport += token_in(k, i, CLASS_SPORTWORD);
        market += token_in(k, i, CLASS_MARKETWORD);
        if (m >= 0) {
            const char *role = k->actors->mention[m].actor.role[0];
            state += strcmp(role, "GOV") == 0 || strcmp(role, "MIL") == 0 || strcmp(role, "COP") == 0 ||
                     strcmp(role, "REB") == 0;
        }
    }
    return sport >= 3 || (sport == 2 && !state) || (market >= 3 && !state);
}

/* Demands (104) and protests (14) are divided alike: for other leaders, another policy, rights, another regime. */
static void set_cause(Act *protest, const char *demand)
{
    if (strncmp(demand, "104", 3) == 0 && demand[3] && strlen(protest->code) == 3 && protest->code[2] >= '1')
        protest->code[3] = demand[3];
}

/* "…, saying he must resign": what a protest says should be done is its demand. */
static Act *said_demand(Work *k, const Sentence *s, Acts **acts, uint32_t say)
{
    int32_t clause = tree_child(k->trees, say, REL_CCOMP);
    Acts *said = clause >= 0 ? acts[(uint32_t)clause - s->first] : NULL;
    if (!said || !said->n || (said->item[0].stand != STAND_MUST && said->item[0].stand != STAND_SHOULD))
        return NULL;
    return said->item;
}

/* "Thousands marched, calling for independence from X": what a protest demands is told by it, and names its target. */
static void join_demands(Work *k, const Sentence *s, Acts **acts)
{
    for (uint32_t i = 0; i < s->n; i++) {
        Act *act = acts[i] && acts[i]->n ? acts[i]->item : NULL;
        int op = act ? k->w->row[act->row].op : OP_none;
        uint32_t t = s->first + i;
        int rel = k->word[t].rel;
        Act *said = op == OP_say && rel == REL_ADVCL ? said_demand(k, s, acts, t) : NULL;
        bool asks = act && (op == OP_appeal || op == OP_demand || strncmp(act->code, "10", 2) == 0);
        if ((!asks && !said) ||
            (rel != REL_ADVCL && rel != REL_ACL && rel != REL_XCOMP && rel != REL_CONJ) || tree_child(k->trees, t, REL_NSUBJ) >= 0)
            continue;
        const char *demand = said ? compose_code(k->w, said->code, OP_demand) : act->code;
        uint32_t h = (uint32_t)k->word[t].head;
        for (int up = 0; up < 2 && !acts[h - s->first] && k->word[h].head >= 0; up++)
            h = (uint32_t)k->word[h].head;
        Acts *over = acts[h - s->first];
        for (int j = 0; over && j < over->n; j++) {
            Act *protest = over->item + j;
            if (strncmp(protest->code, "14", 2) != 0 || protest->stand != STAND_FACT)
                continue;
            k->consumed[t] = OP_same;
            set_cause(protest, demand ? demand : "");
            if (!protest->target.n)
                copy_ends(k, said ? &said->source : &act->target, &protest->source, &protest->target);
        }
        if (said && k->consumed[t])
            acts[i]->n = 0;
    }
}

void sentence_events(Work *k, const Sentence *s)
{
    if (is_irrelevant(k, s))
        return;
    Acts **acts = NEW(k->a, Acts *, s->n + 1);
    for (uint32_t i = 0; i < s->n; i++)
        if (k->group[s->first + i] >= 0) {
            Acts found = {0};
            acts_of(k, s->first + i, NULL, 0, &found);
            if (found.n) {
                acts[i] = NEW(k->a, Acts, 1);
                *acts[i] = found;
            }
        }
    join_demands(k, s, acts);
    for (uint32_t i = 0; i < s->n; i++)
        for (int j = 0; acts[i] && j < acts[i]->n; j++)
            if (k->w->row[acts[i]->item[j].row].op == OP_say)
                statement_events(k, acts[i]->item + j);
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        if (k->word[i].head >= 0)
            according_events(k, i);
    for (uint32_t i = 0; i < s->n; i++)
        if (acts[i])
            predicate_events(k, s->first + i, acts[i]);
}

/* A word that makes the whole article no news, by the user's tables. */
static bool is_discarded(const Work *k)
{
    for (uint32_t i = 0; k->w->class_id[CLASS_DISCARDSTORY] >= 0 && i < k->text->n_tokens; i++)
        if (token_in(k, i, CLASS_DISCARDSTORY))
            return true;
    return false;
}

Events what_find(const WhatTables *w, const Article *d, Arena *a)
{
    Work k = work_open(w, d, a);
    if (is_discarded(&k))
        return (Events){0};
    for (uint32_t s = 0; s < d->text->n_sentences; s++)
        sentence_events(&k, d->text->sentence + s);
    whole_events(&k);
    return (Events){k.events.item, (uint32_t)k.events.n};
}
