/* CSV and TSV with a header line. (RFC 4180: quotes, doubled quotes, line ends inside quotes.) */
#include "read/reader.h"
#include "base/banned.h"

/* The extent of the record at the window's start, its line end included; 0 at the end of the
 * stream; -1 when it is over max and was dropped. Quotes count only where a field begins. */
static ptrdiff_t record_extent(Reader *r, ptrdiff_t max, int64_t *lines)
{
    ptrdiff_t at = 0, dropped = 0;
    bool quoted = false, field_start = true, has_quotes = false; /* of this field */
    for (;;) {
        Str w = stream_peek(&r->in, at + 1);
        if (w.len <= at)
            return dropped ? -1 : at;
        for (; at < w.len; at++) {
            char c = w.ptr[at];
            *lines += c == '\n';
            if (quoted) {
                quoted = c != '"';
                field_start = false;
            } else if (c == '"') { /* the first opens; one right behind a closing quote is a doubled
                                      quote */
                quoted = field_start || (has_quotes && at > 0 && w.ptr[at - 1] == '"');
                has_quotes |= field_start;
                field_start = false;
            } else if (c == '\n') {
                if (!dropped)
                    return at + 1;
                stream_take(&r->in, at + 1);
                return -1;
            } else {
                field_start = c == r->csv.by;
                has_quotes &= !field_start;
            }
        }
        if (at > max) { /* give up its quotes as well: the next line starts a record */
            stream_take(&r->in, at);
            dropped += at;
            at = 0;
            quoted = has_quotes = field_start = false;
        }
    }
}

/* Cut the next field off *rest, unquoted into `a` when it has quotes. */
static bool next_field(Str *rest, char by, Str *field, Arena *a)
{
    if (!rest->ptr)
        return false;
    ptrdiff_t n = rest->len;
    if (n == 0 || rest->ptr[0] != '"') {
        ptrdiff_t end = str_find_byte(*rest, by);
        *field = str_cut(*rest, 0, end < 0 ? n : end);
        *rest = end < 0 ? (Str){0} : str_cut(*rest, end + 1, n);
        return true;
    }
    char *out = NEW(a, char, n);
    ptrdiff_t len = 0, i = 1;
    for (; i < n; i++) {
        if (rest->ptr[i] == '"') {
            if (i + 1 < n && rest->ptr[i + 1] == '"')
                i++;
            else
                break;
        }
        out[len++] = rest->ptr[i];
    }
    i = MIN(i + 1, n);
    while (i < n && rest->ptr[i] != by)
        out[len++] = rest->ptr[i++];
    *field = (Str){out, len};
    *rest = i < n ? str_cut(*rest, i + 1, n) : (Str){0};
    return true;
}

static Str without_line_end(Str s)
{
    while (s.len > 0 && (s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static char separator_of(Str header)
{
    ptrdiff_t most = 0;
    char best = ',';
    for (const char *by = "\t,;|"; *by; by++) {
        ptrdiff_t n = 0;
        for (ptrdiff_t i = 0; i < header.len; i++)
            n += header.ptr[i] == *by;
        if (n > most) {
            most = n;
            best = *by;
        }
    }
    return best;
}

bool csv_start(Reader *r)
{
    Str header;
    bool too_long;
    if (!stream_line(&r->in, 64 << 10, &header, &too_long) || too_long) {
        reader_skip(r, SKIP_BROKEN, 1, "no header line of column names");
        return false;
    }
    r->line = 1;
    arena_reset(&r->scratch);
    header = without_line_end(header);
    r->csv = (CsvState){.by = separator_of(header)};
    bool has_text = false;
    Str name;
    while (r->csv.n_columns < COUNT(r->csv.column) &&
           next_field(&header, r->csv.by, &name, &r->scratch)) {
        int field = -1, rank = field_rank(str_trim(name), &r->o, &field);
        r->csv.column[r->csv.n_columns].field = (int8_t)(rank < 0 ? -1 : field);
        r->csv.column[r->csv.n_columns++].rank = (int8_t)rank;
        has_text |= rank >= 0 && (field == FIELD_TEXT || field == FIELD_TITLE);
    }
    if (!has_text)
        reader_skip(r, SKIP_BROKEN, 1,
                    "no column is known as text or title; name it with the field option");
    return has_text;
}

bool csv_next(Reader *r, Document *d, Arena *a)
{
    ptrdiff_t max = reader_max(r);
    for (;;) {
        int64_t line = r->line + 1;
        ptrdiff_t n = record_extent(r, max, &r->line);
        if (n == 0)
            return false;
        if (n < 0) {
            reader_skip(r, SKIP_TOO_LARGE, line,
                        "more than %td bytes in one record (a quote that is never closed?)", max);
            continue;
        }
        Str bytes = without_line_end(str_cut(stream_peek(&r->in, n), 0, n));
        stream_take(&r->in, n);
        if (str_trim(bytes).len == 0)
            continue;
        arena_reset(&r->scratch);
        if (!reader_decode(r, line, bytes, &bytes))
            continue;
        Record rec = {0};
        int rank[FIELD_COUNT], k = 0;
        for (int f = 0; f < FIELD_COUNT; f++)
            rank[f] = 1000;
        Str value;
        for (; k < r->csv.n_columns && next_field(&bytes, r->csv.by, &value, &r->scratch); k++) {
            int f = r->csv.column[k].field;
            if (f < 0 || value.len == 0 || r->csv.column[k].rank >= rank[f])
                continue;
            rank[f] = r->csv.column[k].rank;
            rec.field[f] = value;
        }
        if (!reader_unmark(r, line, &rec))
            continue;
        *d = document_make(&rec, r->o.day, a);
        d->offset = r->in.offset;
        if (reader_accept(r, d, line, a))
            return true;
    }
}
