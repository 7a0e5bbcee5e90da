#!/usr/bin/env bash
# casus eval on two documents whose score is known by hand; and, where ../shared is, the same figures as its scorer.
set -euo pipefail
build=${BUILD:-build}
casus=$build/casus
work=$build/test-eval
shared=${SHARED:-../shared}
rm -rf "$work" && mkdir -p "$work"
cat >"$work/gold.jsonl" <<'GOLD'
{"id": "a", "date": "2022-03-01", "text": "Russia accused Ukraine of lying. It rained.", "sentences": [[0, 32], [33, 43]], "events": [{"sentence": 0, "source": ["RUS", "RUSGOV"], "target": "UKR", "code": ["112", "111"], "date": "2022-03-01"}, {"sentence": 1, "source": "RUS", "target": null, "code": "190", "optional": true}]}
{"id": "b", "date": "2022-03-01", "text": "Nothing happened in Köln.", "sentences": [[0, 25]], "events": [{"sentence": 0, "source": "DEU", "target": "FRA", "code": "040"}]}
GOLD
"$casus" eval --errors 5 "$work/gold.jsonl" >"$work/out"
grep -q '^2 documents, 2 gold events required' "$work/out"
grep -q '^event   1.000  0.500  0.667       1      1      2' "$work/out" || { cat "$work/out"; exit 1; }
grep -q 'missed  DEU 040 FRA' "$work/out"
code=0; echo '{"id": 1' >"$work/bad.jsonl"; "$casus" eval "$work/bad.jsonl" 2>"$work/err" || code=$?
[ $code = 3 ] && grep -q 'bad.jsonl:1:' "$work/err"
[ -d "$shared/gold" ] || { echo "two documents by hand; ../shared is not here"; exit 0; }
"$casus" code --quiet --in jsonl "$shared/gold/documents.jsonl" >"$work/coded.jsonl"
python3 "$shared/tools/score-events" --json "$shared/gold/documents.jsonl" "$work/coded.jsonl" >"$work/want.json"
"$casus" eval "$shared/gold/documents.jsonl" >"$work/out"
python3 - "$work/want.json" "$work/out" <<'PY'
import json, sys
want = json.load(open(sys.argv[1]))
for line in open(sys.argv[2]):
    word = line.split()
    if word and word[0] in want:
        assert [int(x) for x in word[4:7]] == [want[word[0]][k] for k in ("right", "system", "gold")], line
PY
echo "two documents by hand, all gold documents as the scorer"
