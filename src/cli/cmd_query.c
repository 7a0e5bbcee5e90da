/* casus query: records of a database that fit a filter, in any format. */
#include "cli/cli.h"
#include "base/banned.h"

bool cli_filter(const Args *args, StoreFilter *f)
{
    *f = (StoreFilter){.actor = args_get(args, "actor"), .source = args_get(args, "source"), .target = args_get(args, "target"),
                       .dyad = args_get(args, "dyad"), .code = args_get(args, "code"), .plover = args_get(args, "plover"),
                       .from = args_get(args, "from"), .to = args_get(args, "to"), .place = args_get(args, "place"),
                       .words = args_get(args, "words"), .doc = args_get(args, "doc"), .story = args_get(args, "story"), .all = args_flag(args, "all")};
    const char *confidence = args_get(args, "confidence");
    Day day;
    if (!args_day(args, "from", &day) || !args_day(args, "to", &day))
        return false;
    if (confidence && !(str_double(str_of(confidence), &f->confidence) && f->confidence >= 0 && f->confidence <= 1)) {
        cli_usage(args->command, "--confidence: %s is not a number from 0 to 1", confidence);
        return false;
    }
    return true;
}

bool cli_store(const Args *args, Store **s, Err *err)
{
    if (args->n_rest != 1)
        return err_set(err, CASUS_ERR_USAGE, "%s: give one database", args->command->name);
    return store_open(args->rest[0], STORE_READ, NULL, s, err);
}

typedef struct {
    WriteFormat format;
    WriteStyle style;
    Output out;
    Buf buf;
    int64_t n;
    Err err;
} Query;

static bool print_record(void *context, const Record *r)
{
    Query *q = context;
    q->n++;
    write_record(q->format, r, &q->style, &q->buf);
    if (q->buf.len < 1 << 16)
        return true;
    bool ok = output_write(&q->out, buf_str(&q->buf), &q->err);
    buf_clear(&q->buf);
    return ok;
}

static bool run_query(const Args *args, const StoreFilter *f, Query *q, Err *err)
{
    Store *s = NULL;
    if (!cli_store(args, &s, err))
        return false;
    write_header(q->format, &q->buf);
    bool ok = output_open(&q->out, args_get(args, "o"), err);
    if (ok) {
        ok = store_select(s, f, print_record, q, err) && output_write(&q->out, buf_str(&q->buf), err);
        if (q->err.code)
            ok = err_set(err, q->err.code, "%s", q->err.text);
        ok = output_close(&q->out, ok, err) && ok;
    }
    store_close(s);
    return ok;
}

int cmd_query(const Args *args)
{
    Query q = {.format = WRITE_TABLE};
    StoreFilter f;
    const char *format = args_get(args, "format");
    int which = format ? write_format_of(str_of(format)) : WRITE_TABLE;
    if (which < 0 || which == WRITE_PARQUET || which == WRITE_CONLLU || which == WRITE_QUOTES)
        return cli_usage(args->command, "--format: %s cannot be written from a database", format);
    if (!cli_filter(args, &f) || !args_int(args, "limit", 1, INT64_MAX, &f.limit))
        return CLI_USAGE;
    Err err = {0};
    CasusEngine *e = NULL;
    bool ok = cli_engine(args, &e, &err);
    if (ok) {
        q.format = (WriteFormat)which;
        q.style = (WriteStyle){.codes = &e->codes, .color = !args_get(args, "o") && cli_color()};
        ok = run_query(args, &f, &q, &err);
    }
    engine_close(e);
    buf_free(&q.buf);
    if (ok && q.format == WRITE_TABLE)
        fprintf(stderr, "%lld events\n", (long long)q.n);
    return ok ? CLI_DONE : cli_fail(&err);
}

/* ---- quotations --------------------------------------------------------------------------- */

static bool print_quote(void *context, const QuoteRecord *q)
{
    Query *to = context;
    to->n++;
    if (to->format == WRITE_JSONL) {
        write_quote(q, &to->buf);
    } else {
        buf_printf(&to->buf, "%-8.*s %.*s %.*s:", FMT(q->speaker_code.len ? q->speaker_code : STR("?")),
                   FMT(q->speaker.len ? q->speaker : q->speaker_text), FMT(q->cue));
        for (int i = 0; i < q->n_content; i++) {
            buf_put(&to->buf, i ? STR(" … ") : STR(" "));
            for (ptrdiff_t k = 0; k < q->content[i].len; k++)
                buf_byte(&to->buf, q->content[i].ptr[k] == '\n' ? ' ' : q->content[i].ptr[k]);
        }
        buf_byte(&to->buf, '\n');
    }
    bool ok = to->buf.len < 1 << 16 || output_write(&to->out, buf_str(&to->buf), &to->err);
    if (to->buf.len >= 1 << 16)
        buf_clear(&to->buf);
    return ok;
}

int cmd_quotes(const Args *args)
{
    Query q = {.format = WRITE_TABLE};
    QuoteFilter f = {.speaker = args_get(args, "speaker"), .about = args_get(args, "about"), .words = args_get(args, "words"),
                     .kind = args_get(args, "kind"), .doc = args_get(args, "doc")};
    const char *format = args_get(args, "format");
    Err err = {0};
    Store *s = NULL;
    if (!args_int(args, "limit", 1, INT64_MAX, &f.limit))
        return CLI_USAGE;
    if (format && strcmp(format, "text") != 0 && strcmp(format, "jsonl") != 0)
        return cli_usage(args->command, "--format: no format '%s'", format);
    q.format = format && format[0] == 'j' ? WRITE_JSONL : WRITE_TABLE;
    bool ok = cli_store(args, &s, &err) && output_open(&q.out, args_get(args, "o"), &err);
    if (ok) {
        ok = store_quotes(s, &f, print_quote, &q, &err) && output_write(&q.out, buf_str(&q.buf), &err);
        if (q.err.code)
            ok = err_set(&err, q.err.code, "%s", q.err.text);
        ok = output_close(&q.out, ok, &err) && ok;
    }
    store_close(s);
    buf_free(&q.buf);
    return ok ? CLI_DONE : cli_fail(&err);
}
