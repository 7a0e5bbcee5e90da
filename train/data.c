/* Treebanks into training samples: the words that get a row of their own, the tags, features, gold. */
#include <stdlib.h>

#include "train/train.h"
#include "base/banned.h"

uint64_t chance_next(Chance *c)
{
    c->state += 0x9e3779b97f4a7c15u;
    uint64_t z = c->state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

float chance_float(Chance *c)
{
    return (float)(chance_next(c) >> 40) * 0x1p-24f;
}

uint32_t chance_below(Chance *c, uint32_t n)
{
    return (uint32_t)((chance_next(c) >> 32) * n >> 32);
}

static uint64_t tag_key(int upos, uint32_t feats)
{
    return 1 + ((uint64_t)upos | (uint64_t)feats << 8);
}

static Str with_case(Str form, int how, Arena *a)
{
    if (how == CASE_ASIS)
        return form;
    Str low = str_lower(form, a);
    if (how == CASE_LOWER)
        return low;
    char *out = arena_cstr(a, low);
    for (ptrdiff_t i = 0; i < low.len; i++)
        if (out[i] >= 'a' && out[i] <= 'z') {
            out[i] = (char)(out[i] - 32);
            if (how == CASE_TITLE)
                break;
        }
    return (Str){out, low.len};
}

static Map count_words(const Treebanks *t, Arena *a)
{
    Map count = {0};
    for (int f = 0; f < t->n; f++)
        for (uint32_t i = 0; i < t->file[f].text.n_tokens; i++) {
            uint64_t key = t->file[f].text.token[i].key;
            int64_t *old = map_get(&count, key);
            map_set(&count, key, old ? *old + 1 : 1, a);
        }
    return count;
}

static void build_vocab(const Map *count, int min_count, Data *d, Arena *a)
{
    uint32_t n = 0, cap = 1;
    for (ptrdiff_t i = 0; i < count->cap; i++)
        n += count->key[i] && count->value[i] >= min_count;
    while (cap < 2 * (n + 1))
        cap *= 2;
    d->vocab = NEW(a, VocabEntry, cap);
    d->space.vocab = d->vocab;
    d->space.vocab_mask = cap - 1;
    uint32_t row = 1;
    for (ptrdiff_t i = 0; i < count->cap; i++) {
        if (!count->key[i] || count->value[i] < min_count)
            continue;
        uint32_t at = (uint32_t)count->key[i] & (cap - 1);
        while (d->vocab[at].row)
            at = (at + 1) & (cap - 1);
        d->vocab[at] = (VocabEntry){(uint32_t)(count->key[i] >> 32), row++};
    }
    d->space.n_words = row;
}

typedef struct {
    Map bits; /* key of a form → LEXICON_… */
    Arena *a;
} Lexicon;

static void add_form(void *to, Str form, Str lemma, int upos, WordnetKind kind)
{
    Lexicon *l = to;
    (void)lemma, (void)kind;
    int bit = upos == UPOS_NOUN ? LEXICON_NOUN : upos == UPOS_VERB ? LEXICON_VERB : upos == UPOS_ADJ ? LEXICON_ADJ : LEXICON_ADV;
    uint64_t key = dict_key(str_fold(form, l->a));
    int64_t *old = map_get(&l->bits, key);
    map_set(&l->bits, key, (old ? *old : 0) | bit, l->a);
}

static void build_lexicon(const char *wordnet, Data *d, Arena *a)
{
    Lexicon l = {.a = a};
    uint32_t cap = 16;
    if (wordnet && wordnet_each(wordnet, add_form, &l, a))
        d->space.size[TABLE_LEXICON] = LEXICON_ROWS;
    while (cap < l.bits.n + l.bits.n / 8)
        cap *= 2;
    d->lexicon = NEW(a, uint32_t, cap);
    d->space.lexicon_mask = cap - 1;
    d->space.lexicon = l.bits.n ? d->lexicon : NULL;
    for (ptrdiff_t i = 0; i < l.bits.cap; i++) {
        if (!l.bits.key[i])
            continue;
        uint32_t at = (uint32_t)l.bits.key[i] & (cap - 1);
        while (d->lexicon[at])
            at = (at + 1) & (cap - 1);
        d->lexicon[at] = lexicon_mark(l.bits.key[i]) | (uint32_t)l.bits.value[i];
    }
}

/* Tags seen at least 3 times; rarer ones become the most similar frequent one of their part of speech. */
static void build_tags(const Treebanks *t, Data *d, Map *of, Arena *a)
{
    Map count = {0};
    for (int f = 0; f < t->n; f++)
        for (uint32_t i = 0; i < t->file[f].text.n_tokens; i++) {
            uint64_t key = tag_key(t->file[f].gold.word[i].upos, t->file[f].gold.word[i].feats);
            int64_t *old = map_get(&count, key);
            map_set(&count, key, old ? *old + 1 : 1, a);
        }
    for (ptrdiff_t i = 0; i < count.cap; i++)
        if (count.key[i] && count.value[i] >= 3) {
            uint64_t k = count.key[i] - 1;
            map_set(of, count.key[i], d->tags.n, a);
            *push(&d->tags, a) = (Tag){.upos = (uint8_t)k, .feats = (uint32_t)(k >> 8)};
        }
    for (ptrdiff_t i = 0; i < count.cap; i++)
        if (count.key[i] && count.value[i] < 3) {
            uint64_t k = count.key[i] - 1;
            int best = 0, least = 99;
            for (int j = 0; j < (int)d->tags.n; j++) {
                int differ = __builtin_popcount(d->tags.item[j].feats ^ (uint32_t)(k >> 8)) +
                             (d->tags.item[j].upos == (uint8_t)k ? 0 : 50);
                if (differ < least)
                    least = differ, best = j;
            }
            map_set(of, count.key[i], best, a);
        }
}

static void build_word_tags(Data *d, Arena *a)
{
    size_t n_tags = (size_t)d->tags.n;
    uint32_t *count = calloc(d->space.n_words * n_tags, sizeof *count);
    if (!count)
        abort();
    for (int s = 0; s < d->n_sentences; s++)
        for (int i = 0; i < d->sentence[s].n; i++) {
            const Sample *t = &d->sentence[s].token[i];
            count[t->f.row[0] * n_tags + t->tag]++;
        }
    d->word_tag = NEW(a, uint16_t, d->space.n_words);
    for (uint32_t w = 0; w < d->space.n_words; w++)
        for (size_t k = 0; k < n_tags; k++)
            if (count[w * n_tags + k] > count[w * n_tags + d->word_tag[w]])
                d->word_tag[w] = (uint16_t)k;
    free(count);
}

/* Mention heads of a file; where two mentions share one, the longer gives the type. */
static uint8_t *mention_types(const Conllu *c, Arena *a)
{
    uint8_t *type = NEW(a, uint8_t, c->text.n_tokens);
    uint32_t *length = NEW(a, uint32_t, c->text.n_tokens);
    memset(type, c->gold.n_mentions ? MENTION_NONE : UNKNOWN, c->text.n_tokens);
    for (uint32_t i = 0; i < c->gold.n_mentions; i++) {
        const Mention *m = &c->gold.mention[i];
        uint32_t len = m->last - m->first + 1;
        if (len > length[m->head])
            type[m->head] = m->type, length[m->head] = len;
    }
    return type;
}

static void add_roles(const Roles *r, const Sentence *s, SentenceSample *out, Arena *a)
{
    LIST(Role) list = {0};
    for (ptrdiff_t i = 0; i < r->roles.n; i++)
        if (r->roles.item[i].predicate >= s->first && r->roles.item[i].predicate < s->first + s->n)
            *push(&list, a) = (Role){r->roles.item[i].predicate - s->first, r->roles.item[i].argument - s->first,
                                     r->roles.item[i].type};
    out->roles = list.item;
    out->n_roles = (int)list.n;
}

static void features_all_cases(const Token *t, const FeatureSpace *space, Sample *m, Arena *a)
{
    for (int how = CASE_COUNT - 1; how >= 0; how--) {
        features_of(space, with_case(t->form, how, a), t->fold, t->key, &m->f);
        m->shape[how] = m->f.row[1 + TABLE_SHAPE];
    }
}

static void build_sentence(const Conllu *c, const Sentence *s, const Map *count, const Map *tag_of, Data *d, Arena *a)
{
    SentenceSample *out = &d->sentence[d->n_sentences++];
    *out = (SentenceSample){.token = NEW(a, Sample, s->n), .n = (int)s->n, .has_tree = true};
    for (uint32_t i = 0; i < s->n; i++) {
        const Token *t = &c->text.token[s->first + i];
        const Word *w = &c->gold.word[s->first + i];
        Sample *m = &out->token[i];
        features_all_cases(t, &d->space, m, a);
        m->mention = UNKNOWN;
        m->predicate = UNKNOWN;
        m->count = (uint32_t)*map_get(count, t->key);
        m->tag = (uint16_t)*map_get(tag_of, tag_key(w->upos, w->feats));
        m->upos = w->upos;
        m->rel = w->rel;
        m->head = (int16_t)(w->head < 0 ? (int32_t)s->n : w->head - (int32_t)s->first);
    }
    uint32_t last = s->first + s->n - 1;
    out->drop_last = s->n > 2 && c->gold.word[last].upos == UPOS_PUNCT && c->gold.child[last] < 0 && c->gold.word[last].head >= 0;
    d->n_tokens += out->n;
}

void data_add_raw(const Text *t, Data *d, Arena *a)
{
    SentenceSample *more = NEW(a, SentenceSample, d->n_sentences + (int)t->n_sentences);
    memcpy(more, d->sentence, (size_t)d->n_sentences * sizeof *more);
    d->sentence = more;
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        const Sentence *from = &t->sentence[s];
        if (from->n < 3 || from->n > 100)
            continue;
        SentenceSample *out = &d->sentence[d->n_sentences++];
        *out = (SentenceSample){.token = NEW(a, Sample, from->n), .n = (int)from->n};
        for (uint32_t i = 0; i < from->n; i++) {
            Sample *m = &out->token[i];
            *m = (Sample){.mention = UNKNOWN, .predicate = UNKNOWN, .count = 50};
            features_all_cases(&t->token[from->first + i], &d->space, m, a);
        }
        d->n_tokens += out->n;
    }
}

void data_build(const Treebanks *t, const uint32_t size[TABLE_COUNT], int min_count, const char *wordnet, Data *d, Arena *a)
{
    *d = (Data){0};
    memcpy(d->space.size, size, sizeof d->space.size);
    Map count = count_words(t, a), tag_of = {0};
    build_vocab(&count, min_count, d, a);
    build_lexicon(wordnet, d, a);
    build_tags(t, d, &tag_of, a);
    size_t n = 0;
    for (int f = 0; f < t->n; f++)
        n += t->file[f].text.n_sentences;
    d->sentence = NEW(a, SentenceSample, n);
    for (int f = 0; f < t->n; f++) {
        uint8_t *mention = mention_types(&t->file[f], a);
        for (uint32_t s = 0; s < t->file[f].text.n_sentences; s++) {
            const Sentence *from = &t->file[f].text.sentence[s];
            if (!from->n || from->n > WINDOW_MAX)
                continue;
            build_sentence(&t->file[f], from, &count, &tag_of, d, a);
            SentenceSample *out = &d->sentence[d->n_sentences - 1];
            for (int i = 0; i < out->n; i++) {
                out->token[i].mention = mention[from->first + (uint32_t)i];
                if (t->roles[f].is_predicate)
                    out->token[i].predicate = t->roles[f].is_predicate[from->first + (uint32_t)i];
            }
            if (t->roles[f].is_predicate)
                add_roles(&t->roles[f], from, out, a);
        }
    }
    build_word_tags(d, a);
}
