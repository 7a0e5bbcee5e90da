/* casus show, parse, explain: one text, and what the rooms make of it. */
#include <unistd.h>

#include "cli/cli.h"
#include "base/banned.h"

/* The argument itself, or the file that it names. */
static bool text_argument(const Args *args, File *f, Str *text, Err *err)
{
    *f = (File){0};
    if (args->n_rest != 1)
        return err_set(err, CASUS_ERR_USAGE, "%s: give one text or file", args->command->name);
    const char *given = args->rest[0];
    bool standard = strcmp(given, "-") == 0;
    if (!standard && access(given, R_OK) != 0) {
        *text = str_of(given);
        return true;
    }
    if (!file_open(standard ? "/dev/stdin" : given, 64 << 20, f, err))
        return false;
    *text = f->bytes;
    return true;
}

/* What a command makes of its text: `out` from `text`, with the worker's memory or `a`. */
typedef struct Task Task;
struct Task {
    bool (*make)(const Task *task, CasusWorker *w, Str text, Arena *a, Buf *out, Err *err);
    Room last; /* for make_coded */
    void (*print)(CasusWorker *w, Room room, Buf *out);
    Day day;
};

/* One text through one worker. */
static int with_text(const Args *args, Task task)
{
    Err err = {0};
    CasusEngine *e = NULL;
    CasusWorker *w = NULL;
    Arena a = arena_new(1 << 16);
    Buf out = {0};
    File f = {0};
    Str text;
    int code = CLI_DONE;
    if (!args_day(args, "date", &task.day))
        code = CLI_USAGE;
    else if (!text_argument(args, &f, &text, &err) || !cli_engine(args, &e, &err) || !(w = worker_new(e, &err)) ||
             !task.make(&task, w, text, &a, &out, &err))
        code = cli_fail(&err);
    if (!cli_flush(&out) && code == CLI_DONE)
        code = CLI_FAILED;
    buf_free(&out);
    worker_free(w);
    engine_close(e);
    file_close(&f);
    arena_free(&a);
    return code;
}

/* The text coded up to a room, then printed. */
static bool make_coded(const Task *task, CasusWorker *w, Str text, Arena *a, Buf *out, Err *err)
{
    Document d = document_of((Str){0}, (Str){0}, utf8_clean(text, NULL, a), task->day, a);
    if (!worker_code(w, &d, task->last, err))
        return false;
    task->print(w, task->last, out);
    return true;
}

/* CoNLL-U in: the given sentences and words are kept, everything else is parsed anew. */
static bool make_parsed(const Task *task, CasusWorker *w, Str text, Arena *a, Buf *out, Err *err)
{
    (void)task;
    Conllu c;
    if (!conllu_read(text, &c, a, err))
        return false;
    Trees trees = syntax_parse(w->parser, &c.text, a);
    syntax_print(&c.text, &trees, out);
    return true;
}

static int with_coded(const Args *args, Room last, void (*print)(CasusWorker *w, Room room, Buf *out))
{
    return with_text(args, (Task){.make = make_coded, .last = last, .print = print});
}

static void print_room(CasusWorker *w, Room room, Buf *out)
{
    worker_show(w, room, out);
}

static void print_actors_json(CasusWorker *w, Room room, Buf *out)
{
    (void)room;
    who_print_json(w->engine->who, &w->coded.text, &w->coded.actors, out, &w->doc);
}

static void print_facts(CasusWorker *w, Room room, Buf *out)
{
    (void)room;
    what_facts(w->engine->what, &w->coded.article, out, &w->doc);
}

static void print_why(CasusWorker *w, Room room, Buf *out)
{
    (void)room;
    worker_explain(w, out);
}

int cli_show(const Args *args, Room room)
{
    return with_coded(args, room, print_room);
}

int cmd_show(const Args *args)
{
    const char *room = args_get(args, "room");
    int last = room ? room_of(str_of(room)) : ROOM_what;
    if (last < 0)
        return cli_usage(args->command, "--room: no room '%s'", room);
    if (last == ROOM_who && args_flag(args, "json"))
        return with_coded(args, ROOM_who, print_actors_json);
    return with_coded(args, (Room)last, last == ROOM_what && args_flag(args, "facts") ? print_facts : print_room);
}

int cmd_parse(const Args *args)
{
    const char *in = args_get(args, "in");
    if (in && strcmp(in, "conllu") == 0)
        return with_text(args, (Task){.make = make_parsed});
    return with_coded(args, ROOM_syntax, print_room);
}

int cmd_explain(const Args *args)
{
    return with_coded(args, ROOM_what, print_why);
}
