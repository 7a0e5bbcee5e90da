/* Lemma rules from treebanks. For every ending (of 0 to 6 bytes) and tag the rule of most words, two at least;
 * kept only where it differs from what the next shorter ending says. For every word and part of speech, and for
 * every word and tag, the rule of most occurrences likewise. A word may also have its lemma written out whole, where that is right more often than any edit
 * ("i" and "I" → I). Lookup in syntax/lemma.c falls from longer to shorter. */
#include <stdlib.h>

#include "train/train.h"
#include "base/banned.h"

enum { LEVEL_ANY = LEMMA_SUFFIX_MAX + 1, LEVEL_WORD, N_LEVELS };

typedef struct {
    uint64_t key; /* of the ending or the word, with the tag */
    uint32_t rule, count;
} Vote;

typedef struct {
    LIST(LemmaRule) rules;
    Map rule_of;
    LIST(Vote) votes[N_LEVELS];
    Map vote_at[N_LEVELS]; /* (key, rule) → vote */
    Map best[N_LEVELS];    /* key → rule */
    Map kept;              /* key → rule */
    Map voted;             /* (word, rule, tag): endings count a word once */
    Arena *a;
} Builder;

/* What is left of `form` under this case, cut and appended to. False: longer than a rule may be. */
static bool rule_between(Str form, Str lemma, int how, LemmaRule *r, Arena *a)
{
    Str base = lemma_base(form, how, a);
    ptrdiff_t p = 0;
    while (p < base.len && p < lemma.len && base.ptr[p] == lemma.ptr[p])
        p++;
    while (p > 0 && p < lemma.len && ((unsigned char)lemma.ptr[p] & 0xC0) == 0x80)
        p--;
    ptrdiff_t cut = base.len - p, more = lemma.len - p;
    *r = (LemmaRule){.cut = (uint8_t)cut, .how = (uint8_t)how, .n_append = (uint8_t)more};
    if (cut > 20 || more > (ptrdiff_t)sizeof r->append)
        return false;
    memcpy(r->append, lemma.ptr + p, (size_t)more);
    return p > 0;
}

/* The cases from which a lemma can come. A capitalised form votes for both: which of them names in small letters
 * follow ("moscow", "bin") is for the others to decide. */
static bool may_come_from(Str lemma, int upos, int how, Arena *a)
{
    bool lower = upos != UPOS_PROPN && str_eq(lemma, str_lower(lemma, a));
    return lower == (how == LEMMA_LOWER);
}

static uint32_t rule_id(Builder *b, const LemmaRule *r)
{
    uint64_t key = str_hash((Str){(const char *)r, sizeof *r});
    int64_t *old = map_get(&b->rule_of, key);
    if (old)
        return (uint32_t)*old;
    map_set(&b->rule_of, key, b->rules.n, b->a);
    *push(&b->rules, b->a) = *r;
    return (uint32_t)b->rules.n - 1;
}

/* The lemma written out, whatever the form. */
static bool whole_rule(Str lemma, LemmaRule *r)
{
    *r = (LemmaRule){.cut = LEMMA_WHOLE, .n_append = (uint8_t)lemma.len};
    if (lemma.len > (ptrdiff_t)sizeof r->append)
        return false;
    memcpy(r->append, lemma.ptr, (size_t)lemma.len);
    return true;
}

static void vote(Builder *b, int level, uint64_t key, uint32_t rule)
{
    uint64_t both = hash_mix(key, rule + 1);
    int64_t *at = map_get(&b->vote_at[level], both);
    if (at) {
        b->votes[level].item[*at].count++;
        return;
    }
    map_set(&b->vote_at[level], both, b->votes[level].n, b->a);
    *push(&b->votes[level], b->a) = (Vote){key, rule, 1};
}

static uint64_t level_key(int level, const Token *t, const Word *w)
{
    if (level == LEVEL_WORD)
        return lemma_word_key(t->key, w->upos, w->feats);
    if (level == LEVEL_ANY)
        return lemma_any_key(t->key, w->upos, w->feats);
    return lemma_suffix_key(str_cut(t->fold, t->fold.len - level, t->fold.len), w->upos, w->feats);
}

static void count_votes(Builder *b, const Treebanks *bank)
{
    for (int f = 0; f < bank->n; f++)
        for (uint32_t i = 0; i < bank->file[f].text.n_tokens; i++) {
            const Token *t = &bank->file[f].text.token[i];
            const Word *w = &bank->file[f].gold.word[i];
            LemmaRule r;
            if (str_eq(w->lemma, STR("_")))
                continue;
            for (int how = LEMMA_LOWER; how <= LEMMA_CAPITAL; how++) {
                if (!may_come_from(w->lemma, w->upos, how, b->a) || !rule_between(t->form, w->lemma, how, &r, b->a))
                    continue;
                uint32_t rule = rule_id(b, &r);
                uint64_t once = hash_mix(level_key(LEVEL_WORD, t, w), rule + 1);
                bool first = !map_get(&b->voted, once);
                map_set(&b->voted, once, 1, b->a);
                for (int level = 0; level < N_LEVELS; level++)
                    if (level >= LEVEL_ANY || (first && level <= t->fold.len))
                        vote(b, level, level_key(level, t, w), rule);
            }
            if (whole_rule(w->lemma, &r))
                for (int level = LEVEL_ANY; level <= LEVEL_WORD; level++)
                    vote(b, level, level_key(level, t, w), rule_id(b, &r));
        }
    for (int level = 0; level < N_LEVELS; level++) {
        Map count = {0};
        for (ptrdiff_t i = 0; i < b->votes[level].n; i++) {
            const Vote *v = &b->votes[level].item[i];
            int64_t *most = map_get(&count, v->key);
            if (level > 0 && level < LEVEL_ANY && v->count < 2)
                continue;
            if (!most || v->count > *most) {
                map_set(&count, v->key, v->count, b->a);
                map_set(&b->best[level], v->key, v->rule, b->a);
            }
        }
    }
}

/* What the levels kept so far say about a word, from the longest ending of at most `level` bytes. */
static int64_t said(const Builder *b, int level, const Token *t, const Word *w)
{
    for (int k = level; k >= 0; k--) {
        if (k < LEVEL_ANY && k > t->fold.len)
            continue;
        int64_t *r = map_get(&b->kept, level_key(k, t, w));
        if (r)
            return *r;
    }
    return -1;
}

/* The lemma that the endings kept so far give an unseen plural. */
static Str by_ending(Builder *b, Str form, int upos, uint32_t feats)
{
    for (ptrdiff_t n = MIN(form.len, LEMMA_SUFFIX_MAX); n >= 0; n--) {
        int64_t *r = map_get(&b->kept, lemma_suffix_key(str_cut(form, form.len - n, form.len), upos, feats));
        if (r)
            return lemma_apply(&b->rules.item[*r], form, b->a);
    }
    return form;
}

/* Verb forms, exceptions, and plurals that the endings get wrong ("aides"), where no treebank has spoken: form → lemma
 * for all tags. */
static void know(void *to, Str form, Str lemma, int upos, WordnetKind kind)
{
    Builder *b = to;
    LemmaRule r;
    uint64_t key = lemma_any_key(dict_key(str_fold(form, b->a)), upos, 0);
    bool wanted = kind == WORDNET_EXCEPTION || (kind == WORDNET_REGULAR && upos == UPOS_VERB) ||
                  (kind == WORDNET_REGULAR && upos == UPOS_NOUN && !str_eq(by_ending(b, form, upos, FEAT_PLURAL), lemma));
    if (wanted && !map_get(&b->best[LEVEL_ANY], key) && !map_get(&b->kept, key) &&
        rule_between(form, lemma, LEMMA_LOWER, &r, b->a))
        map_set(&b->kept, key, rule_id(b, &r), b->a);
}

void lemmas_build(const Treebanks *bank, const char *wordnet, PackWriter *out, Arena *a)
{
    Builder *b = NEW(a, Builder, 1);
    b->a = a;
    count_votes(b, bank);
    for (int level = 0; level < N_LEVELS; level++)
        for (int f = 0; f < bank->n; f++)
            for (uint32_t i = 0; i < bank->file[f].text.n_tokens; i++) {
                const Token *t = &bank->file[f].text.token[i];
                const Word *w = &bank->file[f].gold.word[i];
                if (level < LEVEL_ANY && level > t->fold.len)
                    continue;
                uint64_t key = level_key(level, t, w);
                int64_t *best = map_get(&b->best[level], key);
                /* A verb's rule is kept for the tags that it was not seen with. */
                bool always = level == LEVEL_ANY && w->upos == UPOS_VERB;
                if (best && !map_get(&b->kept, key) && (always || said(b, level - 1, t, w) != *best))
                    map_set(&b->kept, key, *best, a);
            }
    if (wordnet)
        wordnet_each(wordnet, know, b, a);
    uint32_t cap = 1;
    while (cap < 2 * (uint32_t)b->kept.n + 2)
        cap *= 2;
    LemmaEntry *entry = NEW(a, LemmaEntry, cap);
    for (ptrdiff_t i = 0; i < b->kept.cap; i++) {
        if (!b->kept.key[i])
            continue;
        uint32_t at = (uint32_t)b->kept.key[i] & (cap - 1);
        while (entry[at].rule)
            at = (at + 1) & (cap - 1);
        entry[at] = (LemmaEntry){(uint32_t)(b->kept.key[i] >> 32), (uint32_t)b->kept.value[i] + 1};
    }
    /* Only the rules in use. */
    uint32_t *number = NEW(a, uint32_t, b->rules.n), n_used = 0;
    LemmaRule *used = NEW(a, LemmaRule, b->rules.n);
    for (uint32_t i = 0; i < cap; i++) {
        if (!entry[i].rule)
            continue;
        if (!number[entry[i].rule - 1]) {
            used[n_used++] = b->rules.item[entry[i].rule - 1];
            number[entry[i].rule - 1] = n_used;
        }
        entry[i].rule = number[entry[i].rule - 1];
    }
    pack_add(out, "lemma.rules", used, n_used * sizeof *used);
    pack_add(out, "lemma.table", entry, cap * sizeof *entry);
}
