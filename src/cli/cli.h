/* cli: one file a command. The commands and their options are one list (commands.c): parsing, help, man
 * pages and shell completion all read it.
 *
 * Exit codes: see EXIT_LIST. Results go to standard output, messages to standard error. */
#ifndef CASUS_CLI_H
#define CASUS_CLI_H

#include "run/run.h"
#include "store/store.h"

#define EXIT_LIST(X)                                                                             \
    X(DONE, 0, "done")                                                                           \
    X(SKIPPED, 1, "done, but some input was missing, unreadable or broken; the rest was coded")  \
    X(USAGE, 2, "wrong command, option or argument; nothing was done")                           \
    X(FAILED, 3, "an output, a database, the tables or the model failed; the message says which") \
    X(DIFFERENT, 4, "casus diff found differences")
enum {
#define X(name, code, text) CLI_##name = code,
    EXIT_LIST(X)
#undef X
};

typedef struct {
    const char *name;   /* long name without the dashes */
    const char *arg;    /* what it takes, in capitals; NULL: nothing */
    const char *values; /* its possible values apart by blanks, for completion; may be NULL */
    const char *help;
} Option;

enum { CLI_OPTIONS = 40 };

typedef struct Command Command;
typedef struct {
    const Command *command;
    const char *value[CLI_OPTIONS]; /* parallel to the command's options, then the common ones */
    const char **rest;              /* arguments that are no options */
    int n_rest;
} Args;

struct Command {
    const char *name, *summary;
    const char *usage;    /* behind "casus NAME" */
    const char *text;     /* what it does, in paragraphs */
    const char *examples; /* one a line: command, then two blanks and '#' with what it shows */
    const Option *options; /* ends with a NULL name */
    int (*run)(const Args *args);
};

extern const Command commands[]; /* ends with a NULL name */
extern const Option common_options[];
const Command *command_find(const char *name);

/* Parse the arguments behind the command's name. False after a message. `rest` has room for argc. */
bool args_parse(const Command *c, int argc, char **argv, Args *args);
const char *args_get(const Args *args, const char *option); /* NULL when not given; "" for a flag */
bool args_flag(const Args *args, const char *option);
/* Whole number of an option in [min, max]; `otherwise` when not given. False after a message. */
bool args_int(const Args *args, const char *option, int64_t min, int64_t max, int64_t *value);
bool args_day(const Args *args, const char *option, Day *day); /* DAY_NONE when not given */

/* Print "casus: message" and return the exit code that fits. */
int cli_fail(const Err *err);
int cli_usage(const Command *c, const char *fmt, ...) PRINTF(2, 3);
bool cli_color(void);    /* standard output is a terminal and NO_COLOR is not set */
bool cli_flush(Buf *out); /* write to standard output and empty; false when it is closed */
MUST_USE bool cli_engine(const Args *args, CasusEngine **e, Err *err);

/* Where results go: standard output, or a file that appears under its name only when complete. */
typedef struct {
    const char *path; /* NULL: standard output */
    FILE *file;
    char part[4096];
} Output;
MUST_USE bool output_open(Output *o, const char *path, Err *err);
MUST_USE bool output_write(Output *o, Str bytes, Err *err);
MUST_USE bool output_close(Output *o, bool keep, Err *err); /* not keep: as if it had never been */

/* The filter options that query and report share, and the database they name. */
#define FILTER_OPTIONS                                                                             \
    {"actor", "CODE", NULL, "source or target begins with this code, such as RUS or USAGOV"},      \
        {"source", "CODE", NULL, "source begins with it"}, {"target", "CODE", NULL, "target begins with it"}, \
        {"dyad", "A:B", NULL, "these two actors, either way round, such as RUS:USA"},              \
        {"code", "CAMEO", NULL, "CAMEO code begins with it: 04 meetings, 190 the use of force"},   \
        {"plover", "CATEGORY", NULL, "PLOVER category, such as CONSULT"},                          \
        {"from", "DAY", NULL, "events of this day and later"}, {"to", "DAY", NULL, "events of this day and before"}, \
        {"place", "NAME", NULL, "where: a name, or three capitals for a country"},                 \
        {"words", "QUERY", NULL, "words of the evidence sentence: 'missile', 'missile AND base', '\"air strike\"'"}, \
        {"doc", "ID", NULL, "events of this document"},                                            \
        {"story", "ID", NULL, "events of this story (see casus code --stories)"},                  \
        {"confidence", "MIN", NULL, "confidence of at least this, 0 to 1"},                        \
        {"all", NULL, NULL, "also events that are not asserted"}
MUST_USE bool cli_filter(const Args *args, StoreFilter *f); /* false after a message */
MUST_USE bool cli_store(const Args *args, Store **s, Err *err); /* the one argument */

void help_command(const Command *c, Buf *out);
void help_all(Buf *out);
void help_man(Buf *out);
bool help_completion(Str shell, Buf *out);

int cmd_code(const Args *args);
int cmd_show(const Args *args);
int cmd_parse(const Args *args);
int cmd_explain(const Args *args);
int cmd_who(const Args *args);
int cmd_when(const Args *args);
int cmd_where(const Args *args);
int cli_show(const Args *args, Room room); /* what one room makes of the text given */
int cmd_doctor(const Args *args);
int cmd_query(const Args *args);
int cmd_report(const Args *args);
int cmd_quotes(const Args *args);
int cmd_eval(const Args *args);
int cmd_diff(const Args *args);
int cmd_serve(const Args *args);
int cmd_help(const Args *args);
int cmd_version(const Args *args);

#endif
