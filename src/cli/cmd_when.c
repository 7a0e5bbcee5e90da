/* casus when, casus where: the dates and places of a text; with --batch, of many texts as JSON lines.
 *
 * A batch line is {"id", "text", "date", "source"} and perhaps "events": [[begin, end], …] (predicates to be
 * dated or placed) and "toponyms": [[begin, end], …] (names to be resolved as they are). Offsets are code
 * points. The evaluation programs in eval/ speak this. */
#include <inttypes.h>
#include <math.h>
#include <yajl/yajl_tree.h>

#include "cli/cli.h"
#include "base/banned.h"

typedef struct {
    CasusWorker *w;
    yajl_val line;
    uint32_t *byte_of, *point_of; /* code point → byte, byte → code point */
    Arena *a;
    Buf *out;
} Batch;

static yajl_val member(yajl_val v, const char *name, yajl_type type)
{
    const char *path[] = {name, NULL};
    return yajl_tree_get(v, path, type);
}

static Str text_member(yajl_val v, const char *name)
{
    yajl_val s = member(v, name, yajl_t_string);
    return s ? str_of(YAJL_GET_STRING(s)) : (Str){"", 0};
}

static void count_points(Batch *b, Str body)
{
    b->byte_of = NEW(b->a, uint32_t, body.len + 2);
    b->point_of = NEW(b->a, uint32_t, body.len + 2);
    uint32_t n = 0;
    for (ptrdiff_t at = 0; at < body.len; n++) {
        ptrdiff_t start = at;
        utf8_next(body, &at);
        b->byte_of[n] = (uint32_t)start;
        for (ptrdiff_t i = start; i < at; i++)
            b->point_of[i] = n;
    }
    b->byte_of[n] = (uint32_t)body.len;
    b->point_of[body.len] = n;
}

/* First token that ends behind the byte. */
static uint32_t token_at(const Text *t, uint32_t byte)
{
    uint32_t lo = 0, hi = t->n_tokens;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (t->token[mid].span.end <= byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Spans of a member as first and last tokens. */
static Span *token_spans(Batch *b, const char *name, Str body, size_t *n)
{
    const Text *t = &b->w->coded.text;
    yajl_val list = member(b->line, name, yajl_t_array);
    *n = 0;
    if (!list || !t->n_tokens)
        return NULL;
    Span *out = NEW(b->a, Span, YAJL_GET_ARRAY(list)->len + 1);
    for (size_t i = 0; i < YAJL_GET_ARRAY(list)->len; i++) {
        yajl_val pair = YAJL_GET_ARRAY(list)->values[i];
        if (!YAJL_IS_ARRAY(pair) || YAJL_GET_ARRAY(pair)->len != 2 || !YAJL_IS_INTEGER(YAJL_GET_ARRAY(pair)->values[0]) ||
            !YAJL_IS_INTEGER(YAJL_GET_ARRAY(pair)->values[1]))
            continue;
        long long from = YAJL_GET_INTEGER(YAJL_GET_ARRAY(pair)->values[0]);
        long long to = YAJL_GET_INTEGER(YAJL_GET_ARRAY(pair)->values[1]);
        if (from < 0 || to <= from || to > body.len)
            continue;
        uint32_t first = token_at(t, b->byte_of[from]), last = token_at(t, b->byte_of[to] - (to > 0));
        if (first >= t->n_tokens)
            continue;
        out[(*n)++] = (Span){first, MIN(MAX(first, last), t->n_tokens - 1)};
    }
    return out;
}

static void put_span(Batch *b, uint32_t first, uint32_t last)
{
    const Token *token = b->w->coded.text.token;
    buf_printf(b->out, "\"begin\":%" PRIu32 ",\"end\":%" PRIu32, b->point_of[token[first].span.start],
               b->point_of[token[last].span.end]);
}

static void put_field(Buf *out, const char *name, Str value)
{
    buf_printf(out, ",\"%s\":", name);
    buf_json(out, value);
}

/* ---- when --------------------------------------------------------------------------------- */

static void put_times(Batch *b, Str body)
{
    static const char *const types[] = {"DATE", "TIME", "DURATION", "SET"};
    static const char *const by[] = {"tree", "discourse", "document", "nothing"};
    const Coded *c = &b->w->coded;
    char room[11];
    size_t n;
    buf_put(b->out, STR(",\"timex\":["));
    for (uint32_t i = 0; i < c->times.n; i++) {
        const Timex *x = &c->times.timex[i];
        buf_put(b->out, i ? STR(",{") : STR("{"));
        put_span(b, x->first, x->last);
        put_field(b->out, "type", str_of(types[x->type]));
        put_field(b->out, "value", x->value);
        put_field(b->out, "mod", x->mod);
        put_field(b->out, "day", day_format(x->day, room));
        put_field(b->out, "precision", str_of(precision_name((Precision)x->precision)));
        buf_byte(b->out, '}');
    }
    buf_put(b->out, STR("],\"events\":["));
    Span *events = token_spans(b, "events", body, &n);
    for (size_t i = 0; i < n; i++) {
        EventDate d = when_of(&c->times, &c->text, &c->trees, events[i].start);
        buf_put(b->out, i ? STR(",{") : STR("{"));
        put_span(b, events[i].start, events[i].end);
        put_field(b->out, "day", day_format(d.day, room));
        put_field(b->out, "precision", str_of(precision_name((Precision)d.precision)));
        put_field(b->out, "by", str_of(by[d.by]));
        buf_byte(b->out, '}');
    }
    buf_put(b->out, STR("]"));
}

/* ---- where -------------------------------------------------------------------------------- */

static void put_place(Batch *b, const Place *p)
{
    put_span(b, p->first, p->last);
    put_field(b->out, "name", p->name);
    put_field(b->out, "kind", str_of(place_kind_name((PlaceKind)p->kind)));
    put_field(b->out, "country", str_of(p->country));
    put_field(b->out, "region", p->region);
    if (isnan(p->lat))
        buf_put(b->out, STR(",\"lat\":null,\"lon\":null"));
    else
        buf_printf(b->out, ",\"lat\":%.4f,\"lon\":%.4f", p->lat, p->lon);
    buf_printf(b->out, ",\"id\":%d,\"confidence\":%.2f", p->id, (double)p->confidence);
}

static void put_places(Batch *b, Str body)
{
    const Coded *c = &b->w->coded;
    Places places = c->places;
    size_t n;
    if (member(b->line, "toponyms", yajl_t_array)) {
        Span *given = token_spans(b, "toponyms", body, &n);
        places = where_given(b->w->engine->where, &c->text, given, (ptrdiff_t)n, text_member(b->line, "source"), b->a);
    }
    buf_put(b->out, STR(",\"places\":["));
    for (uint32_t i = 0; i < places.n; i++) {
        buf_put(b->out, i ? STR(",{") : STR("{"));
        put_place(b, &places.place[i]);
        buf_byte(b->out, '}');
    }
    buf_put(b->out, STR("],\"events\":["));
    Span *events = token_spans(b, "events", body, &n);
    for (size_t i = 0; i < n; i++) {
        EventPlace e = where_of(&c->places, &c->text, &c->trees, events[i].start);
        buf_put(b->out, i ? STR(",{") : STR("{"));
        if (e.place >= 0)
            put_place(b, &c->places.place[e.place]);
        else
            buf_put(b->out, STR("\"begin\":null"));
        int32_t more[16];
        uint32_t n_more = where_also(&c->places, &c->trees, e.place, more, COUNT(more));
        buf_put(b->out, STR(",\"also\":["));
        for (uint32_t k = 0; k < n_more; k++) {
            buf_put(b->out, k ? STR(",{") : STR("{"));
            put_place(b, &c->places.place[more[k]]);
            buf_byte(b->out, '}');
        }
        buf_printf(b->out, "],\"told\":%s}", e.told ? "true" : "false");
    }
    buf_put(b->out, STR("]"));
}

/* ---- lines -------------------------------------------------------------------------------- */

static bool batch_line(Batch *b, Room last, Str line, Err *err)
{
    char why[200] = "";
    b->line = yajl_tree_parse(arena_cstr(b->a, line), why, sizeof why);
    if (!b->line)
        return err_set(err, CASUS_ERR_FORMAT, "broken JSON: %.150s", why);
    Document d = document_of(text_member(b->line, "id"), (Str){"", 0}, text_member(b->line, "text"),
                             day_parse(text_member(b->line, "date")), b->a);
    d.source = text_member(b->line, "source");
    bool ok = worker_code(b->w, &d, last, err);
    if (ok) {
        count_points(b, d.body);
        buf_put(b->out, STR("{\"id\":"));
        buf_json(b->out, d.id);
        if (last == ROOM_when)
            put_times(b, d.body);
        else
            put_places(b, d.body);
        buf_put(b->out, STR("}\n"));
    }
    yajl_tree_free(b->line);
    return ok;
}

static int batch(const Args *args, Room last)
{
    Err err = {0};
    CasusEngine *e = NULL;
    File f = {0};
    Arena a = arena_new(1 << 20);
    Buf out = {0};
    Batch b = {.a = &a, .out = &out};
    int code = CLI_DONE;
    const char *path = args->n_rest && strcmp(args->rest[0], "-") != 0 ? args->rest[0] : "/dev/stdin";
    if (file_open(path, 0, &f, &err) && cli_engine(args, &e, &err) && (b.w = worker_new(e, &err))) {
        Str rest = f.bytes, line;
        for (int64_t n = 1; rest.len && str_split(&rest, '\n', &line); n++) {
            Err bad = {0};
            if (str_trim(line).len && !batch_line(&b, last, line, &bad)) {
                fprintf(stderr, "casus: %s:%" PRId64 ": %s\n", path, n, bad.text);
                code = CLI_SKIPPED;
            }
            arena_reset(&a);
            if (!cli_flush(&out))
                break;
        }
    }
    if (err.code)
        code = cli_fail(&err);
    buf_free(&out);
    worker_free(b.w);
    engine_close(e);
    file_close(&f);
    arena_free(&a);
    return code;
}

int cmd_when(const Args *args)
{
    return args_flag(args, "batch") ? batch(args, ROOM_when) : cli_show(args, ROOM_when);
}

int cmd_where(const Args *args)
{
    return args_flag(args, "batch") ? batch(args, ROOM_where) : cli_show(args, ROOM_where);
}
