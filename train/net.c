/* The network in float, with its gradients written out by hand.
 *
 * Each step of the forward pass keeps what its backward step needs; backward runs in reverse order. Layer
 * norms have no gain of their own (the matrix behind them has it). Dropout masks on the inputs and states of
 * a layer are shared by all tokens of a sentence (Gal and Ghahramani 2016). Adam; rows of features only move
 * when a batch touches them. */
#include <math.h>
#include <stdlib.h>

#include "train/train.h"
#include "base/banned.h"

enum { BATCH_TOKENS = 4096, PAIRS_MAX = 60000 };

typedef struct {
    float *x;       /* [n][dim] input of the layer */
    float *norm;    /* [n][dim] normalised */
    float *inverse; /* [n] */
    float *u;       /* [n][dim] normalised, dropped */
    float *mask_u;  /* [n][dim] */
    float *v;       /* [n][dim] mixed with the tokens beside */
    float *gates;   /* [n][3 width] */
    float *h;       /* [n][width] */
    float *y;       /* [n][width] gated, dropped */
    float *mask_y;  /* [n][width] */
} LayerState;

struct Net {
    ModelConfig c;
    HeadColumns col;
    Param rows, layer[LAYERS_MAX][P_PER_LAYER], mix[LAYERS_MAX + 1], heads, heads_bias, labels, labels_bias, label_near, root, paths, roles, roles_bias;
    Param *all[LAYERS_MAX * (P_PER_LAYER + 1) + 10];
    int n_all;
    float *average; /* of all dense parameters and rows, in order */
    int64_t step;
    uint8_t *touched;     /* [rows] */
    uint32_t *touched_id; /* list */
    int n_touched;
    int64_t *row_step;
    /* batch */
    int n, n_sentences;
    int at[BATCH_TOKENS], len[BATCH_TOKENS];
    const Sample *token[BATCH_TOKENS];
    const SentenceSample *sentence[BATCH_TOKENS];
    int16_t head_of[BATCH_TOKENS]; /* gold, or the teachers' */
    uint32_t word_row[BATCH_TOKENS], shape_row[BATCH_TOKENS];
    LayerState state[LAYERS_MAX + 1]; /* [n_layers]: the final norm */
    float *embed, *embed_inverse, *embed_mask; /* norm of the sum of rows */
    float *head, *d_head, *mask_head;          /* [n][col.n] */
    float *dx, *du, *dv, *dgates, *dy, *temp;       /* temp: a transposed matrix */
    float *score, *d_score, *hidden, *d_hidden, *logit, *root_g;
    struct {
        int predicate, argument; /* rows of the batch */
        uint32_t path;
        uint8_t gold;
    } pair[PAIRS_MAX];
    int n_pairs;
    float *pair_hidden, *pair_d, *pair_logit;
};

static float *floats(Arena *a, size_t n)
{
    return arena_alloc(a, sizeof(float), 64, n);
}

static void param_new(Net *n, Param *p, size_t size, float spread, Chance *chance, Arena *a)
{
    *p = (Param){.n = size, .w = floats(a, size), .g = floats(a, size), .m = floats(a, size), .v = floats(a, size)};
    for (size_t i = 0; i < size && spread > 0; i++)
        p->w[i] = (2 * chance_float(chance) - 1) * spread;
    n->all[n->n_all++] = p;
}

Net *net_new(const ModelConfig *c, uint64_t seed, Arena *a)
{
    Net *n = NEW(a, Net, 1);
    Chance chance = {seed};
    n->c = *c;
    n->col = model_columns(c);
    size_t dim = c->dim, width = c->width, rows = c->n_words, N = BATCH_TOKENS;
    for (int i = 0; i < TABLE_COUNT; i++)
        rows += c->size[i];
    param_new(n, &n->rows, rows * dim, 0.3f, &chance, a);
    for (uint32_t l = 0; l < c->n_layers; l++) {
        param_new(n, &n->layer[l][P_IN], dim * 3 * width, sqrtf(3.0f / (float)dim), &chance, a);
        param_new(n, &n->layer[l][P_IN_BIAS], 3 * width, 0, &chance, a);
        param_new(n, &n->layer[l][P_OUT], width * dim, sqrtf(3.0f / (float)width), &chance, a);
        param_new(n, &n->layer[l][P_OUT_BIAS], dim, 0, &chance, a);
        /* Gates begin at different speeds, so that some states remember long. */
        for (size_t j = 0; j < width; j++)
            n->layer[l][P_IN_BIAS].w[j] = 1.0f - 3.0f * (float)(j % (width / 2)) / (float)(width / 2);
    }
    for (uint32_t l = 0; l <= c->n_layers; l++) {
        param_new(n, &n->mix[l], NN_TAPS * dim, 0.3f, &chance, a);
        for (size_t j = 0; j < dim; j++)
            n->mix[l].w[NN_SIDE * dim + j] = 1;
    }
    size_t hn = (size_t)n->col.n;
    param_new(n, &n->label_near, DISTANCE_PAD * (size_t)c->lab, 0.3f, &chance, a);
    param_new(n, &n->heads, dim * hn, sqrtf(3.0f / (float)dim), &chance, a);
    param_new(n, &n->heads_bias, hn, 0, &chance, a);
    param_new(n, &n->labels, c->lab * REL_PAD, sqrtf(3.0f / (float)c->lab), &chance, a);
    param_new(n, &n->labels_bias, REL_PAD, 0, &chance, a);
    param_new(n, &n->root, c->arc + c->lab, 0.3f, &chance, a);
    if (c->role) {
        param_new(n, &n->paths, ROLE_PATHS * (size_t)c->role, 0.1f, &chance, a);
        param_new(n, &n->roles, (size_t)c->role * ROLE_PAD, sqrtf(3.0f / (float)c->role), &chance, a);
        param_new(n, &n->roles_bias, ROLE_PAD, 0, &chance, a);
        n->pair_hidden = floats(a, PAIRS_MAX * (size_t)c->role), n->pair_d = floats(a, PAIRS_MAX * (size_t)c->role);
        n->pair_logit = floats(a, PAIRS_MAX * (size_t)ROLE_PAD);
    }
    for (size_t i = 0; i < dim; i++) /* arcs begin gently */
        for (size_t j = 0; j < 2 * c->arc; j++)
            n->heads.w[i * hn + j] *= 0.5f;
    size_t total = 0;
    for (int i = 0; i < n->n_all; i++)
        total += n->all[i]->n;
    n->average = floats(a, total);
    n->touched = NEW(a, uint8_t, rows);
    n->touched_id = NEW(a, uint32_t, rows);
    n->row_step = NEW(a, int64_t, rows);
    for (uint32_t l = 0; l <= c->n_layers; l++) {
        LayerState *s = &n->state[l];
        s->x = floats(a, N * dim), s->norm = floats(a, N * dim), s->u = floats(a, N * dim), s->mask_u = floats(a, N * dim);
        s->inverse = floats(a, N), s->v = floats(a, N * dim);
        if (l < c->n_layers) {
            s->gates = floats(a, N * 3 * width), s->h = floats(a, N * width);
            s->y = floats(a, N * width), s->mask_y = floats(a, N * width);
        }
    }
    n->embed = floats(a, N * dim), n->embed_inverse = floats(a, N), n->embed_mask = floats(a, N * dim);
    n->head = floats(a, N * hn), n->d_head = floats(a, N * hn), n->mask_head = floats(a, N * hn);
    n->dx = floats(a, N * dim), n->du = floats(a, N * dim), n->dv = floats(a, N * dim), n->dgates = floats(a, N * 3 * width), n->dy = floats(a, N * width);
    n->temp = floats(a, MAX(dim * 3 * width, dim * hn));
    size_t W = WINDOW_MAX + 1;
    n->score = floats(a, W * W), n->d_score = floats(a, W * W);
    n->hidden = floats(a, N * c->lab), n->d_hidden = floats(a, N * c->lab), n->logit = floats(a, N * MAX((size_t)REL_PAD, hn));
    n->root_g = floats(a, W * c->arc);
    return n;
}

/* ---- small steps ------------------------------------------------------------------------------ */

static void norm_forward(const float *x, int n, int dim, float *out, float *inverse)
{
    for (int i = 0; i < n; i++, x += dim, out += dim) {
        float s = 0, q = 0;
        for (int j = 0; j < dim; j++)
            s += x[j], q += x[j] * x[j];
        float m = s / (float)dim, r = 1 / sqrtf(q / (float)dim - m * m + 1e-5f);
        for (int j = 0; j < dim; j++)
            out[j] = (x[j] - m) * r;
        inverse[i] = r;
    }
}

/* dx += gradient through the norm */
static void norm_backward(const float *norm, const float *inverse, const float *du, int n, int dim, float *dx)
{
    for (int i = 0; i < n; i++, norm += dim, du += dim, dx += dim) {
        float s = 0, q = 0;
        for (int j = 0; j < dim; j++)
            s += du[j], q += du[j] * norm[j];
        s /= (float)dim, q /= (float)dim;
        for (int j = 0; j < dim; j++)
            dx[j] += inverse[i] * (du[j] - s - norm[j] * q);
    }
}

static void mask_fill(float *mask, size_t n, float drop, Chance *chance)
{
    if (drop <= 0) {
        for (size_t i = 0; i < n; i++)
            mask[i] = 1;
        return;
    }
    float keep = 1 / (1 - drop);
    uint64_t limit = (uint64_t)(drop * 65536);
    for (size_t i = 0; i < n; i += 4) {
        uint64_t r = chance_next(chance);
        for (size_t k = i; k < MIN(i + 4, n); k++, r >>= 16)
            mask[k] = (r & 0xFFFF) < limit ? 0 : keep;
    }
}

/* One mask a sentence, repeated for its tokens. */
static void mask_sentences(const Net *n, float *mask, size_t dim, float drop, Chance *chance)
{
    for (int s = 0; s < n->n_sentences; s++) {
        float *first = mask + (size_t)n->at[s] * dim;
        mask_fill(first, dim, drop, chance);
        for (int i = 1; i < n->len[s]; i++)
            memcpy(first + (size_t)i * dim, first, dim * sizeof *mask);
    }
}

static void multiply(const float *a, const float *b, size_t n, float *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] * b[i];
}

static void add_bias(const float *bias, int n, int dim, float *y)
{
    for (int i = 0; i < n; i++, y += dim)
        for (int j = 0; j < dim; j++)
            y[j] += bias[j];
}

static void sum_bias(const float *dy, int n, int dim, float *g)
{
    for (int i = 0; i < n; i++, dy += dim)
        for (int j = 0; j < dim; j++)
            g[j] += dy[j];
}

/* y = x · w + b */
static void linear(const float *x, const Param *w, const Param *b, int n, int in, int out, bool add, float *y)
{
    gemm(x, in, 1, w->w, out, n, in, out, add, y, out);
    add_bias(b->w, n, out, y);
}

/* Gradients of w and b; dx = dy · wᵀ */
static void linear_backward(Net *net, const float *x, const float *dy, Param *w, Param *b, int n, int in, int out,
                            float *dx)
{
    gemm(x, 1, in, dy, out, in, n, out, true, w->g, out);
    sum_bias(dy, n, out, b->g);
    transpose(w->w, in, out, net->temp);
    gemm(dy, out, 1, net->temp, in, n, out, in, false, dx, in);
}

static inline float sigmoid(float x)
{
    return 1 / (1 + expf(-x));
}

static void scan_forward(const float *gates, int n, int width, float *h, float *y)
{
    int half = width / 2;
    float *zero = calloc((size_t)width, sizeof *zero);
    for (int back = 0; back < 2; back++)
        for (int k = 0; k < n; k++) {
            int i = back ? n - 1 - k : k, from = back * half;
            const float *g = gates + (size_t)i * 3 * (size_t)width;
            const float *before = k == 0 ? zero : h + (size_t)(back ? i + 1 : i - 1) * (size_t)width;
            float *hi = h + (size_t)i * (size_t)width, *yi = y + (size_t)i * (size_t)width;
            for (int j = from; j < from + half; j++) {
                hi[j] = before[j] + sigmoid(g[j]) * (g[width + j] - before[j]);
                yi[j] = hi[j] * g[2 * width + j] * sigmoid(g[2 * width + j]);
            }
        }
    free(zero);
}

static void scan_backward(const float *gates, const float *h, const float *dy, int n, int width, float *dgates)
{
    int half = width / 2;
    float *zero = calloc((size_t)width, sizeof *zero), *carry = calloc((size_t)width, sizeof *carry);
    for (int back = 0; back < 2; back++)
        for (int k = n - 1; k >= 0; k--) {
            int i = back ? n - 1 - k : k, from = back * half;
            size_t w = (size_t)width, o = (size_t)i * w;
            const float *g = gates + 3 * o, *before = k == 0 ? zero : h + (size_t)(back ? i + 1 : i - 1) * w;
            float *d = dgates + 3 * o;
            for (int j = from; j < from + half; j++) {
                float s = sigmoid(g[2 * width + j]), z = sigmoid(g[j]);
                float silu = g[2 * width + j] * s;
                d[2 * width + j] = dy[o + (size_t)j] * h[o + (size_t)j] * (s + silu * (1 - s));
                float dh = dy[o + (size_t)j] * silu + carry[j];
                d[j] = dh * (g[width + j] - before[j]) * z * (1 - z);
                d[width + j] = dh * z;
                carry[j] = dh * (1 - z);
            }
        }
    free(zero);
    free(carry);
}

/* out[i] = Σ x[i + k - NN_SIDE] · w[k], each number of a row for itself. */
static void mix_forward(const float *x, const float *w, int n, int dim, float *out)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < NN_TAPS; k++) {
            int from = i + k - NN_SIDE;
            for (int j = 0; k == 0 && j < dim; j++)
                out[i * dim + j] = 0;
            for (int j = 0; from >= 0 && from < n && j < dim; j++)
                out[i * dim + j] += x[from * dim + j] * w[k * dim + j];
        }
}

static void mix_backward(const float *x, const float *w, const float *dout, int n, int dim, float *g, float *dx)
{
    memset(dx, 0, (size_t)(n * dim) * sizeof *dx);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < NN_TAPS; k++) {
            int from = i + k - NN_SIDE;
            for (int j = 0; from >= 0 && from < n && j < dim; j++) {
                dx[from * dim + j] += dout[i * dim + j] * w[k * dim + j];
                g[k * dim + j] += dout[i * dim + j] * x[from * dim + j];
            }
        }
}

/* logits → gradient of the cross entropy, times weight; returns the loss. */
static float softmax_loss(float *v, int n, int gold, float weight)
{
    float top = v[0], total = 0;
    for (int i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (int i = 0; i < n; i++)
        total += v[i] = expf(v[i] - top);
    float p = v[gold] / total;
    for (int i = 0; i < n; i++)
        v[i] *= weight / total;
    v[gold] -= weight;
    return -logf(p > 1e-20f ? p : 1e-20f);
}

/* ---- forward and backward --------------------------------------------------------------------- */

static void load_batch(Net *n, const SentenceSample *const *s, int n_sentences, const Noise *noise, Chance *chance)
{
    n->n = 0;
    n->n_sentences = n_sentences;
    for (int i = 0; i < n_sentences; i++) {
        float r = chance_float(chance);
        int how = r < noise->lower                                ? CASE_LOWER
                  : r < noise->lower + noise->upper               ? CASE_UPPER
                  : r < noise->lower + noise->upper + noise->title ? CASE_TITLE
                                                                  : CASE_ASIS;
        int len = s[i]->n - (s[i]->drop_last && chance_float(chance) < noise->no_stop);
        n->at[i] = n->n;
        n->len[i] = len;
        n->sentence[i] = s[i];
        for (int k = 0; k < len; k++) {
            const Sample *t = &s[i]->token[k];
            float p = noise->word > 0 ? noise->word / (noise->word + (float)t->count) + 0.02f : 0;
            n->token[n->n] = t;
            n->word_row[n->n] = chance_float(chance) < p ? 0 : t->f.row[0];
            n->shape_row[n->n] = t->shape[how];
            n->head_of[n->n] = (int16_t)(t->head >= s[i]->n ? len : t->head);
            n->n++;
        }
    }
}

/* A network made without a lexicon sees the other features alone. */
static bool has_row(const Net *n, int i)
{
    return i != FEATURE_LEXICON || n->c.size[TABLE_LEXICON];
}

static uint32_t row_of(const Net *n, int token, int i)
{
    return i == 0 ? n->word_row[token] : i == 1 + TABLE_SHAPE ? n->shape_row[token] : n->token[token]->f.row[i];
}

static void forward(Net *n, const Noise *noise, Chance *chance)
{
    int dim = (int)n->c.dim, width = (int)n->c.width, N = n->n;
    size_t D = (size_t)dim;
    float *sum = n->du;
    memset(sum, 0, (size_t)N * D * sizeof *sum);
    for (int t = 0; t < N; t++) {
        float share = features_ngram_weight(&n->token[t]->f);
        for (int i = 0; i < n->token[t]->f.n; i++) {
            if (!has_row(n, i))
                continue;
            const float *row = n->rows.w + (size_t)row_of(n, t, i) * D;
            float w = i < FEATURE_PLAIN ? 1 : share;
            for (size_t j = 0; j < D; j++)
                sum[(size_t)t * D + j] += w * row[j];
        }
    }
    norm_forward(sum, N, dim, n->embed, n->embed_inverse);
    mask_fill(n->embed_mask, (size_t)N * D, noise->embed, chance);
    multiply(n->embed, n->embed_mask, (size_t)N * D, n->state[0].x);
    for (uint32_t l = 0; l <= n->c.n_layers; l++) {
        LayerState *s = &n->state[l];
        norm_forward(s->x, N, dim, s->norm, s->inverse);
        bool last = l == n->c.n_layers;
        mask_sentences(n, s->mask_u, D, last ? noise->output : noise->input, chance);
        multiply(s->norm, s->mask_u, (size_t)N * D, s->u);
        for (int k = 0; k < n->n_sentences; k++)
            mix_forward(s->u + (size_t)n->at[k] * D, n->mix[l].w, n->len[k], dim, s->v + (size_t)n->at[k] * D);
        if (last)
            break;
        linear(s->v, &n->layer[l][P_IN], &n->layer[l][P_IN_BIAS], N, dim, 3 * width, false, s->gates);
        for (int k = 0; k < n->n_sentences; k++) {
            size_t o = (size_t)n->at[k] * (size_t)width;
            scan_forward(s->gates + 3 * o, n->len[k], width, s->h + o, s->y + o);
        }
        mask_sentences(n, s->mask_y, (size_t)width, noise->state, chance);
        multiply(s->y, s->mask_y, (size_t)N * (size_t)width, s->y);
        float *next = n->state[l + 1].x;
        memcpy(next, s->x, (size_t)N * D * sizeof *next);
        linear(s->y, &n->layer[l][P_OUT], &n->layer[l][P_OUT_BIAS], N, width, dim, true, next);
    }
    linear(n->state[n->c.n_layers].v, &n->heads, &n->heads_bias, N, dim, n->col.n, false, n->head);
    int hn = n->col.n;
    mask_fill(n->mask_head, (size_t)N * (size_t)hn, noise->hidden, chance);
    for (int t = 0; t < N; t++) {
        float *h = n->head + (size_t)t * (size_t)hn, *m = n->mask_head + (size_t)t * (size_t)hn;
        for (int j = 0; j < hn; j++) {
            bool dead = j < n->col.arc_head && h[j] < 0;
            bool scores = j >= n->col.upos && j < n->col.role_pred;
            m[j] = scores ? 1 : dead ? 0 : m[j];
            h[j] *= m[j];
        }
    }
}

/* Scores of all heads of one sentence, [len][len + 1]; keys [arc][len + 1] for the backward step. */
static void arc_scores(const Net *n, int s, float *keys, float *score)
{
    int len = n->len[s], arc = (int)n->c.arc, hn = n->col.n, stride = len + 1;
    const float *head = n->head + (size_t)n->at[s] * (size_t)hn;
    for (int k = 0; k < arc; k++) {
        for (int i = 0; i < len; i++)
            keys[k * stride + i] = head[(size_t)i * (size_t)hn + (size_t)(n->col.arc_head + k)];
        keys[k * stride + len] = n->root.w[k];
    }
    gemm(head + n->col.arc_dep, hn, 1, keys, stride, len, arc, stride, false, score, stride);
    for (int d = 0; d < len; d++) {
        const float *near_dep = head + (size_t)d * (size_t)hn + n->col.near_dep, *near_head = head + n->col.near_head;
        for (int h = 0; h < len; h++) {
            int k = arc_distance(d, h);
            score[d * stride + h] += near_dep[k] + near_head[(size_t)h * (size_t)hn + (size_t)k];
        }
        score[d * stride + len] += near_dep[0];
        score[d * stride + d] = -1e30f;
    }
}

static void softmax(float *v, int n)
{
    float top = v[0], total = 0;
    for (int i = 1; i < n; i++)
        top = v[i] > top ? v[i] : top;
    for (int i = 0; i < n; i++)
        total += v[i] = expf(v[i] - top);
    for (int i = 0; i < n; i++)
        v[i] /= total;
}

/* Target: `share` of the teachers' distribution (in target), the rest gold (gold < 0: all theirs). */
static float softmax_target(float *v, int n, const float *target, float share, int gold, float weight)
{
    if (!target)
        return softmax_loss(v, n, gold, weight);
    softmax(v, n);
    share = gold < 0 ? 1 : share;
    float loss = 0;
    for (int i = 0; i < n; i++) {
        float t = share * target[i] + (i == gold ? 1 - share : 0);
        if (t > 1e-6f)
            loss -= t * logf(v[i] + 1e-20f);
        v[i] = weight * (v[i] - t);
    }
    return loss;
}

static void arcs(Net *n, int s, float share, float weight, Loss *loss)
{
    const SentenceSample *sentence = n->sentence[s];
    int len = n->len[s], arc = (int)n->c.arc, hn = n->col.n, stride = len + 1;
    float *head = n->head + (size_t)n->at[s] * (size_t)hn, *d_head = n->d_head + (size_t)n->at[s] * (size_t)hn;
    float *keys = n->root_g;
    arc_scores(n, s, keys, n->score);
    for (int d = 0; d < len; d++) {
        const float *taught = sentence->taught.arc ? sentence->taught.arc + d * (sentence->n + 1) : NULL;
        float target[WINDOW_MAX + 1];
        for (int h = 0; taught && h < stride; h++)
            target[h] = taught[h < len ? h : sentence->n]; /* a last token left out heads nothing */
        loss->arc += softmax_target(n->score + d * stride, stride, taught ? target : NULL, share,
                                    sentence->has_tree ? n->head_of[n->at[s] + d] : -1, weight);
    }
    for (int d = 0; d < len; d++) {
        const float *ds = n->score + d * stride;
        float *near_dep = d_head + (size_t)d * (size_t)hn + n->col.near_dep;
        for (int h = 0; h < len; h++) {
            int k = arc_distance(d, h);
            near_dep[k] += ds[h];
            d_head[(size_t)h * (size_t)hn + (size_t)(n->col.near_head + k)] += ds[h];
        }
        near_dep[0] += ds[len];
    }
    /* dep gradient = dS · keysᵀ; key gradient = dSᵀ · dep */
    float *plain = n->d_score; /* [len + 1][arc] */
    for (int i = 0; i <= len; i++)
        for (int k = 0; k < arc; k++)
            plain[i * arc + k] = keys[k * stride + i];
    gemm(n->score, stride, 1, plain, arc, len, stride, arc, false, d_head + n->col.arc_dep, hn);
    gemm(n->score, 1, stride, head + n->col.arc_dep, hn, len, len, arc, false, d_head + n->col.arc_head, hn);
    gemm(n->score + len, 1, stride, head + n->col.arc_dep, hn, 1, len, arc, true, n->root.g, arc);
}

static int distance_of(int d, int h, int n)
{
    return h >= n ? 0 : arc_distance(d, h);
}

/* Logits of the labels of all arcs in head_of. */
static void label_scores(const Net *n, const int16_t *head_of, float *hidden, float *logit)
{
    int lab = (int)n->c.lab, hn = n->col.n, arc = (int)n->c.arc;
    for (int s = 0; s < n->n_sentences; s++)
        for (int i = 0; i < n->len[s]; i++) {
            int t = n->at[s] + i, h = head_of[t];
            const float *from = h >= n->len[s] ? n->root.w + arc : n->head + (size_t)(n->at[s] + h) * (size_t)hn + n->col.lab_head;
            const float *to = n->head + (size_t)t * (size_t)hn + n->col.lab_dep;
            const float *near = n->label_near.w + distance_of(i, h, n->len[s]) * lab;
            float *out = hidden + (size_t)t * (size_t)lab;
            for (int j = 0; j < lab; j++)
                out[j] = from[j] + to[j] + near[j] > 0 ? from[j] + to[j] + near[j] : 0;
        }
    linear(hidden, &n->labels, &n->labels_bias, n->n, lab, REL_PAD, false, logit);
}

/* Softmax over `count` scores of every token of a sentence, from v, `step` apart, which become gradients. */
static double taught_loss(const SentenceSample *s, int len, float *v, size_t step, int count, const float *taught, float share,
                          const uint16_t *gold, float weight)
{
    double loss = 0;
    for (int i = 0; i < len; i++)
        loss += softmax_target(v + (size_t)i * step, count, taught ? taught + i * count : NULL, share, s->has_tree ? gold[i] : -1,
                               weight);
    return loss;
}

static void labels(Net *n, float share, float weight, Loss *loss)
{
    int lab = (int)n->c.lab, hn = n->col.n, arc = (int)n->c.arc;
    label_scores(n, n->head_of, n->hidden, n->logit);
    for (int s = 0; s < n->n_sentences; s++) {
        uint16_t gold[WINDOW_MAX];
        for (int i = 0; i < n->len[s]; i++)
            gold[i] = n->token[n->at[s] + i]->rel;
        loss->label += taught_loss(n->sentence[s], n->len[s], n->logit + (size_t)n->at[s] * REL_PAD, REL_PAD, REL_PAD,
                                   n->sentence[s]->taught.label, share, gold, weight);
    }
    linear_backward(n, n->hidden, n->logit, &n->labels, &n->labels_bias, n->n, lab, REL_PAD, n->d_hidden);
    for (int s = 0; s < n->n_sentences; s++)
        for (int i = 0; i < n->len[s]; i++) {
            int t = n->at[s] + i, h = n->head_of[t];
            float *from = h >= n->len[s] ? n->root.g + arc : n->d_head + (size_t)(n->at[s] + h) * (size_t)hn + n->col.lab_head;
            float *to = n->d_head + (size_t)t * (size_t)hn + n->col.lab_dep;
            float *near = n->label_near.g + distance_of(i, h, n->len[s]) * lab;
            const float *hidden = n->hidden + (size_t)t * (size_t)lab, *d = n->d_hidden + (size_t)t * (size_t)lab;
            for (int j = 0; j < lab; j++)
                if (hidden[j] > 0) {
                    from[j] += d[j];
                    to[j] += d[j];
                    near[j] += d[j];
                }
        }
}

/* One softmax over `count` columns from `column`, for every token. */
static void tag_column(Net *n, int column, int count, bool is_upos, float share, float weight, double *loss)
{
    size_t hn = (size_t)n->col.n;
    for (int s = 0; s < n->n_sentences; s++) {
        uint16_t gold[WINDOW_MAX];
        size_t first = (size_t)n->at[s] * hn + (size_t)column;
        for (int i = 0; i < n->len[s]; i++) {
            const Sample *t = n->token[n->at[s] + i];
            gold[i] = is_upos ? t->upos : t->tag;
            memcpy(n->d_head + first + (size_t)i * hn, n->head + first + (size_t)i * hn, (size_t)count * sizeof(float));
        }
        const Taught *taught = &n->sentence[s]->taught;
        *loss += taught_loss(n->sentence[s], n->len[s], n->d_head + first, hn, count, is_upos ? taught->upos : taught->tag, share,
                             gold, weight);
    }
}

static void mentions(Net *n, float weight, Loss *loss)
{
    for (int t = 0; t < n->n; t++) {
        const float *h = n->head + (size_t)t * (size_t)n->col.n;
        float *d = n->d_head + (size_t)t * (size_t)n->col.n;
        if (n->token[t]->mention != UNKNOWN) {
            memcpy(d + n->col.mention, h + n->col.mention, (MENTION_COUNT + 1) * sizeof *d);
            loss->mention += softmax_loss(d + n->col.mention, MENTION_COUNT + 1, n->token[t]->mention, weight);
            loss->n_mention++;
        }
        if (n->token[t]->predicate != UNKNOWN) {
            memcpy(d + n->col.predicate, h + n->col.predicate, 2 * sizeof *d);
            softmax_loss(d + n->col.predicate, 2, n->token[t]->predicate, weight);
        }
    }
}

/* Predicates with their candidates, on the gold tree. */
static void list_pairs(Net *n)
{
    n->n_pairs = 0;
    for (int s = 0; s < n->n_sentences; s++) {
        int len = n->len[s], head[WINDOW_MAX];
        uint8_t rel[WINDOW_MAX];
        for (int i = 0; i < len; i++) {
            head[i] = n->head_of[n->at[s] + i];
            rel[i] = n->token[n->at[s] + i]->rel;
        }
        for (int p = 0; p < len; p++) {
            RolePair pair[WINDOW_MAX];
            if (n->token[n->at[s] + p]->predicate != 1 || n->n_pairs + len > PAIRS_MAX)
                continue;
            int count = role_candidates(head, rel, len, p, pair);
            for (int i = 0; i < count; i++) {
                uint8_t gold = ROLE_NONE;
                for (int r = 0; r < n->sentence[s]->n_roles; r++) {
                    const Role *it = &n->sentence[s]->roles[r];
                    if ((int)it->predicate == p && (int)it->argument == pair[i].argument)
                        gold = it->type;
                }
                int k = n->n_pairs++;
                n->pair[k].predicate = n->at[s] + p;
                n->pair[k].argument = n->at[s] + pair[i].argument;
                n->pair[k].path = pair[i].path;
                n->pair[k].gold = gold;
            }
        }
    }
}

static void roles(Net *n, float weight, Loss *loss)
{
    int role = (int)n->c.role, hn = n->col.n;
    list_pairs(n);
    if (!n->n_pairs)
        return;
    for (int k = 0; k < n->n_pairs; k++) {
        const float *p = n->head + (size_t)n->pair[k].predicate * (size_t)hn + n->col.role_pred;
        const float *q = n->head + (size_t)n->pair[k].argument * (size_t)hn + n->col.role_arg;
        const float *path = n->paths.w + (size_t)n->pair[k].path * (size_t)role;
        float *out = n->pair_hidden + (size_t)k * (size_t)role;
        for (int j = 0; j < role; j++)
            out[j] = p[j] + q[j] + path[j] > 0 ? p[j] + q[j] + path[j] : 0;
    }
    linear(n->pair_hidden, &n->roles, &n->roles_bias, n->n_pairs, role, ROLE_PAD, false, n->pair_logit);
    for (int k = 0; k < n->n_pairs; k++) {
        float *v = n->pair_logit + (size_t)k * ROLE_PAD;
        loss->role += softmax_loss(v, ROLE_COUNT + 1, n->pair[k].gold, weight);
        memset(v + ROLE_COUNT + 1, 0, (ROLE_PAD - ROLE_COUNT - 1) * sizeof *v);
    }
    loss->n_role += n->n_pairs;
    linear_backward(n, n->pair_hidden, n->pair_logit, &n->roles, &n->roles_bias, n->n_pairs, role, ROLE_PAD, n->pair_d);
    for (int k = 0; k < n->n_pairs; k++) {
        float *p = n->d_head + (size_t)n->pair[k].predicate * (size_t)hn + n->col.role_pred;
        float *q = n->d_head + (size_t)n->pair[k].argument * (size_t)hn + n->col.role_arg;
        float *path = n->paths.g + (size_t)n->pair[k].path * (size_t)role;
        const float *hidden = n->pair_hidden + (size_t)k * (size_t)role, *d = n->pair_d + (size_t)k * (size_t)role;
        for (int j = 0; j < role; j++)
            if (hidden[j] > 0)
                p[j] += d[j], q[j] += d[j], path[j] += d[j];
    }
}

/* dv → du */
static void mix_all_backward(Net *n, int layer)
{
    for (int k = 0; k < n->n_sentences; k++) {
        size_t o = (size_t)n->at[k] * n->c.dim;
        mix_backward(n->state[layer].u + o, n->mix[layer].w, n->dv + o, n->len[k], (int)n->c.dim, n->mix[layer].g, n->du + o);
    }
}

static void backward(Net *n)
{
    int dim = (int)n->c.dim, width = (int)n->c.width, N = n->n;
    size_t D = (size_t)dim, W = (size_t)width;
    multiply(n->d_head, n->mask_head, (size_t)N * (size_t)n->col.n, n->d_head);
    LayerState *s = &n->state[n->c.n_layers];
    linear_backward(n, s->v, n->d_head, &n->heads, &n->heads_bias, N, dim, n->col.n, n->dv);
    mix_all_backward(n, (int)n->c.n_layers);
    multiply(n->du, s->mask_u, (size_t)N * D, n->du);
    memset(n->dx, 0, (size_t)N * D * sizeof *n->dx);
    norm_backward(s->norm, s->inverse, n->du, N, dim, n->dx);
    for (int l = (int)n->c.n_layers - 1; l >= 0; l--) {
        s = &n->state[l];
        linear_backward(n, s->y, n->dx, &n->layer[l][P_OUT], &n->layer[l][P_OUT_BIAS], N, width, dim, n->dy);
        multiply(n->dy, s->mask_y, (size_t)N * W, n->dy);
        for (int k = 0; k < n->n_sentences; k++) {
            size_t o = (size_t)n->at[k] * W;
            scan_backward(s->gates + 3 * o, s->h + o, n->dy + o, n->len[k], width, n->dgates + 3 * o);
        }
        linear_backward(n, s->v, n->dgates, &n->layer[l][P_IN], &n->layer[l][P_IN_BIAS], N, dim, 3 * width, n->dv);
        mix_all_backward(n, l);
        multiply(n->du, s->mask_u, (size_t)N * D, n->du);
        norm_backward(s->norm, s->inverse, n->du, N, dim, n->dx);
    }
    multiply(n->dx, n->embed_mask, (size_t)N * D, n->dx);
    memset(n->du, 0, (size_t)N * D * sizeof *n->du);
    norm_backward(n->embed, n->embed_inverse, n->dx, N, dim, n->du);
    for (int t = 0; t < N; t++) {
        float share = features_ngram_weight(&n->token[t]->f);
        for (int i = 0; i < n->token[t]->f.n; i++) {
            if (!has_row(n, i))
                continue;
            uint32_t row = row_of(n, t, i);
            float *g = n->rows.g + (size_t)row * D, w = i < FEATURE_PLAIN ? 1 : share;
            if (!n->touched[row]) {
                n->touched[row] = 1;
                n->touched_id[n->n_touched++] = row;
            }
            for (size_t j = 0; j < D; j++)
                g[j] += w * n->du[(size_t)t * D + j];
        }
    }
}

void net_batch(Net *n, const SentenceSample *const *s, int n_sentences, const Noise *noise, float share, Chance *chance, Loss *loss)
{
    load_batch(n, s, n_sentences, noise, chance);
    forward(n, noise, chance);
    memset(n->d_head, 0, (size_t)n->n * (size_t)n->col.n * sizeof *n->d_head);
    float weight = 1.0f / (float)n->n;
    for (int i = 0; i < n_sentences; i++)
        arcs(n, i, share, weight, loss);
    labels(n, share, weight, loss);
    tag_column(n, n->col.upos, UPOS_COUNT, true, share, weight, &loss->upos);
    tag_column(n, n->col.tag, (int)n->c.n_tags, false, share, weight, &loss->tag);
    if (n->c.role) {
        mentions(n, weight, loss);
        roles(n, 0.5f * weight, loss);
    }
    loss->n += n->n;
    backward(n);
}

/* ---- teaching --------------------------------------------------------------------------------- */

static void add_softmax(const float *v, int n, float share, float *out)
{
    float p[4096];
    memcpy(p, v, (size_t)n * sizeof *p);
    softmax(p, n);
    for (int i = 0; i < n; i++)
        out[i] += share * p[i];
}

/* Where there is no tree, the teachers' heads are followed. */
static void teach_heads(SentenceSample *s)
{
    for (int d = 0; d < s->n; d++) {
        const float *arc = s->taught.arc + d * (s->n + 1);
        int best = 0;
        for (int h = 1; h <= s->n; h++)
            if (arc[h] > arc[best])
                best = h;
        s->token[d].head = (int16_t)best;
    }
}

static void new_taught(SentenceSample *s, int n_tags, Arena *a)
{
    size_t len = (size_t)s->n;
    s->taught = (Taught){.arc = floats(a, len * (len + 1)), .label = floats(a, len * REL_PAD), .upos = floats(a, len * UPOS_COUNT),
                         .tag = floats(a, len * (size_t)n_tags)};
}

/* What teacher t says of sentence k of its batch. Labels belong to heads: where there is no tree they take a second
 * round, along the teachers' own. */
static void add_taught(Net *t, int k, int round, float share, SentenceSample *s)
{
    int n_tags = (int)t->c.n_tags;
    bool labels = round == 1 || s->has_tree;
    arc_scores(t, k, t->root_g, t->score);
    for (int i = 0; i < s->n; i++) {
        const float *head = t->head + (size_t)(t->at[k] + i) * (size_t)t->col.n;
        if (round == 0) {
            add_softmax(t->score + i * (s->n + 1), s->n + 1, share, s->taught.arc + i * (s->n + 1));
            add_softmax(head + t->col.upos, UPOS_COUNT, share, s->taught.upos + i * UPOS_COUNT);
            add_softmax(head + t->col.tag, n_tags, share, s->taught.tag + i * n_tags);
        }
        if (labels)
            add_softmax(t->logit + (size_t)(t->at[k] + i) * REL_PAD, REL_PAD, share, s->taught.label + i * REL_PAD);
    }
}

void net_teach(Net *const *teacher, int n, SentenceSample *const *s, int n_sentences, Arena *a)
{
    static const Noise none;
    for (int k = 0; k < n_sentences; k++)
        new_taught(s[k], (int)teacher[0]->c.n_tags, a);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < n; i++) {
            Net *t = teacher[i];
            Chance chance = {1};
            load_batch(t, (const SentenceSample *const *)s, n_sentences, &none, &chance);
            forward(t, &none, &chance);
            label_scores(t, t->head_of, t->hidden, t->logit);
            for (int k = 0; k < n_sentences; k++)
                if (round == 0 || !s[k]->has_tree)
                    add_taught(t, k, round, 1.0f / (float)n, s[k]);
        }
        for (int k = 0; round == 0 && k < n_sentences; k++)
            if (!s[k]->has_tree)
                teach_heads(s[k]);
    }
}

/* ---- optimiser -------------------------------------------------------------------------------- */

typedef struct {
    float rate, decay, b1, b2, keep;
} Adam;

static void adam(float *w, float *g, float *m, float *v, float *average, size_t n, const Adam *o)
{
    for (size_t i = 0; i < n; i++) {
        m[i] = o->b1 * m[i] + (1 - o->b1) * g[i];
        v[i] = o->b2 * v[i] + (1 - o->b2) * g[i] * g[i];
        w[i] -= o->rate * (m[i] / (sqrtf(v[i]) + 1e-8f) + o->decay * w[i]);
        g[i] = 0;
        average[i] = o->keep * average[i] + (1 - o->keep) * w[i];
    }
}

void net_step(Net *n, float rate, float decay)
{
    n->step++;
    float t = (float)n->step, keep = MIN(0.998f, (t - 1) / (t + 9));
    Adam o = {.rate = rate * sqrtf(1 - powf(0.98f, t)) / (1 - powf(0.9f, t)), .decay = decay, .b1 = 0.9f, .b2 = 0.98f, .keep = keep};
    size_t dim = n->c.dim, at = 0;
    double norm = 0;
    for (int i = 1; i < n->n_all; i++)
        for (size_t k = 0; k < n->all[i]->n; k++)
            norm += (double)n->all[i]->g[k] * n->all[i]->g[k];
    float clip = norm > 25 ? 5 / sqrtf((float)norm) : 1;
    for (int i = 0; i < n->n_touched; i++) {
        uint32_t row = n->touched_id[i];
        size_t r = (size_t)row * dim;
        /* The average of a row that rests moves towards its weights as if it had been followed. */
        Adam of_row = o;
        of_row.keep = powf(keep, (float)(n->step - n->row_step[row]));
        n->row_step[row] = n->step;
        adam(n->rows.w + r, n->rows.g + r, n->rows.m + r, n->rows.v + r, n->average + r, dim, &of_row);
        n->touched[row] = 0;
    }
    n->n_touched = 0;
    at = n->rows.n;
    for (int i = 1; i < n->n_all; i++) {
        Param *p = n->all[i];
        if (clip < 1)
            for (size_t k = 0; k < p->n; k++)
                p->g[k] *= clip;
        adam(p->w, p->g, p->m, p->v, n->average + at, p->n, &o);
        at += p->n;
    }
}

/* Rows that were never touched keep their weights. */
void net_swap_average(Net *n)
{
    size_t at = 0, dim = n->c.dim;
    for (int i = 0; i < n->n_all; i++) {
        Param *p = n->all[i];
        for (size_t k = 0; k < p->n; k++) {
            if (i == 0 && n->row_step[k / dim] == 0) {
                n->average[at + k] = p->w[k];
                continue;
            }
            float w = p->w[k];
            p->w[k] = n->average[at + k];
            n->average[at + k] = w;
        }
        at += p->n;
    }
}

const ModelConfig *net_config(const Net *n) { return &n->c; }
const Param *net_rows(const Net *n) { return &n->rows; }
const Param *net_layer(const Net *n, int layer, int which) { return &n->layer[layer][which]; }
const Param *net_mix(const Net *n, int layer) { return &n->mix[layer]; }
const Param *net_label_near(const Net *n) { return &n->label_near; }
const Param *net_heads(const Net *n) { return &n->heads; }
const Param *net_heads_bias(const Net *n) { return &n->heads_bias; }
const Param *net_labels(const Net *n) { return &n->labels; }
const Param *net_labels_bias(const Net *n) { return &n->labels_bias; }
const Param *net_root(const Net *n) { return &n->root; }
const Param *net_paths(const Net *n) { return &n->paths; }
const Param *net_roles(const Net *n) { return &n->roles; }
const Param *net_roles_bias(const Net *n) { return &n->roles_bias; }

/* A file of weights: the config, then all parameters in the order of net_new. */
bool net_save(const Net *n, const char *path, Err *err)
{
    Buf b = {.max = (ptrdiff_t)1 << 31};
    buf_put(&b, (Str){(const char *)&n->c, sizeof n->c});
    for (int i = 0; i < n->n_all; i++)
        buf_put(&b, (Str){(const char *)n->all[i]->w, (ptrdiff_t)(n->all[i]->n * sizeof(float))});
    bool ok = file_write(path, buf_str(&b), err);
    buf_free(&b);
    return ok;
}

static bool mix_in(Net *n, Str weights, float share)
{
    size_t total = 0, at = 0;
    for (int i = 0; i < n->n_all; i++)
        total += n->all[i]->n * sizeof(float);
    if ((size_t)weights.len != total)
        return false;
    for (int i = 0; i < n->n_all; i++)
        for (size_t k = 0; k < n->all[i]->n; k++, at += sizeof(float)) {
            float w;
            memcpy(&w, weights.ptr + at, sizeof w);
            n->all[i]->w[k] += share * (w - n->all[i]->w[k]);
        }
    return true;
}

bool net_load(Net *n, const char *path, float share, Err *err)
{
    File f;
    ptrdiff_t head = sizeof n->c;
    if (!file_open(path, (ptrdiff_t)1 << 31, &f, err))
        return false;
    bool ok = f.bytes.len > head && !memcmp(f.bytes.ptr, &n->c, sizeof n->c) && mix_in(n, str_cut(f.bytes, head, f.bytes.len), share);
    file_close(&f);
    return ok || err_set(err, CASUS_ERR_FORMAT, "%s: another network than this", path);
}

Net *net_open(const char *path, const ModelConfig *like, Arena *a, Err *err)
{
    File f;
    ModelConfig c = {0};
    if (!file_open(path, (ptrdiff_t)1 << 31, &f, err))
        return NULL;
    if ((size_t)f.bytes.len > sizeof c)
        memcpy(&c, f.bytes.ptr, sizeof c);
    file_close(&f);
    bool fits = c.n_tags == like->n_tags && c.n_words == like->n_words && c.vocab_size == like->vocab_size &&
                !memcmp(c.size, like->size, TABLE_LEXICON * sizeof *c.size) && c.n_layers < LAYERS_MAX && c.dim <= DIM_MAX && c.width <= DIM_MAX;
    if (!fits) {
        err_set(err, CASUS_ERR_FORMAT, "%s: of other words or tags than these treebanks", path);
        return NULL;
    }
    Net *n = net_new(&c, 1, a);
    return net_load(n, path, 1, err) ? n : NULL;
}
