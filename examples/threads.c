/* threads: one engine shared by threads, a worker for each; counts conflict and cooperation in files.
 *
 *     cc threads.c $(pkg-config --cflags --libs casus) -pthread -o threads && ./threads *.txt */
#include <casus.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 2 };

typedef struct {
    const CasusEngine *engine;
    char **files;
    int n_files, first;
    int quad[5]; /* events by quad class */
} Part;

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    if (f && text && fread(text, 1, (1 << 20) - 1, f) == 0)
        fprintf(stderr, "threads: %s is empty\n", path);
    if (f)
        fclose(f);
    return text;
}

static void *work(void *context)
{
    Part *p = context;
    CasusError err;
    CasusWorker *worker = casus_worker_new(p->engine, &err);
    for (int i = p->first; worker && i < p->n_files; i += THREADS) {
        char *text = read_file(p->files[i]);
        CasusArticle article = {.text = text ? text : ""};
        if (casus_code(worker, &article, &err))
            for (size_t k = 0; k < casus_count(worker); k++)
                p->quad[casus_event(worker, k)->quad]++;
        free(text);
    }
    casus_worker_free(worker);
    return NULL;
}

int main(int argc, char **argv)
{
    CasusError err;
    CasusEngine *engine = casus_open(NULL, NULL, &err);
    pthread_t thread[THREADS];
    Part part[THREADS] = {0};
    int started = 0, quad[5] = {0};
    if (!engine) {
        fprintf(stderr, "threads: %s\n", err.text);
        return 1;
    }
    for (; started < THREADS; started++) {
        part[started] = (Part){.engine = engine, .files = argv + 1, .n_files = argc - 1, .first = started};
        if (pthread_create(&thread[started], NULL, work, &part[started]) != 0)
            break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(thread[i], NULL);
        for (int q = 1; q <= 4; q++)
            quad[q] += part[i].quad[q];
    }
    printf("cooperation: %d verbal, %d material; conflict: %d verbal, %d material\n", quad[1], quad[2], quad[3], quad[4]);
    casus_close(engine);
    return 0;
}
