/* Events → records: names of things instead of indices, code points instead of bytes, a stable id. */
#include <inttypes.h>
#include <math.h>

#include "write/record.h"
#include "base/banned.h"

/* ---- offsets ------------------------------------------------------------------------------ */

enum { OFFSET_BLOCK = 64 };

static uint32_t code_points(const char *p, ptrdiff_t n)
{
    uint32_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        count += ((unsigned char)p[i] & 0xC0) != 0x80;
    return count;
}

Offsets offsets_of(const Document *d, Arena *a)
{
    ptrdiff_t n = d->body.len;
    uint32_t all = code_points(d->body.ptr, n);
    Offsets o = {.doc = d};
    if (all == (uint32_t)n)
        return o;
    o.count = NEW(a, uint32_t, n / OFFSET_BLOCK + 1);
    for (ptrdiff_t i = OFFSET_BLOCK; i <= n; i += OFFSET_BLOCK)
        o.count[i / OFFSET_BLOCK] =
            o.count[i / OFFSET_BLOCK - 1] + code_points(d->body.ptr + i - OFFSET_BLOCK, OFFSET_BLOCK);
    return o;
}

static uint32_t offset_at(const Offsets *o, uint32_t byte)
{
    byte = MIN(byte, (uint32_t)o->doc->body.len);
    if (!o->count)
        return byte;
    uint32_t block = byte / OFFSET_BLOCK;
    return o->count[block] + code_points(o->doc->body.ptr + (size_t)block * OFFSET_BLOCK, byte % OFFSET_BLOCK);
}

RecordSpan offsets_span(const Offsets *o, Span bytes)
{
    if (bytes.end <= bytes.start)
        return (RecordSpan){0};
    RecordSpan s = {.start = offset_at(o, bytes.start), .end = offset_at(o, bytes.end), .is_set = true};
    uint32_t text_at = o->doc->text_at;
    s.in_title = bytes.start < text_at;
    if (text_at && !s.in_title) {
        uint32_t skip = offset_at(o, text_at);
        s.start -= skip;
        s.end -= skip;
    }
    return s;
}

/* ---- records ------------------------------------------------------------------------------ */

typedef struct {
    const Document *doc;
    const Article *article;
    Offsets offsets;
    Arena *a;
} Maker;

Str cameo_root(Str code)
{
    return str_cut(code, 0, 2);
}

static Str copy(const Maker *m, Str s)
{
    return s.len ? arena_str(m->a, s) : (Str){0};
}

static Str copy_c(const Maker *m, const char *s)
{
    return copy(m, str_of(s));
}

static Span tokens_span(const Text *t, uint32_t first, uint32_t last)
{
    if (last >= t->n_tokens || first > last)
        return (Span){0};
    return (Span){t->token[first].span.start, t->token[last].span.end};
}

static double rounded(double value, double unit)
{
    return round(value / unit) * unit;
}

static RecordActor actor_of(const Maker *m, const EventActor *e)
{
    RecordActor r = {0};
    if (e->actor.code[0] == 0 && e->mention < 0)
        return r;
    r.is_set = true;
    r.code = copy_c(m, e->actor.code);
    r.country = copy_c(m, e->actor.country);
    r.name = copy(m, e->actor.name);
    r.id = copy(m, e->actor.id);
    for (int i = 0; i < ACTOR_ROLES; i++)
        r.role[i] = copy_c(m, e->actor.role[i]);
    r.span = offsets_span(&m->offsets, e->span);
    r.text = str_span(m->doc->body, e->span);
    return r;
}

static void set_date(const Maker *m, const Event *e, Record *r)
{
    r->date = e->date.day;
    r->date_precision = r->date == DAY_NONE ? (Str){0} : str_of(precision_name((Precision)e->date.precision));
    if (e->date.timex < 0 || e->date.timex >= (int32_t)m->article->times->n)
        return;
    const Timex *x = &m->article->times->timex[e->date.timex];
    Span span = tokens_span(m->article->text, x->first, x->last);
    r->date_text = str_span(m->doc->body, span);
    r->date_span = offsets_span(&m->offsets, span);
}

static void set_place(const Maker *m, const Event *e, Record *r)
{
    r->lat = r->lon = NAN;
    if (e->place.place < 0 || e->place.place >= (int32_t)m->article->places->n)
        return;
    const Place *p = &m->article->places->place[e->place.place];
    r->place = copy(m, p->name);
    r->place_country = copy_c(m, p->country);
    r->place_region = copy(m, p->region);
    r->place_kind = str_of(place_kind_name((PlaceKind)p->kind));
    r->lat = rounded(p->lat, 1e-5);
    r->lon = rounded(p->lon, 1e-5);
    r->place_id = p->id;
    r->place_span = offsets_span(&m->offsets, tokens_span(m->article->text, p->first, p->last));
}

static void set_speaker(const Maker *m, const Event *e, Record *r)
{
    Span span = e->speaker_span;
    if (e->speaker >= 0 && e->speaker < (int32_t)m->article->actors->n) {
        const ActorMention *who = &m->article->actors->mention[e->speaker];
        if (span.end <= span.start)
            span = tokens_span(m->article->text, who->first, who->last);
        r->speaker_code = copy_c(m, who->actor.code);
        r->speaker = copy(m, who->actor.name);
    }
    r->speaker_span = offsets_span(&m->offsets, span);
    if (r->speaker.len == 0)
        r->speaker = str_span(m->doc->body, span);
}

static uint64_t hash_actor(uint64_t h, const RecordActor *a)
{
    h = hash_mix(h, str_hash(a->code));
    return hash_mix(h, (uint64_t)a->span.start << 32 | a->span.end);
}

/* Stable over runs: made of the document's id, the place in it, and what was coded. Two events that agree
 * in all of it (they stand in one sentence) are told apart by their number. */
static void set_id(const Maker *m, Record *r, Record *others, ptrdiff_t n_others)
{
    uint64_t h = str_hash(r->doc_id);
    h = hash_mix(h, (uint64_t)r->sentence);
    h = hash_mix(h, (uint64_t)r->trigger_span.start << 32 | r->trigger_span.end);
    h = hash_mix(h, str_hash(r->cameo));
    h = hash_mix(h, str_hash(r->modality));
    h = hash_actor(hash_actor(h, &r->source), &r->target);
    for (;; h = hash_mix(h, 1)) {
        r->event_id = arena_printf(m->a, "%016" PRIx64, h);
        ptrdiff_t k = n_others - 1;
        while (k >= 0 && others[k].sentence == r->sentence && !str_eq(others[k].event_id, r->event_id))
            k--;
        if (k < 0 || others[k].sentence != r->sentence)
            return;
    }
}

static void record_fill(const Maker *m, const Event *e, Record *r)
{
    const Text *t = m->article->text;
    const Sentence *s = &t->sentence[e->sentence];
    r->doc_id = m->doc->id;
    r->sentence = (int32_t)e->sentence;
    r->in_lead = s->paragraph == 0 || (t->n_sentences && (t->sentence[0].flags & SENTENCE_TITLE) && s->paragraph == 1);
    r->span = offsets_span(&m->offsets, s->span);
    r->text = str_span(m->doc->body, s->span);
    r->trigger = str_span(m->doc->body, e->trigger);
    r->trigger_span = offsets_span(&m->offsets, e->trigger);
    set_date(m, e, r);
    r->source = actor_of(m, &e->source);
    r->target = actor_of(m, &e->target);
    r->cameo = copy_c(m, e->cameo);
    r->quad = e->quad;
    r->goldstein = rounded(e->goldstein, 0.1);
    r->plover = copy(m, e->plover);
    r->plover_mode = copy_c(m, e->plover_mode);
    r->modality = str_of(modality_name(e->modality));
    r->tense = str_of(tense_name(e->tense));
    r->negative = e->negative;
    r->reciprocal = e->reciprocal;
    set_speaker(m, e, r);
    set_place(m, e, r);
    r->confidence = rounded((double)e->confidence, 0.01);
    r->rule = copy(m, e->rule);
    r->url = m->doc->url;
    r->publisher = m->doc->source;
    r->doc_date = m->doc->date;
    r->doc_day = m->article->times->day;
    r->doc_title = m->doc->title;
    r->doc_length = (int32_t)(offset_at(&m->offsets, (uint32_t)m->doc->body.len) - offset_at(&m->offsets, m->doc->text_at));
}

void records_of(const Document *d, const Article *article, const Events *events, Str coder, bool all, Records *out, Arena *a)
{
    if (events->n == 0)
        return;
    Maker m = {.doc = d, .article = article, .offsets = offsets_of(d, a), .a = a};
    ptrdiff_t before = out->n;
    for (uint32_t i = 0; i < events->n; i++) {
        const Event *e = &events->event[i];
        if (e->modality != MODALITY_ASSERTED && !all)
            continue;
        Record *r = push(out, a);
        *r = (Record){.coder = coder};
        record_fill(&m, e, r);
        set_id(&m, r, out->item + before, out->n - 1 - before);
    }
}

/* ---- quotations --------------------------------------------------------------------------- */

static Span quote_bytes(const Text *t, TokenSpan s)
{
    return s.end > s.start ? tokens_span(t, s.start, s.end - 1) : (Span){0};
}

static void quote_about(const Maker *m, const Quote *q, QuoteRecord *r)
{
    const Actors *actors = m->article->actors;
    for (int part = 0; part < q->n_content && actors->at; part++)
        for (uint32_t i = q->content[part].start; i < q->content[part].end && r->n_about < QUOTE_ABOUT; i++) {
            int32_t k = actors->at[i];
            Str code = k >= 0 ? str_of(actors->mention[k].actor.code) : (Str){0};
            bool is_new = code.len > 0;
            for (int j = 0; is_new && j < r->n_about; j++)
                is_new = !str_eq(code, r->about[j]);
            if (is_new)
                r->about[r->n_about++] = copy(m, code);
        }
}

static void quote_fill(const Maker *m, const Quote *q, QuoteRecord *r)
{
    const Text *t = m->article->text;
    const Actors *actors = m->article->actors;
    r->doc_id = m->doc->id;
    r->sentence = (int32_t)t->token[q->content[0].start].sentence;
    int32_t who = q->source >= 0 && actors->at ? actors->at[q->source] : -1;
    if (who >= 0) {
        r->speaker = copy(m, actors->mention[who].actor.name);
        r->speaker_code = copy_c(m, actors->mention[who].actor.code);
    }
    Span speaker = quote_bytes(t, q->source_span), cue = quote_bytes(t, q->cue_span);
    r->speaker_text = str_span(m->doc->body, speaker);
    r->speaker_span = offsets_span(&m->offsets, speaker);
    r->cue = str_span(m->doc->body, cue);
    r->cue_span = offsets_span(&m->offsets, cue);
    r->cue_class = str_of(cue_name(q->class));
    r->kind = str_of(quote_kind_name(q->kind));
    r->negative = q->negative;
    r->n_content = q->n_content;
    for (int i = 0; i < q->n_content; i++) {
        Span span = quote_bytes(t, q->content[i]);
        r->content[i] = str_span(m->doc->body, span);
        r->content_span[i] = offsets_span(&m->offsets, span);
    }
    quote_about(m, q, r);
}

void quote_records_of(const Document *d, const Article *article, Str coder, QuoteRecords *out, Arena *a)
{
    const Quotes *quotes = article->quotes;
    if (quotes->n == 0)
        return;
    Maker m = {.doc = d, .article = article, .offsets = offsets_of(d, a), .a = a};
    for (uint32_t i = 0; i < quotes->n; i++) {
        if (quotes->quote[i].n_content == 0 || quotes->quote[i].content[0].start >= article->text->n_tokens)
            continue;
        QuoteRecord *r = push(out, a);
        *r = (QuoteRecord){.coder = coder};
        quote_fill(&m, &quotes->quote[i], r);
    }
}
