/* From scores to a tree. Most sentences need no search: when every word's best head happens to give one
 * projective tree, that is the best tree. Otherwise Eisner's algorithm (1996): spans of words that are
 * "open" (an arc between their ends) or "closed" (one end heads everything inside) grow from two spans.
 *
 *     open(i,j)   = max over k of closed_right(i,k) + closed_left(k+1,j) + score of the arc
 *     closed(i,j) = max over k of an open span and a closed span that share an end
 *
 * The root is chosen last: word r heads closed_left(0,r) and closed_right(r,n-1). O(n³), n ≤ WINDOW_MAX. */
#include "syntax/model.h"
#include "base/banned.h"

int arc_distance(int d, int h)
{
    int far = h > d ? h - d : d - h;
    int k = far <= 6 ? far : far <= 8 ? 7 : far <= 11 ? 8 : far <= 15 ? 9 : far <= 20 ? 10 : far <= 28 ? 11 : far <= 40 ? 12 : 13;
    return h > d ? k + 13 : k;
}

enum { OPEN_L, OPEN_R, CLOSED_L, CLOSED_R }; /* _L: the right end is the head; _R: the left end */

typedef struct {
    int n;
    float *best;   /* [kind][i][j] */
    uint8_t *split; /* [kind][i][j] */
    int *head;
} Chart;

static size_t at(const Chart *c, int kind, int i, int j)
{
    return ((size_t)kind * (size_t)c->n + (size_t)i) * (size_t)c->n + (size_t)j;
}

/* One root, no cycle, no crossing arcs. */
static bool is_projective_tree(const int *head, int n)
{
    int roots = 0;
    for (int d = 0; d < n; d++)
        roots += head[d] == n;
    if (roots != 1)
        return false;
    /* Every word between a word and its head must descend from the head: then there is no crossing. */
    for (int d = 0; d < n; d++) {
        int steps = 0;
        for (int k = d; k != n; k = head[k])
            if (++steps > n)
                return false;
    }
    for (int d = 0; d < n; d++) {
        if (head[d] == n)
            continue;
        int lo = MIN(d, head[d]), hi = MAX(d, head[d]);
        for (int k = lo + 1; k < hi; k++)
            if (head[k] != n ? head[k] < lo || head[k] > hi : true)
                return false;
    }
    return true;
}

static void fill(Chart *c, const float *score, int stride)
{
    int n = c->n;
    for (int i = 0; i < n; i++)
        c->best[at(c, CLOSED_L, i, i)] = c->best[at(c, CLOSED_R, i, i)] = 0;
    for (int len = 1; len < n; len++)
        for (int i = 0, j = len; j < n; i++, j++) {
            float top = -1e30f;
            int split = i;
            for (int k = i; k < j; k++) {
                float v = c->best[at(c, CLOSED_R, i, k)] + c->best[at(c, CLOSED_L, k + 1, j)];
                if (v > top)
                    top = v, split = k;
            }
            c->best[at(c, OPEN_L, i, j)] = top + score[i * stride + j];
            c->best[at(c, OPEN_R, i, j)] = top + score[j * stride + i];
            c->split[at(c, OPEN_L, i, j)] = c->split[at(c, OPEN_R, i, j)] = (uint8_t)split;
            float left = -1e30f, right = -1e30f;
            int left_at = i, right_at = j;
            for (int k = i; k < j; k++) {
                float v = c->best[at(c, CLOSED_L, i, k)] + c->best[at(c, OPEN_L, k, j)];
                if (v > left)
                    left = v, left_at = k;
            }
            for (int k = i + 1; k <= j; k++) {
                float v = c->best[at(c, OPEN_R, i, k)] + c->best[at(c, CLOSED_R, k, j)];
                if (v > right)
                    right = v, right_at = k;
            }
            c->best[at(c, CLOSED_L, i, j)] = left;
            c->best[at(c, CLOSED_R, i, j)] = right;
            c->split[at(c, CLOSED_L, i, j)] = (uint8_t)left_at;
            c->split[at(c, CLOSED_R, i, j)] = (uint8_t)right_at;
        }
}

static void trace(Chart *c, int kind, int i, int j)
{
    if (i == j)
        return;
    int k = c->split[at(c, kind, i, j)];
    switch (kind) {
    case OPEN_L:
    case OPEN_R:
        c->head[kind == OPEN_L ? i : j] = kind == OPEN_L ? j : i;
        trace(c, CLOSED_R, i, k);
        trace(c, CLOSED_L, k + 1, j);
        break;
    case CLOSED_L:
        trace(c, CLOSED_L, i, k);
        trace(c, OPEN_L, k, j);
        break;
    default:
        trace(c, OPEN_R, i, k);
        trace(c, CLOSED_R, k, j);
    }
}

static void eisner(const float *score, int stride, int n, int *head, TreeRoom *room)
{
    Chart c = {.n = n, .best = room->best, .split = room->split, .head = head};
    fill(&c, score, stride);
    float top = -1e30f;
    int root = 0;
    for (int r = 0; r < n; r++) {
        float v = c.best[at(&c, CLOSED_L, 0, r)] + c.best[at(&c, CLOSED_R, r, n - 1)] + score[r * stride + n];
        if (v > top)
            top = v, root = r;
    }
    head[root] = n;
    trace(&c, CLOSED_L, 0, root);
    trace(&c, CLOSED_R, root, n - 1);
}

void tree_decode(const float *score, int stride, int n, int *head, TreeRoom *room)
{
    assert(n > 0 && n <= WINDOW_MAX);
    for (int d = 0; d < n; d++) {
        const float *s = score + (ptrdiff_t)d * stride;
        int best = n;
        for (int h = 0; h < n; h++)
            if (h != d && s[h] > s[best])
                best = h;
        head[d] = best;
    }
    if (!is_projective_tree(head, n))
        eisner(score, stride, n, head, room);
}
