/* casus serve: answer over HTTP until interrupted. */
#include <pthread.h>
#include <signal.h>

#include "cli/cli.h"
#include "serve/serve.h"
#include "base/banned.h"

/* Block the signals that end the server in every thread; the main one waits for them. */
static sigset_t block_signals(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    return ends;
}

int cmd_serve(const Args *args)
{
    Err err = {0};
    int64_t port = 8080, threads = 0;
    if (!args_int(args, "port", 0, 65535, &port) || !args_int(args, "threads", 1, 64, &threads))
        return CLI_USAGE;
    if (args->n_rest)
        return cli_usage(args->command, "takes no arguments");
    sigset_t ends = block_signals();
    CasusEngine *e = NULL;
    if (!cli_engine(args, &e, &err))
        return cli_fail(&err);
    ServeOptions o = {.address = args_get(args, "address"), .port = (uint16_t)port, .threads = (int)threads};
    Server *s = serve_start(e, &o, &err);
    if (s) {
        fprintf(stderr, "casus: listening on http://%s:%u/\n", o.address ? o.address : "127.0.0.1", serve_port(s));
        int which = 0;
        sigwait(&ends, &which);
        serve_stop(s);
    }
    engine_close(e);
    return s ? CLI_DONE : cli_fail(&err);
}
