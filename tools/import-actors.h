/* What the importers of actor sources share: rows under construction, readers of foreign formats.
 */
#ifndef CASUS_IMPORT_ACTORS_H
#define CASUS_IMPORT_ACTORS_H

#include "dict/dict.h"

/* Whom to believe when sources disagree: higher wins. */
enum { TRUST_CIA = 1, TRUST_VISITS, TRUST_FACTBOOK, TRUST_CABINET, TRUST_WIKIDATA };

typedef struct {
    Str person; /* Q item, or a slug */
    Str name;
    Str family;  /* when it is not the last word of the name */
    Str country; /* ISO 3166-1 alpha-3, or an actor code like IGOUNO */
    Str role;    /* GOV, LEG … */
    Str office;  /* hos hog fm dm min … (office_kind) */
    Str title;
    Day from, to, asof; /* DAY_NONE: not known; to: still in office as of asof */
    Str precision;
    Str source;
    int trust;
} OfficeRow;
typedef LIST(OfficeRow) OfficeRows;

/* A named thing: one row of country.tsv, organisation.tsv, group.tsv. */
typedef struct {
    Str name, code, kind, source, asof, aliases;
    Day from, to;
} ThingRow;
typedef LIST(ThingRow) ThingRows;

struct PersonAlias {
    Str person;
    Str name;
};
typedef LIST(struct PersonAlias) PersonAliases;

typedef struct {
    Arena *a;
    Str dir; /* of the sources */
    OfficeRows offices;
    ThingRows countries, organisations;
    PersonAliases aliases;
    Buf dependent; /* codes of territories that are no states, apart by blanks */
} Import;

/* hos, hog, fm, dm, min, dep, amb, leg, jud, mil, spy, cop, bank, eli, gov: what a title is; *role
 * gets its role. */
Str office_kind(Str title, Str *role);
/* "Sergey Viktorovich LAVROV" → "Sergey Viktorovich Lavrov"; family gets "Lavrov". */
Str name_of_caps(Str name, Str *family, Arena *a);
Str text_lower(Str s, Arena *a);

/* Read one file of the sources; false with err when it is missing. */
MUST_USE bool import_file(const Import *im, const char *path, Str *bytes, Err *err);
MUST_USE bool import_table(const Import *im, const char *path, Tsv *t, Err *err);
/* Next record of a CSV file with quotes; false at the end. */
typedef LIST(Str) Fields;
bool csv_next(Str *rest, Fields *f, Arena *a);
int csv_column(const Fields *head, const char *name);
Str csv_get(const Fields *f, int column);

MUST_USE bool import_offices(Import *im, Err *err);   /* import-offices.c */
MUST_USE bool import_countries(Import *im, Err *err); /* import-things.c */
MUST_USE bool import_phoenix(Import *im, Err *err);
void reconcile(Import *im); /* import-reconcile.c */

#endif
