/* when: trees → dates: time expressions (TIMEX3) and which of them dates which event.
 *
 * In:   Text, Trees, the article's day (DAY_NONE when unknown), WhenTables (time words).
 * Out:  Times: expressions in text order with type, value, first day, precision; when_of() gives the
 *       date of an event.
 *
 * Standard: TimeML 1.2.1 TIMEX3. Laws: values are resolved against the article's day or an earlier time
 * of the text; absurd dates (31 February, year 0) are no dates; linear time.
 *
 * Example, on 2017-04-13 (a Thursday): "on Wednesday" → DATE 2017-04-12; "last week" → DATE 2017-W14,
 * first day 2017-04-03, precision week.
 */
#ifndef CASUS_WHEN_H
#define CASUS_WHEN_H

#include "syntax/syntax.h"

typedef enum { TIMEX_DATE, TIMEX_TIME, TIMEX_DURATION, TIMEX_SET } TimexType;
typedef enum { PRECISION_NONE, PRECISION_DAY, PRECISION_WEEK, PRECISION_MONTH, PRECISION_QUARTER,
               PRECISION_YEAR, PRECISION_DECADE, PRECISION_VAGUE } Precision;
const char *precision_name(Precision p); /* "day", "week", … */

typedef struct {
    uint32_t first, last; /* tokens, inclusive */
    uint32_t sentence;
    uint8_t type;         /* TimexType */
    uint8_t precision;    /* Precision */
    Day day;              /* first day of the value; DAY_NONE for durations, sets, vague references */
    Str value;            /* TIMEX3 value: "2017-04-12", "2017-W14", "P3D", "PRESENT_REF" … */
    Str mod;              /* TIMEX3 mod: "APPROX", "START", … or empty */
} Timex;

/* What dated an event. */
typedef enum { DATED_TREE, DATED_DISCOURSE, DATED_DOCUMENT, DATED_NOTHING } DatedBy;

typedef struct {
    Day day; /* DAY_NONE when nothing is known */
    uint8_t precision;
    uint8_t by;    /* DatedBy */
    int32_t timex; /* index into Times, or -1 */
    bool past;     /* told as over a month before the article */
    bool own;      /* by an expression of its own, not by that of a clause around it */
    bool loose;    /* only told to be before or after the day of another event */
} EventDate;

typedef struct {
    Timex *timex;
    uint32_t n;
    int32_t *at; /* [n_tokens] expression that covers the token, or -1 */
    Day day;     /* the article's day as used: given, else from the dateline or text; or DAY_NONE */
    uint8_t day_from; /* DateFrom of read.h when it was found here */
} Times;

typedef struct WhenTables WhenTables;
MUST_USE bool when_compile(const TableDir *t, PackWriter *w, Err *err);
MUST_USE bool when_open(const Pack *p, WhenTables **t, Arena *perm, Err *err);

Times when_find(const WhenTables *w, const Text *t, const Trees *trees, Day day, Arena *a);
/* Date of the event whose predicate is `token`: by the tree, else by the discourse, else the article. */
EventDate when_of(const Times *times, const Text *t, const Trees *trees, uint32_t token);

/* How a clause is told, by the verb at or above `token`: open (present, future, to be done), going on ("is
 * meeting"), done, done before ("had met"), done by now ("has met"). */
typedef enum { TOLD_OPEN, TOLD_ONGOING, TOLD_PAST, TOLD_EARLIER, TOLD_PERFECT } Told;
Told told_of(const Trees *trees, uint32_t token);

void when_print(const Text *t, const Times *times, Buf *out);

#endif
