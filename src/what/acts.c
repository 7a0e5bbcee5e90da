/* Acts: a predicate's row (match.c), the act that its operator governs, and both ends (fill.c).
 *
 *     "France agreed to lift sanctions on Iran"
 *      agree: intent of → lift: halt of → sanction: 163, target on Iran;  halted 085;  intended 0354: FRA → IRN
 *
 * A row is chosen by the conditions that hold; an operator's complement is read first, with the arguments of a
 * light verb handed down to its noun, and compose.tsv gives the code. */
#include "what/work.h"
#include "base/banned.h"

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

/* ---- assembly -------------------------------------------------------------------------------- */

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
        act.passive = act.passive || r->op == OP_halt; /* "the curfew eased": nobody is said to do it */
    } else if (!((r->op == OP_same || r->op == OP_rev) && sub)) {
        fill_ends(k, r, args, sub, &act);
        if (r->op == OP_appeal && strcmp(act.code, "113") == 0 && act.target.n && !ends_has(&sub->target, k, act.target.item->mention))
            set_code(&act, r->code); /* "asked X to cut links with Y" asks X; it rallies against Y */
    }
    if (act.code[0] || act.source.n || act.target.n)
        out->item[out->n++] = act;
}

/* "Swedish nurse kidnapped in Niger": headlines leave the auxiliary out. */
static bool is_short_passive(const Work *k, uint32_t p, const FrameRow *r, const Args *args)
{
    static const char *const codes[] = {"116", "17", "18", "19", "20", "084", "075", "085", "163", "129", NULL};
    bool plain = !r->target[0] || (r->target[0] == SLOT_OBJ && (r->flags & FLAG_nosrc || strcmp(r->code, "163") == 0));
    int32_t comp = args_first(args, SLOT_COMP);
    if (args->passive || r->op || r->pos != FRAME_VERB || !plain || args_first(args, SLOT_OBJ) >= 0 ||
        args_first(args, SLOT_SUBJ) < 0 || (comp >= 0 && !str_eq(k->token[comp].fold, STR("dead"))) || tree_child(k->trees, p, REL_AUX) >= 0)
        return false;
    if (p + 1 < k->text->n_tokens) { /* "arrested more than 100 people": an object, whatever the parser made of it */
        int next = k->word[p + 1].upos;
        if (str_eq(k->token[p + 1].fold, STR("dead")))
            next = UPOS_ADV;
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
           (r->flags & FLAG_nosrc || strcmp(r->code, "163") == 0 || flags & (SENTENCE_TITLE | SENTENCE_HEADLINE) || k->word[p].feats & FEAT_PASSIVE);
}

/* "Forces have been engaged in battles with X": a passive in form alone. */
static bool takes_part(const Work *k, uint32_t p)
{
    static const char *const words[] = {"engage", "involve", "lock", "embroil", "entangle", NULL};
    return is_verb(k, p) && word_among(k, p, words);
}

/* "Ministers accused of graft": whoever is accused of something and accuses nobody. */
static bool is_accused(const Work *k, uint32_t p, const FrameRow *r, const Args *args)
{
    return r->op == OP_accuse && r->pos == FRAME_VERB && !args->passive && args_first(args, SLOT_OBJ) < 0 &&
           args_first(args, SLOT_SUBJ) >= 0 && str_ends(k->token[p].fold, STR("ed")) && p + 1 < k->text->n_tokens &&
           word_is(k, p + 1, "of");
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

/* "The visit to X by Y was cancelled": nobody is said to cancel it; it was between the two. */
static void ends_of_planned(Work *k, const Args *args, int depth, Act *act)
{
    int32_t o = args_first(args, SLOT_OBJ);
    Acts noun = {0};
    if (args->passive && !act->source.n && act->target.n == 2 && act->target.item[0].slot == SLOT_between) {
        act->source = act->target; /* "ties between X and Y were cut" */
        act->target.n = 0;
        act->recip = true;
        return;
    }
    if (!args->passive || act->source.n || strncmp(act->code, "164", 3) != 0 || o < 0 || k->group[o] < 0)
        return;
    acts_of(k, (uint32_t)o, NULL, depth + 1, &noun);
    if (!noun.n || !noun.item[0].source.n)
        return;
    if (noun.item[0].target.n || noun.item[0].source.n > 1)
        act->target = noun.item[0].target;
    act->source = noun.item[0].source;
    act->recip = noun.item[0].recip;
}

/* "backed a plan to ship Y weapons": the clause names the other side. */
static void target_of_clause(Work *k, const Args *args, int depth, Act *act)
{
    int32_t c = args_first(args, SLOT_COMP);
    int32_t o = args_first(args, SLOT_OBJ);
    Acts acts = {0};
    if (c < 0 && o >= 0)
        c = tree_child(k->trees, (uint32_t)o, REL_ACL);
    if (c < 0 || (act->recip && act->source.n > 1)) /* "X and Y set up a team to …": with each other */
        return;
    acts_of(k, (uint32_t)c, NULL, depth + 1, &acts);
    if (acts.n)
        copy_ends(k, &acts.item[0].target, &act->source, &act->target);
}

/* The words that the row asks for as words, not as actors, are told by it: "called off the talks", "walked out of the
 * talks". */
static void consume_asked(Work *k, const FrameRow *r, const Args *args, uint32_t p)
{
    for (int32_t j = k->trees->child[p]; j >= 0; j = k->trees->next[j]) { /* "neither confirm nor deny"; "boycott X in protest" */
        bool protest = strncmp(r->code, "143", 3) == 0 && k->word[j].rel == REL_OBL && word_is(k, (uint32_t)j, "protest");
        for (uint32_t i = 0; i < r->n_cond; i++) {
            const Cond *c = k->w->cond + r->cond + i;
            protest |= c->kind == COND_LEMMA && c->slot == SLOT_ANY && k->word[j].rel == REL_CONJ && k->word[j].lemma_key == c->value;
        }
        if (protest)
            k->consumed[j] = OP_same;
    }
    for (uint32_t i = 0; i < r->n_cond; i++) {
        const Cond *c = k->w->cond + r->cond + i;
        int32_t t = c->kind == COND_CLASS || c->kind == COND_LEMMA ? args_first(args, c->slot) : -1;
        bool over = c->slot == SLOT_SUBJ && strncmp(r->code, "08", 2) == 0; /* "the state of emergency ended" */
        if (t >= 0 && (over || c->slot == SLOT_OBJ || c->slot == SLOT_out || c->slot == SLOT_from || c->slot == SLOT_of || c->slot == SLOT_to) &&
            !(c->flags & COND_NOT))
            k->consumed[event_head(k, (uint32_t)t)] = OP_same;
    }
}

/* "investigates the killing of X": who did it is the question; without a doer it is no event of its own. */
static void question_object(Work *k, const Args *args, int depth)
{
    int32_t o = args_first(args, SLOT_OBJ);
    Acts noun = {0};
    if (o < 0 || !is_noun(k, (uint32_t)o) || k->group[o] < 0)
        return;
    acts_of(k, (uint32_t)o, NULL, depth + 1, &noun);
    if (noun.n && !noun.item[0].source.n)
        k->consumed[o] = OP_same;
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
        (modifier && depth == 0 && !str_ends(k->token[p].fold, STR("ing")))) /* "shooting attacks" tells the attacks */
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
    if (modifier && depth == 0 && strncmp(r->code, "14", 2) != 0) /* "striking miners" strike */
        return;
    if (r->pos == FRAME_NOUN && strcmp(r->code, "057") == 0 && depth == 0 && is_definite(k, p))
        return; /* "the accord with X": signed some time */
    if (args.passive && strcmp(r->code, "051") == 0 && (rel == REL_ACL || rel == REL_ADVCL) &&
        tree_child(k->trees, p, REL_AUX_PASS) < 0)
        return; /* "forces, backed by jets, …": how things stand */
    alias_object(&args, m.slot);
    bool misread = m.slot && args.passive && k->word[p].rel == REL_ACL && args_first(&args, SLOT_SUBJ) < 0;
    if (misread || r->pos == FRAME_ADJECTIVE) /* "X called on Y", read as a participle */
        feel_subject(&args);
    if (args.passive && takes_part(k, p))
        feel_subject(&args);
    if (is_short_passive(k, p, r, &args) || is_accused(k, p, r, &args))
        undo_short_passive(&args);
    if (r->op)
        read_complements(k, &m, &args, depth, &subs);
    for (int i = 0; i < subs.n; i++)
        add_act(k, &m, &args, subs.item + i, p, out);
    if (!subs.n)
        add_act(k, &m, &args, NULL, p, out);
    if (!r->op && out->n && !out->item[out->n - 1].target.n && !r->no_target && !(r->flags & FLAG_notgt) &&
        strncmp(r->code, "04", 2) != 0) /* "met to discuss X" */
        target_of_clause(k, &args, depth, out->item + out->n - 1);
    if (!r->op && out->n && r->pos == FRAME_VERB && strncmp(r->code, "09", 2) == 0)
        question_object(k, &args, depth);
    if (!r->op && out->n && r->pos != FRAME_ADJECTIVE)
        consume_asked(k, r, &args, p);
    if (!r->op && out->n && r->pos == FRAME_VERB) {
        refine(k, &args, depth, out->item + out->n - 1);
        ends_of_planned(k, &args, depth, out->item + out->n - 1);
    }
}
