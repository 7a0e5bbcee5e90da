/* who: the cases; the office on the day; bad tables refused with file, line and reason; odd text.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fixture.h"
#include "who/sound.h"

static Actors actors_of(CasusWorker *w, Str body, Day day, Err *err)
{
    Document d = {.body = body, .day = day};
    return worker_code(w, &d, ROOM_who, err) ? w->coded.actors : (Actors){0};
}

static void run_case(void *context, Str input, Day day, Buf *out)
{
    CasusWorker *w = context;
    Err err = {0};
    Actors a = actors_of(w, input, day, &err);
    who_print(w->engine->who, &w->coded.text, &a, out);
}

/* ---- dates --------------------------------------------------------------------------------------
 */

static void check_day(Test *t, CasusWorker *w, const char *text, Day day, const char *code)
{
    Err err = {0};
    Actors a = actors_of(w, str_of(text), day, &err);
    CHECK(t, a.n >= 1);
    if (a.n)
        CHECK_STR(t, str_of(a.mention[0].actor.code), str_of(code));
}

static void check_dates(Test *t, CasusWorker *w)
{
    check_day(t, w, "Vladimir Putin", day_of(1999, 1, 1), "RUSSPY");
    check_day(t, w, "Vladimir Putin", day_of(2017, 4, 13), "RUSGOV");
    check_day(t, w, "Angela Merkel", day_of(2017, 4, 1), "DEUGOV");
    check_day(t, w, "Angela Merkel", day_of(2022, 1, 10), "DEUELI");
    check_day(t, w, "Donald Trump", day_of(2016, 11, 26), "USAELI");
    check_day(t, w, "the Taliban", day_of(2017, 4, 1), "AFGREBTAL");
    check_day(t, w, "the Taliban", day_of(2023, 4, 1), "AFGGOV");
}

/* ---- sounds ------------------------------------------------------------------------------ */

static bool same_sound(const char *a, const char *b)
{
    return sound_key(str_of(a)) == sound_key(str_of(b));
}

static void check_sounds(Test *t)
{
    CHECK(t, same_sound("sergey", "sergei"));
    CHECK(t, same_sound("zelensky", "zelenskyy") && same_sound("zelensky", "zelenskiy"));
    CHECK(t, same_sound("gaddafi", "qaddafi") && same_sound("gaddafi", "gadhafi"));
    CHECK(t, same_sound("abdullah", "abdulla"));
    CHECK(t, !same_sound("lavrov", "lebedev") && !same_sound("trump", "kerry"));
    CHECK(t, sound_key(str_of("123")) == 0);
}

/* ---- tables ------------------------------------------------------------------------------ */

/* Compile a folder that holds one country and the given table; the message must name file, line and
 * reason. */
static void check_refused(Test *t, const char *name, const char *rows, const char *message)
{
    char dir[] = "/tmp/casus-who-XXXXXX", path[200];
    Arena a = arena_new(1 << 16);
    Err err = {0};
    if (!mkdtemp(dir)) {
        test_skip(t, "no temporary folder");
        return;
    }
    snprintf(path, sizeof path, "%s/country.tsv", dir);
    CHECK(t, file_write(path,
                        STR("name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\nRussia\tRUS\tname\t"
                            "\t\tiso\t2024\t\n"),
                        &err));
    snprintf(path, sizeof path, "%s/%s.tsv", dir, name);
    CHECK(t, file_write(path, str_of(rows), &err));
    Buf pack = {0};
    TableDir tables;
    PackWriter w = {.arena = &a};
    CHECK(t, tabledir_open(dir, &tables, &a, &err));
    bool ok = who_compile(&tables, &w, &err);
    CHECK(t, !ok);
    bool told = str_contains(str_of(err.text), str_of(message));
    CHECK(t, told);
    if (!told)
        printf("    %s\n", err.text);
    tabledir_close(&tables);
    buf_free(&pack);
    unlink(path);
    snprintf(path, sizeof path, "%s/country.tsv", dir);
    unlink(path);
    rmdir(dir);
    arena_free(&a);
}

#define OFFICE_HEAD "name\tcountry\trole\toffice\ttitle\tfrom\tto\tprecision\tsource\tasof\n"

static void check_bad_tables(Test *t)
{
    check_refused(t, "office", OFFICE_HEAD "A B\tRUS\tGOV\tfm\tMinister\t2017-02-31\t\tday\tx\t\n",
                  "office.tsv:2: no such date: 2017-02-31");
    check_refused(t, "office", OFFICE_HEAD "A B\tXYZ\tGOV\tfm\tMinister\t\t\tday\tx\t\n",
                  "office.tsv:2: unknown actor code: XYZ");
    check_refused(t, "office", OFFICE_HEAD "A B\tRUS\tGOV\tzar\tMinister\t\t\tday\tx\t\n",
                  "office.tsv:2: unknown office: zar");
    check_refused(t, "office", "name\tcountry\nA B\tRUS\n", "missing column: role");
    check_refused(
        t, "metonym",
        "name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\nKremlin\tRUSGOV\tpalace\t\t\tx\t\t\n",
        "metonym.tsv:2: unknown kind: palace");
    check_refused(t, "metonym",
                  "name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\nK\tRUSGOV\tmetonym\t\t\tx\t\t"
                  "\nK\tRUSGOV\tmetonym\t\t\tx\t\t\n",
                  "metonym.tsv:3: the same row twice: K");
    check_refused(t, "metonym",
                  "name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\nK\tRUSGOV\tmetonym\t2019\t201"
                  "8\tx\t\t\n",
                  "from is after to");
    check_refused(t, "role", "noun\trole\tstrength\tkind\toffice\nspy\tSPYS\tstrong\tperson\t-\n",
                  "role.tsv:2: a role has three letters: SPYS");
}

/* ---- odd text ---------------------------------------------------------------------------- */

static void check_odd(Test *t, CasusWorker *w)
{
    static const char *const odd[] = {
        "",
        " ",
        ".",
        "'s 's 's",
        "- - -",
        "the the the the",
        "he he he he him his",
        "US us U.S. u.s. WHO who IT it",
        "the two both sides",
        "President President President",
        "Mr. Mr. Mr. .",
        "al- al- al-",
        "former former former minister",
        "\xEF\xBF\xBD\xEF\xBF\xBD",
        "of of of",
        "the country 's country 's country",
        "ex-ex-ex-president-elect-elect",
    };
    Err err = {0};
    for (int i = 0; i < COUNT(odd); i++) {
        Actors a = actors_of(w, str_of(odd[i]), i % 2 ? DAY_NONE : day_of(2017, 4, 13), &err);
        for (uint32_t k = 0; k < a.n; k++) {
            const ActorMention *m = &a.mention[k];
            CHECK(t, m->first <= m->head && m->head <= m->last && m->entity < a.n_entities &&
                         m->confidence >= 0 && m->confidence <= 1);
            CHECK(t, a.at[m->head] == (int32_t)k);
        }
        CHECK(t, err.code == CASUS_OK);
    }
}

void test_who(Test *t)
{
    CasusEngine *e;
    CasusWorker *w;
    check_sounds(t);
    check_bad_tables(t);
    if (test_engine(t, &e, &w)) {
        check_dates(t, w);
        check_odd(t, w);
        test_cases(t, "who", run_case, w);
    }
    test_engine_close(e, w);
}
