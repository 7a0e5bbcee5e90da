/* dict: TSV, packs and longest match. */
#include "dict/dict.h"
#include "tests/test.h"

static int keys(const char *words, uint64_t *key)
{
    Str rest = str_of(words), w;
    int n = 0;
    while (str_split(&rest, ' ', &w))
        key[n++] = dict_key(w);
    return n;
}

static void check_match(Test *t)
{
    Arena a = arena_new(4096);
    DictWriter w = {.arena = &a};
    uint64_t key[16];
    int n = keys("united states of america", key);
    CHECK(t, dict_add(&w, key, n, 1) == DICT_NONE && dict_add(&w, key, 2, 2) == DICT_NONE);
    CHECK(t, dict_add(&w, key, 2, 9) == 2);
    PackWriter p = {.arena = &a};
    dict_finish(&w, &p, "names");
    pack_add(&p, "note", "hello", 5);
    Buf out = {0};
    pack_finish(&p, 7, &out);
    /* The pack as mapped memory would be: aligned. */
    char *copy = arena_alloc(&a, 1, 64, (size_t)out.len);
    memcpy(copy, out.ptr, (size_t)out.len);
    Pack pack;
    Err err = {0};
    Dict d;
    CHECK(t, pack_open((Str){copy, out.len}, 7, &pack, &err) && dict_open(&pack, "names", &d, &err));
    CHECK_STR(t, pack_get(&pack, "note"), STR("hello"));
    int32_t value = 0;
    n = keys("united states of the north", key);
    CHECK(t, dict_match(&d, key, n, &value) == 2 && value == 2);
    n = keys("united states of america today", key);
    CHECK(t, dict_match(&d, key, n, &value) == 4 && value == 1);
    CHECK(t, dict_match(&d, key + 1, n - 1, &value) == 0);
    int bad = 0;
    for (ptrdiff_t i = 0; i < out.len; i++) { /* every damaged byte is noticed */
        copy[i] ^= 0x20;
        bad += pack_open((Str){copy, out.len}, 7, &pack, NULL);
        copy[i] ^= 0x20;
    }
    CHECK(t, bad == 0 && !pack_open((Str){copy, out.len}, 8, &pack, NULL) && !pack_open((Str){copy, 40}, 7, &pack, NULL));
    buf_free(&out);
    arena_free(&a);
}

static void check_tsv(Test *t)
{
    Tsv s;
    Err err = {0};
    CHECK(t, tsv_open("x.tsv", STR("# note\nname\tcode\nFrance\tFRA\n\nPeru\n"), &s, &err));
    int code = tsv_column(&s, STR("code"));
    CHECK(t, code == 1 && tsv_next(&s, &err) && str_eq(tsv_get(&s, code), STR("FRA")));
    CHECK(t, tsv_next(&s, &err) && s.line == 5 && tsv_get(&s, code).len == 0);
    CHECK(t, !tsv_next(&s, &err) && err.code == CASUS_OK);
    CHECK(t, tsv_open("x.tsv", STR("name\nFrance\tFRA\n"), &s, &err) && !tsv_next(&s, &err));
    CHECK_STR(t, str_of(err.text), STR("x.tsv:2: more fields than columns"));
    CHECK(t, !tsv_open("x.tsv", STR(""), &s, &err) && tsv_open("x.tsv", STR("a\n\xFF\n"), &s, &err) && !tsv_next(&s, &err));
}

void test_dict(Test *t)
{
    check_match(t);
    check_tsv(t);
}
