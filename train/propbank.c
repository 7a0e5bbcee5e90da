/* PropBank roles beside a treebank: NAME.roles.tsv for NAME.conllu. A line is sentence, predicate, roleset and
 * ROLE:first-last …; the argument is the head of that span: the word whose own head lies outside. */
#include "train/train.h"
#include "base/banned.h"

static const struct {
    const char *name;
    RoleType type;
} roles[] = {
    {"ARG0", ROLE_ARG0}, {"ARG1", ROLE_ARG1}, {"ARG2", ROLE_ARG2}, {"ARGM-LOC", ROLE_LOC},
    {"ARGM-TMP", ROLE_TMP}, {"ARGM-NEG", ROLE_NEG}, {"ARGM-MOD", ROLE_MOD},
};

const char *roles_path(const char *conllu, Arena *a)
{
    Str path = str_of(conllu), end = STR(".conllu");
    if (!str_ends(path, end))
        return NULL;
    return arena_cstr(a, arena_printf(a, "%.*s.roles.tsv", FMT(str_cut(path, 0, path.len - end.len))));
}

static int64_t head_of(const Conllu *c, const Sentence *s, int64_t first, int64_t last)
{
    for (int64_t k = first; k <= last; k++) {
        int32_t head = c->gold.word[s->first + k - 1].head - (int32_t)s->first + 1;
        if (c->gold.word[s->first + k - 1].head < 0 || head < first || head > last)
            return s->first + k - 1;
    }
    return s->first + first - 1;
}

static void read_role(Roles *r, const Conllu *c, const Sentence *s, int64_t predicate, Str field, Arena *a)
{
    Str name = {0}, first = {0};
    int64_t from, to;
    if (!str_split(&field, ':', &name) || !str_split(&field, '-', &first) || !str_int(first, 1, s->n, &from) ||
        !str_int(field, from, s->n, &to))
        return;
    for (ptrdiff_t i = 0; i < COUNT(roles); i++)
        if (str_eq(name, str_of(roles[i].name)))
            *push(&r->roles, a) = (Role){(uint32_t)(s->first + predicate - 1), (uint32_t)head_of(c, s, from, to), roles[i].type};
}

Roles roles_read(Str bytes, const Conllu *c, Arena *a)
{
    Roles r = {.is_predicate = NEW(a, bool, c->text.n_tokens)};
    Map at = {0};
    for (uint32_t s = 0; s < c->text.n_sentences; s++)
        map_set(&at, str_hash(c->sentence[s].id), s, a);
    Str line;
    while (str_split(&bytes, '\n', &line)) {
        Str id = {0}, number = {0}, set = {0}, list = {0}, field;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        str_split(&line, '\t', &id);
        str_split(&line, '\t', &number);
        str_split(&line, '\t', &set);
        str_split(&line, '\t', &list);
        int64_t *s = map_get(&at, str_hash(id)), predicate;
        if (!s || !str_int(number, 1, c->text.sentence[*s].n, &predicate))
            continue;
        r.is_predicate[c->text.sentence[*s].first + predicate - 1] = true;
        while (list.len && str_split(&list, ' ', &field))
            read_role(&r, c, &c->text.sentence[*s], predicate, field, a);
    }
    return r;
}
