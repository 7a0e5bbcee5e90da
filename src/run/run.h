/* run: wires the rooms together: the engine, the workers, the life of one document, the line.
 *
 * In:   compiled tables and a model (linked in, or files), documents.
 * Out:  Coded: everything the rooms say about a document; and, through the line, work on many documents by
 *       several threads whose results are taken in the order of the input.
 *
 * Laws:
 *   - CasusEngine is immutable once open and may be shared by threads; a CasusWorker belongs to one thread.
 *   - A document that needs more than the worker's memory limit fails alone, with CASUS_ERR_LIMIT.
 *   - Results do not depend on the number of threads.
 */
#ifndef CASUS_RUN_H
#define CASUS_RUN_H

#include "dict/petrarch.h"
#include "read/read.h"
#include "what/what.h"
#include "write/record.h"

/* The rooms between a document and its events, in order. */
#define ROOM_LIST(X) X(text) X(syntax) X(who) X(when) X(where) X(what)
typedef enum {
#define X(name) ROOM_##name,
    ROOM_LIST(X)
#undef X
        ROOM_COUNT
} Room;
const char *room_name(int room);
int room_of(Str name); /* -1 when there is none */

/* ---- engine ------------------------------------------------------------------------------- */

enum { TABLES_VERSION = 1 }; /* of the pack that compile-tables writes */

/* Dictionaries of PETRARCH, compiled beside our tables or instead of them (dict/petrarch.h). */
typedef struct {
    const char *dir; /* NULL: none */
    bool instead;
    PetrarchReport *report; /* lines left out */
    void *context;
    PetrarchCounts counts; /* filled */
} PetrarchFiles;

/* Compile a folder of TSV tables, or (dir NULL) the tables that a pack was made from, into a pack that engine_open
 * reads. petrarch may be NULL. */
MUST_USE bool tables_compile(const char *dir, const Pack *pack, PetrarchFiles *petrarch, Buf *out, Err *err);

typedef struct {
    const char *tables; /* a folder of TSV or a compiled pack; NULL: those linked into the program */
    const char *model;  /* a model file; NULL: the one linked in */
    PetrarchFiles *petrarch; /* NULL: none */
} EngineOptions;

typedef struct CasusEngine {
    Arena perm;
    File tables_file, model_file;
    Pack tables;
    const Model *model;
    TextTables text;
    QuoteTables quotes;
    const WhoTables *who;
    const WhenTables *when;
    const WhereTables *where;
    const WhatTables *what;
    Codes codes;
    uint64_t tables_sum, model_sum;
    char coder[64]; /* "casus 0.1.0 model 3f2a11c0 tables 77c1d90e" */
} CasusEngine;

MUST_USE bool engine_open(const EngineOptions *o, CasusEngine **e, Err *err);
void engine_close(CasusEngine *e);

/* ---- worker ------------------------------------------------------------------------------- */

/* A document as the rooms made it; rooms behind `last` are empty. */
typedef struct {
    Text text;
    Trees trees;
    Actors actors;
    Times times;
    Places places;
    Quotes quotes;
    Article article; /* pointers to the above */
    Events events;
    int last; /* Room */
} Coded;

typedef struct CasusWorker {
    const CasusEngine *engine;
    Parser *parser;
    Arena doc;                  /* what the rooms return */
    Coded coded;                /* of the last document */
    void *kept;                 /* what api.c gives out */
    double seconds[ROOM_COUNT]; /* processor time spent in each room since the start */
} CasusWorker;

enum { WORKER_LIMIT = 512 << 20 }; /* bytes that one document may need */

MUST_USE CasusWorker *worker_new(const CasusEngine *e, Err *err);
void worker_free(CasusWorker *w);
/* Code a document up to the room `last`; the result is in w->coded until the next call. */
MUST_USE bool worker_code(CasusWorker *w, const Document *d, Room last, Err *err);
/* What a room found in the last document, as `casus show` prints it and the cases expect it. */
void worker_show(const CasusWorker *w, Room room, Buf *out);
/* Why the last document is coded as it is: trees, actors with their rows, dates, places, events, reasons. */
void worker_explain(CasusWorker *w, Buf *out);

#endif
