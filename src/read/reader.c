/* The reader: from a list of paths to a stream of documents. Opens one file after the other, tells
 * its format by its first bytes, and lets that format's reader cut out the records. */
#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

#include "read/sandbox.h"
#include "read/walk.h"
#include "base/banned.h"

/* ---- reporting ------------------------------------------------------------------------------ */

static void report(Reader *r, SkipReason why, const char *message)
{
    Err line;
    err_set(&line, CASUS_OK, "%s", message); /* control bytes become '?' */
    if (r->o.report)
        r->o.report(r->o.context, why, line.text);
}

void reader_skip(Reader *r, SkipReason why, int64_t line, const char *fmt, ...)
{
    char text[400], whole[480];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    int path_len = (int)MIN(r->path.len, 300);
    if (line > 0)
        snprintf(whole, sizeof whole, "%.*s:%lld: %s", path_len, r->path.ptr, (long long)line,
                 text);
    else
        snprintf(whole, sizeof whole, "%.*s: %s", path_len, r->path.ptr, text);
    report(r, why, whole);
    if (why != SKIP_NONE)
        r->counts.skipped[why]++;
}

/* Tell of damage and of I/O errors that the stream met since the last look. */
static void report_stream(Reader *r)
{
    if (r->in.damages != r->damages || (r->in.err.code && r->in.end)) {
        SkipReason why = r->in.too_large                  ? SKIP_TOO_LARGE
                         : r->in.err.code == CASUS_ERR_IO ? SKIP_UNREADABLE
                                                          : SKIP_BROKEN;
        reader_skip(r, why, 0, "%s", r->in.err.text);
        r->damages = r->in.damages;
        r->in.err.code = CASUS_OK;
    }
}

ptrdiff_t reader_max(const Reader *r)
{
    return r->o.max_document > 0 ? MIN(r->o.max_document, (ptrdiff_t)512 * MIB) : 16 * MIB;
}

static bool is_english(Str lang)
{
    return str_ieq(str_cut(lang, 0, 2), STR("en")) &&
           (lang.len == 2 || !cp_is_alpha((unsigned char)lang.ptr[2]) ||
            str_ieq(lang, STR("english")) || str_ieq(lang, STR("eng")));
}

bool reader_accept(Reader *r, Document *d, int64_t line, Arena *a)
{
    d->path = arena_str(a, r->path);
    d->line = line;
    if (str_trim(d->body).len == 0) {
        reader_skip(r, SKIP_EMPTY, line, "no text");
        return false;
    }
    if (d->n_sentences < 0) {
        d->n_sentences = 0;
        reader_skip(r, SKIP_NONE, line, "sentence spans do not fit the text and are not used");
    }
    Str told = language_of(d->body);
    if (told.len > 0) /* the text itself knows best */
        d->lang =
            str_ieq(str_cut(d->lang, 0, 2), told) && d->lang.len > 0 ? d->lang : arena_str(a, told);
    if (d->lang.len > 0 && !is_english(d->lang) && !r->o.any_language) {
        reader_skip(r, SKIP_LANGUAGE, line, "language %.*s, not English",
                    FMT(str_cut(d->lang, 0, 20)));
        return false;
    }
    r->counts.documents++;
    return true;
}

/* ---- files -------------------------------------------------------------------------------------
 */

/* Documents and skips so far: a file that adds none had nothing in it. */
static int64_t told_so_far(const Reader *r)
{
    int64_t n = r->counts.documents;
    for (int k = 0; k < SKIP_COUNT; k++)
        n += r->counts.skipped[k];
    return n;
}

static void close_file(Reader *r)
{
    report_stream(r);
    if (r->format && told_so_far(r) == r->told_before && !r->resumed)
        reader_skip(r, SKIP_EMPTY, 0, "no document in it");
    r->format = FORMAT_AUTO;
    r->resumed = false;
    r->raw_before += r->in.raw_total;
    stream_stop(&r->in);
    r->is_open = false;
}

/* Go behind a mark. Line formats count the lines on the way, so that messages stay right. */
static void go_behind(Reader *r, int64_t mark)
{
    r->resumed = true;
    if (r->format == FORMAT_FEED || r->format == FORMAT_HTML || r->format == FORMAT_TEXT) {
        r->resume = mark; /* these count documents, not bytes */
        return;
    }
    while (r->in.offset < mark) {
        Str w = stream_peek(&r->in, 1);
        if (w.len == 0)
            return;
        w = str_cut(w, 0, (ptrdiff_t)MIN((int64_t)w.len, mark - r->in.offset));
        for (const char *p = w.ptr, *end = w.ptr + w.len; (p = memchr(p, '\n', (size_t)(end - p)));
             p++)
            r->line++;
        stream_take(&r->in, w.len);
    }
}

static bool start_file(Reader *r)
{
    Str start = stream_peek(&r->in, 16 << 10);
    if (start.len == 0) {
        report_stream(r);
        reader_skip(r, SKIP_EMPTY, 0, "empty");
        return false;
    }
    r->format = r->o.format ? r->o.format : format_of(start, r->path, &r->o);
    if (r->format == FORMAT_AUTO) {
        reader_skip(r, SKIP_NOT_TEXT, 0,
                    codec_of(start) ? "compressed twice" : "neither text nor a known format");
        return false;
    }
    if (str_starts(start, STR("\xEF\xBB\xBF")) && r->format != FORMAT_HTML &&
        r->format != FORMAT_FEED)
        stream_take(&r->in, 3);
    r->line = r->item = r->resume = 0;
    r->json_values = false;
    memset(&r->json, 0, sizeof r->json);
    r->told_before = told_so_far(r);
    if (r->format == FORMAT_JSONL)
        r->json_values = json_is_values(stream_peek(&r->in, 16 << 10));
    r->warc = (WarcState){0};
    r->n_pending = r->next_pending = r->pending_line = 0;
    r->record_url = r->record_date = (Str){0};
    return r->format != FORMAT_CSV || csv_start(r);
}

/* The next file to read is open; false at the end of all. `mark`: go behind it. */
static bool open_next(Reader *r, Str only, int64_t mark)
{
    for (;;) {
        Err err = {0};
        Str path;
        Found found = FOUND_FILE;
        if (r->n_extra > 0)
            path = r->extra[--r->n_extra];
        else
            found = walk_next(r->walk, &path, &err);
        if (found == FOUND_END)
            return false;
        if (only.len > 0 && !(found == FOUND_FILE && str_eq(path, only)))
            continue;
        int fd = found == FOUND_FILE ? file_to_read(path.ptr, &err) : -1;
        if (fd < 0) {
            report(r, SKIP_UNREADABLE, err.text);
            r->counts.skipped[SKIP_UNREADABLE]++;
            continue;
        }
        r->path = path;
        r->damages = 0;
        stream_start(&r->in, fd, r->o.max_ratio > 0 ? r->o.max_ratio : 1000);
        r->is_open = true;
        if (start_file(r)) {
            if (mark > 0)
                go_behind(r, mark);
            return true;
        }
        close_file(r);
        if (only.len > 0)
            return true;
    }
}

/* ---- entry points
 * -------------------------------------------------------------------------------- */

Reader *read_open(const char *const *path, int n_paths, const ReadOptions *o, Err *err)
{
    if (n_paths < 1 || (o && (o->max_document < 0 || o->max_ratio < 0 || o->max_seconds < 0))) {
        err_set(err, CASUS_ERR_USAGE,
                n_paths < 1 ? "nothing to read" : "limits may not be negative");
        return NULL;
    }
    Arena perm = arena_new(16 << 10);
    Reader *r = NEW(&perm, Reader, 1);
    r->perm = perm;
    r->o = o ? *o : (ReadOptions){0};
    r->scratch = arena_new(64 << 10);
    r->in.fd = -1;
    r->in.perm = &r->perm;
    r->walk = walk_open(path, n_paths, &r->perm);
    r->known_bytes = walk_known_bytes(r->walk);
    return r;
}

bool read_next(Reader *r, Document *d, Arena *a)
{
    for (;;) {
        if (!r->is_open && !open_next(r, (Str){0}, 0))
            return false;
        if (r->next_pending >= r->n_pending)
            arena_reset(&r->scratch);
        bool found = false;
        switch (r->format) {
        case FORMAT_AUTO: break;
        case FORMAT_TEXT: found = plain_next(r, d, a); break;
        case FORMAT_JSONL: found = jsonl_next(r, d, a); break;
        case FORMAT_CSV: found = csv_next(r, d, a); break;
        case FORMAT_WARC: found = warc_next(r, d, a); break;
        case FORMAT_HTML:
        case FORMAT_FEED: found = markup_next(r, d, a); break;
        }
        report_stream(r);
        if (found)
            return true;
        close_file(r);
    }
}

bool read_resume(Reader *r, Str path, int64_t offset, Err *err)
{
    if (!open_next(r, path, offset))
        return err_set(err, CASUS_ERR_USAGE,
                       "%.*s: not among the files to read; cannot go on behind it", FMT(path));
    return true;
}

const ReadCounts *read_counts(const Reader *r)
{
    ReadCounts *c = &((Reader *)r)->counts;
    c->bytes = r->raw_before + (r->is_open ? r->in.raw_total : 0);
    return c;
}

double read_progress(const Reader *r)
{
    int64_t known = r->known_bytes;
    int64_t done =
        r->raw_before + (r->is_open ? r->in.raw_total - (r->in.raw.len - r->in.raw_at) : 0);
    return known > 0 ? MIN(1.0, (double)done / (double)known) : -1;
}

void read_close(Reader *r)
{
    if (!r)
        return;
    stream_stop(&r->in);
    stream_free(&r->in);
    charsets_close(&r->charsets);
    sandbox_close(r->sandbox);
    walk_close(r->walk);
    arena_free(&r->scratch);
    Arena perm = r->perm; /* the reader itself lies in it */
    arena_free(&perm);
}
