/* CoNLL-U in and out: Universal Dependencies' exchange format, ten tab-separated columns a word.
 *
 * The body of a file read is rebuilt from its forms, a blank between them unless SpaceAfter=No (of the word,
 * or of the multi-word token around it), so that every token has a span as if the text had been cut. */
#include "syntax/syntax.h"
#include "base/banned.h"

enum { COLUMNS = 10, ID = 0, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, OPEN_MAX = 64 };

static const struct {
    const char *text;
    uint32_t bit;
} feats[] = {
    {"Number=Plur", FEAT_PLURAL},      {"Number=Ptan", FEAT_PLURAL},     {"Number=Sing", FEAT_SINGULAR},
    {"Tense=Past", FEAT_PAST},         {"Tense=Pres", FEAT_PRESENT},     {"VerbForm=Fin", FEAT_FINITE},
    {"VerbForm=Inf", FEAT_INFINITIVE}, {"VerbForm=Part", FEAT_PARTICIPLE}, {"VerbForm=Ger", FEAT_GERUND},
    {"Voice=Pass", FEAT_PASSIVE},      {"Mood=Imp", FEAT_IMPERATIVE},    {"Mood=Ind", FEAT_INDICATIVE},
    {"Mood=Sub", FEAT_SUBJUNCTIVE},    {"Person=1", FEAT_PERSON1},       {"Person=2", FEAT_PERSON2},
    {"Person=3", FEAT_PERSON3},        {"Gender=Masc", FEAT_MASC},       {"Gender=Fem", FEAT_FEM},
    {"Gender=Neut", FEAT_NEUT},        {"Poss=Yes", FEAT_POSS},          {"Definite=Def", FEAT_DEFINITE},
    {"Polarity=Neg", FEAT_NEGATIVE},   {"Degree=Cmp", FEAT_COMPARATIVE}, {"Degree=Sup", FEAT_SUPERLATIVE},
};

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct {
    Str name; /* its number in the file */
    uint32_t first;
    uint8_t type;
} OpenMention;

typedef struct {
    Conllu *c;
    Arena *a;
    LIST(Token) token;
    LIST(Word) word;
    LIST(Sentence) sentence;
    LIST(ConlluSentence) about;
    LIST(Mention) mention;
    Buf body;
    ConlluSentence next;
    bool in_sentence, space_before;
    int64_t multi_last; /* last word of the multi-word token at hand; 0 outside */
    bool multi_space;
    int n_open;
    OpenMention open[OPEN_MAX];
} Reader;

static uint32_t feats_of(Str s)
{
    uint32_t bits = 0;
    Str part;
    while (str_split(&s, '|', &part))
        for (ptrdiff_t i = 0; i < COUNT(feats); i++)
            if (str_eq(part, str_of(feats[i].text)))
                bits |= feats[i].bit;
    return bits;
}

static uint8_t flags_of(Str form)
{
    int upper = 0, lower = 0, digit = 0;
    bool first_upper = false, letters = false;
    for (ptrdiff_t at = 0; at < form.len;) {
        uint32_t cp = utf8_next(form, &at);
        bool up = cp_is_upper(cp);
        if (!letters && cp_is_alpha(cp))
            first_upper = up, letters = true;
        upper += up;
        lower += cp_is_lower(cp);
        digit += cp_is_digit(cp);
    }
    return (uint8_t)((first_upper ? TOKEN_CAPITAL : 0) | (upper > 1 && !lower ? TOKEN_ALL_CAPS : 0) |
                     (digit ? TOKEN_DIGIT : 0) | (letters || digit ? 0 : TOKEN_PUNCT));
}

/* "(4-abstract-new(5-object-new)" and "5)4)": mentions that begin and end at this token. */
static void read_entities(Reader *r, Str s, uint32_t token)
{
    for (ptrdiff_t i = 0; i < s.len;) {
        bool opens = s.ptr[i] == '(';
        ptrdiff_t from = i + opens;
        for (i = from; i < s.len && s.ptr[i] != '(' && s.ptr[i] != ')'; i++)
            ;
        Str rest = str_cut(s, from, i), name = {0}, type = {0};
        str_split(&rest, '-', &name);
        bool closes = i < s.len && s.ptr[i] == ')';
        i += closes;
        if (opens && r->n_open < OPEN_MAX) {
            str_split(&rest, '-', &type);
            OpenMention m = {.name = name, .first = token, .type = MENTION_ABSTRACT};
            for (int k = 0; k < MENTION_COUNT; k++)
                if (str_eq(type, str_of(mention_name(k))))
                    m.type = (uint8_t)k;
            r->open[r->n_open++] = m;
        }
        for (int k = r->n_open - 1; closes && k >= 0; k--)
            if (str_eq(r->open[k].name, name)) {
                *push(&r->mention, r->a) = (Mention){r->open[k].first, token, token, r->open[k].type};
                memmove(&r->open[k], &r->open[k + 1], (size_t)(--r->n_open - k) * sizeof *r->open);
                break;
            }
    }
}

static Str misc_value(Str misc, Str name)
{
    Str part;
    while (str_split(&misc, '|', &part))
        if (str_starts(part, name))
            return str_cut(part, name.len, part.len);
    return (Str){0};
}

static void begin_sentence(Reader *r)
{
    Sentence *s = push(&r->sentence, r->a);
    *s = (Sentence){.first = (uint32_t)r->token.n, .flags = r->next.paragraph ? SENTENCE_PAR_START : 0};
    if (r->next.paragraph && r->sentence.n > 1)
        buf_byte(&r->body, '\n');
    *push(&r->about, r->a) = r->next;
    r->next = (ConlluSentence){0};
    r->in_sentence = true;
    r->n_open = 0;
    r->multi_last = 0;
}

static void end_sentence(Reader *r)
{
    if (!r->in_sentence)
        return;
    Sentence *s = &r->sentence.item[r->sentence.n - 1];
    s->n = (uint32_t)r->token.n - s->first;
    for (uint32_t i = s->first; i < r->token.n; i++) {
        Word *w = &r->word.item[i];
        bool inside = w->head > 0 && (uint32_t)w->head <= s->n && (uint32_t)w->head - 1 != i - s->first;
        w->head = inside ? w->head - 1 + (int32_t)s->first : -1;
    }
    r->in_sentence = false;
    r->space_before = true;
}

static uint32_t named(int upos, Str lemma)
{
    bool open = upos == UPOS_ADJ || upos == UPOS_NOUN || upos == UPOS_VERB || upos == UPOS_ADV || upos == UPOS_NUM;
    ptrdiff_t at = 0;
    return open && lemma.len && cp_is_upper(utf8_next(lemma, &at)) ? FEAT_NAMED : 0;
}

static void read_word(Reader *r, const Str *f, int n)
{
    int64_t id = 0, head = 0;
    str_int(f[ID], 0, INT32_MAX, &id);
    str_int(n > HEAD ? f[HEAD] : STR("0"), 0, INT32_MAX, &head);
    Str misc = n > MISC ? f[MISC] : STR("_");
    if (r->space_before && r->body.len)
        buf_byte(&r->body, ' ');
    uint32_t at = (uint32_t)r->body.len;
    buf_put(&r->body, f[FORM]);
    Token *t = push(&r->token, r->a);
    Str fold = str_fold(f[FORM], r->a);
    bool inside = id <= r->multi_last; /* of a multi-word token */
    r->space_before = !inside ? !str_eq(misc_value(misc, STR("SpaceAfter=")), STR("No"))
                              : id == r->multi_last && r->multi_space;
    *t = (Token){.span = {at, (uint32_t)r->body.len}, .form = f[FORM], .fold = fold, .key = dict_key(fold),
                 .sentence = (uint32_t)r->sentence.n - 1,
                 .flags = (uint8_t)(flags_of(f[FORM]) | (r->space_before ? TOKEN_SPACE_AFTER : 0))};
    int upos = n > UPOS ? upos_of(f[UPOS]) : -1, rel = n > DEPREL ? deprel_of(f[DEPREL]) : -1;
    *push(&r->word, r->a) = (Word){
        .head = (int32_t)head, .upos = (uint8_t)(upos < 0 ? UPOS_X : upos), .rel = (uint8_t)(rel < 0 ? REL_DEP : rel),
        .feats = n > FEATS ? feats_of(f[FEATS]) | named(upos, f[LEMMA]) : 0, .lemma = n > LEMMA ? f[LEMMA] : f[FORM]};
    read_entities(r, misc_value(misc, STR("Entity=")), (uint32_t)r->token.n - 1);
}

static void read_comment(Reader *r, Str line)
{
    Str value = str_cut(line, str_find_byte(line, '=') + 1, line.len);
    if (str_starts(line, STR("# sent_id =")))
        r->next.id = str_trim(value);
    else if (str_starts(line, STR("# text =")))
        r->next.text = str_trim(value);
    else if (str_eq(str_cut(line, 0, 8), STR("# newpar")) || str_starts(line, STR("# newdoc")))
        r->next.paragraph |= !str_starts(line, STR("# newpar_"));
}

static bool read_line(Reader *r, Str line, int64_t number, Err *err)
{
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (str_trim(line).len == 0) {
        end_sentence(r);
        return true;
    }
    if (line.ptr[0] == '#') {
        read_comment(r, line);
        return true;
    }
    Str f[COLUMNS], rest = line;
    int n = 0;
    while (n < COLUMNS && str_split(&rest, '\t', &f[n]))
        n++;
    if (n < 2 || f[FORM].len == 0)
        return err_set(err, CASUS_ERR_FORMAT, "line %lld: not a CoNLL-U word", (long long)number);
    if (!r->in_sentence)
        begin_sentence(r);
    ptrdiff_t dash = str_find_byte(f[ID], '-');
    if (dash > 0) {
        if (str_int(str_cut(f[ID], dash + 1, f[ID].len), 1, INT32_MAX, &r->multi_last))
            r->multi_space = n <= MISC || !str_eq(misc_value(f[MISC], STR("SpaceAfter=")), STR("No"));
    } else if (str_find_byte(f[ID], '.') < 0)
        read_word(r, f, n);
    return true;
}

/* Once the heads are known: a mention's head is its word whose own head lies outside. */
static void find_mention_heads(const Word *word, Mention *m, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        for (uint32_t k = m[i].first; k <= m[i].last; k++)
            if (word[k].head < (int32_t)m[i].first || word[k].head > (int32_t)m[i].last) {
                m[i].head = k;
                break;
            }
}

static void finish(Reader *r)
{
    Conllu *c = r->c;
    Text *t = &c->text;
    *t = (Text){.body = arena_str(r->a, buf_str(&r->body)), .token = r->token.item, .sentence = r->sentence.item,
                .n_tokens = (uint32_t)r->token.n, .n_sentences = (uint32_t)r->sentence.n};
    for (uint32_t s = 0; s < t->n_sentences; s++) {
        Sentence *sent = &t->sentence[s];
        t->n_paragraphs += s == 0 || (sent->flags & SENTENCE_PAR_START);
        sent->paragraph = t->n_paragraphs - 1;
        if (sent->n)
            sent->span = (Span){t->token[sent->first].span.start, t->token[sent->first + sent->n - 1].span.end};
    }
    c->sentence = r->about.item;
    c->gold = (Trees){.word = r->word.item, .mention = r->mention.item, .n_mentions = (uint32_t)r->mention.n};
    find_mention_heads(c->gold.word, c->gold.mention, r->mention.n);
    for (uint32_t i = 0; i < t->n_tokens; i++)
        c->gold.word[i].lemma_key = dict_key(str_fold(c->gold.word[i].lemma, r->a));
    trees_link(&c->gold, t->n_tokens, r->a);
}

bool conllu_read(Str bytes, Conllu *c, Arena *a, Err *err)
{
    *c = (Conllu){0};
    if (!utf8_valid(bytes))
        return err_set(err, CASUS_ERR_FORMAT, "not UTF-8");
    Reader r = {.c = c, .a = a};
    Str rest = bytes.ptr ? bytes : STR(""), line;
    for (int64_t number = 1; str_split(&rest, '\n', &line); number++)
        if (!read_line(&r, line, number, err)) {
            buf_free(&r.body);
            return false;
        }
    end_sentence(&r);
    finish(&r);
    buf_free(&r.body);
    return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void print_feats(uint32_t bits, Buf *out)
{
    static const uint8_t order[] = {20, 22, 23, 16, 17, 18, 10, 11, 12, 0, 2, 13, 14, 15, 21, 19, 3, 4, 5, 6, 7, 8, 9};
    bool any = false;
    for (ptrdiff_t i = 0; i < COUNT(order); i++)
        if (bits & feats[order[i]].bit) {
            buf_printf(out, "%s%s", any ? "|" : "", feats[order[i]].text);
            any = true;
        }
    if (!any)
        buf_byte(out, '_');
}

/* A form or lemma that CoNLL-U can carry: no tab or line break, not empty. */
static void print_cell(Str s, Buf *out)
{
    if (s.len == 0)
        buf_byte(out, '_');
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_byte(out, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

/* Mentions around token i as GUM writes them; `open` lists those that have begun, innermost last. */
static void print_entities(const Trees *trees, uint32_t i, uint32_t *at, uint32_t *open, int *n_open, Buf *out)
{
    bool any = false;
    for (; *at < trees->n_mentions && trees->mention[*at].first <= i; ++*at) {
        const Mention *m = &trees->mention[*at];
        if (m->first < i || *n_open == OPEN_MAX)
            continue;
        buf_printf(out, "%s(%u-%s", any ? "" : "Entity=", *at + 1, mention_name(m->type));
        any = true;
        if (m->last == i)
            buf_byte(out, ')');
        else
            open[(*n_open)++] = *at;
    }
    for (int k = *n_open - 1; k >= 0; k--)
        if (trees->mention[open[k]].last <= i) {
            buf_printf(out, "%s%u)", any ? "" : "Entity=", open[k] + 1);
            any = true;
            memmove(&open[k], &open[k + 1], (size_t)(--*n_open - k) * sizeof *open);
        }
    if (any)
        buf_byte(out, '|');
}

static void print_sentence(const Text *t, const Trees *trees, uint32_t s, uint32_t *mention_at, Buf *out)
{
    const Sentence *sent = &t->sentence[s];
    uint32_t open[OPEN_MAX];
    int n_open = 0;
    if (sent->flags & SENTENCE_PAR_START)
        buf_put(out, STR("# newpar\n"));
    buf_printf(out, "# sent_id = %u\n# text = ", s + 1);
    print_cell(str_span(t->body, sent->span), out);
    buf_byte(out, '\n');
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++) {
        const Word *w = &trees->word[i];
        buf_printf(out, "%u\t", i - sent->first + 1);
        print_cell(t->token[i].form, out);
        buf_byte(out, '\t');
        print_cell(w->lemma, out);
        buf_printf(out, "\t%s\t_\t", upos_name(w->upos));
        print_feats(w->feats, out);
        buf_printf(out, "\t%d\t%s\t_\t", w->head < 0 ? 0 : w->head - (int32_t)sent->first + 1, deprel_name(w->rel));
        ptrdiff_t before = out->len;
        print_entities(trees, i, mention_at, open, &n_open, out);
        bool last = i + 1 == sent->first + sent->n;
        if (!(t->token[i].flags & TOKEN_SPACE_AFTER) && !last)
            buf_put(out, STR("SpaceAfter=No\n"));
        else if (out->len > before)
            out->ptr[out->len - 1] = '\n';
        else
            buf_put(out, STR("_\n"));
    }
    buf_byte(out, '\n');
}

void syntax_print(const Text *t, const Trees *trees, Buf *out)
{
    uint32_t mention_at = 0;
    for (uint32_t s = 0; s < t->n_sentences; s++)
        print_sentence(t, trees, s, &mention_at, out);
}
