/* Acts: a predicate's row, the act that its operator governs, and both ends.
 *
 *     "France agreed to lift sanctions on Iran"
 *      agree: intent of → lift: halt of → sanction: 163, target on Iran;  halted 085;  intended 0354: FRA → IRN
 *
 * A row is chosen by the conditions that hold; an operator's complement is read first, with the arguments of a
 * light verb handed down to its noun, and compose.tsv gives the code. */
#include "what/work.h"
#include "base/banned.h"

/* ---- conditions ----------------------------------------------------------------------------- */

static bool has_role(const Actor *a, uint64_t letters)
{
    char want[4] = {(char)letters, (char)(letters >> 8), (char)(letters >> 16), 0};
    for (int i = 0; i < ACTOR_ROLES; i++)
        if (strcmp(a->role[i], want) == 0)
            return true;
    return strcmp(a->country, want) == 0;
}

/* NGO and MNC stand in a code where others have their country. */
static bool is_of_country(const Actor *a)
{
    return a->country[0] && strcmp(a->country, "NGO") != 0 && strcmp(a->country, "MNC") != 0;
}

static bool ends_hold(const Work *k, const Cond *c, uint32_t token)
{
    Ends ends = {0};
    ends_of(k, token, SLOT_ANY, ARG_OWN, false, &ends);
    int32_t m = k->actors->at[token];
    if (c->kind == COND_PLURAL)
        return ends.n > 1 || (m >= 0 && k->actors->mention[m].plural);
    if (c->kind == COND_PERSON && m >= 0 && !ends.n)
        return k->actors->mention[m].how == HOW_UNKNOWN && k->word[token].upos == UPOS_PROPN;
    for (int i = 0; i < ends.n; i++) {
        const Actor *a = end_actor(k, ends.item + i);
        if (c->kind == COND_ACTOR || (c->kind == COND_COUNTRY && is_of_country(a)) ||
            (c->kind == COND_ROLE && has_role(a, c->value)) ||
            (c->kind == COND_PERSON && k->word[token].upos == UPOS_PROPN && a->role[0][0]))
            return true;
    }
    return false;
}

static bool code_begins(const char *code, uint64_t packed)
{
    for (int i = 0; i < 4 && (char)(packed >> (8 * i)); i++)
        if (code[i] != (char)(packed >> (8 * i)))
            return false;
    return code[0] != 0;
}

/* A town or region by its name is territory: "retook Fallujah". */
static bool is_town(const Work *k, uint32_t token)
{
    int32_t p = k->d->places ? k->d->places->at[token] : -1;
    return p >= 0 && k->word[token].upos == UPOS_PROPN &&
           (k->d->places->place[p].kind == PLACE_CITY || k->d->places->place[p].kind == PLACE_REGION);
}

static bool value_holds(Work *k, const Cond *c, uint32_t token, int depth)
{
    switch ((CondKind)c->kind) {
    case COND_CLASS:
        return phrase_has(k, token, (int)c->value) ||
               (c->value == (uint64_t)k->w->class_id[CLASS_TERRITORY] && is_town(k, token));
    case COND_INFINITIVE:
        return is_infinitive(k, token) && tree_child(k->trees, token, REL_NSUBJ) < 0 &&
               tree_child(k->trees, token, REL_COP) < 0;
    case COND_LEMMA: return k->word[token].lemma_key == c->value || k->token[token].key == c->value;
    case COND_CODE: {
        Acts acts = {0};
        acts_of(k, token, NULL, depth + 1, &acts);
        return acts.n && code_begins(acts.item[0].code, c->value);
    }
    case COND_ACTOR:
    case COND_COUNTRY:
    case COND_PERSON:
    case COND_PLURAL:
    case COND_ROLE: return ends_hold(k, c, token);
    case COND_SOME:
    case COND_NO: return true;
    }
    return false;
}

/* One value of a condition; alternatives are or-ed by the caller. */
static bool cond_holds(Work *k, const Cond *c, const Args *args, int32_t complement, uint32_t p, int depth)
{
    if (c->slot == SLOT_COMP) {
        bool any = complement >= 0 || args_first(args, SLOT_COMP) >= 0;
        if (c->kind == COND_SOME || c->kind == COND_NO)
            return any == (c->kind == COND_SOME);
        return complement >= 0 && value_holds(k, c, (uint32_t)complement, depth);
    }
    if (c->slot == SLOT_ANY) {
        uint32_t first, last;
        tree_span(k->trees, p, &first, &last);
        for (uint32_t t = first; t <= last; t++)
            if (t != p && (c->kind == COND_CLASS ? token_has(k, t, (int)c->value) : value_holds(k, c, t, depth)))
                return true;
        return false;
    }
    bool any = false;
    int32_t amount = c->slot == SLOT_OBJ ? args_first(args, SLOT_OBJ) : -1; /* "$100 billion in tariffs" */
    bool measured = amount >= 0 && is_measure(k, (uint32_t)amount);
    for (int i = 0; i < args->n; i++)
        if (args->item[i].slot == c->slot ||
            (measured && (args->item[i].slot == SLOT_in || args->item[i].slot == SLOT_of))) {
            any = true;
            if (c->kind == COND_SOME || (c->kind != COND_NO && value_holds(k, c, args->item[i].token, depth)))
                return true;
        }
    return c->kind == COND_NO && !any;
}

static bool row_holds(Work *k, const FrameRow *r, const Args *args, int32_t complement, uint32_t p, int depth)
{
    for (uint32_t i = 0; i < r->n_cond;) {
        const Cond *c = k->w->cond + r->cond + i;
        bool negate = c->flags & COND_NOT, holds = false;
        for (;; c++) {
            holds = holds || cond_holds(k, c, args, complement, p, depth);
            i++;
            if (!(c->flags & COND_OR))
                break;
        }
        if (holds == negate)
            return false;
    }
    return true;
}

/* ---- the row -------------------------------------------------------------------------------- */

static bool is_time(const Work *k, uint32_t token)
{
    return k->d->times && k->d->times->at[token] >= 0;
}

static bool has_extra(const Work *k, uint32_t p, uint64_t key)
{
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        if (k->word[c].lemma_key == key || k->token[c].key == key)
            return true;
        int rel = k->word[c].rel;
        if (is_time(k, (uint32_t)c)) /* "called X on Friday" is no call on X */
            continue;
        if (rel != REL_OBL && rel != REL_OBL_AGENT && rel != REL_NMOD && rel != REL_ADVCL && rel != REL_XCOMP &&
            rel != REL_CCOMP && rel != REL_AMOD && rel != REL_COMPOUND)
            continue;
        for (int32_t g = k->trees->child[c]; g >= 0; g = k->trees->next[g])
            if ((k->word[g].rel == REL_CASE || k->word[g].rel == REL_MARK || k->word[g].rel == REL_COMPOUND ||
                 k->word[g].rel == REL_AMOD) &&
                (k->token[g].key == key || k->word[g].lemma_key == key))
                return true;
    }
    /* "pushed back Russian forces": the particle behind the verb, wherever the parser hung it */
    uint32_t next = p + 1;
    if (next < k->text->n_tokens && k->token[next].sentence == k->token[p].sentence && k->token[next].key == key &&
        is_verb(k, p) && (k->word[next].upos == UPOS_ADV || k->word[next].upos == UPOS_ADP))
        return true;
    return p > 0 && k->token[p - 1].sentence == k->token[p].sentence &&
           (k->token[p - 1].key == key || k->word[p - 1].lemma_key == key) && !is_verb(k, p);
}

/* A bare verb where a noun belongs, as the tagger may read "lift ban", "cut aid". */
static bool is_noun_misread(const Work *k, uint32_t p)
{
    int rel = k->word[p].rel;
    if (rel != REL_XCOMP && rel != REL_OBJ && rel != REL_OBL && rel != REL_NMOD && rel != REL_COMPOUND)
        return false;
    Str form = k->token[p].fold;
    return !str_ends(form, STR("ed")) && !str_ends(form, STR("ing")) && mark_of(k, p) < 0 &&
           tree_child(k->trees, p, REL_AUX) < 0 && tree_child(k->trees, p, REL_NSUBJ) < 0 &&
           tree_child(k->trees, p, REL_OBJ) < 0;
}

static bool pos_fits(const Work *k, uint32_t p, int pos)
{
    if (pos == FRAME_VERB && is_verb(k, p))
        return k->word[p].upos != UPOS_AUX;
    switch (k->word[p].upos) {
    case UPOS_VERB: return pos == FRAME_VERB || pos == FRAME_ADJECTIVE || (pos == FRAME_NOUN && is_noun_misread(k, p));
    case UPOS_AUX: return false;
    case UPOS_NOUN:
    case UPOS_PROPN: return pos == FRAME_NOUN;
    case UPOS_ADJ: return pos == FRAME_ADJECTIVE;
    default: return false;
    }
}

/* The event noun that a phrase speaks of: "a series of attacks" is the attacks. */
static uint32_t event_head(const Work *k, uint32_t token)
{
    for (int i = 0; i < 3 && is_measure(k, token); i++) {
        int32_t c = tree_child(k->trees, token, REL_NMOD);
        if (c < 0)
            return token;
        token = (uint32_t)c;
    }
    return token;
}

/* Does any row of the word fit its part of speech? "Take place" governs no placing. */
static bool has_row(const Work *k, uint32_t token)
{
    int32_t groups[] = {k->group[token], k->group2[token]};
    for (ptrdiff_t j = 0; j < COUNT(groups); j++)
        for (uint32_t i = 0; groups[j] >= 0 && i < k->w->group[groups[j]].n; i++)
            if (pos_fits(k, token, k->w->row[k->w->entry[k->w->group[groups[j]].first + i].row].pos))
                return true;
    return false;
}

static int32_t governed_noun(const Work *k, const Args *args, int slot)
{
    int32_t t = args_first(args, slot);
    if (t < 0)
        return -1;
    t = (int32_t)event_head(k, (uint32_t)t);
    if (has_row(k, (uint32_t)t) || is_verb(k, (uint32_t)t))
        return t;
    int32_t c = tree_child(k->trees, (uint32_t)t, REL_COMPOUND); /* "a mediation effort" is the mediation */
    return c >= 0 && k->group[c] >= 0 && is_noun(k, (uint32_t)c) ? c : -1;
}

static int32_t find_complement(const Work *k, uint32_t p, const Args *args, int prep)
{
    static const uint8_t verb_slots[] = {SLOT_COMP, SLOT_of, SLOT_for, SLOT_from, SLOT_into};
    static const uint8_t noun_slots[] = {SLOT_COMP,  SLOT_for,  SLOT_of,   SLOT_to, SLOT_on,
                                         SLOT_about, SLOT_over, SLOT_with, SLOT_MOD};
    int32_t t = prep ? governed_noun(k, args, prep) : -1;
    if (t >= 0)
        return t;
    if (is_verb(k, p)) {
        for (ptrdiff_t i = 0; i < COUNT(verb_slots); i++) {
            t = args_first(args, verb_slots[i]);
            if (t >= 0 && (verb_slots[i] == SLOT_COMP || is_verb(k, (uint32_t)t)))
                return t;
        }
        t = governed_noun(k, args, SLOT_OBJ);
        int32_t o = args_first(args, SLOT_OBJ);
        if (t < 0 && (o < 0 || word_is(k, (uint32_t)o, "place")) && k->actors->at[MAX(args_first(args, SLOT_SUBJ), 0)] < 0)
            t = governed_noun(k, args, SLOT_SUBJ);
        for (ptrdiff_t i = 1; t < 0 && i < COUNT(verb_slots); i++)
            t = governed_noun(k, args, verb_slots[i]);
        return t != (int32_t)p ? t : -1;
    }
    for (ptrdiff_t i = 0; i < COUNT(noun_slots); i++) {
        t = args_first(args, noun_slots[i]);
        if (t >= 0 && (noun_slots[i] == SLOT_COMP || k->group[t] >= 0 || is_verb(k, (uint32_t)t)))
            return t;
    }
    return -1;
}

/* Of rows with as many conditions the one with the finer code wins. */
static int fineness(const FrameRow *r)
{
    size_t n = strlen(r->code);
    return n == 4 ? 2 : n == 3 && r->code[2] != '0' ? 1 : 0;
}

/* What follows "turn down", "call on", "break off" is their object, however the particle was read. */
static void alias_object(Args *args, int slot)
{
    int32_t t = slot ? args_first(args, slot) : -1;
    if (t >= 0 && args_first(args, SLOT_OBJ) < 0)
        args_add(args, SLOT_OBJ, (uint32_t)t, ARG_OWN);
}

/* Participles as adjectives ("he was dismayed at …", "disturbed by …"): the one who feels is the subject. */
static void feel_subject(Args *args)
{
    for (int i = 0; args->passive && i < args->n; i++)
        if (args->item[i].slot == SLOT_SUBJ)
            args->item[i].slot = SLOT_by;
        else if (args->item[i].slot == SLOT_OBJ)
            args->item[i].slot = SLOT_SUBJ;
}

/* A clause with a subject of its own: "concluded that the US must …". */
static bool is_own_clause(const Work *k, uint32_t c)
{
    return k->word[c].rel == REL_CCOMP && tree_child(k->trees, c, REL_NSUBJ) >= 0;
}

static void match_group(Work *k, uint32_t p, int32_t group, const Args *args, int depth, Match *best)
{
    const FrameGroup *g = k->w->group + group;
    for (uint32_t i = g->first; i < g->first + g->n; i++) {
        const FrameEntry *e = k->w->entry + i;
        const FrameRow *r = k->w->row + e->row;
        if (!pos_fits(k, p, r->pos))
            continue;
        int extras = 0;
        bool fits = true;
        for (; fits && extras < ENTRY_EXTRAS && e->extra[extras]; extras++)
            fits = has_extra(k, p, e->extra[extras]);
        if (!fits)
            continue;
        int bias = r->pos != FRAME_ADJECTIVE || !is_verb(k, p) ? 0 : args->passive ? 12 : -4;
        int score = 16 * extras + 8 * r->weight + fineness(r) + bias;
        if (score <= best->score)
            continue;
        Args with = *args;
        alias_object(&with, e->slot);
        int32_t complement = r->op || r->n_cond ? find_complement(k, p, &with, e->slot) : -1;
        if (r->op == OP_same || r->op == OP_rev) { /* "announced a suspension of aid, …": the noun before clauses */
            int32_t noun = governed_noun(k, &with, SLOT_OBJ);
            complement = noun >= 0 && noun != (int32_t)p ? noun : complement;
        }
        int32_t object = r->op == OP_same || r->op == OP_rev ? args_first(&with, SLOT_OBJ) : -1;
        if (object >= 0 && k->actors->at[object] < 0 && complement >= 0 && is_verb(k, (uint32_t)complement))
            complement = governed_noun(k, &with, SLOT_OBJ); /* "gave money to promote trade" promotes nothing yet */
        if (r->op == OP_rev && complement >= 0 && is_verb(k, (uint32_t)complement))
            continue; /* "received X to discuss": a purpose */
        if ((r->op == OP_same || r->op == OP_rev) && (complement < 0 || is_own_clause(k, (uint32_t)complement)))
            continue; /* a light verb without its noun says nothing */
        if (r->pos == FRAME_ADJECTIVE)
            feel_subject(&with);
        if (row_holds(k, r, &with, complement, p, depth))
            *best = (Match){(int32_t)e->row, complement, e->slot, score};
    }
}

Match row_match(Work *k, uint32_t p, const Args *args, int depth)
{
    Match best = {-1, -1, SLOT_NONE, -1};
    if (k->group[p] >= 0)
        match_group(k, p, k->group[p], args, depth, &best);
    if (k->group2[p] >= 0)
        match_group(k, p, k->group2[p], args, depth, &best);
    return best;
}

/* ---- ends ----------------------------------------------------------------------------------- */

static const uint8_t verb_source[] = {SLOT_SUBJ, 0}, verb_target[] = {SLOT_OBJ, 0};
static const uint8_t noun_source[] = {SLOT_SUBJ, SLOT_POSS, SLOT_by, SLOT_MOD, 0};
static const uint8_t noun_target[] = {SLOT_OBJ, SLOT_against, SLOT_on, SLOT_of, SLOT_to, SLOT_with, SLOT_in, 0};
static const uint8_t pair_source[] = {SLOT_SUBJ, SLOT_POSS, SLOT_between, SLOT_among, SLOT_by, SLOT_MOD, SLOT_of, 0};
static const uint8_t pair_target[] = {SLOT_with, SLOT_OBJ, SLOT_against, SLOT_to, 0};
static const uint8_t adjective_target[] = {SLOT_at, SLOT_with, SLOT_about, SLOT_by, SLOT_of, SLOT_over, 0};
static const uint8_t operator_target[] = {SLOT_COBJ, SLOT_to, SLOT_with, SLOT_against, SLOT_CSUBJ, SLOT_OBJ, 0};

static const uint8_t *source_slots(const FrameRow *r)
{
    if (r->source[0])
        return r->source;
    if (r->pos != FRAME_NOUN)
        return verb_source;
    return r->flags & FLAG_recip ? pair_source : noun_source;
}

static const uint8_t *target_slots(const FrameRow *r)
{
    if (r->target[0])
        return r->target;
    if (r->op && r->op != OP_say)
        return operator_target;
    if (r->pos == FRAME_ADJECTIVE)
        return adjective_target;
    if (r->pos == FRAME_VERB)
        return verb_target;
    return r->flags & FLAG_recip ? pair_target : noun_target;
}

static void copy_ends(const Work *k, const Ends *from, const Ends *but, Ends *to)
{
    for (int i = 0; i < from->n; i++)
        if (!(but && ends_has(but, k, from->item[i].mention)) && to->n < ENDS_MAX)
            to->item[to->n++] = from->item[i];
}

/* Subject or object of a governed clause that is no act of its own: "warned that Russia could become …". */
static void clause_ends(const Work *k, const Args *args, int slot, const Ends *but, Ends *out)
{
    int32_t c = args_first(args, SLOT_COMP);
    Ends found = {0};
    if (c < 0)
        return;
    int32_t t = slot == SLOT_CSUBJ ? surface_subject(k, (uint32_t)c, 0) : tree_child(k->trees, (uint32_t)c, REL_OBJ);
    if (t >= 0)
        ends_of(k, (uint32_t)t, slot, ARG_SHARED, true, &found);
    copy_ends(k, &found, but, out);
}

/* "its troops", "their ambassador", a missile that somebody fires: what belongs to the doer is not the other side. */
static bool is_own_thing(const Work *k, uint32_t token, int slot, const Ends *doer)
{
    int32_t poss = tree_child(k->trees, token, REL_NMOD_POSS), m = k->actors->at[token];
    bool arms = m >= 0 && slot == SLOT_OBJ && k->actors->mention[m].how == HOW_ROLE &&
                (token_in(k, token, CLASS_ARMS) || token_in(k, token, CLASS_TROOPS));
    if (!arms && (poss < 0 || k->word[poss].upos != UPOS_PRON))
        return false;
    for (int i = 0; m >= 0 && i < doer->n; i++) {
        const Actor *a = end_actor(k, doer->item + i);
        bool state = !a->role[0][0] || strcmp(a->role[0], "GOV") == 0 ||
                     strcmp(a->role[0], "MIL") == 0; /* rebels fight the army */
        if (strcmp(a->country, k->actors->mention[m].actor.country) == 0 && (state || !arms))
            return true;
    }
    return false;
}

/* "military operation", "terrorist attack": a kind, not a doer. */
static bool is_role_adjective(const Work *k, uint32_t token)
{
    int32_t m = k->actors->at[token];
    return k->word[token].upos == UPOS_ADJ && m >= 0 && k->actors->mention[m].how == HOW_ROLE;
}

/* Actors at the slots, first slot that has one; `but` are the actors of the other end. */
static void take_ends(const Work *k, const uint8_t *slots, const Args *args, const Act *sub, const Ends *but,
                      bool carrier, Ends *out)
{
    for (; *slots && !out->n; slots++) {
        if (*slots == SLOT_CSUBJ || *slots == SLOT_COBJ) {
            if (sub)
                copy_ends(k, *slots == SLOT_CSUBJ ? &sub->source : &sub->target, but, out);
            if (!out->n)
                clause_ends(k, args, *slots, but, out);
            continue;
        }
        for (int i = 0; i < args->n; i++) {
            const Arg *g = args->item + i;
            if (g->slot != *slots || (*slots == SLOT_MOD && is_role_adjective(k, g->token)))
                continue;
            Ends found = {0};
            bool inside = carrier && (*slots != SLOT_MOD || !is_verb(k, g->token));
            if (but && is_own_thing(k, g->token, g->slot, but))
                continue;
            ends_of(k, g->token, g->slot, g->how, inside, &found);
            copy_ends(k, &found, but, out);
            bool noun = is_noun(k, g->token) || k->word[g->token].upos == UPOS_PRON;
            if (!but && *slots == SLOT_SUBJ && noun && !out->n && !is_measure(k, g->token))
                return; /* a doer is named, but not one that we know; "thousands" are people of the place */
        }
    }
}

/* ---- operators ------------------------------------------------------------------------------ */

/* Arguments of a light verb or operator that its noun may use. */
static void hand_down(const Args *args, Op op, const Match *m, Args *outer)
{
    bool whole =
        op == OP_same || op == OP_rev || op == OP_halt || op == OP_intent || op == OP_threat || op == OP_consider;
    *outer = (Args){0};
    for (int i = 0; i < args->n; i++) {
        const Arg *g = args->item + i;
        if ((int32_t)g->token == m->complement)
            continue;
        if (g->slot == SLOT_COMP) { /* "announced a decision to cut ties": the clause may be the noun's */
            if (op == OP_same && (int32_t)g->token > m->complement)
                args_add(outer, SLOT_COMP, g->token, ARG_OUTER);
            continue;
        }
        int slot = g->slot;
        if (!whole && (slot <= SLOT_ANY || (int32_t)g->token < m->complement))
            continue; /* an appeal's own subject is not the subject of what it asks for */
        if (slot == SLOT_SUBJ && op == OP_rev)
            slot = SLOT_OBJ;
        else if (op == OP_rev && (slot == SLOT_from || slot == SLOT_by))
            slot = SLOT_SUBJ;
        else if (slot == SLOT_IOBJ)
            slot = SLOT_to;
        args_add(outer, slot, g->token, ARG_OUTER);
    }
}

static void read_complements(Work *k, const Match *m, const Args *args, int depth, Acts *subs)
{
    const FrameRow *r = k->w->row + m->row;
    if (m->complement < 0 || r->op == OP_say || depth >= DEPTH_MAX)
        return;
    uint32_t c = (uint32_t)m->complement;
    Args outer;
    bool down = !is_verb(k, c);
    if (down)
        hand_down(args, (Op)r->op, m, &outer);
    k->consumed[c] = r->op;
    acts_of(k, c, down ? &outer : NULL, depth + 1, subs);
    for (int32_t j = k->trees->child[c]; j >= 0; j = k->trees->next[j])
        if (k->word[j].rel == REL_CONJ && subs->n < ACTS_MAX) {
            k->consumed[j] = r->op;
            acts_of(k, (uint32_t)j, down ? &outer : NULL, depth + 1, subs);
        }
}

static void set_code(Act *act, const char *code)
{
    memset(act->code, 0, sizeof act->code);
    if (code)
        memcpy(act->code, code, strlen(code));
}

/* Code of the operator over a sub-act; a negated sub-act is an ended one. */
static const char *operate(const Work *k, const FrameRow *r, const Act *sub)
{
    const char *deed = sub->code;
    if (r->op == OP_same || r->op == OP_rev)
        return deed;
    if (r->op > COMPOSE_OPS)
        return NULL;
    if (sub->deed[0] && (r->op == OP_refuse || r->op == OP_intent)) /* "rejected a request for a loan" */
        deed = sub->deed;
    else if (sub->negative)
        deed = compose_code(k->w, deed, OP_halt);
    if (r->op == OP_appeal && deed && (deed[0] == '1') && deed[1] >= '6' && deed[1] <= '7' && !sub->target.n)
        return r->code; /* harshness against nobody else is no opposition to rally */
    return deed ? compose_code(k->w, deed, (Op)r->op) : NULL;
}

/* "After talks with X, Y said …", "after the X meeting, Y …": the other party is the subject of the verb above. */
static void governing_subject(const Work *k, Act *act)
{
    uint32_t p = act->predicate;
    Ends found = {0};
    if (is_verb(k, p) || k->word[p].head < 0 || (k->word[p].rel == REL_NSUBJ || k->word[p].rel == REL_NSUBJ_PASS))
        return;
    uint32_t h = (uint32_t)k->word[p].head;
    int32_t s = is_noun(k, h) && k->actors->at[h] >= 0 ? (int32_t)h : surface_subject(k, h, 0);
    if (s < 0)
        return;
    ends_of(k, (uint32_t)s, SLOT_SUBJ, ARG_CONTROL, false, &found);
    if (act->source.n)
        copy_ends(k, &found, &act->source, &act->target);
    else
        copy_ends(k, &found, &act->target, &act->source);
}

/* "On a visit to Y, X said …", "at the end of a visit": who travels is the subject of the verb above. */
static void traveller(const Work *k, Act *act)
{
    static const char *const preps[] = {"on", "during", "in", "at", "after", "following", "since", "as", NULL};
    static const char *const parts[] = {"end", "start", "beginning", "course", "part", "leg", "day", "close", "conclusion", NULL};
    uint32_t p = act->predicate;
    if (k->word[p].rel == REL_NMOD && k->word[p].head >= 0 && is_noun(k, p) && word_among(k, (uint32_t)k->word[p].head, parts))
        p = (uint32_t)k->word[p].head;
    int32_t prep = tree_child(k->trees, p, REL_CASE), h = k->word[p].head;
    Ends found = {0};
    if (!is_noun(k, p) || k->word[p].rel != REL_OBL || prep < 0 || h < 0 || !word_among(k, (uint32_t)prep, preps))
        return;
    int32_t s = surface_subject(k, (uint32_t)h, 0);
    if (s < 0)
        return;
    ends_of(k, (uint32_t)s, SLOT_SUBJ, ARG_CONTROL, false, &found);
    copy_ends(k, &found, &act->target, &act->source);
}

/* "their talks", "the two leaders met", "a meeting between the two": the pair that the text named last, unless the
 * phrase itself tells both. */
static void both_ends(const Work *k, const Args *args, Act *act)
{
    static const uint8_t slots[] = {SLOT_SUBJ, SLOT_POSS, SLOT_between};
    Ends pair = {0};
    if (!act->recip || act->target.n || act->source.n > 1)
        return;
    for (ptrdiff_t i = 0; i < COUNT(slots) && !pair.n; i++) {
        int32_t t = args_first(args, slots[i]);
        if (t >= 0 && means_both(k, (uint32_t)t))
            ends_both(k, (uint32_t)t, &pair);
    }
    if (pair.n)
        act->source = pair;
}

/* "will fight back if X persists": the one whose act is the condition. */
static void condition_ends(const Work *k, Act *act)
{
    for (int32_t c = k->trees->child[act->predicate]; c >= 0; c = k->trees->next[c]) {
        int32_t mark = k->word[c].rel == REL_ADVCL ? mark_of(k, (uint32_t)c) : -1;
        int32_t s = mark >= 0 && word_is(k, (uint32_t)mark, "if") ? surface_subject(k, (uint32_t)c, 0) : -1;
        Ends found = {0};
        if (s < 0)
            continue;
        ends_of(k, (uint32_t)s, SLOT_CSUBJ, ARG_SHARED, false, &found);
        copy_ends(k, &found, &act->source, &act->target);
    }
}

/* Last of all: the first actor of another country below the predicate and behind it. */
static void far_target(const Work *k, Act *act)
{
    uint32_t first, last;
    tree_span(k->trees, act->predicate, &first, &last);
    const Actor *source = end_actor(k, act->source.item);
    for (uint32_t t = act->predicate + 1; t <= last; t++) {
        int32_t m = k->actors->at[t];
        if (!mention_coded(k, m) || strcmp(k->actors->mention[m].actor.country, source->country) == 0)
            continue;
        act->target.item[act->target.n++] = (End){.mention = m, .how = ARG_OUTER, .indirect = true};
        return;
    }
}

/* "Students marched to demand reforms by X's government": the government that the demand speaks of. */
static void demand_target(const Work *k, Act *act)
{
    uint32_t first, last;
    tree_span(k->trees, act->predicate, &first, &last);
    for (uint32_t t = act->predicate + 1; t <= last; t++) {
        int32_t m = k->actors->at[t], demand = k->word[t].head;
        if (!mention_coded(k, m) || strcmp(k->actors->mention[m].actor.role[0], "GOV") != 0)
            continue;
        for (int up = 0; up < DEPTH_MAX && demand > (int32_t)act->predicate && !token_in(k, (uint32_t)demand, CLASS_REQUESTWORD); up++)
            demand = k->word[demand].head;
        if (demand > (int32_t)act->predicate && token_in(k, (uint32_t)demand, CLASS_REQUESTWORD))
            act->target.item[act->target.n++] = (End){.mention = m, .how = ARG_OUTER};
        return;
    }
}

/* "accused each other of", "traded blows with one another": several who do it to each other. */
static bool is_mutual(const Work *k, const Args *args)
{
    for (int i = 0; i < args->n; i++) {
        uint32_t t = args->item[i].token;
        bool each = word_is(k, t, "each") || word_is(k, t, "one");
        if (each && args->item[i].slot != SLOT_SUBJ && t + 1 < k->text->n_tokens &&
            (word_is(k, t + 1, "other") || word_is(k, t + 1, "another")))
            return true;
        if (t > 0 && args->item[i].slot != SLOT_SUBJ && (word_is(k, t, "other") || word_is(k, t, "another")) &&
            (word_is(k, t - 1, "each") || word_is(k, t - 1, "one")))
            return true;
    }
    return false;
}

/* Both ends of a row's act. */
static void fill_ends(const Work *k, const FrameRow *r, const Args *args, const Act *sub, Act *act)
{
    static const uint8_t anywhere[] = {SLOT_OBJ,  SLOT_IOBJ, SLOT_to,   SLOT_with, SLOT_against, SLOT_on, SLOT_for,
                                       SLOT_from, SLOT_of,   SLOT_COMP, 0};
    static const uint8_t nearby[] = {SLOT_to,      SLOT_for,   SLOT_with, SLOT_against, SLOT_on,   SLOT_of,
                                     SLOT_from,    SLOT_in,    SLOT_into, SLOT_at,      SLOT_over, SLOT_about,
                                     SLOT_between, SLOT_among, SLOT_near, SLOT_across,  SLOT_OBJ,  0};
    bool carrier = !(r->flags & FLAG_named);
    if (!r->no_source)
        take_ends(k, source_slots(r), args, sub, NULL, true, &act->source);
    if (r->no_target)
        return;
    if (act->source.n > 1 && is_mutual(k, args)) {
        act->recip = true;
        return;
    }
    take_ends(k, target_slots(r), args, sub, &act->source, carrier, &act->target);
    both_ends(k, args, act);
    if (act->recip && act->source.n + act->target.n == 1)
        governing_subject(k, act);
    if (strcmp(act->code, "042") == 0 && !act->source.n && act->target.n)
        traveller(k, act);
    if (act->target.n || (act->recip && act->source.n > 1))
        return;
    if (sub && r->op && r->op != OP_say) {
        copy_ends(k, &sub->target, &act->source, &act->target);
        if (!act->target.n)
            copy_ends(k, &sub->source, &act->source, &act->target);
    }
    static const uint8_t inside[] = {SLOT_OBJ, 0};
    if (!act->target.n && r->pos == FRAME_VERB && carrier && r->op != OP_say) /* "cut aid to Pakistan" */
        take_ends(k, inside, args, sub, &act->source, true, &act->target);
    if (!act->target.n && r->pos == FRAME_VERB && !(r->flags & FLAG_notgt))
        condition_ends(k, act);
    if (!act->target.n && (r->op || r->flags & FLAG_speech) && r->op != OP_say && carrier)
        take_ends(k, anywhere, args, sub, &act->source, true, &act->target);
    if (r->flags & FLAG_speech && act->source.n && act->target.n == 1 &&
        is_self_talk(k, act->source.item, act->target.item))
        act->target.n = 0; /* "Russia will cancel …, its premier warned" */
    if (!act->target.n && r->flags & FLAG_speech && args_first(args, SLOT_COMP) >= 0 &&
        carrier) { /* "warned it would cancel projects with X" */
        Args said;
        args_of(k, (uint32_t)args_first(args, SLOT_COMP), &said);
        take_ends(k, anywhere, &said, NULL, &act->source, true, &act->target);
    }
    bool meeting = act->recip && r->pos == FRAME_NOUN; /* a summit in Vietnam is not one with it */
    if (!act->target.n && r->op != OP_say && carrier && act->source.n && !meeting)
        take_ends(k, nearby, args, sub, &act->source, true, &act->target);
    if (!act->target.n && r->op != OP_say && carrier && act->source.n &&
        (strncmp(act->code, "04", 2) != 0 || act->code[2] == '5'))
        far_target(k, act);
    if (strncmp(act->code, "14", 2) != 0 || !act->source.n)
        return;
    if (act->target.n == 1 && act->target.item[0].slot == SLOT_in)
        act->target.n = 0; /* where it happens, not whom it is against */
    if (!act->target.n)
        demand_target(k, act);
}

/* A light verb's own arguments, where its noun's row does not ask for them: "came under attack from X", "staged a
 * protest". */
static void light_ends(const Work *k, const FrameRow *r, const Args *args, uint32_t noun, Act *act)
{
    static const uint8_t subject[] = {SLOT_SUBJ, 0}, object[] = {SLOT_OBJ, 0}, doer[] = {SLOT_from, SLOT_by, 0};
    Args own;
    if (r->op == OP_same) {
        if (!act->source.n)
            take_ends(k, subject, args, NULL, &act->target, true, &act->source);
        int32_t o = args_first(args, SLOT_OBJ); /* "began bombing Yemen" */
        if (!act->target.n && o > (int32_t)noun && !act->recip)
            take_ends(k, object, args, NULL, &act->source, false, &act->target);
        return;
    }
    act->target = (Ends){0};
    take_ends(k, subject, args, NULL, &act->source, true, &act->target);
    if (act->source.n)
        return;
    take_ends(k, doer, args, NULL, &act->target, true, &act->source);
    args_of(k, noun, &own);
    take_ends(k, doer, &own, NULL, &act->target, true, &act->source);
}

static void add_act(Work *k, const Match *m, const Args *args, const Act *sub, uint32_t p, Acts *out)
{
    const FrameRow *r = k->w->row + m->row;
    if (out->n == ACTS_MAX)
        return;
    Act act = {.predicate = p,
               .light = -1,
               .row = m->row,
               .recip = r->flags & FLAG_recip,
               .passive = args->passive,
               .confidence = 1,
               .lone = r->flags & FLAG_notgt || (sub && sub->lone && r->op)};
    const char *code = sub ? operate(k, r, sub) : NULL;
    if ((r->op == OP_same || r->op == OP_rev) && sub) {
        act = *sub;
        act.light = (int32_t)p;
        act.passive = act.passive || args->passive;
    } else if (r->op == OP_same || r->op == OP_rev) {
        return;
    }
    bool vague = r->op == OP_intent && !code && r->pos != FRAME_ADJECTIVE &&
                 token_in(k, p, CLASS_HYPOVERB); /* "hopes to win": no act in sight */
    set_code(&act, code ? code : vague ? "" : r->code);
    memset(act.deed, 0, sizeof act.deed);
    if (sub && !sub->negative && (r->op == OP_appeal || r->op == OP_demand || r->op == OP_intent))
        memcpy(act.deed, sub->code, sizeof act.deed);
    bool own = false;
    act.stand = (uint8_t)stand_of(k, p, &own);
    act.negative = own ^ (act.light == (int32_t)p && is_verb(k, act.predicate) && act.negative); /* "has yet to leave" */
    bool of_subject = sub && r->op && m->complement == args_first(args, SLOT_SUBJ); /* "talks collapsed" */
    if (sub && (r->op == OP_rev || (r->op == OP_same && !of_subject)) && is_noun(k, sub->predicate))
        light_ends(k, r, args, sub->predicate, &act);
    if (of_subject && r->op != OP_rev) {
        act.source = sub->source;
        act.target = sub->target;
        act.recip = sub->recip;
    } else if (!((r->op == OP_same || r->op == OP_rev) && sub)) {
        fill_ends(k, r, args, sub, &act);
    }
    if (act.code[0] || act.source.n || act.target.n)
        out->item[out->n++] = act;
}

/* "Swedish nurse kidnapped in Niger": headlines leave the auxiliary out. */
static bool is_short_passive(const Work *k, uint32_t p, const FrameRow *r, const Args *args)
{
    static const char *const codes[] = {"17", "18", "19", "20", "084", "075", "085", "163", "129", NULL};
    bool plain = !r->target[0] || (r->target[0] == SLOT_OBJ && (r->flags & FLAG_nosrc || strcmp(r->code, "163") == 0));
    if (args->passive || r->op || r->pos != FRAME_VERB || !plain || args_first(args, SLOT_OBJ) >= 0 ||
        args_first(args, SLOT_SUBJ) < 0 || args_first(args, SLOT_COMP) >= 0 || tree_child(k->trees, p, REL_AUX) >= 0)
        return false;
    if (p + 1 < k->text->n_tokens) { /* "arrested more than 100 people": an object, whatever the parser made of it */
        int next = k->word[p + 1].upos;
        if (next == UPOS_DET || next == UPOS_NUM || next == UPOS_NOUN || next == UPOS_PROPN || next == UPOS_PRON ||
            next == UPOS_ADJ)
            return false;
    }
    bool coded = false;
    for (int i = 0; codes[i]; i++)
        coded |= strncmp(r->code, codes[i], strlen(codes[i])) == 0;
    Str form = k->token[p].fold;
    bool past = (!str_eq(form, k->word[p].lemma) || str_eq(form, STR("hit")) || str_eq(form, STR("hurt"))) &&
                !str_ends(form, STR("s")) && !str_ends(form, STR("ing"));
    uint8_t flags = k->text->sentence[k->token[p].sentence].flags;
    return coded && past &&
           (r->flags & FLAG_nosrc || flags & (SENTENCE_TITLE | SENTENCE_HEADLINE) || k->word[p].feats & FEAT_PASSIVE);
}

static void undo_short_passive(Args *args)
{
    args->passive = true;
    for (int i = 0; i < args->n; i++)
        if (args->item[i].slot == SLOT_SUBJ)
            args->item[i].slot = SLOT_OBJ;
        else if (args->item[i].slot == SLOT_by)
            args->item[i].slot = SLOT_SUBJ;
}

/* "provide military aid": the object's own act says what kind. */
static void refine(Work *k, const Args *args, int depth, Act *act)
{
    int32_t o = args_first(args, SLOT_OBJ);
    if (o < 0)
        return;
    o = (int32_t)event_head(k, (uint32_t)o);
    if (k->group[o] < 0 || is_verb(k, (uint32_t)o) || o == (int32_t)act->predicate)
        return;
    Acts noun = {0};
    acts_of(k, (uint32_t)o, NULL, depth + 1, &noun);
    if (!noun.n || strncmp(noun.item[0].code, act->code, 2) != 0)
        return;
    k->consumed[o] = OP_same;
    if (strlen(act->code) == 3 && act->code[2] == '0')
        set_code(act, noun.item[0].code);
    if (!act->target.n)
        copy_ends(k, &noun.item[0].target, &act->source, &act->target);
}

/* "backed a plan to ship Y weapons": the clause names the other side. */
static void target_of_clause(Work *k, const Args *args, int depth, Act *act)
{
    int32_t c = args_first(args, SLOT_COMP);
    int32_t o = args_first(args, SLOT_OBJ);
    Acts acts = {0};
    if (c < 0 && o >= 0)
        c = tree_child(k->trees, (uint32_t)o, REL_ACL);
    if (c < 0)
        return;
    acts_of(k, (uint32_t)c, NULL, depth + 1, &acts);
    if (acts.n)
        copy_ends(k, &acts.item[0].target, &act->source, &act->target);
}

/* Does the row speak about its object as a word, not as an actor? */
static bool asks_object(const Work *k, const FrameRow *r)
{
    for (uint32_t i = 0; i < r->n_cond; i++) {
        const Cond *c = k->w->cond + r->cond + i;
        if (c->slot == SLOT_OBJ && (c->kind == COND_CLASS || c->kind == COND_LEMMA))
            return true;
    }
    return false;
}

static bool is_definite(const Work *k, uint32_t noun)
{
    int32_t det = tree_child(k->trees, noun, REL_DET);
    return det >= 0 &&
           (word_is(k, (uint32_t)det, "the") || word_is(k, (uint32_t)det, "this") || word_is(k, (uint32_t)det, "that"));
}

void acts_of(Work *k, uint32_t p, const Args *outer, int depth, Acts *out)
{
    bool modifier = k->word[p].upos == UPOS_VERB && (k->word[p].rel == REL_AMOD || k->word[p].rel == REL_COMPOUND);
    if (depth > DEPTH_MAX || k->group[p] < 0 || (is_noun(k, p) && is_time(k, p)) ||
        (modifier && depth == 0)) /* "shooting attacks" tells the attacks */
        return;
    Args args;
    args_of(k, p, &args);
    for (int i = 0; outer && i < outer->n; i++)
        args_add(&args, outer->item[i].slot, outer->item[i].token, ARG_OUTER);
    Match m = row_match(k, p, &args, depth);
    if (m.row < 0)
        return;
    Acts subs = {0};
    const FrameRow *r = k->w->row + m.row;
    int rel = k->word[p].rel;
    if (r->pos == FRAME_NOUN && strcmp(r->code, "057") == 0 && depth == 0 && is_definite(k, p))
        return; /* "the accord with X": signed some time */
    if (args.passive && strcmp(r->code, "051") == 0 && (rel == REL_ACL || rel == REL_ADVCL) &&
        tree_child(k->trees, p, REL_AUX_PASS) < 0)
        return; /* "forces, backed by jets, …": how things stand */
    alias_object(&args, m.slot);
    bool misread = m.slot && args.passive && k->word[p].rel == REL_ACL && args_first(&args, SLOT_SUBJ) < 0;
    if (misread || r->pos == FRAME_ADJECTIVE) /* "X called on Y", read as a participle */
        feel_subject(&args);
    if (is_short_passive(k, p, r, &args))
        undo_short_passive(&args);
    if (r->op)
        read_complements(k, &m, &args, depth, &subs);
    for (int i = 0; i < subs.n; i++)
        add_act(k, &m, &args, subs.item + i, p, out);
    if (!subs.n)
        add_act(k, &m, &args, NULL, p, out);
    if (!r->op && out->n && !out->item[out->n - 1].target.n && !r->no_target && !(r->flags & FLAG_notgt))
        target_of_clause(k, &args, depth, out->item + out->n - 1);
    if (!r->op && out->n && r->pos == FRAME_VERB && asks_object(k, r) && args_first(&args, SLOT_OBJ) >= 0)
        k->consumed[event_head(k, (uint32_t)args_first(&args, SLOT_OBJ))] = OP_same; /* "called off the talks" */
    if (!r->op && out->n && r->pos == FRAME_VERB)
        refine(k, &args, depth, out->item + out->n - 1);
}
