/* walk: the files behind a list of paths. Used by reader.c only. */
#ifndef CASUS_WALK_H
#define CASUS_WALK_H

#include "read/reader.h"

typedef enum { FOUND_FILE, FOUND_PROBLEM, FOUND_END } Found;
Walk *walk_open(const char *const *path, int n_paths, Arena *perm);
/* The next file's path, valid until the next call; a problem is one printable line in err. */
Found walk_next(Walk *w, Str *path, Err *err);
int64_t walk_known_bytes(const Walk *w); /* of all paths when they are plain files, else -1 */
void walk_close(Walk *w);
int file_to_read(const char *path, Err *err); /* a descriptor, or -1 */

#endif
