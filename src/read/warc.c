/* WARC, WET and ARC: crawls. One record after the other, whole in the window when it may hold a
 * page, stepped over when not.
 *
 * Damage: a record whose length leads nowhere (no blank line and next record behind it), or that
 * lies over a gap in the compressed data, is given up alone; reading goes on at the next line that
 * begins "WARC/". */
#include "read/job.h"
#include "base/banned.h"

enum { HEADER_MAX = 64 << 10 };

typedef struct {
    Str type, uri, date, mime;
    int64_t length; /* -1: missing or wrong */
    ptrdiff_t size; /* of the header, its blank line included */
} Header;

/* ---- header lines -------------------------------------------------------------------------------
 */

/* Length of the block of lines up to and including its blank line; 0 when there is none in s. */
static ptrdiff_t block_size(Str s)
{
    for (ptrdiff_t at = 0;;) {
        ptrdiff_t end = str_find_byte(str_cut(s, at, s.len), '\n');
        if (end < 0)
            return 0;
        Str line = str_cut(s, at, at + end);
        at += end + 1;
        if (line.len == 0 || (line.len == 1 && line.ptr[0] == '\r'))
            return at;
    }
}

/* "Name: value" of a block of lines; continuation lines are not joined. */
static Str header_value(Str block, const char *name)
{
    Str rest = block, line, want = str_of(name);
    while (str_split(&rest, '\n', &line))
        if (line.len > want.len && line.ptr[want.len] == ':' &&
            str_ieq(str_cut(line, 0, want.len), want))
            return str_trim(str_cut(line, want.len + 1, line.len));
    return (Str){0};
}

static bool begins_record(Str s)
{
    return str_starts(s, STR("WARC/")) && s.len > 6 && cp_is_digit((unsigned char)s.ptr[5] & 0x7F);
}

static Str part(Str line, int k)
{
    Str rest = line, word = {0};
    for (int i = 0; i <= k; i++)
        if (!str_split(&rest, ' ', &word))
            return (Str){0};
    return word;
}

/* ARC: "URL IP date type length" on one line (the URL may hold blanks: count from the end). */
static bool arc_header(Str window, Header *h)
{
    ptrdiff_t end = str_find_byte(window, '\n');
    if (end < 0)
        return false;
    Str line = str_trim(str_cut(window, 0, end));
    int words = 1;
    for (ptrdiff_t i = 0; i < line.len; i++)
        words += line.ptr[i] == ' ';
    if (words < 5)
        return false;
    h->type = str_starts(line, STR("filedesc:")) ? STR("arc_header") : STR("response");
    h->date = part(line, words - 3);
    h->uri = str_trim(str_cut(line, 0, h->date.ptr - line.ptr));
    ptrdiff_t ip = h->uri.len;
    while (ip > 0 && h->uri.ptr[ip - 1] != ' ')
        ip--;
    h->uri = str_trim(str_cut(h->uri, 0, ip));
    h->mime = part(line, words - 2);
    if (!str_int(part(line, words - 1), 0, INT64_MAX / 2, &h->length))
        h->length = -1;
    h->size = end + 1;
    return true;
}

static bool warc_header(Str window, Header *h)
{
    h->size = begins_record(window) ? block_size(str_cut(window, 0, HEADER_MAX)) : 0;
    if (h->size == 0)
        return false;
    Str block = str_cut(window, 0, h->size);
    h->type = header_value(block, "WARC-Type");
    h->uri = header_value(block, "WARC-Target-URI");
    if (str_starts(h->uri, STR("<"))) /* wget puts brackets around it */
        h->uri = str_cut(h->uri, 1, h->uri.len - str_ends(h->uri, STR(">")));
    h->date = header_value(block, "WARC-Date");
    h->mime = header_value(block, "Content-Type");
    if (!str_int(header_value(block, "Content-Length"), 0, INT64_MAX / 2, &h->length))
        h->length = -1;
    return true;
}

/* ---- moving over the stream
 * ------------------------------------------------------------------------ */

static bool gap_inside(const Stream *s, int64_t from, int64_t to)
{
    return s->gap > from && s->gap < to;
}

/* Drop bytes until a line begins with "WARC/", or the gap that is ahead has been passed. */
static bool find_record(Reader *r)
{
    Stream *s = &r->in;
    for (Str w; (w = stream_peek(s, 8)).len >= 8;) {
        if (gap_inside(s, s->offset, s->offset + w.len)) {
            stream_take(s, (ptrdiff_t)(s->gap - s->offset));
            w = stream_peek(s, 8);
            if (begins_record(w))
                return true;
            continue;
        }
        ptrdiff_t at = str_find(w, STR("\nWARC/"));
        if (at >= 0 && at + 8 < w.len && begins_record(str_cut(w, at + 1, w.len))) {
            stream_take(s, at + 1);
            return true;
        }
        stream_take(s, at >= 0 ? at + 1 : MAX(w.len - 8, 1));
    }
    return false;
}

/* Step over a record's content; where it is large, do not run over a record that begins in it. */
static void skip_content(Reader *r, int64_t n)
{
    Stream *s = &r->in;
    bool watch = n > 4 * MIB;
    while (n > 0) {
        Str w = stream_peek(s, watch ? 64 : 1);
        if (w.len == 0 || gap_inside(s, s->offset, s->offset + w.len))
            return;
        Str now = str_cut(w, 0, (ptrdiff_t)MIN(n, (int64_t)w.len));
        ptrdiff_t next = watch ? str_find(now, STR("\r\n\r\nWARC/1.")) : -1;
        if (next >= 0) {
            reader_skip(r, SKIP_BROKEN, r->warc.record,
                        "its Content-Length reaches over the records behind it");
            stream_take(s, next + 4);
            return;
        }
        ptrdiff_t step = watch && now.len > 32 && now.len < n ? now.len - 16 : now.len;
        stream_take(s, step);
        n -= step;
    }
}

static void skip_blank(Stream *s)
{
    for (Str w; (w = stream_peek(s, 1)).len > 0;) {
        ptrdiff_t i = 0;
        while (i < w.len && (w.ptr[i] == '\r' || w.ptr[i] == '\n'))
            i++;
        stream_take(s, i);
        if (i < w.len)
            return;
    }
}

/* ---- HTTP
 * ------------------------------------------------------------------------------------------------
 */

/* Chunked bodies joined in place of `out`; false when they are not chunked after all. */
static bool unchunk(Str s, Buf *out)
{
    while (s.len > 0) {
        ptrdiff_t end = str_find_byte(s, '\n'), i = 0;
        if (end < 0 || end > 100)
            return out->len > 0;
        int64_t size = 0;
        for (; i < end; i++) {
            char c = (char)(s.ptr[i] | 32);
            int digit = s.ptr[i] >= '0' && s.ptr[i] <= '9' ? s.ptr[i] - '0'
                        : c >= 'a' && c <= 'f'             ? c - 'a' + 10
                                                           : -1;
            if (digit < 0 || size > INT32_MAX)
                break;
            size = size * 16 + digit;
        }
        if (i == 0)
            return out->len > 0;
        s = str_cut(s, end + 1, s.len);
        if (size == 0)
            return true;
        buf_put(out, str_cut(s, 0, (ptrdiff_t)size));
        s = str_cut(s, (ptrdiff_t)MIN(size, (int64_t)s.len), s.len);
        if (str_starts(s, STR("\r\n")))
            s = str_cut(s, 2, s.len);
        else if (str_starts(s, STR("\n")))
            s = str_cut(s, 1, s.len);
    }
    return out->len > 0;
}

static Str charset_in(Str content_type)
{
    ptrdiff_t at = str_find(content_type, STR("charset="));
    if (at < 0)
        return (Str){0};
    Str s = str_cut(content_type, at + 8, content_type.len);
    ptrdiff_t end = 0;
    while (end < s.len && !strchr("; ,", s.ptr[end]))
        end++;
    s = str_cut(s, 0, end);
    if (s.len >= 2 && s.ptr[0] == '"')
        s = str_cut(s, 1, s.len - 1);
    return s;
}

static bool mime_is(Str mime, const char *name)
{
    return str_ieq(str_cut(mime, 0, (ptrdiff_t)strlen(name)), str_of(name));
}

/* What to do with a payload of this type; false: not text. */
static bool kind_of(Str mime, Str bytes, JobKind *kind, const ReadOptions *o)
{
    if (mime_is(mime, "text/html") || mime_is(mime, "application/xhtml"))
        *kind = JOB_HTML;
    else if (mime_is(mime, "text/plain"))
        *kind = JOB_TEXT;
    else if (mime_is(mime, "image/") || mime_is(mime, "video/") || mime_is(mime, "audio/") ||
             mime_is(mime, "font/") || mime_is(mime, "text/css") ||
             mime_is(mime, "text/javascript") || mime_is(mime, "application/javascript") ||
             mime_is(mime, "application/json") || mime_is(mime, "application/pdf") ||
             mime_is(mime, "text/dns"))
        return false;
    else {
        Format f = format_of(str_cut(bytes, 0, 4096), (Str){0}, o);
        *kind = f == FORMAT_FEED ? JOB_FEED : f == FORMAT_TEXT ? JOB_TEXT : JOB_HTML;
        return f == FORMAT_FEED || f == FORMAT_HTML || (f == FORMAT_TEXT && mime.len == 0);
    }
    return true;
}

/* The payload of an HTTP response, decoded into `body` as needed. False (reported) when it is of no
 * use. */
static bool http_payload(Reader *r, Str message, Job *job, Buf *chunks, Buf *plain)
{
    int64_t line = r->warc.record;
    ptrdiff_t size = block_size(str_cut(message, 0, HEADER_MAX));
    Str head = str_cut(message, 0, size), payload = str_cut(message, size, message.len);
    int64_t status = 0;
    if (!str_starts(message, STR("HTTP/")) || size == 0)
        return reader_skip(r, SKIP_BROKEN, line, "no HTTP header in a response"), false;
    str_int(str_cut(str_trim(part(head, 1)), 0, 3), 0, 999, &status);
    if (status / 100 != 2)
        return reader_skip(r, SKIP_EMPTY, line, "HTTP status %lld", (long long)status), false;
    if (str_ieq(header_value(head, "Transfer-Encoding"), STR("chunked")) &&
        unchunk(payload, chunks))
        payload = buf_str(chunks);
    Str coding = header_value(head, "Content-Encoding");
    if (coding.len && !str_ieq(coding, STR("identity")) && inflate_body(payload, coding, plain))
        payload = buf_str(plain);
    if (plain->overflow || chunks->overflow)
        return reader_skip(r, SKIP_TOO_LARGE, line, "a page over %td bytes", reader_max(r)), false;
    Str mime = header_value(head, "Content-Type");
    job->bytes = payload;
    job->charset = charset_in(mime);
    if (str_trim(payload).len == 0)
        return reader_skip(r, SKIP_EMPTY, line, "an empty page"), false;
    if (!kind_of(mime, payload, &job->kind, &r->o))
        return reader_skip(r, SKIP_NOT_TEXT, line, "%.*s", FMT(str_cut(mime, 0, 60))), false;
    return true;
}

/* ---- records
 * -------------------------------------------------------------------------------------------------
 */

static void parse_content(Reader *r, const Header *h, Str content)
{
    ptrdiff_t max = reader_max(r);
    Buf chunks = {.max = max}, plain = {.max = max};
    Job job = {.kind = JOB_TEXT, .bytes = content};
    bool http = str_ieq(h->type, STR("response")) &&
                (str_starts(content, STR("HTTP/")) || mime_is(h->mime, "application/http"));
    bool wanted = http ? http_payload(r, content, &job, &chunks, &plain)
                       : kind_of(h->mime, content, &job.kind, &r->o);
    if (!http && !wanted)
        reader_skip(r, SKIP_NOT_TEXT, r->warc.record, "%.*s", FMT(str_cut(h->mime, 0, 60)));
    Records found;
    Err why;
    if (wanted && !sandbox_run(r, &job, &found, &r->scratch, &why))
        reader_skip(r, why.code == CASUS_ERR_LIMIT ? SKIP_TOO_LARGE : SKIP_BROKEN, r->warc.record,
                    "%s", why.text);
    if (wanted && job.kind == JOB_FEED)
        r->record_url = (Str){0}; /* the items have their own */
    buf_free(&chunks);
    buf_free(&plain);
}

static bool holds_text(const Header *h)
{
    return str_ieq(h->type, STR("response")) || str_ieq(h->type, STR("conversion")) ||
           str_ieq(h->type, STR("resource"));
}

/* One record: its pages become pending. False at the end of the file. */
static bool one_record(Reader *r)
{
    Stream *s = &r->in;
    skip_blank(s);
    Str w = stream_peek(s, HEADER_MAX);
    if (w.len == 0)
        return false;
    if (r->warc.record == 0)
        r->warc.is_arc = str_starts(w, STR("filedesc:"));
    r->warc.record++;
    int64_t start = s->offset;
    Header h = {0};
    bool ok = r->warc.is_arc ? arc_header(w, &h) : warc_header(w, &h);
    if (!ok || h.length < 0 || gap_inside(s, start, start + h.size)) {
        reader_skip(r, SKIP_BROKEN, r->warc.record, "not a record: %s",
                    ok ? "its length is missing or wrong" : "no header where one should be");
        return !r->warc.is_arc && find_record(r);
    }
    Str uri = arena_str(&r->scratch, h.uri), date = arena_str(&r->scratch, h.date);
    Str type = arena_str(&r->scratch, h.type), mime = arena_str(&r->scratch, h.mime);
    h = (Header){type, uri, date, mime, h.length, h.size};
    stream_take(s, h.size);
    bool fits = h.length <= reader_max(r);
    if (holds_text(&h) && !fits)
        reader_skip(r, SKIP_TOO_LARGE, r->warc.record, "a record of %lld bytes",
                    (long long)h.length);
    if (!holds_text(&h) || !fits) {
        r->counts.records++;
        skip_content(r, h.length);
        if (gap_inside(s, start, start + h.size + h.length))
            find_record(r);
        return true;
    }
    ptrdiff_t length = (ptrdiff_t)h.length;
    w = stream_peek(s, length + 9);
    Str tail = str_cut(w, length, w.len);
    bool whole = w.len >= length && (tail.len == 0 || tail.ptr[0] == '\r' || tail.ptr[0] == '\n' ||
                                     begins_record(tail));
    if (!whole || gap_inside(s, start, s->offset + length)) {
        reader_skip(r, SKIP_BROKEN, r->warc.record,
                    w.len < length ? "the file ends inside a record"
                                   : "a damaged record, left out");
        return find_record(r) || stream_peek(s, 1).len > 0;
    }
    char room[32];
    Str iso;
    r->counts.records++;
    date_read(h.date, room, &iso);
    r->record_url = h.uri;
    r->record_date = arena_str(&r->scratch, iso);
    r->pending_line = r->warc.record;
    parse_content(r, &h, str_cut(w, 0, length));
    stream_take(s, length);
    return true;
}

bool warc_next(Reader *r, Document *d, Arena *a)
{
    for (;;) {
        if (pending_next(r, d, a))
            return true;
        arena_reset(&r->scratch);
        r->n_pending = r->next_pending = 0;
        if (!one_record(r))
            return false;
    }
}
