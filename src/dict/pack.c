/* Packs: named sections in one checked file; and string pools inside them. */
#include "dict/dict.h"
#include "base/banned.h"

enum { PACK_HEAD = 32, PACK_ROW = 48, PACK_NAME = 32, PACK_ALIGN = 64, PACK_MAX = 256 };

static uint32_t get32(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

static uint64_t get64(const char *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}

static void put_number(Buf *b, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_byte(b, (char)(v >> (8 * i)));
}

static size_t aligned(size_t n)
{
    return (n + PACK_ALIGN - 1) / PACK_ALIGN * PACK_ALIGN;
}

void pack_add(PackWriter *w, const char *name, const void *bytes, size_t size)
{
    assert(strlen(name) < PACK_NAME && w->sections.n < PACK_MAX);
    struct PackSection *s = push(&w->sections, w->arena);
    memset(s, 0, sizeof *s);
    memcpy(s->name, name, strlen(name));
    s->bytes = arena_str(w->arena, (Str){bytes, (ptrdiff_t)size});
}

void pack_finish(const PackWriter *w, uint32_t version, Buf *out)
{
    buf_clear(out);
    buf_put(out, STR("CASUSPK1"));
    put_number(out, (uint64_t)w->sections.n, 4);
    put_number(out, version, 4);
    put_number(out, 0, 8); /* size and checksum: below */
    put_number(out, 0, 8);
    size_t at = aligned(PACK_HEAD + PACK_ROW * (size_t)w->sections.n);
    for (ptrdiff_t i = 0; i < w->sections.n; i++) {
        const struct PackSection *s = &w->sections.item[i];
        buf_put(out, (Str){s->name, PACK_NAME});
        put_number(out, at, 8);
        put_number(out, (uint64_t)s->bytes.len, 8);
        at = aligned(at + (size_t)s->bytes.len);
    }
    for (ptrdiff_t i = 0; i < w->sections.n; i++) {
        while (out->len % PACK_ALIGN)
            buf_byte(out, 0);
        buf_put(out, w->sections.item[i].bytes);
    }
    Buf head = {0};
    put_number(&head, (uint64_t)out->len, 8);
    put_number(&head, str_hash(str_cut(buf_str(out), PACK_HEAD, out->len)), 8);
    memcpy(out->ptr + 16, head.ptr, 16);
    buf_free(&head);
}

bool pack_open(Str bytes, uint32_t version, Pack *p, Err *err)
{
    if (bytes.len < PACK_HEAD || !str_starts(bytes, STR("CASUSPK1")))
        return err_set(err, CASUS_ERR_FORMAT, "not a casus pack (bad magic)");
    if (get32(bytes.ptr + 12) != version)
        return err_set(err, CASUS_ERR_FORMAT, "pack has version %u, this program reads %u", get32(bytes.ptr + 12),
                       version);
    uint32_t n = get32(bytes.ptr + 8);
    if (get64(bytes.ptr + 16) != (uint64_t)bytes.len || n > PACK_MAX ||
        PACK_HEAD + PACK_ROW * (uint64_t)n > (uint64_t)bytes.len)
        return err_set(err, CASUS_ERR_FORMAT, "pack is cut short or damaged");
    if (get64(bytes.ptr + 24) != str_hash(str_cut(bytes, PACK_HEAD, bytes.len)))
        return err_set(err, CASUS_ERR_FORMAT, "pack is damaged (checksum)");
    for (uint32_t i = 0; i < n; i++) {
        const char *row = bytes.ptr + PACK_HEAD + PACK_ROW * (size_t)i;
        uint64_t at = get64(row + PACK_NAME), size = get64(row + PACK_NAME + 8);
        if (row[PACK_NAME - 1] || at % PACK_ALIGN || at > (uint64_t)bytes.len || size > (uint64_t)bytes.len - at)
            return err_set(err, CASUS_ERR_FORMAT, "pack has a bad section table");
    }
    *p = (Pack){.bytes = bytes, .n = n};
    return true;
}

Str pack_get(const Pack *p, const char *name)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const char *row = p->bytes.ptr + PACK_HEAD + PACK_ROW * (size_t)i;
        if (strcmp(row, name) == 0)
            return (Str){p->bytes.ptr + get64(row + PACK_NAME), (ptrdiff_t)get64(row + PACK_NAME + 8)};
    }
    return (Str){0};
}

uint64_t pack_checksum(const Pack *p)
{
    return p->bytes.len ? get64(p->bytes.ptr + 24) : 0;
}

PoolStr pool_add(Pool *p, Str s, Arena *a)
{
    if (s.len == 0)
        return (PoolStr){0};
    uint64_t hash = str_hash(s);
    int64_t *old = map_get(&p->seen, hash);
    if (old && str_eq(str_cut(buf_str(&p->bytes), *old, *old + s.len), s))
        return (PoolStr){(uint32_t)*old, (uint32_t)s.len};
    PoolStr at = {(uint32_t)p->bytes.len, (uint32_t)s.len};
    map_set(&p->seen, hash, p->bytes.len, a);
    buf_put(&p->bytes, s);
    return at;
}

Str pool_get(Str pool, PoolStr s)
{
    return str_cut(pool, s.at, (ptrdiff_t)s.at + s.len);
}
