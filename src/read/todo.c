/* Formats still to come: said, not guessed. */
#include "read/sandbox.h"
#include "read/html.h"
#include "base/banned.h"
void sandbox_close(Sandbox *s) { (void)s; }
bool warc_next(Reader *r, Document *d, Arena *a) { (void)d; (void)a; reader_skip(r, SKIP_NOT_TEXT, 0, "WARC is not read yet"); return false; }

bool markup_next(Reader *r, Document *d, Arena *a)
{
    if (r->item++ > 0)
        return false;
    Str bytes = stream_peek(&r->in, reader_max(r) + 1);
    Str html = charset_decode(&r->charsets, bytes, (Str){0}, true, &r->counts.replaced_bytes, &r->scratch);
    Article art = article_of(html, &r->scratch);
    Record rec = {0};
    rec.field[FIELD_TEXT] = art.text; rec.field[FIELD_TITLE] = art.title; rec.field[FIELD_DATE] = art.date;
    rec.field[FIELD_AUTHOR] = art.author; rec.field[FIELD_URL] = art.url; rec.field[FIELD_LANG] = art.lang;
    rec.date_from = art.date_from;
    *d = document_make(&rec, r->o.day, a);
    return reader_accept(r, d, 0, a);
}
