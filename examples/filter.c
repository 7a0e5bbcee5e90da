/* filter: a line of text in, its events as JSON lines out; how to put casus behind a pipe or a queue.
 *
 *     ./filter 2017-04-13 < headlines.txt */
#include <casus.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    static char line[1 << 16];
    CasusError err;
    CasusEngine *engine = casus_open(NULL, NULL, &err);
    CasusWorker *worker = engine ? casus_worker_new(engine, &err) : NULL;
    if (!worker) {
        fprintf(stderr, "filter: %s\n", err.text);
        return 1;
    }
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        CasusArticle article = {.text = line, .date = argc > 1 ? argv[1] : NULL};
        if (!casus_code(worker, &article, &err))
            fprintf(stderr, "filter: %s\n", err.text); /* this line only; go on */
        for (size_t i = 0; i < casus_count(worker); i++)
            puts(casus_event_json(worker, i));
    }
    casus_worker_free(worker);
    casus_close(engine);
    return 0;
}
