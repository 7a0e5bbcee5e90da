/* How happenings are told: as how factual, and by whose word. */
#include "tests/fixture.h"

static bool code(Test *t, CasusWorker *w, const char *text, Arena *a)
{
    Err err = {0};
    Document d = document_of((Str){0}, (Str){0}, str_of(text), day_of(2015, 6, 1), a);
    bool ok = worker_code(w, &d, ROOM_what, &err);
    CHECK_STR(t, str_of(err.text), STR(""));
    return ok;
}

/* The word's line of what_facts. */
static double fact_of(const CasusEngine *e, CasusWorker *w, Str word)
{
    Buf out = {0};
    double value = -9, found;
    what_facts(e->what, &w->coded.article, &out, &w->doc);
    Str rest = buf_str(&out), line, f[4] = {0};
    while (rest.len && str_split(&rest, '\n', &line)) {
        for (int i = 0; i < 4 && str_split(&line, '\t', &f[i]); i++)
            ;
        if (str_eq(f[2], word) && str_double(f[3], &found))
            value = found;
    }
    buf_free(&out);
    return value;
}

static void check_facts(Test *t, const CasusEngine *e, CasusWorker *w)
{
    static const struct {
        const char *text, *word;
        double least, most;
    } cases[] = {
        {"Turkey bombed Syria.", "bombed", 2.5, 3},
        {"Turkey did not bomb Syria.", "bomb", -3, -2},
        {"Turkey will bomb Syria.", "bomb", .5, 2.5},
        {"Turkey may bomb Syria.", "bomb", 0, 1.5},
        {"Turkey will not bomb Syria.", "bomb", -3, -1},
        {"If Turkey attacks Syria, Iran will protest.", "attacks", 0, 1},
        {"Did Turkey bomb Syria?", "bomb", 0, 1.5},
        {"Russia said Turkey had bombed Syria.", "bombed", 2, 3},
        {"Russia denied that Turkey had bombed Syria.", "bombed", -2, 0},
        {"Turkey failed to bomb Syria.", "bomb", -3, -1},
        {"Turkey did not fail to bomb Syria.", "bomb", .5, 3},
        {"Turkey managed to bomb Syria.", "bomb", 2.5, 3},
        {"Turkey did not manage to bomb Syria.", "bomb", -3, -1},
        {"Turkey wants to bomb Syria.", "bomb", .3, 2},
        {"Turkey did not know that Iran had bombed Syria.", "bombed", 2, 3},
        {"The police gave no reason.", "gave", 2, 3},
        {"The police gave no reason.", "reason", -3, -2},
        {"France not only condemned Iran but expelled its envoys.", "condemned", 2.5, 3},
        {"Turkey has yet to bomb Syria.", "bomb", -3, -2},
        {"Turkey did not attack Iran or bomb Syria.", "bomb", -3, -2},
    };
    Arena a = arena_new(1 << 16);
    for (ptrdiff_t i = 0; i < COUNT(cases) && code(t, w, cases[i].text, &a); i++) {
        double value = fact_of(e, w, str_of(cases[i].word));
        test_check(t, value >= cases[i].least && value <= cases[i].most, "facts", (int)i, cases[i].text);
    }
    arena_free(&a);
}

/* Code and words of the speaker of the n-th event with this CAMEO code. */
static void check_speaker(Test *t, CasusWorker *w, const char *text, const char *cameo, const char *who, const char *words)
{
    Arena a = arena_new(1 << 16);
    bool found = false;
    for (uint32_t i = 0; code(t, w, text, &a) && !found && i < w->coded.events.n; i++) {
        const Event *e = w->coded.events.event + i;
        if (strcmp(e->cameo, cameo) != 0)
            continue;
        found = true;
        test_check(t, strcmp(e->speaker < 0 ? "" : w->coded.actors.mention[e->speaker].actor.code, who) == 0, "speaker", 0, text);
        CHECK_STR(t, str_span(w->coded.text.body, e->speaker_span), str_of(words));
    }
    test_check(t, found, "no event", 0, text);
    arena_free(&a);
}

static void check_speakers(Test *t, CasusWorker *w)
{
    check_speaker(t, w, "Iran attacked Iraq, according to Syria.", "190", "SYR", "Syria");
    check_speaker(t, w, "Residents said Turkish jets had bombed Syria.", "195", "TURCVL", "Residents");
    check_speaker(t, w, "\"Iran attacked Iraq,\" Russian Foreign Minister Sergei Lavrov told reporters. \"Turkey has bombed Syria.\"", "195", "RUSGOV",
                  "Russian Foreign Minister Sergei Lavrov"); /* goes on */
    check_speaker(t, w, "Sergei Lavrov met John Kerry. He said Turkey had bombed Syria.", "195", "RUSGOV", "He");
    check_speaker(t, w, "Turkey bombed Syria.", "195", "", "");
    check_speaker(t, w, "Germany wants France to bomb Syria. Turkey condemned France.", "111", "", "");
}

void test_told(Test *t)
{
    CasusEngine *e;
    CasusWorker *w;
    if (test_engine(t, &e, &w)) {
        check_facts(t, e, w);
        check_speakers(t, w);
    }
    test_engine_close(e, w);
}
