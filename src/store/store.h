/* store: records in a SQLite database that analysts keep.
 *
 * In:   documents and their records, in input order.
 * Out:  one file: documents, sentences (evidence), actors, places, events, runs; full-text search over the
 *       evidence; views with the columns of GDELT, ICEWS and POLECAT; the records again, by filter.
 *
 * Laws:
 *   - Events, the documents they come from and the position in the input are committed together: a process
 *     killed at any instant leaves whole documents, and the same command goes on behind them.
 *   - A document is known by its id. Coding the same again changes nothing; other tables, another model or
 *     another program replace its events; another text under the same id is refused unless asked for.
 *   - The same input gives the same rows in the same order.
 *   - Every message names the file and says what to do.
 */
#ifndef CASUS_STORE_H
#define CASUS_STORE_H

#include "write/record.h"

typedef struct Store Store;

enum { STORE_VERSION = 1 }; /* of the schema; older ones are migrated when opened for writing */

typedef enum { STORE_READ, STORE_WRITE } StoreMode;
/* `codes` is needed for writing (countries and labels are kept for the views); NULL for reading. */
MUST_USE bool store_open(const char *path, StoreMode mode, const Codes *codes, Store **s, Err *err);
/* Roll back what is not committed. */
void store_close(Store *s);

/* ---- writing ------------------------------------------------------------------------------ */

/* A run: this coder with these options over these inputs. */
typedef struct {
    Str coder, options;
    const char *const *inputs;
    int n_inputs;
    bool replace; /* take another text under a known id */
} StoreRun;
MUST_USE bool store_begin(Store *s, const StoreRun *run, Err *err);
/* Where an unfinished run of the same kind stopped, in a file that has not changed since; false when there is none. */
bool store_position(const Store *s, Str *path, int64_t *offset);

typedef enum { STORE_NEW, STORE_UNCHANGED, STORE_CLASH } StoreAnswer;
/* Is the document in the database already, coded the same? Sees what was committed before this process
 * opened it and later; may be called while another thread adds. */
StoreAnswer store_known(Store *s, const Document *d);
/* Add a document with its records; or see that it is there. */
typedef struct {
    const Document *document;
    const Record *record;
    const QuoteRecord *quote;
    ptrdiff_t n_records, n_quotes;
} StoreCoded;
MUST_USE bool store_add(Store *s, const StoreCoded *c, StoreAnswer *answer, Err *err);
/* Everything up to this position of the input is added: commit when enough has come together. */
MUST_USE bool store_mark(Store *s, Str path, int64_t offset, Err *err);
/* Commit, build what is missing of indices and search, mark the run as finished. */
MUST_USE bool store_finish(Store *s, Err *err);

/* ---- reading ------------------------------------------------------------------------------ */

/* NULL or empty means any. Actor codes and CAMEO codes match by their beginning. */
typedef struct {
    const char *actor;  /* source or target */
    const char *source, *target;
    const char *dyad;   /* "RUS:USA": either way round */
    const char *code;   /* CAMEO */
    const char *plover;
    const char *from, *to; /* days, both inclusive */
    const char *place;  /* name, or three capitals for a country */
    const char *words;  /* full-text search over the evidence, in FTS5's syntax */
    const char *doc;    /* document id */
    const char *story;
    double confidence;  /* at least */
    int64_t limit;      /* 0: all */
    bool all;           /* not only asserted events */
} StoreFilter;
/* Records in order of date, document, place in it. Strings live until `each` returns; false stops. */
typedef bool StoreEach(void *context, const Record *r);
MUST_USE bool store_select(Store *s, const StoreFilter *f, StoreEach *each, void *context, Err *err);

/* The same, but those with the largest |Goldstein| × confidence first. */
MUST_USE bool store_weightiest(Store *s, const StoreFilter *f, StoreEach *each, void *context, Err *err);

/* Quotations in order of document and place in it. */
typedef struct {
    const char *speaker; /* actor code by its beginning, or a name */
    const char *about;   /* actor code */
    const char *words;   /* somewhere in the quotation */
    const char *kind;    /* direct, indirect, mixed */
    const char *doc;
    int64_t limit;
} QuoteFilter;
typedef bool QuoteEach(void *context, const QuoteRecord *q);
MUST_USE bool store_quotes(Store *s, const QuoteFilter *f, QuoteEach *each, void *context, Err *err);

/* Rows of `SELECT columns FROM records WHERE filter tail`, cells as text; for reports. */
typedef bool StoreRow(void *context, int n, const Str *cell);
MUST_USE bool store_ask(Store *s, const StoreFilter *f, const char *columns, const char *tail, StoreRow *row, void *context, Err *err);

#endif
