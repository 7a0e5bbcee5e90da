/* Arenas: a chain of chunks, each twice the last; objects are zeroed and never freed alone. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/base.h"
#include "base/banned.h"

#if defined(__SANITIZE_ADDRESS__)
#define RED_ZONE 32
#include <sanitizer/asan_interface.h>
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" /* poisoning reads nothing */
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define RED_ZONE 0
#define POISON(p, n) ((void)0)
#define UNPOISON(p, n) ((void)0)
#endif

struct ArenaChunk {
    ArenaChunk *before;
    size_t size; /* bytes after this header */
    max_align_t start[];
};

NORETURN static void arena_is_full(Arena *a)
{
    if (a->full)
        longjmp(*a->full, 1);
    fprintf(stderr, "casus: out of memory\n");
    _Exit(3); /* CLI_FAILED: the memory of the program itself, where no document is at work */
}

static void arena_enter(Arena *a, ArenaChunk *c)
{
    a->chunk = c;
    a->at = (char *)c->start;
    a->end = a->at + c->size;
    POISON(a->at, c->size);
}

static void arena_more(Arena *a, size_t need)
{
    size_t size = a->chunk ? a->chunk->size * 2 : MAX(a->first, (size_t)4096);
    size = MIN(size, (size_t)64 << 20);
    size = MAX(size, need);
    if (a->limit && a->used + size > a->limit)
        size = need;
    if (size > SIZE_MAX / 4 || (a->limit && a->used + size > a->limit))
        arena_is_full(a);
    ArenaChunk *c = malloc(sizeof *c + size);
    if (!c)
        arena_is_full(a);
    c->before = a->chunk;
    c->size = size;
    a->used += size;
    arena_enter(a, c);
}

Arena arena_new(size_t first_chunk)
{
    return (Arena){.first = first_chunk};
}

void *arena_alloc(Arena *a, size_t size, size_t align, size_t count)
{
    if (count && size > (SIZE_MAX / 8) / count)
        arena_is_full(a);
    size_t bytes = size * count;
    size_t pad = (size_t)(-(uintptr_t)a->at & (align - 1));
    if (!a->at || pad + bytes + RED_ZONE > (size_t)(a->end - a->at)) {
        arena_more(a, bytes + align + RED_ZONE);
        pad = (size_t)(-(uintptr_t)a->at & (align - 1));
    }
    char *p = a->at + pad;
    a->at = p + bytes + RED_ZONE;
    UNPOISON(p, bytes);
    return bytes ? memset(p, 0, bytes) : p;
}

void arena_reset(Arena *a)
{
    ArenaChunk *c = a->chunk;
    if (!c)
        return;
    while (c->before) {
        ArenaChunk *before = c->before;
        UNPOISON(c->start, c->size);
        free(c);
        c = before;
    }
    a->used = c->size;
    arena_enter(a, c);
}

void arena_free(Arena *a)
{
    for (ArenaChunk *c = a->chunk; c;) {
        ArenaChunk *before = c->before;
        UNPOISON(c->start, c->size);
        free(c);
        c = before;
    }
    *a = (Arena){.first = a->first, .limit = a->limit, .full = a->full};
}

Str arena_str(Arena *a, Str s)
{
    char *p = NEW(a, char, s.len);
    if (s.len)
        memcpy(p, s.ptr, (size_t)s.len);
    return (Str){p, s.len};
}

char *arena_cstr(Arena *a, Str s)
{
    char *p = NEW(a, char, s.len + 1);
    if (s.len)
        memcpy(p, s.ptr, (size_t)s.len);
    return p;
}

Str arena_printf(Arena *a, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *p = NEW(a, char, len + 1);
    vsnprintf(p, (size_t)len + 1, fmt, again);
    va_end(again);
    return (Str){p, len};
}

void list_grow(void *list, size_t size, size_t align, Arena *a)
{
    LIST(char) head;
    memcpy(&head, list, sizeof head);
    ptrdiff_t cap = head.cap ? head.cap * 2 : 8;
    char *item = arena_alloc(a, size, align, (size_t)cap);
    if (head.n)
        memcpy(item, head.item, size * (size_t)head.n);
    head.item = item;
    head.cap = cap;
    memcpy(list, &head, sizeof head);
}
