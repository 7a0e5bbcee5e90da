#!/usr/bin/env bash
# casus code --db: run again, killed and resumed, other tables, full and read-only places, damage; query,
# report, quotes and diff on the result.
set -euo pipefail
build=${BUILD:-build}
casus=$build/casus
work=$build/test-store
shared=${SHARED:-../shared}
rm -rf "$work" && mkdir -p "$work"
fail() { echo "$*"; exit 1; }
# says TEXT COMMAND…: the command's messages hold the text.
says() { want=$1; shift; "$@" >/dev/null 2>"$work/err" || true; grep -q -- "$want" "$work/err" || fail "no '$want' in: $(cat "$work/err")"; }
digest() { sqlite3 "$1" 'SELECT * FROM records ORDER BY event_id; SELECT id, text_hash, n_events FROM documents ORDER BY id; SELECT doc, text FROM quotations ORDER BY quotation' | sha256sum; }
for i in 1 2 3 4 5 6; do
    for f in examples/news/*.txt; do
        python3 -c 'import json,sys; print(json.dumps({"id": sys.argv[1], "date": sys.argv[2], "text": open(sys.argv[3]).read()}))' \
            "$(basename "$f" .txt)-$i" "$(basename "$f" | cut -c1-10)" "$f"
    done
done >"$work/in.jsonl"
touch -d '2 hours ago' "$work/in.jsonl" # a run goes on only in a file older than itself
"$casus" code --quiet --db "$work/a.db" "$work/in.jsonl"
[ "$(sqlite3 "$work/a.db" 'PRAGMA integrity_check')" = ok ]
[ "$(sqlite3 "$work/a.db" 'SELECT count(*) FROM records')" -gt 100 ] || fail "too few events"
ref=$(digest "$work/a.db")

# Run again: not a byte of the file changes. More threads: the same rows.
cp "$work/a.db" "$work/copy.db"
"$casus" code --quiet --db "$work/a.db" "$work/in.jsonl"
cmp "$work/a.db" "$work/copy.db" || fail "running again changed the file"
"$casus" code --quiet --threads 5 --db "$work/b.db" "$work/in.jsonl"
[ "$(digest "$work/b.db")" = "$ref" ] || fail "threads change the database"

# Killed at any moment and started again: the same database.
for ms in 002 010 030 060 100 150 220; do
    rm -f "$work"/k.db*
    { timeout -s KILL 0.$ms "$casus" code --quiet --db "$work/k.db" "$work/in.jsonl" || true; } 2>/dev/null
    "$casus" code --quiet --db "$work/k.db" "$work/in.jsonl" 2>/dev/null
    [ "$(digest "$work/k.db")" = "$ref" ] || fail "killed after 0.$ms s: not the same database"
done

# Another text under a known id is refused, and taken with --replace.
printf '%s\n' '{"id":"2022-02-24-war-1","date":"2022-02-24","text":"Kenya praised Ghana."}' >"$work/new.jsonl"
says --replace "$casus" code --db "$work/b.db" "$work/new.jsonl"
[ "$(digest "$work/b.db")" = "$ref" ] || fail "a clash changed the database"
"$casus" code --quiet --replace --db "$work/b.db" "$work/new.jsonl"
[ "$(sqlite3 "$work/b.db" "SELECT text FROM records WHERE doc_id = '2022-02-24-war-1'")" = "Kenya praised Ghana." ] || fail "not replaced"
[ "$(sqlite3 "$work/b.db" "INSERT INTO evidence(evidence) VALUES('integrity-check')" 2>&1)" = "" ] || fail "search index is not in step"

# Messages, and the database stays whole.
sqlite3 "$work/other.db" 'CREATE TABLE x(y)'
says 'not of casus' "$casus" code --db "$work/other.db" "$work/in.jsonl"
head -c 5000 "$work/a.db" >"$work/cut.db"
says damaged "$casus" query "$work/cut.db"
echo "not a database, and long enough to be read as a page of one" >"$work/text.db"
says damaged "$casus" code --db "$work/text.db" "$work/in.jsonl"
if [ "$(id -u)" != 0 ]; then
    chmod 444 "$work/copy.db"
    says written "$casus" code --db "$work/copy.db" "$work/new.jsonl"
fi
# A full disk: a limit on the size of files stands for it.
rm -f "$work"/full.db*
(ulimit -f 200; trap '' XFSZ; "$casus" code --quiet --db "$work/full.db" "$work/in.jsonl" 2>"$work/err" && exit 1; exit 0) || fail "a full disk is not noticed"
"$casus" code --quiet --db "$work/full.db" "$work/in.jsonl" 2>/dev/null
[ "$(digest "$work/full.db")" = "$ref" ] || fail "not whole after a full disk"

# Questions.
n=$("$casus" query "$work/a.db" --format jsonl | wc -l)
[ "$n" = "$(sqlite3 "$work/a.db" "SELECT count(*) FROM records WHERE modality = 'asserted'")" ] || fail "query gives $n"
"$casus" query "$work/a.db" --source RUS --format csv | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert rows and all(r["source"].startswith("RUS") for r in rows)'
"$casus" query "$work/a.db" --words sanctions --limit 3 2>/dev/null >"$work/out"
grep -qi sanctions "$work/out" || fail "no evidence by words"
for f in gdelt icews polecat cameo gdelt-mentions table; do "$casus" query "$work/a.db" --format $f >/dev/null 2>&1; done
"$casus" report "$work/a.db" >"$work/out"
grep -q '→' "$work/out" || fail "no report"
"$casus" report "$work/a.db" --format csv --by year | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert rows and all(int(r["events"]) > 0 for r in rows)'
"$casus" quotes "$work/a.db" --format jsonl | python3 -c '
import json, sys
assert all(json.loads(line)["quotation"] for line in sys.stdin)'
"$casus" code --quiet -o "$work/a.jsonl" "$work/in.jsonl"
"$casus" diff "$work/a.db" "$work/a.jsonl" | grep -q ' 0 changed' || fail "database and JSON lines differ"
code=0; "$casus" diff "$work/a.db" "$work/b.db" >"$work/diff" || code=$?
[ $code = 4 ] && grep -q '^+ 2022-02-24-war-1' "$work/diff" || fail "diff does not see the new text"
echo "again, killed, resumed, replaced, damaged, full, asked"
