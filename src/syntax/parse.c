/* The parser: a small recurrent network over the tokens of many sentences at once, then a tree for each.
 *
 *   features → sum of rows → norm → x
 *   for each layer:  x += out · scan(in · mix(norm(x)))   mix: with the tokens beside; gated scans in both directions over a sentence
 *   heads · norm(x) → for each token: vectors as dependent and as head (for arcs and for labels), scores
 *                     of parts of speech and of tags
 *   arc score (d, h) = dep(d) · head(h) + what d and h expect of their distance      → tree (decode.c)
 *   label of (d, h)  = labels · relu(lab_head(h) + lab_dep(d) + row of the distance)
 *
 *   roles of (p, a)  = roles · relu(role_pred(p) + role_arg(a) + path between them)   (arguments.c)
 *   mentions         : words that head one, by type; their span from the tree
 *
 * All matrix products run over a batch of some hundred tokens; only the scans go token by token. */
#include <math.h>

#include "syntax/model.h"
#include "base/banned.h"

enum { CACHE_SIZE = 32768, BATCH_MIN = 256, BATCH_MAX = BATCH_MIN + WINDOW_MAX, HEADS_PAD = (WINDOW_MAX + 1 + NN_LANE - 1) / NN_LANE * NN_LANE };

/* A stretch of tokens parsed as one tree: a sentence, or a part of a very long one. */
typedef struct {
    uint32_t first; /* token of the document */
    int n, at;      /* tokens; row of the first in the batch */
    bool continues; /* hangs from the stretch before */
} Window;

struct Parser {
    const Model *m;
    const NnKernels *k;
    HeadColumns col;
    Arena arena;
    Window window[BATCH_MAX];
    int n_windows, n; /* rows in the batch */
    float *x, *normed, *mixed, *gates, *y, *heads; /* [BATCH_MAX][dim], [dim], [dim], [3 * width], [width], [col.n] */
    uint8_t distance[2 * WINDOW_MAX];     /* arc_distance(d, h) at [WINDOW_MAX + h - d] */
    /* Vectors of words seen lately, by the hash of the form: they depend on the word alone. */
    uint64_t *cache_key; /* [CACHE_SIZE] 0: empty */
    float *cache;        /* [CACHE_SIZE][dim] */
    uint8_t *q;       /* [BATCH_MAX][max width of an input] */
    float *q_scale;   /* [BATCH_MAX] */
    /* heads of one sentence as a dense layer */
    int8_t *head_row, *head_packed;
    float *head_scale, *head_zero;
    int32_t *head_sum;
    float *score;  /* [WINDOW_MAX][HEADS_PAD] */
    float *hidden; /* [WINDOW_MAX][lab] */
    float *label;  /* [WINDOW_MAX][REL_PAD] */
    TreeRoom *tree;
    float *role_hidden, *role_score; /* [WINDOW_MAX][role], [WINDOW_MAX][ROLE_PAD] */
    /* of the document at hand */
    uint8_t *mention_type; /* [n_tokens] */
    LIST(Role) roles;
    int tag_start[UPOS_COUNT + 1]; /* tags of a part of speech: tag_of[tag_start[u]] … before tag_start[u + 1] */
    uint16_t *tag_of;
};

static float *room(Parser *p, size_t rows, size_t columns)
{
    return arena_alloc(&p->arena, sizeof(float), 64, rows * columns);
}

Parser *parser_new(const Model *m)
{
    Arena a = arena_new(1 << 20);
    Parser *p = NEW(&a, Parser, 1);
    const ModelConfig *c = &m->config;
    p->m = m;
    p->k = nn_kernels(nn_best());
    p->col = model_columns(c);
    p->arena = a;
    size_t widest = MAX(MAX(c->dim, c->width), MAX(MAX(c->arc, c->lab), c->role));
    p->x = room(p, BATCH_MAX, c->dim);
    p->normed = room(p, BATCH_MAX, c->dim);
    p->mixed = room(p, BATCH_MAX, c->dim);
    p->gates = room(p, BATCH_MAX, 3 * (size_t)c->width);
    p->y = room(p, BATCH_MAX, c->width);
    p->heads = room(p, BATCH_MAX, (size_t)p->col.n);
    p->cache_key = NEW(&p->arena, uint64_t, CACHE_SIZE);
    p->cache = room(p, CACHE_SIZE, c->dim);
    p->q = arena_alloc(&p->arena, 1, 64, BATCH_MAX * widest);
    p->q_scale = room(p, BATCH_MAX, 1);
    p->head_row = arena_alloc(&p->arena, 1, 64, HEADS_PAD * (size_t)c->arc);
    p->head_packed = arena_alloc(&p->arena, 1, 64, HEADS_PAD * (size_t)c->arc);
    p->head_scale = room(p, HEADS_PAD, 1);
    p->head_zero = room(p, HEADS_PAD, 1);
    p->head_sum = arena_alloc(&p->arena, sizeof(int32_t), 64, HEADS_PAD);
    p->score = room(p, WINDOW_MAX, HEADS_PAD);
    p->hidden = room(p, WINDOW_MAX, c->lab);
    p->label = room(p, WINDOW_MAX, REL_PAD);
    p->role_hidden = room(p, WINDOW_MAX, c->role);
    p->role_score = room(p, WINDOW_MAX, ROLE_PAD);
    p->tree = NEW(&p->arena, TreeRoom, 1);
    p->tag_of = NEW(&p->arena, uint16_t, c->n_tags);
    for (int u = 0, n = 0; u < UPOS_COUNT; u++) {
        for (uint32_t i = 0; i < c->n_tags; i++)
            if (m->tags[i].upos == u)
                p->tag_of[n++] = (uint16_t)i;
        p->tag_start[u + 1] = n;
    }
    for (int i = 0; i < 2 * WINDOW_MAX; i++)
        p->distance[i] = (uint8_t)arc_distance(WINDOW_MAX, i);
    return p;
}

void parser_free(Parser *p)
{
    if (!p)
        return;
    Arena a = p->arena;
    arena_free(&a);
}

/* ---- the network ------------------------------------------------------------------------------ */

/* "IS fighters": between words in lower case the short name of the group is no verb; the network sees the longer name,
 * which it knows from training. */
static const Token *as_read(const Text *t, uint32_t i, Token *alias)
{
    const Token *word = t->token + i;
    bool lower = false;
    if (!str_eq(word->form, STR("IS")))
        return word;
    for (uint32_t j = i > 0 ? i - 1 : 0; j <= i + 1 && j < t->n_tokens; j++) {
        Str f = t->token[j].form;
        lower |= f.len > 1 && f.ptr[f.len - 1] >= 'a' && f.ptr[f.len - 1] <= 'z';
    }
    if (!lower)
        return word;
    *alias = *word;
    alias->form = STR("ISIS");
    alias->fold = STR("isis");
    alias->key = dict_key(alias->fold);
    return alias;
}

static void embed(Parser *p, const Token *t, float *out)
{
    uint64_t key = str_hash(t->form);
    size_t slot = (size_t)(key >> 20) % CACHE_SIZE, row_size = p->m->config.dim * sizeof *out;
    float *x = p->cache + slot * p->m->config.dim;
    if (p->cache_key[slot] == key) {
        memcpy(out, x, row_size);
        return;
    }
    p->cache_key[slot] = key;
    Features f;
    features_of(&p->m->features, t->form, t->fold, t->key, &f);
    int dim = (int)p->m->config.dim;
    float share = features_ngram_weight(&f);
    memset(x, 0, (size_t)dim * sizeof *x);
    for (int i = 0; i < f.n; i++) {
        size_t row = f.row[i];
        p->k->add_row(p->m->rows + row * (size_t)dim, p->m->rows_scale[row] * (i < FEATURE_PLAIN ? 1 : share), dim, x);
    }
    p->k->norm(x, 1, dim, x);
    memcpy(out, x, row_size);
}

/* x of all windows: normed, mixed with the tokens beside, into bytes. */
static void mix(Parser *p, const float *weight)
{
    int dim = (int)p->m->config.dim;
    p->k->norm(p->x, p->n, dim, p->normed);
    for (int w = 0; w < p->n_windows; w++) {
        ptrdiff_t at = p->window[w].at * (ptrdiff_t)dim;
        p->k->mix(p->normed + at, weight, p->window[w].n, dim, p->mixed + at);
    }
    p->k->quantise(p->mixed, dim, p->n, dim, p->q, p->q_scale);
}

static void encode(Parser *p)
{
    const ModelConfig *c = &p->m->config;
    int dim = (int)c->dim, width = (int)c->width;
    for (uint32_t l = 0; l < c->n_layers; l++) {
        mix(p, p->m->mix[l]);
        p->k->dense(&p->m->in[l], p->q, p->q_scale, p->n, false, p->gates, 3 * width);
        for (int w = 0; w < p->n_windows; w++) {
            ptrdiff_t at = p->window[w].at;
            p->k->scan(p->gates + at * 3 * width, p->window[w].n, width, p->y + at * width);
        }
        p->k->quantise(p->y, width, p->n, width, p->q, p->q_scale);
        p->k->dense(&p->m->out[l], p->q, p->q_scale, p->n, true, p->x, dim);
    }
    mix(p, p->m->mix[c->n_layers]);
    p->k->dense(&p->m->heads, p->q, p->q_scale, p->n, false, p->heads, p->col.n);
    p->k->relu(p->heads + p->col.arc_dep, p->col.n, p->n, (int)c->arc);
}

/* score[d][h] for one window, h = n the root. */
static void score_arcs(Parser *p, const Window *w)
{
    int arc = (int)p->m->config.arc, n_heads = (w->n + 1 + NN_LANE - 1) / NN_LANE * NN_LANE;
    const float *heads = p->heads + (ptrdiff_t)w->at * p->col.n;
    p->k->quantise(heads + p->col.arc_head, p->col.n, w->n, arc, p->q, p->head_scale);
    p->k->quantise(p->m->root, arc, 1, arc, p->q + (ptrdiff_t)w->n * arc, p->head_scale + w->n);
    memset(p->head_packed, 0, (size_t)n_heads * (size_t)arc);
    memset(p->head_sum, 0, (size_t)n_heads * sizeof *p->head_sum);
    for (int h = 0; h <= w->n; h++) {
        const uint8_t *q = p->q + (ptrdiff_t)h * arc;
        int8_t *to = p->head_packed + (ptrdiff_t)(h / NN_LANE) * arc * NN_LANE + 4 * (h % NN_LANE);
        for (int k = 0; k < arc; k++) {
            int8_t v = (int8_t)(q[k] - NN_ZERO);
            to[k / 4 * 4 * NN_LANE + k % 4] = v;
            p->head_sum[h] += v;
        }
    }
    NnDense d = {.n_in = arc, .n_out = n_heads, .weight = p->head_packed, .scale = p->head_scale, .bias = p->head_zero,
                 .sum = p->head_sum};
    p->k->quantise(heads + p->col.arc_dep, p->col.n, w->n, arc, p->q, p->q_scale);
    p->k->dense(&d, p->q, p->q_scale, w->n, false, p->score, HEADS_PAD);
    for (int i = 0; i < w->n; i++) {
        const float *near_dep = heads + (ptrdiff_t)i * p->col.n + p->col.near_dep, *near_head = heads + p->col.near_head;
        const uint8_t *class = p->distance + WINDOW_MAX - i;
        float *score = p->score + (ptrdiff_t)i * HEADS_PAD;
        for (int h = 0; h < w->n; h++, near_head += p->col.n)
            score[h] += near_dep[class[h]] + near_head[class[h]];
        score[w->n] += near_dep[0];
    }
}

static int argmax(const float *v, int n)
{
    int best = 0;
    for (int i = 1; i < n; i++)
        if (v[i] > v[best])
            best = i;
    return best;
}

/* ---- words ------------------------------------------------------------------------------------ */

static void set_lemma(const Model *m, const Token *t, Word *word, Arena *a)
{
    const LemmaRule *r = lemma_find(&m->lemmas, t->fold, t->key, word->upos, word->feats);
    word->lemma = lemma_apply(r, t->form, a);
    if (word->lemma.ptr == t->form.ptr && word->lemma.len == t->form.len)
        word->lemma_key = t->key;
    else
        word->lemma_key = dict_key(str_fold(word->lemma, a));
}

/* The part of speech, then the best tag that has it. */
static void set_tag(const Parser *p, const float *heads, Word *word)
{
    int upos = argmax(heads + p->col.upos, UPOS_COUNT), best = -1;
    const float *tag = heads + p->col.tag;
    for (int i = p->tag_start[upos]; i < p->tag_start[upos + 1]; i++)
        if (best < 0 || tag[p->tag_of[i]] > tag[best])
            best = p->tag_of[i];
    word->upos = (uint8_t)upos;
    word->feats = best < 0 ? 0 : p->m->tags[best].feats;
}

static void set_labels(Parser *p, const Window *w, const int *head, Word *word)
{
    int lab = (int)p->m->config.lab;
    const float *heads = p->heads + (ptrdiff_t)w->at * p->col.n;
    for (int d = 0; d < w->n; d++) {
        const float *from = head[d] == w->n ? p->m->root + p->m->config.arc
                                            : heads + (ptrdiff_t)head[d] * p->col.n + p->col.lab_head;
        int class = head[d] == w->n ? 0 : p->distance[WINDOW_MAX + head[d] - d];
        float *hidden = p->hidden + (ptrdiff_t)d * lab;
        p->k->add(from, p->m->label_near + class * lab, lab, hidden);
        p->k->add_relu(hidden, heads + (ptrdiff_t)d * p->col.n + p->col.lab_dep, lab, hidden);
    }
    p->k->quantise(p->hidden, lab, w->n, lab, p->q, p->q_scale);
    p->k->dense(&p->m->labels, p->q, p->q_scale, w->n, false, p->label, REL_PAD);
    for (int d = 0; d < w->n; d++) {
        float *v = p->label + (ptrdiff_t)d * REL_PAD;
        v[REL_ROOT] = -1e30f;
        word[d].rel = (uint8_t)(head[d] == w->n ? REL_ROOT : argmax(v, REL_COUNT));
    }
}

/* Arguments of one predicate of the window. */
static void set_roles(Parser *p, const Window *w, const int *head, const uint8_t *rel, int predicate, Arena *a)
{
    int role = (int)p->m->config.role;
    RolePair pair[WINDOW_MAX];
    int n = role_candidates(head, rel, w->n, predicate, pair);
    const float *heads = p->heads + (ptrdiff_t)w->at * p->col.n;
    for (int i = 0; i < n; i++) {
        float *to = p->role_hidden + (ptrdiff_t)i * role;
        const float *argument = heads + (ptrdiff_t)pair[i].argument * p->col.n + p->col.role_arg;
        p->k->add(argument, p->m->paths + (size_t)pair[i].path * (size_t)role, role, to);
        p->k->add_relu(to, heads + (ptrdiff_t)predicate * p->col.n + p->col.role_pred, role, to);
    }
    p->k->quantise(p->role_hidden, role, n, role, p->q, p->q_scale);
    p->k->dense(&p->m->roles, p->q, p->q_scale, n, false, p->role_score, ROLE_PAD);
    for (int i = 0; i < n; i++) {
        int type = argmax(p->role_score + (ptrdiff_t)i * ROLE_PAD, ROLE_COUNT + 1);
        if (type != ROLE_NONE)
            *push(&p->roles, a) = (Role){w->first + (uint32_t)predicate, w->first + (uint32_t)pair[i].argument, (uint8_t)type};
    }
}

/* Parts of a sentence that was too long for one window hang from its first part. */
static void hang(const Window *w, Word *word)
{
    uint32_t root = w->first, above = w->first - 1;
    while (word[root].head >= 0)
        root = (uint32_t)word[root].head;
    while (word[above].head >= 0)
        above = (uint32_t)word[above].head;
    word[root].head = (int32_t)above;
    word[root].rel = REL_PARATAXIS;
}

static void parse_window(Parser *p, const Window *w, const Text *t, Word *word, Arena *a)
{
    int head[WINDOW_MAX];
    score_arcs(p, w);
    tree_decode(p->score, HEADS_PAD, w->n, head, p->tree);
    set_labels(p, w, head, word + w->first);
    for (int i = 0; i < w->n; i++) {
        Word *it = &word[w->first + (uint32_t)i];
        it->head = head[i] == w->n ? -1 : head[i] + (int32_t)w->first;
        set_tag(p, p->heads + (ptrdiff_t)(w->at + i) * p->col.n, it);
        set_lemma(p->m, &t->token[w->first + (uint32_t)i], it, a);
    }
    uint8_t rel[WINDOW_MAX];
    for (int i = 0; i < w->n; i++)
        rel[i] = word[w->first + (uint32_t)i].rel;
    for (int i = 0; i < w->n; i++) {
        const float *heads = p->heads + (ptrdiff_t)(w->at + i) * p->col.n;
        p->mention_type[w->first + (uint32_t)i] = (uint8_t)argmax(heads + p->col.mention, MENTION_COUNT + 1);
        if (argmax(heads + p->col.predicate, 2) == 1)
            set_roles(p, w, head, rel, i, a);
    }
}

/* The span of a mention: its head with the children that mentions take in, and all that hangs from them. */
static Mention mention_at(const Model *m, const Trees *t, uint32_t head, uint8_t type)
{
    bool verbal = t->word[head].upos == UPOS_VERB || t->word[head].upos == UPOS_AUX;
    Mention out = {head, head, head, type};
    for (int32_t c = t->child[head]; c >= 0; c = t->next[c]) {
        bool before = (uint32_t)c < head;
        if (!m->mention_child[((size_t)verbal * REL_COUNT + t->word[c].rel) * 2 + before])
            continue;
        uint32_t first, last;
        tree_span(t, (uint32_t)c, &first, &last);
        out.first = MIN(out.first, first);
        out.last = MAX(out.last, last);
    }
    return out;
}

/* In order of the first token, the longer one first. */
static void set_mentions(const Parser *p, uint32_t n_tokens, Trees *t, Arena *a)
{
    LIST(Mention) list = {0};
    for (uint32_t i = 0; i < n_tokens; i++) {
        if (p->mention_type[i] == MENTION_NONE)
            continue;
        Mention m = mention_at(p->m, t, i, p->mention_type[i]);
        (void)push(&list, a);
        ptrdiff_t k = list.n - 1;
        for (; k > 0; k--) {
            const Mention *b = &list.item[k - 1];
            if (b->first < m.first || (b->first == m.first && b->last >= m.last))
                break;
            list.item[k] = *b;
        }
        list.item[k] = m;
    }
    t->mention = list.item;
    t->n_mentions = (uint32_t)list.n;
}

static void parse_batch(Parser *p, const Text *t, Word *word, Arena *a)
{
    int dim = (int)p->m->config.dim;
    for (int w = 0; w < p->n_windows; w++)
        for (int i = 0; i < p->window[w].n; i++) {
            Token alias;
            embed(p, as_read(t, p->window[w].first + (uint32_t)i, &alias), p->x + (ptrdiff_t)(p->window[w].at + i) * dim);
        }
    encode(p);
    for (int w = 0; w < p->n_windows; w++) {
        parse_window(p, &p->window[w], t, word, a);
        if (p->window[w].continues)
            hang(&p->window[w], word);
    }
    p->n = p->n_windows = 0;
}

/* A sentence that is not parsed: tags by the word alone, a flat tree. */
static void skip_sentence(const Parser *p, const Text *t, const Sentence *s, Word *word, Arena *a)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        Features f;
        const Token *tok = &t->token[i];
        features_of(&p->m->features, tok->form, tok->fold, tok->key, &f);
        const Tag *tag = &p->m->tags[p->m->word_tag[f.row[0]]];
        word[i] = (Word){.head = i == s->first ? -1 : (int32_t)s->first, .upos = tag->upos, .feats = tag->feats,
                         .rel = i == s->first ? REL_ROOT : REL_DEP};
        if (f.row[0] == 0)
            word[i].upos = tok->flags & TOKEN_PUNCT     ? UPOS_PUNCT
                           : tok->flags & TOKEN_DIGIT   ? UPOS_NUM
                           : tok->flags & TOKEN_CAPITAL ? UPOS_PROPN
                                                        : UPOS_NOUN;
        set_lemma(p->m, tok, &word[i], a);
    }
}

static void add_sentence(Parser *p, const Text *t, const Sentence *s, Word *word, Arena *a)
{
    for (uint32_t at = 0; at < s->n; at += WINDOW_MAX) {
        int n = (int)MIN(s->n - at, (uint32_t)WINDOW_MAX);
        p->window[p->n_windows++] = (Window){.first = s->first + at, .n = n, .at = p->n, .continues = at > 0};
        p->n += n;
        if (p->n >= BATCH_MIN)
            parse_batch(p, t, word, a);
    }
}

/* "BEIRUT (AP) -" is no part of its sentence's grammar: the rest is parsed without it. */
static Sentence without_dateline(const Parser *p, const Text *t, const Sentence *s, Word *word, Arena *a)
{
    Sentence dateline = {.first = t->dateline.start, .n = t->dateline.end - t->dateline.start};
    if (dateline.n == 0 || dateline.first != s->first || dateline.n >= s->n)
        return *s;
    skip_sentence(p, t, &dateline, word, a);
    return (Sentence){.first = t->dateline.end, .n = s->n - dateline.n};
}

static void hang_dateline(const Text *t, Word *word)
{
    uint32_t end = t->dateline.end;
    if (end == 0 || end >= t->n_tokens || t->token[end].sentence != t->token[t->dateline.start].sentence)
        return;
    uint32_t root = end;
    while (root + 1 < t->n_tokens && word[root].head >= 0)
        root++;
    word[t->dateline.start].head = (int32_t)root;
    word[t->dateline.start].rel = REL_PARATAXIS;
}

Trees syntax_parse_some(Parser *p, const Text *t, const bool *wanted, Arena *a)
{
    Trees trees = {.word = NEW(a, Word, t->n_tokens)};
    p->n = p->n_windows = 0;
    memset(&p->roles, 0, sizeof p->roles);
    p->mention_type = NEW(a, uint8_t, t->n_tokens);
    memset(p->mention_type, MENTION_NONE, t->n_tokens);
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        Sentence rest = without_dateline(p, t, &t->sentence[s], trees.word, a);
        if (!wanted || wanted[s])
            add_sentence(p, t, &rest, trees.word, a);
        else
            skip_sentence(p, t, &rest, trees.word, a);
    }
    if (p->n_windows)
        parse_batch(p, t, trees.word, a);
    hang_dateline(t, trees.word);
    trees_link(&trees, t->n_tokens, a);
    trees_mend(t, &trees, &p->m->lemmas, a);
    set_mentions(p, t->n_tokens, &trees, a);
    trees.role = p->roles.item;
    trees.n_roles = (uint32_t)p->roles.n;
    return trees;
}

Trees syntax_parse(Parser *p, const Text *t, Arena *a)
{
    return syntax_parse_some(p, t, NULL, a);
}
