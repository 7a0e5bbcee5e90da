/* dict: what experts wrote in tables/ as TSV, compiled into one mapped file.
 *
 * In:   folders of TSV files; tokens to look up.
 * Out:  a Pack (named sections of bytes, checked once, then trusted) and Dict (longest match of
 *       many-word names over tokens).
 *
 * Laws:
 *   - Reading a table never crashes on odd bytes: every complaint names file, line and reason.
 *   - A Pack is checked (magic, version, sizes, checksum) when opened; afterwards it is read-only
 *     and may be shared by threads.
 *   - Everything is little-endian and position-independent, so it may be mapped or linked in.
 *
 * How a room uses it: `who_compile(const TableDir *, PackWriter *, Err *)` reads TSV rows and adds
 * sections "who.…"; `who_open(const Pack *, WhoTables *, Err *)` finds them again.
 */
#ifndef CASUS_DICT_H
#define CASUS_DICT_H

#include "base/base.h"

/* ---- TSV ---------------------------------------------------------------------------------- */

/* Tables are UTF-8, tab-separated. '#' starts a comment line; the first other line names the columns.
 * Missing trailing fields are empty. Lines over 64 KiB, over 64 fields, bad UTF-8 or a NUL byte are
 * refused. */
enum { TSV_FIELDS = 64 };
typedef struct {
    const char *path; /* for messages */
    Str rest;
    int64_t line; /* of the row last read, from 1 */
    int n_columns;
    Str column[TSV_FIELDS];
    int n; /* fields of the row */
    Str field[TSV_FIELDS];
} Tsv;

MUST_USE bool tsv_open(const char *path, Str bytes, Tsv *t, Err *err); /* reads the header */
/* Next row; false at the end (err untouched) or on a bad line (err filled). */
bool tsv_next(Tsv *t, Err *err);
int tsv_column(const Tsv *t, Str name); /* index, or -1 */
Str tsv_get(const Tsv *t, int column);  /* empty when column is -1 or beyond the row */
bool tsv_fail(const Tsv *t, Err *err, const char *why, Str value); /* "file:line: why: value"; false */

/* A folder of tables, all files read; `tables_find` gives the bytes of NAME.tsv (empty when absent). */
typedef struct {
    const char *dir;
    LIST(struct TableFile {
        Str name; /* "verbs" for verbs.tsv, "fix/office" for fix/office.tsv */
        const char *path;
        File file;
    }) files;
    bool instead; /* tables of petrarch/ replace ours of their kind; else they come before ours (dict/petrarch.h) */
} TableDir;
MUST_USE bool tabledir_open(const char *dir, TableDir *t, Arena *a, Err *err);
void tabledir_close(TableDir *t);
const struct TableFile *tabledir_find(const TableDir *t, Str name); /* NULL when absent */

/* ---- Pack --------------------------------------------------------------------------------- */

/* File: offset 0 magic "CASUSPK1"; 8 u32 number of sections; 12 u32 version; 16 u64 size of the file;
 * 24 u64 checksum of all bytes from 32 on; 32 section table, 48 bytes each (name[32] NUL-padded,
 * u64 offset, u64 size); then the sections, each at a multiple of 64. */
typedef struct {
    Str bytes;
    uint32_t n;
} Pack;
typedef struct {
    LIST(struct PackSection {
        char name[32];
        Str bytes;
    }) sections;
    Arena *arena;
} PackWriter;
void pack_add(PackWriter *w, const char *name, const void *bytes, size_t size); /* copies */
void pack_finish(const PackWriter *w, uint32_t version, Buf *out);
MUST_USE bool pack_open(Str bytes, uint32_t version, Pack *p, Err *err);
Str pack_get(const Pack *p, const char *name); /* empty when absent; 64-byte aligned */
uint64_t pack_checksum(const Pack *p);         /* names the version of tables or model in records */

/* Strings of a pack are u32 offset + u32 length into its pool section. */
typedef struct {
    uint32_t at, len;
} PoolStr;
typedef struct {
    Buf bytes;
    Map seen; /* hash → offset: equal strings are kept once */
} Pool;
PoolStr pool_add(Pool *p, Str s, Arena *a);
Str pool_get(Str pool, PoolStr s);

/* ---- Dict --------------------------------------------------------------------------------- */

/* Names of one or more tokens → value, longest match. A name is a sequence of token keys; the key of a
 * token is dict_key() of its folded form (lower case, no accents), as text/ computes it for every token.
 * Stored as a hash of prefixes: each prefix of a name is an entry, complete names carry a value.
 * 16 bytes an entry at load ≤ 0.5; a match costs one probe a token. */
typedef struct {
    const struct DictEntry *entry;
    uint64_t mask;
} Dict;
typedef struct {
    Map seen; /* hash of prefix → value */
    Arena *arena;
} DictWriter;
#define DICT_NONE (-1)

uint64_t dict_key(Str folded); /* of one token */
/* Add a name given as token keys. The same name twice keeps the first value and returns the old value;
 * DICT_NONE when new. value ≥ 0. At most 32 tokens. */
int32_t dict_add(DictWriter *w, const uint64_t *key, int n, int32_t value);
void dict_finish(DictWriter *w, PackWriter *p, const char *section);
MUST_USE bool dict_open(const Pack *p, const char *section, Dict *d, Err *err);
/* Longest name that starts at key[0], of at most n tokens. Returns its length in tokens (0: none). */
int dict_match(const Dict *d, const uint64_t *key, int n, int32_t *value);

#endif
