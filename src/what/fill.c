/* Fill: who the two ends of an act are. Each row names slots to look in, the first that holds an actor wins; then what
 * language leaves unsaid: the subject above ("after talks with X, Y said"), both of two equals, the far end of a demand. */
#include "what/work.h"
#include "base/banned.h"

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

void copy_ends(const Work *k, const Ends *from, const Ends *but, Ends *to)
{
    for (int i = 0; i < from->n; i++)
        if (!(but && ends_has(but, k, from->item[i].mention)) && !ends_has(to, k, from->item[i].mention) && to->n < ENDS_MAX)
            to->item[to->n++] = from->item[i];
}

/* Subject or object of a governed clause that is no act of its own: "warned that Russia could become …". */
static void clause_ends(const Work *k, const Args *args, int slot, const Ends *but, Ends *out)
{
    static const uint8_t clauses[] = {SLOT_into, SLOT_of, SLOT_for, SLOT_from};
    int32_t c = args_first(args, SLOT_COMP);
    Ends found = {0};
    for (ptrdiff_t i = 0; c < 0 && i < COUNT(clauses); i++) /* "looked into whether X took bribes" */
        if (args_first(args, clauses[i]) >= 0 && is_verb(k, (uint32_t)args_first(args, clauses[i])))
            c = args_first(args, clauses[i]);
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
    if (m >= 0 && (k->actors->mention[m].how == HOW_NAME || k->actors->mention[m].how == HOW_TITLE))
        return false; /* "his predecessor Alberto Fujimori" */
    bool arms = m >= 0 && slot == SLOT_OBJ && k->actors->mention[m].how == HOW_ROLE &&
                (token_in(k, token, CLASS_ARMS) || token_in(k, token, CLASS_TROOPS));
    if (!arms && (poss < 0 || k->word[poss].upos != UPOS_PRON))
        return false;
    for (int i = 0; m >= 0 && i < doer->n; i++) {
        const Actor *a = end_actor(k, doer->item + i);
        bool state = !a->role[0][0] || strcmp(a->role[0], "GOV") == 0 ||
                     strcmp(a->role[0], "MIL") == 0; /* rebels fight the army */
        static const char free_ones[] = "MED OPP REB EDU HLH LAB"; /* "police raided a paper and held its editor" */
        const char *thing = k->actors->mention[m].actor.role[0];
        if (a->role[0][0] && thing[0] && str_contains(str_of(free_ones), str_of(thing)) && strcmp(a->role[0], thing) != 0)
            continue;
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

/* Is a noun part of a phrase of the predicate's, no clause between? */
static bool in_phrase(const Work *k, int32_t noun, uint32_t predicate)
{
    for (int up = 0; up < DEPTH_MAX && noun >= 0 && noun != (int32_t)predicate; up++) {
        if (!is_noun(k, (uint32_t)noun) || k->group[noun] >= 0 || k->word[noun].rel == REL_NSUBJ)
            return false;
        noun = k->word[noun].head;
    }
    return noun == (int32_t)predicate;
}

/* "swaps data on missiles with X", "in a telegram to X, Y conveyed …": the phrase that the row asks for, hung on a noun
 * of another phrase which tells nothing itself. */
static void take_deeper(const Work *k, const uint8_t *slots, uint32_t p, const Ends *but, Ends *out)
{
    uint32_t first, last;
    tree_span(k->trees, p, &first, &last);
    for (; *slots && !out->n; slots++)
        for (uint32_t t = first; *slots > SLOT_ANY && *slots != SLOT_of && t <= last && !out->n; t++) {
            int32_t h = k->word[t].head;
            Ends found = {0};
            if (k->word[t].rel != REL_NMOD || k->actors->at[t] < 0 || !in_phrase(k, h, p) ||
                prep_slot(k, t) != *slots)
                continue;
            ends_of(k, t, *slots, ARG_OUTER, false, &found);
            copy_ends(k, &found, but, out);
        }
}

/* "After talks with X, Y said …", "after the X meeting, Y …": the other party is the subject of the verb above. */
static void governing_subject(const Work *k, Act *act)
{
    uint32_t p = act->predicate;
    Ends found = {0};
    if (is_verb(k, p) || k->word[p].head < 0 || (k->word[p].rel == REL_NSUBJ || k->word[p].rel == REL_NSUBJ_PASS))
        return;
    uint32_t h = (uint32_t)k->word[p].head;
    bool named = is_noun(k, h) && k->actors->at[h] >= 0 && tree_child(k->trees, h, REL_COP) < 0; /* "X was in Y for talks" */
    int32_t s = named ? (int32_t)h : surface_subject(k, h, 0);
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
    static const char *const preps[] = {"on", "during", "in", "at", "after", "following", "since", "as", "to", NULL};
    static const char *const parts[] = {"end", "start", "beginning", "course", "part", "leg", "day", "close", "conclusion", NULL};
    uint32_t p = act->predicate;
    if (k->word[p].rel == REL_NMOD && k->word[p].head >= 0 && is_noun(k, p) && word_among(k, (uint32_t)k->word[p].head, parts))
        p = (uint32_t)k->word[p].head;
    int32_t prep = tree_child(k->trees, p, REL_CASE), h = k->word[p].head;
    Ends found = {0};
    bool aside = k->word[p].rel == REL_NMOD && prep >= 0 && word_is(k, (uint32_t)prep, "on"); /* "X, on a visit to Y, said" */
    if (!is_noun(k, p) || (k->word[p].rel != REL_OBL && !aside) || prep < 0 || h < 0 || !word_among(k, (uint32_t)prep, preps))
        return;
    int32_t s = aside ? h : surface_subject(k, (uint32_t)h, 0);
    if (s < 0)
        return;
    ends_of(k, (uint32_t)s, SLOT_SUBJ, ARG_CONTROL, false, &found);
    copy_ends(k, &found, &act->target, &act->source);
}

/* "After the Tillerson meeting, Moscow said": the person that the meeting is named for, and the subject above. */
static void named_for(const Work *k, const Args *args, Act *act)
{
    for (int i = 0; i < args->n && act->source.n && act->source.item->slot == SLOT_SUBJ && !act->target.n; i++) {
        Ends found = {0};
        if (args->item[i].slot != SLOT_MOD && args->item[i].slot != SLOT_POSS)
            continue;
        ends_of(k, args->item[i].token, args->item[i].slot, ARG_OWN, false, &found);
        if (found.n && k->word[args->item[i].token].upos == UPOS_PROPN && end_actor(k, found.item)->role[0][0])
            copy_ends(k, &found, &act->source, &act->target);
    }
}

/* "a US tour", "his China visit": a country by its name says where to; by its adjective, whose. */
static void tour_of_country(const Work *k, const Args *args, Act *act)
{
    for (int i = 0; i < args->n && !act->target.n; i++) {
        int32_t m = args->item[i].slot == SLOT_MOD ? k->actors->at[args->item[i].token] : -1;
        const ActorMention *a = m >= 0 ? k->actors->mention + m : NULL;
        if (!a || k->word[args->item[i].token].upos != UPOS_PROPN || a->how != HOW_NAME || a->actor.role[0][0] || !a->actor.code[0])
            continue;
        act->target.item[act->target.n++] = (End){.mention = m, .slot = SLOT_MOD};
        if (act->source.n && act->source.item->mention == m)
            act->source.n = 0;
    }
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
        int32_t s = mark >= 0 && (word_is(k, (uint32_t)mark, "if") || word_is(k, (uint32_t)mark, "unless")) ? surface_subject(k, (uint32_t)c, 0) : -1;
        Ends found = {0};
        if (s < 0)
            continue;
        ends_of(k, (uint32_t)s, SLOT_CSUBJ, ARG_SHARED, false, &found);
        copy_ends(k, &found, &act->source, &act->target);
    }
}

/* Does the way from a word up to the predicate stay in one statement: no clause that goes on about a word ("X, which
 * …") or is joined with a subject of its own ("denied it, and X said …")? */
static bool same_statement(const Work *k, uint32_t token, uint32_t predicate)
{
    enum { STEPS = 6 };
    for (int i = 0; i < STEPS && token != predicate && k->word[token].head >= 0; i++) {
        int rel = k->word[token].rel;
        bool joined = rel == REL_CONJ || rel == REL_ADVCL || rel == REL_PARATAXIS;
        int32_t subject = tree_child(k->trees, token, REL_NSUBJ);
        if (subject >= 0 && (joined || (rel == REL_ACL_RELCL && k->word[subject].upos == UPOS_PRON)))
            return false;
        token = (uint32_t)k->word[token].head;
    }
    return token == predicate;
}

/* Last of all: the first actor of another country below the predicate and behind it. */
static void far_target(const Work *k, Act *act)
{
    uint32_t first, last;
    tree_span(k->trees, act->predicate, &first, &last);
    const Actor *source = end_actor(k, act->source.item);
    for (uint32_t t = act->predicate + 1; t <= last; t++) {
        int32_t m = k->actors->at[t];
        if (!mention_coded(k, m) || strcmp(k->actors->mention[m].actor.country, source->country) == 0 ||
            ends_has(&act->source, k, m) || (k->actors->mention[m].how == HOW_ROLE && token_in(k, t, CLASS_ARMS)))
            continue;
        if (same_statement(k, t, act->predicate))
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
        int32_t poss = args->item[i].slot == SLOT_OBJ ? tree_child(k->trees, t, REL_NMOD_POSS) : -1;
        if (poss >= 0 && word_is(k, (uint32_t)poss, "their") && (token_in(k, t, CLASS_TALKS) || token_in(k, t, CLASS_RELATIONS)) &&
            tree_child(k->trees, t, REL_NMOD) < 0)
            return true; /* "X and Y broke off their talks" */
    }
    return false;
}

static bool is_police(const Actor *a)
{
    return strcmp(a->role[0], "COP") == 0;
}

/* Weapons and troops that an act moves are not whom it is done to. */
static bool is_thing_used(const Work *k, const End *e)
{
    const ActorMention *m = k->actors->mention + e->mention;
    return e->slot == SLOT_OBJ && !e->indirect && m->how == HOW_ROLE && token_in(k, m->head, CLASS_ARMS);
}

/* A word with a row of violence: "attack", "airstrike", "a school shooting", "opened fire". */
static bool is_violence(const Work *k, uint32_t word, int pos)
{
    int32_t groups[] = {k->group[word], k->group2[word]};
    for (ptrdiff_t j = 0; j < COUNT(groups); j++) {
        const FrameGroup *g = groups[j] >= 0 ? k->w->group + groups[j] : NULL;
        for (uint32_t i = 0; g && i < g->n; i++) {
            const FrameRow *r = k->w->row + k->w->entry[g->first + i].row;
            if (r->pos == pos && r->code[0] < 'A' && strcmp(r->code, "18") >= 0)
                return true;
        }
    }
    return false;
}

/* "Two were killed when gunmen opened fire": those who fought meanwhile did it. */
static void harm_meanwhile(const Work *k, Act *act)
{
    static const char *const marks[] = {"when", "as", "after", "while", "during", NULL};
    static const char armed[] = "UAF REB SEP CRM MIL COP";
    for (int32_t c = k->trees->child[act->predicate]; c >= 0 && !act->source.n; c = k->trees->next[c]) {
        int32_t mark = k->word[c].rel == REL_ADVCL ? mark_of(k, (uint32_t)c) : -1;
        if (mark < 0 && k->word[c].rel == REL_ADVCL)
            mark = tree_child(k->trees, (uint32_t)c, REL_ADVMOD);
        int32_t s = mark >= 0 && word_among(k, (uint32_t)mark, marks) && is_violence(k, (uint32_t)c, FRAME_VERB) && !is_passive(k, (uint32_t)c)
                        ? surface_subject(k, (uint32_t)c, 0)
                        : -1;
        Ends found = {0};
        if (s >= 0)
            ends_of(k, (uint32_t)s, SLOT_CSUBJ, ARG_SHARED, false, &found);
        for (int i = 0; i < found.n; i++) {
            const Actor *a = end_actor(k, found.item + i);
            bool fights = (a->role[0][0] && str_contains(str_of(armed), str_of(a->role[0]))) || strcmp(a->country, "IMG") == 0;
            bool victim = act->target.n && strcmp(a->code, end_actor(k, act->target.item)->code) == 0;
            if (fights && !victim && act->source.n < ENDS_MAX)
                act->source.item[act->source.n++] = found.item[i];
        }
    }
}

/* "Nine troopers died when rebels blew up their vehicle": who died was struck. */
static void the_dead(const Work *k, Act *act)
{
    static const char *const dies[] = {"die", "perish", "lose", NULL};
    uint32_t p = act->predicate;
    int32_t h = k->word[p].rel == REL_ADVCL && tree_child(k->trees, p, REL_NSUBJ) >= 0 ? k->word[p].head : -1;
    int32_t s = h >= 0 && word_among(k, (uint32_t)h, dies) ? surface_subject(k, (uint32_t)h, 0) : -1;
    Ends found = {0};
    if (s >= 0)
        ends_of(k, (uint32_t)s, SLOT_OBJ, ARG_SHARED, true, &found);
    copy_ends(k, &found, &act->source, &act->target);
}

/* "A rocket fired from X landed in Y": what flies tells from where, what lands where to. */
static void flight_ends(const Work *k, const Args *args, Act *act)
{
    static const char *const fires[] = {"fire", "launch", "lob", "shoot", NULL}, *const lands[] = {"land", "hit", "strike", "crash", "fall", "slam", NULL};
    static const uint8_t from[] = {SLOT_from, SLOT_by, SLOT_SUBJ, 0}, where[] = {SLOT_OBJ, SLOT_in, SLOT_on, SLOT_near, SLOT_into, SLOT_at, 0};
    uint32_t p = act->predicate;
    int32_t thing = args_first(args, args->passive ? SLOT_OBJ : SLOT_SUBJ), v = k->word[p].rel == REL_ACL ? k->word[p].head : -1;
    int32_t fired = thing >= 0 && !act->source.n && act->target.n ? tree_child(k->trees, (uint32_t)thing, REL_ACL) : -1;
    Args own;
    if (fired >= 0 && word_among(k, p, lands) && word_among(k, (uint32_t)fired, fires)) {
        args_of(k, (uint32_t)fired, &own);
        take_ends(k, from, &own, NULL, NULL, false, &act->source);
    }
    v = v >= 0 && k->word[v].rel == REL_NSUBJ ? k->word[v].head : -1;
    if (v >= 0 && !act->target.n && word_among(k, p, fires) && word_among(k, (uint32_t)v, lands)) {
        args_of(k, (uint32_t)v, &own);
        take_ends(k, where, &own, NULL, &act->source, true, &act->target);
    }
}

/* "X criticized Y, so Y expelled its ambassador": nobody expels his own; the other one that the sentence names before. */
static void whose_envoy(const Work *k, const Args *args, Act *act)
{
    int32_t o = args_first(args, SLOT_OBJ), poss = o >= 0 ? tree_child(k->trees, (uint32_t)o, REL_NMOD_POSS) : -1;
    const Sentence *s = k->text->sentence + k->token[act->predicate].sentence;
    if (poss < 0 || k->word[poss].upos != UPOS_PRON || args->passive)
        return;
    for (uint32_t t = act->predicate; t-- > s->first;) {
        int32_t m = k->actors->at[t];
        const Actor *a = m >= 0 ? &k->actors->mention[m].actor : NULL;
        if (!a || strlen(a->country) != 3 || k->actors->mention[m].how == HOW_PRONOUN || (a->role[0][0] && strcmp(a->role[0], "GOV") != 0) ||
            strcmp(a->country, end_actor(k, act->source.item)->country) == 0)
            continue;
        act->target.item[act->target.n++] = (End){.mention = m, .slot = SLOT_POSS, .how = ARG_OUTER};
        return;
    }
}

/* "The attack on a church killed 25", "raids by the army wounded …": an attack does harm; by whom, its own phrases tell. */
static bool harm_of_event(const Work *k, const Args *args, Act *act)
{
    static const uint8_t doer[] = {SLOT_POSS, SLOT_by, SLOT_MOD, 0};
    int32_t s = strcmp(act->code, "18") >= 0 ? args_first(args, SLOT_SUBJ) : -1;
    Args own;
    if (s < 0 || k->actors->at[s] >= 0 || k->name[s] >= 0 || !is_violence(k, (uint32_t)s, FRAME_NOUN))
        return false;
    args_of(k, (uint32_t)s, &own);
    take_ends(k, doer, &own, NULL, NULL, false, &act->source);
    return true;
}

/* "church bombing", "school shooting": the modifier is struck, not striking. */
static void struck_modifier(const Work *k, Act *act)
{
    static const char peaceful[] = "REL EDU HLH BUS MED JUD";
    const char *role = act->source.n == 1 && act->source.item[0].slot == SLOT_MOD ? end_actor(k, act->source.item)->role[0] : "";
    if (strcmp(act->code, "18") < 0 || !role[0] || !str_contains(str_of(peaceful), str_of(role)))
        return;
    if (!act->target.n)
        act->target = act->source;
    act->source.n = 0;
}

/* The doer's own country as the place of the deed. */
static bool is_home(const Work *k, const End *doer, const End *place)
{
    const Actor *a = end_actor(k, doer), *b = end_actor(k, place);
    return place->slot == SLOT_in && !b->role[0][0] && a->role[0][0] && strcmp(a->country, b->country) == 0;
}

/* A town or region of the doer's own country, where courts sit and suits are filed: no party to what is
 * asked, sued, blamed or threatened there. */
static bool is_seat(const Work *k, const Act *act, const End *e)
{
    const ActorMention *m = k->actors->mention + e->mention;
    const Actor *doer = act->source.n ? end_actor(k, act->source.item) : NULL;
    int32_t p = k->d->places ? k->d->places->at[m->head] : -1, prep = tree_child(k->trees, m->head, REL_CASE);
    bool within = prep >= 0 && (word_is(k, (uint32_t)prep, "in") || word_is(k, (uint32_t)prep, "at"));
    bool part = p >= 0 && (k->d->places->place[p].kind == PLACE_CITY || k->d->places->place[p].kind == PLACE_REGION);
    return doer && doer->role[0][0] && !m->actor.role[0][0] && strcmp(doer->country, m->actor.country) == 0 &&
           (within || e->slot == SLOT_in) && part && strcmp(act->code, "09") >= 0 && strcmp(act->code, "14") < 0;
}

/* The object is a person by name, but not one that we know: nobody else is the other side ("was indicted by X on charges
 * of trading with Y"). */
static bool names_stranger(const Work *k, const Args *args)
{
    int32_t o = args_first(args, SLOT_OBJ), m = o >= 0 ? k->actors->at[o] : -1;
    return m >= 0 && k->word[o].upos == UPOS_PROPN && k->actors->mention[m].how == HOW_UNKNOWN && k->actors->mention[m].head == (uint32_t)o;
}

/* "We will hit back, X told Y": what is to come is said to Y. */
static void told_target(const Work *k, Act *act)
{
    static const char *const tells[] = {"tell", "warn", "inform", "remind", "assure", NULL};
    int32_t h = k->word[act->predicate].rel == REL_CCOMP ? k->word[act->predicate].head : -1;
    if (h < 0 || !word_among(k, (uint32_t)h, tells))
        return;
    int32_t o = tree_child(k->trees, (uint32_t)h, REL_IOBJ);
    if (o < 0)
        o = tree_child(k->trees, (uint32_t)h, REL_OBJ);
    Ends found = {0};
    if (o >= 0 && k->actors->at[o] >= 0)
        ends_of(k, (uint32_t)o, SLOT_OBJ, ARG_SHARED, false, &found);
    if (found.n && strcmp(end_actor(k, found.item)->role[0], "MED") != 0)
        copy_ends(k, &found, &act->source, &act->target);
}

/* Both ends of a row's act. */
void fill_ends(const Work *k, const FrameRow *r, const Args *args, const Act *sub, Act *act)
{
    static const uint8_t anywhere[] = {SLOT_OBJ,  SLOT_IOBJ, SLOT_to,   SLOT_with, SLOT_against, SLOT_on, SLOT_for,
                                       SLOT_from, SLOT_of,   SLOT_COMP, 0};
    static const uint8_t nearby[] = {SLOT_to,      SLOT_for,   SLOT_with, SLOT_against, SLOT_on,   SLOT_of,
                                     SLOT_from,    SLOT_in,    SLOT_into, SLOT_at,      SLOT_over, SLOT_about,
                                     SLOT_between, SLOT_among, SLOT_near, SLOT_across,  SLOT_OBJ,  0};
    bool carrier = !(r->flags & FLAG_named);
    bool deed = harm_of_event(k, args, act);
    if (!r->no_source && !deed)
        take_ends(k, source_slots(r), args, sub, NULL, true, &act->source);
    struck_modifier(k, act);
    bool violent = strcmp(r->code, "18") >= 0 && r->code[0] < 'A';
    if (violent && act->source.n == 1 && act->source.item[0].slot == SLOT_in && !end_actor(k, act->source.item)->role[0][0])
        act->source.n = 0; /* "killed in an ambush in Mali": a place */
    if (r->no_target)
        return;
    bool third = sub && sub->target.n; /* "agreed to lift a ban on Z" */
    bool agreed = r->op == OP_intent && word_is(k, act->predicate, "agree") && !third; /* "X and Y agreed to impose …" */
    if (act->source.n > 1 && (agreed || is_mutual(k, args))) {
        act->recip = true;
        return;
    }
    take_ends(k, target_slots(r), args, sub, &act->source, carrier, &act->target);
    if (!act->target.n && r->pos == FRAME_VERB && !r->op && r->target[0] && act->source.n == 1)
        take_deeper(k, r->target, act->predicate, &act->source, &act->target);
    if (act->recip && !act->source.n && act->target.n > 1 && act->target.item[0].slot == SLOT_between) {
        act->source = act->target; /* "an agreement between X and Y was signed" */
        act->target.n = 0;
    }
    if (act->recip && act->source.n > 1 && act->target.n && act->target.item[0].slot == SLOT_in)
        act->target.n = 0; /* "X and Y signed a truce in Z": with each other */
    if (act->recip && r->pos == FRAME_NOUN)
        named_for(k, args, act);
    if (strcmp(act->code, "042") == 0 && r->pos == FRAME_NOUN)
        tour_of_country(k, args, act);
    both_ends(k, args, act);
    if (r->flags & FLAG_speech && act->source.n && act->target.n == 1 &&
        is_self_talk(k, act->source.item, act->target.item))
        act->target.n = 0; /* "Russia will cancel …, its premier warned" */
    if (sub && r->op == OP_intent && sub->recip && !sub->target.n && act->source.n > 1 && !act->target.n)
        return; /* "X and Y agreed to resume talks in Z": with each other */
    if (act->recip && act->source.n + act->target.n == 1)
        governing_subject(k, act);
    if (strcmp(act->code, "042") == 0 && !act->source.n && act->target.n)
        traveller(k, act);
    if (args->passive && !act->source.n && strcmp(act->code, "18") >= 0 && act->code[0] < 'A')
        harm_meanwhile(k, act);
    if (!act->target.n && act->source.n && strcmp(act->code, "18") >= 0 && act->code[0] < 'A')
        the_dead(k, act);
    if (strncmp(act->code, "19", 2) == 0)
        flight_ends(k, args, act);
    if (!act->target.n && act->source.n == 1 && strcmp(act->code, "161") == 0)
        whose_envoy(k, args, act);
    if (act->target.n || (act->recip && act->source.n > 1))
        return;
    if (sub && r->op && r->op != OP_say) {
        copy_ends(k, &sub->target, &act->source, &act->target);
        if (!act->target.n)
            copy_ends(k, &sub->source, &act->source, &act->target);
    }
    if (!act->target.n && r->pos == FRAME_VERB && !r->op && names_stranger(k, args))
        return;
    if (strncmp(act->code, "010", 3) == 0)
        return; /* comments are on what the row says, on nobody else in the sentence */
    static const uint8_t inside[] = {SLOT_OBJ, 0};
    if (!act->target.n && r->pos == FRAME_VERB && carrier && r->op != OP_say) /* "cut aid to Pakistan" */
        take_ends(k, inside, args, sub, &act->source, true, &act->target);
    if (act->target.n == 1 && r->target[0] && is_thing_used(k, act->target.item)) /* "fired a missile" */
        act->target.n = 0;
    if (!act->target.n && r->pos == FRAME_VERB && !(r->flags & FLAG_notgt))
        condition_ends(k, act);
    if (!act->target.n && (r->op || r->flags & FLAG_speech) && r->op != OP_say && carrier)
        take_ends(k, anywhere, args, sub, &act->source, true, &act->target);
    if (!act->target.n && r->pos == FRAME_VERB && r->flags & FLAG_speech)
        condition_ends(k, act);
    if (!act->target.n && r->flags & FLAG_speech && args_first(args, SLOT_COMP) >= 0 &&
        carrier) { /* "warned it would cancel projects with X" */
        Args said;
        args_of(k, (uint32_t)args_first(args, SLOT_COMP), &said);
        take_ends(k, anywhere, &said, NULL, &act->source, true, &act->target);
    }
    int32_t whom = args_first(args, SLOT_OBJ);
    if (!act->target.n && whom >= 0 && k->word[whom].upos == UPOS_NUM && strncmp(act->code, "17", 2) == 0)
        return; /* "arrest five over an arms cache": people that nobody names */
    bool meeting = act->recip && r->pos == FRAME_NOUN; /* a summit in Vietnam is not one with it */
    if (!act->target.n && r->op != OP_say && carrier && act->source.n && !meeting)
        take_ends(k, nearby, args, sub, &act->source, true, &act->target);
    if (!act->target.n && r->op != OP_say && carrier && act->source.n &&
        (strncmp(act->code, "04", 2) != 0 || act->code[2] == '5'))
        far_target(k, act);
    if (!act->target.n && act->source.n && act->stand == STAND_FUTURE)
        told_target(k, act);
    if (act->lone && act->code[0] == '1' && act->source.n && act->target.n == 1 && is_home(k, act->source.item, act->target.item))
        act->target.n = 0; /* "police seized rifles in Karachi" */
    if (act->target.n == 1 && is_seat(k, act, act->target.item))
        act->target.n = 0;
    if (strncmp(act->code, "14", 2) != 0 || !act->source.n)
        return;
    if (act->target.n == 1 && act->target.item[0].slot == SLOT_in)
        act->target.n = 0; /* where it happens, not whom it is against */
    int slot = act->target.n ? act->target.item[0].slot : SLOT_NONE;
    if (slot != SLOT_NONE && slot != SLOT_against && slot != SLOT_OBJ && is_police(end_actor(k, act->target.item)))
        act->target.n = 0; /* "shouted in front of riot police", "outside the police headquarters" */
    if (!act->target.n)
        demand_target(k, act);
}

/* A light verb's own arguments, where its noun's row does not ask for them: "came under attack from X", "staged a
 * protest". */
void light_ends(const Work *k, const FrameRow *r, const Args *args, uint32_t noun, Act *act)
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
