/* sound: one key for the spellings of a foreign name in English.
 *
 * Sergey / Sergei, Zelensky / Zelenskyy / Zelenskiy, Gaddafi / Qaddafi / Kadafi, Mohammed /
 * Muhammad: news agencies transcribe Cyrillic and Arabic names each in their own way. sound_of()
 * maps a word to a key in which vowels are levelled (o = u, e = i = y), hard consonants are
 * levelled (g = k = q, w = v), and doubles are single. Keys of unrelated names may meet; so a key
 * is only trusted for full names, or next to other evidence. */
#ifndef CASUS_SOUND_H
#define CASUS_SOUND_H

#include "base/base.h"

enum { SOUND_MAX = 32 };

/* Key of one folded word (lower case, no accents); letters outside a–z are kept as they are when
 * not ASCII and dropped when ASCII. At most SOUND_MAX bytes go to out; returns their number (0: the
 * word has no letter). */
int sound_of(Str fold, char out[SOUND_MAX]);
uint64_t sound_key(Str fold); /* dict_key of the above; 0 when there is no letter */

/* Parts of names that come and go with the transcription: "al" in al-Assad, "el", "ul". */
bool sound_is_article(Str fold);

/* May two folded spellings that sound alike be one name? Few letters differ: "Murray" is not
 * "Moore". */
bool sound_same_name(Str a, Str b);

#endif
