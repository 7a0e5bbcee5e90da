/* casus diff: what another program, model or tables changed. Events of both sides are sorted by document,
 * sentence and trigger and walked in step, like the lines of two sorted files. */
#include <stdlib.h>

#include <yajl/yajl_tree.h>

#include "cli/cli.h"
#include "base/banned.h"

typedef struct {
    Str doc, trigger, source, target, cameo, date, modality, place;
    int64_t sentence, at; /* trigger's position */
} DiffEvent;

typedef struct {
    Arena arena;
    LIST(DiffEvent) events;
} Side;

/* ---- loading ------------------------------------------------------------------------------ */

static bool take_record(void *context, const Record *r)
{
    Side *s = context;
    char day[11];
    DiffEvent *e = push(&s->events, &s->arena);
    const Str from[] = {r->doc_id, r->trigger, r->source.code, r->target.code, r->cameo, day_format(r->date, day), r->modality, r->place};
    Str *const to[] = {&e->doc, &e->trigger, &e->source, &e->target, &e->cameo, &e->date, &e->modality, &e->place};
    for (ptrdiff_t i = 0; i < COUNT(to); i++)
        *to[i] = arena_str(&s->arena, from[i]);
    e->sentence = r->sentence;
    e->at = r->trigger_span.start;
    return true;
}

static Str json_text(yajl_val v, const char *a, const char *b)
{
    const char *path[] = {a, b, NULL};
    yajl_val found = yajl_tree_get(v, path, yajl_t_string);
    return found ? str_of(YAJL_GET_STRING(found)) : (Str){0};
}

static bool take_json(Side *s, Str line, char room[500])
{
    char *text = arena_cstr(&s->arena, line);
    yajl_val v = yajl_tree_parse(text, room, 500);
    if (!v)
        return false;
    const char *sentence[] = {"sentence", NULL}, *span[] = {"trigger_span", NULL};
    yajl_val n = yajl_tree_get(v, sentence, yajl_t_number), at = yajl_tree_get(v, span, yajl_t_array);
    Record r = {.doc_id = json_text(v, "doc_id", NULL), .trigger = json_text(v, "trigger", NULL), .cameo = json_text(v, "cameo", NULL),
                .modality = json_text(v, "modality", NULL), .place = json_text(v, "place", "name")};
    r.date = day_parse(json_text(v, "date", NULL));
    r.source.code = json_text(v, "source", "code");
    r.target.code = json_text(v, "target", "code");
    r.sentence = n ? (int32_t)YAJL_GET_INTEGER(n) : 0;
    if (at && YAJL_GET_ARRAY(at)->len)
        r.trigger_span.start = (uint32_t)YAJL_GET_INTEGER(YAJL_GET_ARRAY(at)->values[0]);
    take_record(s, &r);
    yajl_tree_free(v);
    return true;
}

static bool load_lines(Side *s, const char *path, Str bytes, Err *err)
{
    Str rest = bytes, line;
    char why[500] = "";
    for (int64_t n = 1; rest.ptr && str_split(&rest, '\n', &line); n++)
        if (str_trim(line).len && !take_json(s, line, why))
            return err_set(err, CASUS_ERR_FORMAT, "%s:%lld: not a JSON line of casus: %s", path, (long long)n, why);
    return true;
}

static int event_order(const void *x, const void *y)
{
    const DiffEvent *a = x, *b = y;
    int c = str_cmp(a->doc, b->doc);
    if (c == 0)
        c = (a->sentence > b->sentence) - (a->sentence < b->sentence);
    if (c == 0)
        c = (a->at > b->at) - (a->at < b->at);
    return c;
}

static int full_order(const void *x, const void *y)
{
    const DiffEvent *a = x, *b = y;
    int c = event_order(a, b);
    c = c ? c : str_cmp(a->cameo, b->cameo);
    c = c ? c : str_cmp(a->source, b->source);
    c = c ? c : str_cmp(a->target, b->target);
    c = c ? c : str_cmp(a->date, b->date);
    c = c ? c : str_cmp(a->place, b->place);
    return c ? c : str_cmp(a->modality, b->modality);
}

static bool side_load(Side *s, const char *path, Err *err)
{
    File f;
    s->arena = arena_new(1 << 20);
    if (!file_open(path, 0, &f, err))
        return false;
    bool is_db = str_starts(f.bytes, STR("SQLite format 3")), ok;
    if (is_db) {
        Store *store = NULL;
        ok = store_open(path, STORE_READ, NULL, &store, err) &&
             store_select(store, &(StoreFilter){.all = true}, take_record, s, err);
        store_close(store);
    } else {
        ok = load_lines(s, path, f.bytes, err);
    }
    file_close(&f);
    if (ok && s->events.n)
        qsort(s->events.item, (size_t)s->events.n, sizeof *s->events.item, full_order);
    return ok;
}

/* ---- comparing ---------------------------------------------------------------------------- */

typedef struct {
    int64_t same, removed, added, changed;
    Buf out;
} Diff;

static void put_event(char mark, const DiffEvent *e, Buf *out)
{
    buf_printf(out, "%c %.*s s%lld  %.*s  %.*s %.*s %.*s  \"%.*s\"", mark, FMT(e->doc), (long long)e->sentence, FMT(e->date),
               FMT(e->source.len ? e->source : STR("-")), FMT(e->cameo), FMT(e->target.len ? e->target : STR("-")), FMT(e->trigger));
    if (!str_eq(e->modality, STR("asserted")))
        buf_printf(out, " (%.*s)", FMT(e->modality));
    buf_byte(out, '\n');
}

static void put_change(const DiffEvent *a, const DiffEvent *b, Buf *out)
{
    const struct {
        const char *name;
        Str before, after;
    } field[] = {{"cameo", a->cameo, b->cameo}, {"source", a->source, b->source}, {"target", a->target, b->target},
                 {"date", a->date, b->date},    {"place", a->place, b->place},    {"modality", a->modality, b->modality}};
    put_event('~', b, out);
    for (ptrdiff_t i = 0; i < COUNT(field); i++)
        if (!str_eq(field[i].before, field[i].after))
            buf_printf(out, "      %s: %.*s → %.*s\n", field[i].name, FMT(field[i].before.len ? field[i].before : STR("-")),
                       FMT(field[i].after.len ? field[i].after : STR("-")));
}

/* Events of one trigger on both sides: equal ones first, the rest in pairs, then what is left over. */
static void compare_group(Diff *d, DiffEvent *a, ptrdiff_t n, DiffEvent *b, ptrdiff_t m)
{
    ptrdiff_t left = 0, right = 0, i = 0, k = 0;
    while (i < n && k < m) {
        int c = full_order(&a[i], &b[k]);
        if (c == 0) {
            d->same++;
            i++;
            k++;
        } else if (c < 0) {
            a[left++] = a[i++];
        } else {
            b[right++] = b[k++];
        }
    }
    while (i < n)
        a[left++] = a[i++];
    while (k < m)
        b[right++] = b[k++];
    for (i = 0; i < MIN(left, right); i++)
        put_change(&a[i], &b[i], &d->out);
    d->changed += i;
    for (k = i; k < left; k++, d->removed++)
        put_event('-', &a[k], &d->out);
    for (k = i; k < right; k++, d->added++)
        put_event('+', &b[k], &d->out);
}

static ptrdiff_t group_end(const Side *s, ptrdiff_t i)
{
    ptrdiff_t k = i;
    while (k < s->events.n && event_order(&s->events.item[i], &s->events.item[k]) == 0)
        k++;
    return k;
}

static void compare(Diff *d, Side *a, Side *b)
{
    ptrdiff_t i = 0, k = 0;
    while (i < a->events.n || k < b->events.n) {
        int c = i == a->events.n ? 1 : k == b->events.n ? -1 : event_order(&a->events.item[i], &b->events.item[k]);
        ptrdiff_t i_end = c <= 0 ? group_end(a, i) : i, k_end = c >= 0 ? group_end(b, k) : k;
        compare_group(d, a->events.item + i, i_end - i, b->events.item + k, k_end - k);
        i = i_end;
        k = k_end;
    }
}

int cmd_diff(const Args *args)
{
    if (args->n_rest != 2)
        return cli_usage(args->command, "give two databases or files of JSON lines");
    Side a = {0}, b = {0};
    Diff d = {0};
    Err err = {0};
    int code = CLI_DONE;
    if (side_load(&a, args->rest[0], &err) && side_load(&b, args->rest[1], &err)) {
        compare(&d, &a, &b);
        buf_printf(&d.out, "%lld the same, %lld changed (~), %lld only in A (-), %lld only in B (+)\n", (long long)d.same,
                   (long long)d.changed, (long long)d.removed, (long long)d.added);
        code = d.changed + d.removed + d.added ? CLI_DIFFERENT : CLI_DONE;
    } else {
        code = cli_fail(&err);
    }
    if (!cli_flush(&d.out))
        code = CLI_FAILED;
    buf_free(&d.out);
    arena_free(&a.arena);
    arena_free(&b.arena);
    return code;
}
