/* Names of modalities and tenses, events as lines, rows as text. */
#include "what/frames.h"
#include "base/banned.h"

const char *modality_name(int m)
{
    static const char *const names[MODALITY_COUNT] = {"asserted", "denied", "intended", "demanded",
                                                      "conditional", "hypothetical", "alleged"};
    return m >= 0 && m < MODALITY_COUNT ? names[m] : "?";
}

const char *tense_name(int t)
{
    static const char *const names[] = {"current", "past", "future"};
    return t >= 0 && t < 3 ? names[t] : "?";
}

Str row_place(const WhatTables *w, const FrameRow *r, Arena *a)
{
    Str rule = pool_get(w->pool, r->rule);
    if (r->line)
        return arena_printf(a, "frames.tsv:%u", r->line);
    return str_cut(rule, str_find_byte(rule, '@') + 1, rule.len);
}

Str what_row(const WhatTables *w, int32_t row, Arena *a)
{
    if (row < 0 || row >= w->n_rows)
        return (Str){0};
    const FrameRow *r = w->row + row;
    return arena_printf(a, "%.*s: %.*s %c %.*s %s%s%s", FMT(row_place(w, r, a)), FMT(pool_get(w->pool, r->word)), "VNA"[r->pos],
                        FMT(pool_get(w->pool, r->when)), r->code[0] ? r->code : "-", r->op ? " " : "", op_name(r->op));
}

static void print_actor(Buf *out, const EventActor *a)
{
    if (a->actor.code[0])
        buf_printf(out, "%s", a->actor.code);
    else
        buf_put(out, STR("-"));
}

void what_print(const Article *d, const Events *events, Buf *out)
{
    for (uint32_t i = 0; i < events->n; i++) {
        const Event *e = events->event + i;
        print_actor(out, &e->source);
        buf_printf(out, " %s ", e->cameo);
        print_actor(out, &e->target);
        buf_printf(out, " %.*s", FMT(str_span(d->text->body, e->trigger)));
        if (e->modality != MODALITY_ASSERTED)
            buf_printf(out, " (%s)", modality_name(e->modality));
        buf_byte(out, '\n');
    }
}
