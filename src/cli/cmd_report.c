/* casus report: dyads of countries over time: how much, of which kind, how hostile, and the events behind it. */
#include <stdlib.h>

#include "cli/cli.h"
#include "base/banned.h"

enum { DYADS_MAX = 1000, PERIODS_MAX = 4000 };

typedef struct {
    Str source, target;
    int64_t n;
} Dyad;

typedef struct {
    Str period;
    int64_t n, quad[4];
    double goldstein;
    bool has_goldstein;
} Period;

typedef struct {
    Arena arena;
    LIST(Dyad) dyads;
    LIST(Period) periods;
    Buf out;
    WriteStyle style;
    int period_length; /* of an ISO date: 4 year, 7 month, 10 day */
    const char *format;
} Report;

static int64_t number(Str s)
{
    int64_t v = 0;
    str_int(s, INT64_MIN, INT64_MAX, &v);
    return v;
}

static bool take_dyad(void *context, int n, const Str *cell)
{
    Report *r = context;
    (void)n;
    Dyad *d = push(&r->dyads, &r->arena);
    *d = (Dyad){arena_str(&r->arena, cell[0]), arena_str(&r->arena, cell[1]), number(cell[2])};
    return true;
}

static bool take_period(void *context, int n, const Str *cell)
{
    Report *r = context;
    (void)n;
    Period *p = push(&r->periods, &r->arena);
    *p = (Period){.period = arena_str(&r->arena, cell[0]), .n = number(cell[1])};
    for (int i = 0; i < 4; i++)
        p->quad[i] = number(cell[2 + i]);
    p->has_goldstein = str_double(cell[6], &p->goldstein);
    return r->periods.n < PERIODS_MAX;
}

static bool take_event(void *context, const Record *rec)
{
    Report *r = context;
    write_record(WRITE_TABLE, rec, &r->style, &r->out);
    return true;
}

/* ---- printing ----------------------------------------------------------------------------- */

/* The period after this one. */
static Str next_period(Str period, Arena *a)
{
    int64_t year = number(str_cut(period, 0, 4)), month = period.len >= 7 ? number(str_cut(period, 5, 7)) : 0;
    if (period.len == 4)
        return arena_printf(a, "%04d", (int)year + 1);
    if (period.len == 7)
        return arena_printf(a, "%04d-%02d", (int)(month == 12 ? year + 1 : year), (int)(month == 12 ? 1 : month + 1));
    char day[11];
    return arena_str(a, day_format(day_parse(period) + 1, day));
}

/* Counts from the first to the last period as blocks of eight heights; at most 60 of the latest. */
static void put_spark(Report *r, Buf *out)
{
    static const char *const block[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    int64_t most = 1;
    for (ptrdiff_t i = 0; i < r->periods.n; i++)
        most = MAX(most, r->periods.item[i].n);
    int width = 0;
    for (ptrdiff_t i = 0; i < r->periods.n && width < 60; i++) {
        Str gap = i ? next_period(r->periods.item[i - 1].period, &r->arena) : r->periods.item[i].period;
        for (; str_cmp(gap, r->periods.item[i].period) < 0 && width < 60; width++) {
            buf_byte(out, ' ');
            gap = next_period(gap, &r->arena);
        }
        buf_put(out, str_of(block[MIN(r->periods.item[i].n * 8 / (most + 1), 7)]));
        width++;
    }
}

static void put_goldstein(const Period *p, const char *format, Buf *out)
{
    char s[32];
    snprintf(s, sizeof s, "%.2f", p->goldstein);
    buf_printf(out, format[0] == 'w' ? "%9s" : "%s", p->has_goldstein ? s : "");
}

static void put_text(Report *r, const Dyad *d)
{
    Buf *out = &r->out;
    Str source = codes_name(r->style.codes, d->source), target = codes_name(r->style.codes, d->target);
    buf_printf(out, "%.*s → %.*s", FMT(d->source), FMT(d->target));
    if (source.len && target.len)
        buf_printf(out, "  (%.*s → %.*s)", FMT(source), FMT(target));
    buf_printf(out, "  %lld events  ", (long long)d->n);
    put_spark(r, out);
    buf_put(out, STR("\n  period      events  verbal+ material+  verbal- material-  goldstein\n"));
    for (ptrdiff_t i = 0; i < r->periods.n; i++) {
        const Period *p = &r->periods.item[i];
        buf_printf(out, "  %-10.*s  %6lld  %7lld %9lld  %7lld %9lld  ", FMT(p->period), (long long)p->n, (long long)p->quad[0],
                   (long long)p->quad[1], (long long)p->quad[2], (long long)p->quad[3]);
        put_goldstein(p, "wide", out);
        buf_byte(out, '\n');
    }
}

static void put_rows(Report *r, const Dyad *d, bool json)
{
    for (ptrdiff_t i = 0; i < r->periods.n; i++) {
        const Period *p = &r->periods.item[i];
        const char *fmt = json ? "{\"source\":\"%.*s\",\"target\":\"%.*s\",\"period\":\"%.*s\",\"events\":%lld,"
                                 "\"verbal_cooperation\":%lld,\"material_cooperation\":%lld,\"verbal_conflict\":%lld,"
                                 "\"material_conflict\":%lld,\"mean_goldstein\":"
                               : "%.*s,%.*s,%.*s,%lld,%lld,%lld,%lld,%lld,";
        buf_printf(&r->out, fmt, FMT(d->source), FMT(d->target), FMT(p->period), (long long)p->n, (long long)p->quad[0],
                   (long long)p->quad[1], (long long)p->quad[2], (long long)p->quad[3]);
        if (json && !p->has_goldstein)
            buf_put(&r->out, STR("null"));
        put_goldstein(p, "narrow", &r->out);
        buf_put(&r->out, json ? STR("}\n") : STR("\n"));
    }
}

/* ---- the command -------------------------------------------------------------------------- */

static bool report_dyad(Report *r, Store *s, const StoreFilter *f, const Dyad *d, int64_t top, Err *err)
{
    char columns[300], source[8], target[8];
    StoreFilter g = *f;
    snprintf(source, sizeof source, "%.*s", FMT(d->source));
    snprintf(target, sizeof target, "%.*s", FMT(d->target));
    g.source = source;
    g.target = target;
    g.limit = 0;
    r->periods.n = 0;
    snprintf(columns, sizeof columns,
             "substr(date, 1, %d), count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4), avg(goldstein)", r->period_length);
    if (!store_ask(s, &g, columns, "GROUP BY 1 HAVING date IS NOT NULL ORDER BY 1", take_period, r, err))
        return false;
    if (strcmp(r->format, "text") != 0) {
        put_rows(r, d, strcmp(r->format, "jsonl") == 0);
        return true;
    }
    put_text(r, d);
    g.limit = top;
    bool ok = top == 0 || store_weightiest(s, &g, take_event, r, err);
    buf_byte(&r->out, '\n');
    return ok;
}

static bool report(Report *r, const Args *args, StoreFilter *f, int64_t dyads, int64_t top, Err *err)
{
    Store *s = NULL;
    if (!cli_store(args, &s, err))
        return false;
    f->limit = dyads;
    bool text = strcmp(r->format, "text") == 0;
    bool ok = store_ask(s, f, "substr(source, 1, 3), substr(target, 1, 3), count(*)",
                        "GROUP BY 1, 2 HAVING source IS NOT NULL AND target IS NOT NULL ORDER BY 3 DESC, 1, 2", take_dyad, r, err);
    if (strcmp(r->format, "csv") == 0)
        buf_put(&r->out, STR("source,target,period,events,verbal_cooperation,material_cooperation,verbal_conflict,"
                             "material_conflict,mean_goldstein\n"));
    for (ptrdiff_t i = 0; ok && i < r->dyads.n; i++)
        ok = report_dyad(r, s, f, &r->dyads.item[i], top, err);
    if (ok && text && r->dyads.n == 0)
        buf_put(&r->out, STR("no events with both a source and a target fit\n"));
    store_close(s);
    return ok;
}

int cmd_report(const Args *args)
{
    const char *format = args_get(args, "format"), *by = args_get(args, "by");
    Report r = {.format = format ? format : "text", .period_length = 7};
    StoreFilter f;
    Err err = {0};
    int64_t dyads = 10, top = 3;
    if (strcmp(r.format, "text") != 0)
        dyads = DYADS_MAX;
    if (!cli_filter(args, &f) || !args_int(args, "dyads", 1, DYADS_MAX, &dyads) || !args_int(args, "top", 0, 100, &top))
        return CLI_USAGE;
    if (strcmp(r.format, "text") != 0 && strcmp(r.format, "csv") != 0 && strcmp(r.format, "jsonl") != 0)
        return cli_usage(args->command, "--format: no format '%s'", r.format);
    if (by && strcmp(by, "month") != 0 && strcmp(by, "year") != 0 && strcmp(by, "day") != 0)
        return cli_usage(args->command, "--by: month, year or day, not '%s'", by);
    if (by)
        r.period_length = by[0] == 'y' ? 4 : by[0] == 'd' ? 10 : 7;
    CasusEngine *e = NULL;
    bool ok = cli_engine(args, &e, &err);
    if (ok) {
        r.style = (WriteStyle){.codes = &e->codes, .color = !args_get(args, "o") && cli_color()};
        Output out;
        r.arena = arena_new(1 << 16);
        ok = report(&r, args, &f, dyads, top, &err) && output_open(&out, args_get(args, "o"), &err);
        if (ok) {
            ok = output_write(&out, buf_str(&r.out), &err);
            ok = output_close(&out, ok, &err) && ok;
        }
        arena_free(&r.arena);
    }
    engine_close(e);
    buf_free(&r.out);
    return ok ? CLI_DONE : cli_fail(&err);
}
