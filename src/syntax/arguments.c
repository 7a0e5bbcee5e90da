/* Where the arguments of a predicate may stand in the tree. "Iran agreed to stop": Iran is no child of "stop",
 * but a child of the word above it. The path between the two, hashed, is a feature of its own. */
#include "syntax/model.h"
#include "base/banned.h"

enum { ABOVE_MAX = 3 };

static uint32_t path_row(uint64_t path, bool before)
{
    return (uint32_t)(hash_mix(path, before) >> 20) & (ROLE_PATHS - 1);
}

int role_candidates(const int *head, const uint8_t *rel, int n, int predicate, RolePair *out)
{
    int above[ABOVE_MAX + 1] = {predicate}, n_above = 1, found = 0;
    uint64_t path[ABOVE_MAX + 1] = {1}; /* relations on the way up to above[k] */
    while (n_above <= ABOVE_MAX && head[above[n_above - 1]] < n) {
        path[n_above] = hash_mix(path[n_above - 1], rel[above[n_above - 1]] + 1u);
        above[n_above] = head[above[n_above - 1]];
        n_above++;
    }
    for (int i = 0; i < n; i++) {
        if (i == predicate || rel[i] == REL_PUNCT)
            continue;
        int at = 1, from = 0;
        while (at < n_above && above[at] != i)
            at++;
        while (from < n_above && above[from] != head[i])
            from++;
        if (at < n_above)
            out[found++] = (RolePair){i, path_row(path[at], i < predicate)};
        else if (from < n_above)
            out[found++] = (RolePair){i, path_row(hash_mix(path[from], 100u + rel[i]), i < predicate)};
    }
    return found;
}
