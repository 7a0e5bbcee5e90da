/* Rows and names of the roster under construction: what every table needs to be read.
 *
 * Fields are checked as they are read, and a bad one is refused with file, line and reason. Names
 * are collected as runs of keys with the sense each leads to; names_finish sorts them, joins the
 * senses of equal names to one run, in the order of adding, and writes a dictionary. */
#include <stdlib.h>

#include "who/rows.h"
#include "base/banned.h"

enum { SENSES_MAX = 48 };

PoolStr keep(Build *b, Str s)
{
    return pool_add(&b->pool, s, b->a);
}

/* ---- fields ------------------------------------------------------------------------------ */

/* What stands where others have their country: kinds of bodies, then CAMEO's regions. */
static const char *const supranational[] = {"IGO", "NGO", "IMG", "MNC", "MED", "BUS", "REL", "CVL", "INT",
                                            "AFR", "ASA", "BLK", "CAS", "CEA", "CFR", "CRB", "EAF", "EEU", "EUR",
                                            "LAM", "MEA", "NAF", "PGS", "SAF", "SAM", "SAS", "SCN", "SEA", "WAF", "WST"};

/* "---" names what is no actor, so that no shorter name inside it counts: "Central America". */
bool is_code(const Build *b, Str s)
{
    if (str_eq(s, STR("---")))
        return true;
    if (s.len < 3 || s.len > 15)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((s.ptr[i] < 'A' || s.ptr[i] > 'Z') && (i < 3 || s.ptr[i] < '0' || s.ptr[i] > '9')) /* digits: CAMEO's religions, issues */
            return false;
    for (int i = 0; i < COUNT(supranational); i++)
        if (str_starts(s, str_of(supranational[i])))
            return true;
    for (int i = 0; i < b->n_countries; i++)
        if (memcmp(b->country[i], s.ptr, 3) == 0)
            return true;
    return false;
}

/* The ISO codes are those that country.tsv and fix/country.tsv name; read before any code is
 * checked. */
bool countries_know(Build *b, const char *file, Err *err)
{
    bool theirs = str_starts(str_of(file), STR("petrarch/")); /* PETRARCH's users may have codes of their own */
    const struct TableFile *f = tabledir_find(b->dir, str_of(file));
    Tsv t;
    Err bad = {0};
    if (!f)
        return true;
    if (!tsv_open(f->path, f->file.bytes, &t, err))
        return false;
    int code = tsv_column(&t, STR("code"));
    while (tsv_next(&t, &bad)) {
        Str s = tsv_get(&t, code);
        if (theirs)
            s = str_cut(s, 0, 3);
        if (s.len != 3)
            return tsv_fail(&t, err, "unknown actor code", s);
        bool known = s.ptr[0] == '-';
        for (int i = 0; i < b->n_countries && !known; i++)
            known = memcmp(b->country[i], s.ptr, 3) == 0;
        if (!known && b->n_countries < COUNTRIES_MAX)
            memcpy(b->country[b->n_countries++], s.ptr, 3);
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

bool day_field(const Tsv *t, Str s, Day if_empty, Day *day, Err *err)
{
    *day = if_empty;
    if (!s.len)
        return true;
    Str full = s;
    char buf[16];
    if (s.len == 4 || s.len == 7) { /* 2024, 2024-05 */
        int n = snprintf(buf, sizeof buf, "%.*s%s", FMT(s), s.len == 4 ? "-01-01" : "-01");
        full = (Str){buf, n};
    }
    *day = full.len == 10 ? day_parse(full) : DAY_NONE;
    return *day != DAY_NONE || tsv_fail(t, err, "no such date", s);
}

int kind_of(Str s, const char *const *all, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(s, str_of(all[i])))
            return i;
    return -1;
}

RowRef row_ref(Build *b, const Tsv *t, Str source, Day asof)
{
    return (RowRef){.source = keep(b, source),
                    .line = (uint32_t)t->line,
                    .asof = asof,
                    .file = (uint16_t)(b->n_files - 1)};
}

/* Open NAME.tsv of the folder; *found false when it is absent. */
bool table_open(Build *b, const char *name, Tsv *t, bool *found, Err *err)
{
    const struct TableFile *f = tabledir_find(b->dir, str_of(name));
    *found = f != NULL;
    if (!f)
        return true;
    buf_printf(&b->files, "%s.tsv\n", name);
    b->n_files++;
    return tsv_open(f->path, f->file.bytes, t, err);
}

static bool need_columns(const Tsv *t, const char *const *names, int n, int *at, Err *err)
{
    for (int i = 0; i < n; i++) {
        at[i] = tsv_column(t, str_of(names[i]));
        if (at[i] < 0)
            return tsv_fail(t, err, "missing column", str_of(names[i]));
    }
    return true;
}

bool table_with(Build *b, const char *name, const char *const *names, int n, Tsv *t, int *at, bool *found, Err *err)
{
    return table_open(b, name, t, found, err) && (!*found || need_columns(t, names, n, at, err));
}

/* ---- names ------------------------------------------------------------------------------- */

void name_add(Build *b, NameList *list, const uint64_t *key, int n, Sense sense)
{
    if (n <= 0 || n > KEYS_MAX)
        return;
    Name *e = push(list, b->a);
    *e = (Name){.n = n, .order = (int32_t)list->n, .sense = sense};
    memcpy(e->key, key, sizeof *key * (size_t)n);
    for (int i = 0; i < n; i++)
        e->hash = hash_mix(e->hash + 1, key[i]);
}

/* Keys of a name as the text room cuts it into tokens. */
int token_keys(Build *b, Str name, uint64_t key[KEYS_MAX])
{
    Span whole = {0, (uint32_t)name.len};
    Text t = text_read(&b->text, name, 0, &whole, 1, b->a);
    int n = 0;
    for (uint32_t i = 0; i < t.n_tokens && n < KEYS_MAX; i++)
        key[n++] = t.token[i].key;
    if (t.n_tokens > KEYS_MAX)
        n = 0;
    return n;
}

uint64_t keys_hash(const uint64_t *key, int n)
{
    uint64_t h = 0;
    for (int i = 0; i < n; i++)
        h = hash_mix(h + 1, key[i]);
    return h ? h : 1;
}

/* ---- dictionaries ------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const Name *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->order - y->order;
}

void names_finish(Build *b, NameList *list, SenseList *senses, PackWriter *w,
                         const char *section, const char *first_section)
{
    DictWriter d = {.arena = b->a};
    uint64_t *first = NEW(b->a, uint64_t, FIRST_BITS / 64);
    for (ptrdiff_t i = 0; i < list->n; i++)
        first[(list->item[i].key[0] & (FIRST_BITS - 1)) >> 6] |= (uint64_t)1
                                                                 << (list->item[i].key[0] & 63);
    pack_add(w, first_section, first, FIRST_BITS / 8);
    if (list->n)
        qsort(list->item, (size_t)list->n, sizeof *list->item, by_name);
    for (ptrdiff_t i = 0, k; i < list->n; i = k) {
        ptrdiff_t start = senses->n;
        for (k = i; k < list->n && list->item[k].hash == list->item[i].hash; k++) {
            bool twin = false;
            for (ptrdiff_t j = start; j < senses->n && !twin; j++)
                twin = senses->item[j].ref == list->item[k].sense.ref &&
                       senses->item[j].kind == list->item[k].sense.kind;
            if (!twin && senses->n - start < SENSES_MAX)
                *push(senses, b->a) = list->item[k].sense;
        }
        senses->item[senses->n - 1].last = 1;
        dict_add(&d, list->item[i].key, list->item[i].n, (int32_t)start);
    }
    dict_finish(&d, w, section);
}
