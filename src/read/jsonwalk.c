/* JSON, told as (path, value) pairs: "headline.main" → "Summit fails". Arrays add nothing to a
 * path.
 *
 * yajl does the reading. Its memory is an arena, so nothing can leak, whatever stops the parse. */
#include <yajl/yajl_parse.h>

#include "read/reader.h"
#include "base/banned.h"

enum { DEPTH_MAX = 1000, PATH_DEPTH = 8, PATH_ROOM = 256 };

typedef struct {
    const JsonVisitor *visitor;
    Arena *a;
    int depth;                /* open objects and arrays */
    int objects;              /* open objects */
    int path_len[PATH_DEPTH]; /* length of path where each was opened */
    char path[PATH_ROOM];
    int len;
    uint8_t is_object[DEPTH_MAX + 1];
    bool top_is_object, too_deep;
} Walker;

/* yajl writes half a surrogate pair as it stands, which is no UTF-8: U+FFFD, as many bytes and one
 * code point. */
static Str without_surrogates(Str s, Arena *a)
{
    const char *p = s.len ? memchr(s.ptr, 0xED, (size_t)s.len) : NULL;
    if (!p || utf8_valid(s))
        return s;
    char *out = NEW(a, char, s.len);
    memcpy(out, s.ptr, (size_t)s.len);
    for (ptrdiff_t i = 0; i + 2 < s.len; i++)
        if ((unsigned char)out[i] == 0xED && (unsigned char)out[i + 1] >= 0xA0)
            memcpy(out + i, "\xEF\xBF\xBD", 3);
    return utf8_clean((Str){out, s.len}, NULL, a);
}

static int on_string(void *context, const unsigned char *s, size_t len)
{
    Walker *w = context;
    w->visitor->value(w->visitor->context, (Str){w->path, w->len},
                      without_surrogates((Str){(const char *)s, (ptrdiff_t)len}, w->a), true);
    return 1;
}

static int on_number(void *context, const char *s, size_t len)
{
    Walker *w = context;
    w->visitor->value(w->visitor->context, (Str){w->path, w->len}, (Str){s, (ptrdiff_t)len}, false);
    return 1;
}

static int on_key(void *context, const unsigned char *s, size_t len)
{
    Walker *w = context;
    if (w->objects > PATH_DEPTH) {
        w->len = 0;
        return 1;
    }
    int at = w->objects > 1 ? w->path_len[w->objects - 1] : 0;
    if (at > 0 && at < PATH_ROOM)
        w->path[at++] = '.';
    int n = (int)MIN((size_t)(PATH_ROOM - at), len);
    memcpy(w->path + at, s, (size_t)n);
    w->len = at + n;
    return 1;
}

static int open_any(Walker *w, bool object)
{
    if (w->depth == 0)
        w->top_is_object = object;
    if (w->depth == DEPTH_MAX) {
        w->too_deep = true;
        return 0;
    }
    w->is_object[w->depth++] = object;
    if (object) {
        if (w->objects < PATH_DEPTH)
            w->path_len[w->objects] = w->objects ? w->len : 0;
        w->objects++;
    }
    return 1;
}

static int on_close(void *context)
{
    Walker *w = context;
    if (w->is_object[--w->depth]) {
        w->objects--;
        w->len = w->objects < PATH_DEPTH ? w->path_len[w->objects] : 0;
        if (w->visitor->close)
            w->visitor->close(w->visitor->context, (Str){w->path, w->len});
    }
    return 1;
}

static int on_open_object(void *w)
{
    return open_any(w, true);
}
static int on_open_array(void *w)
{
    return open_any(w, false);
}

static const yajl_callbacks callbacks = {
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_open_object,
    .yajl_map_key = on_key,
    .yajl_end_map = on_close,
    .yajl_start_array = on_open_array,
    .yajl_end_array = on_close,
};

/* yajl's memory from the arena: realloc copies, free forgets. The size stands before each block. */
static void *arena_malloc(void *context, size_t size)
{
    size_t *block = arena_alloc(context, 1, _Alignof(max_align_t), size + sizeof(max_align_t));
    *block = size;
    return (char *)block + sizeof(max_align_t);
}

static void arena_forget(void *context, void *p)
{
    (void)context;
    (void)p;
}

static void *arena_realloc(void *context, void *p, size_t size)
{
    size_t had = p ? *(size_t *)(void *)((char *)p - sizeof(max_align_t)) : 0;
    if (size <= had)
        return p;
    void *grown = arena_malloc(context, size);
    if (p)
        memcpy(grown, p, had);
    return grown;
}

Json json_walk(Str json, const JsonVisitor *visitor, Arena *a, char *why, size_t why_room)
{
    Walker *w = NEW(a, Walker, 1);
    w->visitor = visitor;
    w->a = a;
    if (memchr(json.ptr, '\f', (size_t)json.len) || memchr(json.ptr, '\v', (size_t)json.len)) {
        snprintf(why, why_room,
                 "not valid JSON: a form feed or vertical tab"); /* blanks for yajl, not for JSON */
        return JSON_BROKEN;
    }
    yajl_alloc_funcs memory = {arena_malloc, arena_realloc, arena_forget, a};
    yajl_handle y = yajl_alloc(&callbacks, &memory, w);
    yajl_config(y, yajl_dont_validate_strings, 1); /* it is clean UTF-8 by now */
    yajl_status st = yajl_parse(y, (const unsigned char *)json.ptr, (size_t)json.len);
    ptrdiff_t at = (ptrdiff_t)yajl_get_bytes_consumed(y);
    if (st == yajl_status_ok)
        st = yajl_complete_parse(y);
    if (w->too_deep) {
        snprintf(why, why_room, "nested deeper than %d", DEPTH_MAX);
        return JSON_BROKEN;
    }
    if (st != yajl_status_ok) {
        Str said = str_trim(str_of((const char *)yajl_get_error(y, 0, NULL, 0)));
        snprintf(why, why_room, "not valid JSON near byte %td: %.*s", at, (int)MIN(said.len, 120),
                 said.ptr);
        return JSON_BROKEN;
    }
    return w->top_is_object ? JSON_OBJECT : JSON_OTHER;
}
