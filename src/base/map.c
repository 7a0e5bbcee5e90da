/* Hash map: open addressing, linear probing, at most half full. */
#include "base/base.h"
#include "base/banned.h"

static ptrdiff_t map_slot(const Map *m, uint64_t key)
{
    ptrdiff_t mask = m->cap - 1;
    ptrdiff_t i = (ptrdiff_t)(hash_mix(key, 0) & (uint64_t)mask);
    while (m->key[i] && m->key[i] != key)
        i = (i + 1) & mask;
    return i;
}

static void map_grow(Map *m, Arena *a)
{
    Map bigger = {.cap = m->cap ? m->cap * 2 : 16, .n = m->n};
    bigger.key = NEW(a, uint64_t, bigger.cap);
    bigger.value = NEW(a, int64_t, bigger.cap);
    for (ptrdiff_t i = 0; i < m->cap; i++)
        if (m->key[i]) {
            ptrdiff_t at = map_slot(&bigger, m->key[i]);
            bigger.key[at] = m->key[i];
            bigger.value[at] = m->value[i];
        }
    *m = bigger;
}

void map_set(Map *m, uint64_t key, int64_t value, Arena *a)
{
    assert(key);
    if (m->n * 2 >= m->cap)
        map_grow(m, a);
    ptrdiff_t at = map_slot(m, key);
    m->n += m->key[at] == 0;
    m->key[at] = key;
    m->value[at] = value;
}

int64_t *map_get(const Map *m, uint64_t key)
{
    if (!m->cap || !key)
        return NULL;
    ptrdiff_t at = map_slot(m, key);
    return m->key[at] ? &m->value[at] : NULL;
}
