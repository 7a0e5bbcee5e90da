/* casus who: who is meant by a name or phrase, on a day, and by which row of the tables; casus who
 * --add writes one row into a folder of tables. */
#include <stdlib.h>

#include "cli/cli.h"
#include "base/banned.h"

enum { CANDIDATES = 8, PHRASE_MAX = 4096 };

/* ---- one phrase -------------------------------------------------------------------------- */

static ptrdiff_t phrase_actors(CasusWorker *w, Str phrase, Day day, Candidate *out, Err *err)
{
    Document d = {.body = utf8_clean(str_cut(str_trim(phrase), 0, PHRASE_MAX), NULL, &w->doc),
                  .day = day};
    char *copy =
        malloc((size_t)d.body.len + 1); /* the worker's arena starts anew with each document */
    if (!copy) {
        err_set(err, CASUS_ERR_LIMIT, "out of memory");
        return -1;
    }
    memcpy(copy, d.body.ptr, (size_t)d.body.len);
    d.body.ptr = copy;
    ptrdiff_t n = -1;
    if (worker_code(w, &d, ROOM_syntax, err)) {
        n = who_phrase(w->engine->who, &w->coded.text, &w->coded.trees, day, out, CANDIDATES,
                       &w->doc);
        for (ptrdiff_t i = 0; i < n; i++) /* names may point into the phrase */
            out[i].actor.name = arena_str(&w->doc, out[i].actor.name);
    }
    free(copy);
    return n;
}

/* The PLOVER sector that stands for a CAMEO role. */
static const char *plover_sector(const char *role)
{
    static const char *const pairs[][2] = {
        {"MED", "JRN"}, {"HLH", "MED"}, {"SEP", "REB"}, {"HRI", "NGO"}, {"ENV", "NGO"}};
    for (int i = 0; i < COUNT(pairs); i++)
        if (strcmp(role, pairs[i][0]) == 0)
            return pairs[i][1];
    return role;
}

static void put_candidate(const CasusWorker *w, const Candidate *c, Arena *a, Buf *b)
{
    const Actor *who = &c->actor;
    buf_printf(b, "{\"code\": \"%s\", \"country\": \"%s\", \"roles\": [", who->code, who->country);
    for (int i = 0; i < ACTOR_ROLES && who->role[i][0]; i++)
        buf_printf(b, "%s\"%s\"", i ? ", " : "", who->role[i]);
    buf_put(b, STR("], \"sectors\": ["));
    for (int i = 0; i < ACTOR_ROLES && who->role[i][0]; i++)
        buf_printf(b, "%s\"%s\"", i ? ", " : "", plover_sector(who->role[i]));
    buf_put(b, STR("], \"name\": "));
    buf_json(b, who->name);
    buf_put(b, STR(", \"id\": "));
    buf_json(b, who->id);
    buf_put(b, STR(", \"row\": "));
    buf_json(b, who_row(w->engine->who, who->row, a));
    buf_printf(b, ", \"how\": \"%s\", \"confidence\": %.2f", how_name((How)c->how),
               (double)c->confidence);
}

/* ---- batch: phrase, tab, date → one JSON line -------------------------------------------- */

static bool batch_line(CasusWorker *w, Str line, Buf *out, Err *err)
{
    Candidate found[CANDIDATES];
    Str rest = line, phrase, date = {"", 0};
    str_split(&rest, '\t', &phrase);
    if (rest.ptr)
        str_split(&rest, '\t', &date);
    Day day = day_parse(str_trim(date));
    ptrdiff_t n = phrase_actors(w, phrase, day, found, err);
    if (n < 0)
        return false;
    Candidate nobody = {.actor = {.row = -1}};
    put_candidate(w, n ? &found[0] : &nobody, &w->doc, out);
    buf_put(out, STR(", \"phrase\": "));
    buf_json(out, phrase);
    buf_put(out, STR("}\n"));
    return true;
}

static int batch(CasusWorker *w, const char *path, Err *err)
{
    File f;
    Buf out = {0};
    if (!file_open(path && strcmp(path, "-") != 0 ? path : "/dev/stdin", 256 << 20, &f, err))
        return cli_fail(err);
    Arena a = arena_new(1 << 16);
    Str rest = utf8_clean(f.bytes, NULL, &a), line;
    bool ok = true;
    while (ok && rest.len && str_split(&rest, '\n', &line)) {
        if (str_ends(line, STR("\r")))
            line.len--;
        if (line.len == 0 && rest.len == 0)
            break;
        ok = batch_line(w, line, &out, err) && (out.len < 1 << 16 || cli_flush(&out));
    }
    ok = cli_flush(&out) && ok;
    buf_free(&out);
    file_close(&f);
    arena_free(&a);
    return ok ? CLI_DONE : err->code ? cli_fail(err) : CLI_FAILED;
}

/* ---- for reading ------------------------------------------------------------------------- */

static int show_phrase(CasusWorker *w, Str phrase, Day day, Err *err)
{
    Candidate found[CANDIDATES];
    Buf out = {0};
    ptrdiff_t n = phrase_actors(w, phrase, day, found, err);
    if (n < 0)
        return cli_fail(err);
    if (n == 0)
        buf_printf(&out, "%.*s: no actor that the tables know\n", FMT(phrase));
    for (ptrdiff_t i = 0; i < n; i++) {
        const Actor *a = &found[i].actor;
        Str row = who_row(w->engine->who, a->row, &w->doc);
        buf_printf(&out, "%-15s %.2f  %-12s %.*s%s%.*s\n", a->code, (double)found[i].confidence,
                   how_name((How)found[i].how), FMT(a->name), a->id.len ? " " : "", FMT(a->id));
        if (row.len)
            buf_printf(&out, "                %.*s\n", FMT(row));
    }
    bool ok = cli_flush(&out);
    buf_free(&out);
    return ok ? CLI_DONE : CLI_FAILED;
}

/* ---- adding a row ------------------------------------------------------------------------ */

static void put_cells(Buf *b, const Args *args, const char *const *options, int n)
{
    for (int i = 0; i < n; i++) {
        Str cell = str_of(options[i] ? args_get(args, options[i]) : NULL);
        if (i)
            buf_byte(b, '\t');
        for (ptrdiff_t k = 0; k < cell.len; k++)
            buf_byte(b, cell.ptr[k] == '\t' || cell.ptr[k] == '\n' || cell.ptr[k] == '\r'
                            ? ' '
                            : cell.ptr[k]);
    }
}

static const char office_head[] =
    "name\tcountry\trole\toffice\ttitle\tfrom\tto\tprecision\tsource\tasof\taliases\n";
static const char thing_head[] = "name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\n";

/* The row joins fix/office.tsv or fix/organisation.tsv; when the tables do not compile with it, it
 * is taken out again and the compiler's message, with file and line, is the answer. */
static int add_row(const Args *args)
{
    Err err = {0};
    char today[11];
    const char *dir = args_get(args, "tables"), *code = args_get(args, "code");
    bool thing = code != NULL;
    if (!dir || !args_get(args, "add") || !*args_get(args, "add"))
        return cli_usage(args->command, "--add NAME wants --tables DIR");
    if (thing ? !args_get(args, "kind") : !args_get(args, "country") || !args_get(args, "office"))
        return cli_usage(args->command, "--add wants --country and --office for a person, --code "
                                        "and --kind for an organisation");
    Arena a = arena_new(1 << 16);
    const char *path =
        arena_cstr(&a, arena_printf(&a, "%s/fix/%s.tsv", dir, thing ? "organisation" : "office"));
    File old = {0};
    Err none = {0};
    Buf b = {0}, pack = {0};
    bool had = file_open(path, 0, &old, &none);
    Str before = had ? arena_str(&a, old.bytes) : str_of(thing ? thing_head : office_head);
    if (had)
        file_close(&old);
    buf_put(&b, before);
    if (b.len && b.ptr[b.len - 1] != '\n')
        buf_byte(&b, '\n');
    if (thing) {
        static const char *const cells[] = {"add", "code", "kind", "from", "to"};
        put_cells(&b, args, cells, COUNT(cells));
    } else {
        static const char *const cells[] = {"add",   "country", "role", "office",
                                            "title", "from",    "to"};
        put_cells(&b, args, cells, COUNT(cells));
        buf_put(&b, STR("\tday"));
    }
    const char *source = args_get(args, "from-source");
    buf_printf(&b, "\t%s\t%.*s\t", source ? source : "user", FMT(day_format(clock_today(), today)));
    static const char *const last[] = {"aliases"};
    put_cells(&b, args, last, 1);
    buf_byte(&b, '\n');
    bool ok = file_write(path, buf_str(&b), &err);
    if (ok && !tables_compile(dir, NULL, NULL, &pack, &err)) {
        ok = false;
        Err undo = {0};
        if (!file_write(path, before, &undo))
            fprintf(stderr, "casus: %s\n", undo.text);
    }
    buf_free(&b);
    buf_free(&pack);
    arena_free(&a);
    if (!ok)
        return cli_fail(&err);
    printf("%s: one row added\n", dir);
    return CLI_DONE;
}

int cmd_who(const Args *args)
{
    Err err = {0};
    Day day;
    CasusEngine *e = NULL;
    CasusWorker *w = NULL;
    bool many = args_flag(args, "batch");
    if (args_get(args, "add"))
        return add_row(args);
    if (args->n_rest > 1 || (args->n_rest == 0 && !many))
        return cli_usage(args->command, "give one name or phrase");
    if (!args_day(args, "on", &day))
        return CLI_USAGE;
    int code = CLI_FAILED;
    if (!cli_engine(args, &e, &err) || !(w = worker_new(e, &err)))
        code = cli_fail(&err);
    else if (many)
        code = batch(w, args->n_rest ? args->rest[0] : NULL, &err);
    else
        code = show_phrase(w, str_of(args->rest[0]), day, &err);
    worker_free(w);
    engine_close(e);
    return code;
}
