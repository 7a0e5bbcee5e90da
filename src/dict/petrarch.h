/* petrarch: the dictionaries of PETRARCH and PETRARCH 2, as published, become tables of ours.
 *
 * In:   a folder: *actors*, *agents*, *discards* by their names, verbs by a name with "verb" or "CAMEO" in it.
 * Out:  more files of the TableDir, "petrarch/…", with the columns of our own tables, so that the same code compiles
 *       both; every row names file and line of its origin.
 *
 *     AFGHANISTAN_ [AFG]                  petrarch/actor      Afghanistan  AFG  former
 *     LEAGUE_OF_RIVERS_ [IGORIV]          petrarch/actor      League Of Rivers  IGORIV  igo
 *     HAMID_KARZAI_ / [AFGGOV >20011222]  petrarch/actor      Hamid Karzai  AFGGOV  person  2001-12-22
 *     FARMER [~AGR]                       petrarch/role       farmer  AGR  strong  person
 *     +CHAMPIONS LEAGUE                   petrarch/classes    DISCARDSTORY  champions league
 *     &CURRENCY / +YEN                    petrarch/classes    &CURRENCY  yen
 *     --- GRANT [070] --- / GIVE {GAVE}   petrarch/frames     give  V    070
 *     - * {FOOD AID} (TO VILLAGE) [073]   petrarch/frames     give  V  obj=aid any=food to=village  073
 *
 * Laws: any bytes may come in; a line that says nothing we can use is told with file, line and reason, counted, and
 * the next one goes on. What comes out compiles.
 *
 * Left out: transformations ("~ a (a b ATTACK) SAY = …"; compose.tsv does that for every act) and issues. Of a pair of
 * codes "145:175" the first is taken, ":173" turns source and target round, "190:190" is reciprocal. */
#ifndef CASUS_PETRARCH_H
#define CASUS_PETRARCH_H

#include "dict/dict.h"

typedef enum { PETRARCH_NONE, PETRARCH_ACTORS, PETRARCH_AGENTS, PETRARCH_VERBS, PETRARCH_DISCARDS } PetrarchKind;

typedef struct {
    int64_t actors, agents, verbs, patterns, discards; /* names, nouns, verbs, patterns, phrases taken */
    int64_t wrong;                                     /* lines left out */
    int64_t transformations;
} PetrarchCounts;

/* One printable line: "DIR/file:12: why: the line". */
typedef void PetrarchReport(void *context, const char *message);

/* Read the folder's dictionaries into tables of t; `instead`: t's own tables of the kinds found are not to count
 * (TableDir.instead). False when the folder cannot be read or holds no dictionary. */
MUST_USE bool petrarch_open(const char *dir, bool instead, TableDir *t, PetrarchReport *report, void *context, PetrarchCounts *counts,
                            Arena *a, Err *err);

/* ---- the parts, for tests and fuzzing ------------------------------------------------------ */

typedef struct {
    Arena *a;
    PetrarchReport *report;
    void *context;
    PetrarchCounts n;
    Map codes; /* hashes of the CAMEO codes there are; empty: any */
    Buf actor, role, frames, classes, irregular; /* tables under construction, header lines included */
    const char *path;
    int64_t line;
    int synsets;
    Map synset; /* hash of its name → 1 */
} Petrarch;

PetrarchKind petrarch_kind(Str file_name);
void petrarch_read(Petrarch *p, PetrarchKind kind, const char *path, Str bytes);
void petrarch_free(Petrarch *p);

/* petrarch_names.c, petrarch_verbs.c */
void petrarch_actors(Petrarch *p, Str bytes);
void petrarch_agents(Petrarch *p, Str bytes);
void petrarch_discards(Petrarch *p, Str bytes);
void petrarch_verbs(Petrarch *p, Str bytes);

/* The next line that says something: comments ("#…", ";…", "<!-- … -->") and blanks at its end cut off. False at the end. */
bool petrarch_line(Petrarch *p, Str *rest, Str *line);
void petrarch_wrong(Petrarch *p, const char *why, Str what);
Str petrarch_words(Petrarch *p, Str s); /* "_" and blanks → single blanks, trimmed, lower case */
int petrarch_count(Str words);          /* words apart by single blanks */
Str petrarch_origin(Petrarch *p);       /* "file.txt:12" */
/* s[from] is an opening bracket: what stands before the matching close; *end behind it. False when there is none. */
bool petrarch_bracket(Str s, ptrdiff_t from, char close, Str *inside, ptrdiff_t *end);

#endif
