/* Repair of frequent misreadings. The main clause taken for a noun phrase:
 *
 *     protesters blocked roads          root "protesters", "blocked" an adjective of an apposition "roads"
 *     forces have tortured refugees     root "refugees" with the subject "forces", "tortured" its adjective
 *
 * A past form between two nouns, the first of which is the root of the other or its subject, is the verb: it gets the
 * first as subject, the second as object. The trees stay trees: each change hangs both nouns on the verb.
 *
 *     staged a sit-in outside the ministry      "sit" a part of "the ministry", "in" its preposition
 *
 * A verb and a particle joined by a hyphen that the tables know as one word are a noun: the particle heads it.
 *
 *     two people were injured when …            "injured" an adjective, though its subject is a passive's
 *
 * An adjective in -ed with a passive subject is a participle.
 *
 *     urged Cuba to free jailed dissidents      "free" an adjective, "to" the preposition of "dissidents"
 *
 * A verb that looks like an adjective, between "to" and what it is done to, is an infinitive. */
#include "what/work.h"
#include "base/banned.h"

static bool is_past_form(const Work *k, const Word *w, uint32_t v)
{
    Str form = k->token[v].fold;
    return w[v].upos == UPOS_VERB && w[v].rel == REL_AMOD && !str_ends(form, STR("ing")) && !str_eq(form, w[v].lemma);
}

static bool has_copula(const Word *w, const Sentence *s, uint32_t noun)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        if (w[i].rel == REL_COP && w[i].head == (int32_t)noun)
            return true;
    return false;
}

/* "protesters blocked roads": subject S is the root, object O hangs on it. */
static bool repair_root(Word *w, const Sentence *s, uint32_t subject, uint32_t v, uint32_t object)
{
    if (w[subject].head >= 0 || w[object].head != (int32_t)subject || v > subject + 3)
        return false;
    for (uint32_t i = v + 1; i < s->first + s->n; i++)
        if (w[i].head == (int32_t)subject && i != object)
            word_hang(w, i, v, w[i].rel == REL_NMOD ? REL_OBL : w[i].rel == REL_ACL ? REL_ADVCL : (Deprel)w[i].rel);
    w[v].head = -1;
    w[v].rel = REL_ROOT;
    word_hang(w, subject, v, REL_NSUBJ);
    word_hang(w, object, v, REL_OBJ);
    return true;
}

/* "forces have tortured refugees": object O heads the clause, subject S is its nsubj. */
static bool repair_subject(Word *w, const Sentence *s, uint32_t subject, uint32_t v, uint32_t object)
{
    if (w[subject].head != (int32_t)object || (w[subject].rel != REL_NSUBJ && w[subject].rel != REL_NSUBJ_PASS))
        return false;
    int32_t above = w[object].head;
    uint8_t rel = w[object].rel;
    for (uint32_t i = s->first; i < v; i++)
        if (w[i].head == (int32_t)object)
            w[i].head = (int32_t)v;
    w[v].head = above;
    w[v].rel = rel;
    word_hang(w, object, v, REL_OBJ);
    return true;
}

/* "sit", "-", "in" from this token on, and the tables have rows for "sit-in". */
static bool is_joined(const Work *k, const Word *w, uint32_t first)
{
    enum { PART_MAX = 32 };
    const Token *t = k->token + first;
    char word[2 * PART_MAX];
    int32_t value;
    Str left = t[0].fold, right = w[first + 2].lemma;
    if (!str_eq(t[1].fold, STR("-")) || t[0].span.end != t[1].span.start || t[1].span.end != t[2].span.start ||
        left.len >= PART_MAX || right.len >= PART_MAX)
        return false;
    memcpy(word, left.ptr, (size_t)left.len);
    word[left.len] = '-';
    memcpy(word + left.len + 1, right.ptr, (size_t)right.len);
    uint64_t key = dict_key((Str){word, left.len + right.len + 1});
    return slot_of(right) > SLOT_ANY && dict_match(&k->w->lemma, &key, 1, &value);
}

/* The particle becomes the noun: it takes the verb's place in the tree and what hung on it; a noun behind, to which
 * the parser gave both, becomes its phrase. */
static bool repair_joined(Word *w, const Sentence *s, uint32_t first)
{
    uint32_t noun = first + 2;
    Word place = w[first].head == (int32_t)noun ? w[noun] : w[first];
    int32_t behind = place.head > (int32_t)noun && word_is_nominal(w + place.head) ? place.head : -1;
    bool phrase = behind > (int32_t)noun + 1;
    int32_t above = phrase ? w[behind].head : place.head;
    if (word_is_below(w, above, noun) || word_is_below(w, above, first))
        return false;
    if (phrase) {
        for (uint32_t i = s->first; i < first; i++)
            if (w[i].head == behind)
                w[i].head = (int32_t)noun;
        place = w[behind];
        word_hang(w, (uint32_t)behind, noun, REL_NMOD);
    }
    bool object = place.head >= 0 && place.head < (int32_t)first && w[place.head].upos == UPOS_VERB && place.rel != REL_CONJ &&
                  (behind >= 0 || place.rel == REL_XCOMP || place.rel == REL_CCOMP || place.rel == REL_ADVCL);
    w[noun].upos = UPOS_NOUN;
    w[noun].head = place.head;
    w[noun].rel = (uint8_t)(object ? REL_OBJ : (Deprel)place.rel);
    for (uint32_t i = s->first; i < s->first + s->n; i++)
        if (w[i].head == (int32_t)first && i != noun)
            w[i].head = (int32_t)noun;
    word_hang(w, first, noun, REL_COMPOUND);
    w[first].upos = UPOS_NOUN;
    return true;
}

static bool repair_noun(const Work *k, Word *w, const Sentence *s)
{
    enum { NOUNS_MAX = 4 };
    int n = 0;
    for (uint32_t i = s->first; i + 2 < s->first + s->n && n < NOUNS_MAX; i++)
        if (is_joined(k, w, i) && !(word_is_nominal(w + i + 2) && w[i].head == (int32_t)i + 2))
            n += repair_joined(w, s, i);
    return n > 0;
}

/* "clashed with protesting students", read as a clause whose object the students are: a participle right before a
 * crowd belongs to it. */
static bool repair_crowd(const Work *k, Word *w, const Sentence *s)
{
    static const char *const acts[] = {"protesting", "demonstrating", "striking", "rioting", "picketing", "marching", "rallying", NULL};
    bool any = false;
    for (uint32_t i = s->first; i + 1 < s->first + s->n; i++) {
        uint32_t noun = i + 1;
        if (w[i].upos != UPOS_VERB || w[noun].upos != UPOS_NOUN || w[noun].head != (int32_t)i || w[noun].rel != REL_OBJ ||
            w[i].rel == REL_ROOT || !(w[noun].feats & FEAT_PLURAL) || !word_among(k, i, acts))
            continue;
        w[noun].head = w[i].head;
        w[noun].rel = w[i].rel == REL_ADVCL || w[i].rel == REL_ACL ? REL_OBL : w[i].rel == REL_XCOMP || w[i].rel == REL_CCOMP ? REL_OBJ : w[i].rel;
        for (uint32_t c = s->first; c < s->first + s->n; c++)
            if (w[c].head == (int32_t)i && c != noun) {
                w[c].head = (int32_t)noun;
                w[c].rel = w[c].rel == REL_MARK ? REL_CASE : w[c].rel == REL_OBL ? REL_NMOD : w[c].rel;
            }
        word_hang(w, i, noun, REL_AMOD);
        any = true;
    }
    return any;
}

static bool repair_infinitive(const Work *k, Word *w, const Sentence *s)
{
    static const char *const verbs[] = {"free", "open", "secure", NULL};
    bool any = false;
    for (uint32_t to = s->first + 1; to + 2 < s->first + s->n; to++) {
        uint32_t verb = to + 1;
        int32_t object = w[to].rel == REL_CASE && str_eq(k->token[to].fold, STR("to")) ? w[to].head : -1;
        if (object <= (int32_t)verb || w[verb].head != object || w[verb].rel != REL_AMOD || !(w[object].feats & FEAT_PLURAL) ||
            !word_among(k, verb, verbs))
            continue;
        int32_t above = w[object].head;
        bool of_noun = above >= 0 && above < (int32_t)to && word_is_nominal(w + above) && w[above].head >= 0;
        if (of_noun && w[w[above].head].upos == UPOS_VERB)
            above = w[above].head;
        if (above < 0 || above >= (int32_t)to)
            continue;
        word_hang(w, verb, (uint32_t)above, w[above].upos == UPOS_VERB ? REL_XCOMP : REL_ACL);
        word_hang(w, to, verb, REL_MARK);
        word_hang(w, (uint32_t)object, verb, REL_OBJ);
        w[verb].upos = UPOS_VERB;
        w[to].upos = UPOS_PART;
        any = true;
    }
    return any;
}

static bool repair_clause(const Work *k, Word *w, const Sentence *s)
{
    for (uint32_t v = s->first + 1; v < s->first + s->n; v++) {
        int32_t object = w[v].head;
        if (!is_past_form(k, w, v) || object <= (int32_t)v || w[object].upos == UPOS_VERB || has_copula(w, s, (uint32_t)object))
            continue;
        for (uint32_t subject = s->first; subject < v; subject++) {
            bool noun = w[subject].upos == UPOS_NOUN || w[subject].upos == UPOS_PROPN;
            if (noun && (repair_root(w, s, subject, v, (uint32_t)object) || repair_subject(w, s, subject, v, (uint32_t)object)))
                return true;
        }
    }
    return false;
}

static bool repair_passive(const Work *k, Word *w, const Sentence *s)
{
    bool any = false;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        int32_t p = w[i].rel == REL_NSUBJ_PASS ? w[i].head : -1;
        if (p < 0 || w[p].upos != UPOS_ADJ || !str_ends(k->token[p].fold, STR("ed")))
            continue;
        w[p].upos = UPOS_VERB;
        w[p].feats |= FEAT_PARTICIPLE | FEAT_PASSIVE;
        for (uint32_t c = i + 1; c < (uint32_t)p && c < i + 6; c++)
            if (w[c].head == p && w[c].rel == REL_COP)
                w[c].rel = REL_AUX_PASS;
        any = true;
    }
    return any;
}

/* "urged Libya's factions to let in aid": behind verbs that ask or let somebody, the infinitive is theirs. */
static bool repair_control(const Work *k, Word *w, const Sentence *s)
{
    static const char *const verbs[] = {"urge",    "allow",    "permit",   "ask",     "order",  "force",   "press",     "push",      "warn",
                                        "tell",    "invite",   "encourage", "persuade", "enable", "implore", "instruct",  "direct",    "require",
                                        "forbid",  "advise",   "beg",      "compel",  "lobby",  "let",     "authorize", "authorise", NULL};
    bool any = false;
    for (uint32_t to = s->first + 2; to + 1 < s->first + s->n; to++) {
        int32_t c = w[to].rel == REL_MARK && str_eq(k->token[to].fold, STR("to")) ? w[to].head : -1;
        int32_t o = c >= 0 && w[c].rel == REL_ACL ? w[c].head : -1, v = o >= 0 && w[o].rel == REL_OBJ ? w[o].head : -1;
        if (v < 0 || o < v || w[v].upos != UPOS_VERB || !word_among(k, (uint32_t)v, verbs) ||
            (k->d->actors->at[o] < 0 && !(w[o].feats & FEAT_PLURAL)))
            continue;
        word_hang(w, (uint32_t)c, (uint32_t)v, REL_XCOMP);
        any = true;
    }
    return any;
}

bool repair_sentence(const Work *k, Word *w, const Sentence *s)
{
    bool noun = repair_noun(k, w, s), passive = repair_passive(k, w, s), crowd = repair_crowd(k, w, s);
    bool control = repair_control(k, w, s);
    bool infinitive = repair_infinitive(k, w, s);
    return repair_clause(k, w, s) || noun || passive || crowd || infinitive || control;
}
