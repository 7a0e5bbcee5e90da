/* Kernels for every level from one body (nn_body.h), and the choice of the level.
 * What differs is the product of a panel: rows of unsigned bytes times a panel of 16 outputs, as exact
 * 32-bit sums. |sum| ≤ 255 * 128 * n_in stays far below 2^31. */
#include <math.h>

#include "nn/nn.h"

#if HAVE_X86
#include <immintrin.h>
#endif
#include "base/banned.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors only cross static functions of one level */
#endif

/* ---- portable ------------------------------------------------------------------------------- */

#define NN_TARGET
#define NN_ROWS 4
#define NN_NAME(x) portable_##x
static void portable_product(const int8_t *w, const uint8_t *q, int n_in, int rows, void *acc)
{
    for (int r = 0; r < rows; r++) {
        int32_t sum[NN_LANE] = {0};
        const int8_t *at = w;
        for (int k = 0; k < n_in; k += 4, at += 4 * NN_LANE) {
            const uint8_t *x = q + (ptrdiff_t)r * n_in + k;
            for (int o = 0; o < NN_LANE; o++)
                sum[o] += x[0] * at[4 * o] + x[1] * at[4 * o + 1] + x[2] * at[4 * o + 2] + x[3] * at[4 * o + 3];
        }
        memcpy((char *)acc + (size_t)r * sizeof sum, sum, sizeof sum);
    }
}
#include "nn/nn_body.h"

#if HAVE_X86
/* ---- AVX2: bytes widened to 16 bits, multiplied in pairs --------------------------------------- */

#define NN_TARGET TARGET("avx2")
#define NN_ROWS 2
#define NN_NAME(x) avx2_##x
/* Sums of pairs of inputs (o0 o0 o1 o1 …) of four outputs each → sums of outputs in order. */
NN_TARGET static inline void avx2_store(__m256i s0, __m256i s1, __m256i s2, __m256i s3, void *out)
{
    __m256i a = _mm256_permute4x64_epi64(_mm256_hadd_epi32(s0, s1), 0xD8);
    __m256i b = _mm256_permute4x64_epi64(_mm256_hadd_epi32(s2, s3), 0xD8);
    _mm256_storeu_si256(out, a);
    _mm256_storeu_si256((__m256i *)out + 1, b);
}

NN_TARGET static inline __m256i avx2_wide(const int8_t *w)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w));
}

NN_TARGET static inline void avx2_product(const int8_t *w, const uint8_t *q, int n_in, int rows, void *acc)
{
    __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    const uint8_t *second = rows > 1 ? q + n_in : q;
    for (int k = 0; k < n_in; k += 4, w += 4 * NN_LANE) {
        int32_t x4, y4;
        memcpy(&x4, q + k, 4);
        memcpy(&y4, second + k, 4);
        __m256i x = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(x4)));
        __m256i y = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(y4)));
        __m256i v0 = avx2_wide(w), v1 = avx2_wide(w + 16), v2 = avx2_wide(w + 32), v3 = avx2_wide(w + 48);
        s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(v0, x));
        s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(v1, x));
        s2 = _mm256_add_epi32(s2, _mm256_madd_epi16(v2, x));
        s3 = _mm256_add_epi32(s3, _mm256_madd_epi16(v3, x));
        t0 = _mm256_add_epi32(t0, _mm256_madd_epi16(v0, y));
        t1 = _mm256_add_epi32(t1, _mm256_madd_epi16(v1, y));
        t2 = _mm256_add_epi32(t2, _mm256_madd_epi16(v2, y));
        t3 = _mm256_add_epi32(t3, _mm256_madd_epi16(v3, y));
    }
    avx2_store(s0, s1, s2, s3, acc);
    if (rows > 1)
        avx2_store(t0, t1, t2, t3, (char *)acc + 64);
}
#include "nn/nn_body.h"

/* ---- AVX-512 with VNNI: four bytes of one output multiplied and added at once ----------------- */

#define VNNI_SET "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx2"
#define NN_TARGET TARGET(VNNI_SET)
#define NN_ROWS 8
#define NN_NAME(x) vnni_##x
NN_TARGET static inline __m512i vnni_four(const uint8_t *q)
{
    int32_t x;
    memcpy(&x, q, 4);
    return _mm512_set1_epi32(x);
}

/* Always eight rows; missing ones repeat the last, and their sums are not used. */
NN_TARGET static inline void vnni_product(const int8_t *w, const uint8_t *q, int n_in, int rows, void *acc)
{
    /* Written out: arrays of sums would live in memory at -O2. */
    __m512i s0 = _mm512_setzero_si512(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    ptrdiff_t n = n_in, last = rows - 1;
    const uint8_t *q1 = q + n * MIN(1, last), *q2 = q + n * MIN(2, last), *q3 = q + n * MIN(3, last);
    const uint8_t *q4 = q + n * MIN(4, last), *q5 = q + n * MIN(5, last), *q6 = q + n * MIN(6, last);
    const uint8_t *q7 = q + n * MIN(7, last);
    for (ptrdiff_t k = 0; k < n; k += 4, w += 4 * NN_LANE) {
        __m512i v = _mm512_loadu_si512(w);
        s0 = _mm512_dpbusd_epi32(s0, vnni_four(q + k), v);
        s1 = _mm512_dpbusd_epi32(s1, vnni_four(q1 + k), v);
        s2 = _mm512_dpbusd_epi32(s2, vnni_four(q2 + k), v);
        s3 = _mm512_dpbusd_epi32(s3, vnni_four(q3 + k), v);
        s4 = _mm512_dpbusd_epi32(s4, vnni_four(q4 + k), v);
        s5 = _mm512_dpbusd_epi32(s5, vnni_four(q5 + k), v);
        s6 = _mm512_dpbusd_epi32(s6, vnni_four(q6 + k), v);
        s7 = _mm512_dpbusd_epi32(s7, vnni_four(q7 + k), v);
    }
    __m512i *out = acc;
    _mm512_storeu_si512(out, s0);
    _mm512_storeu_si512(out + 1, s1);
    _mm512_storeu_si512(out + 2, s2);
    _mm512_storeu_si512(out + 3, s3);
    _mm512_storeu_si512(out + 4, s4);
    _mm512_storeu_si512(out + 5, s5);
    _mm512_storeu_si512(out + 6, s6);
    _mm512_storeu_si512(out + 7, s7);
}
#include "nn/nn_body.h"
#endif

/* ---- choice --------------------------------------------------------------------------------- */

NnLevel nn_best(void)
{
#if HAVE_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
        return NN_VNNI;
    if (__builtin_cpu_supports("avx2"))
        return NN_AVX2;
#endif
    return NN_PORTABLE;
}

const NnKernels *nn_kernels(NnLevel level)
{
#if HAVE_X86
    if (level == NN_VNNI)
        return &vnni_kernels;
    if (level == NN_AVX2)
        return &avx2_kernels;
#endif
    (void)level;
    return &portable_kernels;
}

const char *nn_name(NnLevel level)
{
    static const char *const name[NN_LEVELS] = {"portable", "AVX2", "AVX-512 VNNI"};
    return level < NN_LEVELS ? name[level] : "?";
}

void nn_pack(const int8_t *weight, int n_in, int n_out, int8_t *packed)
{
    for (int p = 0; p < n_out / NN_LANE; p++)
        for (int k = 0; k < n_in; k++)
            for (int o = 0; o < NN_LANE; o++)
                packed[((ptrdiff_t)p * n_in + k / 4 * 4) * NN_LANE + o * 4 + k % 4] =
                    weight[(ptrdiff_t)k * n_out + p * NN_LANE + o];
}
