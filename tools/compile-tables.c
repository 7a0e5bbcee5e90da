/* compile-tables DIR PACK: what experts wrote in DIR as TSV → the pack that is linked into casus. */
#include "run/run.h"
#include "base/banned.h"

int main(int argc, char **argv)
{
    Err err = {0};
    Buf pack = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: compile-tables DIR PACK\n");
        return 2;
    }
    bool ok = tables_compile(argv[1], NULL, NULL, &pack, &err) && file_write(argv[2], buf_str(&pack), &err);
    if (!ok)
        fprintf(stderr, "compile-tables: %s\n", err.text);
    buf_free(&pack);
    return ok ? 0 : 1;
}
