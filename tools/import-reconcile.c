/* One person, one office, one row: sources joined by trust.
 *
 * Persons of one country are the same when first and last word of their names sound the same; the
 * Wikidata item then names them. Rows of the same person, country and office that overlap or touch
 * are one term: the dates of the most trusted source that knows them win, the latest as-of wins,
 * and the term stays open only while its latest witness says so. */
#include <stdlib.h>

#include "tools/import-actors.h"
#include "who/sound.h"
#include "base/banned.h"

static uint64_t word_sound(Str w, Arena *a)
{
    uint64_t k = sound_key(str_fold(w, a));
    return k ? k : 1;
}

/* Country, first and last name by sound. */
static uint64_t person_sound(const OfficeRow *r, Arena *a)
{
    Str rest = r->name, word, first = {0}, last = {0};
    while (rest.ptr && str_split(&rest, ' ', &word)) {
        if (str_ends(word, STR(".")) || word.len < 2)
            continue;
        ptrdiff_t dash = str_find_byte(word, '-');
        if (dash > 0 && dash < 3) /* al-Assad */
            word = str_cut(word, dash + 1, word.len);
        if (!first.len)
            first = word;
        last = word;
    }
    if (r->family.len) {
        last = r->family;
        ptrdiff_t blank = str_find_byte(last, ' ');
        if (blank > 0)
            last = str_cut(last, blank + 1, last.len);
    }
    return hash_mix(hash_mix(str_hash(str_cut(r->country, 0, 3)), word_sound(first, a)),
                    word_sound(last, a));
}

static int by_trust(const void *a, const void *b)
{
    const OfficeRow *x = a, *y = b;
    if (x->trust != y->trust)
        return y->trust - x->trust;
    int c = str_cmp(x->country, y->country);
    c = c ? c : str_cmp(x->person, y->person);
    c = c ? c : (x->from > y->from) - (x->from < y->from);
    return c ? c : str_cmp(x->title, y->title);
}

static int by_person(const void *a, const void *b)
{
    const OfficeRow *x = a, *y = b;
    int c = str_cmp(x->country, y->country);
    c = c ? c : str_cmp(x->person, y->person);
    c = c ? c : str_cmp(x->office, y->office);
    c = c ? c : (x->from > y->from) - (x->from < y->from);
    c = c ? c : y->trust - x->trust;
    return c ? c : str_cmp(x->title, y->title);
}

/* Give rows of less trusted sources the id of the person that a better source already has. */
static void join_persons(Import *im)
{
    Map seen = {0}; /* sound → index of the first row */
    qsort(im->offices.item, (size_t)im->offices.n, sizeof *im->offices.item, by_trust);
    for (ptrdiff_t i = 0; i < im->offices.n; i++) {
        OfficeRow *r = &im->offices.item[i];
        uint64_t sound = person_sound(r, im->a);
        int64_t *at = map_get(&seen, sound);
        if (!at) {
            map_set(&seen, sound, i, im->a);
        } else if (r->trust < TRUST_VISITS + 1 || !r->person.len || r->person.ptr[0] != 'Q') {
            const OfficeRow *first = &im->offices.item[*at];
            if (!str_eq(first->name, r->name))
                *push(&im->aliases, im->a) = (struct PersonAlias){first->person, r->name};
            if (r->family.len && !first->family.len)
                im->offices.item[*at].family = r->family;
            r->person = first->person;
            r->name = first->name;
            continue;
        }
        if (!r->person.len)
            r->person = arena_printf(im->a, "%.*s", FMT(r->name));
    }
}

static bool is_single(Str office)
{
    return str_eq(office, STR("hos")) || str_eq(office, STR("hog")) || str_eq(office, STR("fm")) ||
           str_eq(office, STR("dm"));
}

/* Whether b continues or repeats the term a of the same person in the same office. */
static bool same_term(const OfficeRow *a, const OfficeRow *b)
{
    if (!str_eq(a->person, b->person) || !str_eq(a->country, b->country) ||
        !str_eq(a->office, b->office))
        return false;
    if (!is_single(a->office) && !str_eq(a->title, b->title) && a->trust == b->trust)
        return false;
    if (b->from == DAY_NONE || a->from == DAY_NONE)
        return a->to == DAY_NONE || (b->asof != DAY_NONE && b->asof <= a->to + 31);
    Day end = a->to == DAY_NONE ? MAX(a->asof, a->from) + 400 : a->to;
    return b->from <= end + 31;
}

static void merge_term(OfficeRow *a, const OfficeRow *b)
{
    if (a->from == DAY_NONE) {
        a->from = b->from;
        a->precision = b->precision;
    }
    bool finer = str_eq(a->precision, STR("year")) && str_eq(b->precision, STR("day")) &&
                 b->from != DAY_NONE;
    if (finer && b->from > a->from - 400 && b->from < a->from + 400) {
        a->from = b->from; /* a year alone stands for its first day */
        a->precision = b->precision;
    }
    bool later = b->asof > a->asof;
    if (a->to == DAY_NONE && b->to != DAY_NONE && later)
        a->to = b->to;
    else if (a->to != DAY_NONE && b->to == DAY_NONE && later && b->from != DAY_NONE &&
             b->from > a->from && b->trust != TRUST_CIA)
        a->to = DAY_NONE;
    else if (a->to != DAY_NONE && b->to != DAY_NONE && a->trust == b->trust && b->to > a->to)
        a->to = b->to;
    if (later) {
        a->asof = b->asof;
        if (!str_contains(a->source, b->source))
            a->source = a->source.len < 40 ? b->source : a->source;
    }
    if (b->trust == TRUST_WIKIDATA && a->trust < b->trust)
        a->title = b->title;
}

static void merge_terms(Import *im)
{
    qsort(im->offices.item, (size_t)im->offices.n, sizeof *im->offices.item, by_person);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < im->offices.n; i++) {
        OfficeRow *r = &im->offices.item[i];
        if (n && same_term(&im->offices.item[n - 1], r)) {
            OfficeRow *a = &im->offices.item[n - 1];
            Str sources = str_contains(a->source, r->source)
                              ? a->source
                              : arena_printf(im->a, "%.*s,%.*s", FMT(a->source), FMT(r->source));
            merge_term(a, r);
            a->source = sources;
        } else
            im->offices.item[n++] = *r;
    }
    im->offices.n = n;
}

/* Kings of many realms and presidents of distant territories have one home: elsewhere they are
 * nobody's actor. */
static bool rules_from_afar(const Import *im, const OfficeRow *r)
{
    static const char *const crowns[] = {"Elizabeth II", "Charles III"};
    if (!str_eq(r->office, STR("hos")) && !str_contains(r->title, STR("o-Prince")) &&
        !str_contains(r->title, STR("o-prince")))
        return false;
    for (int i = 0; i < COUNT(crowns); i++)
        if (str_starts(r->name, str_of(crowns[i])))
            return !str_eq(r->country, STR("GBR"));
    return str_contains(r->title, STR("o-prince")) || str_contains(r->title, STR("o-Prince")) ||
           str_contains(buf_str(&im->dependent), r->country);
}

static void drop_distant(Import *im)
{
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < im->offices.n; i++)
        if (!rules_from_afar(im, &im->offices.item[i]))
            im->offices.item[n++] = im->offices.item[i];
    im->offices.n = n;
}

void reconcile(Import *im)
{
    drop_distant(im);
    join_persons(im);
    merge_terms(im);
}
