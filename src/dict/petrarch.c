/* The folder, its lines and its counts. See petrarch.h. */
#include "dict/petrarch.h"
#include "base/banned.h"

enum { LINE_MAX_BYTES = 4096, DICTIONARY_MAX = 64 << 20 };

/* ---- lines --------------------------------------------------------------------------------- */

void petrarch_wrong(Petrarch *p, const char *why, Str what)
{
    Err one = {0};
    what = str_cut(str_trim(what), 0, 80);
    err_set(&one, CASUS_ERR_FORMAT, "%s:%lld: %s%s%.*s", p->path, (long long)p->line, why, what.len ? ": " : "", FMT(what));
    p->n.wrong++;
    if (p->report)
        p->report(p->context, one.text);
}

/* "<!-- … -->", perhaps over many lines: the text behind it. */
static void skip_comment(Petrarch *p, Str *rest, Str *line)
{
    ptrdiff_t open = str_find(*line, STR("<!--")), close = str_find(*line, STR("-->"));
    if (open < 0 && str_starts(*line, STR("<!"))) /* "<! -- so -->" */
        line->len = 0;
    if (open < 0)
        return;
    if (close > open) { /* on one line: it is cut out */
        Str before = str_cut(*line, 0, open), after = str_cut(*line, close + 3, line->len);
        *line = arena_printf(p->a, "%.*s%.*s", FMT(before), FMT(after));
        return;
    }
    *line = str_cut(*line, 0, open);
    Str next;
    while (str_split(rest, '\n', &next)) {
        p->line++;
        if (str_find(next, STR("-->")) >= 0)
            return;
    }
}

bool petrarch_line(Petrarch *p, Str *rest, Str *line)
{
    while (str_split(rest, '\n', line)) {
        p->line++;
        if (line->len > LINE_MAX_BYTES) {
            petrarch_wrong(p, "line is too long", str_cut(*line, 0, 40));
            continue;
        }
        if (!utf8_valid(*line) || str_find_byte(*line, 0) >= 0) {
            petrarch_wrong(p, "line is not UTF-8 text", (Str){0});
            continue;
        }
        skip_comment(p, rest, line);
        for (ptrdiff_t i = 0; i < line->len; i++)
            if (line->ptr[i] == '#' || line->ptr[i] == ';')
                line->len = i;
        while (line->len && memchr(" \t\r", line->ptr[line->len - 1], 3))
            line->len--;
        if (line->len)
            return true;
    }
    return false;
}

Str petrarch_words(Petrarch *p, Str s)
{
    Str fold = arena_str(p->a, str_fold(s, p->a));
    char *out = (char *)fold.ptr;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < fold.len; i++) {
        char c = fold.ptr[i] == '_' || (unsigned char)fold.ptr[i] <= ' ' ? ' ' : fold.ptr[i];
        if (c != ' ' || (n && out[n - 1] != ' '))
            out[n++] = c;
    }
    return str_trim((Str){out, n});
}

int petrarch_count(Str words)
{
    int n = words.len > 0;
    for (ptrdiff_t i = 0; i < words.len; i++)
        n += words.ptr[i] == ' ';
    return n;
}

Str petrarch_origin(Petrarch *p)
{
    Str path = str_of(p->path);
    for (ptrdiff_t i = path.len; i-- > 0;)
        if (path.ptr[i] == '/') {
            path = str_cut(path, i + 1, path.len);
            break;
        }
    return arena_printf(p->a, "%.*s:%lld", FMT(path), (long long)p->line);
}

bool petrarch_bracket(Str s, ptrdiff_t from, char close, Str *inside, ptrdiff_t *end)
{
    ptrdiff_t len = str_find_byte(str_cut(s, from + 1, s.len), close);
    if (len < 0)
        return false;
    *inside = str_cut(s, from + 1, from + 1 + len);
    *end = from + 2 + len;
    return true;
}

/* ---- folder -------------------------------------------------------------------------------- */

static bool name_has(Str name, const char *word)
{
    Str w = str_of(word);
    for (ptrdiff_t i = 0; i + w.len <= name.len; i++)
        if (str_ieq(str_cut(name, i, i + w.len), w))
            return true;
    return false;
}

PetrarchKind petrarch_kind(Str name)
{
    static const struct {
        const char *word;
        PetrarchKind kind;
    } words[] = {{"issue", PETRARCH_NONE}, {"actor", PETRARCH_ACTORS}, {"agent", PETRARCH_AGENTS}, {"discard", PETRARCH_DISCARDS},
                 {"verb", PETRARCH_VERBS}, {"cameo", PETRARCH_VERBS}};
    for (ptrdiff_t i = 0; i < COUNT(words); i++)
        if (name_has(name, words[i].word))
            return words[i].kind;
    return PETRARCH_NONE;
}

static void begin(Petrarch *p)
{
    if (p->actor.len)
        return;
    buf_put(&p->actor, STR("name\tcode\tkind\tfrom\tto\tsource\tasof\taliases\n"));
    buf_put(&p->role, STR("noun\trole\tstrength\tkind\toffice\tsource\n"));
    buf_put(&p->frames, STR("word\tpos\twhen\tcode\top\tsource\ttarget\tflags\trule\n"));
    buf_put(&p->classes, STR("class\twords\n"));
    buf_put(&p->irregular, STR("lemma\tforms\n"));
}

void petrarch_read(Petrarch *p, PetrarchKind kind, const char *path, Str bytes)
{
    begin(p);
    p->path = path;
    p->line = 0;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_cut(bytes, 3, bytes.len);
    switch (kind) {
    case PETRARCH_NONE: break;
    case PETRARCH_ACTORS: petrarch_actors(p, bytes); break;
    case PETRARCH_AGENTS: petrarch_agents(p, bytes); break;
    case PETRARCH_VERBS: petrarch_verbs(p, bytes); break;
    case PETRARCH_DISCARDS: petrarch_discards(p, bytes); break;
    }
}

void petrarch_free(Petrarch *p)
{
    buf_free(&p->actor);
    buf_free(&p->role);
    buf_free(&p->frames);
    buf_free(&p->classes);
    buf_free(&p->irregular);
}

/* The codes of cameo.tsv, so that a code that does not exist is told where it stands. */
static void know_codes(Petrarch *p, const TableDir *t)
{
    const struct TableFile *f = tabledir_find(t, STR("cameo"));
    Tsv s;
    if (f && tsv_open(f->path, f->file.bytes, &s, NULL))
        while (tsv_next(&s, NULL))
            map_set(&p->codes, str_hash(s.field[0]), 1, p->a);
}

static void keep(TableDir *t, const char *name, const Buf *table, int64_t n, Arena *a)
{
    if (!n)
        return;
    struct TableFile *f = push(&t->files, a);
    f->name = str_of(name);
    f->path = name;
    f->file.bytes = arena_str(a, buf_str(table));
}

static bool read_all(Petrarch *p, const char *dir, int *n_files, Err *err)
{
    Names names = {0};
    if (!dir_list(dir, &names, p->a, err))
        return false;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        PetrarchKind kind = petrarch_kind(names.item[i]);
        const char *path = arena_cstr(p->a, arena_printf(p->a, "%s/%.*s", dir, FMT(names.item[i])));
        File file;
        if (kind == PETRARCH_NONE)
            continue;
        if (!file_open(path, DICTIONARY_MAX, &file, err))
            return false;
        petrarch_read(p, kind, path, file.bytes);
        file_close(&file);
        ++*n_files;
    }
    return true;
}

bool petrarch_open(const char *dir, bool instead, TableDir *t, PetrarchReport *report, void *context, PetrarchCounts *counts, Arena *a,
                   Err *err)
{
    Petrarch p = {.a = a, .report = report, .context = context};
    int n_files = 0;
    know_codes(&p, t);
    bool ok = read_all(&p, dir, &n_files, err);
    if (ok && !n_files)
        ok = err_set(err, CASUS_ERR_FORMAT, "%s: no dictionary of PETRARCH (file names with actors, agents, verbs, CAMEO, discards)", dir);
    if (ok) {
        keep(t, "petrarch/actor", &p.actor, p.n.actors, a);
        keep(t, "petrarch/role", &p.role, p.n.agents, a);
        keep(t, "petrarch/frames", &p.frames, p.n.verbs + p.n.patterns, a);
        keep(t, "petrarch/classes", &p.classes, p.n.discards + p.synsets, a);
        keep(t, "petrarch/irregular", &p.irregular, p.n.verbs, a);
        t->instead = instead;
    }
    petrarch_free(&p);
    *counts = p.n;
    return ok;
}
