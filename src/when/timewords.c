/* The tables of time: timewords.tsv and holidays.tsv become a dictionary of phrases, each with its readings.
 *
 * Sections: when.words (Dict: phrase → index of its first Sense), when.senses, when.holidays; the rules are in
 * timerules.c. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { PHRASE_MAX = 8 };

typedef struct {
    Str words;
    Sense sense;
} Row;
typedef LIST(Row) Rows;
typedef LIST(Holiday) Holidays;

int class_of(Str name)
{
    static const char *const names[] = {
#define X(n) #n,
        CLASS_LIST(X)
#undef X
    };
    for (int i = 0; i < CLASS_COUNT; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

/* A value is a number or one of these words. */
static bool value_of(Str s, int32_t *value)
{
    static const struct {
        const char *name;
        int32_t value;
    } words[] = {
#define X(n) {#n, UNIT_##n},
        UNIT_LIST(X)
#undef X
        {"SP", SEASON_SP}, {"SU", SEASON_SU}, {"FA", SEASON_FA}, {"WI", SEASON_WI}, {"MO", PART_MO},
        {"AF", PART_AF}, {"EV", PART_EV}, {"NI", PART_NI}, {"MI", PART_MI}, {"PRESENT", REF_PRESENT},
        {"PAST", REF_PAST}, {"FUTURE", REF_FUTURE}, {"START", MOD_START}, {"MID", MOD_MID}, {"END", MOD_END},
        {"APPROX", MOD_APPROX}, {"MORE_THAN", MOD_MORE_THAN}, {"LESS_THAN", MOD_LESS_THAN},
        {"EQUAL_OR_MORE", MOD_EQUAL_OR_MORE}, {"EQUAL_OR_LESS", MOD_EQUAL_OR_LESS}, {"X", QUANT_MANY},
    };
    int64_t n;
    if (str_int(s, -1000000, 1000000, &n)) {
        *value = (int32_t)n;
        return true;
    }
    for (int i = 0; i < COUNT(words); i++)
        if (str_eq(s, str_of(words[i].name))) {
            *value = words[i].value;
            return true;
        }
    return false;
}

static bool words_read(const TableDir *t, Rows *rows, Arena *a, Err *err)
{
    const struct TableFile *f = tabledir_find(t, STR("timewords"));
    Tsv tsv;
    if (!f)
        return err_set(err, CASUS_ERR_IO, "%s: no timewords.tsv", t->dir);
    if (!tsv_open(f->path, f->file.bytes, &tsv, err))
        return false;
    Err bad = {0};
    while (tsv_next(&tsv, &bad)) {
        Str name = tsv_get(&tsv, 1);
        Row *row = push(rows, a);
        *row = (Row){.words = tsv_get(&tsv, 0), .sense.capital = str_ends(name, STR("!"))};
        int cls = class_of(str_cut(name, 0, name.len - row->sense.capital));
        if (cls < 0)
            return tsv_fail(&tsv, err, "unknown class", name);
        row->sense.cls = (uint8_t)cls;
        if (!value_of(tsv_get(&tsv, 2), &row->sense.value))
            return tsv_fail(&tsv, err, "unknown value", tsv_get(&tsv, 2));
    }
    return !bad.code || err_set(err, bad.code, "%s", bad.text);
}

/* "12-25", "11 4 4" (month, weekday, which; "1+" the day after), "easter -2". */
static bool holiday_read(Str rule, Holiday *h)
{
    Str part[3] = {{0}}, rest = rule;
    int64_t n[3] = {0};
    int k = 0;
    while (k < 3 && str_split(&rest, ' ', &part[k]))
        k++;
    if (k == 2 && str_eq(part[0], STR("easter")) && str_int(part[1], -60, 60, &n[0])) {
        *h = (Holiday){.kind = HOLIDAY_EASTER, .a = (int8_t)n[0]};
        return true;
    }
    if (k == 1 && rule.len == 5 && str_int(str_cut(rule, 0, 2), 1, 12, &n[0]) &&
        str_int(str_cut(rule, 3, 5), 1, 31, &n[1])) {
        *h = (Holiday){.kind = HOLIDAY_FIXED, .month = (int8_t)n[0], .a = (int8_t)n[1]};
        return true;
    }
    bool plus = str_ends(part[2], STR("+"));
    part[2].len -= plus;
    if (k != 3 || !str_int(part[0], 1, 12, &n[0]) || !str_int(part[1], 1, 7, &n[1]) ||
        !str_int(part[2], -1, 5, &n[2]))
        return false;
    *h = (Holiday){HOLIDAY_NTH, (int8_t)n[0], (int8_t)n[1], (int8_t)n[2], plus};
    return true;
}

static bool holidays_read(const TableDir *t, Rows *rows, Holidays *days, Arena *a, Err *err)
{
    const struct TableFile *f = tabledir_find(t, STR("holidays"));
    Tsv tsv;
    if (!f)
        return true;
    if (!tsv_open(f->path, f->file.bytes, &tsv, err))
        return false;
    Err bad = {0};
    while (tsv_next(&tsv, &bad)) {
        Row *row = push(rows, a);
        *row = (Row){tsv_get(&tsv, 0), {.cls = CLASS_HOLIDAY, .capital = 1, .value = (int32_t)days->n}};
        if (!holiday_read(tsv_get(&tsv, 1), push(days, a)))
            return tsv_fail(&tsv, err, "unknown rule", tsv_get(&tsv, 1));
    }
    return !bad.code || err_set(err, bad.code, "%s", bad.text);
}

static int phrase_keys(Str words, uint64_t key[PHRASE_MAX])
{
    int n = 0;
    Str word;
    while (n < PHRASE_MAX && str_split(&words, ' ', &word))
        if (word.len)
            key[n++] = dict_key(word);
    return n;
}

/* All rows of the same words stand together, the last one marked. */
static void senses_add(const Rows *rows, DictWriter *d, PackWriter *w)
{
    LIST(Sense) senses = {0};
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        uint64_t key[PHRASE_MAX];
        int n = phrase_keys(rows->item[i].words, key);
        if (n == 0 || dict_add(d, key, n, (int32_t)senses.n) != DICT_NONE)
            continue;
        for (ptrdiff_t k = i; k < rows->n; k++)
            if (str_eq(rows->item[k].words, rows->item[i].words))
                *push(&senses, w->arena) = rows->item[k].sense;
        senses.item[senses.n - 1].is_last = 1;
    }
    pack_add(w, "when.senses", senses.item, (size_t)senses.n * sizeof(Sense));
}

bool when_compile(const TableDir *t, PackWriter *w, Err *err)
{
    Rows rows = {0};
    Holidays days = {0};
    DictWriter d = {.arena = w->arena};
    if (!words_read(t, &rows, w->arena, err) || !holidays_read(t, &rows, &days, w->arena, err))
        return false;
    senses_add(&rows, &d, w);
    dict_finish(&d, w, "when.words");
    pack_add(w, "when.holidays", days.item, (size_t)days.n * sizeof(Holiday));
    return rules_compile(t, w, err);
}

/* A section as an array; its size is checked, its values by the caller. */
static const void *section(const Pack *p, const char *name, size_t size, uint32_t *n)
{
    Str s = pack_get(p, name);
    *n = (uint32_t)((size_t)s.len / size);
    return s.ptr;
}

static bool tables_good(const WhenTables *w)
{
    if (!w->n_senses || !w->n_rules || !w->sense[w->n_senses - 1].is_last)
        return false;
    for (uint32_t i = 0; i < w->n_senses; i++)
        if (w->sense[i].cls >= CLASS_COUNT ||
            (w->sense[i].cls == CLASS_HOLIDAY && (uint32_t)w->sense[i].value >= w->n_holidays))
            return false;
    for (uint32_t i = 0; i < w->n_code; i++)
        if (w->code[i].x >= w->n_code || w->code[i].y >= w->n_code)
            return false;
    for (uint32_t i = 0; i < w->n_rules; i++)
        if (w->rule[i].start >= w->n_code || w->rule[i].op >= OP_COUNT)
            return false;
    return true;
}

bool when_open(const Pack *p, WhenTables **out, Arena *perm, Err *err)
{
    WhenTables *w = NEW(perm, WhenTables, 1);
    if (!dict_open(p, "when.words", &w->words, err))
        return false;
    w->sense = section(p, "when.senses", sizeof(Sense), &w->n_senses);
    w->holiday = section(p, "when.holidays", sizeof(Holiday), &w->n_holidays);
    w->code = section(p, "when.code", sizeof(Ins), &w->n_code);
    w->rule = section(p, "when.rules", sizeof(Rule), &w->n_rules);
    if (!tables_good(w))
        return err_set(err, CASUS_ERR_FORMAT, "tables of when are damaged");
    *out = w;
    return true;
}
