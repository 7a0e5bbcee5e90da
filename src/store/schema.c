/* The schema. Positions are code points; days are ISO text; codes are text ("010"), never numbers. */
#include <stddef.h>

#include "store/schema.h"
#include "base/banned.h"

const char *const schema_steps[] = {
    /* 0 → 1 */
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value);"
    "CREATE TABLE runs(run INTEGER PRIMARY KEY, key TEXT NOT NULL, coder TEXT NOT NULL, options TEXT, inputs TEXT,"
    "  path TEXT, offset INTEGER, documents INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0,"
    "  started TEXT NOT NULL, finished TEXT);"
    "CREATE TABLE documents(doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT, publisher TEXT, title TEXT,"
    "  date TEXT, length INTEGER, story_id TEXT, path TEXT, line INTEGER, text_hash INTEGER NOT NULL,"
    "  run INTEGER NOT NULL, first_sentence INTEGER, n_sentences INTEGER NOT NULL, first_event INTEGER,"
    "  n_events INTEGER NOT NULL, first_quotation INTEGER, n_quotations INTEGER NOT NULL);"
    "CREATE TABLE sentences(sentence_id INTEGER PRIMARY KEY, doc INTEGER NOT NULL, sentence INTEGER NOT NULL,"
    "  start INTEGER, \"end\" INTEGER, in_lead INTEGER, text TEXT NOT NULL);"
    "CREATE TABLE actors(actor INTEGER PRIMARY KEY, code TEXT NOT NULL, country TEXT NOT NULL, role1 TEXT NOT NULL,"
    "  role2 TEXT NOT NULL, role3 TEXT NOT NULL, name TEXT NOT NULL, wikidata TEXT NOT NULL,"
    "  UNIQUE(code, name, wikidata, country, role1, role2, role3));"
    "CREATE TABLE events(event INTEGER PRIMARY KEY, event_id TEXT NOT NULL, doc INTEGER NOT NULL,"
    "  sentence_id INTEGER NOT NULL, source_actor INTEGER, target_actor INTEGER,"
    "  date TEXT, date_precision TEXT, cameo TEXT NOT NULL, quad INTEGER, goldstein REAL, plover TEXT,"
    "  plover_mode TEXT, modality TEXT NOT NULL, negative INTEGER, tense TEXT, reciprocal INTEGER, confidence REAL,"
    "  source_text TEXT, source_start INTEGER, source_end INTEGER, target_text TEXT, target_start INTEGER,"
    "  target_end INTEGER, trigger TEXT, trigger_start INTEGER, trigger_end INTEGER, date_text TEXT,"
    "  date_start INTEGER, date_end INTEGER, place TEXT, place_country TEXT, place_region TEXT, place_kind TEXT,"
    "  lat REAL, lon REAL, geonames_id INTEGER, place_start INTEGER, place_end INTEGER, speaker TEXT,"
    "  speaker_code TEXT, speaker_start INTEGER, speaker_end INTEGER, title_spans TEXT, rule TEXT);"
    "CREATE TABLE quotations(quotation INTEGER PRIMARY KEY, doc INTEGER NOT NULL, sentence INTEGER, speaker TEXT,"
    "  speaker_code TEXT, speaker_text TEXT, speaker_start INTEGER, speaker_end INTEGER, cue TEXT, cue_start INTEGER,"
    "  cue_end INTEGER, class TEXT, kind TEXT, negative INTEGER, text TEXT NOT NULL, start INTEGER, \"end\" INTEGER,"
    "  text2 TEXT, start2 INTEGER, end2 INTEGER, about TEXT, title_spans INTEGER);"
    "CREATE TABLE countries(iso3 TEXT PRIMARY KEY, fips TEXT, cow INTEGER, name TEXT);"
    "CREATE TABLE codes(cameo TEXT PRIMARY KEY, label TEXT);"
    "CREATE VIRTUAL TABLE evidence USING fts5(text, content='sentences', content_rowid='sentence_id',"
    "  tokenize='unicode61 remove_diacritics 2');"
    "INSERT INTO meta VALUES('indexed', 0);",
    NULL,
};

const char schema_indices[] =
    "CREATE INDEX IF NOT EXISTS events_date ON events(date);"
    "CREATE INDEX IF NOT EXISTS events_source ON events(source_actor);"
    "CREATE INDEX IF NOT EXISTS events_target ON events(target_actor);"
    "CREATE INDEX IF NOT EXISTS events_cameo ON events(cameo);"
    "CREATE INDEX IF NOT EXISTS events_sentence ON events(sentence_id);"
    "CREATE INDEX IF NOT EXISTS quotations_speaker ON quotations(speaker_code);"
    "CREATE UNIQUE INDEX IF NOT EXISTS events_id ON events(event_id);";

/* GDELT's quad classes are its own; its geography types count from country to city. */
#define FIPS(actor) "(SELECT fips FROM countries WHERE iso3 = " actor ")"
#define NAME(actor) "(SELECT name FROM countries WHERE iso3 = " actor ")"
#define COW(actor) "(SELECT cow FROM countries WHERE iso3 = " actor ")"
#define COMPACT(day) "CAST(replace(" day ", '-', '') AS INTEGER)"
#define SECTORS(a) "nullif(trim(" a ".role1 || ',' || " a ".role2 || ',' || " a ".role3, ','), '')"
#define FROM_EVENTS                                                                                \
    " FROM events e JOIN documents d USING(doc) JOIN sentences s USING(sentence_id)"               \
    " LEFT JOIN actors a ON a.actor = e.source_actor LEFT JOIN actors b ON b.actor = e.target_actor"

#define GDELT_ACTOR(a, name)                                                                       \
    a ".code AS " name "Code, upper(" a ".name) AS " name "Name,"                                  \
    "  iif(" FIPS(a ".country") " IS NOT NULL, " a ".country, NULL) AS " name "CountryCode,"       \
    "  iif(" FIPS(a ".country") " IS NULL, nullif(substr(" a ".code, 4, 3), ''), NULL) AS " name "KnownGroupCode," \
    "  NULL AS " name "EthnicCode, NULL AS " name "Religion1Code, NULL AS " name "Religion2Code,"  \
    "  nullif(" a ".role1, '') AS " name "Type1Code, nullif(" a ".role2, '') AS " name "Type2Code," \
    "  nullif(" a ".role3, '') AS " name "Type3Code,"
#define GDELT_NOWHERE(name)                                                                        \
    "0 AS " name "_Type, NULL AS " name "_FullName, NULL AS " name "_CountryCode, NULL AS " name "_ADM1Code," \
    "  NULL AS " name "_ADM2Code, NULL AS " name "_Lat, NULL AS " name "_Long, NULL AS " name "_FeatureID,"

const char schema_views[] =
    "DROP VIEW IF EXISTS records;"
    "CREATE VIEW records AS SELECT e.event_id, d.id AS doc_id, e.date, e.date_precision,"
    "  nullif(a.code, '') AS source, nullif(b.code, '') AS target, e.cameo, e.quad, e.goldstein, e.plover, e.plover_mode,"
    "  e.modality, e.negative, e.tense, e.reciprocal, e.confidence,"
    "  nullif(a.name, '') AS source_name, e.source_text, nullif(a.country, '') AS source_country,"
    "  nullif(a.role1, '') AS source_role1, nullif(a.role2, '') AS source_role2, nullif(a.role3, '') AS source_role3,"
    "  nullif(a.wikidata, '') AS source_id, e.source_start, e.source_end,"
    "  nullif(b.name, '') AS target_name, e.target_text, nullif(b.country, '') AS target_country,"
    "  nullif(b.role1, '') AS target_role1, nullif(b.role2, '') AS target_role2, nullif(b.role3, '') AS target_role3,"
    "  nullif(b.wikidata, '') AS target_id, e.target_start, e.target_end,"
    "  e.trigger, e.trigger_start, e.trigger_end, e.date_text, e.date_start, e.date_end,"
    "  e.place, e.place_country, e.place_region, e.place_kind, e.lat, e.lon, e.geonames_id, e.place_start, e.place_end,"
    "  e.speaker, e.speaker_code, e.speaker_start, e.speaker_end,"
    "  s.sentence, s.in_lead, s.start AS sentence_start, s.\"end\" AS sentence_end, e.title_spans, s.text,"
    "  e.rule, d.story_id, d.url, d.publisher, d.date AS doc_date, d.title AS doc_title, d.length AS doc_length,"
    "  (SELECT coder FROM runs WHERE runs.run = d.run) AS coder, e.event, e.sentence_id" FROM_EVENTS ";"

    "DROP VIEW IF EXISTS gdelt_events;"
    "CREATE VIEW gdelt_events AS SELECT e.event AS GLOBALEVENTID, " COMPACT("e.date") " AS SQLDATE,"
    "  CAST(substr(replace(e.date, '-', ''), 1, 6) AS INTEGER) AS MonthYear, CAST(substr(e.date, 1, 4) AS INTEGER) AS Year,"
    "  round(substr(e.date, 1, 4) + ((substr(e.date, 6, 2) - 1) * 30 + substr(e.date, 9, 2)) / 365.0, 4) AS FractionDate,"
    GDELT_ACTOR("a", "Actor1") GDELT_ACTOR("b", "Actor2")
    "  s.in_lead AS IsRootEvent, e.cameo AS EventCode, substr(e.cameo, 1, 3) AS EventBaseCode,"
    "  substr(e.cameo, 1, 2) AS EventRootCode,"
    "  CASE WHEN e.cameo < '06' THEN 1 WHEN e.cameo < '10' THEN 2 WHEN e.cameo < '15' THEN 3 ELSE 4 END AS QuadClass,"
    "  e.goldstein AS GoldsteinScale, 1 AS NumMentions, 1 AS NumSources, 1 AS NumArticles, 0 AS AvgTone,"
    GDELT_NOWHERE("Actor1Geo") GDELT_NOWHERE("Actor2Geo")
    "  CASE e.place_kind WHEN 'country' THEN 1 WHEN 'region' THEN iif(e.place_country = 'USA', 2, 5)"
    "    WHEN 'city' THEN iif(e.place_country = 'USA', 3, 4) ELSE 0 END AS ActionGeo_Type,"
    "  e.place AS ActionGeo_FullName, " FIPS("e.place_country") " AS ActionGeo_CountryCode,"
    "  " FIPS("e.place_country") " AS ActionGeo_ADM1Code, NULL AS ActionGeo_ADM2Code,"
    "  e.lat AS ActionGeo_Lat, e.lon AS ActionGeo_Long, e.geonames_id AS ActionGeo_FeatureID,"
    "  " COMPACT("substr(d.date, 1, 10)") " * 1000000 AS DATEADDED, coalesce(d.url, d.id) AS SOURCEURL"
    FROM_EVENTS " WHERE e.modality = 'asserted';"

    "DROP VIEW IF EXISTS icews;"
    "CREATE VIEW icews AS SELECT e.event AS \"Event ID\", e.date AS \"Event Date\","
    "  coalesce(nullif(a.name, ''), e.source_text) AS \"Source Name\", " SECTORS("a") " AS \"Source Sectors\","
    "  " NAME("a.country") " AS \"Source Country\", (SELECT label FROM codes WHERE codes.cameo = e.cameo) AS \"Event Text\","
    "  e.cameo AS \"CAMEO Code\", e.goldstein AS Intensity, coalesce(nullif(b.name, ''), e.target_text) AS \"Target Name\","
    "  " SECTORS("b") " AS \"Target Sectors\", " NAME("b.country") " AS \"Target Country\", d.doc AS \"Story ID\","
    "  s.sentence + 1 AS \"Sentence Number\", d.publisher AS Publisher, iif(e.place_kind = 'city', e.place, NULL) AS City,"
    "  NULL AS District, iif(e.place_kind = 'region', e.place, e.place_region) AS Province,"
    "  " NAME("e.place_country") " AS Country, e.lat AS Latitude, e.lon AS Longitude"
    FROM_EVENTS " WHERE e.modality = 'asserted';"

    "DROP VIEW IF EXISTS polecat;"
    "CREATE VIEW polecat AS SELECT e.event_id AS \"Event ID\", e.date AS \"Event Date\", e.plover AS \"Event Type\","
    "  e.plover_mode AS \"Event Mode\", e.goldstein AS Intensity, e.quad AS \"Quad Code\", NULL AS Contexts,"
    "  coalesce(nullif(a.name, ''), e.source_text) AS \"Actor Name\", a.country AS \"Actor Country\","
    "  " COW("a.country") " AS \"Actor COW\", nullif(a.role1, '') AS \"Primary Actor Sector\", " SECTORS("a") " AS \"Actor Sectors\","
    "  NULL AS \"Actor Title\", e.source_text AS \"Actor Name Raw\", nullif(a.wikidata, '') AS \"Wikipedia Actor ID\","
    "  coalesce(nullif(b.name, ''), e.target_text) AS \"Recipient Name\", b.country AS \"Recipient Country\","
    "  " COW("b.country") " AS \"Recipient COW\", nullif(b.role1, '') AS \"Primary Recipient Sector\","
    "  " SECTORS("b") " AS \"Recipient Sectors\", NULL AS \"Recipient Title\", e.target_text AS \"Recipient Name Raw\","
    "  nullif(b.wikidata, '') AS \"Wikipedia Recipient ID\", e.place AS Placename,"
    "  iif(e.place_kind = 'city', e.place, NULL) AS City, NULL AS District,"
    "  iif(e.place_kind = 'region', e.place, e.place_region) AS Province, " NAME("e.place_country") " AS Country,"
    "  e.lat AS Latitude, e.lon AS Longitude, e.geonames_id AS \"GeoNames ID\", NULL AS \"Raw Placename\","
    "  e.place_kind AS \"Feature Type\", d.publisher AS Source, d.date AS \"Publication Date\", NULL AS \"Story People\","
    "  NULL AS \"Story Organizations\", NULL AS \"Story Locations\", 'en' AS Language,"
    "  (SELECT coder FROM runs WHERE runs.run = d.run) AS Version" FROM_EVENTS " WHERE e.modality = 'asserted';";
