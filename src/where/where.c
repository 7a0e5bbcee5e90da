/* From text to Places: names found in context, resolved in company, laid out for the rooms below. */
#include <math.h>

#include "where/toponym.h"

#include "base/banned.h"

enum { SMALL_TOWN = 15000 };

const char *place_kind_name(PlaceKind k)
{
    static const char *const names[] = {"none", "country", "region", "city", "other"};
    return names[k];
}

static PlaceKind kind_of(int geo)
{
    switch ((GeoKind)geo) {
    case GEO_COUNTRY:
    case GEO_PEOPLE: return PLACE_COUNTRY;
    case GEO_REGION:
    case GEO_DISTRICT: return PLACE_REGION;
    case GEO_CAPITAL:
    case GEO_SEAT:
    case GEO_CITY:
    case GEO_PART: return PLACE_CITY;
    case GEO_OTHER: return PLACE_OTHER;
    case GEO_KINDS: break;
    }
    return PLACE_NONE;
}

static Place place_of(const WhereTables *w, const Text *t, const Toponym *p)
{
    Place x = {.first = p->first, .last = p->last, .sentence = t->token[p->first].sentence, .lat = NAN, .lon = NAN};
    x.name = str_cut(t->body, t->token[p->first].span.start, t->token[p->last].span.end);
    if (p->row < 0)
        return x;
    const GeoRow *r = &w->row[p->row];
    x.name = pool_get(w->pool, r->name);
    memcpy(x.country, r->country, sizeof x.country);
    x.lat = r->lat;
    x.lon = r->lon;
    x.id = r->id;
    x.kind = (uint8_t)kind_of(r->kind);
    x.confidence = p->confidence;
    if (r->region >= 0)
        x.region = pool_get(w->pool, w->row[r->region].name);
    return x;
}

/* A small town's name without any sign of a place, here or elsewhere in the text, is mostly something else. */
static void drop_doubtful(const WhereTables *w, Toponyms *list, Arena *a)
{
    Map sure = {0};
    ptrdiff_t n = 0;
    int32_t *moved = NEW(a, int32_t, list->n + 1);
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (list->item[i].sure)
            map_set(&sure, list->item[i].hash, 1, a);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const Toponym *p = &list->item[i];
        const GeoRow *r = p->row >= 0 ? &w->row[p->row] : NULL;
        bool small = r && ((geo_is_town(r->kind) && r->people < SMALL_TOWN) || r->kind == GEO_DISTRICT);
        moved[i] = (int32_t)n;
        if (p->sure || !small || p->last > p->first || map_get(&sure, p->hash))
            list->item[n++] = *p;
        else
            moved[i] = -1;
    }
    list->n = n;
    for (ptrdiff_t i = 0; i < n; i++)
        if (list->item[i].inside >= 0)
            list->item[i].inside = moved[list->item[i].inside];
}

/* An unknown name lies in the country of the place told beside it. */
static void lend_country(Places *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        Place *x = &p->place[i];
        if (x->kind != PLACE_NONE)
            continue;
        const Place *next = i + 1 < p->n && x[1].sentence == x->sentence ? x + 1 : NULL;
        const Place *last = i > 0 && x[-1].sentence == x->sentence ? x - 1 : NULL;
        const Place *beside = next && next->kind != PLACE_NONE ? next : last;
        if (beside && beside->kind != PLACE_NONE)
            memcpy(x->country, beside->country, sizeof x->country);
    }
}

static Places lay_out(const WhereTables *w, const Text *t, const Toponyms *list, Arena *a)
{
    Places out = {.place = NEW(a, Place, list->n), .n = (uint32_t)list->n, .at = NEW(a, int32_t, t->n_tokens)};
    for (uint32_t i = 0; i < t->n_tokens; i++)
        out.at[i] = -1;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        out.place[i] = place_of(w, t, &list->item[i]);
        for (uint32_t k = list->item[i].first; k <= list->item[i].last; k++)
            out.at[k] = (int32_t)i;
    }
    lend_country(&out);
    return out;
}

Places where_find(const WhereTables *w, const Text *t, const Trees *trees, const Actors *actors, Str source, Arena *a)
{
    Toponyms list = {0};
    toponyms_find(w, t, trees, actors, &list, a);
    toponyms_resolve(w, t, source, &list, a);
    drop_doubtful(w, &list, a);
    return lay_out(w, t, &list, a);
}

Places where_given(const WhereTables *w, const Text *t, const Span *tokens, ptrdiff_t n, Str source, Arena *a)
{
    Toponyms list = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        Toponym *p = push(&list, a);
        *p = toponym_at(w, t, tokens[i].start, tokens[i].end);
        if (i > 0 && str_eq(t->token[p->first - (p->first > 0)].fold, STR(",")) && p[-1].last + 2 == p->first)
            p[-1].inside = (int32_t)i;
    }
    toponyms_resolve(w, t, source, &list, a);
    return lay_out(w, t, &list, a);
}

void where_print(const Text *t, const Places *places, Buf *out)
{
    for (uint32_t i = 0; i < places->n; i++) {
        const Place *p = &places->place[i];
        Str words = str_cut(t->body, t->token[p->first].span.start, t->token[p->last].span.end);
        buf_printf(out, "%.*s | ", FMT(words));
        if (p->kind == PLACE_NONE) {
            buf_put(out, STR("unresolved\n"));
            continue;
        }
        buf_printf(out, "%s %.*s", place_kind_name((PlaceKind)p->kind), FMT(p->name));
        if (p->region.len)
            buf_printf(out, ", %.*s", FMT(p->region));
        buf_printf(out, "%s%s | %.2f %.2f", p->country[0] ? ", " : "", p->country, p->lat, p->lon);
        if (p->id)
            buf_printf(out, " | %d", p->id);
        buf_byte(out, '\n');
    }
}
