/* Records as an Apache Parquet file: the columns of csv, flat, all optional; dictionary or plain encoding,
 * zstd, statistics. One row group at a time is in memory.
 *
 * Example: Parquet *p = parquet_new(); parquet_add(p, &record, &out) …; parquet_end(p, &out); parquet_free(p);
 * whatever stands in `out` after a call is to be written and cleared by the caller. */
#ifndef CASUS_PARQUET_H
#define CASUS_PARQUET_H

#include "write/record.h"

typedef struct Parquet Parquet;
Parquet *parquet_new(void); /* NULL when out of memory */
void parquet_add(Parquet *p, const Record *r, Buf *out);
void parquet_end(Parquet *p, Buf *out); /* the last row group and the footer */
void parquet_free(Parquet *p);

#endif
