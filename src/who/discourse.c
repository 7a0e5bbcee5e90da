/* Pronouns and definite descriptions: the most salient fitting entity of the last sentences, subjects
 * before objects, near before far (after Lappin and Leass 1994, in small). A choice that is not clear is
 * left open. */
#include "who/refer.h"
#include "base/banned.h"

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

/* Entity of the subject beside an object pronoun: "he criticized him" speaks of two. */
static uint32_t beside_subject(Refer *r, uint32_t i, uint32_t pronoun)
{
    const Word *w = r->d->trees->word;
    int32_t s = w[pronoun].rel == REL_OBJ && w[pronoun].head >= 0 && !(r->d->cue[pronoun] & CUE_OWN)
                    ? tree_child(r->d->trees, (uint32_t)w[pronoun].head, REL_NSUBJ)
                    : -1;
    int32_t m = s >= 0 ? r->d->at[r->d->cluster[s]] : -1;
    return m >= 0 && (uint32_t)m < i ? mention(r, (uint32_t)m)->entity : 0;
}

static uint32_t best_antecedent(Refer *r, uint32_t i, uint32_t pronoun, uint32_t *which)
{
    Desk *d = r->d;
    uint32_t not_him = beside_subject(r, i, pronoun);
    uint32_t best = 0;
    int best_score = 0;
    for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK;) {
        const ActorMention *m = mention(r, k);
        if (mention(r, i)->sentence - m->sentence > SENTENCES_BACK)
            break;
        if (!m->entity || m->entity == not_him ||
            !fits_pronoun(d, pronoun, note(r, k)->is | entity(r, m->entity)->is, m))
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

/* "it was clear that": no actor is meant. "China said it was dissatisfied" speaks of China. */
static bool is_empty_it(Refer *r, uint32_t pronoun, uint32_t predicate)
{
    static const char *const impersonal[] = {
        "clear", "unclear", "important", "possible", "impossible", "necessary", "likely", "unlikely", "true", "difficult",
        "hard",  "easy",    "essential", "vital",    "crucial",    "too",       "good",   "better",   "best", "wrong",
        "right", "obvious", "critical",  "up",       "evident",    "imperative", "early", "premature", "time", "natural"};
    Desk *d = r->d;
    const Word *w = d->trees->word;
    if (w[pronoun].rel != REL_NSUBJ || !is_copula_predicate(r, predicate))
        return false;
    int32_t say = w[predicate].rel == REL_CCOMP ? w[predicate].head : -1;
    if (say < 0 || (uint32_t)say > pronoun || (w[predicate].upos != UPOS_ADJ && tree_child(d->trees, predicate, REL_CASE) < 0) ||
        !word_cue(d, (uint32_t)say, CUE_SAY))
        return true;
    for (ptrdiff_t i = 0; i < COUNT(impersonal); i++)
        if (token_is(d, predicate, impersonal[i]))
            return true;
    return false;
}

void refer_pronoun(Refer *r, uint32_t i)
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
                 (d->cue[head] & CUE_IT && up >= 0 && is_empty_it(r, head, (uint32_t)up));
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
void refer_former(Refer *r, uint32_t i)
{
    uint32_t best = most_salient(r, i, IS_PERSON, IS_PLURAL, true);
    if (best)
        link_to(r, i, best, HOW_NOMINAL, .5f);
}

/* "A Taliban spokesman said the group …": the body that the nearest speaker is of, when it is one that fights. */
static void refer_speakers_group(Refer *r, uint32_t i)
{
    for (uint32_t k = i; k-- > 0 && i - k <= LOOK_BACK && mention(r, i)->sentence - mention(r, k)->sentence <= 1;) {
        const ActorMention *m = mention(r, k);
        const char *role = m->actor.role[0];
        if (!(note(r, k)->is & IS_PERSON) || note(r, k)->is & IS_PLURAL || (strcmp(role, "REB") && strcmp(role, "SEP") && strcmp(role, "UAF")))
            continue;
        mention(r, i)->actor = m->actor;
        mention(r, i)->how = HOW_NOMINAL;
        mention(r, i)->confidence = .5f;
        mention(r, i)->entity = entity_by_key(r, hash_mix(31, str_hash(str_of(m->actor.code))), i);
        return;
    }
}

void refer_nominal(Refer *r, uint32_t i)
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
    } else if (d->cue[head] & CUE_BODY) {
        refer_thing(r, i, IS_GROUP);
        if (!mention(r, i)->entity)
            refer_speakers_group(r, i);
    }
}
