/* casus doctor, version: what this program is made of, and whether it works here. */
#include <inttypes.h>

#include "cli/cli.h"
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
    buf_printf(out, "processors  %d\nvectors     ", cpu_count());
#if HAVE_X86
    __builtin_cpu_init();
    buf_put(out, __builtin_cpu_supports("avx512vnni") ? STR("AVX-512 VNNI\n")
                 : __builtin_cpu_supports("avx2")     ? STR("AVX2\n")
                                                      : STR("portable\n"));
#else
    buf_put(out, STR("portable\n"));
#endif
}

int cmd_doctor(const Args *args)
{
    Err err = {0};
    CasusEngine *e;
    double start = clock_seconds();
    if (!cli_engine(args, &e, &err))
        return cli_fail(&err);
    Buf out = {0};
    buf_printf(&out, "program     %s\ntables      %016" PRIx64 ", %.1f MB\nmodel       %016" PRIx64 "\nopened in   %.1f ms\n",
               CASUS_VERSION, e->tables_sum, (double)e->tables.bytes.len / 1e6, e->model_sum,
               (clock_seconds() - start) * 1e3);
    doctor_processor(&out);
    engine_close(e);
    int code = cli_flush(&out) ? CLI_DONE : CLI_FAILED;
    buf_free(&out);
    return code;
}
