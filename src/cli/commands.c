/* The commands of casus: one list that parsing, help, man pages and completion are made from. */
#include "cli/cli.h"
#include "base/banned.h"

const Option common_options[] = {
    {"tables", "DIR|FILE", NULL, "use this folder of TSV tables (or compiled pack) instead of those linked in"},
    {"model", "FILE", NULL, "use this parser model instead of the one linked in"},
    {"petrarch", "DIR", NULL, "beside the tables, use the dictionaries of PETRARCH in this folder: verbs, actors, agents, discards"},
    {"petrarch-only", NULL, NULL, "with --petrarch: instead of our tables of the kinds that are there"},
    {"help", NULL, NULL, "explain the command"},
    {0},
};

static const Option batch_options[] = {
    {"date", "DAY", NULL, "the article's date, such as 2017-04-13"},
    {"batch", NULL, NULL, "many texts: JSON lines with id, text, date (and spans of events, toponyms) in and out"},
    {0},
};
static const Option no_options[] = {{0}};
#define X(id, name, help) name " "
#define FORMATS WRITE_LIST(X)
static const Option code_options[] = {
    {"format", "FORMAT", FORMATS, "what to write (default: jsonl)"},
    {"o", "FILE", NULL, "write to FILE, which appears only when complete (default: standard output)"},
    {"db", "FILE", NULL, "add to this SQLite database; the same command again goes on where it stopped"},
    {"replace", NULL, NULL, "with --db: take another text under a known document id instead of refusing it"},
    {"date", "DAY", NULL, "publication date of documents that have none of their own"},
    {"in", "FORMAT", "auto text jsonl html feed warc csv conllu", "how to read the input (default: recognised by content)"},
    {"all", NULL, NULL, "also events that are not asserted: denied, intended, conditional, alleged …"},
    {"stories", NULL, NULL, "fill story_id: articles that tell of the same happening share one"},
    {"threads", "N", NULL, "workers (default: one a processor); the output does not depend on it"},
    {"shard", "K/N", NULL, "only the K-th of N parts of the documents, for work on many machines"},
    {"any-language", NULL, NULL, "do not skip documents in other languages than English"},
    {"max-document", "BYTES", NULL, "skip larger documents (default: 16777216)"},
    {"no-sandbox", NULL, NULL, "parse HTML and feeds without isolation"},
    {"quiet", NULL, NULL, "no progress and no summary; problems are still told"},
    {"json-log", NULL, NULL, "messages and summary as JSON lines on standard error"},
    {"profile", NULL, NULL, "at the end, the time each room took for a word"},
    {0},
};
#undef X

static const Option query_options[] = {
    FILTER_OPTIONS,
    {"limit", "N", NULL, "at most N events"},
    {"format", "FORMAT", "table jsonl csv cameo gdelt gdelt-mentions icews polecat", "what to write (default: table)"},
    {"o", "FILE", NULL, "write to FILE, which appears only when complete"},
    {0},
};
static const Option quotes_options[] = {
    {"speaker", "CODE|NAME", NULL, "who says it: an actor code by its beginning, or part of a name"},
    {"about", "CODE", NULL, "an actor in the quotation, by the beginning of its code"},
    {"words", "TEXT", NULL, "somewhere in the quotation"},
    {"kind", "KIND", "direct indirect mixed", "in quotation marks, reported, or partly in marks"},
    {"doc", "ID", NULL, "of this document"},
    {"limit", "N", NULL, "at most N"},
    {"format", "FORMAT", "text jsonl", "for reading (default), or every field"},
    {"o", "FILE", NULL, "write to FILE, which appears only when complete"},
    {0},
};
static const Option eval_options[] = {
    {"errors", "N", NULL, "print N sentences with missed or extra events"},
    {0},
};
static const Option report_options[] = {
    FILTER_OPTIONS,
    {"dyads", "N", NULL, "the N dyads with most events (default: 10)"},
    {"top", "N", NULL, "N events with their evidence for each dyad (default: 3)"},
    {"by", "PERIOD", "month year day", "count by this period (default: month)"},
    {"format", "FORMAT", "text csv jsonl", "text for reading (default), or rows of dyad and period"},
    {"o", "FILE", NULL, "write to FILE, which appears only when complete"},
    {0},
};

static const Option show_options[] = {
    {"room", "ROOM", "text syntax who when where what", "which room's result to print (default: what)"},
    {"json", NULL, NULL, "with --room who: JSON lines with spans"},
    {"facts", NULL, NULL, "with --room what: for each word, bytes of its span and how factual its happening is told, -3 to 3"},
    {"date", "DAY", NULL, "the article's date, such as 2017-04-13"},
    {0},
};
static const Option who_options[] = {
    {"on", "DAY", NULL, "the day that decides who held which office (default: any)"},
    {"batch", NULL, NULL, "read lines of phrase, tab, date from the file or standard input; write a JSON line for each"},
    {"add", "NAME", NULL, "add a person or organisation to the folder of --tables (in fix/), if it compiles"},
    {"country", "CODE", NULL, "with --add: the person's country, such as DEU"},
    {"role", "ROLE", NULL, "with --add: GOV, MIL, OPP …"},
    {"office", "OFFICE", "hos hog fm dm min dep amb leg jud mil spy cop bank opp pty reb eli gov", "with --add: the office held"},
    {"title", "TITLE", NULL, "with --add: the office in words"},
    {"code", "CODE", NULL, "with --add: an organisation's actor code, such as RUSBUS"},
    {"kind", "KIND", "igo ngo media company group school body metonym", "with --add: what kind of organisation"},
    {"from", "DAY", NULL, "with --add: first day"},
    {"to", "DAY", NULL, "with --add: last day (default: still so)"},
    {"aliases", "A|B", NULL, "with --add: other names"},
    {"from-source", "WORDS", NULL, "with --add: where you have it from"},
    {0},
};
static const Option dated_options[] = {
    {"date", "DAY", NULL, "the article's date, such as 2017-04-13"},
    {0},
};
static const Option parse_options[] = {
    {"date", "DAY", NULL, "the article's date, such as 2017-04-13"},
    {"in", "FORMAT", "text conllu", "what is given: text, or CoNLL-U whose words and sentences are kept"},
    {0},
};
static const Option serve_options[] = {
    {"address", "IPV4", NULL, "listen on this address (default: 127.0.0.1)"},
    {"port", "N", NULL, "listen on this port (default: 8080; 0: any free one)"},
    {"threads", "N", NULL, "articles coded at once (default: one a processor)"},
    {0},
};
static const Option help_options[] = {
    {"man", NULL, NULL, "the whole manual as a man page (roff)"},
    {"completion", "SHELL", "bash zsh fish", "a completion script for this shell"},
    {0},
};

const Command commands[] = {
    {"code", "read news, write events", "[OPTION]… FILE|FOLDER|-…",
     "The main job. Input is plain text, JSON lines, HTML, RSS or Atom, WARC, CSV, perhaps compressed; folders\n"
     "are walked. Broken or foreign input is told with file and line, counted, and the rest goes on.\n\n"
     "Each event says who (source) did what (a CAMEO code) to whom (target), when, where, by whose word, with\n"
     "the sentence and the words that prove it.",
     "casus code --format table examples/news  # events for reading\n"
     "casus code news.jsonl > events.jsonl  # every field, one JSON object an event\n"
     "casus code --format csv -o events.csv news.jsonl  # for a spreadsheet; read `cameo` as text\n"
     "casus code --db news.db news.jsonl  # a database to keep; run it again at any time\n"
     "zcat crawl.jsonl.gz | casus code - | head  # as a filter\n",
     code_options, cmd_code},
    {"query", "find events in a database", "[OPTION]… DB",
     "Events that fit all the conditions, by date. Codes match by their beginning.",
     "casus query news.db --dyad RUS:UKR --code 19  # use of force between Russia and Ukraine, either way\n"
     "casus query news.db --actor IGOUNO --from 2022-01-01 --format csv  # the UN, for a spreadsheet\n"
     "casus query news.db --words 'missile*' --confidence 0.7  # by words of the evidence\n",
     query_options, cmd_query},
    {"report", "sum up a database by dyad and period", "[OPTION]… DB",
     "For the dyads (countries) with most events: counts by quad class (verbal and material cooperation, verbal\n"
     "and material conflict), mean Goldstein value, a line that shows the course, and the weightiest events\n"
     "with their evidence.",
     "casus report news.db --actor RUS  # Russia's relations\ncasus report news.db --format csv > dyads.csv  # one row for each dyad and month\n",
     report_options, cmd_report},
    {"quotes", "find quotations in a database", "[OPTION]… DB",
     "Who said what about whom: direct and indirect speech, with the actor code of the speaker.",
     "casus quotes news.db --speaker RUS --about IGOWSTNAT  # what Russia's officials say of NATO\n", quotes_options, cmd_quotes},
    {"diff", "compare the events of two runs", "A B",
     "A and B are databases or files of JSON lines that casus wrote, by other tables, another model or another\n"
     "program. Events are matched by document, sentence and trigger: '-' only in A, '+' only in B, '~' coded\n"
     "differently. The exit code is 4 when there are differences.",
     "casus diff before.db after.db  # what did a change of the tables do?\n", no_options, cmd_diff},
    {"eval", "score against documents that people coded", "[--errors N] GOLD…",
     "GOLD is JSON lines: id, date, text, sentences ([start, end] in characters) and events (sentence, source,\n"
     "target, code, each a value or a list of right ones; optional, reciprocal, date). Events are paired within\n"
     "sentences at four tiers: root code; countries and quad class; actors with role and root code; all of it.",
     "casus eval gold.jsonl  # precision, recall and F1 of the tables you have\n"
     "casus eval --tables mytables --errors 20 gold.jsonl  # of yours, with what went wrong\n", eval_options, cmd_eval},
    {"show", "print what one room makes of a text", "[--room ROOM] [--date DAY] TEXT|FILE|-",
     "Every stage on the way from text to events can be looked at: text (sentences and tokens), syntax\n"
     "(CoNLL-U trees), who (actors), when (dates), where (places), what (events). TEXT is a sentence or an\n"
     "article; an argument that names a file is read from it.",
     "casus show --room who \"Lavrov met Tillerson in Moscow.\"  # actors and how they were resolved\n", show_options,
     cmd_show},
    {"who", "say who a name or phrase means", "[--on DAY] NAME|--batch [FILE]",
     "Candidates, best first, with actor code, confidence, how they were found and the table row behind them.\n"
     "--batch reads lines of phrase, tab, date and writes JSON lines. --add writes one hand-made row into a folder\n"
     "of tables and refuses it, with file, line and reason, when the tables would not compile.",
     "casus who \"Rex Tillerson\" --on 2017-04-13  # the office on that day\n"
     "casus who \"the Turkish foreign minister\" --on 2024-01-01  # a description\n"
     "casus who --batch < phrases.tsv > actors.jsonl  # many\n"
     "casus who --tables tables --add \"Jane Doe\" --country GBR --role GOV --office fm --from 2027-01-01  # a new minister\n",
     who_options, cmd_who},
    {"parse", "print the syntax of a text as CoNLL-U", "[--in FORMAT] TEXT|FILE|-",
     "Tokens, parts of speech, lemmas, heads and relations of Universal Dependencies.",
     "casus parse \"Moscow did not reply.\"  # one word a line\n", parse_options, cmd_parse},
    {"explain", "say why a sentence is coded as it is", "[--date DAY] TEXT|FILE|-",
     "Shows the tree, the actors with the table rows that named them, and for each event the frame that fired,\n"
     "the path to its actors and what else was considered; for a sentence without events, the nearest miss.",
     "casus explain \"Moscow accused NATO of violating its airspace.\" --date 2016-02-04\n", dated_options, cmd_explain},
    {"serve", "answer over HTTP", "[--address IPV4] [--port N] [--threads N]",
     "POST /code?date=DAY with an article as its body answers the article's events as JSON lines;\n"
     "GET /explain?text=SENTENCE&date=DAY says why; GET / is a page to try it on. Ends on interrupt. Listens on this\n"
     "machine only unless --address says otherwise: it has no accounts and no encryption.",
     "casus serve --port 8080  # then: curl -d 'France condemned Syria.' 'localhost:8080/code?date=2017-04-07'\n",
     serve_options, cmd_serve},
    {"when", "find the dates of a text", "[--date DAY] TEXT|FILE|-",
     "Time expressions with their TIMEX3 type and value, first day and precision.",
     "casus when \"The talks began last week and end on Friday.\" --date 2017-04-13  # one expression a line\n",
     batch_options, cmd_when},
    {"where", "find the places of a text", "TEXT|FILE|-",
     "Names of places, each resolved to a country, region or town with coordinates and its GeoNames id.",
     "casus where \"Shells fell on Paris, Texas, and on Idlib.\"  # one place a line\n", batch_options, cmd_where},
    {"doctor", "check the program, its tables and its model", "",
     "Prints versions and checksums, the day until which office holders are known, processor features, what isolates\n"
     "the parsing of web pages here, and codes a sentence.", NULL,
     no_options, cmd_doctor},
    {"version", "print the version", "", "Prints the version of the program, the model and the tables.", NULL, no_options,
     cmd_version},
    {"help", "explain a command", "[COMMAND]", "Without a command: an overview.", NULL, help_options, cmd_help},
    {0},
};

const Command *command_find(const char *name)
{
    for (const Command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}
