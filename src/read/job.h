/* job: one untrusted record to parse, and what came of it. job_run is what the sandboxed child
 * does. */
#ifndef CASUS_JOB_H
#define CASUS_JOB_H

#include "read/reader.h"

typedef enum {
    JOB_HTML,
    JOB_FEED,
    JOB_TEXT,
    JOB_FRAGMENT
} JobKind; /* fragment: HTML inside another format */
typedef struct {
    JobKind kind;
    Str charset; /* declared by HTTP, or empty */
    Str bytes;
} Job;
enum { RECORDS_MAX = 20000 };
struct Records {
    LIST(Record) list;
    int64_t replaced; /* bytes that were not text in their charset */
    bool is_opml;     /* the records' urls are files to read */
    bool is_cut;      /* limits cut the document short */
};
typedef struct Records Records;

/* All memory in a. */
Records job_run(const Job *job, Charsets *c, Arena *a);
/* feed.c: RSS, RDF, Atom, OPML in valid UTF-8. */
void feed_parse(Str xml, Records *out, Arena *a);
/* The same in the sandbox, or here when there is none. False when the parse died or took too long:
 * why. */
bool sandbox_run(Reader *r, const Job *job, Records *out, Arena *a, Err *why);

#endif
