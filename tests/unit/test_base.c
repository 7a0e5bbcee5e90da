/* base: properties of slices, UTF-8, dates, arenas, maps, against slow and obvious versions. */
#include "tests/test.h"

static void check_dates(Test *t)
{
    Day d = DAY_MIN;
    bool all = true;
    for (int y = 1; y <= 9999; y++)
        for (int m = 1; m <= 12; m++)
            for (int k = 1; k <= month_days(y, m); k++, d++) {
                Civil c = day_civil(d);
                all = all && day_of(y, m, k) == d && c.year == y && c.month == m && c.day == k;
            }
    CHECK(t, all && d == DAY_MAX + 1);
    CHECK(t, day_of(2017, 2, 29) == DAY_NONE && day_of(2016, 2, 29) != DAY_NONE && day_of(0, 1, 1) == DAY_NONE);
    CHECK(t, day_weekday(day_of(2017, 4, 13)) == 3 && day_weekday(day_of(1970, 1, 1)) == 3);
    char room[11];
    CHECK_STR(t, day_format(day_parse(STR("2017-04-13T10:00:00Z")), room), STR("2017-04-13"));
    CHECK(t, day_parse(STR("2017-13-01")) == DAY_NONE && day_parse(STR("")) == DAY_NONE);
}

static void check_utf8(Test *t)
{
    Arena a = arena_new(4096);
    for (uint32_t cp = 0; cp < 0x110000; cp += cp < 0x3000 ? 1 : 37) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        char bytes[4];
        ptrdiff_t at = 0, n = utf8_encode(cp, bytes);
        bool same = utf8_next((Str){bytes, n}, &at) == cp && at == n;
        char out[64];
        ptrdiff_t folded = utf8_fold((Str){bytes, n}, out);
        if (!same || folded > 3 * n || !utf8_valid((Str){out, folded}))
            test_check(t, false, __FILE__, (int)cp, "round trip or fold of a code point");
    }
    ptrdiff_t bad;
    CHECK_STR(t, utf8_clean(STR("a\xFF" "b\xE2\x82"), &bad, &a), STR("a\xEF\xBF\xBD" "b\xEF\xBF\xBD\xEF\xBF\xBD"));
    CHECK(t, bad == 3 && !utf8_valid(STR("\xED\xA0\x80")) && !utf8_valid(STR("\xC0\x80")));
    CHECK_STR(t, str_fold(STR("Erdo\xC4\x9F" "an\xE2\x80\x99s"), &a), STR("erdogan's"));
    CHECK(t, utf8_count(STR("\xE2\x82\xAC" "5")) == 2);
    arena_free(&a);
}

static void check_slices(Test *t)
{
    Str rest = STR("a,,b"), part;
    int n = 0;
    while (str_split(&rest, ',', &part))
        n++;
    CHECK(t, n == 3);
    CHECK(t, str_find(STR("ababac"), STR("abac")) == 2 && str_find(STR("abc"), STR("abcd")) == -1);
    CHECK_STR(t, str_trim(STR(" \t x y\n")), STR("x y"));
    int64_t v;
    CHECK(t, str_int(STR("-42"), -100, 0, &v) && v == -42);
    CHECK(t, !str_int(STR("42x"), 0, 100, &v) && !str_int(STR(""), 0, 1, &v) && !str_int(STR("101"), 0, 100, &v));
    Buf b = {0};
    buf_json(&b, STR("a\"\\\n\x01"));
    CHECK_STR(t, buf_str(&b), STR("\"a\\\"\\\\\\n\\u0001\""));
    b.max = 16;
    buf_put(&b, STR("0123456789"));
    CHECK(t, b.overflow);
    buf_free(&b);
}

static void check_map(Test *t)
{
    Arena a = arena_new(4096);
    Map m = {0};
    for (int64_t i = 1; i <= 10000; i++)
        map_set(&m, str_hash((Str){(const char *)&i, 8}), i, &a);
    bool all = m.n == 10000;
    for (int64_t i = 1; i <= 10000; i++) {
        int64_t *v = map_get(&m, str_hash((Str){(const char *)&i, 8}));
        all = all && v && *v == i;
    }
    CHECK(t, all && !map_get(&m, 12345));
    arena_free(&a);
}

static void check_arena(Test *t)
{
    jmp_buf full;
    Arena a = arena_new(4096);
    a.limit = 1 << 16;
    a.full = &full;
    volatile bool jumped = false;
    if (setjmp(full) == 0)
        for (int i = 0; i < 1000; i++)
            NEW(&a, char, 1000);
    else
        jumped = true;
    CHECK(t, jumped && a.used <= a.limit);
    arena_reset(&a);
    LIST(int) list = {0};
    for (int i = 0; i < 1000; i++)
        *push(&list, &a) = i;
    CHECK(t, list.n == 1000 && list.item[999] == 999);
    arena_free(&a);
}

void test_base(Test *t)
{
    check_slices(t);
    check_utf8(t);
    check_dates(t);
    check_map(t);
    check_arena(t);
}
