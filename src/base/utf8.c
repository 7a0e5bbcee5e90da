/* UTF-8 and the few Unicode properties casus needs; the properties come from utf8proc. */
#include <utf8proc.h>

#include "base/base.h"
#include "base/banned.h"

uint32_t utf8_next(Str s, ptrdiff_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    ptrdiff_t left = s.len - *at;
    assert(left > 0);
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    int more = p[0] >= 0xF0 ? 3 : p[0] >= 0xE0 ? 2 : 1;
    uint32_t cp = p[0] & (0x3Fu >> more);
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    bool bad = p[0] < 0xC2 || p[0] > 0xF4 || more >= left;
    for (int i = 1; !bad && i <= more; i++) {
        bad = (p[i] & 0xC0) != 0x80;
        cp = cp << 6 | (p[i] & 0x3F);
    }
    if (bad || cp < least[more] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
        *at += 1;
        return UTF8_BAD;
    }
    *at += more + 1;
    return cp;
}

int utf8_encode(uint32_t cp, char out[4])
{
    return (int)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)out);
}

/* Bytes at the start of s that are ASCII, eight at a time. */
static ptrdiff_t ascii_prefix(Str s, ptrdiff_t at)
{
    for (uint64_t w; at + 8 <= s.len; at += 8) {
        memcpy(&w, s.ptr + at, 8);
        if (w & 0x8080808080808080u)
            break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80)
        at++;
    return at;
}

/* Offset of the first malformed byte, or s.len. */
static ptrdiff_t valid_prefix(Str s, ptrdiff_t at)
{
    while ((at = ascii_prefix(s, at)) < s.len) {
        ptrdiff_t before = at;
        if (utf8_next(s, &at) == UTF8_BAD && at == before + 1)
            return before;
    }
    return at;
}

bool utf8_valid(Str s)
{
    return valid_prefix(s, 0) == s.len;
}

Str utf8_clean(Str s, ptrdiff_t *bad, Arena *a)
{
    ptrdiff_t n_bad = 0, good = valid_prefix(s, 0);
    if (good < s.len) {
        for (ptrdiff_t at = good; at < s.len; at = valid_prefix(s, at + 1))
            n_bad++;
        char *out = NEW(a, char, s.len + 2 * n_bad);
        ptrdiff_t n = 0;
        for (ptrdiff_t at = 0; at < s.len;) {
            good = valid_prefix(s, at);
            memcpy(out + n, s.ptr + at, (size_t)(good - at));
            n += good - at;
            at = good;
            if (at < s.len) {
                n += utf8_encode(UTF8_BAD, out + n);
                at++;
            }
        }
        s = (Str){out, n};
    }
    if (bad)
        *bad = n_bad;
    return s;
}

ptrdiff_t utf8_count(Str s)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

/* Characters whose plain form Unicode's decompositions do not give. */
static const char *fold_special(uint32_t cp)
{
    switch (cp) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x02BC: case 0x0060:
    case 0x00B4: return "'";
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0x00AB: case 0x00BB: return "\"";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return "-";
    case 0x00A0: case 0x2009: case 0x202F: return " ";
    case 0x2026: return "...";
    case 0x00DF: return "ss";
    case 0x00E6: case 0x00C6: return "ae";
    case 0x0153: case 0x0152: return "oe";
    case 0x00F8: case 0x00D8: return "o";
    case 0x0111: case 0x0110: case 0x00F0: case 0x00D0: return "d";
    case 0x0142: case 0x0141: return "l";
    case 0x0131: case 0x0130: return "i";
    case 0x0259: case 0x018F: return "a";
    case 0x00FE: case 0x00DE: return "th";
    case 0x02BB: case 0x02BE: case 0x02BF: return "'";
    default: return NULL;
    }
}

ptrdiff_t utf8_fold(Str s, char *out)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t at = 0; at < s.len;) {
        unsigned char c = (unsigned char)s.ptr[at];
        if (c < 0x80) {
            out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '`' ? '\'' : c);
            at++;
            continue;
        }
        ptrdiff_t before = at;
        uint32_t cp = utf8_next(s, &at);
        const char *special = fold_special(cp);
        if (special) {
            size_t len = strlen(special);
            memcpy(out + n, special, len);
            n += (ptrdiff_t)len;
            continue;
        }
        utf8proc_int32_t parts[8];
        int boundary = 0;
        ptrdiff_t k = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8,
                                              UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        char bytes[32];
        ptrdiff_t len = 0;
        for (ptrdiff_t i = 0; i < k && i < 8; i++)
            len += utf8_encode((uint32_t)parts[i], bytes + len);
        if (k < 0 || k > 8 || len > 3 * (at - before)) { /* keep the odd ones as they are */
            len = at - before;
            memcpy(bytes, s.ptr + before, (size_t)len);
        }
        memcpy(out + n, bytes, (size_t)len);
        n += len;
    }
    return n;
}

Str str_fold(Str s, Arena *a)
{
    bool plain = true;
    for (ptrdiff_t i = 0; i < s.len && plain; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        plain = c < 0x80 && !(c >= 'A' && c <= 'Z') && c != '`';
    }
    if (plain)
        return s;
    char *out = NEW(a, char, 3 * s.len);
    return (Str){out, utf8_fold(s, out)};
}

bool cp_is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

bool cp_is_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LL;
}

bool cp_is_alpha(uint32_t cp)
{
    if (cp < 0x80)
        return (cp | 32) >= 'a' && (cp | 32) <= 'z';
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

bool cp_is_digit(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= '0' && cp <= '9';
    return utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ND;
}

bool cp_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= 9 && cp <= 13);
    return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200B) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000 || cp == 0xFEFF;
}

uint32_t cp_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}
