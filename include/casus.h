/* casus.h: the C interface of libcasus. News in, political events out: who did what to whom, when, where.
 *
 *     CasusError err;
 *     CasusEngine *engine = casus_open(NULL, NULL, &err);          // tables and model, once
 *     CasusWorker *worker = casus_worker_new(engine, &err);        // one a thread
 *     CasusArticle article = {.text = "Moscow accused NATO of lying.", .date = "2016-02-04"};
 *     if (casus_code(worker, &article, &err))
 *         for (size_t i = 0; i < casus_count(worker); i++)
 *             puts(casus_event(worker, i)->cameo);
 *     casus_worker_free(worker);
 *     casus_close(engine);
 *
 * Rules for the whole interface:
 *   - The engine is read-only after opening and may be shared by threads. A worker belongs to one thread
 *     at a time, and must be freed before its engine.
 *   - Strings in are UTF-8 (broken bytes are replaced); strings out are UTF-8, end in NUL, and live until
 *     the worker's next casus_code or its end. Unknown values are NULL, NAN or -1 as said below.
 *   - Positions count Unicode code points of the text given, from 0; ends are exclusive.
 *   - Functions that can fail return NULL or 0 and fill *err (which may be NULL).
 *   - The library prints nothing, reads no environment, and starts no threads.
 *
 * Link with `pkg-config --cflags --libs casus`. */
#ifndef CASUS_H
#define CASUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CASUS_API __attribute__((visibility("default")))
#else
#define CASUS_API
#endif

typedef struct CasusEngine CasusEngine;
typedef struct CasusWorker CasusWorker;

typedef struct {
    int code;       /* 0 no error, 1 usage, 2 input or output, 3 format, 4 limit, 5 system, 6 database */
    char text[500]; /* one printable line */
} CasusError;

/* Open tables and model. NULL: those linked into the library; else a folder of TSV tables or a compiled
 * pack, and a model file. */
CASUS_API CasusEngine *casus_open(const char *tables, const char *model, CasusError *err);
CASUS_API void casus_close(CasusEngine *engine);
/* "casus 0.1.0 model 3f2a11c0 tables 77c1d90e": what made the events; cite it. */
CASUS_API const char *casus_coder(const CasusEngine *engine);

CASUS_API CasusWorker *casus_worker_new(const CasusEngine *engine, CasusError *err);
CASUS_API void casus_worker_free(CasusWorker *worker);

/* An article. Only text is needed; but without a date, "Wednesday" and office holders stay open. */
typedef struct {
    const char *text;
    size_t length;      /* of text in bytes; 0: it ends in NUL */
    const char *title;  /* when it is not part of the text */
    const char *date;   /* publication: "2017-04-13" */
    const char *id;     /* goes into event ids; NULL: made of the text */
    const char *source; /* publisher */
    const char *url;
} CasusArticle;

typedef struct {
    int start, end;  /* code points; -1, -1: not in the text */
    int in_title;    /* 1: positions count in the title */
} CasusSpan;

typedef struct {
    const char *code;    /* CAMEO actor code: "RUSGOV"; NULL: not known */
    const char *country; /* "RUS", or IGO, NGO, IMG …; NULL: not known */
    const char *name;    /* "Sergey Lavrov"; NULL: not known */
    const char *id;      /* Wikidata item; NULL: not known */
    const char *text;    /* the words of the article */
    CasusSpan span;
} CasusActor;

typedef struct {
    const char *event_id;     /* stable: the same article gives the same */
    int sentence;             /* from 0 */
    const char *text;         /* the sentence */
    CasusSpan span;
    const char *trigger;      /* the words that carry the event */
    CasusSpan trigger_span;
    const char *date;         /* "2017-04-12", the first day of the time meant; NULL: not known */
    const char *date_precision; /* "day", "week", "month" … */
    const CasusActor *source, *target; /* NULL: the text names none */
    const char *cameo;        /* "130"; text, for leading zeros count */
    int quad;                 /* 1 verbal cooperation, 2 material, 3 verbal conflict, 4 material */
    double goldstein;         /* -10 … 10; NAN: the list has none */
    const char *plover;       /* "THREATEN"; NULL: none */
    const char *modality;     /* "asserted"; with casus_code_all also "denied", "conditional" … */
    const char *tense;        /* "current", "past", "future" */
    int negative, reciprocal; /* 0 or 1 */
    const char *place;        /* NULL: not known */
    const char *place_country;
    double lat, lon;          /* NAN: not known */
    double confidence;        /* 0 … 1 */
    const char *rule;         /* the table row that fired */
} CasusEvent;

/* Code an article; the events are then in the worker. Returns 1, or 0 with *err (too large). */
CASUS_API int casus_code(CasusWorker *worker, const CasusArticle *article, CasusError *err);
/* The same with events that are not asserted: denied, intended, conditional … */
CASUS_API int casus_code_all(CasusWorker *worker, const CasusArticle *article, CasusError *err);

CASUS_API size_t casus_count(const CasusWorker *worker);
CASUS_API const CasusEvent *casus_event(const CasusWorker *worker, size_t i); /* i < casus_count */
/* The event as `casus code` writes it: a JSON object, all fields. */
CASUS_API const char *casus_event_json(const CasusWorker *worker, size_t i);

#ifdef __cplusplus
}
#endif
#endif
