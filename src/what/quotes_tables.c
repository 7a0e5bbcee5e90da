/* tables/speech.tsv → one dictionary: (part of speech, lemma) → class and what the cue takes, as
 * bits. */
#include "what/quote_parts.h"
#include "base/banned.h"

static const char *const lead_name[] = {
#define X(name, word) word,
    LEAD_LIST(X)
#undef X
};
static const char *const class_name[] = {
#define X(name, label) label,
    CUE_LIST(X)
#undef X
};
static const struct {
    const char *name;
    uint32_t bit;
} takes_name[] = {{"c", TAKES_CLAUSE}, {"q", TAKES_QUOTATION}, {"i", TAKES_INFINITIVE},
                  {"o", TAKES_OBJECT}, {"not", TAKES_NOT},     {"self", TAKES_SELF}};

const char *cue_name(int class)
{
    return class >= 0 && class < CUE_COUNT ? class_name[class] : "";
}

const char *quote_kind_name(int kind)
{
    static const char *const names[] = {"direct", "indirect", "mixed"};
    return kind >= 0 && kind < COUNT(names) ? names[kind] : "";
}

const char *quote_how_name(int how)
{
    static const char *const names[] = {
#define X(name, label) label,
        QUOTE_HOW_LIST(X)
#undef X
    };
    return how >= 0 && how < QUOTE_HOW_COUNT ? names[how] : "";
}

/* ---- tables ------------------------------------------------------------------------------- */

static uint32_t takes_bit(Str word)
{
    for (ptrdiff_t k = 0; k < COUNT(lead_name); k++)
        if (str_eq(word, str_of(lead_name[k])))
            return 1u << k;
    for (ptrdiff_t k = 0; k < COUNT(takes_name); k++)
        if (str_eq(word, str_of(takes_name[k].name)))
            return takes_name[k].bit;
    return 0;
}

static bool row_bits(const Tsv *t, uint32_t *bits, Err *err)
{
    Str class = tsv_get(t, tsv_column(t, STR("class"))),
        takes = tsv_get(t, tsv_column(t, STR("takes"))), word;
    int k = 0;
    while (k < CUE_COUNT && !str_eq(class, str_of(class_name[k])))
        k++;
    if (k == CUE_COUNT)
        return tsv_fail(t, err, "unknown class", class);
    *bits = (uint32_t)k << CUE_CLASS_SHIFT;
    for (Str rest = takes; takes.len && str_split(&rest, ' ', &word);) {
        uint32_t bit = takes_bit(word);
        if (!bit)
            return tsv_fail(t, err, "unknown word in takes", word);
        *bits |= bit;
    }
    return true;
}

bool quotes_compile(const TableDir *dir, PackWriter *w, Err *err)
{
    DictWriter d = {.arena = w->arena};
    const struct TableFile *f = tabledir_find(dir, STR("speech"));
    Tsv t;
    Err own = {0};
    if (f) {
        if (!tsv_open(f->path, f->file.bytes, &t, err))
            return false;
        int lemma = tsv_column(&t, STR("lemma")), pos = tsv_column(&t, STR("pos"));
        while (tsv_next(&t, &own)) {
            uint32_t bits = 0;
            Str p = tsv_get(&t, pos);
            if (p.len != 1 || !strchr("vna", p.ptr[0]))
                return tsv_fail(&t, err, "pos is not v, n or a", p);
            if (!row_bits(&t, &bits, err))
                return false;
            const uint64_t key[] = {dict_key(p), dict_key(str_fold(tsv_get(&t, lemma), w->arena))};
            if (dict_add(&d, key, 2, (int32_t)bits) != DICT_NONE)
                return tsv_fail(&t, err, "twice", tsv_get(&t, lemma));
        }
        if (own.code != CASUS_OK)
            return err_set(err, own.code, "%s", own.text);
    }
    dict_finish(&d, w, "quotes.cues");
    return true;
}

bool quotes_open(const Pack *p, QuoteTables *t, Err *err)
{
    return dict_open(p, "quotes.cues", &t->cues, err);
}

uint32_t quote_row(const QuoteTables *t, char pos, uint64_t lemma_key)
{
    const uint64_t key[] = {dict_key((Str){&pos, 1}), lemma_key};
    int32_t bits = 0;
    return dict_match(&t->cues, key, 2, &bits) == 2 ? (uint32_t)bits : 0;
}
