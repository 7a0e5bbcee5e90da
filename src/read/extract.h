/* extract: what the three files of the extraction share: classnames.c (what class and id say),
 * extract.c (where the article is), blocks.c (what of it is kept). */
#ifndef CASUS_EXTRACT_H
#define CASUS_EXTRACT_H

#include "read/html.h"

typedef struct {
    int32_t len, link;         /* bytes of text that are not blanks, and of those in links: all, */
    int32_t alive, alive_link; /* and outside of branches ruled out */
    float score;
    bool dead;
} Weight;

typedef struct {
    const Page *p;
    Arena *a;
    Weight *w;
    Str title;
    bool lenient; /* rule nothing out by its name */
} Work;

/* A paragraph, heading, cell … of the article. */
typedef struct {
    Str text;
    int32_t link; /* bytes in links, blanks not counted */
    int32_t len;
    uint8_t tag; /* of the innermost block element */
} Block;
typedef struct {
    LIST(Block) blocks;
    char *out, *at, *start; /* room for all text; the block being written */
    int32_t link;
    int breaks; /* line breaks since the last character */
} Blocks;

/* classnames.c: does class or id say that a branch is no article; that it may be part of one; that
 * it is its body? */
bool name_is_dead(const Page *p, int32_t i);
bool name_is_alive(const Page *p, int32_t i);
bool name_is_body(const Page *p, int32_t i);

bool tag_is_heading(uint8_t tag);
int32_t count_text(Str s); /* bytes that are not blanks */
float link_share(const Weight *w);

/* blocks.c: the blocks below `top` that were not ruled out; those that are the article's, as one
 * text; all of them. */
void blocks_gather(const Work *k, int32_t top, Blocks *b);
Str blocks_article(const Work *k, const Blocks *b);
Str blocks_all(const Blocks *b, Arena *a);

#endif
