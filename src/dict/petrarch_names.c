/* PETRARCH's actors, agents and discards → rows of petrarch/actor, petrarch/role, petrarch/classes.
 *
 * An actor is a block: a name, names beside it ("+…"), and codes "[AFGGOV 011222-140929]", each with days or without.
 * Every code becomes one row for all the names. Dated codes come first; one without days holds for the rest of time. */
#include "dict/petrarch.h"
#include "base/banned.h"

enum { CODE_MAX = 15, NAME_WORDS = 12, DISCARD_WORDS = 5, EXPANSIONS = 64, ALIAS_BYTES = 32768, CENTURY_PIVOT = 30 };

/* ---- names --------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool has_lower(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
            return true;
    return false;
}

/* "HAMID_KARZAI_" → "Hamid Karzai". A short word alone ("UN", "PLO") or with dots stays in capitals, which the text
 * must then have too. */
static Str name_written(Petrarch *p, Str raw)
{
    char *out = arena_cstr(p->a, raw);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i] == '_' || raw.ptr[i] == '\t' ? ' ' : raw.ptr[i];
        if (c != ' ' || (n && out[n - 1] != ' '))
            out[n++] = c;
    }
    Str name = str_trim((Str){out, n});
    bool acronym = str_find_byte(name, ' ') < 0 && (name.len <= 3 || str_find_byte(name, '.') >= 0);
    if (has_lower(name) || acronym)
        return name;
    out = (char *)name.ptr;
    for (ptrdiff_t i = 1; i < name.len; i++)
        if (is_letter(out[i - 1]) && out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] + 32);
        else if (i > 1 && out[i - 1] == '\'' && is_letter(out[i - 2]) && out[i] == 'S' && (i + 1 == name.len || out[i + 1] == ' '))
            out[i] = 's';
    return name;
}

/* A name that can be a field of a table; else empty, after it was told. */
static Str name_checked(Petrarch *p, Str raw)
{
    Str name = name_written(p, raw);
    if (!name.len)
        petrarch_wrong(p, "no name", raw);
    else if (str_find_byte(name, '|') >= 0 || str_find_byte(name, '[') >= 0 || str_find_byte(name, ']') >= 0)
        petrarch_wrong(p, "a name with '|' or an unclosed bracket", raw);
    else if (petrarch_count(name) > NAME_WORDS)
        petrarch_wrong(p, "a name of more than 12 words", raw);
    else
        return name;
    return (Str){0};
}

/* ---- codes and days ------------------------------------------------------------------------ */

typedef struct {
    char code[CODE_MAX + 1];
    Day from, to; /* DAY_MIN, DAY_MAX: always */
} DatedCode;

/* YYYYMMDD or YYMMDD; years above 30 are of the last century. */
static bool day_read(Str s, Day *day)
{
    int64_t n;
    if ((s.len != 6 && s.len != 8) || !str_int(s, 0, 99991231, &n))
        return false;
    int year = (int)(n / 10000), month = (int)(n / 100 % 100), d = (int)(n % 100);
    if (s.len == 6)
        year += year > CENTURY_PIVOT ? 1900 : 2000;
    month = month ? month : 1;
    d = d ? d : 1;
    *day = day_of(year, month, d);
    for (int back = d; *day == DAY_NONE && back > 28; back--) /* "31 April" */
        *day = day_of(year, month, back - 1);
    return *day != DAY_NONE;
}

/* "<19930101", "> 011222", "011222-140929". */
static bool days_read(Str s, DatedCode *c)
{
    ptrdiff_t dash = str_find_byte(s, '-');
    if (str_starts(s, STR("<")))
        return day_read(str_trim(str_cut(s, 1, s.len)), &c->to);
    if (str_starts(s, STR(">")))
        return day_read(str_trim(str_cut(s, 1, s.len)), &c->from);
    return dash > 0 && day_read(str_trim(str_cut(s, 0, dash)), &c->from) && day_read(str_trim(str_cut(s, dash + 1, s.len)), &c->to) &&
           c->from <= c->to;
}

static bool code_read(Petrarch *p, Str inside, DatedCode *c)
{
    *c = (DatedCode){.from = DAY_MIN, .to = DAY_MAX};
    inside = str_trim(inside);
    ptrdiff_t n = 0;
    while (n < inside.len && inside.ptr[n] != ' ' && inside.ptr[n] != '\t' && inside.ptr[n] != '<' && inside.ptr[n] != '>')
        n++;
    Str code = str_cut(inside, 0, n), days = str_trim(str_cut(inside, n, inside.len));
    bool good = code.len >= 3 && code.len <= CODE_MAX;
    for (ptrdiff_t i = 0; good && i < code.len; i++)
        good = (code.ptr[i] >= 'A' && code.ptr[i] <= 'Z') || (i >= 3 && code.ptr[i] >= '0' && code.ptr[i] <= '9');
    if (!good && !str_eq(code, STR("---"))) {
        petrarch_wrong(p, "an actor code has 3 to 15 capital letters or digits", inside);
        return false;
    }
    memcpy(c->code, code.ptr, (size_t)code.len);
    if (days.len && !days_read(days, c)) {
        petrarch_wrong(p, "days are <DAY, >DAY or DAY-DAY, a DAY being YYYYMMDD or YYMMDD", inside);
        return false;
    }
    return true;
}

/* ---- actors -------------------------------------------------------------------------------- */

typedef struct {
    LIST(Str) names;
    LIST(DatedCode) codes;
    Str origin;
    int64_t line;
    bool told; /* what is wrong with it */
} ActorBlock;

/* A country alone yields to our own word for the same country, which may know that it is an adjective or a capital. */
static const char *kind_of_code(const char *code)
{
    static const char *const kinds[][2] = {{"IGO", "igo"}, {"NGO", "ngo"}, {"NGM", "ngo"}, {"MNC", "company"}, {"MED", "media"}, {"IMG", "group"}};
    for (ptrdiff_t i = 0; i < COUNT(kinds); i++)
        if (strncmp(code, kinds[i][0], 3) == 0)
            return kinds[i][1];
    return code[3] || code[0] == '-' ? "body" : "former";
}

/* Institutions rather than people: what "it" may stand for. */
static bool is_institution(Str noun)
{
    static const char *const ends[] = {"ministry", "government", "parliament", "party",   "force",   "council",  "committee", "association",
                                       "agency",   "department", "company",    "army",    "union",   "group",    "court",     "movement",
                                       "police",   "press",      "media",      "industry", "business", "airline", "organization", "organisation"};
    for (ptrdiff_t i = 0; i < COUNT(ends); i++)
        if (str_ends(noun, str_of(ends[i])))
            return true;
    return false;
}

/* A person's offices have days, or end in being a former one. */
static bool is_persons(const ActorBlock *b)
{
    for (ptrdiff_t i = 0; i < b->codes.n; i++) {
        const DatedCode *c = b->codes.item + i;
        if ((c->from != DAY_MIN || c->to != DAY_MAX || strcmp(c->code + MIN(strlen(c->code), 3), "ELI") == 0) && c->code[0] != '-')
            return true;
    }
    return false;
}

static bool is_person_name(Str name)
{
    Str fold = name;
    static const char *const parts[] = {" Of ", " For ", "The "};
    for (ptrdiff_t i = 0; i < COUNT(parts); i++)
        if (str_contains(name, str_of(parts[i])))
            return false;
    for (ptrdiff_t i = name.len; i-- > 0 && fold.len == name.len;)
        if (name.ptr[i] == ' ')
            fold = str_cut(name, i + 1, name.len);
    return fold.len < name.len && !is_institution(fold);
}

/* One row for all names of the block that are people's, or for all that are not. */
static void block_row(Petrarch *p, const ActorBlock *b, const DatedCode *c, bool people, bool has_people)
{
    char from[11] = "", to[11] = "";
    if (c->from != DAY_MIN)
        day_format(c->from, from);
    if (c->to != DAY_MAX)
        day_format(c->to, to);
    ptrdiff_t start = 0;
    for (ptrdiff_t i = 0; i < b->names.n; i++) {
        Str name = b->names.item[i];
        if ((has_people && is_person_name(name)) != people)
            continue;
        if (start && p->actor.len - start < ALIAS_BYTES) {
            buf_printf(&p->actor, p->actor.ptr[p->actor.len - 1] == '\t' ? "%.*s" : "|%.*s", FMT(name));
            continue;
        }
        if (start)
            buf_byte(&p->actor, '\n');
        start = p->actor.len;
        buf_printf(&p->actor, "%.*s\t%s\t%s\t%s\t%s\t%.*s\t\t", FMT(name), c->code, people ? "person" : kind_of_code(c->code), from, to,
                   FMT(b->origin));
    }
    if (start)
        buf_byte(&p->actor, '\n');
}

static void block_end(Petrarch *p, ActorBlock *b)
{
    if (b->names.n && !b->codes.n && !b->told) {
        int64_t line = p->line;
        p->line = b->line;
        petrarch_wrong(p, "an actor without a code", b->names.item[0]);
        p->line = line;
    }
    bool has_people = is_persons(b);
    for (int dated = 1; dated >= 0; dated--)
        for (ptrdiff_t i = 0; b->names.n && i < b->codes.n; i++)
            if ((b->codes.item[i].from != DAY_MIN || b->codes.item[i].to != DAY_MAX) == dated)
                for (int people = 0; people <= has_people; people++)
                    block_row(p, b, b->codes.item + i, people, has_people);
    if (b->codes.n)
        p->n.actors += b->names.n;
    b->names.n = b->codes.n = 0;
    b->told = false;
}

static void block_codes(Petrarch *p, ActorBlock *b, Str s)
{
    for (;;) {
        Str inside;
        ptrdiff_t at = str_find_byte(s, '['), end;
        DatedCode c;
        if (at < 0)
            return;
        if (!petrarch_bracket(s, at, ']', &inside, &end)) {
            petrarch_wrong(p, "an unclosed bracket", s);
            b->told = true;
            return;
        }
        if (code_read(p, inside, &c))
            *push(&b->codes, p->a) = c;
        else
            b->told = true;
        s = str_cut(s, end, s.len);
    }
}

static void block_name(Petrarch *p, ActorBlock *b, Str raw)
{
    Str name = name_checked(p, raw);
    if (name.len)
        *push(&b->names, p->a) = name;
}

void petrarch_actors(Petrarch *p, Str bytes)
{
    ActorBlock b = {0};
    Str line;
    while (petrarch_line(p, &bytes, &line)) {
        Str s = str_trim(line);
        ptrdiff_t codes = str_find_byte(s, '[');
        Str head = str_cut(s, 0, codes < 0 ? s.len : codes);
        if (!s.len)
            continue;
        if (s.ptr[0] != '[' && s.ptr[0] != '+') {
            block_end(p, &b);
            b.origin = petrarch_origin(p);
            b.line = p->line;
        }
        if (s.ptr[0] == '+' && !b.origin.len) {
            petrarch_wrong(p, "a name beside none", s);
            continue;
        }
        if (head.len)
            block_name(p, &b, str_starts(head, STR("+")) ? str_cut(head, 1, head.len) : head);
        block_codes(p, &b, str_cut(s, head.len, s.len));
    }
    block_end(p, &b);
}

/* ---- agents -------------------------------------------------------------------------------- */

typedef struct {
    Str name;  /* "!PERSON!" */
    Str items; /* apart by commas */
} Substitution;
typedef LIST(Substitution) Substitutions;

static void agent_row(Petrarch *p, Str noun, Str role, bool no_plural)
{
    Str words = petrarch_words(p, noun);
    if (!words.len || petrarch_count(words) > NAME_WORDS) {
        petrarch_wrong(p, "an agent has one to 12 words", noun);
        return;
    }
    buf_printf(&p->role, "%.*s\t%.*s\tstrong\t%s\t-\t%.*s\n", FMT(words), FMT(role), no_plural || is_institution(words) ? "group" : "person",
               FMT(petrarch_origin(p)));
    p->n.agents++;
}

/* The noun with each "!MARK!" replaced by each of its words; *left bounds the work. */
static void agent_expand(Petrarch *p, const Substitutions *subs, Str noun, Str role, bool no_plural, int *left)
{
    ptrdiff_t open = str_find_byte(noun, '!');
    ptrdiff_t close = open < 0 ? -1 : str_find_byte(str_cut(noun, open + 1, noun.len), '!');
    if (close < 0 || *left <= 0) {
        if (open >= 0)
            petrarch_wrong(p, "an unclosed '!' or too many words for it", noun);
        else if (--*left >= 0)
            agent_row(p, noun, role, no_plural);
        return;
    }
    Str mark = str_cut(noun, open, open + close + 2), before = str_cut(noun, 0, open), after = str_cut(noun, open + close + 2, noun.len);
    for (ptrdiff_t i = 0; i < subs->n; i++) {
        Str items = subs->item[i].items, word;
        if (!str_eq(subs->item[i].name, mark))
            continue;
        while (items.len && *left > 0 && str_split(&items, ',', &word)) {
            word = str_trim(word);
            if (str_find_byte(word, '!') < 0)
                agent_expand(p, subs, arena_printf(p->a, "%.*s%.*s%.*s", FMT(before), FMT(word), FMT(after)), role, no_plural, left);
        }
        return;
    }
    petrarch_wrong(p, "no such substitution set", mark);
}

/* "[~GOVMIL]", "[NGO~]": the first three letters are the role. */
static bool agent_code(Petrarch *p, Str inside, Str *role)
{
    Str code = str_trim(inside);
    if (str_starts(code, STR("~")))
        code = str_cut(code, 1, code.len);
    else if (str_ends(code, STR("~")))
        code = str_cut(code, 0, code.len - 1);
    else
        code = (Str){0};
    bool good = code.len >= 3 && code.len <= CODE_MAX;
    for (ptrdiff_t i = 0; good && i < code.len; i++)
        good = code.ptr[i] >= 'A' && code.ptr[i] <= 'Z';
    bool none = str_eq(code, STR("---"));
    *role = str_cut(code, 0, 3);
    if (!good && !none)
        petrarch_wrong(p, "an agent's code is ~CODE or CODE~ in capital letters", inside);
    return good || none;
}

static void agent_line(Petrarch *p, const Substitutions *subs, Str s)
{
    Str code, plural = {0}, role;
    ptrdiff_t bracket = str_find_byte(s, '['), brace = str_find_byte(s, '{'), end;
    bool irregular = brace >= 0 && (bracket < 0 || brace < bracket);
    if (irregular && !petrarch_bracket(s, brace, '}', &plural, &end)) {
        petrarch_wrong(p, "an unclosed bracket", s);
        return;
    }
    if (bracket < 0 || !petrarch_bracket(s, bracket, ']', &code, &end)) {
        petrarch_wrong(p, "an agent without a code in brackets", s);
        return;
    }
    if (!agent_code(p, code, &role))
        return;
    int left = EXPANSIONS;
    plural = str_trim(plural);
    agent_expand(p, subs, str_cut(s, 0, irregular ? brace : bracket), role, irregular && !plural.len, &left);
    if (plural.len)
        agent_expand(p, subs, plural, role, true, &left);
}

void petrarch_agents(Petrarch *p, Str bytes)
{
    Substitutions subs = {0};
    Str line;
    while (petrarch_line(p, &bytes, &line)) {
        Str s = str_trim(line);
        ptrdiff_t equals = str_find_byte(s, '=');
        if (s.len && s.ptr[0] == '!' && equals > 0 && str_find_byte(s, '[') < 0)
            *push(&subs, p->a) = (Substitution){str_trim(str_cut(s, 0, equals)), str_cut(s, equals + 1, s.len)};
        else if (s.len)
            agent_line(p, &subs, s);
    }
}

/* ---- discards ------------------------------------------------------------------------------ */

void petrarch_discards(Petrarch *p, Str bytes)
{
    Str line;
    while (petrarch_line(p, &bytes, &line)) {
        Str s = str_trim(line);
        bool story = str_starts(s, STR("+"));
        Str words = petrarch_words(p, story ? str_cut(s, 1, s.len) : s);
        if (!words.len || petrarch_count(words) > DISCARD_WORDS || str_find_byte(words, '|') >= 0 || words.ptr[0] == '@') {
            petrarch_wrong(p, "a discard has one to five words", s);
            continue;
        }
        buf_printf(&p->classes, "%s\t%.*s\n", story ? "DISCARDSTORY" : "DISCARD", FMT(words));
        p->n.discards++;
    }
}
