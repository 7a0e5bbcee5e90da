/* Charsets: bytes of any origin become valid UTF-8, each byte that cannot be read becomes U+FFFD,
 * counted.
 *
 * In this order: byte order mark; valid UTF-8 is UTF-8, whatever is declared; UTF-16/32 by their
 * NULs; the charset declared by HTTP, <meta> or <?xml?>, if the bytes fit it; uchardet's guess;
 * windows-1252. Declared labels mean what browsers take them for (iso-8859-1 is windows-1252,
 * gb2312 is gb18030). */
#include <errno.h>
#include <iconv.h>
#include <uchardet.h>

#include "read/reader.h"
#include "base/banned.h"

/* Labels in lower case without '-', '_' and blanks → iconv's names. */
static const struct {
    const char *label, *name;
} labels[] = {
    {"utf8", "UTF-8"},
    {"ascii", "CP1252"},
    {"usascii", "CP1252"},
    {"iso88591", "CP1252"},
    {"latin1", "CP1252"},
    {"windows1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso885915", "ISO-8859-15"},
    {"iso88592", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso88593", "ISO-8859-3"},
    {"iso88594", "ISO-8859-4"},
    {"iso88595", "ISO-8859-5"},
    {"iso88596", "ISO-8859-6"},
    {"iso88597", "ISO-8859-7"},
    {"iso88598", "ISO-8859-8"},
    {"iso88598i", "ISO-8859-8"},
    {"iso88599", "CP1254"},
    {"iso885910", "ISO-8859-10"},
    {"iso885911", "CP874"},
    {"tis620", "CP874"},
    {"windows874", "CP874"},
    {"iso885913", "ISO-8859-13"},
    {"iso885914", "ISO-8859-14"},
    {"iso885916", "CP1250"},
    {"windows1250", "CP1250"},
    {"cp1250", "CP1250"},
    {"windows1251", "CP1251"},
    {"cp1251", "CP1251"},
    {"windows1253", "CP1253"},
    {"windows1254", "CP1254"},
    {"windows1255", "CP1255"},
    {"windows1256", "CP1256"},
    {"windows1257", "CP1257"},
    {"windows1258", "CP1258"},
    {"koi8r", "KOI8-R"},
    {"koi8u", "KOI8-U"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"ibm855", "IBM855"},
    {"maccyrillic", "MACCYRILLIC"},
    {"xmaccyrillic", "MACCYRILLIC"},
    {"macintosh", "MACINTOSH"},
    {"viscii", "VISCII"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"hzgb2312", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5hkscs", "BIG5-HKSCS"},
    {"euctw", "EUC-TW"},
    {"shiftjis", "CP932"},
    {"sjis", "CP932"},
    {"xsjis", "CP932"},
    {"windows31j", "CP932"},
    {"cp932", "CP932"},
    {"eucjp", "EUC-JP"},
    {"iso2022jp", "ISO-2022-JP"},
    {"euckr", "CP949"},
    {"ksc56011987", "CP949"},
    {"uhc", "CP949"},
    {"cp949", "CP949"},
    {"iso2022kr", "ISO-2022-KR"},
    {"johab", "JOHAB"},
    {"utf16", "UTF-16LE"},
    {"utf16le", "UTF-16LE"},
    {"utf16be", "UTF-16BE"},
    {"utf32", "UTF-32LE"},
    {"utf32le", "UTF-32LE"},
    {"utf32be", "UTF-32BE"},
    {"georgianps", "GEORGIAN-PS"},
    {"armscii8", "ARMSCII-8"},
    {"ibm852", "IBM852"},
    {"ibm862", "IBM862"},
    {"ibm865", "IBM865"},
    {"ibm437", "IBM437"},
    {"ibm850", "IBM850"},
};

/* The index in labels of a charset's label, or -1. */
static int label_find(Str label)
{
    char room[24];
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];
        if (c == '-' || c == '_' || c == ' ')
            continue;
        if (n == (ptrdiff_t)sizeof room)
            return -1;
        room[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (int i = 0; i < (int)COUNT(labels); i++)
        if (str_eq((Str){room, n}, str_of(labels[i].label)))
            return i;
    return -1;
}

static iconv_t converter(Charsets *c, int label)
{
    for (int i = 0; i < label; i++) /* the first of those with the same name keeps it */
        if (strcmp(labels[i].name, labels[label].name) == 0)
            label = i;
    if (!c->is_open[label]) {
        c->open[label] = iconv_open("UTF-8", labels[label].name);
        c->is_open[label] = true;
    }
    return c->open[label];
}

void charsets_warm(Charsets *c)
{
    static_assert(COUNT(labels) <= CHARSETS_MAX, "room for every charset");
    for (int i = 0; i < (int)COUNT(labels); i++)
        converter(c, i);
}

void charsets_close(Charsets *c)
{
    for (int i = 0; i < CHARSETS_MAX; i++)
        if (c->is_open[i] && c->open[i] != (iconv_t)-1)
            iconv_close(c->open[i]);
    *c = (Charsets){0};
}

/* Convert all bytes; bad ones become U+FFFD. False when this system lacks the charset. */
static bool convert(Charsets *c, Str bytes, int label, Str *out, int64_t *bad, Arena *a)
{
    iconv_t cd = converter(c, label);
    if (cd == (iconv_t)-1)
        return false;
    iconv(cd, NULL, NULL, NULL, NULL);
    size_t room = (size_t)bytes.len * 3 + 16; /* no charset here grows more than threefold */
    char *to = NEW(a, char, room), *in = (char *)bytes.ptr, *at = to;
    size_t left = (size_t)bytes.len;
    *bad = 0;
    while (left > 0) {
        errno = 0;
        size_t rc = iconv(cd, &in, &left, &at, &room);
        if (rc != (size_t)-1)
            break;
        if (errno == E2BIG || room < 8)
            break;
        at += utf8_encode(UTF8_BAD, at); /* EILSEQ, or EINVAL: cut at the end */
        room -= 3;
        in++;
        left--;
        ++*bad;
    }
    iconv(cd, NULL, NULL, &at, &room);
    *out = utf8_clean((Str){to, at - to}, NULL, a);
    return true;
}

/* ---- what charset is it
 * ---------------------------------------------------------------------------- */

/* UTF-16 or UTF-32 by byte order mark (*mark bytes long) or by where the NULs are; -1: neither. */
static int wide_charset(Str s, int *mark)
{
    static const struct {
        const char *bytes;
        int len;
        const char *label;
    } marks[] = {{"\xFF\xFE\0\0", 4, "utf32le"},
                 {"\0\0\xFE\xFF", 4, "utf32be"},
                 {"\xFF\xFE", 2, "utf16le"},
                 {"\xFE\xFF", 2, "utf16be"}};
    for (ptrdiff_t i = 0; i < COUNT(marks); i++)
        if (s.len >= marks[i].len && memcmp(s.ptr, marks[i].bytes, (size_t)marks[i].len) == 0) {
            *mark = marks[i].len;
            return label_find(str_of(marks[i].label));
        }
    *mark = 0;
    ptrdiff_t nul[4] = {0}, n = MIN(s.len, 4096) & ~(ptrdiff_t)3;
    for (ptrdiff_t i = 0; i < n; i++)
        nul[i & 3] += s.ptr[i] == 0;
    ptrdiff_t q = n / 4;
    if (q < 2)
        return -1;
    if (nul[3] == q && nul[2] >= q * 9 / 10 && nul[0] < q / 4)
        return label_find(STR("utf32le"));
    if (nul[0] == q && nul[1] >= q * 9 / 10 && nul[3] < q / 4)
        return label_find(STR("utf32be"));
    ptrdiff_t even = nul[0] + nul[2], odd = nul[1] + nul[3];
    if (odd > q * 2 / 5 && even < q / 20 + 1)
        return label_find(STR("utf16le"));
    if (even > q * 2 / 5 && odd < q / 20 + 1)
        return label_find(STR("utf16be"));
    return -1;
}

/* charset="…" in a <meta>, or encoding="…" in <?xml …?>, within the first bytes. */
static Str declared_inside(Str s)
{
    s = str_cut(s, 0, 4096);
    for (ptrdiff_t i = 0; i + 8 < s.len; i++) {
        bool meta = str_ieq(str_cut(s, i, i + 7), STR("charset"));
        bool xml = str_ieq(str_cut(s, i, i + 8), STR("encoding"));
        if (!meta && !xml)
            continue;
        ptrdiff_t k = i + (meta ? 7 : 8);
        while (k < s.len &&
               (s.ptr[k] == ' ' || s.ptr[k] == '=' || s.ptr[k] == '"' || s.ptr[k] == '\''))
            k++;
        ptrdiff_t end = k;
        while (end < s.len && (cp_is_alpha((unsigned char)s.ptr[end] & 0x7F) ||
                               cp_is_digit((unsigned char)s.ptr[end] & 0x7F) || s.ptr[end] == '-' ||
                               s.ptr[end] == '_'))
            end++;
        if (end > k && label_find(str_cut(s, k, end)) >= 0)
            return str_cut(s, k, end);
    }
    return (Str){0};
}

/* Is it UTF-8 with a few bytes damaged? */
static bool nearly_utf8(Str s)
{
    ptrdiff_t good = 0, bad = 0;
    for (ptrdiff_t at = 0; at < s.len;) {
        if ((unsigned char)s.ptr[at] < 0x80) {
            at++;
            continue;
        }
        ptrdiff_t before = at;
        uint32_t cp = utf8_next(s, &at);
        *(cp == UTF8_BAD && at == before + 1 ? &bad : &good) += 1;
    }
    return good > 2 * bad;
}

/* A guess among the ISO 8859 family is the Windows charset where bytes are used that ISO leaves to
 * controls; Greek's two charsets differ in where the capital alpha with accent stands. Text whose
 * high bytes are all pairs of Japanese kana is EUC-JP, however short. */
static int better_guess(Str s, int label)
{
    static const struct {
        const char *iso, *windows;
    } pairs[] = {{"ISO-8859-15", "cp1252"},      {"ISO-8859-2", "cp1250"},
                 {"ISO-8859-7", "windows1253"},  {"ISO-8859-8", "windows1255"},
                 {"ISO-8859-13", "windows1257"}, {"ISO-8859-4", "windows1257"},
                 {"ISO-8859-3", "windows1254"},  {"ISO-8859-10", "windows1257"},
                 {"ISO-8859-14", "cp1252"}};
    bool controls = false, alpha_iso = false, alpha_windows = false;
    ptrdiff_t kana = 0, high = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i],
                      next = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : 0;
        controls |= c >= 0x80 && c < 0xA0;
        alpha_iso |= c == 0xB6 && next >= 0xDC;
        alpha_windows |= c == 0xA2 && next >= 0xDC;
        high += c >= 0x80;
        if (c == 0xA4 || c == 0xA5) {
            kana += next >= 0xA1 && next <= 0xF6;
            high += next >= 0x80;
            i++;
        }
    }
    if (kana >= 3 && high == 2 * kana)
        return label_find(STR("eucjp"));
    const char *name = label >= 0 ? labels[label].name : "";
    for (ptrdiff_t k = 0; k < COUNT(pairs) && controls; k++)
        if (strcmp(name, pairs[k].iso) == 0)
            return label_find(str_of(pairs[k].windows));
    if (strcmp(name, "CP1253") == 0 && alpha_iso && !alpha_windows && !controls)
        return label_find(STR("iso88597"));
    return label;
}

static int detect(Str s)
{
    uchardet_t u = uchardet_new();
    int label = -1;
    if (u && uchardet_handle_data(u, s.ptr, (size_t)MIN(s.len, MIB)) == 0) {
        uchardet_data_end(u);
        label = label_find(str_of(uchardet_get_charset(u)));
    }
    if (u)
        uchardet_delete(u);
    return better_guess(str_cut(s, 0, MIB), label);
}

Str charset_decode(Charsets *c, Str bytes, Str declared, bool markup, int64_t *replaced, Arena *a)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_cut(bytes, 3, bytes.len);
    int mark = 0, label = wide_charset(bytes, &mark);
    Str out;
    int64_t bad = 0;
    if (label < 0) {
        bool escapes = memchr(bytes.ptr ? bytes.ptr : "", 27, (size_t)bytes.len) != NULL;
        if (!escapes && utf8_valid(bytes))
            return bytes;
        int told = label_find(str_trim(declared));
        if (told < 0 && (markup || str_starts(str_trim(str_cut(bytes, 0, 64)), STR("<"))))
            told = label_find(declared_inside(bytes));
        bool utf8 =
            !escapes && (told < 0 || strcmp(labels[told].name, "UTF-8") == 0) && nearly_utf8(bytes);
        if (!utf8 && told >= 0 && strncmp(labels[told].name, "UTF", 3) != 0 &&
            convert(c, bytes, told, &out, &bad, a) && bad * 100 <= bytes.len) {
            *replaced += bad;
            return out;
        }
        if (!utf8)
            label = detect(bytes);
    }
    if (label < 0 && utf8_valid(bytes))
        return bytes;
    if (label >= 0 && strcmp(labels[label].name, "UTF-8") != 0 &&
        convert(c, str_cut(bytes, mark, bytes.len), label, &out, &bad, a)) {
        *replaced += bad;
        return out;
    }
    bool utf8 = label >= 0 || nearly_utf8(bytes);
    if (!utf8 && convert(c, bytes, label_find(STR("cp1252")), &out, &bad, a)) {
        *replaced += bad;
        return out;
    }
    ptrdiff_t n_bad;
    out = utf8_clean(bytes, &n_bad, a);
    *replaced += n_bad;
    return out;
}
