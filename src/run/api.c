/* The public interface (include/casus.h) over engine and worker: C strings in, C strings out. */
#include <stdlib.h>

#include "casus.h"
#include "run/run.h"
#include "base/banned.h"

/* What a worker keeps for its caller, until the next article. */
typedef struct {
    Arena arena;
    Records records;
    CasusEvent *event;
    const char **json;
} Kept;

static Err *err_of(Err *e)
{
    *e = (Err){0};
    return e;
}

static void give_error(const Err *from, CasusError *to)
{
    if (!to)
        return;
    to->code = (int)from->code;
    _Static_assert(sizeof to->text == sizeof from->text, "one size of messages");
    memcpy(to->text, from->text, sizeof to->text);
}

CasusEngine *casus_open(const char *tables, const char *model, CasusError *err)
{
    Err e;
    CasusEngine *engine = NULL;
    if (!engine_open(&(EngineOptions){.tables = tables, .model = model}, &engine, err_of(&e)))
        give_error(&e, err);
    return engine;
}

void casus_close(CasusEngine *engine)
{
    engine_close(engine);
}

const char *casus_coder(const CasusEngine *engine)
{
    return engine->coder;
}

CasusWorker *casus_worker_new(const CasusEngine *engine, CasusError *err)
{
    Err e;
    CasusWorker *w = worker_new(engine, err_of(&e));
    Kept *kept = w ? calloc(1, sizeof *kept) : NULL;
    if (w && !kept) {
        worker_free(w);
        w = NULL;
        err_set(&e, CASUS_ERR_LIMIT, "out of memory");
    }
    if (!w) {
        give_error(&e, err);
        return NULL;
    }
    kept->arena = arena_new(1 << 16);
    kept->arena.limit = WORKER_LIMIT;
    w->kept = kept;
    return w;
}

void casus_worker_free(CasusWorker *w)
{
    Kept *kept = w ? w->kept : NULL;
    if (kept)
        arena_free(&kept->arena);
    free(kept);
    worker_free(w);
}

/* ---- results ------------------------------------------------------------------------------ */

static const char *c_string(Str s, Arena *a)
{
    return s.len ? arena_cstr(a, s) : NULL;
}

static CasusSpan c_span(RecordSpan s)
{
    return s.is_set ? (CasusSpan){(int)s.start, (int)s.end, s.in_title} : (CasusSpan){-1, -1, 0};
}

static const CasusActor *c_actor(const RecordActor *from, Arena *a)
{
    if (!from->is_set)
        return NULL;
    CasusActor *to = NEW(a, CasusActor, 1);
    *to = (CasusActor){.code = c_string(from->code, a),
                       .country = c_string(from->country, a),
                       .name = c_string(from->name, a),
                       .id = c_string(from->id, a),
                       .text = c_string(from->text, a),
                       .span = c_span(from->span)};
    return to;
}

static CasusEvent c_event(const Record *r, Arena *a)
{
    char day[11];
    return (CasusEvent){.event_id = c_string(r->event_id, a),
                        .sentence = r->sentence,
                        .text = c_string(r->text, a),
                        .span = c_span(r->span),
                        .trigger = c_string(r->trigger, a),
                        .trigger_span = c_span(r->trigger_span),
                        .date = c_string(day_format(r->date, day), a),
                        .date_precision = c_string(r->date_precision, a),
                        .source = c_actor(&r->source, a),
                        .target = c_actor(&r->target, a),
                        .cameo = c_string(r->cameo, a),
                        .quad = r->quad,
                        .goldstein = r->goldstein,
                        .plover = c_string(r->plover, a),
                        .modality = c_string(r->modality, a),
                        .tense = c_string(r->tense, a),
                        .negative = r->negative,
                        .reciprocal = r->reciprocal,
                        .place = c_string(r->place, a),
                        .place_country = c_string(r->place_country, a),
                        .lat = r->lat,
                        .lon = r->lon,
                        .confidence = r->confidence,
                        .rule = c_string(r->rule, a)};
}

static Document c_document(const CasusArticle *from, Arena *a)
{
    Str text = from->length ? (Str){from->text, (ptrdiff_t)from->length} : str_of(from->text);
    Str title = utf8_clean(str_of(from->title), NULL, a);
    Day day = from->date ? day_parse(str_of(from->date)) : DAY_NONE;
    Document d = document_of(utf8_clean(str_of(from->id), NULL, a), title, utf8_clean(text, NULL, a), day, a);
    d.source = utf8_clean(str_of(from->source), NULL, a);
    d.url = utf8_clean(str_of(from->url), NULL, a);
    return d;
}

/* Apart from its caller, so that no local lives over the jump. */
static bool code_article(CasusWorker *w, Kept *kept, const CasusArticle *from, bool all, Err *err)
{
    jmp_buf full;
    Arena *a = &kept->arena;
    a->full = &full;
    if (setjmp(full)) {
        kept->records = (Records){0};
        return err_set(err, CASUS_ERR_LIMIT, "article needs more than %d MB of memory", WORKER_LIMIT >> 20);
    }
    Document d = c_document(from, a);
    if (!worker_code(w, &d, ROOM_what, err))
        return false;
    records_of(&d, &w->coded.article, &w->coded.events, str_of(w->engine->coder), all, &kept->records, a);
    kept->event = NEW(a, CasusEvent, kept->records.n);
    kept->json = NEW(a, const char *, kept->records.n);
    Buf line = {0};
    for (ptrdiff_t i = 0; i < kept->records.n; i++) {
        kept->event[i] = c_event(&kept->records.item[i], a);
        buf_clear(&line);
        write_record(WRITE_JSONL, &kept->records.item[i], NULL, &line);
        kept->json[i] = arena_cstr(a, str_trim(buf_str(&line)));
    }
    buf_free(&line);
    return true;
}

static int code(CasusWorker *w, const CasusArticle *from, bool all, CasusError *err)
{
    Kept *kept = w->kept;
    Err e;
    arena_reset(&kept->arena);
    kept->records = (Records){0};
    bool ok = code_article(w, kept, from, all, err_of(&e));
    kept->arena.full = NULL;
    if (!ok) {
        kept->records = (Records){0};
        give_error(&e, err);
    }
    return ok;
}

int casus_code(CasusWorker *worker, const CasusArticle *article, CasusError *err)
{
    return code(worker, article, false, err);
}

int casus_code_all(CasusWorker *worker, const CasusArticle *article, CasusError *err)
{
    return code(worker, article, true, err);
}

size_t casus_count(const CasusWorker *w)
{
    const Kept *kept = w->kept;
    return (size_t)kept->records.n;
}

const CasusEvent *casus_event(const CasusWorker *w, size_t i)
{
    const Kept *kept = w->kept;
    return &kept->event[i];
}

const char *casus_event_json(const CasusWorker *w, size_t i)
{
    const Kept *kept = w->kept;
    return kept->json[i];
}
