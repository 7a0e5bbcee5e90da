/* The event suite: short sentences by construction (the tables in tests/suite) through the whole
 * engine; one check a case.
 *
 * A case says what a careful coder marks: "RUS* 112|111 USA*; ?USA* 010 -". Words of "|" between
 * alternatives are globs ("*" stands for any letters), "-" is nobody, "none" no event at all, "..."
 * any further events, "?" may be missing. A "?known" case fails today and must go on failing, or
 * lose its mark. Plain statements (010) are free. */
#include "tests/fixture.h"

static const char *const suite_files[] = {"tests/suite/constructions.tsv",
                                          "tests/suite/heldout.tsv", "tests/suite/codes.tsv"};

enum { MAX_WANTS = 16 };
typedef struct {
    Str source, code, target;
    bool optional, seen;
} Want;

typedef struct {
    Want want[MAX_WANTS];
    int n;
    bool open; /* "...": more events may come */
} Wants;

/* Does `word` follow `glob`? */
static bool glob_fits(Str glob, Str word)
{
    if (glob.len == 0)
        return word.len == 0;
    Str rest = str_cut(glob, 1, glob.len);
    if (glob.ptr[0] == '*') {
        for (ptrdiff_t i = 0; i <= word.len; i++)
            if (glob_fits(rest, str_cut(word, i, word.len)))
                return true;
        return false;
    }
    return word.len > 0 && word.ptr[0] == glob.ptr[0] &&
           glob_fits(rest, str_cut(word, 1, word.len));
}

static bool globs_fit(Str globs, Str word)
{
    Str glob;
    while (str_split(&globs, '|', &glob))
        if (glob_fits(glob, word))
            return true;
    return false;
}

static Wants wants_read(Str events)
{
    Wants w = {0};
    Str item, tail;
    while (str_split(&events, ';', &item)) {
        item = str_trim(item);
        w.open |= str_eq(item, STR("..."));
        /* "none", or "none|RUS* 190 -": nothing is the better answer, the event may be there */
        bool may = str_starts(item, STR("?")) || str_starts(item, STR("none|"));
        Str from = item;
        if (may)
            item = str_cut(item, item.ptr[0] == '?' ? 1 : 5, item.len);
        Want want = {.optional = may};
        tail = item;
        if (w.n < MAX_WANTS && str_split(&tail, ' ', &want.source) &&
            str_split(&tail, ' ', &want.code) && str_split(&tail, ' ', &want.target) &&
            from.len > 0)
            w.want[w.n++] = want;
    }
    return w;
}

static Str actor_word(const EventActor *a)
{
    return !a->actor.code[0] ? STR("-") : str_of(a->actor.code);
}

static bool want_fits(const Want *w, const Event *e)
{
    Str source = actor_word(&e->source), target = actor_word(&e->target);
    if (!globs_fit(w->code, str_of(e->cameo)))
        return false;
    return (globs_fit(w->source, source) && globs_fit(w->target, target)) ||
           (e->reciprocal && globs_fit(w->source, target) && globs_fit(w->target, source));
}

/* Are the asserted events those that the case wants? */
static bool wants_met(Wants *w, const Events *events)
{
    for (uint32_t i = 0; i < events->n; i++) {
        const Event *e = &events->event[i];
        if (e->modality != MODALITY_ASSERTED)
            continue;
        bool fits = w->open || strcmp(e->cameo, "010") == 0;
        for (int k = 0; k < w->n; k++)
            if (want_fits(&w->want[k], e))
                fits = w->want[k].seen = true;
        if (!fits)
            return false;
    }
    for (int k = 0; k < w->n; k++)
        if (!w->want[k].seen && !w->want[k].optional)
            return false;
    return true;
}

static void suite_complain(const char *path, int64_t line, Str text, Str events, const Events *got)
{
    printf("%s:%lld: %.*s\n    want %.*s\n    got ", path, (long long)line, FMT(text), FMT(events));
    for (uint32_t i = 0; i < got->n; i++) {
        const Event *e = &got->event[i];
        if (e->modality == MODALITY_ASSERTED)
            printf(" %.*s %s %.*s;", FMT(actor_word(&e->source)), e->cameo,
                   FMT(actor_word(&e->target)));
    }
    printf("\n");
}

static void suite_case(Test *t, CasusWorker *w, const Tsv *row)
{
    Arena a = arena_new(1 << 14);
    Err err = {0};
    Str group = tsv_get(row, 0), text = tsv_get(row, 2), events = tsv_get(row, 3);
    Document d = document_of((Str){0}, (Str){0}, text, day_parse(tsv_get(row, 1)), &a);
    Wants wants = wants_read(events);
    bool ok = worker_code(w, &d, ROOM_what, &err) && wants_met(&wants, &w->coded.events);
    if (str_starts(group, STR("?known"))) {
        t->known++;
        test_check(t, !ok, row->path, (int)row->line,
                   "a ?known case passes now: take the mark away");
    } else {
        t->passed += ok;
        t->failed += !ok;
        if (!ok)
            suite_complain(row->path, row->line, text, events, &w->coded.events);
    }
    arena_free(&a);
}

static void suite_file(Test *t, CasusWorker *w, const char *path)
{
    Err err = {0};
    File f;
    Tsv row;
    if (!file_open(path, 0, &f, &err)) {
        test_check(t, false, path, 0, err.text);
        return;
    }
    if (tsv_open(path, f.bytes, &row, &err))
        while (tsv_next(&row, &err))
            suite_case(t, w, &row);
    CHECK_STR(t, str_of(err.text), STR(""));
    file_close(&f);
}

static bool globs_work(void)
{
    return globs_fit(STR("19*"), STR("195")) && globs_fit(STR("111|*"), STR("112")) &&
           !globs_fit(STR("19"), STR("195")) && globs_fit(STR("*REB"), STR("SYRREB")) &&
           !globs_fit(STR("-"), STR("USA"));
}

void test_suite(Test *t)
{
    CHECK(t, globs_work());
    CasusEngine *e;
    CasusWorker *w;
    for (int i = 0, ok = test_engine(t, &e, &w); ok && i < COUNT(suite_files); i++)
        suite_file(t, w, suite_files[i]);
    test_engine_close(e, w);
}
