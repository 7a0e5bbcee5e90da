/* casus eval: how well the events agree with documents that people coded (gold).
 *
 * A line of gold is a document: id, date, text, sentences [[start, end] …] in code points, and events with
 * sentence, source, target, code (a value, or a list of values that are all right), optional, reciprocal, date.
 * Within a sentence a coded event and a gold event are paired at most once, as many pairs as possible, required
 * gold events first. An optional gold event is no loss when it is missed and no error when it is found. */
#include <stdlib.h>

#include <yajl/yajl_tree.h>

#include "cli/cli.h"
#include "base/banned.h"

enum { CHOICES = 12, EVENTS_MAX = 200 };

/* Values that are all right; an empty one stands for "no actor". */
typedef struct {
    Str value[CHOICES];
    int n;
} Choices;

typedef struct {
    int64_t sentence;
    Choices source, target, code, date;
    bool optional, reciprocal;
} GoldEvent;

typedef struct {
    Document doc;
    LIST(Span) codepoints; /* the sentences, in code points */
    LIST(GoldEvent) events;
} GoldDocument;

typedef enum { TIER_ROOT, TIER_DYAD, TIER_EVENT, TIER_FULL, TIERS } Tier;
static const struct {
    const char *name, *help;
    ptrdiff_t letters; /* of the actor codes */
} tiers[TIERS] = {
    [TIER_ROOT] = {"root", "the same two-digit root code", 0},
    [TIER_DYAD] = {"dyad", "the same countries and quad class", 3},
    [TIER_EVENT] = {"event", "the same actors with role, and root code", 6},
    [TIER_FULL] = {"full", "the same actors and the whole code", 12},
};

typedef struct {
    int64_t right[TIERS], found[TIERS], wanted[TIERS];
    int64_t dates_right, dates, documents, errors;
    Buf out;
} Score;

/* ---- gold --------------------------------------------------------------------------------- */

static yajl_val get(yajl_val v, const char *key, yajl_type type)
{
    const char *path[] = {key, NULL};
    return yajl_tree_get(v, path, type);
}

static Str text_of(yajl_val v)
{
    return v && YAJL_IS_STRING(v) ? str_of(YAJL_GET_STRING(v)) : (Str){0};
}

static Choices choices_of(yajl_val v, Arena *a)
{
    Choices c = {0};
    if (v && YAJL_IS_ARRAY(v))
        for (size_t i = 0; i < YAJL_GET_ARRAY(v)->len && c.n < CHOICES; i++)
            c.value[c.n++] = arena_str(a, text_of(YAJL_GET_ARRAY(v)->values[i]));
    else
        c.value[c.n++] = arena_str(a, text_of(v));
    return c;
}

static void read_event(yajl_val v, GoldEvent *e, Arena *a)
{
    yajl_val n = get(v, "sentence", yajl_t_number);
    *e = (GoldEvent){.sentence = n ? YAJL_GET_INTEGER(n) : -1,
                     .source = choices_of(get(v, "source", yajl_t_any), a),
                     .target = choices_of(get(v, "target", yajl_t_any), a),
                     .code = choices_of(get(v, "code", yajl_t_any), a),
                     .date = choices_of(get(v, "date", yajl_t_any), a),
                     .optional = get(v, "optional", yajl_t_true) != NULL,
                     .reciprocal = get(v, "reciprocal", yajl_t_true) != NULL};
}

/* Sentence spans in code points, and in bytes for the document. */
static void read_sentences(yajl_val v, GoldDocument *g, Arena *a)
{
    LIST(Span) bytes = {0};
    ptrdiff_t at = 0;
    uint32_t cp = 0;
    for (size_t i = 0; v && i < YAJL_GET_ARRAY(v)->len; i++) {
        yajl_val pair = YAJL_GET_ARRAY(v)->values[i];
        if (!YAJL_IS_ARRAY(pair) || YAJL_GET_ARRAY(pair)->len != 2)
            continue;
        Span s = {0}, b = {0};
        for (int k = 0; k < 2; k++) {
            yajl_val n = YAJL_GET_ARRAY(pair)->values[k];
            uint32_t want = YAJL_IS_INTEGER(n) ? (uint32_t)YAJL_GET_INTEGER(n) : 0;
            for (; cp < want && at < g->doc.body.len; cp++)
                utf8_next(g->doc.body, &at);
            *(k ? &s.end : &s.start) = want;
            *(k ? &b.end : &b.start) = (uint32_t)at;
        }
        *push(&g->codepoints, a) = s;
        *push(&bytes, a) = b;
    }
    g->doc.sentence = bytes.item;
    g->doc.n_sentences = bytes.n;
}

static bool read_gold(Str line, GoldDocument *g, Arena *a, char why[200])
{
    yajl_val v = yajl_tree_parse(arena_cstr(a, line), why, 200);
    *g = (GoldDocument){0};
    Str text = v ? text_of(get(v, "text", yajl_t_string)) : (Str){0};
    if (text.len) {
        Str id = arena_str(a, text_of(get(v, "id", yajl_t_string)));
        g->doc = document_of(id, (Str){0}, arena_str(a, text), day_parse(text_of(get(v, "date", yajl_t_string))), a);
        read_sentences(get(v, "sentences", yajl_t_array), g, a);
        yajl_val events = get(v, "events", yajl_t_array);
        for (size_t i = 0; events && i < YAJL_GET_ARRAY(events)->len; i++)
            read_event(YAJL_GET_ARRAY(events)->values[i], push(&g->events, a), a);
    } else if (v) {
        snprintf(why, 200, "no \"text\"");
    }
    yajl_tree_free(v);
    return text.len > 0;
}

/* ---- agreement ---------------------------------------------------------------------------- */

static int quad_of(Str code)
{
    int64_t root = 0;
    str_int(cameo_root(code), 1, 20, &root);
    return root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

static bool same_actor(const Choices *gold, Str code, ptrdiff_t letters)
{
    for (int i = 0; i < gold->n; i++)
        if (gold->value[i].len == 0 || code.len == 0
                ? gold->value[i].len == code.len
                : str_eq(str_cut(gold->value[i], 0, letters), str_cut(code, 0, letters)))
            return true;
    return false;
}

static bool same_code(const Choices *gold, Str code, Tier tier)
{
    for (int i = 0; i < gold->n; i++) {
        Str g = gold->value[i];
        bool root = str_eq(cameo_root(g), cameo_root(code));
        if (tier == TIER_DYAD && quad_of(g) == quad_of(code))
            return true;
        if (tier == TIER_FULL && (str_starts(code, g) || (root && g.len == 3 && str_ends(g, STR("0")))))
            return true;
        if ((tier == TIER_ROOT || tier == TIER_EVENT) && root)
            return true;
    }
    return false;
}

static bool agrees(const GoldEvent *g, const Record *r, Tier tier)
{
    ptrdiff_t n = tiers[tier].letters;
    if (!same_code(&g->code, r->cameo, tier))
        return false;
    if (tier == TIER_ROOT)
        return true;
    if (same_actor(&g->source, r->source.code, n) && same_actor(&g->target, r->target.code, n))
        return true;
    return g->reciprocal && same_actor(&g->source, r->target.code, n) && same_actor(&g->target, r->source.code, n);
}

/* The events of one sentence on both sides. */
typedef struct {
    const GoldEvent *gold[EVENTS_MAX];
    const Record *coded[EVENTS_MAX];
    int n_gold, n_coded;
    int pair_of[EVENTS_MAX]; /* coded → gold, or -1 */
    bool seen[EVENTS_MAX];
} Group;

/* Kuhn's augmenting path: give gold event i a partner, moving others if need be. */
static bool place(Group *p, int i, Tier tier)
{
    for (int j = 0; j < p->n_coded; j++) {
        if (p->seen[j] || !agrees(p->gold[i], p->coded[j], tier))
            continue;
        p->seen[j] = true;
        if (p->pair_of[j] < 0 || place(p, p->pair_of[j], tier)) {
            p->pair_of[j] = i;
            return true;
        }
    }
    return false;
}

static void pair(Group *p, Tier tier)
{
    for (int j = 0; j < p->n_coded; j++)
        p->pair_of[j] = -1;
    for (int optional = 0; optional < 2; optional++)
        for (int i = 0; i < p->n_gold; i++)
            if (p->gold[i]->optional == optional) {
                memset(p->seen, 0, sizeof p->seen);
                place(p, i, tier);
            }
}

/* One event for each source, target and code; both directions of a meeting or an agreement count once. */
static bool is_repeated(const Group *p, const Record *r)
{
    int64_t root = 0;
    str_int(cameo_root(r->cameo), 1, 20, &root);
    for (int j = 0; j < p->n_coded; j++) {
        const Record *o = p->coded[j];
        bool same = str_eq(o->source.code, r->source.code) && str_eq(o->target.code, r->target.code);
        bool turned = root >= 3 && root <= 6 && str_eq(o->source.code, r->target.code) && str_eq(o->target.code, r->source.code);
        if (str_eq(o->cameo, r->cameo) && (same || turned))
            return true;
    }
    return false;
}

/* ---- scoring ------------------------------------------------------------------------------ */

static void put_choices(const Choices *c, Buf *out)
{
    for (int i = 0; i < c->n; i++)
        buf_printf(out, "%s%.*s", i ? "|" : "", FMT(c->value[i].len ? c->value[i] : STR("–")));
}

static void put_errors(const Group *p, Str sentence, const Document *d, Buf *out)
{
    buf_printf(out, "%.*s: %.*s\n", FMT(d->id), FMT(sentence));
    for (int i = 0; i < p->n_gold; i++) {
        bool found = p->gold[i]->optional;
        for (int j = 0; j < p->n_coded; j++)
            found |= p->pair_of[j] == i;
        if (found)
            continue;
        buf_put(out, STR("    missed  "));
        put_choices(&p->gold[i]->source, out);
        buf_byte(out, ' ');
        put_choices(&p->gold[i]->code, out);
        buf_byte(out, ' ');
        put_choices(&p->gold[i]->target, out);
        buf_byte(out, '\n');
    }
    for (int j = 0; j < p->n_coded; j++)
        if (p->pair_of[j] < 0) {
            const Record *r = p->coded[j];
            buf_printf(out, "    extra   %.*s %.*s %.*s  \"%.*s\"\n", FMT(r->source.code.len ? r->source.code : STR("–")), FMT(r->cameo),
                       FMT(r->target.code.len ? r->target.code : STR("–")), FMT(r->trigger));
        }
}

static void score_group(Score *s, Group *p, Str sentence, const Document *d, int64_t errors)
{
    int required = 0;
    for (int i = 0; i < p->n_gold; i++)
        required += !p->gold[i]->optional;
    for (int tier = 0; tier < TIERS; tier++) {
        int right = 0, free = 0;
        pair(p, (Tier)tier);
        for (int j = 0; j < p->n_coded; j++) {
            if (p->pair_of[j] < 0)
                continue;
            const GoldEvent *g = p->gold[p->pair_of[j]];
            *(g->optional ? &free : &right) += 1;
            if (tier == TIER_EVENT && g->date.value[0].len) {
                char day[11];
                s->dates++;
                s->dates_right += same_actor(&g->date, day_format(p->coded[j]->date, day), 10);
            }
        }
        s->right[tier] += right;
        s->found[tier] += p->n_coded - free;
        s->wanted[tier] += required;
        if (tier == TIER_EVENT && s->errors < errors && (right < required || right + free < p->n_coded)) {
            s->errors++;
            put_errors(p, sentence, d, &s->out);
        }
    }
}

/* The gold sentence that a coded event's sentence overlaps most, or -1. */
static int64_t sentence_of(const GoldDocument *g, const Record *r)
{
    int64_t best = -1, most = 0;
    for (ptrdiff_t i = 0; i < g->codepoints.n; i++) {
        Span s = g->codepoints.item[i];
        int64_t overlap = (int64_t)MIN(s.end, r->span.end) - (int64_t)MAX(s.start, r->span.start);
        if (overlap > most) {
            most = overlap;
            best = i;
        }
    }
    return best;
}

static void score_document(Score *s, const GoldDocument *g, const Records *records, int64_t errors)
{
    s->documents++;
    for (int64_t k = -1; k < g->codepoints.n; k++) {
        Group p = {0};
        for (ptrdiff_t i = 0; i < g->events.n && p.n_gold < EVENTS_MAX; i++)
            if (g->events.item[i].sentence == k)
                p.gold[p.n_gold++] = &g->events.item[i];
        for (ptrdiff_t i = 0; i < records->n && p.n_coded < EVENTS_MAX; i++)
            if (sentence_of(g, &records->item[i]) == k && !is_repeated(&p, &records->item[i]))
                p.coded[p.n_coded++] = &records->item[i];
        score_group(s, &p, k >= 0 ? str_span(g->doc.body, g->doc.sentence[k]) : (Str){0}, &g->doc, errors);
    }
}

static void print_score(Score *s)
{
    buf_printf(&s->out, "%lld documents, %lld gold events required\ntier       P      R     F1   right  coded   gold\n",
               (long long)s->documents, (long long)s->wanted[TIER_EVENT]);
    for (int t = 0; t < TIERS; t++) {
        double p = s->found[t] ? (double)s->right[t] / (double)s->found[t] : 0;
        double r = s->wanted[t] ? (double)s->right[t] / (double)s->wanted[t] : 0;
        buf_printf(&s->out, "%-6s %6.3f %6.3f %6.3f %7lld %6lld %6lld  %s\n", tiers[t].name, p, r, p + r > 0 ? 2 * p * r / (p + r) : 0,
                   (long long)s->right[t], (long long)s->found[t], (long long)s->wanted[t], tiers[t].help);
    }
    buf_printf(&s->out, "dates right on matched events: %lld of %lld\n", (long long)s->dates_right, (long long)s->dates);
}

static bool eval_file(const char *path, CasusWorker *w, Score *s, int64_t errors, Err *err)
{
    File f;
    if (!file_open(path, 0, &f, err))
        return false;
    Arena a = arena_new(1 << 20);
    Str rest = f.bytes, line;
    bool ok = true;
    for (int64_t n = 1; ok && rest.ptr && str_split(&rest, '\n', &line); n++) {
        GoldDocument g;
        Records records = {0};
        char why[200] = "";
        arena_reset(&a);
        if (str_trim(line).len == 0)
            continue;
        if (!read_gold(line, &g, &a, why))
            ok = err_set(err, CASUS_ERR_FORMAT, "%s:%lld: not a gold document: %s", path, (long long)n, why);
        else if ((ok = worker_code(w, &g.doc, ROOM_what, err))) {
            records_of(&g.doc, &w->coded.article, &w->coded.events, (Str){0}, false, &records, &a);
            score_document(s, &g, &records, errors);
        }
    }
    arena_free(&a);
    file_close(&f);
    return ok;
}

int cmd_eval(const Args *args)
{
    Err err = {0};
    Score s = {0};
    CasusEngine *e = NULL;
    CasusWorker *w = NULL;
    int64_t errors = 0;
    if (args->n_rest == 0)
        return cli_usage(args->command, "give files of gold documents (JSON lines)");
    if (!args_int(args, "errors", 0, 1000000, &errors))
        return CLI_USAGE;
    bool ok = cli_engine(args, &e, &err) && (w = worker_new(e, &err));
    for (int i = 0; ok && i < args->n_rest; i++)
        ok = eval_file(args->rest[i], w, &s, errors, &err);
    if (ok)
        print_score(&s);
    worker_free(w);
    engine_close(e);
    int code = cli_flush(&s.out) ? CLI_DONE : CLI_FAILED;
    buf_free(&s.out);
    return ok ? code : cli_fail(&err);
}
