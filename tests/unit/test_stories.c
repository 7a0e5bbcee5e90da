/* stories: retold articles join, others do not, old stories close, and order decides nothing but names. */
#include "stories/stories.h"
#include "tests/test.h"

static uint64_t add(Stories *s, Arena *a, const char *id, Day day, const char *body)
{
    const TextTables none = {0};
    arena_reset(a);
    Text t = text_read(&none, str_of(body), 0, NULL, 0, a);
    return stories_add(s, str_of(id), day, &t, a);
}

static const char flood[] = "Floods kill dozens in Kerala. Rivers burst their banks in Kerala after heavy monsoon rain "
                            "and rescuers moved thousands of villagers to camps, officials in Kochi said.";
static const char flood_again[] = "Kerala rescuers search for survivors. Thousands of villagers are in camps after "
                                  "monsoon rain and floods in Kerala; the airport at Kochi stays closed.";
static const char vote[] = "Macron wins French election. Emmanuel Macron defeated Marine Le Pen in the second round of "
                           "the presidential vote, exit polls in Paris showed.";

void test_stories(Test *t)
{
    Arena perm = arena_new(1 << 20), a = arena_new(1 << 16);
    Stories *s = stories_new(&perm);
    Day day = day_of(2018, 8, 17);
    uint64_t first = add(s, &a, "a", day, flood);
    uint64_t other = add(s, &a, "b", day, vote);
    CHECK(t, first && other && first != other);
    CHECK(t, add(s, &a, "c", day + 1, flood_again) == first);
    CHECK(t, add(s, &a, "d", day + 1, flood) == first);
    CHECK(t, add(s, &a, "e", day + 1 + STORY_DAYS + 1, flood) != first);
    CHECK(t, add(s, &a, "f", DAY_NONE, "") != 0);
    /* More stories than there is room for: the oldest give way, nothing breaks. */
    for (int i = 0; i < STORY_MAX + 100; i++) {
        char body[64];
        snprintf(body, sizeof body, "Place%d hosts Person%d and Thing%d", i, i, i);
        add(s, &a, body, day, body);
    }
    CHECK(t, add(s, &a, "g", day, vote) != other);
    arena_free(&perm);
    arena_free(&a);
}
