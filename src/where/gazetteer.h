/* Inside where: the compiled gazetteer. A name (many tokens) has a list of rows, the likeliest first. */
#ifndef CASUS_GAZETTEER_H
#define CASUS_GAZETTEER_H

#include "where/where.h"

typedef enum {
    GEO_COUNTRY, GEO_REGION, GEO_DISTRICT, GEO_CAPITAL, GEO_SEAT, GEO_CITY, GEO_PART, GEO_OTHER,
    GEO_PEOPLE, /* "Iraqi": no place, but gold toponyms and containment may ask for it */
    GEO_KINDS
} GeoKind;

enum { GEO_NO_REGION = -1 };
typedef struct {
    float lat, lon;
    int32_t people, id;
    int32_t region; /* row of the first-level region it lies in, or GEO_NO_REGION */
    PoolStr name;
    char country[4];
    uint8_t kind;
    uint8_t zero[3];
} GeoRow;

/* One reading of a name. */
enum {
    NAME_CAPS = 1,    /* must be written in capitals: "US", "DRC" */
    NAME_POSTAL = 2,  /* only behind a town: "OH" */
    NAME_ABBREV = 4,  /* "Ohio" by a shorter name: only behind a town or with its dot */
    NAME_WORD = 8,    /* mostly no place: "Reading" */
    NAME_WEAK = 16,   /* not the row's full name: "Anderson" for Anderson County */
    NAME_LAST = 128,  /* last of its list */
};
typedef struct {
    int32_t row; /* -1: a name that is known to be a word */
    uint8_t flags;
    uint8_t zero[3];
} GeoName;

struct WhereTables {
    Dict names;
    const GeoName *name;
    uint32_t n_names;
    const GeoRow *row;
    uint32_t n_rows;
    Str pool;
};

enum { NAME_TOKENS = 8, CANDIDATES_MAX = 32 };

/* Kilometres between two points on the ground. */
double geo_km(double lat1, double lon1, double lat2, double lon2);
bool geo_is_town(int kind);

#endif
