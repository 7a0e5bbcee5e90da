/* syntax: trees are trees whatever the words; CoNLL-U survives a round trip; damaged models are refused. */
#include <stdlib.h>

#include "syntax/model.h"
#include "tests/test.h"

extern const char casus_embedded_model[], casus_embedded_tables[];
extern const uint64_t casus_embedded_model_size, casus_embedded_tables_size;

static uint64_t next(uint64_t *s)
{
    *s = hash_mix(*s, 0xABCDEF);
    return *s;
}

/* ---- decoding against all trees ------------------------------------------------------------- */

static bool crossing_free_tree(const int *head, int n)
{
    int roots = 0;
    for (int d = 0; d < n; d++) {
        roots += head[d] == n;
        int k = d, steps = 0;
        for (; k != n && steps <= n; steps++)
            k = head[k];
        if (k != n)
            return false;
    }
    for (int d = 0; d < n; d++) { /* every word between a word and its head descends from it */
        if (head[d] == n)
            continue;
        for (int m = MIN(d, head[d]) + 1; m < MAX(d, head[d]); m++) {
            int up = m;
            while (up != n && up != head[d])
                up = head[up];
            if (up == n)
                return false;
        }
    }
    return roots == 1;
}

static void check_decode(Test *t, TreeRoom *room)
{
    uint64_t seed = 3;
    bool good = true;
    for (int round = 0; round < 200; round++) {
        int n = 1 + round % 5, stride = n + 1, head[8], best[8] = {0};
        float score[8 * 9], top = -1e9f;
        for (int i = 0; i < n * stride; i++)
            score[i] = (float)(next(&seed) % 1000) / 100;
        int all = 1;
        for (int i = 0; i < n; i++)
            all *= n + 1;
        for (int code = 0; code < all; code++) {
            float sum = 0;
            for (int d = 0, c = code; d < n; d++, c /= n + 1) {
                best[d] = c % (n + 1);
                sum += score[d * stride + best[d]];
            }
            if (sum > top && crossing_free_tree(best, n))
                top = sum;
        }
        tree_decode(score, stride, n, head, room);
        float sum = 0;
        for (int d = 0; d < n; d++)
            sum += score[d * stride + head[d]];
        good = good && crossing_free_tree(head, n) && sum > top - 1e-3f;
    }
    CHECK(t, good);
    enum { BIG = WINDOW_MAX };
    float *score = malloc(sizeof *score * BIG * (BIG + 1));
    int head[BIG];
    for (int i = 0; i < BIG * (BIG + 1); i++)
        score[i] = (float)(next(&seed) % 1000) / 100;
    tree_decode(score, BIG + 1, BIG, head, room);
    CHECK(t, crossing_free_tree(head, BIG));
    for (int i = 0; i < BIG * (BIG + 1); i++)
        score[i] = 0;
    tree_decode(score, BIG + 1, BIG, head, room);
    CHECK(t, crossing_free_tree(head, BIG));
    free(score);
}

/* ---- CoNLL-U -------------------------------------------------------------------------------- */

static const char sample[] =
    "# newpar\n# sent_id = 1\n# text = Moscow didn't reply.\n"
    "1\tMoscow\tMoscow\tPROPN\t_\tNumber=Sing\t4\tnsubj\t_\tEntity=(1-place)\n"
    "2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tdid\tdo\tAUX\t_\tMood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin\t4\taux\t_\tSpaceAfter=No\n"
    "3\tn't\tnot\tPART\t_\tPolarity=Neg\t4\tadvmod\t_\t_\n"
    "4\treply\treply\tVERB\t_\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No\n"
    "5\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n\n";

static void check_conllu(Test *t, Arena *a)
{
    Conllu c, again;
    Err err;
    if (!conllu_read(str_of(sample), &c, a, &err)) {
        test_check(t, false, __FILE__, __LINE__, err.text);
        return;
    }
    CHECK_STR(t, c.text.body, STR("Moscow didn't reply."));
    CHECK(t, c.text.n_tokens == 5 && c.gold.word[0].head == 3 && c.gold.word[3].head == -1);
    CHECK(t, c.gold.word[1].feats == (FEAT_INDICATIVE | FEAT_SINGULAR | FEAT_PERSON3 | FEAT_PAST | FEAT_FINITE));
    CHECK(t, c.gold.n_mentions == 1 && c.gold.mention[0].type == MENTION_PLACE);
    Buf out = {0}, twice = {0};
    syntax_print(&c.text, &c.gold, &out);
    CHECK(t, conllu_read(buf_str(&out), &again, a, &err));
    syntax_print(&again.text, &again.gold, &twice);
    CHECK_STR(t, buf_str(&twice), buf_str(&out));
    uint32_t first, last;
    tree_span(&c.gold, 3, &first, &last);
    CHECK(t, first == 0 && last == 4 && tree_is_ancestor(&c.gold, 3, 4) && !tree_is_ancestor(&c.gold, 0, 3));
    CHECK(t, deprel_base(REL_NSUBJ_PASS) == REL_NSUBJ && deprel_base(REL_ACL_RELCL) == REL_ACL &&
                 deprel_base(REL_CC) == REL_CC && deprel_of(STR("obl:tmod")) == REL_OBL);
    CHECK(t, !conllu_read(STR("1\n"), &again, a, &err) && !conllu_read(STR("\xFF\n"), &again, a, &err));
    CHECK(t, conllu_read(STR("x\ty\n9\tz\tz\tVERB\t_\t_\t77\tnsubj\n"), &again, a, &err) && again.text.n_tokens == 2);
    buf_free(&out);
    buf_free(&twice);
}

/* ---- hostile words -------------------------------------------------------------------------- */

static Text text_of(Str *form, uint32_t n, uint32_t per_sentence, Arena *a)
{
    Text t = {.token = NEW(a, Token, n), .n_tokens = n, .n_sentences = (n + per_sentence - 1) / per_sentence};
    t.sentence = NEW(a, Sentence, t.n_sentences);
    for (uint32_t i = 0; i < n; i++) {
        Str fold = str_fold(form[i], a);
        t.token[i] = (Token){.form = form[i], .fold = fold, .key = dict_key(fold), .sentence = i / per_sentence};
    }
    for (uint32_t s = 0; s < t.n_sentences; s++)
        t.sentence[s] = (Sentence){.first = s * per_sentence, .n = MIN(per_sentence, n - s * per_sentence)};
    return t;
}

static bool well_formed(const Text *t, const Trees *trees)
{
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        int roots = 0;
        uint32_t first = t->sentence[s].first, end = first + t->sentence[s].n;
        for (uint32_t i = first; i < end; i++) {
            const Word *w = &trees->word[i];
            roots += w->head == -1;
            if (w->head != -1 && (w->head < (int32_t)first || w->head >= (int32_t)end))
                return false;
            if ((w->head == -1) != (w->rel == REL_ROOT) || w->upos >= UPOS_COUNT || w->lemma.len == 0)
                return false;
            uint32_t steps = 0;
            for (int32_t k = (int32_t)i; k >= 0; k = trees->word[k].head)
                if (++steps > t->sentence[s].n)
                    return false;
        }
        if (roots != 1)
            return false;
    }
    return true;
}

static void check_hostile(Test *t, const Model *m, Arena *a)
{
    static const char *const odd[] = {"\xF0\x9F\x98\x80", ".", "...", "(", "U.S.", "-", "\xC3\x89mile", "\xEF\xBF\xBD", "and",
                                      "that", "said", "NATO", "1,000", "\xD0\xBC\xD0\xB8\xD1\x80", "\xCC\x81", "'s"};
    Parser *p = parser_new(m);
    uint64_t seed = 11;
    enum { MANY = 100000 };
    Str *form = NEW(a, Str, MANY);
    for (int i = 0; i < MANY; i++)
        form[i] = str_of(odd[next(&seed) % (uint64_t)COUNT(odd)]);
    static const uint32_t sizes[][2] = {{1, 1}, {2, 1}, {3, 3}, {300, 7}, {1000, 200}, {1000, 1000}, {5000, 199}};
    for (ptrdiff_t i = 0; i < COUNT(sizes); i++) {
        Text x = text_of(form, sizes[i][0], sizes[i][1], a);
        Trees trees = syntax_parse(p, &x, a);
        CHECK(t, well_formed(&x, &trees));
    }
    Str *same = NEW(a, Str, 20000);
    for (int i = 0; i < 20000; i++)
        same[i] = STR("word");
    Text one = text_of(same, 20000, 20000, a);
    Trees trees = syntax_parse(p, &one, a);
    CHECK(t, well_formed(&one, &trees));
    char *huge = NEW(a, char, 1 << 20);
    memset(huge, 'x', 1 << 20);
    Str big = {huge, 1 << 20};
    Text alone = text_of(&big, 1, 1, a);
    trees = syntax_parse(p, &alone, a);
    CHECK(t, well_formed(&alone, &trees));
    Text nothing = {0};
    trees = syntax_parse(p, &nothing, a);
    bool none[3] = {false, true, false};
    Text some = text_of(form, 30, 10, a);
    trees = syntax_parse_some(p, &some, none, a);
    CHECK(t, well_formed(&some, &trees));
    parser_free(p);
}

static void check_damage(Test *t, Str bytes, Arena *a)
{
    Model *m;
    Err err;
    char *copy = arena_alloc(a, 1, 64, (size_t)bytes.len);
    memcpy(copy, bytes.ptr, (size_t)bytes.len);
    uint64_t seed = 5;
    bool refused = true;
    for (int i = 0; i < 12; i++) { /* a flipped byte anywhere */
        ptrdiff_t at = (ptrdiff_t)(next(&seed) % (uint64_t)bytes.len);
        copy[at] ^= 0x40;
        refused = refused && !model_open((Str){copy, bytes.len}, &m, a, &err);
        copy[at] ^= 0x40;
    }
    CHECK(t, refused && model_open((Str){copy, bytes.len}, &m, a, &err));
    CHECK(t, !model_open((Str){copy, bytes.len - 64}, &m, a, &err) && !model_open((Str){copy, 31}, &m, a, &err) &&
                 !model_open((Str){0}, &m, a, &err));
    /* A wrong number behind a right checksum: refused, or a model that still parses. */
    Pack pack;
    if (!pack_open((Str){copy, bytes.len}, MODEL_VERSION, &pack, &err))
        return;
    static const char *const part[] = {"config", "vocab", "word.tag", "lexicon", "tags", "lemma.table", "lemma.rules", "in0.s", "mix0", "labels.near", "root", "rows.scale"};
    bool safe = true;
    for (int i = 0; i < 4 * COUNT(part); i++) {
        Str s = pack_get(&pack, part[i % COUNT(part)]);
        ptrdiff_t at = s.ptr - copy + (ptrdiff_t)(next(&seed) % (uint64_t)s.len);
        char old = copy[at], sum[8];
        memcpy(sum, copy + 24, 8);
        copy[at] = (char)next(&seed);
        uint64_t hash = str_hash((Str){copy + 32, bytes.len - 32});
        memcpy(copy + 24, &hash, 8);
        if (model_open((Str){copy, bytes.len}, &m, a, &err)) {
            Str form[] = {STR("Russia"), STR("vetoed"), STR("it"), STR(".")};
            Text x = text_of(form, 4, 4, a);
            Parser *p = parser_new(m);
            Trees trees = syntax_parse(p, &x, a);
            safe = safe && well_formed(&x, &trees);
            parser_free(p);
        }
        copy[at] = old;
        memcpy(copy + 24, sum, 8);
    }
    CHECK(t, safe);
}

/* ---- cases ---------------------------------------------------------------------------------- */

typedef struct {
    Parser *parser;
    TextTables text;
} Line;

/* One word a line: form, lemma, part of speech, relation, head; then the roles. */
static void show(void *context, Str input, Day day, Buf *out)
{
    Line *line = context;
    Arena a = arena_new(1 << 16);
    Text t = text_read(&line->text, input, 0, NULL, 0, &a);
    Trees trees = syntax_parse(line->parser, &t, &a);
    (void)day;
    for (uint32_t i = 0; i < t.n_tokens; i++) {
        const Word *w = &trees.word[i];
        buf_printf(out, "%.*s %.*s %s %s", FMT(t.token[i].form), FMT(w->lemma), upos_name(w->upos), deprel_name(w->rel));
        if (w->head >= 0)
            buf_printf(out, " %.*s", FMT(t.token[w->head].form));
        buf_byte(out, '\n');
    }
    for (uint32_t i = 0; i < trees.n_roles; i++)
        buf_printf(out, "%.*s: %s %.*s\n", FMT(t.token[trees.role[i].predicate].form), role_name(trees.role[i].type),
                   FMT(t.token[trees.role[i].argument].form));
    arena_free(&a);
}

static void check_cases(Test *t, const Model *m)
{
    Pack tables;
    Err err;
    Line line = {.parser = parser_new(m)};
    Str bytes = {casus_embedded_tables, (ptrdiff_t)casus_embedded_tables_size};
    if (pack_open(bytes, 1, &tables, &err) && text_open(&tables, &line.text, &err))
        test_cases(t, "trees", show, &line);
    else
        test_check(t, false, __FILE__, __LINE__, err.text);
    parser_free(line.parser);
}

void test_syntax(Test *t)
{
    Arena a = arena_new(1 << 20);
    check_decode(t, NEW(&a, TreeRoom, 1));
    check_conllu(t, &a);
    Model *m;
    Err err;
    Str bytes = {casus_embedded_model, (ptrdiff_t)casus_embedded_model_size};
    if (!model_open(bytes, &m, &a, &err))
        test_check(t, false, __FILE__, __LINE__, err.text);
    else {
        check_hostile(t, m, &a);
        check_damage(t, bytes, &a);
        check_cases(t, m);
    }
    arena_free(&a);
}
