/* More garden paths, one function a construction, each told by its example. What they share: the parser took the nearer
 * reading of a word that two readings fit, and what follows shows which it was. All hang words on others that are no part
 * of what hangs on them, so that trees stay trees; mend.c calls them and links anew. */
#include "syntax/model.h"
#include "base/banned.h"

static bool is_one_of(Str s, const char *const *list)
{
    for (; *list; list++)
        if (str_is(s, *list))
            return true;
    return false;
}

/* The word takes another's place in the tree. */
static void take_place(Word *w, uint32_t token, uint32_t of)
{
    w[token].head = w[of].head;
    w[token].rel = w[of].rel;
}

static bool touches(const Text *t, uint32_t i) /* no blank before the next token */
{
    return i + 1 < t->n_tokens && t->token[i].span.end == t->token[i + 1].span.start;
}

/* "Ukraine and pro-Russian rebels": a country whose adjective is another word does not modify the noun that an adjective
 * behind "and" modifies; the two are named side by side. Abbreviations do ("US and British troops"), and names beside
 * another nation's adjective ("Pakistan and Afghan forces"). */
static bool split_partners(const Text *t, Trees *trees, uint32_t c)
{
    Word *w = trees->word;
    int32_t n = w[c].head, adjective = n > 0 ? n - 1 : -1;
    const Token *k = t->token + c;
    bool short_name = k->form.len < 4 || k->form.ptr[1] == '.' || (k->form.ptr[1] >= 'A' && k->form.ptr[1] <= 'Z');
    if (w[c].rel != REL_COMPOUND || w[c].upos != UPOS_PROPN || short_name || n <= (int32_t)c + 2 || w[n].upos != UPOS_NOUN ||
        w[adjective].upos != UPOS_ADJ || w[adjective].head != (int32_t)c || w[adjective].rel != REL_CONJ || w[n].head < 0 ||
        t->token[adjective].flags & TOKEN_CAPITAL)
        return false;
    take_place(w, c, (uint32_t)n);
    word_hang(w, (uint32_t)n, c, REL_CONJ);
    word_hang(w, (uint32_t)adjective, (uint32_t)n, REL_AMOD);
    for (int32_t d = trees->child[n]; d >= 0; d = trees->next[d])
        if (d < (int32_t)c)
            w[d].head = (int32_t)c;
    for (int32_t d = trees->child[adjective]; d >= 0; d = trees->next[d])
        if (w[d].rel == REL_CC)
            w[d].head = n;
    return true;
}

/* "Two men wanted over a murder were sent home": a clause whose verb can be a participle is a relative one when a finite
 * verb without subject or conjunction stands below it. */
static bool mend_reduced(const Text *t, Trees *trees, uint32_t v)
{
    static const char *const arrive[] = {"docked", "landed", "arrived", "crashed", "exploded", "anchored", "sank", "died", NULL};
    Word *w = trees->word;
    int32_t u = w[v].head, subject = -1;
    if (w[v].upos != UPOS_VERB || u < 0 || u >= (int32_t)v || tree_child(trees, v, REL_NSUBJ) >= 0 || tree_child(trees, v, REL_NSUBJ_PASS) >= 0 ||
        tree_child(trees, v, REL_MARK) >= 0 || tree_child(trees, v, REL_CC) >= 0 || w[v].rel == REL_CONJ || w[v].rel == REL_ACL_RELCL)
        return false;
    int32_t aux = tree_child(trees, v, REL_AUX_PASS);
    bool finite = (aux >= 0 && aux < (int32_t)v && w[aux].feats & FEAT_FINITE) || is_one_of(t->token[v].fold, arrive);
    for (int up = 0; up < 3 && u >= 0 && w[u].upos != UPOS_VERB; up++)
        u = w[u].head < (int32_t)v ? w[u].head : -1; /* "loaded with tents docked in X" */
    if (!finite || u < 0 || w[u].upos != UPOS_VERB || tree_child(trees, (uint32_t)u, REL_AUX) >= 0 || tree_child(trees, (uint32_t)u, REL_AUX_PASS) >= 0 ||
        tree_child(trees, (uint32_t)u, REL_OBJ) >= 0 || !(str_ends(t->token[u].fold, STR("ed")) || str_is(t->token[u].fold, "held")))
        return false;
    if (w[u].rel == REL_ACL && w[u].head >= 0 && w[w[u].head].head < 0 && word_is_nominal(w + w[u].head))
        subject = w[u].head; /* "a round fired from X landed in Y": the noun is the root */
    else if (w[u].head < 0)
        subject = tree_child(trees, (uint32_t)u, REL_NSUBJ);
    if (subject < 0 || subject >= u)
        return false;
    for (uint32_t i = (uint32_t)subject + 1; i < v; i++)
        if (str_eq(t->token[i].form, STR(",")))
            return false;
    for (int32_t c = trees->child[u]; c >= 0; c = trees->next[c])
        if (c > (int32_t)v || w[c].upos == UPOS_PUNCT)
            w[c].head = (int32_t)v;
    for (int32_t c = trees->child[subject]; c >= 0; c = trees->next[c])
        if (c > (int32_t)v)
            w[c].head = (int32_t)v;
    w[v].head = -1;
    w[v].rel = REL_ROOT;
    word_hang(w, (uint32_t)subject, v, aux >= 0 ? REL_NSUBJ_PASS : REL_NSUBJ);
    word_hang(w, (uint32_t)u, (uint32_t)subject, REL_ACL);
    return true;
}

/* "A man wanted over the blast was extradited": the subject of a participle before the verb that has none is the verb's. */
static bool mend_moved(const Text *t, Trees *trees, uint32_t u)
{
    Word *w = trees->word;
    int32_t v = w[u].head, s = tree_child(trees, u, REL_NSUBJ);
    if (w[u].rel != REL_ADVCL || w[u].upos != UPOS_VERB || v < (int32_t)u || s < 0 || s > (int32_t)u || !str_ends(t->token[u].fold, STR("ed")) ||
        tree_child(trees, u, REL_OBJ) >= 0 || tree_child(trees, u, REL_AUX) >= 0 || tree_child(trees, u, REL_MARK) >= 0 ||
        tree_child(trees, u, REL_ADVMOD) >= 0 || w[v].upos != UPOS_VERB || tree_child(trees, (uint32_t)v, REL_NSUBJ) >= 0 ||
        tree_child(trees, (uint32_t)v, REL_NSUBJ_PASS) >= 0 || tree_child(trees, (uint32_t)v, REL_AUX_PASS) < (int32_t)u)
        return false;
    word_hang(w, (uint32_t)s, (uint32_t)v, REL_NSUBJ_PASS);
    word_hang(w, u, (uint32_t)s, REL_ACL);
    return true;
}

/* "sold tobacco to China worth $600 million": the sum belongs to "worth", the name before it is the phrase. */
static bool mend_worth(const Text *t, Trees *trees, uint32_t i)
{
    Word *w = trees->word;
    int32_t sum = w[i].head;
    if (i > 0 && str_is(t->token[i].fold, "worth") && w[i - 1].head == (int32_t)i && w[i - 1].upos == UPOS_PROPN && sum >= 0 && sum < (int32_t)i - 1) {
        take_place(w, i - 1, i); /* "to Bulgaria worth 200 million euros" */
        for (int32_t c = trees->child[i]; c >= 0 && c < (int32_t)i - 1; c = trees->next[c])
            w[c].head = (int32_t)i - 1;
        word_hang(w, i, i - 1, REL_AMOD);
        return true;
    }
    if (i == 0 || !str_is(t->token[i].fold, "worth") || sum <= (int32_t)i || w[i - 1].head != sum || w[i - 1].rel != REL_COMPOUND || w[sum].head < 0)
        return false;
    take_place(w, i - 1, (uint32_t)sum);
    for (int32_t c = trees->child[sum]; c >= 0 && c < (int32_t)i - 1; c = trees->next[c])
        w[c].head = (int32_t)i - 1;
    word_hang(w, i, i - 1, REL_AMOD);
    word_hang(w, (uint32_t)sum, i, REL_OBL);
    return true;
}

/* "accused of money laundering", "on a war footing": a form in -ing right behind a bare noun of a phrase, without an
 * object, is the noun that the other one modifies. */
static bool mend_compound(const Text *t, Trees *trees, uint32_t g)
{
    static const char *const words[] = {"laundering", "footing", "trafficking", "smuggling", "rigging", "peddling", "mongering", "tapping",
                                        "dodging", "trading", "taking", "firing", "building", "sharing", "planning", "making", "buying", NULL};
    Word *w = trees->word;
    uint32_t n = g - 1;
    int32_t of = g > 0 && w[n].head == (int32_t)g && w[n].rel == REL_COMPOUND ? tree_child(trees, n, REL_CASE) : -1;
    if (of >= 0 && w[g].rel == REL_ACL && is_one_of(t->token[g].fold, words)) { /* the preposition hangs on the first part */
        w[g].rel = REL_NMOD;
        w[g].upos = UPOS_NOUN;
        w[g].feats = FEAT_SINGULAR;
        w[of].head = (int32_t)g;
        return true;
    }
    if (g == 0 || w[g].upos != UPOS_VERB || (w[g].rel != REL_ACL && w[g].rel != REL_ADVCL) || !is_one_of(t->token[g].fold, words) ||
        w[n].upos != UPOS_NOUN || w[n].feats & FEAT_PLURAL || tree_child(trees, g, REL_OBJ) >= 0 || w[g].head > (int32_t)g ||
        (tree_child(trees, n, REL_CASE) < 0 && w[n].rel != REL_OBJ) || word_is_below(w, w[n].head, g))
        return false;
    take_place(w, g, n);
    word_hang(w, n, g, REL_COMPOUND);
    w[g].upos = UPOS_NOUN;
    w[g].feats = FEAT_SINGULAR;
    for (int32_t c = trees->child[n]; c >= 0; c = trees->next[c])
        if (c != (int32_t)g)
            w[c].head = (int32_t)g;
    for (int32_t c = trees->child[g]; c >= 0; c = trees->next[c])
        if (w[c].rel == REL_OBL)
            w[c].rel = REL_NMOD;
    return true;
}

/* "threw open the crossing to traders", "Crossing to Gaza reopened": a form in -ing with an article, or one that a verb
 * has as its subject with nothing but a phrase behind it, is a noun. */
static bool mend_gerund_noun(const Text *t, Trees *trees, uint32_t g)
{
    static const char *const words[] = {"crossing", "meeting", "hearing", "building", "shooting", "killing", "bombing", "shelling", "sitting",
                                        "opening", "briefing", "filing", "gathering", NULL};
    Word *w = trees->word;
    bool subject = w[g].rel == REL_NSUBJ_PASS || w[g].rel == REL_NSUBJ;
    int32_t h = w[g].head;
    if (w[g].upos != UPOS_VERB || h < 0 || !is_one_of(t->token[g].fold, words) || tree_child(trees, g, REL_OBJ) >= 0 ||
        tree_child(trees, g, REL_AUX) >= 0 ||
        !(subject || (w[g].rel == REL_XCOMP && (tree_child(trees, g, REL_DET) >= 0 || tree_child(trees, g, REL_COMPOUND) >= 0))))
        return false;
    w[g].upos = UPOS_NOUN;
    w[g].feats = FEAT_SINGULAR;
    if (!subject) {
        if (w[h].upos == UPOS_ADJ && w[h].head >= 0)
            w[g].head = w[h].head;
        w[g].rel = REL_OBJ;
    }
    for (int32_t c = trees->child[g]; c >= 0; c = trees->next[c])
        if (w[c].rel == REL_OBL)
            w[c].rel = REL_NMOD;
    return true;
}

/* "warned Belgium about one of the bombers": before a number that "of" follows, "about" is no "nearly". */
static bool mend_about(const Text *t, Trees *trees, uint32_t i)
{
    Word *w = trees->word;
    int32_t one = w[i].head, v = one > (int32_t)i ? w[one].head : -1;
    if (!str_is(t->token[i].fold, "about") || w[i].rel != REL_ADVMOD || one != (int32_t)i + 1 || v < 0 || v > (int32_t)i || w[v].upos != UPOS_VERB ||
        w[one].rel != REL_OBJ || i + 2 >= t->n_tokens || !str_is(t->token[i + 2].fold, "of"))
        return false;
    int32_t who = tree_child(trees, (uint32_t)v, REL_IOBJ);
    if (who < 0)
        return false;
    w[who].rel = REL_OBJ;
    w[one].rel = REL_OBL;
    w[i].rel = REL_CASE;
    w[i].upos = UPOS_ADP;
    return true;
}

/* "was gang-raped by soldiers", "U-turn by X": what a hyphen joins is one word; with a copula a verb, else a noun. */
static bool mend_joined(const Text *t, Trees *trees, uint32_t i)
{
    Word *w = trees->word;
    uint32_t v = i + 2;
    if (v >= t->n_tokens || !str_eq(t->token[i + 1].form, STR("-")) || !touches(t, i) || !touches(t, i + 1) || w[v].head != (int32_t)i ||
        w[v].rel != REL_ACL || w[v].upos != UPOS_VERB || !word_is_nominal(w + i))
        return false;
    int32_t be = tree_child(trees, i, REL_COP);
    if (be < 0) {
        for (int32_t c = trees->child[v]; c >= 0; c = trees->next[c])
            word_hang(w, (uint32_t)c, i, w[c].upos == UPOS_PUNCT ? REL_PUNCT : REL_NMOD);
        word_hang(w, v, i, REL_COMPOUND);
        w[v].upos = UPOS_NOUN;
        return true;
    }
    take_place(w, v, i);
    for (int32_t c = trees->child[i]; c >= 0; c = trees->next[c])
        if (c != (int32_t)v)
            w[c].head = (int32_t)v;
    w[be].rel = REL_AUX_PASS;
    int32_t subject = tree_child(trees, i, REL_NSUBJ);
    if (subject >= 0)
        w[subject].rel = REL_NSUBJ_PASS;
    word_hang(w, i, v, REL_COMPOUND);
    return true;
}

/* "grants U.N. inspectors entry": people in the plural right before the object of giving do not modify it. */
static bool mend_receiver(Trees *trees, uint32_t c)
{
    static const char *const verbs[] = {"give", "grant", "offer", "allow", "deny", "send", "promise", "guarantee", "hand", "refuse", NULL};
    Word *w = trees->word;
    int32_t o = w[c].head, v = o >= 0 ? w[o].head : -1;
    bool joined = w[c].rel == REL_COMPOUND || (w[c].rel == REL_NMOD_POSS && tree_child(trees, c, REL_CASE) < 0);
    if (!joined || w[c].upos != UPOS_NOUN || !(w[c].feats & FEAT_PLURAL) || o != (int32_t)c + 1 || v < 0 || v > (int32_t)c ||
        w[o].rel != REL_OBJ || w[o].feats & FEAT_PLURAL || !is_one_of(w[v].lemma, verbs) || tree_child(trees, (uint32_t)v, REL_IOBJ) >= 0)
        return false;
    word_hang(w, c, (uint32_t)v, REL_IOBJ);
    for (int32_t d = trees->child[o]; d >= 0 && d < (int32_t)c; d = trees->next[d])
        w[d].head = (int32_t)c;
    return true;
}

/* "Trump, Kim to meet": two names before a headline's plan are its subjects. */
static bool mend_plan(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t first = tree_child(trees, v, REL_VOCATIVE), second = first >= 0 ? tree_child(trees, (uint32_t)first, REL_APPOS) : -1;
    int32_t to = tree_child(trees, v, REL_MARK);
    if (w[v].head >= 0 || w[v].upos != UPOS_VERB || first < 0 || to < 0 || !str_is(t->token[to].fold, "to") || tree_child(trees, v, REL_NSUBJ) >= 0)
        return false;
    w[first].rel = REL_NSUBJ;
    if (second > first && second < to)
        w[second].rel = REL_CONJ;
    return true;
}

/* "Sudan frees leader, arrests two": no comma stands between a subject and its verb; the first verb hides in the name. */
static bool mend_second(const Text *t, Trees *trees, uint32_t v)
{
    Word *w = trees->word;
    int32_t n = tree_child(trees, v, REL_NSUBJ), verb = -1;
    if (v == 0 || w[v].head >= 0 || w[v].upos != UPOS_VERB || n < 0 || n != (int32_t)v - 2 || !str_eq(t->token[v - 1].form, STR(",")))
        return false;
    for (int32_t c = trees->child[n]; c >= 0 && c < n; c = trees->next[c])
        if (w[c].upos == UPOS_VERB && w[c].rel == REL_COMPOUND && str_ends(t->token[c].fold, STR("s")))
            verb = c;
    int32_t subject = verb >= 0 ? trees->child[verb] : -1;
    if (subject < 0 || subject > verb || w[subject].rel != REL_COMPOUND)
        return false;
    w[verb].head = -1;
    w[verb].rel = REL_ROOT;
    w[verb].feats = FEAT_PRESENT | FEAT_FINITE;
    word_hang(w, (uint32_t)subject, (uint32_t)verb, REL_NSUBJ);
    word_hang(w, (uint32_t)n, (uint32_t)verb, REL_OBJ);
    word_hang(w, v, (uint32_t)verb, REL_CONJ);
    return true;
}

/* "Israel bars entry", "rebels hand over arms": a noun with a subject and no copula is the verb; of the noun that it
 * seemed to modify it takes the place. */
static bool mend_subject(const Text *t, Trees *trees, const LemmaTable *lemmas, uint32_t v)
{
    Word *w = trees->word;
    int32_t s = tree_child(trees, v, REL_NSUBJ), n = w[v].head;
    if (w[v].upos != UPOS_NOUN || s < 0 || s > (int32_t)v || t->token[v].flags & TOKEN_CAPITAL || tree_child(trees, v, REL_COP) >= 0 ||
        tree_child(trees, v, REL_DET) >= 0 || tree_child(trees, v, REL_AUX) >= 0 || tree_child(trees, v, REL_CASE) >= 0 ||
        !lemma_known(lemmas, t->token[v].key, UPOS_VERB))
        return false;
    if (n >= 0) {
        if (w[v].rel != REL_COMPOUND || n < (int32_t)v || w[n].head >= 0 || !str_ends(t->token[v].fold, STR("s")))
            return false;
        take_place(w, v, (uint32_t)n);
        for (int32_t c = trees->child[n]; c >= 0; c = trees->next[c])
            if (c < (int32_t)v)
                w[c].head = (int32_t)v;
        word_hang(w, (uint32_t)n, v, REL_OBJ);
    }
    for (int32_t c = trees->child[v]; c >= 0; c = trees->next[c])
        if (c > (int32_t)v && (w[c].rel == REL_FLAT || w[c].rel == REL_NMOD))
            w[c].rel = w[c].rel == REL_FLAT ? REL_OBJ : REL_OBL;
    w[v].upos = UPOS_VERB;
    w[v].feats = FEAT_PRESENT | FEAT_FINITE;
    return true;
}

/* "handed over to Iraq dozens of prisoners": no name modifies an amount; the amount is the object, moved behind the name. */
static bool mend_amount(const Text *t, Trees *trees, uint32_t n)
{
    static const char *const amounts[] = {"hundreds", "dozens", "scores", "thousands", "millions", "tens", "billions", NULL};
    Word *w = trees->word;
    int32_t v = w[n].head, name = n > 0 ? (int32_t)n - 1 : -1, to = tree_child(trees, n, REL_CASE);
    if (w[n].rel != REL_OBL || v < 0 || v > (int32_t)n || w[v].upos != UPOS_VERB || to < 0 || !is_one_of(t->token[n].fold, amounts) ||
        w[name].upos != UPOS_PROPN || w[name].head != (int32_t)n || tree_child(trees, (uint32_t)v, REL_OBJ) >= 0)
        return false;
    for (int32_t c = trees->child[n]; c >= 0; c = trees->next[c])
        if (c < name)
            w[c].head = name;
    word_hang(w, (uint32_t)name, (uint32_t)v, REL_OBL);
    word_hang(w, n, (uint32_t)v, REL_OBJ);
    return true;
}

static bool mend_word(const Text *t, Trees *trees, const LemmaTable *lemmas, uint32_t i)
{
    return split_partners(t, trees, i) || mend_reduced(t, trees, i) || mend_moved(t, trees, i) || mend_worth(t, trees, i) ||
           mend_compound(t, trees, i) || mend_gerund_noun(t, trees, i) || mend_about(t, trees, i) || mend_joined(t, trees, i) ||
           mend_plan(t, trees, i) || mend_receiver(trees, i) || mend_second(t, trees, i) || mend_amount(t, trees, i) ||
           mend_subject(t, trees, lemmas, i);
}

/* One change a sentence, then the links anew: each sees the tree as it is. */
bool trees_mend_paths(const Text *t, Trees *trees, const LemmaTable *lemmas, Arena *a)
{
    enum { PASSES = 3 };
    bool any = false, more = true;
    for (int pass = 0; pass < PASSES && more; pass++) {
        more = false;
        for (uint32_t s = 0; s < t->n_sentences; s++) {
            const Sentence *at = t->sentence + s;
            bool changed = false;
            for (uint32_t i = at->first; i < at->first + at->n && !changed; i++)
                changed = mend_word(t, trees, lemmas, i);
            more |= changed;
        }
        if (more)
            trees_link(trees, t->n_tokens, a);
        any |= more;
    }
    return any;
}
