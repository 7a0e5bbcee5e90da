/* Decompression: gzip (libdeflate where a member is whole in the buffer, else zlib), zstd, bzip2,
 * xz, each as a sequence of frames.
 *
 * All four formats begin a frame with a magic number. That gives one plan for damage: a frame that
 * fails is given up, the place is marked as a gap, and decoding starts again at the next magic
 * behind the frame's start. A WARC with one gzip member a record thus loses the damaged record
 * only. (UTF-16 files go the same way, as if UTF-8 had been packed.) */
#include <bzlib.h>
#include <libdeflate.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "read/reader.h"
#include "base/banned.h"

enum {
    STEP = 256 << 10,       /* output bytes of one streaming step */
    RAW_STEP = MIB,         /* input bytes wanted before a member is tried whole */
    WHOLE_MAX = 4 * MIB,    /* largest member decoded in one go */
    MEMORY_MAX = 160 * MIB, /* what zstd and xz may take for their window */
};

struct Decoder {
    struct libdeflate_decompressor *whole;
    z_stream z;
    ZSTD_DCtx *zstd;
    bz_stream bz;
    lzma_stream xz;
    Codec live;           /* whose state is allocated */
    bool in_frame;        /* a frame has begun and not ended */
    ptrdiff_t frame_at;   /* its start in raw, as far as still there */
    ptrdiff_t whole_room; /* output room for the next whole member */
};

static const struct {
    const char *bytes;
    int len;
} magic[] = {
    [CODEC_NONE] = {"", 0},
    [CODEC_GZIP] = {"\x1f\x8b\x08", 3},
    [CODEC_ZSTD] = {"\x28\xb5\x2f\xfd", 4},
    [CODEC_BZIP2] = {"BZh", 3},
    [CODEC_XZ] = {"\xfd"
                  "7zXZ\0",
                  6},
};

static bool frame_starts(Str s, Codec c)
{
    if (s.len < 10 || memcmp(s.ptr, magic[c].bytes, (size_t)magic[c].len) != 0)
        return false;
    const unsigned char *b = (const unsigned char *)s.ptr;
    if (c == CODEC_GZIP) /* reserved flags, plausible system byte */
        return (b[3] & 0xE0) == 0 && (b[9] <= 32 || b[9] == 255);
    if (c == CODEC_BZIP2)
        return b[3] >= '1' && b[3] <= '9' &&
               (memcmp(b + 4, "1AY&SY", 6) == 0 || memcmp(b + 4, "\x17rE8P\x90", 6) == 0);
    return true;
}

/* zstd's frames that carry no data; the first one may hold a dictionary (.warc.zst). */
static bool frame_is_skippable(Str s)
{
    return s.len >= 8 && ((unsigned char)s.ptr[0] & 0xF0) == 0x50 &&
           memcmp(s.ptr + 1, "\x2a\x4d\x18", 3) == 0;
}

Codec codec_of(Str start)
{
    for (Codec c = CODEC_GZIP; c <= CODEC_XZ; c++)
        if (frame_starts(start, c))
            return c;
    if (start.len >= 4 && (start.ptr[2] || start.ptr[3])) { /* not UTF-32 */
        if (str_starts(start, STR("\xFF\xFE")))
            return CODEC_UTF16LE;
        if (str_starts(start, STR("\xFE\xFF")))
            return CODEC_UTF16BE;
    }
    return frame_is_skippable(start) ? CODEC_ZSTD : CODEC_NONE;
}

/* ---- one frame, step by step ---------------------------------------------------------------- */

typedef enum { STEP_MORE, STEP_FRAME_END, STEP_DAMAGED } Step;

static bool codec_begin(Decoder *d, Codec c)
{
    switch (c) {
    case CODEC_NONE:
    case CODEC_UTF16LE:
    case CODEC_UTF16BE: return false;
    case CODEC_GZIP:
        if (d->live == c)
            return inflateReset(&d->z) == Z_OK;
        memset(&d->z, 0, sizeof d->z);
        return inflateInit2(&d->z, 15 + 16) == Z_OK;
    case CODEC_ZSTD:
        if (d->live == c)
            return !ZSTD_isError(ZSTD_DCtx_reset(d->zstd, ZSTD_reset_session_only));
        d->zstd = ZSTD_createDCtx();
        return d->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(d->zstd, ZSTD_d_windowLogMax, 27));
    case CODEC_BZIP2:
        if (d->live == c)
            BZ2_bzDecompressEnd(&d->bz);
        memset(&d->bz, 0, sizeof d->bz);
        return BZ2_bzDecompressInit(&d->bz, 0, 0) == BZ_OK;
    case CODEC_XZ: {
        lzma_stream fresh = LZMA_STREAM_INIT;
        if (d->live != c)
            d->xz = fresh;
        return lzma_stream_decoder(&d->xz, MEMORY_MAX, 0) == LZMA_OK;
    }
    }
    return false;
}

void decoder_close(Decoder *d)
{
    if (!d)
        return;
    switch (d->live) {
    case CODEC_NONE:
    case CODEC_UTF16LE:
    case CODEC_UTF16BE: break;
    case CODEC_GZIP: inflateEnd(&d->z); break;
    case CODEC_ZSTD: ZSTD_freeDCtx(d->zstd); break;
    case CODEC_BZIP2: BZ2_bzDecompressEnd(&d->bz); break;
    case CODEC_XZ: lzma_end(&d->xz); break;
    }
    if (d->whole)
        libdeflate_free_decompressor(d->whole);
    *d = (Decoder){0};
}

/* Decode from in to out; *used and *made say how far it came. */
static Step codec_step(Decoder *d, Codec c, Str in, char *out, ptrdiff_t room, ptrdiff_t *used,
                       ptrdiff_t *made)
{
    Step step = STEP_DAMAGED;
    switch (c) {
    case CODEC_NONE:
    case CODEC_UTF16LE:
    case CODEC_UTF16BE: break;
    case CODEC_GZIP: {
        d->z.next_in = (Bytef *)in.ptr;
        d->z.avail_in = (uInt)in.len;
        d->z.next_out = (Bytef *)out;
        d->z.avail_out = (uInt)room;
        int rc = inflate(&d->z, Z_NO_FLUSH);
        *used = in.len - (ptrdiff_t)d->z.avail_in;
        *made = room - (ptrdiff_t)d->z.avail_out;
        step = rc == Z_STREAM_END                ? STEP_FRAME_END
               : rc == Z_OK || rc == Z_BUF_ERROR ? STEP_MORE
                                                 : STEP_DAMAGED;
        break;
    }
    case CODEC_ZSTD: {
        ZSTD_inBuffer from = {in.ptr, (size_t)in.len, 0};
        ZSTD_outBuffer to = {out, (size_t)room, 0};
        size_t rc = ZSTD_decompressStream(d->zstd, &to, &from);
        *used = (ptrdiff_t)from.pos;
        *made = (ptrdiff_t)to.pos;
        step = ZSTD_isError(rc) ? STEP_DAMAGED : rc == 0 ? STEP_FRAME_END : STEP_MORE;
        break;
    }
    case CODEC_BZIP2: {
        d->bz.next_in = (char *)in.ptr;
        d->bz.avail_in = (unsigned)in.len;
        d->bz.next_out = out;
        d->bz.avail_out = (unsigned)room;
        int rc = BZ2_bzDecompress(&d->bz);
        *used = in.len - (ptrdiff_t)d->bz.avail_in;
        *made = room - (ptrdiff_t)d->bz.avail_out;
        step = rc == BZ_STREAM_END ? STEP_FRAME_END : rc == BZ_OK ? STEP_MORE : STEP_DAMAGED;
        break;
    }
    case CODEC_XZ: {
        d->xz.next_in = (const uint8_t *)in.ptr;
        d->xz.avail_in = (size_t)in.len;
        d->xz.next_out = (uint8_t *)out;
        d->xz.avail_out = (size_t)room;
        lzma_ret rc = lzma_code(&d->xz, LZMA_RUN);
        *used = in.len - (ptrdiff_t)d->xz.avail_in;
        *made = room - (ptrdiff_t)d->xz.avail_out;
        step = rc == LZMA_STREAM_END                   ? STEP_FRAME_END
               : rc == LZMA_OK || rc == LZMA_BUF_ERROR ? STEP_MORE
                                                       : STEP_DAMAGED;
        break;
    }
    }
    return step;
}

/* ---- frame after frame ------------------------------------------------------------------------
 */

static Str raw_left(const Stream *s)
{
    return str_cut(buf_str(&s->raw), s->raw_at, s->raw.len);
}

/* Raw bytes slide when more are read; the frame's start goes with them. */
static bool more_raw(Stream *s)
{
    Decoder *d = s->decoder;
    ptrdiff_t before = s->raw_at;
    bool more = stream_read_raw(s, RAW_STEP);
    if (s->raw_at != before)
        d->frame_at = MAX(d->frame_at - before, 0);
    return more;
}

static void note_damage(Stream *s, const char *what)
{
    err_set(&s->err, CASUS_ERR_FORMAT, "%s near compressed byte %lld", what,
            (long long)(s->raw_total - (s->raw.len - s->raw_at)));
    s->damages++;
    if (s->gap < s->offset) /* one that is still ahead stays: it comes first */
        s->gap = s->offset + (s->window.len - s->at);
}

/* Go to the next frame's magic behind raw byte `from`; the end of the stream when there is none. */
static void find_frame(Stream *s, ptrdiff_t from)
{
    s->raw_at = MIN(from, s->raw.len);
    for (;;) {
        Str left = raw_left(s);
        const char *p =
            left.len ? memchr(left.ptr, magic[s->codec].bytes[0], (size_t)left.len) : NULL;
        s->raw_at = p ? p - s->raw.ptr : s->raw.len;
        left = raw_left(s);
        if (left.len < 10) {
            if (more_raw(s))
                continue;
            s->end = true;
            return;
        }
        if (frame_starts(left, s->codec))
            return;
        s->raw_at++;
    }
}

/* A gzip member that lies whole in the raw buffer; false when it does not, or is damaged. */
static bool whole_member(Stream *s)
{
    Decoder *d = s->decoder;
    if (!d->whole)
        d->whole = libdeflate_alloc_decompressor();
    if (!d->whole_room)
        d->whole_room = STEP;
    Str left = raw_left(s);
    for (;;) {
        char *room = buf_reserve(&s->window, d->whole_room);
        if (!room || !d->whole)
            return false;
        size_t used, made;
        enum libdeflate_result rc = libdeflate_gzip_decompress_ex(
            d->whole, left.ptr, (size_t)left.len, room, (size_t)d->whole_room, &used, &made);
        if (rc == LIBDEFLATE_SUCCESS) {
            s->raw_at += (ptrdiff_t)used;
            s->window.len += (ptrdiff_t)made;
            return true;
        }
        if (rc != LIBDEFLATE_INSUFFICIENT_SPACE || d->whole_room >= WHOLE_MAX)
            return false;
        d->whole_room *= 4;
    }
}

/* zstd: frames without data are stepped over; the very first may be a dictionary. */
static bool skip_skippable(Stream *s)
{
    Str left = raw_left(s);
    if (s->codec != CODEC_ZSTD || !frame_is_skippable(left))
        return false;
    const unsigned char *b = (const unsigned char *)left.ptr + 4;
    ptrdiff_t size =
        (ptrdiff_t)(b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
    bool first = s->raw_total == s->raw.len && s->raw_at == 0;
    if (size <= 16 * MIB)
        while (s->raw.len - s->raw_at < 8 + size && more_raw(s)) {
        }
    if (first && size <= 16 * MIB && s->raw.len - s->raw_at >= 8 + size) {
        Str dict = str_cut(buf_str(&s->raw), s->raw_at + 8, s->raw_at + 8 + size);
        Buf plain = {.max = 16 * MIB};
        if (frame_starts(dict, CODEC_ZSTD) && inflate_body(dict, STR("zstd"), &plain))
            dict = buf_str(&plain);
        Decoder *d = s->decoder;
        if (codec_begin(d, CODEC_ZSTD)) {
            d->live = CODEC_ZSTD;
            ZSTD_DCtx_loadDictionary(d->zstd, dict.ptr, (size_t)dict.len);
        }
        buf_free(&plain);
    }
    for (ptrdiff_t drop = 8 + size; drop > 0;) {
        ptrdiff_t n = MIN(drop, s->raw.len - s->raw_at);
        s->raw_at += n;
        drop -= n;
        if (drop > 0 && n == 0 && !more_raw(s))
            break;
    }
    return true;
}

/* Stand at a frame's start, or find it; false at the end of the stream. */
static bool frame_begin(Stream *s)
{
    Decoder *d = s->decoder;
    while (s->raw.len - s->raw_at < 18 && more_raw(s)) {
    }
    while (skip_skippable(s))
        while (s->raw.len - s->raw_at < 18 && more_raw(s)) {
        }
    while (s->raw_at < s->raw.len && s->raw.ptr[s->raw_at] == 0) /* padding */
        s->raw_at++;
    if (s->raw_at == s->raw.len && !more_raw(s)) {
        s->end = true;
        return false;
    }
    if (!frame_starts(raw_left(s), s->codec)) {
        note_damage(s, "bytes that are not compressed data");
        find_frame(s, s->raw_at + 1);
        if (s->end)
            return false;
    }
    d->frame_at = s->raw_at;
    if (s->codec == CODEC_GZIP) {
        while (s->raw.len - s->raw_at < RAW_STEP / 2 && more_raw(s)) {
        }
        d->frame_at = s->raw_at;
        if (whole_member(s))
            return false;
    }
    if (!codec_begin(d, s->codec)) {
        err_set(&s->err, CASUS_ERR_LIMIT, "out of memory for decompression");
        s->damages++;
        s->end = true;
        return false;
    }
    d->live = s->codec;
    d->in_frame = true;
    return true;
}

/* UTF-16 with its byte order mark → UTF-8: then files of lines need not know. Half a pair at the
 * end of the raw bytes waits for more. */
static void decode_utf16(Stream *s)
{
    if (s->raw.len - s->raw_at < 4)
        stream_read_raw(s, RAW_STEP);
    Str in = raw_left(s);
    int low = s->codec == CODEC_UTF16BE; /* index of the low byte */
    ptrdiff_t i = 0;
    char *at = buf_reserve(&s->window, STEP * 2), *start = at;
    for (; at && i + 2 <= in.len && at - start < STEP; i += 2) {
        const unsigned char *b = (const unsigned char *)in.ptr + i;
        uint32_t cp = b[low] | (uint32_t)b[1 - low] << 8;
        if ((cp & 0xFC00) == 0xD800) {
            if (i + 4 > in.len && !s->raw_end)
                break;
            uint32_t next = i + 4 <= in.len ? b[2 + low] | (uint32_t)b[3 - low] << 8 : 0;
            bool pair = (next & 0xFC00) == 0xDC00;
            cp = pair ? 0x10000 + ((cp & 0x3FF) << 10) + (next & 0x3FF) : UTF8_BAD;
            i += pair ? 2 : 0;
        } else if ((cp & 0xFC00) == 0xDC00)
            cp = UTF8_BAD;
        at += utf8_encode(cp, at);
    }
    s->raw_at += i;
    s->window.len += at - start;
    s->end = i == 0 && s->raw_end;
}

void decoder_run(Stream *s)
{
    if (s->codec == CODEC_UTF16LE || s->codec == CODEC_UTF16BE) {
        decode_utf16(s);
        return;
    }
    if (!s->decoder)
        s->decoder = NEW(s->perm, Decoder, 1);
    Decoder *d = s->decoder;
    if (!d->in_frame && !frame_begin(s))
        return;
    if (s->raw_at == s->raw.len)
        more_raw(s);
    char *room = buf_reserve(&s->window, STEP);
    ptrdiff_t used = 0, made = 0;
    Step step =
        room ? codec_step(d, s->codec, raw_left(s), room, STEP, &used, &made) : STEP_DAMAGED;
    s->raw_at += used;
    s->window.len += made;
    bool stuck = step == STEP_MORE && used == 0 && made == 0;
    if (step == STEP_FRAME_END)
        d->in_frame = false;
    else if (step == STEP_DAMAGED || (stuck && s->raw_at == s->raw.len && s->raw_end) ||
             (stuck && s->raw_at < s->raw.len)) {
        d->in_frame = false;
        note_damage(s, step == STEP_DAMAGED ? "damaged compressed data"
                                            : "compressed data ends too early");
        find_frame(s, d->frame_at + 1);
    }
}

/* ---- bodies -------------------------------------------------------------------------------------
 */

static bool inflate_deflate(Str bytes, int bits, Buf *out)
{
    z_stream z = {.next_in = (Bytef *)bytes.ptr, .avail_in = (uInt)bytes.len};
    if (inflateInit2(&z, bits) != Z_OK)
        return false;
    int rc = Z_OK;
    while (rc == Z_OK) {
        char *room = buf_reserve(out, STEP);
        if (!room)
            break;
        z.next_out = (Bytef *)room;
        z.avail_out = STEP;
        rc = inflate(&z, Z_NO_FLUSH);
        out->len += STEP - (ptrdiff_t)z.avail_out;
    }
    inflateEnd(&z);
    return rc == Z_STREAM_END ||
           (out->len > 0 && !out->overflow); /* a cut body is still worth reading */
}

static bool inflate_zstd(Str bytes, Buf *out)
{
    ZSTD_DCtx *z = ZSTD_createDCtx();
    ZSTD_inBuffer from = {bytes.ptr, (size_t)bytes.len, 0};
    size_t rc = 1;
    while (z && rc != 0 && from.pos < from.size) {
        char *room = buf_reserve(out, STEP);
        ZSTD_outBuffer to = {room, STEP, 0};
        rc = room ? ZSTD_decompressStream(z, &to, &from) : 1;
        if (!room || ZSTD_isError(rc))
            break;
        out->len += (ptrdiff_t)to.pos;
    }
    ZSTD_freeDCtx(z);
    return rc == 0;
}

bool inflate_body(Str bytes, Str coding, Buf *out)
{
    if (bytes.len > INT32_MAX)
        return false;
    if (str_ieq(coding, STR("gzip")) || str_ieq(coding, STR("x-gzip")))
        return inflate_deflate(bytes, 15 + 16, out);
    if (str_ieq(coding, STR("deflate"))) {
        if (inflate_deflate(bytes, 15, out))
            return true;
        buf_clear(out);
        return inflate_deflate(bytes, -15, out);
    }
    return str_ieq(coding, STR("zstd")) && inflate_zstd(bytes, out);
}
