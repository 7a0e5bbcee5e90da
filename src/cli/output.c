/* Where results go: standard output, or a file that appears under its name only when it is complete. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "base/banned.h"

bool output_open(Output *o, const char *path, Err *err)
{
    *o = (Output){.path = path, .file = stdout};
    if (!path || strcmp(path, "-") == 0) {
        o->path = NULL;
        return true;
    }
    int n = snprintf(o->part, sizeof o->part, "%s.part%ld", path, (long)getpid());
    if (n < 0 || n >= (int)sizeof o->part)
        return err_set(err, CASUS_ERR_IO, "%s: name is too long", path);
    o->file = fopen(o->part, "wb");
    return o->file || err_set(err, CASUS_ERR_IO, "%s: %s", path, strerror(errno));
}

static bool output_failed(const Output *o, Err *err)
{
    return err_set(err, CASUS_ERR_IO, "%s: %s", o->path ? o->path : "standard output", strerror(errno));
}

bool output_write(Output *o, Str bytes, Err *err)
{
    if (bytes.len && fwrite(bytes.ptr, 1, (size_t)bytes.len, o->file) != (size_t)bytes.len)
        return output_failed(o, err);
    return true;
}

bool output_close(Output *o, bool keep, Err *err)
{
    if (!o->path)
        return fflush(o->file) == 0 || output_failed(o, err);
    bool ok = fflush(o->file) == 0 && (!keep || fsync(fileno(o->file)) == 0);
    ok = fclose(o->file) == 0 && ok;
    if (ok && keep)
        ok = rename(o->part, o->path) == 0;
    if (!ok && keep)
        output_failed(o, err);
    if (!ok || !keep)
        unlink(o->part);
    return ok;
}
