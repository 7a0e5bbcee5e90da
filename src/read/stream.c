/* Stream: a window of decoded bytes that moves over a file, a pipe or a terminal.
 *
 * read() only, never mmap: a file that shrinks or is replaced while it is read is then nothing
 * worse than an early end. The window grows only as far as a caller's peek asks. */
#include <errno.h>
#include <unistd.h>

#include "read/reader.h"
#include "base/banned.h"

enum { CHUNK = 256 << 10, RAW_CHUNK = MIB };

void stream_start(Stream *s, int fd, ptrdiff_t max_ratio)
{
    decoder_close(s->decoder);
    buf_clear(&s->raw);
    buf_clear(&s->window);
    *s = (Stream){.fd = fd,
                  .raw = s->raw,
                  .window = s->window,
                  .max_ratio = max_ratio,
                  .gap = -1,
                  .perm = s->perm,
                  .decoder = s->decoder};
    while (s->raw.len < 16 && stream_read_raw(s, RAW_CHUNK)) {
    }
    s->codec = codec_of(buf_str(&s->raw));
}

/* Drop what was used at the front of a buffer. */
static void buf_slide(Buf *b, ptrdiff_t *at)
{
    if (*at == 0)
        return;
    memmove(b->ptr, b->ptr + *at, (size_t)(b->len - *at));
    b->len -= *at;
    *at = 0;
}

static ptrdiff_t read_some(Stream *s, char *room, ptrdiff_t n)
{
    ssize_t got;
    do
        got = read(s->fd, room, (size_t)n);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        err_set(&s->err, CASUS_ERR_IO, "%s", strerror(errno));
    if (got <= 0) {
        s->raw_end = true;
        return 0;
    }
    s->raw_total += got;
    return got;
}

bool stream_read_raw(Stream *s, ptrdiff_t want)
{
    if (s->raw_end)
        return false;
    buf_slide(&s->raw, &s->raw_at);
    char *room = buf_reserve(&s->raw, want);
    ptrdiff_t got = room ? read_some(s, room, want) : 0;
    s->raw.len += got;
    return got > 0;
}

/* Uncompressed input: the raw bytes are the window. */
static void fill_plain(Stream *s)
{
    ptrdiff_t left = s->raw.len - s->raw_at;
    if (left > 0) { /* what codec_of looked at */
        buf_put(&s->window, str_cut(buf_str(&s->raw), s->raw_at, s->raw.len));
        s->raw_at = s->raw.len;
        s->decoded += left;
        return;
    }
    char *room = s->raw_end ? NULL : buf_reserve(&s->window, CHUNK);
    ptrdiff_t got = room ? read_some(s, room, CHUNK) : 0;
    s->window.len += got;
    s->decoded += got;
    s->end = got == 0;
}

static void stream_fill(Stream *s)
{
    if (s->at > s->window.len / 2 || s->at > 4 * MIB)
        buf_slide(&s->window, &s->at);
    if (s->codec == CODEC_NONE) {
        fill_plain(s);
        return;
    }
    ptrdiff_t before = s->window.len;
    decoder_run(s);
    s->decoded += s->window.len - before;
    int64_t used = s->raw_total - (s->raw.len - s->raw_at);
    if (s->decoded > 64 * MIB && s->decoded / MAX(used, 1) >= s->max_ratio) {
        err_set(&s->err, CASUS_ERR_LIMIT, "decompresses to more than %td times its size",
                s->max_ratio);
        s->end = s->too_large = true;
    }
}

Str stream_peek(Stream *s, ptrdiff_t want)
{
    while (s->window.len - s->at < want && !s->end)
        stream_fill(s);
    return str_cut(buf_str(&s->window), s->at, s->window.len);
}

void stream_take(Stream *s, ptrdiff_t n)
{
    assert(n >= 0 && n <= s->window.len - s->at);
    s->at += n;
    s->offset += n;
}

/* Drop bytes up to and including the next line end. */
static void drop_line(Stream *s)
{
    for (Str w; (w = stream_peek(s, 1)).len > 0;) {
        ptrdiff_t end = str_find_byte(w, '\n');
        stream_take(s, end < 0 ? w.len : end + 1);
        if (end >= 0)
            return;
    }
}

bool stream_line(Stream *s, ptrdiff_t max, Str *line, bool *too_long)
{
    *too_long = false;
    ptrdiff_t seen = 0;
    for (ptrdiff_t want = 1;; want = seen + 1) {
        Str w = stream_peek(s, want);
        ptrdiff_t end = str_find_byte(str_cut(w, seen, w.len), '\n');
        bool last = w.len < want;
        if (end < 0 && !last && w.len <= max) {
            seen = w.len;
            continue;
        }
        if (last && w.len == 0)
            return false;
        ptrdiff_t len = end < 0 ? w.len : seen + end;
        *line = str_cut(w, 0, MIN(len, max));
        *too_long = len > max;
        if (end < 0 && !last) { /* the line goes on: its start is of no use any more */
            stream_take(s, w.len);
            drop_line(s);
            *line = (Str){"", 0};
        } else
            stream_take(s, end < 0 ? len : len + 1);
        return true;
    }
}

void stream_stop(Stream *s)
{
    if (s->fd > 0)
        close(s->fd);
    s->fd = -1;
    s->end = true;
}

void stream_free(Stream *s)
{
    decoder_close(s->decoder);
    buf_free(&s->raw);
    buf_free(&s->window);
}
