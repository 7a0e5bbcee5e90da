/* The frame tables: they compile, name their mistakes, and the algebra of acts gives CAMEO's codes. */
#include "tests/test.h"
#include "what/frames.h"

static void check_tables(Test *t)
{
    Arena a = arena_new(1 << 20);
    Err err = {0};
    TableDir dir;
    PackWriter w = {.arena = &a};
    CHECK(t, tabledir_open("tables", &dir, &a, &err));
    bool ok = what_compile(&dir, &w, &err);
    test_check(t, ok, "tables", 0, err.text);
    Buf out = {0};
    pack_finish(&w, 1, &out);
    char *copy = arena_alloc(&a, 1, 64, (size_t)out.len);
    memcpy(copy, out.ptr, (size_t)out.len);
    Pack pack;
    WhatTables *tables;
    ok = ok && pack_open((Str){copy, out.len}, 1, &pack, &err) && what_open(&pack, &tables, &a, &err);
    test_check(t, ok, "tables", 0, err.text);
    if (ok) {
        CHECK(t, strcmp(compose_code(tables, "163", OP_halt), "085") == 0);
        CHECK(t, strcmp(compose_code(tables, "0841", OP_appeal), "0253") == 0);
        CHECK(t, strcmp(compose_code(tables, "195", OP_threat), "1384") == 0);
        CHECK(t, strcmp(compose_code(tables, "090", OP_intent), "090") == 0);
        CHECK(t, compose_code(tables, "CRIM", OP_halt) == NULL);
        for (int i = 0; i < tables->n_compose; i++)
            for (int op = 0; op < COMPOSE_OPS; op++) {
                const char *code = tables->compose[i].code[op];
                bool known = code[1] == 0 || cameo_find(tables, code);
                test_check(t, known, "tables/compose.tsv", i, code);
            }
        for (int i = 0; i < tables->n_rows; i++) {
            const char *code = tables->row[i].code;
            bool known = !code[0] || (code[0] >= 'A' ? compose_code(tables, code, OP_appeal) || compose_code(tables, code, OP_refuse) || code[0] == 'S' : cameo_find(tables, code) != NULL);
            test_check(t, known, "tables/frames.tsv", (int)tables->row[i].line, code);
        }
    }
    buf_free(&out);
    tabledir_close(&dir);
    arena_free(&a);
}

void test_what_tables(Test *t)
{
    check_tables(t);
}
