/* The life of one document: text, trees, actors, dates, places, events; each room reads what the rooms
 * before it made, and all of it lives in one arena until the next document.
 *
 * This is the boundary that a full arena jumps to: the document fails, the worker goes on. */
#include <stdlib.h>

#include "run/run.h"
#include "base/banned.h"

CasusWorker *worker_new(const CasusEngine *e, Err *err)
{
    CasusWorker *w = calloc(1, sizeof *w);
    if (!w) {
        err_set(err, CASUS_ERR_LIMIT, "out of memory");
        return NULL;
    }
    w->engine = e;
    w->doc = arena_new(1 << 20);
    w->doc.limit = WORKER_LIMIT;
    w->parser = parser_new(e->model);
    if (!w->parser) {
        free(w);
        err_set(err, CASUS_ERR_LIMIT, "out of memory for the parser");
        return NULL;
    }
    return w;
}

void worker_free(CasusWorker *w)
{
    if (!w)
        return;
    parser_free(w->parser);
    arena_free(&w->doc);
    free(w);
}

/* One room's work. */
static void room_run(CasusWorker *w, const Document *d, Room room)
{
    Coded *c = &w->coded;
    Arena *a = &w->doc;
    switch (room) {
    case ROOM_text:
        c->text = text_read(&w->engine->text, d->body, d->text_at, d->sentence, d->n_sentences, a);
        break;
    case ROOM_syntax:
        c->trees = syntax_parse(w->parser, &c->text, a);
        break;
    case ROOM_who:
        c->actors = who_resolve(w->engine->who, &c->text, &c->trees, d->day, a);
        break;
    case ROOM_when:
        c->times = when_find(w->engine->when, &c->text, &c->trees, d->day, a);
        break;
    case ROOM_where:
        c->places = where_find(w->engine->where, &c->text, &c->trees, &c->actors, d->source, a);
        break;
    case ROOM_what:
        c->quotes = quotes_find(&w->engine->quotes, &c->text, &c->trees, a);
        c->events = what_find(w->engine->what, &c->article, a);
        break;
    case ROOM_COUNT: break;
    }
}

bool worker_code(CasusWorker *w, const Document *d, Room last, Err *err)
{
    jmp_buf full;
    arena_reset(&w->doc);
    Coded *c = &w->coded;
    *c = (Coded){.last = (int)last};
    c->article = (Article){&c->text, &c->trees, &c->actors, &c->times, &c->places, &c->quotes};
    w->doc.full = &full;
    if (setjmp(full)) {
        w->doc.full = NULL;
        *c = (Coded){.last = -1};
        return err_set(err, CASUS_ERR_LIMIT, "document needs more than %d MB of memory", WORKER_LIMIT >> 20);
    }
    double before = clock_cpu();
    for (int room = 0; room <= (int)last; room++) {
        room_run(w, d, (Room)room);
        double now = clock_cpu();
        w->seconds[room] += now - before;
        before = now;
    }
    w->doc.full = NULL;
    return true;
}

void worker_show(const CasusWorker *w, Room room, Buf *out)
{
    const Coded *c = &w->coded;
    if (c->last < (int)room)
        return;
    switch (room) {
    case ROOM_text:
        text_print(&c->text, out);
        break;
    case ROOM_syntax:
        syntax_print(&c->text, &c->trees, out);
        break;
    case ROOM_who:
        who_print(w->engine->who, &c->text, &c->actors, out);
        break;
    case ROOM_when:
        when_print(&c->text, &c->times, out);
        break;
    case ROOM_where:
        where_print(&c->text, &c->places, out);
        break;
    case ROOM_what:
        what_print(&c->article, &c->events, out);
        break;
    case ROOM_COUNT: break;
    }
}

void worker_explain(CasusWorker *w, Buf *out)
{
    const Coded *c = &w->coded;
    buf_put(out, STR("tree\n"));
    worker_show(w, ROOM_syntax, out);
    buf_put(out, STR("\nactors\n"));
    worker_show(w, ROOM_who, out);
    for (uint32_t i = 0; i < c->actors.n; i++) {
        const ActorMention *m = &c->actors.mention[i];
        if (m->actor.row >= 0) {
            Str row = who_row(w->engine->who, m->actor.row, &w->doc);
            buf_printf(out, "    %s  %.*s\n", m->actor.code, FMT(row));
        }
    }
    buf_put(out, STR("\ndates\n"));
    worker_show(w, ROOM_when, out);
    buf_put(out, STR("\nplaces\n"));
    worker_show(w, ROOM_where, out);
    buf_put(out, STR("\nevents\n"));
    worker_show(w, ROOM_what, out);
    buf_put(out, STR("\nwhy\n"));
    for (uint32_t i = 0; i < c->text.n_sentences; i++)
        what_explain(w->engine->what, &c->article, i, out, &w->doc);
    (void)c;
}
