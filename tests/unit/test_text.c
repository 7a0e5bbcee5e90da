/* text: sentences and tokens: the cases, the laws on hostile bytes, given sentences, flags. */
#include <stdlib.h>

#include "tests/fixture.h"
#include "text/text.h"

#include "fuzz/fuzz_text.c"

typedef struct {
    Arena perm, doc;
    TextTables tables;
} Fixture;

static bool fixture_open(Fixture *f, Err *err)
{
    static TestCompile *const rooms[] = {text_compile, NULL};
    Pack p;
    *f = (Fixture){.perm = arena_new(1 << 16), .doc = arena_new(1 << 16)};
    return test_tables(rooms, &p, &f->perm, err) && text_open(&p, &f->tables, err);
}

static Text read_text(Fixture *f, const char *body)
{
    arena_reset(&f->doc);
    return text_read(&f->tables, str_of(body), 0, NULL, 0, &f->doc);
}

static void run_case(void *context, Str input, Day day, Buf *out)
{
    (void)day;
    Fixture *f = context;
    arena_reset(&f->doc);
    Text t = text_read(&f->tables, input, 0, NULL, 0, &f->doc);
    text_print(&t, out);
}

static void check_flags(Test *t, Fixture *f)
{
    Text x =
        read_text(f, "US Strikes Base in Syria\n\nBEIRUT (AP) - Moscow didn't \"reply\" Friday.");
    CHECK(t, x.n_sentences == 2 && x.n_paragraphs == 2);
    CHECK(t, x.sentence[0].flags == (SENTENCE_HEADLINE | SENTENCE_PAR_START) &&
                 x.sentence[1].flags == SENTENCE_PAR_START);
    CHECK(t, x.dateline.start == 5 && x.dateline.end == 10);
    CHECK(t, x.token[0].flags == (TOKEN_CAPITAL | TOKEN_ALL_CAPS | TOKEN_SPACE_AFTER));
    CHECK(t, x.token[12].flags == (TOKEN_CLITIC | TOKEN_SPACE_AFTER) &&
                 x.token[13].flags == TOKEN_PUNCT);
    CHECK_STR(t, x.token[5].fold, STR("beirut"));
    x = read_text(f, "Erdo\xC4\x9F"
                     "an won.");
    CHECK_STR(t, x.token[0].fold, STR("erdogan"));
    x = read_text(f, "");
    CHECK(t, x.n_tokens == 0 && x.n_sentences == 0);
}

static void check_given(Test *t, Fixture *f)
{
    const Span given[] = {{0, 7}, {7, 30}, {25, 33}};
    arena_reset(&f->doc);
    Text x =
        text_read(&f->tables, STR("A title\nOne here. Two there. More."), 8, given, 3, &f->doc);
    CHECK(t, x.n_sentences == 4 && x.sentence[0].flags & SENTENCE_TITLE &&
                 x.sentence[1].span.end == 30);
    x = text_read(&f->tables, STR("Gov. Resigns. Why?\n\nHe left."), 20, NULL, 0, &f->doc);
    CHECK(t, x.n_sentences == 2 && x.sentence[0].flags & SENTENCE_TITLE &&
                 !(x.sentence[1].flags & SENTENCE_TITLE));
}

/* One million bytes of each of these, whole and in pieces: linear time, no crash, all laws. */
static void check_hostile(Test *t)
{
    static const char *const unit[] = {"a",
                                       "a.",
                                       "a-",
                                       "a'",
                                       ".",
                                       "\"",
                                       "1,",
                                       "1-",
                                       "1.",
                                       "@a",
                                       "http://",
                                       "a@b.",
                                       " . ",
                                       "U.",
                                       "\xF0\x9F\x98\x80",
                                       "\xE2\x80\x99",
                                       "\xFF",
                                       "\xE2",
                                       "w.com/",
                                       "\n",
                                       "• ",
                                       "No. 1",
                                       "1) ",
                                       "(",
                                       "\xC3\xA9'\0"};
    double start = clock_seconds();
    for (ptrdiff_t i = 0; i < COUNT(unit); i++) {
        size_t len = strlen(unit[i]), n = 100000;
        char *s = malloc(n * len);
        for (size_t k = 0; k < n; k++)
            memcpy(s + k * len, unit[i], len);
        LLVMFuzzerTestOneInput((const uint8_t *)s, n * len);
        free(s);
    }
    CHECK(t, clock_seconds() - start < 30);
}

/* Random bytes from a small alphabet of everything that matters. */
static void check_random(Test *t)
{
    static const char *const unit[] = {" ",
                                       "\n",
                                       "\n\n",
                                       ".",
                                       "a",
                                       "B",
                                       "1",
                                       "'",
                                       "\xE2\x80\x99",
                                       "\xE2\x80\x9C",
                                       "-",
                                       "\"",
                                       "$",
                                       "@",
                                       "/",
                                       ":",
                                       "www",
                                       "n't",
                                       "U.S.",
                                       "Mr.",
                                       "\xC3\xA9",
                                       "\xFF",
                                       "\xE2",
                                       "\xC2\xA0",
                                       "!",
                                       "?",
                                       ",",
                                       "(",
                                       ")",
                                       "\xE2\x80\xA6"};
    uint64_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        uint8_t s[400];
        size_t n = 0;
        for (int k = 0; k < 60; k++) {
            seed = hash_mix(seed, 7);
            const char *u = unit[seed % (uint64_t)COUNT(unit)];
            memcpy(s + n, u, strlen(u));
            n += strlen(u);
        }
        LLVMFuzzerTestOneInput(s, n);
    }
    CHECK(t, true);
}

void test_text(Test *t)
{
    Fixture f;
    Err err = {0};
    if (!fixture_open(&f, &err)) {
        test_check(t, false, __FILE__, __LINE__, err.text);
        return;
    }
    fuzz_tables = f.tables;
    test_cases(t, "text", run_case, &f);
    check_flags(t, &f);
    check_given(t, &f);
    check_hostile(t);
    check_random(t);
    fuzz_tables = (TextTables){0};
    arena_free(&f.doc);
    arena_free(&f.perm);
}
