/* Cores: which tokens of a sentence hang inside one noun phrase, and what the names in them mean.
 *
 * A core is what hangs inside one phrase by the tree: determiners, adjectives, compounds, titles,
 * flat names. Names of several words are never torn apart, and where the tree is wrong, adjacent
 * words that belong together are joined. */
#include "who/desk.h"
#include "who/sound.h"
#include "base/banned.h"

enum { CORE_MAX = 24 };

/* ---- hits -------------------------------------------------------------------------------- */

const Hit *hit_of(const Desk *d, uint32_t token)
{
    return d->hit_at[token] < 0 ? NULL : &d->hits.item[d->hit_at[token]];
}

const Thing *hit_thing(const Desk *d, const Hit *h)
{
    return h && h->kind == SENSE_THING ? &d->w->thing[d->w->sense[h->sense].ref] : NULL;
}

bool is_country_thing(const Thing *x)
{
    return x && x->kind <= THING_CITY;
}

const RoleNoun *role_at(const Desk *d, const Hit *h)
{
    return h && h->kind == SENSE_ROLE ? &d->w->role[d->w->sense[h->sense].ref] : NULL;
}

/* Last word of a name, folded. */
static Str last_word(Str name, Arena *a)
{
    for (ptrdiff_t i = name.len; i-- > 0;)
        if (name.ptr[i] == ' ' || name.ptr[i] == '-')
            return str_fold(str_cut(name, i + 1, name.len), a);
    return str_fold(name, a);
}

bool spelled_alike(const Desk *d, const Sense *s, const Hit *h)
{
    return s->flags & NAME_OTHER ||
           sound_same_name(d->t->token[h->last].fold,
                           last_word(pool_get(d->w->pool, d->w->person[s->ref].name), d->a));
}

/* "King Abdullah of Jordan", "Jordan's King Abdullah": the country that stands beside a name; "" when none. */
static const char *country_beside(const Desk *d, const Hit *h)
{
    enum { TITLE_MAX = 4 }; /* "Jordan's ruler King", the 's among them */
    const Hit *land = h->last + 2 < d->t->n_tokens && d->cue[h->last + 1] & CUE_OF ? hit_of(d, h->last + 2) : NULL;
    for (uint32_t i = h->first; !is_country_thing(hit_thing(d, land)) && i-- > 0 && i + TITLE_MAX > h->first;) {
        if (d->t->token[i].sentence != d->t->token[h->first].sentence || d->t->token[i].flags & TOKEN_PUNCT)
            break;
        land = hit_of(d, i);
    }
    return is_country_thing(hit_thing(d, land)) ? hit_thing(d, land)->code : "";
}

static int person_of_name(const Desk *d, const Hit *h)
{
    enum { BESIDE = 25 }; /* more than one step of standing */
    uint32_t n;
    const Sense *run = sense_run(d->w, h->sense, &n);
    const char *beside = n > 1 ? country_beside(d, h) : "";
    int best = -1;
    int best_score = -1;
    for (uint32_t i = 0; i < n; i++) {
        if (run[i].flags & NAME_SURNAME || !spelled_alike(d, &run[i], h))
            continue;
        Standing s;
        roster_office(d->w, run[i].ref, d->day, &s);
        int score = 100 - (int)s * 20 - MIN((int)d->w->person[run[i].ref].rank, 19) +
                    (run[i].flags & NAME_EXTRA ? 0 : 3) +
                    (*beside && strncmp(d->w->person[run[i].ref].country, beside, 3) == 0 ? BESIDE : 0);
        if (score > best_score) {
            best_score = score;
            best = (int)run[i].ref;
        }
    }
    return best;
}

/* The person that a full name means on this day: asked once for each hit. */
int full_person(const Desk *d, const Hit *h)
{
    if (!h || h->kind != SENSE_PERSON)
        return -1;
    int32_t *known = &d->hits.item[h - d->hits.item].person;
    if (*known == PERSON_UNASKED)
        *known = person_of_name(d, h);
    return *known;
}

const char *token_country(const Desk *d, uint32_t token)
{
    const Hit *h = hit_of(d, token);
    const Thing *x = hit_thing(d, h);
    if (x)
        return strncmp(x->code, "IGO", 3) == 0 || strncmp(x->code, "NGO", 3) == 0 ||
                       strncmp(x->code, "IMG", 3) == 0
                   ? ""
                   : x->code;
    int p = full_person(d, h);
    return p < 0 ? "" : d->w->person[p].country;
}

/* ---- cores ------------------------------------------------------------------------------- */

bool is_nominal(const Desk *d, uint32_t i)
{
    switch (d->trees->word[i].upos) {
    case UPOS_NOUN:
    case UPOS_PROPN:
    case UPOS_PRON:
    case UPOS_NUM:
    case UPOS_X:
    case UPOS_SYM: return true;
    case UPOS_ADJ:
    case UPOS_DET:
        return d->hit_at[i] >= 0 || d->trees->word[i].rel == REL_NSUBJ ||
               d->trees->word[i].rel == REL_OBJ;
    default: return d->hit_at[i] >= 0;
    }
}

static bool separated(const Desk *d, uint32_t a, uint32_t b)
{
    for (uint32_t i = MIN(a, b) + 1; i < MAX(a, b); i++)
        if (d->t->token[i].flags & TOKEN_PUNCT && !token_is(d, i, "-") && !token_is(d, i, ".") &&
            !token_is(d, i, "\""))
            return true;
    return false;
}

/* "and" between them: two names, whatever the tree says. */
static bool joined(const Desk *d, uint32_t a, uint32_t b)
{
    for (uint32_t i = MIN(a, b) + 1; i < MAX(a, b); i++)
        if (d->trees->word[i].upos == UPOS_CCONJ && d->hit_at[i] < 0)
            return true;
    return false;
}

/* Does the token stand inside the core of its head? */
static bool stands_inside(const Desk *d, uint32_t i)
{
    const Word *w = &d->trees->word[i];
    if (w->head < 0 || d->t->token[w->head].sentence != d->t->token[i].sentence)
        return false;
    uint32_t head = (uint32_t)w->head;
    if (MAX(head, i) - MIN(head, i) > CORE_MAX || (d->cue[i] | d->cue[head]) & CUE_NONAME)
        return false; /* "Israel Friday reimposed" */
    switch (w->rel) {
    case REL_FLAT:
    case REL_NMOD_DESC: return !separated(d, i, head) && !joined(d, i, head);
    case REL_COMPOUND:
        if (*token_country(d, i) && joined(d, i, head))
            return false; /* "Ukraine and rebels agreed" */
        return !separated(d, i, head);
    case REL_FIXED:
    case REL_GOESWITH: return !separated(d, i, head);
    case REL_AMOD:
    case REL_DET:
    case REL_DET_PREDET:
    case REL_NUMMOD: return i < head && (w->rel != REL_AMOD || !separated(d, i, head));
    case REL_APPOS:
    case REL_NMOD_UNMARKED: /* "president Vladimir Putin" */
        return i > head && !separated(d, i, head) && !joined(d, i, head) &&
               d->trees->word[i].upos == UPOS_PROPN;
    case REL_ADVMOD: /* "then president" */ return i < head && d->cue[i] & CUE_FORMER;
    default: return false;
    }
}

static uint32_t core_head(const Desk *d, uint32_t i)
{
    for (int step = 0; step < CORE_MAX; step++) {
        const Hit *h = hit_of(d, i);
        if (h &&
            h->first < h->last) { /* a name of several words: the word that hangs outside of it */
            for (uint32_t k = h->first; k <= h->last; k++) {
                int32_t up = d->trees->word[k].head;
                if (up < (int32_t)h->first || up > (int32_t)h->last) {
                    i = k;
                    break;
                }
            }
        }
        if (!stands_inside(d, i))
            return i;
        i = (uint32_t)d->trees->word[i].head;
    }
    return i;
}

void phrase_clusters(Desk *d)
{
    uint32_t n = d->t->n_tokens;
    d->cluster = NEW(d->a, int32_t, n + 1);
    d->left = NEW(d->a, uint32_t, n + 1);
    d->right = NEW(d->a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        d->left[i] = d->right[i] = i;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t h = core_head(d, i);
        d->cluster[i] = (int32_t)h;
        d->left[h] = MIN(d->left[h], i);
        d->right[h] = MAX(d->right[h], i);
    }
    /* Wrong trees tear "Turkish | police" apart: an adjective or title right before a core joins
     * it. */
    for (uint32_t i = 0; i + 1 < n; i++) {
        const Hit *h = hit_of(d, i);
        uint32_t next = (uint32_t)d->cluster[i + 1], mine = (uint32_t)d->cluster[i];
        bool mister = d->cue[i] & CUE_HONORIFIC && d->trees->word[i + 1].upos == UPOS_PROPN;
        if ((!h && !mister) || mine == next ||
            d->t->token[i].sentence != d->t->token[i + 1].sentence || d->left[next] != i + 1 ||
            d->right[mine] != i)
            continue;
        const Thing *x = hit_thing(d, h);
        const Hit *after = hit_of(d, i + 1);
        bool adjective =
            mister ? true : x && x->kind == THING_ADJECTIVE && after && after->kind == SENSE_ROLE;
        bool title = h && h->kind == SENSE_ROLE && after && after->kind == SENSE_PERSON &&
                     !(h->flags & NAME_PLURAL);
        if (!adjective && !title)
            continue;
        uint32_t keep = adjective || tree_is_ancestor(d->trees, next, mine) ? next : mine,
                 gone = keep == next ? mine : next;
        uint32_t from = d->left[gone], to = d->right[gone];
        for (uint32_t k = from; k <= to; k++)
            if (d->cluster[k] == (int32_t)gone)
                d->cluster[k] = (int32_t)keep;
        d->left[keep] = MIN(d->left[keep], from);
        d->right[keep] = MAX(d->right[keep], to);
    }
}
