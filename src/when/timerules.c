/* Rules: regular expressions over classes, compiled to a few instructions and matched by trying all paths.
 *
 * A pattern is parsed by recursive descent:  alternatives := sequence ('|' sequence)*,
 * item := ['~'] CLASS | '(' alternatives ')' | '$'name, each perhaps followed by '?'. It becomes code as in
 * K. Thompson's matcher: CLASS eats one lexeme, SPLIT goes on at two places, JUMP at another, MATCH ends.
 * There are no loops, so the number of steps from one lexeme is bounded; STEPS_MAX caps it besides. */
#include "when/lexeme.h"

#include "base/banned.h"

enum { INS_CLASS, INS_SPLIT, INS_JUMP, INS_MATCH };
enum { DEFS_MAX = 32, NEST_MAX = 12, STEPS_MAX = 4000, CODE_MAX = 60000 };

/* ---- compiling ---------------------------------------------------------------------------- */

typedef struct {
    Str rest; /* of the pattern */
    LIST(Ins) code;
    struct {
        Str name, pattern;
    } def[DEFS_MAX];
    int n_defs, depth;
    Arena *arena;
    const char *why; /* complaint, NULL while all is well */
} Maker;

static bool alternatives(Maker *m);

static int emit(Maker *m, Ins ins)
{
    if (m->code.n >= CODE_MAX) {
        m->why = "rules are too long";
        return 0;
    }
    *push(&m->code, m->arena) = ins;
    return (int)m->code.n - 1;
}

static bool is_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char peek(Maker *m)
{
    m->rest = str_trim(m->rest);
    return m->rest.len ? m->rest.ptr[0] : 0;
}

static Str take_name(Maker *m)
{
    ptrdiff_t n = 0;
    while (n < m->rest.len && is_name(m->rest.ptr[n]))
        n++;
    Str name = str_cut(m->rest, 0, n);
    m->rest = str_cut(m->rest, n, m->rest.len);
    return name;
}

static bool named_part(Maker *m)
{
    Str name = take_name(m), rest = m->rest;
    for (int i = 0; i < m->n_defs; i++)
        if (str_eq(m->def[i].name, name)) {
            m->rest = m->def[i].pattern;
            bool ok = alternatives(m);
            m->rest = rest;
            return ok;
        }
    m->why = "unknown part";
    return false;
}

static bool take_class(Maker *m)
{
    bool outside = peek(m) == '~';
    m->rest = str_cut(m->rest, outside, m->rest.len);
    int cls = class_of(take_name(m));
    if (cls < 0) {
        m->why = "unknown class in the pattern";
        return false;
    }
    emit(m, (Ins){.op = INS_CLASS, .mask = UINT64_C(1) << cls, .outside = outside});
    return true;
}

static bool item(Maker *m)
{
    int split = emit(m, (Ins){.op = INS_SPLIT}); /* in case '?' follows; else it goes on at once */
    char c = peek(m);
    bool ok;
    if (c == '(' || c == '$') {
        m->rest = str_cut(m->rest, 1, m->rest.len);
        ok = c == '$' ? named_part(m) : alternatives(m);
        if (ok && c == '(' && peek(m) != ')') {
            m->why = "a bracket is not closed";
            return false;
        }
        m->rest = str_cut(m->rest, c == '(', m->rest.len);
    } else
        ok = take_class(m);
    bool optional = ok && peek(m) == '?';
    m->rest = str_cut(m->rest, optional, m->rest.len);
    if (m->why)
        return false;
    m->code.item[split].x = (uint16_t)(split + 1);
    m->code.item[split].y = (uint16_t)(optional ? m->code.n : split + 1);
    if (!optional)
        m->code.item[split].op = INS_JUMP;
    return ok;
}

static bool alternatives(Maker *m)
{
    LIST(int) ends = {0};
    if (++m->depth > NEST_MAX) {
        m->why = "brackets are nested too deeply";
        return false;
    }
    for (;;) {
        int split = emit(m, (Ins){.op = INS_SPLIT});
        for (char c = peek(m); c && c != '|' && c != ')'; c = peek(m))
            if (!item(m))
                return false;
        bool more = peek(m) == '|';
        if (more)
            *push(&ends, m->arena) = emit(m, (Ins){.op = INS_JUMP});
        if (m->why)
            return false;
        m->code.item[split].x = (uint16_t)(split + 1);
        m->code.item[split].y = (uint16_t)(more ? m->code.n : split + 1);
        if (!more) {
            m->code.item[split].op = INS_JUMP;
            break;
        }
        m->rest = str_cut(m->rest, 1, m->rest.len);
    }
    for (ptrdiff_t i = 0; i < ends.n; i++)
        m->code.item[ends.item[i]].x = (uint16_t)m->code.n;
    m->depth--;
    return true;
}

static uint64_t first_classes(const Ins *code, int pc)
{
    switch (code[pc].op) {
    case INS_CLASS: return code[pc].mask;
    case INS_SPLIT: return first_classes(code, code[pc].x) | first_classes(code, code[pc].y);
    case INS_JUMP: return first_classes(code, code[pc].x);
    default: return 0;
    }
}

static int op_of(Str name)
{
    static const char *const names[] = {
#define X(n) #n,
        OP_LIST(X)
#undef X
    };
    for (int i = 0; i < OP_COUNT; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

/* Jumps to jumps are followed to their end, so that matching does not. */
static void straighten(Maker *m)
{
    for (ptrdiff_t i = m->code.n - 1; i >= 0; i--) {
        Ins *ins = &m->code.item[i];
        if (ins->op != INS_SPLIT && ins->op != INS_JUMP)
            continue;
        while (m->code.item[ins->x].op == INS_JUMP)
            ins->x = m->code.item[ins->x].x;
        while (ins->op == INS_SPLIT && m->code.item[ins->y].op == INS_JUMP)
            ins->y = m->code.item[ins->y].x;
    }
}

bool rules_compile(const TableDir *t, PackWriter *w, Err *err)
{
    const struct TableFile *f = tabledir_find(t, STR("timerules"));
    LIST(Rule) rules = {0};
    Maker m = {.arena = w->arena};
    Tsv tsv;
    if (!f)
        return err_set(err, CASUS_ERR_IO, "%s: no timerules.tsv", t->dir);
    if (!tsv_open(f->path, f->file.bytes, &tsv, err))
        return false;
    Err bad = {0};
    while (tsv_next(&tsv, &bad)) {
        Str op = tsv_get(&tsv, 0), name = tsv_get(&tsv, 1), pattern = tsv_get(&tsv, 2);
        if (str_eq(op, STR("def"))) {
            if (m.n_defs == DEFS_MAX)
                return tsv_fail(&tsv, err, "too many named parts", name);
            m.def[m.n_defs].name = name;
            m.def[m.n_defs++].pattern = pattern;
            continue;
        }
        if (op_of(op) < 0)
            return tsv_fail(&tsv, err, "unknown op", op);
        m.rest = pattern;
        m.depth = 0;
        int start = (int)m.code.n;
        if (!alternatives(&m) || peek(&m))
            return tsv_fail(&tsv, err, m.why ? m.why : "pattern goes on after its end", pattern);
        emit(&m, (Ins){.op = INS_MATCH});
        *push(&rules, w->arena) = (Rule){.start = (uint16_t)start, .op = (uint8_t)op_of(op)};
    }
    if (bad.code)
        return err_set(err, bad.code, "%s", bad.text);
    straighten(&m);
    for (ptrdiff_t i = 0; i < rules.n; i++)
        rules.item[i].first = first_classes(m.code.item, rules.item[i].start);
    pack_add(w, "when.code", m.code.item, (size_t)m.code.n * sizeof(Ins));
    pack_add(w, "when.rules", rules.item, (size_t)rules.n * sizeof(Rule));
    return true;
}

/* ---- matching ----------------------------------------------------------------------------- */

typedef struct {
    const Ins *code;
    const Lexeme *lex;
    int32_t end;
    int steps;
    Match now, *best;
} Matcher;

static void walk(Matcher *m, int pc, int32_t at)
{
    for (;;) {
        const Ins *ins = &m->code[pc];
        if (--m->steps < 0)
            return;
        switch (ins->op) {
        case INS_CLASS:
            if (at >= m->end || !(m->lex[at].mask & ins->mask) || m->now.n == MATCH_MAX)
                return;
            m->now.lex[m->now.n] = at++;
            m->now.mask[m->now.n] = ins->mask;
            m->now.outside[m->now.n++] = ins->outside;
            pc++;
            break;
        case INS_SPLIT: {
            int n = m->now.n;
            walk(m, ins->x, at);
            m->now.n = n;
            pc = ins->y;
            break;
        }
        case INS_JUMP: pc = ins->x; break;
        default:
            if (at > m->best->end) {
                *m->best = m->now;
                m->best->end = at;
            }
            return;
        }
    }
}

bool rule_match(const WhenTables *w, const Lexeme *lex, int32_t at, int32_t end, Match *best)
{
    *best = (Match){.end = at};
    Matcher m = {.code = w->code, .lex = lex, .end = end, .steps = STEPS_MAX, .best = best};
    for (uint32_t i = 0; i < w->n_rules; i++)
        if (w->rule[i].first & lex[at].mask) {
            m.now.n = 0;
            m.now.op = w->rule[i].op;
            walk(&m, w->rule[i].start, at);
        }
    return best->end > at;
}
