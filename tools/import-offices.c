/* Readers of office holders: Wikidata lists, CIA World Leaders, Factbook terms, US cabinets.
 *
 * Each source becomes OfficeRows with its own precision and trust; import-reconcile.c joins them.
 */
#include "tools/import-actors.h"
#include "base/banned.h"

/* ---- what an office is ------------------------------------------------------------------------
 */

/* First rule whose words all stand in the lower-cased title decides; '^' wants the title to begin
 * so. */
static const struct {
    const char *words, *office, *role;
} office_rules[] = {
    {"ambassador", "amb", "GOV"},
    {"permanent representative", "amb", "GOV"},
    {"high commissioner", "amb", "GOV"},
    {"charg", "amb", "GOV"},
    {"first lady", "eli", "ELI"},
    {"president of the senate", "leg", "LEG"},
    {"president of the chamber", "leg", "LEG"},
    {"president of the national assembly", "leg", "LEG"},
    {"president of the national council", "leg", "LEG"},
    {"president of the parliament", "leg", "LEG"},
    {"president of the congress", "leg", "LEG"},
    {"president of the house", "leg", "LEG"},
    {"speaker", "leg", "LEG"},
    {"senator", "leg", "LEG"},
    {"member of parliament", "leg", "LEG"},
    {"leader of the opposition", "opp", "OPP"},
    {"opposition leader", "opp", "OPP"},
    {"chairman of the national assembly", "leg", "LEG"},
    {"chairman of the state duma", "leg", "LEG"},
    {"chief justice", "jud", "JUD"},
    {"justice of", "jud", "JUD"},
    {"court justice", "jud", "JUD"},
    {"judge", "jud", "JUD"},
    {"supreme court", "jud", "JUD"},
    {"constitutional court", "jud", "JUD"},
    {"prosecutor", "jud", "JUD"},
    {"attorney general", "jud", "JUD"},
    {"attorney-general", "jud", "JUD"},
    {"solicitor general", "jud", "JUD"},
    {"chief of the general staff", "mil", "MIL"},
    {"chief of general staff", "mil", "MIL"},
    {"chief of defence", "mil", "MIL"},
    {"chief of the defence", "mil", "MIL"},
    {"chief of staff of the army", "mil", "MIL"},
    {"chief of army", "mil", "MIL"},
    {"chief of naval", "mil", "MIL"},
    {"joint chiefs", "mil", "MIL"},
    {"commander", "mil", "MIL"},
    {"chief of the army", "mil", "MIL"},
    {"chief of the air", "mil", "MIL"},
    {"chief of the navy", "mil", "MIL"},
    {"intelligence", "spy", "SPY"},
    {"director of the cia", "spy", "SPY"},
    {"dir., cia", "spy", "SPY"},
    {"director of mossad", "spy", "SPY"},
    {"shin bet", "spy", "SPY"},
    {"director of the federal security service", "spy", "SPY"},
    {"security service", "spy", "SPY"},
    {"director of the federal bureau", "cop", "COP"},
    {"police", "cop", "COP"},
    {"central bank", "bank", "GOV"},
    {"national bank", "bank", "GOV"},
    {"reserve bank", "bank", "GOV"},
    {"federal reserve", "bank", "GOV"},
    {"bank of", "bank", "GOV"},
    {"^vice", "dep", "GOV"},
    {"^deputy", "dep", "GOV"},
    {"^dep.", "dep", "GOV"},
    {"^first dep", "dep", "GOV"},
    {"^first vice", "dep", "GOV"},
    {"^second vice", "dep", "GOV"},
    {"^executive vice", "dep", "GOV"},
    {"deputy minister", "dep", "GOV"},
    {"state secretary", "dep", "GOV"},
    {"undersecretary", "dep", "GOV"},
    {"under-secretary", "dep", "GOV"},
    {"under secretary", "dep", "GOV"},
    {"assistant secretary", "dep", "GOV"},
    {"minister of state", "dep", "GOV"},
    {"minister delegate", "dep", "GOV"},
    {"parliamentary", "dep", "GOV"},
    {"spokes", "dep", "GOV"},
    {"advis", "dep", "GOV"},
    {"prime minister's", "dep", "GOV"},
    {"in the prime", "min", "GOV"},
    {"to the president", "dep", "GOV"},
    {"to the presid", "dep", "GOV"},
    {"chief of staff", "dep", "GOV"},
    {"minister of foreign", "fm", "GOV"},
    {"minister for foreign", "fm", "GOV"},
    {"min. of foreign", "fm", "GOV"},
    {"min. for foreign", "fm", "GOV"},
    {"foreign minister", "fm", "GOV"},
    {"secretary of foreign", "fm", "GOV"},
    {"sec. of foreign", "fm", "GOV"},
    {"foreign secretary", "fm", "GOV"},
    {"secretary of state for foreign", "fm", "GOV"},
    {"external affairs", "fm", "GOV"},
    {"external relations", "fm", "GOV"},
    {"foreign affairs", "fm", "GOV"},
    {"foreign relations", "fm", "GOV"},
    {"^secretary of state", "min", "GOV"},
    {"minister of defence", "dm", "GOV"},
    {"minister for defence", "dm", "GOV"},
    {"minister of defense", "dm", "GOV"},
    {"minister of national defence", "dm", "GOV"},
    {"minister of national defense", "dm", "GOV"},
    {"min. of defense", "dm", "GOV"},
    {"min. of national defense", "dm", "GOV"},
    {"secretary of defen", "dm", "GOV"},
    {"sec. of defense", "dm", "GOV"},
    {"secretary of state for defence", "dm", "GOV"},
    {"^prime min", "hog", "GOV"},
    {"^acting prime min", "hog", "GOV"},
    {"^interim prime min", "hog", "GOV"},
    {"^caretaker prime min", "hog", "GOV"},
    {"^premier", "hog", "GOV"},
    {"^chancellor", "hog", "GOV"},
    {"^federal chancellor", "hog", "GOV"},
    {"^taoiseach", "hog", "GOV"},
    {"^head of government", "hog", "GOV"},
    {"^president of the government", "hog", "GOV"},
    {"^president of the council of ministers", "hog", "GOV"},
    {"^chairman of the council of ministers", "hog", "GOV"},
    {"^chief executive", "hog", "GOV"},
    {"minister-president", "min", "GOV"},
    {"^presid", "hos", "GOV"},
    {"^pres.", "hos", "GOV"},
    {"^acting pres", "hos", "GOV"},
    {"^interim pres", "hos", "GOV"},
    {"^transitional pres", "hos", "GOV"},
    {"^king", "hos", "GOV"},
    {"^queen", "hos", "GOV"},
    {"^emperor", "hos", "GOV"},
    {"^emir", "hos", "GOV"},
    {"^amir", "hos", "GOV"},
    {"^sultan", "hos", "GOV"},
    {"^supreme leader", "hos", "GOV"},
    {"^monarch", "hos", "GOV"},
    {"^grand duke", "hos", "GOV"},
    {"^prince", "hos", "GOV"},
    {"^chairman of the presidency", "hos", "GOV"},
    {"^chairman of the supreme council", "hos", "GOV"},
    {"general secretary", "hos", "GOV"},
    {"^governor-general", "hos", "GOV"},
    {"^governor gen", "hos", "GOV"},
    {"crown prince", "dep", "GOV"},
    {"min", "min", "GOV"},
    {"secretary", "min", "GOV"},
    {"sec.", "min", "GOV"},
    {"party", "pty", "PTY"},
};

Str text_lower(Str s, Arena *a)
{
    Str out = arena_str(a, s);
    for (ptrdiff_t i = 0; i < out.len; i++)
        if (out.ptr[i] >= 'A' && out.ptr[i] <= 'Z')
            ((char *)(uintptr_t)out.ptr)[i] += 32;
    return out;
}

Str office_kind(Str lower, Str *role)
{
    for (int i = 0; i < COUNT(office_rules); i++) {
        const char *w = office_rules[i].words;
        bool hit = *w == '^' ? str_starts(lower, str_of(w + 1)) : str_contains(lower, str_of(w));
        /* "President of the Football Association" is no head of state: "of" must lead to the
         * country or republic. */
        if (hit && strcmp(office_rules[i].office, "hos") == 0 &&
            str_starts(lower, STR("president of ")) && !str_contains(lower, STR("republic")) &&
            !str_contains(lower, STR("presidential")) &&
            !str_contains(lower, STR("confederation")) && !str_contains(lower, STR("state")) &&
            str_contains(lower, STR("of the ")))
            hit = false;
        if (hit) {
            *role = str_of(office_rules[i].role);
            return str_of(office_rules[i].office);
        }
    }
    *role = STR("GOV");
    return STR("gov");
}

/* ---- names --------------------------------------------------------------------------------------
 */

static bool is_caps_word(Str w)
{
    int letters = 0;
    for (ptrdiff_t at = 0; at < w.len;) {
        uint32_t cp = utf8_next(w, &at);
        if (cp_is_lower(cp))
            return false;
        letters += cp_is_alpha(cp);
    }
    return letters >= 2;
}

/* First letter, and letters after a hyphen or apostrophe, stay capital. */
static void put_title_case(Str w, Buf *b)
{
    bool start = true;
    for (ptrdiff_t at = 0; at < w.len;) {
        uint32_t cp = utf8_next(w, &at);
        char out[4];
        int n = utf8_encode(start ? cp : cp_lower(cp), out);
        buf_put(b, (Str){out, n});
        start = cp == '-' || cp == '\'' || cp == ' ';
    }
}

Str name_of_caps(Str name, Str *family, Arena *a)
{
    Buf full = {0}, fam = {0};
    Str rest = name, word;
    bool last_caps = false;
    while (rest.ptr && str_split(&rest, ' ', &word)) {
        if (!word.len || word.ptr[0] == '(' || str_eq(word, STR("Dr.")) ||
            str_eq(word, STR("Gen.")))
            continue;
        if (full.len)
            buf_byte(&full, ' ');
        last_caps = is_caps_word(word) && word.ptr[word.len - 1] != '.' &&
                    !str_eq(word, STR("II")) && !str_eq(word, STR("III")) &&
                    !str_eq(word, STR("VI")) && !str_eq(word, STR("IV"));
        if (last_caps) {
            if (fam.len)
                buf_byte(&fam, ' ');
            put_title_case(word, &fam);
            put_title_case(word, &full);
        } else
            buf_put(&full, word);
    }
    Str out = arena_str(a, buf_str(&full));
    *family = last_caps ? (Str){0} : arena_str(a, buf_str(&fam));
    buf_free(&full);
    buf_free(&fam);
    return out;
}

/* ---- dates ------------------------------------------------------------------------------- */

/* "2017-04-13", "2017-04", "2017"; a start is put at the period's first day, an end at its last. */
static Day partial_day(Str s, bool end, Str *precision)
{
    int64_t y = 0, m = 0;
    *precision = STR("day");
    if (s.len >= 10)
        return day_parse(s);
    if (s.len >= 4 && str_int(str_cut(s, 0, 4), 1, 9999, &y)) {
        if (s.len == 7 && str_int(str_cut(s, 5, 7), 1, 12, &m)) {
            *precision = STR("month");
            return day_of((int)y, (int)m, end ? month_days((int)y, (int)m) : 1);
        }
        *precision = STR("year");
        return end ? day_of((int)y, 12, 31) : day_of((int)y, 1, 1);
    }
    *precision = STR("none");
    return DAY_NONE;
}

/* "1/21/77" */
static Day us_day(Str s)
{
    Str part[3];
    int64_t v[3];
    for (int i = 0; i < 3; i++)
        if (!s.ptr || !str_split(&s, '/', &part[i]) || !str_int(part[i], 0, 9999, &v[i]))
            return DAY_NONE;
    int year = (int)(v[2] < 100 ? v[2] + (v[2] < 50 ? 2000 : 1900) : v[2]);
    return day_of(year, (int)v[0], (int)v[1]);
}

/* "Premier of Yukon", "President of Lazio" and "Chancellor of the Exchequer" rule no state: what
 * stands behind "of" must be the country, or a word for the whole of it. */
static bool rules_state(const Import *im, Str country, Str lower)
{
    static const char *const wholes[] = {
        "republic",        "council of ministers", "government", "state",     "nation",
        "presiden",        "transition",           "military",   "sovereign", "confederation",
        "communist party", "workers' party",       "revolution", "union",     "kingdom",
        "leadership"};
    ptrdiff_t of = str_find(lower, STR(" of "));
    if (of < 0)
        return true;
    Str rest = str_cut(lower, of + 4, lower.len);
    for (int i = 0; i < COUNT(wholes); i++)
        if (str_contains(rest, str_of(wholes[i])) && !str_contains(rest, STR("chechen")) &&
            !str_contains(rest, STR("srpska")))
            return true;
    for (ptrdiff_t i = 0; i < im->countries.n; i++) {
        Str name = text_lower(im->countries.item[i].name, im->a);
        if (str_eq(im->countries.item[i].code, country) && name.len > 3 &&
            (str_contains(rest, name) || str_contains(name, str_trim(rest))))
            return true;
    }
    return false;
}

static void check_state(const Import *im, OfficeRow *r, Str lower)
{
    bool head = str_eq(r->office, STR("hos")) || str_eq(r->office, STR("hog"));
    if (head && (!rules_state(im, r->country, lower) || str_contains(lower, STR("designate")) ||
                 str_contains(lower, STR("deputy"))))
        r->office = STR("min");
    bool breakaway = r->country.len > 3 && !str_starts(r->country, STR("IGO"));
    if (breakaway)
        r->office = STR("min");
}

/* ---- Wikidata holders -------------------------------------------------------------------- */

/* Territories without an ISO code, and their actor codes. */
static const struct {
    const char *from, *to;
} territories[] = {
    {"GBR-NIR", "GBR"},  {"GBR-SCT", "GBR"},  {"GBR-WLS", "GBR"},  {"X-ABK", "GEOSEP"},
    {"X-ART", "AZESEP"}, {"X-DNR", "UKRSEP"}, {"X-LNR", "UKRSEP"}, {"X-SOL", "SOMGOV"},
};

static Str body_of(Str lower)
{
    static const struct {
        const char *word, *code;
    } bodies[] = {
        {"united nations", "IGOUNO"},
        {"world trade", "IGOWTO"},
        {"court of justice", "IGOUNOJUD"},
        {"council of europe", "IGOEURCOE"},
        {"osce", "IGOEUROSC"},
        {"arab", "IGOMEAARL"},
    };
    for (int i = 0; i < COUNT(bodies); i++)
        if (str_contains(lower, str_of(bodies[i].word)))
            return str_of(bodies[i].code);
    return STR("IGO");
}

static Str territory(Str iso, Str lower_title)
{
    if (str_eq(iso, STR("WLD")))
        return body_of(lower_title);
    if (str_eq(iso, STR("EUE")))
        return STR("IGOEUREEC");
    for (int i = 0; i < COUNT(territories); i++)
        if (str_eq(iso, str_of(territories[i].from)))
            return str_of(territories[i].to);
    return iso;
}

enum { SINCE_YEAR = 1985 };

static bool import_wikidata(Import *im, Err *err)
{
    Tsv t;
    if (!import_table(im, "wikidata-holders21/ALL.tsv", &t, err))
        return false;
    Day since = day_of(SINCE_YEAR, 1, 1);
    while (tsv_next(&t, err)) {
        Str p1, p2;
        OfficeRow r = {.person = t.field[3],
                       .name = t.field[2],
                       .title = t.field[1],
                       .source = STR("wikidata"),
                       .trust = TRUST_WIKIDATA};
        r.from = partial_day(t.field[4], false, &p1);
        r.to = partial_day(t.field[5], true, &p2);
        r.precision = p1;
        r.asof = day_parse(t.field[6]);
        if ((r.to != DAY_NONE && r.to < since) ||
            (r.to == DAY_NONE && (r.from == DAY_NONE || r.from < since - 7300)))
            continue;
        if (!r.name.len || (r.name.ptr[0] == 'Q' && r.name.len > 2 && r.name.ptr[1] >= '0' &&
                            r.name.ptr[1] <= '9'))
            continue;
        Str lower = text_lower(r.title, im->a);
        r.office = office_kind(lower, &r.role);
        r.country = territory(t.field[0], lower);
        if (str_eq(t.field[0], STR("GBR-NIR")) || str_eq(t.field[0], STR("GBR-SCT")) ||
            str_eq(t.field[0], STR("GBR-WLS")))
            r.office = STR("min");
        check_state(im, &r, lower);
        if (r.country.len > 3)
            r.role = str_cut(r.country, 3, r.country.len); /* the code says it all */
        if (str_eq(r.country, STR("USA")) && str_eq(r.title, STR("Secretary of State")))
            r.office = STR("fm");
        *push(&im->offices, im->a) = r;
        if (t.field[7].len && !str_eq(t.field[7], r.name)) {
            ptrdiff_t paren = str_find(t.field[7], STR(" ("));
            *push(&im->aliases, im->a) = (struct PersonAlias){
                r.person, paren < 0 ? t.field[7] : str_cut(t.field[7], 0, paren)};
        }
    }
    return !err->code;
}

/* ISO code of a country name as Wikidata's lists write it. */
static Str iso_of(const Import *im, Str name)
{
    for (ptrdiff_t i = 0; i < im->countries.n; i++) {
        if (str_ieq(im->countries.item[i].name, name))
            return im->countries.item[i].code;
        Str rest = im->countries.item[i].aliases, alias;
        while (rest.ptr && str_split(&rest, '|', &alias))
            if (str_ieq(alias, name))
                return im->countries.item[i].code;
    }
    return (Str){0};
}

static bool import_foreign_ministers(Import *im, Err *err)
{
    Tsv t;
    if (!import_table(im, "wikidata-2022-lists/foreign-ministers.tsv", &t, err))
        return false;
    while (tsv_next(&t, err)) {
        Str p;
        OfficeRow r = {.person = t.field[4],
                       .name = t.field[3],
                       .title = t.field[2],
                       .role = STR("GOV"),
                       .office = STR("fm"),
                       .country = iso_of(im, t.field[0]),
                       .source = STR("wikidata"),
                       .to = DAY_NONE,
                       .trust = TRUST_WIKIDATA};
        r.from = partial_day(t.field[5], false, &p);
        r.precision = p;
        r.asof = day_parse(t.field[7]);
        if (r.country.len && r.name.len)
            *push(&im->offices, im->a) = r;
    }
    return !err->code;
}

static bool import_leaders(Import *im, Err *err)
{
    Str bytes;
    if (!import_file(im, "wikidata-2022-lists/world-leaders.csv", &bytes, err))
        return false;
    Fields f = {0};
    csv_next(&bytes, &f, im->a);
    while (csv_next(&bytes, &f, im->a)) {
        Str p1, p2;
        OfficeRow r = {.person = csv_get(&f, 4),
                       .name = csv_get(&f, 5),
                       .title = csv_get(&f, 3),
                       .country = iso_of(im, csv_get(&f, 1)),
                       .source = STR("wikidata"),
                       .trust = TRUST_VISITS,
                       .asof = day_of(2022, 10, 10)};
        r.from = partial_day(csv_get(&f, 6), false, &p1);
        r.to = partial_day(csv_get(&f, 7), true, &p2);
        r.precision = STR("year");
        r.office = office_kind(text_lower(r.title, im->a), &r.role);
        if (!str_eq(r.office, STR("hog")))
            r.office = STR("hos");
        r.role = STR("GOV");
        if (r.country.len && r.name.len && r.from != DAY_NONE &&
            (r.to == DAY_NONE || r.to >= day_of(SINCE_YEAR, 1, 1)))
            *push(&im->offices, im->a) = r;
    }
    return true;
}

/* ---- Factbook and CIA -------------------------------------------------------------------- */

static bool import_factbook(Import *im, Err *err)
{
    Tsv t;
    if (!import_table(im, "factbook-terms/factbook-terms.tsv", &t, err))
        return false;
    while (tsv_next(&t, err)) {
        if (t.field[0].len != 3 || t.field[4].len == 0 || t.field[5].len < 4)
            continue;
        Str p1, p2, lower = text_lower(t.field[4], im->a);
        OfficeRow r = {.title = t.field[4],
                       .country = territory(t.field[0], lower),
                       .source = STR("factbook"),
                       .trust = TRUST_FACTBOOK};
        r.name = name_of_caps(t.field[5], &r.family, im->a);
        r.from = partial_day(t.field[7], false, &p1);
        r.to = partial_day(t.field[8], true, &p2);
        r.asof = day_parse(t.field[11]);
        r.precision = p1;
        if (str_eq(t.field[9], STR("lastseen")))
            r.precision = STR("seen");
        else if (str_starts(t.field[9], STR("next-gap")))
            r.precision = STR("upper");
        r.office = office_kind(lower, &r.role);
        if (str_contains(t.field[3], STR("ambassador"))) {
            r.office = STR("amb");
            r.role = STR("GOV");
            if (str_starts(t.field[3], STR("us_")))
                r.country = STR("USA");
        } else if (!str_eq(r.office, STR("dep")) && !str_eq(r.office, STR("min"))) {
            bool state = str_eq(t.field[3], STR("chief_of_state"));
            r.office = state ? STR("hos") : str_eq(r.office, STR("hos")) ? STR("hos") : STR("hog");
            r.role = STR("GOV");
        }
        if (str_find_byte(r.name, ' ') < 0 && r.name.len < 6)
            continue;
        *push(&im->offices, im->a) = r;
        Str rest = t.field[6], alias;
        while (rest.len && str_split(&rest, '|', &alias)) {
            Str fam;
            *push(&im->aliases, im->a) =
                (struct PersonAlias){r.name, name_of_caps(str_trim(alias), &fam, im->a)};
        }
    }
    return !err->code;
}

static bool import_cia(Import *im, Err *err)
{
    Tsv t;
    if (!import_table(im, "cia-worldleaders-2026/posts.tsv", &t, err))
        return false;
    while (tsv_next(&t, err)) {
        if (t.field[0].len != 3 || t.field[4].len < 3 || str_contains(t.field[4], STR("(Vacant)")))
            continue;
        Str lower = text_lower(t.field[3], im->a);
        OfficeRow r = {.title = t.field[3],
                       .country = territory(t.field[0], lower),
                       .source = STR("cia"),
                       .trust = TRUST_CIA,
                       .from = DAY_NONE,
                       .to = DAY_NONE,
                       .precision = STR("seen"),
                       .asof = day_parse(t.field[7 < t.n ? 7 : t.n - 1])};
        r.name = name_of_caps(t.field[4], &r.family, im->a);
        r.office = office_kind(lower, &r.role);
        check_state(im, &r, lower);
        *push(&im->offices, im->a) = r;
    }
    return !err->code;
}

/* ---- US cabinets ------------------------------------------------------------------------- */

static bool import_cabinet(Import *im, Err *err)
{
    Str bytes;
    if (!import_file(im, "us-cabinet-538/cabinet-turnover.csv", &bytes, err))
        return false;
    Fields f = {0};
    csv_next(&bytes, &f, im->a);
    while (csv_next(&bytes, &f, im->a)) {
        OfficeRow r = {.title = csv_get(&f, 1),
                       .name = csv_get(&f, 2),
                       .country = STR("USA"),
                       .source = STR("fivethirtyeight"),
                       .trust = TRUST_CABINET,
                       .precision = STR("day"),
                       .asof = day_of(2023, 2, 13)};
        r.from = us_day(csv_get(&f, 3));
        r.to = us_day(csv_get(&f, 4));
        if (r.from == DAY_NONE || !r.name.len)
            continue;
        r.office = office_kind(text_lower(r.title, im->a), &r.role);
        if (str_eq(r.title, STR("Secretary of State")))
            r.office = STR("fm");
        *push(&im->offices, im->a) = r;
    }
    return true;
}

/* ---- US Congress ------------------------------------------------------------------------- */

static Str yaml_value(Str line)
{
    ptrdiff_t at = str_find(line, STR(": "));
    Str v = at < 0 ? (Str){"", 0} : str_trim(str_cut(line, at + 2, line.len));
    bool quoted = v.len >= 2 && (v.ptr[0] == '\'' || v.ptr[0] == '"');
    return quoted ? str_cut(v, 1, v.len - 1) : v;
}

/* One row from a legislator's first term to the last; the file lists those in office when it was
 * made. */
static bool import_congress(Import *im, Err *err)
{
    Str rest, line;
    if (!import_file(im, "us-congress/legislators-current.yaml", &rest, err))
        return false;
    const OfficeRow empty = {.country = STR("USA"),
                             .role = STR("LEG"),
                             .office = STR("leg"),
                             .title = STR("member of Congress"),
                             .from = DAY_NONE,
                             .to = DAY_NONE,
                             .asof = day_of(2025, 6, 1),
                             .precision = STR("day"),
                             .source = STR("congress"),
                             .trust = TRUST_CABINET};
    OfficeRow r = empty;
    Str first = {0}, last = {0};
    for (bool more = true; more;) {
        more = str_split(&rest, '\n', &line);
        if (!more || str_starts(line, STR("- id:"))) {
            Str official = r.name; /* news writes "Susan Collins" for "Susan M. Collins" */
            r.name = first.len && last.len ? arena_printf(im->a, "%.*s %.*s", FMT(first), FMT(last))
                                           : official;
            if (r.name.len && r.from != DAY_NONE)
                *push(&im->offices, im->a) = r;
            if (official.len && !str_eq(official, r.name))
                *push(&im->aliases, im->a) = (struct PersonAlias){r.person, official};
            r = empty;
            first = last = (Str){0};
        } else if (str_starts(line, STR("    wikidata:")))
            r.person = yaml_value(line);
        else if (str_starts(line, STR("    official_full:")))
            r.name = yaml_value(line);
        else if (str_starts(line, STR("    first:")))
            first = yaml_value(line);
        else if (str_starts(line, STR("    nickname:")))
            first = yaml_value(line);
        else if (str_starts(line, STR("    last:")))
            last = yaml_value(line);
        else if (str_starts(line, STR("    start:"))) { /* terms and leadership posts */
            Day start = day_parse(yaml_value(line));
            r.from = r.from == DAY_NONE ? start : MIN(r.from, start);
        }
    }
    return true;
}

/* ---- a newer answer of Wikidata (docs/wikidata.md) --------------------------------------- */

/* "Foreign Minister of Germany" → "Foreign Minister". */
static Str without_country(const Import *im, Str title, Str iso)
{
    for (ptrdiff_t i = 0; i < im->countries.n; i++) {
        const ThingRow *c = &im->countries.item[i];
        if (!str_eq(c->code, iso) || !str_eq(c->kind, STR("name")))
            continue;
        static const char *const links[] = {" of the ", " of "};
        for (int k = 0; k < COUNT(links); k++) {
            Str tail = arena_printf(im->a, "%s%.*s", links[k], FMT(c->name));
            if (str_ends(title, tail))
                return str_cut(title, 0, title.len - tail.len);
        }
    }
    return title;
}

static bool import_query(Import *im, Err *err)
{
    static const char path[] = "wikidata-query/holders.csv";
    static const char *const names[] = {"iso3", "position", "person", "personID", "start", "end"};
    enum { ISO3, POSITION, PERSON, ID, START, END, N };
    Str rest, day = {0};
    Err absent = {0};
    if (!import_file(im, path, &rest, &absent))
        return true; /* nobody ran the query: the other sources do */
    if (!import_file(im, "wikidata-query/ASOF", &day, &absent) ||
        day_parse(str_trim(day)) == DAY_NONE)
        return err_set(err, CASUS_ERR_FORMAT,
                       "wikidata-query/ASOF: wants the day of the query, such as 2026-11-24");
    Fields f = {0};
    int c[N], line = 1;
    csv_next(&rest, &f, im->a);
    for (int i = 0; i < N; i++)
        if ((c[i] = csv_column(&f, names[i])) < 0)
            return err_set(err, CASUS_ERR_FORMAT, "%s:1: missing column: %s", path, names[i]);
    while (csv_next(&rest, &f, im->a)) {
        line++;
        Str p1, p2, start = csv_get(&f, c[START]), end = csv_get(&f, c[END]);
        OfficeRow r = {.person = csv_get(&f, c[ID]),
                       .name = csv_get(&f, c[PERSON]),
                       .source = STR("wikidata"),
                       .trust = TRUST_WIKIDATA,
                       .asof = day_parse(str_trim(day))};
        if (!r.name.len || csv_get(&f, c[ISO3]).len != 3)
            return err_set(err, CASUS_ERR_FORMAT, "%s:%d: no person or no country", path, line);
        r.from = partial_day(start, false, &p1);
        r.to = partial_day(end, true, &p2);
        if ((start.len && r.from == DAY_NONE) || (end.len && r.to == DAY_NONE))
            return err_set(err, CASUS_ERR_FORMAT, "%s:%d: no such date: %.*s", path, line,
                           FMT(start.len && r.from == DAY_NONE ? start : end));
        r.precision = p1;
        r.title = without_country(im, csv_get(&f, c[POSITION]), csv_get(&f, c[ISO3]));
        Str lower = text_lower(r.title, im->a);
        r.office = office_kind(lower, &r.role);
        r.country = territory(csv_get(&f, c[ISO3]), lower);
        check_state(im, &r, lower);
        *push(&im->offices, im->a) = r;
    }
    return true;
}

bool import_offices(Import *im, Err *err)
{
    return import_wikidata(im, err) && import_foreign_ministers(im, err) &&
           import_leaders(im, err) && import_factbook(im, err) && import_cia(im, err) &&
           import_cabinet(im, err) && import_congress(im, err) && import_query(im, err);
}
