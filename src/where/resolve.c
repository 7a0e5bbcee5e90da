/* Resolving toponyms: one row for each, by what kind of place the name usually means, and by company.
 *
 * Every name votes for the places it may mean, its vote shared out among them; votes are collected by
 * country, by first-level region and by squares of the map. A candidate's score is its own prior and the
 * votes of the other names around it. What a name then more likely means gets more of its vote, and all
 * choose once again. A container behind the comma decides alone. One name has one meaning in a text. Linear in the number of names: candidates are capped, votes are kept in hash maps. */
#include <math.h>

#include "where/toponym.h"

#include "base/banned.h"

enum { SQUARE = 2 /* degrees */, ROUNDS = 2 };
/* Weights: tuned on four fifths of LGL (docs/decisions/when-where.md). */
static const double PRIOR = 1.0, BY_COUNTRY = 2.5, BY_REGION = 3.0, BY_SQUARE = 3.0, INSIDE = 50, WEAK = -1.5, SHARP = 2,
                    CALLED = 5;

typedef struct {
    const WhereTables *w;
    Map votes;   /* key → thousandths */
    Map meaning; /* hash of a name → row already chosen */
    Arena *a;
} Votes;

static uint64_t country_key(const GeoRow *r)
{
    return hash_mix(1, (uint64_t)(uint8_t)r->country[0] << 16 | (uint64_t)(uint8_t)r->country[1] << 8 | (uint8_t)r->country[2]);
}

static int32_t region_row(const WhereTables *w, int32_t row)
{
    return w->row[row].kind == GEO_REGION ? row : w->row[row].region;
}

static uint64_t region_key(int32_t region)
{
    return hash_mix(2, (uint64_t)(uint32_t)region);
}

static uint64_t square_key(int x, int y)
{
    return hash_mix(3, (uint64_t)(uint32_t)(x * 1000 + y));
}

static void square_of(const GeoRow *r, int *x, int *y)
{
    *x = (int)floor((r->lon + 180) / SQUARE);
    *y = (int)floor((r->lat + 90) / SQUARE);
}

static double prior(const GeoRow *r)
{
    static const double base[GEO_KINDS] = {[GEO_COUNTRY] = 8.5, [GEO_REGION] = 0.4, [GEO_DISTRICT] = 4.2, [GEO_OTHER] = 7,
                                           [GEO_CAPITAL] = 1.6, [GEO_SEAT] = 0.9, [GEO_PART] = -0.6, [GEO_PEOPLE] = 8.5};
    double people = geo_is_town(r->kind) || r->kind == GEO_REGION ? log10((double)r->people + 500) : 0;
    return base[r->kind] + people;
}

static void vote(Votes *v, uint64_t key, double weight)
{
    int64_t *old = map_get(&v->votes, key);
    map_set(&v->votes, key, (old ? *old : 0) + (int64_t)(weight * 1000), v->a);
}

static double votes_for(const Votes *v, uint64_t key)
{
    int64_t *n = map_get(&v->votes, key);
    return n ? (double)*n / 1000 : 0;
}

typedef struct {
    int32_t row[CANDIDATES_MAX];
    uint8_t flags[CANDIDATES_MAX];
    double share[CANDIDATES_MAX];
    int n;
} Candidates;

static void candidates_of(const WhereTables *w, int32_t names, Candidates *c)
{
    c->n = 0;
    double sum = 0;
    for (int32_t i = names; i >= 0 && c->n < CANDIDATES_MAX; i++) {
        if (w->name[i].row >= 0) {
            c->row[c->n] = w->name[i].row;
            c->flags[c->n] = w->name[i].flags;
            c->share[c->n] = pow(10, 0.7 * (prior(&w->row[w->name[i].row]) - 5 + (w->name[i].flags & NAME_WEAK ? WEAK : 0)));
            sum += c->share[c->n++];
        }
        if (w->name[i].flags & NAME_LAST)
            break;
    }
    for (int i = 0; i < c->n; i++)
        c->share[i] /= sum;
}

/* The votes of one name; `sign` −1 takes them back, so that a name does not support itself. */
static void cast(Votes *v, const Candidates *c, double sign)
{
    for (int i = 0; i < c->n; i++) {
        const GeoRow *r = &v->w->row[c->row[i]];
        double share = sign * c->share[i];
        if (fabs(share) < 0.002)
            continue;
        if (r->kind != GEO_OTHER)
            vote(v, country_key(r), share);
        int32_t region = region_row(v->w, c->row[i]);
        if (region >= 0)
            vote(v, region_key(region), share);
        if (r->kind >= GEO_DISTRICT && r->kind <= GEO_PART) {
            int x, y;
            square_of(r, &x, &y);
            vote(v, square_key(x, y), share);
        }
    }
}

static double company(const Votes *v, int32_t row)
{
    const GeoRow *r = &v->w->row[row];
    if (r->kind == GEO_OTHER)
        return 0;
    double score = BY_COUNTRY * fmin(1, votes_for(v, country_key(r)) / 2);
    int32_t region = region_row(v->w, row);
    if (region >= 0)
        score += BY_REGION * fmin(1, votes_for(v, region_key(region)) / 1.5);
    if (r->kind >= GEO_DISTRICT && r->kind <= GEO_PART) {
        int x, y;
        double near = 0;
        square_of(r, &x, &y);
        for (int dx = -1; dx <= 1; dx++)
            for (int dy = -1; dy <= 1; dy++)
                near += votes_for(v, square_key(x + dx, y + dy)) * (dx || dy ? 0.5 : 1);
        score += BY_SQUARE * fmin(1, near / 1.5);
    }
    return score;
}

/* How sure is it that the row lies inside what the container means (0: it does not)? *which: that meaning. */
static double contained(const WhereTables *w, int32_t row, const Candidates *in, int32_t *which)
{
    double best = 0;
    for (int i = 0; i < in->n; i++) {
        if (in->flags[i] & NAME_WEAK || in->share[i] <= best)
            continue;
        const GeoRow *c = &w->row[in->row[i]], *r = &w->row[row];
        bool inside = c->kind == GEO_COUNTRY ? memcmp(c->country, r->country, 3) == 0 && r->kind != GEO_COUNTRY
                    : c->kind == GEO_REGION  ? r->region == in->row[i]
                                             : c->kind == GEO_DISTRICT && geo_is_town(r->kind) && r->region == c->region &&
                                                   r->region >= 0 && geo_km(r->lat, r->lon, c->lat, c->lon) < 80;
        if (inside) {
            *which = in->row[i];
            best = in->share[i];
        }
    }
    return best;
}

/* Chooses among *c, whose shares become how likely each is in this company. */
static void choose(Votes *v, Toponym *p, Toponym *container, Candidates *c)
{
    Candidates in = {.n = 0};
    if (c->n == 0)
        return;
    if (container && container->names >= 0)
        candidates_of(v->w, container->names, &in);
    double best = -1e9, sum = 0, shares = 0, score[CANDIDATES_MAX];
    int32_t which = -1, which_in = -1;
    int at = 0;
    for (int i = 0; i < c->n; i++) {
        score[i] = PRIOR * prior(&v->w->row[c->row[i]]) + company(v, c->row[i]);
        if (c->flags[i] & NAME_WEAK)
            score[i] += WEAK;
        if (p->is_region && v->w->row[c->row[i]].kind == GEO_REGION)
            score[i] += CALLED;
        double inside = contained(v->w, c->row[i], &in, &which);
        if (inside > 0) {
            score[i] += INSIDE + 2 * log10(inside);
            which_in = score[i] > best ? which : which_in;
        }
        if (score[i] > best) {
            best = score[i];
            at = i;
        }
    }
    for (int i = 0; i < c->n; i++) {
        sum += exp(score[i] - best);
        c->share[i] = exp(SHARP * (score[i] - best));
        shares += c->share[i];
    }
    for (int i = 0; i < c->n; i++)
        c->share[i] /= shares;
    p->row = c->row[at];
    p->confidence = (float)(1 / sum);
    if (which_in >= 0)
        container->row = which_in;
}

/* Which names are seen for the first time (each votes once)? */
static bool first_time(Map *seen, uint64_t hash, Arena *a)
{
    if (map_get(seen, hash))
        return false;
    map_set(seen, hash, 1, a);
    return true;
}

/* The publisher's country, told by its domain: "thestar.co.uk". */
static void vote_home(Votes *v, Str source)
{
    static const struct {
        const char *end, *country;
    } homes[] = {{".uk", "GBR"}, {".ie", "IRL"}, {".ca", "CAN"}, {".au", "AUS"}, {".nz", "NZL"}, {".in", "IND"}, {".za", "ZAF"},
                 {".ng", "NGA"}, {".ke", "KEN"}, {".pk", "PAK"}, {".ph", "PHL"}, {".ru", "RUS"}, {".il", "ISR"}, {".lb", "LBN"},
                 {".eg", "EGY"}, {".de", "DEU"}, {".fr", "FRA"}, {".it", "ITA"}, {".es", "ESP"}, {".us", "USA"}, {".gov", "USA"}};
    GeoRow r = {.kind = GEO_COUNTRY};
    for (int i = 0; i < COUNT(homes); i++)
        if (str_ends(source, str_of(homes[i].end))) {
            memcpy(r.country, homes[i].country, 3);
            vote(v, country_key(&r), 2);
        }
}

/* Pairs "A, B" are sure, and vote for what they mean. */
static void resolve_pairs(Votes *v, Toponyms *list, Map *seen)
{
    for (ptrdiff_t i = 0; i < list->n; i++) {
        Toponym *p = &list->item[i];
        Candidates c;
        if (p->inside < 0 || p->names < 0)
            continue;
        candidates_of(v->w, p->names, &c);
        choose(v, p, &list->item[p->inside], &c);
        if (list->item[p->inside].row < 0) {
            p->row = -1;
            p->inside = -1;
            continue;
        }
        p->confidence = 0.95f;
        if (!map_get(&v->meaning, p->hash))
            map_set(&v->meaning, p->hash, p->row, v->a);
        if (first_time(seen, p->hash, v->a)) {
            c = (Candidates){.n = 1, .row = {p->row}, .share = {1}};
            cast(v, &c, 1);
        }
    }
}

/* A name that stands in no container: its first toponym and how it shares out its vote. */
typedef struct {
    Toponym *first;
    Candidates c;
} Name;

static void resolve_names(Votes *v, Toponyms *list, Map *seen)
{
    LIST(Name) names = {0};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        Toponym *p = &list->item[i];
        if (p->row >= 0 || p->names < 0 || !first_time(seen, p->hash, v->a))
            continue;
        Name *n = push(&names, v->a);
        n->first = p;
        candidates_of(v->w, p->names, &n->c);
        cast(v, &n->c, 1);
    }
    for (int round = 0; round < ROUNDS; round++)
        for (ptrdiff_t i = 0; i < names.n; i++) {
            Name *n = &names.item[i];
            cast(v, &n->c, -1);
            choose(v, n->first, NULL, &n->c);
            cast(v, &n->c, 1);
        }
    for (ptrdiff_t i = 0; i < names.n; i++)
        map_set(&v->meaning, names.item[i].first->hash, names.item[i].first->row, v->a);
}

void toponyms_resolve(const WhereTables *w, const Text *t, Str source, Toponyms *list, Arena *a)
{
    (void)t;
    Votes v = {.w = w, .a = a};
    Map seen = {0};
    vote_home(&v, source);
    resolve_pairs(&v, list, &seen);
    resolve_names(&v, list, &seen);
    for (ptrdiff_t i = 0; i < list->n; i++) { /* the other times that a name is told */
        Toponym *p = &list->item[i];
        int64_t *known = p->row < 0 && p->names >= 0 ? map_get(&v.meaning, p->hash) : NULL;
        if (!known)
            continue;
        p->row = (int32_t)*known;
        p->confidence = 0.9f;
    }
}
