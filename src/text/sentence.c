/* Tokens of one paragraph → sentences.
 *
 * After each mark or abbreviation that may close a sentence, closing quotes and brackets are taken
 * along, and the next word decides. */
#include "text/parts.h"
#include "base/banned.h"

typedef struct {
    TextWork *w;
    uint32_t first, end; /* tokens of the paragraph */
    uint32_t start;      /* of the sentence under work */
    bool quote_open;     /* an odd number of plain double quotes so far */
    uint32_t item;       /* number of the last list item opened; 0: none */
    char item_mark;      /* what stands behind its number */
} Finder;

static const Token *token(const Finder *f, uint32_t i)
{
    return i >= f->first && i < f->end ? f->w->token.item + i : NULL;
}

static bool is_form(const Finder *f, uint32_t i, const char *fold)
{
    const Token *t = token(f, i);
    return t && t->fold.len && t->fold.ptr[0] == fold[0] && str_eq(t->fold, str_of(fold));
}

static uint32_t info(const Finder *f, uint32_t i)
{
    return token(f, i) ? f->w->info.item[i] : 0;
}

static bool has_blank_before(const Finder *f, uint32_t i)
{
    return i == f->first || (f->w->token.item[i - 1].flags & TOKEN_SPACE_AFTER);
}

static bool is_word(const Token *t)
{
    return t && !(t->flags & TOKEN_PUNCT);
}

/* . ! ? … and mixtures of them. */
static bool is_final(const Token *t)
{
    if (!(t->flags & TOKEN_PUNCT) || t->fold.len == 0)
        return false;
    for (ptrdiff_t i = 0; i < t->fold.len; i++)
        if (!strchr(".!?", t->fold.ptr[i]) || !t->fold.ptr[i])
            return false;
    return true;
}

static bool is_ellipsis(const Token *t)
{
    return t->fold.len > 1 && t->fold.ptr[0] == '.' && t->fold.ptr[1] == '.';
}

static bool is_bullet(const Token *t)
{
    static const char *const bullets[] = {"•", "▪", "●", "■", "◦", "‣", "⁃", "►", "➤", "✓"};
    if (t->form.ptr[0] != bullets[0][0]) /* all of them begin with this byte */
        return false;
    for (ptrdiff_t i = 0; i < COUNT(bullets); i++)
        if (str_eq(t->form, str_of(bullets[i])))
            return true;
    return false;
}

static bool is_opening(const Finder *f, uint32_t i)
{
    const Token *t = token(f, i);
    if (!t || t->form.len == 0)
        return false;
    static const char *const opening[] = {"“", "‘", "«", "(", "[", "{", "``"};
    for (ptrdiff_t k = 0; k < COUNT(opening); k++)
        if (str_eq(t->form, str_of(opening[k])))
            return true;
    bool plain =
        str_eq(t->form, STR("\"")) || str_eq(t->form, STR("'")) || str_eq(t->form, STR("''"));
    return plain && !(t->flags & TOKEN_SPACE_AFTER) && has_blank_before(f, i);
}

static bool is_closing(const Finder *f, uint32_t i)
{
    const Token *t = token(f, i);
    if (!t)
        return false;
    static const char *const closing[] = {"”", "’", "»", ")", "]", "}"};
    for (ptrdiff_t k = 0; k < COUNT(closing); k++)
        if (str_eq(t->form, str_of(closing[k])))
            return true;
    if (!str_eq(t->form, STR("\"")) && !str_eq(t->form, STR("'")) && !str_eq(t->form, STR("''")))
        return false;
    if (!has_blank_before(f, i))
        return true;
    return f->quote_open && str_eq(t->form, STR("\"")) && (t->flags & TOKEN_SPACE_AFTER);
}

/* The first word at or behind i, over opening quotes and brackets. */
static const Token *first_word(const Finder *f, uint32_t i, uint32_t *at)
{
    for (int looked = 0; looked < 4 && token(f, i); looked++, i++) {
        *at = i;
        if (!is_opening(f, i))
            return token(f, i);
    }
    return NULL;
}

static bool is_lower(const Token *t)
{
    ptrdiff_t at = 0;
    return t && t->form.len && cp_is_lower(utf8_next(t->form, &at));
}

/* `"…?" he said`: a verb of saying close behind a closed quotation; `last`: nothing may follow it.
 */
static bool is_said_next(const Finder *f, uint32_t i, bool last)
{
    for (uint32_t k = i; k < i + 5 && token(f, k) && !(token(f, k)->flags & TOKEN_PUNCT); k++)
        if (info(f, k) & WORD_SPEECH)
            return !last || !token(f, k + 1) || is_form(f, k + 1, ".") || is_form(f, k + 1, ",");
    return false;
}

/* May a sentence end behind the abbreviation i when `next` follows? */
static bool abbreviation_ends(const Finder *f, uint32_t i, uint32_t next, const Token *word)
{
    const Token *t = token(f, i);
    uint32_t bits = info(f, i), after = info(f, next);
    if (is_lower(word) || !word || !(word->flags & TOKEN_CAPITAL))
        return false;
    bool single = (bits & WORD_INITIAL) && t->fold.len == 2;
    if (single && i > f->start && (token(f, i - 1)->flags & TOKEN_CAPITAL))
        return false;
    if (bits & (WORD_TITLE | WORD_NUMBER | WORD_NEVER))
        return false;
    if (bits & WORD_TIME)
        return !(after & WORD_DATE) && !(word->flags & TOKEN_ALL_CAPS);
    return (after & WORD_OPENER) &&
           word->form.ptr[word->form.len - 1] != '.'; /* "the U.S. No. 2" */
}

/* Value of a list number: 3, c; 0 when none. */
static uint32_t item_value(const Token *t)
{
    if (!t || t->fold.len == 0 || t->fold.len > 2)
        return 0;
    char c = t->fold.ptr[0];
    if (t->fold.len == 1 && c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a' + 1);
    int64_t n;
    return str_int(t->fold, 1, 99, &n) ? (uint32_t)n : 0;
}

/* Does the stop at i stand behind the number of a list item: "1." at the start of a sentence, "4."
 * behind a mark, the number after (or before: lists count down too) the last one? */
static bool is_number_of_item(const Finder *f, uint32_t i)
{
    if (i <= f->start || !is_form(f, i, ".") || has_blank_before(f, i))
        return false;
    const Token *n = token(f, i - 1), *before = i > f->start + 1 ? token(f, i - 2) : NULL;
    if (!(n->flags & TOKEN_DIGIT) || n->fold.len > 3)
        return str_eq(n->form, STR("°")); /* N°. 5 */
    return !before || (before->flags & TOKEN_PUNCT) ||
           (f->item && (item_value(n) == f->item + 1 || item_value(n) + 1 == f->item));
}

/* Does the sentence end behind the mark i, with token `next` following the closing quotes? */
static bool mark_ends(const Finder *f, uint32_t i, uint32_t next)
{
    const Token *t = token(f, i), *n = token(f, next);
    uint32_t at = next;
    const Token *word = first_word(f, next, &at);
    bool closed = next > i + 1,
         fades = is_ellipsis(t) || (is_form(f, i - 1, ".") && i > f->start && is_form(f, i, "."));
    if (!word ||
        (is_ellipsis(t) && (i == f->start || (i == f->start + 1 && is_opening(f, f->start)))) ||
        (fades && i > f->start && (is_form(f, i - 1, "[") || is_form(f, i - 1, "("))))
        return false;
    if (is_number_of_item(f, i))
        return false;
    if ((n->flags & TOKEN_PUNCT) && !is_opening(f, next))
        return is_bullet(n) ||
               (str_eq(n->form, STR("*")) && has_blank_before(f, next) &&
                (n->flags & TOKEN_SPACE_AFTER)) ||
               (n->form.len >= 2 && strchr("*=_#<~", n->form.ptr[0]));
    if (is_lower(word)) {
        return !closed && !fades && has_blank_before(f, next) && !(info(f, at) & WORD_JOINER);
    }
    if (fades && !is_ellipsis(t) && is_form(f, next, "i"))
        return false;
    if (closed && is_said_next(f, at, t->fold.ptr[0] == '.'))
        return false;
    return true;
}

/* "1)" or "2." at i: its value, else 0. */
static uint32_t item_at(const Finder *f, uint32_t i, char *mark)
{
    uint32_t value = item_value(token(f, i));
    const Token *m = token(f, i + 1);
    if (!value || !m || m->form.len != 1 || (m->form.ptr[0] != ')' && m->form.ptr[0] != '.') ||
        has_blank_before(f, i + 1) || !(m->flags & TOKEN_SPACE_AFTER) || !token(f, i + 2))
        return 0;
    if (m->form.ptr[0] == '.' && !(token(f, i)->flags & TOKEN_DIGIT))
        return 0;
    *mark = m->form.ptr[0];
    return value;
}

/* Does a new list item begin at i? */
static bool is_next_item(Finder *f, uint32_t i)
{
    char mark = 0;
    uint32_t value = item_at(f, i, &mark);
    if (!value)
        return false;
    if (i > f->start && is_form(f, i - 1, ":"))
        return !(token(f, i + 2)->flags & TOKEN_DIGIT);
    bool follows = f->item && value == f->item + 1 && mark == f->item_mark &&
                   is_word(token(f, i + 2)) && (mark == ')' || !is_lower(token(f, i + 2)));
    return follows;
}

/* "[2]", "[citation needed]" behind a closing mark: the token after it, or i. */
static uint32_t behind_note(const Finder *f, uint32_t i)
{
    const Token *t = token(f, i + 1);
    if (!is_form(f, i, "[") || !t || (!(t->flags & TOKEN_DIGIT) && !is_form(f, i + 1, "citation")))
        return i;
    for (uint32_t k = i + 2; k < i + 5; k++)
        if (is_form(f, k, "]"))
            return k + 1;
    return i;
}

static bool is_smiley(const Token *t)
{
    return t && t->form.len >= 2 && t->form.len <= 3 && strchr(":;=^", t->form.ptr[0]) &&
           t->form.ptr[1] != t->form.ptr[0];
}

static bool is_address(const Token *t)
{
    return t->fold.len > 4 && (t->fold.ptr[0] == 'h' || t->fold.ptr[0] == 'w') &&
           (str_starts(t->fold, STR("http:")) || str_starts(t->fold, STR("https:")) ||
            str_starts(t->fold, STR("www.")));
}

/* The end of the closing quotes, brackets, notes and smileys that belong to the mark before i. */
static uint32_t behind_closing(const Finder *f, uint32_t i)
{
    for (;;) {
        uint32_t next = is_closing(f, i) || is_smiley(token(f, i)) ? i + 1 : behind_note(f, i);
        if (next == i)
            return i;
        i = next;
    }
}

/* Is the token i the last of its sentence? If so *next is the first of the following one. */
static bool ends_at(Finder *f, uint32_t i, uint32_t *next)
{
    const Token *t = token(f, i);
    *next = i + 1;
    if (*next >= f->end || *next - f->start >= TEXT_SENTENCE_MAX)
        return true;
    if (is_bullet(token(f, i + 1)) || is_next_item(f, i + 1) ||
        (is_address(t) && is_address(token(f, i + 1))))
        return true;
    if (is_final(t)) {
        *next = behind_closing(f, i + 1);
        return *next >= f->end || mark_ends(f, i, *next);
    }
    if (t->form.ptr[t->form.len - 1] == '.' && info(f, i)) {
        *next = behind_closing(f, i + 1);
        uint32_t at = *next;
        const Token *word = first_word(f, *next, &at);
        return *next >= f->end || abbreviation_ends(f, i, at, word);
    }
    return false;
}

static void add_sentence(Finder *f, uint32_t end, uint32_t flags)
{
    TextWork *w = f->w;
    Sentence *s = push(&w->sentence, w->arena);
    *s = (Sentence){.span = {w->token.item[f->start].span.start, w->token.item[end - 1].span.end},
                    .first = f->start,
                    .n = end - f->start,
                    .paragraph = w->paragraph,
                    .flags = (uint8_t)flags};
    for (uint32_t i = f->start; i < end; i++)
        w->token.item[i].sentence = (uint32_t)w->sentence.n - 1;
}

static void note_item(Finder *f, uint32_t i)
{
    char mark = 0;
    uint32_t value = item_at(f, i, &mark);
    if (value) {
        f->item = value;
        f->item_mark = mark;
    }
}

void text_find_sentences(TextWork *w, uint32_t first, uint32_t end, bool whole, uint32_t flags)
{
    Finder f = {.w = w, .first = first, .end = end, .start = first};
    note_item(&f, first);
    for (uint32_t i = first, next; i < end; i++) {
        if (is_form(&f, i, "\"") && w->token.item[i].form.len == 1)
            f.quote_open = !f.quote_open;
        next = i + 1;
        if (whole ? next < end && next - f.start < TEXT_SENTENCE_MAX : !ends_at(&f, i, &next))
            continue;
        for (uint32_t k = i + 1; k < next; k++)
            if (w->token.item[k].form.ptr[0] == '"')
                f.quote_open = !f.quote_open;
        next = MIN(next, f.start + TEXT_SENTENCE_MAX);
        add_sentence(&f, next, flags);
        flags &= ~(uint32_t)SENTENCE_PAR_START;
        f.start = next;
        i = next - 1;
        note_item(&f, next + (token(&f, next) && is_bullet(token(&f, next))));
    }
}
