/* Train the parser: train-model [option=value …] TRAIN.conllu … dev=DEV.conllu out=MODEL
 * Every option has a default (see `defaults`); the same options and files give the same weights on the
 * same machine. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "train/train.h"
#include "base/banned.h"

enum { FILES_MAX = 8 };

typedef struct {
    const char *train[FILES_MAX], *dev[FILES_MAX], *teacher[TEACHERS_MAX], *load[FILES_MAX], *raw[FILES_MAX], *out, *save, *manifest,
        *tables, *wordnet;
    int n_train, n_dev, n_teachers, n_raw, n_load;
    double epochs, seed, dim, width, layers, arc, lab, batch, rate, decay, min_count, ngrams, every;
    double drop, drop_hidden, word, augment, role, share;
} Options;

static const Options defaults = {
    .out = "models/english.model", .tables = "build/casus.tables", .epochs = 10, .seed = 1, .dim = 128, .width = 256, .layers = 3, .arc = 64, .lab = 96,
    .batch = 350, .rate = 3e-3, .decay = 0.01, .min_count = 2, .ngrams = 32768, .every = 1,
    .drop = 0.05, .drop_hidden = 0.1, .word = 0.5, .augment = 1, .role = 48, .share = 0.5,
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "train-model: %s: %s\n", what, why);
    exit(1);
}

static void set_option(Options *o, const char *arg)
{
    const struct {
        const char *name;
        double *number;
    } numbers[] = {
        {"epochs", &o->epochs}, {"seed", &o->seed}, {"dim", &o->dim}, {"width", &o->width}, {"layers", &o->layers},
        {"arc", &o->arc}, {"lab", &o->lab}, {"batch", &o->batch}, {"rate", &o->rate}, {"decay", &o->decay},
        {"min_count", &o->min_count}, {"ngrams", &o->ngrams}, {"every", &o->every}, {"drop", &o->drop},
        {"drop_hidden", &o->drop_hidden}, {"word", &o->word}, {"augment", &o->augment},
        {"role", &o->role}, {"share", &o->share},
    };
    const struct {
        const char *name, **text;
    } texts[] = {{"out", &o->out}, {"save", &o->save}, {"manifest", &o->manifest}, {"tables", &o->tables}, {"wordnet", &o->wordnet}};
    const struct {
        const char *name, **list;
        int *n, max;
    } lists[] = {{"dev", o->dev, &o->n_dev, FILES_MAX},
                 {"teacher", o->teacher, &o->n_teachers, TEACHERS_MAX},
                 {"raw", o->raw, &o->n_raw, FILES_MAX},
                 {"load", o->load, &o->n_load, FILES_MAX}};
    const char *equals = strchr(arg, '=');
    if (!equals) {
        if (o->n_train == FILES_MAX)
            fail(arg, "too many files");
        o->train[o->n_train++] = arg;
        return;
    }
    Str name = {arg, equals - arg}, value = str_of(equals + 1);
    for (ptrdiff_t i = 0; i < COUNT(lists); i++)
        if (str_eq(name, str_of(lists[i].name)) && *lists[i].n < lists[i].max) {
            lists[i].list[(*lists[i].n)++] = equals + 1;
            return;
        }
    for (ptrdiff_t i = 0; i < COUNT(texts); i++)
        if (str_eq(name, str_of(texts[i].name))) {
            *texts[i].text = equals + 1;
            return;
        }
    for (ptrdiff_t i = 0; i < COUNT(numbers); i++)
        if (str_eq(name, str_of(numbers[i].name)) && str_double(value, numbers[i].number))
            return;
    fail(arg, "no such option");
}

static Treebanks read_all(const char *const *path, int n, Arena *a)
{
    Treebanks t = {.file = NEW(a, Conllu, n), .roles = NEW(a, Roles, n), .n = n};
    for (int i = 0; i < n; i++) {
        File f;
        Err err;
        if (!file_open(path[i], (ptrdiff_t)1 << 30, &f, &err) || !conllu_read(f.bytes, &t.file[i], a, &err))
            fail(path[i], err.text);
        const char *roles = roles_path(path[i], a);
        if (roles && file_open(roles, (ptrdiff_t)1 << 30, &f, &err))
            t.roles[i] = roles_read(f.bytes, &t.file[i], a);
    }
    return t;
}

static const SentenceSample **sort_keys;
static int *sort_jitter;

static int by_length(const void *x, const void *y)
{
    int a = *(const int *)x, b = *(const int *)y;
    int la = sort_keys[a]->n * 4 + sort_jitter[a], lb = sort_keys[b]->n * 4 + sort_jitter[b];
    return la != lb ? la - lb : a - b;
}

typedef struct {
    int from, n;
} Batch;

/* Sentences of like length together, batches in random order. */
static int make_batches(const Data *d, int tokens, Chance *chance, int *order, Batch *batch)
{
    sort_keys = malloc((size_t)d->n_sentences * sizeof *sort_keys);
    sort_jitter = malloc((size_t)d->n_sentences * sizeof *sort_jitter);
    for (int i = 0; i < d->n_sentences; i++) {
        sort_keys[i] = &d->sentence[i];
        sort_jitter[i] = (int)chance_below(chance, 400);
        order[i] = i;
    }
    qsort(order, (size_t)d->n_sentences, sizeof *order, by_length);
    free(sort_keys);
    free(sort_jitter);
    int n = 0, sum = 0;
    batch[0] = (Batch){0};
    for (int i = 0; i < d->n_sentences; i++) {
        int len = d->sentence[order[i]].n;
        if (sum && sum + len > tokens) {
            batch[++n] = (Batch){i, 0};
            sum = 0;
        }
        batch[n].n++;
        sum += len;
    }
    n++;
    for (int i = n - 1; i > 0; i--) {
        int k = (int)chance_below(chance, (uint32_t)i + 1);
        Batch t = batch[i];
        batch[i] = batch[k];
        batch[k] = t;
    }
    return n;
}

static void print_score(const char *name, const Score *s, Buf *json)
{
    double n = (double)s->tokens;
    printf("  %s: UPOS %.2f feats %.2f lemma %.2f UAS %.2f LAS %.2f core %.2f\n", name, 100 * (double)s->upos / n,
           100 * (double)s->feats / n, 100 * (double)s->lemma / n, 100 * (double)s->uas / n, 100 * (double)s->las / n,
           100 * (double)s->core_right / (double)s->core);
    if (json)
        buf_printf(json, "%s\n    {\"file\": \"%s\", \"upos\": %.2f, \"feats\": %.2f, \"lemma\": %.2f, \"uas\": %.2f, \"las\": %.2f}",
                   json->len ? "," : "", name, 100 * (double)s->upos / n, 100 * (double)s->feats / n,
                   100 * (double)s->lemma / n, 100 * (double)s->uas / n, 100 * (double)s->las / n);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Score the model that would be shipped: exported, opened and run by the product's own code. */
static void evaluate(Str bytes, const Options *o, const Treebanks *dev, Buf *json)
{
    Arena a = arena_new(1 << 24);
    Model *m;
    Err err;
    if (!model_open(bytes, &m, &a, &err))
        fail("model", err.text);
    Parser *p = parser_new(m);
    for (int i = 0; i < dev->n; i++) {
        Score s = {0};
        Trees got = syntax_parse(p, &dev->file[i].text, &a);
        score_add(&dev->file[i].text, &dev->file[i].gold, &got, &s);
        print_score(base_name(o->dev[i]), &s, json);
    }
    parser_free(p);
    arena_free(&a);
    fflush(stdout);
}

static void list_files(const char *name, const char *const *path, int n, Buf *out)
{
    buf_printf(out, ",\n  \"%s\": [", name);
    for (int i = 0; i < n; i++)
        buf_printf(out, "%s\"%s\"", i ? ", " : "", base_name(path[i]));
    buf_put(out, STR("]"));
}

static void write_manifest(const Options *o, const char *command, Str scores, Buf *out)
{
    static const char licence[] =
        "weights CC BY-SA 4.0; treebanks: UD English EWT (CC BY-SA 4.0), the freely licensed documents of UD English GUM (CC BY, "
        "CC BY-SA); raw text that teachers parsed: Wikinews (CC BY 2.5), WikiWars and CrossNER politics (from Wikipedia, CC BY-SA), "
        "CIA World Factbook (public domain); verb forms: WordNet 3.0 (WordNet licence)";
    buf_clear(out);
    buf_printf(out, "{\n  \"model\": \"english\",\n  \"version\": %d", MODEL_VERSION);
    list_files("treebanks", o->train, o->n_train, out);
    list_files("teachers", o->teacher, o->n_teachers, out);
    list_files("raw", o->raw, o->n_raw, out);
    buf_printf(out, ",\n  \"licence\": \"%s\",\n  \"seed\": %.0f,\n  \"made_by\": \"make model\",\n  \"command\": ", licence, o->seed);
    buf_json(out, str_of(command));
    buf_printf(out, ",\n  \"scores\": [%.*s\n  ]\n}\n", FMT(scores));
}

/* Raw text for the teachers, cut by text/ with the compiled tables. */
static void add_raw(const Options *o, Data *d, Arena *a)
{
    File tables, f;
    Err err;
    Pack pack;
    TextTables text;
    if (!o->n_raw)
        return;
    if (!file_open(o->tables, (ptrdiff_t)1 << 30, &tables, &err) || !pack_open(tables.bytes, 1, &pack, &err) ||
        !text_open(&pack, &text, &err))
        fail(o->tables, err.text);
    for (int i = 0; i < o->n_raw; i++) {
        if (!file_open(o->raw[i], (ptrdiff_t)1 << 30, &f, &err))
            fail(o->raw[i], err.text);
        Buf prose = {.max = (ptrdiff_t)1 << 30};
        raw_text(f.bytes, &prose);
        Text t = text_read(&text, utf8_clean(buf_str(&prose), NULL, a), 0, NULL, 0, a);
        data_add_raw(&t, d, a); /* the features copy what they need */
        buf_free(&prose);
        file_close(&f);
    }
    printf("with raw text: %d sentences, %d tokens\n", d->n_sentences, d->n_tokens);
}

/* ---- the run ----------------------------------------------------------------------------------- */

typedef struct {
    Options o;
    const char *command;
    Treebanks train, dev;
    Data data;
    ModelConfig config;
    Net *net;
} Run;

static void save_weights(const Run *r)
{
    Err err;
    if (r->o.save && !net_save(r->net, r->o.save, &err))
        fail(r->o.save, err.text);
}

/* The model file, its manifest and its scores. A teacher, without roles or lexicon, is no model: it has weights only. */
static void write_model(const Run *r)
{
    save_weights(r);
    if (!r->config.role || !r->config.size[TABLE_LEXICON])
        return;
    Arena scratch = arena_new(1 << 24);
    Buf model = {0}, manifest = {0}, scores = {0};
    Err err;
    model_write(r->net, &r->data, &r->train, r->o.wordnet, STR("{}"), &model, &scratch);
    evaluate(buf_str(&model), &r->o, &r->dev, &scores);
    write_manifest(&r->o, r->command, buf_str(&scores), &manifest);
    model_write(r->net, &r->data, &r->train, r->o.wordnet, buf_str(&manifest), &model, &scratch);
    if (!file_write(r->o.out, buf_str(&model), &err) ||
        (r->o.manifest && !file_write(r->o.manifest, buf_str(&manifest), &err)))
        fail(r->o.out, err.text);
    buf_free(&model);
    buf_free(&manifest);
    buf_free(&scores);
    arena_free(&scratch);
}

/* Batches of an epoch, and the sentences of the one at hand. */
typedef struct {
    int *order, n;
    Batch *batch;
    SentenceSample **list;
} Plan;

static Plan plan_new(const Data *d)
{
    size_t n = (size_t)d->n_sentences;
    return (Plan){.order = malloc(n * sizeof(int)), .batch = malloc(n * sizeof(Batch)), .list = malloc(n * sizeof(SentenceSample *))};
}

static void plan_free(Plan *p)
{
    free(p->order);
    free(p->batch);
    free(p->list);
}

static int plan_batch(const Plan *p, const Data *d, int b)
{
    for (int i = 0; i < p->batch[b].n; i++)
        p->list[i] = &d->sentence[p->order[p->batch[b].from + i]];
    return p->batch[b].n;
}

static void progress(const char *what, int k, int n)
{
    if (k % 50 == 0 && isatty(2))
        fprintf(stderr, "\r%s: %3d %%", what, 100 * k / n);
}

static void teach(Run *r, Arena *a)
{
    const Options *o = &r->o;
    Net *teacher[TEACHERS_MAX];
    Err err;
    Chance chance = {1};
    for (int i = 0; i < o->n_teachers; i++)
        if (!(teacher[i] = net_open(o->teacher[i], &r->config, a, &err)))
            fail(o->teacher[i], err.text);
    if (!o->n_teachers)
        return;
    add_raw(o, &r->data, a);
    Plan plan = plan_new(&r->data);
    int n = make_batches(&r->data, (int)o->batch, &chance, plan.order, plan.batch);
    for (int b = 0; b < n; b++) {
        net_teach(teacher, o->n_teachers, plan.list, plan_batch(&plan, &r->data, b), a);
        progress("teaching", b, n);
    }
    plan_free(&plan);
}

static Noise noise_of(const Options *o)
{
    float drop = (float)o->drop, augment = (float)o->augment;
    return (Noise){.embed = drop, .input = drop, .state = drop, .output = drop, .hidden = (float)o->drop_hidden,
                   .word = (float)o->word, .lower = 0.06f * augment, .upper = 0.06f * augment, .title = 0.05f * augment,
                   .no_stop = 0.08f * augment};
}

static void print_loss(int epoch, double seconds, const Loss *loss)
{
    double k = loss->n;
    printf("%sepoch %d: %.0f s, loss arc %.3f label %.3f upos %.3f tag %.3f mention %.3f role %.3f\n", isatty(2) ? "\r" : "", epoch, seconds,
           loss->arc / k, loss->label / k, loss->upos / k, loss->tag / k, loss->mention / MAX(loss->n_mention, 1),
           loss->role / MAX(loss->n_role, 1));
    fflush(stdout);
}

/* Warm up, then a cosine down to a fiftieth. */
static float rate_at(const Options *o, double step, double total)
{
    double done = MIN(step / total, 1), warm = MIN(1, (step + 1) / 200);
    return (float)(o->rate * warm * (0.02 + 0.98 * 0.5 * (1 + cos(3.14159265 * done))));
}

static void train(Run *r)
{
    const Data *d = &r->data;
    Plan plan = plan_new(d);
    Chance chance = {(uint64_t)r->o.seed * 7919 + 17};
    Noise noise = noise_of(&r->o);
    double start = clock_seconds(), total = r->o.epochs * d->n_tokens / r->o.batch, step = 0;
    for (int epoch = 1; epoch <= (int)r->o.epochs; epoch++) {
        Loss loss = {0};
        int n = make_batches(d, (int)r->o.batch, &chance, plan.order, plan.batch);
        for (int b = 0; b < n; b++, step++) {
            int count = plan_batch(&plan, d, b);
            net_batch(r->net, (const SentenceSample *const *)plan.list, count, &noise, (float)r->o.share, &chance, &loss);
            net_step(r->net, rate_at(&r->o, step, total), (float)r->o.decay);
            progress("epoch", b, n);
        }
        print_loss(epoch, clock_seconds() - start, &loss);
        if (epoch != (int)r->o.epochs && epoch % (int)r->o.every)
            continue;
        net_swap_average(r->net);
        write_model(r);
        net_swap_average(r->net);
    }
    plan_free(&plan);
}

int main(int argc, char **argv)
{
    Run r = {.o = defaults};
    Buf command = {0};
    for (int i = 1; i < argc; i++) {
        set_option(&r.o, argv[i]);
        buf_printf(&command, "%s%s", i > 1 ? " " : "train-model ", argv[i]);
    }
    buf_byte(&command, 0);
    if (!r.o.n_train)
        fail("usage", "train-model [option=value …] TRAIN.conllu … dev=DEV.conllu out=MODEL");
    Arena a = arena_new(1 << 26);
    Err err;
    r.command = command.ptr;
    r.train = read_all(r.o.train, r.o.n_train, &a);
    r.dev = read_all(r.o.dev, r.o.n_dev, &a);
    const uint32_t size[TABLE_COUNT] = {1024, 4096, 8192, 512, 4096, 512, (uint32_t)r.o.ngrams, 0};
    data_build(&r.train, size, (int)r.o.min_count, r.o.wordnet, &r.data, &a);
    r.config = (ModelConfig){.dim = (uint32_t)r.o.dim, .width = (uint32_t)r.o.width, .n_layers = (uint32_t)r.o.layers,
                             .arc = (uint32_t)r.o.arc, .lab = (uint32_t)r.o.lab, .role = (uint32_t)r.o.role,
                             .n_tags = (uint32_t)r.data.tags.n, .n_words = r.data.space.n_words,
                             .vocab_size = r.data.space.vocab_mask + 1};
    memcpy(r.config.size, r.data.space.size, sizeof r.config.size);
    printf("%d sentences, %d tokens, %u words, %u tags, %u rows\n", r.data.n_sentences, r.data.n_tokens, r.config.n_words,
           r.config.n_tags, features_rows(&r.data.space));
    r.net = net_new(&r.config, (uint64_t)r.o.seed, &a);
    for (int i = 0; i < r.o.n_load; i++) /* the mean of several */
        if (!net_load(r.net, r.o.load[i], 1 / (float)(i + 1), &err))
            fail(r.o.load[i], err.text);
    teach(&r, &a);
    train(&r);
    if (r.o.epochs < 1) /* only write what was loaded */
        write_model(&r);
    arena_free(&a);
    buf_free(&command);
    return 0;
}
