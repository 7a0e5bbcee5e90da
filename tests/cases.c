/* Text cases: cut a file into (name, date, input, expected), run, compare, or rewrite with --update. */
#include "tests/test.h"

typedef struct {
    Str name, input, want;
    Day day;
    bool known;
} Case;

/* Take lines from *rest up to one that starts with `stop` (left in *rest when `keep`). */
static Str lines_until(Str *rest, Str stop, bool keep)
{
    const char *start = rest->ptr;
    Str line;
    while (rest->ptr) {
        Str before = *rest;
        if (!str_split(rest, '\n', &line) || str_starts(line, stop)) {
            if (keep)
                *rest = before;
            return (Str){start, before.ptr - start};
        }
        if (!rest->ptr)
            return (Str){start, line.ptr + line.len - start};
    }
    return (Str){start, 0};
}

static bool case_next(Str *rest, Case *c)
{
    Str line;
    do {
        if (!str_split(rest, '\n', &line))
            return false;
    } while (!str_starts(line, STR("== ")));
    *c = (Case){.day = DAY_NONE, .name = str_trim(str_cut(line, 3, line.len))};
    c->known = str_starts(c->name, STR("?known"));
    c->input = lines_until(rest, STR("----"), false);
    c->want = lines_until(rest, STR("== "), true);
    if (str_starts(c->input, STR("date: "))) {
        str_split(&c->input, '\n', &line);
        c->day = day_parse(str_trim(str_cut(line, 6, line.len)));
    }
    c->input = str_trim(c->input);
    c->want = str_trim(c->want);
    return true;
}

static void case_write(Buf *b, const Case *c, Str got)
{
    char day[11];
    buf_printf(b, "== %.*s\n", FMT(c->name));
    if (c->day != DAY_NONE)
        buf_printf(b, "date: %.*s\n", FMT(day_format(c->day, day)));
    buf_printf(b, "%.*s\n----\n%.*s\n\n", FMT(c->input), FMT(got));
}

static void case_run(Test *t, const char *path, const Case *c, Str got)
{
    bool ok = str_eq(got, c->want);
    if (c->known) {
        t->known++;
        test_check(t, !ok, path, 0, "a ?known case passes now: take the mark away");
        if (ok)
            printf("    == %.*s\n", FMT(c->name));
        return;
    }
    if (ok) {
        t->passed++;
        return;
    }
    t->failed++;
    printf("%s: == %.*s\n--- input\n%.*s\n--- got\n%.*s\n--- want\n%.*s\n---\n", path, FMT(c->name), FMT(c->input), FMT(got),
           FMT(c->want));
}

void test_cases(Test *t, const char *room, CaseRun *run, void *context)
{
    Arena a = arena_new(1 << 16);
    Err err = {0};
    Names names = {0};
    const char *dir = arena_cstr(&a, arena_printf(&a, "tests/cases/%s", room));
    CHECK(t, dir_list(dir, &names, &a, &err));
    for (ptrdiff_t i = 0; i < names.n; i++) {
        if (!str_ends(names.item[i], STR(".txt")))
            continue;
        const char *path = arena_cstr(&a, arena_printf(&a, "%s/%.*s", dir, FMT(names.item[i])));
        File f;
        if (!file_open(path, 0, &f, &err)) {
            test_check(t, false, path, 0, err.text);
            continue;
        }
        Buf out = {0}, whole = {0};
        Str rest = f.bytes;
        Case c;
        while (case_next(&rest, &c)) {
            buf_clear(&out);
            run(context, c.input, c.day, &out);
            Str got = str_trim(buf_str(&out));
            case_write(&whole, &c, c.known ? c.want : got);
            if (!t->update)
                case_run(t, path, &c, got);
        }
        if (t->update && !str_eq(str_trim(buf_str(&whole)), str_trim(f.bytes)))
            CHECK(t, file_write(path, buf_str(&whole), &err));
        buf_free(&out);
        buf_free(&whole);
        file_close(&f);
    }
    arena_free(&a);
}
