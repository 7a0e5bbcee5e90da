/* what_find: acts of all predicates → events. */
#include "what/frames.h"
#include "base/banned.h"

Events what_find(const WhatTables *w, const Article *d, Arena *a)
{
    (void)w, (void)d, (void)a;
    return (Events){0};
}
