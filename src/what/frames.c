/* The compiled tables: opening, looking up, names of slots and operators. */
#include "what/frames.h"
#include "base/banned.h"

static const char *const slot_names[SLOT_COUNT] = {
    [SLOT_NONE] = "-", [SLOT_SUBJ] = "subj", [SLOT_OBJ] = "obj", [SLOT_IOBJ] = "iobj", [SLOT_POSS] = "poss",
    [SLOT_MOD] = "mod", [SLOT_COMP] = "comp", [SLOT_CSUBJ] = "csubj", [SLOT_COBJ] = "cobj", [SLOT_ANY] = "any",
#define X(p) [SLOT_##p] = #p,
    PREP_LIST(X)
#undef X
};

static const char *const op_names[OP_COUNT] = {
    [OP_none] = "",
#define X(o) [OP_##o] = #o,
    OP_LIST(X)
#undef X
};

const char *slot_name(int slot)
{
    return slot >= 0 && slot < SLOT_COUNT ? slot_names[slot] : "?";
}

const char *op_name(int op)
{
    return op >= 0 && op < OP_COUNT ? op_names[op] : "?";
}

int slot_of(Str name)
{
    for (int i = 1; i < SLOT_COUNT; i++)
        if (str_eq(name, str_of(slot_names[i])))
            return i;
    return -1;
}

bool class_has(const ClassSet *s, int id)
{
    return id >= 0 && (s->bit[id / 64] >> (id % 64) & 1);
}

int class_find(const WhatTables *w, const char *name)
{
    Str rest = w->class_names, line, want = str_of(name);
    for (int i = 0; rest.len && str_split(&rest, '\n', &line); i++)
        if (str_eq(line, want))
            return i;
    return -1;
}

const CameoCode *cameo_find(const WhatTables *w, const char *code)
{
    int low = 0, high = w->n_cameo;
    while (low < high) {
        int mid = (low + high) / 2, order = strcmp(w->cameo[mid].code, code);
        if (order == 0)
            return w->cameo + mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* The row of compose.tsv with the longest beginning of deed; a trailing 0 of a three-digit code is the root. */
static const Compose *compose_find(const WhatTables *w, const char *deed)
{
    char key[5] = "";
    for (size_t n = strlen(deed); n >= 2; n--) {
        memset(key, 0, sizeof key);
        memcpy(key, deed, n);
        for (int i = 0; i < w->n_compose; i++)
            if (strcmp(w->compose[i].deed, key) == 0)
                return w->compose + i;
    }
    return NULL;
}

const char *compose_code(const WhatTables *w, const char *deed, Op op)
{
    const Compose *k = compose_find(w, deed);
    if (!k || op < 1 || op > (Op)COMPOSE_OPS)
        return NULL;
    const char *code = k->code[op - 1];
    if (strcmp(code, "-") == 0)
        return NULL;
    return strcmp(code, "=") == 0 ? deed : code;
}

bool what_open(const Pack *p, WhatTables **tables, Arena *perm, Err *err)
{
    WhatTables *w = NEW(perm, WhatTables, 1);
    if (!dict_open(p, "what.lemma", &w->lemma, err) || !dict_open(p, "what.member", &w->member, err) ||
        !dict_open(p, "what.form", &w->form, err) || !dict_open(p, "what.weight", &w->weight, err) ||
        !dict_open(p, "what.fact", &w->fact, err))
        return false;
    Str row = pack_get(p, "what.row"), compose = pack_get(p, "what.compose"), cameo = pack_get(p, "what.cameo");
    w->group = (const void *)pack_get(p, "what.group").ptr;
    w->entry = (const void *)pack_get(p, "what.entry").ptr;
    w->cond = (const void *)pack_get(p, "what.cond").ptr;
    w->set = (const void *)pack_get(p, "what.set").ptr;
    w->row = (const void *)row.ptr;
    w->compose = (const void *)compose.ptr;
    w->cameo = (const void *)cameo.ptr;
    w->n_rows = (int)((size_t)row.len / sizeof(FrameRow));
    w->n_compose = (int)((size_t)compose.len / sizeof(Compose));
    w->n_cameo = (int)((size_t)cameo.len / sizeof(CameoCode));
    w->pool = pack_get(p, "what.pool");
    w->class_names = pack_get(p, "what.class");
    if (!w->n_rows || !w->n_compose || !w->n_cameo || !w->group || !w->entry)
        return err_set(err, CASUS_ERR_FORMAT, "tables: the frames are missing");
    static const char *const named[CLASS_COUNT] = {
#define X(c) #c,
        CLASS_LIST(X)
#undef X
    };
    for (int i = 0; i < CLASS_COUNT; i++)
        w->class_id[i] = class_find(w, named[i]);
    *tables = w;
    return true;
}
