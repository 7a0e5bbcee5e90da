/* reader: what the files of read/ share with each other. Nobody outside includes it.
 *
 * The life of a file:   path → Stream (fd, decompressed, a window of bytes) → format by its first
 * bytes → the format's reader cuts one record after the other out of the window → Document →
 * finishing touches (id, source, date, language), counted and handed on.
 */
#ifndef CASUS_READER_H
#define CASUS_READER_H

#include "read/read.h"

enum { MIB = 1 << 20 };

/* ---- stream.c, inflate.c: bytes behind a file descriptor, decompressed ---------------------- */

typedef enum {
    CODEC_NONE,
    CODEC_GZIP,
    CODEC_ZSTD,
    CODEC_BZIP2,
    CODEC_XZ,
    CODEC_UTF16LE,
    CODEC_UTF16BE
} Codec;
typedef struct Decoder Decoder;

/* A window over a stream of any length: bytes [at, window.len) are decoded and not yet taken.
 * Damage in compressed data does not end the stream: decoding goes on at the next frame's magic,
 * and the place where bytes are missing is kept, so that no record is joined over it. */
typedef struct {
    int fd;
    Codec codec;
    Buf raw; /* as read; [raw_at, raw.len) not yet decoded */
    ptrdiff_t raw_at;
    bool raw_end;
    int64_t raw_total; /* bytes read from fd */
    Arena *perm;       /* set once: where the decoder lives */
    Decoder *decoder;
    Buf window;
    ptrdiff_t at;
    int64_t offset;  /* of window[at] in the decoded stream */
    int64_t decoded; /* bytes decoded so far */
    bool end;
    ptrdiff_t max_ratio;
    int64_t gap;     /* decoded offset of the last damage; -1: none */
    int64_t damages; /* how many */
    bool too_large;  /* ended because of max_ratio */
    Err err;         /* of the last damage or I/O failure */
} Stream;

void stream_start(Stream *s, int fd, ptrdiff_t max_ratio); /* buffers are kept from file to file */
/* The bytes at hand, at least `want` of them unless the stream ends before. Valid until the next
 * call. */
Str stream_peek(Stream *s, ptrdiff_t want);
void stream_take(Stream *s, ptrdiff_t n); /* n ≤ what peek gave */
/* The next line without its end, taken; false at the end of the stream. Of a line over max only the
 * first max bytes are given, the rest is dropped and *too_long set. */
bool stream_line(Stream *s, ptrdiff_t max, Str *line, bool *too_long);
void stream_stop(Stream *s); /* close fd */
void stream_free(Stream *s);

Codec codec_of(Str start); /* by magic */
/* Decode some of s->raw to the end of s->window; at frame ends and damage it prepares the next
 * frame. */
void decoder_run(Stream *s);
void decoder_close(Decoder *d); /* give the libraries' memory back; d may be NULL */
bool stream_read_raw(Stream *s, ptrdiff_t want); /* more raw bytes; false at their end */
/* Decompress a whole small body (an HTTP payload) into out, whose max holds. */
bool inflate_body(Str bytes, Str coding, Buf *out);

/* ---- documents ------------------------------------------------------------------------------ */

/* A record as the formats give it, before finishing: all slices anywhere, maybe in the stream's
 * window. */
typedef struct {
    Str field[FIELD_COUNT];
    const Span *sentence; /* code points of the text; NULL: none */
    ptrdiff_t n_sentences;
    DateFrom date_from;
} Record;

/* Which field a name means: its rank (0 best) among the usual names of *field, or -1. */
int field_rank(Str name, const ReadOptions *o, int *field);
/* Lower case, letters, digits and dots only: "Published_At" → "publishedat". At most `room` bytes.
 */
Str field_fold(Str name, char *out, ptrdiff_t room);

/* Copies the record into `a` as a Document (body, spans, id, source, date), without path and line.
 */
Document document_make(const Record *rec, Day fallback, Arena *a);
Str url_host(Str url); /* "www.bbc.co.uk" → "bbc.co.uk"; empty when none */

/* ---- jsonwalk.c ------------------------------------------------------------------------------ */

typedef struct {
    /* A string or number and the dotted path of keys to it; slices are valid during the call. */
    void (*value)(void *context, Str path, Str value, bool is_string);
    void (*close)(void *context,
                  Str path); /* the end of an object whose own path this is; may be NULL */
    void *context;
} JsonVisitor;
typedef enum { JSON_OBJECT, JSON_OTHER, JSON_BROKEN } Json;
/* One JSON text, valid UTF-8. JSON_BROKEN fills why; what stands before the fault has been told by
 * then. */
Json json_walk(Str json, const JsonVisitor *visitor, Arena *a, char *why, size_t why_room);

/* ---- dates.c -------------------------------------------------------------------------------- */

/* A date in any usual notation → "2017-04-13" or "2017-04-13T12:56:00Z" (into out) and its day. */
Day date_read(Str s, char out[32], Str *iso);
/* The date in a URL's path ("/2017/04/13/…", "/20170413/…"), DAY_NONE when none. */
Day date_in_url(Str url);

/* ---- charset.c, language.c ------------------------------------------------------------------ */

/* Bytes in any charset → UTF-8 in `a` (the same slice when already valid). declared: a label from
 * HTTP or empty; markup: look for <meta charset> and <?xml encoding?>. *replaced is increased. */
enum { CHARSETS_MAX = 96 };
typedef struct {
    void *open[CHARSETS_MAX]; /* iconv_t */
    bool is_open[CHARSETS_MAX];
} Charsets;
Str charset_decode(Charsets *c, Str bytes, Str declared, bool markup, int64_t *replaced, Arena *a);
void charsets_warm(Charsets *c); /* open every converter now: the sandbox can open none later */
void charsets_close(Charsets *c);

/* BCP 47 of a text's language among those known, or empty when it cannot be told (too short,
 * unknown). */
Str language_of(Str text);

/* ---- the reader ------------------------------------------------------------------------------ */

typedef struct Walk Walk;
typedef struct Sandbox Sandbox;
typedef struct WarcState {
    bool is_arc;
    int64_t record;
} WarcState;
typedef struct CsvState {
    char by;
    int n_columns;
    struct {
        int8_t field, rank;
    } column[256];
} CsvState;

struct Reader {
    Arena perm;    /* as long as the reader */
    Arena scratch; /* one record */
    ReadOptions o;
    ReadCounts counts;
    Walk *walk;
    Str path; /* of the open file; ptr NULL when none is open */
    bool is_open;
    Stream in;
    Format format;
    int64_t line;    /* of the record last read, from 1 */
    int64_t item;    /* of the feed's or sandbox's replies */
    int64_t damages; /* of the stream, already reported */
    int64_t resume;  /* mark to go on behind in this file, or 0 */
    bool resumed;
    int64_t told_before; /* documents and skips before this file */
    int64_t known_bytes; /* of all paths, -1: unknown */
    int64_t raw_before;  /* bytes of the files before this one */
    bool json_values;    /* JSON over many lines */
    struct {
        int array, commas, objects;
        bool told;
    } json; /* between the objects of such a file */
    CsvState csv;
    WarcState warc;
    Charsets charsets;
    Sandbox *sandbox;
    Record *pending; /* records of the last parse, still to hand on; in scratch */
    ptrdiff_t n_pending, next_pending;
    int64_t pending_line;
    Str record_url, record_date; /* what the container (WARC) says of them */
    Str *extra;                  /* files listed by an OPML list, still to read */
    ptrdiff_t n_extra;
    int opml_depth;
    bool told_no_sandbox;
};

/* Each format's reader: the next record as a document; false at the end of the file. Skipped
 * records are reported inside. */
bool plain_next(Reader *r, Document *d, Arena *a);
bool json_is_values(Str start); /* JSON over many lines, told by the first ones */
bool jsonl_next(Reader *r, Document *d, Arena *a);
bool csv_start(Reader *r); /* reads the header line */
bool csv_next(Reader *r, Document *d, Arena *a);
bool warc_next(Reader *r, Document *d, Arena *a);
bool markup_next(Reader *r, Document *d, Arena *a); /* HTML and feeds, through the sandbox */
/* The next record of the last parse as a document; false when there is none left. */
bool pending_next(Reader *r, Document *d, Arena *a);

/* Report and count. line 0: the file as a whole. */
void reader_skip(Reader *r, SkipReason why, int64_t line, const char *fmt, ...) PRINTF(4, 5);
/* Language, path, line, offset; counts. False (reported) when the document is to be skipped. */
bool reader_accept(Reader *r, Document *d, int64_t line, Arena *a);
ptrdiff_t reader_max(const Reader *r); /* bytes of one document */

/* Bytes in any charset as UTF-8; HTML in a record's text as plain text. What needs parsing goes
 * through the sandbox; false when that failed (reported). */
bool reader_decode(Reader *r, int64_t line, Str bytes, Str *text);
bool reader_unmark(Reader *r, int64_t line, Record *rec);

Format format_of(Str start, Str path, const ReadOptions *o);

#endif
