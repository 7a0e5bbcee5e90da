/* JSON lines: one object a line; also objects over many lines, in an array or one after the other.
 *
 * Each object is read once; its dotted paths ("headline.main") are looked up among the usual field
 * names, the best-ranked name of each field wins. Strings in arrays are joined as paragraphs. */
#include "read/reader.h"
#include "base/banned.h"

typedef struct {
    Arena *a;
    const ReadOptions *o;
    int rank[FIELD_COUNT];
    LIST(double) numbers; /* of "sentences" */
    LIST(struct Part { Str text; }) part[FIELD_COUNT];
} Parse;

static void on_value(void *context, Str path, Str value, bool is_string)
{
    Parse *p = context;
    if (!is_string && str_eq(path, STR("sentences"))) {
        double v;
        *push(&p->numbers, p->a) = str_double(value, &v) ? v : -1;
        return;
    }
    int field = -1;
    int rank = path.len > 0 ? field_rank(path, p->o, &field) : -1;
    if (rank < 0 || value.len == 0 || (p->part[field].n > 0 && rank > p->rank[field]))
        return;
    if (!is_string && field != FIELD_ID && field != FIELD_DATE)
        return;
    if (rank < p->rank[field])
        p->part[field].n = 0;
    p->rank[field] = rank;
    push(&p->part[field], p->a)->text = arena_str(p->a, value);
}

/* The parts of a field as one string, paragraphs or names. */
static Str joined(Parse *p, int field)
{
    ptrdiff_t n = p->part[field].n;
    if (n == 0)
        return (Str){0};
    if (n == 1)
        return p->part[field].item[0].text;
    if (field != FIELD_TEXT && field != FIELD_AUTHOR)
        return p->part[field].item[0].text;
    Str by = field == FIELD_TEXT ? STR("\n\n") : STR(", ");
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        len += p->part[field].item[i].text.len + by.len;
    char *out = NEW(p->a, char, len), *at = out;
    for (ptrdiff_t i = 0; i < n; i++) {
        Str part = p->part[field].item[i].text;
        memcpy(at, part.ptr, (size_t)part.len);
        at += part.len;
        if (i + 1 < n) {
            memcpy(at, by.ptr, (size_t)by.len);
            at += by.len;
        }
    }
    return (Str){out, at - out};
}

static Json parse_object(Str json, const ReadOptions *o, Record *rec, Arena *a, char *why,
                         size_t why_room)
{
    Parse *p = NEW(a, Parse, 1);
    p->a = a;
    p->o = o;
    for (int f = 0; f < FIELD_COUNT; f++)
        p->rank[f] = 1000;
    JsonVisitor visitor = {.value = on_value, .context = p};
    Json kind = json_walk(json, &visitor, a, why, why_room);
    if (kind != JSON_OBJECT)
        return kind;
    for (int f = 0; f < FIELD_COUNT; f++)
        rec->field[f] = joined(p, f);
    ptrdiff_t n = p->numbers.n / 2;
    Span *span = n ? NEW(a, Span, n) : NULL;
    for (ptrdiff_t i = 0; i < n; i++) {
        double from = p->numbers.item[2 * i], to = p->numbers.item[2 * i + 1];
        if (from >= 0 && to >= 0 && from < UINT32_MAX && to < UINT32_MAX)
            span[i] = (Span){(uint32_t)from, (uint32_t)to};
    }
    rec->sentence = span;
    rec->n_sentences = n;
    return JSON_OBJECT;
}

/* ---- cutting the stream into objects ------------------------------------------------------------
 */

bool json_is_values(Str start)
{
    Str t = str_trim(start);
    if (t.len == 0)
        return false;
    ptrdiff_t end = str_find_byte(t, '\n');
    Str line = str_trim(str_cut(t, 0, end < 0 ? t.len : end));
    Str inner = str_trim(str_cut(line, 1, line.len));
    if (line.ptr[0] == '[' && (inner.len == 0 || inner.ptr[0] == '{'))
        return true;
    char last = line.ptr[line.len - 1];
    return end >= 0 && line.ptr[0] == '{' && (last == '{' || last == '[' || last == ',');
}

/* The extent of an object that begins at the window's start, found by counting brackets outside
 * strings. Returns its length; -1 when it is over max (then it has been dropped), 0 when the stream
 * ends in it. */
static ptrdiff_t object_extent(Stream *s, ptrdiff_t max, int64_t *lines)
{
    ptrdiff_t at = 0, dropped = 0;
    int64_t depth = 0;
    bool in_string = false, escaped = false;
    for (;;) {
        Str w = stream_peek(s, at + 1);
        if (w.len <= at)
            return 0;
        for (; at < w.len; at++) {
            char c = w.ptr[at];
            *lines += c == '\n';
            if (in_string) {
                in_string = escaped || c != '"';
                escaped = !escaped && c == '\\';
                continue;
            }
            in_string = c == '"';
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            if (depth <= 0)
                return dropped ? (stream_take(s, at + 1), -1) : at + 1;
        }
        if (at > max) {
            stream_take(s, at);
            dropped += at;
            at = 0;
        }
    }
}

/* Is c right where it stands between objects? Keeps count of open brackets and commas. */
static bool between_is_right(Reader *r, char c)
{
    int array = r->json.array, commas = r->json.commas;
    bool first = r->json.objects == 0;
    switch (c) {
    case '[': r->json.array++; return array == 0 && first;
    case ']': r->json.array--; return array == 1 && commas == 0;
    case ',': r->json.commas++; return array == 1 && commas == 0 && !first;
    case '{':
        r->json.commas = 0;
        r->json.objects++;
        return array == 0 ? commas == 0 : first || commas == 1;
    default: return false;
    }
}

/* Step to the next '{', over blanks, commas and brackets. False at the end. A comma or bracket that
 * is wrong is told once and stepped over; anything else ends the file. */
static bool find_object(Reader *r)
{
    for (Str w; (w = stream_peek(&r->in, 1)).len > 0;) {
        ptrdiff_t i = 0;
        for (; i < w.len; i++) {
            char c = w.ptr[i];
            r->line += c == '\n';
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
                continue;
            bool right = between_is_right(r, c),
                 known = c == '[' || c == ']' || c == ',' || c == '{';
            if (!right && (!known || !r->json.told))
                reader_skip(r, SKIP_BROKEN, r->line + 1, "not valid JSON between objects%s",
                            known ? "" : "; the rest is left out");
            r->json.told |= !right;
            if (!right && !known)
                return false;
            if (c == '{')
                break;
        }
        stream_take(&r->in, i);
        if (i < w.len)
            return true;
    }
    if (r->json.array > 0 && !r->json.told)
        reader_skip(r, SKIP_BROKEN, r->line + 1, "not valid JSON: the array is not closed");
    return false;
}

/* The next object's bytes, taken; false at the end. Too long ones are reported here. */
static bool next_json(Reader *r, Str *json, int64_t *line)
{
    ptrdiff_t max = reader_max(r);
    for (;;) {
        if (!r->json_values) {
            bool too_long;
            if (!stream_line(&r->in, max, json, &too_long))
                return false;
            *line = ++r->line;
            if (!too_long)
                return true;
        } else {
            if (!find_object(r))
                return false;
            *line = r->line + 1;
            ptrdiff_t n = object_extent(&r->in, max, &r->line);
            if (n == 0) {
                reader_skip(r, SKIP_BROKEN, *line, "the file ends inside an object");
                return false;
            }
            if (n > 0) {
                *json = str_cut(stream_peek(&r->in, n), 0, n);
                stream_take(&r->in, n);
                return true;
            }
        }
        reader_skip(r, SKIP_TOO_LARGE, *line, "more than %td bytes in one record", max);
    }
}

bool jsonl_next(Reader *r, Document *d, Arena *a)
{
    Str json;
    int64_t line;
    while (next_json(r, &json, &line)) {
        if (str_trim(json).len == 0)
            continue;
        arena_reset(&r->scratch);
        ptrdiff_t bad = 0;
        json = utf8_clean(json, &bad, &r->scratch);
        r->counts.replaced_bytes += bad;
        char why[200];
        Record rec = {0};
        switch (parse_object(json, &r->o, &rec, &r->scratch, why, sizeof why)) {
        case JSON_BROKEN: reader_skip(r, SKIP_BROKEN, line, "%s", why); continue;
        case JSON_OTHER:
            reader_skip(r, SKIP_EMPTY, line, "valid JSON, but no object with text");
            continue;
        case JSON_OBJECT: break;
        }
        if (bad > 0)
            reader_skip(r, SKIP_NONE, line, "%td bytes that are not UTF-8 were replaced", bad);
        if (!reader_unmark(r, line, &rec))
            continue;
        *d = document_make(&rec, r->o.day, a);
        d->offset = r->in.offset;
        if (reader_accept(r, d, line, a))
            return true;
    }
    return false;
}
