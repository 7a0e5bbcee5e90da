/* import-actors SOURCES TABLES: rebuild the generated actor tables from ../shared/actors (or newer
 * files laid out the same way), and say what changed.
 *
 * Writes TABLES/country.tsv, person.tsv, office.tsv, organisation.tsv. Hand-written rows live in
 * TABLES/fix and are never touched; the compiler lays them over these. The same input gives the
 * same bytes. */
#include <stdlib.h>

#include "tools/import-actors.h"
#include "base/banned.h"

static void put_field(Buf *b, Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_byte(b, s.ptr[i] == '\t' || s.ptr[i] == '\n' || s.ptr[i] == '\r' ? ' ' : s.ptr[i]);
}

static void put_day(Buf *b, Day d)
{
    char text[11];
    buf_byte(b, '\t');
    if (d != DAY_NONE)
        buf_put(b, day_format(d, text));
}

static void write_offices(const Import *im, Buf *b)
{
    buf_put(b,
            STR("# Who held which office when. Made by tools/import-actors from Wikidata (CC0), "
                "the CIA World Factbook and World\n"
                "# Leaders (public domain), FiveThirtyEight (CC BY 4.0), Phoenix (MIT); do not "
                "edit: write fix/office.tsv instead.\n"
                "# to: empty while in office as of `asof`. precision: of `from` (day month year); "
                "seen: observed, not dated;\n"
                "# upper: `to` is an upper bound.\n"
                "person\tname\tcountry\trole\toffice\ttitle\tfrom\tto\tprecision\tsource\tasof\n"));
    for (ptrdiff_t i = 0; i < im->offices.n; i++) {
        const OfficeRow *r = &im->offices.item[i];
        Str cells[] = {str_eq(r->person, r->name) ? (Str){"", 0} : r->person, r->name,   r->country,
                       r->country.len > 3 ? (Str){"", 0} : r->role,           r->office, r->title};
        for (int k = 0; k < COUNT(cells); k++) {
            if (k)
                buf_byte(b, '\t');
            put_field(b, cells[k]);
        }
        put_day(b, r->from);
        put_day(b, r->to);
        buf_byte(b, '\t');
        put_field(b, r->precision);
        buf_byte(b, '\t');
        put_field(b, r->source);
        put_day(b, r->asof);
        buf_byte(b, '\n');
    }
}

static int by_alias(const void *a, const void *b)
{
    const struct PersonAlias *x = a, *y = b;
    int c = str_cmp(x->person, y->person);
    return c ? c : str_cmp(x->name, y->name);
}

/* Family names that do not stand last, and other spellings, of persons that have offices. */
static void write_persons(Import *im, Buf *b)
{
    Map family = {0}, known = {0};
    for (ptrdiff_t i = 0; i < im->offices.n; i++) {
        const OfficeRow *r = &im->offices.item[i];
        map_set(&known, str_hash(r->person), i, im->a);
        if (r->family.len)
            map_set(&family, str_hash(r->person), i, im->a);
    }
    for (ptrdiff_t i = 0; i < im->offices.n;
         i++) /* persons with a family name get a line even without aliases */
        if (im->offices.item[i].family.len)
            *push(&im->aliases, im->a) =
                (struct PersonAlias){im->offices.item[i].person, im->offices.item[i].name};
    buf_put(b, STR("# Other spellings of the people of office.tsv, and family names that do not "
                   "stand last.\n"
                   "# Made by tools/import-actors; do not edit.\nperson\tfamily\taliases\n"));
    qsort(im->aliases.item, (size_t)im->aliases.n, sizeof *im->aliases.item, by_alias);
    for (ptrdiff_t i = 0, k; i < im->aliases.n; i = k) {
        Str person = im->aliases.item[i].person, last = {0};
        for (k = i; k < im->aliases.n && str_eq(im->aliases.item[k].person, person); k++)
            ;
        int64_t *row = map_get(&known, str_hash(person));
        if (!row)
            continue;
        int64_t *fam = map_get(&family, str_hash(person));
        Buf names = {0};
        for (ptrdiff_t j = i; j < k; j++) {
            Str name = im->aliases.item[j].name;
            if (str_eq(name, last) || str_eq(name, im->offices.item[*row].name) ||
                str_find_byte(name, ' ') < 0)
                continue;
            if (names.len)
                buf_byte(&names, '|');
            put_field(&names, name);
            last = name;
        }
        if (names.len || fam) {
            put_field(b, person);
            buf_byte(b, '\t');
            if (fam)
                put_field(b, im->offices.item[*fam].family);
            buf_byte(b, '\t');
            buf_put(b, buf_str(&names));
            buf_byte(b, '\n');
        }
        buf_free(&names);
    }
}

static int by_name(const void *a, const void *b)
{
    const ThingRow *x = a, *y = b;
    int c = str_cmp(x->code, y->code);
    c = c ? c : str_cmp(x->name, y->name);
    return c ? c : str_cmp(x->kind, y->kind);
}

static void write_things(ThingRows *rows, const char *note, Buf *b)
{
    qsort(rows->item, (size_t)rows->n, sizeof *rows->item, by_name);
    buf_printf(b,
               "# %s\n# Made by tools/import-actors; do not edit: write the file of this name in "
               "fix/ instead.\n"
               "name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\n",
               note);
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const ThingRow *r = &rows->item[i];
        if (i && str_eq(r->name, rows->item[i - 1].name) &&
            str_eq(r->kind, rows->item[i - 1].kind) && str_eq(r->code, rows->item[i - 1].code))
            continue;
        Str cells[] = {r->name, r->code, r->kind};
        for (int k = 0; k < 3; k++) {
            put_field(b, cells[k]);
            if (k < 2)
                buf_byte(b, '\t');
        }
        put_day(b, r->from);
        put_day(b, r->to);
        buf_printf(b, "\t%.*s\t%.*s\t", FMT(r->source), FMT(r->asof));
        put_field(b, r->aliases);
        buf_byte(b, '\n');
    }
}

/* ---- what changed ------------------------------------------------------------------------ */

static void report(const char *path, Str old, Str now, Arena *a)
{
    Map lines = {0};
    Str rest = old, line;
    long removed = 0, added = 0;
    while (rest.len && str_split(&rest, '\n', &line))
        if (line.len && line.ptr[0] != '#') {
            map_set(&lines, str_hash(line), 1, a);
            removed++;
        }
    for (rest = now; rest.len && str_split(&rest, '\n', &line);)
        if (line.len && line.ptr[0] != '#') {
            if (map_get(&lines, str_hash(line)))
                removed--;
            else if (++added <= 5)
                printf("+ %.*s\n", (int)MIN(line.len, 110), line.ptr);
        }
    printf("%s: %ld rows added, %ld removed\n", path, added, MAX(removed, 0));
}

static bool write_table(const char *dir, const char *name, Str bytes, Arena *a, Err *err)
{
    const char *path = arena_cstr(a, arena_printf(a, "%s/%s.tsv", dir, name));
    File old = {0};
    Err none = {0};
    bool had = file_open(path, 0, &old, &none);
    report(path, had ? old.bytes : (Str){"", 0}, bytes, a);
    if (had)
        file_close(&old);
    return file_write(path, bytes, err);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: import-actors SOURCES TABLES\n");
        return 2;
    }
    Arena a = arena_new(1 << 20);
    Import im = {.a = &a, .dir = str_of(argv[1])};
    Err err = {0};
    bool ok = import_countries(&im, &err) && import_offices(&im, &err) && import_phoenix(&im, &err);
    if (ok) {
        reconcile(&im);
        Buf b = {0};
        write_offices(&im, &b);
        ok = write_table(argv[2], "office", buf_str(&b), &a, &err);
        buf_clear(&b);
        write_persons(&im, &b);
        ok = ok && write_table(argv[2], "person", buf_str(&b), &a, &err);
        buf_clear(&b);
        write_things(&im.countries,
                     "Countries: names, adjectives, demonyms, capitals (ISO 3166: PDDL; World "
                     "Factbook: public domain).",
                     &b);
        ok = ok && write_table(argv[2], "country", buf_str(&b), &a, &err);
        buf_clear(&b);
        write_things(
            &im.organisations,
            "International bodies, companies, armed groups (Phoenix, MIT licence, see NOTICE).",
            &b);
        ok = ok && write_table(argv[2], "organisation", buf_str(&b), &a, &err);
        buf_free(&b);
    }
    if (!ok)
        fprintf(stderr, "import-actors: %s\n", err.text);
    buf_free(&im.dependent);
    arena_free(&a);
    return ok ? 0 : 1;
}
