/* read: bytes of any kind → documents.
 *
 * In:   files, folders, standard input; plain text, JSON lines, HTML, RSS/Atom, WARC …, perhaps compressed.
 * Out:  Documents, one at a time, all of the same shape; every skipped input is reported with its reason.
 *
 * Laws:
 *   - Any bytes may come in. The worst that happens is a counted message and the next document.
 *   - Text that leaves this room is valid UTF-8; replaced bytes were counted.
 *   - Memory is bounded by the limits in ReadOptions, whatever the input's size.
 *   - The same bytes give the same documents, wherever and whenever they are read.
 */
#ifndef CASUS_READ_H
#define CASUS_READ_H

#include "base/base.h"

typedef enum { DATE_NONE, DATE_GIVEN, DATE_METADATA, DATE_URL, DATE_DATELINE, DATE_TEXT } DateFrom;

/* One article. All slices live as long as the arena that read it. */
typedef struct {
    Str id;          /* the caller's, else 16 hex digits of a hash of source and text */
    Str url, source; /* source: publisher's domain or name */
    Str author, lang;
    Str date;        /* as given: ISO 8601 day or day and time; empty when unknown */
    Day day;         /* the day of date; DAY_NONE when unknown */
    DateFrom date_from;
    /* What is coded: the title, a blank line, then the text, when the title is given apart from it;
     * else the text alone (which may begin with its title). All spans in casus are bytes of body. */
    Str body;
    uint32_t text_at; /* where the caller's text begins in body: 0 when there is no separate title */
    Str title;        /* empty when none */
    const Span *sentence; /* given sentence spans (bytes of body), or NULL */
    ptrdiff_t n_sentences;
    /* Where it came from, for messages and for resuming. */
    Str path;
    int64_t line;   /* of the record in a line-based file, else 0 */
    int64_t offset; /* input bytes consumed up to and including this document */
} Document;

typedef enum {
    FORMAT_AUTO, FORMAT_TEXT, FORMAT_JSONL, FORMAT_HTML, FORMAT_FEED, FORMAT_WARC, FORMAT_CSV, FORMAT_CONLLU,
} Format;

/* Why something was not handed on. */
typedef enum {
    SKIP_NONE,
    SKIP_UNREADABLE, /* file missing, permission, I/O */
    SKIP_EMPTY,      /* no text in it */
    SKIP_BROKEN,     /* not well-formed: bad JSON line, damaged record */
    SKIP_TOO_LARGE,  /* over a stated limit */
    SKIP_LANGUAGE,   /* not English */
    SKIP_NOT_TEXT,   /* an image, a binary, … */
    SKIP_DUPLICATE,  /* id already seen */
    SKIP_COUNT
} SkipReason;
const char *skip_name(SkipReason r); /* "unreadable", "empty", … */

typedef struct {
    Format format;
    Day day;               /* for documents without a date (DAY_NONE: none) */
    ptrdiff_t max_document; /* bytes of one document (0: 16 MiB) */
    ptrdiff_t max_ratio;    /* decompressed : compressed (0: 1000) */
    const char *field[8];   /* JSON field names tried first for id, url, source, date, title, text, lang; NULL: usual ones */
    bool any_language;      /* do not skip other languages */
    bool no_sandbox;
    /* Called for each skipped input or warning; message is one printable line with file and line. */
    void (*report)(void *context, SkipReason reason, const char *message);
    void *context;
} ReadOptions;

/* Counters, kept up by read_next. */
typedef struct {
    int64_t documents, bytes, replaced_bytes, skipped[SKIP_COUNT];
} ReadCounts;

/* A stream of documents from a list of paths ("-" is standard input; folders are walked in sorted order). */
typedef struct Reader Reader;
MUST_USE Reader *read_open(const char *const *path, int n_paths, const ReadOptions *o, Err *err);
/* Next document, in `a`. False at the end of all input. */
bool read_next(Reader *r, Document *d, Arena *a);
/* Go to the first document behind `offset` bytes of path number `path` (as read_position gave). */
MUST_USE bool read_resume(Reader *r, int path, int64_t offset, Err *err);
void read_position(const Reader *r, int *path, int64_t *offset);
const ReadCounts *read_counts(const Reader *r);
double read_progress(const Reader *r); /* share of known input consumed, 0 … 1; negative: unknown */
void read_close(Reader *r);

/* One document from a string, as the API and the tests use it. `title` may be empty. */
Document document_of(Str id, Str title, Str text, Day day, Arena *a);

#endif
