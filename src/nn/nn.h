/* nn: the few dense kernels of a small network, in int8 and float.
 *
 * In:   activations, packed int8 weights.
 * Out:  activations.
 *
 * Laws:
 *   - Every level (portable, AVX2, AVX-512 with VNNI) gives the same bits: products are accumulated as
 *     integers, and float steps run over 16 lanes in one fixed order, without fused multiply-add.
 *   - All widths are multiples of 16 (NN_LANE); rows are 64-byte aligned when the widths are.
 *   - Quantising is dynamic: each row of activations has its own scale, so nothing is calibrated.
 *
 * Weights of a dense layer are packed in panels of 16 outputs: [output / 16][input / 4][16][4], so that
 * four inputs meet sixteen outputs in one 64-byte vector, the shape that VNNI multiplies at once.
 */
#ifndef CASUS_NN_H
#define CASUS_NN_H

#include "base/base.h"

enum { NN_LANE = 16, NN_SIDE = 1, NN_TAPS = 2 * NN_SIDE + 1, NN_ZERO = 128 /* the byte that stands for activation 0 */ };

typedef enum { NN_PORTABLE, NN_AVX2, NN_VNNI, NN_LEVELS } NnLevel;

typedef struct {
    int n_in, n_out;     /* multiples of NN_LANE */
    const int8_t *weight; /* packed */
    const float *scale;   /* [n_out] */
    const float *bias;    /* [n_out] */
    const int32_t *sum;   /* [n_out] sum of the output's weights: takes NN_ZERO out again */
} NnDense;

typedef struct {
    /* x += scale * row */
    void (*add_row)(const int8_t *row, float scale, int dim, float *x);
    /* Rows to mean 0 and variance 1; y may be x. */
    void (*norm)(const float *x, int n, int dim, float *y);
    /* y[i] = Σ weight[k] * x[i + k - NN_SIDE] for k < NN_TAPS, rows outside being 0; weight: [NN_TAPS][dim]. */
    void (*mix)(const float *x, const float *weight, int n, int dim, float *y);
    /* q = 128 + round(x / scale[i]), scale[i] such that the largest is 127. */
    void (*quantise)(const float *x, int stride, int n, int dim, uint8_t *q, float *scale);
    /* y = x · weight + bias; with `add`, y += that. */
    void (*dense)(const NnDense *d, const uint8_t *q, const float *scale, int n, bool add, float *y, int stride);
    /* Gated scan in both directions over n tokens. a: [n][3 * width]: update gates, candidates, output
     * gates; the first half of width runs forward, the second backward.
     * h = h + sigmoid(z) * (c - h);  y = h * g * sigmoid(g). */
    void (*scan)(const float *a, int n, int width, float *y);
    /* y = a + b */
    void (*add)(const float *a, const float *b, int dim, float *y);
    /* y = max(0, a + b) */
    void (*add_relu)(const float *a, const float *b, int dim, float *y);
    void (*relu)(float *x, int stride, int n, int dim);
} NnKernels;

NnLevel nn_best(void); /* of this processor */
const NnKernels *nn_kernels(NnLevel level);
const char *nn_name(NnLevel level);

/* Pack weights given as [input][output] (row-major, n_out columns). packed: n_in * n_out bytes. */
void nn_pack(const int8_t *weight, int n_in, int n_out, int8_t *packed);

#endif
