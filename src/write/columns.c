/* The flat columns of a record, as one table: csv, Parquet and the database are made from it. */
#include <math.h>

#include "write/record.h"
#include "base/banned.h"

/* How a column lies in the record. */
typedef enum { IN_STR, IN_INT32, IN_INT64, IN_REAL, IN_BOOL, IN_DAY, IN_START, IN_END, IN_TITLES } Shape;

#define AT(member) offsetof(Record, member)
static const struct {
    const char *name;
    Shape shape;
    size_t at;
} columns[] = {
    {"event_id", IN_STR, AT(event_id)},
    {"doc_id", IN_STR, AT(doc_id)},
    {"date", IN_DAY, AT(date)},
    {"date_precision", IN_STR, AT(date_precision)},
    {"source", IN_STR, AT(source.code)},
    {"target", IN_STR, AT(target.code)},
    {"cameo", IN_STR, AT(cameo)},
    {"quad", IN_INT32, AT(quad)},
    {"goldstein", IN_REAL, AT(goldstein)},
    {"plover", IN_STR, AT(plover)},
    {"plover_mode", IN_STR, AT(plover_mode)},
    {"modality", IN_STR, AT(modality)},
    {"negative", IN_BOOL, AT(negative)},
    {"tense", IN_STR, AT(tense)},
    {"reciprocal", IN_BOOL, AT(reciprocal)},
    {"confidence", IN_REAL, AT(confidence)},
    {"source_name", IN_STR, AT(source.name)},
    {"source_text", IN_STR, AT(source.text)},
    {"source_country", IN_STR, AT(source.country)},
    {"source_role1", IN_STR, AT(source.role[0])},
    {"source_role2", IN_STR, AT(source.role[1])},
    {"source_role3", IN_STR, AT(source.role[2])},
    {"source_id", IN_STR, AT(source.id)},
    {"source_start", IN_START, AT(source.span)},
    {"source_end", IN_END, AT(source.span)},
    {"target_name", IN_STR, AT(target.name)},
    {"target_text", IN_STR, AT(target.text)},
    {"target_country", IN_STR, AT(target.country)},
    {"target_role1", IN_STR, AT(target.role[0])},
    {"target_role2", IN_STR, AT(target.role[1])},
    {"target_role3", IN_STR, AT(target.role[2])},
    {"target_id", IN_STR, AT(target.id)},
    {"target_start", IN_START, AT(target.span)},
    {"target_end", IN_END, AT(target.span)},
    {"trigger", IN_STR, AT(trigger)},
    {"trigger_start", IN_START, AT(trigger_span)},
    {"trigger_end", IN_END, AT(trigger_span)},
    {"date_text", IN_STR, AT(date_text)},
    {"date_start", IN_START, AT(date_span)},
    {"date_end", IN_END, AT(date_span)},
    {"place", IN_STR, AT(place)},
    {"place_country", IN_STR, AT(place_country)},
    {"place_region", IN_STR, AT(place_region)},
    {"place_kind", IN_STR, AT(place_kind)},
    {"lat", IN_REAL, AT(lat)},
    {"lon", IN_REAL, AT(lon)},
    {"geonames_id", IN_INT64, AT(place_id)},
    {"place_start", IN_START, AT(place_span)},
    {"place_end", IN_END, AT(place_span)},
    {"speaker", IN_STR, AT(speaker)},
    {"speaker_code", IN_STR, AT(speaker_code)},
    {"speaker_start", IN_START, AT(speaker_span)},
    {"speaker_end", IN_END, AT(speaker_span)},
    {"sentence", IN_INT32, AT(sentence)},
    {"in_lead", IN_BOOL, AT(in_lead)},
    {"sentence_start", IN_START, AT(span)},
    {"sentence_end", IN_END, AT(span)},
    {"title_spans", IN_TITLES, 0},
    {"text", IN_STR, AT(text)},
    {"rule", IN_STR, AT(rule)},
    {"story_id", IN_STR, AT(story_id)},
    {"url", IN_STR, AT(url)},
    {"publisher", IN_STR, AT(publisher)},
    {"doc_date", IN_STR, AT(doc_date)},
    {"doc_title", IN_STR, AT(doc_title)},
    {"doc_length", IN_INT32, AT(doc_length)},
    {"coder", IN_STR, AT(coder)},
};

/* Spans by the names that title_spans uses: those that count in the title, not in the text. */
static const struct {
    Str name;
    size_t at;
} spans[] = {
    {STR("sentence"), AT(span)},     {STR("trigger"), AT(trigger_span)},  {STR("source"), AT(source.span)},
    {STR("target"), AT(target.span)}, {STR("date"), AT(date_span)},       {STR("place"), AT(place_span)},
    {STR("speaker"), AT(speaker_span)},
};

static const void *at(const Record *r, size_t offset)
{
    return (const char *)r + offset;
}

int record_columns(void)
{
    return (int)COUNT(columns);
}

const char *column_name(int column)
{
    return columns[column].name;
}

ColumnType column_type(int column)
{
    switch (columns[column].shape) {
    case IN_STR:
    case IN_DAY:
    case IN_TITLES: return COLUMN_TEXT;
    case IN_INT32:
    case IN_INT64:
    case IN_START:
    case IN_END: return COLUMN_INT;
    case IN_REAL: return COLUMN_REAL;
    case IN_BOOL: return COLUMN_BOOL;
    }
    return COLUMN_TEXT;
}

static void cell_titles(const Record *r, Cell *c)
{
    int len = 0;
    for (ptrdiff_t i = 0; i < COUNT(spans); i++) {
        const RecordSpan *s = at(r, spans[i].at);
        if (s->is_set && s->in_title)
            len += snprintf(c->room + len, sizeof c->room - (size_t)len, "%s%.*s", len ? " " : "", FMT(spans[i].name));
    }
    c->text = (Str){c->room, len};
    c->is_null = len == 0;
}

void record_cell(const Record *r, int column, Cell *c)
{
    const void *p = at(r, columns[column].at);
    const RecordSpan *span = p;
    c->is_null = false;
    switch (columns[column].shape) {
    case IN_STR:
        c->text = *(const Str *)p;
        c->is_null = c->text.len == 0;
        break;
    case IN_INT32: c->i = *(const int32_t *)p; break;
    case IN_INT64:
        c->i = *(const int64_t *)p;
        c->is_null = c->i == 0;
        break;
    case IN_REAL:
        c->real = *(const double *)p;
        c->is_null = isnan(c->real);
        break;
    case IN_BOOL: c->i = *(const bool *)p; break;
    case IN_DAY:
        c->text = day_format(*(const Day *)p, c->room);
        c->is_null = c->text.len == 0;
        break;
    case IN_START:
        c->i = span->start;
        c->is_null = !span->is_set;
        break;
    case IN_END:
        c->i = span->end;
        c->is_null = !span->is_set;
        break;
    case IN_TITLES: cell_titles(r, c); break;
    }
}

void record_set(Record *r, int column, const Cell *c)
{
    void *p = (char *)r + columns[column].at;
    RecordSpan *span = p;
    switch (columns[column].shape) {
    case IN_STR: *(Str *)p = c->is_null ? (Str){0} : c->text; break;
    case IN_INT32: *(int32_t *)p = (int32_t)c->i; break;
    case IN_INT64: *(int64_t *)p = c->is_null ? 0 : c->i; break;
    case IN_REAL: *(double *)p = c->is_null ? NAN : c->real; break;
    case IN_BOOL: *(bool *)p = c->i != 0; break;
    case IN_DAY: *(Day *)p = c->is_null ? DAY_NONE : day_parse(c->text); break;
    case IN_START:
        span->is_set = !c->is_null;
        span->start = c->is_null ? 0 : (uint32_t)c->i;
        break;
    case IN_END: span->end = c->is_null ? 0 : (uint32_t)c->i; break;
    case IN_TITLES: {
        Str rest = c->text, name;
        while (!c->is_null && str_split(&rest, ' ', &name))
            for (ptrdiff_t i = 0; i < COUNT(spans); i++)
                if (str_eq(name, spans[i].name))
                    ((RecordSpan *)((char *)r + spans[i].at))->in_title = true;
        r->source.is_set = r->source.code.len || r->source.span.is_set;
        r->target.is_set = r->target.code.len || r->target.span.is_set;
        break;
    }
    }
}

void cell_print(const Cell *c, ColumnType type, Buf *out)
{
    if (c->is_null)
        return;
    switch (type) {
    case COLUMN_TEXT: buf_put(out, c->text); break;
    case COLUMN_INT: buf_printf(out, "%lld", (long long)c->i); break;
    case COLUMN_REAL: buf_printf(out, "%.8g", c->real); break;
    case COLUMN_BOOL: buf_put(out, c->i ? STR("true") : STR("false")); break;
    }
}
