/* Internet addresses, mail addresses, file names. */
#include "text/cut.h"
#include "base/banned.h"

uint32_t cut_address_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t start = at, next;
    for (Kind k; (k = kind_at(w, at, end, &next)) != KIND_END && k != KIND_SPACE; at = next)
        if (strchr("<>\"|{}", w->body.ptr[at]) || (unsigned char)w->body.ptr[at] == 0xE2)
            break;
    while (at > start && strchr(".,;:!?)]'*", w->body.ptr[at - 1]))
        at--;
    return at;
}

static bool is_address_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == '+' || c == '%';
}

uint32_t cut_mail_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t p = at, stop = MIN(end, at + LOOK);
    while (p < stop && is_address_byte(w->low[p]))
        p++;
    if (p == at || byte_at(w, p, stop) != '@' || !is_word_at(w, p + 1, end))
        return 0;
    for (p++, stop = MIN(end, p + LOOK); p < stop && is_address_byte(w->low[p]);)
        p++;
    while (!is_word_at(w, p - 1, end))
        p--;
    return p;
}

uint32_t cut_domain_end(const TextWork *w, uint32_t at, uint32_t end)
{
    uint32_t stop = MIN(end, at + LOOK), last = 0;
    for (uint32_t p = at; p < stop && is_address_byte(w->low[p]); p++) {
        if (w->low[p] != '.')
            continue;
        uint32_t tail = letter_run(w, p + 1, stop), len = tail - p - 1;
        bool same_case = len > 2 || is_upper_at(w, p + 1, end) == is_upper_at(w, tail - 1, end);
        bool path = len > 1 && len < 5 && byte_at(w, tail, end) == '/' &&
                    is_word_at(w, tail + 1, end) && p - at > 1; /* bit.ly/x */
        if (path && w->body.ptr[p + 1] >= 'a')
            return cut_address_end(w, tail, end);
        if (len > 0 && len < 5 && same_case && !is_digit_at(w, tail, end) &&
            (look_up(w, p + 1, tail) & WORD_DOMAIN))
            last = tail;
        else if (!is_word_at(w, p + 1, end))
            break;
    }
    if (!last)
        return 0;
    return byte_at(w, last, end) == '/' && is_word_at(w, last + 1, end)
               ? cut_address_end(w, last, end)
               : last;
}

uint32_t cut_dotted_end(const TextWork *w, uint32_t at, uint32_t end)
{
    int words = 0;
    for (uint32_t p = at, stop = MIN(end, at + LOOK);; p++) {
        uint32_t start = p;
        while (p < stop && w->body.ptr[p] >= 'a' && w->body.ptr[p] <= 'z')
            p++;
        if (p - start < 3)
            return 0;
        words++;
        if (byte_at(w, p, stop) != '.' || is_space_at(w, p + 1, end))
            return words >= 3 ? p : 0;
    }
}
