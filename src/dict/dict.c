/* Longest match over tokens by hashed prefixes.
 *
 * A name k1 k2 k3 is stored as three entries whose keys are h(k1), h(h(k1), k2) and so on. Matching
 * extends the hash token by token until a prefix is missing and remembers the last one that carried a
 * value. 64-bit prefix hashes stand for the names themselves: with a million prefixes the chance of
 * any false hit is about 1 in 40 million. */
#include <stdlib.h>

#include "dict/dict.h"
#include "base/banned.h"

enum { NAME_MAX_TOKENS = 32, PREFIX_ONLY = -1 };

struct DictEntry {
    uint64_t hash; /* 0: empty slot */
    int32_t value; /* PREFIX_ONLY inside a longer name */
    int32_t zero;
};

uint64_t dict_key(Str folded)
{
    return str_hash(folded);
}

static uint64_t extend(uint64_t hash, uint64_t key)
{
    uint64_t h = hash_mix(hash, key);
    return h ? h : 1;
}

int32_t dict_add(DictWriter *w, const uint64_t *key, int n, int32_t value)
{
    assert(n > 0 && n <= NAME_MAX_TOKENS && value >= 0);
    uint64_t hash = 0;
    for (int i = 0; i < n; i++) {
        hash = extend(hash, key[i]);
        int64_t *old = map_get(&w->seen, hash);
        if (i < n - 1) {
            if (!old)
                map_set(&w->seen, hash, PREFIX_ONLY, w->arena);
        } else if (old && *old != PREFIX_ONLY)
            return (int32_t)*old;
        else
            map_set(&w->seen, hash, value, w->arena);
    }
    return DICT_NONE;
}

static int entry_order(const void *a, const void *b)
{
    const struct DictEntry *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

void dict_finish(DictWriter *w, PackWriter *p, const char *section)
{
    struct DictEntry *all = NEW(w->arena, struct DictEntry, w->seen.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < w->seen.cap; i++)
        if (w->seen.key[i])
            all[n++] = (struct DictEntry){.hash = w->seen.key[i], .value = (int32_t)w->seen.value[i]};
    if (n)
        qsort(all, (size_t)n, sizeof *all, entry_order); /* the same file whatever the order of adding */
    ptrdiff_t cap = 16;
    while (cap < n * 2)
        cap *= 2;
    struct DictEntry *slot = NEW(w->arena, struct DictEntry, cap);
    for (ptrdiff_t i = 0; i < n; i++) {
        uint64_t at = all[i].hash & (uint64_t)(cap - 1);
        while (slot[at].hash)
            at = (at + 1) & (uint64_t)(cap - 1);
        slot[at] = all[i];
    }
    pack_add(p, section, slot, (size_t)cap * sizeof *slot);
}

bool dict_open(const Pack *p, const char *section, Dict *d, Err *err)
{
    Str bytes = pack_get(p, section);
    size_t cap = (size_t)bytes.len / sizeof(struct DictEntry);
    if (cap < 16 || (cap & (cap - 1)) || (size_t)bytes.len != cap * sizeof(struct DictEntry))
        return err_set(err, CASUS_ERR_FORMAT, "tables have no good section %s", section);
    *d = (Dict){.entry = (const struct DictEntry *)(const void *)bytes.ptr, .mask = cap - 1};
    for (size_t i = 0; i < cap; i++) /* one empty slot must stop every probe */
        if (!d->entry[i].hash)
            return true;
    return err_set(err, CASUS_ERR_FORMAT, "section %s is full", section);
}

int dict_match(const Dict *d, const uint64_t *key, int n, int32_t *value)
{
    uint64_t hash = 0;
    int best = 0;
    for (int i = 0; i < n && i < NAME_MAX_TOKENS; i++) {
        hash = extend(hash, key[i]);
        uint64_t at = hash & d->mask;
        while (d->entry[at].hash && d->entry[at].hash != hash)
            at = (at + 1) & d->mask;
        if (!d->entry[at].hash)
            break;
        if (d->entry[at].value != PREFIX_ONLY) {
            best = i + 1;
            *value = d->entry[at].value;
        }
    }
    return best;
}
