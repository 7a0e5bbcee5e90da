/* Keys of names by sound: a left-to-right rewrite, longest rule first. */
#include "dict/dict.h"
#include "who/sound.h"
#include "base/banned.h"

/* Rewrites by first letter, longest first: "from>to" apart by blanks; nothing behind '>' drops the
 * letters. */
static const char *const rules[26] = {
    ['a' - 'a'] = "ai>i ay>i",
    ['c' - 'a'] = "ch>c ck>k cz>c",
    ['d' - 'a'] = "dzh>j dh>d dj>j",
    ['e' - 'a'] = "ee>i e>i",
    ['g' - 'a'] = "gh>k g>k",
    ['i' - 'a'] = "ie>i",
    ['k' - 'a'] = "kh>k",
    ['o' - 'a'] = "ou>u oo>u o>u",
    ['p' - 'a'] = "ph>f",
    ['q' - 'a'] = "qu>k q>k",
    ['s' - 'a'] = "shch>sc sch>s sh>s",
    ['t' - 'a'] = "tsch>c tch>c th>t ts>s tz>s",
    ['w' - 'a'] = "w>v",
    ['x' - 'a'] = "x>ks",
    ['y' - 'a'] = "y>i",
    ['z' - 'a'] = "zh>z",
};

/* Length of the rule's left side when it stands at s[at], else 0; *to its right side, which ends
 * with a blank or NUL. */
static ptrdiff_t rule_at(const char *rule, Str s, ptrdiff_t at, const char **to)
{
    while (rule && *rule) {
        ptrdiff_t n = 0;
        while (rule[n] != '>' && at + n < s.len && s.ptr[at + n] == rule[n])
            n++;
        bool hit = rule[n] == '>';
        while (*rule != '>')
            rule++;
        *to = ++rule;
        if (hit)
            return n;
        while (*rule && *rule++ != ' ')
            ;
    }
    return 0;
}

int sound_of(Str fold, char out[SOUND_MAX])
{
    int n = 0;
    for (ptrdiff_t i = 0; i < fold.len;) {
        char c = fold.ptr[i], self[2] = {c, 0};
        bool latin = c >= 'a' && c <= 'z';
        const char *to = latin || (unsigned char)c >= 0x80 ? self : "";
        const char *right = NULL;
        ptrdiff_t len = latin ? rule_at(rules[c - 'a'], fold, i, &right) : 0;
        if (len)
            to = right;
        for (; *to && *to != ' ' && n < SOUND_MAX; to++)
            if (n == 0 || out[n - 1] != *to)
                out[n++] = *to;
        i += MAX(len, 1);
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
    if (fold.len < 2 || fold.len > 3)
        return false;
    for (int i = 0; i < COUNT(all); i++)
        if (str_eq(fold, str_of(all[i])))
            return true;
    return false;
}

/* Edit distance (Levenshtein), of words of at most SOUND_MAX letters. */
static int distance(Str a, Str b)
{
    int row[SOUND_MAX + 1];
    for (int k = 0; k <= (int)b.len; k++)
        row[k] = k;
    for (int i = 1; i <= (int)a.len; i++) {
        int corner = row[0];
        row[0] = i;
        for (int k = 1; k <= (int)b.len; k++) {
            int change = corner + (a.ptr[i - 1] != b.ptr[k - 1]);
            corner = row[k];
            row[k] = MIN(MIN(row[k], row[k - 1]) + 1, change);
        }
    }
    return row[b.len];
}

bool sound_same_name(Str a, Str b)
{
    if (str_eq(a, b))
        return true;
    if (a.len > SOUND_MAX || b.len > SOUND_MAX)
        return false;
    return distance(a, b) <= 1 + (int)MAX(a.len, b.len) / 4;
}
