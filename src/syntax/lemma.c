/* Lemmas by rules: "cut 3, append y" (parties → party). The rule is looked up by the word with its tag, then
 * with its part of speech alone (a wrong tense does no harm to "sang"), and for unknown words by their longest
 * known ending with its tag. train/lemmas.c makes the tables. */
#include "syntax/model.h"
#include "base/banned.h"

/* The part of the tag that decides a lemma. */
static uint64_t lemma_tag(int upos, uint32_t feats)
{
    const uint32_t used = FEAT_PLURAL | FEAT_PAST | FEAT_PRESENT | FEAT_INFINITIVE | FEAT_PARTICIPLE | FEAT_GERUND |
                          FEAT_COMPARATIVE | FEAT_SUPERLATIVE | FEAT_POSS | FEAT_NAMED;
    return (uint64_t)upos + 1 + ((uint64_t)(feats & used) << 8);
}

uint64_t lemma_word_key(uint64_t word_key, int upos, uint32_t feats)
{
    return hash_mix(word_key, lemma_tag(upos, feats));
}

uint64_t lemma_any_key(uint64_t word_key, int upos, uint32_t feats)
{
    return hash_mix(word_key ^ 0x2545f491u, lemma_tag(upos, feats & FEAT_NAMED));
}

uint64_t lemma_suffix_key(Str suffix, int upos, uint32_t feats)
{
    return hash_mix(str_hash(suffix) ^ 0x5bd1e995u, lemma_tag(upos, feats));
}

static const LemmaRule *lemma_get(const LemmaTable *t, uint64_t key)
{
    uint32_t mark = (uint32_t)(key >> 32);
    for (uint32_t i = (uint32_t)key & t->mask;; i = (i + 1) & t->mask) {
        const LemmaEntry *e = &t->entry[i];
        if (e->rule == 0)
            return NULL;
        if (e->mark == mark)
            return &t->rule[e->rule - 1];
    }
}

const LemmaRule *lemma_find(const LemmaTable *t, Str fold, uint64_t key, int upos, uint32_t feats)
{
    const LemmaRule *r = lemma_get(t, lemma_word_key(key, upos, feats));
    if (!r)
        r = lemma_get(t, lemma_any_key(key, upos, feats));
    for (ptrdiff_t n = MIN(fold.len, LEMMA_SUFFIX_MAX); !r && n >= 0; n--)
        r = lemma_get(t, lemma_suffix_key(str_cut(fold, fold.len - n, fold.len), upos, feats));
    return r;
}

bool lemma_known(const LemmaTable *t, uint64_t key, int upos)
{
    return lemma_get(t, lemma_any_key(key, upos, 0)) != NULL;
}

Str str_lower(Str s, Arena *a)
{
    bool plain = true, ascii = true;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        ascii = ascii && c < 0x80;
        plain = plain && c < 0x80 && !(c >= 'A' && c <= 'Z');
    }
    if (plain)
        return s;
    char *out = NEW(a, char, ascii ? s.len : 4 * s.len);
    ptrdiff_t n = 0;
    if (ascii)
        for (; n < s.len; n++)
            out[n] = (char)cp_lower((uint32_t)s.ptr[n]);
    else
        for (ptrdiff_t at = 0; at < s.len;)
            n += utf8_encode(cp_lower(utf8_next(s, &at)), out + n);
    return (Str){out, n};
}

static Str capitalised(Str s, Arena *a)
{
    ptrdiff_t at = 0;
    uint32_t first = s.len ? utf8_next(s, &at) : 0;
    uint32_t upper = first >= 'a' && first <= 'z' ? first - 32 : first;
    if (upper == first)
        return s;
    char *out = NEW(a, char, s.len);
    memcpy(out, s.ptr, (size_t)s.len);
    out[0] = (char)upper;
    return (Str){out, s.len};
}

Str lemma_base(Str form, int how, Arena *a)
{
    return how == LEMMA_LOWER ? str_lower(form, a) : how == LEMMA_CAPITAL ? capitalised(form, a) : form;
}

Str lemma_apply(const LemmaRule *r, Str form, Arena *a)
{
    static const LemmaRule none = {0};
    r = r ? r : &none;
    if (r->cut == LEMMA_WHOLE)
        return (Str){r->append, r->n_append};
    Str base = lemma_base(form, r->how, a);
    if (r->cut + r->n_append == 0)
        return base;
    if (r->cut >= base.len || (r->cut && ((unsigned char)base.ptr[base.len - r->cut] & 0xC0) == 0x80))
        return base; /* made for a longer word, or would split a character */
    char *out = NEW(a, char, base.len - r->cut + r->n_append);
    memcpy(out, base.ptr, (size_t)(base.len - r->cut));
    memcpy(out + base.len - r->cut, r->append, r->n_append);
    return (Str){out, base.len - r->cut + r->n_append};
}
