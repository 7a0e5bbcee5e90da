/* Events from trees written by hand: one line a token "form lemma UPOS head relation [ACTOR]", heads from 1. */
#include "tests/fixture.h"
#include "what/frames.h"

typedef struct {
    Arena a;
    WhatTables *tables;
} Setup;

static bool setup_open(Setup *s, Test *t)
{
    static TestCompile *const rooms[] = {what_compile, NULL};
    Err err = {0};
    Pack pack;
    *s = (Setup){.a = arena_new(1 << 20)};
    bool ok = test_tables(rooms, &pack, &s->a, &err) && what_open(&pack, &s->tables, &s->a, &err);
    test_check(t, ok, "tables", 0, err.text);
    return ok;
}

static void setup_close(Setup *s)
{
    arena_free(&s->a);
}

static Str field(Str *line)
{
    Str f = {0};
    str_split(line, ' ', &f);
    return f;
}

/* A document of one sentence. */
static void sentence_events(const Setup *s, const char *lines, Buf *out, Arena *a)
{
    enum { N = 64 };
    Token *token = NEW(a, Token, N);
    Word *word = NEW(a, Word, N);
    ActorMention *mention = NEW(a, ActorMention, N);
    int32_t *at = NEW(a, int32_t, N);
    uint32_t n = 0, m = 0;
    Str rest = str_of(lines), line, all = str_of(lines);
    char *text = NEW(a, char, all.len + 1);
    uint32_t len = 0;
    for (; str_split(&rest, '\n', &line) && n < N; n++) {
        Str form = field(&line), lemma = field(&line), upos = field(&line), head = field(&line), rel = field(&line);
        int64_t h = 0;
        if (!str_int(head, 0, N, &h))
            break;
        memcpy(text + len, form.ptr, (size_t)form.len);
        token[n].span = (Span){len, len + (uint32_t)form.len};
        token[n].form = (Str){text + len, form.len};
        token[n].fold = str_fold(token[n].form, a);
        token[n].key = dict_key(token[n].fold);
        len += (uint32_t)form.len;
        text[len++] = ' ';
        word[n] = (Word){.head = (int32_t)h - 1, .upos = (uint8_t)upos_of(upos), .rel = (uint8_t)deprel_of(rel), .lemma = lemma};
        word[n].lemma_key = dict_key(str_fold(lemma, a));
        at[n] = -1;
        if (line.ptr && line.len) {
            ActorMention *k = mention + m;
            k->first = k->last = k->head = n;
            k->entity = m;
            k->actor.row = -1;
            memcpy(k->actor.code, line.ptr, (size_t)MIN(line.len, 12));
            memcpy(k->actor.country, line.ptr, 3);
            if (line.len > 3)
                memcpy(k->actor.role[0], line.ptr + 3, 3);
            at[n] = (int32_t)m++;
        }
    }
    Sentence sentence = {.span = {0, len}, .first = 0, .n = n};
    Text doc = {.body = {text, len}, .token = token, .sentence = &sentence, .n_tokens = n, .n_sentences = 1, .n_paragraphs = 1};
    Trees trees = {.word = word};
    trees_link(&trees, n, a);
    Actors actors = {.mention = mention, .n = m, .n_entities = m, .at = at};
    Article article = {.text = &doc, .trees = &trees, .actors = &actors};
    Events events = what_find(s->tables, &article, a);
    what_print(&article, &events, out);
}

static const struct {
    const char *lines, *want;
} hand[] = {
    {"Russia Russia PROPN 2 nsubj RUS\nvetoed veto VERB 0 root\nthe the DET 4 det\nresolution resolution NOUN 2 obj\nof of ADP 6 case\nNATO NATO PROPN 4 nmod IGO",
     "RUS 129 IGO vetoed"},
    {"Russia Russia PROPN 4 nsubj RUS\ndid do AUX 4 aux\nnot not PART 4 advmod\nattack attack VERB 0 root\nSyria Syria PROPN 4 obj SYR",
     "RUS 190 SYR attack (denied)"},
    {"France France PROPN 2 nsubj FRA\nagreed agree VERB 0 root\nto to PART 4 mark\nlift lift VERB 2 xcomp\nsanctions sanction NOUN 4 obj\non on ADP 7 case\nIran Iran PROPN 5 nmod IRN",
     "FRA 0354 IRN agreed\nFRA 085 IRN lift (intended)"},
    {"Syria Syria PROPN 3 nsubj:pass SYR\nwas be AUX 3 aux:pass\nbombed bomb VERB 0 root\nby by ADP 6 case\nUS US PROPN 6 compound USA\njets jet NOUN 3 obl:agent",
     "USA 195 SYR bombed"},
    {"Iran Iran PROPN 3 nsubj IRN\nand and CCONJ 2 cc\nheld hold VERB 0 root\ntalks talk NOUN 3 obj\nwith with ADP 6 case\nIraq Iraq PROPN 3 obl IRQ",
     "IRN 040 IRQ held talks"},
    {"Turkey Turkey PROPN 3 nsubj TUR\nwill will AUX 3 aux\nattack attack VERB 0 root\nSyria Syria PROPN 3 obj SYR", "TUR 138 SYR attack"},
    {"Israel Israel PROPN 2 nsubj ISR\naccused accuse VERB 0 root\nIran Iran PROPN 2 obj IRN\nof of SCONJ 5 mark\nattacking attack VERB 2 advcl\nIraq Iraq PROPN 5 obj IRQ",
     "ISR 1123 IRN accused\nIRN 190 IRQ attacking (alleged)"},
};

void test_what(Test *t)
{
    Setup s;
    if (setup_open(&s, t))
        for (ptrdiff_t i = 0; i < COUNT(hand); i++) {
            Buf out = {0};
            sentence_events(&s, hand[i].lines, &out, &s.a);
            CHECK_STR(t, str_trim(buf_str(&out)), str_of(hand[i].want));
            buf_free(&out);
        }
    setup_close(&s);
}
