/* Keys of names by sound: a left-to-right rewrite, longest rule first. */
#include "dict/dict.h"
#include "who/sound.h"
#include "base/banned.h"

/* Rewrites, tried in order at each letter; the empty target drops the letters. */
static const struct {
    const char *from, *to;
} rules[] = {
    {"tsch", "c"}, {"tch", "c"},  {"sch", "s"}, {"shch", "sc"}, {"dzh", "j"}, {"sh", "s"}, {"ch", "c"},
    {"zh", "z"},   {"kh", "k"},   {"gh", "k"},  {"ph", "f"},    {"th", "t"},  {"dh", "d"}, {"dj", "j"},
    {"ck", "k"},   {"qu", "k"},   {"ts", "s"},  {"tz", "s"},    {"cz", "c"},  {"x", "ks"}, {"q", "k"},
    {"g", "k"},    {"w", "v"},    {"ou", "u"},  {"oo", "u"},    {"ee", "i"},  {"ie", "i"}, {"o", "u"},
    {"e", "i"},    {"y", "i"},    {"ai", "i"},  {"ay", "i"},
};

static int rule_at(Str s, ptrdiff_t at)
{
    for (int i = 0; i < COUNT(rules); i++) {
        Str from = str_of(rules[i].from);
        if (str_starts(str_cut(s, at, s.len), from))
            return i;
    }
    return -1;
}

int sound_of(Str fold, char out[SOUND_MAX])
{
    int n = 0;
    for (ptrdiff_t i = 0; i < fold.len;) {
        int rule = rule_at(fold, i);
        const char *to = rule < 0 ? NULL : rules[rule].to;
        char self[2] = {fold.ptr[i], 0};
        if (!to) {
            bool letter = (self[0] >= 'a' && self[0] <= 'z') || (unsigned char)self[0] >= 0x80;
            to = letter ? self : "";
        }
        for (; *to && n < SOUND_MAX; to++)
            if (n == 0 || out[n - 1] != *to)
                out[n++] = *to;
        i += rule < 0 ? 1 : (ptrdiff_t)strlen(rules[rule].from);
    }
    if (n > 3 && out[n - 1] == 'h')
        n--;
    return n;
}

uint64_t sound_key(Str fold)
{
    char key[SOUND_MAX];
    int n = sound_of(fold, key);
    return n ? dict_key((Str){key, n}) : 0;
}

bool sound_is_article(Str fold)
{
    static const char *const all[] = {"al", "el", "ul", "ad", "as", "ash", "ar", "an", "at", "az"};
    for (int i = 0; i < COUNT(all); i++)
        if (str_eq(fold, str_of(all[i])))
            return true;
    return false;
}
