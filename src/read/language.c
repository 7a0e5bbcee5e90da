/* Language: is this text English? A language is known by its script and by its commonest words.
 *
 * Words of the text are looked up among some thirty function words of each language; the language
 * with the largest share wins when it is clearly ahead. Texts in other scripts are told by their
 * letters. Short or undecided texts give nothing: a reader then believes what the document
 * declares. The lists are the languages' closed classes (articles, prepositions, pronouns,
 * auxiliaries). */
#include "read/reader.h"
#include "base/banned.h"

static const struct {
    const char *tag, *words;
} languages[] = {
    {"en", "the of and to in that is was for on with as by at from be have has had it his he are "
           "were not this which will would said been they their its an who after but"},
    {"de", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
           "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so "
           "zum war haben nur oder aber vor zur bis mehr durch man"},
    {"fr", "le la les de des et en un une du que qui dans pour est par sur au pas plus ne se ce il "
           "sont avec son sa ses aux ont cette été mais ou leur nous elle être comme"},
    {"es", "el la los las de del y en un una que es por con para se su no al lo como más sus o "
           "pero fue este ha ser entre sobre también hasta desde está han esta le"},
    {"it", "il la le di del della dei delle e in un una che è per con non si da al alla sono nel "
           "nella come più anche gli ha ma lo dal dalla essere questo suo sua hanno"},
    {"pt", "o a os as de do da dos das e em um uma que no na por com para não se ao mais como foi "
           "é seu sua mas pelo pela são entre também já ou ser tem nos nas"},
    {"nl", "de het een en van in is dat op te zijn met voor niet aan er die was als om ook door "
           "naar bij uit nog maar over dan wordt werd heeft hij ze worden deze tot"},
    {"sv", "och i att det som en på är av för med den till har de inte om ett han men var från så "
           "vi sig kan hon skulle också efter eller nu där vid"},
    {"da", "og i at det er en på af for med den til har de ikke om et han men var fra så vi sig "
           "kan hun skulle også efter eller nu der ved blev"},
    {"no", "og i at det er en på av for med den til har de ikke om et han men var fra så vi seg "
           "kan hun skulle også etter eller nå der ved ble"},
    {"fi", "ja on ei se että hän oli ovat mutta myös kun mukaan ole joka vuonna kuin sen niin "
           "hänen jos tai sekä ollut olla mitä nyt vain jo"},
    {"pl", "w i na z do nie się że jest to o a po od za przez dla jak oraz przy co ale tym jego są "
           "był czy które który także może już było ze"},
    {"cs", "a v se na je že s z do o to i pro ve za by jako k po od byl který jsou není ale podle "
           "při tak také bude které již však jeho"},
    {"hu", "a az és hogy nem is egy meg de volt ez már csak még mint el ha ki lesz után azt vagy "
           "kell pedig szerint van minden"},
    {"ro", "de și în la a cu din pe că nu o să pentru care mai este un sau prin au fost ce dar lui "
           "după ca această între fi sunt"},
    {"tr", "ve bir bu da de için ile olarak daha çok gibi olan en kadar sonra ne var ise ancak "
           "göre o değil her ya dedi"},
    {"id", "yang dan di dengan untuk dari dalam pada tidak ini itu akan adalah oleh ke juga "
           "sebagai telah ada mereka karena kata lebih bisa saat"},
    {"vi", "và của là có trong được cho với không người các những một đã này khi từ đến về ra ở "
           "vào cũng sẽ"},
    {"hr", "je i u da se na su za od s o koji će a kao iz ne što bi nije samo ili po do koje te "
           "kako ali"},
    {"sk", "a v sa na je že s z do o to aj pre by ako k po od bol ktorý sú nie ale podľa pri tak "
           "bude ktoré už však jeho"},
    {"ca", "el la els les de del i en un una que és per amb no se al com més seu seva però ha són "
           "també aquest aquesta dels"},
    {"sw", "na ya wa kwa ni za katika la kuwa hii huyo huu cha yake kama hiyo alisema"},
    {"tl", "ang ng sa na mga at ay ni si para kay ito hindi siya nang may mula din"},
    {"so", "oo waa iyo ka ku in la uu ee ay soo u ah ayaa"},
};
enum { WORDS_MAX = 1000, WORDS_MIN = 12, QUICK_WORDS = 300 };
/* Words that no other language shares: a text with many of them needs no further look. */
static const char only_english[] = "the and that with from this which have been were their they "
                                   "said would will has are not after who";

/* Scripts that settle the question (or nearly: Cyrillic and Arabic serve several languages). */
static const struct {
    uint32_t from, to;
    const char *tag;
} scripts[] = {
    {0x0370, 0x03FF, "el"}, {0x0400, 0x052F, "ru"}, {0x0530, 0x058F, "hy"}, {0x0590, 0x05FF, "he"},
    {0x0600, 0x077F, "ar"}, {0x0900, 0x097F, "hi"}, {0x0980, 0x09FF, "bn"}, {0x0A00, 0x0A7F, "pa"},
    {0x0A80, 0x0AFF, "gu"}, {0x0B80, 0x0BFF, "ta"}, {0x0C00, 0x0C7F, "te"}, {0x0C80, 0x0CFF, "kn"},
    {0x0D00, 0x0D7F, "ml"}, {0x0D80, 0x0DFF, "si"}, {0x0E00, 0x0E7F, "th"}, {0x1000, 0x109F, "my"},
    {0x10A0, 0x10FF, "ka"}, {0x1200, 0x137F, "am"}, {0x1780, 0x17FF, "km"}, {0x3040, 0x30FF, "ja"},
    {0x4E00, 0x9FFF, "zh"}, {0xAC00, 0xD7AF, "ko"},
};

static Str next_word(Str text, ptrdiff_t *at)
{
    ptrdiff_t i = *at;
    while (i < text.len && !((text.ptr[i] | 32) >= 'a' && (text.ptr[i] | 32) <= 'z') &&
           !(text.ptr[i] & 0x80))
        i++;
    ptrdiff_t start = i;
    while (i < text.len &&
           (((text.ptr[i] | 32) >= 'a' && (text.ptr[i] | 32) <= 'z') || (text.ptr[i] & 0x80)))
        i++;
    *at = i;
    return str_cut(text, start, i);
}

static bool in_list(const char *words, Str word)
{
    Str rest = str_of(words), part;
    while (str_split(&rest, ' ', &part))
        if (str_ieq(part, word))
            return true;
    return false;
}

static Str by_script(Str text)
{
    int64_t letters = 0, of[COUNT(scripts)] = {0};
    for (ptrdiff_t at = 0; at < MIN(text.len, 20000);) {
        uint32_t cp = utf8_next(text, &at);
        if (cp < 0x370) {
            letters += cp_is_alpha(cp);
            continue;
        }
        for (ptrdiff_t k = 0; k < COUNT(scripts); k++)
            if (cp >= scripts[k].from && cp <= scripts[k].to) {
                of[k]++;
                letters++;
            }
    }
    int64_t most = 0, all = 0;
    ptrdiff_t best = 0;
    for (ptrdiff_t k = 0; k < COUNT(scripts); k++) {
        all += of[k];
        if (of[k] > most) {
            most = of[k];
            best = k;
        }
    }
    bool kana = of[COUNT(scripts) - 3] * 20 > all; /* Japanese mixes kana with Han */
    if (all < 20 || all * 2 < letters)
        return (Str){0};
    return kana ? STR("ja") : str_of(scripts[best].tag);
}

/* Most texts are English, and their first words show it: a sixth of them are on its list, hardly
 * any on that of any other language. Saves the comparison with all lists. */
static bool plainly_english(Str text)
{
    int n = 0, hits = 0;
    for (ptrdiff_t at = 0; n < 120; n++) {
        Str word = next_word(text, &at);
        if (word.len == 0)
            break;
        hits += word.len <= 5 && in_list(languages[0].words, word);
    }
    return n == 120 && hits * 6 >= n;
}

static bool is_plainly_english(Str text)
{
    int n = 0, the = 0, all = 0;
    for (ptrdiff_t at = 0; at < text.len && n < QUICK_WORDS; n++) {
        Str word = next_word(text, &at);
        if (word.len < 3 || word.len > 5)
            continue;
        bool is_the = str_ieq(word, STR("the"));
        the += is_the;
        all += is_the || in_list(only_english, word);
    }
    return n >= 40 && the * 50 > n && all * 10 > n;
}

Str language_of(Str text)
{
    if (is_plainly_english(text))
        return STR("en");
    if (plainly_english(text))
        return STR("en");
    Str script = by_script(text);
    if (script.len)
        return script;
    int hits[COUNT(languages)] = {0}, n = 0;
    for (ptrdiff_t at = 0; at < text.len && n < WORDS_MAX;) {
        Str word = next_word(text, &at);
        if (word.len == 0)
            break;
        n++;
        if (word.len > 10)
            continue;
        for (ptrdiff_t k = 0; k < COUNT(languages); k++)
            hits[k] += in_list(languages[k].words, word);
    }
    ptrdiff_t best = 0, second = 1;
    for (ptrdiff_t k = 1; k < COUNT(languages); k++) {
        if (hits[k] > hits[best]) {
            second = best;
            best = k;
        } else if (k != best && (hits[k] > hits[second] || second == best))
            second = k;
    }
    if (n < WORDS_MIN || hits[best] * 8 < n || hits[best] < hits[second] + 2 + hits[second] / 8)
        return (Str){0};
    return str_of(languages[best].tag);
}
