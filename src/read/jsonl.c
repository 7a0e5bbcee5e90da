/* JSON lines: one object a line; also objects over many lines, in an array or one after the other.
 *
 * yajl reads each object once; keys are joined to a dotted path ("headline.main") and looked up among the
 * usual field names, the best-ranked name of each field wins. Strings in arrays are joined as paragraphs.
 * yajl's memory is the scratch arena, so nothing can leak, whatever stops the parse. */
#include <yajl/yajl_parse.h>

#include "read/reader.h"
#include "base/banned.h"

enum { DEPTH_MAX = 1000, PATH_DEPTH = 8, PATH_ROOM = 256 };

typedef struct {
    Arena *a;
    const ReadOptions *o;
    int depth;                /* open objects and arrays */
    int path_len[PATH_DEPTH]; /* length of path at each depth of objects */
    char path[PATH_ROOM];
    int len;
    uint8_t is_object[DEPTH_MAX + 1];
    int objects; /* open objects */
    bool top_is_object, too_deep;
    Str value[FIELD_COUNT];
    int rank[FIELD_COUNT];
    LIST(double) numbers; /* of "sentences" */
    LIST(struct Part { Str text; }) part[FIELD_COUNT];
} Parse;

static void keep(Parse *p, Str value)
{
    int field = -1;
    Str path = {p->path, p->len};
    int rank = p->depth > 0 && p->len > 0 ? field_rank(path, p->o, &field) : -1;
    if (rank < 0 || value.len == 0 || (p->part[field].n > 0 && rank > p->rank[field]))
        return;
    if (rank < p->rank[field])
        p->part[field].n = 0;
    p->rank[field] = rank;
    push(&p->part[field], p->a)->text = arena_str(p->a, value);
}

static int on_string(void *context, const unsigned char *s, size_t len)
{
    keep(context, (Str){(const char *)s, (ptrdiff_t)len});
    return 1;
}

static int on_number(void *context, const char *s, size_t len)
{
    Parse *p = context;
    Str number = {s, (ptrdiff_t)len};
    if (p->len == 9 && memcmp(p->path, "sentences", 9) == 0) {
        double v;
        *push(&p->numbers, p->a) = str_double(number, &v) ? v : -1;
        return 1;
    }
    int field;
    if (field_rank((Str){p->path, p->len}, p->o, &field) >= 0 && (field == FIELD_ID || field == FIELD_DATE))
        keep(p, number);
    return 1;
}

static int on_key(void *context, const unsigned char *s, size_t len)
{
    Parse *p = context;
    if (p->objects > PATH_DEPTH) {
        p->len = 0;
        return 1;
    }
    int at = p->objects > 1 ? p->path_len[p->objects - 2] : 0;
    if (at > 0 && at < PATH_ROOM)
        p->path[at++] = '.';
    int n = (int)MIN((size_t)(PATH_ROOM - at), len);
    memcpy(p->path + at, s, (size_t)n);
    p->len = at + n;
    return 1;
}

static int open_any(Parse *p, bool object)
{
    if (p->depth == 0)
        p->top_is_object = object;
    if (p->depth == DEPTH_MAX) {
        p->too_deep = true;
        return 0;
    }
    p->is_object[p->depth++] = object;
    if (object) {
        if (p->objects > 0 && p->objects <= PATH_DEPTH)
            p->path_len[p->objects - 1] = p->len;
        p->objects++;
    }
    return 1;
}

static int close_any(Parse *p)
{
    if (p->is_object[--p->depth]) {
        p->objects--;
        p->len = p->objects > 0 && p->objects <= PATH_DEPTH ? p->path_len[p->objects - 1] : 0;
    }
    return 1;
}

static int on_open_object(void *p) { return open_any(p, true); }
static int on_open_array(void *p) { return open_any(p, false); }
static int on_close(void *p) { return close_any(p); }

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

typedef enum { JSON_DOCUMENT, JSON_OTHER, JSON_BROKEN } Json;

static Json parse_object(Str json, const ReadOptions *o, Record *rec, Arena *a, char *why, size_t why_room)
{
    Parse *p = NEW(a, Parse, 1);
    p->a = a;
    p->o = o;
    for (int f = 0; f < FIELD_COUNT; f++)
        p->rank[f] = 1000;
    yajl_alloc_funcs memory = {arena_malloc, arena_realloc, arena_forget, a};
    yajl_handle y = yajl_alloc(&callbacks, &memory, p);
    yajl_config(y, yajl_dont_validate_strings, 1); /* it is clean UTF-8 by now */
    yajl_status st = yajl_parse(y, (const unsigned char *)json.ptr, (size_t)json.len);
    ptrdiff_t at = (ptrdiff_t)yajl_get_bytes_consumed(y);
    if (st == yajl_status_ok)
        st = yajl_complete_parse(y);
    if (p->too_deep) {
        snprintf(why, why_room, "nested deeper than %d", DEPTH_MAX);
        return JSON_BROKEN;
    }
    if (st != yajl_status_ok) {
        const char *text = (const char *)yajl_get_error(y, 0, NULL, 0);
        Str said = str_trim(str_of(text));
        snprintf(why, why_room, "not valid JSON near byte %td: %.*s", at, (int)MIN(said.len, 120), said.ptr);
        return JSON_BROKEN;
    }
    if (!p->top_is_object)
        return JSON_OTHER;
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
    return JSON_DOCUMENT;
}

/* ---- cutting the stream into objects ------------------------------------------------------------ */

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

/* The extent of an object that begins at the window's start, found by counting brackets outside strings.
 * Returns its length; -1 when it is over max (then it has been dropped), 0 when the stream ends in it. */
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

/* Step to the next '{', over blanks, commas and brackets. False at the end. */
static bool find_object(Reader *r)
{
    for (Str w; (w = stream_peek(&r->in, 1)).len > 0;) {
        ptrdiff_t i = 0;
        for (; i < w.len && w.ptr[i] != '{'; i++) {
            r->line += w.ptr[i] == '\n';
            if (!strchr(" \t\r\n,[]", w.ptr[i]) || w.ptr[i] == 0) {
                reader_skip(r, SKIP_BROKEN, r->line + 1, "not valid JSON: an object expected; the rest is left out");
                return false;
            }
        }
        stream_take(&r->in, i);
        if (i < w.len)
            return true;
    }
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
        case JSON_OTHER: reader_skip(r, SKIP_EMPTY, line, "valid JSON, but no object with text"); continue;
        case JSON_DOCUMENT: break;
        }
        if (bad > 0)
            reader_skip(r, SKIP_NONE, line, "%td bytes that are not UTF-8 were replaced", bad);
        *d = document_make(&rec, r->o.day, a);
        d->offset = r->in.offset;
        if (reader_accept(r, d, line, a))
            return true;
    }
    return false;
}
