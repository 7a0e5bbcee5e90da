/* The inside of a Store; only for files of store/. */
#ifndef CASUS_STORE_INSIDE_H
#define CASUS_STORE_INSIDE_H

#include <sqlite3.h>

#include "store/store.h"

enum {
    ST_POSITION, ST_KNOWN, ST_DOC, ST_SENTENCE, ST_EVENT, ST_ACTOR, ST_ACTOR_FIND, ST_DELETE_SEARCH,
    ST_DELETE_SENTENCES, ST_DELETE_EVENTS, ST_DELETE_QUOTES, ST_DELETE_DOC, ST_QUOTE, STORE_STATEMENTS
};
enum { STORE_CELLS = 64, STORE_MAGIC = 0x43415355 /* "CASU" */ };

struct Store {
    char path[4096];
    sqlite3 *db;
    Arena arena;
    sqlite3_stmt *st[STORE_STATEMENTS]; /* prepared when first used */
    sqlite3 *reader;                    /* sees what is committed; for store_known */
    sqlite3_stmt *known;
    /* The run. */
    Str coder, options, inputs, key;
    bool replace;
    int64_t run; /* 0: not yet in the database */
    int64_t started; /* seconds since 1970 when the unfinished run began */
    int64_t has_documents;
    Str path_at; /* position that the next commit records */
    int64_t offset_at;
    char path_room[4096];
    /* The transaction. */
    bool is_loading; /* write-ahead logging is on */
    bool in_transaction;
    double began;
    int64_t pending, new_documents, new_events;
    /* Adding. */
    int64_t next_doc;
    Map actors;              /* hash of an actor → its row */
    int column[STORE_CELLS]; /* event column → record column */
    Cell cell[STORE_CELLS];  /* bound until the statement has run */
};

bool store_fail(const Store *s, Err *err); /* message with a hint; false */
MUST_USE bool store_prepare(Store *s, const char *sql, sqlite3_stmt **st, Err *err); /* keeps one that is there */
void store_bind(sqlite3_stmt *st, int i, Str text); /* empty binds NULL */
Str store_column(sqlite3_stmt *st, int i);

#endif
