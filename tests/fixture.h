/* What tests of rooms begin with: the tables of the folder tables/, or the whole engine as it is linked in. */
#ifndef CASUS_TEST_FIXTURE_H
#define CASUS_TEST_FIXTURE_H

#include "run/run.h"
#include "tests/test.h"

/* Tables compiled by these rooms (NULL ends) and opened as one pack, which lives in perm. */
typedef bool TestCompile(const TableDir *t, PackWriter *w, Err *err);
bool test_tables(TestCompile *const *compile, Pack *pack, Arena *perm, Err *err);

/* The engine and one worker; false after a failed check. Give both back with test_engine_close. */
bool test_engine(Test *t, CasusEngine **e, CasusWorker **w);
void test_engine_close(CasusEngine *e, CasusWorker *w);

#endif
