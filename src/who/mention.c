/* Mentions: every core with actor words becomes one, with the actor that its own words tell.
 *
 * Most cores are one mention (core_mention). A phrase that is itself no actor may hold some: "Russian
 * interference", "a Turkish police raid" (modifier_mentions). "French and Egyptian warships" are one
 * for each nation and one for both (conjoined_lands). Pronouns and "the country" are mentions that
 * wait for refer.c. At the end all stand in the order of their heads. */
#include "who/desk.h"
#include "base/banned.h"

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
