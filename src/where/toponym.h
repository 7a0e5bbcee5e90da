/* Inside where: a name found in the text, before it is resolved. */
#ifndef CASUS_TOPONYM_H
#define CASUS_TOPONYM_H

#include "where/gazetteer.h"

typedef struct {
    uint32_t first, last; /* tokens, inclusive */
    int32_t names;        /* index of its first reading in WhereTables.name, or -1 */
    int32_t inside;       /* toponym behind the comma that contains it ("Paris, Texas"), or -1 */
    int32_t row;          /* resolved, or -1 */
    uint64_t hash;        /* of its words: the same name twice */
    float confidence;
    bool is_region;       /* called a province, governorate … */
    bool sure;            /* its context alone makes it a place */
} Toponym;
typedef LIST(Toponym) Toponyms;

/* Names of places in context, in text order. */
void toponyms_find(const WhereTables *w, const Text *t, const Trees *trees, const Actors *actors, Toponyms *out, Arena *a);
/* The readings of given tokens, whatever stands around them; names -1 when unknown. */
Toponym toponym_at(const WhereTables *w, const Text *t, uint32_t first, uint32_t last);
/* Link "A, B" pairs; choose a row for each. */
void toponyms_resolve(const WhereTables *w, const Text *t, Str source, Toponyms *list, Arena *a);

#endif
