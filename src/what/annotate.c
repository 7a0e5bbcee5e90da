/* Classes and frame groups of every token: two or three hash look-ups each. */
#include "what/work.h"
#include "base/banned.h"

static void add_set(Work *k, uint32_t token, int32_t member)
{
    for (int b = 0; b < FRAME_CLASSES / 64; b++)
        k->set[token].bit[b] |= k->w->set[member].bit[b];
}

/* "sit-in", "cease-fire", "test-fired": cut in three by the tokenizer, one word in the tables, with its hyphen or
 * without. Its rows and classes go to the part that the tree hangs the others on. */
static void annotate_hyphen(Work *k, uint32_t first)
{
    const Token *t = k->token + first;
    enum { PART_MAX = 32 };
    char word[2 * PART_MAX + 1];
    int32_t value;
    uint32_t last = first + 2, head = k->word[last].head == (int32_t)first ? first : last;
    Str left = t[0].fold, right = k->word[last].lemma;
    if (!str_eq(t[1].fold, STR("-")) || t[0].span.end != t[1].span.start || t[1].span.end != t[2].span.start || left.len > PART_MAX ||
        right.len > PART_MAX)
        return;
    for (int hyphen = 0; hyphen < 2; hyphen++) {
        ptrdiff_t n = left.len + hyphen;
        memcpy(word, left.ptr, (size_t)left.len);
        word[left.len] = '-';
        memcpy(word + n, right.ptr, (size_t)right.len);
        uint64_t key = dict_key((Str){word, n + right.len});
        if (dict_match(&k->w->member, &key, 1, &value))
            add_set(k, head, value);
        if (!dict_match(&k->w->lemma, &key, 1, &value))
            continue;
        k->group[head] = value;
        k->group2[head] = -1;
        k->group[head == first ? last : first] = -1;
    }
}

/* A name's classes go to its last token: the head of an English compound. */
static void annotate_sentence(Work *k, const Sentence *s)
{
    enum { NAME_MAX = 5 };
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint64_t key[NAME_MAX];
        int n = 0;
        int32_t value;
        for (; n < NAME_MAX && i + (uint32_t)n < s->first + s->n; n++)
            key[n] = k->word[i + (uint32_t)n].lemma_key;
        int len = dict_match(&k->w->member, key, n, &value);
        if (len)
            add_set(k, i + (uint32_t)len - 1, value);
        if (len > 2 && str_eq(k->token[i + 1].fold, STR("of"))) /* "state of emergency" stands on its first word */
            add_set(k, i, value);
        if (len > 1 && dict_match(&k->w->member, key, 1, &value))
            add_set(k, i, value);
        if (!len && dict_match(&k->w->member, &k->token[i].key, 1, &value))
            add_set(k, i, value); /* the word as it stands: "talks" */
        bool known = dict_match(&k->w->lemma, key, 1, &value) || dict_match(&k->w->form, &k->token[i].key, 1, &value);
        k->group[i] = known ? value : -1;
        bool other = dict_match(&k->w->lemma, &k->token[i].key, 1, &value) || dict_match(&k->w->form, &k->token[i].key, 1, &value);
        k->group2[i] = other && value != k->group[i] ? value : -1;
    }
    for (uint32_t i = s->first; i + 2 < s->first + s->n; i++)
        annotate_hyphen(k, i);
}

/* "64 million U.S. dollars" are nobody's. */
static bool is_currency(const Article *d, uint32_t token)
{
    static const char *const coins[] = {"dollar", "dollars", "pound", "pounds", "yen", "euros", "francs", "peso", "pesos", "rupee", "rupees", "won",
                                        "rouble", "roubles", "ruble", "rubles", "lira", "yuan", "dinars", "rials", "riyals", "crowns"};
    if (token + 1 >= d->text->n_tokens || d->actors->mention[d->actors->at[token]].last != token)
        return false;
    for (ptrdiff_t i = 0; i < COUNT(coins); i++)
        if (str_is(d->text->token[token + 1].fold, coins[i]))
            return !str_is(d->text->token[token + 1].fold, "won") || d->trees->word[token + 1].upos == UPOS_NOUN;
    return false;
}

/* Actors that may act: no time words, no currencies, no agency in the dateline ("KYIV (Reuters) -"). */
static const Actors *actors_that_act(const Article *d, Arena *a)
{
    Actors *mine = NEW(a, Actors, 1);
    uint32_t n = d->text->n_tokens;
    *mine = *d->actors;
    mine->at = NEW(a, int32_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        int32_t m = d->actors->at[i];
        bool time = m >= 0 && d->times && d->times->at[i] >= 0 && d->actors->mention[m].how != HOW_DESCRIPTION &&
                    d->actors->mention[m].first == d->actors->mention[m].last;
        bool dateline = i >= d->text->dateline.start && i < d->text->dateline.end;
        mine->at[i] = time || dateline || (m >= 0 && is_currency(d, i)) ? -1 : m;
    }
    return mine;
}

static void annotate(Work *k)
{
    uint32_t n = k->text->n_tokens;
    k->set = NEW(k->a, ClassSet, n + 1);
    k->group = NEW(k->a, int32_t, n + 1);
    k->group2 = NEW(k->a, int32_t, n + 1);
    k->consumed = NEW(k->a, uint8_t, n + 1);
    k->ends = NEW(k->a, Ends *, n + 1);
    k->deed = NEW(k->a, Deed, n + 1);
    k->name = NEW(k->a, int32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        k->name[i] = -1;
    for (uint32_t m = 0; m < k->actors->n; m++) {
        const ActorMention *a = k->actors->mention + m;
        for (uint32_t i = a->first; a->actor.code[0] && i <= a->last && i < n; i++)
            if ((k->word[i].upos == UPOS_PROPN && k->word[a->head].upos == UPOS_PROPN) || a->how == HOW_NAME || a->how == HOW_TITLE)
                k->name[i] = (int32_t)a->head;
    }
    for (uint32_t s = 0; s < k->text->n_sentences; s++)
        annotate_sentence(k, k->text->sentence + s);
}

/* The trees, or a repaired copy of them. */
static const Trees *repaired(const Work *k, const Trees *trees, Arena *a)
{
    uint32_t n = k->text->n_tokens;
    Trees *mine = NEW(a, Trees, 1);
    bool any = false;
    *mine = *trees;
    mine->word = NEW(a, Word, n + 1);
    memcpy(mine->word, trees->word, sizeof(Word) * n);
    for (uint32_t s = 0; s < k->text->n_sentences; s++)
        any |= repair_sentence(k, mine->word, k->text->sentence + s);
    if (!any)
        return trees;
    trees_link(mine, n, a);
    return mine;
}

Work work_open(const WhatTables *w, const Article *d, Arena *a)
{
    Work k = {.w = w, .d = d, .a = a, .text = d->text, .trees = d->trees, .word = d->trees->word, .token = d->text->token};
    k.trees = repaired(&k, d->trees, a);
    k.word = k.trees->word;
    k.actors = actors_that_act(d, a);
    annotate(&k);
    return k;
}

bool token_has(const Work *k, uint32_t token, int class_id)
{
    return class_has(k->set + token, class_id);
}

bool token_in(const Work *k, uint32_t token, int named)
{
    return class_has(k->set + token, k->w->class_id[named]);
}

bool is_measure(const Work *k, uint32_t token)
{
    return token_in(k, token, CLASS_MEASURE) || k->word[token].upos == UPOS_NUM || k->word[token].upos == UPOS_SYM;
}

static bool phrase_has_within(const Work *k, uint32_t token, int id, int depth)
{
    if (token_has(k, token, id))
        return true;
    int32_t m = k->actors->at[token]; /* "Doctors Without Borders": a name's classes stand on its last word */
    if (m >= 0 && k->actors->mention[m].how == HOW_NAME && k->actors->mention[m].head == token && token_has(k, k->actors->mention[m].last, id))
        return true;
    if (depth == 0)
        return false;
    bool measure = is_measure(k, token);
    for (int32_t c = k->trees->child[token]; c >= 0; c = k->trees->next[c])
        switch (k->word[c].rel) {
        case REL_COMPOUND:
        case REL_AMOD:
        case REL_NUMMOD:
        case REL_NMOD_DESC:
        case REL_FLAT:
        case REL_APPOS:
        case REL_CONJ:
            if (phrase_has_within(k, (uint32_t)c, id, depth - 1))
                return true;
            break;
        case REL_NMOD:
            if (measure && phrase_has_within(k, (uint32_t)c, id, depth - 1))
                return true;
            break;
        default: break;
        }
    return false;
}

bool phrase_has(const Work *k, uint32_t token, int class_id)
{
    return class_id >= 0 && phrase_has_within(k, token, class_id, 3);
}

bool word_is(const Work *k, uint32_t token, const char *lemma)
{
    return str_is(k->word[token].lemma, lemma) || str_is(k->token[token].fold, lemma);
}

bool word_among(const Work *k, uint32_t token, const char *const *list)
{
    for (; *list; list++)
        if (word_is(k, token, *list))
            return true;
    return false;
}
