/* sandbox: parsing of untrusted markup in a child process. Used by reader.c and markup.c. */
#ifndef CASUS_SANDBOX_H
#define CASUS_SANDBOX_H

#include "read/reader.h"

void sandbox_close(Sandbox *s); /* s may be NULL */

#endif
