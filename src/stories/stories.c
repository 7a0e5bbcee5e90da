/* Single-pass clustering of articles into stories.
 *
 * An article is a short vector: its STORY_TERMS strongest terms by tf·idf, of unit length. A story keeps
 * the mean of its articles' vectors, again cut to its strongest terms. Candidates come from an index
 * term → the stories that last had it (a ring of INDEX_RING places), so the work for one article is
 * STORY_TERMS × INDEX_RING steps, whatever the number of stories. */
#include <math.h>
#include <stdlib.h>

#include "stories/stories.h"
#include "base/banned.h"

enum { DF_SLOTS = 1 << 18, INDEX_SLOTS = 1 << 16, INDEX_RING = 16, LEAD_TOKENS = 400 };
static const float THRESHOLD = 0.22f, NAME_WEIGHT = 1.5f, TITLE_WEIGHT = 2;

typedef struct {
    uint64_t key;
    float weight;
} Term;

typedef struct {
    uint64_t id;
    Day last; /* day of its latest article */
    int n_terms;
    float n_docs;
    Term term[STORY_TERMS]; /* sorted by key; unit length */
} Story;

struct Stories {
    uint32_t *df; /* [DF_SLOTS] articles that had a term of that slot */
    uint32_t n_docs;
    Story *story;    /* [STORY_MAX], a ring */
    uint32_t n_ever; /* stories opened so far; their numbers count from 0 */
    uint32_t *index; /* [INDEX_SLOTS][INDEX_RING] number of a story + 1; 0: empty */
    uint8_t *ring;   /* [INDEX_SLOTS] next place to write */
};

Stories *stories_new(Arena *perm)
{
    Stories *s = NEW(perm, Stories, 1);
    s->df = NEW(perm, uint32_t, DF_SLOTS);
    s->story = NEW(perm, Story, STORY_MAX);
    s->index = NEW(perm, uint32_t, (size_t)INDEX_SLOTS * INDEX_RING);
    s->ring = NEW(perm, uint8_t, INDEX_SLOTS);
    return s;
}

static int by_key(const void *a, const void *b)
{
    const Term *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_weight(const void *a, const void *b)
{
    const Term *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return by_key(a, b);
}

/* Keep the strongest terms, of unit length, sorted by key. Returns how many. */
static int strongest(Term *term, ptrdiff_t n)
{
    if (n > STORY_TERMS) {
        qsort(term, (size_t)n, sizeof *term, by_weight);
        n = STORY_TERMS;
    }
    double sum = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        sum += (double)term[i].weight * term[i].weight;
    float scale = sum > 0 ? (float)(1 / sqrt(sum)) : 0;
    for (ptrdiff_t i = 0; i < n; i++)
        term[i].weight *= scale;
    if (n)
        qsort(term, (size_t)n, sizeof *term, by_key);
    return (int)n;
}

/* A word that can tell stories apart: four letters or more, or a name or number. */
static bool tells(const Token *t)
{
    if (t->flags & (TOKEN_PUNCT | TOKEN_CLITIC))
        return false;
    return t->form.len >= 4 || (t->flags & (TOKEN_CAPITAL | TOKEN_DIGIT) && t->form.len >= 2);
}

/* Terms of an article with their frequencies; names and the title weigh more. */
static ptrdiff_t count_terms(const Text *t, Term *term)
{
    uint32_t n_read = MIN(t->n_tokens, (uint32_t)LEAD_TOKENS);
    ptrdiff_t n = 0;
    for (uint32_t i = 0; i < n_read; i++) {
        const Token *tok = &t->token[i];
        if (!tells(tok))
            continue;
        float name = tok->flags & TOKEN_CAPITAL ? NAME_WEIGHT : 1;
        float title = tok->sentence == 0 ? TITLE_WEIGHT : 1;
        term[n++] = (Term){tok->key, name * title};
    }
    if (!n)
        return 0;
    qsort(term, (size_t)n, sizeof *term, by_key);
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 1; i < n; i++)
        if (term[i].key == term[kept].key)
            term[kept].weight += term[i].weight;
        else
            term[++kept] = term[i];
    return kept + 1;
}

static int article_vector(Stories *s, const Text *t, Term *term)
{
    ptrdiff_t n = count_terms(t, term);
    s->n_docs++;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t df = ++s->df[term[i].key & (DF_SLOTS - 1)];
        float idf = logf((float)(s->n_docs + 20) / (float)df);
        term[i].weight = (1 + logf(1 + term[i].weight)) * MAX(idf, 0);
    }
    return strongest(term, n);
}

static float cosine(const Term *a, int n_a, const Term *b, int n_b)
{
    float sum = 0;
    for (int i = 0, j = 0; i < n_a && j < n_b;) {
        if (a[i].key == b[j].key)
            sum += a[i++].weight * b[j++].weight;
        else if (a[i].key < b[j].key)
            i++;
        else
            j++;
    }
    return sum;
}

static bool is_open(const Stories *s, uint32_t number, Day day)
{
    if (s->n_ever - number > STORY_MAX)
        return false;
    Day last = s->story[number % STORY_MAX].last;
    return day == DAY_NONE || last == DAY_NONE || abs(day - last) <= STORY_DAYS;
}

/* Number of the open story most like the article, or -1; the older of two that are equally like it. */
static int64_t nearest(const Stories *s, const Term *term, int n, Day day)
{
    float best = THRESHOLD;
    int64_t found = -1;
    for (int i = 0; i < n; i++) {
        const uint32_t *row = s->index + (term[i].key & (INDEX_SLOTS - 1)) * INDEX_RING;
        for (int k = 0; k < INDEX_RING && row[k]; k++) {
            uint32_t number = row[k] - 1;
            if (number == found || !is_open(s, number, day))
                continue;
            const Story *y = &s->story[number % STORY_MAX];
            float c = cosine(term, n, y->term, y->n_terms);
            if (c > best || (c == best && number < found)) {
                best = c;
                found = number;
            }
        }
    }
    return found;
}

static void index_story(Stories *s, uint32_t number)
{
    const Story *y = &s->story[number % STORY_MAX];
    for (int i = 0; i < y->n_terms; i++) {
        uint64_t slot = y->term[i].key & (INDEX_SLOTS - 1);
        uint32_t *row = s->index + slot * INDEX_RING;
        bool known = false;
        for (int k = 0; k < INDEX_RING; k++)
            known |= row[k] == number + 1;
        if (!known)
            row[s->ring[slot]++ % INDEX_RING] = number + 1;
    }
}

/* New mean of the story's articles, the last one included. */
static void join(Story *y, const Term *term, int n)
{
    Term sum[2 * STORY_TERMS];
    int k = 0;
    float old = y->n_docs / (y->n_docs + 1), fresh = 1 / (y->n_docs + 1);
    for (int i = 0, j = 0; i < n || j < y->n_terms;) {
        bool has_new = i < n && (j == y->n_terms || term[i].key <= y->term[j].key);
        bool has_old = j < y->n_terms && (i == n || y->term[j].key <= term[i].key);
        Term t = {has_new ? term[i].key : y->term[j].key, 0};
        if (has_new)
            t.weight += fresh * term[i++].weight;
        if (has_old)
            t.weight += old * y->term[j++].weight;
        sum[k++] = t;
    }
    y->n_terms = strongest(sum, k);
    memcpy(y->term, sum, sizeof(Term) * (size_t)y->n_terms);
    y->n_docs++;
}

uint64_t stories_add(Stories *s, Str doc_id, Day day, const Text *t, Arena *a)
{
    Term *term = NEW(a, Term, LEAD_TOKENS);
    int n = article_vector(s, t, term);
    int64_t number = nearest(s, term, n, day);
    if (number < 0) {
        number = s->n_ever++;
        s->story[number % STORY_MAX] = (Story){.id = str_hash(doc_id), .last = day};
    }
    Story *y = &s->story[number % STORY_MAX];
    join(y, term, n);
    if (day != DAY_NONE && (y->last == DAY_NONE || day > y->last))
        y->last = day;
    index_story(s, (uint32_t)number);
    return y->id;
}
