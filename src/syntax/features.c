/* What the network sees of a token: rows of one table. Used by the trainer and by the parser, so that both
 * see the same. Words by an exact list; everything else by hashing. N-grams are those of "<fold>" with its
 * boundaries, 3 to 5 bytes long; of very long words only the two ends are read. */
#include <math.h>

#include "syntax/model.h"
#include "base/banned.h"

enum { END_MAX = 13, GRAM_MIN = 3, GRAM_MAX = 5, SHAPE_MAX = 8 };

static uint32_t hash_bytes(const char *p, int n, uint32_t seed)
{
    uint32_t h = seed * 0x9e3779b1u + 0x811c9dc5u;
    for (int i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 0x01000193u;
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    return h ^ h >> 13;
}

static char shape_class(uint32_t cp)
{
    if (cp < 0x80) {
        if (cp >= 'a' && cp <= 'z')
            return 'x';
        if (cp >= 'A' && cp <= 'Z')
            return 'X';
        if (cp >= '0' && cp <= '9')
            return '9';
        return (char)cp;
    }
    return cp_is_upper(cp) ? 'X' : cp_is_alpha(cp) ? 'x' : cp_is_digit(cp) ? '9' : '*';
}

/* "Moscow" → Xxx, "UN" → XX, "U.S." → X.X., "F-16" → X-99: runs cut to two, eight signs at most. */
static int shape_of(Str form, char out[SHAPE_MAX])
{
    int n = 0, run = 0;
    for (ptrdiff_t at = 0; at < form.len && n < SHAPE_MAX;) {
        char c = shape_class(utf8_next(form, &at));
        run = n && out[n - 1] == c ? run + 1 : 1;
        if (run <= 2)
            out[n++] = c;
        else if (at > 64)
            break;
    }
    return n;
}

static uint32_t vocab_row(const FeatureSpace *s, uint64_t key)
{
    uint32_t mark = (uint32_t)(key >> 32);
    for (uint32_t i = (uint32_t)key & s->vocab_mask;; i = (i + 1) & s->vocab_mask) {
        const VocabEntry *e = &s->vocab[i];
        if (e->row == 0 || e->mark == mark)
            return e->row;
    }
}

uint32_t lexicon_mark(uint64_t key)
{
    uint32_t mark = (uint32_t)(key >> 32) & ~(uint32_t)LEXICON_BITS;
    return mark ? mark : 16;
}

static uint32_t lexicon_row(const FeatureSpace *s, uint64_t key)
{
    uint32_t mark = lexicon_mark(key);
    for (uint32_t i = (uint32_t)key & s->lexicon_mask;; i = (i + 1) & s->lexicon_mask) {
        uint32_t e = s->lexicon[i];
        if (e == 0 || (e & ~(uint32_t)LEXICON_BITS) == mark)
            return e & LEXICON_BITS;
    }
}

uint32_t features_rows(const FeatureSpace *s)
{
    uint32_t n = s->n_words;
    for (int i = 0; i < TABLE_COUNT; i++)
        n += s->size[i];
    return n;
}

void features_of(const FeatureSpace *s, Str form, Str fold, uint64_t key, Features *f)
{
    char b[2 * END_MAX + 2], shape[SHAPE_MAX];
    int n = 0;
    b[n++] = '<';
    if (fold.len <= 2 * END_MAX) {
        memcpy(b + n, fold.ptr, (size_t)fold.len);
        n += (int)fold.len;
    } else {
        memcpy(b + n, fold.ptr, END_MAX);
        memcpy(b + n + END_MAX, fold.ptr + fold.len - END_MAX, END_MAX);
        n += 2 * END_MAX;
    }
    b[n++] = '>';

    uint32_t base = s->n_words, *row = f->row;
    row[0] = vocab_row(s, key);
    static const int8_t piece[] = {-3, -4, -5, 3, 5}; /* with the boundary sign: suffixes of 2, 3, 4 … */
    for (int i = 0; i <= TABLE_PREFIX4; i++) {
        int len = MIN(piece[i] < 0 ? -piece[i] : piece[i], n);
        const char *from = piece[i] < 0 ? b + n - len : b;
        row[1 + i] = base + (hash_bytes(from, len, (uint32_t)i) & (s->size[i] - 1));
        base += s->size[i];
    }
    int shape_len = shape_of(form, shape);
    row[1 + TABLE_SHAPE] = base + (hash_bytes(shape, shape_len, TABLE_SHAPE) & (s->size[TABLE_SHAPE] - 1));
    base += s->size[TABLE_SHAPE];
    row[FEATURE_LEXICON] = s->lexicon ? base + s->size[TABLE_NGRAM] + lexicon_row(s, key) : 0; /* its rows are the last */
    f->n = FEATURE_PLAIN;
    for (int len = GRAM_MIN; len <= GRAM_MAX; len++)
        for (int i = 0; i + len <= n && f->n < FEATURE_MAX; i++)
            row[f->n++] = base + (hash_bytes(b + i, len, TABLE_NGRAM) & (s->size[TABLE_NGRAM] - 1));
}

float features_ngram_weight(const Features *f)
{
    int n = f->n - FEATURE_PLAIN;
    return n > 0 ? 1.0f / sqrtf((float)n) : 0;
}
