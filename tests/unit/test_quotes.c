/* quotes: cases with the embedded model (tests/cases/quotes), and the laws on random trees. */
#include "tests/fixture.h"

static void show(void *context, Str input, Day day, Buf *out)
{
    CasusWorker *w = context;
    Arena a = arena_new(1 << 16);
    Err err = {0};
    Document d = document_of((Str){0}, (Str){0}, input, day, &a);
    if (worker_code(w, &d, ROOM_what, &err))
        quotes_print(&w->coded.quotes, &w->coded.text, out);
    else
        buf_put(out, str_of(err.text));
    arena_free(&a);
}

static bool is_sound(const Quotes *q, const Text *t)
{
    for (uint32_t i = 0; i < q->n; i++) {
        const Quote *x = &q->quote[i];
        if (x->n_content < 1 || x->n_content > QUOTE_PARTS || x->class >= CUE_COUNT ||
            x->source >= (int32_t)t->n_tokens)
            return false;
        for (int p = 0; p < x->n_content; p++)
            if (x->content[p].start >= x->content[p].end || x->content[p].end > t->n_tokens)
                return false;
        if (x->n_content == 2 && x->content[0].end > x->content[1].start)
            return false;
    }
    for (uint32_t i = 0; i < t->n_tokens; i++)
        if (q->speaker_of[i] >= (int32_t)q->n)
            return false;
    return true;
}

/* Words of saying, marks and names in any order, under random projective trees. */
static void check_random(Test *t, const CasusEngine *e)
{
    static const char *const unit[] = {
        "said ",   "told ", "\"",  "\xE2\x80\x9C", "\xE2\x80\x9D ", "Obama ",  "that ", "he ",
        ", ",      ". ",    ": ",  "according ",   "to ",           "claims ", "war ",  "\n\n",
        "denied ", "was ",  "by ", "wants ",       "call ",         "for "};
    static const char *const lemma[] = {"say", "tell", "claim", "deny", "want", "call",
                                        "for", "that", "by",    "as",   "who",  "promise"};
    Arena a = arena_new(1 << 16);
    uint64_t seed = 3;
    bool sound = true;
    for (int round = 0; round < 400; round++) {
        arena_reset(&a);
        Buf b = {0};
        for (int k = 0; k < 60; k++)
            buf_put(&b, str_of(unit[(seed = hash_mix(seed, 5)) % (uint64_t)COUNT(unit)]));
        Text x = text_read(&e->text, buf_str(&b), 0, NULL, 0, &a);
        Trees trees = {.word = NEW(&a, Word, x.n_tokens + 1)};
        for (uint32_t i = 0; i < x.n_tokens; i++) {
            Word *w = &trees.word[i];
            seed = hash_mix(seed, 9);
            w->head = (int32_t)i - 1; /* or an ancestor of the token before */
            for (uint64_t up = seed % 4; up > 0 && w->head >= 0 && trees.word[w->head].head >= 0;
                 up--)
                w->head = trees.word[w->head].head;
            if (i == x.sentence[x.token[i].sentence].first)
                w->head = -1;
            w->upos = (uint8_t)(seed >> 8 & 15);
            w->rel = (uint8_t)((seed >> 16) % REL_COUNT);
            w->feats = (uint32_t)(seed >> 24);
            w->lemma = str_of(lemma[(seed >> 40) % (uint64_t)COUNT(lemma)]);
            w->lemma_key = dict_key(w->lemma);
        }
        trees_link(&trees, x.n_tokens, &a);
        Quotes q = quotes_find(&e->quotes, &x, &trees, &a);
        sound &= is_sound(&q, &x);
        buf_free(&b);
    }
    CHECK(t, sound);
    arena_free(&a);
}

void test_quotes(Test *t)
{
    CasusEngine *e;
    CasusWorker *w;
    if (test_engine(t, &e, &w)) {
        test_cases(t, "quotes", show, w);
        check_random(t, e);
    }
    test_engine_close(e, w);
}
