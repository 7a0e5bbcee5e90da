/* Actors: whom a noun phrase means, told by its own words.
 *
 * What a core (phrase.c) means follows from the hits in it:
 *
 *   person                        the person, by the office on the day   Sergey Lavrov → RUSGOV
 *   role [country] unknown name   the role that the title tells          Judge Alejandro Rivera → JUD
 *   [country] role                country and role noun                  Turkish police → TURCOP
 *   body role                     the body, and the role where it adds   UN peacekeepers → IGOUNOMIL
 *   body; country                 itself                                 the Kremlin; Syria */
#include "who/desk.h"
#include "base/banned.h"

/* ---- actors ------------------------------------------------------------------------------ */

void actor_set(Actor *a, const char *code, const char *role)
{
    size_t len = strlen(code), head = MIN(len, (size_t)3);
    memmove(a->country, code, head); /* the code may be the actor's own country */
    memset(a->country + head, 0, sizeof a->country - head);
    memset(a->role, 0, sizeof a->role);
    int n = 0;
    for (size_t i = 3; !role && i + 3 <= len && n < ACTOR_ROLES; i += 3)
        memcpy(a->role[n++], code + i, 3);
    if (role && *role)
        memcpy(a->role[0], role, 3);
    if (role)
        snprintf(a->code, sizeof a->code, "%s%.3s", a->country, a->role[0]);
    else
        snprintf(a->code, sizeof a->code, "%s", code);
}

/* Add a role behind a body's own code: IGOUNO + MIL. */
static void actor_append(Actor *a, const char *role)
{
    char code[16];
    if (strstr(a->code, role) || strlen(a->code) + 3 >= sizeof code)
        return;
    size_t len = strlen(a->code);
    memcpy(code, a->code, len);
    memcpy(code + len, role, 4);
    actor_set(a, code, NULL);
}

void actor_from_thing(const Desk *d, uint32_t thing, Actor *a)
{
    const Thing *x = &d->w->thing[thing];
    actor_set(a, x->code, NULL);
    a->name = pool_get(d->w->pool, x->name);
    a->row = row_id(SENSE_THING, thing);
}

void actor_from_person(const Desk *d, uint32_t person, Actor *a, float *sure)
{
    const Person *p = &d->w->person[person];
    Standing s;
    int32_t office = roster_office(d->w, person, d->day, &s);
    a->name = pool_get(d->w->pool, p->name);
    a->id = pool_get(d->w->pool, p->id);
    a->row = office < 0 ? -1 : row_id(SENSE_PERSON, (uint32_t)office);
    const char *code = office < 0 ? p->country : d->w->office[office].code;
    char country[4] = {0};
    memcpy(country, code, 3);
    bool body = office >= 0 && str_starts(str_of(country), STR("IGO"));
    switch (s) {
    case STANDING_NOW:
        actor_set(a, code, NULL);
        *sure = .95f;
        break;
    case STANDING_STALE:
        actor_set(a, country, "");
        *sure = .5f;
        break;
    case STANDING_PAST:
    case STANDING_FUTURE:
        actor_set(a, body ? "IGO" : country, body ? "" : "ELI");
        *sure = s == STANDING_PAST ? .85f : .6f;
        break;
    case STANDING_UNKNOWN:
        actor_set(a, country, "");
        *sure = .4f;
        break;
    }
}

/* ---- a core's actor ---------------------------------------------------------------------- */

static bool adds_to_body(const char *role)
{
    return strstr("MIL LEG COP JUD REF MED", role) != NULL && *role;
}

static void tell_former(ActorMention *m, Note *n)
{
    char country[4];
    memcpy(country, m->actor.country, 4);
    actor_set(&m->actor, country, "ELI");
    n->is |= IS_FORMER;
}

/* The country words of a core, else those linked to it; "" when none. */
static const char *core_country(const Desk *d, const Core *c, int32_t *poss)
{
    const Hit *hit = NULL;
    const char *outer = outer_country(d, c, poss, &hit);
    if (c->n_lands)
        return land_code(d, c->land[c->n_lands - 1]);
    return outer;
}

/* "Catalan leader X", "UN rights chief X": the country or body of his office stands before the name. */
static bool names_own_seat(const Desk *d, const Core *c, const ActorMention *m)
{
    const Thing *x = c->thing_hit ? hit_thing(d, c->thing_hit) : NULL;
    bool own = x && strlen(x->code) >= 6 && strncmp(x->code, m->actor.code, 6) == 0;
    for (int i = 0; i < c->n_lands; i++)
        own |= memcmp(land_code(d, c->land[i]), d->w->person[c->person].country, 3) == 0;
    return own;
}

static void core_person(const Desk *d, const Core *c, ActorMention *m, Note *n)
{
    float sure = 0;
    int32_t poss;
    actor_from_person(d, (uint32_t)c->person, &m->actor, &sure);
    n->person = c->person;
    n->role = c->role;
    n->is |= IS_PERSON | (names_own_seat(d, c, m) ? IS_TITLED : 0);
    m->how = HOW_NAME;
    m->confidence = sure;
    if (c->former || c->elect) {
        tell_former(m, n);
        m->how = HOW_TITLE;
        return;
    }
    const RoleNoun *r = c->role < 0 ? NULL : &d->w->role[c->role];
    if (!r || r->strength == STRENGTH_WEAK || r->strength == STRENGTH_BLOCK || !r->role[0])
        return;
    n->is |= IS_TITLED;
    m->how = HOW_TITLE;
    /* What the text calls him counts more than a table that may be behind: "U.N. mediator X", once a minister at home. */
    const Thing *body = c->thing_hit ? hit_thing(d, c->thing_hit) : NULL;
    if (body && strncmp(body->code, "IGO", 3) == 0 && strncmp(m->actor.code, "IGO", 3) != 0 && sure < .95f) {
        actor_from_thing(d, d->w->sense[c->thing_hit->sense].ref, &m->actor);
        m->actor.name = (Str){0};
        m->confidence = .9f;
        return;
    }
    const char *country = core_country(d, c, &poss);
    char own[4];
    memcpy(own, m->actor.country, 4);
    bool told_office = strcmp(r->role, "MIL") != 0 || m->actor.role[0][0] == 0 ||
                       strcmp(m->actor.role[0], "ELI") == 0;
    if (strncmp(m->actor.code, "IGO", 3) != 0 && told_office &&
        strcmp(m->actor.role[0], r->role) != 0)
        actor_set(&m->actor, *country && strncmp(country, "IGO", 3) != 0 && !*own ? country : own,
                  r->role);
    m->confidence = MAX(m->confidence, .9f);
}

/* "Newmont Mining officials" govern nobody. */
static bool is_business_official(const Actor *body, const RoleNoun *r)
{
    return strcmp(body->role[0], "BUS") == 0 && strcmp(r->role, "GOV") == 0;
}

/* "Brazil's Senate", "the Senate of Brazil", "the Brazilian Congress". */
static void owned_chamber(const Desk *d, const Core *c, ActorMention *m)
{
    int32_t poss;
    const Hit *hit = NULL;
    const char *country = outer_country(d, c, &poss, &hit);
    int32_t prep = hit ? case_word(d, (uint32_t)d->cluster[hit->last]) : -1;
    if (c->n_lands)
        country = land_code(d, c->land[c->n_lands - 1]);
    else if (poss < 0 && (prep < 0 || !(d->cue[prep] & CUE_OF)))
        return; /* "Congress in Washington" */
    if (*country && strncmp(country, "IGO", 3) != 0)
        actor_set(&m->actor, country, "LEG");
}

/* Role with a body: "UN peacekeepers", "a former CIA official", "Hamas fighters", "White House
 * spokesman". */
void core_body(const Desk *d, const Core *c, ActorMention *m, Note *n)
{
    const Thing *x = hit_thing(d, c->thing_hit);
    actor_from_thing(d, d->w->sense[c->thing_hit->sense].ref, &m->actor);
    m->how = x->kind == THING_METONYM ? HOW_METONYM : HOW_NAME;
    m->confidence = .9f;
    if (x->kind == THING_PERSON) {
        n->is |= IS_PERSON;
        n->name_first = c->thing_hit->first;
        n->name_last = c->thing_hit->last;
        m->how = c->role >= 0 ? HOW_TITLE : HOW_NAME;
        if (c->former)
            tell_former(m, n);
        return;
    }
    n->is |= c->role >= 0 ? 0 : IS_GROUP;
    if (x->kind == THING_METONYM && strcmp(m->actor.role[0], "LEG") == 0)
        owned_chamber(d, c, m);
    bool movement = x->kind == THING_GROUP && strcmp(m->actor.role[0], "REB") == 0 && strlen(m->actor.code) == 6;
    if (c->n_lands && movement) /* "Nepali Maoists" */
        actor_set(&m->actor, land_code(d, c->land[c->n_lands - 1]), "REB");
    if (c->n_lands && strcmp(m->actor.role[0], "PTY") == 0) /* "the Sweden Democrats" */
        actor_set(&m->actor, land_code(d, c->land[c->n_lands - 1]), "PTY");
    const RoleNoun *r = c->role < 0 ? NULL : &d->w->role[c->role];
    if (!r) { /* "Brazil's Senate" is not America's */
        int32_t poss = (x->kind == THING_METONYM || movement) && x->code[3] ? tree_child(d->trees, c->head, REL_NMOD_POSS) : -1;
        const Hit *hit = NULL;
        const char *owner = poss >= 0 ? linked_country(d, (uint32_t)poss, &hit) : "";
        if (*owner)
            actor_set(&m->actor, owner, x->code + 3);
        return;
    }
    m->how = HOW_DESCRIPTION;
    n->role = c->role;
    n->is |= r->kind == ROLE_PERSON && !c->plural ? IS_PERSON : IS_GROUP;
    if (r->kind == ROLE_PERSON)
        m->actor.name = (Str){0}; /* the body's name is not the person's */
    bool body = strncmp(x->code, "IGO", 3) == 0;
    if (c->former)
        tell_former(m, n);
    else if (body && adds_to_body(r->role))
        actor_append(&m->actor, r->role);
    else if (!body && x->kind >= THING_COMPANY && x->kind != THING_GROUP && r->role[0] &&
             r->strength >= STRENGTH_STRONG && x->code[0] != 'N' && !is_business_official(&m->actor, r))
        actor_set(&m->actor, m->actor.country, r->role);
}

/* "president of the American Council", "chancellor of the university": who heads a body that we do not know, or a school, a
 * club, a firm, holds no office of state. The role noun of that body, or NULL; *other: there is one. */
static const Hit *headed_body(const Desk *d, const Core *c, bool *other)
{
    *other = false;
    for (int32_t ch = d->trees->child[c->head]; ch >= 0; ch = d->trees->next[ch]) {
        int32_t p = d->trees->word[ch].rel == REL_NMOD ? case_word(d, (uint32_t)ch) : -1;
        if (p < 0 || !(d->cue[p] & CUE_OF))
            continue;
        uint32_t h = (uint32_t)d->cluster[ch];
        const Hit *hit = hit_of(d, h);
        const RoleNoun *r = role_at(d, hit);
        *other = r ? r->kind == ROLE_GROUP && r->role[0] && strcmp(r->role, "GOV") != 0 && strcmp(r->role, "LEG") != 0
                   : !hit && d->trees->word[h].upos == UPOS_PROPN && d->t->token[h].flags & TOKEN_CAPITAL &&
                         !(d->cue[h] & (CUE_LAND | CUE_PAIR)) && d->left[h] < h;
        return *other && r ? hit : NULL;
    }
    return NULL;
}

void core_role(const Desk *d, const Core *c, ActorMention *m, Note *n)
{
    const RoleNoun *r = &d->w->role[c->role];
    const char *country = core_country(d, c, &n->poss);
    n->role = c->role;
    n->is |= r->kind == ROLE_PERSON ? (c->plural ? IS_GROUP | IS_PLURAL : IS_PERSON) : IS_GROUP;
    m->actor.row = row_id(SENSE_ROLE, (uint32_t)c->role);
    m->how = *country ? HOW_DESCRIPTION : HOW_ROLE;
    m->confidence = *country ? .9f : .6f;
    char land[4] = {0};
    memcpy(land, country, MIN(strlen(country), (size_t)3));
    bool other = r->strength == STRENGTH_BLOCK && c->n_lands && tree_child(d->trees, c->head, REL_NMOD_POSS) >= 0;
    if (other) { /* "his Syrian counterpart" */
        actor_set(&m->actor, land, r->role);
        return;
    }
    if (r->strength == STRENGTH_BLOCK || ((!r->role[0] || r->kind == ROLE_THING) && !*country)) {
        m->how = HOW_UNKNOWN;
        m->confidence = .3f;
        return;
    }
    const char *role = !r->role[0] && r->kind == ROLE_PERSON ? "CVL" : r->role;
    if (strcmp(r->role, "NGO") == 0) {
        actor_set(&m->actor, "NGO", "");
        return;
    }
    /* "the government of the EU" and the like: a body's own code holds. */
    actor_set(&m->actor, land, c->former || c->elect ? "ELI" : role);
    if (!land[0])
        n->is |= NEEDS_COUNTRY;
    if (c->former || c->elect)
        n->is |= IS_FORMER;
    if (has_unknown_name(c)) {
        m->how = HOW_TITLE;
        n->is |= IS_TITLED;
    }
}

/* "in Jordan", "from Canada": CUE_PLACE or CUE_WHENCE when a place is meant. */
static uint32_t place_use(const Desk *d, uint32_t head)
{
    int32_t p = case_word(d, head);
    return p >= 0 ? d->cue[p] & (CUE_PLACE | CUE_WHENCE) : 0;
}

void core_land(const Desk *d, const Core *c, ActorMention *m, Note *n)
{
    const Hit *h = c->land[c->n_lands - 1];
    const Thing *x = hit_thing(d, h);
    actor_from_thing(d, d->w->sense[h->sense].ref, &m->actor);
    n->is |= x->kind == THING_CITY ? 0 : IS_COUNTRY;
    m->how = HOW_NAME;
    m->confidence = .95f;
    if (x->kind == THING_CAPITAL || x->kind == THING_CITY) {
        bool place = place_use(d, c->head) != 0;
        m->how = x->kind == THING_CITY ? HOW_NAME : HOW_METONYM;
        m->confidence = place || x->kind == THING_CITY ? .4f : .85f;
    }
    if (place_use(d, c->head) & CUE_PLACE)
        n->is |= IS_LOCATIVE;
    bool people = x->kind == THING_DEMONYM || (x->kind == THING_ADJECTIVE && h->last == c->head &&
                                               c->definite); /* "the French" */
    bool noun = d->trees->word[c->head].upos == UPOS_NOUN ||
                d->trees->word[c->head].upos == UPOS_PROPN || c->plural;
    if (people && noun && h->last >= c->head && !(n->is & IS_MODIFIER)) {
        /* "the Russians" stand for their side, "three Russians" and "Russians" for themselves */
        bool side = c->plural && c->definite && c->left + 1 == h->first && tree_child(d->trees, c->head, REL_NMOD) < 0;
        actor_set(&m->actor, x->code, side ? "" : "CVL");
        n->is = (n->is & ~(uint32_t)IS_COUNTRY) | (c->plural ? IS_GROUP | IS_PLURAL : IS_PERSON);
        m->confidence = .8f;
    }
}

/* ---- which of them ----------------------------------------------------------------------- */

/* Does the role noun speak for the whole phrase? It heads it, or its head is a word for people and
 * means ("army units"), or a name follows it ("Judge X"). */
static bool role_speaks(const Desk *d, const Core *c)
{
    if (c->role < 0 || is_stance(d, c))
        return false;
    if (c->role_hit->last >= c->head || c->person >= 0 || has_unknown_name(c))
        return true;
    return d->w->role[c->role].strength != STRENGTH_WEAK && d->cue[c->head] & CUE_MEMBER;
}

static bool hit_heads(const Hit *h, uint32_t head)
{
    return h && h->first <= head && h->last >= head;
}

/* "regional rival Saudi Arabia": the country behind the word is the one meant. */
static bool names_blocked(const Desk *d, const Core *c)
{
    return d->w->role[c->role].strength == STRENGTH_BLOCK && c->n_lands && c->land[c->n_lands - 1]->first > c->role_hit->last;
}

/* What the core is, told by its words; false when they tell no actor. */
bool core_actor(Desk *d, const Core *c, ActorMention *m, Note *n)
{
    bool role = role_speaks(d, c);
    bool land = c->n_lands && hit_heads(c->land[c->n_lands - 1], c->head);
    if (land && c->role >= 0 && c->land[c->n_lands - 1]->first > c->role_hit->last &&
        c->person < 0) { /* "NATO ally Germany" */
        core_land(d, c, m, n);
        return true;
    }
    bool body = c->thing_hit && (hit_heads(c->thing_hit, c->head) || role || has_unknown_name(c));
    if (c->person >= 0)
        core_person(d, c, m, n);
    else if (body)
        core_body(d, c, m, n);
    else if (role && names_blocked(d, c))
        core_land(d, c, m, n);
    else if (role) {
        const RoleNoun *r = &d->w->role[c->role];
        const Hit *link = r->kind == ROLE_PERSON && r->strength != STRENGTH_BLOCK && !c->n_lands
                              ? linked_body(d, c)
                              : NULL;
        Core own = *c;
        if (link && link->kind == SENSE_THING) { /* "president of the league" is the league's,
                                                    whatever presidents are */
            own.thing_hit = link;
            if (r->office || r->strength == STRENGTH_WEAK)
                own.role = -1;
            core_body(d, &own, m, n);
            m->actor.name = (Str){0};
            m->how = HOW_DESCRIPTION;
            n->role = c->role;
            n->is = (n->is & ~(uint32_t)(IS_GROUP | IS_PERSON)) |
                    (c->plural ? IS_GROUP | IS_PLURAL : IS_PERSON);
            if (c->former)
                tell_former(m, n);
        } else {
            bool other = false;
            const Hit *headed = r->office ? headed_body(d, c, &other) : NULL;
            if (other && !headed)
                return false;
            if (headed)
                own.role = (int32_t)d->w->sense[headed->sense].ref;
            if (link && r->strength == STRENGTH_WEAK)
                own.role = (int32_t)d->w->sense[link->sense].ref; /* "chief of the army" */
            core_role(d, &own, m, n);
            if (own.role != c->role) {
                n->role = headed ? own.role : c->role;
                n->is = (n->is & ~(uint32_t)(IS_GROUP | IS_PERSON)) |
                        (c->plural ? IS_GROUP | IS_PLURAL : IS_PERSON);
            }
        }
    } else if (land && !has_unknown_name(c) && !is_language(d, c))
        core_land(d, c, m, n);
    else if (c->ethnic) { /* "ethnic Albanians": people of the story's country */
        actor_set(&m->actor, "", "CVL");
        n->is |= IS_GROUP | IS_PLURAL | NEEDS_COUNTRY;
        m->how = HOW_ROLE;
        m->confidence = .6f;
    } else
        return false;
    return true;
}
