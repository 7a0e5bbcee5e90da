/* frames.tsv, classes.tsv, compose.tsv, cameo.tsv → sections "what.…" of the pack.
 *
 * Every spelling of every row becomes an entry under its head lemma; entries of a lemma stand together.
 * Each predicate's inflected forms go into a dictionary of their own, for words whose lemma
 * the parser missed. */
#include <math.h>
#include <stdlib.h>

#include "what/frames.h"
#include "base/banned.h"

typedef struct {
    uint64_t key; /* of the head lemma */
    FrameEntry entry;
} KeyedEntry;

typedef struct {
    Str name;
    ClassSet set; /* the word's classes */
    uint64_t key[8];
    int n;
} Member;

typedef struct {
    uint64_t form, lemma;
} FormOf;

typedef struct {
    uint64_t form;
    int32_t value;
} FactForm;

typedef struct {
    const TableDir *dir;
    PackWriter *w;
    Err *err;
    Arena *a;
    Pool pool;
    Map member_of;              /* hash of a class word → index into members */
    LIST(Member) members;
    LIST(Str) classes;
    LIST(FrameRow) rows;
    LIST(Cond) conds;
    LIST(KeyedEntry) entries;
    Map irregular;              /* lemma key → index into irregulars */
    LIST(Str) irregulars;
    LIST(FormOf) forms;
} Compiler;

static bool open_table(Compiler *c, const char *name, Tsv *t)
{
    const struct TableFile *f = tabledir_find(c->dir, str_of(name));
    if (!f)
        return err_set(c->err, CASUS_ERR_IO, "%s: no %s.tsv", c->dir->dir, name);
    return tsv_open(f->path, f->file.bytes, t, c->err);
}

typedef bool ReadTable(Compiler *c, Tsv *t);

/* A table that PETRARCH's dictionaries may bring too (dict/petrarch.h). Theirs is read first: of rows as good it wins. */
static bool read_both(Compiler *c, const char *theirs, const char *ours, bool instead, ReadTable *read)
{
    Tsv t;
    bool found = tabledir_find(c->dir, str_of(theirs)) != NULL;
    if (found && !(open_table(c, theirs, &t) && read(c, &t)))
        return false;
    return (found && instead) || (open_table(c, ours, &t) && read(c, &t));
}

/* Words of s, folded, as keys; 0 when there are more than max. */
static int word_keys(Compiler *c, Str s, uint64_t *key, int max)
{
    Str w, rest = str_trim(s);
    int n = 0;
    if (!rest.len)
        return 0;
    while (str_split(&rest, ' ', &w)) {
        if (!w.len)
            continue;
        if (n == max)
            return 0;
        key[n++] = dict_key(str_fold(w, c->a));
    }
    return n;
}

/* ---- classes ------------------------------------------------------------------------------- */

static int class_id(Compiler *c, Str name)
{
    for (ptrdiff_t i = 0; i < c->classes.n; i++)
        if (str_eq(c->classes.item[i], name))
            return (int)i;
    return -1;
}

static Member *member_get(Compiler *c, Str word)
{
    uint64_t hash = str_hash(word);
    int64_t *at = map_get(&c->member_of, hash);
    if (at)
        return c->members.item + *at;
    map_set(&c->member_of, hash, c->members.n, c->a);
    Member *m = push(&c->members, c->a);
    m->name = word;
    return m;
}

static void class_add(Compiler *c, int id, Member *m)
{
    (void)c;
    m->set.bit[id / 64] |= (uint64_t)1 << (id % 64);
}

static void class_include(Compiler *c, int id, int other)
{
    for (ptrdiff_t i = 0; i < c->members.n; i++)
        if (class_has(&c->members.item[i].set, other))
            class_add(c, id, c->members.item + i);
}

static bool read_class_line(Compiler *c, const Tsv *t)
{
    Str name = str_trim(t->field[0]), words = tsv_get(t, 1), word;
    int id = class_id(c, name);
    if (id < 0) {
        if (c->classes.n == FRAME_CLASSES)
            return tsv_fail(t, c->err, "more than 256 classes", name);
        id = (int)c->classes.n;
        *push(&c->classes, c->a) = name;
    }
    while (words.len && str_split(&words, '|', &word)) {
        word = str_trim(word);
        if (!word.len || word.ptr[0] == '@')
            continue;
        Member *m = member_get(c, word);
        m->n = word_keys(c, word, m->key, COUNT(m->key));
        if (!m->n)
            return tsv_fail(t, c->err, "a class word of more than 8 parts", word);
        class_add(c, id, m);
    }
    return true;
}

/* Words first, then '@NAME' inclusions, as often as classes can nest. */
static bool read_class_words(Compiler *c, Tsv *t)
{
    Err bad = {0};
    while (tsv_next(t, &bad))
        if (!read_class_line(c, t))
            return false;
    return !bad.code || err_set(c->err, bad.code, "%s", bad.text);
}

static bool read_classes(Compiler *c)
{
    Tsv t;
    Err bad = {0};
    if (!read_both(c, "petrarch/classes", "classes", false, read_class_words))
        return false;
    for (int round = 0; round < 4; round++) {
        if (!open_table(c, "classes", &t))
            return false;
        while (tsv_next(&t, &bad)) {
            Str words = tsv_get(&t, 1), word;
            while (words.len && str_split(&words, '|', &word)) {
                word = str_trim(word);
                if (!str_starts(word, STR("@")))
                    continue;
                int other = class_id(c, str_cut(word, 1, word.len));
                if (other < 0)
                    return tsv_fail(&t, c->err, "no such class", word);
                class_include(c, class_id(c, str_trim(t.field[0])), other);
            }
        }
    }
    return true;
}

static void write_classes(Compiler *c)
{
    DictWriter d = {.arena = c->a};
    ClassSet *sets = NEW(c->a, ClassSet, c->members.n + 1);
    for (ptrdiff_t i = 0; i < c->members.n; i++) {
        Member *m = c->members.item + i;
        int32_t old = dict_add(&d, m->key, m->n, (int32_t)i);
        ClassSet *s = sets + (old == DICT_NONE ? i : old); /* two spellings of one key: one set */
        for (int b = 0; b < FRAME_CLASSES / 64; b++)
            s->bit[b] |= m->set.bit[b];
    }
    dict_finish(&d, c->w, "what.member");
    pack_add(c->w, "what.set", sets, sizeof *sets * (size_t)c->members.n);
    Buf names = {0};
    for (ptrdiff_t i = 0; i < c->classes.n; i++)
        buf_printf(&names, "%.*s\n", FMT(c->classes.item[i]));
    pack_add(c->w, "what.class", names.ptr, (size_t)names.len);
    buf_free(&names);
}

/* ---- inflected forms ------------------------------------------------------------------------ */

static void form_add(Compiler *c, Str lemma, Str stem, const char *ending)
{
    Str s = str_fold(arena_printf(c->a, "%.*s%s", FMT(stem), ending), c->a);
    *push(&c->forms, c->a) = (FormOf){dict_key(s), dict_key(str_fold(lemma, c->a))};
}

static bool is_vowel(char c)
{
    return memchr("aeiou", c, 5) != NULL;
}

static void forms_regular(Compiler *c, Str lemma)
{
    Str w = lemma;
    char last = w.len ? w.ptr[w.len - 1] : 0, before = w.len > 1 ? w.ptr[w.len - 2] : 0;
    Str cut = str_cut(w, 0, w.len - 1);
    form_add(c, lemma, w, "");
    form_add(c, lemma, w, "s");
    form_add(c, lemma, w, "es");
    form_add(c, lemma, w, "ed");
    form_add(c, lemma, w, "ing");
    if (last == 'e') {
        form_add(c, lemma, w, "d");
        form_add(c, lemma, cut, "ing");
    } else if (last == 'y') {
        form_add(c, lemma, cut, "ies");
        form_add(c, lemma, cut, "ied");
    } else if (last == 's' && w.len > 3) { /* the singular of "talks" */
        form_add(c, lemma, cut, "");
    } else if (w.len > 2 && !is_vowel(last) && is_vowel(before)) {
        form_add(c, lemma, w, (char[]){last, 'e', 'd', 0});
        form_add(c, lemma, w, (char[]){last, 'i', 'n', 'g', 0});
    } else if (last == 'c') {
        form_add(c, lemma, w, "ked");
        form_add(c, lemma, w, "king");
    }
}

static void forms_add(Compiler *c, Str lemma)
{
    forms_regular(c, lemma);
    int64_t *at = map_get(&c->irregular, dict_key(str_fold(lemma, c->a)));
    if (!at)
        return;
    Str forms = c->irregulars.item[*at], f;
    while (forms.len && str_split(&forms, ' ', &f))
        form_add(c, lemma, f, "");
}

static bool read_irregular(Compiler *c, Tsv *t)
{
    Err bad = {0};
    while (tsv_next(t, &bad)) {
        map_set(&c->irregular, dict_key(t->field[0]), c->irregulars.n, c->a);
        *push(&c->irregulars, c->a) = tsv_get(t, 1);
    }
    return !bad.code || err_set(c->err, bad.code, "%s", bad.text);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool all_in(Str s, char from, char to)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] < from || s.ptr[i] > to)
            return false;
    return s.len > 0;
}

static uint64_t pack_letters(Str s)
{
    uint64_t v = 0;
    for (ptrdiff_t i = 0; i < s.len && i < 8; i++)
        v |= (uint64_t)(unsigned char)s.ptr[i] << (8 * i);
    return v;
}

static const struct {
    const char *name;
    CondKind kind;
} cond_words[] = {{"actor", COND_ACTOR}, {"country", COND_COUNTRY}, {"person", COND_PERSON},
                  {"plural", COND_PLURAL}, {"none", COND_NO}, {"some", COND_SOME}, {"infinitive", COND_INFINITIVE},
                  {"bare", COND_BARE}};

static bool read_value(Compiler *c, const Tsv *t, Str v, Cond *out)
{
    for (ptrdiff_t i = 0; i < COUNT(cond_words); i++)
        if (str_eq(v, str_of(cond_words[i].name))) {
            out->kind = (uint8_t)cond_words[i].kind;
            return true;
        }
    if (str_starts(v, STR("@"))) {
        int id = class_id(c, str_cut(v, 1, v.len));
        if (id < 0)
            return tsv_fail(t, c->err, "no such class", v);
        out->kind = COND_CLASS;
        out->value = (uint64_t)id;
    } else if (all_in(v, '0', '9') && v.len <= 4) {
        out->kind = COND_CODE;
        out->value = pack_letters(v);
    } else if (all_in(v, 'A', 'Z') && v.len == 4) {
        out->kind = COND_CODE;
        out->value = pack_letters(v);
    } else if (all_in(v, 'A', 'Z') && v.len == 3) {
        out->kind = COND_ROLE;
        out->value = pack_letters(v);
    } else {
        uint64_t key;
        if (word_keys(c, v, &key, 1) != 1)
            return tsv_fail(t, c->err, "a condition's value is one lemma, @CLASS, ROLE, code or keyword", v);
        out->kind = COND_LEMMA;
        out->value = key;
    }
    return true;
}

static bool read_conds(Compiler *c, const Tsv *t, Str when, FrameRow *row)
{
    Str part, value;
    row->cond = (uint32_t)c->conds.n;
    while (when.len && str_split(&when, ' ', &part)) {
        if (!part.len)
            continue;
        ptrdiff_t eq = str_find_byte(part, '=');
        bool negate = eq > 0 && part.ptr[eq - 1] == '!';
        int slot = eq > 0 ? slot_of(str_cut(part, 0, eq - negate)) : -1;
        if (slot < 0)
            return tsv_fail(t, c->err, "a condition is slot=value", part);
        Str values = str_cut(part, eq + 1, part.len);
        while (values.len && str_split(&values, '|', &value)) {
            Cond *k = push(&c->conds, c->a);
            k->slot = (uint8_t)slot;
            k->flags = (uint8_t)((negate ? COND_NOT : 0) | (values.len ? COND_OR : 0));
            if (!read_value(c, t, value, k))
                return false;
        }
        row->weight++;
    }
    row->n_cond = (uint32_t)c->conds.n - row->cond;
    return true;
}

static bool read_ends(Compiler *c, const Tsv *t, Str s, uint8_t *end, uint8_t *nobody)
{
    Str part;
    int n = 0;
    *nobody = str_eq(s, STR("-"));
    if (*nobody || !s.len)
        return true;
    while (s.len && str_split(&s, '|', &part)) {
        int slot = slot_of(str_trim(part));
        if (slot < 0)
            return tsv_fail(t, c->err, "unknown slot", part);
        if (n == ROW_ENDS - 1)
            return tsv_fail(t, c->err, "more than 8 slots", part);
        end[n++] = (uint8_t)slot;
    }
    return true;
}

static bool read_flags(Compiler *c, const Tsv *t, Str s, FrameRow *row)
{
    static const struct {
        const char *name;
        int bit;
    } names[] = {
#define X(f) {#f, FLAG_BIT_##f},
        FLAG_LIST(X)
#undef X
    };
    Str part;
    while (s.len && str_split(&s, ' ', &part)) {
        bool known = !part.len;
        for (ptrdiff_t i = 0; i < COUNT(names); i++)
            if (str_eq(part, str_of(names[i].name))) {
                row->flags |= (uint16_t)(1u << names[i].bit);
                known = true;
            }
        if (!known)
            return tsv_fail(t, c->err, "unknown flag", part);
    }
    return true;
}

/* One spelling: the head lemma's key and the other parts. Verbs begin with their head; nouns end with it, or
 * have it before " of ". */
static bool add_spelling(Compiler *c, const Tsv *t, Str word, const FrameRow *row, uint32_t row_id)
{
    uint64_t key[1 + ENTRY_EXTRAS];
    Str parts[1 + ENTRY_EXTRAS], w, rest = word;
    int n = 0, head = -1;
    while (str_split(&rest, ' ', &w)) {
        if (str_eq(w, STR("of")) && row->pos == FRAME_NOUN) {
            if (n > 0)
                head = n - 1;
            continue;
        }
        if (n > ENTRY_EXTRAS)
            return tsv_fail(t, c->err, "a word of more than 4 parts", word);
        parts[n] = w;
        key[n++] = dict_key(str_fold(w, c->a));
    }
    if (n == 0)
        return tsv_fail(t, c->err, "empty word", word);
    if (head < 0)
        head = row->pos == FRAME_NOUN ? n - 1 : 0;
    KeyedEntry *e = push(&c->entries, c->a);
    e->key = key[head];
    e->entry.row = row_id;
    for (int i = 0, k = 0; i < n; i++) {
        if (i == head)
            continue;
        e->entry.extra[k++] = key[i];
        int slot = row->pos == FRAME_NOUN ? -1 : slot_of(parts[i]);
        if (slot > SLOT_ANY)
            e->entry.slot = (uint8_t)slot;
    }
    forms_add(c, parts[head]);
    return true;
}

static bool add_words(Compiler *c, const Tsv *t, Str words, const FrameRow *row, uint32_t row_id)
{
    Str word;
    while (words.len && str_split(&words, '|', &word)) {
        word = str_trim(word);
        if (!str_starts(word, STR("@"))) {
            if (!add_spelling(c, t, word, row, row_id))
                return false;
            continue;
        }
        int id = class_id(c, str_cut(word, 1, word.len));
        if (id < 0)
            return tsv_fail(t, c->err, "no such class", word);
        for (ptrdiff_t i = 0; i < c->members.n; i++)
            if (class_has(&c->members.item[i].set, id) && !add_spelling(c, t, c->members.item[i].name, row, row_id))
                return false;
    }
    return true;
}

static bool read_code(Compiler *c, const Tsv *t, Str code, FrameRow *row)
{
    if (code.len == 0 || str_eq(code, STR("-")))
        return true;
    bool digits = all_in(code, '0', '9') && code.len >= 2 && code.len <= 4;
    bool deed = all_in(code, 'A', 'Z') && code.len == 4;
    if (!digits && !deed)
        return tsv_fail(t, c->err, "neither a CAMEO code nor a deed's name", code);
    memcpy(row->code, code.ptr, (size_t)code.len);
    return true;
}

static bool read_row(Compiler *c, const Tsv *t, const int *col)
{
    static const char pos_letters[] = "VNA";
    FrameRow row = {.line = str_starts(str_of(t->path), STR("petrarch/")) ? 0 : (uint32_t)t->line};
    Str words = str_trim(tsv_get(t, col[0])), pos = tsv_get(t, col[1]), op = tsv_get(t, col[4]), rule = tsv_get(t, col[8]);
    const char *at = pos.len == 1 ? strchr(pos_letters, pos.ptr[0]) : NULL;
    if (!at || !*at)
        return tsv_fail(t, c->err, "pos is V, N or A", pos);
    row.pos = (uint8_t)(at - pos_letters);
    for (int i = 1; i < OP_COUNT; i++)
        if (str_eq(op, str_of(op_name(i))))
            row.op = (uint8_t)i;
    if (op.len && !row.op)
        return tsv_fail(t, c->err, "unknown op", op);
    if (!words.len)
        return tsv_fail(t, c->err, "no word", (Str){0});
    Str first = words;
    if (!rule.len)
        str_split(&first, '|', &rule);
    row.rule = pool_add(&c->pool, rule, c->a);
    row.word = pool_add(&c->pool, words, c->a);
    row.when = pool_add(&c->pool, tsv_get(t, col[2]), c->a);
    if (!read_conds(c, t, tsv_get(t, col[2]), &row) || !read_code(c, t, str_trim(tsv_get(t, col[3])), &row) ||
        !read_ends(c, t, str_trim(tsv_get(t, col[5])), row.source, &row.no_source) ||
        !read_ends(c, t, str_trim(tsv_get(t, col[6])), row.target, &row.no_target) ||
        !read_flags(c, t, str_trim(tsv_get(t, col[7])), &row))
        return false;
    uint32_t id = (uint32_t)c->rows.n;
    *push(&c->rows, c->a) = row;
    return add_words(c, t, words, &row, id);
}

static bool read_rows(Compiler *c, Tsv *t)
{
    static const char *const columns[9] = {"word", "pos", "when", "code", "op", "source", "target", "flags", "rule"};
    int col[9];
    Err bad = {0};
    for (int i = 0; i < 9; i++)
        if ((col[i] = tsv_column(t, str_of(columns[i]))) < 0)
            return tsv_fail(t, c->err, "no such column", str_of(columns[i]));
    while (tsv_next(t, &bad))
        if (!read_row(c, t, col))
            return false;
    return !bad.code || err_set(c->err, bad.code, "%s", bad.text);
}

static int entry_order(const void *x, const void *y)
{
    const KeyedEntry *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->entry.row != b->entry.row)
        return a->entry.row < b->entry.row ? -1 : 1;
    return memcmp(a->entry.extra, b->entry.extra, sizeof a->entry.extra);
}

static void write_rows(Compiler *c)
{
    DictWriter d = {.arena = c->a};
    FrameEntry *entries = NEW(c->a, FrameEntry, c->entries.n + 1);
    FrameGroup *groups = NEW(c->a, FrameGroup, c->entries.n + 1);
    int32_t n_groups = 0;
    Map group_of = {0};
    qsort(c->entries.item, (size_t)c->entries.n, sizeof(KeyedEntry), entry_order);
    for (ptrdiff_t i = 0; i < c->entries.n; i++) {
        const KeyedEntry *e = c->entries.item + i;
        if (i == 0 || e->key != e[-1].key) {
            groups[n_groups] = (FrameGroup){(uint32_t)i, 0};
            map_set(&group_of, e->key, n_groups, c->a);
            dict_add(&d, &e->key, 1, n_groups++);
        }
        groups[n_groups - 1].n++;
        entries[i] = e->entry;
    }
    DictWriter forms = {.arena = c->a};
    for (ptrdiff_t i = 0; i < c->forms.n; i++) { /* a form that is a lemma of its own stays one */
        int64_t *own = map_get(&group_of, c->forms.item[i].form), *of = map_get(&group_of, c->forms.item[i].lemma);
        dict_add(&forms, &c->forms.item[i].form, 1, (int32_t)(own ? *own : *of));
    }
    dict_finish(&d, c->w, "what.lemma");
    dict_finish(&forms, c->w, "what.form");
    pack_add(c->w, "what.entry", entries, sizeof *entries * (size_t)c->entries.n);
    pack_add(c->w, "what.group", groups, sizeof *groups * (size_t)n_groups);
    pack_add(c->w, "what.row", c->rows.item, sizeof(FrameRow) * (size_t)c->rows.n);
    pack_add(c->w, "what.cond", c->conds.item, sizeof(Cond) * (size_t)c->conds.n);
}

/* ---- compose.tsv and cameo.tsv ------------------------------------------------------------- */

static int code_order(const void *x, const void *y)
{
    return memcmp(x, y, 5); /* both records begin with their code */
}

static bool copy_code(Compiler *c, const Tsv *t, Str s, char *out)
{
    if (s.len == 0 || s.len > 4)
        return tsv_fail(t, c->err, "not a code", s);
    memcpy(out, s.ptr, (size_t)s.len);
    return true;
}

static bool read_compose(Compiler *c)
{
    Tsv t;
    Err bad = {0};
    LIST(Compose) list = {0};
    if (!open_table(c, "compose", &t))
        return false;
    while (tsv_next(&t, &bad)) {
        Compose *k = push(&list, c->a);
        if (!copy_code(c, &t, t.field[0], k->deed))
            return false;
        for (int op = 1; op <= COMPOSE_OPS; op++)
            if (!copy_code(c, &t, tsv_get(&t, tsv_column(&t, str_of(op_name(op)))), k->code[op - 1]))
                return false;
    }
    if (bad.code)
        return err_set(c->err, bad.code, "%s", bad.text);
    qsort(list.item, (size_t)list.n, sizeof(Compose), code_order);
    pack_add(c->w, "what.compose", list.item, sizeof(Compose) * (size_t)list.n);
    return true;
}

static bool read_cameo(Compiler *c)
{
    Tsv t;
    Err bad = {0};
    LIST(CameoCode) list = {0};
    if (!open_table(c, "cameo", &t))
        return false;
    while (tsv_next(&t, &bad)) {
        CameoCode *k = push(&list, c->a);
        int64_t quad = 0;
        Str mode = tsv_get(&t, 5);
        if (!copy_code(c, &t, t.field[0], k->code))
            return false;
        if (!str_int(tsv_get(&t, 2), 1, 4, &quad) || mode.len >= (ptrdiff_t)sizeof k->mode)
            return tsv_fail(&t, c->err, "bad quad class or mode", t.field[0]);
        k->quad = (uint8_t)quad;
        k->has_goldstein = str_double(tsv_get(&t, 3), &k->goldstein);
        k->label = pool_add(&c->pool, tsv_get(&t, 1), c->a);
        k->plover = pool_add(&c->pool, tsv_get(&t, 4), c->a);
        if (mode.len)
            memcpy(k->mode, mode.ptr, (size_t)mode.len);
    }
    if (bad.code)
        return err_set(c->err, bad.code, "%s", bad.text);
    qsort(list.item, (size_t)list.n, sizeof(CameoCode), code_order);
    pack_add(c->w, "what.cameo", list.item, sizeof(CameoCode) * (size_t)list.n);
    return true;
}

static bool read_weights(Compiler *c)
{
    Tsv t;
    Err bad = {0};
    DictWriter d = {.arena = c->a};
    if (!open_table(c, "confidence", &t))
        return false;
    while (tsv_next(&t, &bad)) {
        double weight;
        uint64_t key = dict_key(t.field[0]);
        if (!str_double(tsv_get(&t, 1), &weight) || weight < -100 || weight > 100)
            return tsv_fail(&t, c->err, "not a weight", tsv_get(&t, 1));
        dict_add(&d, &key, 1, (int32_t)(WEIGHT_ZERO + weight * 1000));
    }
    dict_finish(&d, c->w, "what.weight");
    return !bad.code || err_set(c->err, bad.code, "%s", bad.text);
}

/* factuality.tsv: two bytes of hundredths above 100 for each lemma and, where no lemma is so written, each of its forms. */
static bool read_factuality(Compiler *c)
{
    Tsv t;
    Err bad = {0};
    DictWriter d = {.arena = c->a};
    LIST(FactForm) forms = {0};
    ptrdiff_t before = c->forms.n;
    if (!open_table(c, "factuality", &t))
        return false;
    while (tsv_next(&t, &bad)) {
        Str words = t.field[0], word;
        double holds, negated;
        if (!str_double(tsv_get(&t, 1), &holds) || !str_double(tsv_get(&t, 2), &negated) || fabs(holds) > 1 || fabs(negated) > 1)
            return tsv_fail(&t, c->err, "two numbers from -1 to 1", words);
        while (words.len && str_split(&words, '|', &word)) {
            uint64_t key = dict_key(str_fold(str_trim(word), c->a));
            int32_t value = (int32_t)lround(holds * 100 + 100) << 8 | (int32_t)lround(negated * 100 + 100);
            dict_add(&d, &key, 1, value);
            c->forms.n = before;
            forms_add(c, word);
            for (ptrdiff_t i = before; i < c->forms.n; i++)
                *push(&forms, c->a) = (FactForm){c->forms.item[i].form, value};
        }
    }
    c->forms.n = before;
    for (ptrdiff_t i = 0; i < forms.n; i++)
        dict_add(&d, &forms.item[i].form, 1, forms.item[i].value);
    dict_finish(&d, c->w, "what.fact");
    return !bad.code || err_set(c->err, bad.code, "%s", bad.text);
}

bool what_compile(const TableDir *dir, PackWriter *w, Err *err)
{
    Compiler c = {.dir = dir, .w = w, .err = err, .a = w->arena};
    bool ok = read_both(&c, "petrarch/irregular", "irregular", false, read_irregular) && read_classes(&c) &&
              read_both(&c, "petrarch/frames", "frames", dir->instead, read_rows) && read_compose(&c) && read_cameo(&c) && read_weights(&c) &&
              read_factuality(&c);
    if (ok) {
        write_classes(&c);
        write_rows(&c);
        pack_add(w, "what.pool", c.pool.bytes.ptr, (size_t)c.pool.bytes.len);
    }
    buf_free(&c.pool.bytes);
    return ok;
}
