/* Standing: is the act told as a fact, or as future, duty, possibility, condition, purpose; is it negated?
 *
 * Cues are read on the predicate (auxiliaries, adverbs, determiners, adjectives), then on the clauses above it
 * as far as they govern it: a marker "if" or "to", a verb of wishing, a noun of fearing. */
#include "what/work.h"
#include "base/banned.h"

enum { CLIMB_MAX = 12 };

static Stand worse(Stand a, Stand b)
{
    return a > b ? a : b;
}

static Stand aux_stand(const Work *k, uint32_t aux)
{
    static const char *const future[] = {"will", "shall", "wo", "'ll", "would", NULL};
    static const char *const must[] = {"must", NULL};
    static const char *const should[] = {"should", "ought", NULL};
    static const char *const may[] = {"may", "might", "could", "can", "ca", NULL};
    if (word_among(k, aux, future))
        return STAND_FUTURE;
    if (word_among(k, aux, must))
        return STAND_MUST;
    if (word_among(k, aux, should))
        return STAND_SHOULD;
    return word_among(k, aux, may) ? STAND_MAY : STAND_FACT;
}

/* "would" tells the future only inside reported speech ("said it would leave"); elsewhere it supposes. */
static bool is_reported(const Work *k, uint32_t p)
{
    uint32_t t = p;
    for (int i = 0; i < 4 && k->word[t].head >= 0; i++) {
        int rel = k->word[t].rel;
        if (rel == REL_CCOMP || rel == REL_ACL || rel == REL_PARATAXIS)
            return true;
        for (int32_t c = k->trees->child[t]; c >= 0; c = k->trees->next[c])
            if (k->word[c].rel == REL_PARATAXIS && is_verb(k, (uint32_t)c))
                return true;
        if (rel != REL_CONJ && rel != REL_XCOMP)
            return false;
        t = (uint32_t)k->word[t].head;
    }
    return false;
}

/* "in case of an attack", "in the event of war". */
static bool is_case_of(const Work *k, uint32_t noun)
{
    static const char *const words[] = {"case", "event", NULL};
    int32_t prep = tree_child(k->trees, noun, REL_CASE);
    int32_t fixed = prep >= 0 ? tree_child(k->trees, (uint32_t)prep, REL_FIXED) : -1;
    return prep >= 0 && (word_among(k, noun, words) ? word_is(k, (uint32_t)prep, "in")
                                                    : fixed >= 0 && word_among(k, (uint32_t)fixed, words));
}

/* A sentence that begins with "Had", "Should", "Were": a condition by word order, whatever the parser made of it. */
static bool opens_inverted(const Work *k, uint32_t p)
{
    static const char *const words[] = {"should", "had", "were", NULL};
    return word_among(k, k->text->sentence[k->token[p].sentence].first, words);
}

/* "if they ask", "should they ask", "in case of an attack": what the clause's "would" depends on. */
static bool has_condition(const Work *k, uint32_t p)
{
    static const char *const marks[] = {"if", "unless", "provided", NULL};
    if (opens_inverted(k, p))
        return true;
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        int32_t mark = rel == REL_ADVCL ? mark_of(k, (uint32_t)c) : -1;
        if ((mark >= 0 && word_among(k, (uint32_t)mark, marks)) || (rel == REL_OBL && is_case_of(k, (uint32_t)c)))
            return true;
    }
    return false;
}

/* "The EU would hold talks next month": news retell announcements so, when an actor is the subject and no "if" follows.
 */
static bool is_retold(const Work *k, uint32_t p)
{
    int32_t s = surface_subject(k, p, 0);
    if (s < 0 || k->actors->at[s] < 0 || !mention_coded(k, k->actors->at[s]))
        return false;
    return !has_condition(k, p);
}

/* "would have done", "should have": what did not happen. */
static bool has_perfect(const Work *k, uint32_t p)
{
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_AUX && word_is(k, (uint32_t)c, "have"))
            return true;
    return false;
}

/* "said no to talks": a refusal by its own row. */
static bool says_no(const Work *k, uint32_t token)
{
    return word_is(k, token, "no") && token > 0 && word_is(k, token - 1, "say");
}

/* "no soldiers", "neither side", "nobody". */
bool is_negative_phrase(const Work *k, uint32_t token)
{
    if (token_in(k, token, CLASS_NEGWORD))
        return !says_no(k, token);
    for (int32_t c = k->trees->child[token]; c >= 0 && (uint32_t)c < token; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        if ((rel == REL_DET || rel == REL_CC_PRECONJ || rel == REL_ADVMOD) && token_in(k, (uint32_t)c, CLASS_NEGWORD))
            return !says_no(k, (uint32_t)c);
        if (rel == REL_AMOD && tree_child(k->trees, (uint32_t)c, REL_ADVMOD) >= 0 &&
            token_in(k, (uint32_t)tree_child(k->trees, (uint32_t)c, REL_ADVMOD), CLASS_NEGWORD))
            return true; /* "not a single officer" */
    }
    return false;
}

/* "Should Kiev send troops, …", "had they asked": a condition by word order. */
static bool is_inverted(const Work *k, uint32_t p, uint32_t aux)
{
    int32_t subject = tree_child(k->trees, p, REL_NSUBJ);
    if (subject < 0)
        subject = tree_child(k->trees, p, REL_NSUBJ_PASS);
    Str form = k->token[aux].fold;
    bool may = str_eq(form, STR("should")) || str_eq(form, STR("had")) || str_eq(form, STR("were"));
    return may && subject >= 0 && aux < (uint32_t)subject;
}

/* "Theresa May held talks": a capital inside the sentence is a name's, whatever the tagger made of it. */
static bool is_name_part(const Work *k, uint32_t token)
{
    char c = k->token[token].form.ptr[0];
    return token > 0 && k->token[token - 1].sentence == k->token[token].sentence && c >= 'A' && c <= 'Z' &&
           (k->word[token - 1].upos == UPOS_PROPN || k->name[token] >= 0);
}

/* A word that negates; "not only", "not just" do not. */
static bool negates(const Work *k, uint32_t t)
{
    static const char *const only[] = {"only", "just", "merely", "simply", "least", "necessarily", "until", NULL};
    return token_in(k, t, CLASS_NEGWORD) && !(t + 1 < k->text->n_tokens && word_among(k, t + 1, only));
}

/* "is to leave on Monday"; who is to blame is so now. */
static bool is_due(const Work *k, uint32_t p)
{
    int32_t to = word_is(k, p, "blame") ? -1 : mark_of(k, p);
    bool due = to >= 0 && word_is(k, (uint32_t)to, "due"); /* "are due to sign" */
    for (int32_t c = k->trees->child[p]; to >= 0 && (due || is_infinitive(k, p)) && c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        if ((rel == REL_COP || rel == REL_AUX || rel == REL_AUX_PASS) && c < to && word_is(k, (uint32_t)c, "be"))
            return true;
    }
    return false;
}

/* "did not leave until Monday": left then. */
static bool did_at_last(const Work *k, uint32_t p)
{
    int32_t aux = tree_child(k->trees, p, REL_AUX);
    if (aux < 0 || !str_eq(k->token[aux].fold, STR("did")))
        return false;
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int32_t lead = k->word[c].rel == REL_OBL ? tree_child(k->trees, (uint32_t)c, REL_CASE) : mark_of(k, (uint32_t)c);
        if (lead >= 0 && word_is(k, (uint32_t)lead, "until"))
            return true;
    }
    return false;
}

/* "Target Israel and sow fear": asked of somebody, not done. */
static bool is_command(const Work *k, uint32_t p)
{
    return k->word[p].feats & FEAT_IMPERATIVE && (k->word[p].head < 0 || k->word[p].rel == REL_CCOMP) &&
           tree_child(k->trees, p, REL_NSUBJ) < 0;
}

/* "is going to leave", "is about to leave"; who was about to did not. */
static bool is_imminent(const Work *k, uint32_t p)
{
    static const char *const now[] = {"is", "are", "'s", "'re", NULL};
    if (k->word[p].rel != REL_XCOMP || !is_infinitive(k, p))
        return false;
    uint32_t h = (uint32_t)k->word[p].head;
    int32_t be = word_is(k, h, "about") ? tree_child(k->trees, h, REL_COP) : -1;
    for (int i = 0; be >= 0 && now[i]; i++)
        if (str_eq(k->token[be].fold, str_of(now[i])))
            return true;
    return str_eq(k->token[h].fold, STR("going"));
}

Stand own_stand(const Work *k, uint32_t p, bool *negative)
{
    static const char *const unsure[] = {"allegedly", "supposedly", "possibly", "perhaps", "maybe", NULL};
    static const char *const nearly[] = {"nearly", "almost", NULL};
    Stand stand = STAND_FACT;
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        bool cue = rel == REL_ADVMOD || rel == REL_DET || rel == REL_AUX || rel == REL_CC || rel == REL_CC_PRECONJ ||
                   rel == REL_DISCOURSE;
        if (cue && negates(k, (uint32_t)c))
            *negative ^= true;
        if ((rel == REL_NSUBJ || rel == REL_NSUBJ_PASS || rel == REL_OBJ) && is_negative_phrase(k, (uint32_t)c))
            *negative ^= true;
        if ((rel == REL_AUX || rel == REL_AUX_PASS) && !is_name_part(k, (uint32_t)c))
            stand = worse(stand, is_inverted(k, p, (uint32_t)c) ? STAND_IF : aux_stand(k, (uint32_t)c));
        if (rel == REL_AUX && (word_is(k, (uint32_t)c, "would") || word_is(k, (uint32_t)c, "'d")) &&
            !is_reported(k, p) && !is_retold(k, p))
            stand = worse(stand, STAND_MAY);
        bool modifier = rel == REL_AMOD || rel == REL_DET || rel == REL_ADVMOD;
        if (modifier && token_in(k, (uint32_t)c, CLASS_HYPOADJ))
            stand = worse(stand, STAND_MAY);
        bool missed = (uint32_t)c + 1 == p && is_verb(k, p) && word_among(k, (uint32_t)c, nearly);
        if (rel == REL_ADVMOD && (missed || word_among(k, (uint32_t)c, unsure)))
            stand = worse(stand, STAND_MAY);
    }
    if (word_is(k, p, "hesitate"))
        *negative ^= true; /* "will not hesitate to strike" */
    if (*negative && stand == STAND_FACT && did_at_last(k, p))
        *negative = false;
    if (is_imminent(k, p))
        stand = worse(stand, STAND_FUTURE);
    if (is_command(k, p))
        stand = worse(stand, STAND_MAY);
    if (is_due(k, p) || (k->word[p].head < 0 && is_headline_plan(k, p)))
        stand = worse(stand, STAND_FUTURE);
    if (stand != STAND_FACT && has_perfect(k, p))
        stand = worse(stand, STAND_MAY);
    return stand;
}

bool has_aux(const Work *k, uint32_t p)
{
    return tree_child(k->trees, p, REL_AUX) >= 0 || tree_child(k->trees, p, REL_AUX_PASS) >= 0;
}

/* "without", "instead of", "rather than", "far from", "short of" before a clause or noun: it is not so. */
static bool is_excluding(const Work *k, uint32_t lead, uint32_t governed)
{
    static const char *const first[] = {"instead", "rather", NULL}, *const second[] = {"of", "than", NULL};
    static const char *const before[] = {"far", "short", NULL}, *const last[] = {"from", "of", NULL};
    if (lead > governed)
        return false;
    if (word_is(k, lead, "without"))
        return true;
    if (word_among(k, lead, first))
        return word_among(k, lead + 1, second);
    return lead > 0 && word_among(k, lead, last) && word_among(k, lead - 1, before) &&
           k->word[lead - 1].upos != UPOS_NOUN;
}

/* "must agree before they disarm", "demanded a truce before letting aid in": what waits for a wish has not been done. */
static bool awaits_wish(const Work *k, uint32_t clause)
{
    static const char *const wishes[] = {"demand", "want", "insist", "require", "ask", "call", "urge", "seek", "expect", "refuse",
                                         "need",   "set",  "warn",   "vow",     "promise", "threaten", "request", "propose", NULL};
    uint32_t h = (uint32_t)k->word[clause].head;
    int32_t before = mark_of(k, clause), aux = tree_child(k->trees, h, REL_AUX);
    return k->word[clause].rel == REL_ADVCL && before >= 0 && word_is(k, (uint32_t)before, "before") &&
           (word_among(k, h, wishes) || (aux >= 0 && aux_stand(k, (uint32_t)aux) != STAND_FACT));
}

/* "charged three men with attacking a priest", "under investigation for detaining migrants": what somebody stands accused of. */
bool is_charge(const Work *k, uint32_t clause)
{
    static const char *const leads[] = {"with", "of", "for", NULL};
    static const char *const charges[] = {"charge", "accuse", "suspect", "indict", "convict", "try", "prosecute", "investigate", "question",
                                          "sentence", "arrest", "detain", "jail", "imprison", "investigation", "suspicion", NULL};
    int32_t lead = mark_of(k, clause), h = k->word[clause].head;
    if (h < 0 || lead < 0 || (uint32_t)lead > clause || !is_ing(k, clause) || !word_among(k, (uint32_t)lead, leads))
        return false;
    int32_t under = tree_child(k->trees, (uint32_t)h, REL_OBL); /* "placed under investigation for" */
    return word_among(k, (uint32_t)h, charges) || (under >= 0 && word_is(k, (uint32_t)under, "investigation"));
}

Stand mark_stand(const Work *k, uint32_t clause, bool *negative)
{
    static const char *const conditions[] = {"if", "unless", "whether", "lest", "provided", NULL};
    bool than = clause >= 2 && str_eq(k->token[clause - 1].fold, STR("than")); /* wherever it hangs */
    bool excluded = than && is_excluding(k, clause - 2, clause);
    *negative ^= excluded;
    if (k->word[clause].head >= 0 && awaits_wish(k, clause))
        return STAND_IF;
    if (is_charge(k, clause))
        return STAND_MAY;
    for (int32_t c = k->trees->child[clause]; c >= 0; c = k->trees->next[c]) {
        int rel = k->word[c].rel;
        bool lead = rel == REL_MARK || rel == REL_CASE;
        if (!excluded && (lead || rel == REL_CC) && is_excluding(k, (uint32_t)c, clause))
            *negative ^= excluded = true;
        if (!lead && rel != REL_ADVMOD)
            continue;
        if (word_among(k, (uint32_t)c, conditions))
            return STAND_IF;
        if (rel == REL_MARK && (word_is(k, (uint32_t)c, "until") || word_is(k, (uint32_t)c, "against")))
            return STAND_MAY; /* "cautioned against deploying" */
        if (rel == REL_CASE && word_is(k, (uint32_t)c, "against") && tree_child(k->trees, clause, REL_COP) >= 0)
            return STAND_MAY; /* "is against a war" */
    }
    return STAND_FACT;
}

/* "it is not true that", "did not confirm that", "it is unclear whether". */
static bool is_doubted(const Work *k, uint32_t head)
{
    bool negative = false;
    for (int32_t c = k->trees->child[head]; c >= 0; c = k->trees->next[c])
        negative |= (k->word[c].rel == REL_ADVMOD || k->word[c].rel == REL_AUX || k->word[c].rel == REL_NSUBJ) &&
                    token_in(k, (uint32_t)c, CLASS_NEGWORD);
    return negative || token_in(k, head, CLASS_HYPOADJ);
}

/* "looks set to leave", "appears ready to strike". */
static bool is_outlook(const Work *k, uint32_t word, uint32_t head)
{
    static const char *const seems[] = {"look", "seem", "appear", NULL};
    static const char *const outlook[] = {"set",  "ready", "poised",   "likely", "certain",
                                          "sure", "bound", "destined", "due",    NULL};
    return word_among(k, head, seems) && word_among(k, word, outlook);
}

/* "rumours that X arrested Y", read as a relative clause although nothing is missing in it. */
static bool is_content_clause(const Work *k, uint32_t clause)
{
    static const char *const pronouns[] = {"that", "which", NULL};
    bool object = false;
    for (int32_t c = k->trees->child[clause]; c >= 0; c = k->trees->next[c])
        object |= k->word[c].rel == REL_OBJ && !word_among(k, (uint32_t)c, pronouns);
    return object && tree_child(k->trees, clause, REL_NSUBJ) >= 0 &&
           !word_among(k, (uint32_t)tree_child(k->trees, clause, REL_NSUBJ), pronouns);
}

/* "no evidence that X did it", "no sign of it"; "no doubt that" asserts it. */
static bool is_denied_noun(const Work *k, uint32_t noun)
{
    static const char *const doubts[] = {"doubt", "question", "denying", "secret", "coincidence", "surprise", NULL};
    return is_noun(k, noun) && is_negative_phrase(k, noun) && !word_among(k, noun, doubts);
}

/* "has yet to leave", "is yet to leave". */
bool is_yet_to(const Work *k, uint32_t clause)
{
    int32_t to = mark_of(k, clause);
    return to > 0 && is_infinitive(k, clause) && str_eq(k->token[to - 1].fold, STR("yet"));
}

/* "barred from leaving": it did not happen. */
static bool is_barred(const Work *k, uint32_t clause)
{
    int32_t from = mark_of(k, clause);
    return from >= 0 && word_is(k, (uint32_t)from, "from") && token_in(k, (uint32_t)k->word[clause].head, CLASS_BARVERB);
}

/* "will treat rocks thrown by X as …": things without an article in a clause that tells the future. */
static bool is_supposed(const Work *k, uint32_t noun)
{
    int32_t v = k->word[noun].head;
    bool negative = false;
    return v >= 0 && is_verb(k, (uint32_t)v) && tree_child(k->trees, noun, REL_DET) < 0 &&
           tree_child(k->trees, noun, REL_NMOD_POSS) < 0 && k->word[noun].upos == UPOS_NOUN &&
           own_stand(k, (uint32_t)v, &negative) >= STAND_FUTURE;
}

/* "is said to have left", "claims to have left": told as done. */
static bool is_hearsay(const Work *k, uint32_t clause, uint32_t head)
{
    static const char *const claims[] = {"claim", "profess", "boast", "purport", NULL};
    return has_perfect(k, clause) && (is_passive(k, head) || word_among(k, head, claims)) && !word_is(k, head, "set");
}

/* "became the first country to quit": told as done. */
static bool is_ranked(const Work *k, uint32_t noun)
{
    static const char *const ranks[] = {"first", "second", "third", "latest", "last", "only", NULL};
    for (int32_t c = k->trees->child[noun]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_AMOD && word_among(k, (uint32_t)c, ranks))
            return true;
    return false;
}

/* Is it people who do it, not a state or its arms? */
static bool is_of_people(const Work *k, uint32_t verb)
{
    static const char states[] = "GOV LEG MIL COP JUD SPY";
    int32_t s = surface_subject(k, verb, 0), m = s >= 0 ? k->actors->at[s] : -1;
    const char *role = m >= 0 ? k->actors->mention[m].actor.role[0] : "";
    return s >= 0 && (m < 0 || (role[0] && !str_contains(str_of(states), str_of(role))));
}

/* What the step from a clause to what governs it says about the clause. */
static Stand step_stand(const Work *k, uint32_t t, bool *negative)
{
    uint32_t h = (uint32_t)k->word[t].head;
    Stand mark = mark_stand(k, t, negative);
    if (is_said_there(k, t))
        return mark;
    bool means = false;
    if (is_yet_to(k, t) || is_barred(k, t)) {
        *negative ^= true;
        return mark;
    }
    switch (deprel_base((Deprel)k->word[t].rel)) {
    case REL_XCOMP:
    case REL_CSUBJ:
        if (is_imminent(k, t) || (token_in(k, h, CLASS_FACTVERB) && !is_outlook(k, t, h)))
            return mark;
        if (k->word[t].rel == REL_CSUBJ && is_doubted(k, h))
            return worse(mark, STAND_MAY);
        if (is_outlook(k, t, h))
            return worse(mark, STAND_MAY);
        return (is_infinitive(k, t) && !is_hearsay(k, t, h)) || token_in(k, h, CLASS_HYPOVERB)
                   ? worse(mark, STAND_PURPOSE)
                   : mark;
    case REL_ADVCL:
        if (is_headline_plan(k, t))
            return STAND_FUTURE;
        if (mark_of(k, t) >= 0 && word_is(k, (uint32_t)mark_of(k, t), "for") && token_in(k, h, CLASS_BLAMEVERB))
            return STAND_MAY; /* "was sentenced for organizing rallies": by the judge's word */
        if (mark_of(k, t) >= 0 && word_is(k, (uint32_t)mark_of(k, t), "of") && token_in(k, h, CLASS_HYPOVERB))
            return STAND_MAY; /* "short of accusing", "capable of striking" */
        if (mark_of(k, t) >= 0 && word_is(k, (uint32_t)mark_of(k, t), "by"))
            return worse(mark, own_stand(k, h, &means)); /* "will respond by expelling diplomats" */
        if ((word_is(k, t, "protest") || word_is(k, t, "demonstrate")) && is_of_people(k, h))
            return mark; /* "closed their shops to protest": that is the protest */
        return is_infinitive(k, t) ? STAND_PURPOSE : mark;
    case REL_ACL:
        if (is_denied_noun(k, h))
            return STAND_MAY;
        if (k->word[t].rel == REL_ACL_RELCL)
            return token_in(k, h, CLASS_HYPONOUN) && is_content_clause(k, t) ? STAND_MAY : mark;
        if (token_in(k, h, CLASS_HYPONOUN) && k->word[t].rel == REL_ACL &&
            (mark_of(k, t) >= 0 || tree_child(k->trees, t, REL_NSUBJ) >= 0)) /* "hopes X would find a solution" */
            return STAND_MAY;
        if (is_headline_plan(k, t))
            return STAND_FUTURE;
        if (!is_infinitive(k, t) && is_supposed(k, h))
            return STAND_MAY;
        return is_infinitive(k, t) && !is_ranked(k, h) ? STAND_PURPOSE : mark;
    case REL_CCOMP:
        if (str_eq(k->token[h].fold, STR("provided")) || str_eq(k->token[h].fold, STR("providing")))
            return STAND_IF;
        return token_in(k, h, CLASS_HYPOVERB) || is_doubted(k, h) || is_denied_noun(k, h) ? worse(mark, STAND_MAY) : mark;
    default: return mark;
    }
}

bool is_question(const Work *k, uint32_t t)
{
    const Sentence *s = k->text->sentence + k->token[t].sentence;
    for (uint32_t i = s->first + s->n; i > s->first && i + 3 > s->first + s->n; i--)
        if (k->token[i - 1].form.len == 1 && k->token[i - 1].form.ptr[0] == '?')
            return true;
    return false;
}

/* "In the novel, a Russian general attacks Poland." */
static bool is_fiction(const Work *k, uint32_t p)
{
    static const char *const words[] = {"novel", "film", "movie", "series", "play", "sequel", "episode", "thriller", "drama", NULL};
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        int32_t prep = k->word[c].rel == REL_OBL && word_among(k, (uint32_t)c, words) ? tree_child(k->trees, (uint32_t)c, REL_CASE) : -1;
        if (prep >= 0 && word_is(k, (uint32_t)prep, "in"))
            return true;
    }
    return false;
}

/* Nouns: "fears of an attack", "in case of war"; the attack that someone fears. */
static Stand noun_step(const Work *k, uint32_t t)
{
    int32_t h = k->word[t].head;
    if (h < 0)
        return STAND_FACT;
    int rel = k->word[t].rel;
    if ((rel == REL_NMOD || rel == REL_COMPOUND || rel == REL_NMOD_DESC) && token_in(k, (uint32_t)h, CLASS_HYPONOUN))
        return STAND_MAY;
    if ((rel == REL_OBJ || rel == REL_OBL) && token_in(k, (uint32_t)h, CLASS_HYPOVERB))
        return STAND_MAY;
    if (rel == REL_OBL && is_case_of(k, t))
        return STAND_IF;
    return STAND_FACT;
}

static bool is_indefinite(const Work *k, uint32_t noun)
{
    int32_t det = tree_child(k->trees, noun, REL_DET);
    return det >= 0 &&
           (word_is(k, (uint32_t)det, "a") || word_is(k, (uint32_t)det, "an") || word_is(k, (uint32_t)det, "any"));
}

static bool before_comma(const Work *k, uint32_t p)
{
    for (uint32_t t = k->text->sentence[k->token[p].sentence].first; t < p; t++)
        if (str_eq(k->token[t].form, STR(",")))
            return false;
    return true;
}

/* "did not attack or threaten": what stands on the first of a list with "or" stands on all. */
bool joined_by_or(const Work *k, uint32_t first)
{
    for (int32_t c = k->trees->child[first]; c >= 0; c = k->trees->next[c]) {
        int32_t cc = k->word[c].rel == REL_CONJ ? tree_child(k->trees, (uint32_t)c, REL_CC) : -1;
        if (cc >= 0 && word_is(k, (uint32_t)cc, "or"))
            return true;
    }
    return false;
}

/* "…, who met X last week": a relative clause behind a comma is told on its own ("which" may mean the whole sentence). */
static bool is_aside(const Work *k, uint32_t clause)
{
    static const char *const pronouns[] = {"who", "whose", "whom", NULL};
    uint32_t first, last;
    if (k->word[clause].rel != REL_ACL_RELCL)
        return false;
    tree_span(k->trees, clause, &first, &last);
    first += str_eq(k->token[first].form, STR(","));
    return first > 0 && word_among(k, first, pronouns) && str_eq(k->token[first - 1].form, STR(","));
}

/* "vowed to hit back after Y attacked": a clause of time or cause in the past stands by itself. */
static bool is_told_apart(const Work *k, uint32_t t)
{
    static const char *const marks[] = {"after", "because", "since", "when", NULL};
    int32_t mark = k->word[t].rel == REL_ADVCL ? mark_of(k, t) : -1;
    return mark >= 0 && word_among(k, (uint32_t)mark, marks) && k->word[t].feats & FEAT_FINITE &&
           k->word[t].feats & FEAT_PAST && tree_child(k->trees, t, REL_NSUBJ) >= 0 && is_infinitive(k, (uint32_t)k->word[t].head);
}

Stand stand_of(const Work *k, uint32_t p, bool *negative)
{
    *negative = false;
    Stand stand = own_stand(k, p, negative);
    uint32_t t = p;
    bool governed = true; /* auxiliaries above still reach down through coordination */
    if (is_question(k, p) || is_fiction(k, p))
        stand = worse(stand, STAND_MAY);
    if (opens_inverted(k, p) && before_comma(k, p))
        stand = worse(stand, STAND_IF);
    if (is_noun(k, p) && k->word[p].rel != REL_OBJ)
        stand = worse(stand, mark_stand(k, p, negative));
    for (int i = 0; i < CLIMB_MAX && k->word[t].head >= 0; i++) {
        uint32_t h = (uint32_t)k->word[t].head;
        int rel = k->word[t].rel;
        bool ignore = false;
        if (rel == REL_PARATAXIS || is_aside(k, t) || is_told_apart(k, t))
            break;
        if (rel == REL_CONJ) {
            if (governed && is_verb(k, t) && !has_aux(k, t) && tree_child(k->trees, t, REL_NSUBJ) < 0) {
                Stand s = own_stand(k, h, &ignore);
                stand = worse(stand, s);
                if (i == 0 && joined_by_or(k, h))
                    *negative ^= ignore;
            }
        } else if (is_noun(k, t)) {
            stand = worse(stand, noun_step(k, t));
            if (i == 0 && rel == REL_NSUBJ && is_indefinite(k, t)) /* "an attack would lead to chaos" */
                stand = worse(stand, own_stand(k, h, &ignore) >= STAND_FUTURE ? STAND_MAY : STAND_FACT);
            if (rel == REL_NSUBJ || rel == REL_NSUBJ_PASS || rel == REL_OBJ || rel == REL_OBL)
                stand = worse(stand, mark_stand(k, h, &ignore) == STAND_IF ? STAND_IF : STAND_FACT);
        } else {
            stand = worse(stand, step_stand(k, t, i == 0 ? negative : &ignore));
            governed = false;
        }
        t = h;
    }
    return stand;
}
