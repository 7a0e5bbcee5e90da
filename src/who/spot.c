/* Names in the text: the longest match at each token, things and role nouns by their exact form,
 * people by sound.
 *
 * A name must be written as its kind asks: acronyms in capitals ("US", "WHO"), names with a
 * capital; where a sentence has no case at all, the tree decides ("us" as a pronoun is nobody's
 * name). */
#include "who/desk.h"
#include "who/sound.h"
#include "base/banned.h"

enum { NAME_TOKENS_MAX = 16, PEOPLE_WORDS_MAX = 8 };

const Sense *sense_run(const WhoTables *w, uint32_t start, uint32_t *n)
{
    uint32_t end = start;
    while (!w->sense[end].last)
        end++;
    *n = end - start + 1;
    return &w->sense[start];
}

/* ---- case ---------------------------------------------------------------------------------------
 */

static bool has_no_case(const Desk *d, uint32_t token)
{
    return d->t->sentence[d->t->token[token].sentence].flags & (SENTENCE_LOWER | SENTENCE_ALL_CAPS);
}

/* "a us intelligence report": an article before and a noun behind make it a name. */
static bool stands_as_modifier(const Desk *d, uint32_t token)
{
    const Token *tok = d->t->token;
    if (token == 0 || token + 1 >= d->t->n_tokens ||
        tok[token - 1].sentence != tok[token].sentence ||
        tok[token + 1].sentence != tok[token].sentence)
        return false;
    int before = d->trees->word[token - 1].upos, behind = d->trees->word[token + 1].upos;
    return before == UPOS_DET &&
           (behind == UPOS_NOUN || behind == UPOS_ADJ || behind == UPOS_PROPN);
}

static bool acronym_fits(const Desk *d, uint32_t first, uint32_t last)
{
    if (has_no_case(d, first)) {
        int pos = d->trees->word[first].upos;
        return first < last || pos == UPOS_PROPN || stands_as_modifier(d, first);
    }
    for (uint32_t i = first; i <= last; i++)
        if (!(d->t->token[i].flags & (TOKEN_ALL_CAPS | TOKEN_PUNCT | TOKEN_DIGIT)) &&
            d->t->token[i].fold.len > 1)
            return first == last && token_is(d, first, "us") && stands_as_modifier(d, first);
    return true;
}

/* Names of things that are also words of the language want to be proper nouns when a sentence
 * begins with them. */
static bool opens_sentence(const Desk *d, uint32_t token)
{
    return d->t->sentence[d->t->token[token].sentence].first == token;
}

/* Another capitalised word right before or behind it: part of a longer name. */
static bool inside_name(const Desk *d, uint32_t first, uint32_t last)
{
    const Token *tok = d->t->token;
    for (int side = 0; side < 2; side++) {
        if (side ? last + 1 >= d->t->n_tokens : first == 0)
            continue;
        uint32_t k = side ? last + 1 : first - 1;
        if (tok[k].sentence == tok[first].sentence && tok[k].flags & TOKEN_CAPITAL &&
            d->trees->word[k].upos == UPOS_PROPN && !(d->cue[k] & CUE_NONAME) &&
            (side || d->hit_at[k] < 0))
            return true;
    }
    return false;
}

static bool case_fits(const Desk *d, const Sense *s, uint32_t first, uint32_t last)
{
    if (s->flags & NAME_ACRONYM)
        return acronym_fits(d, first, last);
    if (!(s->flags & NAME_CAPITAL))
        return true;
    if (has_no_case(d, first)) {
        int pos = d->trees->word[first].upos;
        return first < last || pos == UPOS_PROPN || pos == UPOS_ADJ || pos == UPOS_NOUN;
    }
    if (!(d->t->token[first].flags & TOKEN_CAPITAL) && !(d->t->token[last].flags & TOKEN_CAPITAL))
        return false;
    if (s->kind == SENSE_THING && d->w->thing[s->ref].kind == THING_CITY &&
        (d->trees->word[last].upos != UPOS_PROPN || inside_name(d, first, last)))
        return false; /* "Nice", "Mobile"; "Elizabeth Warren" */
    if (first == last && opens_sentence(d, first) && s->kind == SENSE_THING &&
        d->w->thing[s->ref].kind > THING_METONYM) {
        int pos = d->trees->word[first].upos;
        return pos == UPOS_PROPN || pos == UPOS_NOUN || pos == UPOS_X;
    }
    return true;
}

static bool thing_in_date(const Desk *d, const Thing *x)
{
    return d->day == DAY_NONE || (d->day >= x->from && d->day <= x->to);
}

/* The sense of a run that fits spelling and date; names of countries before their adjectives before
 * the rest; but before "Governor" the name is a region's: "Georgia Governor Kemp". */
static int32_t sense_choose(const Desk *d, uint32_t start, uint32_t first, uint32_t last)
{
    uint32_t n;
    const Sense *run = sense_run(d->w, start, &n);
    int32_t best = -1;
    bool province = last + 1 < d->t->n_tokens && d->cue[last + 1] & CUE_PROVINCE;
    for (uint32_t i = 0; i < n; i++) {
        if (!case_fits(d, &run[i], first, last))
            continue;
        if (run[i].kind == SENSE_THING && !thing_in_date(d, &d->w->thing[run[i].ref]))
            continue;
        if (province && run[i].kind == SENSE_THING &&
            d->w->thing[run[i].ref].kind == THING_REGION)
            return (int32_t)(start + i);
        bool nearer = best >= 0 && run[i].kind == SENSE_THING &&
                      d->w->sense[best].kind == SENSE_THING &&
                      d->w->thing[run[i].ref].kind < d->w->thing[d->w->sense[best].ref].kind;
        if (best < 0 || nearer)
            best = (int32_t)(start + i);
    }
    return best;
}

/* ---- things and roles -------------------------------------------------------------------- */

static uint32_t match_name(const Desk *d, const uint64_t *key, uint32_t at, uint32_t end,
                           int32_t *sense)
{
    int n = first_has(d->w->first_name, key[at]) ? (int)MIN(end - at, NAME_TOKENS_MAX) : 0;
    while (n > 0) {
        int32_t value;
        int len = dict_match(&d->w->names, key + at, n, &value);
        if (!len)
            return 0;
        *sense = sense_choose(d, (uint32_t)value, at, at + (uint32_t)len - 1);
        if (*sense >= 0)
            return (uint32_t)len;
        n = len - 1;
    }
    return 0;
}

/* ---- people ------------------------------------------------------------------------------ */

/* Words of a run of capitalised tokens that may be a person's name, compacted. */
typedef struct {
    uint64_t key[PEOPLE_WORDS_MAX];
    uint32_t token[PEOPLE_WORDS_MAX];
    int n;
} NameRun;

uint64_t desk_sound(Desk *d, uint32_t token)
{
    if (!d->sound[token])
        d->sound[token] = sound_key(d->t->token[token].fold);
    return d->sound[token];
}

/* The words from token `at` on; stops where a name cannot go on. */
static void name_run(Desk *d, uint32_t at, uint32_t end, bool no_case, NameRun *r)
{
    r->n = 0;
    for (uint32_t i = at; i < end && r->n < PEOPLE_WORDS_MAX; i++) {
        const Token *tok = &d->t->token[i];
        bool dash = tok->fold.len == 1 && tok->fold.ptr[0] == '-';
        if (dash ||
            (sound_is_article(tok->fold) && i > at &&
             (tok->flags & TOKEN_CAPITAL || no_case || (i + 1 < end && token_is(d, i + 1, "-")))) ||
            (r->n && tok->fold.len <= 2 && tok->flags & TOKEN_CAPITAL &&
             (tok->fold.len == 1 || tok->fold.ptr[1] == '.')))
            continue;
        if (tok->flags & (TOKEN_PUNCT | TOKEN_DIGIT | TOKEN_CLITIC))
            return;
        bool joined = i > at && token_is(d, i - 1, "-"); /* "Roh Moo-hyun" */
        if (!no_case && !(tok->flags & TOKEN_CAPITAL) &&
            !(r->n && (joined || d->cue[i] & CUE_LINK)))
            return;
        uint64_t key = desk_sound(d, i);
        if (!key)
            return;
        r->key[r->n] = key;
        r->token[r->n++] = i;
    }
}

/* "May 5", "in May", "early May", not "Mrs. May". */
static bool is_month(const Desk *d, uint32_t i)
{
    static const char *const when[] = {"early", "late", "mid", "last", "next", "this", "since", "until", "till"};
    const Token *tok = d->t->token;
    for (ptrdiff_t k = 0; i > 0 && k < COUNT(when); k++)
        if (token_is(d, i - 1, when[k]))
            return true;
    return (i + 1 < d->t->n_tokens && tok[i + 1].flags & TOKEN_DIGIT) ||
           (i > 0 &&
            (tok[i - 1].flags & TOKEN_DIGIT || d->cue[i - 1] & (CUE_PLACE | CUE_WHENCE | CUE_OF)));
}

static uint32_t match_person(Desk *d, uint32_t at, uint32_t end, int32_t *sense)
{
    bool no_case = has_no_case(d, at);
    if (!no_case && !(d->t->token[at].flags & TOKEN_CAPITAL) &&
        !sound_is_article(d->t->token[at].fold))
        return 0;
    uint64_t sound = desk_sound(d, at);
    if (!sound_is_article(d->t->token[at].fold) &&
        (!sound || !first_has(d->w->first_person, sound)))
        return 0;
    NameRun r;
    name_run(d, at, end, no_case, &r);
    if (!r.n)
        return 0;
    int32_t value;
    int len = dict_match(&d->w->people, r.key, r.n, &value);
    bool lower = d->t->sentence[d->t->token[at].sentence].flags & SENTENCE_LOWER;
    if (!len || (len == 1 && (lower || d->trees->word[r.token[0]].upos != UPOS_PROPN)))
        return 0;
    uint32_t next = r.token[len - 1] + 1;
    if (next < end &&
        (token_is(d, next, "jr") || token_is(d, next, "jr.") || token_is(d, next, "sr.")))
        return 0; /* "Donald Trump Jr." is another */
    if (len == 1 && (d->cue[at] & CUE_NONAME || (token_is(d, at, "may") && is_month(d, at))))
        return 0;
    *sense = value;
    return next - at;
}

/* ---- all --------------------------------------------------------------------------------- */

static void hit_add(Desk *d, uint32_t first, uint32_t len, int32_t sense, SenseKind kind)
{
    Hit *h = push(&d->hits, d->a);
    *h = (Hit){.first = first,
               .last = first + len - 1,
               .sense = (uint32_t)sense,
               .kind = (uint8_t)kind,
               .flags = d->w->sense[sense].flags,
               .person = PERSON_UNASKED};
    for (uint32_t i = first; i < first + len; i++)
        d->hit_at[i] = (int32_t)d->hits.n - 1;
}

/* Does the parser see a person in these two words, the second hanging flat on the first? */
static bool is_full_name(const Desk *d, uint32_t first)
{
    uint32_t low = 0, high = d->trees->n_mentions;
    if (d->trees->word[first].upos != UPOS_PROPN || d->trees->word[first + 1].upos != UPOS_PROPN ||
        d->trees->word[first + 1].rel != REL_FLAT ||
        d->trees->word[first + 1].head != (int32_t)first)
        return false;
    while (low < high) { /* mentions are in order of their first token */
        uint32_t mid = (low + high) / 2;
        if (d->trees->mention[mid].first < first)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < d->trees->n_mentions && d->trees->mention[low].first == first; low++) {
        const Mention *m = &d->trees->mention[low];
        if (m->type == MENTION_PERSON && m->last == first + 1)
            return true;
    }
    return false;
}

/* A country's name that is a person's here: "Michael Jordan", "Jordan Peele", "Chad Smith"; but not
 * before a title ("Chad President"). */
static bool is_persons_name(const Desk *d, const uint64_t *key, const Hit *prior, uint32_t at,
                            uint32_t len, uint32_t end, int32_t sense)
{
    const Thing *x = &d->w->thing[d->w->sense[sense].ref];
    bool people = x->kind == THING_ADJECTIVE || x->kind == THING_DEMONYM; /* "Leandra English" */
    int32_t title;
    if (len > 1 || has_no_case(d, at))
        return false;
    if (!people && at + 1 < end && is_full_name(d, at) && !match_name(d, key, at + 1, end, &title))
        return true;
    int rel = d->trees->word[at].rel;
    if (people && at > 0 && d->t->token[at - 1].sentence == d->t->token[at].sentence && d->hit_at[at - 1] < 0 &&
        d->t->token[at - 1].flags & TOKEN_CAPITAL && d->trees->word[at - 1].upos == UPOS_PROPN && !(d->cue[at - 1] & CUE_NONAME) &&
        d->trees->word[at - 1].head == (int32_t)at && d->trees->word[at].upos == UPOS_PROPN && rel != REL_AMOD && rel != REL_COMPOUND)
        return true;
    bool free_word = !prior || prior->last + 1 != at || prior->kind == SENSE_PERSON;
    return free_word && at > 0 && d->t->token[at - 1].sentence == d->t->token[at].sentence &&
           is_full_name(d, at - 1);
}

/* An outlet that signs is no actor: "… - Xinhua" at the end of a title, "REUTERS/" under a picture, "(Reuters)". */
static bool is_credit(const Desk *d, int32_t sense, uint32_t first, uint32_t last)
{
    const Token *t = d->t->token;
    if (d->phrase || d->w->thing[d->w->sense[sense].ref].kind != THING_MEDIA)
        return false;
    bool opens = first == 0 || t[first - 1].sentence != t[first].sentence;
    bool closes = last + 1 == d->t->n_tokens || t[last + 1].sentence != t[last].sentence;
    bool braced = !opens && !closes && str_eq(t[first - 1].form, STR("(")) && str_eq(t[last + 1].form, STR(")"));
    bool dashed = !opens && closes && t[first - 1].flags & TOKEN_PUNCT && !str_eq(t[first - 1].form, STR(","));
    return braced || dashed || (!closes && str_eq(t[last + 1].form, STR("/")));
}

/* "Birmingham, Alabama", "Lebanon, Pennsylvania": a town of that region, whatever else is called so; behind a country a
 * list would go on ("Georgia, Alabama and Texas"). */
static void drop_namesake(Desk *d, const Hit *region)
{
    const Hit *town = d->hits.n > 1 ? region - 1 : NULL;
    const Thing *x = &d->w->thing[d->w->sense[region->sense].ref];
    const Thing *other = town && town->kind == SENSE_THING ? &d->w->thing[d->w->sense[town->sense].ref] : NULL;
    if (!other || x->kind != THING_REGION || town->last + 2 != region->first || !token_is(d, town->last + 1, ",") ||
        other->kind > THING_CITY || memcmp(other->code, x->code, 3) == 0)
        return;
    uint32_t next = region->last + 1;
    if (other->kind != THING_CITY && other->kind != THING_CAPITAL && next < d->t->n_tokens && token_is(d, next, "and"))
        return;
    for (uint32_t i = town->first; i <= town->last; i++)
        d->hit_at[i] = -1;
}

/* "English is challenging it", where the article has named Leandra English: no people's name. */
static bool is_known_surname(const Desk *d, const Map *surnames, uint32_t at, uint32_t len, int32_t sense)
{
    const Thing *x = &d->w->thing[d->w->sense[sense].ref];
    int rel = d->trees->word[at].rel;
    return len == 1 && (x->kind == THING_ADJECTIVE || x->kind == THING_DEMONYM) && rel != REL_AMOD && rel != REL_COMPOUND &&
           tree_child(d->trees, at, REL_DET) < 0 && map_get(surnames, d->t->token[at].key);
}

/* "the North", "the South" in an article that speaks of Korea: read as the countries' short names. */
static void name_halves(const Desk *d, uint64_t *key)
{
    static const char *const words[] = {"korea", "koreas", "korean", "koreans", "seoul", "pyongyang"};
    uint64_t half[2] = {dict_key(STR("nkorea")), dict_key(STR("skorea"))};
    const Token *tok = d->t->token;
    bool korea = false;
    for (uint32_t i = 0; i < d->t->n_tokens && !korea; i++)
        for (ptrdiff_t j = 0; j < COUNT(words) && !korea; j++)
            korea = str_is(tok[i].fold, words[j]);
    for (uint32_t i = 1; korea && i < d->t->n_tokens; i++) {
        bool north = str_is(tok[i].fold, "north"), end = i + 1 == d->t->n_tokens || tok[i + 1].sentence != tok[i].sentence;
        if ((north || str_is(tok[i].fold, "south")) && tok[i].flags & TOKEN_CAPITAL && str_is(tok[i - 1].fold, "the") &&
            (end || !(tok[i + 1].flags & TOKEN_CAPITAL)) && (end || !str_is(tok[i + 1].form, "-")))
            key[i] = half[!north];
    }
}

void spot_names(Desk *d)
{
    Map surnames = {0};
    uint32_t n = d->t->n_tokens;
    uint64_t *key = NEW(d->a, uint64_t, n + 1);
    d->hit_at = NEW(d->a, int32_t, n + 1);
    d->cue = NEW(d->a, uint32_t, n + 1);
    d->sound = NEW(d->a, uint64_t, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        key[i] = d->t->token[i].key;
        d->cue[i] = roster_cues(d->w, key[i]);
        d->hit_at[i] = -1;
    }
    name_halves(d, key);
    for (uint32_t s = 0; s < d->t->n_sentences; s++) {
        const Sentence *sent = &d->t->sentence[s];
        uint32_t end = sent->first + sent->n;
        for (uint32_t i = sent->first; i < end;) {
            int32_t name = -1, person = -1;
            if (d->t->token[i].flags & TOKEN_PUNCT && d->t->token[i].fold.len < 2) {
                i++;
                continue;
            }
            uint32_t a = match_name(d, key, i, end, &name), b = match_person(d, i, end, &person);
            const Hit *prior = d->hits.n ? &d->hits.item[d->hits.n - 1] : NULL;
            if (a && b <= a && d->w->sense[name].kind == SENSE_THING &&
                (is_persons_name(d, key, prior, i, a, end, name) || is_known_surname(d, &surnames, i, a, name)))
                a = 0;
            if (a == 0 && name >= 0 && d->w->sense[name].kind == SENSE_THING)
                map_set(&surnames, d->t->token[i].key, 1, d->a);
            if (b > a || (b && b == a && b > 1 && d->w->sense[name].kind == SENSE_ROLE)) {
                hit_add(d, i, b, person, SENSE_PERSON);
                i += b;
            } else if (a) {
                bool nobody = d->w->sense[name].kind == SENSE_THING &&
                              (d->w->thing[d->w->sense[name].ref].code[0] == '-' || is_credit(d, name, i, i + a - 1));
                if (!nobody) {
                    hit_add(d, i, a, name, (SenseKind)d->w->sense[name].kind);
                    if (d->w->sense[name].kind == SENSE_THING)
                        drop_namesake(d, &d->hits.item[d->hits.n - 1]);
                }
                i += a;
            } else
                i++;
        }
    }
}
