/* when: the cases, laws on odd dates and hostile bytes, calendar arithmetic. */
#include "tests/fixture.h"
#include "when/lexeme.h"

typedef struct {
    Arena perm, doc;
    TextTables text;
    WhenTables *when;
} Fixture;

static bool fixture_open(Fixture *f, Err *err)
{
    static TestCompile *const rooms[] = {text_compile, when_compile, NULL};
    Pack p;
    *f = (Fixture){.perm = arena_new(1 << 16), .doc = arena_new(1 << 16)};
    return test_tables(rooms, &p, &f->perm, err) && text_open(&p, &f->text, err) && when_open(&p, &f->when, &f->perm, err);
}

static Times times_of(Fixture *f, Str body, Day day, Text *t)
{
    arena_reset(&f->doc);
    *t = text_read(&f->text, body, 0, NULL, 0, &f->doc);
    Trees none = {0};
    return when_find(f->when, t, &none, day, &f->doc);
}

static void run_case(void *context, Str input, Day day, Buf *out)
{
    Text t;
    Times times = times_of(context, input, day, &t);
    when_print(&t, &times, out);
}

static void check_odd(Test *t, Fixture *f)
{
    static const char *const odd[] = {
        "On 31 February 2017 and on February 30.", "In the year 0, on 0000-00-00.", "On 9999-12-31, 99 centuries later.",
        "99999999999999999999 years ago", "1 000 000 000 000 days later", "32 May 2017", "25:61 p.m. Friday",
        "'99 '00 '3", "the 99th century", "", "-", "  \n\n \n", "1/2/3/4/5/6", "1999-1999-1999", "last last last last",
    };
    for (int i = 0; i < COUNT(odd); i++) {
        Text text;
        Times times = times_of(f, str_of(odd[i]), DAY_MIN + i, &text);
        for (uint32_t k = 0; k < times.n; k++)
            CHECK(t, times.timex[k].value.len > 0 && times.timex[k].first <= times.timex[k].last);
        times = times_of(f, str_of(odd[i]), DAY_NONE, &text);
        times = times_of(f, str_of(odd[i]), DAY_MAX, &text);
        CHECK(t, times.n < 20);
    }
}

static void check_many_digits(Test *t, Fixture *f)
{
    enum { N = 1 << 20 };
    char *many = arena_alloc(&f->perm, 1, 1, N);
    for (int i = 0; i < N; i++)
        many[i] = (char)('0' + i % 10);
    Text text;
    CHECK(t, times_of(f, (Str){many, N}, 0, &text).n == 0);
    for (int i = 0; i + 5 < N; i += 5)
        memcpy(many + i, "last ", 5);
    times_of(f, (Str){many, N}, 0, &text);
    for (int i = 0; i + 5 < N; i += 5)
        memcpy(many + i, "1998 ", 5);
    CHECK(t, times_of(f, (Str){many, N}, 0, &text).n > 1000);
}

static void check_own_day(Test *t, Fixture *f)
{
    Text text;
    Times x = times_of(f, STR("Talks fail\n\nApril 13, 2017\n\nThey met on Wednesday."), DAY_NONE, &text);
    CHECK(t, x.day == day_of(2017, 4, 13) && x.day_from != 0);
    x = times_of(f, STR("They have not met again in Moscow since the talks of April 13, 2017 failed."), DAY_NONE, &text);
    CHECK(t, x.day == DAY_NONE && x.day_from == 0);
}

static void check_calendar(Test *t)
{
    CHECK(t, easter(2017) == day_of(2017, 4, 16) && easter(2000) == day_of(2000, 4, 23));
    Holiday thanksgiving = {HOLIDAY_NTH, 11, 4, 4, 0}, memorial = {HOLIDAY_NTH, 5, 1, -1, 0};
    Holiday election = {HOLIDAY_NTH, 11, 2, 1, 1};
    CHECK(t, holiday_day(thanksgiving, 2017) == day_of(2017, 11, 23));
    CHECK(t, holiday_day(memorial, 2017) == day_of(2017, 5, 29));
    CHECK(t, holiday_day(election, 2016) == day_of(2016, 11, 8) && holiday_day(election, 2022) == day_of(2022, 11, 8));
}

void test_when(Test *t)
{
    Fixture f;
    Err err = {0};
    bool ok = fixture_open(&f, &err);
    CHECK_STR(t, str_of(err.text), STR(""));
    if (ok) {
        test_cases(t, "when", run_case, &f);
        check_odd(t, &f);
        check_own_day(t, &f);
        check_many_digits(t, &f);
    }
    check_calendar(t);
    arena_free(&f.doc);
    arena_free(&f.perm);
}
