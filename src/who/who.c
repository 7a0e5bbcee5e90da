/* who: the order of the steps, phrases outside an article, and printing. */
#include "who/desk.h"
#include "base/banned.h"

const char *how_name(How h)
{
    static const char *const names[] = {"none",    "name",       "title",   "description",
                                        "metonym", "role",       "surname", "pronoun",
                                        "nominal", "apposition", "unknown"};
    return names[h];
}

static Desk resolve(const WhoTables *w, const Text *t, const Trees *trees, Day day, bool phrase,
                    Arena *a)
{
    Desk d = {.w = w, .t = t, .trees = trees, .day = day, .a = a, .phrase = phrase};
    spot_names(&d);
    phrase_clusters(&d);
    phrase_mentions(&d);
    refer_story(&d);
    refer_all(&d);
    settle_chambers(&d);
    return d;
}

Actors who_resolve(const WhoTables *w, const Text *t, const Trees *trees, Day day, Arena *a)
{
    Desk d = resolve(w, t, trees, day, false, a);
    Actors out = {.mention = d.mentions.item, .n = (uint32_t)d.mentions.n, .at = d.at};
    for (uint32_t i = 0; i < out.n; i++)
        out.n_entities = MAX(out.n_entities, out.mention[i].entity + 1);
    return out;
}

/* ---- one phrase -------------------------------------------------------------------------- */

static void candidate_add(Candidate *out, ptrdiff_t max, ptrdiff_t *n, const Actor *a, uint8_t how,
                          float confidence)
{
    for (ptrdiff_t i = 0; i < *n; i++)
        if (strcmp(out[i].actor.code, a->code) == 0 && str_eq(out[i].actor.name, a->name))
            return;
    if (*n < max)
        out[(*n)++] = (Candidate){*a, how, confidence};
}

/* Other people of the same name. */
static void namesakes(const Desk *d, const Hit *h, Candidate *out, ptrdiff_t max, ptrdiff_t *n)
{
    uint32_t count;
    const Sense *run = sense_run(d->w, h->sense, &count);
    for (uint32_t k = 0; k < count; k++) {
        Actor a = {.row = -1};
        float sure;
        actor_from_person(d, run[k].ref, &a, &sure);
        candidate_add(out, max, n, &a, run[k].flags & NAME_SURNAME ? HOW_SURNAME : HOW_NAME,
                      sure * .3f);
    }
}

ptrdiff_t who_phrase(const WhoTables *w, const Text *t, const Trees *trees, Day day, Candidate *out,
                     ptrdiff_t max, Arena *a)
{
    Desk d = resolve(w, t, trees, day, true, a);
    ptrdiff_t n = 0;
    /* The mention of the whole phrase: the one that hangs highest; before it, any that has a code.
     */
    for (int round = 0; round < 2; round++)
        for (ptrdiff_t i = 0; i < d.mentions.n; i++) {
            const ActorMention *m = &d.mentions.item[i];
            bool top = trees->word[m->head].head < 0 || d.mentions.n == 1;
            if (m->actor.code[0] && (round == 1 || top))
                candidate_add(out, max, &n, &m->actor, m->how, m->confidence);
        }
    for (ptrdiff_t i = 0; i < d.hits.n; i++)
        if (d.hits.item[i].kind == SENSE_PERSON && d.hits.item[i].first == 0 &&
            d.hits.item[i].last + 1 == t->n_tokens)
            namesakes(&d, &d.hits.item[i], out, max, &n);
    return n;
}

/* ---- printing ---------------------------------------------------------------------------- */

void who_print(const WhoTables *w, const Text *t, const Actors *actors, Buf *out)
{
    (void)w;
    for (uint32_t i = 0; i < actors->n; i++) {
        const ActorMention *m = &actors->mention[i];
        if (!m->actor.code[0] && !m->n_members)
            continue;
        Str text =
            str_span(t->body, (Span){t->token[m->first].span.start, t->token[m->last].span.end});
        buf_printf(out, "%.*s\t", FMT(text));
        for (uint32_t k = 0; k < m->n_members; k++)
            buf_printf(out, "%s%s", k ? "+" : "", actors->mention[m->member[k]].actor.code);
        if (!m->n_members)
            buf_put(out, str_of(m->actor.code));
        buf_printf(out, "\t%s\t#%u\t%.2f", how_name((How)m->how), m->entity + 1,
                   (double)m->confidence);
        if (m->actor.name.len)
            buf_printf(out, "\t%.*s", FMT(m->actor.name));
        buf_byte(out, '\n');
    }
}

/* Code points before byte `end`, counted on from where the last call stopped. */
static uint32_t points_to(Str body, uint32_t end, uint32_t *at, uint32_t *points)
{
    if (end < *at)
        *at = *points = 0;
    for (; *at < end; ++*at)
        *points += ((unsigned char)body.ptr[*at] & 0xC0) != 0x80;
    return *points;
}

void who_print_json(const WhoTables *w, const Text *t, const Actors *actors, Buf *out, Arena *a)
{
    uint32_t at = 0, points = 0;
    for (uint32_t i = 0; i < actors->n; i++) {
        const ActorMention *m = &actors->mention[i];
        const Token *first = &t->token[m->first], *last = &t->token[m->last],
                    *head = &t->token[m->head];
        uint32_t start = points_to(t->body, first->span.start, &at, &points);
        uint32_t mid = points_to(t->body, head->span.start, &at, &points);
        uint32_t end = points_to(t->body, last->span.end, &at, &points);
        buf_printf(out,
                   "{\"sentence\": %u, \"span\": [%u, %u], \"head\": %u, \"text\": ", m->sentence,
                   start, end, mid);
        buf_json(out, str_span(t->body, (Span){first->span.start, last->span.end}));
        buf_printf(
            out,
            ", \"code\": \"%s\", \"how\": \"%s\", \"entity\": %u, \"confidence\": %.2f, \"name\": ",
            m->actor.code, how_name((How)m->how), m->entity, (double)m->confidence);
        buf_json(out, m->actor.name);
        buf_put(out, STR(", \"members\": ["));
        for (uint32_t k = 0; k < m->n_members; k++)
            buf_printf(out, "%s\"%s\"", k ? ", " : "", actors->mention[m->member[k]].actor.code);
        buf_put(out, STR("], \"row\": "));
        buf_json(out, who_row(w, m->actor.row, a));
        buf_put(out, STR("}\n"));
    }
}
