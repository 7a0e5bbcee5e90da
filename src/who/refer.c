/* Who is meant again: mentions → entities.
 *
 * One pass in text order over the mentions. Kinds of evidence, strongest first:
 *   names        a known person, the same unknown name, a part of a full name (entity.c, surname.c)
 *   grammar      apposition, "X is the head of Y"
 *   discourse    pronouns, "the country", "the two sides" (discourse.c)
 *   story        roles without a country take that of the place beside them, else that of the story */
#include "who/refer.h"
#include "base/banned.h"

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

bool is_copula_predicate(Refer *r, uint32_t token)
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

/* "foreign diplomats", "Western governments": of other countries than the one at hand. */
static bool is_of_many(Refer *r, uint32_t i)
{
    static const char *const words[] = {"foreign",  "western",       "european", "arab",    "african", "gulf",
                                        "regional", "international", "world",    "eastern", "asian",   "nordic",
                                        "baltic",   "global",        "latin",    "expatriate"};
    const ActorMention *m = mention(r, i);
    enum { PEOPLES = 6 }; /* "a Western diplomat", but "a regional official" is of the country */
    if (!m->plural && (note(r, i)->is & IS_DEFINITE || !(note(r, i)->is & IS_PERSON)))
        return false;
    for (uint32_t t = m->first; t < m->head; t++)
        for (ptrdiff_t k = 0; k < (m->plural ? COUNT(words) : PEOPLES); k++)
            if (token_is(r->d, t, words[k]) && t + 1 == m->head)
                return true;
    return false;
}

/* "A spokeswoman for the Israeli army", "rebels in Libya's mountains": the phrase right behind says whose. */
static const char *served_country(Refer *r, uint32_t i)
{
    uint32_t prep = mention(r, i)->last + 1;
    const ActorMention *next = i + 1 < (uint32_t)r->d->mentions.n ? mention(r, i + 1) : NULL;
    if (!next || next->sentence != mention(r, i)->sentence || next->first <= prep || next->first > prep + 2)
        return "";
    bool serves = note(r, i)->is & IS_PERSON && (token_is(r->d, prep, "for") || token_is(r->d, prep, "of") || token_is(r->d, prep, "at"));
    return serves || token_is(r->d, prep, "in") ? next->actor.country : "";
}

/* Country that the sentence itself gives to a role without one. */
static const char *bridge_country(Refer *r, uint32_t i, float *sure)
{
    Desk *d = r->d;
    const char *near = served_country(r, i);
    if (*near)
        return *sure = .65f, near;
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
    for (uint32_t k = i + 1; k < (uint32_t)d->mentions.n && mention(r, k)->sentence == mention(r, i)->sentence; k++)
        if (note(r, k)->person >= 0 && mention(r, k)->actor.country[0]) /* "the opposition, which accuses President Kabila" */
            return *sure = .45f, mention(r, k)->actor.country;
    for (uint32_t k = i; k-- > 0 && i - k < LOOK_BACK;)
        if (note(r, k)->is & IS_COUNTRY)
            return *sure = .4f, mention(r, k)->actor.country;
    return "";
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

static bool is_of_state(const Actor *a)
{
    static const char *const roles[] = {"GOV", "MIL", "COP", "SPY", "LEG", "JUD"};
    for (ptrdiff_t i = 0; i < COUNT(roles); i++)
        if (strcmp(a->role[0], roles[i]) == 0)
            return true;
    return false;
}

/* "Turkish soldiers and police": arms of one state share its adjective. */
static void shared_country(Refer *r, uint32_t i)
{
    const Word *w = r->d->trees->word;
    const ActorMention *m = mention(r, i);
    int32_t up = w[m->head].rel == REL_CONJ ? w[m->head].head : -1, first = up < 0 ? -1 : r->d->at[up];
    if (first < 0 || (uint32_t)first >= i || m->first != m->head || tree_child(r->d->trees, m->head, REL_DET) >= 0)
        return;
    const ActorMention *f = mention(r, (uint32_t)first);
    if (f->how == HOW_DESCRIPTION && f->actor.country[0] && is_of_state(&f->actor) && is_of_state(&m->actor))
        told_country(r, i, f->actor.country, .75f);
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
    if (n->is & NEEDS_COUNTRY)
        shared_country(r, i);
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
    if (n->is & NEEDS_COUNTRY && is_of_many(r, i)) {
        m->actor = (Actor){.row = -1};
        n->is &= ~(uint32_t)NEEDS_COUNTRY;
        return;
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

static bool is_country_row(const Desk *d, int32_t row)
{
    return row >= 0 && (uint32_t)row >> 28 == SENSE_THING &&
           d->w->thing[row & 0x0FFFFFFF].kind <= THING_FORMER &&
           d->w->thing[row & 0x0FFFFFFF].kind != THING_REGION;
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
        bool refugees = strcmp(e->actor.role[0], "REF") == 0; /* of where they come from, which no story tells */
        if (e->is & NEEDS_COUNTRY && e->actor.role[0][0] && !e->actor.country[0] && !refugees) {
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
