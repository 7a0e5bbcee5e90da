/* rows: the roster under construction, shared by the files that compile tables/ into it.
 *
 *   rows.c            fields of a row, names and their keys, dictionaries
 *   people.c          people and their offices
 *   roster_compile.c  things, role nouns, closed classes, and the order of all this
 *
 * Errors: a function that takes an Err refuses a bad row with file, line and reason. */
#ifndef CASUS_ROWS_H
#define CASUS_ROWS_H

#include "who/roster.h"

enum { KEYS_MAX = 16, COUNTRIES_MAX = 1024 };

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

typedef LIST(Sense) SenseList;

/* rows.c */
PoolStr keep(Build *b, Str s); /* a copy in the pool */
/* Learn the countries that a table's codes name, if there is such a table; before any is_code. */
MUST_USE bool countries_know(Build *b, const char *file, Err *err);
bool is_code(const Build *b, Str s); /* of an actor; "---" too */
/* The first day of a year, month or day; if_empty when nothing is said. */
MUST_USE bool day_field(const Tsv *t, Str s, Day if_empty, Day *day, Err *err);
int kind_of(Str s, const char *const *all, int n); /* index among all, or -1 */
RowRef row_ref(Build *b, const Tsv *t, Str source, Day asof); /* the row just read */
/* Open NAME.tsv of the folder; *found false when it is absent, which is no error. */
MUST_USE bool table_open(Build *b, const char *name, Tsv *t, bool *found, Err *err);
/* The same, with the columns that it must have; at[i]: of names[i]. */
MUST_USE bool table_with(Build *b, const char *name, const char *const *names, int n, Tsv *t, int *at, bool *found, Err *err);
void name_add(Build *b, NameList *list, const uint64_t *key, int n, Sense sense); /* nothing where n does not fit */
int token_keys(Build *b, Str name, uint64_t key[KEYS_MAX]); /* as the text room cuts the name; 0: too long */
uint64_t keys_hash(const uint64_t *key, int n); /* never 0 */
/* Write the names as a dictionary and as the bit set of their first keys; their senses go behind `senses`. */
void names_finish(Build *b, NameList *list, SenseList *senses, PackWriter *w, const char *section,
                  const char *first_section);

/* people.c */
MUST_USE bool persons_read(Build *b, Err *err); /* other names of people, by id; before persons_finish */
MUST_USE bool offices_read(Build *b, const char *file, bool fix, Err *err); /* fix: hand-written, read first */
/* Remember the people read so far, for is_known: has one of that country this name by its sound? */
void know_people(Build *b);
bool is_known(Build *b, Str name, Str code);
void offices_finish(Build *b, PackWriter *w); /* close open terms, order offices by person and start */
void persons_finish(Build *b); /* their names; after offices_finish */

#endif
