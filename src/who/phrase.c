/* Noun phrases with actor words → mentions, told by the phrase's own words.
 *
 * A core is what hangs inside one noun phrase: head, determiners, adjectives, compounds, titles and
 * flat names, without possessors, of-phrases and clauses. What a core means follows from the hits
 * in it:
 *
 *   person                         the person, by the office on the article's day      Sergey
 * Lavrov → RUSGOV role [country] unknown name    the role that the title tells Judge Alejandro
 * Rivera → JUD [country] role                 country and role noun Turkish police → TURCOP body
 * role                      the body, and the role where it adds one            UN peacekeepers →
 * IGOUNOMIL body; country                  itself                                              the
 * Kremlin; Syria
 *
 * The country of a role stands before it, in its possessor, or in an of- or in-phrase. */
#include "who/desk.h"
#include "base/banned.h"

/* ---- words ------------------------------------------------------------------------------- */

bool token_is(const Desk *d, uint32_t token, const char *word)
{
    return str_eq(d->t->token[token].fold, str_of(word));
}

bool word_cue(const Desk *d, uint32_t token, uint32_t cue)
{
    return roster_cues(d->w, d->trees->word[token].lemma_key) & cue;
}

/* ---- actors ------------------------------------------------------------------------------ */

void actor_set(Actor *a, const char *code, const char *role)
{
    size_t len = strlen(code);
    memset(a->country, 0, sizeof a->country);
    memset(a->role, 0, sizeof a->role);
    memcpy(a->country, code, MIN(len, (size_t)3));
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

/* ---- what a core holds ------------------------------------------------------------------- */

enum { LANDS_MAX = 4 };
typedef struct {
    uint32_t head, left, right;
    int32_t person;                    /* roster person, full name */
    const Hit *person_hit, *thing_hit; /* thing that is no country */
    const Hit *surname_hit;
    const Hit *land[LANDS_MAX]; /* countries */
    int n_lands;
    int32_t role; /* who.role, or -1 */
    const Hit *role_hit;
    bool weak; /* only a weak role */
    bool former, elect, definite, plural, titled, ethnic;
    uint32_t name_first, name_last; /* unknown proper name */
} Core;

/* Which of two role nouns tells the phrase's role; `now` stands nearer to the end. */
static bool role_wins(const RoleNoun *now, const RoleNoun *old)
{
    if (old->strength == STRENGTH_OVER)
        return false;
    if (now->strength == STRENGTH_OVER)
        return true;
    return now->strength >= STRENGTH_STRONG || old->strength == STRENGTH_WEAK;
}

static void core_hit(Desk *d, Core *c, const Hit *h)
{
    const Thing *x = hit_thing(d, h);
    const RoleNoun *r = role_at(d, h);
    if (h->kind == SENSE_PERSON) {
        int p = full_person(d, h);
        if (p >= 0 && (!c->person_hit || h->first > c->person_hit->first)) {
            c->person = p;
            c->person_hit = h;
        } else if (p < 0) {
            c->surname_hit = h;
            if (c->name_first > c->name_last)
                c->name_first = h->first;
            c->name_last = h->last;
        }
    } else if (is_country_thing(x)) {
        bool ethnic = h->first > c->left && d->cue[h->first - 1] & CUE_ETHNIC;
        c->ethnic |= ethnic;
        c->plural |= h->flags & NAME_PLURAL;
        if (!ethnic && c->n_lands < LANDS_MAX)
            c->land[c->n_lands++] = h;
    } else if (x) {
        c->thing_hit = h;
    } else if (r) {
        const RoleNoun *old = c->role < 0 ? NULL : &d->w->role[c->role];
        if (!old || role_wins(r, old)) {
            c->role = (int32_t)d->w->sense[h->sense].ref;
            c->role_hit = h;
        }
        c->plural |= (h->flags & NAME_PLURAL) && h->last == c->right;
    }
}

static const char *land_code(const Desk *d, const Hit *h)
{
    return d->w->thing[d->w->sense[h->sense].ref].code;
}

static Core core_read(Desk *d, uint32_t head)
{
    Core c = {.head = head,
              .left = d->left[head],
              .right = d->right[head],
              .person = -1,
              .role = -1,
              .name_first = 1,
              .name_last = 0};
    for (uint32_t i = c.left; i <= c.right; i++) {
        const Hit *h = hit_of(d, i);
        bool mine = d->cluster[i] == (int32_t)head;
        if (h && (mine || h->first == i)) {
            if (mine)
                core_hit(d, &c, h);
            i = MAX(i, h->last);
            continue;
        }
        if (!mine)
            continue;
        if (d->cue[i] & CUE_FORMER)
            c.former = true;
        else if (d->cue[i] & CUE_ELECT)
            c.elect = true;
        else if (d->cue[i] & CUE_DEFINITE)
            c.definite = true;
        else if (d->cue[i] & CUE_HONORIFIC)
            c.titled = true;
        else if (d->t->token[i].flags & TOKEN_CAPITAL && !(d->cue[i] & CUE_NONAME) &&
                 (d->trees->word[i].upos == UPOS_PROPN || d->trees->word[i].rel == REL_FLAT)) {
            if (c.name_first > c.name_last)
                c.name_first = i;
            c.name_last = i;
        }
    }
    /* "ex-president", "president-elect": the parts around a hyphen may hang elsewhere. */
    if (c.left >= 2 && token_is(d, c.left - 1, "-") && token_is(d, c.left - 2, "ex"))
        c.former = true;
    if (c.right + 2 < d->t->n_tokens && token_is(d, c.right + 1, "-") &&
        token_is(d, c.right + 2, "elect"))
        c.elect = true;
    c.plural |= (d->trees->word[head].feats & FEAT_PLURAL) != 0;
    /* "Egyptian spokesman X" is not the X of another country. */
    bool told = c.role >= 0 && d->w->role[c.role].strength != STRENGTH_WEAK &&
                d->w->role[c.role].strength != STRENGTH_BLOCK && c.n_lands == 1;
    if (c.person >= 0 && told && strncmp(d->w->person[c.person].country, "IGO", 3) != 0 &&
        memcmp(land_code(d, c.land[0]), d->w->person[c.person].country, 3) != 0) {
        c.person = -1;
        c.surname_hit = NULL;
        c.name_first = c.person_hit->first;
        c.name_last = c.person_hit->last;
    }
    c.weak = c.role >= 0 && d->w->role[c.role].strength == STRENGTH_WEAK;
    return c;
}

/* ---- countries from outside -------------------------------------------------------------- */

/* Country that a phrase linked to the core names: "Lebanon's", "of Armenia", "in the Ivory Coast".
 */
static const char *linked_country(const Desk *d, uint32_t child, const Hit **hit)
{
    uint32_t h = (uint32_t)d->cluster[child];
    for (uint32_t i = d->left[h]; i <= d->right[h]; i++)
        if (d->cluster[i] == (int32_t)h && *token_country(d, i)) {
            *hit = hit_of(d, i);
            return token_country(d, i);
        }
    return "";
}

static int32_t case_word(const Desk *d, uint32_t token)
{
    return tree_child(d->trees, token, REL_CASE);
}

/* "director of the IAEA", "NATO's secretary general", "a professor at Harvard", "spokesman for the army": the body, or the role
 * noun of a group, in a phrase linked to the core; NULL when there is none. */
static const Hit *linked_body(const Desk *d, const Core *c)
{
    for (uint32_t k = c->left; k <= c->right; k++) {
        if (d->cluster[k] != (int32_t)c->head)
            continue;
        for (int32_t ch = d->trees->child[k]; ch >= 0; ch = d->trees->next[ch]) {
            int rel = d->trees->word[ch].rel;
            int32_t p = d->cluster[ch] == (int32_t)c->head || (rel != REL_NMOD && rel != REL_NMOD_POSS)
                            ? -1
                            : case_word(d, (uint32_t)ch);
            if (p < 0 || (rel == REL_NMOD && !(d->cue[p] & (CUE_OF | CUE_FOR | CUE_PLACE | CUE_WHENCE))))
                continue;
            uint32_t h = (uint32_t)d->cluster[ch];
            const Hit *group = NULL;
            for (uint32_t i = d->left[h]; i <= d->right[h]; i++) {
                const Hit *hit = d->cluster[i] == (int32_t)h ? hit_of(d, i) : NULL;
                const Thing *x = hit_thing(d, hit);
                if (x && !is_country_thing(x))
                    return hit;
                if (role_at(d, hit) && role_at(d, hit)->kind == ROLE_GROUP &&
                    role_at(d, hit)->role[0] && role_at(d, hit)->strength >= STRENGTH_STRONG)
                    group = hit;
            }
            if (group)
                return group;
        }
    }
    return NULL;
}

static const char *outer_country(const Desk *d, const Core *c, int32_t *poss, const Hit **hit)
{
    const char *found = "";
    /* Refugees are not of the country they are in. */
    bool refugees = c->role >= 0 && strcmp(d->w->role[c->role].role, "REF") == 0;
    /* Rockets at a country are not its own. */
    bool thing = c->role >= 0 && d->w->role[c->role].kind == ROLE_THING;
    uint32_t links = CUE_OF | (thing ? 0 : CUE_WHENCE) | (refugees || thing ? 0 : CUE_PLACE);
    *poss = -1;
    for (uint32_t k = c->left; k <= c->right; k++) {
        if (d->cluster[k] != (int32_t)c->head)
            continue;
        for (int32_t ch = d->trees->child[k]; ch >= 0; ch = d->trees->next[ch]) {
            if (d->cluster[ch] == (int32_t)c->head)
                continue;
            int rel = d->trees->word[ch].rel;
            if (rel == REL_NMOD_POSS) {
                *poss = ch;
                const char *code = linked_country(d, (uint32_t)ch, hit);
                if (*code)
                    return code;
            } else if (rel == REL_NMOD) {
                int32_t p = case_word(d, (uint32_t)ch);
                if (p >= 0 && (d->cue[p] & links || token_is(d, (uint32_t)p, "from")) && !*found)
                    found = linked_country(d, (uint32_t)ch, hit);
                if (p >= 0 && !*found && d->cue[p] & CUE_OF && *poss < 0)
                    *poss = ch;
            } else if (rel == REL_ACL || rel == REL_ACL_RELCL) { /* "rebels based in X", "a woman visiting from Y" */
                bool based = word_cue(d, (uint32_t)ch, CUE_BASED), comes = word_cue(d, (uint32_t)ch, CUE_COMES) && !refugees;
                for (int32_t o = d->trees->child[ch]; o >= 0 && !*found && (based || comes); o = d->trees->next[o]) {
                    int32_t p = case_word(d, (uint32_t)o);
                    if (d->trees->word[o].rel == REL_OBL && (based || (p >= 0 && token_is(d, (uint32_t)p, "from"))))
                        found = linked_country(d, (uint32_t)o, hit);
                }
            }
        }
    }
    return found;
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

static bool has_unknown_name(const Core *c)
{
    return c->name_first <= c->name_last;
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
    /* What the text calls him counts more than a table that may be behind. */
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
static void core_body(const Desk *d, const Core *c, ActorMention *m, Note *n)
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
    if (c->n_lands && strcmp(m->actor.role[0], "PTY") == 0) /* "the Sweden Democrats" */
        actor_set(&m->actor, land_code(d, c->land[c->n_lands - 1]), "PTY");
    const RoleNoun *r = c->role < 0 ? NULL : &d->w->role[c->role];
    if (!r) { /* "Brazil's Senate" is not America's */
        int32_t poss = x->kind == THING_METONYM && x->code[3] ? tree_child(d->trees, c->head, REL_NMOD_POSS) : -1;
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

static void core_role(const Desk *d, const Core *c, ActorMention *m, Note *n)
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

static void core_land(const Desk *d, const Core *c, ActorMention *m, Note *n)
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

/* ---- mentions ---------------------------------------------------------------------------- */

static ActorMention *mention_add(Desk *d, uint32_t first, uint32_t last, uint32_t head, Note **note)
{
    ActorMention *m = push(&d->mentions, d->a);
    *m = (ActorMention){.first = first,
                        .last = last,
                        .head = head,
                        .sentence = d->t->token[head].sentence,
                        .actor = {.row = -1}};
    *note = push(&d->notes, d->a);
    **note = (Note){.person = -1, .role = -1, .name_first = 1, .poss = -1};
    d->at[head] = (int32_t)d->mentions.n - 1;
    int rel = d->trees->word[head].rel;
    if (rel == REL_NSUBJ || rel == REL_NSUBJ_PASS || rel == REL_NSUBJ_OUTER)
        (*note)->is |= IS_SUBJECT;
    return m;
}

/* "French and Egyptian warships": one mention for each nation, and the whole stands for both. */
static void conjoined_lands(Desk *d, const Core *c, uint32_t whole)
{
    if (c->n_lands == 0 || c->role < 0)
        return;
    const Hit *lands[LANDS_MAX] = {c->land[0]};
    int n = 1;
    for (int i = 1; i < c->n_lands; i++) /* both inside the core, an "and" between them */
        for (uint32_t k = lands[n - 1]->last + 1; k < c->land[i]->first; k++)
            if (d->trees->word[k].upos == UPOS_CCONJ) {
                lands[n++] = c->land[i];
                break;
            }
    for (uint32_t k = c->land[0]->first; k <= c->land[0]->last; k++)
        for (int32_t ch = d->trees->child[k]; ch >= 0 && n < LANDS_MAX && c->n_lands == 1;
             ch = d->trees->next[ch])
            if (d->trees->word[ch].rel == REL_CONJ &&
                is_country_thing(hit_thing(d, hit_of(d, (uint32_t)ch))) && (uint32_t)ch < c->head)
                lands[n++] = hit_of(d, (uint32_t)ch);
    uint32_t first =
        c->land[0]->first; /* and whatever the tree says: "French and Spanish police" */
    if (n == 1 && first >= 2 && d->trees->word[first - 1].upos == UPOS_CCONJ &&
        d->t->token[first - 2].sentence == d->t->token[first].sentence) {
        const Thing *x = hit_thing(d, hit_of(d, first - 2));
        if (x && x->kind == THING_ADJECTIVE && hit_thing(d, c->land[0])->kind == THING_ADJECTIVE &&
            d->at[first - 2] < 0)
            lands[n++] = hit_of(d, first - 2);
    }
    if (n < 2)
        return;
    uint32_t *members = NEW(d->a, uint32_t, n);
    const char *role = d->mentions.item[whole].actor.role[0];
    char told[4];
    memcpy(told, role, 4);
    for (int i = 0; i < n; i++) {
        Note *note;
        ActorMention *m = mention_add(d, lands[i]->first, lands[i]->last, lands[i]->last, &note);
        actor_set(&m->actor, land_code(d, lands[i]), told);
        m->how = HOW_DESCRIPTION;
        m->confidence = .85f;
        m->actor.row = d->mentions.item[whole].actor.row;
        note->role = c->role;
        note->is |= IS_GROUP;
        members[i] = (uint32_t)d->mentions.n - 1;
    }
    d->mentions.item[whole].member = members;
    d->mentions.item[whole].n_members = (uint32_t)n;
    d->mentions.item[whole].plural = true;
}

/* "opposition to the plan", "opposition from unions": what somebody does, not who they are. */
static bool is_stance(const Desk *d, const Core *c)
{
    uint32_t next = c->right + 1;
    return c->role >= 0 && c->role_hit->last == c->head && token_is(d, c->head, "opposition") && next < d->t->n_tokens &&
           (token_is(d, next, "to") || token_is(d, next, "from") || token_is(d, next, "among") || token_is(d, next, "within"));
}

/* A capital word before another: part of a name. */
static bool in_name(const Desk *d, uint32_t token)
{
    return token + 1 < d->t->n_tokens && d->t->token[token].flags & TOKEN_CAPITAL && d->trees->word[token].upos == UPOS_PROPN &&
           d->trees->word[token + 1].upos == UPOS_PROPN && d->t->token[token + 1].flags & TOKEN_CAPITAL;
}

/* An actor word inside a phrase that is itself no actor: "Russian interference", "the US missile
 * attack", "a Turkish police raid". The word, with its country, is a mention of its own. */
static void modifier_mentions(Desk *d, const Core *c)
{
    const RoleNoun *r = c->role < 0 ? NULL : &d->w->role[c->role];
    int lands = c->n_lands;
    bool stance = is_stance(d, c);
    bool adjective = r && (r->kind == ROLE_PERSON || strcmp(r->role, "MED") == 0) && r->strength < STRENGTH_OVER && c->role_hit->first == c->role_hit->last &&
                     (d->trees->word[c->role_hit->last].upos == UPOS_ADJ ||
                      in_name(d, c->role_hit->last)); /* "major projects", "the National Defense Act" */
    if (r && r->strength != STRENGTH_WEAK && r->strength != STRENGTH_BLOCK && !adjective && !stance &&
        r->kind != ROLE_THING && r->role[0] && d->at[c->role_hit->last] < 0) {
        Core own = *c;
        Note *n;
        own.head = own.right = c->role_hit->last;
        own.name_first = 1;
        own.name_last = 0;
        while (own.n_lands && own.land[own.n_lands - 1]->first > c->role_hit->last)
            own.n_lands--;
        ActorMention *m = mention_add(d, own.n_lands ? own.land[0]->first : c->role_hit->first,
                                      own.head, own.head, &n);
        n->is |= IS_MODIFIER;
        core_role(d, &own, m, n);
        m->confidence *= .8f;
        conjoined_lands(d, &own, (uint32_t)d->mentions.n - 1);
        lands -= own.n_lands;
        if (lands == 0 && !c->thing_hit)
            return;
    }
    for (int i = 0; i <= c->n_lands; i++) {
        const Hit *h = i < c->n_lands ? c->land[i] : c->thing_hit;
        if (!h || d->at[h->last] >= 0 || (i < c->n_lands && i < c->n_lands - lands))
            continue;
        Note *n;
        ActorMention *m = mention_add(d, h->first, h->last, h->last, &n);
        n->is |= IS_MODIFIER;
        Core own = *c;
        own.head = h->last;
        own.role = -1;
        own.land[0] = h;
        own.n_lands = 1;
        own.thing_hit = h;
        if (i < c->n_lands)
            core_land(d, &own, m, n);
        else
            core_body(d, &own, m, n);
        m->confidence *= .8f;
    }
}

static void core_name(const Core *c, ActorMention *m, Note *n)
{
    bool person = c->titled || c->name_last > c->name_first || c->surname_hit;
    n->is |= person ? IS_PERSON : 0;
    m->how = HOW_UNKNOWN;
    m->confidence = .2f;
    n->is |= c->surname_hit ? IS_SURNAME : 0;
}

/* Mr., King, spokeswoman, a first name: the first word that tells. */
static uint32_t core_gender(const Desk *d, const Core *c)
{
    for (uint32_t i = c->left; i <= c->right; i++) {
        uint32_t told = d->cue[i] & (CUE_MALE | CUE_FEMALE);
        if (told == CUE_MALE)
            return IS_MALE;
        if (told == CUE_FEMALE)
            return IS_FEMALE;
    }
    return 0;
}

/* "the country", "both sides", "the two": a mention that waits for its antecedent. */
static void nominal_mention(Desk *d, const Core *c)
{
    uint32_t cue = d->cue[c->head];
    bool counted = false;
    int32_t owner = tree_child(d->trees, c->head, REL_NMOD_POSS);
    bool definite =
        c->definite || (owner >= 0 && d->cue[owner] & (CUE_WE | CUE_THEY | CUE_IT | CUE_HE |
                                                       CUE_SHE)); /* "our nation" */
    for (uint32_t i = c->left; i <= c->head; i++)
        counted |= d->cue[i] & CUE_PAIR && !(d->cue[i] & CUE_LANDS);
    bool former =
        c->former && c->definite && !c->plural && d->trees->word[c->head].upos == UPOS_NOUN;
    if (former) {
        Note *who;
        mention_add(d, c->left, c->right, c->head, &who);
        who->is |= IS_NOMINAL | IS_FORMER | IS_PERSON;
        return;
    }
    if (!(cue & (CUE_PAIR | CUE_LANDS | CUE_LAND | CUE_BODY)) || !(definite || counted) ||
        (cue & CUE_PAIR && tree_child(d->trees, c->head, REL_NMOD) >= 0))
        return;
    Note *n;
    ActorMention *m = mention_add(d, c->left, c->right, c->head, &n);
    n->is |= IS_NOMINAL | (c->plural ? IS_PLURAL : 0);
    m->plural = c->plural || counted;
}

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

/* "in English": an adjective alone in the singular after "in" is a language. */
static bool is_language(const Desk *d, const Core *c)
{
    const Thing *x = hit_thing(d, c->land[c->n_lands - 1]);
    int32_t p = case_word(d, c->head);
    return x->kind >= THING_ADJECTIVE && x->kind <= THING_DEMONYM && c->left == c->right &&
           !c->plural && p >= 0 && token_is(d, (uint32_t)p, "in");
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
static bool core_actor(Desk *d, const Core *c, ActorMention *m, Note *n)
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
            if (link && r->strength == STRENGTH_WEAK)
                own.role = (int32_t)d->w->sense[link->sense].ref; /* "chief of the army" */
            core_role(d, &own, m, n);
            if (own.role != c->role) {
                n->role = c->role;
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

static void core_mention(Desk *d, uint32_t head)
{
    Core c = core_read(d, head);
    Note *n;
    bool empty = c.person < 0 && c.role < 0 && !c.thing_hit && !c.n_lands &&
                 !has_unknown_name(&c) && !c.ethnic;
    enum {
        PRONOUNS = CUE_HE | CUE_SHE | CUE_IT | CUE_THEY | CUE_I | CUE_WE | CUE_RELATIVE | CUE_OWN
    };
    if (empty && d->trees->word[head].upos == UPOS_PRON && d->cue[head] & PRONOUNS) {
        ActorMention *m = mention_add(d, c.left, c.right, head, &n);
        n->is |= IS_PRONOUN;
        m->how = HOW_PRONOUN;
        return;
    }
    bool nothing_told = c.role >= 0 && !d->w->role[c.role].role[0] && c.person < 0 &&
                        !c.thing_hit && !c.n_lands && !has_unknown_name(&c);
    if (empty || (nothing_told && d->cue[head] & (CUE_PAIR | CUE_LANDS | CUE_LAND | CUE_BODY))) {
        nominal_mention(d, &c); /* "both sides", "the group" */
        return;
    }
    ActorMention told = {.first = c.left,
                         .last = c.right,
                         .head = head,
                         .sentence = d->t->token[head].sentence,
                         .actor = {.row = -1}};
    Note note = {
        .person = -1, .role = -1, .name_first = c.name_first, .name_last = c.name_last, .poss = -1};
    if (core_actor(d, &c, &told, &note)) {
        if (c.surname_hit && c.person < 0)
            note.is |= IS_SURNAME;
    } else if (has_unknown_name(&c) && (c.name_last < head || c.name_first > head) &&
               d->trees->word[head].upos == UPOS_NOUN &&
               c.right == head) { /* "Solberg statement": the name is the mention, not the phrase */
        modifier_mentions(d, &c);
        c.left = c.name_first;
        c.right = head = c.name_last;
        if (d->at[head] >= 0)
            return;
        told.first = c.left;
        told.last = c.right;
        told.head = head;
        note.is |= IS_MODIFIER;
        core_name(&c, &told, &note);
    } else if (has_unknown_name(&c)) {
        modifier_mentions(d, &c);
        core_name(&c, &told, &note);
    } else {
        if (!c.n_lands || !is_language(d, &c))
            modifier_mentions(d, &c);
        return;
    }
    note.is |= (c.definite ? IS_DEFINITE : 0) | (c.titled ? IS_TITLED : 0) |
               (note.is & IS_PERSON ? core_gender(d, &c) : 0);
    ActorMention *m = mention_add(d, c.left, c.right, head, &n);
    note.is |= n->is;
    *n = note;
    *m = told;
    m->plural = (note.is & IS_PLURAL) != 0;
    conjoined_lands(d, &c, (uint32_t)d->mentions.n - 1);
}

static void put_in_order(Desk *d)
{
    uint32_t n = (uint32_t)d->mentions.n;
    uint32_t *new_index = NEW(d->a, uint32_t, n + 1);
    ActorMention *m = NEW(d->a, ActorMention, n + 1);
    Note *notes = NEW(d->a, Note, n + 1);
    uint32_t k = 0;
    for (uint32_t i = 0; i < d->t->n_tokens; i++)
        if (d->at[i] >= 0) {
            new_index[d->at[i]] = k;
            m[k] = d->mentions.item[d->at[i]];
            notes[k] = d->notes.item[d->at[i]];
            d->at[i] = (int32_t)k++;
        }
    for (uint32_t i = 0; i < k; i++)
        for (uint32_t j = 0; j < m[i].n_members; j++)
            m[i].member[j] = new_index[m[i].member[j]];
    d->mentions.item = m;
    d->notes.item = notes;
    d->mentions.n = d->notes.n = k;
    d->mentions.cap = d->notes.cap = n + 1;
}

void phrase_mentions(Desk *d)
{
    uint32_t n = d->t->n_tokens;
    d->at = NEW(d->a, int32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        d->at[i] = -1;
    for (uint32_t i = 0; i < n; i++)
        if (d->cluster[i] == (int32_t)i && d->at[i] < 0 &&
            (is_nominal(d, i) || d->left[i] < i || d->right[i] > i))
            core_mention(d, i);
    put_in_order(d);
}
