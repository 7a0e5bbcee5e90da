#!/usr/bin/env bash
# casus code as a filter: exit codes, messages, the same bytes for any number of threads, files that are
# complete or absent, logs, foreign and broken input.
set -euo pipefail
build=${BUILD:-build}
casus=$build/casus
work=$build/test-code
rm -rf "$work" && mkdir -p "$work"
fail() { echo "$*"; exit 1; }
# Run, expect an exit code; output in $work/out, messages in $work/err.
run() { want=$1; shift; got=0; "$@" >"$work/out" 2>"$work/err" || got=$?; [ "$got" = "$want" ] || fail "exit $got, not $want: $* : $(head -3 "$work/err")"; }

run 0 "$casus" help
run 0 "$casus" help code
run 0 "$casus" code --help
run 0 "$casus" version
run 0 "$casus" doctor
run 2 "$casus" cod
run 2 "$casus" code
run 2 "$casus" code --fromat csv x
run 2 "$casus" code --format xml x
run 2 "$casus" code --threads 0 x
run 2 "$casus" code --date 2017-02-30 x
run 2 "$casus" code --shard 3/2 x
run 2 "$casus" show --room attic "x"
run 1 "$casus" code "$work/missing.txt"
grep -q missing.txt "$work/err" || fail "a missing file is not named"
run 3 "$casus" code -o "$work/no/such/folder.jsonl" examples/news
run 3 "$casus" --version --tables "$work/none"
run 3 "$casus" code --tables "$work/none" examples/news
run 3 "$casus" code --model Makefile examples/news

# Every kind of bad line: told with its number, counted, the rest coded.
printf '%s\n' '{"id":"a","date":"2017-04-13","text":"Russia vetoed the resolution."}' '{"id":"b","text":' '{"id":"c","text":""}' \
    $'{"id":"d","text":"bad \xff byte in Moscow."}' '[1]' '{"id":"e","date":"2017-04-13","text":"China praised Iran."}' >"$work/bad.jsonl"
run 1 "$casus" code "$work/bad.jsonl"
grep -q 'bad.jsonl:2:' "$work/err" || fail "the broken line is not named: $(cat "$work/err")"
grep -q 'broken' "$work/err" || fail "broken lines are not counted"
run 1 "$casus" code --json-log "$work/bad.jsonl"
python3 - "$work/err" <<'PY' || fail "--json-log is not JSON"
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert lines[-1]["level"] == "summary" and lines[-1]["skipped_broken"] >= 1, lines
PY
run 0 "$casus" code --quiet examples/news
[ ! -s "$work/err" ] || fail "--quiet talks"
: >"$work/empty.jsonl"
run 0 "$casus" code "$work/empty.jsonl"

# The same bytes for any number of threads, from files and from a pipe.
for i in 1 2 3 4 5; do
    for f in examples/news/*.txt; do
        python3 -c 'import json,sys; print(json.dumps({"id": sys.argv[1], "date": sys.argv[2], "text": open(sys.argv[3]).read()}))' \
            "$(basename "$f" .txt)-$i" "$(basename "$f" | cut -c1-10)" "$f"
    done
done >"$work/many.jsonl"
for format in jsonl csv gdelt conllu quotes parquet; do
    "$casus" code --quiet --threads 1 --format $format -o "$work/1.$format" "$work/many.jsonl"
    "$casus" code --quiet --threads 2 --format $format -o "$work/2.$format" "$work/many.jsonl"
    "$casus" code --quiet --threads 7 --format $format - <"$work/many.jsonl" >"$work/7.$format"
    cmp "$work/1.$format" "$work/2.$format"
    cmp "$work/1.$format" "$work/7.$format"
done
"$casus" code --quiet --stories --threads 1 -o "$work/1.stories" "$work/many.jsonl"
"$casus" code --quiet --stories --threads 5 -o "$work/5.stories" "$work/many.jsonl"
cmp "$work/1.stories" "$work/5.stories"
python3 -c '
import json, sys
story = {}
for line in open(sys.argv[1]):
    e = json.loads(line)
    story.setdefault(e["doc_id"].rsplit("-", 1)[0], set()).add(e["story_id"])
assert all(len(s) == 1 and None not in s for s in story.values()), story # copies of an article tell one story
assert len(set.union(*story.values())) == len(story), story' "$work/1.stories"
for k in 1 2 3; do "$casus" code --quiet --shard $k/3 "$work/many.jsonl"; done | sort >"$work/shards"
sort "$work/1.jsonl" | cmp - "$work/shards" || fail "the shards are not the whole"
ls "$work" | grep -q part && fail "a part file was left"

# Positions count code points of the caller's text; a separate title has its own.
printf '%s\n' '{"id":"t","date":"2017-04-13","title":"Erdoğan – a visit: Russia accused Turkey of lying","text":"In Köln 🙂, Russia accused Turkey of lying on Wednesday."}' >"$work/title.jsonl"
"$casus" code --quiet "$work/title.jsonl" >"$work/title.out"
python3 - "$work/title.jsonl" "$work/title.out" <<'PY' || fail "spans do not fit the text"
import json, sys
doc = json.loads(open(sys.argv[1]).read())
n = 0
for line in open(sys.argv[2]):
    e = json.loads(line)
    base = doc["title"] if e.get("span_in") == "title" else doc["text"]
    assert base[slice(*e["span"])] == e["text"], e
    assert base[slice(*e["trigger_span"])] == e["trigger"], e
    for who in e["source"], e["target"]:
        if who and who["span"]:
            base = doc["title"] if who.get("span_in") == "title" else doc["text"]
            assert base[slice(*who["span"])] == who["text"], e
    n += 1
assert n >= 1, n
PY
# A closed pipe ends the work without noise beyond one line.
{ "$casus" code --quiet "$work/many.jsonl" 2>"$work/err" || true; } | head -1 >/dev/null
[ "$(wc -l <"$work/err")" -le 1 ] || fail "a closed pipe is noisy"
echo "exit codes, messages, threads, shards, positions"
