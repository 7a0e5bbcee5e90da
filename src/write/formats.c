/* Records as CSV (RFC 4180, with a header) and as the tables of other coders; and the choice of format. */
#include "write/formats.h"
#include "base/banned.h"

static const char *const formats[] = {
#define X(id, name, help) name,
    WRITE_LIST(X)
#undef X
};

int write_format_of(Str name)
{
    for (int i = 0; i < WRITE_COUNT; i++)
        if (str_eq(name, str_of(formats[i])))
            return i;
    return -1;
}

const char *write_name(int format)
{
    return formats[format];
}

static void put_csv(Buf *b, Str s)
{
    bool plain = true;
    for (ptrdiff_t i = 0; plain && i < s.len; i++)
        plain = s.ptr[i] != '"' && s.ptr[i] != ',' && s.ptr[i] != '\n' && s.ptr[i] != '\r';
    if (plain) {
        buf_put(b, s);
        return;
    }
    buf_byte(b, '"');
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, s.ptr[i]);
    }
    buf_byte(b, '"');
}

void write_csv_header(Buf *b)
{
    for (int i = 0; i < record_columns(); i++)
        buf_printf(b, "%s%s", i ? "," : "", column_name(i));
    buf_byte(b, '\n');
}

void write_csv(const Record *r, Buf *b)
{
    Cell c;
    for (int i = 0; i < record_columns(); i++) {
        if (i)
            buf_byte(b, ',');
        record_cell(r, i, &c);
        if (column_type(i) == COLUMN_TEXT && !c.is_null)
            put_csv(b, c.text);
        else
            cell_print(&c, column_type(i), b);
    }
    buf_byte(b, '\n');
}

void put_tsv(Buf *b, Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        buf_byte(b, (unsigned char)c < 32 || c == 127 ? ' ' : c == '"' && i == 0 ? '\'' : c);
    }
}

void write_header(WriteFormat f, Buf *out)
{
    if (f == WRITE_CSV)
        write_csv_header(out);
    else if (f == WRITE_ICEWS)
        write_icews_header(out);
    else if (f == WRITE_POLECAT)
        write_polecat_header(out);
}

void write_record(WriteFormat f, const Record *r, const WriteStyle *style, Buf *out)
{
    switch (f) {
    case WRITE_JSONL: write_jsonl(r, out); break;
    case WRITE_CSV: write_csv(r, out); break;
    case WRITE_CAMEO: write_cameo(r, style, out); break;
    case WRITE_GDELT: write_gdelt(r, style, out); break;
    case WRITE_MENTIONS: write_mention(r, style, out); break;
    case WRITE_ICEWS: write_icews(r, style, out); break;
    case WRITE_POLECAT: write_polecat(r, style, out); break;
    case WRITE_TABLE: write_table(r, style, out); break;
    case WRITE_PARQUET: /* whole files, not lines: parquet.c */
    case WRITE_CONLLU:
    case WRITE_QUOTES:
    case WRITE_COUNT: break;
    }
}
