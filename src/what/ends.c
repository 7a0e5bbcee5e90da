/* Ends of acts: from an argument's token to actors with codes.
 *
 * The argument itself may be an actor ("Russia", "Turkish police", "they"), several ("Putin and Lavrov", a plural
 * mention with members), or only carry one: "a hospital in Aleppo", "Russia's veto", "imports from China". */
#include "what/work.h"
#include "base/banned.h"

enum { CARRIER_DEPTH = 3 };

bool mention_coded(const Work *k, int32_t m)
{
    return m >= 0 && k->actors->mention[m].actor.code[0];
}

const Actor *end_actor(const Work *k, const End *e)
{
    return &k->actors->mention[e->mention].actor;
}

bool ends_has(const Ends *ends, const Work *k, int32_t mention)
{
    for (int i = 0; i < ends->n; i++)
        if (ends->item[i].mention == mention ||
            k->actors->mention[ends->item[i].mention].entity == k->actors->mention[mention].entity)
            return true;
    return false;
}

static void add_end(const Work *k, int32_t mention, End like, Ends *ends)
{
    like.mention = mention;
    if (ends->n < ENDS_MAX && !ends_has(ends, k, mention))
        ends->item[ends->n++] = like;
}

/* The mention at a token: itself or its members. False when it has no code. */
static bool add_mention(const Work *k, uint32_t token, End like, Ends *ends)
{
    int32_t m = k->actors->at[token];
    if (m < 0 && k->name[token] >= 0) /* inside a name whose head the tree has elsewhere */
        m = k->actors->at[k->name[token]];
    if (m < 0)
        return false;
    const ActorMention *a = k->actors->mention + m;
    bool any = false;
    for (uint32_t i = 0; i < a->n_members; i++)
        if (mention_coded(k, (int32_t)a->member[i])) {
            add_end(k, (int32_t)a->member[i], like, ends);
            any = true;
        }
    if (!any && a->actor.code[0]) {
        add_end(k, m, like, ends);
        any = true;
    }
    return any;
}

static bool add_carried(const Work *k, uint32_t token, End like, Ends *ends, int depth);

/* "China, India hold talks": two countries, whatever the tree makes of the second. */
static bool is_listed(const Work *k, uint32_t token, uint32_t c)
{
    int32_t a = k->actors->at[token], b = k->actors->at[c];
    return k->word[c].rel == REL_APPOS && c == token + 2 && c + 1 < k->text->n_tokens && is_verb(k, c + 1) && a >= 0 && b >= 0 &&
           strlen(k->actors->mention[a].actor.code) == 3 && strlen(k->actors->mention[b].actor.code) == 3;
}

/* "leader A and President B", read as one who is the other: an "and" stands between them. */
static bool is_joined(const Work *k, uint32_t appos)
{
    int32_t cc = tree_child(k->trees, appos, REL_CC);
    return cc >= 0 && (uint32_t)cc < appos && word_is(k, (uint32_t)cc, "and");
}

/* Conjuncts name further actors; one that only carries an actor counts when it could be one ("a woman from Canada"). */
static void add_conjuncts(const Work *k, uint32_t token, End like, Ends *ends, bool carrier)
{
    for (int32_t c = k->trees->child[token]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_CONJ || is_listed(k, token, (uint32_t)c) ||
            (k->word[c].rel == REL_APPOS && is_joined(k, (uint32_t)c))) {
            End inside = like;
            inside.indirect = true;
            if (!add_mention(k, (uint32_t)c, like, ends) && carrier && k->word[c].upos == UPOS_NOUN)
                add_carried(k, (uint32_t)c, inside, ends, CARRIER_DEPTH);
            add_conjuncts(k, (uint32_t)c, like, ends, carrier);
        }
}

/* "four members of the security forces", "a group of soldiers": who they are stands behind "of". */
static uint32_t whole_of(const Work *k, uint32_t token)
{
    int32_t c = is_measure(k, token) ? tree_child(k->trees, token, REL_NMOD) : -1;
    int32_t prep = c >= 0 ? tree_child(k->trees, (uint32_t)c, REL_CASE) : -1;
    return prep >= 0 && word_is(k, (uint32_t)prep, "of") && mention_coded(k, k->actors->at[c]) ? (uint32_t)c : token;
}

/* "a prisoner exchange", "student visas": plain people named for the kind of thing, who are no party to it. */
static bool is_kind(const Work *k, uint32_t token)
{
    static const char *const plain[] = {"CVL", "EDU", "LAB", "REF", "CRM", "HLH", NULL};
    int32_t m = k->actors->at[token];
    int rel = k->word[token].rel, upos = k->word[token].upos;
    if (m < 0 || !((rel == REL_COMPOUND && upos == UPOS_NOUN) || (rel == REL_AMOD && upos == UPOS_ADJ))) /* "the migrant deal" */
        return false;
    static const char *const cells[] = {"prison", "jail", NULL};
    const ActorMention *a = k->actors->mention + m;
    if (word_among(k, token, cells))
        return a->first == a->last; /* "a prison sentence" */
    if (strcmp(a->actor.role[0], "BUS") == 0 && a->how == HOW_ROLE && a->first == a->last)
        return k->word[token].head >= 0 && k->word[k->word[token].head].upos == UPOS_NOUN && /* "business projects" */
               !(k->word[token].feats & FEAT_PLURAL);
    for (int i = 0; plain[i]; i++)
        if (strcmp(a->actor.role[0], plain[i]) == 0)
            return a->first == a->last;
    return false;
}

/* "the home of a senator"; other phrases behind a noun lead away from it: one step, no more. */
static bool is_of(const Work *k, uint32_t token)
{
    int32_t prep = tree_child(k->trees, token, REL_CASE);
    return prep >= 0 && word_is(k, (uint32_t)prep, "of");
}

/* "the Seoul residence of the president": where it stands says less than whose it is. */
static bool is_whereabouts(const Work *k, uint32_t token, uint32_t of)
{
    int32_t m = k->actors->at[token];
    if (k->word[token].rel != REL_COMPOUND || m < 0 || k->actors->mention[m].how != HOW_METONYM || k->actors->mention[m].actor.role[0][0])
        return false;
    for (int32_t c = k->trees->child[of]; c >= 0; c = k->trees->next[c])
        if ((k->word[c].rel == REL_NMOD || k->word[c].rel == REL_NMOD_POSS) && mention_coded(k, k->actors->at[c]) &&
            (k->word[c].rel == REL_NMOD_POSS || is_of(k, (uint32_t)c)))
            return true;
    return false;
}

static bool add_carried(const Work *k, uint32_t token, End like, Ends *ends, int depth)
{
    static const uint8_t order[] = {REL_NMOD_POSS, REL_APPOS, REL_COMPOUND, REL_AMOD, REL_NMOD, REL_NMOD_DESC, REL_FLAT,
                                    REL_NMOD_UNMARKED, REL_NMOD_POSS, REL_ACL, REL_CONJ};
    enum { last = 8 };
    if (depth == 0)
        return false;
    for (ptrdiff_t i = 0; i < COUNT(order); i++)
        for (int32_t c = k->trees->child[token]; c >= 0; c = k->trees->next[c]) {
            bool its = k->word[c].upos == UPOS_PRON &&
                       k->word[c].rel == REL_NMOD_POSS; /* "his Turkish counterpart" is Turkish */
            if ((its ? i != last : k->word[c].rel != order[i]) || is_kind(k, (uint32_t)c) ||
                is_whereabouts(k, (uint32_t)c, token))
                continue;
            bool behind = k->word[c].rel == REL_NMOD && !is_of(k, (uint32_t)c);
            if (behind && depth < CARRIER_DEPTH)
                continue;
            if (add_mention(k, (uint32_t)c, like, ends)) {
                add_conjuncts(k, (uint32_t)c, like, ends, false);
                return true;
            }
            if (!behind && add_carried(k, (uint32_t)c, like, ends, depth - !is_measure(k, (uint32_t)c)))
                return true;
        }
    /* "imports imposed on China": obliques of a participle that modifies the noun */
    for (int32_t c = k->trees->child[token]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_OBL && k->word[token].rel == REL_ACL && add_mention(k, (uint32_t)c, like, ends))
            return true;
    return false;
}

int32_t find_speaker(const Work *k, uint32_t p)
{
    uint32_t t = p;
    for (int i = 0; i < 10 && k->word[t].head >= 0; i++) {
        uint32_t h = (uint32_t)k->word[t].head;
        int32_t say = -1;
        if (k->word[t].rel == REL_CCOMP)
            say = (int32_t)h;
        for (int32_t c = k->trees->child[t]; say < 0 && c >= 0; c = k->trees->next[c])
            if (k->word[c].rel == REL_PARATAXIS && is_verb(k, (uint32_t)c))
                say = c;
        if (say >= 0) {
            int32_t s = surface_subject(k, (uint32_t)say, 0);
            return s >= 0 ? k->actors->at[s] : -1;
        }
        t = h;
    }
    return -1;
}

/* "We will burn …, X said": the first person is the one who speaks. */
static void add_speaker(const Work *k, uint32_t token, End like, Ends *ends)
{
    static const char *const first[] = {"we", "i", "us", "me", NULL};
    if (k->word[token].upos != UPOS_PRON || !word_among(k, token, first))
        return;
    int32_t m = find_speaker(k, token);
    like.how = ARG_CONTROL;
    if (mention_coded(k, m))
        add_end(k, m, like, ends);
}

/* Nationalities right before a mention share its noun: "U.S., British and French forces". At the beginning of a
 * headline a comma joins two countries: "U.S., Cuba hold talks". */
static void add_partners(const Work *k, uint32_t token, End like, Ends *ends)
{
    const Sentence *s = k->text->sentence + k->token[token].sentence;
    const ActorMention *all = k->actors->mention, *main = all + k->actors->at[token];
    uint32_t first = main->first;
    for (int i = 0; i < ENDS_MAX && first >= s->first + 2; i++) {
        int32_t m = k->actors->at[first - 2];
        bool comma = str_eq(k->token[first - 1].form, STR(",")), and = str_eq(k->token[first - 1].fold, STR("and"));
        if ((!comma && !and) || !mention_coded(k, m) || all[m].how != HOW_NAME || all[m].actor.role[0][0] ||
            all[m].last != first - 2)
            return;
        const char *form = k->token[first - 2].form.ptr;
        bool short_name = form[1] == '.' || (k->token[first - 2].form.len == 2 && form[1] >= 'A' && form[1] <= 'Z');
        bool shared = main->how == HOW_DESCRIPTION && (k->word[first - 2].upos == UPOS_ADJ || short_name);
        bool headline = comma && like.slot == SLOT_SUBJ && all[m].first == s->first && token + 1 < k->text->n_tokens &&
                        k->word[token + 1].upos != UPOS_PUNCT;
        if (!shared && !headline)
            return;
        add_end(k, m, like, ends);
        first = all[m].first;
    }
}

/* "the leaders of Ethiopia and Eritrea": a plural noun with two owners. */
static void add_owners(const Work *k, uint32_t token, End like, Ends *ends)
{
    int32_t owner = k->word[token].feats & FEAT_PLURAL ? tree_child(k->trees, token, REL_NMOD) : -1;
    for (int32_t c = owner >= 0 ? k->trees->child[owner] : -1; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_CONJ && k->actors->at[owner] >= 0 && k->actors->at[c] >= 0 &&
            k->actors->mention[k->actors->at[c]].how == HOW_NAME &&
            !k->actors->mention[k->actors->at[c]].actor.role[0][0])
            add_mention(k, (uint32_t)c, like, ends);
}

static bool is_owned(const Work *k, uint32_t noun)
{
    for (int32_t c = k->trees->child[noun]; c >= 0 && c < (int32_t)noun; c = k->trees->next[c])
        if ((k->word[c].rel == REL_AMOD || k->word[c].rel == REL_NMOD_POSS || k->word[c].rel == REL_COMPOUND) && mention_coded(k, k->actors->at[c]) &&
            k->actors->mention[k->actors->at[c]].how == HOW_NAME)
            return true;
    return false;
}

/* "in the Chinese capital", "to the Greek island of Lesbos": a place of a country is the country. */
static void add_land(const Work *k, uint32_t place, End like, Ends *ends)
{
    static const char *const places[] = {"capital", "city", "port", "town", "island", "region", "province", "resort", "coast", "peninsula", NULL};
    if (like.slot == SLOT_SUBJ || !is_noun(k, place) || !word_among(k, place, places))
        return;
    for (int32_t c = k->trees->child[place]; c >= 0 && c < (int32_t)place; c = k->trees->next[c]) {
        const ActorMention *a = mention_coded(k, k->actors->at[c]) ? k->actors->mention + k->actors->at[c] : NULL;
        bool owner = k->word[c].rel == REL_AMOD || k->word[c].rel == REL_COMPOUND || k->word[c].rel == REL_NMOD_POSS;
        if (a && owner && a->how == HOW_NAME && !a->actor.role[0][0])
            add_mention(k, (uint32_t)c, like, ends);
    }
}

void ends_of(const Work *k, uint32_t token, int slot, int how, bool carrier, Ends *ends)
{
    for (int i = 0; i < 3 && is_measure(k, token) && k->actors->at[token] < 0; i++) { /* "thousands of Russians" */
        int32_t c = tree_child(k->trees, token, REL_NMOD);
        int by = c >= 0 ? prep_slot(k, (uint32_t)c) : SLOT_NONE; /* "arms caches to the police" are not theirs */
        if (c < 0 || by == SLOT_to || by == SLOT_from || by == SLOT_for || by == SLOT_by || is_owned(k, token)) /* "a Russian consignment of food" */
            break;
        token = (uint32_t)c;
    }
    End like = {.how = (uint8_t)how, .slot = (uint8_t)slot};
    int before = ends->n;
    if (!add_mention(k, whole_of(k, token), like, ends)) {
        add_speaker(k, token, like, ends);
        add_land(k, token, like, ends);
    } else if (k->actors->at[token] >= 0) {
        add_partners(k, token, like, ends);
        add_owners(k, token, like, ends);
    }
    add_conjuncts(k, token, like, ends, carrier && ends->n > before);
    like.indirect = true;
    int32_t m = k->actors->at[token]; /* "Kyiv's allies", "the minister's son" are others than he whom the phrase names */
    bool another = slot == SLOT_SUBJ && m >= 0 && k->actors->mention[m].how == HOW_UNKNOWN;
    if (ends->n == before && carrier && !another)
        add_carried(k, token, like, ends, CARRIER_DEPTH);
}

/* "their talks", "the two leaders met", "between the two": does the phrase mean two that the text has named? */
bool means_both(const Work *k, uint32_t token)
{
    static const char *const pronouns[] = {"they", "their", "them", "both", "two", NULL};
    if (word_among(k, token, pronouns))
        return true;
    for (int32_t c = k->trees->child[token]; c >= 0; c = k->trees->next[c])
        if (k->word[c].rel == REL_NUMMOD && word_is(k, (uint32_t)c, "two"))
            return is_noun(k, token);
    return false;
}

static bool same_kind(const Actor *a, const Actor *b)
{
    return (a->role[0][0] != 0) == (b->role[0][0] != 0) && strcmp(a->code, b->code) != 0;
}

/* How many mentions lie before the token: they stand in text order. */
static int32_t mentions_before(const Work *k, uint32_t token)
{
    int32_t low = 0, high = (int32_t)k->actors->n;
    while (low < high) {
        int32_t mid = low + (high - low) / 2;
        if (k->actors->mention[mid].head < token)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The last two actors of one kind, told before the token in its sentence or the one before: two states, two people. */
void ends_both(const Work *k, uint32_t token, Ends *out)
{
    enum { LOOK_BACK = 16 };
    const ActorMention *all = k->actors->mention;
    uint32_t sentence = k->token[token].sentence;
    int32_t last = mentions_before(k, token);
    Ends found = {0};
    End like = {.how = ARG_GAP, .slot = SLOT_SUBJ};
    for (int32_t i = last - 1; i >= MAX(0, last - LOOK_BACK) && found.n < 2 && all[i].sentence + 1 >= sentence; i--) {
        const ActorMention *m = all + i;
        bool named = m->how == HOW_NAME || m->how == HOW_SURNAME || m->how == HOW_TITLE || m->how == HOW_DESCRIPTION || m->how == HOW_METONYM;
        bool press = strcmp(m->actor.country, "MED") == 0 || strcmp(m->actor.role[0], "MED") == 0;
        if (named && m->actor.code[0] && !press && (found.n == 0 || same_kind(&all[found.item[0].mention].actor, &m->actor)))
            add_end(k, i, like, &found);
    }
    if (found.n == 2) {
        out->n = 2;
        out->item[0] = found.item[1];
        out->item[1] = found.item[0];
    }
}
