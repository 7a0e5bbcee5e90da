/* What formats spell out: other names of countries (tables/codes.tsv) and labels of CAMEO codes
 * (tables/cameo.tsv), compiled into rows sorted by code. */
#include <stdlib.h>

#include "write/record.h"
#include "base/banned.h"

struct CodeRow {
    char code[8]; /* ISO 3166-1 alpha-3, or CAMEO: NUL-padded */
    char fips[4];
    int32_t cow;
    PoolStr name;
};

static int row_order(const void *a, const void *b)
{
    return memcmp(((const CodeRow *)a)->code, ((const CodeRow *)b)->code, sizeof((const CodeRow *)a)->code);
}

typedef LIST(CodeRow) CodeRows;
typedef bool ReadRow(const Tsv *s, CodeRow *row, Pool *pool, Arena *a, Err *err);

static bool read_country(const Tsv *s, CodeRow *row, Pool *pool, Arena *a, Err *err)
{
    Str iso3 = tsv_get(s, tsv_column(s, STR("iso3"))), fips = tsv_get(s, tsv_column(s, STR("fips")));
    Str cow = tsv_get(s, tsv_column(s, STR("cow")));
    int64_t number = 0;
    if (iso3.len != 3 || (fips.len != 0 && fips.len != 2))
        return tsv_fail(s, err, "iso3 has three letters, fips two or none", iso3);
    if (cow.len && !str_int(cow, 1, 999, &number))
        return tsv_fail(s, err, "cow is a number from 1 to 999", cow);
    memcpy(row->code, iso3.ptr, 3);
    memcpy(row->fips, fips.ptr, (size_t)fips.len);
    row->cow = (int32_t)number;
    row->name = pool_add(pool, tsv_get(s, tsv_column(s, STR("name"))), a);
    return true;
}

static bool read_label(const Tsv *s, CodeRow *row, Pool *pool, Arena *a, Err *err)
{
    Str code = tsv_get(s, tsv_column(s, STR("code")));
    if (code.len < 2 || code.len > 4)
        return tsv_fail(s, err, "a CAMEO code has two to four digits", code);
    memcpy(row->code, code.ptr, (size_t)code.len);
    row->name = pool_add(pool, tsv_get(s, tsv_column(s, STR("label"))), a);
    return true;
}

/* One table, sorted, as a section. An absent table gives an empty one. */
static bool table_compile(const TableDir *t, Str name, ReadRow *read, const char *section, PackWriter *w, Pool *pool, Err *err)
{
    CodeRows rows = {0};
    const struct TableFile *f = tabledir_find(t, name);
    Err bad = {0};
    Tsv s;
    bool ok = !f || tsv_open(f->path, f->file.bytes, &s, &bad);
    while (f && ok && tsv_next(&s, &bad)) {
        CodeRow *row = push(&rows, w->arena);
        *row = (CodeRow){0};
        ok = read(&s, row, pool, w->arena, &bad);
    }
    if (rows.n)
        qsort(rows.item, (size_t)rows.n, sizeof *rows.item, row_order);
    pack_add(w, section, rows.item, sizeof *rows.item * (size_t)rows.n);
    return bad.code == CASUS_OK || err_set(err, bad.code, "%s", bad.text);
}

bool codes_compile(const TableDir *t, PackWriter *w, Err *err)
{
    Pool pool = {0};
    bool ok = table_compile(t, STR("codes"), read_country, "write.country", w, &pool, err) &&
              table_compile(t, STR("cameo"), read_label, "write.label", w, &pool, err);
    pack_add(w, "write.pool", pool.bytes.ptr, (size_t)pool.bytes.len);
    buf_free(&pool.bytes);
    return ok;
}

bool codes_open(const Pack *p, Codes *c, Err *err)
{
    Str country = pack_get(p, "write.country"), label = pack_get(p, "write.label");
    ptrdiff_t size = (ptrdiff_t)sizeof(CodeRow);
    if (country.len % size || label.len % size)
        return err_set(err, CASUS_ERR_FORMAT, "tables: section write is damaged");
    *c = (Codes){.country = (const CodeRow *)(const void *)country.ptr, .n_countries = country.len / size,
                 .label = (const CodeRow *)(const void *)label.ptr, .n_labels = label.len / size,
                 .pool = pack_get(p, "write.pool")};
    return true;
}

static const CodeRow *row_find(const CodeRow *row, ptrdiff_t n, Str code)
{
    CodeRow key = {0};
    if (code.len == 0 || code.len > (ptrdiff_t)sizeof key.code || n == 0)
        return NULL;
    memcpy(key.code, code.ptr, (size_t)code.len);
    return bsearch(&key, row, (size_t)n, sizeof key, row_order);
}

static const CodeRow *row_of(const Codes *c, Str iso3)
{
    return row_find(c->country, c->n_countries, iso3);
}

Str codes_label(const Codes *c, Str cameo)
{
    const CodeRow *r = row_find(c->label, c->n_labels, cameo);
    if (!r)
        r = row_find(c->label, c->n_labels, str_cut(cameo, 0, 3));
    if (!r)
        r = row_find(c->label, c->n_labels, cameo_root(cameo));
    return r ? pool_get(c->pool, r->name) : (Str){0};
}

Str codes_fips(const Codes *c, Str iso3)
{
    const CodeRow *r = row_of(c, iso3);
    return r ? str_of(r->fips) : (Str){0};
}

int codes_cow(const Codes *c, Str iso3)
{
    const CodeRow *r = row_of(c, iso3);
    return r ? r->cow : 0;
}

Str codes_name(const Codes *c, Str iso3)
{
    const CodeRow *r = row_of(c, iso3);
    return r ? pool_get(c->pool, r->name) : (Str){0};
}

Str codes_country_at(const Codes *c, ptrdiff_t i)
{
    return str_of(c->country[i].code);
}

Str codes_label_at(const Codes *c, ptrdiff_t i)
{
    return str_of(c->label[i].code);
}
