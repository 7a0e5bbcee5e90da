/* Opening a model. A Pack (dict.h) of little-endian sections:
 *
 *   config      ModelConfig
 *   vocab       VocabEntry[vocab_size]              words that have a row of their own
 *   word.tag    uint16[n_words]
 *   lexicon     uint32[power of two]                parts of speech of forms (features.c)
 *   rows        int8[rows][dim]                     all feature tables, one after the other
 *   rows.scale  float[rows]
 *   labels.near float[DISTANCE_PAD][lab]            by class of distance
 *   mix0 …      float[NN_TAPS][dim]                 weights of the tokens beside and of the token itself
 *   in0 out0 …  heads labels                        dense layers: NAME.w int8 packed, NAME.s and NAME.b float
 *   root        float[arc + lab]
 *   roles       dense layer;  paths float[ROLE_PATHS][role];  mention.child uint8[2][REL_COUNT][2]
 *   tags        Tag[n_tags]
 *   lemma.rules LemmaRule[]    lemma.table LemmaEntry[power of two]
 *   manifest    JSON
 *
 * Every size, index and number is checked here, once; afterwards the model is trusted. */
#include <math.h>

#include "syntax/model.h"
#include "base/banned.h"

HeadColumns model_columns(const ModelConfig *c)
{
    HeadColumns h = {0};
    h.arc_dep = 0;
    h.arc_head = h.arc_dep + (int)c->arc;
    h.lab_head = h.arc_head + (int)c->arc;
    h.lab_dep = h.lab_head + (int)c->lab;
    h.upos = h.lab_dep + (int)c->lab;
    h.tag = h.upos + UPOS_PAD;
    h.near_dep = h.tag + (int)(c->n_tags + NN_LANE - 1) / NN_LANE * NN_LANE;
    h.near_head = h.near_dep + DISTANCE_PAD;
    h.n = h.near_head + DISTANCE_PAD;
    h.mention = h.predicate = h.role_pred = h.role_arg = h.n;
    if (c->role) { /* a teacher has none */
        h.predicate = h.mention + NN_LANE;
        h.role_pred = h.predicate + NN_LANE;
        h.role_arg = h.role_pred + (int)c->role;
        h.n = h.role_arg + (int)c->role;
    }
    return h;
}

static bool is_power(uint32_t n, uint32_t max)
{
    return n && n <= max && (n & (n - 1)) == 0;
}

static bool in_range(uint32_t n, uint32_t multiple, uint32_t max)
{
    return n && n <= max && n % multiple == 0;
}

static bool config_ok(const ModelConfig *c)
{
    bool ok = in_range(c->dim, NN_LANE, DIM_MAX) && in_range(c->width, 2 * NN_LANE, DIM_MAX) &&
              in_range(c->n_layers, 1, LAYERS_MAX) && in_range(c->arc, NN_LANE, DIM_MAX) &&
              in_range(c->lab, NN_LANE, DIM_MAX) && in_range(c->role, NN_LANE, DIM_MAX) && in_range(c->n_tags, 1, 4096) && in_range(c->n_words, 1, 1u << 20) &&
              is_power(c->vocab_size, 1u << 22);
    for (int i = 0; i < TABLE_COUNT; i++)
        ok = ok && is_power(c->size[i], 1u << 20);
    return ok && c->size[TABLE_LEXICON] == LEXICON_ROWS;
}

static bool damaged(Err *err, const char *section)
{
    return err_set(err, CASUS_ERR_FORMAT, "model: bad section %s", section);
}

/* The section, when it has exactly n elements of this size. */
static const void *section(const Pack *p, const char *name, size_t n, size_t size, Err *err)
{
    Str s = pack_get(p, name);
    if (s.ptr && (size_t)s.len == n * size)
        return s.ptr;
    damaged(err, name);
    return NULL;
}

static const float *floats(const Pack *p, const char *name, size_t n, Err *err)
{
    const float *f = section(p, name, n, sizeof *f, err);
    for (size_t i = 0; f && i < n; i++)
        if (!(fabsf(f[i]) < 1e6f)) {
            damaged(err, name);
            return NULL;
        }
    return f;
}

static bool open_dense(const Pack *p, const char *name, int n_in, int n_out, NnDense *d, Arena *perm, Err *err)
{
    char weight[40], scale[40], bias[40];
    snprintf(weight, sizeof weight, "%s.w", name);
    snprintf(scale, sizeof scale, "%s.s", name);
    snprintf(bias, sizeof bias, "%s.b", name);
    size_t n = (size_t)n_out;
    *d = (NnDense){.n_in = n_in, .n_out = n_out};
    d->weight = section(p, weight, n * (size_t)n_in, 1, err);
    d->scale = d->weight ? floats(p, scale, n, err) : NULL;
    d->bias = d->scale ? floats(p, bias, n, err) : NULL;
    if (!d->bias)
        return false;
    int32_t *sum = arena_alloc(perm, sizeof *sum, 64, n);
    for (int o = 0; o < n_out; o++) {
        const int8_t *w = d->weight + (ptrdiff_t)(o / NN_LANE) * n_in * NN_LANE + 4 * (o % NN_LANE);
        for (int k = 0; k < n_in; k++)
            sum[o] += w[k / 4 * 4 * NN_LANE + k % 4];
    }
    d->sum = sum;
    return true;
}

static bool open_network(Model *m, Arena *perm, Err *err)
{
    const ModelConfig *c = &m->config;
    for (uint32_t l = 0; l < c->n_layers; l++) {
        char in[16], out[16];
        snprintf(in, sizeof in, "in%u", l);
        snprintf(out, sizeof out, "out%u", l);
        if (!open_dense(&m->pack, in, (int)c->dim, (int)c->width * 3, &m->in[l], perm, err) ||
            !open_dense(&m->pack, out, (int)c->width, (int)c->dim, &m->out[l], perm, err))
            return false;
    }
    for (uint32_t l = 0; l <= c->n_layers; l++) {
        char mix[16];
        snprintf(mix, sizeof mix, "mix%u", l);
        if (!(m->mix[l] = floats(&m->pack, mix, NN_TAPS * (size_t)c->dim, err)))
            return false;
    }
    return open_dense(&m->pack, "heads", (int)c->dim, model_columns(c).n, &m->heads, perm, err) &&
           open_dense(&m->pack, "labels", (int)c->lab, REL_PAD, &m->labels, perm, err) &&
           open_dense(&m->pack, "roles", (int)c->role, ROLE_PAD, &m->roles, perm, err) &&
           (m->label_near = floats(&m->pack, "labels.near", DISTANCE_PAD * (size_t)c->lab, err)) != NULL &&
           (m->paths = floats(&m->pack, "paths", (size_t)ROLE_PATHS * c->role, err)) != NULL &&
           (m->mention_child = section(&m->pack, "mention.child", 2 * REL_COUNT * 2, 1, err)) != NULL &&
           (m->root = floats(&m->pack, "root", c->arc + c->lab, err)) != NULL;
}

static bool open_features(Model *m, Err *err)
{
    const ModelConfig *c = &m->config;
    FeatureSpace *f = &m->features;
    f->vocab = section(&m->pack, "vocab", c->vocab_size, sizeof(VocabEntry), err);
    f->vocab_mask = c->vocab_size - 1;
    f->n_words = c->n_words;
    memcpy(f->size, c->size, sizeof f->size);
    uint32_t empty = 0, rows = features_rows(f);
    for (uint32_t i = 0; f->vocab && i < c->vocab_size; i++) {
        empty += f->vocab[i].row == 0;
        if (f->vocab[i].row >= c->n_words)
            return damaged(err, "vocab");
    }
    if (!f->vocab || !empty)
        return f->vocab ? damaged(err, "vocab") : false;
    Str lexicon = pack_get(&m->pack, "lexicon");
    size_t n = (size_t)lexicon.len / sizeof *f->lexicon;
    f->lexicon = (const uint32_t *)(const void *)lexicon.ptr;
    f->lexicon_mask = (uint32_t)n - 1;
    if ((size_t)lexicon.len % sizeof *f->lexicon || n > UINT32_MAX || !is_power((uint32_t)n, 1u << 24))
        return damaged(err, "lexicon");
    empty = 0;
    for (size_t i = 0; i < n; i++)
        empty += f->lexicon[i] == 0;
    if (!empty)
        return damaged(err, "lexicon");
    m->word_tag = section(&m->pack, "word.tag", c->n_words, sizeof *m->word_tag, err);
    for (uint32_t i = 0; m->word_tag && i < c->n_words; i++)
        if (m->word_tag[i] >= c->n_tags)
            return damaged(err, "word.tag");
    return m->word_tag && (m->rows = section(&m->pack, "rows", (size_t)rows * c->dim, 1, err)) != NULL &&
           (m->rows_scale = floats(&m->pack, "rows.scale", rows, err)) != NULL;
}

static bool open_tags(Model *m, Err *err)
{
    m->tags = section(&m->pack, "tags", m->config.n_tags, sizeof(Tag), err);
    for (uint32_t i = 0; m->tags && i < m->config.n_tags; i++)
        if (m->tags[i].upos >= UPOS_COUNT)
            return damaged(err, "tags");
    return m->tags != NULL;
}

static bool open_lemmas(Model *m, Err *err)
{
    LemmaTable *t = &m->lemmas;
    Str rules = pack_get(&m->pack, "lemma.rules"), table = pack_get(&m->pack, "lemma.table");
    t->n_rules = (uint32_t)((size_t)rules.len / sizeof(LemmaRule));
    t->rule = (const LemmaRule *)(const void *)rules.ptr;
    if ((size_t)rules.len % sizeof(LemmaRule))
        return damaged(err, "lemma.rules");
    for (uint32_t i = 0; i < t->n_rules; i++)
        if (t->rule[i].n_append > sizeof t->rule[i].append || t->rule[i].how > LEMMA_CAPITAL ||
            (t->rule[i].cut == LEMMA_WHOLE && t->rule[i].n_append == 0) ||
            !utf8_valid((Str){t->rule[i].append, t->rule[i].n_append}))
            return damaged(err, "lemma.rules");
    size_t n = (size_t)table.len / sizeof(LemmaEntry);
    if ((size_t)table.len % sizeof(LemmaEntry) || n > UINT32_MAX || !is_power((uint32_t)n, 1u << 24))
        return damaged(err, "lemma.table");
    t->entry = (const LemmaEntry *)(const void *)table.ptr;
    t->mask = (uint32_t)n - 1;
    uint32_t empty = 0;
    for (uint32_t i = 0; i < n; i++) {
        empty += t->entry[i].rule == 0;
        if (t->entry[i].rule > t->n_rules)
            return damaged(err, "lemma.table");
    }
    return empty ? true : damaged(err, "lemma.table");
}

bool model_open(Str bytes, Model **out, Arena *perm, Err *err)
{
    Pack pack;
    const uint16_t one = 1;
    if (*(const unsigned char *)&one != 1)
        return err_set(err, CASUS_ERR_FORMAT, "model: made for little-endian machines");
    if ((uintptr_t)bytes.ptr % 8)
        return err_set(err, CASUS_ERR_USAGE, "model: bytes must be aligned to 8");
    if (!pack_open(bytes, MODEL_VERSION, &pack, err))
        return false;
    Model *m = NEW(perm, Model, 1);
    m->pack = pack;
    const ModelConfig *c = section(&pack, "config", 1, sizeof *c, err);
    if (!c)
        return false;
    m->config = *c;
    if (!config_ok(c))
        return damaged(err, "config");
    if (!open_features(m, err) || !open_network(m, perm, err) || !open_tags(m, err) || !open_lemmas(m, err))
        return false;
    *out = m;
    return true;
}

uint64_t model_checksum(const Model *m)
{
    return pack_checksum(&m->pack);
}
