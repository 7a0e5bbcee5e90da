/* Records for reading: one line of who did what to whom, and under it the sentence in which source, trigger
 * and target are marked, by colour on terminals and by brackets elsewhere. */
#include "write/formats.h"
#include "base/banned.h"

typedef struct {
    RecordSpan span;
    const char *color, *open, *close;
} Mark;

/* The sentence, mark by mark. Marks lie in it, in order, not overlapping. */
static void put_marked(const Record *r, const Mark *mark, int n, bool color, Buf *b)
{
    uint32_t cp = r->span.start;
    int k = 0;
    bool is_open = false;
    for (ptrdiff_t at = 0; at <= r->text.len;) {
        if (is_open && cp >= mark[k].span.end) {
            buf_put(b, str_of(color ? "\033[0m" : mark[k].close));
            is_open = false;
            k++;
        }
        if (!is_open && k < n && cp >= mark[k].span.start) {
            buf_put(b, str_of(color ? mark[k].color : mark[k].open));
            is_open = true;
        }
        if (at == r->text.len)
            break;
        ptrdiff_t start = at;
        uint32_t c = utf8_next(r->text, &at);
        if (c < 32)
            buf_byte(b, ' ');
        else
            buf_put(b, str_cut(r->text, start, at));
        cp++;
    }
    if (is_open)
        buf_put(b, str_of(color ? "\033[0m" : mark[k].close));
}

/* Put m into its place by start; left out when it lies outside the sentence or on another mark. */
static int mark_add(const Record *r, Mark *mark, int n, Mark m)
{
    if (!m.span.is_set || m.span.in_title != r->span.in_title || m.span.start < r->span.start || m.span.end > r->span.end)
        return n;
    for (int i = 0; i < n; i++)
        if (m.span.start < mark[i].span.end && mark[i].span.start < m.span.end)
            return n;
    int i = n;
    for (; i > 0 && mark[i - 1].span.start > m.span.start; i--)
        mark[i] = mark[i - 1];
    mark[i] = m;
    return n + 1;
}

static Str actor_label(const RecordActor *a)
{
    return a->code.len ? a->code : a->is_set ? STR("?") : STR("–");
}

void write_table(const Record *r, const WriteStyle *s, Buf *b)
{
    char day[11];
    Mark mark[3];
    int n = 0;
    n = mark_add(r, mark, n, (Mark){r->trigger_span, "\033[1;33m", "{", "}"});
    n = mark_add(r, mark, n, (Mark){r->source.span, "\033[1;36m", "[", "]"});
    n = mark_add(r, mark, n, (Mark){r->target.span, "\033[1;35m", "[", "]"});
    Str date = day_format(r->date, day), source = actor_label(&r->source), target = actor_label(&r->target);
    buf_printf(b, "%-10.*s  %.*s %s %.*s", FMT(date), FMT(source), r->reciprocal ? "↔" : "→", FMT(target));
    buf_printf(b, "  %.*s %.*s", FMT(r->cameo), FMT(codes_label(s->codes, r->cameo)));
    if (!str_eq(r->modality, STR("asserted")))
        buf_printf(b, "  (%.*s)", FMT(r->modality));
    buf_put(b, STR("\n            "));
    put_marked(r, mark, n, s->color, b);
    buf_byte(b, '\n');
}
