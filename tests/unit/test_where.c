/* where: the cases, distances, given toponyms, hostile bytes. */
#include <math.h>

#include "tests/fixture.h"
#include "where/gazetteer.h"

typedef struct {
    Arena perm, doc;
    TextTables text;
    WhereTables *where;
} Fixture;

static bool fixture_open(Fixture *f, Err *err)
{
    static TestCompile *const rooms[] = {text_compile, where_compile, NULL};
    Pack p;
    *f = (Fixture){.perm = arena_new(1 << 16), .doc = arena_new(1 << 16)};
    return test_tables(rooms, &p, &f->perm, err) && text_open(&p, &f->text, err) && where_open(&p, &f->where, &f->perm, err);
}

static Places places_of(Fixture *f, Str body, Text *t)
{
    arena_reset(&f->doc);
    *t = text_read(&f->text, body, 0, NULL, 0, &f->doc);
    Trees none = {0};
    return where_find(f->where, t, &none, NULL, (Str){"", 0}, &f->doc);
}

static void run_case(void *context, Str input, Day day, Buf *out)
{
    (void)day;
    Text t;
    Places places = places_of(context, input, &t);
    where_print(&t, &places, out);
}

static void check_distance(Test *t)
{
    CHECK(t, fabs(geo_km(55.75, 37.62, 48.85, 2.35) - 2487) < 30);
    CHECK(t, geo_km(10, 179.9, 10, -179.9) < 30);
    CHECK(t, geo_km(0, 0, 0, 0) == 0);
}

static void check_odd(Test *t, Fixture *f)
{
    enum { N = 1 << 18 };
    static const char *const unit[] = {"Paris, ", "A", "London Paris ", ", Texas", "Springfield Ill. ", "\xFF", "U.S. ", "St. "};
    char *many = arena_alloc(&f->perm, 1, 1, N);
    for (int i = 0; i < COUNT(unit); i++) {
        size_t len = strlen(unit[i]);
        for (size_t k = 0; k + len <= N; k += len)
            memcpy(many + k, unit[i], len);
        Text text;
        Places p = places_of(f, (Str){many, N / (ptrdiff_t)len * (ptrdiff_t)len}, &text);
        for (uint32_t k = 1; k < p.n; k++)
            if (p.place[k].first <= p.place[k - 1].last)
                CHECK(t, false);
        CHECK(t, p.n <= text.n_tokens);
    }
}

void test_where(Test *t)
{
    Fixture f;
    Err err = {0};
    bool ok = fixture_open(&f, &err);
    CHECK_STR(t, str_of(err.text), STR(""));
    if (ok) {
        test_cases(t, "where", run_case, &f);
        check_odd(t, &f);
    }
    check_distance(t);
    arena_free(&f.doc);
    arena_free(&f.perm);
}
