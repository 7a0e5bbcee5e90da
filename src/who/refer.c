/* Who is meant again: mentions → entities.
 *
 * One pass in text order over the mentions, after full names have been collected from the whole
 * article (so a surname in the headline finds the full name below). Kinds of evidence, strongest
 * first: names      a known person, the same unknown name, a part of a full name of this article
 *   grammar    apposition, "X is the head of Y", relative pronouns
 *   discourse  pronouns and definite descriptions take the most salient fitting entity of the last
 * sentences: subjects before objects, near before far (after Lappin and Leass 1994, in small) story
 * roles without a country take that of the place named beside them, else that of the story A choice
 * that is not clear is left open. */
#include "who/desk.h"
#include "who/sound.h"
#include "base/banned.h"

enum { LOOK_BACK = 48, SENTENCES_BACK = 3, PARTS_MAX = 6 };

typedef struct {
    Actor actor;
    float confidence;
    uint8_t how;
    uint32_t is;
    int32_t person;
    int32_t role;             /* role noun it was told by */
    uint32_t last;            /* latest mention */
    uint64_t part[PARTS_MAX]; /* sound keys of the words of its name */
    int n_parts;
} Entity;

typedef struct {
    Desk *d;
    LIST(Entity) entities;
    Map by_key;  /* person, name, or code with role noun → entity */
    Map by_part; /* sound of a name's word → entity, or AMBIGUOUS */
} Refer;

enum { AMBIGUOUS = -2 };

static ActorMention *mention(Refer *r, uint32_t i)
{
    return &r->d->mentions.item[i];
}

static Note *note(Refer *r, uint32_t i)
{
    return &r->d->notes.item[i];
}

/* ---- entities ---------------------------------------------------------------------------- */

static uint32_t entity_new(Refer *r, uint32_t i)
{
    Entity *e = push(&r->entities, r->d->a);
    const ActorMention *m = mention(r, i);
    *e = (Entity){.actor = m->actor,
                  .confidence = m->confidence,
                  .how = m->how,
                  .is = note(r, i)->is,
                  .person = note(r, i)->person,
                  .role = note(r, i)->role,
                  .last = i};
    return (uint32_t)r->entities.n; /* ids count from 1; 0: none yet */
}

static Entity *entity(Refer *r, uint32_t id)
{
    return &r->entities.item[id - 1];
}

static uint32_t entity_by_key(Refer *r, uint64_t key, uint32_t i)
{
    key = key ? key : 1;
    int64_t *old = map_get(&r->by_key, key);
    if (old)
        return (uint32_t)*old;
    uint32_t id = entity_new(r, i);
    map_set(&r->by_key, key, id, r->d->a);
    return id;
}

/* The mention speaks of the entity: takes its actor when its own words tell less. */
static void link_to(Refer *r, uint32_t i, uint32_t id, uint8_t how, float sure)
{
    ActorMention *m = mention(r, i);
    Entity *e = entity(r, id);
    m->entity = id;
    e->last = i;
    if (!m->actor.code[0] || how == HOW_SURNAME || how == HOW_PRONOUN || how == HOW_NOMINAL ||
        how == HOW_APPOSITION) {
        m->actor = e->actor;
        m->how = how;
        m->confidence = MIN(sure, MAX(e->confidence, .3f));
    }
}

/* Better words for an entity that was known by less. */
static void entity_learn(Refer *r, uint32_t id, const Actor *a, float sure, uint8_t how,
                         uint32_t is, int32_t role)
{
    Entity *e = entity(r, id);
    if (e->actor.code[0] && e->confidence >= sure)
        return;
    Str name = e->actor.name.len ? e->actor.name : a->name;
    e->actor = *a;
    e->actor.name = name;
    e->confidence = sure;
    e->how = how;
    e->role = role;
    e->is |= is;
}

/* ---- names ------------------------------------------------------------------------------- */

static int name_parts(Refer *r, uint32_t i, uint64_t part[PARTS_MAX])
{
    const Note *n = note(r, i);
    uint32_t first = n->name_first, last = n->name_last;
    if (n->person >= 0) {
        for (uint32_t k = mention(r, i)->first; k <= mention(r, i)->last; k++) {
            int32_t h = r->d->hit_at[k];
            if (h >= 0 && r->d->hits.item[h].kind == SENSE_PERSON) {
                first = r->d->hits.item[h].first;
                last = r->d->hits.item[h].last;
            }
        }
    }
    int count = 0;
    for (uint32_t k = first; k <= last && count < PARTS_MAX; k++) {
        Str f = r->d->t->token[k].fold;
        if (f.len < 2 || sound_is_article(f) ||
            r->d->t->token[k].flags & (TOKEN_PUNCT | TOKEN_CLITIC) ||
            (f.len == 2 && f.ptr[1] == '.'))
            continue;
        uint64_t s = desk_sound(r->d, k);
        if (s)
            part[count++] = s;
    }
    return count;
}

static void entity_parts(Refer *r, uint32_t id, const uint64_t *part, int n)
{
    Entity *e = entity(r, id);
    for (int k = 0; k < n; k++) {
        bool has = false;
        for (int j = 0; j < e->n_parts; j++)
            has |= e->part[j] == part[k];
        if (!has && e->n_parts < PARTS_MAX)
            e->part[e->n_parts++] = part[k];
        int64_t *old = map_get(&r->by_part, part[k]);
        /* The last word of a name speaks for it before another's first word. */
        if (!old || k == n - 1)
            map_set(
                &r->by_part, part[k],
                old && *old != (int64_t)id && *old > 0 && k == n - 1 &&
                        entity(r, (uint32_t)*old)->n_parts &&
                        entity(r, (uint32_t)*old)->part[entity(r, (uint32_t)*old)->n_parts - 1] ==
                            part[k]
                    ? AMBIGUOUS
                    : (int64_t)id,
                r->d->a);
    }
}

/* Full names of the whole article. */
static void collect_names(Refer *r)
{
    for (uint32_t i = 0; i < (uint32_t)r->d->mentions.n; i++) {
        Note *n = note(r, i);
        uint64_t part[PARTS_MAX];
        int parts = name_parts(r, i, part);
        if (n->person >= 0) {
            uint32_t id = entity_by_key(r, hash_mix(11, (uint64_t)n->person + 1), i);
            mention(r, i)->entity = id;
            entity_learn(r, id, &mention(r, i)->actor, mention(r, i)->confidence,
                         mention(r, i)->how, n->is, n->role);
            entity_parts(r, id, part, parts);
        } else if (parts >= 2 && n->is & IS_PERSON) {
            uint32_t id = entity_by_key(r, hash_mix(part[0], part[parts - 1]), i);
            mention(r, i)->entity = id;
            if (mention(r, i)->actor.code[0] && !(n->is & NEEDS_COUNTRY))
                entity_learn(r, id, &mention(r, i)->actor, mention(r, i)->confidence,
                             mention(r, i)->how, n->is, n->role);
            entity_parts(r, id, part, parts);
            if (!entity(r, id)->actor.name.len) {
                const Token *a = &r->d->t->token[n->name_first], *b = &r->d->t->token[n->name_last];
                entity(r, id)->actor.name =
                    str_span(r->d->t->body, (Span){a->span.start, b->span.end});
                mention(r, i)->actor.name = entity(r, id)->actor.name;
            }
        }
    }
}

/* A name of one or more words that are all part of a full name of this article. */
static uint32_t entity_of_parts(Refer *r, uint32_t i, const uint64_t *part, int n)
{
    if (n == 0)
        return 0;
    int64_t *at = map_get(&r->by_part, part[n - 1]);
    uint32_t id = at && *at > 0 ? (uint32_t)*at : 0;
    for (uint32_t k = i; at && *at == AMBIGUOUS && !id && k-- > 0 &&
                         i - k <= LOOK_BACK;) { /* the latest of two of that name */
        uint32_t who = mention(r, k)->entity;
        if (who && entity(r, who)->n_parts &&
            entity(r, who)->part[entity(r, who)->n_parts - 1] == part[n - 1])
            id = who;
    }
    if (!id)
        return 0;
    Entity *e = entity(r, id);
    bool last = e->n_parts && e->part[e->n_parts - 1] == part[n - 1];
    if (!last && n == 1 && e->person < 0 && e->n_parts > 2)
        return 0; /* a first name alone, of somebody or something unknown */
    for (int k = 0; k < n; k++) {
        bool has = false;
        for (int j = 0; j < e->n_parts; j++)
            has |= e->part[j] == part[k];
        if (!has)
            return 0;
    }
    return id;
}

/* Countries whose leaders the world's news names by surname alone, in office and for some years after. */
static bool is_power(const char *country)
{
    static const char powers[] = "USA GBR FRA DEU RUS CHN IND JPN UKR ISR IRN TUR ITA CAN BRA";
    return country[0] && str_contains(str_of(powers), str_of(country));
}

/* Two rows of one man, as sources spell him: "Joe Biden", "Joseph R. Biden". */
static bool same_seat(const Office *a, const Office *b)
{
    return a->kind == b->kind && memcmp(a->code, b->code, 3) == 0 && a->from == b->from;
}

/* A famous surname that the article never gives in full: a leader or minister in office on the day,
 * the only one, or the one whose office or country the phrase tells. */
static int32_t famous(Refer *r, uint32_t i, const char *country, float *sure)
{
    Desk *d = r->d;
    const Note *n = note(r, i);
    int32_t h = d->hit_at[n->name_last <= mention(r, i)->last && n->name_first <= n->name_last
                              ? n->name_last
                              : mention(r, i)->head];
    if (h < 0 || d->hits.item[h].kind != SENSE_PERSON || n->name_first < d->hits.item[h].first)
        return -1; /* "Peter Solberg" is not every Solberg */
    uint32_t count;
    const Sense *run = sense_run(d->w, d->hits.item[h].sense, &count);
    int32_t best = -1, best_office = -1;
    int best_score = 0, second = 0;
    int office = n->role >= 0 ? d->w->role[n->role].office : OFFICE_NONE;
    for (uint32_t k = 0; k < count; k++) {
        Standing s;
        int32_t o = roster_office(d->w, run[k].ref, d->day, &s);
        if (o < 0 || !spelled_alike(d, &run[k], &d->hits.item[h]))
            continue;
        const Office *of = &d->w->office[o];
        const Person *p = &d->w->person[run[k].ref];
        int score = d->day == DAY_NONE ? 28 : s == STANDING_NOW ? 40 : s == STANDING_PAST ? 20 : 10;
        score += s == STANDING_PAST && of->to > d->day - 730 ? 8 : 0;
        score += p->rank <= OFFICE_HOG   ? 20
                 : p->rank <= OFFICE_DM  ? 14
                 : p->rank <= OFFICE_MIN ? 5
                                         : 0;
        bool power = p->rank <= OFFICE_HOG && is_power(p->country);
        score += power ? 20 : 0;
        if (*country)
            score += memcmp(p->country, country, 3) == 0 ? 25 : -30;
        else if (d->story[0] && memcmp(p->country, d->story, 3) == 0)
            score += 12;
        if (!d->phrase && !power && !map_get(&d->lands, str_hash(str_of(p->country))))
            score -= 12; /* nothing else in the article speaks of his country */
        if (office)
            score += of->kind == office ? 25 : -10;
        Str spelling = pool_get(d->w->pool, p->name);
        score += str_ends(str_fold(spelling, d->a), d->t->token[d->hits.item[h].last].fold)
                     ? 6
                     : -4; /* sounds may meet */
        if (best_office >= 0 && same_seat(of, &d->w->office[best_office]))
            continue;
        if (score > best_score) {
            second = best_score;
            best_score = score;
            best = (int32_t)run[k].ref;
            best_office = o;
        } else
            second = MAX(second, score);
    }
    if (best_score < 54 || best_score - second < 5)
        return -1;
    *sure = best_score - second >= 15 ? .8f : .6f;
    return best;
}

/* ---- grammar ----------------------------------------------------------------------------- */

static bool names_person(Refer *r, uint32_t i)
{
    const Note *n = note(r, i);
    return n->person >= 0 || ((n->is & IS_PERSON) && n->name_first <= n->name_last);
}

/* Two mentions of one: the name keeps its entity, the description gives its actor when the name has
 * none. */
static void same_actor(Refer *r, uint32_t name, uint32_t description)
{
    ActorMention *a = mention(r, name), *b = mention(r, description);
    Note *nb = note(r, description);
    if (!a->entity)
        a->entity = entity_new(r, name);
    if (b->entity && b->entity != a->entity)
        return;
    b->entity = a->entity;
    if (b->actor.code[0] && note(r, name)->person < 0)
        entity_learn(r, a->entity, &b->actor, nb->is & NEEDS_COUNTRY ? .3f : .85f, HOW_APPOSITION,
                     nb->is & NEEDS_COUNTRY, nb->role);
    if (note(r, name)->person >= 0) { /* the name tells more than "its former chief" */
        b->actor = a->actor;
        b->how = HOW_APPOSITION;
        b->confidence = a->confidence * .9f;
    }
}

static bool is_copula_predicate(Refer *r, uint32_t token)
{
    return tree_child(r->d->trees, token, REL_COP) >= 0;
}

static bool describes_person(Refer *r, uint32_t i)
{
    const Note *n = note(r, i);
    return (n->is & IS_PERSON) && !(n->is & IS_PLURAL) && n->role >= 0;
}

/* "Henrik Olsen, a spokesman for …," whatever the tree says: a name and a description apart by a
 * comma. */
static void link_comma(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    if (i + 1 >= (uint32_t)d->mentions.n)
        return;
    ActorMention *a = mention(r, i), *b = mention(r, i + 1);
    uint32_t first = b->first;
    if (note(r, i + 1)->poss >= 0) /* "Taiwan's minister, X" */
        first = MIN(first, d->left[d->cluster[note(r, i + 1)->poss]]);
    if (a->sentence != b->sentence || first != a->last + 2 ||
        !(d->t->token[a->last + 1].flags & TOKEN_PUNCT) ||
        d->t->token[a->last + 1].fold.ptr[0] != ',')
        return;
    bool article =
        d->cue[b->first] & CUE_DEFINITE || !(d->t->token[b->first].flags & TOKEN_CAPITAL) ||
        (d->t->token[b->first].fold.len <= 2 && d->trees->word[b->first].upos == UPOS_DET);
    if (names_person(r, i) && !names_person(r, i + 1) && describes_person(r, i + 1) && article)
        same_actor(r, i, i + 1);
    else if (names_person(r, i + 1) && describes_person(r, i) && !names_person(r, i))
        same_actor(r, i + 1, i);
}

static void link_grammar(Refer *r)
{
    Desk *d = r->d;
    for (uint32_t i = 0; i < (uint32_t)d->mentions.n; i++)
        link_comma(r, i);
    for (uint32_t i = 0; i < (uint32_t)d->mentions.n; i++) {
        uint32_t head = mention(r, i)->head;
        const Word *w = &d->trees->word[head];
        if (w->rel == REL_APPOS && w->head >= 0) {
            int32_t above = d->at[d->cluster[w->head]];
            if (above < 0 || (uint32_t)above == i)
                continue;
            if (names_person(r, (uint32_t)above) && describes_person(r, i))
                same_actor(r, (uint32_t)above, i);
            else if (names_person(r, i) && describes_person(r, (uint32_t)above))
                same_actor(r, i, (uint32_t)above);
        } else if (is_copula_predicate(r, head) && describes_person(r, i)) {
            int32_t subject = tree_child(d->trees, head, REL_NSUBJ);
            int32_t above = subject >= 0 ? d->at[d->cluster[subject]] : -1;
            if (above >= 0 && (note(r, (uint32_t)above)->is & IS_PRONOUN) &&
                w->rel == REL_ACL_RELCL && w->head >= 0)
                above = d->at[d->cluster[w->head]];
            if (above >= 0 && names_person(r, (uint32_t)above) &&
                mention(r, (uint32_t)above)->entity)
                same_actor(r, (uint32_t)above, i);
        }
    }
}

/* ---- bridging ---------------------------------------------------------------------------- */

/* Country that the sentence itself gives to a role without one. */
static const char *bridge_country(Refer *r, uint32_t i, float *sure)
{
    Desk *d = r->d;
    const char *near = "";
    for (uint32_t k = i + 1;
         k < (uint32_t)d->mentions.n && mention(r, k)->sentence == mention(r, i)->sentence; k++)
        if (note(r, k)->is & IS_LOCATIVE && mention(r, k)->actor.country[0] &&
            !(note(r, k)->is & (IS_PERSON | IS_GROUP)))
            near = mention(r, k)->actor.country;
    for (uint32_t k = i; k-- > 0 && mention(r, k)->sentence == mention(r, i)->sentence;)
        if (note(r, k)->is & IS_LOCATIVE && mention(r, k)->actor.country[0] &&
            !(note(r, k)->is & (IS_PERSON | IS_GROUP)))
            near = mention(r, k)->actor.country;
    *sure = *near ? .65f : .55f;
    if (*near)
        return near;
    if (d->story[0])
        return d->story;
    for (uint32_t k = i; k-- > 0 && i - k < LOOK_BACK;)
        if (note(r, k)->is & IS_COUNTRY)
            return *sure = .4f, mention(r, k)->actor.country;
    return "";
}

/* ---- discourse --------------------------------------------------------------------------- */

static bool fits_pronoun(const Desk *d, uint32_t pronoun, uint32_t is, const ActorMention *m)
{
    if (d->cue[pronoun] & CUE_HE)
        return (is & IS_PERSON) && !(is & (IS_PLURAL | IS_FEMALE));
    if (d->cue[pronoun] & CUE_SHE)
        return (is & IS_PERSON) && !(is & (IS_PLURAL | IS_MALE));
    if (d->cue[pronoun] & CUE_IT)
        return !(is & (IS_PERSON | IS_PLURAL)) && m->actor.code[0] &&
               !(is & IS_LOCATIVE && !(is & IS_COUNTRY));
    if (d->cue[pronoun] & CUE_THEY)
        return m->plural || is & (IS_PLURAL | IS_GROUP);
    return false;
}

/* How near an antecedent is; higher is better, negative: not at all. */
static int salience(Refer *r, uint32_t from, uint32_t to)
{
    const ActorMention *a = mention(r, from), *b = mention(r, to);
    const Word *w = r->d->trees->word;
    int back = (int)b->sentence - (int)a->sentence;
    int score = 100 - 30 * back;
    bool subject = note(r, from)->is & IS_SUBJECT;
    score += subject ? 25 : 0;
    score += w[a->head].rel == REL_OBJ ? 5 : 0;
    score -= w[a->head].rel == REL_NMOD_POSS || w[a->head].rel == REL_NMOD ||
                     note(r, from)->is & IS_MODIFIER
                 ? 10
                 : 0;
    score -= note(r, from)->is & IS_LOCATIVE ? 15 : 0;
    score += note(r, from)->is & IS_PRONOUN ? 5 : 0;
    score -= MIN((int)(to - from), 20) / 2;
    bool reflexive = r->d->cue[b->head] & CUE_OWN;
    if (w[a->head].head == w[b->head].head && !reflexive)
        return -1; /* "he … him" under one verb are two people */
    if (back == 0 && subject && w[b->head].rel == REL_NSUBJ)
        score += 10;
    return score;
}

static uint32_t best_antecedent(Refer *r, uint32_t i, uint32_t pronoun, uint32_t *which)
{
    Desk *d = r->d;
    uint32_t best = 0;
    int best_score = 0;
    for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK;) {
        const ActorMention *m = mention(r, k);
        if (mention(r, i)->sentence - m->sentence > SENTENCES_BACK)
            break;
        if (!m->entity || !fits_pronoun(d, pronoun, note(r, k)->is | entity(r, m->entity)->is, m))
            continue;
        int score = salience(r, k, i);
        if (d->cue[pronoun] & CUE_IT && score < (d->cue[pronoun] & CUE_OWN ? 95 : 90))
            continue; /* "it" often means no actor: only a near subject will do */
        score += (note(r, k)->is | entity(r, m->entity)->is) & (IS_MALE | IS_FEMALE) ? 8 : 0;
        if (score > best_score) {
            best_score = score;
            best = m->entity;
            *which = k;
        }
    }
    /* Cataphora: "Before her flight, Merkel …". */
    for (uint32_t k = i + 1;
         k < (uint32_t)d->mentions.n && mention(r, k)->sentence == mention(r, i)->sentence; k++) {
        const ActorMention *m = mention(r, k);
        int32_t up = d->trees->word[m->head].head;
        bool main_subject =
            note(r, k)->is & IS_SUBJECT && up >= 0 && d->trees->word[up].rel == REL_ROOT;
        if (main_subject && m->entity && best_score < 96 &&
            fits_pronoun(d, pronoun, note(r, k)->is, m) &&
            d->trees->word[mention(r, i)->head].head != up)
            return *which = k, m->entity;
    }
    return best;
}

/* The verb of saying over or beside a quotation, and its subject's mention; -1 when none. */
static int32_t speaker_of(Refer *r, uint32_t token)
{
    Desk *d = r->d;
    const Sentence *s = &d->t->sentence[d->t->token[token].sentence];
    for (uint32_t v = s->first; v < s->first + s->n; v++) {
        if (d->trees->word[v].upos != UPOS_VERB || !word_cue(d, v, CUE_SAY))
            continue;
        int32_t subject = tree_child(d->trees, v, REL_NSUBJ);
        int32_t m = subject < 0 ? -1 : d->at[d->cluster[subject]];
        if (m >= 0 && (uint32_t)subject != token && mention(r, (uint32_t)m)->entity &&
            mention(r, (uint32_t)m)->head != token)
            return m;
    }
    return -1;
}

static void refer_first_person(Refer *r, uint32_t i)
{
    int32_t m = speaker_of(r, mention(r, i)->head);
    if (m < 0)
        return;
    bool plural = r->d->cue[mention(r, i)->head] & CUE_WE;
    link_to(r, i, mention(r, (uint32_t)m)->entity, HOW_PRONOUN, plural ? .6f : .75f);
}

/* Mentions joined by "and" under one head: A, B and C. */
static void coordinated(Refer *r, uint32_t first, uint32_t i)
{
    Desk *d = r->d;
    uint32_t list[8];
    uint32_t n = 0;
    list[n++] = first;
    for (int32_t ch = d->trees->child[mention(r, first)->head]; ch >= 0 && n < 8;
         ch = d->trees->next[ch])
        if (d->trees->word[ch].rel == REL_CONJ && d->at[ch] >= 0 &&
            mention(r, (uint32_t)d->at[ch])->actor.code[0])
            list[n++] = (uint32_t)d->at[ch];
    if (n < 2)
        return;
    ActorMention *m = mention(r, i);
    m->member = NEW(d->a, uint32_t, n);
    memcpy(m->member, list, n * sizeof *list);
    m->n_members = n;
    m->plural = true;
}

static void refer_pronoun(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    uint32_t head = mention(r, i)->head, which = 0;
    if (d->cue[head] & (CUE_I | CUE_WE)) {
        refer_first_person(r, i);
        return;
    }
    if (d->cue[head] & CUE_RELATIVE) {
        uint32_t up = head;
        for (int step = 0; step < 8 && d->trees->word[up].head >= 0; step++) {
            if (d->trees->word[up].rel == REL_ACL_RELCL) {
                int32_t m = d->at[d->cluster[d->trees->word[up].head]];
                if (m >= 0 && (uint32_t)m != i && mention(r, (uint32_t)m)->entity)
                    link_to(r, i, mention(r, (uint32_t)m)->entity, HOW_PRONOUN, .85f);
                return;
            }
            up = (uint32_t)d->trees->word[up].head;
        }
        return;
    }
    int32_t up = d->trees->word[head].head;
    bool empty = d->trees->word[head].rel == REL_EXPL || /* "it is said that", "it is an oath" */
                 (d->cue[head] & CUE_IT && d->trees->word[head].rel == REL_NSUBJ && up >= 0 &&
                  is_copula_predicate(r, (uint32_t)up));
    uint32_t id = empty ? 0 : best_antecedent(r, i, head, &which);
    if (!id)
        return;
    link_to(r, i, id, HOW_PRONOUN, .7f);
    mention(r, i)->plural = mention(r, which)->plural;
    note(r, i)->is |= note(r, which)->is & (IS_PERSON | IS_GROUP | IS_COUNTRY | IS_PLURAL);
    if (d->cue[head] & CUE_HE)
        entity(r, id)->is |= IS_MALE;
    else if (d->cue[head] & CUE_SHE)
        entity(r, id)->is |= IS_FEMALE;
    if (d->cue[head] & CUE_THEY) {
        coordinated(r, which, i);
        if (mention(r, which)->n_members && !mention(r, i)->n_members) {
            mention(r, i)->member = mention(r, which)->member;
            mention(r, i)->n_members = mention(r, which)->n_members;
        }
    }
}

/* "the two countries", "both sides", "the two": the last two that differ. */
static void refer_pair(Refer *r, uint32_t i, bool people)
{
    Desk *d = r->d;
    uint32_t pair[2];
    int n = 0;
    for (int round = 0; round < 2 && n < 2; round++) {
        n = 0;
        for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK && n < 2;) {
            const ActorMention *m = mention(r, k);
            uint32_t is = note(r, k)->is;
            if (!m->actor.code[0] || !m->actor.country[0] || m->n_members || is & IS_PLURAL)
                continue;
            if (people       ? !(is & IS_PERSON)
                : round == 0 ? !(is & IS_COUNTRY) || is & IS_MODIFIER
                             : false)
                continue;
            if (!people && strncmp(m->actor.country, "IGO", 3) == 0)
                continue;
            bool differs = n == 0 || (people ? m->entity != mention(r, pair[0])->entity
                                             : strcmp(m->actor.country,
                                                      mention(r, pair[0])->actor.country) != 0);
            if (differs)
                pair[n++] = k;
        }
        if (people && n < 2) {
            people = false;
            round = -1;
            continue;
        }
    }
    if (n < 2)
        return;
    ActorMention *m = mention(r, i);
    m->member = NEW(d->a, uint32_t, 2);
    m->member[0] = pair[1];
    m->member[1] = pair[0];
    m->n_members = 2;
    m->plural = true;
    m->how = HOW_NOMINAL;
    m->confidence = .65f;
    m->entity = entity_new(r, i);
}

/* Entity of the most salient mention before i that is one of `want` and none of `without`; 0 when there is
 * none. Another of the same sentence counts least when `elsewhere`. */
static uint32_t most_salient(Refer *r, uint32_t i, uint32_t want, uint32_t without, bool elsewhere)
{
    uint32_t best = 0;
    int best_score = 0;
    for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK &&
                         mention(r, i)->sentence - mention(r, k)->sentence <= SENTENCES_BACK;) {
        const ActorMention *m = mention(r, k);
        uint32_t is = note(r, k)->is;
        if (!m->entity || !m->actor.code[0] || !(is & want) || is & without)
            continue;
        int score = elsewhere && m->sentence == mention(r, i)->sentence ? 1 : salience(r, k, i);
        if (score > best_score) {
            best_score = score;
            best = m->entity;
        }
    }
    return best;
}

/* "the country", "the group", "the company": the most salient of that kind. */
static void refer_thing(Refer *r, uint32_t i, uint32_t want)
{
    uint32_t best = most_salient(r, i, want, IS_PLURAL | IS_PERSON, false);
    if (best)
        link_to(r, i, best, HOW_NOMINAL, .6f);
}

/* "the former banker": the most salient person who is not the subject of the same clause. */
static void refer_former(Refer *r, uint32_t i)
{
    uint32_t best = most_salient(r, i, IS_PERSON, IS_PLURAL, true);
    if (best)
        link_to(r, i, best, HOW_NOMINAL, .5f);
}

static void refer_nominal(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    uint32_t head = mention(r, i)->head;
    if (note(r, i)->is & IS_FORMER) {
        refer_former(r, i);
        return;
    }
    if (d->cue[head] & CUE_PAIR && mention(r, i)->plural)
        refer_pair(r, i, true);
    else if (d->cue[head] & CUE_LANDS)
        refer_pair(r, i, false);
    else if (d->cue[head] & CUE_LAND) {
        refer_thing(r, i, IS_COUNTRY);
        if (!mention(r, i)->entity && d->story[0]) { /* "this country" is the story's */
            ActorMention *m = mention(r, i);
            actor_set(&m->actor, d->story, NULL);
            m->how = HOW_NOMINAL;
            m->confidence = .45f;
            m->entity = entity_by_key(r, hash_mix(31, str_hash(str_of(m->actor.code))), i);
        }
    } else if (d->cue[head] & CUE_BODY)
        refer_thing(r, i, IS_GROUP);
}

/* ---- descriptions ------------------------------------------------------------------------ */

/* "the minister" after "Foreign Minister X": the latest person of that office or role noun. */
static uint32_t earlier_holder(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    const RoleNoun *noun = &d->w->role[note(r, i)->role];
    for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK;) {
        const ActorMention *m = mention(r, k);
        if (!m->entity || !(note(r, k)->is & IS_PERSON) || note(r, k)->is & IS_PLURAL)
            continue;
        const Entity *e = entity(r, m->entity);
        if (note(r, k)->role == note(r, i)->role || e->role == note(r, i)->role)
            return m->entity;
        if (e->person < 0)
            continue;
        Standing s;
        int32_t o = roster_office(d->w, (uint32_t)e->person, d->day, &s);
        if (o < 0)
            continue;
        Str title = str_fold(pool_get(d->w->pool, d->w->office[o].title), d->a);
        if ((noun->office && d->w->office[o].kind == noun->office && s == STANDING_NOW) ||
            str_contains(title, pool_get(d->w->pool, noun->noun)))
            return m->entity;
    }
    return 0;
}

static void told_country(Refer *r, uint32_t i, const char *country, float sure)
{
    ActorMention *m = mention(r, i);
    Actor whole = m->actor;
    char role[4], land[4];
    memcpy(role, whole.role[0], 4);
    snprintf(land, sizeof land, "%s", country);
    actor_set(&m->actor, land, role);
    m->confidence = sure;
    note(r, i)->is &= ~(uint32_t)NEEDS_COUNTRY;
}

/* A single office named with its country is its holder: "the Russian president". */
static void holder_name(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    ActorMention *m = mention(r, i);
    const Note *n = note(r, i);
    int office = n->role < 0 ? OFFICE_NONE : d->w->role[n->role].office;
    if (office < OFFICE_HOS || office > OFFICE_DM || n->is & (IS_FORMER | IS_PLURAL) ||
        strcmp(m->actor.role[0], "GOV") != 0 || d->day == DAY_NONE || !m->actor.country[0] ||
        n->name_first <= n->name_last)
        return;
    int32_t o = roster_holder(d->w, m->actor.country, (OfficeKind)office, d->day);
    if (o < 0)
        return;
    const Office *of = &d->w->office[o];
    m->actor.name = pool_get(d->w->pool, d->w->person[of->person].name);
    m->actor.id = pool_get(d->w->pool, d->w->person[of->person].id);
    m->actor.row = row_id(SENSE_PERSON, (uint32_t)o);
    m->entity = entity_by_key(r, hash_mix(11, (uint64_t)of->person + 1), i);
    Entity *e = entity(r, m->entity);
    e->is |= IS_PERSON;
    e->last = i;
    e->person = (int32_t)of->person;
}

static void refer_role(Refer *r, uint32_t i)
{
    Desk *d = r->d;
    ActorMention *m = mention(r, i);
    Note *n = note(r, i);
    bool named = n->name_first <= n->name_last;
    if (n->is & NEEDS_COUNTRY && n->poss >= 0) { /* "his advisers", "Trump's team" */
        int32_t owner = d->at[d->cluster[n->poss]];
        if (owner >= 0 && mention(r, (uint32_t)owner)->actor.country[0])
            told_country(r, i, mention(r, (uint32_t)owner)->actor.country, .7f);
    }
    if (n->is & NEEDS_COUNTRY && n->is & IS_FORMER && n->is & IS_DEFINITE && n->is & IS_PERSON &&
        !named) {
        refer_former(r, i); /* "the former oil executive" */
        if (m->entity)
            return;
    }
    if (n->is & NEEDS_COUNTRY && n->is & IS_DEFINITE && n->is & IS_PERSON && !named &&
        n->role >= 0) {
        uint32_t id = earlier_holder(r, i);
        if (id) {
            link_to(r, i, id, HOW_NOMINAL, .7f);
            return;
        }
    }
    if (n->is & NEEDS_COUNTRY &&
        strcmp(m->actor.role[0], "REF") != 0) { /* where refugees come from is not where they are */
        float sure;
        const char *country = bridge_country(r, i, &sure);
        if (*country)
            told_country(r, i, country, sure);
    }
    if (!m->entity)
        holder_name(r, i);
    if (!m->entity && n->role >= 0)
        m->entity = entity_by_key(
            r, hash_mix(hash_mix(23, str_hash(str_of(m->actor.code))), (uint64_t)n->role + 1), i);
}

/* ---- all --------------------------------------------------------------------------------- */

static void refer_surname(Refer *r, uint32_t i)
{
    ActorMention *m = mention(r, i);
    Note *n = note(r, i);
    uint64_t part[PARTS_MAX];
    uint32_t id = entity_of_parts(r, i, part, name_parts(r, i, part));
    if (id) {
        bool titled = m->actor.code[0] && !(n->is & NEEDS_COUNTRY);
        Actor own = m->actor;
        link_to(r, i, id, HOW_SURNAME, .9f);
        if (titled && !m->actor.code[0])
            m->actor = own;
        n->is |= IS_PERSON;
        n->is &= ~(uint32_t)NEEDS_COUNTRY;
        return;
    }
    float sure = 0;
    int32_t p = famous(r, i, m->actor.country, &sure);
    if (p >= 0) {
        bool former = n->is & IS_FORMER;
        n->person = p;
        n->is |= IS_PERSON;
        n->is &= ~(uint32_t)NEEDS_COUNTRY;
        float table;
        actor_from_person(r->d, (uint32_t)p, &m->actor, &table);
        if (former) {
            char country[4];
            memcpy(country, m->actor.country, 4);
            actor_set(&m->actor, country, "ELI");
        } else if (n->role >= 0 && r->d->w->role[n->role].role[0] &&
                   r->d->w->role[n->role].strength == STRENGTH_STRONG &&
                   r->d->w->role[n->role].office) {
            char country[4];
            memcpy(country, m->actor.country, 4);
            actor_set(&m->actor, country, r->d->w->role[n->role].role);
        }
        m->how = HOW_SURNAME;
        m->confidence = MIN(sure, table);
        m->entity = entity_by_key(r, hash_mix(11, (uint64_t)p + 1), i);
        entity_learn(r, m->entity, &m->actor, m->confidence, m->how, n->is, n->role);
        int parts = name_parts(r, i, part);
        if (parts)
            entity_parts(r, m->entity, part, parts);
        return;
    }
    int parts = name_parts(r, i, part);
    if (parts) {
        m->entity = entity_by_key(r, hash_mix(part[parts - 1], 77), i);
        entity_parts(r, m->entity, part, parts);
    }
}

static bool is_country_row(const Desk *d, int32_t row)
{
    return row >= 0 && (uint32_t)row >> 28 == SENSE_THING &&
           d->w->thing[row & 0x0FFFFFFF].kind <= THING_FORMER &&
           d->w->thing[row & 0x0FFFFFFF].kind != THING_REGION;
}

/* "Warren" is Elizabeth Warren, not the town, once the article has named her. */
static bool town_is_person(Refer *r, uint32_t i)
{
    ActorMention *m = mention(r, i);
    int32_t row = m->actor.row;
    if (row < 0 || (uint32_t)row >> 28 != SENSE_THING ||
        r->d->w->thing[row & 0x0FFFFFFF].kind != THING_CITY || note(r, i)->is & IS_LOCATIVE ||
        m->first != m->last)
        return false;
    uint64_t part = desk_sound(r->d, m->head);
    uint32_t id = part ? entity_of_parts(r, i, &part, 1) : 0;
    if (!id || !(entity(r, id)->is & IS_PERSON) ||
        entity(r, id)->part[entity(r, id)->n_parts - 1] != part)
        return false;
    m->actor = (Actor){.row = -1};
    link_to(r, i, id, HOW_SURNAME, .85f);
    note(r, i)->is |= IS_PERSON;
    return true;
}

static void refer_one(Refer *r, uint32_t i)
{
    ActorMention *m = mention(r, i);
    Note *n = note(r, i);
    bool name_only = n->name_first <= n->name_last && n->person < 0;
    if (n->is & IS_PRONOUN) {
        refer_pronoun(r, i);
    } else if (n->is & IS_NOMINAL) {
        refer_nominal(r, i);
    } else if (name_only && !m->entity) {
        refer_surname(r, i);
        if (n->role >= 0 && n->is & NEEDS_COUNTRY)
            refer_role(r, i);
    } else if (m->entity && n->person < 0 && !(n->is & NEEDS_COUNTRY)) {
        link_to(r, i, m->entity, m->actor.code[0] ? m->how : HOW_APPOSITION,
                m->confidence > .3f ? m->confidence : .8f);
    } else if ((n->role >= 0 || n->is & NEEDS_COUNTRY) && m->how != HOW_UNKNOWN && n->person < 0) {
        refer_role(r, i);
        if (m->entity && name_only)
            entity_learn(r, m->entity, &m->actor, m->confidence, m->how, n->is, n->role);
    } else if (m->actor.code[0] && !m->entity && !town_is_person(r, i)) {
        /* A country is one by any of its names; other things are told apart by their rows. */
        uint64_t own = is_country_row(r->d, m->actor.row) ? 0 : (uint64_t)m->actor.row;
        m->entity = entity_by_key(r, hash_mix(31 + own, str_hash(str_of(m->actor.code))), i);
    }
    if (m->entity)
        entity(r, m->entity)->last = i;
}

/* Unknown names whose entity learnt its actor later on. */
static void fill_in(Refer *r)
{
    for (uint32_t i = 0; i < (uint32_t)r->d->mentions.n; i++) {
        ActorMention *m = mention(r, i);
        if (!m->entity)
            m->entity = entity_new(r, i);
        Entity *e = entity(r, m->entity);
        if (e->is & NEEDS_COUNTRY && e->actor.role[0][0] && !e->actor.country[0]) {
            float sure;
            const char *country = bridge_country(r, i, &sure);
            char role[4], land[4];
            memcpy(role, e->actor.role[0], 4);
            snprintf(land, sizeof land, "%s", country);
            actor_set(&e->actor, land, role);
            e->confidence = sure;
            e->is &= ~(uint32_t)NEEDS_COUNTRY;
        }
        bool told = e->how == HOW_TITLE && note(r, i)->person >= 0 && m->how == HOW_NAME &&
                    e->person == note(r, i)->person;
        if (told) { /* what the text calls him elsewhere holds for his bare name too */
            m->actor = e->actor;
            m->confidence = e->confidence;
        }
        if (!m->actor.code[0] && e->actor.code[0] && !m->n_members) {
            m->actor = e->actor;
            m->how = m->how == HOW_UNKNOWN ? e->how : m->how;
            m->confidence = e->confidence * .9f;
        } else if (m->actor.code[0] && !m->actor.country[0] && e->actor.country[0] &&
                   strcmp(m->actor.role[0], e->actor.role[0]) == 0)
            m->actor = e->actor;
    }
}

void refer_all(Desk *d)
{
    Refer r = {.d = d};
    collect_names(&r);
    link_grammar(&r);
    for (uint32_t i = 0; i < (uint32_t)d->mentions.n; i++)
        refer_one(&r, i);
    fill_in(&r);
    for (ptrdiff_t i = 0; i < d->mentions.n; i++)
        d->mentions.item[i].entity--;
    /* ids are now 0 … n-1 */
    d->story[3] = 0;
}
