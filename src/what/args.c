/* Arguments of a predicate, with the surface undone: passives, relative clauses, control, participles,
 * shared arguments of conjuncts. Relations are Universal Dependencies'.
 *
 *     The town that jets bombed          obj of "bombed" is the town (relative clause with a gap)
 *     X promised / was asked to leave    subj of "leave" is X (control)
 *     troops attacking Y; Y attacked by  subj, obj of the participle is the noun it stands on */
#include "what/work.h"
#include "base/banned.h"

/* A verb by its tag, or by what stands on it: "to free the reporter", whatever the tagger made of "free". */
bool is_verb(const Work *k, uint32_t t)
{
    int upos = k->word[t].upos;
    if (upos == UPOS_VERB || upos == UPOS_AUX)
        return true;
    if (upos != UPOS_ADJ && upos != UPOS_NOUN)
        return false;
    if (upos == UPOS_ADJ && tree_child(k->trees, t, REL_NSUBJ) >= 0 && tree_child(k->trees, t, REL_COP) < 0 &&
        str_ends(k->token[t].fold, STR("ed")))
        return true; /* "the Vatican pleaded", read as an adjective */
    for (int32_t c = k->trees->child[t]; c >= 0; c = k->trees->next[c]) {
        if (k->word[c].rel == REL_COP)
            return false;
        if (k->word[c].rel == REL_OBJ ||
            ((k->word[c].rel == REL_MARK || k->word[c].rel == REL_AUX) && k->word[c].upos == UPOS_PART))
            return (uint32_t)c + 3 > t; /* "to" right before it */
    }
    return false;
}

bool is_noun(const Work *k, uint32_t t)
{
    return k->word[t].upos == UPOS_NOUN || k->word[t].upos == UPOS_PROPN;
}

void args_add(Args *args, int slot, uint32_t token, int how)
{
    for (int i = 0; i < args->n; i++)
        if (args->item[i].slot == slot && args->item[i].token == token)
            return;
    if (args->n < ARGS_MAX)
        args->item[args->n++] = (Arg){token, (uint8_t)slot, (uint8_t)how};
}

int32_t args_first(const Args *args, int slot)
{
    for (int i = 0; i < args->n; i++)
        if (args->item[i].slot == slot)
            return (int32_t)args->item[i].token;
    return -1;
}

int32_t mark_of(const Work *k, uint32_t clause)
{
    return tree_child(k->trees, clause, REL_MARK);
}

bool is_infinitive(const Work *k, uint32_t verb)
{
    for (int32_t c = k->trees->child[verb]; c >= 0; c = k->trees->next[c])
        if ((k->word[c].rel == REL_MARK || k->word[c].rel == REL_AUX) && word_is(k, (uint32_t)c, "to"))
            return true;
    return false;
}

bool is_ing(const Work *k, uint32_t verb)
{
    return str_ends(k->token[verb].fold, STR("ing"));
}

/* A participle without auxiliary that stands on a noun: "troops killed in …". */
static bool is_past_participle(const Work *k, uint32_t verb)
{
    return !is_ing(k, verb) && !is_infinitive(k, verb);
}

/* The head of a full sentence, no title: its passive has an auxiliary, whatever the tagger made of "X called on Y". */
static bool is_full_clause(const Work *k, uint32_t verb)
{
    const Sentence *s = k->text->sentence + k->token[verb].sentence;
    return k->word[verb].head < 0 && !(s->flags & (SENTENCE_TITLE | SENTENCE_HEADLINE)) &&
           tree_child(k->trees, verb, REL_AUX) < 0 && str_eq(k->token[s->first + s->n - 1].form, STR("."));
}

/* What only moves or happens has no passive: "tanks rolled into the capital", read as a participle on the tanks. */
static bool is_intransitive(const Work *k, uint32_t verb)
{
    static const char *const words[] = {"roll",  "slam",  "cross", "pour",    "march", "advance", "land",  "crash", "scramble", "gather",
                                        "surge", "clash", "erupt", "explode", "rain",  "plough",  "plow",  "rampage", "converge", NULL};
    return word_among(k, verb, words);
}

/* "Mexico rebuked by US over drug war": the verb's only complement is who did it. */
static bool is_headline_passive(const Work *k, uint32_t verb)
{
    if (verb + 1 >= k->text->n_tokens || !word_is(k, verb + 1, "by") || !is_past_participle(k, verb) ||
        tree_child(k->trees, verb, REL_OBJ) >= 0 || tree_child(k->trees, verb, REL_NSUBJ) < 0)
        return false;
    int32_t agent = k->word[verb + 1].head;
    return agent > (int32_t)verb && k->word[agent].head == (int32_t)verb && k->actors->at[agent] >= 0;
}

bool is_passive(const Work *k, uint32_t verb)
{
    if (is_headline_passive(k, verb))
        return true;
    bool by_agent = false;
    if (k->word[verb].feats & FEAT_FINITE && tree_child(k->trees, verb, REL_AUX_PASS) < 0 &&
        tree_child(k->trees, verb, REL_AUX) < 0)
        return false; /* "they spoke by telephone", whatever the relations say */
    bool subject = false;
    for (int32_t c = k->trees->child[verb]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        if (rel == REL_AUX_PASS)
            return true;
        subject |= rel == REL_NSUBJ_PASS || rel == REL_CSUBJ_PASS;
        by_agent |= rel == REL_OBL_AGENT;
    }
    if (subject)
        return by_agent || !is_full_clause(k, verb);
    int rel = k->word[verb].rel;
    if (rel == REL_ACL && is_intransitive(k, verb))
        return false;
    if (rel == REL_ACL && is_verb(k, verb) && is_past_participle(k, verb)) /* with an object it is a verb misread */
        return tree_child(k->trees, verb, REL_OBJ) < 0 || by_agent;
    if (rel == REL_ADVCL && is_verb(k, verb) && is_past_participle(k, verb) &&
        tree_child(k->trees, verb, REL_NSUBJ) < 0 && tree_child(k->trees, verb, REL_OBJ) < 0 &&
        (k->word[verb].feats & FEAT_PARTICIPLE) && tree_child(k->trees, verb, REL_AUX) < 0)
        return true;
    static const char *const stays[] = {"stand", "remain", "get", "feel", "lie", "go", "end", NULL};
    if (rel == REL_XCOMP && tree_child(k->trees, verb, REL_OBJ) < 0 && (k->word[verb].feats & FEAT_PARTICIPLE) &&
        !is_ing(k, verb) && word_among(k, (uint32_t)k->word[verb].head, stays))
        return true; /* "stands accused of" */
    if (rel == REL_CONJ && k->word[verb].head >= 0 && tree_child(k->trees, verb, REL_NSUBJ) < 0 &&
        tree_child(k->trees, verb, REL_OBJ) < 0 && tree_child(k->trees, verb, REL_AUX) < 0 &&
        (k->word[verb].feats & FEAT_PARTICIPLE) && is_verb(k, (uint32_t)k->word[verb].head))
        return is_passive(k, (uint32_t)k->word[verb].head);
    return by_agent && tree_child(k->trees, verb, REL_NSUBJ) < 0 &&
           (k->word[verb].feats & FEAT_PARTICIPLE || !(k->word[verb].feats & FEAT_FINITE));
}

/* "an attack on a church that killed 25": the attack killed, wherever the clause hangs. */
static uint32_t cause_of(const Work *k, uint32_t clause, uint32_t noun)
{
    static const char *const harms[] = {"kill", "wound", "injure", "claim", "leave", "maim", NULL};
    static const char *const places[] = {"on", "in", "at", "against", "near", "outside", "inside", NULL};
    int32_t prep = tree_child(k->trees, noun, REL_CASE), event = k->word[noun].head;
    bool struck = k->word[noun].rel == REL_NMOD && prep >= 0 && word_among(k, (uint32_t)prep, places);
    return struck && is_noun(k, (uint32_t)event) && k->group[event] >= 0 && word_among(k, clause, harms) ? (uint32_t)event : noun;
}

/* A relative pronoun stands for the noun that its clause modifies; a part of a name for the name. */
static uint32_t undo_relative(const Work *k, uint32_t token)
{
    static const char *const pronouns[] = {"who", "which", "that", "whom", "whose", NULL};
    if (k->name[token] >= 0)
        return (uint32_t)k->name[token];
    if (k->word[token].upos != UPOS_PRON || !word_among(k, token, pronouns))
        return token;
    uint32_t t = token;
    for (int i = 0; i < 2 * DEPTH_MAX; i++) {
        int32_t head = k->word[t].head;
        if (head < 0)
            return token;
        if (k->word[t].rel == REL_ACL_RELCL)
            return word_is(k, token, "who") ? (uint32_t)head : cause_of(k, t, (uint32_t)head);
        t = (uint32_t)head;
    }
    /* The parser missed the relative clause: the noun right before the pronoun. */
    for (uint32_t i = token; i > 0 && i + 3 > token && k->token[i - 1].sentence == k->token[token].sentence; i--)
        if (is_noun(k, i - 1) && !word_is(k, token, "that"))
            return k->name[i - 1] >= 0 ? (uint32_t)k->name[i - 1] : i - 1;
    return token;
}

static bool has_relative(const Work *k, uint32_t verb)
{
    for (int32_t c = k->trees->child[verb]; c >= 0; c = k->trees->next[c])
        if (undo_relative(k, (uint32_t)c) != (uint32_t)c)
            return true;
    return false;
}

/* "Their assessment is that X was killed": of two subjects on one predicate the one behind "that" is its own. */
static int32_t after_that(const Work *k, uint32_t p)
{
    int32_t that = mark_of(k, p);
    if (that < 0 || !word_is(k, (uint32_t)that, "that"))
        return -1;
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
        if (c > that && (k->word[c].rel == REL_NSUBJ || k->word[c].rel == REL_NSUBJ_PASS))
            return that;
    return -1;
}

/* "old foes Iran and Iraq met": two subjects side by side, of which the second names the first. */
static bool is_named_by(const Work *k, uint32_t noun, uint32_t name)
{
    return k->word[noun].upos == UPOS_NOUN && k->word[name].upos == UPOS_PROPN && k->actors->at[name] >= 0 && name > noun &&
           (mention_coded(k, k->actors->at[name]) || !mention_coded(k, k->actors->at[noun])) && name < noun + 4 &&
           k->word[noun + 1].upos != UPOS_PUNCT && tree_child(k->trees, noun, REL_CONJ) < 0;
}

static int32_t own_subject(const Work *k, uint32_t p)
{
    int32_t subject = -1, that = after_that(k, p);
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        bool time = k->d->times && k->d->times->at[c] >= 0; /* "said Monday it had asked" */
        if (time && is_ing(k, p))
            continue; /* "passed a resolution Thursday criticizing X" */
        if (c < that)
            continue;
        if ((rel == REL_NSUBJ || rel == REL_NSUBJ_PASS || rel == REL_NSUBJ_OUTER) &&
            (subject < 0 || (!time && (is_time(k, (uint32_t)subject) || is_named_by(k, (uint32_t)subject, (uint32_t)c)))))
            subject = (int32_t)undo_relative(k, (uint32_t)c);
    }
    int32_t c = k->trees->child[p]; /* "Myanmar police arrest two reporters", read as a compound */
    if (subject < 0 && c >= 0 && c == (int32_t)p - 1 && k->word[c].rel == REL_COMPOUND && k->actors->at[c] >= 0 &&
        k->word[p].upos == UPOS_VERB && tree_child(k->trees, p, REL_OBJ) >= 0)
        return c;
    return subject;
}

/* The thing that a verb's action falls on, with passives undone. */
static int32_t deep_object(const Work *k, uint32_t verb, int depth)
{
    int32_t o = tree_child(k->trees, verb, REL_OBJ);
    if (o < 0)
        o = tree_child(k->trees, verb, REL_IOBJ);
    if (o >= 0)
        return (int32_t)undo_relative(k, (uint32_t)o);
    return is_passive(k, verb) ? surface_subject(k, verb, depth + 1) : -1;
}

static bool mark_takes_object(const Work *k, uint32_t clause)
{
    static const char *const marks[] = {"of", "for", "from", "into", "against", NULL};
    int32_t m = mark_of(k, clause);
    return m >= 0 && word_among(k, (uint32_t)m, marks);
}

/* A phrase "on X", "upon X", "to X", "for X", "with X", "from X" whose X then does the infinitive: "called on X to …".
 */
static int32_t oblique_controller(const Work *k, uint32_t verb)
{
    static const char *const preps[] = {"on", "upon", "to", "with", "from", "for", NULL};
    for (int32_t c = k->trees->child[verb]; c >= 0; c = k->trees->next[c]) {
        if (k->word[c].rel != REL_OBL && k->word[c].rel != REL_NMOD)
            continue;
        int32_t prep = tree_child(k->trees, (uint32_t)c, REL_CASE);
        uint32_t name = undo_relative(k, (uint32_t)c);
        if (prep >= 0 && word_among(k, (uint32_t)prep, preps) && k->actors->at[name] >= 0)
            return (int32_t)name;
    }
    return -1;
}

/* "phoned X to apologise", "wrote to X to express thanks": who calls says it, and to whom he calls. */
bool is_said_there(const Work *k, uint32_t p)
{
    static const char *const contact[] = {"call", "phone", "telephone", "ring", "write", "contact", "summon", NULL};
    static const char *const said[] = {"apologize", "apologise", "express", "convey", "thank", "congratulate",
                                       "condemn", "protest", "complain", "voice", NULL};
    int rel = k->word[p].rel;
    return (rel == REL_ADVCL || rel == REL_XCOMP) && word_among(k, p, said) && is_infinitive(k, p) &&
           word_among(k, (uint32_t)k->word[p].head, contact);
}

static int32_t controller(const Work *k, uint32_t p, int depth)
{
    static const char *const subject_control[] = {"promise", "threaten", "vow", "agree", "offer",
                                                  "pledge",  "swear",    "use", NULL};
    static const char *const oblique_control[] = {"call", "appeal", "plead", "press", "demand",
                                                  "push", "wait",   "ask",   NULL};
    uint32_t h = (uint32_t)k->word[p].head;
    if (is_verb(k, h) && !word_among(k, h, subject_control) && !is_said_there(k, p)) {
        int32_t o = deep_object(k, h, depth);
        if (o >= 0 && o != (int32_t)p && (k->actors->at[o] >= 0 || k->word[o].upos == UPOS_PRON || k->group[o] < 0))
            return o; /* "backed a plan to ship": a plan ships nothing */
        o = word_among(k, h, oblique_control) ? oblique_controller(k, h) : -1;
        if (o >= 0)
            return o;
    }
    return surface_subject(k, h, depth + 1);
}

/* Who owns a noun that takes an infinitive: "X announced plans to attack", "Y's decision to leave". */
static int32_t noun_owner(const Work *k, uint32_t noun, int depth)
{
    int32_t poss = tree_child(k->trees, noun, REL_NMOD_POSS);
    if (poss >= 0)
        return (int32_t)undo_relative(k, (uint32_t)poss);
    int32_t h = k->word[noun].head;
    if (h < 0)
        return -1;
    int rel = k->word[noun].rel;
    int32_t under = rel == REL_OBL ? tree_child(k->trees, noun, REL_CASE) : -1, o;
    if (under >= 0 && word_is(k, (uint32_t)under, "under") && is_verb(k, (uint32_t)h) && (o = deep_object(k, (uint32_t)h, depth)) >= 0)
        return o; /* "placed X under investigation for taking bribes" */
    if (rel == REL_OBJ || rel == REL_OBL || rel == REL_XCOMP || rel == REL_NSUBJ_PASS)
        return surface_subject(k, (uint32_t)h, depth + 1);
    return own_subject(k, noun);
}

/* "signed a decree that bans X": who makes the paper does what it says; −1 for one that somebody only has. */
static int32_t paper_author(const Work *k, uint32_t noun, int depth)
{
    static const char *const makes[] = {"sign",  "issue",   "pass",   "adopt",   "approve", "enact", "promulgate",
                                        "draft", "publish", "release", "endorse", "ratify",  "write", NULL};
    int32_t h = k->word[noun].head;
    if (k->word[noun].rel != REL_OBJ || h < 0 || !word_among(k, (uint32_t)h, makes))
        return -1;
    return surface_subject(k, (uint32_t)h, depth + 1);
}

/* "US to send troops": an infinitive with a subject of its own as the root, or on an actor that is the root. */
bool is_headline_plan(const Work *k, uint32_t p)
{
    int32_t h = k->word[p].head;
    if (!is_infinitive(k, p))
        return false;
    if (h < 0)
        return own_subject(k, p) >= 0;
    return (k->word[p].rel == REL_ACL || k->word[p].rel == REL_ADVCL) && k->word[h].head < 0 && is_noun(k, (uint32_t)h) &&
           k->actors->at[h] >= 0;
}

/* Who does what a passive tells; −1 when it does not say. */
static int32_t agent_of(const Work *k, uint32_t verb)
{
    for (int32_t c = k->trees->child[verb]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_OBL_AGENT)
            return (int32_t)undo_relative(k, (uint32_t)c);
    return -1;
}

int32_t surface_subject(const Work *k, uint32_t p, int depth)
{
    if (depth > DEPTH_MAX)
        return -1;
    int32_t s = own_subject(k, p), h = k->word[p].head;
    if (s >= 0 && s == h && k->word[p].rel == REL_ACL_RELCL && token_in(k, (uint32_t)s, CLASS_PAPERWORD)) {
        int32_t author = paper_author(k, (uint32_t)s, depth);
        s = author >= 0 ? author : s;
    }
    if (s >= 0 || h < 0)
        return s;
    switch (deprel_base((Deprel)k->word[p].rel)) {
    case REL_XCOMP: return controller(k, p, depth);
    case REL_CONJ: return surface_subject(k, (uint32_t)h, depth + 1);
    case REL_ADVCL:
        if (k->word[p].rel == REL_ADVCL_RELCL)
            return -1;
        if (is_headline_plan(k, p))
            return h;
        if (mark_takes_object(k, p)) {
            int32_t o = deep_object(k, (uint32_t)h, depth);
            if (o >= 0)
                return o;
        }
        if (is_infinitive(k, p) && !word_is(k, p, "protest")) /* "closed their shops to protest" */
            return controller(k, p, depth);
        if (is_ing(k, p) && p > (uint32_t)h && mark_of(k, p) < 0 && k->word[h].rel != REL_ACL && is_passive(k, (uint32_t)h))
            return agent_of(k, (uint32_t)h); /* "the camp was attacked by X, killing 20" */
        return surface_subject(k, (uint32_t)h, depth + 1);
    case REL_CCOMP: return is_infinitive(k, p) || is_ing(k, p) ? controller(k, p, depth) : -1;
    case REL_ACL:
        if (k->word[p].rel == REL_ACL_RELCL)
            return has_relative(k, p) ? -1 : h;
        if (mark_takes_object(k, p) && k->actors->at[h] >= 0)
            return h;
        if (is_headline_plan(k, p))
            return h;
        if (is_infinitive(k, p) || mark_takes_object(k, p))
            return noun_owner(k, (uint32_t)h, depth);
        if (is_ing(k, p) && token_in(k, (uint32_t)h, CLASS_PAPERWORD)) /* "issued a statement criticising X" */
            return noun_owner(k, (uint32_t)h, depth);
        return h;
    case REL_AMOD: return is_ing(k, p) ? h : -1; /* "protesting farmers" */
    default: return -1;
    }
}

/* "the arrest of former President X": the preposition right before a name, wherever in the name it hangs. */
static int32_t prep_of_name(const Work *k, uint32_t token)
{
    int32_t m = k->actors->at[token];
    uint32_t first = m >= 0 ? k->actors->mention[m].first : 0;
    if (m < 0 || first == 0 || first == token || k->token[first - 1].sentence != k->token[token].sentence)
        return -1;
    return k->word[first - 1].upos == UPOS_ADP && k->actors->at[first - 1] < 0 ? (int32_t)first - 1 : -1;
}

int prep_slot(const Work *k, uint32_t token)
{
    int32_t c = tree_child(k->trees, token, REL_CASE);
    if (c < 0)
        c = tree_child(k->trees, token, REL_MARK);
    if (c < 0)
        c = prep_of_name(k, token);
    if (c < 0)
        return SLOT_NONE;
    int slot = slot_of(k->token[c].fold);
    return slot > SLOT_ANY ? slot : SLOT_NONE;
}

static void add_prep(const Work *k, Args *args, uint32_t token, int how)
{
    int slot = prep_slot(k, token);
    if (slot != SLOT_NONE)
        args_add(args, slot, undo_relative(k, token), how);
}

/* "paid tribute", "was given a welcome": a bare noun right behind the verb is its object, whatever it was read as. */
static bool is_object_misread(const Work *k, uint32_t verb, uint32_t c)
{
    bool bare =
        is_noun(k, c) || (k->word[c].upos == UPOS_VERB && str_eq(k->token[c].fold, k->word[c].lemma) && c == verb + 1);
    return bare && c > verb && c < verb + 5 && k->group[verb] >= 0 && mark_of(k, c) < 0 &&
           tree_child(k->trees, verb, REL_OBJ) < 0 && tree_child(k->trees, c, REL_NSUBJ) < 0 &&
           tree_child(k->trees, c, REL_AUX) < 0 && tree_child(k->trees, c, REL_COP) < 0 &&
           tree_child(k->trees, c, REL_OBJ) < 0;
}

/* A child of a verb as an argument. */
static void add_child(const Work *k, uint32_t verb, uint32_t c, Args *args)
{
    switch (k->word[c].rel) {
    case REL_OBJ: args_add(args, SLOT_OBJ, undo_relative(k, c), ARG_OWN); break;
    case REL_IOBJ: args_add(args, SLOT_IOBJ, undo_relative(k, c), ARG_OWN); break;
    case REL_OBL_AGENT:
        if (args->passive && (prep_slot(k, c) == SLOT_by || prep_slot(k, c) == SLOT_NONE))
            args_add(args, SLOT_SUBJ, undo_relative(k, c), ARG_OWN);
        else
            add_prep(k, args, c, ARG_OWN);
        break;
    case REL_OBL:
    case REL_NMOD:
        if (args->passive && prep_slot(k, c) == SLOT_by)
            args_add(args, SLOT_SUBJ, undo_relative(k, c), ARG_OWN);
        else if (prep_slot(k, c) == SLOT_NONE && tree_child(k->trees, verb, REL_COMPOUND_PRT) >= 0)
            args_add(args, SLOT_OBJ, undo_relative(k, c), ARG_SHARED); /* "broke off relations" */
        else
            add_prep(k, args, c, ARG_OWN);
        break;
    case REL_CCOMP:
    case REL_XCOMP:
        args_add(args, SLOT_COMP, c, ARG_OWN);
        if (is_object_misread(k, verb, c))
            args_add(args, SLOT_OBJ, c, ARG_SHARED);
        break;
    case REL_ADVCL:
        if ((is_infinitive(k, c) || (is_ing(k, c) && c > verb && c < verb + 3 && mark_of(k, c) < 0)) &&
            tree_child(k->trees, verb, REL_XCOMP) < 0)
            args_add(args, SLOT_COMP, c, ARG_SHARED);
        else
            add_prep(k, args, c, ARG_OWN); /* "accused of killing" */
        break;
    case REL_ACL: /* "Turkey plans to end …", read as a noun's clause */
        if (is_infinitive(k, c) && tree_child(k->trees, verb, REL_XCOMP) < 0)
            args_add(args, SLOT_COMP, c, ARG_SHARED);
        break;
    case REL_OBL_UNMARKED:
        if (tree_child(k->trees, verb, REL_COMPOUND_PRT) >= 0 && tree_child(k->trees, verb, REL_OBJ) < 0 && !is_time(k, c))
            args_add(args, SLOT_OBJ, c, ARG_SHARED); /* "called off Thursday's march" */
        break;
    case REL_NMOD_POSS:
        if (is_ing(k, verb))
            args_add(args, SLOT_SUBJ, undo_relative(k, c), ARG_OWN);
        break;
    default: break;
    }
}

/* What a conjunct leaves to the other one: "condemned and rejected the attack". */
static void share_conjuncts(const Work *k, uint32_t p, Args *args)
{
    int32_t other = -1;
    if (k->word[p].rel == REL_CONJ)
        other = k->word[p].head;
    else
        for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
            if (k->word[c].rel == REL_CONJ)
                other = c;
    if (other < 0 || is_verb(k, (uint32_t)other) != is_verb(k, p))
        return;
    bool has_object = args_first(args, SLOT_OBJ) >= 0 || args_first(args, SLOT_COMP) >= 0;
    for (int32_t c = k->trees->child[p]; c >= 0 && c < other; c = k->trees->next[c]) /* "rallied in X and demanded …" */
        has_object |= c > (int32_t)p && k->word[c].rel == REL_OBL && prep_slot(k, (uint32_t)c) == SLOT_in;
    uint32_t last = p > (uint32_t)other ? p : (uint32_t)other;
    for (int32_t c = k->trees->child[p]; c >= 0 && p < last; c = k->trees->next[c])
        has_object |= c > (int32_t)p && c < other && k->word[c].rel == REL_OBL; /* "took in X and issued him a passport" */
    for (int32_t c = k->trees->child[other]; c >= 0; c = k->trees->next[c]) {
        if ((uint32_t)c < last)
            continue; /* shared arguments stand behind both */
        int rel = k->word[c].rel;
        if (rel == REL_OBJ && !has_object && !args->passive)
            args_add(args, SLOT_OBJ, undo_relative(k, (uint32_t)c), ARG_SHARED);
        else if (rel == REL_OBL_AGENT && args->passive && args_first(args, SLOT_SUBJ) < 0) /* "were seized and deported by X" */
            args_add(args, SLOT_SUBJ, undo_relative(k, (uint32_t)c), ARG_SHARED);
        else if ((rel == REL_OBL || rel == REL_NMOD) && args_first(args, prep_slot(k, (uint32_t)c)) < 0)
            add_prep(k, args, (uint32_t)c, ARG_SHARED);
    }
}

/* The phrase that a noun ends with. */
static int32_t last_phrase(const Work *k, uint32_t noun)
{
    int32_t last = -1;
    for (int32_t c = k->trees->child[noun]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_NMOD)
            last = c;
    return last;
}

/* "was accused of spying by Bahrain": the agent hangs on the nearer verb. */
static void far_agent(const Work *k, uint32_t p, Args *args)
{
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        if ((rel != REL_ADVCL && rel != REL_XCOMP && rel != REL_OBL && rel != REL_OBJ) ||
            tree_child(k->trees, (uint32_t)c, REL_AUX_PASS) >= 0) /* "is expected to be joined by X" */
            continue;
        int32_t deep = rel == REL_OBJ || rel == REL_OBL ? c : -1;
        for (int down = 0; down < 3 && deep >= 0; down++) { /* "given access to a plant by X" */
            int32_t by = last_phrase(k, (uint32_t)deep);
            if (down > 0 && by >= 0 && prep_slot(k, (uint32_t)by) == SLOT_by && k->actors->at[by] >= 0) {
                args_add(args, SLOT_SUBJ, (uint32_t)by, ARG_SHARED);
                return;
            }
            deep = by;
        }
        for (int32_t g = k->trees->child[c]; g >= 0; g = k->trees->next[g])
            if ((k->word[g].rel == REL_OBL || k->word[g].rel == REL_OBL_AGENT || k->word[g].rel == REL_NMOD) &&
                prep_slot(k, (uint32_t)g) == SLOT_by) {
                args_add(args, SLOT_SUBJ, undo_relative(k, (uint32_t)g), ARG_SHARED);
                return;
            }
    }
}

/* "a loan of 7 billion euros from X", "sent food and tents to Y": the phrase hangs on the noun nearest to it. */
static void inner_phrases(const Work *k, int32_t noun, Args *args)
{
    for (int32_t c = noun >= 0 ? k->trees->child[noun] : -1; c >= 0; c = k->trees->next[c]) {
        int slot = k->word[c].rel == REL_NMOD ? prep_slot(k, (uint32_t)c) : SLOT_NONE;
        bool moves = slot == SLOT_from || (slot == SLOT_to && k->actors->at[noun] < 0); /* no "ambassador to X" */
        if (moves && k->actors->at[c] >= 0 && args_first(args, slot) < 0)
            args_add(args, slot, (uint32_t)c, ARG_SHARED);
    }
}

/* Phrases that hang on the object may be the verb's: "demanded an explanation from X", and "accused the army of
 * torture" with a verb of this kind. */
static void object_phrases(const Work *k, uint32_t p, Args *args)
{
    static const char *const of_verbs[] = {"accuse", "suspect", "convict", "strip", "deprive", "acquit", "warn", NULL};
    static const char *const particles[] = {"over", "up", "off", "out", "down", "back", NULL};
    int32_t o = args_first(args, SLOT_OBJ);
    bool takes_of = word_among(k, p, of_verbs);
    for (int32_t c = k->trees->child[p]; o < 0 && c >= 0; c = k->trees->next[c]) /* "handed over a suspect to X" */
        if (k->word[c].rel == REL_OBL && tree_child(k->trees, (uint32_t)c, REL_CASE) == (int32_t)p + 1 &&
            word_among(k, p + 1, particles))
            o = c;
    int32_t inner = -1;
    for (int32_t c = o >= 0 && is_noun(k, (uint32_t)o) ? k->trees->child[o] : -1; c >= 0; c = k->trees->next[c]) {
        int slot = k->word[c].rel == REL_NMOD ? prep_slot(k, (uint32_t)c) : SLOT_NONE;
        bool of_name = slot == SLOT_of && k->word[o].upos == UPOS_PROPN; /* "accused Egypt of abuses" */
        if ((slot == SLOT_of || k->word[c].rel == REL_CONJ) && k->actors->at[c] < 0 && is_noun(k, (uint32_t)c))
            inner = c;
        if (slot != SLOT_NONE && (slot != SLOT_of || of_name || takes_of) && args_first(args, slot) < 0)
            args_add(args, slot, undo_relative(k, (uint32_t)c), ARG_SHARED);
    }
    inner_phrases(k, inner, args);
}

/* "accused the army of torture", "allowed refugees to return": the clause may hang on the object. */
static void clause_of_object(const Work *k, uint32_t p, Args *args)
{
    static const char *const movers[] = {"allow", "permit", "ask", "urge", "order", "tell", "force", "enable", "invite", "press", NULL};
    static const char *const makers[] = {"appoint", "name", "create", "form", "establish", "convene", "assign", "send", "dispatch", NULL};
    int32_t o = args_first(args, SLOT_OBJ);
    int32_t purpose = o >= 0 && args_first(args, SLOT_COMP) < 0 && word_among(k, p, makers) ? tree_child(k->trees, (uint32_t)o, REL_ACL) : -1;
    if (purpose >= 0 && is_infinitive(k, (uint32_t)purpose)) /* "named a panel to investigate X" */
        args_add(args, SLOT_COMP, (uint32_t)purpose, ARG_SHARED);
    if (o < 0 || (k->actors->at[o] < 0 && !word_is(k, (uint32_t)o, "each")))
        return;
    for (int32_t c = k->trees->child[o]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_ACL && mark_takes_object(k, (uint32_t)c))
            add_prep(k, args, (uint32_t)c, ARG_SHARED);
        else if (k->word[c].rel == REL_ACL && is_infinitive(k, (uint32_t)c) && args_first(args, SLOT_COMP) < 0 && word_among(k, p, movers))
            args_add(args, SLOT_COMP, (uint32_t)c, ARG_SHARED);
}

/* "offered Ukraine money", "gave inspectors access": a country's name or several people right before what they are
 * given, read as part of it. */
static void named_receiver(const Work *k, uint32_t p, Args *args)
{
    static const char *const gives[] = {"give", "grant", "offer", "deny", "refuse", "allow", "promise", "hand", NULL};
    int32_t o = args_first(args, SLOT_OBJ), m = o > (int32_t)p + 1 ? k->actors->at[p + 1] : -1;
    if (m < 0 || args_first(args, SLOT_IOBJ) >= 0)
        return;
    const ActorMention *a = k->actors->mention + m;
    for (int32_t c = word_among(k, p, gives) ? k->trees->child[o] : -1; c >= 0 && c < o; c = k->trees->next[c])
        if (c > (int32_t)p && k->word[c].rel == REL_COMPOUND && k->word[c].feats & FEAT_PLURAL &&
            tree_child(k->trees, (uint32_t)c, REL_COMPOUND) == (int32_t)p + 1)
            args_add(args, SLOT_IOBJ, (uint32_t)c, ARG_SHARED);
    if (k->word[p + 1].head != o || k->word[p + 1].rel != REL_COMPOUND)
        return;
    if (a->how == HOW_NAME && a->actor.code[0] && !a->actor.role[0][0] && a->first == p + 1 && a->last == p + 1)
        args_add(args, SLOT_IOBJ, p + 1, ARG_SHARED);
}

/* "denied migrants the right", "gave rebels a week": two things of one verb, the second read as the first one's name. */
static void two_objects(const Work *k, uint32_t p, Args *args)
{
    static const char *const gives[] = {"give", "grant", "offer", "deny", "refuse", "allow", "promise", "hand", NULL};
    int32_t o = args_first(args, SLOT_OBJ), thing = -1;
    if (o < 0 || args->passive || args_first(args, SLOT_IOBJ) >= 0 || !word_among(k, p, gives))
        return;
    for (int32_t c = k->trees->child[o]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_APPOS && k->word[c].upos == UPOS_NOUN && tree_child(k->trees, (uint32_t)c, REL_DET) >= 0)
            thing = c;
    for (int32_t t = o; t < thing; t++)
        if (k->word[t].upos == UPOS_PUNCT)
            return;
    for (int i = 0; thing >= 0 && i < args->n; i++)
        if (args->item[i].slot == SLOT_OBJ)
            args->item[i].slot = SLOT_IOBJ;
    if (thing >= 0)
        args_add(args, SLOT_OBJ, (uint32_t)thing, ARG_SHARED);
}

/* "looking into how X hired Y": the clause of the question, which the parser hangs beside it. */
static void question_clause(const Work *k, uint32_t p, Args *args)
{
    static const char *const asks[] = {"how", "why", "whether", "what", "who", "where", NULL};
    bool asked = false;
    for (int32_t c = k->trees->child[p]; c >= 0 && args_first(args, SLOT_COMP) < 0; c = k->trees->next[c]) {
        asked |= k->word[c].rel == REL_OBL && word_among(k, (uint32_t)c, asks) && tree_child(k->trees, (uint32_t)c, REL_CASE) >= 0;
        if (asked && k->word[c].rel == REL_ADVCL && tree_child(k->trees, (uint32_t)c, REL_MARK) < 0)
            args_add(args, SLOT_COMP, (uint32_t)c, ARG_SHARED);
    }
}

/* "sent planes with food and a hospital to Nepal": the last phrase with "to" that names a country, wherever in the
 * object the parser hung it. */
static void far_receiver(const Work *k, uint32_t p, Args *args)
{
    static const char *const verbs[] = {"send", "give", "deliver", "ship", "fly", "donate", "supply", "provide", "dispatch",
                                        "return", "hand", "transfer", "extradite", "repatriate", NULL};
    int32_t o = args_first(args, SLOT_OBJ);
    if (o < 0 || args_first(args, SLOT_to) >= 0 || args_first(args, SLOT_IOBJ) >= 0 || !word_among(k, p, verbs))
        return;
    uint32_t first, last;
    tree_span(k->trees, (uint32_t)o, &first, &last);
    for (uint32_t t = last; t > (uint32_t)o; t--) {
        int32_t m = prep_slot(k, t) == SLOT_to && k->word[t].rel == REL_NMOD ? k->actors->at[t] : -1;
        if (m < 0 || k->actors->mention[m].actor.role[0][0])
            continue;
        args_add(args, SLOT_to, t, ARG_SHARED);
        return;
    }
}

/* "took part for the first time in drills": what hangs on the time is the verb's. */
static void phrases_of_time(const Work *k, uint32_t p, Args *args)
{
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
        for (int32_t g = k->word[c].rel == REL_OBL && (is_time(k, (uint32_t)c) || word_is(k, (uint32_t)c, "time")) ? k->trees->child[c] : -1;
             g >= 0; g = k->trees->next[g])
            if (k->word[g].rel == REL_NMOD && prep_slot(k, (uint32_t)g) != SLOT_of)
                add_prep(k, args, (uint32_t)g, ARG_SHARED);
}

/* "allow up to 500 refugees": an amount right behind the verb, read as a phrase. */
static bool is_up_to(const Work *k, uint32_t verb, uint32_t c)
{
    return c > verb + 3 && word_is(k, verb + 1, "up") && word_is(k, verb + 2, "to") && k->word[verb + 3].upos == UPOS_NUM &&
           k->word[verb + 3].head == (int32_t)c;
}

static void verb_args(const Work *k, uint32_t p, Args *args)
{
    args->passive = is_passive(k, p);
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
        add_child(k, p, (uint32_t)c, args);
    named_receiver(k, p, args);
    two_objects(k, p, args);
    question_clause(k, p, args);
    int32_t only = args_first(args, SLOT_OBJ) < 0 ? args_first(args, SLOT_IOBJ) : -1;
    if (only >= 0) /* a lone indirect object is the object: "urged Iran to …" */
        args_add(args, SLOT_OBJ, (uint32_t)only, ARG_OWN);
    clause_of_object(k, p, args);
    int32_t subject = surface_subject(k, p, 0);
    bool own = own_subject(k, p) >= 0;
    if (subject >= 0) {
        int slot = SLOT_SUBJ;
        if (args->passive)
            slot = args_first(args, SLOT_OBJ) >= 0 ? SLOT_IOBJ : SLOT_OBJ;
        args_add(args, slot, (uint32_t)subject, own ? ARG_OWN : ARG_CONTROL);
    }
    for (int32_t c = own && !args->passive ? k->trees->child[p] : -1; c >= 0 && c < (int32_t)p; c = k->trees->next[c])
        if (k->word[c].rel == REL_NSUBJ && k->actors->at[c] >= 0 && c > subject &&
            (int32_t)k->actors->mention[k->actors->at[c]].first == subject + 2 && str_eq(k->token[subject + 1].form, STR(",")))
            args_add(args, SLOT_SUBJ, (uint32_t)c, ARG_OWN); /* "US, EU expel diplomats" */
    if (k->word[p].rel == REL_ACL_RELCL && !has_relative(k, p) && own && !args->passive && args_first(args, SLOT_OBJ) < 0)
        args_add(args, SLOT_OBJ, (uint32_t)k->word[p].head, ARG_GAP);
    if (k->word[p].rel == REL_PARATAXIS && k->word[p].head >= 0 && (uint32_t)k->word[p].head < p &&
        args_first(args, SLOT_COMP) < 0 && args_first(args, SLOT_OBJ) < 0 && is_verb(k, (uint32_t)k->word[p].head))
        args_add(args, SLOT_COMP, (uint32_t)k->word[p].head, ARG_SHARED); /* "Russia will respond, X warned" */
    share_conjuncts(k, p, args);
    if (args->passive && args_first(args, SLOT_SUBJ) < 0)
        far_agent(k, p, args);
    for (int32_t c = k->trees->child[p]; c >= 0 && args_first(args, SLOT_OBJ) < 0 && !args->passive;
         c = k->trees->next[c]) {
        int32_t prep = k->word[c].rel == REL_OBL ? tree_child(k->trees, (uint32_t)c, REL_CASE) : -1;
        if ((prep >= 0 && (uint32_t)prep > p && word_is(k, (uint32_t)prep, "than")) || /* "more than 100 people" */
            (k->word[c].rel == REL_OBL && is_up_to(k, p, (uint32_t)c)))
            args_add(args, SLOT_OBJ, (uint32_t)c, ARG_SHARED);
    }
    object_phrases(k, p, args);
    phrases_of_time(k, p, args);
    far_receiver(k, p, args);
    int32_t called = is_said_there(k, p) ? deep_object(k, (uint32_t)k->word[p].head, 0) : -1;
    if (called >= 0)
        args_add(args, SLOT_to, (uint32_t)called, ARG_CONTROL);
}

static bool is_claim(const Work *k, uint32_t noun)
{
    static const char *const words[] = {"claim", "accusation", "allegation", "charge", "denial", "assertion", "complaint", "insistence", NULL};
    return word_among(k, noun, words);
}

/* "the claim that X beat Y": what is claimed, whatever "that" was read as. */
static bool is_that_clause(const Work *k, uint32_t noun, uint32_t clause)
{
    int32_t s = tree_child(k->trees, clause, REL_NSUBJ);
    return noun + 1 < clause && word_is(k, noun + 1, "that") && s > (int32_t)noun + 1;
}

/* "delivery of medicine to X by Y": the agent hangs on the noun nearest to it, which tells nothing itself. */
static void deep_agent(const Work *k, uint32_t p, Args *args)
{
    uint32_t first, last;
    tree_span(k->trees, p, &first, &last);
    for (uint32_t t = p + 2; t <= last; t++) {
        if (k->word[t].rel != REL_NMOD || k->actors->at[t] < 0 || prep_slot(k, t) != SLOT_by)
            continue;
        int32_t h = k->word[t].head;
        for (int up = 0; up < DEPTH_MAX && h > (int32_t)p && is_noun(k, (uint32_t)h) && (k->group[h] < 0 || k->actors->at[h] >= 0); up++)
            h = k->word[h].head;
        if (h == (int32_t)p)
            args_add(args, SLOT_by, t, ARG_SHARED);
    }
}

static void noun_args(const Work *k, uint32_t p, Args *args)
{
    if (k->actors->at[p] >= 0 && k->group[p] >= 0) /* "the Tillerson meeting": the name's mention ends in the noun */
        args_add(args, SLOT_MOD, p, ARG_OWN);
    if (k->word[p].rel == REL_ADVCL) { /* "after meeting with X" */
        int32_t s = surface_subject(k, p, 0);
        if (s >= 0)
            args_add(args, SLOT_SUBJ, (uint32_t)s, ARG_CONTROL);
    }
    bool bare = p > 0 && word_is(k, p - 1, "in") && str_eq(k->word[p].lemma, k->token[p].fold);
    int32_t up = bare && k->word[p].rel == REL_NMOD && tree_child(k->trees, p, REL_NMOD) >= 0 ? k->word[k->word[p].head].head : -1;
    if (up >= 0 && is_verb(k, (uint32_t)up) && tree_child(k->trees, p, REL_DET) < 0) { /* "held a vote in defiance of X" */
        int32_t s = surface_subject(k, (uint32_t)up, 0);
        if (s >= 0)
            args_add(args, SLOT_SUBJ, (uint32_t)s, ARG_CONTROL);
    }
    if (bare && k->word[p].rel == REL_OBL) { /* "marched in protest" */
        int32_t s = surface_subject(k, (uint32_t)k->word[p].head, 0);
        int32_t m = s >= 0 ? k->actors->at[s] : -1; /* of a crowd: a state that recalls its envoy in protest does not march */
        if (s >= 0 && (m < 0 || k->actors->mention[m].actor.role[0][0] || !word_is(k, p, "protest")))
            args_add(args, SLOT_SUBJ, (uint32_t)s, ARG_CONTROL);
    }
    int32_t on = k->word[p].rel == REL_NMOD && token_in(k, p, CLASS_PROTEST_NOUN) ? tree_child(k->trees, p, REL_CASE) : -1;
    if (on >= 0 && word_is(k, (uint32_t)on, "on") && tree_child(k->trees, p, REL_DET) < 0) /* "workers on strike" */
        args_add(args, SLOT_SUBJ, undo_relative(k, (uint32_t)k->word[p].head), ARG_CONTROL);
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
        switch (k->word[c].rel) {
        case REL_NMOD_POSS: args_add(args, SLOT_POSS, undo_relative(k, (uint32_t)c), ARG_OWN); break;
        case REL_COMPOUND:
        case REL_AMOD:
        case REL_NMOD_DESC:
        case REL_NUMMOD: args_add(args, SLOT_MOD, (uint32_t)c, ARG_OWN); break;
        case REL_NMOD:
        case REL_NMOD_UNMARKED:
        case REL_OBL:
        case REL_OBL_AGENT:
            if (k->name[c] >= 0 && k->name[c] != c && k->word[k->name[c]].head == (int32_t)p)
                break; /* a part of the name beside it: "of Lebanon's minister Rafik al-Hariri" */
            if (prep_slot(k, (uint32_t)c) == SLOT_NONE)
                args_add(args, SLOT_MOD, (uint32_t)c, ARG_OWN);
            else
                add_prep(k, args, (uint32_t)c, ARG_OWN);
            break;
        case REL_NSUBJ: args_add(args, SLOT_SUBJ, undo_relative(k, (uint32_t)c), ARG_OWN); break;
        case REL_ACL:
        case REL_CCOMP:
        case REL_XCOMP:
        case REL_ADVCL:
            if (is_infinitive(k, (uint32_t)c) || k->word[c].rel != REL_ACL || mark_takes_object(k, (uint32_t)c) ||
                (token_in(k, p, CLASS_REQUESTWORD) && mark_of(k, (uint32_t)c) >= 0) || /* "its demand that X leave" */
                (k->word[p].rel != REL_NSUBJ_PASS && is_claim(k, p) && is_that_clause(k, p, (uint32_t)c)))
                args_add(args, SLOT_COMP, (uint32_t)c, ARG_OWN);
            break;
        default: break;
        }
    int32_t h = k->word[p].head; /* "our thoughts are with X" */
    if (k->word[p].rel == REL_NSUBJ && h > (int32_t)p && is_noun(k, (uint32_t)h) && tree_child(k->trees, (uint32_t)h, REL_COP) >= 0)
        add_prep(k, args, (uint32_t)h, ARG_SHARED);
    share_conjuncts(k, p, args);
    int32_t of = args_first(args, SLOT_of), by = of >= 0 && args_first(args, SLOT_by) < 0 ? k->trees->child[of] : -1;
    for (; by >= 0; by = k->trees->next[by]) /* "the detention of sailors by Iran" */
        if (k->word[by].rel == REL_NMOD && prep_slot(k, (uint32_t)by) == SLOT_by)
            add_prep(k, args, (uint32_t)by, ARG_SHARED);
    if (args_first(args, SLOT_by) < 0 && args_first(args, SLOT_of) >= 0 && k->group[p] >= 0)
        deep_agent(k, p, args);
    inner_phrases(k, of, args);
    /* A phrase right behind the noun is the noun's, wherever the parser hung it: "dismayed at X's veto of Y". */
    for (int32_t c = k->word[p].head >= 0 ? k->trees->child[k->word[p].head] : -1; c >= 0; c = k->trees->next[c])
        if ((k->word[c].rel == REL_OBL || k->word[c].rel == REL_NMOD) &&
            tree_child(k->trees, (uint32_t)c, REL_CASE) == (int32_t)p + 1)
            add_prep(k, args, (uint32_t)c, ARG_SHARED);
}

void args_of(const Work *k, uint32_t p, Args *args)
{
    *args = (Args){0};
    if (is_verb(k, p)) {
        verb_args(k, p, args);
        return;
    }
    noun_args(k, p, args);
    if (k->word[p].upos == UPOS_ADJ && args_first(args, SLOT_SUBJ) < 0) {
        int32_t s = surface_subject(k, p, 0);
        if (s >= 0)
            args_add(args, SLOT_SUBJ, (uint32_t)s, ARG_CONTROL);
    }
}

void args_print(const Work *k, const Args *args, Buf *out)
{
    for (int i = 0; i < args->n; i++)
        buf_printf(out, "%s%s=%.*s", i ? " " : "", slot_name(args->item[i].slot),
                   FMT(k->token[args->item[i].token].form));
}
