/* The word lists of text/ in one dictionary: folded word → what is known of it. */
#include "text/parts.h"
#include "base/banned.h"

static const char *const class_name[] = {
#define X(name, label) label,
    WORD_CLASSES(X)
#undef X
};

enum { CUT_MAX = 31, CUT_BITS = 5, SECTION_MAX = 64 };

typedef struct {
    Map words; /* dict_key → WORD_ bits */
    Arena *arena;
} Lexicon;

static uint64_t word_key(Str word, Arena *a)
{
    return dict_key(str_fold(word, a));
}

static void add_bits(Lexicon *l, Str word, uint32_t bits)
{
    uint64_t key = word_key(word, l->arena);
    int64_t *old = map_get(&l->words, key);
    map_set(&l->words, key, (old ? *old : 0) | bits, l->arena);
}

/* A capital is required when every abbreviation row of the word has one. */
static bool add_abbreviations(Lexicon *l, Tsv *t, Err *err)
{
    int word = tsv_column(t, STR("word")), class = tsv_column(t, STR("class"));
    Map small = {0};
    while (tsv_next(t, err)) {
        Str name = tsv_get(t, class), w = tsv_get(t, word);
        int bit = 0;
        while (bit < COUNT(class_name) && !str_eq(name, str_of(class_name[bit])))
            bit++;
        if (bit == COUNT(class_name) || !w.len)
            return tsv_fail(t, err, "unknown class", name);
        uint32_t bits = 1u << bit;
        ptrdiff_t at = 0;
        if (bits & WORD_ABBREVIATION) {
            if (cp_is_upper(utf8_next(w, &at)))
                bits |= WORD_CAPITAL;
            else
                map_set(&small, word_key(w, l->arena), 1, l->arena);
        }
        add_bits(l, w, bits);
    }
    for (ptrdiff_t i = 0; i < small.cap; i++)
        if (small.key[i])
            *map_get(&l->words, small.key[i]) &= ~(int64_t)WORD_CAPITAL;
    return !err || err->code == CASUS_OK;
}

static bool add_contractions(Lexicon *l, Tsv *t, Err *err)
{
    int column = tsv_column(t, STR("parts")), when = tsv_column(t, STR("when"));
    while (tsv_next(t, err)) {
        char joined[CUT_MAX + 1];
        ptrdiff_t len = 0;
        uint32_t bits = 0;
        int cuts = 0;
        Str parts = tsv_get(t, column), part;
        for (Str rest = parts; str_split(&rest, '|', &part);) {
            if (len + part.len > CUT_MAX || cuts > 2 || !part.len)
                return tsv_fail(t, err, "not two or three parts of at most 31 letters", parts);
            memcpy(joined + len, part.ptr, (size_t)part.len);
            if (len)
                bits |= (uint32_t)len << (WORD_CUT_SHIFT + CUT_BITS * (cuts++));
            len += part.len;
        }
        if (str_eq(tsv_get(t, when), STR("copular")))
            bits |= WORD_CUT_IF_COPULAR;
        add_bits(l, (Str){joined, len}, bits);
    }
    return !err || err->code == CASUS_OK;
}

static bool add_list(Lexicon *l, Tsv *t, uint32_t bits, Err *err)
{
    int word = tsv_column(t, STR("word"));
    while (tsv_next(t, err))
        add_bits(l, tsv_get(t, word), bits);
    return !err || err->code == CASUS_OK;
}

static bool add_table(Lexicon *l, const TableDir *dir, const char *name, Err *err)
{
    const struct TableFile *f = tabledir_find(dir, str_of(name));
    if (!f)
        return true;
    Err own = {0};
    Tsv t;
    bool ok = tsv_open(f->path, f->file.bytes, &t, &own);
    if (ok && strcmp(name, "abbreviations") == 0)
        ok = add_abbreviations(l, &t, &own);
    else if (ok && strcmp(name, "contractions") == 0)
        ok = add_contractions(l, &t, &own);
    else if (ok)
        ok = add_list(l, &t, WORD_OPENER, &own);
    return ok || err_set(err, own.code, "%s", own.text);
}

bool text_compile(const TableDir *dir, PackWriter *w, Err *err)
{
    Lexicon l = {.arena = w->arena};
    if (!add_table(&l, dir, "abbreviations", err) || !add_table(&l, dir, "contractions", err) ||
        !add_table(&l, dir, "openers", err))
        return false;
    DictWriter d = {.arena = w->arena};
    for (ptrdiff_t i = 0; i < l.words.cap; i++)
        if (l.words.key[i])
            dict_add(&d, &l.words.key[i], 1, (int32_t)l.words.value[i]);
    dict_finish(&d, w, "text.words");
    return true;
}

bool text_open(const Pack *p, TextTables *t, Err *err)
{
    return dict_open(p, "text.words", &t->words, err);
}

uint32_t text_word(const TextTables *t, Str folded)
{
    int32_t bits = 0;
    uint64_t key = dict_key(folded);
    if (t && t->words.entry)
        dict_match(&t->words, &key, 1, &bits);
    return (uint32_t)bits;
}
