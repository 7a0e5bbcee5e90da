/* Plain text: one file is one document. And the guess what a file is, from its first bytes. */
#include "read/reader.h"
#include "base/banned.h"

static const struct {
    const char *bytes;
    int len;
} binary[] = {
    {"\x89PNG", 4},
    {"\xFF\xD8\xFF", 3},
    {"GIF8", 4},
    {"%PDF-", 5},
    {"PK\x03\x04", 4},
    {"\x7F"
     "ELF",
     4},
    {"\xD0\xCF\x11\xE0", 4},
    {"OggS", 4},
    {"RIFF", 4},
    {"ID3", 3},
    {"SQLite format 3", 15},
    {"Rar!", 4},
    {"7z\xBC\xAF", 4},
    {"\x1F\x9D", 2},
    {"PAR1", 4},
    {"{\\rtf", 5},
    {"MZ\x90", 3},
    {"wOF", 3},
};

static bool is_binary(Str s)
{
    for (ptrdiff_t i = 0; i < COUNT(binary); i++)
        if (s.len >= binary[i].len && memcmp(s.ptr, binary[i].bytes, (size_t)binary[i].len) == 0)
            return true;
    ptrdiff_t odd = 0, nul_even = 0, nul_odd = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0)
            *(i % 2 ? &nul_odd : &nul_even) += 1;
        odd += (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 27) || c == 127;
    }
    bool bom = str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF"));
    bool utf16 = MAX(nul_even, nul_odd) > s.len / 4 && MIN(nul_even, nul_odd) < s.len / 50 + 1;
    return !bom && !utf16 && odd > s.len / 20;
}

/* Case-insensitive search for a lower-case needle in the first `within` bytes. */
static bool has(Str s, Str needle, ptrdiff_t within)
{
    ptrdiff_t last = MIN(s.len, within) - needle.len;
    for (ptrdiff_t i = 0; i <= last; i++)
        if ((s.ptr[i] | 32) == (needle.ptr[0] | 32) &&
            str_ieq(str_cut(s, i, i + needle.len), needle))
            return true;
    return false;
}

static Format markup_of(Str s)
{
    static const char *const feed[] = {"<rss", "<rdf:rdf", "<feed", "<opml", "<atom:feed"};
    static const char *const html[] = {
        "<!doctype html", "<html",    "<head",    "<body", "<meta", "<title", "<div",  "<p>", "<p ",
        "<table",         "<script",  "<article", "<h1",   "<link", "<a ",    "<span", "<b>", "<i>",
        "<!--",           "<section", "<main"};
    bool page = has(s, STR("<html"), 1024) || has(s, STR("<!doctype html"), 1024);
    for (ptrdiff_t i = 0; i < COUNT(feed) && !page; i++)
        if (has(s, str_of(feed[i]), 4096))
            return FORMAT_FEED;
    for (ptrdiff_t i = 0; i < COUNT(html); i++)
        if (has(s, str_of(html[i]), 4096))
            return FORMAT_HTML;
    return FORMAT_AUTO;
}

/* Two or more known columns, one of them the text, in the first line. */
static bool looks_like_csv(Str s, const ReadOptions *o)
{
    ptrdiff_t end = str_find_byte(s, '\n');
    Str line = str_trim(str_cut(s, 0, end < 0 ? s.len : end));
    if (line.len == 0 || line.len > 4096)
        return false;
    for (const char *by = ",\t;|"; *by; by++) {
        Str rest = line, part;
        int known = 0;
        bool text = false;
        while (str_split(&rest, *by, &part)) {
            part = str_trim(part);
            if (part.len >= 2 && part.ptr[0] == '"')
                part = str_cut(part, 1, part.len - 1);
            int field;
            bool is_known = part.len > 0 && part.len < 40 && field_rank(part, o, &field) >= 0;
            known += is_known;
            text |= is_known && field == FIELD_TEXT;
        }
        if (known >= 2 && text)
            return true;
    }
    return false;
}

static bool looks_like_json(Str s)
{
    Str inner = str_trim(str_cut(s, 1, s.len));
    if (inner.len == 0)
        return true;
    if (s.ptr[0] == '{')
        return inner.ptr[0] == '"' || inner.ptr[0] == '}';
    return inner.ptr[0] == '{' || inner.ptr[0] == ']';
}

static bool named(Str path, Str end)
{
    static const char *const packed[] = {".gz", ".zst", ".bz2", ".xz"};
    for (ptrdiff_t i = 0; i < COUNT(packed); i++)
        if (str_ends(path, str_of(packed[i])))
            path = str_cut(path, 0, path.len - (ptrdiff_t)strlen(packed[i]));
    return path.len > end.len && str_ieq(str_cut(path, path.len - end.len, path.len), end);
}

Format format_of(Str s, Str path, const ReadOptions *o)
{
    s = str_cut(s, 0, 16 << 10);
    if (str_starts(s, STR("\xEF\xBB\xBF")))
        s = str_cut(s, 3, s.len);
    if (str_starts(s, STR("WARC/")) || str_starts(s, STR("filedesc:")))
        return FORMAT_WARC;
    if (is_binary(s) || codec_of(s))
        return FORMAT_AUTO;
    Str t = str_trim(s);
    if (named(path, STR(".jsonl")) || named(path, STR(".ndjson")) || named(path, STR(".json")) ||
        (t.len > 0 && (t.ptr[0] == '{' || t.ptr[0] == '[') && looks_like_json(t)))
        return FORMAT_JSONL;
    if (named(path, STR(".warc")) || named(path, STR(".wet")))
        return FORMAT_WARC;
    bool page_name =
        named(path, STR(".html")) || named(path, STR(".htm")) || named(path, STR(".xhtml"));
    if (t.len > 0 && (t.ptr[0] == '<' || page_name)) {
        Format f = markup_of(t);
        bool xml =
            str_starts(t, STR("<?xml")) || named(path, STR(".xml")) || named(path, STR(".rss"));
        return f ? f : page_name ? FORMAT_HTML : xml ? FORMAT_AUTO : FORMAT_TEXT;
    }
    bool utf16 = s.len >= 4 && (str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF")) ||
                                !s.ptr[0] || !s.ptr[1]);
    if (utf16 && (str_contains(s, STR("<\0?\0")) || str_contains(s, STR("\0<\0?")) ||
                  str_contains(s, STR("<\0h\0")) || str_contains(s, STR("<\0!\0")) ||
                  str_contains(s, STR("\0<\0!")) || str_contains(s, STR("\0<\0h"))))
        return str_contains(s, STR("r\0s\0s")) || str_contains(s, STR("f\0e\0e\0d")) ? FORMAT_FEED
                                                                                     : FORMAT_HTML;
    if (looks_like_csv(t, o))
        return FORMAT_CSV;
    if (has(t, STR("<!doctype html"), 1024) || has(t, STR("<html"), 1024))
        return FORMAT_HTML;
    return FORMAT_TEXT;
}

/* "2018-04-24-summit.txt" was published on that day. */
static Day date_in_name(Str path)
{
    for (Str rest = path, part; str_split(&rest, '/', &part);)
        path = part;
    return date_in_url(path);
}

bool plain_next(Reader *r, Document *d, Arena *a)
{
    if (r->item++ > 0 || r->resume > 0)
        return false;
    ptrdiff_t max = reader_max(r);
    Str bytes = stream_peek(&r->in, max + 1);
    if (bytes.len > max) {
        reader_skip(r, SKIP_TOO_LARGE, 0, "more than %td bytes of text", max);
        return false;
    }
    Record rec = {0};
    bool ok = reader_decode(r, 0, bytes, &rec.field[FIELD_TEXT]);
    stream_take(&r->in, bytes.len);
    if (!ok)
        return false;
    Day day = date_in_name(r->path);
    *d = document_make(&rec, day == DAY_NONE ? r->o.day : day, a);
    if (day != DAY_NONE)
        d->date_from = DATE_URL;
    d->offset = 1;
    return reader_accept(r, d, 0, a);
}
