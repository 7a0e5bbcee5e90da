/* People and their offices: person.tsv and office.tsv → who.person, who.office, who.holders.
 *
 * Rows are of the same person when the id agrees (without one: name and country), and with a person of
 * fix/ also by country and the sound of first and last name. An office that fix/ gives to a person
 * replaces the generated rows of that office. Open terms of offices that have one holder at a time
 * end where the next holder's begins; side offices end with the highest one. */
#include <stdlib.h>

#include "who/rows.h"
#include "who/sound.h"
#include "base/banned.h"

/* ---- names by sound ---------------------------------------------------------------------- */

/* Sound keys of the words of a name; articles and initials left out. */
static int sound_keys(Str name, uint64_t key[KEYS_MAX], Arena *a)
{
    Str fold = str_fold(name, a);
    int n = 0;
    for (ptrdiff_t i = 0, k; i < fold.len && n < KEYS_MAX; i = k + 1) {
        for (k = i; k < fold.len && fold.ptr[k] != ' ' && fold.ptr[k] != '-'; k++)
            ;
        Str word = str_cut(fold, i, k);
        if (word.len < 2 || (word.len == 2 && word.ptr[1] == '.') || sound_is_article(word))
            continue;
        uint64_t s = sound_key(word);
        if (s)
            key[n++] = s;
    }
    return n;
}

static uint64_t person_key(Str country, const uint64_t *key, int n)
{
    uint64_t h = hash_mix(hash_mix(str_hash(str_cut(country, 0, 3)), key[0]), key[n - 1]);
    return h ? h : 1;
}

/* People that our tables know by their terms of office are left to them: PETRARCH's dictionaries seldom close a term. */
void know_people(Build *b)
{
    for (ptrdiff_t i = 0; i < b->persons.n; i++) {
        const Person *p = b->persons.item + i;
        uint64_t key[KEYS_MAX];
        int n = sound_keys(pool_get(buf_str(&b->pool.bytes), p->name), key, b->a);
        if (n >= 2)
            map_set(&b->known, person_key(str_of(p->country), key, n), i, b->a);
    }
}

bool is_known(Build *b, Str name, Str code)
{
    uint64_t key[KEYS_MAX];
    int n = sound_keys(name, key, b->a);
    return n >= 2 && map_get(&b->known, person_key(code, key, n));
}

/* ---- people ------------------------------------------------------------------------------ */

static void person_names(Build *b, uint32_t ref, Str name, bool surname, Str family, uint8_t flags)
{
    uint64_t key[KEYS_MAX];
    int n = sound_keys(name, key, b->a);
    Sense s = {.ref = ref, .kind = SENSE_PERSON, .flags = flags};
    if (n >= 2)
        name_add(b, &b->people, key, n, s);
    if (n >= 3) {
        uint64_t ends[2] = {key[0], key[n - 1]};
        name_add(b, &b->people, ends, 2,
                 (Sense){.ref = ref, .kind = SENSE_PERSON, .flags = (uint8_t)(flags | NAME_EXTRA)});
        uint64_t bin = sound_key(STR("bin"));
        if (n >= 4 && key[1] == bin)
            name_add(b, &b->people, key, 3,
                     (Sense){.ref = ref,
                             .kind = SENSE_PERSON,
                             .flags = (uint8_t)(flags | NAME_EXTRA | NAME_OTHER)});
    }
    if (!surname || n == 0)
        return;
    s.flags = (uint8_t)(flags | NAME_SURNAME);
    if (family.len) {
        n = sound_keys(family, key, b->a);
        s.flags |= NAME_OTHER;
        name_add(b, &b->people, key, n, s);
    } else
        name_add(b, &b->people, key + n - 1, 1, s);
}

bool persons_read(Build *b, Err *err)
{
    Tsv t;
    bool found;
    if (!table_open(b, "person", &t, &found, err))
        return false;
    Err bad = {0};
    while (found && tsv_next(&t, &bad)) {
        map_set(&b->aliases, str_hash(tsv_get(&t, 0)), b->alias.n, b->a);
        *push(&b->alias, b->a) = (Alias){tsv_get(&t, 1), tsv_get(&t, 2)};
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

static uint32_t person_find(Build *b, Str id, Str name, Str country, bool fix)
{
    uint64_t key[KEYS_MAX], by_id = str_hash(id.len ? id : name);
    int n = sound_keys(name, key, b->a);
    uint64_t by_sound = n ? person_key(country, key, n) : 0;
    by_id = hash_mix(by_id, id.len ? 1 : str_hash(str_cut(country, 0, 3)));
    int64_t *old = map_get(&b->person_of, by_id ? by_id : 1);
    if (!old && by_sound)
        old = map_get(&b->person_of, by_sound);
    if (old) {
        map_set(&b->person_of, by_id ? by_id : 1, *old, b->a);
        Person *p = &b->persons.item[*old];
        if (!p->id.len && id.len)
            p->id = keep(b, id);
        return (uint32_t)*old;
    }
    uint32_t ref = (uint32_t)b->persons.n;
    Person p = {.name = keep(b, name), .id = keep(b, id), .rank = 255};
    memcpy(p.country, country.ptr, MIN((size_t)country.len, 3));
    *push(&b->persons, b->a) = p;
    map_set(&b->person_of, by_id ? by_id : 1, ref, b->a);
    if (fix && by_sound)
        map_set(&b->person_of, by_sound, ref, b->a);
    return ref;
}

bool offices_read(Build *b, const char *file, bool fix, Err *err)
{
    static const char *const columns[] = {"name", "country", "role",      "office", "title",
                                          "from", "to",      "precision", "source", "asof"};
    enum { NAME, COUNTRY, ROLE, OFFICE, TITLE, FROM, TO, PRECISION, SOURCE, ASOF, N };
    Tsv t;
    bool found;
    int c[N];
    if (!table_with(b, file, columns, N, &t, c, &found, err))
        return false;
    if (!found)
        return true;
    int id = tsv_column(&t, STR("person")), aliases = tsv_column(&t, STR("aliases"));
    Err bad = {0};
    while (tsv_next(&t, &bad)) {
        Str name = tsv_get(&t, c[NAME]), country = tsv_get(&t, c[COUNTRY]),
            role = tsv_get(&t, c[ROLE]);
        Office o = {0};
        Day asof;
        int kind = kind_of(tsv_get(&t, c[OFFICE]), office_names, OFFICE_KINDS);
        if (!name.len)
            return tsv_fail(&t, err, "no name", (Str){0});
        if (!is_code(b, country))
            return tsv_fail(&t, err, "unknown actor code", country);
        if (kind <= 0)
            return tsv_fail(&t, err, "unknown office", tsv_get(&t, c[OFFICE]));
        if (role.len != 0 && role.len != 3)
            return tsv_fail(&t, err, "a role has three letters", role);
        if (!day_field(&t, tsv_get(&t, c[FROM]), DAY_NONE, &o.from, err) ||
            !day_field(&t, tsv_get(&t, c[TO]), DAY_MAX, &o.to, err) ||
            !day_field(&t, tsv_get(&t, c[ASOF]), DAY_NONE, &asof, err))
            return false;
        if (o.from != DAY_NONE && o.from > o.to) {
            if (fix)
                return tsv_fail(&t, err, "from is after to", tsv_get(&t, c[FROM]));
            continue;
        }
        uint32_t person = person_find(b, tsv_get(&t, id), name, country, fix);
        uint64_t held = hash_mix(person + 1, (uint64_t)kind + 1);
        if (fix)
            map_set(&b->fixed, held ? held : 1, 1, b->a);
        else if (map_get(&b->fixed, held ? held : 1))
            continue;
        o.person = person;
        o.kind = (uint8_t)kind;
        o.title = keep(b, tsv_get(&t, c[TITLE]));
        o.precision =
            (uint8_t)(tsv_get(&t, c[PRECISION]).len ? tsv_get(&t, c[PRECISION]).ptr[0] : 'n');
        snprintf(o.code, sizeof o.code, "%.*s%.*s", FMT(country), FMT(role));
        o.row = row_ref(b, &t, tsv_get(&t, c[SOURCE]), asof);
        *push(&b->offices, b->a) = o;
        Str rest = tsv_get(&t, aliases), alias;
        while (rest.len && str_split(&rest, '|', &alias))
            person_names(b, person, alias, true, (Str){0}, NAME_OTHER);
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

typedef struct {
    Office o;
    uint32_t at;
} Seat;

/* ---- terms ------------------------------------------------------------------------------- */

static int by_person_start(const void *a, const void *b)
{
    const Office *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (int)x->kind - y->kind;
}

static int by_seat(const void *a, const void *b)
{
    const Office *x = a, *y = b;
    int c = memcmp(x->code, y->code, 3);
    c = c ? c : (int)x->kind - y->kind;
    if (!c && x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return c ? c : by_person_start(a, b);
}

static bool single_seat(const Office *o)
{
    return o->kind >= OFFICE_HOS && o->kind <= OFFICE_DM;
}

/* offices stand by_seat: an open term ends where a later one of another person begins, unless it
 * was seen since. */
static void close_terms(Build *b)
{
    for (ptrdiff_t i = 0; i < b->offices.n; i++) {
        Office *o = &b->offices.item[i];
        if (!single_seat(o) || o->to != DAY_MAX || o->from == DAY_NONE)
            continue;
        for (ptrdiff_t k = i + 1; k < b->offices.n; k++) {
            const Office *next = &b->offices.item[k];
            if (memcmp(next->code, o->code, 3) != 0 || next->kind != o->kind)
                break;
            if (next->person == o->person || next->from <= o->from ||
                (o->row.asof != DAY_NONE && next->from < o->row.asof - 30))
                continue;
            o->to = next->from - 1;
            o->precision = 'u';
            break;
        }
    }
}

/* Side offices that a source left open end with the highest one: a prime minister who falls is no longer
 * First Lord of the Treasury. Offices are in order of person and start. */
static void close_side_offices(Build *b)
{
    for (ptrdiff_t i = 0, end; i < b->offices.n; i = end) {
        Office *o = b->offices.item + i;
        const Office *top = NULL;
        for (end = i; end < b->offices.n && b->offices.item[end].person == o->person; end++) {
            const Office *x = &b->offices.item[end];
            if (x->kind <= OFFICE_HOG && x->from != DAY_NONE && x->to != DAY_MAX &&
                (!top || x->to > top->to))
                top = x;
        }
        for (ptrdiff_t k = i; top && k < end; k++) {
            Office *x = &b->offices.item[k];
            if (x->kind > OFFICE_HOG && x->to == DAY_MAX && x->from != DAY_NONE && x->from >= top->from - 7 &&
                x->from <= top->to && x->row.asof != DAY_NONE && x->row.asof <= top->to) {
                x->to = top->to;
                x->precision = 'u';
            }
        }
    }
}

void offices_finish(Build *b, PackWriter *w)
{
    if (b->offices.n)
        qsort(b->offices.item, (size_t)b->offices.n, sizeof *b->offices.item, by_seat);
    close_terms(b);
    if (b->offices.n)
        qsort(b->offices.item, (size_t)b->offices.n, sizeof *b->offices.item, by_person_start);
    close_side_offices(b);
    for (ptrdiff_t i = 0; i < b->offices.n; i++) {
        Person *p = &b->persons.item[b->offices.item[i].person];
        if (p->n_offices++ == 0)
            p->office = (uint32_t)i;
        p->rank = (uint8_t)MIN(p->rank, b->offices.item[i].kind);
    }
    LIST(Seat) seats = {0};
    for (ptrdiff_t i = 0; i < b->offices.n; i++)
        if (single_seat(&b->offices.item[i]))
            *push(&seats, b->a) = (Seat){b->offices.item[i], (uint32_t)i};
    if (seats.n)
        qsort(seats.item, (size_t)seats.n, sizeof *seats.item, by_seat);
    uint32_t *at = NEW(b->a, uint32_t, seats.n + 1);
    for (ptrdiff_t i = 0; i < seats.n; i++)
        at[i] = seats.item[i].at;
    pack_add(w, "who.holders", at, (size_t)seats.n * sizeof *at);
}

void persons_finish(Build *b)
{
    for (ptrdiff_t i = 0; i < b->persons.n; i++) {
        const Person *p = &b->persons.item[i];
        if (!p->n_offices)
            continue;
        Str name = pool_get(buf_str(&b->pool.bytes), p->name),
            id = pool_get(buf_str(&b->pool.bytes), p->id);
        bool surname = p->rank <= OFFICE_DEP || p->rank >= OFFICE_SPY;
        int64_t *at = map_get(&b->aliases, str_hash(id.len ? id : name));
        Str family = at ? b->alias.item[*at].family : (Str){0};
        name = arena_str(b->a, name);
        person_names(b, (uint32_t)i, name, surname && p->rank != OFFICE_GOV, family, 0);
        Str rest = at ? b->alias.item[*at].names : (Str){0}, alias;
        while (rest.len && str_split(&rest, '|', &alias))
            person_names(b, (uint32_t)i, alias, surname && p->rank != OFFICE_GOV, (Str){0},
                         NAME_OTHER);
    }
}
