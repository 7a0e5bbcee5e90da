/* The gazetteer: places.tsv (GeoNames) and places_hand.tsv (ours, which wins) become rows, and every way of
 * writing their names a list of readings.
 *
 * Sections: where.names (Dict: phrase → first reading), where.readings, where.rows, where.pool. */
#include <math.h>
#include <stdlib.h>

#include "where/gazetteer.h"

#include "base/banned.h"

enum { NAME_BYTES = 120, LISTS_MAX = 1 << 24 };

typedef struct {
    GeoName name;
    int32_t next; /* reading of the same phrase, or -1 */
    int32_t weight;
} Reading;

typedef struct {
    int32_t first;
    uint64_t key[NAME_TOKENS];
    int n;
} Phrase;

typedef struct {
    PackWriter *w;
    Arena *a;
    Pool pool;
    LIST(GeoRow) rows;
    LIST(Str) row_name;
    LIST(Reading) readings;
    LIST(Phrase) phrases;
    Map phrase_of; /* hash of the token keys → phrase */
    Map region_of; /* hash of country and code → row */
    Map country_of; /* hash of the code → row of the country */
    Map row_of;    /* hash of country and name → likeliest row of that name */
} Builder;

bool geo_is_town(int kind)
{
    return kind == GEO_CAPITAL || kind == GEO_SEAT || kind == GEO_CITY || kind == GEO_PART;
}

double geo_km(double lat1, double lon1, double lat2, double lon2)
{
    const double rad = 3.14159265358979323846 / 180, earth = 6371;
    double x = (lon2 - lon1) * rad * cos((lat1 + lat2) / 2 * rad), y = (lat2 - lat1) * rad;
    if (fabs(lon2 - lon1) < 20)
        return earth * sqrt(x * x + y * y); /* near enough, and no arc functions */
    double s = sin(y / 2), t = sin((lon2 - lon1) * rad / 2);
    return 2 * earth * asin(fmin(1, sqrt(s * s + cos(lat1 * rad) * cos(lat2 * rad) * t * t)));
}

/* ---- names -------------------------------------------------------------------------------- */

/* Token keys of a folded name, cut as text/ cuts: hyphens and commas stand alone, "'s" apart. */
static int name_keys(Str s, uint64_t key[NAME_TOKENS])
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len;) {
        ptrdiff_t k = i;
        if (s.ptr[i] == ' ') {
            i++;
            continue;
        }
        if (s.ptr[i] == '-' || s.ptr[i] == ',' || s.ptr[i] == '(' || s.ptr[i] == ')' || s.ptr[i] == '&')
            k = i + 1;
        else
            while (k < s.len && s.ptr[k] != ' ' && s.ptr[k] != '-' && s.ptr[k] != ',' && s.ptr[k] != '(' &&
                   s.ptr[k] != ')' && s.ptr[k] != '&')
                k++;
        Str word = str_cut(s, i, k);
        if (n == NAME_TOKENS)
            return 0;
        if (word.len > 2 && str_ends(word, STR("'s"))) {
            key[n++] = dict_key(str_cut(word, 0, word.len - 2));
            if (n == NAME_TOKENS)
                return 0;
            word = STR("'s");
        }
        key[n++] = dict_key(word);
        i = k;
    }
    return n;
}

static int32_t weight_of(const GeoRow *r)
{
    static const int32_t base[GEO_KINDS] = {[GEO_COUNTRY] = 200000000, [GEO_REGION] = 200000, [GEO_DISTRICT] = 40000,
                                            [GEO_OTHER] = 3000000, [GEO_CAPITAL] = 400000, [GEO_SEAT] = 50000};
    return MIN(base[r->kind] + r->people, 300000000);
}

static void add_phrase(Builder *b, Str folded, int32_t row, int flags)
{
    uint64_t key[NAME_TOKENS], hash = 7;
    int n = name_keys(folded, key);
    if (n == 0)
        return;
    for (int i = 0; i < n; i++)
        hash = hash_mix(hash, key[i]);
    hash += hash == 0;
    int64_t *at = map_get(&b->phrase_of, hash);
    if (!at) {
        map_set(&b->phrase_of, hash, b->phrases.n, b->a);
        Phrase *p = push(&b->phrases, b->a);
        *p = (Phrase){.first = -1, .n = n};
        memcpy(p->key, key, sizeof key);
        at = map_get(&b->phrase_of, hash);
    }
    Phrase *p = &b->phrases.item[*at];
    for (int32_t i = p->first; i >= 0; i = b->readings.item[i].next)
        if (b->readings.item[i].name.row == row) {
            b->readings.item[i].name.flags &= (uint8_t)flags; /* the better of two spellings */
            return;
        }
    Reading *r = push(&b->readings, b->a);
    *r = (Reading){.name = {.row = row, .flags = (uint8_t)flags}, .next = p->first};
    if (row >= 0)
        r->weight = weight_of(&b->rows.item[row]) >> (flags & NAME_WEAK ? 2 : 0);
    p->first = (int32_t)b->readings.n - 1;
}

static Str without(Str s, char c, Arena *a)
{
    char *out = arena_alloc(a, 1, 1, (size_t)s.len + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] != c)
            out[n++] = s.ptr[i];
    return (Str){out, n};
}

static bool all_capitals(Str s)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
            return false;
        n += s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
    }
    return n >= 2 && s.len <= 4 && str_find_byte(s, '.') < 0;
}

/* A name in the ways it is written: "St. Louis", "Saint Louis"; "Al Fallujah", "Fallujah"; "Sana'a", "Sanaa". */
static void add_name(Builder *b, Str name, int32_t row, int flags)
{
    static const char *const pairs[][2] = {{"saint ", "st. "}, {"saint ", "st "}, {"st. ", "saint "}, {"mount ", "mt. "},
                                           {"fort ", "ft. "},  {"mount ", "mt "}, {"sainte ", "ste. "}};
    if (name.len == 0 || name.len > NAME_BYTES)
        return;
    Str s = str_fold(name, b->a);
    flags |= all_capitals(name) ? NAME_CAPS : 0;
    add_phrase(b, s, row, flags);
    if (str_find_byte(s, '\'') >= 0 || str_find_byte(s, '`') >= 0)
        add_phrase(b, without(without(s, '\'', b->a), '`', b->a), row, flags);
    for (int i = 0; i < COUNT(pairs); i++)
        if (str_starts(s, str_of(pairs[i][0])))
            add_phrase(b, arena_printf(b->a, "%s%.*s", pairs[i][1],
                                       FMT(str_cut(s, (ptrdiff_t)strlen(pairs[i][0]), s.len))), row, flags);
    if (str_starts(s, STR("al ")) && s.len > 6) {
        Str bare = str_cut(s, 3, s.len);
        add_phrase(b, bare, row, flags | NAME_WEAK);
        add_phrase(b, arena_printf(b->a, "al-%.*s", FMT(bare)), row, flags);
    }
    if (row >= 0 && b->rows.item[row].kind == GEO_DISTRICT) {
        static const char *const ends[] = {" county", " parish", " district", " borough"};
        for (int i = 0; i < COUNT(ends); i++)
            if (str_ends(s, str_of(ends[i]))) {
                Str bare = str_cut(s, 0, s.len - (ptrdiff_t)strlen(ends[i]));
                add_phrase(b, bare, row, flags | NAME_WEAK);
                if (i == 0)
                    add_phrase(b, arena_printf(b->a, "%.*s co.", FMT(bare)), row, flags);
            }
        if (str_starts(s, STR("county ")))
            add_phrase(b, str_cut(s, 7, s.len), row, flags | NAME_WEAK);
    }
}

/* ---- rows --------------------------------------------------------------------------------- */

static uint64_t pair_hash(Str country, Str s)
{
    uint64_t h = hash_mix(str_hash(country), str_hash(s));
    return h ? h : 1;
}

static int32_t add_row(Builder *b, Str name, int kind, Str country, float lat, float lon, int32_t people, int32_t id)
{
    GeoRow *r = push(&b->rows, b->a);
    *r = (GeoRow){.lat = lat, .lon = lon, .people = people, .id = id, .region = GEO_NO_REGION, .kind = (uint8_t)kind};
    r->name = pool_add(&b->pool, name, b->a);
    memcpy(r->country, country.ptr, (size_t)MIN(country.len, 3));
    *push(&b->row_name, b->a) = name;
    int32_t row = (int32_t)b->rows.n - 1;
    if (kind == GEO_COUNTRY && !map_get(&b->country_of, str_hash(country)))
        map_set(&b->country_of, str_hash(country), row, b->a);
    int64_t *old = map_get(&b->row_of, pair_hash(country, name));
    if (!old || weight_of(&b->rows.item[*old]) < weight_of(r))
        map_set(&b->row_of, pair_hash(country, name), row, b->a);
    return row;
}

static int kind_of(Str s)
{
    static const char *const kinds[] = {"country", "region", "district", "capital", "seat", "city", "part", "other"};
    for (int i = 0; i < COUNT(kinds); i++)
        if (str_eq(s, str_of(kinds[i])))
            return i;
    return -1;
}

static bool read_place(Builder *b, const Tsv *t, Err *err)
{
    Str name = tsv_get(t, 0), country = tsv_get(t, 2), region = tsv_get(t, 3);
    int kind = kind_of(tsv_get(t, 1));
    double lat, lon;
    int64_t people, id;
    if (kind < 0 || !str_double(tsv_get(t, 4), &lat) || !str_double(tsv_get(t, 5), &lon) ||
        !str_int(tsv_get(t, 6), 0, INT32_MAX, &people) || !str_int(tsv_get(t, 7), 0, INT32_MAX, &id))
        return tsv_fail(t, err, "no good place", name);
    uint64_t hash = pair_hash(country, region);
    if (kind == GEO_COUNTRY || kind == GEO_REGION) { /* a row of ours comes first and stays */
        int64_t *old = map_get(&b->row_of, pair_hash(country, name));
        if (old && (b->rows.item[*old].kind == kind || kind == GEO_COUNTRY)) {
            b->rows.item[*old].people = (int32_t)people;
            if (kind == GEO_COUNTRY)
                b->rows.item[*old].id = (int32_t)id;
            else
                map_set(&b->region_of, hash, *old, b->a);
            return true;
        }
    }
    int32_t row = add_row(b, name, kind, country, (float)lat, (float)lon, (int32_t)people, (int32_t)id);
    if (kind == GEO_REGION && !map_get(&b->region_of, hash))
        map_set(&b->region_of, hash, row, b->a);
    else if (kind != GEO_COUNTRY && kind != GEO_REGION) {
        int64_t *in = map_get(&b->region_of, hash);
        b->rows.item[row].region = in ? (int32_t)*in : GEO_NO_REGION;
    }
    add_name(b, name, row, 0);
    return true;
}

/* Our table, first pass: rows with a position. */
static bool read_hand(Builder *b, const Tsv *t, Err *err)
{
    Str name = tsv_get(t, 0), country = tsv_get(t, 2), region = tsv_get(t, 3);
    int kind = kind_of(tsv_get(t, 1));
    double lat, lon;
    if (kind < 0)
        return true; /* another name: second pass */
    if (!str_double(tsv_get(t, 4), &lat) || !str_double(tsv_get(t, 5), &lon))
        return tsv_fail(t, err, "no position", name);
    int32_t row = add_row(b, name, kind, country, (float)lat, (float)lon, 0, 0);
    if (kind == GEO_REGION && region.len && !map_get(&b->region_of, pair_hash(country, region)))
        map_set(&b->region_of, pair_hash(country, region), row, b->a);
    add_name(b, name, row, 0);
    return true;
}

/* Those who live in a place: a row of its own, like the place's. */
static void add_people(Builder *b, Str name, int32_t place)
{
    GeoRow copy = b->rows.item[place];
    copy.region = copy.kind == GEO_REGION ? place : copy.region;
    copy.kind = GEO_PEOPLE;
    *push(&b->rows, b->a) = copy;
    *push(&b->row_name, b->a) = b->row_name.item[place];
    add_name(b, name, (int32_t)b->rows.n - 1, 0);
}

static bool read_hand_names(Builder *b, const Tsv *t, Err *err)
{
    Str name = tsv_get(t, 0), kind = tsv_get(t, 1), country = tsv_get(t, 2), like = tsv_get(t, 6);
    if (kind_of(kind) >= 0)
        return true;
    if (str_eq(kind, STR("word"))) {
        add_name(b, name, -1, NAME_WORD);
        return true;
    }
    int64_t *row = map_get(&b->row_of, pair_hash(country, like));
    int flags = str_eq(kind, STR("postal")) ? NAME_POSTAL : str_eq(kind, STR("abbreviation")) ? NAME_ABBREV : 0;
    if (!flags && !str_eq(kind, STR("name")) && !str_eq(kind, STR("people")))
        return tsv_fail(t, err, "unknown kind", kind);
    if (!row)
        return tsv_fail(t, err, "no such place", like);
    if (str_eq(kind, STR("people"))) {
        add_people(b, name, (int32_t)*row);
        return true;
    }
    add_name(b, name, (int32_t)*row, flags);
    return true;
}

/* country.tsv of who: other names, and peoples. */
static bool read_country(Builder *b, const Tsv *t, Err *err)
{
    (void)err;
    Str name = tsv_get(t, 0), code = tsv_get(t, 1), kind = tsv_get(t, 2);
    bool people = str_eq(kind, STR("adjective")) || str_eq(kind, STR("demonym"));
    if (!people && !str_eq(kind, STR("name")))
        return true;
    int64_t *at = map_get(&b->country_of, str_hash(code));
    if (!at)
        return true;
    if (!people) {
        add_name(b, name, (int32_t)*at, 0);
        return true;
    }
    add_people(b, name, (int32_t)*at);
    add_people(b, arena_printf(b->a, "%.*ss", FMT(name)), (int32_t)*at);
    return true;
}

typedef bool ReadRow(Builder *b, const Tsv *t, Err *err);

static bool read_table(Builder *b, const TableDir *dir, Str name, bool needed, ReadRow *row, Err *err)
{
    const struct TableFile *f = tabledir_find(dir, name);
    Tsv t;
    if (!f)
        return !needed || err_set(err, CASUS_ERR_IO, "%s: no %.*s.tsv", dir->dir, FMT(name));
    if (!tsv_open(f->path, f->file.bytes, &t, err))
        return false;
    Err bad = {0};
    while (tsv_next(&t, &bad))
        if (!row(b, &t, err))
            return false;
    return !bad.code || err_set(err, bad.code, "%s", bad.text);
}

/* ---- finish ------------------------------------------------------------------------------- */

static int reading_order(const void *a, const void *b)
{
    const Reading *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return (x->name.row > y->name.row) - (x->name.row < y->name.row);
}

static void finish(Builder *b)
{
    DictWriter d = {.arena = b->a};
    LIST(GeoName) names = {0};
    for (ptrdiff_t i = 0; i < b->phrases.n; i++) {
        const Phrase *p = &b->phrases.item[i];
        LIST(Reading) list = {0};
        for (int32_t r = p->first; r >= 0; r = b->readings.item[r].next)
            *push(&list, b->a) = b->readings.item[r];
        qsort(list.item, (size_t)list.n, sizeof *list.item, reading_order);
        if (dict_add(&d, p->key, p->n, (int32_t)names.n) != DICT_NONE)
            continue;
        ptrdiff_t n = MIN(list.n, CANDIDATES_MAX);
        bool word = false;
        for (ptrdiff_t k = 0; k < list.n; k++)
            word |= list.item[k].name.flags & NAME_WORD;
        for (ptrdiff_t k = 0; k < n; k++) {
            GeoName *g = push(&names, b->a);
            *g = list.item[k].name;
            g->flags |= word ? NAME_WORD : 0;
            g->flags |= k == n - 1 ? NAME_LAST : 0;
        }
    }
    dict_finish(&d, b->w, "where.names");
    pack_add(b->w, "where.readings", names.item, (size_t)names.n * sizeof(GeoName));
    pack_add(b->w, "where.rows", b->rows.item, (size_t)b->rows.n * sizeof(GeoRow));
    pack_add(b->w, "where.pool", b->pool.bytes.ptr, (size_t)b->pool.bytes.len);
    buf_free(&b->pool.bytes);
}

bool where_compile(const TableDir *t, PackWriter *w, Err *err)
{
    Builder *b = NEW(w->arena, Builder, 1);
    b->w = w;
    b->a = w->arena;
    bool ok = read_table(b, t, STR("places_hand"), true, read_hand, err) &&
              read_table(b, t, STR("places"), true, read_place, err) &&
              read_table(b, t, STR("places_hand"), true, read_hand_names, err) &&
              read_table(b, t, STR("country"), false, read_country, err);
    if (ok)
        finish(b);
    return ok;
}

static bool tables_good(const WhereTables *w)
{
    if (!w->n_names || !w->n_rows || !(w->name[w->n_names - 1].flags & NAME_LAST))
        return false;
    for (uint32_t i = 0; i < w->n_names; i++)
        if (w->name[i].row < -1 || w->name[i].row >= (int32_t)w->n_rows)
            return false;
    for (uint32_t i = 0; i < w->n_rows; i++) {
        const GeoRow *r = &w->row[i];
        if (r->kind >= GEO_KINDS || r->region >= (int32_t)w->n_rows || r->country[3] ||
            (size_t)r->name.at + r->name.len > (size_t)w->pool.len)
            return false;
    }
    return true;
}

bool where_open(const Pack *p, WhereTables **out, Arena *perm, Err *err)
{
    WhereTables *w = NEW(perm, WhereTables, 1);
    if (!dict_open(p, "where.names", &w->names, err))
        return false;
    Str names = pack_get(p, "where.readings"), rows = pack_get(p, "where.rows");
    w->name = (const GeoName *)(const void *)names.ptr;
    w->n_names = (uint32_t)((size_t)names.len / sizeof(GeoName));
    w->row = (const GeoRow *)(const void *)rows.ptr;
    w->n_rows = (uint32_t)((size_t)rows.len / sizeof(GeoRow));
    w->pool = pack_get(p, "where.pool");
    if (!tables_good(w))
        return err_set(err, CASUS_ERR_FORMAT, "tables of where are damaged");
    *out = w;
    return true;
}
