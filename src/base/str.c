/* Slices: comparing, cutting, searching, numbers, hashing. */
#include "base/base.h"
#include "base/banned.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

Str str_of(const char *c_string)
{
    return (Str){c_string, c_string ? (ptrdiff_t)strlen(c_string) : 0};
}

Str str_cut(Str s, ptrdiff_t start, ptrdiff_t end)
{
    start = MAX(0, MIN(start, s.len));
    end = MAX(start, MIN(end, s.len));
    return s.ptr ? (Str){s.ptr + start, end - start} : s; /* an empty slice has no place to move to */
}

Str str_span(Str text, Span span)
{
    return str_cut(text, span.start, span.end);
}

Str str_trim(Str s)
{
    while (s.len && is_blank(s.ptr[0]))
        s = str_cut(s, 1, s.len);
    while (s.len && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

bool str_is(Str s, const char *c_string)
{
    ptrdiff_t i = 0;
    while (i < s.len && c_string[i] && s.ptr[i] == c_string[i])
        i++;
    return i == s.len && !c_string[i];
}

bool str_ieq(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (ptrdiff_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    return true;
}

int str_cmp(Str a, Str b)
{
    ptrdiff_t n = MIN(a.len, b.len);
    int order = n ? memcmp(a.ptr, b.ptr, (size_t)n) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && str_eq(str_cut(s, 0, prefix.len), prefix);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len && str_eq(str_cut(s, s.len - suffix.len, s.len), suffix);
}

ptrdiff_t str_find_byte(Str s, char c)
{
    const char *hit = s.len ? memchr(s.ptr, c, (size_t)s.len) : NULL;
    return hit ? hit - s.ptr : -1;
}

ptrdiff_t str_find(Str s, Str needle)
{
    if (needle.len == 0)
        return 0;
    for (ptrdiff_t at = 0; at + needle.len <= s.len; at++) {
        ptrdiff_t skip = str_find_byte(str_cut(s, at, s.len - needle.len + 1), needle.ptr[0]);
        if (skip < 0)
            return -1;
        at += skip;
        if (memcmp(s.ptr + at, needle.ptr, (size_t)needle.len) == 0)
            return at;
    }
    return -1;
}

bool str_contains(Str s, Str needle)
{
    return str_find(s, needle) >= 0;
}

bool str_split(Str *rest, char by, Str *part)
{
    if (!rest->ptr)
        return false;
    ptrdiff_t at = str_find_byte(*rest, by);
    if (at < 0) {
        *part = *rest;
        *rest = (Str){0};
        return true;
    }
    *part = str_cut(*rest, 0, at);
    *rest = (Str){rest->ptr + at + 1, rest->len - at - 1};
    return true;
}

bool str_int(Str s, int64_t min, int64_t max, int64_t *value)
{
    bool negative = s.len && s.ptr[0] == '-';
    if (negative || (s.len && s.ptr[0] == '+'))
        s = str_cut(s, 1, s.len);
    if (s.len == 0 || s.len > 18)
        return false;
    int64_t v = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        v = v * 10 + (s.ptr[i] - '0');
    }
    v = negative ? -v : v;
    if (v < min || v > max)
        return false;
    *value = v;
    return true;
}

bool str_double(Str s, double *value)
{
    ptrdiff_t i = 0;
    bool negative = s.len && s.ptr[0] == '-';
    i += negative || (s.len && s.ptr[0] == '+');
    double v = 0, scale = 1;
    int digits = 0;
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++, digits++)
        v = v * 10 + (s.ptr[i] - '0');
    if (i < s.len && s.ptr[i] == '.')
        for (i++; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++, digits++) {
            v = v * 10 + (s.ptr[i] - '0');
            scale *= 10;
        }
    if (digits == 0 || digits > 300 || i != s.len)
        return false;
    *value = (negative ? -v : v) / scale;
    return true;
}

uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
    h ^= h >> 32;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 29);
}

/* Eight bytes a step, little-endian by construction, so that files carry the same hashes everywhere. */
uint64_t str_hash(Str s)
{
    uint64_t h = 0x243f6a8885a308d3u ^ (uint64_t)s.len;
    ptrdiff_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t w;
        memcpy(&w, s.ptr + i, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        w = __builtin_bswap64(w);
#endif
        h = (h ^ w) * 0x9ddfea08eb382d69u;
        h ^= h >> 32;
    }
    uint64_t tail = 0;
    for (int shift = 0; i < s.len; i++, shift += 8)
        tail |= (uint64_t)(unsigned char)s.ptr[i] << shift;
    h = hash_mix(h, tail);
    return h ? h : 1;
}
