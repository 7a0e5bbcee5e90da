/* Match: which row of frames.tsv a predicate fits, with which complement. Of the rows whose conditions hold wins the
 * one of most parts, then of most conditions, then of the finer code. */
#include "what/work.h"
#include "base/banned.h"

/* ---- conditions ----------------------------------------------------------------------------- */

static bool has_role(const Actor *a, uint64_t letters)
{
    char want[4] = {(char)letters, (char)(letters >> 8), (char)(letters >> 16), 0};
    for (int i = 0; i < ACTOR_ROLES; i++)
        if (strcmp(a->role[i], want) == 0)
            return true;
    return strcmp(a->country, want) == 0;
}

/* NGO and MNC stand in a code where others have their country. */
bool is_of_country(const Actor *a)
{
    return a->country[0] && strcmp(a->country, "NGO") != 0 && strcmp(a->country, "MNC") != 0;
}

/* Many rows ask who stands at a token: it is found once. */
static const Ends *ends_at(const Work *k, uint32_t token)
{
    Ends **e = k->ends + token;
    if (!*e) {
        *e = NEW(k->a, Ends, 1);
        ends_of(k, token, SLOT_ANY, ARG_OWN, false, *e);
    }
    return *e;
}

static bool ends_hold(const Work *k, const Cond *c, uint32_t token)
{
    const Ends *ends = ends_at(k, token);
    int32_t m = k->actors->at[token];
    if (c->kind == COND_PLURAL)
        return ends->n > 1 || (m >= 0 && k->actors->mention[m].plural);
    if (c->kind == COND_PERSON && m >= 0 && !ends->n)
        return k->actors->mention[m].how == HOW_UNKNOWN && k->word[token].upos == UPOS_PROPN;
    for (int i = 0; i < ends->n; i++) {
        const Actor *a = end_actor(k, ends->item + i);
        if (c->kind == COND_ACTOR || (c->kind == COND_COUNTRY && is_of_country(a)) ||
            (c->kind == COND_ROLE && has_role(a, c->value)) ||
            (c->kind == COND_PERSON && k->word[token].upos == UPOS_PROPN && a->role[0][0]))
            return true;
    }
    return false;
}

static bool code_begins(const char *code, uint64_t packed)
{
    for (int i = 0; i < 4 && (char)(packed >> (8 * i)); i++)
        if (code[i] != (char)(packed >> (8 * i)))
            return false;
    return code[0] != 0;
}

/* A town or region by its name is territory: "retook Fallujah". */
static bool is_town(const Work *k, uint32_t token)
{
    int32_t p = k->d->places ? k->d->places->at[token] : -1;
    return p >= 0 && k->word[token].upos == UPOS_PROPN &&
           (k->d->places->place[p].kind == PLACE_CITY || k->d->places->place[p].kind == PLACE_REGION);
}

/* "Do not attack, X told Y": a quoted clause in the base form without a subject. */
static bool is_quoted_command(const Work *k, uint32_t t)
{
    static const char *const phrases[] = {"thank", "look", "let", "listen", "wait", "trust", "believe", "see", "remember", NULL};
    int32_t aux = tree_child(k->trees, t, REL_AUX);
    return !word_among(k, t, phrases) && k->word[t].rel == REL_CCOMP && k->word[t].head > (int32_t)t && k->word[t].upos == UPOS_VERB &&
           str_eq(k->token[t].fold, k->word[t].lemma) && (aux < 0 || word_is(k, (uint32_t)aux, "do"));
}

/* "insisted that X stop": a bare verb where a report would have bent it, under a past or after one subject. */
static bool is_bare(const Work *k, uint32_t verb)
{
    static const char *const unbent[] = {"put", "cut", "hit", "set", "let", "quit", "shut", "hurt", "read",
                                         "cast", "beat", "spread", "split", "cost", "bet", NULL};
    static const char *const many[] = {"i", "you", "we", "they", "these", "those", NULL};
    int32_t s = tree_child(k->trees, verb, REL_NSUBJ), h = k->word[verb].head;
    if (s < 0 || h < 0 || has_aux(k, verb) || tree_child(k->trees, verb, REL_COP) >= 0 ||
        !str_eq(k->token[verb].fold, k->word[verb].lemma) || word_among(k, verb, unbent))
        return false;
    bool past = !str_eq(k->token[h].fold, k->word[h].lemma) && !str_ends(k->token[h].fold, STR("s"));
    bool one = !(k->word[s].feats & FEAT_PLURAL) && !word_among(k, (uint32_t)s, many) &&
               tree_child(k->trees, (uint32_t)s, REL_CONJ) < 0;
    return past || one;
}

/* What a token tells, found once; again where the first who asked was nearer to the end of the recursion. */
static const char *deed_at(Work *k, uint32_t token, int depth)
{
    Deed *d = k->deed + token;
    if (d->depth == 0 || depth + 1 < d->depth) {
        Acts acts = {0};
        acts_of(k, token, NULL, depth + 1, &acts);
        memcpy(d->code, acts.n ? acts.item[0].code : "", acts.n ? sizeof acts.item[0].code : 1);
        d->depth = (uint8_t)(depth + 1);
    }
    return d->code;
}

static bool value_holds(Work *k, const Cond *c, uint32_t token, int depth)
{
    switch ((CondKind)c->kind) {
    case COND_CLASS:
        return phrase_has(k, token, (int)c->value) ||
               (c->value == (uint64_t)k->w->class_id[CLASS_TERRITORY] && is_town(k, token));
    case COND_INFINITIVE:
        return (is_infinitive(k, token) || is_quoted_command(k, token)) && tree_child(k->trees, token, REL_NSUBJ) < 0 &&
               tree_child(k->trees, token, REL_COP) < 0;
    case COND_BARE: return is_bare(k, token);
    case COND_LEMMA: return k->word[token].lemma_key == c->value || k->token[token].key == c->value;
    case COND_CODE: return code_begins(deed_at(k, token, depth), c->value);
    case COND_ACTOR:
    case COND_COUNTRY:
    case COND_PERSON:
    case COND_PLURAL:
    case COND_ROLE: return ends_hold(k, c, token);
    case COND_SOME:
    case COND_NO: return true;
    }
    return false;
}

/* "allowed the return of inspectors": what a verb's object is of. */
static bool of_object_holds(Work *k, const Cond *c, const Args *args, uint32_t p, int depth)
{
    int32_t o = c->slot == SLOT_of && is_verb(k, p) ? args_first(args, SLOT_OBJ) : -1;
    for (int32_t g = o >= 0 ? k->trees->child[o] : -1; g >= 0; g = k->trees->next[g])
        if (k->word[g].rel == REL_NMOD && prep_slot(k, (uint32_t)g) == SLOT_of && (c->kind == COND_SOME || value_holds(k, c, (uint32_t)g, depth)))
            return true;
    return false;
}

/* One value of a condition; alternatives are or-ed by the caller. */
static bool cond_holds(Work *k, const Cond *c, const Args *args, int32_t complement, uint32_t p, int depth)
{
    if (c->slot == SLOT_COMP) {
        bool any = complement >= 0 || args_first(args, SLOT_COMP) >= 0;
        if (c->kind == COND_SOME || c->kind == COND_NO)
            return any == (c->kind == COND_SOME);
        return complement >= 0 && value_holds(k, c, (uint32_t)complement, depth);
    }
    if (c->slot == SLOT_CSUBJ) { /* "alleged that soldiers had …": the soldiers, another than the one who alleges */
        int32_t t = complement >= 0 ? surface_subject(k, (uint32_t)complement, 0) : -1;
        t = t == args_first(args, SLOT_SUBJ) ? -1 : t;
        return t < 0 ? c->kind == COND_NO : c->kind == COND_SOME || (c->kind != COND_NO && value_holds(k, c, (uint32_t)t, depth));
    }
    if (c->slot == SLOT_ANY) {
        uint32_t first, last;
        tree_span(k->trees, p, &first, &last);
        for (uint32_t t = first; t <= last; t++)
            if (t != p && (c->kind == COND_CLASS ? token_has(k, t, (int)c->value) : value_holds(k, c, t, depth)))
                return true;
        return false;
    }
    bool any = false;
    int32_t amount = c->slot == SLOT_OBJ ? args_first(args, SLOT_OBJ) : -1; /* "$100 billion in tariffs" */
    bool measured = amount >= 0 && is_measure(k, (uint32_t)amount);
    for (int i = 0; i < args->n; i++)
        if (args->item[i].slot == c->slot ||
            (measured && (args->item[i].slot == SLOT_in || args->item[i].slot == SLOT_of))) {
            any = true;
            if (c->kind == COND_SOME || (c->kind != COND_NO && value_holds(k, c, args->item[i].token, depth)))
                return true;
        }
    return (c->kind == COND_NO && !any) || (c->kind != COND_NO && of_object_holds(k, c, args, p, depth));
}

static bool row_holds(Work *k, const FrameRow *r, const Args *args, int32_t complement, uint32_t p, int depth)
{
    for (uint32_t i = 0; i < r->n_cond;) {
        const Cond *c = k->w->cond + r->cond + i;
        bool negate = c->flags & COND_NOT, holds = false;
        for (;; c++) {
            holds = holds || cond_holds(k, c, args, complement, p, depth);
            i++;
            if (!(c->flags & COND_OR))
                break;
        }
        if (holds == negate)
            return false;
    }
    return true;
}

/* ---- the row -------------------------------------------------------------------------------- */

bool is_time(const Work *k, uint32_t token)
{
    return k->d->times && k->d->times->at[token] >= 0;
}

static bool has_extra(const Work *k, uint32_t p, uint64_t key)
{
    for (int32_t c = k->trees->child[p]; c >= 0; c = k->trees->next[c]) {
        if (c < (int32_t)p && k->word[c].rel == REL_MARK)
            continue; /* "to turn X into Y" turns to nobody */
        if (k->word[c].lemma_key == key || k->token[c].key == key)
            return true;
        int rel = k->word[c].rel;
        if (is_time(k, (uint32_t)c)) /* "called X on Friday" is no call on X */
            continue;
        if (rel != REL_OBL && rel != REL_OBL_AGENT && rel != REL_NMOD && rel != REL_ADVCL && rel != REL_XCOMP &&
            rel != REL_CCOMP && rel != REL_AMOD && rel != REL_COMPOUND)
            continue;
        for (int32_t g = k->trees->child[c]; g >= 0; g = k->trees->next[g])
            if ((k->word[g].rel == REL_CASE || k->word[g].rel == REL_MARK || k->word[g].rel == REL_COMPOUND ||
                 k->word[g].rel == REL_AMOD || k->word[g].rel == REL_DET) &&
                (k->token[g].key == key || k->word[g].lemma_key == key))
                return true;
    }
    /* "pushed back Russian forces": the particle behind the verb, wherever the parser hung it */
    uint32_t next = p + 1;
    if (next < k->text->n_tokens && k->token[next].sentence == k->token[p].sentence && k->token[next].key == key &&
        is_verb(k, p) && (k->word[next].upos == UPOS_ADV || k->word[next].upos == UPOS_ADP))
        return true;
    return p > 0 && k->token[p - 1].sentence == k->token[p].sentence &&
           (k->token[p - 1].key == key || k->word[p - 1].lemma_key == key) && !is_verb(k, p);
}

/* A bare verb where a noun belongs, as the tagger may read "lift ban", "cut aid". */
static bool is_noun_misread(const Work *k, uint32_t p)
{
    int rel = k->word[p].rel;
    if (rel != REL_XCOMP && rel != REL_OBJ && rel != REL_OBL && rel != REL_NMOD && rel != REL_COMPOUND)
        return false;
    Str form = k->token[p].fold;
    return !str_ends(form, STR("ed")) && !str_ends(form, STR("ing")) && mark_of(k, p) < 0 &&
           tree_child(k->trees, p, REL_AUX) < 0 && tree_child(k->trees, p, REL_NSUBJ) < 0 &&
           tree_child(k->trees, p, REL_OBJ) < 0;
}

/* "setting a date", "set the standard": at work, not a state that somebody is in ("set to leave"). */
static bool is_at_work(const Work *k, uint32_t p)
{
    bool active = str_ends(k->token[p].fold, STR("ing")) && !str_ends(k->word[p].lemma, STR("ing"));
    return active || (tree_child(k->trees, p, REL_OBJ) >= 0 && !is_passive(k, p));
}

static bool pos_fits(const Work *k, uint32_t p, int pos)
{
    if (pos == FRAME_VERB && is_verb(k, p))
        return k->word[p].upos != UPOS_AUX;
    switch (k->word[p].upos) {
    case UPOS_VERB:
        return pos == FRAME_VERB || (pos == FRAME_ADJECTIVE && !is_at_work(k, p)) || (pos == FRAME_NOUN && is_noun_misread(k, p));
    case UPOS_AUX: return false;
    case UPOS_NOUN: /* "was downbeat about", read as a noun */
        return pos == FRAME_NOUN || (pos == FRAME_ADJECTIVE && tree_child(k->trees, p, REL_COP) >= 0 && tree_child(k->trees, p, REL_DET) < 0);
    case UPOS_PROPN: return pos == FRAME_NOUN;
    case UPOS_ADJ: return pos == FRAME_ADJECTIVE;
    default: return false;
    }
}

/* The event noun that a phrase speaks of: "a series of attacks" is the attacks. */
uint32_t event_head(const Work *k, uint32_t token)
{
    for (int i = 0; i < 3 && is_measure(k, token); i++) {
        int32_t c = tree_child(k->trees, token, REL_NMOD);
        if (c < 0)
            return token;
        token = (uint32_t)c;
    }
    return token;
}

/* Does any row of the word fit its part of speech? "Take place" governs no placing. */
static bool has_row(const Work *k, uint32_t token)
{
    int32_t groups[] = {k->group[token], k->group2[token]};
    for (ptrdiff_t j = 0; j < COUNT(groups); j++)
        for (uint32_t i = 0; groups[j] >= 0 && i < k->w->group[groups[j]].n; i++)
            if (pos_fits(k, token, k->w->row[k->w->entry[k->w->group[groups[j]].first + i].row].pos))
                return true;
    return false;
}

static int32_t governed_noun(const Work *k, const Args *args, int slot)
{
    int32_t t = args_first(args, slot);
    if (t < 0)
        return -1;
    t = (int32_t)event_head(k, (uint32_t)t);
    if (has_row(k, (uint32_t)t) || is_verb(k, (uint32_t)t))
        return t;
    int32_t c = tree_child(k->trees, (uint32_t)t, REL_COMPOUND); /* "a mediation effort" is the mediation */
    return c >= 0 && k->group[c] >= 0 && is_noun(k, (uint32_t)c) ? c : -1;
}

static int32_t find_complement(const Work *k, uint32_t p, const Args *args, int prep)
{
    static const uint8_t verb_slots[] = {SLOT_COMP, SLOT_of, SLOT_for, SLOT_from, SLOT_into};
    static const uint8_t noun_slots[] = {SLOT_COMP,  SLOT_for,  SLOT_of,   SLOT_to, SLOT_on,
                                         SLOT_about, SLOT_over, SLOT_with, SLOT_MOD};
    int32_t t = prep ? governed_noun(k, args, prep) : -1;
    if (t >= 0)
        return t;
    if (is_verb(k, p)) {
        for (ptrdiff_t i = 0; i < COUNT(verb_slots); i++) {
            t = args_first(args, verb_slots[i]);
            if (t >= 0 && (verb_slots[i] == SLOT_COMP || is_verb(k, (uint32_t)t)))
                return t;
        }
        t = governed_noun(k, args, SLOT_OBJ);
        int32_t o = args_first(args, SLOT_OBJ);
        if (t < 0 && (o < 0 || word_is(k, (uint32_t)o, "place")) && k->actors->at[MAX(args_first(args, SLOT_SUBJ), 0)] < 0)
            t = governed_noun(k, args, SLOT_SUBJ);
        for (ptrdiff_t i = 1; t < 0 && i < COUNT(verb_slots); i++)
            t = governed_noun(k, args, verb_slots[i]);
        return t != (int32_t)p ? t : -1;
    }
    for (ptrdiff_t i = 0; i < COUNT(noun_slots); i++) {
        t = args_first(args, noun_slots[i]);
        if (t >= 0 && t != (int32_t)p && (noun_slots[i] == SLOT_COMP || k->group[t] >= 0 || is_verb(k, (uint32_t)t)))
            return t;
    }
    return -1;
}

/* Of rows with as many conditions the one with the finer code wins. */
static int fineness(const FrameRow *r)
{
    size_t n = strlen(r->code);
    return n == 4 ? 2 : n == 3 && r->code[2] != '0' ? 1 : 0;
}

/* What follows "turn down", "call on", "break off" is their object, however the particle was read. */
void alias_object(Args *args, int slot)
{
    int32_t t = slot ? args_first(args, slot) : -1;
    if (t >= 0 && args_first(args, SLOT_OBJ) < 0)
        args_add(args, SLOT_OBJ, (uint32_t)t, ARG_OWN);
}

/* Participles as adjectives ("he was dismayed at …", "disturbed by …"): the one who feels is the subject. */
void feel_subject(Args *args)
{
    for (int i = 0; args->passive && i < args->n; i++)
        if (args->item[i].slot == SLOT_SUBJ)
            args->item[i].slot = SLOT_by;
        else if (args->item[i].slot == SLOT_OBJ)
            args->item[i].slot = SLOT_SUBJ;
}

/* A clause with a subject of its own: "concluded that the US must …". */
static bool is_own_clause(const Work *k, uint32_t c)
{
    return k->word[c].rel == REL_CCOMP && tree_child(k->trees, c, REL_NSUBJ) >= 0;
}

static void match_group(Work *k, uint32_t p, int32_t group, const Args *args, int depth, Match *best)
{
    const FrameGroup *g = k->w->group + group;
    for (uint32_t i = g->first; i < g->first + g->n; i++) {
        const FrameEntry *e = k->w->entry + i;
        const FrameRow *r = k->w->row + e->row;
        if (!pos_fits(k, p, r->pos))
            continue;
        int extras = 0;
        bool fits = true;
        for (; fits && extras < ENTRY_EXTRAS && e->extra[extras]; extras++)
            fits = has_extra(k, p, e->extra[extras]);
        if (!fits)
            continue;
        int bias = r->pos != FRAME_ADJECTIVE || !is_verb(k, p) ? 0 : args->passive ? 12 : -4;
        int score = 16 * extras + 8 * r->weight + fineness(r) + bias;
        if (score <= best->score)
            continue;
        Args with = *args;
        alias_object(&with, e->slot);
        int32_t complement = r->op || r->n_cond ? find_complement(k, p, &with, e->slot) : -1;
        if (r->op == OP_same || r->op == OP_rev) { /* "announced a suspension of aid, …": the noun before clauses */
            int32_t noun = governed_noun(k, &with, SLOT_OBJ);
            complement = noun >= 0 && noun != (int32_t)p ? noun : complement;
        }
        int32_t object = r->op == OP_same || r->op == OP_rev ? args_first(&with, SLOT_OBJ) : -1;
        if (object >= 0 && k->actors->at[object] < 0 && complement >= 0 && is_verb(k, (uint32_t)complement))
            complement = governed_noun(k, &with, SLOT_OBJ); /* "gave money to promote trade" promotes nothing yet */
        if (r->op == OP_rev && complement >= 0 && is_verb(k, (uint32_t)complement))
            continue; /* "received X to discuss": a purpose */
        if ((r->op == OP_same || r->op == OP_rev) && (complement < 0 || is_own_clause(k, (uint32_t)complement)))
            continue; /* a light verb without its noun says nothing */
        if (r->pos == FRAME_ADJECTIVE)
            feel_subject(&with);
        if (row_holds(k, r, &with, complement, p, depth))
            *best = (Match){(int32_t)e->row, complement, e->slot, score};
    }
}

Match row_match(Work *k, uint32_t p, const Args *args, int depth)
{
    Match best = {-1, -1, SLOT_NONE, -1};
    if (k->group[p] >= 0)
        match_group(k, p, k->group[p], args, depth, &best);
    if (k->group2[p] >= 0)
        match_group(k, p, k->group2[p], args, depth, &best);
    return best;
}
