/* Opening the roster, and the questions of date: which office on which day. */
#include "who/roster.h"
#include "base/banned.h"

const char *const thing_names[THING_KINDS] = {"name",   "adjective", "demonym", "capital", "region",
                                              "former", "city",      "metonym", "igo",     "ngo",
                                              "media",  "company",   "group",   "school",  "body",    "person"};
const char *const office_names[OFFICE_KINDS] = {"-",   "hos", "hog", "fm",  "dm",  "min", "dep",
                                                "amb", "leg", "jud", "mil", "spy", "cop", "bank",
                                                "opp", "pty", "reb", "eli", "gov"};

enum {
    FRESH_DAYS = 400,  /* a row seen in office on its as-of date is trusted that long after */
    BEFORE_DAYS = 400, /* … and, where its start is not known, that long before */
};

int32_t row_id(SenseKind kind, uint32_t ref)
{
    return (int32_t)((uint32_t)kind << 28 | ref);
}

/* Does the office cover the day? Open rows past their horizon are stale. */
static Standing office_standing(const Office *o, Day day)
{
    Day asof = o->row.asof == DAY_NONE ? 0 : o->row.asof;
    if (o->from == DAY_NONE) {
        if (o->to != DAY_MAX)
            return day > o->to                  ? STANDING_PAST
                   : day >= o->to - BEFORE_DAYS ? STANDING_NOW
                                                : STANDING_FUTURE;
        return day < asof - BEFORE_DAYS   ? STANDING_FUTURE
               : day <= asof + FRESH_DAYS ? STANDING_NOW
                                          : STANDING_STALE;
    }
    if (day < o->from)
        return STANDING_FUTURE;
    if (day > o->to)
        return STANDING_PAST;
    if (o->to == DAY_MAX && day > MAX(asof, o->from) + FRESH_DAYS)
        return STANDING_STALE;
    return STANDING_NOW;
}

/* Is office a, of standing s, a better witness than b of standing t? Sure ones before stale ones;
 * but a term that is known to have ended is better than an older one whose end nobody wrote down.
 */
static bool better_office(const Office *a, Standing s, const Office *b, Standing t)
{
    if (s == STANDING_STALE && t == STANDING_PAST)
        return a->row.asof > b->to || a->from > b->to;
    if (s == STANDING_PAST && t == STANDING_STALE)
        return !better_office(b, t, a, s);
    if (s != t)
        return s < t;
    return s == STANDING_PAST     ? a->to > b->to
           : s == STANDING_FUTURE ? a->from < b->from
                                  : a->kind < b->kind;
}

int32_t roster_office(const WhoTables *w, uint32_t person, Day day, Standing *standing)
{
    const Person *p = &w->person[person];
    int32_t best = -1;
    *standing = STANDING_UNKNOWN;
    for (uint32_t i = p->office; i < p->office + p->n_offices; i++) {
        const Office *o = &w->office[i];
        Standing s = day == DAY_NONE ? STANDING_NOW : office_standing(o, day);
        bool better = best < 0 || better_office(o, s, &w->office[best], *standing);
        if (better) {
            best = (int32_t)i;
            *standing = s;
        }
    }
    return best;
}

static int holder_order(const Office *o, const char *country, int kind)
{
    int c = memcmp(o->code, country, 3);
    return c ? c : (int)o->kind - kind;
}

int32_t roster_holder(const WhoTables *w, const char *country, OfficeKind kind, Day day)
{
    uint32_t lo = 0, hi = w->n_by_office;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (holder_order(&w->office[w->by_office[mid]], country, (int)kind) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    int32_t best = -1;
    for (; lo < w->n_by_office; lo++) {
        const Office *o = &w->office[w->by_office[lo]];
        if (holder_order(o, country, (int)kind) != 0)
            break;
        if (day != DAY_NONE && office_standing(o, day) == STANDING_NOW &&
            (best < 0 || o->from > w->office[best].from))
            best = (int32_t)w->by_office[lo];
    }
    return best;
}

uint32_t roster_cues(const WhoTables *w, uint64_t key)
{
    int32_t at;
    return dict_match(&w->cues, &key, 1, &at) && (uint32_t)at < w->n_cues ? w->cue[at] : 0;
}

/* ---- opening ------------------------------------------------------------------------------------
 */

static bool section(const Pack *p, const char *name, size_t size, const void **item, uint32_t *n,
                    Err *err)
{
    Str bytes = pack_get(p, name);
    if (!bytes.ptr || (size_t)bytes.len % size)
        return err_set(err, CASUS_ERR_FORMAT, "tables have no good section %s", name);
    *item = bytes.ptr;
    *n = (uint32_t)((size_t)bytes.len / size);
    return true;
}

/* Every index in the arrays stays inside: checked once, trusted afterwards. */
static bool refs_good(const WhoTables *w)
{
    for (uint32_t i = 0; i < w->n_senses; i++) {
        uint32_t limit = w->sense[i].kind == SENSE_THING  ? w->n_things
                         : w->sense[i].kind == SENSE_ROLE ? w->n_roles
                                                          : w->n_persons;
        if (w->sense[i].ref >= limit)
            return false;
    }
    for (uint32_t i = 0; i < w->n_persons; i++)
        if (w->person[i].office > w->n_offices ||
            w->person[i].n_offices > w->n_offices - w->person[i].office)
            return false;
    for (uint32_t i = 0; i < w->n_offices; i++)
        if (w->office[i].person >= w->n_persons || w->office[i].kind >= OFFICE_KINDS)
            return false;
    for (uint32_t i = 0; i < w->n_by_office; i++)
        if (w->by_office[i] >= w->n_offices)
            return false;
    return w->n_senses == 0 || w->sense[w->n_senses - 1].last;
}

bool who_open(const Pack *p, WhoTables **t, Arena *perm, Err *err)
{
    WhoTables *w = NEW(perm, WhoTables, 1);
    w->pool = pack_get(p, "who.pool");
    w->files = pack_get(p, "who.files");
    bool ok =
        section(p, "who.thing", sizeof(Thing), (const void **)&w->thing, &w->n_things, err) &&
        section(p, "who.role", sizeof(RoleNoun), (const void **)&w->role, &w->n_roles, err) &&
        section(p, "who.person", sizeof(Person), (const void **)&w->person, &w->n_persons, err) &&
        section(p, "who.office", sizeof(Office), (const void **)&w->office, &w->n_offices, err) &&
        section(p, "who.sense", sizeof(Sense), (const void **)&w->sense, &w->n_senses, err) &&
        section(p, "who.holders", sizeof(uint32_t), (const void **)&w->by_office, &w->n_by_office,
                err) &&
        section(p, "who.cue", sizeof(uint32_t), (const void **)&w->cue, &w->n_cues, err) &&
        dict_open(p, "who.cues", &w->cues, err) && dict_open(p, "who.names", &w->names, err) &&
        dict_open(p, "who.people", &w->people, err);
    uint32_t n_first = 0, n_person = 0;
    ok = ok &&
         section(p, "who.first", sizeof(uint64_t), (const void **)&w->first_name, &n_first, err) &&
         section(p, "who.firstman", sizeof(uint64_t), (const void **)&w->first_person, &n_person,
                 err);
    if (ok && (n_first != FIRST_BITS / 64 || n_person != FIRST_BITS / 64))
        ok = err_set(err, CASUS_ERR_FORMAT, "who tables have sets of a wrong size");
    if (ok && !refs_good(w))
        ok = err_set(err, CASUS_ERR_FORMAT, "who tables point outside themselves");
    *t = ok ? w : NULL;
    return ok;
}

/* ---- rows for people --------------------------------------------------------------------- */

static void put_row(const WhoTables *w, const RowRef *r, Buf *b)
{
    Str rest = w->files, name = {0};
    for (int i = 0; i <= r->file && rest.ptr && str_split(&rest, '\n', &name); i++)
        ;
    buf_printf(b, "%.*s:%u:", FMT(name), r->line);
}

static void put_source(const WhoTables *w, const RowRef *r, Buf *b)
{
    char day[11];
    buf_printf(b, ", source %.*s", FMT(pool_get(w->pool, r->source)));
    if (r->asof != DAY_NONE)
        buf_printf(b, ", as of %.*s", FMT(day_format(r->asof, day)));
}

static void put_term(const Office *o, Buf *b)
{
    char day[11];
    buf_put(b, o->from == DAY_NONE ? STR("?") : day_format(o->from, day));
    buf_put(b, STR(" to "));
    buf_put(b, o->to == DAY_MAX ? STR("now") : day_format(o->to, day));
}

Str who_row(const WhoTables *w, int32_t row, Arena *a)
{
    if (row < 0)
        return STR("");
    uint32_t ref = (uint32_t)row & 0x0FFFFFFF;
    Buf b = {0};
    switch ((uint32_t)row >> 28) {
    case SENSE_THING: {
        const Thing *t = &w->thing[ref];
        put_row(w, &t->row, &b);
        buf_printf(&b, " %s %s %.*s", t->code, thing_names[t->kind],
                   FMT(pool_get(w->pool, t->name)));
        put_source(w, &t->row, &b);
        break;
    }
    case SENSE_ROLE: {
        const RoleNoun *r = &w->role[ref];
        put_row(w, &r->row, &b);
        buf_printf(&b, " %.*s is %s", FMT(pool_get(w->pool, r->noun)), r->role);
        break;
    }
    case SENSE_PERSON: {
        const Office *o = &w->office[ref];
        put_row(w, &o->row, &b);
        buf_printf(&b, " %s %.*s, %.*s, ", o->code,
                   FMT(pool_get(w->pool, w->person[o->person].name)),
                   FMT(pool_get(w->pool, o->title)));
        put_term(o, &b);
        put_source(w, &o->row, &b);
        break;
    }
    default: break;
    }
    Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}
