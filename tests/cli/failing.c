/* LD_PRELOAD: let the N-th allocation or the N-th write to a file fail (ENOMEM, ENOSPC), and all after it, or with
 * FAIL_ONCE only that. FAIL_ALLOC=N, FAIL_WRITE=N, FAIL_SYNC=1. For tests/cli/failing.sh. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_long allocs, writes;
static long fail_alloc, fail_write, fail_sync, fail_once;

static __attribute__((constructor)) void start(void)
{
    const char *a = getenv("FAIL_ALLOC"), *w = getenv("FAIL_WRITE");
    fail_alloc = a ? atol(a) : 0;
    fail_write = w ? atol(w) : 0;
    fail_sync = getenv("FAIL_SYNC") != NULL;
    fail_once = getenv("FAIL_ONCE") != NULL;
    allocs = writes = 0;
}

static int no_memory(void)
{
    if (!fail_alloc || ++allocs < fail_alloc || (fail_once && allocs > fail_alloc))
        return 0;
    errno = ENOMEM;
    return 1;
}

static int no_space(int fd)
{
    if (!fail_write || fd <= 2 || ++writes < fail_write || (fail_once && writes > fail_write))
        return 0;
    errno = ENOSPC;
    return 1;
}

void *malloc(size_t n)
{
    return no_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return no_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return no_memory() ? NULL : __libc_realloc(p, n);
}

ssize_t write(int fd, const void *p, size_t n)
{
    ssize_t (*next)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return no_space(fd) ? -1 : next(fd, p, n);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
    ssize_t (*next)(int, const void *, size_t, off_t) = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");
    return no_space(fd) ? -1 : next(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite64(fd, p, n, at);
}

int fsync(int fd)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    if (!fail_sync)
        return next(fd);
    errno = EIO;
    return -1;
}

int fdatasync(int fd)
{
    return fsync(fd);
}
