/* Readers of named things: countries (ISO codes, Factbook demonyms) and the PETRARCH family's
 * dictionaries.
 *
 * Phoenix writes NAME_ and +ALIAS_ lines and [CODE dates] lines below them; names are in capitals
 * with underscores. Its countries' people become OfficeRows, its bodies and armed groups ThingRows.
 */
#include <yajl/yajl_tree.h>

#include "tools/import-actors.h"
#include "base/banned.h"

/* ---- files ------------------------------------------------------------------------------- */

bool import_file(const Import *im, const char *path, Str *bytes, Err *err)
{
    File f;
    const char *full = arena_cstr(im->a, arena_printf(im->a, "%.*s/%s", FMT(im->dir), path));
    if (!file_open(full, 0, &f, err))
        return false;
    *bytes = arena_str(im->a, f.bytes);
    file_close(&f);
    if (str_starts(*bytes, STR("\xEF\xBB\xBF")))
        *bytes = str_cut(*bytes, 3, bytes->len);
    return true;
}

bool import_table(const Import *im, const char *path, Tsv *t, Err *err)
{
    Str bytes;
    return import_file(im, path, &bytes, err) &&
           tsv_open(arena_cstr(im->a, str_of(path)), bytes, t, err);
}

bool csv_next(Str *rest, Fields *f, Arena *a)
{
    f->n = 0;
    if (!rest->ptr || rest->len == 0)
        return false;
    Buf field = {0};
    bool quoted = false;
    ptrdiff_t i = 0;
    for (;; i++) {
        char c = i < rest->len ? rest->ptr[i] : '\n';
        if (quoted && i < rest->len) {
            if (c != '"')
                buf_byte(&field, c);
            else if (i + 1 < rest->len && rest->ptr[i + 1] == '"')
                buf_byte(&field, rest->ptr[++i]);
            else
                quoted = false;
        } else if (c == '"')
            quoted = true;
        else if (c == ',' || c == '\n') {
            *push(f, a) = arena_str(a, str_trim(buf_str(&field)));
            buf_clear(&field);
            if (c == '\n')
                break;
        } else
            buf_byte(&field, c);
    }
    *rest = str_cut(*rest, i + 1, rest->len);
    buf_free(&field);
    return true;
}

int csv_column(const Fields *head, const char *name)
{
    for (ptrdiff_t i = 0; i < head->n; i++)
        if (str_eq(head->item[i], str_of(name)))
            return (int)i;
    return -1;
}

Str csv_get(const Fields *f, int column)
{
    return column >= 0 && column < f->n ? f->item[column] : (Str){"", 0};
}

/* ---- countries --------------------------------------------------------------------------- */

/* Text at a path of a Factbook page, markup and notes cut off. */
static Str page_text(yajl_val page, const char *const *path, Arena *a)
{
    yajl_val v = yajl_tree_get(page, (const char **)(uintptr_t)path, yajl_t_string);
    Str s = v ? str_of(YAJL_GET_STRING(v)) : (Str){"", 0};
    static const char *const stops[] = {";", "<", " - ", "note"};
    for (int i = 0; i < COUNT(stops); i++) {
        ptrdiff_t at = str_find(s, str_of(stops[i]));
        if (at >= 0)
            s = str_cut(s, 0, at);
    }
    return arena_str(a, str_trim(s));
}

static void alias_put(Buf *b, Str s)
{
    s = str_trim(s);
    if (!s.len || str_eq(s, STR("none")) || str_eq(s, STR("NA")) || str_find_byte(s, '&') >= 0)
        return;
    if (b->len)
        buf_byte(b, '|');
    buf_put(b, s);
}

/* "German(s)", "Dutchman(men), Dutchwoman(women)", "Lao(s) or Laotian(s)" → names apart by '|'. */
static void demonyms_put(Buf *b, Str text)
{
    Str rest = text, part;
    while (rest.ptr && str_split(&rest, ',', &part)) {
        for (ptrdiff_t at; (at = str_find(part, STR(" or "))) >= 0;
             part = str_cut(part, at + 4, part.len)) {
            ptrdiff_t paren = str_find_byte(str_cut(part, 0, at), '(');
            alias_put(b, str_cut(part, 0, paren < 0 ? at : paren));
        }
        ptrdiff_t paren = str_find_byte(part, '(');
        alias_put(b, paren < 0 ? part : str_cut(part, 0, paren));
    }
}

static void country_row(Import *im, Str code, const char *kind, Str name, Str aliases, Str source)
{
    if (!name.len)
        return;
    *push(&im->countries, im->a) =
        (ThingRow){.name = name,
                   .code = code,
                   .kind = str_of(kind),
                   .aliases = aliases,
                   .from = DAY_NONE,
                   .to = DAY_NONE,
                   .source = source,
                   .asof = source.len == 3 ? STR("2024") : STR("2026-05-01")};
}

static Str fips_code(const Import *im, Str file, const Map *fips)
{
    uint64_t key = str_hash(text_lower(file, im->a));
    int64_t *at = map_get(fips, key);
    return at ? im->countries.item[*at].code : (Str){0};
}

static void country_page(Import *im, Str bytes, Str file, const Map *fips)
{
    char why[200];
    yajl_val page = yajl_tree_parse(arena_cstr(im->a, bytes), why, sizeof why);
    Str code = fips_code(im, file, fips);
    if (!page || !code.len) {
        yajl_tree_free(page);
        return;
    }
    static const char *const noun[] = {"People and Society", "Nationality", "noun", "text", NULL};
    static const char *const adjective[] = {"People and Society", "Nationality", "adjective",
                                            "text", NULL};
    static const char *const long_name[] = {"Government", "Country name", "conventional long form",
                                            "text", NULL};
    static const char *const former[] = {"Government", "Country name", "former", "text", NULL};
    Buf b = {0};
    Str source = STR("factbook"), first, rest;
    demonyms_put(&b, page_text(page, adjective, im->a));
    rest = arena_str(im->a, buf_str(&b));
    if (rest.len && str_split(&rest, '|', &first))
        country_row(im, code, "adjective", first, rest, source);
    buf_clear(&b);
    demonyms_put(&b, page_text(page, noun, im->a));
    rest = arena_str(im->a, buf_str(&b));
    if (rest.len && str_split(&rest, '|', &first))
        country_row(im, code, "demonym", first, rest, source);
    Str full = page_text(page, long_name, im->a);
    if (!str_eq(full, STR("none")) && full.len > 3 && str_find_byte(full, '&') < 0)
        country_row(im, code, "name", full, (Str){0}, source);
    Str old = page_text(page, former, im->a);
    buf_clear(&b);
    for (Str part; old.len && str_split(&old, ',', &part);)
        if (str_find_byte(part, '(') < 0 && str_find_byte(str_trim(part), ' ') > 0)
            alias_put(&b, part);
    rest = arena_str(im->a, buf_str(&b));
    if (rest.len && str_split(&rest, '|', &first))
        country_row(im, code, "former", first, rest, source);
    buf_free(&b);
    yajl_tree_free(page);
}

bool import_countries(Import *im, Err *err)
{
    Str bytes;
    Fields head = {0}, f = {0};
    Map fips = {0};
    if (!import_file(im, "country-codes/country-codes.csv", &bytes, err))
        return false;
    csv_next(&bytes, &head, im->a);
    int iso = csv_column(&head, "ISO3166-1-Alpha-3"), name = csv_column(&head, "CLDR display name"),
        capital = csv_column(&head, "Capital");
    int official = csv_column(&head, "UNTERM English Short"),
        independent = csv_column(&head, "is_independent"), fips_at = csv_column(&head, "FIPS");
    while (csv_next(&bytes, &f, im->a)) {
        Str code = csv_get(&f, iso), other = csv_get(&f, official);
        if (code.len != 3)
            continue;
        Str lower = text_lower(csv_get(&f, fips_at), im->a);
        if (str_contains(csv_get(&f, independent), STR(" of ")))
            buf_printf(&im->dependent, "%.*s ", FMT(code));
        if (lower.len == 2)
            map_set(&fips, str_hash(lower), im->countries.n, im->a);
        ptrdiff_t paren = str_find(other, STR(" ("));
        other = paren < 0 ? other : str_cut(other, 0, paren);
        country_row(im, code, "name", csv_get(&f, name),
                    str_eq(other, csv_get(&f, name)) ? (Str){0} : other, STR("iso"));
        country_row(im, code, "capital", csv_get(&f, capital), (Str){0}, STR("iso"));
    }
    static const char *const folders[] = {
        "africa",       "australia-oceania",     "central-america-n-caribbean",
        "central-asia", "east-n-southeast-asia", "europe",
        "middle-east",  "north-america",         "south-america",
        "south-asia"};
    for (int i = 0; i < COUNT(folders); i++) {
        Names names = {0};
        const char *dir = arena_cstr(
            im->a, arena_printf(im->a, "%.*s/factbook-json/%s", FMT(im->dir), folders[i]));
        if (!dir_list(dir, &names, im->a, err))
            return false;
        for (ptrdiff_t k = 0; k < names.n; k++) {
            if (!str_ends(names.item[k], STR(".json")))
                continue;
            Str page;
            if (!import_file(im,
                             arena_cstr(im->a, arena_printf(im->a, "factbook-json/%s/%.*s",
                                                            folders[i], FMT(names.item[k]))),
                             &page, err))
                return false;
            country_page(im, page, str_cut(names.item[k], 0, 2), &fips);
        }
    }
    return true;
}

/* ---- Phoenix ----------------------------------------------------------------------------- */

/* "ISLAMIC_STATE_OF_IRAQ_" → "Islamic State of Iraq"; one word of at most five letters stays in
 * capitals. */
static Str phoenix_name(Str raw, Arena *a)
{
    Str s = str_trim(raw);
    while (s.len && (s.ptr[s.len - 1] == '_' || s.ptr[s.len - 1] == ' '))
        s.len--;
    ptrdiff_t paren = str_find_byte(s, '(');
    if (paren >= 0)
        s = str_trim(str_cut(s, 0, paren));
    Buf b = {0};
    bool single = str_find_byte(s, '_') < 0 && str_find_byte(s, ' ') < 0;
    bool keep = single && s.len <= 5;
    Str low = text_lower(s, a), rest = low, word;
    static const char *const small[] = {"of", "the", "and", "for", "in",  "de",  "la",  "del",
                                        "to", "on",  "al",  "bin", "von", "van", "des", "du"};
    for (ptrdiff_t i = 0; i < low.len; i++)
        if (low.ptr[i] == '_')
            ((char *)(uintptr_t)low.ptr)[i] = ' ';
    while (rest.ptr && str_split(&rest, ' ', &word)) {
        if (!word.len)
            continue;
        bool is_small = false;
        for (int i = 0; i < COUNT(small) && b.len; i++)
            is_small |= str_eq(word, str_of(small[i]));
        if (b.len)
            buf_byte(&b, ' ');
        for (ptrdiff_t i = 0; i < word.len; i++) {
            bool up =
                keep || (!is_small && (i == 0 || word.ptr[i - 1] == '-' || word.ptr[i - 1] == '.'));
            buf_byte(&b, up && word.ptr[i] >= 'a' && word.ptr[i] <= 'z' ? (char)(word.ptr[i] - 32)
                                                                        : word.ptr[i]);
        }
    }
    Str out = arena_str(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* YYMMDD or YYYYMMDD. */
static Day phoenix_day(Str s)
{
    int64_t v;
    s = str_trim(s);
    if ((s.len != 6 && s.len != 8) || !str_int(s, 0, 99999999, &v))
        return DAY_NONE;
    int year = (int)(v / 10000), month = (int)(v / 100 % 100), day = (int)(v % 100);
    if (s.len == 6)
        year += year < 30 ? 2000 : 1900;
    return day_of(year, month, day);
}

typedef struct {
    Str code;
    Day from, to;
} PhoenixCode;

static PhoenixCode phoenix_code(Str inside)
{
    PhoenixCode c = {.from = DAY_NONE, .to = DAY_NONE};
    inside = str_trim(inside);
    ptrdiff_t blank = str_find_byte(inside, ' ');
    c.code = blank < 0 ? inside : str_cut(inside, 0, blank);
    Str dates = blank < 0 ? (Str){0} : str_trim(str_cut(inside, blank, inside.len));
    ptrdiff_t dash = str_find_byte(dates, '-');
    if (dates.len && dates.ptr[0] == '>')
        c.from = phoenix_day(str_cut(dates, 1, dates.len));
    else if (dates.len && dates.ptr[0] == '<')
        c.to = phoenix_day(str_cut(dates, 1, dates.len));
    else if (dash > 0) {
        c.from = phoenix_day(str_cut(dates, 0, dash));
        c.to = phoenix_day(str_cut(dates, dash + 1, dates.len));
    }
    return c;
}

typedef struct {
    Import *im;
    LIST(Str) names;
    LIST(PhoenixCode) codes;
} Block;

static bool known_role(Str role)
{
    Str roles = STR("GOV LEG JUD MIL COP SPY OPP REB SEP PTY ELI BUS MED EDU HLH REL LAB CVL HRI");
    return role.len >= 3 && str_contains(roles, str_cut(role, 0, 3));
}

static bool is_country(const Import *im, Str code)
{
    for (ptrdiff_t i = 0; i < im->countries.n; i++)
        if (str_eq(im->countries.item[i].code, str_cut(code, 0, 3)))
            return true;
    return false;
}

/* States that are gone, and Phoenix's own letters, in ISO codes of today. */
static Str modern_country(Str code)
{
    static const char *const gone[][2] = {
        {"DDR", "DEU"}, {"SUN", "RUS"}, {"YUG", "SRB"}, {"CSK", "CZE"}, {"ZAR", "COD"},
        {"ROM", "ROU"}, {"TMP", "TLS"}, {"KSV", "XKX"}, {"SCG", "SRB"}, {"PAL", "PSE"}};
    for (int i = 0; i < COUNT(gone); i++)
        if (str_eq(str_cut(code, 0, 3), str_of(gone[i][0])))
            return str_of(gone[i][1]);
    return str_cut(code, 0, 3);
}

static void block_person(Block *b)
{
    Str name = b->names.item[0];
    if (str_find_byte(name, ' ') < 0)
        return;
    for (ptrdiff_t i = 0; i < b->codes.n; i++) {
        PhoenixCode c = b->codes.item[i];
        Str role = str_cut(c.code, 3, 6);
        if (c.code.len < 6 || !known_role(role) || str_eq(role, STR("ELI")))
            continue;
        Str country = modern_country(c.code);
        if (!is_country(b->im, country) && !str_eq(country, STR("XKX")))
            continue;
        if (c.from == DAY_NONE ||
            (c.to != DAY_NONE && (c.to < day_of(1980, 1, 1) || c.to < c.from)))
            continue;
        OfficeRow *r = push(&b->im->offices, b->im->a);
        *r = (OfficeRow){.person = name,
                         .name = name,
                         .country = country,
                         .role = role,
                         .title = STR("government"),
                         .from = c.from,
                         .to = c.to,
                         .asof = day_of(2011, 12, 31),
                         .precision = STR("day"),
                         .source = STR("phoenix"),
                         .trust = 0};
        r->office = str_eq(role, STR("GOV")) ? STR("gov") : text_lower(role, b->im->a);
        if (!str_eq(role, STR("GOV")))
            r->title = STR("member");
    }
    for (ptrdiff_t i = 1; i < b->names.n; i++)
        if (str_find_byte(b->names.item[i], ' ') > 0)
            *push(&b->im->aliases, b->im->a) = (struct PersonAlias){name, b->names.item[i]};
}

/* Phoenix's code in the terms of our guidelines: a company is its country's business, an NGO is
 * told by what it does, an armed group without a country is international. Empty: not worth a row.
 */
static Str thing_code(const Import *im, Str name, Str code)
{
    static const char *const deeds[] = {"HRI", "HLH", "ENV", "EDU"};
    if (name.len < 2 || name.len > 70 || code.len < 3 || code.len > 15 || code.len % 3)
        return (Str){0};
    if (str_starts(code, STR("IGO")) || str_eq(code, STR("NGO")))
        return code;
    if (str_starts(code, STR("MNC")) || str_starts(code, STR("BUS"))) {
        if (code.len < 6 || !is_country(im, str_cut(code, 3, 6)))
            return STR("MNC");
        return arena_printf(im->a, "%.*s%s", FMT(str_cut(code, 3, 6)),
                            str_ends(code, STR("MED")) ? "MED" : "BUS");
    }
    if (str_starts(code, STR("NGO"))) {
        for (int i = 0; i < COUNT(deeds); i++)
            if (str_contains(code, str_of(deeds[i])))
                return arena_printf(im->a, "NGO%s", deeds[i]);
        return STR("NGO");
    }
    if (str_starts(code, STR("IMG")))
        return STR("IMG");
    if (is_country(im, code))
        return code;
    return str_ends(code, STR("REB")) ? STR("IMG") : (Str){0};
}

static void block_thing(Block *b, const char *kind)
{
    Buf aliases = {0};
    for (ptrdiff_t i = 1; i < b->names.n; i++)
        if (b->names.item[i].len > 1)
            alias_put(&aliases, b->names.item[i]);
    Str all = arena_str(b->im->a, buf_str(&aliases));
    buf_free(&aliases);
    bool dated = false;
    for (ptrdiff_t i = 0; i < b->codes.n; i++)
        dated |= b->codes.item[i].from != DAY_NONE || b->codes.item[i].to != DAY_NONE;
    for (ptrdiff_t i = 0; i < b->codes.n; i++) {
        PhoenixCode c = b->codes.item[i];
        c.code = thing_code(b->im, b->names.item[0], c.code);
        if (!c.code.len)
            continue;
        if (dated) { /* in these files only people have dates */
            if (c.from != DAY_NONE &&
                (str_starts(c.code, STR("IGO")) || is_country(b->im, c.code)) &&
                str_find_byte(b->names.item[0], ' ') > 0)
                *push(&b->im->offices, b->im->a) = (OfficeRow){.person = b->names.item[0],
                                                               .name = b->names.item[0],
                                                               .country = c.code,
                                                               .role = str_cut(c.code, 3, 9),
                                                               .office = STR("gov"),
                                                               .title = STR("official"),
                                                               .from = c.from,
                                                               .to = c.to,
                                                               .asof = day_of(2011, 12, 31),
                                                               .precision = STR("day"),
                                                               .source = STR("phoenix")};
            continue;
        }
        *push(&b->im->organisations, b->im->a) = (ThingRow){.name = b->names.item[0],
                                                            .code = c.code,
                                                            .kind = str_of(kind),
                                                            .source = STR("phoenix"),
                                                            .asof = STR("2014"),
                                                            .aliases = all,
                                                            .from = c.from,
                                                            .to = c.to};
        break;
    }
}

static void block_end(Block *b, const char *kind, bool people)
{
    if (b->names.n && b->codes.n) {
        bool country = b->codes.item[0].code.len == 3;
        if (people && !country)
            block_person(b);
        else if (!people)
            block_thing(b, kind);
    }
    b->names.n = b->codes.n = 0;
}

static bool import_phoenix_file(Import *im, const char *path, const char *kind, bool people,
                                Err *err)
{
    Str rest, line;
    if (!import_file(im, path, &rest, err))
        return false;
    rest = utf8_clean(rest, NULL, im->a);
    Block b = {.im = im};
    while (str_split(&rest, '\n', &line)) {
        ptrdiff_t hash = str_find_byte(line, '#');
        line = str_trim(hash < 0 ? line : str_cut(line, 0, hash));
        ptrdiff_t open = str_find_byte(line, '[');
        Str name = str_trim(open < 0 ? line : str_cut(line, 0, open));
        if (name.len && name.ptr[0] == '+') {
            Str inner = str_cut(name, 1, name.len), part;
            while (inner.ptr && str_split(&inner, '+', &part))
                if (part.len)
                    *push(&b.names, im->a) = phoenix_name(part, im->a);
        } else if (name.len) {
            block_end(&b, kind, people);
            *push(&b.names, im->a) = phoenix_name(name, im->a);
        }
        while (open >= 0) {
            line = str_cut(line, open + 1, line.len);
            ptrdiff_t close = str_find_byte(line, ']');
            if (close < 0)
                break;
            *push(&b.codes, im->a) = phoenix_code(str_cut(line, 0, close));
            open = str_find_byte(line, '[');
        }
    }
    block_end(&b, kind, people);
    return true;
}

bool import_phoenix(Import *im, Err *err)
{
    return import_phoenix_file(im, "phoenix/Phoenix.Countries.actors.txt", "person", true, err) &&
           import_phoenix_file(im, "phoenix/Phoenix.International.actors.txt", "body", false,
                               err) &&
           import_phoenix_file(im, "phoenix/Phoenix.MilNonState.actors.txt", "group", false, err);
}
