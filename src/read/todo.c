/* Formats still to come: said, not guessed. */
#include "read/sandbox.h"
#include "base/banned.h"
void sandbox_close(Sandbox *s) { (void)s; }
bool warc_next(Reader *r, Document *d, Arena *a) { (void)d; (void)a; reader_skip(r, SKIP_NOT_TEXT, 0, "WARC is not read yet"); return false; }
bool markup_next(Reader *r, Document *d, Arena *a) { (void)d; (void)a; reader_skip(r, SKIP_NOT_TEXT, 0, "HTML and feeds are not read yet"); return false; }
