/* The engine: tables and model, opened once, checked once, then read-only and shared by all threads.
 * They are linked into the program (tools/embed.S); a folder or file given instead replaces them. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "run/run.h"
#include "base/banned.h"

extern const char casus_embedded_tables[], casus_embedded_model[];
extern const uint64_t casus_embedded_tables_size, casus_embedded_model_size;

const char *room_name(int room)
{
    static const char *const names[] = {
#define X(name) #name,
        ROOM_LIST(X)
#undef X
    };
    return room >= 0 && room < ROOM_COUNT ? names[room] : "";
}

int room_of(Str name)
{
    for (int i = 0; i < ROOM_COUNT; i++)
        if (str_eq(name, str_of(room_name(i))))
            return i;
    return -1;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A compiled pack: the one linked in, or a file. */
static bool pack_bytes(CasusEngine *e, const char *path, Str *bytes, Err *err)
{
    *bytes = (Str){casus_embedded_tables, (ptrdiff_t)casus_embedded_tables_size};
    if (path) {
        if (!file_open(path, 0, &e->tables_file, err))
            return false;
        *bytes = e->tables_file.bytes;
    }
    return true;
}

/* A folder is compiled now, and so is everything when dictionaries of PETRARCH come in; else a pack is compiled already. */
static bool tables_bytes(CasusEngine *e, const EngineOptions *o, Str *bytes, Err *err)
{
    bool folder = o->tables && is_folder(o->tables), petrarch = o->petrarch && o->petrarch->dir;
    Pack base = {0};
    if (!folder && !pack_bytes(e, o->tables, bytes, err))
        return false;
    if (!folder && !petrarch)
        return true;
    if (!folder && !pack_open(*bytes, TABLES_VERSION, &base, err))
        return false;
    Buf pack = {0};
    bool ok = tables_compile(folder ? o->tables : NULL, &base, o->petrarch, &pack, err);
    if (ok) { /* packs want alignment, which a Buf does not promise */
        char *copy = arena_alloc(&e->perm, 1, 64, (size_t)pack.len);
        memcpy(copy, pack.ptr, (size_t)pack.len);
        *bytes = (Str){copy, pack.len};
    }
    buf_free(&pack);
    return ok;
}

static bool model_bytes(CasusEngine *e, const char *path, Str *bytes, Err *err)
{
    *bytes = (Str){casus_embedded_model, (ptrdiff_t)casus_embedded_model_size};
    if (!path)
        return true;
    if (!file_open(path, 0, &e->model_file, err))
        return false;
    *bytes = e->model_file.bytes;
    return true;
}

static bool engine_model(CasusEngine *e, const EngineOptions *o, Err *err)
{
    Str bytes;
    Model *model = NULL;
    if (!model_bytes(e, o->model, &bytes, err))
        return false;
    if (!model_open(bytes, &model, &e->perm, err))
        return false;
    e->model_sum = model_checksum(model);
    e->model = model;
    return true;
}

static bool engine_tables(CasusEngine *e, const EngineOptions *o, Err *err)
{
    Str bytes;
    if (!tables_bytes(e, o, &bytes, err) || !pack_open(bytes, TABLES_VERSION, &e->tables, err))
        return false;
    e->tables_sum = pack_checksum(&e->tables);
    WhoTables *who = NULL;
    WhenTables *when = NULL;
    WhereTables *where = NULL;
    WhatTables *what = NULL;
    bool ok = codes_open(&e->tables, &e->codes, err);
    ok = ok && text_open(&e->tables, &e->text, err);
    ok = ok && who_open(&e->tables, &who, &e->perm, err);
    ok = ok && when_open(&e->tables, &when, &e->perm, err);
    ok = ok && where_open(&e->tables, &where, &e->perm, err);
    ok = ok && quotes_open(&e->tables, &e->quotes, err);
    ok = ok && what_open(&e->tables, &what, &e->perm, err);
    e->who = who;
    e->when = when;
    e->where = where;
    e->what = what;
    return ok;
}

/* Apart from engine_open, so that no local lives over the jump. */
static bool engine_fill(CasusEngine *e, const EngineOptions *o, Err *err)
{
    jmp_buf full;
    e->perm.full = &full;
    if (setjmp(full))
        return err_set(err, CASUS_ERR_LIMIT, "out of memory while opening tables and model");
    bool ok = engine_tables(e, o, err) && engine_model(e, o, err);
    e->perm.full = NULL;
    return ok;
}

bool engine_open(const EngineOptions *o, CasusEngine **out, Err *err)
{
    const EngineOptions none = {0};
    CasusEngine *e = calloc(1, sizeof *e);
    if (!e)
        return err_set(err, CASUS_ERR_LIMIT, "out of memory");
    e->perm = arena_new(1 << 16);
    if (!engine_fill(e, o ? o : &none, err)) {
        engine_close(e);
        return false;
    }
    snprintf(e->coder, sizeof e->coder, "casus %s model %08" PRIx32 " tables %08" PRIx32, CASUS_VERSION,
             (uint32_t)(e->model_sum >> 32), (uint32_t)(e->tables_sum >> 32));
    *out = e;
    return true;
}

void engine_close(CasusEngine *e)
{
    if (!e)
        return;
    arena_free(&e->perm);
    file_close(&e->tables_file);
    file_close(&e->model_file);
    free(e);
}
