/* The life of one document: text, trees, actors, dates, places, events; each room reads what the rooms
 * before it made, and all of it lives in one arena until the next document.
 *
 * This is the boundary that a full arena jumps to: the document fails, the worker goes on. */
#include <stdlib.h>

#include "run/run.h"
#include "have.h"
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
#ifdef HAVE_syntax
    w->parser = parser_new(e->model);
    if (!w->parser) {
        free(w);
        err_set(err, CASUS_ERR_LIMIT, "out of memory for the parser");
        return NULL;
    }
#endif
    return w;
}

void worker_free(CasusWorker *w)
{
    if (!w)
        return;
#ifdef HAVE_syntax
    parser_free(w->parser);
#endif
    arena_free(&w->doc);
    free(w);
}

/* One room's work. */
static void room_run(CasusWorker *w, const Document *d, Room room)
{
    Coded *c = &w->coded;
    Arena *a = &w->doc;
    (void)d, (void)c, (void)a;
    switch (room) {
    case ROOM_text:
#ifdef HAVE_text
        c->text = text_read(&w->engine->text, d->body, d->text_at, d->sentence, d->n_sentences, a);
#endif
        break;
    case ROOM_syntax:
#ifdef HAVE_syntax
        c->trees = syntax_parse(w->parser, &c->text, a);
#endif
        break;
    case ROOM_who:
#ifdef HAVE_who
        c->actors = who_resolve(w->engine->who, &c->text, &c->trees, d->day, a);
#else
        c->actors.at = NEW(a, int32_t, c->text.n_tokens + 1);
        memset(c->actors.at, 0xFF, sizeof *c->actors.at * (c->text.n_tokens + 1));
#endif
        break;
    case ROOM_when:
#ifdef HAVE_when
        c->times = when_find(w->engine->when, &c->text, &c->trees, d->day, a);
#endif
        break;
    case ROOM_where:
#ifdef HAVE_where
        c->places = where_find(w->engine->where, &c->text, &c->trees, &c->actors, d->source, a);
#endif
        break;
    case ROOM_what:
#ifdef HAVE_what
#ifdef HAVE_syntax
        c->quotes = quotes_find(&w->engine->quotes, &c->text, &c->trees, a);
#endif
        c->events = what_find(w->engine->what, &c->article, a);
#endif
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
    double before = clock_seconds();
    for (int room = 0; room <= (int)last; room++) {
        room_run(w, d, (Room)room);
        double now = clock_seconds();
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
    (void)c, (void)out;
    switch (room) {
    case ROOM_text:
#ifdef HAVE_text
        text_print(&c->text, out);
#endif
        break;
    case ROOM_syntax:
#ifdef HAVE_syntax
        syntax_print(&c->text, &c->trees, out);
#endif
        break;
    case ROOM_who:
#ifdef HAVE_who
        who_print(w->engine->who, &c->text, &c->actors, out);
#endif
        break;
    case ROOM_when:
#ifdef HAVE_when
        when_print(&c->text, &c->times, out);
#endif
        break;
    case ROOM_where:
#ifdef HAVE_where
        where_print(&c->text, &c->places, out);
#endif
        break;
    case ROOM_what:
#ifdef HAVE_what
        what_print(&c->article, &c->events, out);
#endif
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
#ifdef HAVE_who
    for (uint32_t i = 0; i < c->actors.n; i++) {
        const ActorMention *m = &c->actors.mention[i];
        if (m->actor.row >= 0) {
            Str row = who_row(w->engine->who, m->actor.row, &w->doc);
            buf_printf(out, "    %s  %.*s\n", m->actor.code, FMT(row));
        }
    }
#endif
    buf_put(out, STR("\ndates\n"));
    worker_show(w, ROOM_when, out);
    buf_put(out, STR("\nplaces\n"));
    worker_show(w, ROOM_where, out);
    buf_put(out, STR("\nevents\n"));
    worker_show(w, ROOM_what, out);
    buf_put(out, STR("\nwhy\n"));
#ifdef HAVE_what
    for (uint32_t i = 0; i < c->text.n_sentences; i++)
        what_explain(w->engine->what, &c->article, i, out, &w->doc);
#endif
    (void)c;
}
