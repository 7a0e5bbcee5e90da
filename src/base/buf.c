/* Growable bytes for output. */
#include <stdarg.h>
#include <stdlib.h>

#include "base/base.h"
#include "base/banned.h"

char *buf_reserve(Buf *b, ptrdiff_t n)
{
    ptrdiff_t max = b->max ? b->max : (ptrdiff_t)1 << 30;
    if (n > max - b->len) {
        b->overflow = true;
        return NULL;
    }
    if (b->len + n > b->cap) {
        ptrdiff_t cap = MAX(b->len + n, b->cap * 2);
        cap = MAX(cap, 256);
        char *grown = realloc(b->ptr, (size_t)cap);
        if (!grown) {
            b->overflow = true;
            return NULL;
        }
        b->ptr = grown;
        b->cap = cap;
    }
    return b->ptr + b->len;
}

void buf_put(Buf *b, Str s)
{
    char *room = s.len ? buf_reserve(b, s.len) : NULL;
    if (!room)
        return;
    memcpy(room, s.ptr, (size_t)s.len);
    b->len += s.len;
}

void buf_byte(Buf *b, char c)
{
    buf_put(b, (Str){&c, 1});
}

void buf_printf(Buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *room = buf_reserve(b, len + 1);
    if (room) {
        vsnprintf(room, (size_t)len + 1, fmt, again);
        b->len += len;
    }
    va_end(again);
}

void buf_json(Buf *b, Str s)
{
    static const char hex[] = "0123456789abcdef";
    buf_byte(b, '"');
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 32 && c != '"' && c != '\\' && c != 127)
            continue;
        buf_put(b, str_cut(s, kept, i));
        kept = i + 1;
        switch (c) {
        case '"': buf_put(b, STR("\\\"")); break;
        case '\\': buf_put(b, STR("\\\\")); break;
        case '\n': buf_put(b, STR("\\n")); break;
        case '\t': buf_put(b, STR("\\t")); break;
        case '\r': buf_put(b, STR("\\r")); break;
        default: {
            char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_put(b, (Str){escape, 6});
        }
        }
    }
    buf_put(b, str_cut(s, kept, s.len));
    buf_byte(b, '"');
}

void buf_clear(Buf *b)
{
    b->len = 0;
    b->overflow = false;
}

void buf_free(Buf *b)
{
    free(b->ptr);
    *b = (Buf){.max = b->max};
}

Str buf_str(const Buf *b)
{
    return (Str){b->ptr, b->len};
}
