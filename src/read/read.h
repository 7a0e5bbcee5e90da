/* read: bytes of any kind → documents.
 *
 * In:   files, folders, standard input; plain text, JSON lines, HTML, RSS/Atom, WARC …, perhaps
 * compressed. Out:  Documents, one at a time, all of the same shape; every skipped input is
 * reported with its reason.
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
const char *date_from_name(DateFrom f); /* "none", "given", "metadata", … */

/* One article. All slices live as long as the arena that read it. */
typedef struct {
    Str id;          /* the caller's, else 16 hex digits of a hash of source and text */
    Str url, source; /* source: publisher's domain or name */
    Str author, lang;
    Str date; /* as given: ISO 8601 day or day and time; empty when unknown */
    Day day;  /* the day of date; DAY_NONE when unknown */
    DateFrom date_from;
    /* What is coded: the title, a blank line, then the text, when the title is given apart from it;
     * else the text alone (which may begin with its title). All spans in casus are bytes of body.
     */
    Str body;
    uint32_t
        text_at; /* where the caller's text begins in body: 0 when there is no separate title */
    Str title;   /* empty when none */
    const Span *sentence; /* given sentence spans (bytes of body), or NULL */
    ptrdiff_t n_sentences;
    /* Where it came from, for messages and for resuming. */
    Str path;       /* "-" for standard input */
    int64_t line;   /* of the record in a line-based file, else 0 */
    int64_t offset; /* the mark behind this document in its path, for read_resume; grows within a
                       path */
} Document;

/* FORMAT_AUTO: told from the first bytes of each file, after decompression. */
typedef enum {
    FORMAT_AUTO,
    FORMAT_TEXT,  /* one file, one document */
    FORMAT_JSONL, /* an object a line; also an array or a sequence of objects over many lines */
    FORMAT_HTML,  /* one page, one document: its article */
    FORMAT_FEED,  /* RSS, RDF, Atom: a document an item; OPML: the local files it lists */
    FORMAT_WARC,  /* WARC, WET, ARC: a document a page */
    FORMAT_CSV,   /* CSV or TSV with a header line */
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

/* Record fields, as indexes of ReadOptions.field. */
enum {
    FIELD_ID,
    FIELD_URL,
    FIELD_SOURCE,
    FIELD_DATE,
    FIELD_TITLE,
    FIELD_TEXT,
    FIELD_LANG,
    FIELD_AUTHOR,
    FIELD_COUNT
};

/* Zero means the default everywhere. */
typedef struct {
    Format format;
    Day day;                /* for documents without a date of their own; DAY_NONE or 0: none */
    ptrdiff_t max_document; /* bytes of one document or record (16 MiB) */
    ptrdiff_t max_ratio;    /* decompressed : compressed, once over 64 MiB came out (1000) */
    double max_seconds;     /* for parsing one untrusted record (10) */
    const char *field[FIELD_COUNT]; /* names in JSON objects and CSV headers, "a.b" for b inside a;
                                       NULL: the usual ones, see src/read/fields.c */
    bool any_language;              /* do not skip other languages than English */
    bool no_sandbox;                /* parse HTML and feeds in this process */
    /* Called for each skipped input (reason) or warning (SKIP_NONE); one printable line, beginning
     * with the path and, where there are lines, the line. */
    void (*report)(void *context, SkipReason reason, const char *message);
    void *context;
} ReadOptions;

/* Counters, kept up by read_next. */
typedef struct {
    int64_t documents, skipped[SKIP_COUNT];
    int64_t records; /* of WARC files, those without text (requests, metadata) included */
    int64_t bytes;   /* as stored, before decompression */
    int64_t replaced_bytes;
} ReadCounts;

/* A stream of documents from a list of paths: files, folders (walked in sorted order, links to
 * folders not followed), "-" for standard input. A pattern with '*', '?' or '[' that names no file
 * is a glob. NULL only for wrong options; a path that cannot be read is reported and skipped. */
typedef struct Reader Reader;
MUST_USE Reader *read_open(const char *const *path, int n_paths, const ReadOptions *o, Err *err);
/* Next document, in `a`. False at the end of all input. If `a` is full, control jumps as
 * arena_alloc does, and the next call goes on behind that document. */
bool read_next(Reader *r, Document *d, Arena *a);
/* Before the first read_next: go on behind a document, given its path and offset. Files that come
 * before that path are taken as read. False when no such path comes. */
MUST_USE bool read_resume(Reader *r, Str path, int64_t offset, Err *err);
const ReadCounts *read_counts(const Reader *r);
double read_progress(const Reader *r); /* share of known input consumed, 0 … 1; negative: unknown */
void read_close(Reader *r);

/* One document from a string, as the API and the tests use it. `title` may be empty. */
Document document_of(Str id, Str title, Str text, Day day, Arena *a);

#endif
