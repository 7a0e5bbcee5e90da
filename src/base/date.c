/* Civil dates. Day numbers after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#include "base/base.h"
#include "base/banned.h"

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

Day day_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
        return DAY_NONE;
    int y = year - (month <= 2);
    int era = y / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

Civil day_civil(Day d)
{
    d = MAX(DAY_MIN, MIN(d, DAY_MAX));
    int z = d + 719468;
    int era = z / 146097;
    int of_era = z - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int shifted = (5 * of_year + 2) / 153;
    Civil c = {.day = of_year - (153 * shifted + 2) / 5 + 1, .month = shifted < 10 ? shifted + 3 : shifted - 9};
    c.year = year + era * 400 + (c.month <= 2);
    return c;
}

int day_weekday(Day d)
{
    return (int)(((int64_t)d % 7 + 7 + 3) % 7);
}

Day day_parse(Str s)
{
    int64_t year, month, day;
    if (s.len < 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || (s.len > 10 && s.ptr[10] != 'T' && s.ptr[10] != ' '))
        return DAY_NONE;
    if (!str_int(str_cut(s, 0, 4), 1, 9999, &year) || !str_int(str_cut(s, 5, 7), 1, 12, &month) ||
        !str_int(str_cut(s, 8, 10), 1, 31, &day))
        return DAY_NONE;
    return day_of((int)year, (int)month, (int)day);
}

Str day_format(Day d, char out[11])
{
    if (d == DAY_NONE)
        return (Str){out, 0};
    Civil c = day_civil(d);
    char room[40];
    snprintf(room, sizeof room, "%04d-%02d-%02d", c.year, c.month, c.day);
    memcpy(out, room, 11);
    out[10] = 0;
    return (Str){out, 10};
}
