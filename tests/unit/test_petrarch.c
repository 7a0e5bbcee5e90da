/* petrarch: what lines of its dictionaries become, and that no line does harm. */
#include "dict/petrarch.h"
#include "tests/test.h"

typedef struct {
    Buf told;
} Told;

static void tell(void *context, const char *message)
{
    Told *told = context;
    buf_printf(&told->told, "%s\n", message);
}

static Petrarch dictionary(Arena *a, Told *told)
{
    return (Petrarch){.a = a, .report = tell, .context = told};
}

static void dictionary_free(Arena *a, Told *told, Petrarch *p)
{
    buf_free(&told->told);
    petrarch_free(p);
    arena_free(a);
}

/* A table without its header line. */
static Str rows(const Buf *table)
{
    Str rest = buf_str(table), header;
    str_split(&rest, '\n', &header);
    return rest;
}

static void check_actors(Test *t)
{
    Arena a = arena_new(4096);
    Told told = {0};
    Petrarch p = dictionary(&a, &told);
    petrarch_read(&p, PETRARCH_ACTORS, "x/tale.actors.txt",
                  STR("# a tale\nBRONIA_ [BRO]\n+BRONIAN_\n<!-- not\nthis --> \nLOR [IGORIV]\n"
                      "OLD_KING_COLE_ ; merry\n+COLE\n\t[BROGOV 900101-19951231]\n\t[BROELI > 960101]\n"));
    CHECK_STR(t, rows(&p.actor),
              STR("Bronia\tBRO\tformer\t\t\ttale.actors.txt:2\t\tBronian\n"
                  "LOR\tIGORIV\tigo\t\t\ttale.actors.txt:6\t\t\n"
                  "Cole\tBROGOV\tbody\t1990-01-01\t1995-12-31\ttale.actors.txt:7\t\t\n"
                  "Old King Cole\tBROGOV\tperson\t1990-01-01\t1995-12-31\ttale.actors.txt:7\t\t\n"
                  "Cole\tBROELI\tbody\t1996-01-01\t\ttale.actors.txt:7\t\t\n"
                  "Old King Cole\tBROELI\tperson\t1996-01-01\t\ttale.actors.txt:7\t\t\n"));
    CHECK(t, p.n.actors == 5 && p.n.wrong == 0);
    petrarch_read(&p, PETRARCH_ACTORS, "y", STR("+EARLY [BRO]\nNOBODY\nA [BRO\nB [bro]\nC [BRO 1990]\nD [BRO 19901301-19910101]\n [BRO]\nE \xFF [BRO]\n"));
    CHECK_STR(t, buf_str(&told.told),
              STR("y:1: a name beside none: +EARLY [BRO]\n"
                  "y:2: an actor without a code: Nobody\n"
                  "y:3: an unclosed bracket: [BRO\n"
                  "y:4: an actor code has 3 to 15 capital letters or digits: bro\n"
                  "y:5: days are <DAY, >DAY or DAY-DAY, a DAY being YYYYMMDD or YYMMDD: BRO 1990\n"
                  "y:6: days are <DAY, >DAY or DAY-DAY, a DAY being YYYYMMDD or YYMMDD: BRO 19901301-19910101\n"
                  "y:8: line is not UTF-8 text\n"));
    dictionary_free(&a, &told, &p);
}

static void check_agents(Test *t)
{
    Arena a = arena_new(4096);
    Told told = {0};
    Petrarch p = dictionary(&a, &told);
    petrarch_read(&p, PETRARCH_AGENTS, "a",
                  STR("!PERSON! = MAN, WOMAN\nFERRY!PERSON! [~LAB]\nOX {OXEN} [~AGRBUS]\nTOWN_WATCH {} [~COP]\nGUILD[NGO~]\nX [GOV]\n!SHIP! [~BUS]\nY {\n"));
    CHECK_STR(t, rows(&p.role),
              STR("ferryman\tLAB\tstrong\tperson\t-\ta:2\nferrywoman\tLAB\tstrong\tperson\t-\ta:2\n"
                  "ox\tAGR\tstrong\tperson\t-\ta:3\noxen\tAGR\tstrong\tgroup\t-\ta:3\n"
                  "town watch\tCOP\tstrong\tgroup\t-\ta:4\nguild\tNGO\tstrong\tperson\t-\ta:5\n"));
    CHECK_STR(t, buf_str(&told.told),
              STR("a:6: an agent's code is ~CODE or CODE~ in capital letters: GOV\n"
                  "a:7: no such substitution set: !SHIP!\na:8: an unclosed bracket: Y {\n"));
    petrarch_read(&p, PETRARCH_DISCARDS, "d", STR("REGATTA  # boats\n+HARVEST FEST_\nA B C D E F\n"));
    CHECK_STR(t, rows(&p.classes), STR("DISCARD\tregatta\nDISCARDSTORY\tharvest fest\n"));
    CHECK(t, p.n.agents == 6 && p.n.discards == 2 && p.n.wrong == 4);
    dictionary_free(&a, &told, &p);
}

static void check_verbs(Test *t)
{
    Arena a = arena_new(4096);
    Told told = {0};
    Petrarch p = dictionary(&a, &told);
    petrarch_read(&p, PETRARCH_VERBS, "v",
                  STR("&TOLL\n+TOLL\n+RIVER_TAX_\n### VERBS ###\n--- LEVY [162] ---\nLEVY {LEVIES LEVIED }\n+MAKE_UP {+MADE_UP} [050]\n"
                      "- * {HEAVY &TOLL} (FROM +)  [163:163] # x\n- HERALD * [:010]\n- * OFF (BEFORE) [---]\n- * ON + WITH GRENADE [190:180]\n"
                      "- LOUDLY * CEASE_FIRE (OF ^) [087]\n~ a (a b X) SAY = a b 015\n"));
    CHECK_STR(t, rows(&p.classes), STR("&TOLL\t\n&TOLL\ttoll\n&TOLL\triver tax\n"));
    CHECK_STR(t, rows(&p.irregular), STR("levy\tlevies levied\nmake\tmade\n"));
    CHECK_STR(t, rows(&p.frames),
              STR("levy\tV\t\t162\t\t\t\t\tlevy@v:6\n"
                  "make up\tV\t\t050\t\t\t\t\tmake up@v:7\n"
                  "levy|make up\tV\tany=heavy obj=@&TOLL from=actor\t163\t\t\tfrom\trecip\tlevy@v:8\n"
                  "levy|make up\tV\tsubj=herald\t010\t\tobj|by|from|with|against|to\tsubj\t\tlevy@v:9\n"
                  "levy off|make up off\tV\tbefore=some\t-\t\t\t\t\tlevy@v:10\n"
                  "levy|make up\tV\ton=actor with=grenade\t190\t\t\ton\t\tlevy@v:11\n"
                  "levy|make up\tV\tany=loudly any=cease obj=fire any=some\t087\t\t\t\t\tlevy@v:12\n"));
    CHECK(t, p.n.verbs == 2 && p.n.patterns == 5 && p.n.transformations == 1 && p.n.wrong == 0);
    petrarch_read(&p, PETRARCH_VERBS, "w",
                  STR("- * X [010]\nGRANT [070]\n- ** AID [0711]\n- AID [071]\n- * (TO [010]\n- * &NIX [010]\n- * A=B [010]\n- * 1990 [010]\n- * X [1x]\n"
                      "GIVE\n- * X\n--- A [12345678] ---\nA|B\nONE_TWO_+THREE_FOUR_FIVE\n"));
    CHECK(t, p.n.wrong == 11);
    CHECK(t, str_ends(rows(&p.frames), STR("grant\tV\t\t070\t\t\t\t\tgrant@w:2\ngrant\tV\tobj=aid\t0711\t\t\t\t\tgrant@w:3\n")));
    petrarch_free(&p);
    p = dictionary(&a, &told);
    petrarch_read(&p, PETRARCH_VERBS, "x", STR("&TIE_\n+MILITARY\n&ALL\n+&TIE\n+CLOSE_\n--- LASH [111] ---\nLASH OUT\nBITE [---]\n- * NEW_&TIE_BONDS [050]\n"));
    CHECK_STR(t, rows(&p.classes), STR("&TIE\t\n&TIE\tmilitary\n&ALL\t\n&ALL\t@&TIE\n&ALL\tclose\n"));
    CHECK_STR(t, rows(&p.frames), STR("lash out\tV\t\t111\t\t\t\t\tlash out@x:7\nlash out|bite\tV\tany=new any=@&TIE obj=bonds\t050\t\t\t\t\tlash out@x:9\n"));
    dictionary_free(&a, &told, &p);
}

/* Whatever the bytes, the tables that come out can be read. */
static void check_hostile(Test *t)
{
    static const char alphabet[] = "A_+[~](){}*&!=<>-:;#$^ \t\n\r|@19\xC3\xA9\xFF";
    Arena a = arena_new(4096);
    Told told = {0};
    uint64_t random = 7;
    char bytes[600];
    bool good = true;
    for (int round = 0; round < 400; round++) {
        Petrarch p = dictionary(&a, &told);
        for (ptrdiff_t i = 0; i < COUNT(bytes); i++) {
            random = hash_mix(random, (uint64_t)i + 1);
            bytes[i] = alphabet[random % (sizeof alphabet - 1)];
        }
        for (PetrarchKind kind = PETRARCH_ACTORS; kind <= PETRARCH_DISCARDS; kind++)
            petrarch_read(&p, kind, "h", (Str){bytes, sizeof bytes});
        const Buf *all[] = {&p.actor, &p.role, &p.frames, &p.classes, &p.irregular};
        for (ptrdiff_t i = 0; i < COUNT(all); i++) {
            Tsv s;
            Err err = {0};
            good &= tsv_open("h", buf_str(all[i]), &s, &err);
            while (good && tsv_next(&s, &err))
                ;
            good &= err.code == CASUS_OK;
        }
        petrarch_free(&p);
        arena_reset(&a);
    }
    CHECK(t, good);
    Petrarch p = dictionary(&a, &told);
    char *line = arena_alloc(&a, 1, 1, 100000);
    memset(line, 'X', 100000);
    petrarch_read(&p, PETRARCH_VERBS, "long", (Str){line, 100000});
    CHECK(t, p.n.wrong == 1 && p.n.verbs == 0);
    petrarch_free(&p);
    buf_free(&told.told);
    arena_free(&a);
}

void test_petrarch(Test *t)
{
    CHECK(t, petrarch_kind(STR("Phoenix.Countries.actors.txt")) == PETRARCH_ACTORS && petrarch_kind(STR("CAMEO.2.0.txt")) == PETRARCH_VERBS &&
                 petrarch_kind(STR("Phoenix.IssueCoding.txt")) == PETRARCH_NONE && petrarch_kind(STR("notes.txt")) == PETRARCH_NONE);
    check_actors(t);
    check_agents(t);
    check_verbs(t);
    check_hostile(t);
}
