/* Progress, messages and summary of long commands. Only standard error is written to. */
#include <unistd.h>

#include "cli/progress.h"
#include "base/banned.h"

enum { MESSAGES_MAX = 200 }; /* then only counted: a broken file of a million lines must not flood */

Progress progress_start(bool quiet, bool json)
{
    return (Progress){.quiet = quiet, .json = json, .terminal = !json && !quiet && isatty(STDERR_FILENO),
                      .start = clock_seconds()};
}

static void progress_wipe(const Progress *p)
{
    if (p->terminal)
        fputs("\r\033[K", stderr);
}

void progress_message(Progress *p, Str reason, Str message)
{
    int64_t n = atomic_fetch_add(&p->messages, 1) + 1;
    if (n > MESSAGES_MAX)
        return;
    progress_wipe(p);
    if (p->json) {
        Buf b = {0};
        buf_put(&b, STR("{\"level\":\"warning\",\"reason\":"));
        buf_json(&b, reason);
        buf_put(&b, STR(",\"message\":"));
        buf_json(&b, message);
        fprintf(stderr, "%.*s}\n", FMT(buf_str(&b)));
        buf_free(&b);
    } else {
        fprintf(stderr, "casus: %.*s\n", FMT(message));
    }
    if (n == MESSAGES_MAX && !p->json)
        fprintf(stderr, "casus: further messages are counted only\n");
}

void progress_show(Progress *p, double share)
{
    double now = clock_seconds(), passed = now - p->start;
    if (!p->terminal || now - p->shown < 0.2 || passed < 0.5)
        return;
    p->shown = now;
    char bar[21], left[32] = "";
    for (int i = 0; i < 20; i++)
        bar[i] = i < (int)(share * 20) ? '#' : '.';
    bar[20] = 0;
    if (share > 0.01) {
        double s = passed / share - passed;
        snprintf(left, sizeof left, ", %d:%02d left", (int)(s / 60), (int)s % 60);
    }
    fprintf(stderr, "\r\033[K%s%s%lld documents, %lld events, %.0f words/s%s", share >= 0 ? bar : "", share >= 0 ? " " : "",
            (long long)p->documents, (long long)p->events, (double)p->words / passed, left);
}

static void summary_json(const Progress *p, const ReadCounts *c, double passed)
{
    fprintf(stderr, "{\"level\":\"summary\",\"documents\":%lld,\"coded\":%lld,\"unchanged\":%lld,\"events\":%lld,\"failed\":%lld",
            (long long)p->documents + p->known, (long long)p->coded, (long long)p->known, (long long)p->events,
            (long long)p->failed);
    for (int i = 1; i < SKIP_COUNT; i++)
        if (c->skipped[i])
            fprintf(stderr, ",\"skipped_%s\":%lld", skip_name((SkipReason)i), (long long)c->skipped[i]);
    fprintf(stderr, ",\"replaced_bytes\":%lld,\"words\":%lld,\"seconds\":%.3f}\n", (long long)c->replaced_bytes,
            (long long)p->words, passed);
}

static void summary_text(const Progress *p, const ReadCounts *c, double passed)
{
    fprintf(stderr, "casus: %lld documents read, %lld coded, %lld events", (long long)(p->documents + p->known),
            (long long)p->coded, (long long)p->events);
    if (p->known)
        fprintf(stderr, "; %lld were in the database already", (long long)p->known);
    if (p->clashes)
        fprintf(stderr, "; %lld skipped: another text under a known id", (long long)p->clashes);
    if (p->failed)
        fprintf(stderr, "; %lld failed", (long long)p->failed);
    const char *lead = "; skipped: ";
    for (int i = 1; i < SKIP_COUNT; i++)
        if (c->skipped[i]) {
            fprintf(stderr, "%s%lld %s", lead, (long long)c->skipped[i], skip_name((SkipReason)i));
            lead = ", ";
        }
    if (c->replaced_bytes)
        fprintf(stderr, "; %lld bytes were not UTF-8", (long long)c->replaced_bytes);
    if (passed >= 1)
        fprintf(stderr, "; %.1f s, %.0f words/s", passed, (double)p->words / passed);
    fputc('\n', stderr);
}

void progress_end(Progress *p, const ReadCounts *counts)
{
    double passed = clock_seconds() - p->start;
    progress_wipe(p);
    if (p->json)
        summary_json(p, counts, passed);
    else if (!p->quiet)
        summary_text(p, counts, passed);
}
