/* Records in the columns of other coders: PETRARCH, GDELT 2.0, ICEWS, POLECAT. All are tab-separated and
 * have no quoting. Each row is written field by field in the order of the published column list. */
#include <inttypes.h>
#include <math.h>

#include "write/formats.h"
#include "base/banned.h"

/* A row under construction: fields apart by tabs. */
typedef struct {
    Buf *out;
    int n;
} Row;

static void tab(Row *row)
{
    if (row->n++)
        buf_byte(row->out, '\t');
}

static void text(Row *row, Str s)
{
    tab(row);
    put_tsv(row->out, s);
}

static void number(Row *row, int64_t v)
{
    tab(row);
    buf_printf(row->out, "%" PRId64, v);
}

static void real(Row *row, double v, const char *format)
{
    char s[40];
    snprintf(s, sizeof s, format[0] == '1' ? "%.1f" : "%.6g", v);
    tab(row);
    if (!isnan(v))
        buf_put(row->out, str_of(s));
}

static void empty(Row *row, int n)
{
    while (n-- > 0)
        tab(row);
}

static void end(Row *row)
{
    buf_byte(row->out, '\n');
}

/* Ids of these formats are numbers: the first 52 bits of ours, exact in a double. */
static int64_t id_number(Str hex)
{
    int64_t v = 0;
    for (ptrdiff_t i = 0; i < MIN(hex.len, 13); i++)
        v = v * 16 + (hex.ptr[i] <= '9' ? hex.ptr[i] - '0' : hex.ptr[i] - 'a' + 10);
    return v;
}

static Str day_compact(Day d, char room[16])
{
    if (d == DAY_NONE)
        return (Str){0};
    Civil c = day_civil(d);
    return (Str){room, snprintf(room, 16, "%04d%02d%02d", c.year, c.month, c.day)};
}

static Day event_day(const Record *r)
{
    return r->date != DAY_NONE ? r->date : r->doc_day;
}

/* Countries proper; the CAMEO "countries" of bodies and movements are none. */
static bool is_country(const WriteStyle *s, Str code)
{
    return codes_name(s->codes, code).len > 0;
}

/* ---- PETRARCH ----------------------------------------------------------------------------- */

static Str or_dashes(Str s)
{
    return s.len ? s : STR("---");
}

void write_cameo(const Record *r, const WriteStyle *s, Buf *out)
{
    (void)s;
    char day[16];
    Row row = {.out = out};
    text(&row, day_compact(event_day(r), day));
    text(&row, or_dashes(r->source.code));
    text(&row, or_dashes(r->target.code));
    text(&row, r->cameo);
    empty(&row, 1); /* issues */
    tab(&row);
    put_tsv(out, r->doc_id);
    buf_printf(out, "_%d", r->sentence);
    text(&row, r->url);
    text(&row, r->publisher);
    end(&row);
}

/* ---- GDELT 2.0 ---------------------------------------------------------------------------- */

static void gdelt_actor(Row *row, const RecordActor *a, const WriteStyle *s)
{
    bool country = is_country(s, a->country);
    char name[128];
    ptrdiff_t n = 0;
    for (; n < MIN(a->name.len, (ptrdiff_t)sizeof name); n++) {
        char c = a->name.ptr[n];
        name[n] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    text(row, a->code);
    text(row, n < (ptrdiff_t)sizeof name ? (Str){name, n} : a->name);
    text(row, country ? a->country : (Str){0});
    text(row, country ? (Str){0} : str_cut(a->code, 3, 6)); /* known group */
    empty(row, 3);                                           /* ethnic, religions */
    text(row, country || !a->country.len ? a->role[0] : a->country);
    text(row, country ? a->role[1] : a->role[0]);
    text(row, country ? a->role[2] : a->role[1]);
}

static void gdelt_no_place(Row *row)
{
    text(row, STR("0"));
    empty(row, 7);
}

static void gdelt_place(Row *row, const Record *r, const WriteStyle *s)
{
    if (!r->place.len) {
        gdelt_no_place(row);
        return;
    }
    bool us = str_eq(r->place_country, STR("USA"));
    Str fips = codes_fips(s->codes, r->place_country), country = codes_name(s->codes, r->place_country);
    int type = 1;
    if (str_eq(r->place_kind, STR("region")))
        type = us ? 2 : 5;
    else if (str_eq(r->place_kind, STR("city")))
        type = us ? 3 : 4;
    number(row, type);
    tab(row);
    put_tsv(row->out, r->place);
    if (type != 1 && r->place_region.len && !str_eq(r->place_region, r->place)) {
        buf_put(row->out, STR(", "));
        put_tsv(row->out, r->place_region);
    }
    if (type != 1 && country.len) {
        buf_put(row->out, STR(", "));
        put_tsv(row->out, country);
    }
    text(row, fips);
    text(row, fips); /* first-level code: GDELT gives the country's where it has no finer one */
    empty(row, 1);
    real(row, r->lat, "6");
    real(row, r->lon, "6");
    if (type == 1)
        text(row, fips);
    else if (r->place_id)
        number(row, r->place_id);
    else
        empty(row, 1);
}

/* GDELT's own quad classes: 09 is material cooperation, 14 verbal conflict. */
static int gdelt_quad(Str cameo)
{
    int64_t root = 0;
    str_int(cameo_root(cameo), 1, 20, &root);
    return root <= 5 ? 1 : root <= 9 ? 2 : root <= 14 ? 3 : 4;
}

static void gdelt_dates(Row *row, Day d)
{
    char day[16];
    if (d == DAY_NONE) {
        empty(row, 4);
        return;
    }
    Civil c = day_civil(d);
    text(row, day_compact(d, day));
    number(row, c.year * 100 + c.month);
    number(row, c.year);
    tab(row);
    buf_printf(row->out, "%.4f", c.year + ((c.month - 1) * 30 + c.day) / 365.0);
}

/* Publication with time: midnight, the time of day is not kept. */
static void gdelt_stamp(Row *row, Day d)
{
    char day[16];
    Str s = day_compact(d, day);
    text(row, s);
    if (s.len)
        buf_put(row->out, STR("000000"));
}

void write_gdelt(const Record *r, const WriteStyle *s, Buf *out)
{
    Row row = {.out = out};
    number(&row, id_number(r->event_id));
    gdelt_dates(&row, event_day(r));
    gdelt_actor(&row, &r->source, s);
    gdelt_actor(&row, &r->target, s);
    number(&row, r->in_lead);
    text(&row, r->cameo);
    text(&row, str_cut(r->cameo, 0, 3));
    text(&row, cameo_root(r->cameo));
    number(&row, gdelt_quad(r->cameo));
    real(&row, r->goldstein, "1");
    number(&row, 1); /* mentions, sources, articles: a record is one mention */
    number(&row, 1);
    number(&row, 1);
    number(&row, 0); /* tone is not measured */
    gdelt_no_place(&row);
    gdelt_no_place(&row);
    gdelt_place(&row, r, s);
    gdelt_stamp(&row, r->doc_day != DAY_NONE ? r->doc_day : r->date);
    text(&row, r->url.len ? r->url : r->doc_id);
    end(&row);
}

static int64_t char_offset(RecordSpan s)
{
    return s.is_set && !s.in_title ? (int64_t)s.start : -1;
}

void write_mention(const Record *r, const WriteStyle *s, Buf *out)
{
    (void)s;
    Row row = {.out = out};
    Day pub = r->doc_day != DAY_NONE ? r->doc_day : r->date;
    number(&row, id_number(r->event_id));
    gdelt_stamp(&row, event_day(r));
    gdelt_stamp(&row, pub);
    number(&row, r->url.len ? 1 : 2);
    text(&row, r->publisher);
    text(&row, r->url.len ? r->url : r->doc_id);
    number(&row, r->sentence + 1);
    number(&row, char_offset(r->source.span));
    number(&row, char_offset(r->target.span));
    number(&row, char_offset(r->trigger_span));
    number(&row, 1);
    number(&row, (int64_t)lround(MAX(10.0, r->confidence * 100)));
    number(&row, r->doc_length);
    number(&row, 0);
    empty(&row, 2);
    end(&row);
}

/* ---- ICEWS -------------------------------------------------------------------------------- */

/* Roles as ICEWS names its sectors. */
static const struct {
    Str role, sector;
} sectors[] = {
    {STR("GOV"), STR("Government")},   {STR("LEG"), STR("Legislative / Parliamentary")},
    {STR("JUD"), STR("Judicial")},     {STR("MIL"), STR("Military")},
    {STR("COP"), STR("Police")},       {STR("SPY"), STR("Intelligence")},
    {STR("OPP"), STR("Opposition")},   {STR("REB"), STR("Rebel")},
    {STR("SEP"), STR("Separatist")},   {STR("UAF"), STR("Unidentified Forces")},
    {STR("PTY"), STR("Parties")},      {STR("ELI"), STR("Elite")},
    {STR("BUS"), STR("Business")},     {STR("MED"), STR("News")},
    {STR("EDU"), STR("Education")},    {STR("HLH"), STR("Medical / Health")},
    {STR("REL"), STR("Religious")},    {STR("LAB"), STR("Labor")},
    {STR("REF"), STR("Refugees / Displaced")}, {STR("CVL"), STR("General Population / Civilian / Social")},
    {STR("CRM"), STR("Criminals / Gangs")},    {STR("ENV"), STR("Environment")},
    {STR("HRI"), STR("Human Rights")},
};

static void icews_actor(Row *row, const RecordActor *a, const WriteStyle *s)
{
    text(row, a->name.len ? a->name : a->text);
    tab(row);
    for (int i = 0, n = 0; i < ACTOR_ROLES; i++)
        for (ptrdiff_t k = 0; k < COUNT(sectors); k++)
            if (a->role[i].len && str_eq(a->role[i], sectors[k].role))
                buf_printf(row->out, "%s%.*s", n++ ? "," : "", FMT(sectors[k].sector));
    text(row, codes_name(s->codes, a->country));
}

void write_icews_header(Buf *out)
{
    buf_put(out, STR("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
                     "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t"
                     "Province\tCountry\tLatitude\tLongitude\n"));
}

void write_icews(const Record *r, const WriteStyle *s, Buf *out)
{
    char day[11];
    Row row = {.out = out};
    bool city = str_eq(r->place_kind, STR("city")), region = str_eq(r->place_kind, STR("region"));
    number(&row, id_number(r->event_id));
    text(&row, day_format(event_day(r), day));
    icews_actor(&row, &r->source, s);
    text(&row, codes_label(s->codes, r->cameo));
    text(&row, r->cameo);
    real(&row, r->goldstein, "1");
    icews_actor(&row, &r->target, s);
    number(&row, (int64_t)(str_hash(r->doc_id) >> 12));
    number(&row, r->sentence + 1);
    text(&row, r->publisher);
    text(&row, city ? r->place : (Str){0});
    empty(&row, 1);
    text(&row, region ? r->place : r->place_region);
    text(&row, codes_name(s->codes, r->place_country));
    real(&row, r->lat, "6");
    real(&row, r->lon, "6");
    end(&row);
}

/* ---- POLECAT ------------------------------------------------------------------------------ */

static Str polecat_quad(Str plover)
{
    static const struct {
        Str category, quad;
    } quads[] = {
        {STR("AGREE"), STR("VERBAL COOPERATION")},    {STR("CONSULT"), STR("VERBAL COOPERATION")},
        {STR("SUPPORT"), STR("VERBAL COOPERATION")},  {STR("CONCEDE"), STR("VERBAL COOPERATION")},
        {STR("COOPERATE"), STR("MATERIAL COOPERATION")}, {STR("AID"), STR("MATERIAL COOPERATION")},
        {STR("RETREAT"), STR("MATERIAL COOPERATION")},   {STR("REQUEST"), STR("VERBAL CONFLICT")},
        {STR("ACCUSE"), STR("VERBAL CONFLICT")},      {STR("REJECT"), STR("VERBAL CONFLICT")},
        {STR("THREATEN"), STR("VERBAL CONFLICT")},    {STR("PROTEST"), STR("MATERIAL CONFLICT")},
        {STR("MOBILIZE"), STR("MATERIAL CONFLICT")},  {STR("SANCTION"), STR("MATERIAL CONFLICT")},
        {STR("COERCE"), STR("MATERIAL CONFLICT")},    {STR("ASSAULT"), STR("MATERIAL CONFLICT")},
    };
    for (ptrdiff_t i = 0; i < COUNT(quads); i++)
        if (str_eq(plover, quads[i].category))
            return quads[i].quad;
    return (Str){0};
}

static void polecat_actor(Row *row, const RecordActor *a, const WriteStyle *s)
{
    int cow = codes_cow(s->codes, a->country);
    text(row, a->name.len ? a->name : a->text);
    text(row, a->country);
    if (cow)
        number(row, cow);
    else
        empty(row, 1);
    text(row, a->role[0]);
    tab(row);
    for (int i = 0; i < ACTOR_ROLES && a->role[i].len; i++)
        buf_printf(row->out, "%s%.*s", i ? ";" : "", FMT(a->role[i]));
    empty(row, 1); /* title */
    text(row, a->text);
    text(row, a->id);
}

void write_polecat_header(Buf *out)
{
    buf_put(out, STR("Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\t"
                     "Actor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t"
                     "Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\t"
                     "Recipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\t"
                     "Country\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\t"
                     "Story People\tStory Organizations\tStory Locations\tLanguage\tVersion\n"));
}

void write_polecat(const Record *r, const WriteStyle *s, Buf *out)
{
    char day[11];
    Row row = {.out = out};
    bool city = str_eq(r->place_kind, STR("city")), region = str_eq(r->place_kind, STR("region"));
    text(&row, r->event_id);
    text(&row, day_format(event_day(r), day));
    text(&row, r->plover);
    text(&row, r->plover_mode);
    real(&row, r->goldstein, "1");
    text(&row, polecat_quad(r->plover));
    empty(&row, 1); /* contexts */
    polecat_actor(&row, &r->source, s);
    polecat_actor(&row, &r->target, s);
    text(&row, r->place);
    text(&row, city ? r->place : (Str){0});
    empty(&row, 1);
    text(&row, region ? r->place : r->place_region);
    text(&row, codes_name(s->codes, r->place_country));
    real(&row, r->lat, "6");
    real(&row, r->lon, "6");
    if (r->place_id)
        number(&row, r->place_id);
    else
        empty(&row, 1);
    empty(&row, 1); /* raw place name: its span is in the full record */
    text(&row, r->place_kind);
    text(&row, r->publisher);
    text(&row, day_format(r->doc_day, day));
    empty(&row, 3); /* people, organisations, places of the story */
    text(&row, STR("en"));
    text(&row, r->coder);
    end(&row);
}
