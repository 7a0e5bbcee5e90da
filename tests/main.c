/* The test program: every tests/unit/test_NAME.c, then a closing line. Arguments: names to run;
 * --update rewrites the expectations of text cases. */
#include <stdlib.h>

#include "tests/test.h"

#define X(name) void test_##name(Test *t);
#include "tests.inc"
#undef X

static const struct {
    const char *name;
    void (*run)(Test *);
} all[] = {
#define X(name) {#name, test_##name},
#include "tests.inc"
#undef X
};

void test_check(Test *t, bool ok, const char *file, int line, const char *what)
{
    if (ok) {
        t->passed++;
        return;
    }
    t->failed++;
    printf("%s:%d: %s: failed: %s\n", file, line, t->name, what);
}

void test_check_str(Test *t, Str got, Str want, const char *file, int line)
{
    if (str_eq(got, want)) {
        t->passed++;
        return;
    }
    t->failed++;
    printf("%s:%d: %s: failed\n    got  %.*s\n    want %.*s\n", file, line, t->name, FMT(got), FMT(want));
}

void test_skip(Test *t, const char *why)
{
    t->skipped++;
    printf("%s: skipped: %s\n", t->name, why);
}

int main(int argc, char **argv)
{
    Test t = {0};
    int n_names = 0;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--update") == 0)
            t.update = true;
        else
            n_names++;
    for (ptrdiff_t k = 0; k < COUNT(all); k++) {
        bool wanted = n_names == 0;
        for (int i = 1; i < argc; i++)
            wanted |= strcmp(argv[i], all[k].name) == 0;
        if (!wanted)
            continue;
        t.name = all[k].name;
        int failed = t.failed, passed = t.passed;
        double start = clock_seconds();
        all[k].run(&t);
        printf("%-10s %5d passed %3d failed  %.2f s\n", t.name, t.passed - passed, t.failed - failed,
               clock_seconds() - start);
        fflush(stdout);
    }
    printf("%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped);
    return t.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
