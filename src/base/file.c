/* Files, folders, the clock, the processor count: the operating system begins here. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

/* Pipes and other files without a size. */
static bool read_all(int fd, const char *path, ptrdiff_t max, File *f, Err *err)
{
    ptrdiff_t cap = 1 << 16, len = 0;
    char *heap = malloc((size_t)cap);
    while (heap) {
        ssize_t got = read(fd, heap + len, (size_t)(cap - len));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            if (got < 0) {
                free(heap);
                return err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
            }
            f->heap = heap;
            f->bytes = (Str){heap, len};
            return true;
        }
        len += got;
        if (max && len > max) {
            free(heap);
            return err_set(err, CASUS_ERR_LIMIT, "%s: larger than %td bytes", path, max);
        }
        if (len == cap) {
            char *grown = realloc(heap, (size_t)(cap *= 2));
            if (!grown)
                free(heap);
            heap = grown;
        }
    }
    return err_set(err, CASUS_ERR_LIMIT, "%s: out of memory", path);
}

bool file_open(const char *path, ptrdiff_t max, File *f, Err *err)
{
    *f = (File){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
    bool ok = false;
    struct stat st;
    if (fstat(fd, &st) != 0)
        err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
    else if (S_ISDIR(st.st_mode))
        err_set(err, CASUS_ERR_IO, "%s: is a folder", path);
    else if (!S_ISREG(st.st_mode) || st.st_size == 0)
        ok = read_all(fd, path, max, f, err);
    else if (max && st.st_size > max)
        err_set(err, CASUS_ERR_LIMIT, "%s: larger than %td bytes", path, max);
    else {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = map != MAP_FAILED;
        if (ok)
            *f = (File){.bytes = {map, (ptrdiff_t)st.st_size}, .map = map};
        else
            err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
    }
    close(fd);
    return ok;
}

void file_close(File *f)
{
    if (f->map)
        munmap(f->map, (size_t)f->bytes.len);
    free(f->heap);
    *f = (File){0};
}

bool file_write(const char *path, Str bytes, Err *err)
{
    size_t room = strlen(path) + 32;
    char *part = malloc(room);
    if (!part)
        return err_set(err, CASUS_ERR_LIMIT, "%s: out of memory", path);
    snprintf(part, room, "%s.part%ld", path, (long)getpid());
    FILE *out = fopen(part, "wb");
    bool ok = out != NULL;
    if (ok) {
        ok = bytes.len == 0 || fwrite(bytes.ptr, 1, (size_t)bytes.len, out) == (size_t)bytes.len;
        ok = fclose(out) == 0 && ok;
        ok = ok && rename(part, path) == 0;
    }
    if (!ok) {
        err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
        unlink(part);
    }
    free(part);
    return ok;
}

static int name_order(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

bool dir_list(const char *path, Names *names, Arena *a, Err *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
    LIST(const char *) found = {0};
    for (struct dirent *e; (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            *push(&found, a) = arena_cstr(a, str_of(e->d_name));
    closedir(dir);
    for (ptrdiff_t i = 0; i < found.n; i++)
        *push(names, a) = str_of(found.item[i]);
    if (names->n)
        qsort(names->item, (size_t)names->n, sizeof *names->item, name_order);
    return true;
}

double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double clock_cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

Day clock_today(void)
{
    return (Day)(time(NULL) / 86400);
}

int cpu_count(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int)n : 1;
}
