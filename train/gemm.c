/* Float matrix products for training: panels of B of 64 columns are packed, and tiles of 6 rows by 64
 * columns stay in registers. Built for the machine at hand; the product never uses it. */
#include <stdlib.h>

#include "train/train.h"
#include "base/banned.h"

typedef float V __attribute__((vector_size(64)));
typedef float Vu __attribute__((vector_size(64), aligned(4)));

enum { TILE_ROWS = 6, TILE_VECTORS = 4, LANES = 16, TILE_COLUMNS = TILE_VECTORS * LANES };

static inline __attribute__((always_inline)) void tile(const float *a, ptrdiff_t a_row, ptrdiff_t a_col, const float *panel,
                                                       int k, int rows, int vectors, float *out)
{
    V acc[TILE_ROWS][TILE_VECTORS] = {0};
    for (int i = 0; i < k; i++, panel += TILE_COLUMNS) {
        V b[TILE_VECTORS];
        for (int v = 0; v < vectors; v++)
            b[v] = *(const V *)(panel + v * LANES);
        for (int r = 0; r < rows; r++) {
            V x = (V){} + a[r * a_row + i * a_col];
            for (int v = 0; v < vectors; v++)
                acc[r][v] += x * b[v];
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++)
            *(V *)(out + r * TILE_COLUMNS + v * LANES) = acc[r][v];
}

static void any_tile(const float *a, ptrdiff_t a_row, ptrdiff_t a_col, const float *panel, int k, int rows, int vectors,
                     float *out)
{
#define CASE(R) \
    case R: \
        if (vectors == 4) tile(a, a_row, a_col, panel, k, R, 4, out); \
        else if (vectors == 3) tile(a, a_row, a_col, panel, k, R, 3, out); \
        else if (vectors == 2) tile(a, a_row, a_col, panel, k, R, 2, out); \
        else tile(a, a_row, a_col, panel, k, R, 1, out); \
        break;
    switch (rows) {
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5)
    default:
        CASE(6)
    }
#undef CASE
}

static float *packing_room(size_t floats)
{
    static float *room;
    static size_t size;
    if (floats > size) {
        free(room);
        size = floats * 2;
        room = aligned_alloc(64, size * sizeof(float));
        if (!room)
            abort();
    }
    return room;
}

void gemm(const float *a, ptrdiff_t a_row, ptrdiff_t a_col, const float *b, ptrdiff_t ldb, int m, int k, int n, bool add,
          float *c, ptrdiff_t ldc)
{
    float *panel = packing_room(((size_t)k + 1) * TILE_COLUMNS);
    float out[TILE_ROWS * TILE_COLUMNS] __attribute__((aligned(64)));
    for (int j = 0; j < n; j += TILE_COLUMNS) {
        int columns = MIN(n - j, (int)TILE_COLUMNS), vectors = (columns + LANES - 1) / LANES;
        for (int i = 0; i < k; i++) {
            memcpy(panel + i * TILE_COLUMNS, b + i * ldb + j, (size_t)columns * sizeof(float));
            memset(panel + i * TILE_COLUMNS + columns, 0, (size_t)(TILE_COLUMNS - columns) * sizeof(float));
        }
        for (int i = 0; i < m; i += TILE_ROWS) {
            int rows = MIN(m - i, (int)TILE_ROWS);
            any_tile(a + i * a_row, a_row, a_col, panel, k, rows, vectors, out);
            for (int r = 0; r < rows; r++) {
                float *to = c + (i + r) * ldc + j;
                const float *from = out + r * TILE_COLUMNS;
                if (add)
                    for (int q = 0; q < columns; q++)
                        to[q] += from[q];
                else
                    memcpy(to, from, (size_t)columns * sizeof(float));
            }
        }
    }
}

void transpose(const float *a, int rows, int columns, float *out)
{
    for (int i = 0; i < rows; i += 16)
        for (int j = 0; j < columns; j++)
            for (int r = i; r < MIN(i + 16, rows); r++)
                out[(ptrdiff_t)j * rows + r] = a[(ptrdiff_t)r * columns + j];
}
