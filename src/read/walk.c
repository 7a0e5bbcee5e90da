/* Walk: the files behind a list of paths, one after the other: files, "-", folders in sorted order,
 * globs.
 *
 * Folders are listed when they are reached, so a tree of millions of files costs the names of the
 * folders on the way down. Links to folders are not followed, which also ends every loop. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/walk.h"
#include "base/banned.h"

enum { DEPTH_MAX = 64, FIFO_SECONDS = 8 };

typedef struct {
    Arena arena;
    Str path;
    Names names;
    ptrdiff_t next;
} Level;

struct Walk {
    const char *const *path;
    int n_paths, next;
    int depth;
    Level level[DEPTH_MAX];
    Level globbed; /* matches of the pattern being walked */
    Arena name;    /* the current file's path */
};

Walk *walk_open(const char *const *path, int n_paths, Arena *perm)
{
    Walk *w = NEW(perm, Walk, 1);
    const char **copy = NEW(perm, const char *, n_paths);
    for (int i = 0; i < n_paths; i++)
        copy[i] = arena_cstr(perm, str_of(path[i]));
    w->path = copy;
    w->n_paths = n_paths;
    w->name = arena_new(4096);
    w->globbed.arena = arena_new(4096);
    for (int i = 0; i < DEPTH_MAX; i++)
        w->level[i].arena = arena_new(16 << 10);
    return w;
}

void walk_close(Walk *w)
{
    for (int i = 0; i < DEPTH_MAX; i++)
        arena_free(&w->level[i].arena);
    arena_free(&w->globbed.arena);
    arena_free(&w->name);
}

int64_t walk_known_bytes(const Walk *w)
{
    int64_t total = 0;
    for (int i = 0; i < w->n_paths; i++) {
        struct stat st;
        if (stat(w->path[i], &st) != 0 || !S_ISREG(st.st_mode))
            return -1;
        total += st.st_size;
    }
    return total;
}

/* Enter a folder; false (filled err) when it cannot be listed. */
static bool descend(Walk *w, const char *path, Err *err)
{
    if (w->depth == DEPTH_MAX)
        return err_set(err, CASUS_ERR_LIMIT, "%s: folders nested deeper than %d", path, DEPTH_MAX);
    Level *l = &w->level[w->depth];
    arena_reset(&l->arena);
    l->names = (Names){0};
    l->next = 0;
    l->path = arena_str(&l->arena, str_of(path));
    if (!dir_list(path, &l->names, &l->arena, err))
        return false;
    w->depth++;
    return true;
}

static bool expand_glob(Walk *w, const char *pattern)
{
    glob_t g = {0};
    bool found = glob(pattern, 0, NULL, &g) == 0;
    Level *l = &w->globbed;
    arena_reset(&l->arena);
    l->names = (Names){0};
    l->next = 0;
    for (size_t i = 0; found && i < g.gl_pathc; i++)
        *push(&l->names, &l->arena) = arena_str(&l->arena, str_of(g.gl_pathv[i]));
    globfree(&g);
    return found;
}

/* The next name in argument order, depth first; NULL at the end. *inside: found in a folder. */
static const char *next_name(Walk *w, bool *inside)
{
    arena_reset(&w->name);
    *inside = true;
    while (w->depth > 0) {
        Level *l = &w->level[w->depth - 1];
        if (l->next == l->names.n) {
            w->depth--;
            continue;
        }
        Str name = l->names.item[l->next++];
        if (name.ptr[0] == '.')
            continue;
        bool slash = l->path.len > 0 && l->path.ptr[l->path.len - 1] == '/';
        Str whole = arena_printf(&w->name, "%.*s%s%.*s", FMT(l->path), slash ? "" : "/", FMT(name));
        return whole.ptr;
    }
    *inside = false;
    if (w->globbed.next < w->globbed.names.n)
        return arena_cstr(&w->name, w->globbed.names.item[w->globbed.next++]);
    if (w->next == w->n_paths)
        return NULL;
    const char *path = w->path[w->next++];
    struct stat st;
    if (lstat(path, &st) != 0 && strpbrk(path, "*?[") && expand_glob(w, path))
        return next_name(w, inside);
    return path;
}

/* A pipe with a name: wait a little for somebody to write to it, then read it like any other. */
static bool wait_for_writer(int fd)
{
    double until = clock_seconds() + FIFO_SECONDS;
    do {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        poll(&p, 1, 50);
        if (p.revents & (POLLIN | POLLHUP))
            return true; /* data, or a writer that has come and gone */
        char none;
        ssize_t got = read(fd, &none, 0);
        (void)got;
    } while (clock_seconds() < until);
    return false;
}

int file_to_read(const char *path, Err *err)
{
    if (strcmp(path, "-") == 0) {
        int copy = dup(STDIN_FILENO);
        if (copy < 0)
            err_set(err, CASUS_ERR_IO, "-: %s", strerror(errno));
        return copy;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    bool is_named_pipe = S_ISFIFO(st.st_mode) && strncmp(path, "/dev/fd/", 8) != 0 &&
                         strncmp(path, "/proc/", 6) != 0;
    if (is_named_pipe && !wait_for_writer(fd)) {
        err_set(err, CASUS_ERR_IO, "%s: a pipe that nobody writes to", path);
        close(fd);
        return -1;
    }
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return fd;
}

Found walk_next(Walk *w, Str *path, Err *err)
{
    for (;;) {
        bool inside;
        const char *name = next_name(w, &inside);
        if (!name)
            return FOUND_END;
        *path = str_of(name);
        struct stat st;
        if (strcmp(name, "-") == 0)
            return FOUND_FILE;
        if ((inside ? lstat(name, &st) : stat(name, &st)) != 0) {
            err_set(err, CASUS_ERR_IO, "%s: %s", name, strerror(errno));
            return FOUND_PROBLEM;
        }
        if (inside && S_ISLNK(st.st_mode) && stat(name, &st) != 0) {
            err_set(err, CASUS_ERR_IO, "%s: %s", name, strerror(errno));
            return FOUND_PROBLEM;
        }
        if (S_ISDIR(st.st_mode)) {
            struct stat link;
            if (inside && lstat(name, &link) == 0 && S_ISLNK(link.st_mode)) {
                err_set(err, CASUS_ERR_IO, "%s: a link to a folder, not followed", name);
                return FOUND_PROBLEM;
            }
            if (!descend(w, name, err))
                return FOUND_PROBLEM;
            continue;
        }
        if (inside && !S_ISREG(st.st_mode)) {
            err_set(err, CASUS_ERR_IO, "%s: not a file", name);
            return FOUND_PROBLEM;
        }
        return FOUND_FILE;
    }
}
