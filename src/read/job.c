/* One untrusted record → records. Everything that parses foreign markup runs below this function,
 * in the sandboxed child or, with --no-sandbox, in this process. */
#include "read/html.h"
#include "read/job.h"
#include "base/banned.h"

static void page_records(Str html, Records *out, Arena *a)
{
    Article art = article_of(html, a);
    Record *rec = push(&out->list, a);
    rec->field[FIELD_TEXT] = art.text;
    rec->field[FIELD_TITLE] = art.title;
    rec->field[FIELD_DATE] = art.date;
    rec->field[FIELD_AUTHOR] = art.author;
    rec->field[FIELD_SOURCE] = art.source;
    rec->field[FIELD_URL] = art.url;
    rec->field[FIELD_LANG] = art.lang;
    rec->date_from = art.date_from;
    out->is_cut = art.is_cut;
}

Records job_run(const Job *job, Charsets *c, Arena *a)
{
    Records out = {0};
    Str text = charset_decode(c, job->bytes, job->charset, job->kind != JOB_TEXT, &out.replaced, a);
    switch (job->kind) {
    case JOB_HTML: page_records(text, &out, a); break;
    case JOB_FEED: feed_parse(text, &out, a); break;
    case JOB_TEXT: push(&out.list, a)->field[FIELD_TEXT] = text; break;
    case JOB_FRAGMENT: push(&out.list, a)->field[FIELD_TEXT] = markup_text(text, a); break;
    }
    return out;
}
