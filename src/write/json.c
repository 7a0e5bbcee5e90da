/* Records as JSON lines: the full record (docs/formats.md). */
#include <math.h>

#include "write/formats.h"
#include "base/banned.h"

/* `,"key":` and a string, or null when it is empty. */
static void put_text(Buf *b, const char *key, Str value)
{
    buf_printf(b, ",\"%s\":", key);
    if (value.len)
        buf_json(b, value);
    else
        buf_put(b, STR("null"));
}

static void put_real(Buf *b, const char *key, double value)
{
    if (isnan(value))
        buf_printf(b, ",\"%s\":null", key);
    else
        buf_printf(b, ",\"%s\":%.8g", key, value);
}

static void put_bool(Buf *b, const char *key, bool value)
{
    buf_printf(b, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_span(Buf *b, const char *key, RecordSpan s)
{
    if (!s.is_set)
        buf_printf(b, ",\"%s\":null", key);
    else
        buf_printf(b, ",\"%s\":[%u,%u]%s", key, s.start, s.end, s.in_title ? ",\"span_in\":\"title\"" : "");
}

static void put_actor(Buf *b, const char *key, const RecordActor *a)
{
    buf_printf(b, ",\"%s\":", key);
    if (!a->is_set) {
        buf_put(b, STR("null"));
        return;
    }
    buf_put(b, STR("{\"code\":"));
    if (a->code.len)
        buf_json(b, a->code);
    else
        buf_put(b, STR("null"));
    put_text(b, "country", a->country);
    buf_put(b, STR(",\"roles\":["));
    for (int i = 0; i < ACTOR_ROLES && a->role[i].len; i++) {
        if (i)
            buf_byte(b, ',');
        buf_json(b, a->role[i]);
    }
    buf_byte(b, ']');
    put_text(b, "name", a->name);
    put_text(b, "id", a->id);
    put_text(b, "text", a->text);
    put_span(b, "span", a->span);
    buf_byte(b, '}');
}

static void put_place(Buf *b, const Record *r)
{
    if (!r->place.len) {
        buf_put(b, STR(",\"place\":null"));
        return;
    }
    buf_put(b, STR(",\"place\":{\"name\":"));
    buf_json(b, r->place);
    put_text(b, "country", r->place_country);
    put_text(b, "region", r->place_region);
    put_text(b, "kind", r->place_kind);
    put_real(b, "lat", r->lat);
    put_real(b, "lon", r->lon);
    if (r->place_id)
        buf_printf(b, ",\"id\":%lld", (long long)r->place_id);
    else
        buf_put(b, STR(",\"id\":null"));
    put_span(b, "span", r->place_span);
    buf_byte(b, '}');
}

static void put_attribution(Buf *b, const Record *r)
{
    if (!r->speaker.len) {
        buf_put(b, STR(",\"attribution\":null"));
        return;
    }
    buf_put(b, STR(",\"attribution\":{\"speaker\":"));
    buf_json(b, r->speaker);
    put_text(b, "code", r->speaker_code);
    put_text(b, "kind", STR("reported"));
    put_span(b, "span", r->speaker_span);
    buf_byte(b, '}');
}

void write_jsonl(const Record *r, Buf *b)
{
    char day[11];
    buf_put(b, STR("{\"event_id\":"));
    buf_json(b, r->event_id);
    put_text(b, "doc_id", r->doc_id);
    buf_printf(b, ",\"sentence\":%d", r->sentence);
    put_span(b, "span", r->span);
    put_text(b, "text", r->text);
    put_text(b, "trigger", r->trigger);
    if (r->trigger_span.is_set)
        buf_printf(b, ",\"trigger_span\":[%u,%u]", r->trigger_span.start, r->trigger_span.end);
    put_text(b, "date", day_format(r->date, day));
    put_text(b, "date_precision", r->date_precision);
    put_text(b, "date_text", r->date_text);
    if (r->date_span.is_set)
        buf_printf(b, ",\"date_span\":[%u,%u]", r->date_span.start, r->date_span.end);
    put_actor(b, "source", &r->source);
    put_actor(b, "target", &r->target);
    put_text(b, "cameo", r->cameo);
    put_text(b, "root", cameo_root(r->cameo));
    buf_printf(b, ",\"quad\":%d", r->quad);
    put_real(b, "goldstein", r->goldstein);
    put_text(b, "plover", r->plover);
    put_text(b, "plover_mode", r->plover_mode);
    put_text(b, "modality", r->modality);
    put_text(b, "polarity", r->negative ? STR("negative") : STR("positive"));
    put_text(b, "tense", r->tense);
    put_bool(b, "reciprocal", r->reciprocal);
    put_attribution(b, r);
    put_place(b, r);
    put_real(b, "confidence", r->confidence);
    put_text(b, "rule", r->rule);
    put_text(b, "story_id", r->story_id);
    put_text(b, "coder", r->coder);
    buf_put(b, STR("}\n"));
}

void write_quote(const QuoteRecord *q, Buf *b)
{
    buf_put(b, STR("{\"doc_id\":"));
    buf_json(b, q->doc_id);
    buf_printf(b, ",\"sentence\":%d,\"speaker\":", q->sentence);
    if (!q->speaker_text.len) {
        buf_put(b, STR("null"));
    } else {
        buf_put(b, STR("{\"text\":"));
        buf_json(b, q->speaker_text);
        put_text(b, "name", q->speaker);
        put_text(b, "code", q->speaker_code);
        put_span(b, "span", q->speaker_span);
        buf_byte(b, '}');
    }
    put_text(b, "verb", q->cue);
    put_span(b, "verb_span", q->cue_span);
    put_text(b, "class", q->cue_class);
    put_text(b, "kind", q->kind);
    put_bool(b, "negative", q->negative);
    buf_put(b, STR(",\"quotation\":["));
    for (int i = 0; i < q->n_content; i++) {
        buf_put(b, i ? STR(",{\"text\":") : STR("{\"text\":"));
        buf_json(b, q->content[i]);
        put_span(b, "span", q->content_span[i]);
        buf_byte(b, '}');
    }
    buf_put(b, STR("],\"about\":["));
    for (int i = 0; i < q->n_about; i++) {
        if (i)
            buf_byte(b, ',');
        buf_json(b, q->about[i]);
    }
    buf_byte(b, ']');
    put_text(b, "coder", q->coder);
    buf_put(b, STR("}\n"));
}
