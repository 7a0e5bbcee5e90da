/* Noun phrases: what the names and words of a core say, and what is linked to it from outside.
 *
 * A core is what hangs inside one noun phrase: head, determiners, adjectives, compounds, titles and
 * flat names, without possessors, of-phrases and clauses. Reading it collects the hits in it
 * (person, body, countries, the role noun that wins) and its small words ("former", "the", "Mr.").
 * The country of a role stands before it, in its possessor, or in an of- or in-phrase; those
 * outside the core are found here on the tree. actor.c then says who is meant. */
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

/* ---- what a core holds ------------------------------------------------------------------- */

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

const char *land_code(const Desk *d, const Hit *h)
{
    return d->w->thing[d->w->sense[h->sense].ref].code;
}

/* "Trump supporters", "the Clinton campaign", "a Putin ally": people of his, not he; aides and spokesmen of one who
 * governs stand for him. */
static void leave_owner(const Desk *d, Core *c)
{
    const Hit *owner = c->person >= 0 ? c->person_hit : c->surname_hit;
    const RoleNoun *r = c->role < 0 ? NULL : &d->w->role[c->role];
    if (!owner || !r || c->role_hit->first <= owner->last || c->role_hit->last > c->head ||
        (c->role_hit->first > owner->last + 1 && c->role_hit->last != c->head) || (strcmp(r->role, "GOV") == 0 && !c->former) ||
        (r->kind == ROLE_GROUP && r->strength == STRENGTH_WEAK))
        return;
    c->person = -1;
    c->person_hit = c->surname_hit = NULL;
    c->name_first = c->name_last > c->role_hit->last ? c->role_hit->last + 1 : 1;
    c->name_last = c->name_last > c->role_hit->last ? c->name_last : 0;
}

Core core_read(Desk *d, uint32_t head)
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
    leave_owner(d, &c);
    c.weak = c.role >= 0 && d->w->role[c.role].strength == STRENGTH_WEAK;
    return c;
}

bool has_unknown_name(const Core *c)
{
    return c->name_first <= c->name_last;
}

/* ---- countries from outside -------------------------------------------------------------- */

/* Country that a phrase linked to the core names: "Lebanon's", "of Armenia", "in the Ivory Coast".
 */
const char *linked_country(const Desk *d, uint32_t child, const Hit **hit)
{
    uint32_t h = (uint32_t)d->cluster[child];
    for (uint32_t i = d->left[h]; i <= d->right[h]; i++)
        if (d->cluster[i] == (int32_t)h && *token_country(d, i)) {
            *hit = hit_of(d, i);
            return token_country(d, i);
        }
    return "";
}

int32_t case_word(const Desk *d, uint32_t token)
{
    return tree_child(d->trees, token, REL_CASE);
}

/* "director of the IAEA", "NATO's secretary general", "a professor at Harvard", "spokesman for the army": the body, or the role
 * noun of a group, in a phrase linked to the core; NULL when there is none. */
const Hit *linked_body(const Desk *d, const Core *c)
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

const char *outer_country(const Desk *d, const Core *c, int32_t *poss, const Hit **hit)
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

/* ---- what a phrase is used for ----------------------------------------------------------- */

/* "opposition to the plan", "opposition from unions": what somebody does, not who they are. */
bool is_stance(const Desk *d, const Core *c)
{
    uint32_t next = c->right + 1;
    return c->role >= 0 && c->role_hit->last == c->head && token_is(d, c->head, "opposition") && next < d->t->n_tokens &&
           (token_is(d, next, "to") || token_is(d, next, "from") || token_is(d, next, "among") || token_is(d, next, "within"));
}

/* "in English": an adjective alone in the singular after "in" is a language. */
bool is_language(const Desk *d, const Core *c)
{
    const Thing *x = hit_thing(d, c->land[c->n_lands - 1]);
    int32_t p = case_word(d, c->head);
    return x->kind >= THING_ADJECTIVE && x->kind <= THING_DEMONYM && c->left == c->right &&
           !c->plural && p >= 0 && token_is(d, (uint32_t)p, "in");
}
