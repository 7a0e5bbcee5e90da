/* The formatters of write/, one a format; write_record chooses among them. Only for files of this room. */
#ifndef CASUS_FORMATS_H
#define CASUS_FORMATS_H

#include "write/record.h"

void write_jsonl(const Record *r, Buf *out);
void write_csv(const Record *r, Buf *out);
void write_csv_header(Buf *out);
void write_cameo(const Record *r, const WriteStyle *s, Buf *out);
void write_gdelt(const Record *r, const WriteStyle *s, Buf *out);
void write_mention(const Record *r, const WriteStyle *s, Buf *out);
void write_icews(const Record *r, const WriteStyle *s, Buf *out);
void write_icews_header(Buf *out);
void write_polecat(const Record *r, const WriteStyle *s, Buf *out);
void write_polecat_header(Buf *out);
void write_table(const Record *r, const WriteStyle *s, Buf *out);

/* A field of tab-separated files that have no quoting: blanks for tabs and line ends; a leading double
 * quote, which makes readers lose rows, becomes a single one. */
void put_tsv(Buf *out, Str field);

#endif
