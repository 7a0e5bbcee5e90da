/* base: what C leaves out, and the only room that knows the operating system.
 *
 * In:   bytes, files, the clock.
 * Out:  slices (Str), arenas, growable buffers, hashing, UTF-8, civil dates, errors, mapped files,
 *       threads.
 *
 * Laws for the whole room:
 *   - A Str is borrowed: pointer and length, never NUL-terminated, never owned.
 *   - Memory comes from an Arena and lives as long as it does; there is no free of single objects.
 *   - Zero is a valid start of every type here.
 *   - Functions that can fail for reasons outside the program return false (or NULL) and fill an Err.
 *
 * Example:
 *   Arena a = arena_new(1 << 20);
 *   Str s = str_trim(STR("  Moscow "));            // "Moscow"
 *   Buf b = {0};
 *   buf_printf(&b, "%.*s has %td bytes\n", FMT(s), s.len);
 */
#ifndef CASUS_BASE_H
#define CASUS_BASE_H

#include <assert.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"

/* ---- small things ------------------------------------------------------------------------- */

#define COUNT(array) ((ptrdiff_t)(sizeof(array) / sizeof(array)[0]))
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* Half-open range of bytes, [start, end), of the text that the context names. */
typedef struct {
    uint32_t start, end;
} Span;

/* ---- errors ------------------------------------------------------------------------------- */

typedef enum {
    CASUS_OK = 0,
    CASUS_ERR_USAGE,  /* the caller's fault: bad option or argument */
    CASUS_ERR_IO,     /* a file or stream could not be read or written */
    CASUS_ERR_FORMAT, /* bytes are not what they claim to be */
    CASUS_ERR_LIMIT,  /* a stated limit was reached (memory, size, depth, time) */
    CASUS_ERR_SYSTEM, /* the operating system refused */
    CASUS_ERR_DB,     /* the database refused */
} ErrCode;

/* One printable line about what went wrong. Untouched on success. */
typedef struct {
    ErrCode code;
    char text[500];
} Err;

/* Fill err (which may be NULL) and return false, so that `return err_set(...)` reads well.
 * Control bytes in the message become '?': it is safe on a terminal. */
bool err_set(Err *err, ErrCode code, const char *fmt, ...) PRINTF(3, 4);

/* ---- slices ------------------------------------------------------------------------------- */

typedef struct {
    const char *ptr;
    ptrdiff_t len; /* bytes */
} Str;

#define STR(literal) ((Str){"" literal, (ptrdiff_t)sizeof(literal) - 1})
/* For printf's %.*s. */
#define FMT(s) (int)(s).len, (s).ptr ? (s).ptr : ""

Str str_of(const char *c_string); /* NULL gives an empty slice */
Str str_cut(Str s, ptrdiff_t start, ptrdiff_t end); /* clamped to s */
Str str_span(Str text, Span span);
Str str_trim(Str s); /* ASCII blanks at both ends */
bool str_eq(Str a, Str b);
bool str_is(Str s, const char *c_string); /* the same, and quick where the first bytes differ */
bool str_ieq(Str a, Str b); /* ASCII case ignored */
int str_cmp(Str a, Str b);  /* bytewise order, shorter first */
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
ptrdiff_t str_find(Str s, Str needle);        /* offset or -1 */
ptrdiff_t str_find_byte(Str s, char c);       /* offset or -1 */
bool str_contains(Str s, Str needle);
/* Take the part of *rest before the first `by`, and move *rest behind it. False when *rest has run
 * out; an empty last field is given once. Start with a slice whose ptr is not NULL. */
bool str_split(Str *rest, char by, Str *part);
/* Whole of s as a decimal integer in [min, max]; false otherwise. */
bool str_int(Str s, int64_t min, int64_t max, int64_t *value);
bool str_double(Str s, double *value); /* plain decimal notation, C locale, finite */
uint64_t str_hash(Str s);              /* stable over runs and platforms; never 0 */
uint64_t hash_mix(uint64_t a, uint64_t b);

/* ---- arenas ------------------------------------------------------------------------------- */

/* A bump allocator over chunks. Lifetimes: `perm` for models and tables, `doc` for one document.
 * Copying the struct makes a scratch mark: arena_mark / arena_reset give memory back.
 * Objects are zeroed. When `limit` bytes would be exceeded, or memory is refused, control jumps to
 * *full when set, else the program stops with a message. */
typedef struct ArenaChunk ArenaChunk;
typedef struct {
    ArenaChunk *chunk; /* current chunk */
    char *at, *end;    /* free room in it */
    size_t used;       /* bytes taken from the system so far */
    size_t limit;      /* 0: none */
    size_t first;      /* size of the first chunk */
    jmp_buf *full;
} Arena;

Arena arena_new(size_t first_chunk);
void *arena_alloc(Arena *a, size_t size, size_t align, size_t count);
#define NEW(arena, Type, n) ((Type *)arena_alloc((arena), sizeof(Type), _Alignof(Type), (size_t)(n)))
void arena_reset(Arena *a); /* forget every object, keep the first chunk */
void arena_free(Arena *a);  /* give all memory back; the arena may be used again */
Str arena_str(Arena *a, Str s);                 /* copy */
char *arena_cstr(Arena *a, Str s);              /* copy with NUL */
Str arena_printf(Arena *a, const char *fmt, ...) PRINTF(2, 3);

/* Growable array in an arena: `push(&list, arena)` returns a zeroed new last element. The list is any
 * struct with members `Type *item; ptrdiff_t n, cap;`. */
#define LIST(Type)      \
    struct {            \
        Type *item;     \
        ptrdiff_t n;    \
        ptrdiff_t cap;  \
    }
#define push(list, arena)                                                                          \
    ((list)->n < (list)->cap                                                                       \
         ? (list)->item + (list)->n++                                                              \
         : (list_grow((list), sizeof *(list)->item, _Alignof(max_align_t), (arena)),               \
            (list)->item + (list)->n++))
void list_grow(void *list, size_t size, size_t align, Arena *a);

/* ---- growable bytes ----------------------------------------------------------------------- */

/* Output under construction, on the heap, reused from document to document.
 * Writes past `max` (0: 1 GiB) are dropped and set `overflow`. */
typedef struct {
    char *ptr;
    ptrdiff_t len, cap, max;
    bool overflow;
} Buf;

void buf_put(Buf *b, Str s);
void buf_byte(Buf *b, char c);
void buf_printf(Buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_json(Buf *b, Str s); /* as a JSON string with its quotes; valid UTF-8 in, valid JSON out */
char *buf_reserve(Buf *b, ptrdiff_t n); /* room for n more bytes, or NULL */
void buf_clear(Buf *b);
void buf_free(Buf *b);
Str buf_str(const Buf *b);

/* ---- hash map ----------------------------------------------------------------------------- */

/* uint64 key → int64 value, open addressing in an arena. Key 0 is reserved. */
typedef struct {
    uint64_t *key;
    int64_t *value;
    ptrdiff_t n, cap;
} Map;

void map_set(Map *m, uint64_t key, int64_t value, Arena *a);
int64_t *map_get(const Map *m, uint64_t key); /* NULL when absent */

/* ---- UTF-8 -------------------------------------------------------------------------------- */

#define UTF8_BAD 0xFFFDu
/* Decode one code point at s[*at] and move on; malformed bytes give UTF8_BAD and move one byte. */
uint32_t utf8_next(Str s, ptrdiff_t *at);
int utf8_encode(uint32_t cp, char out[4]); /* bytes written */
bool utf8_valid(Str s);
/* s itself when valid; else a copy with each bad byte as U+FFFD; *bad counts them (may be NULL). */
Str utf8_clean(Str s, ptrdiff_t *bad, Arena *a);
ptrdiff_t utf8_count(Str s); /* code points in valid UTF-8 */
/* Lower case without accents ("Erdoğan" → "erdogan"), curly quotes and dashes as ASCII. Output of a
 * valid input is valid and never longer than 3 × its length. `out` has that much room. */
ptrdiff_t utf8_fold(Str s, char *out);
Str str_fold(Str s, Arena *a); /* the same into an arena; s itself when nothing changes */
bool cp_is_upper(uint32_t cp);
bool cp_is_lower(uint32_t cp);
bool cp_is_alpha(uint32_t cp); /* letters and marks */
bool cp_is_digit(uint32_t cp);
bool cp_is_space(uint32_t cp); /* Unicode white space, NBSP and zero-width space included */
uint32_t cp_lower(uint32_t cp);

/* ---- civil dates -------------------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar; DAY_NONE where unknown. */
typedef int32_t Day;
#define DAY_NONE INT32_MIN
#define DAY_MIN (-719162) /* 0001-01-01 */
#define DAY_MAX 2932896   /* 9999-12-31 */
typedef struct {
    int year, month, day; /* 1–9999, 1–12, 1–31 */
} Civil;
Day day_of(int year, int month, int day); /* DAY_NONE when there is no such day */
Civil day_civil(Day d);
int day_weekday(Day d);                     /* 0 Monday … 6 Sunday */
int month_days(int year, int month);
/* "2017-04-13", or that followed by 'T' or a blank and anything; DAY_NONE otherwise. */
Day day_parse(Str s);
Str day_format(Day d, char out[11]); /* "2017-04-13"; empty for DAY_NONE */

/* ---- files -------------------------------------------------------------------------------- */

/* A file's bytes, mapped read-only (regular files) or read. */
typedef struct {
    Str bytes;
    void *map; /* non-NULL when mapped */
    void *heap;
} File;
MUST_USE bool file_open(const char *path, ptrdiff_t max, File *f, Err *err);
void file_close(File *f);
/* Write all bytes to path through a temporary beside it and rename: complete or absent. */
MUST_USE bool file_write(const char *path, Str bytes, Err *err);
/* Names in a folder, sorted bytewise, "." and ".." left out. */
typedef LIST(Str) Names;
MUST_USE bool dir_list(const char *path, Names *names, Arena *a, Err *err);

/* ---- clock and threads -------------------------------------------------------------------- */

double clock_seconds(void); /* monotonic */
double clock_cpu(void);     /* seconds of processor time of this thread */
Day clock_today(void);      /* UTC */
int cpu_count(void);

#endif
