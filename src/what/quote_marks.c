/* Quotation marks in pairs.
 *
 * Curly marks tell open from close; plain ones alternate within a paragraph, blanks beside them
 * decide in doubt. A quotation open at the end of its paragraph goes on when the next paragraph
 * opens with a mark. */
#include "what/quote_parts.h"
#include "base/banned.h"

enum { SPEECH_TOKENS = 3 };

bool quote_is_fold(const QuoteWork *w, uint32_t i, const char *fold)
{
    return i < w->text->n_tokens && str_eq(w->text->token[i].fold, str_of(fold));
}

static bool is_double(const Token *t)
{
    return (t->flags & TOKEN_PUNCT) && (str_eq(t->fold, STR("\"")) || str_eq(t->fold, STR("''")));
}

static bool is_curly_open(const Token *t)
{
    return str_eq(t->form, STR("“")) || str_eq(t->form, STR("«")) || str_eq(t->form, STR("``")) ||
           str_eq(t->form, STR("„"));
}

static bool is_curly_close(const Token *t)
{
    return str_eq(t->form, STR("”")) || str_eq(t->form, STR("»"));
}

static bool opens(const QuoteWork *w, uint32_t i, bool is_first, bool is_open)
{
    const Token *t = &w->text->token[i];
    if (is_curly_open(t))
        return true;
    if (!is_double(t) || is_curly_close(t))
        return false;
    bool blank_after = t->flags & TOKEN_SPACE_AFTER;
    bool blank_before = is_first || (w->text->token[i - 1].flags & TOKEN_SPACE_AFTER);
    return is_open ? blank_before && !blank_after : is_first || !blank_after || blank_before;
}

/* Has the stretch a verb of its own, or the stop of a sentence? */
static bool is_speech(const QuoteWork *w, TokenSpan s)
{
    if (s.end - s.start < SPEECH_TOKENS + 2)
        return false;
    for (uint32_t i = s.start; i < s.end; i++) {
        const Word *word = &w->trees->word[i];
        if (word->upos == UPOS_VERB || word->upos == UPOS_AUX)
            return true;
    }
    return false;
}

static void add_mark(QuoteWork *w, uint32_t start, uint32_t end, bool goes_on)
{
    if (end - start < 2)
        return;
    QuoteMark *m = push(&w->mark, w->arena);
    *m = (QuoteMark){.span = {start, end}, .goes_on = goes_on, .quote = -1};
    m->is_speech = goes_on || is_speech(w, m->span);
    for (uint32_t i = start; i < end; i++)
        w->mark_of[i] = (int32_t)w->mark.n - 1;
}

static void find_in_paragraph(QuoteWork *w, uint32_t first, uint32_t end, bool next_opens)
{
    uint32_t start = end;
    for (uint32_t i = first; i < end; i++) {
        bool open = start < end;
        if (opens(w, i, i == first, open)) {
            if (open)
                add_mark(w, start, i, false);
            start = i;
        } else if (open && (is_double(&w->text->token[i]) || is_curly_close(&w->text->token[i]))) {
            add_mark(w, start, i + 1, false);
            start = end;
        }
    }
    if (start < end)
        add_mark(w, start, end, next_opens);
}

void quote_marks_find(QuoteWork *w)
{
    const Text *t = w->text;
    for (uint32_t i = 0; i < t->n_tokens; i++)
        w->mark_of[i] = -1;
    for (uint32_t s = 0; s < t->n_sentences;) {
        uint32_t e = s + 1;
        while (e < t->n_sentences && t->sentence[e].paragraph == t->sentence[s].paragraph)
            e++;
        uint32_t first = t->sentence[s].first,
                 end = t->sentence[e - 1].first + t->sentence[e - 1].n;
        find_in_paragraph(w, first, end, end < t->n_tokens && opens(w, end, true, false));
        s = e;
    }
}
