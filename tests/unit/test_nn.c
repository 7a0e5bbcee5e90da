/* nn: every level gives the bits of the portable one; the product is the product. */
#include <stdlib.h>

#include "nn/nn.h"
#include "tests/test.h"

enum { N = 21, IN = 96, OUT = 48, WIDTH = 64 };

static uint64_t next(uint64_t *s)
{
    *s = hash_mix(*s, 0x1234567);
    return *s;
}

static float number(uint64_t *s)
{
    return (float)(int32_t)(next(s) >> 33) / (float)(1 << 28) - 4.0f;
}

typedef struct {
    float norm[N * IN], mixed[N * IN], dense[N * OUT], scan[N * WIDTH], sum[IN], scale[2 * N];
    uint8_t q[2 * N * IN];
} Result;

static void run(const NnKernels *k, const NnDense *d, uint64_t seed, Result *r, Arena *a)
{
    float *x = arena_alloc(a, sizeof *x, 64, N * IN), *gates = arena_alloc(a, sizeof *gates, 64, N * 3 * WIDTH);
    for (int i = 0; i < N * IN; i++)
        x[i] = number(&seed);
    for (int i = 0; i < N * 3 * WIDTH; i++)
        gates[i] = number(&seed) * (i % 7 == 0 ? 20 : 1);
    k->norm(x, N, IN, r->norm);
    k->mix(r->norm, gates, N, IN, r->mixed);
    k->quantise(r->mixed, IN, N, IN, r->q, r->scale);
    k->quantise(x, IN, N, IN, r->q + N * IN, r->scale + N);
    k->dense(d, r->q, r->scale, N, false, r->dense, OUT);
    k->dense(d, r->q + N * IN, r->scale + N, N, true, r->dense, OUT);
    k->scan(gates, N, WIDTH, r->scan);
    k->add_row(d->weight, 0.01f, IN, x);
    k->add_relu(x, x + IN, IN, r->sum);
    k->relu(x + IN, IN, 1, IN);
}

void test_nn(Test *t)
{
    Arena a = arena_new(1 << 20);
    uint64_t seed = 7;
    int8_t *w = NEW(&a, int8_t, IN * OUT), *packed = NEW(&a, int8_t, IN * OUT);
    for (int i = 0; i < IN * OUT; i++)
        w[i] = i % 5 ? (int8_t)next(&seed) : -128;
    nn_pack(w, IN, OUT, packed);
    float *scale = NEW(&a, float, OUT), *bias = NEW(&a, float, OUT);
    int32_t *sum = NEW(&a, int32_t, OUT);
    for (int o = 0; o < OUT; o++) {
        scale[o] = 0.01f;
        for (int k = 0; k < IN; k++)
            sum[o] += w[k * OUT + o];
    }
    NnDense d = {.n_in = IN, .n_out = OUT, .weight = packed, .scale = scale, .bias = bias, .sum = sum};
    Result *first = NEW(&a, Result, 1), *other = NEW(&a, Result, 1);
    run(nn_kernels(NN_PORTABLE), &d, 1, first, &a);

    uint8_t *q = NEW(&a, uint8_t, N * IN); /* all bytes at their ends: no product overflows */
    float *one = NEW(&a, float, N), *y = NEW(&a, float, N * OUT);
    for (int i = 0; i < N * IN; i++)
        q[i] = i % 3 ? 255 : 0;
    for (int i = 0; i < N; i++)
        one[i] = 1;
    for (int level = 0; level <= (int)nn_best(); level++) {
        const NnKernels *k = nn_kernels((NnLevel)level);
        memset(other, 0, sizeof *other);
        run(k, &d, 1, other, &a);
        CHECK(t, memcmp(first, other, sizeof *first) == 0);
        k->dense(&d, q, one, N, false, y, OUT);
        bool same = true;
        for (int i = 0; i < N; i++)
            for (int o = 0; o < OUT; o++) {
                int32_t want = 0;
                for (int j = 0; j < IN; j++)
                    want += (q[i * IN + j] - NN_ZERO) * w[j * OUT + o];
                same = same && y[i * OUT + o] == (float)want * (0.01f * 1.0f) + 0.0f;
            }
        CHECK(t, same);
    }
    arena_free(&a);
}
