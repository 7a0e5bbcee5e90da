/* stories: articles → stories: which articles tell of the same happening.
 *
 * In:   documents one by one, in input order: their id, day and words.
 * Out:  a story id for each, so that one event told by forty papers can be counted once.
 *
 * Method: single-pass clustering (Allan et al. 1998, "On-line new event detection and tracking"): an
 * article joins the open story whose mean vector it resembles most, by the cosine of tf·idf, when that
 * passes a threshold; else it opens a story. Document frequencies are those of the articles seen so far.
 *
 * Laws:
 *   - The same documents in the same order give the same ids: the caller hands them over in order,
 *     whatever the number of threads.
 *   - Memory is bounded (about 20 MB): a story closes STORY_DAYS after its last article, and the oldest
 *     give way when there are more than STORY_MAX.
 *   - Time for one article is bounded by its strongest terms, not by the number of stories.
 */
#ifndef CASUS_STORIES_H
#define CASUS_STORIES_H

#include "text/text.h"

enum { STORY_DAYS = 5, STORY_MAX = 20000, STORY_TERMS = 48 };

typedef struct Stories Stories;

Stories *stories_new(Arena *perm);
/* Story of the next document: never 0. `day` may be DAY_NONE. Scratch memory in a. */
uint64_t stories_add(Stories *s, Str doc_id, Day day, const Text *t, Arena *a);

#endif
