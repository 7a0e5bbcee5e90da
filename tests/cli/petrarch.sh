#!/usr/bin/env bash
# Dictionaries of PETRARCH beside our tables and instead of them; wrong lines are told, counted, and do no harm.
set -euo pipefail
build=${BUILD:-build}
root=$PWD
casus=$root/$build/casus
work=$build/test-petrarch
rm -rf "$work" && mkdir -p "$work/tale" "$work/empty" "$work/hostile"
fail() { echo "$*"; exit 1; }
for kind in actors agents verbs discards; do cp "fuzz/inputs/petrarch/$kind" "$work/tale/tale.$kind.txt"; done
cd "$work"

"$casus" version --petrarch tale >out 2>err
grep -q 'tale/tale.actors.txt:14: an unclosed bracket' err || fail "a wrong actor is not named: $(cat err)"
grep -q 'tale/tale.agents.txt:7: an agent' err || fail "a wrong agent is not named"
grep -q 'tale/tale.verbs.txt:10: a pattern without a code' err || fail "a wrong pattern is not named"
grep -q 'tale/tale.verbs.txt:19: no such CAMEO code' err || fail "a code that does not exist is not named"
grep -q '5 verbs, 5 patterns, .* 5 lines left out; 1 transformations' err || fail "the summary is wrong: $(tail -1 err)"
code() { # sentence, day, expected, options …
    local got
    got=$("$casus" show --date "$2" "${@:4}" "$1" 2>/dev/null | cut -d' ' -f1-3 | tr '\n' ';')
    [ "$got" = "$3" ] || fail "$1 ${*:4}: $got, not $3"
}
their="--petrarch tale"
for only in "" --petrarch-only; do
    code "Queen Alvina of Bronia parleyed with Gundar over a toll." 1995-03-01 "BROGOV 046 GUN;" $their $only
    code "Queen Alvina of Bronia sat down with Gundar." 2005-03-01 "BROELI 040 GUN;" $their $only
    code "Bronia levied a river tax on Gundar." 1995-03-01 "BRO 1621 GUN;" $their $only
    code "Bronia exacted heavy tolls from Gundar." 1995-03-01 "BRO 163 GUN;" $their $only
    code "Gundar annoyed Bronia." 1995-03-01 "BRO 111 GUN;" $their --petrarch-only
    code "The Bronian herald sat down with Gundarian ferrymen." 1995-03-01 "BROGOV 040 GUNLAB;" $their $only
    code "Bronia levied a toll on Gundar at the regatta." 1995-03-01 "" $their $only
    code "Bronia levied a toll on Gundar. It was the harvest festival." 1995-03-01 "" $their $only
done
code "Germany attacked Poland." 1995-03-01 "DEU 190 POL;" $their
code "Germany attacked Poland." 1995-03-01 "" $their --petrarch-only
"$casus" explain $their --date 1995-03-01 "Bronia levied a river tax on Gundar." 2>/dev/null >out
grep -q 'source tale.actors.txt:2' out && grep -q 'tale.verbs.txt:16' out || fail "explain does not name the dictionary's lines"
"$casus" code --quiet $their --date 1995-03-01 --format cameo - <<<"Bronia levied a river tax on Gundar." 2>/dev/null | grep -q 1621 || fail "code does not know them"
"$casus" version --tables "$root/tables" $their >/dev/null 2>&1 || fail "not beside a folder of tables"

! "$casus" version --petrarch empty 2>err || fail "an empty folder is taken"
! "$casus" version --petrarch none 2>err || fail "a missing folder is taken"
got=0; "$casus" version --petrarch-only >/dev/null 2>err || got=$?
[ $got = 2 ] || fail "--petrarch-only alone: $got"
python3 - <<'PY'
import random
random.seed(3)
pieces = ["A", "BRO", "_", "+", "[", "]", "~", "(", ")", "{", "}", "*", "&", "!", "=", "<", ">", "-", "--- X [190] ---\n", ":", ";", "#", "$", "^", " ", "\t",
          "\n", "\r", "|", "@", "19", "[190]", "[~GOV]", "[BRO]", "\xe9", "\udcff", "\0", "<!--", "-->", "- * ", "X" * 5000, "é" * 300, "&T\n+T\n"]
for kind in "actors", "agents", "verbs", "discards":
    for n in range(3):
        with open(f"hostile/{n}.{kind}.txt", "wb") as f:
            f.write("".join(random.choices(pieces, k=4000)).encode("utf-8", "surrogateescape") + bytes(random.choices(range(256), k=4000)))
PY
"$casus" version --petrarch hostile --petrarch-only >out 2>err || fail "hostile dictionaries: $(tail -1 err)"
"$casus" show --petrarch hostile --petrarch-only "Bronia levied a river tax on Gundar." >/dev/null 2>&1 || fail "hostile dictionaries break coding"
echo "$(grep -c 'casus: hostile' err) lines of hostile dictionaries told, none does harm"
