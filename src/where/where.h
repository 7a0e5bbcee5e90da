/* where: trees → places: toponyms resolved to GeoNames, and which event happened where.
 *
 * In:   Text, Trees, Actors (a capital that stands for a government is no place), WhereTables.
 * Out:  Places in text order; where_of() gives the place of an event.
 *
 * Laws: a toponym is resolved by population, the article's other places, containment ("Paris, Texas"),
 * or left unresolved; demonyms are no places; country first, a city only when the text supports it.
 * Linear time in the text (candidates for a name are capped).
 *
 * Source: GeoNames (CC BY 4.0), cities and first-level regions.
 */
#ifndef CASUS_WHERE_H
#define CASUS_WHERE_H

#include "who/who.h"

typedef enum { PLACE_NONE, PLACE_COUNTRY, PLACE_REGION, PLACE_CITY, PLACE_OTHER } PlaceKind;
const char *place_kind_name(PlaceKind k); /* "country", "region", "city", "other" */

typedef struct {
    uint32_t first, last;  /* tokens, inclusive */
    uint32_t sentence;
    Str name;              /* canonical */
    char country[4];       /* ISO 3166-1 alpha-3; empty when none */
    double lat, lon;       /* degrees, WGS 84; NAN when unresolved */
    int32_t id;            /* GeoNames id, or 0 */
    uint8_t kind;          /* PlaceKind */
    Str region;            /* first-level region's name, or empty */
    float confidence;
} Place;

typedef struct {
    Place *place;
    uint32_t n;
    int32_t *at; /* [n_tokens] place that covers the token, or -1 */
} Places;

typedef struct {
    int32_t place; /* index into Places, or -1 */
    bool told;     /* the tree says so; else by discourse */
} EventPlace;

typedef struct WhereTables WhereTables;
MUST_USE bool where_compile(const TableDir *t, PackWriter *w, Err *err);
MUST_USE bool where_open(const Pack *p, WhereTables **t, Arena *perm, Err *err);

Places where_find(const WhereTables *w, const Text *t, const Trees *trees, const Actors *actors, Str source, Arena *a);
/* The same for given toponyms: first and last token (inclusive) of each, in text order. */
Places where_given(const WhereTables *w, const Text *t, const Span *tokens, ptrdiff_t n, Str source, Arena *a);
EventPlace where_of(const Places *places, const Text *t, const Trees *trees, uint32_t token);
/* Places coordinated with one ("in Homs and Hama"): how many were put into out. */
uint32_t where_also(const Places *places, const Trees *trees, int32_t place, int32_t *out, uint32_t max);

void where_print(const Text *t, const Places *places, Buf *out);

#endif
