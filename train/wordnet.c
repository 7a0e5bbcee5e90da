/* WordNet's word lists (index.noun …, verb.exc …) as forms with their lemma and part of speech: exceptions as
 * they stand, base forms, and regular inflections made here. Where two lemmas may share a form ("planed"), the
 * likelier comes first. */
#include "train/train.h"
#include "base/banned.h"

typedef struct {
    WordnetForm *say;
    void *to;
    Arena *a;
} Teller;

static void tell(const Teller *t, Str lemma, ptrdiff_t cut, const char *end, int upos, WordnetKind kind)
{
    t->say(t->to, arena_printf(t->a, "%.*s%s", (int)(lemma.len - cut), lemma.ptr, end), lemma, upos, kind);
}

static bool is_vowel(char c)
{
    return strchr("aeiou", c) != NULL;
}

static bool hisses(char before, char last)
{
    return strchr("sxz", last) || (last == 'h' && strchr("cs", before));
}

static void tell_s(const Teller *t, Str w, int upos)
{
    char last = w.ptr[w.len - 1], before = w.ptr[w.len - 2];
    if (last == 'y' && !is_vowel(before))
        tell(t, w, 1, "ies", upos, WORDNET_REGULAR);
    else
        tell(t, w, 0, hisses(before, last) ? "es" : "s", upos, WORDNET_REGULAR);
}

/* The past and -ing forms of a verb. Round 0: verbs in -e and the plain rule; 1: doubled, of one syllable; 2: of more
 * syllables, where the stress decides (committed, edited), so both. */
static void tell_verb(const Teller *t, Str v, int round)
{
    ptrdiff_t n = v.len;
    char last = v.ptr[n - 1], mid = v.ptr[n - 2], before = v.ptr[n - 3];
    int vowels = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        vowels += is_vowel(v.ptr[i]) && (i == 0 || !is_vowel(v.ptr[i - 1]));
    bool doubles = !is_vowel(last) && !strchr("wxyh", last) && is_vowel(mid) && (!is_vowel(before) || before == 'u');
    if (round == 0)
        tell_s(t, v, UPOS_VERB);
    if (round == 0 && last == 'e') {
        tell(t, v, 0, "d", UPOS_VERB, WORDNET_REGULAR);
        if (!strchr("eoy", mid))
            tell(t, v, 1, "ing", UPOS_VERB, WORDNET_REGULAR);
    }
    if (round != (doubles ? vowels == 1 ? 1 : 2 : 0) || last == 'e')
        return;
    char twice[2][8] = {{last, 'e', 'd'}, {last, 'i', 'n', 'g'}};
    for (int i = 0; doubles && i < 2; i++)
        tell(t, v, 0, twice[i], UPOS_VERB, WORDNET_REGULAR);
    if (!doubles || vowels > 1) {
        bool y = last == 'y' && !is_vowel(mid);
        tell(t, v, y, y ? "ied" : "ed", UPOS_VERB, WORDNET_REGULAR);
        tell(t, v, 0, "ing", UPOS_VERB, WORDNET_REGULAR);
    }
}

static bool open_in(const char *folder, const char *file, File *f, Arena *a)
{
    Err err;
    return file_open(arena_cstr(a, arena_printf(a, "%s/%s", folder, file)), (ptrdiff_t)1 << 30, f, &err);
}

static void tell_exceptions(const Teller *t, const char *folder, const char *file, int upos)
{
    File f;
    if (!open_in(folder, file, &f, t->a))
        return;
    for (Str rest = f.bytes, line, form; str_split(&rest, '\n', &line);)
        if (str_split(&line, ' ', &form) && str_find_byte(form, '_') < 0 && str_find_byte(line, ' ') < 0)
            t->say(t->to, form, line, upos, WORDNET_EXCEPTION);
}

static void tell_index(const Teller *t, const char *folder, const char *file, int upos, int round)
{
    File f;
    if (!open_in(folder, file, &f, t->a))
        return;
    for (Str rest = f.bytes, line, w; str_split(&rest, '\n', &line);) {
        if (!str_split(&line, ' ', &w) || w.len < 3 || str_find_byte(w, '_') >= 0)
            continue;
        if (round == 0)
            tell(t, w, 0, "", upos, WORDNET_BASE);
        if (upos == UPOS_VERB)
            tell_verb(t, w, round);
        else if (upos == UPOS_NOUN)
            tell_s(t, w, upos);
    }
}

bool wordnet_each(const char *folder, WordnetForm *say, void *to, Arena *a)
{
    Teller t = {say, to, a};
    File f;
    if (!open_in(folder, "index.verb", &f, a))
        return false;
    file_close(&f);
    tell_exceptions(&t, folder, "verb.exc", UPOS_VERB);
    tell_exceptions(&t, folder, "noun.exc", UPOS_NOUN);
    tell_exceptions(&t, folder, "adj.exc", UPOS_ADJ);
    for (int round = 0; round < 3; round++)
        tell_index(&t, folder, "index.verb", UPOS_VERB, round);
    tell_index(&t, folder, "index.noun", UPOS_NOUN, 0);
    tell_index(&t, folder, "index.adj", UPOS_ADJ, 0);
    tell_index(&t, folder, "index.adv", UPOS_ADV, 0);
    return true;
}
