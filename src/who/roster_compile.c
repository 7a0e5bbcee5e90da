/* The TSV files of tables/ → the roster's arrays and dictionaries.
 *
 * Hand-written files (fix/) are read before the generated ones and win: a name they give is not
 * given again. Read here are things (countries, bodies, towns …), role nouns and the closed classes;
 * people.c reads people and offices, rows.c holds what all of them need. Every bad row is refused
 * with file, line and reason. */
#include "who/rows.h"
#include "base/banned.h"

/* ---- country, metonym, organisation ------------------------------------------------------ */

/* What the spelling in the table asks of the spelling in the text. */
static uint8_t case_flags(Str name)
{
    bool lower = false;
    int upper = 0;
    ptrdiff_t at = 0;
    uint32_t first = utf8_next(name, &at);
    for (at = 0; at < name.len;) {
        uint32_t cp = utf8_next(name, &at);
        lower |= cp_is_lower(cp);
        upper += cp_is_upper(cp);
    }
    if (!lower && upper >= 2)
        return NAME_ACRONYM;
    return cp_is_upper(first) || upper ? NAME_CAPITAL : 0;
}

static void thing_name(Build *b, Str name, uint32_t ref, uint8_t flags)
{
    uint64_t key[KEYS_MAX];
    int n = token_keys(b, name, key);
    if (!n)
        return;
    uint64_t hash = keys_hash(key, n);
    int64_t *at = map_get(&b->thing_of, hash);
    const Thing *mine = &b->things.item[ref], *old = at ? &b->things.item[*at] : NULL;
    bool finer = old && old->kind == THING_FORMER && mine->kind < THING_FORMER && strcmp(old->code, mine->code) == 0;
    if (old && !finer && (old->row.file != mine->row.file || mine->kind == THING_CITY))
        return; /* a file read earlier has this name */
    if (!old)
        map_set(&b->thing_of, hash, ref, b->a);
    name_add(
        b, &b->names, key, n,
        (Sense){.ref = ref, .kind = SENSE_THING, .flags = (uint8_t)(flags | case_flags(name))});
}

/* "Iraqi" → "Iraqis". */
static Str demonym_plural(Str name, Arena *a)
{
    if (str_ends(name, STR("men")) || str_ends(name, STR("ese")) || str_ends(name, STR("s")) ||
        str_ends(name, STR("sh")) || str_ends(name, STR("ch")))
        return (Str){0};
    bool man = str_ends(name, STR("man")) && !str_ends(name, STR("German")) &&
               !str_ends(name, STR("Roman"));
    return man ? arena_printf(a, "%.*smen", FMT(str_cut(name, 0, name.len - 3)))
               : arena_printf(a, "%.*ss", FMT(name));
}

static void thing_names_add(Build *b, Str name, uint32_t ref, uint8_t flags)
{
    if (b->things.item[ref].kind == THING_PERSON && is_known(b, name, str_of(b->things.item[ref].code)))
        return;
    thing_name(b, name, ref, flags);
    if (b->things.item[ref].kind == THING_DEMONYM) {
        Str many = demonym_plural(name, b->a);
        if (many.len)
            thing_name(b, many, ref, flags | NAME_PLURAL);
    }
}

static bool things_read(Build *b, const char *file, bool strict, Err *err)
{
    static const char *const columns[] = {"name", "code",   "kind", "from",
                                          "to",   "source", "asof", "aliases"};
    enum { NAME, CODE, KIND, FROM, TO, SOURCE, ASOF, ALIASES, N };
    Tsv t;
    bool found;
    int c[N];
    Map seen = {0};
    if (!table_with(b, file, columns, N, &t, c, &found, err))
        return false;
    if (!found)
        return true;
    Err bad = {0};
    while (tsv_next(&t, &bad)) {
        Thing x = {.from = DAY_MIN, .to = DAY_MAX};
        Str name = tsv_get(&t, c[NAME]), code = tsv_get(&t, c[CODE]), alias,
            rest = tsv_get(&t, c[ALIASES]);
        Day asof;
        int kind = kind_of(tsv_get(&t, c[KIND]), thing_names, THING_KINDS);
        if (!name.len)
            return tsv_fail(&t, err, "no name", (Str){0});
        if (kind < 0)
            return tsv_fail(&t, err, "unknown kind", tsv_get(&t, c[KIND]));
        if (!is_code(b, code))
            return tsv_fail(&t, err, "unknown actor code", code);
        if (!day_field(&t, tsv_get(&t, c[FROM]), DAY_MIN, &x.from, err) ||
            !day_field(&t, tsv_get(&t, c[TO]), DAY_MAX, &x.to, err) ||
            !day_field(&t, tsv_get(&t, c[ASOF]), DAY_NONE, &asof, err))
            return false;
        if (x.from > x.to)
            return tsv_fail(&t, err, "from is after to", tsv_get(&t, c[FROM]));
        uint64_t twin = hash_mix(hash_mix(str_hash(name), str_hash(code)),
                                 (uint64_t)kind * 7 + (uint64_t)(uint32_t)x.from);
        if (strict && map_get(&seen, twin ? twin : 1))
            return tsv_fail(&t, err, "the same row twice", name);
        map_set(&seen, twin ? twin : 1, 1, b->a);
        x.kind = (uint8_t)kind;
        x.name = keep(b, name);
        memcpy(x.code, code.ptr, (size_t)code.len);
        x.row = row_ref(b, &t, tsv_get(&t, c[SOURCE]), asof);
        uint32_t ref = (uint32_t)b->things.n;
        *push(&b->things, b->a) = x;
        thing_names_add(b, name, ref, 0);
        while (rest.len && str_split(&rest, '|', &alias))
            thing_names_add(b, alias, ref, NAME_EXTRA);
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

/* "St. Petersburg" is "Saint Petersburg". */
static Str saint_short(Str town, Arena *a)
{
    return str_starts(town, STR("Saint ")) ? arena_printf(a, "St. %.*s", FMT(str_cut(town, 6, town.len))) : town;
}

/* Towns of places.tsv that news names without their country: "Shanghai authorities". The largest of
 * a name wins. */
static bool towns_read(Build *b, Err *err)
{
    enum { TOWN_PEOPLE = 100000 };
    Tsv t;
    bool found;
    if (!table_open(b, "places", &t, &found, err))
        return false;
    int name = found ? tsv_column(&t, STR("name")) : 0,
        kind = found ? tsv_column(&t, STR("kind")) : 0;
    int country = found ? tsv_column(&t, STR("country")) : 0,
        people = found ? tsv_column(&t, STR("population")) : 0;
    Map largest = {0};
    Err bad = {0};
    while (found && tsv_next(&t, &bad)) {
        int64_t n;
        Str town = tsv_get(&t, name), code = tsv_get(&t, country);
        if (!str_int(tsv_get(&t, people), 0, INT32_MAX, &n) || n < TOWN_PEOPLE ||
            str_eq(tsv_get(&t, kind), STR("country")) || str_eq(tsv_get(&t, kind), STR("region")) ||
            town.len < 4 || !is_code(b, code))
            continue;
        Str brief = saint_short(town, b->a);
        uint64_t key = str_hash(str_fold(brief, b->a));
        int64_t *old = map_get(&largest, key);
        if (old && (*old >> 32) >= n)
            continue;
        Thing x = {.from = DAY_MIN,
                   .to = DAY_MAX,
                   .kind = THING_CITY,
                   .name = keep(b, town),
                   .row = row_ref(b, &t, STR("geonames"), DAY_NONE)};
        memcpy(x.code, code.ptr, 3);
        uint32_t ref = old ? (uint32_t)(*old & 0xFFFFFFFF) : (uint32_t)b->things.n;
        if (old)
            b->things.item[ref] = x;
        else {
            *push(&b->things, b->a) = x;
            thing_name(b, town, ref, 0);
            if (!str_eq(brief, town))
                thing_name(b, brief, ref, 0);
        }
        map_set(&largest, key, n << 32 | ref, b->a);
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

/* ---- role nouns -------------------------------------------------------------------------- */

/* Regular plural of the last word; empty where the word is plural already or has none. */
static Str plural_of(Str noun, Arena *a)
{
    static const char *const none[] = {"men", "women",    "people",    "police", "media", "forces",
                                       "s",   "children", "personnel", "troops", "press", "public"};
    for (int i = 0; i < COUNT(none); i++)
        if (str_ends(noun, str_of(none[i])) && !str_ends(noun, STR("ss")) &&
            !str_ends(noun, STR("boss")))
            return (Str){0};
    if (str_ends(noun, STR("man")) && !str_ends(noun, STR("german")))
        return arena_printf(a, "%.*smen", FMT(str_cut(noun, 0, noun.len - 3)));
    if (str_ends(noun, STR("y")) && noun.len > 2 && !memchr("aeiou", noun.ptr[noun.len - 2], 5))
        return arena_printf(a, "%.*sies", FMT(str_cut(noun, 0, noun.len - 1)));
    bool es = str_ends(noun, STR("s")) || str_ends(noun, STR("sh")) || str_ends(noun, STR("ch")) ||
              str_ends(noun, STR("x"));
    return arena_printf(a, "%.*s%s", FMT(noun), es ? "es" : "s");
}

/* "minister of defence" → "ministers of defence". */
static Str plural_phrase(Str noun, Arena *a)
{
    static const char *const links[] = {" of ", " for ", " to ", " in "};
    for (int i = 0; i < COUNT(links); i++) {
        ptrdiff_t at = str_find(noun, str_of(links[i]));
        if (at > 0) {
            Str head = plural_of(str_cut(noun, 0, at), a);
            return head.len
                       ? arena_printf(a, "%.*s%.*s", FMT(head), FMT(str_cut(noun, at, noun.len)))
                       : head;
        }
    }
    return plural_of(noun, a);
}

static bool roles_read(Build *b, const char *file, Err *err)
{
    static const char *const columns[] = {"noun", "role", "strength", "kind", "office"};
    static const char *const strengths[] = {"weak", "strong", "over", "block"};
    static const char *const kinds[] = {"person", "group", "thing"};
    Tsv t;
    bool found;
    int c[5];
    if (!table_with(b, file, columns, 5, &t, c, &found, err))
        return false;
    if (!found)
        return true;
    if (str_starts(str_of(file), STR("petrarch/")))
        b->their_roles = b->n_files - 1;
    Err bad = {0};
    while (tsv_next(&t, &bad)) {
        Str noun = tsv_get(&t, c[0]), role = tsv_get(&t, c[1]), office = tsv_get(&t, c[4]);
        int strength = kind_of(tsv_get(&t, c[2]), strengths, 4),
            kind = kind_of(tsv_get(&t, c[3]), kinds, 3);
        int off = kind_of(office, office_names, OFFICE_KINDS);
        if (!noun.len)
            return tsv_fail(&t, err, "no noun", (Str){0});
        if (role.len != 3)
            return tsv_fail(&t, err, "a role has three letters", role);
        if (strength < 0)
            return tsv_fail(&t, err, "strength is weak, strong, over or block", tsv_get(&t, c[2]));
        if (kind < 0)
            return tsv_fail(&t, err, "kind is person, group or thing", tsv_get(&t, c[3]));
        if (off < 0)
            return tsv_fail(&t, err, "unknown office", office);
        RoleNoun r = {.strength = (uint8_t)strength, .kind = (uint8_t)kind, .office = (uint8_t)off};
        r.noun = keep(b, noun);
        if (role.ptr[0] != '-')
            memcpy(r.role, role.ptr, 3);
        Str source = tsv_get(&t, tsv_column(&t, STR("source")));
        r.row = row_ref(b, &t, source.len ? source : STR("hand"), DAY_NONE);
        uint64_t key[KEYS_MAX];
        int n = token_keys(b, noun, key);
        int64_t *old = map_get(&b->role_of, keys_hash(key, n));
        if (old && b->roles.item[*old].row.file == b->their_roles && strcmp(b->roles.item[*old].role, r.role) == 0) { /* ours says more of it */
            b->roles.item[*old] = r;
            continue;
        }
        uint32_t ref = (uint32_t)b->roles.n;
        *push(&b->roles, b->a) = r;
        if (!old)
            map_set(&b->role_of, keys_hash(key, n), ref, b->a);
        name_add(b, &b->names, key, n, (Sense){.ref = ref, .kind = SENSE_ROLE});
        Str many = plural_phrase(noun, b->a);
        if (many.len)
            name_add(b, &b->names, key, token_keys(b, many, key),
                     (Sense){.ref = ref, .kind = SENSE_ROLE, .flags = NAME_PLURAL});
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    return true;
}

/* ---- closed classes ---------------------------------------------------------------------- */

static bool cues_read(Build *b, PackWriter *w, Err *err)
{
    static const char *const classes[] = {
#define X(name, label) label,
        CUE_LIST(X)
#undef X
    };
    Tsv t;
    bool found;
    if (!table_open(b, "cue", &t, &found, err))
        return false;
    Map masks = {0};
    Err bad = {0};
    while (found && tsv_next(&t, &bad)) {
        int class = kind_of(tsv_get(&t, 0), classes, CUE_COUNT);
        if (class < 0)
            return tsv_fail(&t, err, "unknown class", tsv_get(&t, 0));
        Str rest = tsv_get(&t, 1), word;
        while (rest.len && str_split(&rest, ' ', &word)) {
            uint64_t key = dict_key(word);
            int64_t *old = map_get(&masks, key);
            map_set(&masks, key, (old ? *old : 0) | (int64_t)1 << class, b->a);
        }
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    DictWriter d = {.arena = b->a};
    LIST(uint32_t) all = {0};
    for (ptrdiff_t i = 0; i < masks.cap; i++)
        if (masks.key[i]) {
            dict_add(&d, &masks.key[i], 1, (int32_t)all.n);
            *push(&all, b->a) = (uint32_t)masks.value[i];
        }
    dict_finish(&d, w, "who.cues");
    pack_add(w, "who.cue", all.item, sizeof *all.item * (size_t)all.n);
    return true;
}

/* ---- all of it --------------------------------------------------------------------------- */

static bool text_words(Build *b, Err *err)
{
    PackWriter w = {.arena = b->a};
    Buf bytes = {0};
    Pack pack;
    bool ok = text_compile(b->dir, &w, err);
    if (ok) {
        pack_finish(&w, 1, &bytes);
        Str stays = arena_str(b->a, buf_str(&bytes));
        ok = pack_open(stays, 1, &pack, err) && text_open(&pack, &b->text, err);
    }
    buf_free(&bytes);
    return ok;
}

/* Do our tables count beside this one? */
static bool counts(const Build *b, const char *theirs)
{
    return !(b->dir->instead && tabledir_find(b->dir, str_of(theirs)));
}

static bool our_things(Build *b, Err *err)
{
    return things_read(b, "fix/country", true, err) && things_read(b, "country", false, err) && things_read(b, "fix/organisation", true, err) &&
           things_read(b, "metonym", true, err) && things_read(b, "organisation", false, err) && towns_read(b, err);
}

static bool our_people(Build *b, Err *err)
{
    return persons_read(b, err) && offices_read(b, "fix/office", true, err) && offices_read(b, "office", false, err);
}

static bool their_actors(Build *b, Err *err)
{
    if (!tabledir_find(b->dir, STR("petrarch/actor")))
        return true;
    know_people(b);
    return things_read(b, "petrarch/actor", false, err);
}

bool who_compile(const TableDir *dir, PackWriter *w, Err *err)
{
    Arena a = arena_new(1 << 22);
    Build b = {.a = &a, .dir = dir, .their_roles = -1};
    bool actors = counts(&b, "petrarch/actor"), roles = counts(&b, "petrarch/role");
    bool ok = text_words(&b, err) && countries_know(&b, "fix/country", err) && countries_know(&b, "country", err) &&
              countries_know(&b, "petrarch/actor", err) && (!actors || our_people(&b, err)) && their_actors(&b, err) &&
              (!actors || our_things(&b, err)) && roles_read(&b, "petrarch/role", err) &&
              (!roles || (roles_read(&b, "fix/role", err) && roles_read(&b, "role", err))) && cues_read(&b, w, err);
    if (ok) {
        SenseList senses = {0};
        offices_finish(&b, w);
        persons_finish(&b);
        names_finish(&b, &b.names, &senses, w, "who.names", "who.first");
        names_finish(&b, &b.people, &senses, w, "who.people", "who.firstman");
        pack_add(w, "who.pool", b.pool.bytes.ptr, (size_t)b.pool.bytes.len);
        pack_add(w, "who.files", b.files.ptr, (size_t)b.files.len);
        pack_add(w, "who.thing", b.things.item, sizeof *b.things.item * (size_t)b.things.n);
        pack_add(w, "who.role", b.roles.item, sizeof *b.roles.item * (size_t)b.roles.n);
        pack_add(w, "who.person", b.persons.item, sizeof *b.persons.item * (size_t)b.persons.n);
        pack_add(w, "who.office", b.offices.item, sizeof *b.offices.item * (size_t)b.offices.n);
        pack_add(w, "who.sense", senses.item, sizeof *senses.item * (size_t)senses.n);
    }
    buf_free(&b.pool.bytes);
    buf_free(&b.files);
    arena_free(&a);
    return ok;
}
