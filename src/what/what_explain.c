/* Why: for each predicate of a sentence its arguments, the row that fired or why none did, the act and what became
 * of it; then the events. */
#include "what/work.h"
#include "base/banned.h"

static void put_ends(const Work *k, const Ends *ends, Buf *out)
{
    if (!ends->n)
        buf_put(out, STR(" nobody"));
    for (int i = 0; i < ends->n; i++) {
        const End *e = ends->item + i;
        const ActorMention *m = k->actors->mention + e->mention;
        buf_printf(out, " %s (%s%s", m->actor.code, slot_name(e->slot), e->indirect ? ", inside: " : ": ");
        for (uint32_t t = m->first; t <= m->last; t++)
            buf_printf(out, "%s%.*s", t > m->first ? " " : "", FMT(k->token[t].form));
        buf_put(out, STR(")"));
    }
}

static void put_act(const Work *k, const Act *act, Buf *out)
{
    static const char *const stands[] = {"fact", "future", "must", "should", "possible", "condition", "purpose"};
    buf_printf(out, "    act %s%s, told as %s (factuality %.1f); source", act->code[0] ? act->code : "-", act->negative ? " negated" : "",
               stands[act->stand], 3 * factuality_of(k, act->predicate));
    put_ends(k, &act->source, out);
    buf_put(out, STR("; target"));
    put_ends(k, &act->target, out);
    buf_byte(out, '\n');
}

/* Rows of the predicate's word that were not chosen. */
static void put_others(const Work *k, uint32_t p, int32_t chosen, Buf *out)
{
    const FrameGroup *g = k->w->group + k->group[p];
    int shown = 0;
    for (uint32_t i = g->first; i < g->first + g->n && shown < 4; i++) {
        const FrameRow *r = k->w->row + k->w->entry[i].row;
        if ((int32_t)k->w->entry[i].row == chosen)
            continue;
        buf_printf(out, "%s %.*s %c %s%s%.*s", shown++ ? ";" : "    also considered:", FMT(row_place(k->w, r, k->a)), "VNA"[r->pos],
                   r->code[0] ? r->code : "-", r->when.len ? " if " : "", FMT(pool_get(k->w->pool, r->when)));
    }
    if (shown)
        buf_byte(out, '\n');
}

static void put_predicate(Work *k, uint32_t p, Buf *out)
{
    Args args;
    Acts acts = {0};
    args_of(k, p, &args);
    Match m = row_match(k, p, &args, 0);
    buf_printf(out, "%.*s: ", FMT(k->token[p].form));
    args_print(k, &args, out);
    buf_byte(out, '\n');
    if (m.row < 0)
        buf_put(out, STR("    no row fits\n"));
    else
        buf_printf(out, "    %.*s\n", FMT(what_row(k->w, m.row, k->a)));
    if (m.complement >= 0 && k->w->row[m.row].op)
        buf_printf(out, "    governs %.*s\n", FMT(k->token[m.complement].form));
    acts_of(k, p, NULL, 0, &acts);
    for (int i = 0; i < acts.n; i++)
        put_act(k, acts.item + i, out);
    if (k->consumed[p])
        buf_put(out, STR("    governed by another word\n"));
    put_others(k, p, m.row, out);
}

void what_explain(const WhatTables *w, const Article *d, uint32_t sentence, Buf *out, Arena *a)
{
    Work k = work_open(w, d, a);
    const Sentence *s = d->text->sentence + sentence;
    for (uint32_t p = s->first; p < s->first + s->n; p++)
        if (k.group[p] >= 0)
            put_predicate(&k, p, out);
    k.told = out;
    sentence_events(&k, s);
}
