/* Score the parser on treebanks: eval-treebank [--raw] [--model FILE] [--speed TEXT] FILE.conllu …
 *
 * On gold tokens: UPOS, features, lemma, UAS, LAS (subtypes counted), the arcs that event coding lives on,
 * mentions (exact span), roles (FILE.roles.tsv beside it), and the same text lower-cased, upper-cased and
 * without final stops. With --raw also from text alone, as CoNLL 2018 scores it: words and sentences as
 * spans of characters other than white space, and LAS over aligned words. */
#include <stdlib.h>
#include <time.h>

#include "text/text.h"
#include "train/train.h"
#include "base/banned.h"

extern const char casus_embedded_model[], casus_embedded_tables[];
extern const uint64_t casus_embedded_model_size, casus_embedded_tables_size;

/* ---- texts rewritten -------------------------------------------------------------------------- */

enum { LOWER, UPPER, NO_STOP, VARIANTS };
static const char *const variant_names[VARIANTS] = {"lower", "upper", "no stop"};

/* The same sentences in another case, or without a final stop that has no children. */
static void rewrite(const Conllu *c, int how, Conllu *out, Arena *a)
{
    *out = *c;
    Token *token = NEW(a, Token, c->text.n_tokens);
    Word *word = NEW(a, Word, c->text.n_tokens);
    Sentence *sentence = NEW(a, Sentence, c->text.n_sentences);
    int32_t *to = NEW(a, int32_t, c->text.n_tokens);
    uint32_t n = 0;
    for (uint32_t s = 0; s < c->text.n_sentences; s++) {
        const Sentence *old = &c->text.sentence[s];
        sentence[s] = *old;
        sentence[s].first = n;
        for (uint32_t i = old->first; i < old->first + old->n; i++) {
            bool last = i + 1 == old->first + old->n && old->n > 1;
            to[i] = (int32_t)n;
            if (how == NO_STOP && last && c->gold.word[i].upos == UPOS_PUNCT && c->gold.child[i] < 0 &&
                c->gold.word[i].head >= 0)
                continue;
            token[n] = c->text.token[i];
            word[n] = c->gold.word[i];
            if (how != NO_STOP) {
                Str low = str_lower(token[n].form, a);
                char *form = arena_cstr(a, low);
                for (ptrdiff_t k = 0; how == UPPER && k < low.len; k++)
                    form[k] = (char)(form[k] >= 'a' && form[k] <= 'z' ? form[k] - 32 : form[k]);
                token[n].form = (Str){form, low.len};
                bool letters = token[n].flags & TOKEN_PUNCT ? false : true;
                token[n].flags &= (uint8_t) ~(TOKEN_CAPITAL | TOKEN_ALL_CAPS);
                if (how == UPPER && letters)
                    token[n].flags |= TOKEN_CAPITAL | (low.len > 1 ? TOKEN_ALL_CAPS : 0);
            }
            n++;
        }
        sentence[s].n = n - sentence[s].first;
    }
    for (uint32_t i = 0; i < n; i++)
        if (word[i].head >= 0)
            word[i].head = to[word[i].head];
    out->text.token = token;
    out->text.sentence = sentence;
    out->text.n_tokens = n;
    out->gold.word = word;
}

/* ---- mentions and roles ------------------------------------------------------------------------ */

typedef struct {
    int64_t gold, got, right, typed;
} Count;

static double f1(const Count *c)
{
    return c->gold + c->got ? 200.0 * (double)c->right / (double)(c->gold + c->got) : 0;
}

static void score_mentions(const Trees *gold, const Trees *got, Count *c, Arena *a)
{
    Map at = {0};
    for (uint32_t i = 0; i < gold->n_mentions; i++)
        map_set(&at, 1 + ((uint64_t)gold->mention[i].first << 32 | gold->mention[i].last), gold->mention[i].type, a);
    c->gold += at.n;
    Map seen = {0};
    for (uint32_t i = 0; i < got->n_mentions; i++) {
        uint64_t key = 1 + ((uint64_t)got->mention[i].first << 32 | got->mention[i].last);
        int64_t *type = map_get(&at, key);
        c->right += type && !map_get(&seen, key);
        c->typed += type && !map_get(&seen, key) && *type == got->mention[i].type;
        map_set(&seen, key, 1, a);
    }
    c->got += got->n_mentions;
}

static void score_roles(const Roles *gold, const Trees *got, Count *c, Arena *a)
{
    Map at = {0};
    for (ptrdiff_t i = 0; i < gold->roles.n; i++) {
        const Role *r = &gold->roles.item[i];
        if (r->type <= ROLE_ARG1)
            map_set(&at, 1 + ((uint64_t)r->predicate << 34 | (uint64_t)r->argument << 4 | r->type), 1, a);
    }
    c->gold += at.n;
    for (uint32_t i = 0; i < got->n_roles; i++) {
        const Role *r = &got->role[i];
        if (r->type > ROLE_ARG1)
            continue;
        c->got++;
        c->right += map_get(&at, 1 + ((uint64_t)r->predicate << 34 | (uint64_t)r->argument << 4 | r->type)) != NULL;
    }
}

/* ---- from raw text ----------------------------------------------------------------------------- */

/* Offsets of tokens and sentences counted in characters that are not white space. */
typedef struct {
    uint32_t *start, *end; /* of tokens */
} Offsets;

static Offsets offsets(const Text *t, Arena *a)
{
    Offsets p = {NEW(a, uint32_t, t->n_tokens), NEW(a, uint32_t, t->n_tokens)};
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        p.start[i] = n;
        for (ptrdiff_t k = 0; k < t->token[i].form.len; k++)
            n += t->token[i].form.ptr[k] != ' ';
        p.end[i] = n;
    }
    return p;
}

static void score_raw(const Conllu *c, const Text *t, const Trees *got, Count *words, Count *sentences, Count *las, Arena *a)
{
    Offsets g = offsets(&c->text, a), s = offsets(t, a);
    Map at = {0}, to = {0};
    for (uint32_t i = 0; i < c->text.n_tokens; i++)
        map_set(&at, 1 + ((uint64_t)g.start[i] << 32 | g.end[i]), i, a);
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        int64_t *k = map_get(&at, 1 + ((uint64_t)s.start[i] << 32 | s.end[i]));
        if (k)
            map_set(&to, i + 1, *k, a);
    }
    words->gold += c->text.n_tokens, words->got += t->n_tokens, words->right += to.n;
    las->gold += c->text.n_tokens, las->got += t->n_tokens;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        int64_t *k = map_get(&to, i + 1);
        if (!k || c->gold.word[*k].rel != got->word[i].rel)
            continue;
        int32_t head = got->word[i].head, want = c->gold.word[*k].head;
        int64_t *h = head >= 0 ? map_get(&to, (uint64_t)head + 1) : NULL;
        las->right += head < 0 ? want < 0 : h && *h == want;
    }
    Map span = {0};
    for (uint32_t i = 0; i < c->text.n_sentences; i++) {
        const Sentence *x = &c->text.sentence[i];
        map_set(&span, 1 + ((uint64_t)g.start[x->first] << 32 | g.end[x->first + x->n - 1]), 1, a);
    }
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const Sentence *x = &t->sentence[i];
        sentences->right += x->n && map_get(&span, 1 + ((uint64_t)s.start[x->first] << 32 | s.end[x->first + x->n - 1]));
    }
    sentences->gold += c->text.n_sentences, sentences->got += t->n_sentences;
}

/* The text as its comments give it: sentences by blanks (or nothing, where the first ends without one),
 * paragraphs by empty lines. */
static Str raw_body(const Conllu *c, Arena *a)
{
    Buf b = {0};
    for (uint32_t s = 0; s < c->text.n_sentences; s++) {
        const Sentence *x = &c->text.sentence[s];
        bool space = s && c->text.token[x->first - 1].flags & TOKEN_SPACE_AFTER;
        if (s)
            buf_put(&b, c->sentence[s].paragraph ? STR("\n\n") : space ? STR(" ") : STR(""));
        Str text = c->sentence[s].text.len ? c->sentence[s].text : str_span(c->text.body, x->span);
        buf_put(&b, text);
    }
    Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* ---- the report -------------------------------------------------------------------------------- */

static double percent(int64_t part, int64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void report(const char *path, Parser *p, const TextTables *raw)
{
    Arena a = arena_new(1 << 24);
    File f, r;
    Err err;
    Conllu c;
    if (!file_open(path, (ptrdiff_t)1 << 30, &f, &err) || !conllu_read(f.bytes, &c, &a, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        exit(1);
    }
    const char *slash = strrchr(path, '/');
    clock_t start = clock();
    Trees got = syntax_parse(p, &c.text, &a);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    Score s = {0};
    score_add(&c.text, &c.gold, &got, &s);
    double las = percent(s.las, s.tokens);
    printf("%s: %u sentences, %u words, %.0f words/s of processor time (parsing alone)\n", slash ? slash + 1 : path, c.text.n_sentences,
           c.text.n_tokens, c.text.n_tokens / seconds);
    printf("  gold tokens: UPOS %.2f  feats %.2f  lemma %.2f  UAS %.2f  LAS %.2f  core LAS %.2f\n", percent(s.upos, s.tokens),
           percent(s.feats, s.tokens), percent(s.lemma, s.tokens), percent(s.uas, s.tokens), las,
           percent(s.core_right, s.core));
    for (int v = 0; v < VARIANTS; v++) {
        Conllu other;
        Score o = {0};
        rewrite(&c, v, &other, &a);
        Trees again = syntax_parse(p, &other.text, &a);
        score_add(&other.text, &other.gold, &again, &o);
        double las_v = percent(o.las, o.tokens);
        printf("  %-8s LAS %.2f (%+.2f)  UPOS %.2f\n", variant_names[v], las_v, las_v - las, percent(o.upos, o.tokens));
    }
    Count m = {0}, roles = {0};
    if (c.gold.n_mentions) {
        score_mentions(&c.gold, &got, &m, &a);
        printf("  mentions: precision %.2f  recall %.2f  F1 %.2f  type right %.2f\n", percent(m.right, m.got),
               percent(m.right, m.gold), f1(&m), percent(m.typed, m.right));
    }
    const char *tsv = roles_path(path, &a);
    if (tsv && file_open(tsv, (ptrdiff_t)1 << 30, &r, &err)) {
        Roles gold = roles_read(r.bytes, &c, &a);
        score_roles(&gold, &got, &roles, &a);
        printf("  roles ARG0+ARG1: precision %.2f  recall %.2f  F1 %.2f\n", percent(roles.right, roles.got),
               percent(roles.right, roles.gold), f1(&roles));
        file_close(&r);
    }
    if (raw) {
        Count words = {0}, sentences = {0}, arcs = {0};
        Text t = text_read(raw, raw_body(&c, &a), 0, NULL, 0, &a);
        Trees trees = syntax_parse(p, &t, &a);
        score_raw(&c, &t, &trees, &words, &sentences, &arcs, &a);
        printf("  raw text: words F1 %.2f  sentences F1 %.2f  LAS F1 %.2f\n", f1(&words), f1(&sentences), f1(&arcs));
    }
    file_close(&f);
    arena_free(&a);
}

static uint32_t blank_words(Str s)
{
    uint32_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += !cp_is_space((unsigned char)s.ptr[i]) && (i == 0 || cp_is_space((unsigned char)s.ptr[i - 1]));
    return n;
}

/* Words (as wc -w counts) a second of processor time, a document being what empty lines set apart. */
static void speed(const char *path, Parser *p, const TextTables *tables)
{
    File f;
    Err err;
    if (!file_open(path, (ptrdiff_t)1 << 30, &f, &err)) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    Arena a = arena_new(1 << 22);
    double reading = 0, parsing = 0;
    uint32_t words = 0, tokens = 0;
    for (Str rest = f.bytes; rest.len;) {
        ptrdiff_t end = str_find(rest, STR("\n\n"));
        Str body = str_cut(rest, 0, end < 0 ? rest.len : end + 2);
        rest = str_cut(rest, body.len, rest.len);
        words += blank_words(body);
        clock_t start = clock();
        Text t = text_read(tables, body, 0, NULL, 0, &a);
        clock_t middle = clock();
        syntax_parse(p, &t, &a);
        reading += (double)(middle - start) / CLOCKS_PER_SEC;
        parsing += (double)(clock() - middle) / CLOCKS_PER_SEC;
        tokens += t.n_tokens;
        arena_reset(&a);
    }
    printf("%u words, %u tokens: %.0f words/s from text to trees, %.0f words/s cutting alone, ratio %.1f\n", words, tokens,
           words / (reading + parsing), words / reading, (reading + parsing) / reading);
    file_close(&f);
    arena_free(&a);
}

int main(int argc, char **argv)
{
    bool raw = false;
    const char *text_file = NULL;
    const char *model = NULL;
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++)
        if (strcmp(argv[i], "--raw") == 0)
            raw = true;
        else if (strcmp(argv[i], "--model") == 0 && i + 1 < argc)
            model = argv[++i];
        else if (strcmp(argv[i], "--speed") == 0 && i + 1 < argc)
            text_file = argv[++i];
    Arena a = arena_new(1 << 20);
    File f = {.bytes = {casus_embedded_model, (ptrdiff_t)casus_embedded_model_size}};
    Model *m;
    Err err;
    if ((model && !file_open(model, (ptrdiff_t)1 << 30, &f, &err)) || !model_open(f.bytes, &m, &a, &err)) {
        fprintf(stderr, "model: %s\n", err.text);
        return 1;
    }
    Pack tables;
    TextTables text;
    Str compiled = {casus_embedded_tables, (ptrdiff_t)casus_embedded_tables_size};
    if (!pack_open(compiled, 1, &tables, &err) || !text_open(&tables, &text, &err)) {
        fprintf(stderr, "tables: %s\n", err.text);
        return 1;
    }
    Parser *p = parser_new(m);
    if (text_file)
        speed(text_file, p, &text);
    for (; i < argc; i++)
        report(argv[i], p, raw ? &text : NULL);
    parser_free(p);
    arena_free(&a);
    return 0;
}
