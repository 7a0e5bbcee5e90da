/* Whole: what the whole article says about its events. One act told twice stays once; who jails is the state, who
 * attacks the one attacker of the story, and in a disaster nobody. */
#include "what/work.h"
#include "base/banned.h"

/* "CHN → USAGOV" and "CHN → USA": one act told with more and with less. */
static bool same_party(const EventActor *a, const EventActor *b)
{
    size_t n = strlen(a->actor.code), m = strlen(b->actor.code);
    return strcmp(a->actor.code, b->actor.code) == 0 || (MIN(n, m) == 3 && strncmp(a->actor.code, b->actor.code, 3) == 0);
}

/* "killed in a bomb explosion": the noun under a verb of its kind, without a doer, tells the verb's act. */
static bool is_inside(const Work *k, const Event *noun, const Event *verb)
{
    uint32_t t = noun->predicate;
    if (noun->source.mention >= 0 || noun->sentence != verb->sentence || noun->modality != verb->modality ||
        !is_noun(k, t) || !str_eq(noun->plover, verb->plover))
        return false;
    for (int i = 0; i < DEPTH_MAX && k->word[t].head >= 0 && is_noun(k, t); i++)
        t = (uint32_t)k->word[t].head;
    return t == verb->predicate;
}

/* "expelled diplomats and imposed sanctions": two verbs side by side with objects of their own, and two codes. */
static bool is_second_deed(const Work *k, const Event *a, const Event *b)
{
    uint32_t p = MIN(a->predicate, b->predicate), q = MAX(a->predicate, b->predicate);
    bool measures = strncmp(a->cameo, "16", 2) == 0 || strncmp(a->cameo, "17", 2) == 0;
    return strncmp(a->cameo, b->cameo, 3) != 0 && measures && a->target.mention >= 0 && b->target.mention >= 0 && k->word[q].rel == REL_CONJ &&
           k->word[q].head == (int32_t)p && is_verb(k, p) && is_verb(k, q) && tree_child(k->trees, p, REL_OBJ) >= 0 &&
           tree_child(k->trees, q, REL_OBJ) >= 0;
}

static bool is_double(const Work *k, const Event *a, const Event *b)
{
    if (a->sentence != b->sentence || a->modality != b->modality || strncmp(a->cameo, b->cameo, 2) != 0 || is_second_deed(k, a, b))
        return false;
    if (same_party(&a->source, &b->source) && same_party(&a->target, &b->target))
        return true;
    if (strncmp(a->cameo, "14", 2) == 0 && (a->source.mention < 0 || b->source.mention < 0))
        return true; /* whose protest it is, the other one tells */
    if (a->source.mention >= 0 && a->source.mention == b->source.mention &&
        (a->target.mention < 0 || b->target.mention < 0))
        return true; /* "stepped up sanctions on X, banning its exports" */
    return (a->reciprocal || b->reciprocal) && strcmp(a->source.actor.code, b->target.actor.code) == 0 &&
           strcmp(a->target.actor.code, b->source.actor.code) == 0;
}

static bool is_violent(const Event *e)
{
    return e->modality == MODALITY_ASSERTED && strcmp(e->cameo, "180") >= 0;
}

/* "A bombing near X killed a soldier": the noun whose harm its verb tells, without a doer of its own. */
static bool is_cause(const Work *k, const Event *noun, const Event *harm)
{
    uint32_t t = noun->predicate;
    return is_noun(k, t) && k->word[t].rel == REL_NSUBJ && k->word[t].head == (int32_t)harm->predicate && is_violent(noun) &&
           strncmp(noun->cameo, harm->cameo, 2) == 0 && noun->source.mention < 0 && harm->target.mention >= 0;
}

/* "shelled Juba, killing 20 people": the toll of an attack on somebody, among plain people. */
static bool is_toll(const Work *k, const Event *harm, const Event *attack)
{
    bool people = harm->target.mention >= 0 && strcmp(harm->target.actor.role[0], "CVL") == 0 &&
                  k->actors->mention[harm->target.mention].how == HOW_ROLE;
    return people && is_violent(harm) && strncmp(harm->cameo, attack->cameo, 2) == 0 &&
           attack->target.mention >= 0 && k->word[harm->predicate].rel == REL_ADVCL &&
           k->word[harm->predicate].head == (int32_t)attack->predicate && attack->source.mention == harm->source.mention;
}

/* Of events told twice in a sentence, the finer and surer stays. */
static void drop_doubles(Work *k)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < k->events.n; i++) {
        Event *e = k->events.item + i;
        bool keep = true;
        for (ptrdiff_t j = n; keep && j > 0 && k->events.item[j - 1].sentence == e->sentence; j--) {
            Event *old = k->events.item + j - 1;
            if (is_inside(k, e, old) || is_toll(k, e, old)) {
                keep = false;
                break;
            }
            bool finer = strlen(e->cameo) > strlen(old->cameo) || (old->cameo[2] == '0' && e->cameo[2] != '0');
            bool coarser = strlen(e->cameo) < strlen(old->cameo) || (old->cameo[2] != '0' && e->cameo[2] == '0');
            if (is_cause(k, old, e)) {
                if (coarser)
                    old->target = e->target;
                else
                    *old = *e;
                keep = false;
                break;
            }
            if (!is_double(k, old, e))
                continue;
            keep = false;
            bool told = old->target.mention >= 0, better = e->target.mention >= 0;
            if ((old->source.mention < 0) != (e->source.mention < 0)) {
                told = old->source.mention >= 0;
                better = !told;
            }
            if (!finer && !coarser && is_violent(e)) /* "attacked a post in X, killing two soldiers" */
                finer = strlen(e->target.actor.code) > strlen(old->target.actor.code);
            if (told == better ? finer : better)
                *old = *e;
        }
        if (keep)
            k->events.item[n++] = *e;
    }
    k->events.n = n;
}

/* Arrests, sentences, expulsions. */
static bool is_of_courts(const Event *e)
{
    static const char *const codes[] = {"173", "116", "174", "175"};
    for (ptrdiff_t j = 0; j < COUNT(codes); j++)
        if (strcmp(e->cameo, codes[j]) == 0)
            return true;
    return false;
}

/* Does its sentence speak of a state of another country? "Ankara's arrests of American citizens". */
static bool speaks_of_abroad(const Work *k, const Event *e)
{
    const Sentence *s = k->text->sentence + e->sentence;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const Actor *a = k->actors->at[i] >= 0 ? &k->actors->mention[k->actors->at[i]].actor : NULL;
        bool state = a && strlen(a->country) == 3 && strncmp(a->country, "IGO", 3) != 0 && strncmp(a->country, "NGO", 3) != 0 &&
                     (!a->role[0][0] || strcmp(a->role[0], "GOV") == 0);
        if (state && strcmp(a->country, e->target.actor.country) != 0)
            return true;
    }
    return false;
}

/* "The journalist was jailed": only a state jails. The country of the one jailed, when the article names it; or the
 * foreign one that the article has charging others of that country: "they are also charged". */
static void fill_states(Work *k)
{
    Map named = {0}; /* country code → its first mention by name */
    Map holder = {0}; /* country of those held → the first event with a foreign holder, and one */
    for (uint32_t m = 0; m < k->actors->n; m++) {
        Str code = str_of(k->actors->mention[m].actor.code);
        const Token *t = k->token + k->actors->mention[m].first;
        bool dateline = t->flags & TOKEN_ALL_CAPS && t->form.len > 3;
        if (code.len == 3 && !dateline && !map_get(&named, str_hash(code)))
            map_set(&named, str_hash(code), m, k->a);
    }
    for (ptrdiff_t i = 0; i < k->events.n; i++) {
        Event *e = k->events.item + i;
        Str country = str_of(e->target.actor.country);
        if (!is_of_courts(e) || country.len != 3)
            continue;
        int64_t *told = map_get(&holder, str_hash(country)), *m = e->source.mention < 0 ? map_get(&named, str_hash(country)) : NULL;
        bool foreign = e->source.mention >= 0 && strcmp(e->source.actor.country, e->target.actor.country) != 0;
        if (foreign && !told && e->modality == MODALITY_ASSERTED)
            map_set(&holder, str_hash(country), i + 1, k->a);
        if (e->source.mention < 0 && told) {
            e->source = k->events.item[*told - 1].source;
            e->confidence *= 0.8f;
            continue;
        }
        const Place *place = e->place.told ? k->d->places->place + e->place.place : NULL;
        bool abroad = place && place->country[0] && strcmp(place->country, e->target.actor.country) != 0;
        int32_t prep = abroad ? tree_child(k->trees, place->last, REL_CASE) : -1;
        int32_t host = prep >= 0 && word_is(k, (uint32_t)prep, "in") ? k->actors->at[place->last] : -1;
        if (e->source.mention < 0 && mention_coded(k, host)) { /* "two Iranians were arrested in Turkey" */
            e->source = event_actor(k, &(End){.mention = host});
            continue;
        }
        if (!m || *m == e->target.mention || abroad || speaks_of_abroad(k, e)) /* "the Canadian was sentenced" */
            continue;
        e->source = event_actor(k, &(End){.mention = (int32_t)*m});
        e->confidence *= 0.8f;
    }
}

/* Does the sentence speak of the country that the attacker is of or strikes? He is not blamed for what happens elsewhere. */
static bool is_reached(const Work *k, const Event *attack, const Event *e)
{
    const Sentence *s = k->text->sentence + e->sentence;
    bool other = false;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        const char *country = k->actors->at[i] >= 0 ? k->actors->mention[k->actors->at[i]].actor.country : "";
        if (country[0] && (strcmp(country, attack->source.actor.country) == 0 ||
                           strcmp(country, attack->target.actor.country) == 0))
            return true;
        other |= country[0] != 0;
    }
    return !other;
}

/* "Two officers were killed" in an article whose gunmen are named elsewhere: the one attacker of the story, when
 * there is one, did it. */
static void fill_attackers(Work *k)
{
    const Event *attacker = NULL;
    for (ptrdiff_t i = 0; i < k->events.n; i++) {
        const Event *e = k->events.item + i;
        if (!is_violent(e) || e->source.mention < 0 || !is_fighter(&e->source.actor))
            continue;
        if (attacker && strcmp(attacker->source.actor.code, e->source.actor.code) != 0)
            return;
        attacker = e;
    }
    for (ptrdiff_t i = 0; attacker && i < k->events.n; i++) {
        Event *e = k->events.item + i;
        if (is_violent(e) && e->source.mention < 0 && strcmp(e->target.actor.code, attacker->source.actor.code) != 0 &&
            is_reached(k, attacker, e)) {
            e->source = attacker->source;
            e->confidence *= 0.8f;
        }
    }
}

/* In an article about an earthquake or a flood in which nobody fights, what is destroyed and who is killed has no doer. */
static void drop_disaster(Work *k)
{
    enum { WORDS = 3 };
    int words = 0;
    for (uint32_t i = 0; i < k->text->n_tokens; i++)
        words += token_in(k, i, CLASS_DISASTER);
    for (ptrdiff_t i = 0; i < k->events.n; i++)
        if (is_violent(k->events.item + i) && k->events.item[i].source.mention >= 0)
            return;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < k->events.n; i++) {
        const Event *e = k->events.item + i;
        bool harm = is_violent(e) || strncmp(e->cameo, "17", 2) == 0;
        if (words < WORDS || !harm || e->source.mention >= 0)
            k->events.item[n++] = *e;
    }
    k->events.n = n;
}

/* A clause that says which one is meant: "the pact that Y attacked", "a letter handed to Y". Not a content clause, not
 * behind a comma, where it tells what came next: "insulted X, who cancelled the visit". */
static bool is_restrictive(const Work *k, uint32_t clause)
{
    uint32_t head = (uint32_t)k->word[clause].head, first, last;
    bool reduced = k->word[clause].rel == REL_ACL && is_verb(k, clause);
    if ((k->word[clause].rel != REL_ACL_RELCL && !reduced) || mark_of(k, clause) >= 0 || k->word[head].head < 0 || !is_noun(k, head))
        return false;
    tree_span(k->trees, clause, &first, &last);
    return first > head && !str_eq(k->token[first].form, STR(",")) && !str_eq(k->token[first - 1].form, STR(","));
}

/* Crowds that protest, things that strike and what has a late date of its own are the news itself: "fired on protesters
 * demanding …", "a bomb that killed two", "met villagers whom troops attacked on Sunday". */
static bool is_aside(const Work *k, const Event *e)
{
    enum { LATE = 31 };
    const Times *times = k->d->times;
    bool late = times && e->date.own && e->date.day != DAY_NONE && times->day != DAY_NONE && times->day - e->date.day <= LATE;
    uint32_t t = e->predicate;
    if (e->modality != MODALITY_ASSERTED || strncmp(e->cameo, "14", 2) == 0 || late)
        return false;
    if (is_noun(k, t) && k->word[t].rel == REL_OBL && tree_child(k->trees, t, REL_CASE) >= 0 && e->trigger.start == k->token[t].span.start &&
        (strncmp(e->cameo, "03", 2) == 0 || strncmp(e->cameo, "05", 2) == 0))
        return true; /* "reneged on its promise to X", "sanctions for its support of X" */
    for (int i = 0; i < 2 * DEPTH_MAX && k->word[t].head >= 0; i++) {
        uint32_t head = (uint32_t)k->word[t].head;
        bool strikes = strcmp(e->cameo, "18") >= 0 && k->actors->at[head] < 0;
        if (is_restrictive(k, t) && !strikes)
            return true;
        t = head;
    }
    return false;
}

/* What a sentence tells aside, of those whom it mentions, is background beside its own news. */
static void drop_asides(Work *k)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0, end; i < k->events.n; i = end) {
        Event *e = k->events.item;
        bool news = false;
        for (end = i; end < k->events.n && e[end].sentence == e[i].sentence; end++)
            news |= e[end].modality == MODALITY_ASSERTED && !is_aside(k, e + end);
        for (ptrdiff_t j = i; j < end; j++)
            if (!news || !is_aside(k, e + j))
                e[n++] = e[j];
    }
    k->events.n = n;
}

void whole_events(Work *k)
{
    drop_disaster(k);
    fill_attackers(k);
    fill_states(k);
    drop_asides(k);
    retold_dates(k);
    drop_doubles(k);
}
