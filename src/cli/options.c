/* Arguments against a command's list of options: --name, --name=value, --name value, -o value. */
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "base/banned.h"

static const Option *option_at(const Command *c, int i)
{
    int n = 0;
    while (c->options[n].name)
        n++;
    const Option *o = i < n ? &c->options[i] : &common_options[i - n];
    return o->name ? o : NULL;
}

static int option_find(const Command *c, Str name)
{
    const Option *o;
    for (int i = 0; (o = option_at(c, i)); i++)
        if (str_eq(str_of(o->name), name))
            return i;
    return -1;
}

bool args_parse(const Command *c, int argc, char **argv, Args *args)
{
    bool only_rest = false;
    args->command = c;
    for (int i = 0; i < argc; i++) {
        Str arg = str_of(argv[i]);
        if (only_rest || arg.len < 2 || arg.ptr[0] != '-') {
            args->rest[args->n_rest++] = argv[i];
            continue;
        }
        if (str_eq(arg, STR("--"))) {
            only_rest = true;
            continue;
        }
        ptrdiff_t eq = str_find_byte(arg, '=');
        Str name = str_cut(arg, str_starts(arg, STR("--")) ? 2 : 1, eq >= 0 ? eq : arg.len);
        int k = option_find(c, name);
        if (k < 0) {
            cli_usage(c, "no option %s", argv[i]);
            return false;
        }
        bool takes = option_at(c, k)->arg != NULL;
        if (!takes && eq >= 0) {
            cli_usage(c, "--%.*s takes no value", FMT(name));
            return false;
        }
        if (takes && eq < 0 && i + 1 == argc) {
            cli_usage(c, "--%.*s needs a value: %s", FMT(name), option_at(c, k)->arg);
            return false;
        }
        args->value[k] = !takes ? "" : eq >= 0 ? argv[i] + eq + 1 : argv[++i];
    }
    return true;
}

const char *args_get(const Args *args, const char *option)
{
    int k = option_find(args->command, str_of(option));
    return k < 0 ? NULL : args->value[k];
}

bool args_flag(const Args *args, const char *option)
{
    return args_get(args, option) != NULL;
}

bool args_int(const Args *args, const char *option, int64_t min, int64_t max, int64_t *value)
{
    const char *given = args_get(args, option);
    if (!given || str_int(str_of(given), min, max, value))
        return true;
    cli_usage(args->command, "--%s: %s is not a whole number from %lld to %lld", option, given, (long long)min,
              (long long)max);
    return false;
}

bool args_day(const Args *args, const char *option, Day *day)
{
    const char *given = args_get(args, option);
    *day = given ? day_parse(str_of(given)) : DAY_NONE;
    if (!given || *day != DAY_NONE)
        return true;
    cli_usage(args->command, "--%s: %s is not a date such as 2017-04-13", option, given);
    return false;
}

int cli_fail(const Err *err)
{
    fprintf(stderr, "casus: %s\n", err->text);
    return err->code == CASUS_ERR_USAGE ? CLI_USAGE : CLI_FAILED;
}

int cli_usage(const Command *c, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "casus %s: ", c->name);
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "\n`casus help %s` lists the options\n", c->name);
    va_end(args);
    return CLI_USAGE;
}

bool cli_color(void)
{
    const char *no = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(no && *no);
}

bool cli_flush(Buf *out)
{
    bool ok = out->len == 0 || fwrite(out->ptr, 1, (size_t)out->len, stdout) == (size_t)out->len;
    buf_clear(out);
    return fflush(stdout) == 0 && ok;
}

/* The first lines that a dictionary of PETRARCH gave in vain; all are counted. */
static void report_petrarch(void *context, const char *message)
{
    enum { TOLD_MAX = 100 };
    int *told = context;
    if (++*told <= TOLD_MAX)
        fprintf(stderr, "casus: %s\n", message);
}

static void sum_petrarch(const PetrarchFiles *f)
{
    const PetrarchCounts *n = &f->counts;
    fprintf(stderr, "casus: %s: %lld verbs, %lld patterns, %lld names of actors, %lld agents, %lld discards; %lld lines left out", f->dir,
            (long long)n->verbs, (long long)n->patterns, (long long)n->actors, (long long)n->agents, (long long)n->discards, (long long)n->wrong);
    if (n->transformations)
        fprintf(stderr, "; %lld transformations not needed", (long long)n->transformations);
    fputc('\n', stderr);
}

bool cli_engine(const Args *args, CasusEngine **e, Err *err)
{
    int told = 0;
    PetrarchFiles petrarch = {.dir = args_get(args, "petrarch"), .instead = args_flag(args, "petrarch-only"),
                              .report = report_petrarch, .context = &told};
    if (petrarch.instead && !petrarch.dir)
        return err_set(err, CASUS_ERR_USAGE, "--petrarch-only needs --petrarch DIR");
    EngineOptions options = {.tables = args_get(args, "tables"), .model = args_get(args, "model"), .petrarch = &petrarch};
    bool ok = engine_open(&options, e, err);
    if (ok && petrarch.dir && !args_flag(args, "quiet"))
        sum_petrarch(&petrarch);
    return ok;
}
