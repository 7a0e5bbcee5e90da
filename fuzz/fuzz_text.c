/* Any bytes through text_read with the tables of tables/; the laws of text/text.h must hold. With
 * libFuzzer, and replayed by tests/unit/test_text.c. First byte: how many given spans to make of
 * the next bytes. */
#include <stdlib.h>

#include "text/text.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static TextTables fuzz_tables; /* stays empty where the fuzzer does not run in the repository */

static void check_at(bool ok, int line)
{
    if (ok)
        return;
    fprintf(stderr, "fuzz_text.c:%d: a law of text/text.h is broken\n", line);
    abort();
}
#define check(ok) check_at((ok), __LINE__)

static void check_laws(const Text *t)
{
    uint32_t token = 0, at = 0;
    for (uint32_t i = 0; i < t->n_sentences; i++) {
        const Sentence *s = &t->sentence[i];
        check(s->n > 0 && s->n <= TEXT_SENTENCE_MAX && s->first == token);
        for (; token < s->first + s->n; token++) {
            const Token *k = &t->token[token];
            check(k->sentence == i && k->span.start >= at && k->span.end > k->span.start);
            check(k->form.ptr == t->body.ptr + k->span.start && k->key == dict_key(k->fold));
            for (ptrdiff_t p = at; p < (ptrdiff_t)k->span.start;)
                check(cp_is_space(utf8_next(t->body, &p)) || !utf8_valid(t->body));
            at = k->span.end;
        }
        check(s->span.start == t->token[s->first].span.start && s->span.end == at);
    }
    check(token == t->n_tokens && t->dateline.end <= t->n_tokens);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    static Arena perm;
    TableDir dir;
    Pack p;
    Buf out = {0};
    PackWriter w = {.arena = &perm};
    if (!tabledir_open("tables", &dir, &perm, NULL) || !text_compile(&dir, &w, NULL))
        return 0;
    pack_finish(&w, 1, &out);
    char *copy = arena_alloc(&perm, 1, 64, (size_t)out.len);
    memcpy(copy, out.ptr, (size_t)out.len);
    bool ok = pack_open((Str){copy, out.len}, 1, &p, NULL) && text_open(&p, &fuzz_tables, NULL);
    buf_free(&out);
    return !ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena a = arena_new(1 << 16);
    Span given[8];
    ptrdiff_t n = size ? data[0] % 8 : 0;
    if (size < (size_t)(2 * n + 2))
        n = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        given[i] = (Span){data[1 + 2 * i], data[2 + 2 * i]};
    uint32_t text_at = size > 1 ? data[1] % 64 : 0;
    Text t = text_read(&fuzz_tables, (Str){(const char *)data, (ptrdiff_t)size}, text_at,
                       n ? given : NULL, n, &a);
    check_laws(&t);
    arena_free(&a);
    return 0;
}
