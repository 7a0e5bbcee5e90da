/* roster: what who/ knows, compiled from tables/ into flat arrays of a pack, and looked up by name.
 *
 * A name leads to a run of senses: things (countries, bodies, companies, groups, metonyms), role
 * nouns, people. One dictionary holds exact names of things and role nouns; another holds people by
 * sound (sound.h).
 *
 * Sections: who.pool strings; who.thing, who.role, who.person, who.office arrays of the structs
 * below; who.sense runs of Sense, the last of each run marked; who.names and who.people the two
 * dictionaries; who.cues closed classes; who.files names. */
#ifndef CASUS_ROSTER_H
#define CASUS_ROSTER_H

#include "who/who.h"

typedef enum { SENSE_THING, SENSE_ROLE, SENSE_PERSON } SenseKind;

/* How a name must be written in the text to count. */
enum {
    NAME_CAPITAL = 1, /* first letter upper case, unless the sentence has no case */
    NAME_ACRONYM = 2, /* all upper case: "US", "WHO" */
    NAME_PLURAL = 4,  /* the compiler made the plural of a role noun */
    NAME_SURNAME = 8, /* a family name alone */
    NAME_EXTRA = 16,  /* an alias, not the canonical name */
    NAME_OTHER = 32,  /* of a person: another spelling than the canonical name's */
};

typedef struct {
    uint32_t ref; /* index into the array of its kind */
    uint8_t kind; /* SenseKind */
    uint8_t flags;
    uint8_t last; /* of its run */
    uint8_t zero;
} Sense;

typedef enum {
    THING_NAME,
    THING_ADJECTIVE,
    THING_DEMONYM,
    THING_CAPITAL,
    THING_REGION,
    THING_FORMER,
    THING_CITY, /* of a country */
    THING_METONYM,
    THING_IGO,
    THING_NGO,
    THING_MEDIA,
    THING_COMPANY,
    THING_GROUP,
    THING_SCHOOL,
    THING_BODY,
    THING_PERSON, /* of a dictionary that gives people codes as it gives bodies: PETRARCH's */
    THING_KINDS
} ThingKind;
extern const char *const thing_names[THING_KINDS]; /* "name", "adjective", … */

/* A row of a table: which file and line, its source and how fresh it is. */
typedef struct {
    PoolStr source;
    uint32_t line;
    Day asof;
    uint16_t file; /* index of who.files */
    uint16_t zero;
} RowRef;

typedef struct {
    PoolStr name;
    char code[16];
    Day from, to; /* DAY_MIN, DAY_MAX when always */
    RowRef row;
    uint8_t kind; /* ThingKind */
    uint8_t zero[3];
} Thing;

typedef enum { STRENGTH_WEAK, STRENGTH_STRONG, STRENGTH_OVER, STRENGTH_BLOCK } Strength;
typedef enum { ROLE_PERSON, ROLE_GROUP, ROLE_THING } RoleKind;
typedef enum {
    OFFICE_NONE,
    OFFICE_HOS,
    OFFICE_HOG,
    OFFICE_FM,
    OFFICE_DM,
    OFFICE_MIN,
    OFFICE_DEP,
    OFFICE_AMB,
    OFFICE_LEG,
    OFFICE_JUD,
    OFFICE_MIL,
    OFFICE_SPY,
    OFFICE_COP,
    OFFICE_BANK,
    OFFICE_OPP,
    OFFICE_PTY,
    OFFICE_REB,
    OFFICE_ELI,
    OFFICE_GOV,
    OFFICE_KINDS
} OfficeKind;
extern const char *const office_names[OFFICE_KINDS]; /* "-", "hos", … */

typedef struct {
    PoolStr noun;
    char role[4];
    RowRef row;
    uint8_t strength, kind, office, zero;
} RoleNoun;

typedef struct {
    PoolStr name, id;
    char country[4];
    uint32_t office, n_offices; /* in who.office, by start */
    uint8_t rank;               /* of the highest office: 0 highest … */
    uint8_t zero[3];
} Person;

typedef struct {
    PoolStr title;
    char code[16]; /* country and role: "RUSGOV" */
    Day from, to;  /* DAY_NONE: from not known; to: DAY_MAX while in office as of row.asof */
    uint32_t person;
    RowRef row;
    uint8_t kind;      /* OfficeKind */
    uint8_t precision; /* ' ' day month… as its first letter: d m y s(een) u(pper) n(one) */
    uint8_t zero[2];
} Office;

/* Closed classes of words, tables/cue.tsv; a token's set of them is a mask. */
#define CUE_LIST(X)                                                                                \
    X(FORMER, "former")                                                                            \
    X(HONORIFIC, "honorific") X(DEFINITE, "definite") X(ELECT, "elect") X(PLACE, "place")          \
        X(WHENCE, "whence") X(OF, "of") X(HE, "he") X(SHE, "she") X(IT, "it") X(THEY, "they")      \
            X(I, "i") X(WE, "we") X(RELATIVE, "relative") X(OWN, "own") X(PAIR, "pair")            \
                X(LANDS, "lands") X(LAND, "land") X(BODY, "body") X(MEMBER, "member")              \
                    X(LINK, "link") X(SAY, "say") X(BASED, "based") X(ETHNIC, "ethnic")            \
                        X(EARLIER, "earlier") X(LATER, "later") X(MALE, "male")                    \
                            X(FEMALE, "female") X(FOR, "for") X(NONAME, "noname")             \
                                X(PROVINCE, "province") X(COMES, "comes")
enum {
#define X(name, label) CUE_AT_##name,
    CUE_LIST(X)
#undef X
        CUE_COUNT
};
static_assert(CUE_COUNT <= 32, "a mask of cues has 32 bits");
enum {
#define X(name, label) CUE_##name = (int)(1u << CUE_AT_##name),
    CUE_LIST(X)
#undef X
};

struct WhoTables {
    Str pool;
    const Thing *thing;
    const RoleNoun *role;
    const Person *person;
    const Office *office;
    const Sense *sense;
    uint32_t n_things, n_roles, n_persons, n_offices, n_senses;
    const uint32_t
        *by_office; /* offices of one kind: sorted index for who holds it (who.holders) */
    uint32_t n_by_office;
    Str files;
    const uint32_t *cue; /* masks that the dictionary `cues` points to */
    uint32_t n_cues;
    Dict names, people, cues;
    const uint64_t *first_name,
        *first_person; /* bit sets of the keys that names begin with: most words begin none */
};

enum { FIRST_BITS = 1 << 19 };
static inline bool first_has(const uint64_t *set, uint64_t key)
{
    return set[(key & (FIRST_BITS - 1)) >> 6] >> (key & 63) & 1;
}

uint32_t roster_cues(const WhoTables *w, uint64_t key); /* classes of the word with that dict_key */

/* Row ids that cross the room's border: kind in the two top bits. */
int32_t row_id(SenseKind kind, uint32_t ref);

/* The holder of a single office (hos, hog, fm, dm) of a country on a day; -1 when the tables do not
 * know. */
int32_t roster_holder(const WhoTables *w, const char *country, OfficeKind kind, Day day);

/* The office of a person that decides on a day. */
typedef enum {
    STANDING_NOW,
    STANDING_STALE,
    STANDING_PAST,
    STANDING_FUTURE,
    STANDING_UNKNOWN
} Standing;
int32_t roster_office(const WhoTables *w, uint32_t person, Day day, Standing *standing);

#endif
