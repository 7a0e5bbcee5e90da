/* Pairs: one act and its ends → events, one for every two who have to do with each other. Who may be missing, who is
 * too near to be a party of his own, and what a code means between two such actors. */
#include <math.h>

#include "what/work.h"
#include "base/banned.h"

/* Less sure events are noise: on sets held out, hardly one in ten is right. */
static const float LEAST_CONFIDENCE = 0.12f;

static int root_of(const char *code)
{
    return (code[0] - '0') * 10 + code[1] - '0';
}

/* Named or described by itself in an argument's place: two such are two, whatever their codes. */
static bool is_told(const Work *k, const End *e)
{
    int how = k->actors->mention[e->mention].how;
    return !e->indirect && (how == HOW_NAME || how == HOW_SURNAME || how == HOW_TITLE || how == HOW_DESCRIPTION ||
                             how == HOW_APPOSITION);
}

/* Told by a word of its own in its place: "the mayor asked the government". Who "the prince" is, a role cannot tell. */
static bool is_other_word(const Work *k, const End *e, const End *other)
{
    static const char *const bodies[] = {"government", "authority", "administration", "cabinet", "ministry", NULL};
    const ActorMention *m = k->actors->mention + e->mention, *o = k->actors->mention + other->mention;
    bool body = strcmp(m->actor.role[0], "GOV") != 0 || word_among(k, m->head, bodies);
    return m->how == HOW_ROLE && body && !e->indirect && e->how == ARG_OWN &&
           k->word[m->head].lemma_key != k->word[o->head].lemma_key;
}

static bool same_end(const Work *k, const End *a, const End *b)
{
    if (a->mention == b->mention || k->actors->mention[a->mention].entity == k->actors->mention[b->mention].entity)
        return true;
    return strcmp(end_actor(k, a)->code, end_actor(k, b)->code) == 0 &&
           !(end_actor(k, a)->role[0][0] && (is_told(k, a) || is_other_word(k, a, b)) &&
             (is_told(k, b) || is_other_word(k, b, a)));
}

static bool is_state(const Actor *a)
{
    return !a->role[0][0] || strcmp(a->role[0], "GOV") == 0;
}

/* A country or its government acting on itself: a misreading. */
bool is_self_talk(const Work *k, const End *a, const End *b)
{
    const Actor *x = end_actor(k, a), *y = end_actor(k, b);
    return x->country[0] && strcmp(x->country, y->country) == 0 && is_state(x) && is_state(y) &&
           (!x->role[0][0] || !y->role[0][0]);
}

/* The words that show who it is: for "he", "it", "the minister" the name that the same sentence gives before it. */
static int32_t telling_mention(const Work *k, int32_t mention)
{
    const ActorMention *all = k->actors->mention, *m = all + mention;
    if (m->how != HOW_PRONOUN && m->how != HOW_NOMINAL)
        return mention;
    for (int32_t i = mention; i-- > 0 && all[i].sentence == m->sentence;)
        if (all[i].entity == m->entity && all[i].how != HOW_PRONOUN && all[i].how != HOW_NOMINAL &&
            strcmp(all[i].actor.code, m->actor.code) == 0)
            return i;
    return mention;
}

/* The words that tell who it is go on behind the noun: "inspectors of the agency", "security forces in Guinea". */
static uint32_t phrase_end(const Work *k, const ActorMention *m)
{
    static const char *const preps[] = {"of", "from", "in", "at", NULL};
    uint32_t head = m->head, last = m->last;
    for (int step = 0; step < 2 && m->how != HOW_NAME && m->how != HOW_METONYM; step++) {
        int32_t more = -1;
        for (int32_t c = k->trees->child[head]; c >= 0; c = k->trees->next[c]) {
            int32_t prep = k->word[c].rel == REL_NMOD ? tree_child(k->trees, (uint32_t)c, REL_CASE) : -1;
            bool actor = k->actors->at[c] >= 0 || (prep >= 0 && word_is(k, (uint32_t)prep, "of"));
            if (actor && prep == (int32_t)last + 1 && word_among(k, (uint32_t)prep, preps) && !is_time(k, (uint32_t)c))
                more = c;
        }
        if (more < 0)
            break;
        int32_t inner = k->actors->at[more];
        head = (uint32_t)more;
        last = inner >= 0 ? k->actors->mention[inner].last : head;
    }
    return last;
}

/* "Kenzo Oshima, the United Nations coordinator": the name that the description explains is shown with it. */
static uint32_t phrase_start(const Work *k, const ActorMention *m)
{
    int32_t name = k->word[m->head].rel == REL_APPOS ? k->word[m->head].head : -1;
    bool stranger = name >= 0 && name < (int32_t)m->first && k->word[name].upos == UPOS_PROPN &&
                    (k->actors->at[name] < 0 || !mention_coded(k, k->actors->at[name]));
    for (int32_t i = name; stranger && i < (int32_t)m->first; i++) /* the name alone stands before the comma */
        stranger = k->word[i].upos == UPOS_PROPN || (k->word[i].upos == UPOS_PUNCT && i + 1 == (int32_t)m->first);
    if (!stranger)
        return m->first;
    while (name > 0 && k->word[name - 1].head == name && k->word[name - 1].upos == UPOS_PROPN)
        name--;
    return (uint32_t)name;
}

EventActor event_actor(const Work *k, const End *e)
{
    if (!e)
        return (EventActor){.mention = -1};
    int32_t telling = telling_mention(k, e->mention);
    const ActorMention *m = k->actors->mention + telling;
    return (EventActor){telling, m->actor, {k->token[phrase_start(k, m)].span.start, k->token[phrase_end(k, m)].span.end}};
}

/* "Thousands marched through Tehran": the place tells whose people they are. */
static void crowd_of_place(const char *code, const End *source, EventActor *e)
{
    bool place = source && (source->slot == SLOT_OBJ || source->slot == SLOT_in || source->slot == SLOT_through || source->slot == SLOT_across);
    if (!place || strncmp(code, "14", 2) != 0 || strlen(e->actor.code) != 3 || e->actor.role[0][0])
        return;
    memcpy(e->actor.role[0], "CVL", 4);
    memcpy(e->actor.code + 3, "CVL", 4);
}

/* May those who protest be left unsaid? Of "riot police" and "talk of a strike" nothing is told; a verb's subject must be
 * people. */
static bool is_told_protest(const Work *k, const Act *act)
{
    uint32_t p = act->predicate;
    int rel = k->word[p].rel;
    if (!is_noun(k, p)) {
        int32_t subject = act->passive ? -1 : surface_subject(k, p, 0); /* "rallies were held" */
        return subject < 0 || is_measure(k, (uint32_t)subject) || token_in(k, (uint32_t)subject, CLASS_PROTESTERS);
    }
    if (rel == REL_COMPOUND || rel == REL_AMOD || rel == REL_NMOD_POSS || (p > 0 && word_is(k, p - 1, "in")))
        return false; /* and "recalled its envoy in protest" */
    if (rel != REL_NMOD || act->light >= 0 || is_measure(k, (uint32_t)k->word[p].head))
        return true;
    return k->d->places && where_of(k->d->places, k->text, k->trees, p).told; /* "placards at a protest in X" */
}

/* "Protests continued in Sofia": who protests is the people of the place where they do. */
static bool people_of_place(const Work *k, Event *e)
{
    const Place *p = e->place.place >= 0 ? k->d->places->place + e->place.place : NULL;
    if (!p || !p->country[0] || p->sentence != e->sentence)
        return false;
    memcpy(e->source.actor.country, p->country, sizeof p->country);
    memcpy(e->source.actor.role[0], "CVL", 4);
    snprintf(e->source.actor.code, sizeof e->source.actor.code, "%sCVL", p->country);
    e->source.actor.row = -1;
    return true;
}

/* Is the actor of that end of one of these roles ("CVL REL")? */
static bool plays_role(const Work *k, const End *e, const char *roles)
{
    const char *role = e ? end_actor(k, e)->role[0] : "";
    return role[0] && str_contains(str_of(roles), str_of(role));
}

static bool is_arms(const Work *k, const End *e)
{
    return end_actor(k, e)->country[0] && (is_state(end_actor(k, e)) || plays_role(k, e, "MIL COP SPY"));
}

/* A newspaper or agency by its name. */
static bool is_outlet(const Work *k, const End *e)
{
    return e && str_contains(str_of(end_actor(k, e)->code), STR("MED")) && k->actors->mention[e->mention].how == HOW_NAME;
}

/* What the two actors make of an act; NULL: no event. Force of unknown hands against the unarmed is assault, not
 * war (CAMEO 18 and 19); interviews are no consultations; crowds that travel pay no visit; states do not
 * demonstrate. */
static const char *code_between(const Work *k, const char *code, const End *source, const End *target)
{
    static const char talkers[] = "LEG PTY ELI MED", unarmed[] = "CVL REL EDU HLH MED REF LAB BUS HRI",
                      crowd[] = "CVL REF LAB";
    if (strncmp(code, "04", 2) == 0 && (plays_role(k, source, "MED") || plays_role(k, target, "MED")))
        return NULL;
    if (strncmp(code, "026", 3) == 0 && plays_role(k, source, "MED"))
        return NULL; /* "a reporter asked to speak with him" */
    if (code[0] == '0' && code[1] <= '7' && (is_outlet(k, source) || is_outlet(k, target)))
        return NULL; /* "told Reuters", "documents reviewed by Reuters" */
    if (is_outlet(k, source) && strncmp(code, "11", 2) != 0)
        return NULL;
    if (plays_role(k, source, "JUD") && plays_role(k, target, "JUD"))
        return NULL; /* "the lawyer urged the jury": a trial's own talk */
    if (strncmp(code, "14", 2) == 0 && source && source->slot == SLOT_in && source->indirect)
        return NULL; /* "rallied in reaction to the murder of X" */
    if (strcmp(code, "042") == 0 && plays_role(k, source, crowd))
        return NULL;
    if (strncmp(code, "141", 3) == 0 && plays_role(k, source, "GOV"))
        return NULL; /* a minister's rally */
    bool forces = code[0] == '2' || strncmp(code, "19", 2) == 0 || strncmp(code, "13", 2) == 0;
    if (forces && source && is_arms(k, source) && plays_role(k, target, "MIL COP SPY") &&
        strcmp(end_actor(k, source)->country, end_actor(k, target)->country) == 0)
        return NULL; /* "shot down the jet", "vowed to expand the fleet": whose, the text does not say, or one's own */
    if (code[0] == '1' && code[1] >= '8' && plays_role(k, source, "CRM") && target &&
        !end_actor(k, target)->role[0][0] && strcmp(code, "181") != 0)
        return NULL; /* robbers in a country: crime; pirates and hijackers are wanted */
    if (forces && plays_role(k, source, "BUS") && plays_role(k, target, "BUS"))
        return NULL; /* "is losing the battle with Toyota" */
    if (!target && (strcmp(code, "1951") == 0 || (strcmp(code, "194") == 0 && source && is_state(end_actor(k, source)))))
        return "150"; /* a missile fired at nobody is a test, a state's rocket as well */
    if (strcmp(code, "190") == 0 && plays_role(k, source, talkers))
        return "111"; /* "lawmakers attacked the premier" */
    if (strcmp(code, "190") == 0 && plays_role(k, target, unarmed) && (!source || plays_role(k, source, "UAF CRM CVL")))
        return "180";
    return code;
}

/* "promised voters in Ohio to cut red tape": a will to some deed without a code, towards somebody whom a phrase mentions. */
static bool is_vague(const char *code, const End *target)
{
    return strcmp(code, "030") == 0 && target && target->indirect && target->slot != SLOT_NONE;
}

/* Of one country: no act between states. Bodies of many states are each their own. */
static bool is_home_affair(const Work *k, const End *source, const End *target)
{
    const Actor *a = source ? end_actor(k, source) : NULL, *b = target ? end_actor(k, target) : NULL;
    return a && b && is_of_country(a) && strcmp(a->country, b->country) == 0 && strcmp(a->country, "IGO") != 0 && strcmp(a->country, "IMG") != 0;
}

static void add_pair(Work *k, const Act *act, const char *code, int modality, const End *source, const End *target)
{
    code = code_between(k, code, source, target);
    const CameoCode *c = code ? cameo_find(k->w, code) : NULL;
    const FrameRow *r = k->w->row + act->row;
    if (!c || is_vague(code, target) || (r->flags & FLAG_intl && is_home_affair(k, source, target)))
        return;
    Event e = {.predicate = act->predicate, .row = act->row};
    Span trigger = k->token[act->predicate].span;
    if (act->light >= 0) {
        Span l = k->token[act->light].span;
        if (l.end < trigger.start && trigger.start - l.end < 40)
            trigger.start = l.start;
    }
    e.sentence = k->token[act->predicate].sentence;
    e.trigger = trigger;
    e.source = event_actor(k, source);
    crowd_of_place(code, source, &e.source);
    e.target = event_actor(k, target);
    memcpy(e.cameo, code, strlen(code));
    memcpy(e.plover_mode, c->mode, sizeof e.plover_mode);
    e.plover = pool_get(k->w->pool, c->plover);
    e.quad = c->quad;
    e.goldstein = c->has_goldstein ? c->goldstein : NAN;
    e.modality = (uint8_t)modality;
    e.negative = act->negative;
    e.reciprocal = act->recip;
    if (k->d->times)
        e.date = when_of(k->d->times, k->text, k->trees, act->predicate);
    else
        e.date = (EventDate){.day = DAY_NONE, .timex = -1};
    e.place = k->d->places ? where_of(k->d->places, k->text, k->trees, act->predicate) : (EventPlace){-1, false};
    if (!source && strncmp(code, "14", 2) == 0 && !people_of_place(k, &e))
        return;
    e.tense = e.date.past                                                   ? TENSE_PAST
              : act->stand == STAND_FUTURE && modality != MODALITY_ASSERTED ? TENSE_FUTURE
                                                                            : TENSE_CURRENT;
    event_speaker(k, act->predicate, &e);
    e.confidence = act_confidence(k, act, code, source, target) * act->confidence;
    if (e.confidence < LEAST_CONFIDENCE)
        return;
    if (k->told && modality == MODALITY_ASSERTED) {
        buf_printf(k->told, "event %s %s %s %.2f:", source ? end_actor(k, source)->code : "-", code,
                   target ? end_actor(k, target)->code : "-", e.confidence);
        act_features(k, act, code, source, target, k->told);
        buf_byte(k->told, '\n');
    }
    e.rule = pool_get(k->w->pool, r->rule);
    *push(&k->events, k->a) = e;
}

static bool may_lack_source(const FrameRow *r, const Act *act, int root)
{
    return (r->flags & FLAG_nosrc && root != 13) || (act->passive && (root >= 15 || root == 8));
}

/* "…, as China vowed to hit back": a finite clause beside the main one. */
static bool is_while(const Work *k, uint32_t p)
{
    static const char *const marks[] = {"after", "as", "while", "when", "because", "although", "though", NULL};
    int32_t mark = k->word[p].rel == REL_ADVCL ? mark_of(k, p) : -1;
    return mark >= 0 && word_among(k, (uint32_t)mark, marks) && k->word[p].feats & FEAT_FINITE &&
           tree_child(k->trees, p, REL_NSUBJ) >= 0;
}

/* A verb told as a fact in the clause that the sentence asserts or reports. */
static bool is_main_clause(const Work *k, const FrameRow *r, const Act *act)
{
    int rel = k->word[act->predicate].rel;
    bool main = rel == REL_ROOT || rel == REL_CCOMP || rel == REL_CONJ || rel == REL_PARATAXIS || is_while(k, act->predicate);
    return main && r->pos == FRAME_VERB && act->stand <= STAND_FUTURE && act->source.n;
}

/* The main news of its sentence: such a verb of somebody named or described. */
static bool is_main_news(const Work *k, const FrameRow *r, const Act *act)
{
    const End *s = act->source.item;
    return is_main_clause(k, r, act) &&
           (is_told(k, s) || (!s->indirect && k->actors->mention[s->mention].how == HOW_METONYM));
}

bool is_fighter(const Actor *a)
{
    static const char *const roles[] = {"UAF", "REB", "SEP", "CRM", "MIL"};
    for (ptrdiff_t i = 0; i < COUNT(roles); i++)
        if (strcmp(a->role[0], roles[i]) == 0)
            return true;
    return strcmp(a->country, "IMG") == 0;
}

/* What a government does at home, what crowds do, yielding and rupture are often told of nobody in particular. Words
 * need somebody, unless they are the main news: in the main clause, of a named source, they cost no precision on the
 * gold documents, where all of them cost .015. Promises must say what is promised: "proposed a 25 percent tax rate". */
static bool may_lack_target(const Work *k, const FrameRow *r, const Act *act, const char *code)
{
    static const char *const home[] = {"081", "082", "083", "172", "132", "133", "124", "14"};
    static const char *const told[] = {"03", "05", "07", "09", "11", "12", "13", "17"};
    if (act->lone)
        return true;
    for (ptrdiff_t i = 0; i < COUNT(home) && !act->target.n && !act->source.item[0].indirect; i++)
        if (strncmp(code, home[i], strlen(home[i])) == 0)
            return true;
    for (ptrdiff_t i = 0; i < COUNT(told) && is_main_news(k, r, act); i++)
        if (strncmp(code, told[i], 2) == 0)
            return strcmp(code, "030") != 0;
    if (strncmp(code, "19", 2) == 0) { /* "Turkish jets pounded positions in Afrin": only who fights at all */
        const Actor *a = act->source.n ? end_actor(k, act->source.item) : NULL;
        return a && (is_fighter(a) || !a->role[0][0]) && strcmp(a->role[0], "CRM") != 0 &&
               (is_main_news(k, r, act) || (is_fighter(a) && is_main_clause(k, r, act)));
    }
    if (act->target.n && k->actors->mention[act->source.item[0].mention].how == HOW_ROLE)
        return false; /* "diplomats were expelled by governments": whose, the text does not say */
    return r->pos == FRAME_VERB && (strncmp(code, "08", 2) == 0 || strncmp(code, "16", 2) == 0);
}

/* Force and measures against a part of one's own country by its name: "imposed a curfew in Kashmir". */
static bool is_own_region(const Work *k, const char *code, const End *e)
{
    static const char *const measures[] = {"081", "132", "133", "17", "18", "19", "20"};
    const ActorMention *m = k->actors->mention + e->mention;
    int32_t p = k->d->places ? k->d->places->at[m->head] : -1;
    bool part = p >= 0 && (k->d->places->place[p].kind == PLACE_CITY || k->d->places->place[p].kind == PLACE_REGION);
    bool measure = false;
    for (ptrdiff_t i = 0; i < COUNT(measures); i++)
        measure |= strncmp(code, measures[i], strlen(measures[i])) == 0;
    bool named = m->how == HOW_NAME || (m->how == HOW_METONYM && e->slot == SLOT_in);
    return part && measure && named && !m->actor.role[0][0];
}

/* Is every target the source's own country by its name? */
static bool targets_home(const Work *k, const Ends *s, const Ends *t)
{
    for (int j = 0; j < t->n; j++)
        if (!s->n || end_actor(k, t->item + j)->role[0][0] || !is_self_talk(k, s->item, t->item + j))
            return false;
    return t->n > 0;
}

/* Two who mediate, praise, defend do it to others, not to each other. */
static bool is_for_others(const char *code)
{
    static const char *const codes[] = {"038", "039", "045", "051", "052", "053", "055", "056"};
    for (ptrdiff_t i = 0; i < COUNT(codes); i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

void event_add(Work *k, const Act *act, const char *code, int modality)
{
    const FrameRow *r = k->w->row + act->row;
    int root = root_of(code);
    const Ends *s = &act->source, *t = &act->target;
    bool together = !is_for_others(code) &&
                    (act->recip || (root >= 4 && root <= 6) || (root == 3 && r->pos == FRAME_VERB));
    if (together && !t->n && s->n > 1) { /* "X and Y met", "both agreed to …" */
        Act pair = *act;
        pair.recip = true;
        act = &pair;
        for (int i = 0; i < s->n; i++)
            for (int j = i + 1; j < s->n; j++)
                if (!same_end(k, s->item + i, s->item + j))
                    add_pair(k, act, code, modality, s->item + i, s->item + j);
        return;
    }
    if (!s->n && root == 14) {
        if (!(r->flags & FLAG_nosrc) || !is_told_protest(k, act))
            return;
        bool place = !t->n || t->item[0].slot == SLOT_in || (act->passive && t->item[0].indirect); /* not whom it is against */
        for (int i = 0; i < (place ? 1 : t->n); i++)
            add_pair(k, act, code, modality, NULL, place ? NULL : t->item + i);
        return;
    }
    if (!s->n && t->n && may_lack_source(r, act, root)) {
        for (int i = 0; i < t->n; i++)
            add_pair(k, act, code, modality, NULL, t->item + i);
        return;
    }
    ptrdiff_t before = k->events.n;
    bool crowd = strncmp(code, "14", 2) == 0; /* "thousands marched through Budapest against the government" */
    for (int i = 0; i < s->n; i++)
        for (int j = 0; j < t->n; j++)
            if (!same_end(k, s->item + i, t->item + j) && (crowd || !is_self_talk(k, s->item + i, t->item + j)))
                add_pair(k, act, code, modality, s->item + i, t->item + j);
    for (int j = 0; k->events.n == before && s->n && j < t->n; j++)
        if (is_own_region(k, code, t->item + j))
            add_pair(k, act, code, modality, s->item, t->item + j);
    Act alone = *act;
    if (k->events.n == before && targets_home(k, s, t)) /* "the government lifted the curfew in its south" */
        alone.target.n = 0;
    bool lone = k->events.n == before && !(r->flags & FLAG_intl) && may_lack_target(k, r, &alone, code);
    for (int i = 0; lone && i < s->n; i++)
        if (k->events.n == before || is_told(k, s->item + i)) /* "X and Y laid wreaths": each */
            add_pair(k, act, code, modality, s->item + i, NULL);
}
