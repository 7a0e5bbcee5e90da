/* HTML pages and feeds as files: handed to the sandbox whole, the records it gives back handed on
 * one by one. */
#include "read/job.h"
#include "base/banned.h"

/* An OPML list's files, in its order, relative to its folder; addresses on the net are not fetched.
 */
static void take_list(Reader *r, const Records *found)
{
    Str folder = {0};
    for (ptrdiff_t i = 0; i < r->path.len; i++)
        if (r->path.ptr[i] == '/')
            folder = str_cut(r->path, 0, i + 1);
    Str *files = NEW(&r->perm, Str, found->list.n);
    ptrdiff_t n = 0, remote = 0;
    for (ptrdiff_t i = found->list.n - 1; i >= 0; i--) { /* a stack: the last one first */
        Str url = found->list.item[i].field[FIELD_URL];
        if (str_starts(url, STR("file://")))
            url = str_cut(url, 7, url.len);
        else if (str_contains(url, STR("://"))) {
            remote++;
            continue;
        }
        Str path = url.len && url.ptr[0] == '/'
                       ? url
                       : arena_printf(&r->perm, "%.*s%.*s", FMT(folder), FMT(url));
        files[n++] = str_of(arena_cstr(&r->perm, path));
    }
    if (remote > 0)
        reader_skip(r, SKIP_NONE, 0, "%td of %td addresses are on the net and are not fetched",
                    remote, found->list.n);
    r->resumed = true;         /* nothing of its own to hand on */
    if (r->opml_depth++ < 1) { /* lists do not list lists */
        r->extra = files;
        r->n_extra = n;
    }
}

/* One text through the sandbox. */
static bool run_text(Reader *r, int64_t line, JobKind kind, Str bytes, Str *text)
{
    Job job = {.kind = kind, .bytes = bytes};
    Records found;
    Err why;
    bool ok = sandbox_run(r, &job, &found, &r->scratch, &why);
    r->n_pending = r->next_pending = 0; /* taken here, not handed on */
    if (!ok)
        reader_skip(r, why.code == CASUS_ERR_LIMIT ? SKIP_TOO_LARGE : SKIP_BROKEN, line, "%s",
                    why.text);
    else
        *text = found.list.n > 0 ? found.list.item[0].field[FIELD_TEXT] : (Str){0};
    return ok;
}

bool reader_decode(Reader *r, int64_t line, Str bytes, Str *text)
{
    *text = bytes;
    bool escapes = bytes.len > 0 && (memchr(bytes.ptr, 27, (size_t)bytes.len) ||
                                     memchr(bytes.ptr, 0, (size_t)bytes.len));
    return (!escapes && utf8_valid(bytes)) || run_text(r, line, JOB_TEXT, bytes, text);
}

bool reader_unmark(Reader *r, int64_t line, Record *rec)
{
    static const char *const tags[] = {"</p>", "<p>", "<br",     "</div>",
                                       "</P>", "<BR", "</span>", "</a>"};
    Str text = rec->field[FIELD_TEXT];
    bool marked = false;
    for (ptrdiff_t k = 0; k < COUNT(tags) && !marked; k++)
        marked = str_contains(text, str_of(tags[k]));
    if (!marked || rec->n_sentences > 0) /* given spans count the characters as they stand */
        return true;
    return run_text(r, line, JOB_FRAGMENT, text, &rec->field[FIELD_TEXT]);
}

bool pending_next(Reader *r, Document *d, Arena *a)
{
    while (r->next_pending < r->n_pending) {
        Record rec = r->pending[r->next_pending++];
        if (r->record_url.len)
            rec.field[FIELD_URL] = r->record_url;
        if (rec.field[FIELD_URL].len && r->format != FORMAT_FEED)
            rec.field[FIELD_SOURCE] = (Str){0}; /* the host is the better name */
        Day crawled = r->record_date.len ? day_parse(r->record_date) : DAY_NONE;
        *d = document_make(&rec, DAY_NONE, a);
        if (d->day == DAY_NONE && r->o.day != 0 && r->o.day != DAY_NONE) {
            d->day = r->o.day;
            d->date_from = DATE_GIVEN;
        } else if (d->day == DAY_NONE && crawled != DAY_NONE) {
            d->day = crawled;
            d->date_from = DATE_METADATA;
        }
        if (d->date.len == 0 && d->day != DAY_NONE) {
            char room[11];
            d->date = arena_str(a, day_format(d->day, room));
        }
        d->offset = r->format == FORMAT_WARC ? r->in.offset : ++r->item;
        if (r->format != FORMAT_WARC && r->item <= r->resume)
            continue;
        if (reader_accept(r, d, r->pending_line, a))
            return true;
    }
    return false;
}

bool markup_next(Reader *r, Document *d, Arena *a)
{
    if (pending_next(r, d, a))
        return true;
    if (r->line++ > 0) /* the file has been parsed */
        return false;
    ptrdiff_t max = reader_max(r);
    Str bytes = stream_peek(&r->in, max + 1);
    if (bytes.len > max) {
        reader_skip(r, SKIP_TOO_LARGE, 0, "more than %td bytes of markup", max);
        return false;
    }
    Job job = {.kind = r->format == FORMAT_FEED ? JOB_FEED : JOB_HTML, .bytes = bytes};
    Records found;
    Err why;
    if (!sandbox_run(r, &job, &found, &r->scratch, &why)) {
        reader_skip(r, why.code == CASUS_ERR_LIMIT ? SKIP_TOO_LARGE : SKIP_BROKEN, 0, "%s",
                    why.text);
        return false;
    }
    stream_take(&r->in, bytes.len);
    if (found.is_cut)
        reader_skip(r, SKIP_NONE, 0, "only its beginning was read: too many elements or items");
    if (found.is_opml) {
        take_list(r, &found);
        return false;
    }
    return pending_next(r, d, a);
}
