/* Dates of publication in any usual notation: ISO 8601, RFC 822, "April 13, 2017 2:57 p.m. ET",
 * "13/04/2017", 20170413, seconds or milliseconds since 1970; and dates in the paths of URLs.
 *
 * The text is cut into numbers, words and signs, once; a year of four digits anchors the reading.
 * The day is the day at the place of publication: a zone is kept, not applied. Between 4/5/2017 and
 * 5/4/2017 the American reading wins unless the numbers or dots speak against it. */
#include "read/reader.h"
#include "base/banned.h"

enum { PIECES = 24 };

typedef struct {
    int64_t number; /* -1: a word or sign */
    int digits;
    Str text;
    char before, after; /* the byte on each side, 0 at the ends */
} Piece;

typedef struct {
    int year, month, day;
    int hour, minute, second; /* hour -1: no time */
    int zone;                 /* minutes east; ZONE_NONE */
} When;
enum { ZONE_NONE = 10000 };

static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},    {"gmt", 0},    {"wet", 0},    {"bst", 60},
    {"cet", 60},   {"met", 60},   {"cest", 120}, {"mest", 120}, {"eet", 120},  {"sast", 120},
    {"eest", 180}, {"msk", 180},  {"ist", 330},  {"pkt", 300},  {"sgt", 480},  {"hkt", 480},
    {"jst", 540},  {"kst", 540},  {"aest", 600}, {"aedt", 660}, {"nzst", 720}, {"nzdt", 780},
    {"at", -240},  {"ast", -240}, {"et", -300},  {"est", -300}, {"edt", -240}, {"ct", -360},
    {"cst", -360}, {"cdt", -300}, {"mt", -420},  {"mst", -420}, {"mdt", -360}, {"pt", -480},
    {"pst", -480}, {"pdt", -420},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Numbers and words of s; signs only show in before and after. */
static int cut_pieces(Str s, Piece piece[PIECES])
{
    int n = 0;
    for (ptrdiff_t i = 0; i < s.len && n < PIECES;) {
        ptrdiff_t start = i;
        bool number = is_digit(s.ptr[i]);
        if (!number && !is_letter(s.ptr[i])) {
            i++;
            continue;
        }
        Piece *p = &piece[n++];
        *p = (Piece){.number = number ? 0 : -1};
        for (; i < s.len && (number ? is_digit(s.ptr[i]) : is_letter(s.ptr[i])); i++)
            if (number && p->digits < 16) {
                p->number = p->number * 10 + (s.ptr[i] - '0');
                p->digits++;
            }
        p->text = str_cut(s, start, i);
        p->before = start > 0 ? s.ptr[start - 1] : 0;
        p->after = i < s.len ? s.ptr[i] : 0;
    }
    return n;
}

/* "apr", "april", "sept" → 4, 9; 0: no month. */
static int month_of(Str word)
{
    static const char *const name[] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
    for (int m = 0; m < 12 && word.len >= 3; m++)
        if (word.len <= (ptrdiff_t)strlen(name[m]) &&
            str_ieq(word, str_cut(str_of(name[m]), 0, word.len)))
            return m + 1;
    return 0;
}

static int zone_of(Str word)
{
    for (ptrdiff_t i = 0; i < COUNT(zones); i++)
        if (str_ieq(word, str_of(zones[i].name)))
            return zones[i].minutes;
    return ZONE_NONE;
}

/* h:mm[:ss[.f]] at piece i, with am/pm and zone behind. Returns pieces used, 0 when there is no
 * time. */
static int read_time(const Piece *p, int n, int i, When *w)
{
    bool plain = i + 1 < n && p[i].digits <= 2 && p[i].digits > 0 && p[i].after == ':' &&
                 p[i + 1].digits == 2 && p[i + 1].before == ':';
    bool bare = !plain && i + 1 < n && p[i].digits > 0 && p[i].digits <= 2 &&
                (str_ieq(p[i + 1].text, STR("am")) || str_ieq(p[i + 1].text, STR("pm")));
    if (!plain && !bare)
        return 0;
    int h = (int)p[i].number, m = plain ? (int)p[i + 1].number : 0, s = 0, k = i + (plain ? 2 : 1);
    if (plain && k < n && p[k].digits == 2 && p[k].before == ':')
        s = (int)p[k++].number;
    if (k < n && p[k].digits > 0 && p[k].before == '.' && p[k - 1].after == '.')
        k++; /* fraction */
    if (k < n && p[k].number < 0) {
        char c = (char)(p[k].text.ptr[0] | 32);
        bool dotted = p[k].text.len == 1 && p[k].after == '.' && k + 1 < n &&
                      str_ieq(p[k + 1].text, STR("m"));
        if ((c == 'a' || c == 'p') &&
            (dotted || (p[k].text.len == 2 && (p[k].text.ptr[1] | 32) == 'm'))) {
            h = h % 12 + (c == 'p' ? 12 : 0);
            k += dotted ? 2 : 1;
        }
    }
    if (h > 23 || m > 59 || s > 60)
        return 0;
    w->hour = h;
    w->minute = m;
    w->second = MIN(s, 59);
    if (k < n && (p[k].before == '+' || p[k].before == '-') &&
        (p[k].digits == 4 || p[k].digits == 2)) {
        bool whole = p[k].digits == 4;
        bool more = !whole && k + 1 < n && p[k + 1].digits == 2 && p[k + 1].before == ':';
        int64_t minutes = whole ? p[k].number / 100 * 60 + p[k].number % 100
                                : p[k].number * 60 + (more ? p[k + 1].number : 0);
        if (minutes <= 14 * 60)
            w->zone = (int)(p[k].before == '-' ? -minutes : minutes);
        k += more ? 2 : 1;
    } else if (k < n && p[k].number < 0 && zone_of(p[k].text) != ZONE_NONE)
        w->zone = zone_of(p[k++].text);
    return k - i;
}

/* Year, month, day as numbers with the same sign between: 2017-04-13, 13.04.2017, 4/13/2017. */
static int read_numeric(const Piece *p, int n, int i, When *w)
{
    if (i + 2 >= n || p[i].digits == 0 || p[i + 1].digits == 0 || p[i + 2].digits == 0 ||
        p[i + 1].digits > 2)
        return 0;
    char sign = p[i].after;
    if (!strchr("-/.", sign) || !sign || p[i + 1].before != sign || p[i + 1].after != sign ||
        p[i + 2].before != sign)
        return 0;
    int a = (int)p[i].number, b = (int)p[i + 1].number, c = (int)p[i + 2].number;
    if (p[i].digits == 4 && p[i + 2].digits <= 2)
        *w = (When){a, b, c, w->hour, w->minute, w->second, w->zone};
    else if (p[i].digits <= 2 && (p[i + 2].digits == 4 || p[i + 2].digits == 2)) {
        int year = p[i + 2].digits == 4 ? c : c + (c < 70 ? 2000 : 1900);
        bool day_first = a > 12 || (sign == '.' && b <= 12);
        *w = (When){year,   day_first ? b : a, day_first ? a : b, w->hour, w->minute, w->second,
                    w->zone};
    } else
        return 0;
    return 3;
}

/* 20170413, 201704131014, 20170413101455 */
static bool read_compact(const Piece *p, When *w)
{
    int64_t day = p->digits == 14   ? p->number / 1000000
                  : p->digits == 12 ? p->number / 10000
                                    : p->number;
    if (p->digits != 8 && p->digits != 12 && p->digits != 14)
        return false;
    int year = (int)(day / 10000);
    if (year < 1900 || year > 2100 ||
        day_of(year, (int)(day / 100 % 100), (int)(day % 100)) == DAY_NONE)
        return false;
    w->year = year;
    w->month = (int)(day / 100 % 100);
    w->day = (int)(day % 100);
    if (p->digits == 14 && p->number / 10000 % 100 < 24) {
        w->hour = (int)(p->number / 10000 % 100);
        w->minute = (int)(p->number / 100 % 100) % 60;
        w->second = (int)(p->number % 100) % 60;
    }
    return true;
}

/* A month's name with a day and a year near it. */
static bool read_named(const Piece *p, int n, When *w)
{
    int month_at = -1;
    for (int i = 0; i < n; i++) {
        if (p[i].number < 0 && w->month == 0 && month_of(p[i].text)) {
            w->month = month_of(p[i].text);
            month_at = i;
        } else if (p[i].digits == 4 && w->year == 0 && p[i].before != '+' && p[i].number >= 1000)
            w->year = (int)p[i].number;
    }
    if (month_at < 0)
        return false;
    for (int i = 0; i < n && w->day == 0; i++) { /* the number next to the month is the day */
        bool near = i == month_at - 1 || i == month_at + 1 ||
                    (i == month_at - 2 && p[month_at - 1].number < 0);
        if (near && p[i].digits >= 1 && p[i].digits <= 2 && p[i].after != ':' && p[i].before != ':')
            w->day = (int)p[i].number;
    }
    for (int i = month_at + 1; i < n && w->year == 0; i++) /* "13 Apr 17" */
        if (p[i].digits == 2 && p[i].after != ':' && p[i].before != ':' &&
            (i > month_at + 1 || p[month_at - (month_at > 0)].digits > 0))
            w->year = (int)p[i].number + (p[i].number < 70 ? 2000 : 1900);
    return w->year > 0 && w->day > 0;
}

static Day epoch(Str s, char out[32], Str *iso)
{
    ptrdiff_t n = 0;
    while (n < s.len && is_digit(s.ptr[n]))
        n++;
    int64_t v;
    bool whole = n == s.len || (s.ptr[n] == '.' && s.len - n <= 8);
    if (!whole || (n != 9 && n != 10 && n != 13) || !str_int(str_cut(s, 0, n), 0, INT64_MAX, &v))
        return DAY_NONE;
    if (n == 13)
        v /= 1000;
    Civil c = day_civil((Day)(v / 86400));
    int second = (int)(v % 86400);
    int len = snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
                       second / 3600, second / 60 % 60, second % 60);
    *iso = (Str){out, len};
    return (Day)(v / 86400);
}

Day date_read(Str s, char out[32], Str *iso)
{
    *iso = (Str){0};
    s = str_cut(str_trim(s), 0, 120);
    if (s.len == 0)
        return DAY_NONE;
    Day day = epoch(s, out, iso);
    if (day != DAY_NONE)
        return day;
    Piece p[PIECES];
    int n = cut_pieces(s, p);
    When w = {.hour = -1, .zone = ZONE_NONE};
    bool found = n > 0 && read_compact(&p[0], &w);
    for (int i = 0; i < n && !found; i++)
        found = read_numeric(p, n, i, &w) > 0;
    if (found && day_of(w.year, w.month, w.day) == DAY_NONE)
        found = false;
    found = found || read_named(p, n, &w);
    day = found ? day_of(w.year, w.month, w.day) : DAY_NONE;
    if (day == DAY_NONE)
        return DAY_NONE;
    for (int i = 0; i < n && w.hour < 0; i++)
        read_time(p, n, i, &w);
    int len = snprintf(out, 32, "%04d-%02d-%02d", w.year, w.month, w.day);
    if (w.hour >= 0)
        len += snprintf(out + len, 32 - (size_t)len, "T%02d:%02d:%02d", w.hour, w.minute, w.second);
    if (w.hour >= 0 && w.zone == 0)
        out[len++] = 'Z';
    else if (w.hour >= 0 && w.zone != ZONE_NONE) {
        int z = w.zone < 0 ? -w.zone : w.zone;
        len += snprintf(out + len, 32 - (size_t)len, "%c%02d:%02d", w.zone < 0 ? '-' : '+',
                        z / 60 % 24, z % 60);
    }
    *iso = (Str){out, len};
    return day;
}

Day date_in_url(Str url)
{
    ptrdiff_t host = str_find(url, STR("://"));
    Str path = str_cut(url, host < 0 ? 0 : host + 3, MIN(url.len, 1000));
    for (ptrdiff_t i = 0; i + 8 <= path.len; i++) {
        if (!is_digit(path.ptr[i]) || (i > 0 && is_digit(path.ptr[i - 1])))
            continue;
        Piece p[PIECES];
        int n = cut_pieces(str_cut(path, i, MIN(path.len, i + 12)), p);
        When w = {.hour = -1};
        bool compact = n > 0 && p[0].digits == 8 && read_compact(&p[0], &w);
        bool apart = !compact && n >= 3 && p[0].digits == 4 && read_numeric(p, n, 0, &w);
        if (!compact && !apart && n >= 3 && p[0].digits == 4 && p[1].number < 0 &&
            p[2].digits > 0 && p[2].digits <= 2 && p[0].after == '/') {
            w = (When){
                .year = (int)p[0].number, .month = month_of(p[1].text), .day = (int)p[2].number};
            apart = w.month > 0;
        }
        if ((compact || apart) && w.year >= 1980 && w.year <= 2100 &&
            day_of(w.year, w.month, w.day) != DAY_NONE)
            return day_of(w.year, w.month, w.day);
    }
    return DAY_NONE;
}
