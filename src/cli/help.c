/* Help, the man page and shell completion, all from the one list of commands. */
#include "cli/cli.h"
#include "base/banned.h"

/* ---- help --------------------------------------------------------------------------------- */

static void help_options(const Option *o, Buf *out)
{
    for (; o->name; o++) {
        char left[60];
        snprintf(left, sizeof left, o->name[1] ? "--%s%s%s" : "-%s%s%s", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
        buf_printf(out, "  %-26s %s%s%s\n", left, o->help, o->values ? "; one of: " : "", o->values ? o->values : "");
    }
}

void help_command(const Command *c, Buf *out)
{
    buf_printf(out, "casus %s: %s\n\nusage: casus %s %s\n\n%s\n", c->name, c->summary, c->name, c->usage, c->text);
    if (c->options->name) {
        buf_put(out, STR("\noptions:\n"));
        help_options(c->options, out);
    }
    buf_put(out, STR("\noptions of every command:\n"));
    help_options(common_options, out);
    if (c->examples)
        buf_printf(out, "\nexamples:\n%s", c->examples);
}

void help_all(Buf *out)
{
    buf_put(out, STR("casus reads news and writes political event data: who did what to whom, when and where.\n\n"
                     "usage: casus COMMAND [OPTION]… [ARGUMENT]…\n\ncommands:\n"));
    for (const Command *c = commands; c->name; c++)
        buf_printf(out, "  %-10s %s\n", c->name, c->summary);
    buf_put(out, STR("\n`casus help COMMAND` explains one, with examples. Exit codes:\n"));
#define X(name, code, text) buf_printf(out, "  %d  %s\n", code, text);
    EXIT_LIST(X)
#undef X
}

/* ---- man ---------------------------------------------------------------------------------- */

/* roff takes '\' and a '.' or "'" at the start of a line as its own. */
static void man_text(const char *text, Buf *out)
{
    bool start = true;
    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\''))
            buf_put(out, STR("\\&"));
        if (*text == '\\')
            buf_put(out, STR("\\e"));
        else if (*text == '-')
            buf_put(out, STR("\\-"));
        else
            buf_byte(out, *text);
        start = *text == '\n';
    }
}

static void man_options(const Option *o, Buf *out)
{
    for (; o->name; o++) {
        buf_printf(out, ".TP\n.B %s%s", o->name[1] ? "\\-\\-" : "\\-", "");
        man_text(o->name, out);
        if (o->arg)
            buf_printf(out, " \\fI%s\\fR", o->arg);
        buf_byte(out, '\n');
        man_text(o->help, out);
        if (o->values) {
            buf_put(out, STR(" (one of: "));
            man_text(o->values, out);
            buf_byte(out, ')');
        }
        buf_byte(out, '\n');
    }
}

static void man_command(const Command *c, Buf *out)
{
    buf_printf(out, ".SS casus %s ", c->name);
    man_text(c->usage, out);
    buf_byte(out, '\n');
    man_text(c->text, out);
    buf_byte(out, '\n');
    man_options(c->options, out);
    if (c->examples) {
        buf_put(out, STR(".PP\n.nf\n"));
        man_text(c->examples, out);
        buf_put(out, STR(".fi\n"));
    }
}

void help_man(Buf *out)
{
    buf_put(out, STR(".TH CASUS 1 \"\" \"casus " CASUS_VERSION "\" \"User Commands\"\n.SH NAME\n"
                     "casus \\- reads news and writes political event data\n.SH SYNOPSIS\n"
                     ".B casus\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n.SH DESCRIPTION\n"
                     "casus answers, for each sentence that reports an event: who did what to whom, when and where,\n"
                     "who said so, and which words prove it.\n.SH COMMANDS\n"));
    for (const Command *c = commands; c->name; c++)
        man_command(c, out);
    buf_put(out, STR(".SH OPTIONS OF EVERY COMMAND\n"));
    man_options(common_options, out);
    buf_put(out, STR(".SH EXIT STATUS\n"));
#define X(name, code, text) buf_printf(out, ".TP\n.B %d\n%s\n", code, text);
    EXIT_LIST(X)
#undef X
    buf_put(out, STR(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nwhen set and not empty, no colours on the terminal\n"
                     ".SH SEE ALSO\ndocs/guide.md in the sources, casus.h for the C library\n"));
}

/* ---- completion --------------------------------------------------------------------------- */

static void option_words(const Option *o, Buf *out)
{
    for (; o->name; o++)
        buf_printf(out, o->name[1] ? "--%s " : "-%s ", o->name);
}

static void completion_bash(Buf *out)
{
    buf_put(out, STR("# bash completion for casus; made by `casus help --completion bash`\n_casus() {\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                     "    if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W \""));
    for (const Command *c = commands; c->name; c++)
        buf_printf(out, "%s ", c->name);
    buf_put(out, STR("\" -- \"$cur\")); return; fi\n    case ${COMP_WORDS[1]}$prev in\n"));
    for (const Command *c = commands; c->name; c++)
        for (const Option *o = c->options; o->name; o++)
            if (o->values)
                buf_printf(out, "    %s--%s) COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); return;;\n", c->name, o->name,
                           o->values);
    buf_put(out, STR("    esac\n    [[ $cur == -* ]] || return\n    case ${COMP_WORDS[1]} in\n"));
    for (const Command *c = commands; c->name; c++) {
        buf_printf(out, "    %s) COMPREPLY=($(compgen -W \"", c->name);
        option_words(c->options, out);
        option_words(common_options, out);
        buf_put(out, STR("\" -- \"$cur\"));;\n"));
    }
    buf_put(out, STR("    esac\n}\ncomplete -o default -F _casus casus\n"));
}

static void completion_zsh(Buf *out)
{
    buf_put(out, STR("#compdef casus\n# zsh completion for casus; made by `casus help --completion zsh`\n"
                     "autoload -U +X bashcompinit && bashcompinit\n"));
    completion_bash(out);
}

static void completion_fish(Buf *out)
{
    buf_put(out, STR("# fish completion for casus; made by `casus help --completion fish`\n"));
    for (const Command *c = commands; c->name; c++) {
        buf_printf(out, "complete -c casus -n __fish_use_subcommand -f -a %s -d '%s'\n", c->name, c->summary);
        for (const Option *o = c->options; o->name; o++)
            buf_printf(out, "complete -c casus -n '__fish_seen_subcommand_from %s' -%s %s%s%s%s%s\n", c->name,
                       o->name[1] ? "l" : "s", o->name, o->arg ? " -r" : "", o->values ? " -f -a '" : "",
                       o->values ? o->values : "", o->values ? "'" : "");
    }
}

bool help_completion(Str shell, Buf *out)
{
    if (str_eq(shell, STR("bash")))
        completion_bash(out);
    else if (str_eq(shell, STR("zsh")))
        completion_zsh(out);
    else if (str_eq(shell, STR("fish")))
        completion_fish(out);
    else
        return false;
    return true;
}

int cmd_help(const Args *args)
{
    Buf out = {0};
    const char *shell = args_get(args, "completion");
    int code = CLI_DONE;
    if (shell && !help_completion(str_of(shell), &out))
        code = cli_usage(args->command, "no completion for %s; there is bash, zsh and fish", shell);
    else if (args_flag(args, "man"))
        help_man(&out);
    else if (!shell && args->n_rest == 0)
        help_all(&out);
    for (int i = 0; i < args->n_rest; i++) {
        const Command *c = command_find(args->rest[i]);
        if (c)
            help_command(c, &out);
        else
            code = cli_usage(args->command, "no command '%s'", args->rest[i]);
    }
    if (!cli_flush(&out))
        code = CLI_FAILED;
    buf_free(&out);
    return code;
}
