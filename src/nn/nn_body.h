/* The kernels, written once over vectors of 16 lanes and compiled once a level: nn.c includes this with
 * NN_TARGET (the instruction set) and NN_NAME(x) (the name of a function at that level). The compiler
 * lowers the vectors to what the target has; each lane sees the same operations in the same order
 * everywhere. Only the integer product is written by hand for each level. */

typedef float NN_NAME(F) __attribute__((vector_size(64)));
typedef int32_t NN_NAME(I) __attribute__((vector_size(64)));
#define F NN_NAME(F)
#define I NN_NAME(I)
#define LOAD(p) (*(const NN_NAME(Fu) *)(p))
#define STORE(p, v) (*(NN_NAME(Fu) *)(p) = (v))
typedef float NN_NAME(Fu) __attribute__((vector_size(64), aligned(4)));
typedef int32_t NN_NAME(Iu) __attribute__((vector_size(64), aligned(4)));
typedef int8_t NN_NAME(B) __attribute__((vector_size(16), aligned(1)));
typedef uint8_t NN_NAME(U) __attribute__((vector_size(16), aligned(1)));

#define ALL(v) ((F){} + (v))
#define MAGIC 12582912.0f /* 1.5 * 2^23: adding it rounds to the nearest integer, in the low bits */

/* Lanes summed in a fixed order. */
NN_TARGET static inline float NN_NAME(sum)(const F *v)
{
    float s[16];
    memcpy(s, v, sizeof s);
    for (int step = 8; step; step /= 2)
        for (int i = 0; i < step; i++)
            s[i] += s[i + step];
    return s[0];
}

NN_TARGET static inline float NN_NAME(max)(const F *v)
{
    float s[16];
    memcpy(s, v, sizeof s);
    for (int step = 8; step; step /= 2)
        for (int i = 0; i < step; i++)
            s[i] = s[i] > s[i + step] ? s[i] : s[i + step];
    return s[0];
}

/* exp(-x), x clamped to ±20: 2^f by a polynomial of degree 5 on [-.5, .5]. */
#define EXP_MINUS(x, out)                                                                                \
    do {                                                                                                 \
        F t_ = (x) * ALL(-1.44269504f);                                                                  \
        t_ = (F)(((I)t_ & (t_ < ALL(29.0f))) | ((I)ALL(29.0f) & (t_ >= ALL(29.0f))));                    \
        t_ = (F)(((I)t_ & (t_ > ALL(-29.0f))) | ((I)ALL(-29.0f) & (t_ <= ALL(-29.0f))));                 \
        F r_ = t_ + ALL(MAGIC);                                                                          \
        I k_ = (I)r_ - (I)ALL(MAGIC);                                                                    \
        F f_ = t_ - (r_ - ALL(MAGIC));                                                                   \
        F p_ = ALL(0.0013333558f);                                                                       \
        p_ = p_ * f_ + ALL(0.0096181291f);                                                               \
        p_ = p_ * f_ + ALL(0.0555041087f);                                                               \
        p_ = p_ * f_ + ALL(0.2402265070f);                                                               \
        p_ = p_ * f_ + ALL(0.6931471806f);                                                               \
        p_ = p_ * f_ + ALL(1.0f);                                                                        \
        (out) = (F)((I)p_ + (k_ << 23));                                                                 \
    } while (0)

NN_TARGET static void NN_NAME(add_row)(const int8_t *row, float scale, int dim, float *x)
{
    F s = ALL(scale);
    for (int j = 0; j < dim; j += NN_LANE) {
        NN_NAME(B) b = *(const NN_NAME(B) *)(row + j);
        STORE(x + j, LOAD(x + j) + s * __builtin_convertvector(b, F));
    }
}

/* Mean and 1 / standard deviation of a row. */
NN_TARGET static inline void NN_NAME(moments)(const float *x, int dim, float *mean, float *inverse)
{
    F s = {0}, q = {0};
    for (int j = 0; j < dim; j += NN_LANE) {
        F v = LOAD(x + j);
        s += v;
        q += v * v;
    }
    float m = NN_NAME(sum)(&s) / (float)dim;
    float var = NN_NAME(sum)(&q) / (float)dim - m * m;
    *mean = m;
    *inverse = 1.0f / sqrtf((var > 0 ? var : 0) + 1e-5f);
}

NN_TARGET static void NN_NAME(norm)(const float *x, int n, int dim, float *y)
{
    for (int i = 0; i < n; i++, x += dim, y += dim) {
        float mean, inverse;
        NN_NAME(moments)(x, dim, &mean, &inverse);
        F m = ALL(mean), r = ALL(inverse);
        for (int j = 0; j < dim; j += NN_LANE)
            STORE(y + j, (LOAD(x + j) - m) * r);
    }
}

NN_TARGET static void NN_NAME(mix)(const float *x, const float *weight, int n, int dim, float *y)
{
    for (int i = 0; i < n; i++) {
        int first = MAX(0, NN_SIDE - i), last = MIN(NN_TAPS, n - i + NN_SIDE);
        for (int j = 0; j < dim; j += NN_LANE) {
            const float *from = x + (ptrdiff_t)(i + first - NN_SIDE) * dim + j;
            F v = {0};
            for (int k = first; k < last; k++, from += dim)
                v += LOAD(from) * LOAD(weight + k * dim + j);
            STORE(y + (ptrdiff_t)i * dim + j, v);
        }
    }
}

/* q = 128 + round(x / scale), scale chosen so that the largest is 127. */
NN_TARGET static inline void NN_NAME(quantise_row)(const float *x, int dim, uint8_t *q, float *scale)
{
    F top = {0};
    for (int j = 0; j < dim; j += NN_LANE) {
        F v = LOAD(x + j);
        v = (F)((I)v & 0x7FFFFFFF);
        I more = v > top;
        top = (F)(((I)v & more) | ((I)top & ~more));
    }
    float most = NN_NAME(max)(&top);
    most = most > 1e-20f ? most : 1e-20f;
    *scale = most / 127.0f;
    F r = ALL(127.0f / most);
    for (int j = 0; j < dim; j += NN_LANE) {
        I k = (I)(LOAD(x + j) * r + ALL(MAGIC)) - (I)ALL(MAGIC) + NN_ZERO;
        *(NN_NAME(U) *)(q + j) = __builtin_convertvector(k, NN_NAME(U));
    }
}

NN_TARGET static void NN_NAME(quantise)(const float *x, int stride, int n, int dim, uint8_t *q, float *scale)
{
    for (int i = 0; i < n; i++)
        NN_NAME(quantise_row)(x + (ptrdiff_t)i * stride, dim, q + (ptrdiff_t)i * dim, scale + i);
}

/* NN_ROWS rows (or what is left) at a time over each panel, so that weights are loaded once for all. What a panel needs to
 * turn its sums back into floats is loaded once for its rows. */
NN_TARGET static void NN_NAME(dense)(const NnDense *d, const uint8_t *q, const float *scale, int n, bool add,
                                     float *y, int stride)
{
    size_t panel_size = (size_t)d->n_in * NN_LANE;
    for (int i = 0; i < n; i += NN_ROWS) {
        int rows = n - i < NN_ROWS ? n - i : NN_ROWS;
        for (int p = 0; p < d->n_out / NN_LANE; p++) {
            I acc[NN_ROWS], zero = *(const NN_NAME(Iu) *)(d->sum + p * NN_LANE) * NN_ZERO;
            F scales = LOAD(d->scale + p * NN_LANE), bias = LOAD(d->bias + p * NN_LANE);
            NN_NAME(product)(d->weight + (size_t)p * panel_size, q + (ptrdiff_t)i * d->n_in, d->n_in, rows, acc);
            float *to = y + (ptrdiff_t)i * stride + p * NN_LANE;
            for (int r = 0; r < rows; r++, to += stride) {
                F v = __builtin_convertvector(acc[r] - zero, F) * (scales * ALL(scale[i + r])) + bias;
                STORE(to, add ? LOAD(to) + v : v);
            }
        }
    }
}

NN_TARGET static void NN_NAME(scan)(const float *a, int n, int width, float *y)
{
    int half = width / 2;
    for (int j = 0; j < width; j += NN_LANE) {
        bool back = j >= half;
        F h = {0};
        for (int k = 0; k < n; k++) {
            int i = back ? n - 1 - k : k;
            const float *row = a + (ptrdiff_t)i * 3 * width + j;
            F z, g, gate = LOAD(row + 2 * width);
            EXP_MINUS(LOAD(row), z);
            EXP_MINUS(gate, g);
            z += ALL(1.0f), g += ALL(1.0f); /* 1 / z and 1 / g are the sigmoids: one division for both */
            F both = ALL(1.0f) / (z * g);
            h += g * both * (LOAD(row + width) - h);
            STORE(y + (ptrdiff_t)i * width + j, h * (gate * (z * both)));
        }
    }
}

NN_TARGET static void NN_NAME(add)(const float *a, const float *b, int dim, float *y)
{
    for (int j = 0; j < dim; j += NN_LANE)
        STORE(y + j, LOAD(a + j) + LOAD(b + j));
}

NN_TARGET static void NN_NAME(add_relu)(const float *a, const float *b, int dim, float *y)
{
    for (int j = 0; j < dim; j += NN_LANE) {
        F v = LOAD(a + j) + LOAD(b + j);
        STORE(y + j, (F)((I)v & (v > 0)));
    }
}

NN_TARGET static void NN_NAME(relu)(float *x, int stride, int n, int dim)
{
    for (int i = 0; i < n; i++)
        for (int j = 0; j < dim; j += NN_LANE) {
            F v = LOAD(x + (ptrdiff_t)i * stride + j);
            STORE(x + (ptrdiff_t)i * stride + j, (F)((I)v & (v > 0)));
        }
}

static const NnKernels NN_NAME(kernels) = {
    .add_row = NN_NAME(add_row),
    .norm = NN_NAME(norm),
    .mix = NN_NAME(mix),
    .quantise = NN_NAME(quantise),
    .dense = NN_NAME(dense),
    .scan = NN_NAME(scan),
    .add = NN_NAME(add),
    .add_relu = NN_NAME(add_relu),
    .relu = NN_NAME(relu),
};

#undef F
#undef I
#undef LOAD
#undef STORE
#undef ALL
#undef MAGIC
#undef EXP_MINUS
#undef NN_TARGET
#undef NN_NAME
#undef NN_ROWS
