/* write: events → records, and records → every format of the field. Pure.
 *
 * In:   a Document and what the rooms made of it.
 * Out:  Records: flat, complete, self-contained events (the JSON line of docs/formats.md); formatters that
 *       turn records into lines of JSON, CSV, GDELT, ICEWS, POLECAT, PETRARCH.
 *
 * Laws:
 *   - A record is the whole event: every format is a view of it, and the store keeps it and gives it back.
 *   - Spans of records count Unicode code points of the caller's text; spans inside a separately given
 *     title count in the title and say so.
 *   - The same record gives the same bytes.
 */
#ifndef CASUS_RECORD_H
#define CASUS_RECORD_H

#include "dict/dict.h"
#include "read/read.h"
#include "what/quotes.h"
#include "what/what.h"

/* Code points, [start, end). */
typedef struct {
    uint32_t start, end;
    bool is_set;
    bool in_title; /* of the title that was given apart from the text */
} RecordSpan;

typedef struct {
    bool is_set; /* false: the text gives no actor here */
    Str code, country, name, id, text;
    Str role[ACTOR_ROLES]; /* unused ones empty */
    RecordSpan span;
} RecordActor;

/* Empty Str, unset span, NAN and DAY_NONE mean: not known. */
typedef struct {
    Str event_id; /* 16 hex digits, stable: document, place in it, code and actors */
    Str doc_id;
    int32_t sentence;
    bool in_lead; /* in the title or the first paragraph */
    RecordSpan span;
    Str text; /* the evidence sentence */
    Str trigger;
    RecordSpan trigger_span;
    Day date;
    Str date_precision, date_text;
    RecordSpan date_span;
    RecordActor source, target;
    Str cameo;
    int32_t quad;
    double goldstein;
    Str plover, plover_mode;
    Str modality, tense;
    bool negative, reciprocal;
    Str speaker, speaker_code;
    RecordSpan speaker_span;
    Str place, place_country, place_region, place_kind;
    double lat, lon;
    int64_t place_id;
    RecordSpan place_span;
    double confidence;
    Str rule, story_id, coder;
    /* Of the document, for the formats that want them. */
    Str url, publisher, doc_date, doc_title;
    Day doc_day;
    int32_t doc_length; /* code points of the text */
} Record;

typedef LIST(Record) Records;

/* Where the spans of one document lie, in code points. */
typedef struct {
    const Document *doc;
    uint32_t *count; /* code points before byte 64·i of the body; NULL: all ASCII */
} Offsets;
Offsets offsets_of(const Document *d, Arena *a);
RecordSpan offsets_span(const Offsets *o, Span bytes);

/* Records of all events (asserted only, unless `all`), in text order. Strings are copied into `a` or lie
 * in the document's body, so they outlive the worker's arena. */
void records_of(const Document *d, const Article *article, const Events *events, Str coder, bool all, Records *out, Arena *a);

/* ---- quotations --------------------------------------------------------------------------- */

enum { QUOTE_ABOUT = 8 };

/* Who said what, about whom. */
typedef struct {
    Str doc_id;
    int32_t sentence; /* of the content's beginning */
    Str speaker, speaker_code, speaker_text; /* name, actor code; empty where unknown */
    RecordSpan speaker_span;
    Str cue; /* the words of saying: "has called for"; empty for a quotation that stands alone */
    RecordSpan cue_span;
    Str cue_class, kind; /* as quotes.h names them */
    bool negative;
    Str content[QUOTE_PARTS]; /* "A," X said, "B" has two */
    RecordSpan content_span[QUOTE_PARTS];
    int32_t n_content;
    Str about[QUOTE_ABOUT]; /* codes of the actors in the content, each once */
    int32_t n_about;
    Str coder;
} QuoteRecord;
typedef LIST(QuoteRecord) QuoteRecords;

void quote_records_of(const Document *d, const Article *article, Str coder, QuoteRecords *out, Arena *a);
void write_quote(const QuoteRecord *q, Buf *out); /* one JSON line */

/* Two-digit root of a CAMEO code. */
Str cameo_root(Str code);

/* ---- formats ------------------------------------------------------------------------------ */

#define WRITE_LIST(X)                                                                           \
    X(JSONL, "jsonl", "one JSON object an event, every field")                                  \
    X(CSV, "csv", "the same, flat, with a header")                                              \
    X(CAMEO, "cameo", "the eight tab-separated columns of PETRARCH")                            \
    X(GDELT, "gdelt", "the 61 columns of GDELT 2.0 events, tab-separated, no header")           \
    X(MENTIONS, "gdelt-mentions", "the 16 columns of GDELT 2.0 mentions")                       \
    X(ICEWS, "icews", "the 20 columns of ICEWS, tab-separated, with a header")                  \
    X(POLECAT, "polecat", "the 40 columns of POLECAT, tab-separated, with a header")            \
    X(TABLE, "table", "for reading: date, source, what, target, and the sentence with them marked") \
    X(PARQUET, "parquet", "columns of csv in Apache Parquet")                                   \
    X(CONLLU, "conllu", "the syntax of every sentence, not the events")                         \
    X(QUOTES, "quotes", "one JSON object a quotation, not the events")
typedef enum {
#define X(name, text, help) WRITE_##name,
    WRITE_LIST(X)
#undef X
        WRITE_COUNT
} WriteFormat;
int write_format_of(Str name); /* -1 when there is none */
const char *write_name(int format);

/* What formats spell out: other names of countries (tables/codes.tsv), labels of CAMEO codes
 * (tables/cameo.tsv). */
typedef struct CodeRow CodeRow;
typedef struct {
    const CodeRow *country, *label;
    ptrdiff_t n_countries, n_labels;
    Str pool;
} Codes;
MUST_USE bool codes_compile(const TableDir *t, PackWriter *w, Err *err);
MUST_USE bool codes_open(const Pack *p, Codes *c, Err *err);
Str codes_fips(const Codes *c, Str iso3); /* FIPS 10-4; empty when unknown, as below */
int codes_cow(const Codes *c, Str iso3);  /* Correlates of War number, or 0 */
Str codes_name(const Codes *c, Str iso3); /* English short name */
Str codes_country_at(const Codes *c, ptrdiff_t i); /* code of the i-th country, of the i-th label */
Str codes_label_at(const Codes *c, ptrdiff_t i);
Str codes_label(const Codes *c, Str cameo); /* of the code or the nearest above it */

/* What formats need beside the record. */
typedef struct {
    const Codes *codes;
    bool color; /* table: ANSI colours instead of brackets */
} WriteStyle;

void write_header(WriteFormat f, Buf *out); /* nothing for formats without one */
void write_record(WriteFormat f, const Record *r, const WriteStyle *style, Buf *out);

/* ---- columns ------------------------------------------------------------------------------ */

/* A record as a row of flat columns: csv, Parquet and the database share them. */
typedef enum { COLUMN_TEXT, COLUMN_INT, COLUMN_REAL, COLUMN_BOOL } ColumnType;
typedef struct {
    bool is_null;
    Str text;     /* COLUMN_TEXT */
    int64_t i;    /* COLUMN_INT, COLUMN_BOOL */
    double real;  /* COLUMN_REAL */
    char room[64]; /* text that had to be made */
} Cell;
int record_columns(void);
const char *column_name(int column);
ColumnType column_type(int column);
void record_cell(const Record *r, int column, Cell *out);
/* Put a cell back into a record; strings stay where they are. */
void record_set(Record *r, int column, const Cell *cell);
void cell_print(const Cell *cell, ColumnType type, Buf *out); /* as plain text; nothing for null */

#endif
