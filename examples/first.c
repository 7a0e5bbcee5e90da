/* first: code one sentence and print its events. The shortest program that uses libcasus.
 *
 *     cc first.c $(pkg-config --cflags --libs casus) -o first && ./first */
#include <casus.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    CasusError err;
    CasusEngine *engine = casus_open(NULL, NULL, &err);
    CasusWorker *worker = engine ? casus_worker_new(engine, &err) : NULL;
    CasusArticle article = {.text = argc > 1 ? argv[1] : "Russia vetoed the UN resolution on Wednesday.", .date = "2017-04-13"};
    if (!worker || !casus_code(worker, &article, &err)) {
        fprintf(stderr, "first: %s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < casus_count(worker); i++) {
        const CasusEvent *e = casus_event(worker, i);
        printf("%s  %s %s %s  \"%s\"\n", e->date ? e->date : "no date", e->source && e->source->code ? e->source->code : "-",
               e->cameo, e->target && e->target->code ? e->target->code : "-", e->trigger);
    }
    casus_worker_free(worker);
    casus_close(engine);
    return 0;
}
