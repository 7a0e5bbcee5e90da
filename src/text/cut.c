/* Writing tokens: flags, folded form, key; words that the tables cut ("can|not"). */
#include "text/cut.h"
#include "base/banned.h"

/* Flags of a form; *plain: all ASCII. */
static uint8_t form_flags(Str form, bool *plain)
{
    int letters = 0, upper = 0, digits = 0;
    bool capital = false;
    *plain = true;
    for (ptrdiff_t i = 0; i < form.len;) {
        unsigned char c = (unsigned char)form.ptr[i];
        if (c < 0x80) {
            i++;
            bool is_upper = c >= 'A' && c <= 'Z', is_letter = is_upper || (c >= 'a' && c <= 'z');
            capital |= is_upper && letters == 0;
            letters += is_letter;
            upper += is_upper;
            digits += c >= '0' && c <= '9';
            continue;
        }
        *plain = false;
        uint32_t cp = utf8_next(form, &i);
        bool is_upper = cp_is_upper(cp), is_letter = cp_is_alpha(cp);
        capital |= is_upper && letters == 0;
        letters += is_letter;
        upper += is_upper;
        digits += cp_is_digit(cp);
    }
    return (uint8_t)((capital ? TOKEN_CAPITAL : 0) |
                     (upper >= 2 && upper == letters ? TOKEN_ALL_CAPS : 0) |
                     (digits ? TOKEN_DIGIT : 0) | (letters + digits == 0 ? TOKEN_PUNCT : 0));
}

Token *cut_emit(TextWork *w, uint32_t start, uint32_t end, uint32_t info)
{
    assert(start < end);
    if (w->token.n && w->token.item[w->token.n - 1].span.end < start)
        w->token.item[w->token.n - 1].flags |= TOKEN_SPACE_AFTER;
    Token *t = push(&w->token, w->arena);
    bool plain;
    t->span = (Span){start, end};
    t->form = (Str){w->body.ptr + start, (ptrdiff_t)end - start};
    t->flags = form_flags(t->form, &plain);
    t->fold = plain ? low_slice(w, start, end) : str_fold(t->form, w->arena);
    t->key = dict_key(t->fold);
    *push(&w->info, w->arena) = info;
    return t;
}

void cut_emit_word(TextWork *w, uint32_t start, uint32_t end)
{
    Token *t = cut_emit(w, start, end, 0);
    int32_t found = 0;
    if (!w->tables || !w->tables->words.entry || !dict_match(&w->tables->words, &t->key, 1, &found))
        return;
    uint32_t bits = (uint32_t)found, cut1 = bits >> WORD_CUT_SHIFT & 31,
             cut2 = bits >> (WORD_CUT_SHIFT + 5) & 31;
    w->info.item[w->info.n - 1] = bits & ~(uint32_t)WORD_ABBREVIATION;
    if (bits & WORD_CUT_IF_COPULAR) {
        uint32_t p = behind_blanks(w, end, (uint32_t)w->body.len);
        if (!(look_up(w, p, letter_run(w, p, (uint32_t)w->body.len)) & WORD_COPULAR))
            return;
    }
    if (!cut1 || t->fold.len != (ptrdiff_t)(end - start) || t->form.ptr[0] == '\'')
        return;
    w->token.n--;
    w->info.n--;
    cut_emit(w, start, start + cut1, 0);
    cut_emit(w, start + cut1, cut2 ? start + cut2 : end, 0)->flags |= TOKEN_CLITIC;
    if (cut2)
        cut_emit(w, start + cut2, end, 0)->flags |= TOKEN_CLITIC;
}
