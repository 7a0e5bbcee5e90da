/* Statements: what a report says about others makes it a directed act.
 *
 *     X said Y must leave / should help        demand, appeal
 *     X said Y had attacked Z                  accusation (the attack itself is alleged)
 *     X said Y is a dictator / a partner       criticism, praise
 *
 * "X said it would …" needs nothing here: a future act is an intent of its own subject wherever it stands. */
#include "what/work.h"
#include "base/banned.h"

static bool is_reporter(const Work *k, const Ends *speaker)
{
    for (int i = 0; i < speaker->n; i++) {
        const Actor *a = end_actor(k, speaker->item + i);
        if (strcmp(a->role[0], "MED") == 0 || strcmp(a->country, "MED") == 0 || strncmp(a->code, "MED", 3) == 0)
            return true;
    }
    return false;
}

/* The same actor, or one country speaking of itself. */
static bool is_self(const Work *k, const Ends *speaker, const End *other)
{
    const Actor *o = end_actor(k, other);
    for (int i = 0; i < speaker->n; i++) {
        const Actor *s = end_actor(k, speaker->item + i);
        if (speaker->item[i].mention == other->mention ||
            k->actors->mention[speaker->item[i].mention].entity == k->actors->mention[other->mention].entity ||
            strcmp(s->code, o->code) == 0)
            return true;
        if (s->country[0] && strcmp(s->country, o->country) == 0 && strcmp(s->country, "IGO") != 0 &&
            (!s->role[0][0] || !o->role[0][0]))
            return true;
    }
    return false;
}

static void others_only(const Work *k, const Ends *speaker, const Ends *from, Ends *to)
{
    for (int i = 0; i < from->n; i++)
        if (!is_self(k, speaker, from->item + i) && to->n < ENDS_MAX)
            to->item[to->n++] = from->item[i];
}

static bool is_hostile(const char *code)
{
    return code[0] == '1' ? code[1] >= '3' : code[0] == '2';
}

/* A named actor that speaks for a side; police, agencies, "officials" and "residents" who report accuse nobody. */
static bool takes_sides(const Work *k, const Ends *speaker)
{
    static const char *const sides[] = {"", "GOV", "MIL", "LEG", "OPP", "REB", "PTY", "SEP", "SPY", "HRI", "ELI", "JUD"};
    for (int i = 0; i < speaker->n; i++) {
        const ActorMention *m = k->actors->mention + speaker->item[i].mention;
        if (m->how == HOW_ROLE || m->how == HOW_NOMINAL || m->how == HOW_UNKNOWN)
            return false;
        bool known = false;
        for (ptrdiff_t j = 0; j < COUNT(sides); j++)
            known |= strcmp(m->actor.role[0], sides[j]) == 0;
        if (!known || strcmp(m->actor.country, "IGO") == 0)
            return false;
    }
    return true;
}

/* "…, officials said": nameless sources behind what they tell in the agency's own words report it. */
static bool is_tail(const Work *k, const Act *say, uint32_t clause)
{
    static const char *const sources[] = {"official", "source",  "witness",  "eyewitness", "spokesman", "spokeswoman", "spokesperson", "officer",
                                          "diplomat", "aide",    "observer", "monitor",    "resident",  "reporter",    "correspondent", "editor",
                                          "commander", "survivor", "medic",  "doctor",     "analyst",   "report",      "statement", NULL};
    uint32_t head = k->actors->mention[say->source.item[0].mention].head;
    bool quoted = false;
    for (uint32_t i = clause; i < say->predicate; i++)
        quoted |= str_eq(k->token[i].form, STR("\"")) || str_eq(k->token[i].form, STR("”")) || str_eq(k->token[i].form, STR("''"));
    return clause < say->predicate && !quoted && word_among(k, head, sources);
}

/* Police and officials who report what unknown gunmen did accuse nobody. */
static bool accusable(const Work *k, const Ends *ends)
{
    for (int i = 0; i < ends->n; i++) {
        const char *role = end_actor(k, ends->item + i)->role[0];
        if (strcmp(role, "UAF") == 0 || strcmp(role, "CRM") == 0 || strcmp(role, "CVL") == 0)
            return false;
    }
    return ends->n > 0;
}

static void add_statement(Work *k, const Act *base, const char *code, const Ends *target, float confidence)
{
    Act act = *base;
    act.recip = false;
    act.target = *target;
    act.confidence = confidence;
    act.stand = STAND_FACT;
    act.negative = false;
    event_add(k, &act, code, MODALITY_ASSERTED);
}

/* Adjective or noun said of the subject ("is a dictator"), or a judging word on what the subject did. */
static int judgement(const Work *k, uint32_t clause)
{
    bool negative = false;
    stand_of(k, clause, &negative);
    bool bad = token_in(k, clause, CLASS_BADWORD), good = token_in(k, clause, CLASS_GOODWORD);
    for (int32_t c = k->trees->child[clause]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        bool kind = rel == REL_NMOD && tree_child(k->trees, (uint32_t)c, REL_CASE) >= 0 &&
                    word_is(k, (uint32_t)tree_child(k->trees, (uint32_t)c, REL_CASE), "of"); /* "an act of aggression" */
        if (rel != REL_AMOD && rel != REL_COMPOUND && rel != REL_OBJ && rel != REL_XCOMP && rel != REL_NSUBJ &&
            rel != REL_ADVMOD && !kind)
            continue;
        bad |= phrase_has(k, (uint32_t)c, k->w->class_id[CLASS_BADWORD]);
        good |= rel == REL_AMOD && !is_verb(k, clause) && token_in(k, (uint32_t)c, CLASS_GOODWORD);
    }
    if (bad == good)
        return 0;
    return (bad ? -1 : 1) * (negative ? -1 : 1);
}

/* Actors that a clause speaks of: its subject, else its object, else anything inside. */
static void topic(const Work *k, uint32_t clause, const Ends *speaker, Ends *out)
{
    Args args;
    Ends found = {0};
    args_of(k, clause, &args);
    int32_t s = args_first(&args, SLOT_SUBJ);
    if (s < 0)
        s = args_first(&args, SLOT_OBJ);
    if (s >= 0)
        ends_of(k, (uint32_t)s, SLOT_SUBJ, ARG_OWN, true, &found);
    others_only(k, speaker, &found, out);
    for (int i = 0; !out->n && i < args.n; i++) {
        found = (Ends){0};
        ends_of(k, args.item[i].token, args.item[i].slot, ARG_OWN, true, &found);
        others_only(k, speaker, &found, out);
    }
}

/* "X is behind the attack". */
static bool is_behind(const Work *k, uint32_t clause)
{
    int32_t prep = is_noun(k, clause) ? tree_child(k->trees, clause, REL_CASE) : -1;
    return prep >= 0 && word_is(k, (uint32_t)prep, "behind") && tree_child(k->trees, clause, REL_COP) >= 0;
}

/* "will pay a price", "will regret it", "will face consequences": a threat to the subject. */
static bool is_woe(const Work *k, uint32_t clause)
{
    int32_t o = tree_child(k->trees, clause, REL_OBJ);
    for (int32_t c = k->trees->child[clause]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_ADVMOD && token_in(k, (uint32_t)c, CLASS_WOE))
            return true; /* "will pay dearly" */
    return token_in(k, clause, CLASS_WOE) || (o >= 0 && token_in(k, (uint32_t)o, CLASS_WOE));
}

/* "Our thoughts are with X": the predicate is a phrase of its subject's. */
static int32_t thought_of(const Work *k, uint32_t clause)
{
    static const char *const preps[] = {"with", "to", NULL};
    int32_t s = is_noun(k, clause) && tree_child(k->trees, clause, REL_COP) >= 0 ? tree_child(k->trees, clause, REL_NSUBJ) : -1;
    int32_t prep = tree_child(k->trees, clause, REL_CASE);
    return s >= 0 && is_noun(k, (uint32_t)s) && prep >= 0 && word_among(k, (uint32_t)prep, preps) ? s : -1;
}

/* "Prospects for talks with X are dim", "our thoughts are with X": the words are the speaker's. */
static bool is_own_word(const Work *k, const Act *act)
{
    static const char *const codes[] = {"012", "013", "018"};
    bool word = false;
    for (ptrdiff_t i = 0; i < COUNT(codes); i++)
        word |= strcmp(act->code, codes[i]) == 0;
    return word && k->w->row[act->row].no_source && !act->negative;
}

/* "told Greece that it must …": a pronoun for the one who is told, where the telling tells of a duty. */
static bool is_told_pronoun(const Work *k, const Act *say, uint32_t clause)
{
    int32_t s = surface_subject(k, clause, 0);
    if (s < 0 || k->word[s].upos != UPOS_PRON || say->target.n != 1)
        return false;
    const ActorMention *m = k->actors->mention + say->target.item[0].mention;
    bool several = k->word[m->head].feats & FEAT_PLURAL, person = m->actor.role[0][0] && !several;
    if (word_is(k, (uint32_t)s, "you"))
        return true;
    if (word_is(k, (uint32_t)s, "it"))
        return !several && !person;
    if (word_is(k, (uint32_t)s, "they"))
        return several;
    return person && (word_is(k, (uint32_t)s, "he") || word_is(k, (uint32_t)s, "she"));
}

static void clause_statement(Work *k, const Act *say, uint32_t clause)
{
    Acts acts = {0};
    bool negative;
    uint8_t keep = k->consumed[clause];
    Stand stand = stand_of(k, clause, &negative);
    int32_t thought = thought_of(k, clause);
    acts_of(k, thought >= 0 ? (uint32_t)thought : clause, NULL, 1, &acts);
    k->consumed[clause] = keep;
    if (thought >= 0 && acts.n && !is_own_word(k, acts.item))
        acts.n = 0;
    const Act *act = acts.n && acts.item[0].code[0] ? acts.item : NULL;
    Ends target = {0};
    if (act && is_own_word(k, act)) {
        others_only(k, &say->source, &act->target, &target);
        if (target.n)
            add_statement(k, say, act->code, &target, 0.8f);
        return;
    }
    if (stand == STAND_MUST || stand == STAND_SHOULD) {
        Op op = stand == STAND_MUST ? OP_demand : OP_appeal;
        if (act)
            others_only(k, &say->source, &act->source, &target);
        if (!target.n)
            topic(k, clause, &say->source, &target);
        if (!target.n && is_told_pronoun(k, say, clause))
            others_only(k, &say->source, &say->target, &target);
        const char *deed = act ? act->code : NULL, *code = NULL;
        if (deed && negative)
            deed = compose_code(k->w, deed, OP_halt);
        if (deed)
            code = compose_code(k->w, deed, op);
        if (target.n)
            add_statement(k, say, code ? code : op == OP_demand ? "100" : "020", &target, 0.7f);
        return;
    }
    if (stand == STAND_FUTURE && !negative && act && is_hostile(act->code) &&
        !act->source.n) { /* "Y would face sanctions" */
        const char *code = compose_code(k->w, act->code, OP_threat);
        others_only(k, &say->source, &act->target, &target);
        if (target.n && code)
            add_statement(k, say, code, &target, 0.7f);
        return;
    }
    if (stand == STAND_FUTURE && !negative && is_woe(k, clause)) {
        topic(k, clause, &say->source, &target);
        if (!target.n && is_told_pronoun(k, say, clause))
            others_only(k, &say->source, &say->target, &target);
        if (target.n)
            add_statement(k, say, "130", &target, 0.7f);
        return;
    }
    if (stand != STAND_FACT)
        return;
    if (!negative && is_behind(k, clause)) {
        const char *code = act ? compose_code(k->w, act->code, OP_accuse) : NULL;
        k->consumed[clause] = OP_allege;
        int32_t who = surface_subject(k, clause, 0);
        bool own = who >= 0 && k->actors->at[who] >= 0 && is_self(k, &say->source, &(End){.mention = k->actors->at[who]});
        topic(k, clause, &say->source, &target);
        if (own || target.n)
            add_statement(k, say, own ? "015" : code ? code : "112", &target, 0.7f);
        return;
    }
    if (act && !negative && (is_hostile(act->code) || act->code[0] >= 'A')) {
        others_only(k, &say->source, &act->source, &target);
        const char *code = compose_code(k->w, act->code, OP_accuse);
        if (accusable(k, &target) && takes_sides(k, &say->source) && code && !is_tail(k, say, clause)) {
            add_statement(k, say, code, &target, 0.7f);
            if (!k->consumed[clause] && strcmp(end_actor(k, say->source.item)->role[0], "HRI") != 0)
                k->consumed[clause] = OP_allege; /* told by a party: alleged; rights groups report what they found */
            return;
        }
    }
    int value = act ? 0 : judgement(k, clause);
    if (value) {
        topic(k, clause, &say->source, &target);
        if (target.n)
            add_statement(k, say, value < 0 ? "111" : "051", &target, 0.6f);
    }
}

static void each_clause(Work *k, const Act *say, uint32_t clause)
{
    clause_statement(k, say, clause);
    for (int32_t c = k->trees->child[clause]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_CONJ)
            clause_statement(k, say, (uint32_t)c);
}

/* "According to X, Y tortures dissidents": X says so. */
void according_events(Work *k, uint32_t t)
{
    uint32_t noun = (uint32_t)k->word[t].head;
    int32_t clause = k->word[noun].head;
    Acts acts = {0};
    if (k->word[t].rel != REL_CASE || !word_is(k, t, "according") || clause < 0 || !is_verb(k, (uint32_t)clause) ||
        k->group[clause] < 0)
        return;
    uint8_t keep = k->consumed[clause];
    acts_of(k, (uint32_t)clause, NULL, 1, &acts);
    k->consumed[clause] = keep;
    Act say = {.predicate = t, .light = -1, .confidence = 1};
    if (!acts.n)
        return;
    say.row = acts.item[0].row;
    ends_of(k, noun, SLOT_SUBJ, ARG_OWN, false, &say.source);
    if (say.source.n && !is_reporter(k, &say.source))
        each_clause(k, &say, (uint32_t)clause);
}

void statement_events(Work *k, const Act *say)
{
    uint32_t p = say->predicate;
    if (!say->source.n || is_reporter(k, &say->source) || say->negative)
        return;
    bool any = false;
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        if (rel == REL_CCOMP || (rel == REL_PARATAXIS && k->word[c].upos != UPOS_PUNCT) ||
            (rel == REL_OBL && thought_of(k, (uint32_t)c) >= 0)) {
            each_clause(k, say, (uint32_t)c);
            any = true;
        }
    }
    if (!any && k->word[p].rel == REL_PARATAXIS && k->word[p].head >= 0)
        each_clause(k, say, (uint32_t)k->word[p].head);
}
