/* read-documents [options] PATH…: documents of any input as JSON lines (the shape FORMATS gives),
 * reports on standard error, counts at the end. What eval/read.py measures, and a way to look at
 * what casus reads.
 *
 *   --format F     text jsonl html feed warc csv        --date D       for documents without a date
 *   --all          every language                       --max BYTES    of one document
 *   --no-sandbox   parse in this process                --quiet        counts only
 *   --resume PATH OFFSET   go on behind that document */
#include <stdlib.h>

#include "read/read.h"

static const char *const formats[] = {"auto", "text", "jsonl", "html", "feed", "warc", "csv"};

static void print_report(void *context, SkipReason why, const char *message)
{
    (void)context;
    fprintf(stderr, "%s: %s\n", skip_name(why), message);
}

static void put_field(Buf *out, const char *name, Str value)
{
    if (value.len == 0)
        return;
    buf_printf(out, "%s\"%s\": ", out->len > 1 ? ", " : "", name);
    buf_json(out, value);
}

static void put_document(Buf *out, const Document *d)
{
    buf_byte(out, '{');
    put_field(out, "id", d->id);
    put_field(out, "url", d->url);
    put_field(out, "source", d->source);
    put_field(out, "author", d->author);
    put_field(out, "lang", d->lang);
    put_field(out, "date", d->date);
    put_field(out, "date_from", str_of(date_from_name(d->date_from)));
    put_field(out, "title", d->title);
    put_field(out, "text", str_cut(d->body, d->text_at, d->body.len));
    put_field(out, "path", d->path);
    buf_printf(out, ", \"line\": %lld, \"offset\": %lld, \"sentences\": %td}\n", (long long)d->line,
               (long long)d->offset, d->n_sentences);
}

static bool fail(const char *text)
{
    fprintf(stderr, "read-documents: %s\n", text);
    return false;
}

typedef struct {
    ReadOptions read;
    bool quiet;
    const char *resume_path, *resume_offset;
    const char **path;
    int n_paths;
} Options;

static bool options_of(int argc, char **argv, Options *o)
{
    for (int i = 1; i < argc; i++) {
        const char *s = argv[i], *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(s, "--all") == 0)
            o->read.any_language = true;
        else if (strcmp(s, "--no-sandbox") == 0)
            o->read.no_sandbox = true;
        else if (strcmp(s, "--quiet") == 0)
            o->quiet = true;
        else if (strcmp(s, "--format") == 0 && ++i) {
            for (int f = 0; f < (int)COUNT(formats); f++)
                if (strcmp(value, formats[f]) == 0)
                    o->read.format = (Format)f;
        } else if (strcmp(s, "--date") == 0 && ++i)
            o->read.day = day_parse(str_of(value));
        else if (strcmp(s, "--max") == 0 && ++i)
            o->read.max_document = (ptrdiff_t)strtoll(value, NULL, 10);
        else if (strcmp(s, "--resume") == 0 && i + 2 < argc) {
            o->resume_path = argv[++i];
            o->resume_offset = argv[++i];
        } else if (strncmp(s, "--", 2) == 0)
            return fail("unknown option");
        else
            o->path[o->n_paths++] = s;
    }
    return true;
}

int main(int argc, char **argv)
{
    Arena perm = arena_new(4096), doc = arena_new(1 << 20);
    Options o = {.read = {.report = print_report}};
    o.path = NEW(&perm, const char *, argc);
    if (!options_of(argc, argv, &o))
        return 2;
    Err err = {0};
    Reader *r = read_open(o.path, o.n_paths, &o.read, &err);
    if (!r || (o.resume_path &&
               !read_resume(r, str_of(o.resume_path), strtoll(o.resume_offset, NULL, 10), &err)))
        return fail(err.text), 2;
    Buf out = {0};
    Document d;
    while (read_next(r, &d, &doc)) {
        buf_clear(&out);
        put_document(&out, &d);
        if (!o.quiet)
            fwrite(out.ptr, 1, (size_t)out.len, stdout);
        arena_reset(&doc);
    }
    const ReadCounts *c = read_counts(r);
    fprintf(stderr, "%lld documents, %lld bytes, %lld bytes replaced", (long long)c->documents,
            (long long)c->bytes, (long long)c->replaced_bytes);
    if (c->records)
        fprintf(stderr, ", %lld records", (long long)c->records);
    for (int k = 1; k < SKIP_COUNT; k++)
        if (c->skipped[k])
            fprintf(stderr, ", %lld %s", (long long)c->skipped[k], skip_name((SkipReason)k));
    fprintf(stderr, "\n");
    read_close(r);
    buf_free(&out);
    arena_free(&doc);
    arena_free(&perm);
    return 0;
}
