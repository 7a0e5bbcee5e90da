/* casus: find the command, parse its arguments, run it. */
#include <signal.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "base/banned.h"

static int run_command(const Command *c, int argc, char **argv)
{
    const char **rest = calloc((size_t)argc + 1, sizeof *rest);
    Args args = {.rest = rest};
    int code = CLI_USAGE;
    if (!rest) {
        fprintf(stderr, "casus: out of memory\n");
        return CLI_FAILED;
    }
    if (args_parse(c, argc, argv, &args)) {
        if (args_flag(&args, "help")) {
            Buf out = {0};
            help_command(c, &out);
            code = cli_flush(&out) ? CLI_DONE : CLI_FAILED;
            buf_free(&out);
        } else {
            code = c->run(&args);
        }
    }
    free(rest);
    return code;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing, told and counted */
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    if (strcmp(name, "--version") == 0)
        name = "version";
    const Command *c = command_find(name);
    if (!c) {
        fprintf(stderr, "casus: no command '%s'; `casus help` lists them\n", name);
        return CLI_USAGE;
    }
    return run_command(c, argc > 2 ? argc - 2 : 0, argv + 2);
}
