#define _DEFAULT_SOURCE /* syscall */
/* casus doctor, version: what this program is made of, and whether it works here. */
#include <inttypes.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/cli.h"
#include "nn/nn.h"
#include "base/banned.h"

int cmd_version(const Args *args)
{
    Err err = {0};
    CasusEngine *e;
    if (!cli_engine(args, &e, &err))
        return cli_fail(&err);
    printf("%s\n", e->coder);
    engine_close(e);
    return fflush(stdout) == 0 ? CLI_DONE : CLI_FAILED;
}

static void doctor_processor(Buf *out)
{
    buf_printf(out, "processors  %d\nvectors     %s\n", cpu_count(), nn_name(nn_best()));
}

/* What isolates the parsing of HTML and feeds here. */
static void doctor_sandbox(Buf *out)
{
    int landlock = -1;
#ifdef SYS_landlock_create_ruleset
    landlock = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
#endif
    buf_printf(out, "sandbox     seccomp %s, Landlock ", prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0 ? "yes" : "no");
    if (landlock > 0)
        buf_printf(out, "version %d\n", landlock);
    else
        buf_put(out, STR("no (the kernel has none; seccomp alone refuses to open files)\n"));
}

/* Does the whole line work? One sentence whose event is known. */
static bool doctor_line(const CasusEngine *e, Buf *out, Err *err)
{
    Arena a = arena_new(1 << 16);
    CasusWorker *w = worker_new(e, err);
    Document d = document_of((Str){0}, (Str){0}, STR("Russia accused Ukraine of shelling a village."), day_of(2022, 3, 1), &a);
    bool ok = w && worker_code(w, &d, ROOM_what, err);
    if (ok) {
        buf_put(out, STR("a sentence  "));
        worker_show(w, ROOM_what, out);
        ok = w->coded.events.n > 0 || err_set(err, CASUS_ERR_FORMAT, "a sentence with an event gave none: are these the right tables and model?");
    }
    worker_free(w);
    arena_free(&a);
    return ok;
}

int cmd_doctor(const Args *args)
{
    Err err = {0};
    CasusEngine *e;
    double start = clock_seconds();
    if (!cli_engine(args, &e, &err))
        return cli_fail(&err);
    double opened = clock_seconds() - start;
    Buf out = {0};
    Str asof = pack_get(&e->tables, "run.asof");
    buf_printf(&out, "program     %s\ntables      %016" PRIx64 ", %.1f MB, office holders as of %.*s\nmodel       %016" PRIx64 "\nopened in   %.1f ms\n",
               CASUS_VERSION, e->tables_sum, (double)e->tables.bytes.len / 1e6, FMT(asof.len ? asof : STR("an unknown day")),
               e->model_sum, opened * 1e3);
    doctor_processor(&out);
    doctor_sandbox(&out);
    bool ok = doctor_line(e, &out, &err);
    engine_close(e);
    int code = cli_flush(&out) ? CLI_DONE : CLI_FAILED;
    buf_free(&out);
    return ok ? code : cli_fail(&err);
}
