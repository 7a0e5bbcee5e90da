/* Mending garden paths: "Qatar mediated talks between …" read as one noun phrase, "Qatar-mediated
 * talks".
 *
 * A sentence without any finite verb, in which a past form stands between a noun on its left and a
 * noun phrase on its right, is a clause: the form is its verb, the nouns are subject and object.
 * Reduced relatives ("troops killed in …") are followed by a preposition, attributes ("the detained
 * man") by no noun before: both stay.
 *
 * Beside it, one function a misreading, each told by its example: a main clause read as a relative one, verbs behind
 * "and", "then" and "to", bare verbs after demands and in headlines, parts of "test-fired", names that share a verb. */
#include "syntax/model.h"
#include "base/banned.h"

static bool is_past_form(const Word *w, const Token *t)
{
    static const char *const irregular[] = {
        "drew",   "sent",   "held",    "met",    "won",    "told",     "led",       "struck",
        "hit",    "shot",   "put",     "cut",    "set",    "took",     "gave",      "began",
        "fought", "sought", "brought", "bought", "caught", "left",     "lost",      "kept",
        "built",  "broke",  "spoke",   "chose",  "swore",  "withdrew", "overthrew", "froze",
        "rode",   "sank",   "stole",   "swept",  "threw",  "tore",     "wrote",     "fell",
        "ran"};
    if (w->upos != UPOS_VERB && w->upos != UPOS_ADJ && w->upos != UPOS_NOUN)
        return false;
    if (str_ends(t->fold, STR("ed")) && t->fold.len > 4)
        return w->upos != UPOS_NOUN;
    for (ptrdiff_t i = 0; i < COUNT(irregular); i++)
        if (str_is(t->fold, irregular[i]))
            return true;
    return false;
}

/* Verbs that need no object: "youths rioted against the policy". */
static bool is_intransitive(const Token *t)
{
    static const char *const forms[] = {
        "rioted",     "protested",  "marched", "rallied", "demonstrated", "clashed", "resigned",
        "arrived",    "retreated",  "agreed",  "spoke",   "surrendered",  "met",     "apologized",
        "apologised", "called",     "tore",    "fell",    "erupted",      "ran",     "appealed",
        "voted",      "threatened", "vowed",   "pledged", "refused",      "failed",  "promised"};
    for (ptrdiff_t i = 0; i < COUNT(forms); i++)
        if (str_is(t->fold, forms[i]))
            return true;
    return false;
}

static bool is_time_word(const Token *t)
{
    static const char *const words[] = {
        "week",     "month",  "year",     "today",  "yesterday", "monday",  "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "night",     "morning", "evening", "afternoon"};
    for (ptrdiff_t i = 0; i < COUNT(words); i++)
        if (str_is(t->fold, words[i]))
            return true;
    return false;
}

static bool opens_object(const Word *w)
{
    return word_is_nominal(w) || w->upos == UPOS_DET || w->upos == UPOS_ADJ || w->upos == UPOS_NUM ||
           w->upos == UPOS_PRON;
}

/* A finite verb elsewhere than at `but`. */
static bool has_finite(const Trees *trees, const Sentence *s, uint32_t but)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const Word *w = trees->word + i;
        if (i == but)
            continue;
        if (w->upos == UPOS_AUX || (w->upos == UPOS_VERB && w->feats & FEAT_FINITE) ||
            (w->upos == UPOS_VERB && w->rel == REL_ROOT))
            return true;
    }
    return false;
}

/* The word that heads token within [first, last]. */
static uint32_t climb(const Trees *trees, uint32_t token, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++) { /* no longer than the phrase */
        int32_t h = trees->word[token].head;
        if (h < (int32_t)first || h > (int32_t)last)
            break;
        token = (uint32_t)h;
    }
    return token;
}

static bool has_case(const Trees *trees, uint32_t token)
{
    return tree_child(trees, token, REL_CASE) >= 0 || tree_child(trees, token, REL_MARK) >= 0;
}

static bool has_case_after(const Trees *trees, uint32_t token, uint32_t v)
{
    for (int32_t c = trees->child[token]; c >= 0; c = trees->next[c])
        if (c > (int32_t)v && (trees->word[c].rel == REL_CASE || trees->word[c].rel == REL_MARK))
            return true;
    return false;
}

/* "The attack on a base drew praise": a preposition on the left that hangs on the right. */
static int32_t stray_case(const Trees *trees, const Sentence *s, uint32_t v)
{
    for (uint32_t i = s->first + 1; i + 1 < v; i++)
        if (trees->word[i].rel == REL_CASE && trees->word[i].head >= (int32_t)v)
            return (int32_t)i;
    return -1;
}

static bool is_have(const Token *t)
{
    return str_eq(t->fold, STR("have")) || str_eq(t->fold, STR("has")) ||
           str_eq(t->fold, STR("had"));
}

/* Make v the verb between subject and object. Phrase is the noun before it: the subject or a phrase of it. */
static void mend_at(Trees *trees, const Sentence *s, uint32_t v, uint32_t subject, uint32_t phrase, uint32_t object)
{
    Word *w = trees->word;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (i == v || i == subject || i == object)
            continue;
        bool left = i < v, head_left = w[i].head >= 0 && w[i].head < (int32_t)v;
        if (left && (w[i].head < 0 || !head_left)) {
            w[i].head = (int32_t)(i > subject ? phrase : subject);
            if (i == phrase) {
                w[i].head = (int32_t)subject;
                w[i].rel = REL_NMOD;
            }
        }
        else if (!left && (w[i].head < 0 || head_left)) {
            w[i].head = (int32_t)v;
            w[i].rel = w[i].rel == REL_NMOD || w[i].rel == REL_ROOT ? REL_OBL
                       : w[i].rel == REL_ACL                        ? REL_ADVCL
                                                                    : w[i].rel;
        }
    }
    w[object].head = w[subject].head = (int32_t)v;
    w[object].rel = REL_OBJ;
    w[subject].rel = REL_NSUBJ;
    w[v].head = -1; /* object is v itself where there is none */
    w[v].rel = REL_ROOT;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PAST | FEAT_FINITE;
}

static bool mend_sentence(const Text *t, Trees *trees, const Sentence *s)
{
    uint32_t last = s->first + s->n - 1;
    for (uint32_t v = s->first + 1; v < last; v++) {
        bool have = v > s->first + 1 && is_have(t->token + v - 1) &&
                    trees->word[v].rel == REL_AMOD; /* "have blocked roads" */
        uint32_t left = v - 1 - have, time = left;
        while (left > s->first && is_time_word(t->token + time) &&
               (left == time || !word_is_nominal(trees->word + left)))
            left--; /* "Oslo last month recalled" */
        int next = trees->word[v + 1].upos;
        bool alone = (next == UPOS_ADP || next == UPOS_PART) && is_intransitive(t->token + v);
        bool noun = word_is_nominal(trees->word + left) || trees->word[left].rel == REL_FLAT ||
                    (trees->word[v].upos == UPOS_NOUN && trees->word[left].head == (int32_t)v); /* "a blast tore" */
        if (!noun || !(opens_object(trees->word + v + 1) || alone) ||
            !is_past_form(trees->word + v, t->token + v) || has_finite(trees, s, have ? v - 1 : v))
            continue;
        int32_t stray = stray_case(trees, s, v);
        uint32_t end = stray < 0 ? left : (uint32_t)stray - 1;
        uint32_t subject = climb(trees, end, s->first, end), object = alone ? v : climb(trees, v + 1, v + 1, last),
                 phrase = stray < 0 ? subject : climb(trees, left, (uint32_t)stray + 1, left);
        if (trees->word[subject].upos == UPOS_ADJ && subject == left)
            trees->word[subject].upos = UPOS_NOUN;
        if (!word_is_nominal(trees->word + subject) || has_case(trees, subject) ||
            (!alone && (!(word_is_nominal(trees->word + object) || trees->word[object].upos == UPOS_NUM) ||
                        has_case_after(trees, object, v))))
            continue;
        mend_at(trees, s, v, subject, phrase, object);
        for (uint32_t i = left + 1; left != time && i <= time; i++) {
            trees->word[i].head = (int32_t)(i == time ? v : time);
            trees->word[i].rel = i == time ? REL_OBL_UNMARKED : trees->word[i].rel;
        }
        if (have) {
            trees->word[v - 1].upos = UPOS_AUX;
            trees->word[v - 1].rel = REL_AUX;
            trees->word[v - 1].head = (int32_t)v;
        }
        return true;
    }
    return false;
}

/* "The fighters whom Washington armed criticized it": a relative clause has a pronoun or a subject of its own; what
 * has neither, on the root, is the main clause. */
static bool mend_relative(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const pronouns[] = {"who", "whom", "whose", "which", "that", "where", "when", "why", "what"};
    Word *w = trees->word;
    int32_t h = w[v].head;
    if (w[v].rel != REL_ACL_RELCL || w[v].upos != UPOS_VERB || !(w[v].feats & FEAT_FINITE) || h >= (int32_t)v ||
        w[h].head >= 0 || !word_is_nominal(w + h) || tree_child(trees, v, REL_OBJ) < (int32_t)v ||
        tree_child(trees, v, REL_NSUBJ) >= 0 || tree_child(trees, v, REL_NSUBJ_PASS) >= 0 ||
        tree_child(trees, (uint32_t)h, REL_COP) >= 0)
        return false;
    uint32_t first, last;
    tree_span(trees, v, &first, &last);
    for (uint32_t i = first; i < v; i++)
        for (ptrdiff_t j = 0; j < COUNT(pronouns); j++)
            if (str_is(t->token[i].fold, pronouns[j]))
                return false;
    for (int32_t c = trees->child[h]; c >= 0; c = trees->next[c])
        if (c > (int32_t)v)
            w[c].head = (int32_t)v;
    w[v].head = -1;
    w[v].rel = REL_ROOT;
    word_hang(w, (uint32_t)h, v, REL_NSUBJ);
    return true;
}

/* "expelled diplomats and imposed sanctions on X": behind "and", a past form whose noun has an article, a number or a
 * phrase of giving and taking is the second verb. */
static bool mend_conjunct(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const preps[] = {"on", "from", "to", "against", "into", "by"};
    Word *w = trees->word;
    int32_t n = w[v].head, o = n >= 0 ? w[n].head : -1, u = o >= 0 ? w[o].head : -1;
    if (v == 0 || w[v].rel != REL_AMOD || w[v].upos != UPOS_VERB || !is_past_form(w + v, t->token + v) ||
        w[v - 1].upos != UPOS_CCONJ || n < (int32_t)v || w[n].rel != REL_CONJ || o > (int32_t)v || w[o].rel != REL_OBJ ||
        u < 0 || u > o || w[u].upos != UPOS_VERB || !is_past_form(w + u, t->token + u))
        return false;
    bool sure = false;
    for (int32_t c = trees->child[n]; c >= 0; c = trees->next[c]) {
        if (c > (int32_t)v && c < n)
            sure |= w[c].rel == REL_DET || w[c].rel == REL_NUMMOD || w[c].rel == REL_NMOD_POSS;
        int32_t prep = c > n && w[c].rel == REL_NMOD ? tree_child(trees, (uint32_t)c, REL_CASE) : -1;
        for (ptrdiff_t j = 0; prep >= 0 && j < COUNT(preps); j++)
            sure |= str_is(t->token[prep].fold, preps[j]);
    }
    if (!sure)
        return false;
    word_hang(w, v, (uint32_t)u, REL_CONJ);
    w[v - 1].head = (int32_t)v;
    word_hang(w, (uint32_t)n, v, REL_OBJ);
    w[v].feats = w[u].feats;
    return true;
}

/* "has test-fired a missile": what a hyphen joins to a verb is no subject; that hangs on the auxiliary. */
static bool mend_hyphen(const Text *t, Trees *trees, uint32_t i)
{
    Word *w = trees->word;
    const Token *k = t->token + i;
    int32_t v = w[i].head;
    bool part = w[i].rel == REL_COMPOUND && w[i].upos == UPOS_NOUN && v >= 0 && w[v].head < 0 && tree_child(trees, (uint32_t)v, REL_OBJ) > v &&
                tree_child(trees, (uint32_t)v, REL_NSUBJ) < 0;
    if ((w[i].rel != REL_NSUBJ && !part) || v != (int32_t)i + 2 || w[v].upos != UPOS_VERB || !str_eq(k[1].form, STR("-")) ||
        k[0].span.end != k[1].span.start || k[1].span.end != k[2].span.start)
        return false;
    w[i].rel = REL_COMPOUND;
    int32_t name = tree_child(trees, i, REL_COMPOUND);
    if (name >= 0 && name < (int32_t)i) { /* "Pakistan test-fired" */
        w[name].head = v;
        w[name].rel = REL_NSUBJ;
        if (part)
            w[v].feats = FEAT_PAST | FEAT_FINITE;
    }
    for (int32_t aux = trees->child[v]; aux >= 0 && aux < (int32_t)i; aux = trees->next[aux]) {
        int32_t subject = w[aux].rel == REL_AUX ? tree_child(trees, (uint32_t)aux, REL_NSUBJ) : -1;
        if (subject >= 0)
            w[subject].head = v;
    }
    return true;
}

/* "demanded at the talks that India share the water": a clause of content hangs on its verb, not on the place between. */
static bool mend_content(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const verbs[] = {"say",    "insist", "demand",   "announce", "declare", "warn",  "stress",
                                        "argue",  "claim",  "complain", "agree",    "state",   "vow",   "pledge",
                                        "propose", "urge",  "promise",  "admit",    "deny",    "request", "tell", "inform", "remind"};
    static const char *const preps[] = {"at", "in", "during", "after", "before"};
    Word *w = trees->word;
    int32_t h = w[v].head, u = h >= 0 ? w[h].head : -1, that = tree_child(trees, v, REL_MARK);
    int32_t prep = h >= 0 ? tree_child(trees, (uint32_t)h, REL_CASE) : -1;
    if (w[v].rel != REL_ACL_RELCL || w[v].upos != UPOS_VERB || h > (int32_t)v || w[h].rel != REL_OBL || u < 0 || u > h ||
        that != h + 1 || prep < 0 || !str_is(t->token[that].fold, "that") || tree_child(trees, v, REL_NSUBJ) < 0 ||
        tree_child(trees, (uint32_t)u, REL_CCOMP) >= 0)
        return false;
    bool speaks = false, between = false;
    for (ptrdiff_t i = 0; i < COUNT(verbs); i++)
        speaks |= str_is(w[u].lemma, verbs[i]);
    for (ptrdiff_t i = 0; i < COUNT(preps); i++)
        between |= str_is(t->token[prep].fold, preps[i]);
    if (speaks && between)
        word_hang(w, v, (uint32_t)u, REL_CCOMP);
    return speaks && between;
}

/* "freed then seized a miner": two verbs of one subject. */
static bool mend_then(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t u = w[v].head;
    if (v < 2 || u != (int32_t)v - 2 || !str_is(t->token[v - 1].fold, "then") || w[v].rel != REL_CCOMP ||
        w[v].upos != UPOS_VERB || w[u].upos != UPOS_VERB || tree_child(trees, v, REL_NSUBJ) >= 0)
        return false;
    w[v].rel = REL_CONJ;
    return true;
}

/* The word behind "to" becomes the complement of the verb above, with the object that it hid. */
static void make_infinitive(Word *w, uint32_t verb, uint32_t above, uint32_t object)
{
    word_hang(w, verb, above, REL_XCOMP);
    word_hang(w, object, verb, REL_OBJ);
    word_hang(w, verb - 1, verb, REL_MARK);
    w[verb - 1].upos = UPOS_PART;
    w[verb].upos = UPOS_VERB;
    w[verb].feats = FEAT_INFINITIVE;
}

/* "threatened to halt talks": behind "to" a bare form that modifies a noun is a verb, the noun its object. */
static bool mend_infinitive(const Text *t, Trees *trees, const LemmaTable *lemmas, uint32_t b)
{
    static const char *const verbs[] = {"threaten", "vow",    "refuse", "want",   "plan",  "try",    "decide", "seek",
                                        "intend",   "pledge", "hope",   "promise", "fail",  "prepare", "begin", "offer", "undertake"};
    static const char *const endings[] = {"ed", "ing", "al", "ic", "ive", "ous", "ary"};
    Word *w = trees->word;
    int32_t n = w[b].head, u = n >= 0 ? w[n].head : -1;
    bool taker = false; /* verbs that no noun follows with "to" */
    for (ptrdiff_t i = 0; u >= 0 && i < COUNT(verbs); i++)
        taker |= str_is(w[u].lemma, verbs[i]);
    bool near = n == (int32_t)b + 1 || (n == (int32_t)b + 2 && w[b + 1].upos == UPOS_ADJ && w[b + 1].head == n); /* "to triple bilateral trade" */
    bool known = taker && w[b].upos == UPOS_ADJ && (lemma_known(lemmas, t->token[b].key, UPOS_VERB) || str_is(t->token[b].fold, "triple"));
    bool joined = w[b].rel == REL_AMOD || (w[b].rel == REL_COMPOUND && taker &&
                                              (w[b].upos == UPOS_VERB || lemma_known(lemmas, t->token[b].key, UPOS_VERB)));
    if (b < 2 || !joined || (w[b].upos != UPOS_NOUN && w[b].upos != UPOS_VERB && !known) || !near ||
        !str_is(t->token[b - 1].fold, "to") || w[b - 1].head != n || w[n].rel != REL_OBL || u != (int32_t)b - 2 ||
        w[u].upos != UPOS_VERB || !str_eq(t->token[b].fold, w[b].lemma))
        return false;
    for (ptrdiff_t i = 0; i < COUNT(endings); i++)
        if (str_ends(t->token[b].fold, str_of(endings[i])))
            return false;
    make_infinitive(w, b, (uint32_t)u, (uint32_t)n);
    return true;
}

/* "agreed to pardon Anwar Ibrahim": a small word read as a part of the name that follows. */
static bool mend_named_object(const Text *t, Trees *trees, uint32_t b)
{
    Word *w = trees->word;
    int32_t name = tree_child(trees, b, REL_FLAT), u = w[b].head;
    if (b < 2 || !word_is_nominal(w + b) || t->token[b].flags & TOKEN_CAPITAL || name != (int32_t)b + 1 ||
        !(t->token[name].flags & TOKEN_CAPITAL) || !str_is(t->token[b - 1].fold, "to") || w[b - 1].head != (int32_t)b ||
        w[b].rel != REL_OBL || u != (int32_t)b - 2 || w[u].upos != UPOS_VERB)
        return false;
    for (int32_t c = trees->child[b]; c >= 0; c = trees->next[c])
        if (c > name && (w[c].rel == REL_FLAT || w[c].rel == REL_APPOS))
            w[c].head = name;
    make_infinitive(w, b, (uint32_t)u, (uint32_t)name);
    return true;
}

/* "hosted President X and Premier Y": a name that the verb seems to share belongs to the name before "and". */
static bool mend_name_conjunct(Trees *trees, uint32_t c)
{
    Word *w = trees->word;
    int32_t v = w[c].head, cc = tree_child(trees, c, REL_CC), other = -1;
    if (w[c].rel != REL_CONJ || w[c].upos != UPOS_PROPN || v < 0 || v > (int32_t)c || w[v].upos != UPOS_VERB || cc < 0 ||
        tree_child(trees, c, REL_NSUBJ) >= 0 || tree_child(trees, c, REL_COP) >= 0 || has_case(trees, c))
        return false;
    for (int32_t o = trees->child[v]; o >= 0 && o < cc; o = trees->next[o])
        if (o > v && w[o].upos == UPOS_PROPN && (w[o].rel == REL_OBJ || w[o].rel == REL_OBL))
            other = o;
    if (other < 0)
        return false;
    w[c].head = other;
    return true;
}

/* "After sending food to X, Y held …": a clause in front of the subject is the verb's, not the subject's. */
static bool mend_fronted(Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t subject = w[v].head;
    if (w[v].rel != REL_ADVCL || subject < (int32_t)v || !word_is_nominal(w + subject) || w[subject].rel != REL_NSUBJ || w[subject].head < subject)
        return false;
    w[v].head = w[subject].head;
    return true;
}

/* "agreed on Monday to free soldiers": a verb read as an adjective, its object as a phrase. */
static bool mend_adjective(const Text *t, Trees *trees, const LemmaTable *lemmas, uint32_t b)
{
    Word *w = trees->word;
    if (b == 0 || w[b].upos != UPOS_ADJ || !str_is(t->token[b - 1].fold, "to") || w[b - 1].head != (int32_t)b || w[b - 1].rel != REL_MARK ||
        tree_child(trees, b, REL_COP) >= 0 ||
        !(lemma_known(lemmas, t->token[b].key, UPOS_VERB) || str_is(t->token[b].fold, "free")))
        return false;
    uint32_t last = t->sentence[t->token[b].sentence].first + t->sentence[t->token[b].sentence].n, n = b + 1;
    while (n < last && w[n].upos != UPOS_PUNCT && w[n].head > (int32_t)n) /* the head of the phrase behind it */
        n++;
    bool loose = n < last && word_is_nominal(w + n) && (w[n].rel == REL_OBL || w[n].rel == REL_NMOD) && tree_child(trees, n, REL_CASE) < 0;
    if (loose && (w[n].head == (int32_t)b || w[n].head == w[b].head))
        word_hang(w, n, b, REL_OBJ);
    w[b - 1].upos = UPOS_PART;
    w[b].upos = UPOS_VERB;
    w[b].feats = FEAT_INFINITIVE;
    return true;
}

/* "X and his counterpart Y discussed it, Z said": the name right behind the noun is its own; both are the subject of the
 * name's verb, wherever the first was hung. */
static bool mend_counterpart(Trees *trees, uint32_t name)
{
    Word *w = trees->word;
    int32_t v = w[name].head;
    uint32_t noun = name ? name - 1 : 0;
    if (w[name].rel != REL_NSUBJ || w[name].upos != UPOS_PROPN || v < (int32_t)name || w[noun].rel != REL_CONJ || w[noun].upos != UPOS_NOUN)
        return false;
    int32_t first = w[noun].head, say = w[first].head;
    if (first > (int32_t)noun || w[first].rel != REL_NSUBJ || say == v || say != w[v].head)
        return false;
    word_hang(w, (uint32_t)first, (uint32_t)v, REL_NSUBJ);
    word_hang(w, name, noun, REL_APPOS);
    return true;
}

/* "Rather than attacking Rwanda, …": an -ing form between a preposition and a name takes the name as its object. */
static bool mend_gerund(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const attributes[] = {"neighbouring", "neighboring", "ruling",  "leading",   "visiting",
                                             "warring",      "governing",   "rising",  "remaining", "opposing",
                                             "surrounding",  "competing",   "winning", "losing",    "incoming"};
    Word *w = trees->word;
    int32_t n = w[v].head;
    if (v == 0 || w[v].rel != REL_AMOD || w[v].upos != UPOS_VERB || n != (int32_t)v + 1 || w[n].upos != UPOS_PROPN ||
        w[n].head < 0 || !str_ends(t->token[v].fold, STR("ing")) || w[v - 1].upos != UPOS_ADP ||
        t->token[v].flags & TOKEN_CAPITAL)
        return false;
    for (ptrdiff_t i = 0; i < COUNT(attributes); i++)
        if (str_is(t->token[v].fold, attributes[i]))
            return false;
    w[v].head = w[n].head;
    w[v].rel = REL_ADVCL;
    if (w[v - 1].head == n)
        word_hang(w, v - 1, v, REL_MARK);
    word_hang(w, (uint32_t)n, v, REL_OBJ);
    return true;
}

/* "The ban targets people": a noun with an object is a verb, the noun joined to it its subject. */
static void mend_verbal(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t subject = -1;
    bool clause = w[v].rel == REL_ADVCL && tree_child(trees, v, REL_MARK) >= 0; /* "if North Korea attacks" */
    if (w[v].upos != UPOS_NOUN || (tree_child(trees, v, REL_OBJ) < (int32_t)v && !clause) ||
        tree_child(trees, v, REL_DET) >= 0 || tree_child(trees, v, REL_NSUBJ) >= 0 ||
        tree_child(trees, v, REL_CASE) >= 0 || (has_case(trees, v) && !clause))
        return;
    bool several = false;
    for (int32_t c = trees->child[v]; c >= 0 && c < (int32_t)v; c = trees->next[c])
        if (w[c].rel == REL_COMPOUND && word_is_nominal(w + c)) {
            several |= subject >= 0 || w[c].feats & FEAT_PLURAL;
            subject = c;
        }
    if (subject < 0 || !(str_ends(t->token[v].fold, STR("s")) || (several && !clause))) /* "U.S., Cuba hold talks" */
        return;
    for (int32_t c = trees->child[v]; c >= 0 && c < subject; c = trees->next[c])
        if (w[c].rel == REL_COMPOUND || w[c].rel == REL_AMOD || w[c].rel == REL_NMOD_POSS || w[c].rel == REL_NUMMOD)
            w[c].head = subject;
    w[subject].rel = REL_NSUBJ;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PRESENT | FEAT_FINITE | FEAT_INDICATIVE | FEAT_PERSON3 | FEAT_SINGULAR;
}

/* "demanded sweeping reforms": some -ing forms are attributes, whatever stands before them. */
static bool mend_attribute(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const attributes[] = {"sweeping", "lasting", "binding",   "crippling",   "biting",     "punishing",
                                             "stinging", "scathing", "withering", "blistering", "devastating", "damning",
                                             "ongoing",  "standing", "existing",  "growing",    "mounting",   "remaining"};
    Word *w = trees->word;
    int32_t n = tree_child(trees, v, REL_OBJ), u = w[v].head;
    bool listed = false;
    for (ptrdiff_t i = 0; i < COUNT(attributes); i++)
        listed |= str_is(t->token[v].fold, attributes[i]);
    if (!listed || w[v].upos != UPOS_VERB || n <= (int32_t)v || u < 0 || u + 1 != (int32_t)v || w[u].upos != UPOS_VERB ||
        (w[v].rel != REL_XCOMP && w[v].rel != REL_ADVCL && w[v].rel != REL_CCOMP))
        return false;
    for (int32_t c = trees->child[v]; c >= 0; c = trees->next[c])
        if (c != n)
            w[c].head = c < n ? n : u;
    word_hang(w, (uint32_t)n, (uint32_t)u, REL_OBJ);
    word_hang(w, v, (uint32_t)n, REL_AMOD);
    w[v].upos = UPOS_ADJ;
    return true;
}

/* "has relaxed restrictions": behind "have" the past form of these verbs is the perfect, not an attribute. */
static bool mend_perfect(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const forms[] = {"relaxed",  "lifted",   "eased",    "tightened", "suspended", "cancelled", "canceled",
                                        "dropped",  "rejected", "seized",   "expelled",  "imposed",   "ended",     "scrapped",
                                        "deployed", "resumed",  "restored", "blocked",   "halted",    "banned",    "loosened",
                                        "removed",  "recalled", "launched", "severed",   "abolished", "amended",   "condemned",
                                        "ordered",  "released", "detained", "arrested",  "freed",     "summoned",  "opened"};
    Word *w = trees->word;
    int32_t n = w[v].head, have = v > 0 ? (int32_t)v - 1 : -1;
    bool listed = false;
    for (ptrdiff_t i = 0; i < COUNT(forms); i++)
        listed |= str_is(t->token[v].fold, forms[i]);
    if (!listed || have < 0 || n < (int32_t)v || w[v].rel != REL_AMOD || !is_have(t->token + have) || w[have].upos != UPOS_VERB ||
        w[n].head != have || w[n].rel != REL_OBJ)
        return false;
    for (int32_t c = trees->child[have]; c >= 0; c = trees->next[c])
        w[c].head = (int32_t)v;
    word_hang(w, v, 0, (Deprel)w[have].rel);
    w[v].head = w[have].head;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PAST | FEAT_PARTICIPLE;
    word_hang(w, (uint32_t)have, v, REL_AUX);
    w[have].upos = UPOS_AUX;
    return true;
}

/* A noun in the base form, or with the -s of the third person, that training has seen as a verb. */
static bool is_bare_verb(const Text *t, const Trees *trees, const LemmaTable *lemmas, uint32_t i)
{
    const Word *w = trees->word + i;
    return (w->upos == UPOS_NOUN || w->upos == UPOS_ADJ) && !(t->token[i].flags & TOKEN_CAPITAL) &&
           lemma_known(lemmas, t->token[i].key, UPOS_VERB);
}

/* What may follow a verb in such places: the beginning of its object, a particle before one, "to". */
static bool opens_complement(const Trees *trees, uint32_t i, uint32_t last)
{
    int upos = trees->word[i].upos;
    return i <= last && (opens_object(trees->word + i) || upos == UPOS_PART ||
                         (upos == UPOS_ADP && i < last && opens_object(trees->word + i + 1)));
}

/* "demanded that X free a student sentenced to …": the bare verb read as an adjective, its object as the subject of what
 * was done to it. */
static bool mend_freed(Trees *trees, uint32_t u, uint32_t b)
{
    Word *w = trees->word;
    for (int32_t c = trees->child[u]; c >= 0; c = trees->next[c]) {
        int32_t o = c > (int32_t)b && w[c].rel == REL_CCOMP ? tree_child(trees, (uint32_t)c, REL_NSUBJ) : -1;
        if (o < (int32_t)b || tree_child(trees, (uint32_t)c, REL_AUX) >= 0 || w[b].rel != REL_CCOMP)
            continue;
        word_hang(w, (uint32_t)o, b, REL_OBJ);
        word_hang(w, (uint32_t)c, (uint32_t)o, REL_ACL);
        w[b].upos = UPOS_VERB;
        w[b].feats = FEAT_PRESENT | FEAT_FINITE | FEAT_SUBJUNCTIVE;
        return true;
    }
    return false;
}

/* The bare verb of a clause of demand between "that" and the end, which the parser took for a part of a noun phrase. */
static uint32_t hidden_verb(const Text *t, const Trees *trees, const LemmaTable *lemmas, uint32_t u, uint32_t that, uint32_t last)
{
    enum { SUBJECT_MAX = 8 };
    const Word *w = trees->word;
    for (uint32_t i = that + 2; i < last && i < that + SUBJECT_MAX; i++) {
        bool part = w[i].upos == UPOS_VERB && (w[i].rel == REL_COMPOUND || w[i].rel == REL_AMOD); /* "Ukraine restore gas supplies" */
        bool back = str_is(t->token[i].fold, "back") && w[i].rel == REL_CASE;
        bool clause = w[i].upos == UPOS_NOUN && w[i].rel == REL_CCOMP && w[i + 1].upos == UPOS_VERB; /* "stop fighting" */
        bool phrase = w[i + 1].upos == UPOS_VERB && w[i + 1].head == (int32_t)u && w[i].head == (int32_t)i + 1; /* "cancel plans" */
        bool freed = w[i].upos == UPOS_ADJ && w[i].rel == REL_CCOMP && w[i].head == (int32_t)u &&
                     tree_child(trees, i, REL_NSUBJ) >= 0 && tree_child(trees, i, REL_COP) < 0;
        bool bare = part || back || is_bare_verb(t, trees, lemmas, i);
        bool noun = word_is_nominal(w + i - 1) || w[i - 1].rel == REL_FLAT || (part && w[i - 1].upos == UPOS_ADJ);
        if (noun && str_eq(t->token[i].fold, w[i].lemma) && (phrase || freed || (bare && (clause || opens_complement(trees, i + 1, last)))))
            return i;
        if ((w[i].upos == UPOS_VERB && !part) || w[i].upos == UPOS_AUX || w[i].upos == UPOS_ADP)
            return 0;
    }
    return 0;
}

/* "demanded that the West lift sanctions": behind verbs of demand the clause has a bare verb, which the parser takes
 * for a noun when no other word can be one. */
static bool mend_subjunctive(const Text *t, Trees *trees, const LemmaTable *lemmas, const Sentence *s, uint32_t u)
{
    static const char *const demands[] = {"demand",  "insist",  "urge", "recommend", "ask",    "propose",
                                          "request", "require", "order", "suggest",  "advise", "stipulate"};
    static const char *const particles[] = {"over", "back", "out", "up", "in", "off", "down", "away"};
    enum { BETWEEN_MAX = 7 }; /* "demanded at the weekend talks that" */
    Word *w = trees->word;
    uint32_t last = s->first + s->n - 1, that = u + 1;
    bool demand = false, particle = false;
    for (ptrdiff_t i = 0; i < COUNT(demands); i++)
        demand |= str_is(w[u].lemma, demands[i]);
    while (demand && that + 3 < last && that < u + BETWEEN_MAX && !str_is(t->token[that].fold, "that") &&
           w[that].upos != UPOS_VERB && w[that].upos != UPOS_PUNCT)
        that++;
    if (!demand || that + 3 > last || !str_is(t->token[that].fold, "that"))
        return false;
    uint32_t b = hidden_verb(t, trees, lemmas, u, that, last), end = b;
    if (!b)
        return false;
    if (w[b].head == (int32_t)u && mend_freed(trees, u, b))
        return true;
    if (w[b + 1].upos == UPOS_VERB && w[b + 1].head == (int32_t)u && tree_child(trees, b + 1, REL_AUX) < 0) {
        int32_t phrase = tree_child(trees, b + 1, REL_OBJ); /* the noun after it was the verb: its object is the whole phrase */
        w[b + 1].upos = UPOS_NOUN;
        w[b + 1].feats = phrase >= 0 ? FEAT_SINGULAR : FEAT_PLURAL;
        if (phrase > (int32_t)b + 1) {
            word_hang(w, b + 1, (uint32_t)phrase, REL_COMPOUND);
            word_hang(w, (uint32_t)phrase, b, REL_OBJ);
        }
    }
    while (end < last && !str_eq(t->token[end + 1].form, STR(",")) && w[end + 1].rel != REL_ROOT)
        end++;
    for (ptrdiff_t i = 0; i < COUNT(particles); i++)
        particle |= str_is(t->token[b + 1].fold, particles[i]) && b + 2 <= end && opens_object(w + b + 2);
    uint32_t subject = climb(trees, b - 1, that + 1, b - 1), object = climb(trees, MIN(b + 1 + particle, end), b + 1 + particle, end);
    bool has_object = word_is_nominal(w + object) || w[object].upos == UPOS_PRON || w[object].upos == UPOS_NUM || w[object].upos == UPOS_SYM;
    for (uint32_t i = that + 1; i <= end; i++) {
        int32_t h = w[i].head;
        if (i == b || i == subject || i == object)
            continue;
        if (i < b && (h < (int32_t)that + 1 || h >= (int32_t)b))
            w[i].head = (int32_t)subject;
        else if (i > b && (h <= (int32_t)b || h > (int32_t)end))
            word_hang(w, i, b, w[i].rel == REL_NMOD ? REL_OBL : (Deprel)w[i].rel);
    }
    if (particle)
        word_hang(w, b + 1, b, REL_COMPOUND_PRT);
    word_hang(w, b, u, REL_CCOMP);
    word_hang(w, that, b, REL_MARK);
    word_hang(w, subject, b, REL_NSUBJ);
    if (object != b)
        word_hang(w, object, b,
               w[object].upos == UPOS_VERB                                    ? REL_XCOMP
               : !has_object                                                  ? REL_ADVMOD
               : tree_child(trees, object, REL_CASE) >= 0 && !particle        ? REL_OBL
                                                                              : REL_OBJ);
    w[b].upos = UPOS_VERB;
    w[b].feats = FEAT_PRESENT | FEAT_FINITE | FEAT_SUBJUNCTIVE;
    return true;
}

/* Who acts in the base form: "police", several ("rebels"), or a list ("China, U.S."). */
static bool is_several(const Text *t, const Trees *trees, const Sentence *s, uint32_t i)
{
    return trees->word[i].feats & FEAT_PLURAL || str_is(t->token[i].fold, "police") ||
           (i >= s->first + 2 && str_eq(t->token[i - 1].form, STR(",")) && word_is_nominal(trees->word + i - 2));
}

/* Words that behind a name are hardly ever its noun: "Turkey bars entry". */
static bool is_headline_verb(const Token *t)
{
    static const char *const words[] = {"bars",  "bans",   "jails", "frees",  "backs", "seeks", "vows",  "urges", "slams", "blasts",
                                        "hails", "grants", "halts", "lifts", "ousts", "eyes",  "mulls", "warns", "denies"};
    for (ptrdiff_t i = 0; i < COUNT(words); i++)
        if (str_is(t->fold, words[i]))
            return !(t->flags & TOKEN_CAPITAL);
    return false;
}

/* "Police fire tear gas", "Court jails opposition leader": a headline without any verb has one in the present. */
static bool mend_headline(const Text *t, Trees *trees, const LemmaTable *lemmas, const Sentence *s)
{
    Word *w = trees->word;
    uint32_t last = s->first + s->n - 1;
    if (s->n < 4 || has_finite(trees, s, last + 1))
        return false;
    for (uint32_t v = s->first + 1; v < last; v++) {
        if (w[v].upos == UPOS_ADP || w[v].upos == UPOS_VERB)
            return false; /* beyond the subject */
        bool several = is_several(t, trees, s, v - 1), third = str_ends(t->token[v].fold, STR("s"));
        if (!word_is_nominal(w + v - 1) || !(is_bare_verb(t, trees, lemmas, v) || is_headline_verb(t->token + v)) || third == several)
            continue;
        int next = w[v + 1].upos;
        bool noun = next == UPOS_NOUN && !is_headline_verb(t->token + v) && !(w[v + 1].feats & FEAT_PLURAL) &&
                    (v + 2 > last || w[v + 2].upos != UPOS_NOUN);
        uint32_t subject = climb(trees, v - 1, s->first, v - 1), object = climb(trees, v + 1, v + 1, last);
        if (!opens_object(w + v + 1) || noun || !word_is_nominal(w + subject) || has_case(trees, subject) ||
            !(word_is_nominal(w + object) || (w[object].upos == UPOS_NUM && object == v + 1)) || has_case_after(trees, object, v))
            continue;
        mend_at(trees, s, v, subject, subject, object);
        w[v].feats = FEAT_PRESENT | FEAT_FINITE;
        return true;
    }
    return false;
}

/* "Ban on protests lifted": a participle that ends a headline tells what was done to its first noun. */
static bool mend_last(const Text *t, Trees *trees, const Sentence *s)
{
    Word *w = trees->word;
    uint32_t v = s->first + s->n - 1;
    while (v > s->first + 2 && t->token[v].flags & TOKEN_PUNCT)
        v--;
    if (s->n < 4 || w[v].rel != REL_ACL || trees->child[v] >= 0 || !str_ends(t->token[v].fold, STR("ed")) ||
        has_finite(trees, s, v))
        return false;
    uint32_t root = climb(trees, v, s->first, v);
    if (w[root].head >= 0 || !word_is_nominal(w + root) || (w[v].head == (int32_t)root && w[v].upos != UPOS_ADJ))
        return false;
    w[v].head = -1;
    w[v].rel = REL_ROOT;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PAST | FEAT_PARTICIPLE | FEAT_PASSIVE;
    word_hang(w, root, v, REL_NSUBJ_PASS);
    return true;
}

/* Words that have become verbs get the lemma of one. */
static void lemmas_again(const Text *t, Trees *trees, const LemmaTable *lemmas, const uint8_t *before, Arena *a)
{
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        Word *w = trees->word + i;
        if (w->upos != UPOS_VERB || before[i] == UPOS_VERB)
            continue;
        w->lemma = lemma_apply(lemma_find(lemmas, t->token[i].fold, t->token[i].key, UPOS_VERB, w->feats), t->token[i].form, a);
        w->lemma_key = dict_key(str_fold(w->lemma, a));
    }
}

/* "sold NATO ally Germany drones": a word of kinship between two names is a noun and belongs to the second. */
static bool mend_ally(const Text *t, Trees *trees, uint32_t i)
{
    Word *w = trees->word;
    if (i == 0 || i + 1 >= t->n_tokens || w[i].upos == UPOS_NOUN || !str_is(t->token[i].fold, "ally") || w[i - 1].upos != UPOS_PROPN ||
        w[i + 1].upos != UPOS_PROPN || t->token[i - 1].sentence != t->token[i + 1].sentence)
        return false;
    uint32_t name = i + 1;
    while (name + 1 < t->n_tokens && w[name + 1].upos == UPOS_PROPN && (w[name].head == (int32_t)name + 1 || w[name + 1].head == (int32_t)name))
        name++;
    int32_t head = w[i - 1].head == (int32_t)i ? w[i].head : w[i - 1].head;
    int rel = w[i - 1].head == (int32_t)i ? w[i].rel : w[i - 1].rel;
    w[i].upos = UPOS_NOUN;
    w[i].feats = FEAT_SINGULAR;
    if (head < 0 || (head >= (int32_t)i - 1 && head <= (int32_t)name))
        return false;
    word_hang(w, name, (uint32_t)head, (Deprel)rel);
    word_hang(w, i, name, REL_COMPOUND);
    word_hang(w, i - 1, i, REL_COMPOUND);
    return true;
}

/* "Syria says it is willing to withdraw": who is willing is no empty "it". */
static bool mend_willing(const Text *t, Trees *trees, uint32_t a)
{
    static const char *const words[] = {"willing", "ready", "prepared", "eager", "reluctant", "unwilling", "determined", "unable", "able"};
    Word *w = trees->word;
    int32_t it = tree_child(trees, a, REL_EXPL), clause = tree_child(trees, a, REL_CSUBJ);
    bool will = false;
    for (ptrdiff_t i = 0; i < COUNT(words); i++)
        will |= str_is(t->token[a].fold, words[i]);
    if (!will || it < 0 || clause < (int32_t)a || tree_child(trees, a, REL_NSUBJ) >= 0)
        return false;
    w[it].rel = REL_NSUBJ;
    w[clause].rel = REL_XCOMP;
    return true;
}

/* "from neighboring Lebanon": what lies beside is no act. */
static bool mend_neighbour(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    bool beside = str_is(t->token[v].fold, "neighboring") || str_is(t->token[v].fold, "neighbouring");
    int32_t n = beside && w[v].upos == UPOS_VERB ? tree_child(trees, v, REL_OBJ) : -1, mark = tree_child(trees, v, REL_MARK);
    if (n != (int32_t)v + 1 || w[n].upos != UPOS_PROPN || w[v].head < 0 || mark < 0 || mark > (int32_t)v)
        return false;
    word_hang(w, (uint32_t)n, (uint32_t)w[v].head, word_is_nominal(w + w[v].head) ? REL_NMOD : REL_OBL);
    word_hang(w, (uint32_t)mark, (uint32_t)n, REL_CASE);
    w[mark].upos = UPOS_ADP;
    word_hang(w, v, (uint32_t)n, REL_AMOD);
    w[v].upos = UPOS_ADJ;
    return true;
}

void trees_mend(const Text *t, Trees *trees, const LemmaTable *lemmas, Arena *a)
{
    bool any = false;
    uint8_t *before = NEW(a, uint8_t, t->n_tokens + 1);
    for (uint32_t i = 0; i < t->n_tokens; i++)
        before[i] = trees->word[i].upos;
    for (uint32_t i = 0; i < t->n_tokens; i++)
        any |= mend_relative(t, trees, i) || mend_conjunct(t, trees, i) || mend_hyphen(t, trees, i) ||
               mend_ally(t, trees, i) || mend_willing(t, trees, i) || mend_neighbour(t, trees, i) || mend_named_object(t, trees, i) ||
               mend_content(t, trees, i) || mend_attribute(t, trees, i) || mend_perfect(t, trees, i) ||
               mend_name_conjunct(trees, i) || mend_counterpart(trees, i) || mend_adjective(t, trees, lemmas, i) || mend_then(t, trees, i) ||
               mend_infinitive(t, trees, lemmas, i) || mend_gerund(t, trees, i);
    if (any)
        trees_link(trees, t->n_tokens, a);
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        bool noun = trees->word[i].upos == UPOS_NOUN;
        mend_verbal(t, trees, i);
        any |= noun && trees->word[i].upos == UPOS_VERB;
    }
    if (any)
        trees_link(trees, t->n_tokens, a);
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const Sentence *s = t->sentence + i;
        any |= mend_sentence(t, trees, s) || mend_headline(t, trees, lemmas, s) || mend_last(t, trees, s);
        for (uint32_t u = s->first; u < s->first + s->n; u++)
            any |= mend_fronted(trees, u) || (trees->word[u].upos == UPOS_VERB && mend_subjunctive(t, trees, lemmas, s, u));
    }
    if (any)
        trees_link(trees, t->n_tokens, a);
    any |= trees_mend_paths(t, trees, lemmas, a);
    if (any)
        lemmas_again(t, trees, lemmas, before, a);
}
