/* Looking at bytes and writing tokens: what the files that cut text share. The small readers are
 * inline: they run for every byte. */
#ifndef CASUS_TEXT_CUT_H
#define CASUS_TEXT_CUT_H

#include "text/parts.h"

enum { LOOK = 96 };

typedef enum { KIND_END, KIND_SPACE, KIND_ALPHA, KIND_DIGIT, KIND_MARK } Kind;

/* One letter for each ASCII character: s blank, a letter or '_', d digit, m mark or control. */
static const char ascii_kind[] = "mmmmmmmmmsssssmmmmmmmmmmmmmmmmmm"
                                 "smmmmmmmmmmmmmmmddddddddddmmmmmm"
                                 "maaaaaaaaaaaaaaaaaaaaaaaaaammmma"
                                 "maaaaaaaaaaaaaaaaaaaaaaaaaammmmm";

/* ---- looking ---- */

static inline uint32_t cp_at(const TextWork *w, uint32_t at, uint32_t *next)
{
    ptrdiff_t p = at;
    uint32_t cp = utf8_next(w->body, &p);
    *next = (uint32_t)p;
    return cp;
}

/* The same for what is not ASCII. A character cut by `end` ends there. */
static inline Kind kind_wide(const TextWork *w, uint32_t at, uint32_t end, uint32_t *next)
{
    uint32_t cp = cp_at(w, at, next);
    *next = MIN(*next, end);
    return cp_is_space(cp)   ? KIND_SPACE
           : cp_is_alpha(cp) ? KIND_ALPHA
           : cp_is_digit(cp) ? KIND_DIGIT
                             : KIND_MARK;
}

/* What stands at `at`, and where the next character begins. */
static inline Kind kind_at(const TextWork *w, uint32_t at, uint32_t end, uint32_t *next)
{
    *next = at;
    if (at >= end)
        return KIND_END;
    unsigned char c = (unsigned char)w->body.ptr[at];
    if (c >= 0x80)
        return kind_wide(w, at, end, next);
    *next = at + 1;
    switch (ascii_kind[c]) {
    case 's': return KIND_SPACE;
    case 'a': return KIND_ALPHA;
    case 'd': return KIND_DIGIT;
    default: return KIND_MARK;
    }
}

static inline char byte_at(const TextWork *w, uint32_t at, uint32_t end)
{
    return at < end ? w->body.ptr[at] : '\0';
}

static inline bool is_alpha_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return kind_at(w, at, end, &next) == KIND_ALPHA;
}

static inline bool is_digit_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return kind_at(w, at, end, &next) == KIND_DIGIT;
}

static inline bool is_word_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    Kind k = kind_at(w, at, end, &next);
    return k == KIND_ALPHA || k == KIND_DIGIT;
}

static inline bool is_space_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    Kind k = kind_at(w, at, end, &next);
    return k == KIND_SPACE || k == KIND_END;
}

static inline bool is_upper_at(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    return at < end && cp_is_upper(cp_at(w, at, &next));
}

/* End of the run of letters and digits at `at`. */
static inline uint32_t word_run(const TextWork *w, uint32_t at, uint32_t end)
{
    for (;;) {
        while (at < end && (unsigned char)w->body.ptr[at] < 0x80 &&
               (ascii_kind[(unsigned char)w->body.ptr[at]] == 'a' ||
                ascii_kind[(unsigned char)w->body.ptr[at]] == 'd'))
            at++;
        if (at >= end || (unsigned char)w->body.ptr[at] < 0x80)
            return at;
        uint32_t next;
        Kind k = kind_wide(w, at, end, &next);
        if (k != KIND_ALPHA && k != KIND_DIGIT)
            return at;
        at = next;
    }
}

static inline uint32_t digit_run(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next;
    while (kind_at(w, at, end, &next) == KIND_DIGIT)
        at = next;
    return at;
}

static inline uint32_t letter_run(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next, stop = MIN(end, at + LOOK);
    while (kind_at(w, at, stop, &next) == KIND_ALPHA)
        at = next;
    return at;
}

/* First byte at or behind `at` that is no blank, looking a little ahead. */
static inline uint32_t behind_blanks(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t next, stop = MIN(end, at + LOOK);
    while (kind_at(w, at, stop, &next) == KIND_SPACE)
        at = next;
    return at;
}

/* ' ’ ` : bytes it takes, or 0. */
static inline uint32_t apostrophe_at(const TextWork *w, uint32_t at, uint32_t end)
{
    char c = byte_at(w, at, end);
    if (c == '\'' || c == '`')
        return 1;
    return c == '\xE2' && at + 2 < end && w->body.ptr[at + 1] == '\x80' &&
                   w->body.ptr[at + 2] == '\x99'
               ? 3
               : 0;
}

static inline Str low_slice(const TextWork *w, uint32_t start, uint32_t end)
{
    return (Str){w->low + start, (ptrdiff_t)end - start};
}

/* The tables' word on bytes [start, end); unusually long ones are not asked about. */
static inline uint32_t look_up(const TextWork *w, uint32_t start, uint32_t end)
{
    return end - start <= 31 ? text_word(w->tables, low_slice(w, start, end)) : 0;
}

static inline bool is_one_of(Str low, const char *const *list, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(low, str_of(list[i])))
            return true;
    return false;
}

/* ---- writing (cut.c) ---- */

Token *cut_emit(TextWork *w, uint32_t start, uint32_t end, uint32_t info);
/* A word with no stop of its own; cut where the tables say so. */
void cut_emit_word(TextWork *w, uint32_t start, uint32_t end);

/* ---- addresses (address.c) ---- */

/* End of an address that runs from `at`: to the next blank, bracket or quote, closing marks left
 * out. */
uint32_t cut_address_end(const TextWork *w, uint32_t at, uint32_t end);
/* name@place from `at`: its end, or 0. */
uint32_t cut_mail_end(const TextWork *w, uint32_t at, uint32_t end);
/* a.b.c with a last part such as "com" or "doc", and a path behind it: its end, or 0. */
uint32_t cut_domain_end(const TextWork *w, uint32_t at, uint32_t end);
/* Three or more lower-case words joined by stops, as newsgroups and code have it: end, or 0. */
uint32_t cut_dotted_end(const TextWork *w, uint32_t at, uint32_t end);

/* ---- readers (token.c, token_mark.c): each gives the end of what it read ---- */

/* 's, 'll … behind the apostrophe of `mark` bytes at `at`: its end, or 0. */
uint32_t cut_clitic_end(const TextWork *w, uint32_t at, uint32_t mark, uint32_t end);
uint32_t cut_read_number(TextWork *w, uint32_t start, uint32_t end);
uint32_t cut_read_mark(TextWork *w, uint32_t at, uint32_t end);

#endif
