/* Float weights into the model file: int8 with one scale for each output of a layer and for each row of a
 * table. Layout: syntax/model.c. */
#include <math.h>
#include <stdlib.h>

#include "train/train.h"
#include "base/banned.h"

static int8_t rounded(float x)
{
    float r = rintf(x);
    return (int8_t)(r > 127 ? 127 : r < -127 ? -127 : r);
}

static void add_dense(PackWriter *w, const char *name, const Param *weight, const Param *bias, int n_in, int n_out, Arena *a)
{
    int8_t *q = NEW(a, int8_t, n_in * n_out), *packed = NEW(a, int8_t, n_in * n_out);
    float *scale = NEW(a, float, n_out);
    for (int o = 0; o < n_out; o++) {
        float top = 1e-8f;
        for (int k = 0; k < n_in; k++)
            top = fmaxf(top, fabsf(weight->w[(size_t)k * (size_t)n_out + (size_t)o]));
        scale[o] = top / 127;
        for (int k = 0; k < n_in; k++)
            q[(size_t)k * (size_t)n_out + (size_t)o] = rounded(weight->w[(size_t)k * (size_t)n_out + (size_t)o] / scale[o]);
    }
    nn_pack(q, n_in, n_out, packed);
    char section[40];
    snprintf(section, sizeof section, "%s.w", name);
    pack_add(w, section, packed, (size_t)n_in * (size_t)n_out);
    snprintf(section, sizeof section, "%s.s", name);
    pack_add(w, section, scale, (size_t)n_out * sizeof *scale);
    snprintf(section, sizeof section, "%s.b", name);
    pack_add(w, section, bias->w, (size_t)n_out * sizeof(float));
}

static void add_rows(PackWriter *w, const Param *rows, size_t dim, Arena *a)
{
    size_t n = rows->n / dim;
    int8_t *q = NEW(a, int8_t, rows->n);
    float *scale = NEW(a, float, n);
    for (size_t r = 0; r < n; r++) {
        float top = 1e-8f;
        for (size_t j = 0; j < dim; j++)
            top = fmaxf(top, fabsf(rows->w[r * dim + j]));
        scale[r] = top / 127;
        for (size_t j = 0; j < dim; j++)
            q[r * dim + j] = rounded(rows->w[r * dim + j] / scale[r]);
    }
    pack_add(w, "rows", q, rows->n);
    pack_add(w, "rows.scale", scale, n * sizeof *scale);
}

/* Which children lie inside the mention that their head heads, by majority. */
static uint8_t *mention_children(const Treebanks *bank, Arena *a)
{
    int *all = NEW(a, int, 2 * REL_COUNT * 2), *inside = NEW(a, int, 2 * REL_COUNT * 2);
    for (int f = 0; f < bank->n; f++) {
        const Trees *t = &bank->file[f].gold;
        for (uint32_t i = 0; i < t->n_mentions; i++) {
            const Mention *m = &t->mention[i];
            int verbal = t->word[m->head].upos == UPOS_VERB || t->word[m->head].upos == UPOS_AUX;
            for (int32_t c = t->child[m->head]; c >= 0; c = t->next[c]) {
                int at = (verbal * REL_COUNT + t->word[c].rel) * 2 + ((uint32_t)c < m->head);
                all[at]++;
                inside[at] += (uint32_t)c >= m->first && (uint32_t)c <= m->last;
            }
        }
    }
    uint8_t *out = NEW(a, uint8_t, 2 * REL_COUNT * 2);
    for (int i = 0; i < 2 * REL_COUNT * 2; i++)
        out[i] = 2 * inside[i] > all[i];
    return out;
}

void model_write(const Net *n, const Data *d, const Treebanks *bank, const char *wordnet, Str manifest, Buf *out, Arena *a)
{
    PackWriter w = {.arena = a};
    const ModelConfig *c = net_config(n);
    int dim = (int)c->dim, width = (int)c->width;
    pack_add(&w, "config", c, sizeof *c);
    pack_add(&w, "vocab", d->vocab, c->vocab_size * sizeof *d->vocab);
    pack_add(&w, "lexicon", d->lexicon, ((size_t)d->space.lexicon_mask + 1) * sizeof *d->lexicon);
    pack_add(&w, "word.tag", d->word_tag, c->n_words * sizeof *d->word_tag);
    pack_add(&w, "tags", d->tags.item, (size_t)d->tags.n * sizeof *d->tags.item);
    for (int l = 0; l < (int)c->n_layers; l++) {
        char name[16];
        snprintf(name, sizeof name, "in%d", l);
        add_dense(&w, name, net_layer(n, l, P_IN), net_layer(n, l, P_IN_BIAS), dim, 3 * width, a);
        snprintf(name, sizeof name, "out%d", l);
        add_dense(&w, name, net_layer(n, l, P_OUT), net_layer(n, l, P_OUT_BIAS), width, dim, a);
    }
    for (int l = 0; l <= (int)c->n_layers; l++) {
        char name[16];
        snprintf(name, sizeof name, "mix%d", l);
        pack_add(&w, name, net_mix(n, l)->w, net_mix(n, l)->n * sizeof(float));
    }
    pack_add(&w, "labels.near", net_label_near(n)->w, net_label_near(n)->n * sizeof(float));
    add_dense(&w, "heads", net_heads(n), net_heads_bias(n), dim, model_columns(c).n, a);
    add_dense(&w, "labels", net_labels(n), net_labels_bias(n), (int)c->lab, REL_PAD, a);
    add_dense(&w, "roles", net_roles(n), net_roles_bias(n), (int)c->role, ROLE_PAD, a);
    pack_add(&w, "paths", net_paths(n)->w, net_paths(n)->n * sizeof(float));
    uint8_t *child = mention_children(bank, a);
    pack_add(&w, "mention.child", child, 2 * REL_COUNT * 2);
    pack_add(&w, "root", net_root(n)->w, net_root(n)->n * sizeof(float));
    add_rows(&w, net_rows(n), c->dim, a);
    lemmas_build(bank, wordnet, &w, a);
    pack_add(&w, "manifest", manifest.ptr, (size_t)manifest.len);
    pack_finish(&w, MODEL_VERSION, out);
}
