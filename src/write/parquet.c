/* A small Parquet writer, after the format's specification (parquet-format 2.9).
 *
 *   file       "PAR1", row groups, footer (FileMetaData), its length as u32, "PAR1"
 *   row group  for each column: dictionary page (when values repeat), one data page
 *   data page  definition levels (1: there is a value) as RLE with a u32 length, then the values
 *
 * Headers are Thrift's compact protocol: a struct is fields (delta of id and type in a byte, value), then 0;
 * integers are zigzag varints. Texts are kept as indices into the distinct values of the row group from the
 * start, so the choice of encoding is made when the group is full. */
#include <stdlib.h>
#include <zstd.h>

#include "write/parquet.h"
#include "base/banned.h"

enum { GROUP_ROWS = 32768, GROUP_BYTES = 32 << 20, STATISTIC_MAX = 64, ZSTD_LEVEL = 15 };
enum { TYPE_BOOLEAN = 0, TYPE_INT32 = 1, TYPE_DOUBLE = 5, TYPE_BYTE_ARRAY = 6 };
enum { ENCODING_PLAIN = 0, ENCODING_RLE = 3, ENCODING_RLE_DICTIONARY = 8 };
enum { CODEC_ZSTD = 6, PAGE_DATA = 0, PAGE_DICTIONARY = 2 };

typedef struct {
    Buf levels; /* a byte for each row: 1 where there is a value */
    Buf values; /* plain bytes; for texts u32 indices; for booleans a byte each */
    Buf distinct;          /* texts: the distinct values in plain encoding */
    LIST(uint32_t) starts; /* where each begins */
    Map seen;              /* hash of a text → its index */
    int64_t n_values;
} ParquetColumn;

struct Parquet {
    ParquetColumn *column;
    int n_columns;
    int64_t rows, all_rows; /* in this group, in all */
    int64_t offset;         /* bytes given out so far */
    int64_t n_groups;
    Arena arena; /* maps and starts of this group */
    Buf groups;  /* metadata of finished row groups, as Thrift */
    Buf page, packed, head;
    ZSTD_CCtx *zstd;
};

/* ---- Thrift's compact protocol ------------------------------------------------------------ */

enum { T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12 };

typedef struct {
    Buf *out;
    int last; /* field id */
} Thrift;

static void put_varint(Buf *b, uint64_t v)
{
    for (; v >= 128; v >>= 7)
        buf_byte(b, (char)(v | 128));
    buf_byte(b, (char)v);
}

static void put_zigzag(Buf *b, int64_t v)
{
    put_varint(b, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

static void field(Thrift *t, int id, int type)
{
    assert(id > t->last && id - t->last < 16);
    buf_byte(t->out, (char)((id - t->last) << 4 | type));
    t->last = id;
}

static void field_int(Thrift *t, int id, int type, int64_t v)
{
    field(t, id, type);
    put_zigzag(t->out, v);
}

static void put_binary(Buf *b, Str s)
{
    put_varint(b, (uint64_t)s.len);
    buf_put(b, s);
}

static void field_text(Thrift *t, int id, Str s)
{
    field(t, id, T_BINARY);
    put_binary(t->out, s);
}

static void list_head(Buf *b, int64_t n, int type)
{
    if (n < 15) {
        buf_byte(b, (char)(n << 4 | type));
    } else {
        buf_byte(b, (char)(15 << 4 | type));
        put_varint(b, (uint64_t)n);
    }
}

static void field_list(Thrift *t, int id, int64_t n, int type)
{
    field(t, id, T_LIST);
    list_head(t->out, n, type);
}

static Thrift field_struct(Thrift *t, int id)
{
    field(t, id, T_STRUCT);
    return (Thrift){.out = t->out};
}

static void end_struct(Thrift *t)
{
    buf_byte(t->out, 0);
}

/* ---- values ------------------------------------------------------------------------------- */

static void put_u32(Buf *b, uint32_t v)
{
    const char bytes[] = {(char)v, (char)(v >> 8), (char)(v >> 16), (char)(v >> 24)};
    buf_put(b, (Str){bytes, 4});
}

static void put_double(Buf *b, double v)
{
    uint64_t u;
    memcpy(&u, &v, 8);
    put_u32(b, (uint32_t)u);
    put_u32(b, (uint32_t)(u >> 32));
}

static uint32_t get_u32(const Buf *b, int64_t i)
{
    uint32_t v;
    memcpy(&v, b->ptr + i * 4, 4);
    return v;
}

static int physical_type(ColumnType type)
{
    switch (type) {
    case COLUMN_TEXT: return TYPE_BYTE_ARRAY;
    case COLUMN_INT: return TYPE_INT32;
    case COLUMN_REAL: return TYPE_DOUBLE;
    case COLUMN_BOOL: return TYPE_BOOLEAN;
    }
    return TYPE_BYTE_ARRAY;
}

/* Index of a text among the distinct ones, added when new. */
static uint32_t distinct_index(ParquetColumn *c, Str s, Arena *a)
{
    uint64_t h = str_hash(s);
    const int64_t *old = map_get(&c->seen, h);
    if (old)
        return (uint32_t)*old;
    map_set(&c->seen, h, c->starts.n, a);
    *push(&c->starts, a) = (uint32_t)c->distinct.len;
    put_u32(&c->distinct, (uint32_t)s.len);
    buf_put(&c->distinct, s);
    return (uint32_t)c->starts.n - 1;
}

static Str distinct_at(const ParquetColumn *c, uint32_t index)
{
    ptrdiff_t start = c->starts.item[index];
    ptrdiff_t end = index + 1 < c->starts.n ? (ptrdiff_t)c->starts.item[index + 1] : c->distinct.len;
    return str_cut(buf_str(&c->distinct), start + 4, end);
}

static void column_add(ParquetColumn *c, const Cell *cell, ColumnType type, Arena *a)
{
    buf_byte(&c->levels, !cell->is_null);
    if (cell->is_null)
        return;
    c->n_values++;
    switch (type) {
    case COLUMN_TEXT: put_u32(&c->values, distinct_index(c, cell->text, a)); break;
    case COLUMN_INT: put_u32(&c->values, (uint32_t)(int32_t)cell->i); break;
    case COLUMN_REAL: put_double(&c->values, cell->real); break;
    case COLUMN_BOOL: buf_byte(&c->values, cell->i != 0); break;
    }
}

/* ---- RLE / bit-packed hybrid -------------------------------------------------------------- */

typedef uint32_t ValueAt(const Buf *b, int64_t i);

static uint32_t get_byte(const Buf *b, int64_t i)
{
    return (unsigned char)b->ptr[i];
}

/* Runs of at least 8 equal values as (count, value); all else in groups of 8, packed by bits. */
static void put_hybrid(Buf *out, const Buf *from, ValueAt *at, int64_t n, int width)
{
    for (int64_t i = 0; i < n;) {
        int64_t run = 1;
        uint32_t v = at(from, i);
        while (i + run < n && at(from, i + run) == v)
            run++;
        if (run >= 8) {
            put_varint(out, (uint64_t)run << 1);
            for (int k = 0; k < width; k += 8)
                buf_byte(out, (char)(v >> k));
            i += run;
            continue;
        }
        int64_t end = i; /* the packed part: whole groups up to the next long run */
        do {
            end += 8;
            run = 1;
            while (end + run < n && run < 8 && at(from, end + run) == at(from, end))
                run++;
        } while (end < n && run < 8);
        put_varint(out, (uint64_t)(end - i) / 8 << 1 | 1);
        uint64_t bits = 0;
        int have = 0;
        for (; i < end; i++) {
            bits |= (uint64_t)(i < n ? at(from, i) : 0) << have;
            for (have += width; have >= 8; have -= 8, bits >>= 8)
                buf_byte(out, (char)bits);
        }
    }
}

/* ---- pages -------------------------------------------------------------------------------- */

typedef struct {
    int64_t dictionary, data;    /* offsets in the file; dictionary 0: none */
    int64_t raw, packed;         /* bytes of all pages with their headers */
    bool is_indexed;
} Chunk;

static void give(Parquet *p, Str bytes, Buf *out)
{
    buf_put(out, bytes);
    p->offset += bytes.len;
}

/* Write p->page as a page of the given type with n values. */
static void put_page(Parquet *p, int type, int encoding, int64_t n, Chunk *chunk, Buf *out)
{
    size_t room = ZSTD_compressBound((size_t)p->page.len);
    buf_clear(&p->packed);
    char *to = buf_reserve(&p->packed, (ptrdiff_t)room);
    size_t size = to ? ZSTD_compressCCtx(p->zstd, to, room, p->page.ptr, (size_t)p->page.len, ZSTD_LEVEL) : 0;
    if (!to || ZSTD_isError(size)) {
        out->overflow = true;
        return;
    }
    p->packed.len = (ptrdiff_t)size;
    buf_clear(&p->head);
    Thrift t = {.out = &p->head};
    field_int(&t, 1, T_I32, type);
    field_int(&t, 2, T_I32, p->page.len);
    field_int(&t, 3, T_I32, p->packed.len);
    Thrift h = field_struct(&t, type == PAGE_DATA ? 5 : 7);
    field_int(&h, 1, T_I32, n);
    field_int(&h, 2, T_I32, encoding);
    if (type == PAGE_DATA) {
        field_int(&h, 3, T_I32, ENCODING_RLE);
        field_int(&h, 4, T_I32, ENCODING_RLE);
    }
    end_struct(&h);
    end_struct(&t);
    *(type == PAGE_DATA ? &chunk->data : &chunk->dictionary) = p->offset;
    chunk->raw += p->head.len + p->page.len;
    chunk->packed += p->head.len + p->packed.len;
    give(p, buf_str(&p->head), out);
    give(p, buf_str(&p->packed), out);
}

static int bit_width(uint64_t max)
{
    int w = 0;
    for (; max; max >>= 1)
        w++;
    return w;
}

static void page_levels(Parquet *p, const ParquetColumn *c)
{
    buf_clear(&p->page);
    put_u32(&p->page, 0);
    put_hybrid(&p->page, &c->levels, get_byte, p->rows, 1);
    Buf len = {0};
    put_u32(&len, (uint32_t)p->page.len - 4);
    if (len.ptr && p->page.ptr)
        memcpy(p->page.ptr, len.ptr, 4);
    buf_free(&len);
}

static void page_booleans(Parquet *p, const ParquetColumn *c)
{
    for (int64_t i = 0; i < c->n_values; i += 8) {
        unsigned bits = 0;
        for (int64_t k = i; k < MIN(i + 8, c->n_values); k++)
            bits |= (unsigned)(c->values.ptr[k] != 0) << (k - i);
        buf_byte(&p->page, (char)bits);
    }
}

static Chunk column_pages(Parquet *p, const ParquetColumn *c, ColumnType type, Buf *out)
{
    Chunk chunk = {.is_indexed = type == COLUMN_TEXT && c->starts.n * 2 <= c->n_values && c->starts.n > 0};
    int encoding = ENCODING_PLAIN;
    if (chunk.is_indexed) {
        buf_clear(&p->page);
        buf_put(&p->page, buf_str(&c->distinct));
        put_page(p, PAGE_DICTIONARY, ENCODING_PLAIN, c->starts.n, &chunk, out);
    }
    page_levels(p, c);
    if (chunk.is_indexed) {
        int width = MAX(bit_width((uint64_t)c->starts.n - 1), 1);
        encoding = ENCODING_RLE_DICTIONARY;
        buf_byte(&p->page, (char)width);
        put_hybrid(&p->page, &c->values, get_u32, c->n_values, width);
    } else if (type == COLUMN_TEXT) {
        for (int64_t i = 0; i < c->n_values; i++) {
            Str s = distinct_at(c, get_u32(&c->values, i));
            put_u32(&p->page, (uint32_t)s.len);
            buf_put(&p->page, s);
        }
    } else if (type == COLUMN_BOOL) {
        page_booleans(p, c);
    } else {
        buf_put(&p->page, buf_str(&c->values));
    }
    put_page(p, PAGE_DATA, encoding, p->rows, &chunk, out);
    return chunk;
}

/* ---- statistics --------------------------------------------------------------------------- */

/* Order of two values in plain bytes. */
static int value_order(ColumnType type, Str a, Str b)
{
    if (type == COLUMN_TEXT)
        return str_cmp(a, b);
    if (type == COLUMN_REAL) {
        double x, y;
        memcpy(&x, a.ptr, 8);
        memcpy(&y, b.ptr, 8);
        return (x > y) - (x < y);
    }
    int32_t x, y;
    memcpy(&x, a.ptr, 4);
    memcpy(&y, b.ptr, 4);
    return (x > y) - (x < y);
}

static void put_statistics(Parquet *p, const ParquetColumn *c, ColumnType type, Thrift *meta)
{
    Thrift t = field_struct(meta, 12);
    field_int(&t, 3, T_I64, p->rows - c->n_values);
    int64_t n = type == COLUMN_TEXT ? c->starts.n : type == COLUMN_BOOL ? 0 : c->n_values;
    ptrdiff_t size = type == COLUMN_REAL ? 8 : 4;
    Str min = {0}, max = {0};
    for (int64_t i = 0; i < n; i++) {
        Str v = type == COLUMN_TEXT ? distinct_at(c, (uint32_t)i) : (Str){c->values.ptr + i * size, size};
        if (!min.ptr || value_order(type, v, min) < 0)
            min = v;
        if (!max.ptr || value_order(type, v, max) > 0)
            max = v;
    }
    if (n && min.len <= STATISTIC_MAX && max.len <= STATISTIC_MAX) {
        field_text(&t, 5, max);
        field_text(&t, 6, min);
    }
    end_struct(&t);
}

/* ---- row groups and footer ---------------------------------------------------------------- */

static void put_chunk(Parquet *p, int column, const Chunk *chunk)
{
    const ParquetColumn *c = &p->column[column];
    ColumnType type = column_type(column);
    Thrift t = {.out = &p->groups};
    field_int(&t, 2, T_I64, chunk->dictionary ? chunk->dictionary : chunk->data);
    Thrift m = field_struct(&t, 3);
    field_int(&m, 1, T_I32, physical_type(type));
    field_list(&m, 2, 2, T_I32);
    put_zigzag(m.out, ENCODING_RLE);
    put_zigzag(m.out, chunk->is_indexed ? ENCODING_RLE_DICTIONARY : ENCODING_PLAIN);
    field_list(&m, 3, 1, T_BINARY);
    put_binary(m.out, str_of(column_name(column)));
    field_int(&m, 4, T_I32, CODEC_ZSTD);
    field_int(&m, 5, T_I64, p->rows);
    field_int(&m, 6, T_I64, chunk->raw);
    field_int(&m, 7, T_I64, chunk->packed);
    field_int(&m, 9, T_I64, chunk->data);
    if (chunk->dictionary)
        field_int(&m, 11, T_I64, chunk->dictionary);
    put_statistics(p, c, type, &m);
    end_struct(&m);
    end_struct(&t);
}

static void put_group(Parquet *p, Buf *out)
{
    if (p->rows == 0)
        return;
    int64_t size = 0;
    Thrift t = {.out = &p->groups};
    field_list(&t, 1, p->n_columns, T_STRUCT);
    for (int i = 0; i < p->n_columns; i++) {
        Chunk chunk = column_pages(p, &p->column[i], column_type(i), out);
        put_chunk(p, i, &chunk);
        size += chunk.raw;
    }
    field_int(&t, 2, T_I64, size);
    field_int(&t, 3, T_I64, p->rows);
    end_struct(&t);
    p->n_groups++;
    p->all_rows += p->rows;
    p->rows = 0;
    for (int i = 0; i < p->n_columns; i++) {
        ParquetColumn *c = &p->column[i];
        buf_clear(&c->levels);
        buf_clear(&c->values);
        buf_clear(&c->distinct);
        *c = (ParquetColumn){.levels = c->levels, .values = c->values, .distinct = c->distinct};
    }
    arena_reset(&p->arena);
}

static void put_schema(const Parquet *p, Thrift *file)
{
    field_list(file, 2, p->n_columns + 1, T_STRUCT);
    Thrift root = {.out = file->out};
    field_text(&root, 4, STR("casus"));
    field_int(&root, 5, T_I32, p->n_columns);
    end_struct(&root);
    for (int i = 0; i < p->n_columns; i++) {
        Thrift t = {.out = file->out};
        field_int(&t, 1, T_I32, physical_type(column_type(i)));
        field_int(&t, 3, T_I32, 1); /* optional */
        field_text(&t, 4, str_of(column_name(i)));
        if (column_type(i) == COLUMN_TEXT)
            field_int(&t, 6, T_I32, 0); /* UTF8 */
        end_struct(&t);
    }
}

Parquet *parquet_new(void)
{
    Parquet *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->n_columns = record_columns();
    p->arena = arena_new(1 << 16);
    p->column = calloc((size_t)p->n_columns, sizeof *p->column);
    p->zstd = ZSTD_createCCtx();
    if (p->column && p->zstd)
        return p;
    parquet_free(p);
    return NULL;
}

void parquet_add(Parquet *p, const Record *r, Buf *out)
{
    if (p->offset == 0)
        give(p, STR("PAR1"), out);
    ptrdiff_t bytes = 0;
    Cell cell;
    for (int i = 0; i < p->n_columns; i++) {
        record_cell(r, i, &cell);
        column_add(&p->column[i], &cell, column_type(i), &p->arena);
        bytes += p->column[i].distinct.len;
    }
    if (++p->rows >= GROUP_ROWS || bytes >= GROUP_BYTES)
        put_group(p, out);
}

void parquet_end(Parquet *p, Buf *out)
{
    if (p->offset == 0)
        give(p, STR("PAR1"), out);
    put_group(p, out);
    Buf foot = {0};
    Thrift t = {.out = &foot};
    field_int(&t, 1, T_I32, 1);
    put_schema(p, &t);
    field_int(&t, 3, T_I64, p->all_rows);
    field_list(&t, 4, p->n_groups, T_STRUCT);
    buf_put(&foot, buf_str(&p->groups));
    field_text(&t, 6, STR("casus " CASUS_VERSION));
    end_struct(&t);
    give(p, buf_str(&foot), out);
    put_u32(out, (uint32_t)foot.len);
    buf_put(out, STR("PAR1"));
    buf_free(&foot);
}

void parquet_free(Parquet *p)
{
    if (!p)
        return;
    for (int i = 0; p->column && i < p->n_columns; i++) {
        buf_free(&p->column[i].levels);
        buf_free(&p->column[i].values);
        buf_free(&p->column[i].distinct);
    }
    free(p->column);
    ZSTD_freeCCtx(p->zstd);
    arena_free(&p->arena);
    buf_free(&p->groups);
    buf_free(&p->page);
    buf_free(&p->packed);
    buf_free(&p->head);
    free(p);
}
