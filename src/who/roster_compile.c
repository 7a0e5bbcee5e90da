/* The TSV files of tables/ → the roster's arrays and dictionaries.
 *
 * Hand-written files (fix/) are read before the generated ones and win: a name they give is not
 * given again, an office they give to a person replaces the generated rows of that office. Open
 * terms of offices that have one holder at a time end where the next holder's begins. Every bad row
 * is refused with file, line and reason. */
#include <stdlib.h>

#include "who/roster.h"
#include "who/sound.h"
#include "base/banned.h"

enum { KEYS_MAX = 16, SENSES_MAX = 48, COUNTRIES_MAX = 1024 };

/* ---- under construction ------------------------------------------------------------------ */

typedef struct {
    uint64_t hash; /* of the keys */
    uint64_t key[KEYS_MAX];
    int n;
    int32_t order; /* of adding */
    Sense sense;
} Name;
typedef LIST(Name) NameList;

/* A line of person.tsv. */
typedef struct {
    Str family, names;
} Alias;

typedef struct {
    Arena *a;
    const TableDir *dir;
    TextTables text;
    Pool pool;
    Buf files;
    int n_files;
    LIST(Thing) things;
    LIST(RoleNoun) roles;
    LIST(Person) persons;
    LIST(Office) offices;
    NameList names, people;
    char country[COUNTRIES_MAX][4];
    int n_countries;
    Map thing_of;  /* hash of keys → the thing that first got this name */
    Map role_of;   /* hash of keys → the role noun */
    int their_roles; /* number of the file that PETRARCH's agents became; −1: none */
    Map person_of; /* hash of id, or of country and name by sound → person + 1 */
    Map fixed;     /* hash of person and office kind → 1 */
    Map known;     /* people's country and name by sound → 1, before PETRARCH's people are read */
    Map aliases;   /* hash of id → person.tsv line start, see Alias */
    LIST(Alias) alias;
} Build;

static PoolStr keep(Build *b, Str s)
{
    return pool_add(&b->pool, s, b->a);
}

/* ---- fields ------------------------------------------------------------------------------ */

/* What stands where others have their country: kinds of bodies, then CAMEO's regions. */
static const char *const supranational[] = {"IGO", "NGO", "IMG", "MNC", "MED", "BUS", "REL", "CVL", "INT",
                                            "AFR", "ASA", "BLK", "CAS", "CEA", "CFR", "CRB", "EAF", "EEU", "EUR",
                                            "LAM", "MEA", "NAF", "PGS", "SAF", "SAM", "SAS", "SCN", "SEA", "WAF", "WST"};

/* "---" names what is no actor, so that no shorter name inside it counts: "Central America". */
static bool is_code(const Build *b, Str s)
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

static bool day_field(const Tsv *t, Str s, Day if_empty, Day *day, Err *err)
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

static int kind_of(Str s, const char *const *all, int n)
{
    for (int i = 0; i < n; i++)
        if (str_eq(s, str_of(all[i])))
            return i;
    return -1;
}

static RowRef row_ref(Build *b, const Tsv *t, Str source, Day asof)
{
    return (RowRef){.source = keep(b, source),
                    .line = (uint32_t)t->line,
                    .asof = asof,
                    .file = (uint16_t)(b->n_files - 1)};
}

/* Open NAME.tsv of the folder; *found false when it is absent. */
static bool table_open(Build *b, const char *name, Tsv *t, bool *found, Err *err)
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

/* ---- names ------------------------------------------------------------------------------- */

static void name_add(Build *b, NameList *list, const uint64_t *key, int n, Sense sense)
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
static int token_keys(Build *b, Str name, uint64_t key[KEYS_MAX])
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

static uint64_t keys_hash(const uint64_t *key, int n)
{
    uint64_t h = 0;
    for (int i = 0; i < n; i++)
        h = hash_mix(h + 1, key[i]);
    return h ? h : 1;
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
static void know_people(Build *b)
{
    for (ptrdiff_t i = 0; i < b->persons.n; i++) {
        const Person *p = b->persons.item + i;
        uint64_t key[KEYS_MAX];
        int n = sound_keys(pool_get(buf_str(&b->pool.bytes), p->name), key, b->a);
        if (n >= 2)
            map_set(&b->known, person_key(str_of(p->country), key, n), i, b->a);
    }
}

static bool is_known(Build *b, Str name, Str code)
{
    uint64_t key[KEYS_MAX];
    int n = sound_keys(name, key, b->a);
    return n >= 2 && map_get(&b->known, person_key(code, key, n));
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

/* ---- country, metonym, organisation ------------------------------------------------------ */

static bool things_read(Build *b, const char *file, bool strict, Err *err)
{
    static const char *const columns[] = {"name", "code",   "kind", "from",
                                          "to",   "source", "asof", "aliases"};
    enum { NAME, CODE, KIND, FROM, TO, SOURCE, ASOF, ALIASES, N };
    Tsv t;
    bool found;
    int c[N];
    Map seen = {0};
    if (!table_open(b, file, &t, &found, err))
        return false;
    if (!found)
        return true;
    if (!need_columns(&t, columns, N, c, err))
        return false;
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

/* The ISO codes are those that country.tsv and fix/country.tsv name; read before any code is
 * checked. */
static bool countries_know(Build *b, const char *file, Err *err)
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
    if (!table_open(b, file, &t, &found, err))
        return false;
    if (!found)
        return true;
    if (!need_columns(&t, columns, 5, c, err))
        return false;
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

static bool persons_read(Build *b, Err *err)
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

static bool offices_read(Build *b, const char *file, bool fix, Err *err)
{
    static const char *const columns[] = {"name", "country", "role",      "office", "title",
                                          "from", "to",      "precision", "source", "asof"};
    enum { NAME, COUNTRY, ROLE, OFFICE, TITLE, FROM, TO, PRECISION, SOURCE, ASOF, N };
    Tsv t;
    bool found;
    int c[N];
    if (!table_open(b, file, &t, &found, err))
        return false;
    if (!found)
        return true;
    if (!need_columns(&t, columns, N, c, err))
        return false;
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

static void offices_finish(Build *b, PackWriter *w)
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

static void persons_finish(Build *b)
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

/* ---- dictionaries ------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    const Name *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->order - y->order;
}

typedef LIST(Sense) SenseList;

static void names_finish(Build *b, NameList *list, SenseList *senses, PackWriter *w,
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
