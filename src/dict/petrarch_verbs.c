/* PETRARCH's verbs, synonym sets and patterns → rows of petrarch/frames, petrarch/classes, petrarch/irregular.
 *
 * A block is "--- NAME [CODE] ---", its verbs, its patterns. A pattern says which words stand before and behind the
 * verb: subject and object nouns ("{FOOD AID}": the last is the head), phrases ("(TO VILLAGE)"), "&SET" for any word of
 * a set, "$" and "+" where source and target are. It becomes a row with conditions on those slots:
 *
 *     - POLICE * (WITH {STREET PROTESTER}) [175]     subj=police with=protester any=street
 *     - * OFF &NEGOTIATION [164]                     the verb "break off", obj=@&NEGOTIATION */
#include "dict/petrarch.h"
#include "base/banned.h"

enum { VERB_PARTS = 4, BLOCK_BYTES = 16384, SYNSETS_MAX = 100, WHEN_BYTES = 512, SET_WORDS = 5 };

typedef struct {
    Buf words;       /* "set|put|stage": the verbs so far */
    char code[8];    /* of the block */
    bool headed;     /* begun by "---" */
    bool patterns;   /* some have come */
    Str synset;      /* set under way: "&CURRENCY", else empty */
} Block;

/* What a pattern asks for. */
typedef struct {
    Petrarch *p;
    char when[WHEN_BYTES];
    int len;
    Str particle;         /* of the verb: "off" */
    Str source, target;   /* slots that "$" and "+" mark */
    const char *wrong;
} Pattern;

/* ---- codes --------------------------------------------------------------------------------- */

typedef struct {
    char code[8];
    bool reversed, mutual;
} VerbCode;

static bool cameo_read(Petrarch *p, Str s, char code[8])
{
    memset(code, 0, 8);
    if (!s.len || str_eq(s, STR("---"))) {
        code[0] = '-';
        return true;
    }
    if (s.len < 2 || s.len > 4)
        return false;
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    memcpy(code, s.ptr, (size_t)s.len);
    if (s.len == 2)
        code[2] = '0';
    return !p->codes.n || map_get(&p->codes, str_hash(str_of(code)));
}

/* "190", "---", "190:190", "145:175", ":173". */
static bool code_read(Petrarch *p, Str s, VerbCode *c)
{
    s = str_trim(s);
    ptrdiff_t colon = str_find_byte(s, ':');
    *c = (VerbCode){0};
    Str first = colon < 0 ? s : str_trim(str_cut(s, 0, colon)), second = colon < 0 ? (Str){0} : str_trim(str_cut(s, colon + 1, s.len));
    c->reversed = colon >= 0 && !first.len && second.len;
    c->mutual = first.len && str_eq(first, second);
    return cameo_read(p, c->reversed ? second : first, c->code);
}

/* ---- words ---------------------------------------------------------------------------------- */

static bool is_plain(Str w)
{
    for (ptrdiff_t i = 0; i < w.len; i++)
        if (memchr("|=!@*[]{}()$+^%~&", w.ptr[i], 17))
            return false;
    return w.len > 0;
}

/* "+BEEF_UP" → "beef up", "RE_+ARREST" → "arrest re": the verb first. */
static Str verb_written(Petrarch *p, Str raw)
{
    ptrdiff_t plus = str_find_byte(raw, '+');
    if (plus < 0)
        return petrarch_words(p, raw);
    ptrdiff_t end = plus + 1;
    while (end < raw.len && raw.ptr[end] != '_')
        end++;
    Str verb = str_cut(raw, plus + 1, end), before = str_cut(raw, 0, plus), behind = str_cut(raw, end, raw.len);
    return petrarch_words(p, arena_printf(p->a, "%.*s %.*s %.*s", FMT(verb), FMT(behind), FMT(before)));
}

static bool next_word(Str *rest, Str *word)
{
    *rest = str_trim(*rest);
    ptrdiff_t n = 0;
    while (n < rest->len && rest->ptr[n] != ' ' && rest->ptr[n] != '\t')
        n++;
    *word = str_cut(*rest, 0, n);
    *rest = str_cut(*rest, n, rest->len);
    return word->len > 0;
}

/* ---- patterns ------------------------------------------------------------------------------ */

static void ask(Pattern *q, Str slot, const char *value_prefix, Str value)
{
    int room = WHEN_BYTES - q->len;
    int n = snprintf(q->when + q->len, (size_t)room, "%s%.*s=%s%.*s", q->len ? " " : "", FMT(slot), value_prefix, FMT(value));
    if (n >= room)
        q->wrong = "a pattern is too long";
    else
        q->len += n;
}

/* "&PREPOSIT1_" is "&PREPOSIT1": the underscore only forbids plurals. */
static Str set_name(Str raw)
{
    while (str_ends(raw, STR("_")))
        raw.len--;
    return raw;
}

/* One word or "&SET" in a slot. */
static void ask_word(Pattern *q, Str slot, Str raw)
{
    int64_t number;
    Str word = raw.ptr[0] == '&' ? set_name(raw) : petrarch_words(q->p, raw);
    if (raw.ptr[0] == '&' && !map_get(&q->p->synset, str_hash(word)))
        q->wrong = "no such synonym set";
    else if (raw.ptr[0] != '&' && (!is_plain(word) || str_int(word, 0, INT64_MAX, &number)))
        q->wrong = "a number, or a word with signs that mean nothing here";
    else
        ask(q, slot, raw.ptr[0] == '&' ? "@" : "", word);
}

/* A noun phrase in a slot: a word, a set, "$", "+", "^", or "{words}". */
static void ask_phrase(Pattern *q, Str slot, Str raw)
{
    if (str_eq(raw, STR("$")) || str_eq(raw, STR("+"))) {
        *(raw.ptr[0] == '$' ? &q->source : &q->target) = slot;
        ask(q, slot, "", STR("actor"));
    } else if (str_eq(raw, STR("^")) || str_eq(raw, STR("%"))) {
        ask(q, slot, "", STR("some"));
    } else { /* "{FOOD AID}", "CEASE_FIRE": the last word is the head */
        Str rest = raw.ptr[0] == '{' ? str_cut(raw, 1, raw.len - 1) : raw, word;
        char *blanks = arena_cstr(q->p->a, rest);
        for (char *c = blanks; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        for (rest.ptr = blanks; !q->wrong && next_word(&rest, &word);)
            ask_word(q, str_trim(rest).len ? STR("any") : slot, word);
    }
}

/* Where nouns behind a preposition of ours stand; "any" behind another one, and behind "of", which hangs on nouns. */
static Str slot_of_preposition(Petrarch *p, Str raw)
{
    static const char *const known[] = {"to",     "with",   "against", "for",     "on",      "in",      "from",   "at",     "by",
                                        "into",   "over",   "between", "about",   "toward",  "towards", "among",  "under",  "after",
                                        "before", "as",     "through", "within",  "near",    "via",     "upon",   "around", "along",
                                        "outside", "behind", "during", "without", "across",  "amid",    "onto",   "alongside"};
    Str word = petrarch_words(p, raw);
    for (ptrdiff_t i = 0; i < COUNT(known); i++)
        if (str_eq(word, str_of(known[i])))
            return str_of(known[i]);
    return (Str){0};
}

static bool is_particle(Str word)
{
    static const char *const particles[] = {"out",   "up",   "off",   "down",     "back", "away", "forward", "aside",
                                            "over",  "apart", "together", "on", "in",   "around", "through"};
    for (ptrdiff_t i = 0; i < COUNT(particles); i++)
        if (str_ieq(word, str_of(particles[i])))
            return true;
    return false;
}

/* Next piece of a pattern: "(…)", "{…}" or a word. */
static bool next_piece(Pattern *q, Str *rest, Str *piece)
{
    *rest = str_trim(*rest);
    if (!rest->len)
        return false;
    char open = rest->ptr[0];
    if (open != '(' && open != '{')
        return next_word(rest, piece);
    Str inside;
    ptrdiff_t end;
    if (!petrarch_bracket(*rest, 0, open == '(' ? ')' : '}', &inside, &end)) {
        q->wrong = "an unclosed bracket";
        return false;
    }
    *piece = str_cut(*rest, 0, end);
    *rest = str_cut(*rest, end, rest->len);
    return true;
}

/* "(TO {BORDER VILLAGE})": the nouns in the slot of the preposition; without any: something stands there. */
static void ask_prepositional(Pattern *q, Str raw)
{
    Str rest = str_cut(raw, 1, raw.len - 1), preposition, piece;
    if (!next_word(&rest, &preposition)) {
        q->wrong = "an empty phrase";
        return;
    }
    Str slot = slot_of_preposition(q->p, preposition), none = STR("any");
    bool any = false;
    while (!q->wrong && next_piece(q, &rest, &piece)) {
        ask_phrase(q, slot.len && !any ? slot : none, piece);
        any = true;
    }
    if (!any && slot.len)
        ask(q, slot, "", STR("some"));
}

/* One side of the verb. Of several nouns without brackets the first is subject or object. */
static void ask_side(Pattern *q, Str side, bool behind)
{
    Str piece;
    bool taken = false;
    for (bool first = true; !q->wrong && next_piece(q, &side, &piece); first = false) {
        if (piece.ptr[0] == '(') {
            ask_prepositional(q, piece);
            continue;
        }
        Str next = str_trim(side), preposition = slot_of_preposition(q->p, piece), word;
        bool alone = !next.len || next.ptr[0] == '(';
        if (behind && first && !q->particle.len && (is_particle(piece) || (preposition.len && alone)) && !str_starts(next, STR("+")) &&
            !str_starts(next, STR("$"))) {
            q->particle = petrarch_words(q->p, piece);
        } else if (preposition.len && !alone && next_word(&next, &word)) { /* "ON +", "WITH GRENADE" */
            ask_phrase(q, preposition, word.ptr[0] == '{' ? STR("^") : word);
            side = next;
        } else {
            bool adverb = piece.len > 3 && str_ieq(str_cut(piece, piece.len - 2, piece.len), STR("ly"));
            ask_phrase(q, taken || adverb ? STR("any") : behind ? STR("obj") : STR("subj"), piece);
            taken |= !adverb;
        }
    }
}

/* "set|put" with the particle: "set off|put off". */
static void put_verbs(Petrarch *p, Str words, Str particle)
{
    Str word;
    for (bool first = true; words.len && str_split(&words, '|', &word); first = false) {
        buf_printf(&p->frames, "%s%.*s", first ? "" : "|", FMT(word));
        if (particle.len && petrarch_count(word) + 1 <= VERB_PARTS)
            buf_printf(&p->frames, " %.*s", FMT(particle));
    }
}

static void put_row(Petrarch *p, Str words, const Pattern *q, const VerbCode *c)
{
    Str first = words, name, source = q->source, target = q->target;
    str_split(&first, '|', &name);
    if (c->reversed) {
        source = q->source.len ? q->source : STR("obj|by|from|with|against|to");
        target = q->target.len ? q->target : STR("subj");
    } else if (c->mutual && !target.len) {
        target = STR("obj|with|against|between|to");
    }
    put_verbs(p, words, q->particle);
    buf_printf(&p->frames, "\tV\t%.*s\t%s\t\t%.*s\t%.*s\t%s\t%.*s@%.*s\n", q->len, q->when, c->code, FMT(source), FMT(target),
               c->mutual ? "recip" : "", FMT(name), FMT(petrarch_origin(p)));
}

static void pattern_line(Petrarch *p, Block *b, Str line)
{
    ptrdiff_t open = -1;
    for (ptrdiff_t i = 0; i < line.len; i++)
        open = line.ptr[i] == '[' ? i : open;
    Str code, body = str_cut(line, 1, open);
    ptrdiff_t star = open < 0 ? -1 : str_find_byte(body, '*'), end;
    Pattern q = {.p = p};
    VerbCode c;
    b->patterns = true;
    if (open < 0 || !petrarch_bracket(line, open, ']', &code, &end))
        q.wrong = "a pattern without a code in brackets";
    else if (!code_read(p, code, &c))
        q.wrong = "no such CAMEO code";
    else if (star < 0)
        q.wrong = "a pattern without '*'";
    else if (!b->words.len)
        q.wrong = "a pattern without a verb";
    if (!q.wrong) {
        Str pre = str_cut(body, 0, star), post = str_cut(body, star + 1, body.len);
        if (str_starts(post, STR("*"))) /* PETRARCH 1 writes "**" */
            post = str_cut(post, 1, post.len);
        while (str_ends(pre, STR("_")))
            pre.len--;
        while (str_starts(post, STR("_")))
            post = str_cut(post, 1, post.len);
        ask_side(&q, pre, false);
        ask_side(&q, post, true);
    }
    if (q.wrong) {
        petrarch_wrong(p, q.wrong, line);
        return;
    }
    put_row(p, buf_str(&b->words), &q, &c);
    p->n.patterns++;
}

/* ---- verbs --------------------------------------------------------------------------------- */

static void block_clear(Block *b)
{
    buf_clear(&b->words);
    b->headed = b->patterns = false;
    b->synset = (Str){0};
    memcpy(b->code, "---", 4);
}

static void header_line(Petrarch *p, Block *b, Str line)
{
    ptrdiff_t open = str_find_byte(line, '['), end;
    Str code;
    VerbCode c;
    block_clear(b);
    b->headed = true;
    if (open < 0)
        return;
    if (!petrarch_bracket(line, open, ']', &code, &end) || str_trim(code).len > 7 || !code_read(p, code, &c)) {
        petrarch_wrong(p, "no such CAMEO code", line);
        return;
    }
    snprintf(b->code, sizeof b->code, "%.*s", FMT(str_trim(code)));
}

/* Irregular forms: those of the verb among the words in braces. */
static void put_forms(Petrarch *p, Str verb, Str forms)
{
    Str form, head = verb;
    head.len = str_find_byte(verb, ' ') < 0 ? verb.len : str_find_byte(verb, ' ');
    bool any = false;
    while (next_word(&forms, &form)) {
        Str written = verb_written(p, form);
        written.len = str_find_byte(written, ' ') < 0 ? written.len : str_find_byte(written, ' ');
        if (!is_plain(written))
            continue;
        buf_printf(&p->irregular, any ? " %.*s" : "%.*s", FMT(any ? written : head));
        if (!any)
            buf_printf(&p->irregular, "\t%.*s", FMT(written));
        any = true;
    }
    if (any)
        buf_byte(&p->irregular, '\n');
}

static void verb_line(Petrarch *p, Block *b, Str line)
{
    ptrdiff_t brace = str_find_byte(line, '{'), open = str_find_byte(line, '['), end;
    Str forms = {0}, code = str_of(b->code), rest;
    VerbCode c;
    if (!b->headed && b->patterns)
        block_clear(b);
    if ((brace >= 0 && !petrarch_bracket(line, brace, '}', &forms, &end)) || (open >= 0 && !petrarch_bracket(line, open, ']', &code, &end))) {
        petrarch_wrong(p, "an unclosed bracket", line);
        return;
    }
    if (str_trim(code).len > 7 || !code_read(p, code, &c)) {
        petrarch_wrong(p, "no such CAMEO code", line);
        return;
    }
    rest = str_cut(line, 0, brace >= 0 && (open < 0 || brace < open) ? brace : open >= 0 ? open : line.len);
    Str verb = verb_written(p, str_trim(rest));
    if (!is_plain(verb) || petrarch_count(verb) > VERB_PARTS || b->words.len + verb.len > BLOCK_BYTES) {
        petrarch_wrong(p, "a verb has one to four words", line);
        return;
    }
    if (!b->headed && !b->words.len)
        snprintf(b->code, sizeof b->code, "%.*s", FMT(str_trim(code)));
    if (b->words.len)
        buf_byte(&b->words, '|');
    buf_put(&b->words, verb);
    put_forms(p, verb, forms);
    if (c.code[0] != '-') /* a verb without a code alone has none of its own; its patterns may */
        put_row(p, verb, &(Pattern){.p = p}, &c);
    p->n.verbs++;
}

static void synset_begin(Petrarch *p, Block *b, Str line)
{
    block_clear(b);
    b->synset = arena_str(p->a, set_name(line));
    bool plain = line.len > 1 && is_plain(str_cut(line, 1, line.len)) && str_find_byte(line, ' ') < 0 && str_find_byte(line, '\t') < 0;
    if (!plain || (!map_get(&p->synset, str_hash(b->synset)) && p->synsets == SYNSETS_MAX)) {
        petrarch_wrong(p, plain ? "more than 100 synonym sets" : "no name for a synonym set", line);
        b->synset = STR("&");
        return;
    }
    if (map_get(&p->synset, str_hash(b->synset)))
        return;
    map_set(&p->synset, str_hash(b->synset), 1, p->a);
    buf_printf(&p->classes, "%.*s\t\n", FMT(b->synset));
    p->synsets++;
}

static void synset_word(Petrarch *p, const Block *b, Str line)
{
    Str words = petrarch_words(p, str_cut(line, 1, line.len)), other = set_name(str_trim(str_cut(line, 1, line.len)));
    if (b->synset.len > 1 && map_get(&p->synset, str_hash(other))) /* a set in a set */
        buf_printf(&p->classes, "%.*s\t@%.*s\n", FMT(b->synset), FMT(other));
    else if (!is_plain(words) || petrarch_count(words) > SET_WORDS)
        petrarch_wrong(p, "a word of a set has one to five parts", line);
    else if (b->synset.len > 1)
        buf_printf(&p->classes, "%.*s\t%.*s\n", FMT(b->synset), FMT(words));
}

void petrarch_verbs(Petrarch *p, Str bytes)
{
    Block b = {0};
    Str line;
    block_clear(&b);
    while (petrarch_line(p, &bytes, &line)) {
        Str s = str_trim(line);
        if (!s.len)
            continue;
        bool in_set = b.synset.len && s.ptr[0] == '+';
        if (in_set) {
            synset_word(p, &b, s);
            continue;
        }
        b.synset = (Str){0};
        if (str_starts(s, STR("---")))
            header_line(p, &b, s);
        else if (s.ptr[0] == '-')
            pattern_line(p, &b, s);
        else if (s.ptr[0] == '&')
            synset_begin(p, &b, s);
        else if (s.ptr[0] == '~')
            p->n.transformations++;
        else
            verb_line(p, &b, s);
    }
    buf_free(&b.words);
}
