/* Markup in small: entities, and the text of a fragment of HTML. */
#include <libxml/HTMLparser.h>

#include "read/html.h"
#include "base/banned.h"

/* One entity at s ("&…"): its code point and length; 0 when it is none. */
static uint32_t entity_at(Str s, ptrdiff_t *len)
{
    ptrdiff_t end = 1;
    while (end < s.len && end < 32 &&
           ((s.ptr[end] | 32) >= 'a'
                ? (s.ptr[end] | 32) <= 'z'
                : (s.ptr[end] >= '0' && s.ptr[end] <= '9') || (s.ptr[end] == '#' && end == 1)))
        end++;
    bool closed = end < s.len && s.ptr[end] == ';';
    *len = end + closed;
    if (end > 2 && s.ptr[1] == '#') {
        bool hex = (s.ptr[2] | 32) == 'x';
        uint32_t cp = 0;
        for (ptrdiff_t i = hex ? 3 : 2; i < end; i++) {
            char c = (char)(s.ptr[i] | 32);
            int digit = c >= 'a' ? c - 'a' + 10 : s.ptr[i] - '0';
            if (digit < 0 || digit >= (hex ? 16 : 10) || cp > 0x110000)
                return 0;
            cp = cp * (hex ? 16 : 10) + (uint32_t)digit;
        }
        return cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000) || cp == 0 ? UTF8_BAD : cp;
    }
    char name[32];
    if (!closed || end < 3)
        return 0;
    memcpy(name, s.ptr + 1, (size_t)end - 1);
    name[end - 1] = 0;
    const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)name);
    if (strcmp(name, "apos") == 0)
        return '\'';
    return known ? known->value : 0;
}

Str entities_decode(Str s, Arena *a)
{
    if (str_find_byte(s, '&') < 0)
        return s;
    char *out = NEW(a, char, s.len + 4), *at = out;
    for (ptrdiff_t i = 0; i < s.len;) {
        ptrdiff_t len = 1;
        uint32_t cp = s.ptr[i] == '&' ? entity_at(str_cut(s, i, s.len), &len) : 0;
        if (cp && cp != UTF8_BAD)
            at += utf8_encode(cp, at);
        else {
            len = 1;
            *at++ = s.ptr[i];
        }
        i += len;
    }
    return (Str){out, at - out};
}
