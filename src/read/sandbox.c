/* The sandbox: a child process that parses markup and can do nothing else.
 *
 * The parent sends a job (kind, charset, bytes) over a socket pair and gets records back; every
 * length of the answer is checked, for the child is not trusted. Before its first job the child
 * closes every other file, opens the charset converters, bounds its memory, and gives up files
 * (Landlock), the network and nearly all system calls (seccomp). If it dies or takes too long, the
 * record is lost, told, and a new child started.
 *
 *   request   u32 kind, u32 length of charset, u64 length of bytes, then both
 *   answer    u32 records, u32 flags (1 OPML, 2 cut, 4 out of memory), i64 replaced bytes; per
 * record u32 date_from and FIELD_COUNT × (u32 length, bytes) */
#define _DEFAULT_SOURCE /* syscall */
#include <errno.h>
#include <linux/landlock.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read/job.h"
#include "read/sandbox.h"
#include "base/banned.h"

enum { CHILD_MEMORY = 512 * MIB, ANSWER_MAX = 256 * MIB };

struct Sandbox {
    pid_t child;
    int fd;
    bool told; /* what protection there is has been reported */
};

typedef struct {
    uint32_t kind, charset_len;
    uint64_t bytes_len;
} Request;
typedef struct {
    uint32_t n_records, flags;
    int64_t replaced;
} Answer;

/* ---- the child
 * ------------------------------------------------------------------------------------ */

static void child_close_files(int keep)
{
    for (int fd = 0; fd < 3; fd++)
        if (fd != keep && fd != STDERR_FILENO)
            close(fd);
#ifdef SYS_close_range
    if (keep > 3 && syscall(SYS_close_range, 3, keep - 1, 0) == 0 &&
        syscall(SYS_close_range, keep + 1, ~0U, 0) == 0)
        return;
#endif
    for (int fd = 3; fd < 65536; fd++)
        if (fd != keep)
            close(fd);
}

static void child_bound_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    FILE *f = fopen("/proc/self/statm", "r");
    long unused, data = 0;
    if (f) {
        if (fscanf(f, "%ld %ld %ld %ld %ld %ld", &unused, &unused, &unused, &unused, &unused,
                   &data) != 6)
            data = 0;
        fclose(f);
    }
    rlim_t max = (rlim_t)data * (rlim_t)sysconf(_SC_PAGESIZE) + CHILD_MEMORY;
    setrlimit(RLIMIT_DATA, &(struct rlimit){max, max});
#endif
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, 0});
}

/* No file may be opened any more. False where the kernel has no Landlock; seccomp refuses the same.
 */
static bool child_landlock(void)
{
#ifdef SYS_landlock_create_ruleset
    struct landlock_ruleset_attr attr = {.handled_access_fs = (1ULL << 13) - 1};
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (rules < 0)
        return false;
    bool ok = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return ok;
#else
    return false;
#endif
}

static bool child_seccomp(void)
{
    static const int allowed[] = {
        SCMP_SYS(read),
        SCMP_SYS(write),
        SCMP_SYS(recvfrom),
        SCMP_SYS(sendto),
        SCMP_SYS(mmap),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(mprotect),
        SCMP_SYS(brk),
        SCMP_SYS(madvise),
        SCMP_SYS(futex),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigaction),
        SCMP_SYS(sigaltstack),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday),
        SCMP_SYS(getrandom),
        SCMP_SYS(getpid),
        SCMP_SYS(gettid),
        SCMP_SYS(tgkill),
        SCMP_SYS(sched_yield),
        SCMP_SYS(close),
        SCMP_SYS(restart_syscall),
        SCMP_SYS(getrusage),
        SCMP_SYS(sched_getaffinity),
        SCMP_SYS(getrlimit),
        SCMP_SYS(prlimit64),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool ok = filter != NULL;
    for (ptrdiff_t k = 0; ok && k < COUNT(allowed); k++)
        ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[k], 0) == 0;
    ok = ok && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return ok;
}

static bool read_whole(int fd, void *to, size_t n)
{
    for (char *at = to; n > 0;) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

static bool write_whole(int fd, const void *from, size_t n)
{
    for (const char *at = from; n > 0;) {
        ssize_t put = write(fd, at, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        n -= (size_t)put;
    }
    return true;
}

static void put_answer(Buf *out, const Records *found, uint32_t flags)
{
    buf_clear(out);
    Answer head = {(uint32_t)found->list.n,
                   flags | (found->is_opml ? 1 : 0) | (found->is_cut ? 2 : 0), found->replaced};
    buf_put(out, (Str){(const char *)&head, sizeof head});
    for (ptrdiff_t i = 0; i < found->list.n; i++) {
        const Record *rec = &found->list.item[i];
        uint32_t from = rec->date_from;
        buf_put(out, (Str){(const char *)&from, sizeof from});
        for (int f = 0; f < FIELD_COUNT; f++) {
            uint32_t len = (uint32_t)rec->field[f].len;
            buf_put(out, (Str){(const char *)&len, sizeof len});
            buf_put(out, rec->field[f]);
        }
    }
}

/* The child's whole life: jobs until the parent hangs up. */
NORETURN static void child_main(int fd)
{
    signal(SIGPIPE, SIG_IGN);
    child_close_files(fd);
    Charsets charsets = {0};
    charsets_warm(&charsets);
    child_bound_memory();
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    uint8_t protection[2];
    protection[0] = child_landlock();
    protection[1] = child_seccomp();
    if (!write_whole(fd, protection, sizeof protection))
        _exit(1);
    jmp_buf full;
    Arena a = arena_new(MIB);
    a.limit = CHILD_MEMORY - 64 * MIB;
    Buf in = {0}, out = {.max = ANSWER_MAX};
    Request head;
    while (read_whole(fd, &head, sizeof head)) {
        buf_clear(&in);
        size_t len = head.charset_len + head.bytes_len;
        char *room = buf_reserve(&in, (ptrdiff_t)len + 1);
        if (!room || !read_whole(fd, room, len))
            _exit(1);
        Job job = {(JobKind)head.kind,
                   {room, head.charset_len},
                   {room + head.charset_len, (ptrdiff_t)head.bytes_len}};
        a.full = &full;
        arena_reset(&a);
        if (setjmp(full) == 0) {
            Records found = job_run(&job, &charsets, &a);
            put_answer(&out, &found, 0);
        } else
            put_answer(&out, &(Records){0}, 4);
        if (out.overflow)
            put_answer(&out, &(Records){0}, 4);
        if (!write_whole(fd, out.ptr, (size_t)out.len))
            _exit(1);
    }
    _exit(0);
}

/* ---- the parent
 * -------------------------------------------------------------------------------------- */

static void child_end(Sandbox *s)
{
    if (s->child <= 0)
        return;
    close(s->fd);
    kill(s->child, SIGKILL);
    while (waitpid(s->child, NULL, 0) < 0 && errno == EINTR) {
    }
    s->child = 0;
}

/* Move n bytes to or from the child before `until`. */
static bool exchange(int fd, bool sending, char *bytes, size_t n, double until)
{
    while (n > 0) {
        double left = until - clock_seconds();
        struct pollfd p = {.fd = fd, .events = sending ? POLLOUT : POLLIN};
        if (left <= 0 || (poll(&p, 1, (int)(left * 1000) + 1) < 0 && errno != EINTR))
            return false;
        if (!p.revents)
            continue;
        ssize_t moved = sending ? send(fd, bytes, n, MSG_DONTWAIT | MSG_NOSIGNAL)
                                : recv(fd, bytes, n, MSG_DONTWAIT);
        if (moved < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (moved <= 0)
            return false;
        bytes += moved;
        n -= (size_t)moved;
    }
    return true;
}

static bool child_start(Reader *r, Sandbox *s, Err *why)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return err_set(why, CASUS_ERR_SYSTEM, "no socket pair for the sandbox: %s",
                       strerror(errno));
    fflush(NULL); /* the child must not write our buffers again */
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        child_main(pair[1]);
    }
    close(pair[1]);
    if (child < 0) {
        close(pair[0]);
        return err_set(why, CASUS_ERR_SYSTEM, "no process for the sandbox: %s", strerror(errno));
    }
    s->child = child;
    s->fd = pair[0];
    uint8_t protection[2];
    if (!exchange(s->fd, false, (char *)protection, sizeof protection, clock_seconds() + 10)) {
        child_end(s);
        return err_set(why, CASUS_ERR_SYSTEM, "the sandbox did not start");
    }
    if (!s->told && !(protection[0] && protection[1]))
        reader_skip(r, SKIP_NONE, 0, "the sandbox is weaker here: this kernel has no %s%s%s",
                    protection[0] ? "" : "Landlock",
                    protection[0] || protection[1] ? "" : " and no ",
                    protection[1] ? "" : "seccomp");
    s->told = true;
    return true;
}

static bool receive(Sandbox *s, Records *out, double until, Arena *a, Err *why)
{
    Answer head;
    if (!exchange(s->fd, false, (char *)&head, sizeof head, until))
        return false;
    if (head.flags & 4)
        return err_set(why, CASUS_ERR_LIMIT, "its parsing takes too much memory");
    if (head.n_records > RECORDS_MAX)
        return false;
    *out =
        (Records){.replaced = head.replaced, .is_opml = head.flags & 1, .is_cut = head.flags & 2};
    for (uint32_t i = 0; i < head.n_records; i++) {
        Record *rec = push(&out->list, a);
        uint32_t from, len;
        if (!exchange(s->fd, false, (char *)&from, sizeof from, until))
            return false;
        rec->date_from = from <= DATE_TEXT ? (DateFrom)from : DATE_NONE;
        for (int f = 0; f < FIELD_COUNT; f++) {
            if (!exchange(s->fd, false, (char *)&len, sizeof len, until) || len > ANSWER_MAX)
                return false;
            char *room = NEW(a, char, len);
            if (!exchange(s->fd, false, room, len, until))
                return false;
            rec->field[f] = utf8_clean((Str){room, len}, NULL, a);
        }
    }
    return true;
}

static bool run_in_child(Reader *r, const Job *job, Records *out, Arena *a, Err *why)
{
    if (!r->sandbox)
        r->sandbox = NEW(&r->perm, Sandbox, 1);
    Sandbox *s = r->sandbox;
    if (s->child <= 0 && !child_start(r, s, why))
        return false;
    double limit = r->o.max_seconds > 0 ? r->o.max_seconds : 10, until = clock_seconds() + limit;
    Request head = {job->kind, (uint32_t)job->charset.len, (uint64_t)job->bytes.len};
    Err inner = {0};
    bool ok = exchange(s->fd, true, (char *)&head, sizeof head, until) &&
              exchange(s->fd, true, (char *)job->charset.ptr, head.charset_len, until) &&
              exchange(s->fd, true, (char *)job->bytes.ptr, head.bytes_len, until) &&
              receive(s, out, until, a, &inner);
    if (ok || inner.code) {
        if (inner.code)
            *why = inner;
        return ok;
    }
    bool late = clock_seconds() >= until;
    child_end(s);
    if (late)
        return err_set(why, CASUS_ERR_LIMIT, "its parsing took more than %.0f seconds", limit);
    return err_set(why, CASUS_ERR_FORMAT, "its parsing died in the sandbox");
}

bool sandbox_run(Reader *r, const Job *job, Records *out, Arena *a, Err *why)
{
    *out = (Records){0};
    r->n_pending = r->next_pending = 0;
    if (r->o.no_sandbox) {
        if (!r->told_no_sandbox)
            reader_skip(
                r, SKIP_NONE, 0,
                "WARNING: --no-sandbox: foreign markup is parsed in this process, unprotected");
        r->told_no_sandbox = true;
        *out = job_run(job, &r->charsets, a);
    } else if (!run_in_child(r, job, out, a, why))
        return false;
    r->counts.replaced_bytes += out->replaced;
    if (!out->is_opml) {
        r->pending = out->list.item;
        r->n_pending = out->list.n;
    }
    return true;
}

void sandbox_close(Sandbox *s)
{
    if (s)
        child_end(s);
}
