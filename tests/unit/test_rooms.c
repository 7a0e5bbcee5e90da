/* The text cases of every room (tests/cases/ROOM), run with the embedded tables and model through the same
 * code as `casus show --room ROOM`. */
#include "tests/fixture.h"

#include <sys/stat.h>

typedef struct {
    CasusWorker *worker;
    Room room;
} CaseRoom;

static void show(void *context, Str input, Day day, Buf *out)
{
    CaseRoom *c = context;
    Arena a = arena_new(1 << 16);
    Err err = {0};
    Document d = document_of((Str){0}, (Str){0}, input, day, &a);
    if (worker_code(c->worker, &d, c->room, &err))
        worker_show(c->worker, c->room, out);
    else
        buf_put(out, str_of(err.text));
    arena_free(&a);
}

void test_rooms(Test *t)
{
    CasusEngine *e;
    CasusWorker *w;
    for (int room = 0, ok = test_engine(t, &e, &w); ok && room < ROOM_COUNT; room++) {
        char folder[64];
        struct stat st;
        snprintf(folder, sizeof folder, "tests/cases/%s", room_name(room));
        if (stat(folder, &st) == 0)
            test_cases(t, room_name(room), show, &(CaseRoom){w, (Room)room});
    }
    test_engine_close(e, w);
}
