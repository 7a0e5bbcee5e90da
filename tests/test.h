/* Tests: small checks that count, and text cases that anyone can read.
 *
 * A unit test is a file tests/unit/test_NAME.c with one function `void test_NAME(Test *t)`; the Makefile
 * finds it. A case is a file tests/cases/ROOM/NAME.txt:
 *
 *     == what this case is about            ("== ?known …": fails today, and must go on failing)
 *     date: 2017-04-13                      (optional: the document's date)
 *     Russia vetoed the resolution.
 *     ----
 *     expected output of `casus show --room ROOM`
 */
#ifndef CASUS_TEST_H
#define CASUS_TEST_H

#include "base/base.h"

typedef struct {
    int passed, failed, skipped, known;
    const char *name;
    bool update; /* rewrite expectations of cases */
} Test;

/* Count one check; a failure prints file, line and message. */
void test_check(Test *t, bool ok, const char *file, int line, const char *what);
#define CHECK(t, condition) test_check((t), (condition), __FILE__, __LINE__, #condition)
#define CHECK_STR(t, got, want) test_check_str((t), (got), (want), __FILE__, __LINE__)
void test_check_str(Test *t, Str got, Str want, const char *file, int line);
void test_skip(Test *t, const char *why);

/* All cases of tests/cases/ROOM through `run`, which turns an input into output. */
typedef void CaseRun(void *context, Str input, Day day, Buf *out);
void test_cases(Test *t, const char *room, CaseRun *run, void *context);

#endif
