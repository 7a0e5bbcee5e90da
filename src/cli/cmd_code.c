/* casus code: the main job. Documents in, events out, in any format, to a file or a database. */
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/progress.h"
#include "run/line.h"
#include "store/store.h"
#include "stories/stories.h"
#include "write/parquet.h"
#include "base/banned.h"

typedef struct {
    const Args *args;
    WriteFormat format;
    bool all, to_text;
    WriteStyle style;
    const CasusEngine *engine;
    int64_t threads, shard, shards;
    int64_t known; /* counted while reading */
    Store *store;
    Stories *stories;
    Arena stories_arena;
    Parquet *parquet;
    Output out;
    Progress progress;
} Job;

/* ---- the line's three steps --------------------------------------------------------------- */

static bool leave_out(void *context, const Document *d)
{
    Job *j = context;
    if (j->shards > 1 && (int64_t)(str_hash(d->id) % (uint64_t)j->shards) != j->shard - 1)
        return true;
    bool known = j->store && !j->to_text && !j->stories && store_known(j->store, d) == STORE_UNCHANGED;
    j->known += known;
    return known;
}

static void make(void *context, const CasusWorker *w, const Document *d, LineJob *job)
{
    const Job *j = context;
    const Coded *c = &w->coded;
    if (j->format == WRITE_CONLLU) {
        buf_printf(&job->out, "# newdoc id = %.*s\n", FMT(d->id));
        worker_show(w, ROOM_syntax, &job->out);
        return;
    }
    ptrdiff_t quotes = job->quotes.n;
    if (j->store || j->format == WRITE_QUOTES)
        quote_records_of(d, &c->article, str_of(j->engine->coder), &job->quotes, &job->arena);
    for (ptrdiff_t i = quotes; j->format == WRITE_QUOTES && i < job->quotes.n; i++)
        write_quote(&job->quotes.item[i], &job->out);
    records_of(d, &c->article, &c->events, str_of(j->engine->coder), j->all, &job->records, &job->arena);
}

/* One batch into the database, then the position behind it. */
static bool take_store(Job *j, const LineJob *job, Err *err)
{
    for (ptrdiff_t i = 0; i < job->docs.n; i++) {
        LineEnd from = i ? job->end.item[i - 1] : (LineEnd){0}, end = job->end.item[i];
        const Document *d = &job->docs.item[i];
        StoreAnswer answer;
        StoreCoded coded = {.document = d, .n_records = end.records - from.records, .n_quotes = end.quotes - from.quotes};
        coded.record = coded.n_records ? job->records.item + from.records : NULL;
        coded.quote = coded.n_quotes ? job->quotes.item + from.quotes : NULL;
        if (!store_add(j->store, &coded, &answer, err))
            return false;
        if (answer == STORE_CLASH) {
            char line[600];
            int n = snprintf(line, sizeof line, "%.*s: document %.*s has another text in the database already; --replace takes this one",
                             FMT(str_cut(d->path, 0, 300)), FMT(str_cut(d->id, 0, 100)));
            progress_message(&j->progress, STR("duplicate"), (Str){line, n});
            j->progress.clashes++;
        }
    }
    const Document *last = job->docs.n ? &job->docs.item[job->docs.n - 1] : NULL;
    return !last || store_mark(j->store, last->path, last->offset, err);
}

/* Which story each document tells: decided in input order, so it does not depend on the threads. */
static void take_stories(Job *j, LineJob *job)
{
    for (ptrdiff_t i = 0; i < job->docs.n; i++) {
        const Document *d = &job->docs.item[i];
        ptrdiff_t from = i ? job->end.item[i - 1].records : 0;
        uint64_t story = stories_add(j->stories, d->id, d->day, &job->end.item[i].lead, &job->arena);
        Str id = arena_printf(&job->arena, "%016" PRIx64, story);
        for (ptrdiff_t k = from; k < job->end.item[i].records; k++)
            job->records.item[k].story_id = id;
    }
}

static bool take(void *context, LineJob *job, Err *err)
{
    Job *j = context;
    Progress *p = &j->progress;
    p->documents += job->docs.n + job->failed;
    p->coded += job->docs.n - job->failed;
    p->failed += job->failed;
    p->words += job->words;
    p->events += job->records.n;
    if (j->stories)
        take_stories(j, job);
    for (ptrdiff_t i = 0; j->to_text && i < job->records.n; i++)
        write_record(j->format, &job->records.item[i], &j->style, &job->out);
    if (job->out.overflow)
        return err_set(err, CASUS_ERR_LIMIT, "output of one batch is larger than 1 GB");
    for (ptrdiff_t i = 0; j->parquet && i < job->records.n; i++)
        parquet_add(j->parquet, &job->records.item[i], &job->out);
    bool ok = output_write(&j->out, buf_str(&job->out), err) && (!j->store || take_store(j, job, err));
    progress_show(p, job->progress);
    return ok;
}

static void report_failed(void *context, const Document *d, const Err *err)
{
    Job *j = context;
    char line[600];
    int n = d ? snprintf(line, sizeof line, "%.*s: document %.*s: %s", FMT(d->path), FMT(d->id), err->text)
              : snprintf(line, sizeof line, "%s", err->text);
    progress_message(&j->progress, STR("failed"), (Str){line, MIN(n, (int)sizeof line - 1)});
}

static void report_skipped(void *context, SkipReason reason, const char *message)
{
    Job *j = context;
    progress_message(&j->progress, str_of(skip_name(reason)), str_of(message));
}

/* ---- options ------------------------------------------------------------------------------ */

/* The format's columns and what a --shard K/N says. */
static bool job_options(Job *j, ReadOptions *o)
{
    const Args *args = j->args;
    const char *format = args_get(args, "format"), *shard = args_get(args, "shard"), *in = args_get(args, "in");
    int f = format ? write_format_of(str_of(format)) : WRITE_JSONL;
    if (f < 0) {
        cli_usage(args->command, "--format: no format '%s'", format);
        return false;
    }
    j->format = (WriteFormat)f;
    j->all = args_flag(args, "all");
    j->threads = cpu_count();
    int64_t size = 0;
    if (!args_int(args, "threads", 1, 256, &j->threads) || !args_int(args, "max-document", 1, 1 << 30, &size) ||
        !args_day(args, "date", &o->day))
        return false;
    o->max_document = (ptrdiff_t)size;
    o->any_language = args_flag(args, "any-language");
    o->no_sandbox = args_flag(args, "no-sandbox");
    static const char *const formats[] = {"auto", "text", "jsonl", "html", "feed", "warc", "csv", "conllu"};
    for (int i = 0; in; i++) {
        if (i == COUNT(formats)) {
            cli_usage(args->command, "--in: no format '%s'", in);
            return false;
        }
        if (strcmp(in, formats[i]) == 0) {
            o->format = (Format)i;
            break;
        }
    }
    if (shard) {
        Str rest = str_of(shard), k = {0};
        str_split(&rest, '/', &k);
        if (!rest.ptr || !str_int(rest, 1, 100000, &j->shards) || !str_int(k, 1, j->shards, &j->shard)) {
            cli_usage(args->command, "--shard: %s is not K/N, such as 1/8", shard);
            return false;
        }
    }
    if (args->n_rest == 0) {
        cli_usage(args->command, "give files, folders, or - for standard input");
        return false;
    }
    return true;
}

/* ---- the command -------------------------------------------------------------------------- */

static void print_profile(const Job *j, const double seconds[ROOM_COUNT])
{
    double words = j->progress.words ? (double)j->progress.words : 1, sum = 0;
    for (int i = 0; i < ROOM_COUNT; i++) {
        fprintf(stderr, "%-8s %7.3f µs a word\n", room_name(i), seconds[i] / words * 1e6);
        sum += seconds[i];
    }
    double cpu = (double)clock() / CLOCKS_PER_SEC, wall = clock_seconds() - j->progress.start;
    fprintf(stderr, "%-8s %7.3f µs a word (start, read, write)\n", "rest", (cpu - sum) / words * 1e6);
    fprintf(stderr, "%-8s %7.3f µs a word of processor time, %.3f of the clock, %lld threads\n", "all", cpu / words * 1e6,
            wall / words * 1e6, (long long)j->threads);
}

static bool run_line(Job *j, Reader *r, Err *err)
{
    double seconds[ROOM_COUNT];
    Line line = {.engine = j->engine,
                 .reader = r,
                 .threads = (int)j->threads,
                 .last = j->format == WRITE_CONLLU ? ROOM_syntax : ROOM_what,
                 .keep_lead = j->stories != NULL,
                 .context = j,
                 .leave_out = leave_out,
                 .make = make,
                 .take = take,
                 .report = report_failed};
    Buf head = {0};
    write_header(j->format, &head);
    bool ok = (!j->to_text || output_write(&j->out, buf_str(&head), err)) && line_run(&line, seconds, err);
    if (ok && j->parquet) {
        buf_clear(&head);
        parquet_end(j->parquet, &head);
        ok = output_write(&j->out, buf_str(&head), err);
    }
    buf_free(&head);
    if (ok && args_flag(j->args, "profile"))
        print_profile(j, seconds);
    return ok;
}

/* Options that change what is coded, for the database to tell runs apart. */
static Str run_options(const Job *j, char room[64])
{
    return (Str){room, snprintf(room, 64, "%s%s%s", j->all ? "all " : "", j->stories ? "stories " : "", j->shards > 1 ? args_get(j->args, "shard") : "")};
}

/* Open the database and go to where an unfinished run stopped. */
static bool open_store(Job *j, Reader *r, Err *err)
{
    const char *path = args_get(j->args, "db");
    if (!path)
        return true;
    char options[64];
    StoreRun run = {.coder = str_of(j->engine->coder), .options = run_options(j, options), .inputs = j->args->rest,
                    .n_inputs = j->args->n_rest, .replace = args_flag(j->args, "replace")};
    if (!store_open(path, STORE_WRITE, &j->engine->codes, &j->store, err) || !store_begin(j->store, &run, err))
        return false;
    Str at;
    int64_t offset;
    if (!j->to_text && !j->stories && store_position(j->store, &at, &offset)) {
        Err none = {0}; /* the input may have changed: then from the start, what is known is left out */
        if (read_resume(r, at, offset, &none))
            progress_message(&j->progress, STR("resume"), STR("going on where the last run stopped"));
    }
    return true;
}

int cmd_code(const Args *args)
{
    Err err = {0};
    Job j = {.args = args};
    ReadOptions options = {.report = report_skipped, .context = &j};
    CasusEngine *e = NULL;
    Reader *r = NULL;
    if (!job_options(&j, &options))
        return CLI_USAGE;
    const char *path = args_get(args, "o");
    j.to_text = !args_get(args, "db") || path || args_get(args, "format");
    j.progress = progress_start(args_flag(args, "quiet"), args_flag(args, "json-log"));
    bool ok = cli_engine(args, &e, &err) && (r = read_open(args->rest, args->n_rest, &options, &err)) &&
              output_open(&j.out, path, &err);
    if (ok) {
        j.engine = e;
        j.style = (WriteStyle){.codes = &e->codes, .color = !path && cli_color()};
        j.parquet = j.format == WRITE_PARQUET ? parquet_new() : NULL;
        j.stories_arena = arena_new(1 << 16);
        j.stories = args_flag(args, "stories") ? stories_new(&j.stories_arena) : NULL;
        ok = open_store(&j, r, &err) && run_line(&j, r, &err) && (!j.store || store_finish(j.store, &err));
        ok = output_close(&j.out, ok, &err) && ok;
        store_close(j.store);
        parquet_free(j.parquet);
        arena_free(&j.stories_arena);
        j.progress.known = j.known;
        progress_end(&j.progress, read_counts(r));
    }
    int code = CLI_DONE;
    if (!ok)
        code = cli_fail(&err);
    else if (j.progress.failed || read_counts(r)->skipped[SKIP_UNREADABLE] || read_counts(r)->skipped[SKIP_BROKEN] ||
             read_counts(r)->skipped[SKIP_TOO_LARGE])
        code = CLI_SKIPPED;
    if (r)
        read_close(r);
    engine_close(e);
    return code;
}
