/* Errors: one printable line, filled once. */
#include <stdarg.h>

#include "base/base.h"

bool err_set(Err *err, ErrCode code, const char *fmt, ...)
{
    if (!err)
        return false;
    err->code = code;
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    for (char *c = err->text; *c; c++)
        if ((unsigned char)*c < 32 || *c == 127)
            *c = '?';
    return false;
}
