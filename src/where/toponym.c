/* Finding toponyms: longest names of the gazetteer at capitalised words, less what the context forbids.
 *
 * A name is no place inside a person's name ("Paris Hilton", "Michael Jordan", "Mr. Washington"), inside an
 * organisation's ("Boston Globe"), and, when it is mostly a word ("Reading", "Hope"), without a preposition
 * of place or a containing place behind it. */
#include "where/toponym.h"

#include "base/banned.h"

static bool word_in(Str s, const char *const *words, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (str_eq(s, str_of(words[i])))
            return true;
    return false;
}
#define IN(s, words) word_in((s), (words), COUNT(words))

static const char *const titles[] = {"mr.", "mr", "mrs.", "mrs", "ms.", "ms", "dr.", "dr", "sen.", "senator", "rep.", "gov.",
                                     "governor", "president", "judge", "justice", "sheriff", "sgt.", "capt.", "captain", "col.",
                                     "gen.", "lt.", "maj.", "officer", "prof.", "professor", "rev.", "sir", "lord", "lady",
                                     "coach", "detective", "mayor", "congressman", "minister", "king", "queen", "prince",
                                     "princess", "pope", "miss", "chancellor", "secretary", "attorney", "deputy", "pastor"};
static const char *const place_words[] = {"in", "at", "near", "from", "to", "outside", "around", "into", "toward", "towards",
                                          "across", "throughout", "through", "off", "of", "between", "within", "inside",
                                          "via", "on", "along", "southwestern", "southeastern", "northwestern", "northeastern", "north", "south", "east", "west", "northern", "southern", "eastern",
                                          "western", "central", "downtown", "leave", "left", "reached", "visited"};
/* Nouns that make a proper name of what stands before them, and no place of it. */
static const char *const not_places[] = {"post", "times", "globe", "tribune", "herald", "news", "university", "college",
                                         "school", "institute", "bank", "airlines", "airways", "inc.", "inc", "corp.", "corp",
                                         "co.", "company", "ltd", "group", "united", "city", "press", "journal", "gazette",
                                         "chronicle", "review", "hospital", "church", "club", "fc", "foundation", "center",
                                         "centre", "street", "st.", "avenue", "ave.", "road", "rd.", "boulevard", "blvd.", "drive",
                                         "lane", "bridge", "museum", "hotel", "theatre", "theater", "stadium", "observer",
                                         "high", "elementary", "academy", "cup", "open", "accord", "treaty"};
static const char *const place_nouns[] = {"county", "parish", "township", "province", "governorate", "region", "district",
                                          "island", "valley", "river", "city", "state", "oblast", "village", "borough"};

static const char *const no_names[] = {"january", "february", "march", "april", "may", "june", "july", "august", "september",
                                       "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
                                       "friday", "saturday", "sunday", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.",
                                       "dec.", "ramadan", "christmas", "parliament", "congress", "islam", "english", "arabic"};

static Str fold_at(const Text *t, int64_t i)
{
    return i >= 0 && i < t->n_tokens ? t->token[i].fold : (Str){"", 0};
}

static bool same_sentence(const Text *t, int64_t i, uint32_t sentence)
{
    return i >= 0 && i < t->n_tokens && t->token[i].sentence == sentence;
}

static bool capital_at(const Text *t, int64_t i, uint32_t sentence)
{
    return same_sentence(t, i, sentence) && (t->token[i].flags & TOKEN_CAPITAL);
}

static int flags_of(const WhereTables *w, int32_t names)
{
    int flags = 255;
    for (int32_t i = names;; i++) {
        flags &= w->name[i].flags | NAME_LAST;
        if (w->name[i].flags & NAME_LAST)
            return flags & ~NAME_LAST;
    }
}

static bool only_people(const WhereTables *w, int32_t names)
{
    for (int32_t i = names;; i++) {
        if (w->name[i].row >= 0 && w->row[w->name[i].row].kind != GEO_PEOPLE)
            return false;
        if (w->name[i].flags & NAME_LAST)
            return true;
    }
}

static bool any_region(const WhereTables *w, int32_t names)
{
    for (int32_t i = names;; i++) {
        if (w->name[i].row >= 0 && w->row[w->name[i].row].kind <= GEO_REGION)
            return true;
        if (w->name[i].flags & NAME_LAST)
            return false;
    }
}

static uint64_t words_hash(const Text *t, uint32_t first, uint32_t last)
{
    uint64_t h = 3;
    for (uint32_t i = first; i <= last; i++)
        h = hash_mix(h, t->token[i].key);
    return h ? h : 1;
}

Toponym toponym_at(const WhereTables *w, const Text *t, uint32_t first, uint32_t last)
{
    Toponym p = {.first = first, .last = last, .names = -1, .inside = -1, .row = -1, .hash = words_hash(t, first, last)};
    uint64_t key[NAME_TOKENS];
    int n = 0;
    for (uint32_t i = first; i <= last && n < NAME_TOKENS; i++)
        key[n++] = t->token[i].key;
    int32_t at;
    if (dict_match(&w->names, key, n, &at) == (int)(last - first + 1))
        p.names = at;
    return p;
}

/* ---- context ------------------------------------------------------------------------------ */

/* Does the tree or its neighbours make it part of a person's name? */
static bool in_person(const Text *t, const Trees *trees, uint32_t first, uint32_t last, bool strong)
{
    uint32_t s = t->token[first].sentence;
    if (IN(fold_at(t, (int64_t)first - 1), titles) && same_sentence(t, (int64_t)first - 1, s) &&
        (t->token[first - 1].flags & TOKEN_CAPITAL))
        return true;
    if (!trees || !trees->word)
        return false;
    for (uint32_t i = first; i <= last; i++) {
        const Word *x = &trees->word[i];
        if (x->rel == REL_FLAT && (x->head < (int32_t)first || x->head > (int32_t)last) && !strong)
            return true;
    }
    if (last + 1 < t->n_tokens && same_sentence(t, last + 1, s)) {
        const Word *next = &trees->word[last + 1];
        if (next->rel == REL_FLAT && !IN(t->token[last + 1].fold, no_names) && next->head >= (int32_t)first && next->head <= (int32_t)last &&
            (t->token[last + 1].flags & TOKEN_CAPITAL))
            return true;
    }
    return false;
}

/* Does a mention of a place have its head in the tokens? (That a mention is a person is told less surely, and
 * rejecting names for it was measured to lose more places than it saves: it is not asked.) */
static bool is_place_mention(const Trees *trees, uint32_t first, uint32_t last)
{
    uint32_t lo = 0, hi = trees ? trees->n_mentions : 0;
    while (lo < hi) { /* mentions are in order of their first token */
        uint32_t mid = (lo + hi) / 2;
        if (trees->mention[mid].first <= last)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = lo, n = 0; i > 0 && n < 8; i--, n++) {
        const Mention *m = &trees->mention[i - 1];
        if (m->head >= first && m->head <= last)
            return m->type == MENTION_PLACE;
    }
    return false;
}

static bool place_before(const Text *t, uint32_t first)
{
    uint32_t s = t->token[first].sentence;
    int64_t at = (int64_t)first - 1;
    if (str_eq(fold_at(t, at), STR("the")))
        at--;
    return same_sentence(t, at, s) && IN(fold_at(t, at), place_words);
}

/* "Ohio" behind the comma, or "(Ohio)". */
static bool container_behind(const WhereTables *w, const Text *t, uint32_t last)
{
    uint64_t key[NAME_TOKENS];
    int32_t at;
    int n = 0;
    if (!str_eq(fold_at(t, (int64_t)last + 1), STR(",")))
        return false;
    for (uint32_t i = last + 2; i < t->n_tokens && n < NAME_TOKENS; i++)
        key[n++] = t->token[i].key;
    return capital_at(t, (int64_t)last + 2, t->token[last].sentence) && dict_match(&w->names, key, n, &at) > 0 &&
           any_region(w, at);
}

/* A capital that acts or is dealt with: "Moscow said", "ties with Moscow". */
static bool stands_for_government(const Actors *actors, const Text *t, const Trees *trees, uint32_t first, uint32_t last)
{
    static const char *const partners[] = {"with", "against", "by", "between"};
    if (!actors || !actors->at)
        return false;
    for (uint32_t i = first; i <= last; i++) {
        if (actors->at[i] < 0 || actors->mention[actors->at[i]].how != HOW_METONYM)
            continue;
        int rel = trees && trees->word ? trees->word[i].rel : REL_NSUBJ;
        if (rel == REL_NSUBJ || rel == REL_OBL_AGENT || IN(fold_at(t, (int64_t)first - 1), partners))
            return true;
    }
    return false;
}

static bool is_person(const Actors *actors, uint32_t first, uint32_t last)
{
    if (!actors || !actors->at)
        return false;
    for (uint32_t i = first; i <= last; i++) {
        int32_t m = actors->at[i];
        if (m >= 0 && actors->mention[m].actor.role[0][0] && (actors->mention[m].how == HOW_SURNAME))
            return true;
    }
    return false;
}

static bool joined_by_hyphen(const Text *t, uint32_t i, uint32_t end)
{
    return i + 1 < end && str_eq(t->token[i].fold, STR("-")) && !(t->token[i].flags & TOKEN_SPACE_AFTER) &&
           !(t->token[i - 1].flags & TOKEN_SPACE_AFTER);
}

enum { SHORT_NAME = 4 };

/* Part of a longer proper name on its right: "Boston Globe", "Jordan Spieth". */
static bool name_goes_on(const Text *t, const Trees *trees, uint32_t last, bool region)
{
    uint32_t s = t->token[last].sentence;
    bool hyphen = same_sentence(t, (int64_t)last + 1, s) && str_eq(fold_at(t, (int64_t)last + 1), STR("-"));
    if ((!capital_at(t, (int64_t)last + 1, s) && !hyphen) || (t->sentence[s].flags & (SENTENCE_HEADLINE | SENTENCE_ALL_CAPS)))
        return false;
    Str next = fold_at(t, (int64_t)last + 1);
    if (str_eq(next, STR("-")) && joined_by_hyphen(t, last + 1, t->n_tokens) && t->token[last].form.len <= SHORT_NAME)
        return true; /* "Al-Mayadeen" is not in Al */
    if (t->token[last + 1].flags & (TOKEN_PUNCT | TOKEN_CLITIC | TOKEN_DIGIT) || IN(next, place_nouns) || IN(next, no_names))
        return false;
    if (IN(next, not_places))
        return true;
    if (region || !trees || !trees->word)
        return false;
    const Word *n = &trees->word[last + 1];
    return n->upos == UPOS_PROPN && (n->rel == REL_FLAT || trees->word[last].head == (int32_t)last + 1);
}

static bool name_began_before(const Text *t, const Trees *trees, uint32_t first)
{
    uint32_t s = t->token[first].sentence;
    if (!trees || !trees->word || !capital_at(t, (int64_t)first - 1, s))
        return false;
    if (t->token[first - 1].flags & (TOKEN_PUNCT | TOKEN_DIGIT) || (t->sentence[s].flags & SENTENCE_HEADLINE))
        return false;
    const Word *p = &trees->word[first - 1], *x = &trees->word[first];
    return p->upos == UPOS_PROPN && x->rel == REL_FLAT;
}

/* A name by its tag, or by its capital where nothing else asks for one: taggers take rare names for nouns. */
static bool is_name(const Text *t, const Trees *trees, uint32_t i)
{
    const Sentence *s = &t->sentence[t->token[i].sentence];
    bool told = (t->token[i].flags & TOKEN_CAPITAL) && i > s->first && !(s->flags & (SENTENCE_HEADLINE | SENTENCE_TITLE));
    return trees->word[i].upos == UPOS_PROPN || (told && trees->word[i].upos == UPOS_NOUN);
}

/* Proper names only, where the tagger has spoken; headlines confuse it. */
static bool is_proper(const Text *t, const Trees *trees, uint32_t first, uint32_t last)
{
    if (!trees || !trees->word || (t->sentence[t->token[first].sentence].flags & (SENTENCE_ALL_CAPS | SENTENCE_LOWER)))
        return true;
    for (uint32_t i = first; i <= last; i++)
        if (is_name(t, trees, i))
            return true;
    return false;
}

/* Last names told with a first name somewhere in the text: "Meredith" is then nobody's town. */
static void surnames_of(const Text *t, const Trees *trees, Map *out, Arena *a)
{
    if (!trees || !trees->word)
        return;
    for (uint32_t i = 0; i < t->n_tokens; i++) {
        const Word *x = &trees->word[i];
        if (x->rel == REL_FLAT && x->head >= 0 && x->upos == UPOS_PROPN && trees->word[x->head].upos == UPOS_PROPN &&
            (t->token[i].flags & TOKEN_CAPITAL) && !(t->token[i].flags & TOKEN_DIGIT))
            map_set(out, t->token[i].key, 1, a);
    }
}

typedef struct {
    const WhereTables *w;
    const Text *text;
    const Trees *trees;
    const Actors *actors;
    Map surnames;
} Finder;

static bool is_place(const Finder *f, Toponym *p)
{
    const WhereTables *w = f->w;
    const Text *t = f->text;
    const Trees *trees = f->trees;
    const Actors *actors = f->actors;
    uint32_t s = t->token[p->first].sentence;
    int flags = flags_of(w, p->names);
    bool before = place_before(t, p->first), behind = container_behind(w, t, p->last);
    bool region = any_region(w, p->names);
    if (only_people(w, p->names) || (flags & NAME_POSTAL))
        return false;
    if (flags & NAME_CAPS && !(t->token[p->first].flags & TOKEN_ALL_CAPS))
        return false;
    if ((flags & NAME_CAPS) && (t->sentence[s].flags & SENTENCE_ALL_CAPS) && !before)
        return false;
    if (flags & NAME_ABBREV && !str_ends(t->token[p->last].form, STR(".")))
        return false;
    if (stands_for_government(actors, t, trees, p->first, p->last) && !before && !behind)
        return false;
    if (is_person(actors, p->first, p->last) && !before)
        return false;
    p->sure = before || behind || region;
    if (behind)
        return true;
    if (!is_proper(t, trees, p->first, p->last))
        return false;
    if (p->first == p->last && !region && !before && map_get(&f->surnames, t->token[p->first].key))
        return false;
    if (in_person(t, trees, p->first, p->last, region && before) || name_goes_on(t, trees, p->last, region) ||
        name_began_before(t, trees, p->first))
        return false;
    if (is_place_mention(trees, p->first, p->last)) {
        p->sure = true;
        return true;
    }
    if (flags & (NAME_WORD | NAME_WEAK))
        return before && !region ? true : before;
    return true;
}

/* ---- the walk ----------------------------------------------------------------------------- */

/* "OH" and "Ohio" behind "Columbus ,": a container in any spelling. */
static bool take_container(const WhereTables *w, const Text *t, uint32_t at, uint32_t end, Toponym *out)
{
    uint64_t key[NAME_TOKENS];
    int n = 0;
    int32_t names;
    for (uint32_t i = at; i < end && n < NAME_TOKENS; i++)
        key[n++] = t->token[i].key;
    if (at >= end || !(t->token[at].flags & TOKEN_CAPITAL))
        return false;
    int len = dict_match(&w->names, key, n, &names);
    if (!len || !any_region(w, names))
        return false;
    if (flags_of(w, names) & NAME_POSTAL && !(t->token[at].flags & TOKEN_ALL_CAPS))
        return false;
    *out = toponym_at(w, t, at, at + (uint32_t)len - 1);
    out->sure = true;
    return out->names >= 0;
}

/* ---- names that no gazetteer knows -------------------------------------------------------- */

static const char *const kinds_of_place[] = {"village", "town", "city", "district", "area", "neighborhood", "neighbourhood",
                                             "province", "region", "suburb", "hamlet", "settlement", "countryside", "airport",
                                             "airbase", "camp", "prison", "valley", "mountains", "river", "checkpoint",
                                             "governorate", "county", "villages", "towns", "cities", "areas", "districts",
                                             "outskirts", "municipality", "quarter", "port", "island", "crossing", "refugee",
                                             "shantytown", "commune", "airstrip", "suburbs", "axis", "dam", "highway",
                                             "slum", "sector", "enclave", "peninsula", "hill", "hills", "border", "farms",
                                             "subdistrict", "township", "street", "road", "plain", "strait", "lake", "streets",
                                             "perimeter", "entrance", "fringes", "slope", "flank", "flanks", "northeast",
                                             "northwest", "southeast", "southwest", "north", "south", "east", "west",
                                             "capital", "localities", "settlements", "section", "roundabout", "checkpoints"};
/* What is done to places more than to people. */
static const char *const place_verbs[] = {"liberated", "stormed", "storming", "entered", "retook", "recaptured", "besieged",
                                          "shelled", "patrolled", "patrolling", "patrol", "overran", "bombarded", "central",
                                          "northern", "southern", "eastern", "western", "northeastern", "northwestern",
                                          "southeastern", "southwestern", "downtown", "nearby"};
/* Last words of names that are places by themselves. */
static const char *const place_ends[] = {"mountains", "mountain", "river", "lake", "valley", "island", "islands", "district",
                                         "province", "governorate", "airport", "airbase", "camp", "base", "bridge", "highway",
                                         "road", "street", "avenue", "drive", "boulevard", "park", "square", "plains", "hills",
                                         "creek", "bay", "roundabout", "front", "auditorium", "field", "headquarters", "gulf", "strait", "straits", "peninsula", "dam", "township",
                                         "county", "prison", "fort", "beach", "desert", "forest", "falls", "canal", "port",
                                         "town", "city", "village", "neighborhood", "suburb", "crossing", "sea", "fields", "hill", "gorge", "hospital", "heights", "farm", "pass", "mosque"};
static const char *const particles[] = {"al", "el", "ar", "as", "ad", "an", "az"};
static const char *const straight_before[] = {"in", "near", "outside", "inside", "around", "at", "along"};
enum { RUN_MAX = 6 };

static bool proper_at(const Finder *f, uint32_t i, uint32_t end)
{
    return i < end && (f->text->token[i].flags & TOKEN_CAPITAL) && !(f->text->token[i].flags & (TOKEN_DIGIT | TOKEN_ALL_CAPS)) &&
           is_name(f->text, f->trees, i);
}

static bool has_actor(const Actors *actors, uint32_t first, uint32_t last)
{
    if (!actors || !actors->at)
        return false;
    for (uint32_t i = first; i <= last; i++)
        if (actors->at[i] >= 0 && actors->mention[actors->at[i]].actor.code[0])
            return true;
    return false;
}

/* The run of proper names that begins here: "Khirbet al-Joz", "El Waregow"; false when none begins. */
static bool run_at(const Finder *f, uint32_t at, uint32_t end, uint32_t *last)
{
    const Text *t = f->text;
    uint32_t s = t->token[at].sentence;
    bool particle = joined_by_hyphen(t, at + 1, end) && IN(t->token[at].fold, particles) && proper_at(f, at + 2, end);
    if ((!particle && !proper_at(f, at, end)) || IN(t->token[at].fold, no_names))
        return false;
    if (at > t->sentence[s].first && (proper_at(f, at - 1, end) || IN(fold_at(t, (int64_t)at - 1), titles)))
        return false;
    *last = at;
    while (*last - at < RUN_MAX) {
        if (joined_by_hyphen(t, *last + 1, end) && (proper_at(f, *last + 2, end) || particle))
            *last += 2;
        else if (proper_at(f, *last + 1, end) && !IN(t->token[*last + 1].fold, no_names))
            *last += 1;
        else if (*last + 3 < end && IN(t->token[*last + 1].fold, particles) && joined_by_hyphen(t, *last + 2, end) &&
                 proper_at(f, *last + 3, end))
            *last += 3;
        else
            break;
        particle = false;
    }
    return *last < end;
}

/* ", a strategic city near …" */
static bool called_a_place(const Text *t, uint32_t last, uint32_t end)
{
    if (!str_eq(fold_at(t, (int64_t)last + 1), STR(",")) || last + 2 >= end)
        return false;
    Str article = t->token[last + 2].fold;
    if (!str_eq(article, STR("a")) && !str_eq(article, STR("an")) && !str_eq(article, STR("the")))
        return false;
    for (uint32_t i = last + 3; i < end && i < last + 6; i++)
        if (IN(t->token[i].fold, kinds_of_place))
            return true;
    return false;
}

/* Coordinated with a place already found: "Homs, Hama and Surjah". */
static bool beside_place(const Finder *f, uint32_t first, uint32_t last, const Toponyms *found)
{
    for (uint32_t i = first; i <= last; i++) {
        const Word *x = &f->trees->word[i];
        if (x->rel != REL_CONJ || x->head < 0)
            continue;
        for (ptrdiff_t k = found->n - 1; k >= 0 && k >= found->n - 6; k--)
            if (x->head >= (int32_t)found->item[k].first && x->head <= (int32_t)found->item[k].last)
                return true;
    }
    return false;
}

/* A run behind "in", "near", "the village of", before "village", "district" …, or named as such. */
static bool unknown_at(const Finder *f, uint32_t at, uint32_t end, const Toponyms *found, Toponym *out)
{
    const Text *t = f->text;
    uint32_t s = t->token[at].sentence, last;
    if (!f->trees || !f->trees->word || !run_at(f, at, end, &last))
        return false;
    Str before = same_sentence(t, (int64_t)at - 1, s) ? fold_at(t, (int64_t)at - 1) : (Str){"", 0};
    Str before2 = same_sentence(t, (int64_t)at - 2, s) ? fold_at(t, (int64_t)at - 2) : (Str){"", 0};
    Str after = last + 1 < end ? fold_at(t, (int64_t)last + 1) : (Str){"", 0};
    bool cue = IN(before, straight_before) || IN(before, kinds_of_place) || IN(before, place_verbs) ||
               (str_eq(before, STR("of")) && IN(before2, kinds_of_place)) || IN(after, kinds_of_place) ||
               (last > at && IN(t->token[last].fold, place_ends)) || called_a_place(t, last, end) ||
               beside_place(f, at, last, found);
    if (!cue || has_actor(f->actors, at, last))
        return false;
    *out = (Toponym){.first = at, .last = last, .names = -1, .inside = -1, .row = -1, .hash = words_hash(t, at, last), .sure = true};
    return true;
}

/* "Homs Governorate", "Baghdad Airport": the kind of place belongs to the name, and may tell the region from its town. */
static void add_kind(const Text *t, Toponym *p)
{
    static const char *const regions[] = {"province", "governorate", "region", "oblast", "state"};
    uint32_t first = p->last + 1;
    while (capital_at(t, (int64_t)p->last + 1, t->token[p->first].sentence) &&
           (IN(t->token[p->last + 1].fold, place_nouns) || IN(t->token[p->last + 1].fold, place_ends)))
        p->last++;
    if (p->last < first)
        return;
    p->is_region = IN(t->token[first].fold, regions);
    p->hash = words_hash(t, p->first, p->last);
}

static void find_in_sentence(const Finder *f, const Sentence *s, Toponyms *out, Arena *a)
{
    const WhereTables *w = f->w;
    const Text *t = f->text;
    uint32_t end = s->first + s->n;
    for (uint32_t i = s->first; i < end; i++) {
        uint64_t key[NAME_TOKENS];
        int n = 0;
        int32_t names;
        bool has_case = !(s->flags & SENTENCE_LOWER);
        bool capital = (t->token[i].flags & TOKEN_CAPITAL) || (joined_by_hyphen(t, i + 1, end) && IN(t->token[i].fold, particles));
        if ((has_case && !capital) || (t->token[i].flags & TOKEN_PUNCT))
            continue;
        for (uint32_t k = i; k < end && n < NAME_TOKENS; k++)
            key[n++] = t->token[k].key;
        int len = dict_match(&w->names, key, n, &names);
        Toponym p = {.names = -1};
        if (len)
            p = toponym_at(w, t, i, i + (uint32_t)len - 1);
        if ((p.names < 0 || !is_place(f, &p)) && !unknown_at(f, i, end, out, &p))
            continue;
        add_kind(t, &p);
        *push(out, a) = p;
        i = p.last;
        Toponym in;
        bool comma = str_eq(fold_at(t, (int64_t)i + 1), STR(",")) || str_eq(fold_at(t, (int64_t)i + 1), STR("("));
        if (comma && take_container(w, t, i + 2, end, &in)) {
            out->item[out->n - 1].inside = (int32_t)out->n;
            *push(out, a) = in;
            i = in.last;
        }
    }
}

void toponyms_find(const WhereTables *w, const Text *t, const Trees *trees, const Actors *actors, Toponyms *out, Arena *a)
{
    Finder f = {.w = w, .text = t, .trees = trees, .actors = actors};
    surnames_of(t, trees, &f.surnames, a);
    for (uint32_t s = 0; s < t->n_sentences; s++)
        find_in_sentence(&f, &t->sentence[s], out, a);
}
