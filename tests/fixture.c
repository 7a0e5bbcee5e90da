/* Tables and engines for tests; see fixture.h. */
#include "tests/fixture.h"

bool test_tables(TestCompile *const *compile, Pack *pack, Arena *perm, Err *err)
{
    TableDir dir;
    PackWriter w = {.arena = perm};
    Buf out = {0};
    if (!tabledir_open("tables", &dir, perm, err))
        return false;
    bool ok = true;
    for (int i = 0; ok && compile[i]; i++)
        ok = compile[i](&dir, &w, err);
    tabledir_close(&dir);
    if (!ok)
        return false;
    pack_finish(&w, 1, &out);
    char *copy = arena_alloc(perm, 1, 64, (size_t)out.len); /* packs want alignment */
    memcpy(copy, out.ptr, (size_t)out.len);
    ok = pack_open((Str){copy, out.len}, 1, pack, err);
    buf_free(&out);
    return ok;
}

bool test_engine(Test *t, CasusEngine **e, CasusWorker **w)
{
    Err err = {0};
    *e = NULL;
    *w = engine_open(NULL, e, &err) ? worker_new(*e, &err) : NULL;
    CHECK_STR(t, str_of(err.text), STR(""));
    CHECK(t, *w != NULL);
    return *w != NULL;
}

void test_engine_close(CasusEngine *e, CasusWorker *w)
{
    worker_free(w);
    engine_close(e);
}
