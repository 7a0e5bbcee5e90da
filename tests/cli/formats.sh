#!/usr/bin/env bash
# Every format, as test_write left it in BUILD/formats (with all the traps), read by foreign programs:
# Python's csv, json and sqlite3, the sqlite3 shell, and hyparquet where node and it are installed.
set -euo pipefail
dir=${BUILD:-build}/formats
for f in jsonl csv cameo gdelt gdelt-mentions icews polecat parquet db; do
    [ -s "$dir/events.$f" ] || { echo "no $dir/events.$f"; exit 1; }
done
rows=none
if command -v node >/dev/null; then
    # NODE_MODULES: where hyparquet and hyparquet-compressors are, when not in a folder above the tests.
    script=tests/cli/parquet.mjs
    if [ -n "${NODE_MODULES:-}" ]; then cp $script "$NODE_MODULES/../parquet.mjs"; script=$NODE_MODULES/../parquet.mjs; fi
    if node "$script" "$dir/events.parquet" >"$dir/parquet.jsonl"; then rows=$dir/parquet.jsonl; else
        [ $? = 77 ] || exit 1
    fi
fi
[ "$(sqlite3 "$dir/events.db" 'PRAGMA integrity_check')" = ok ]
[ "$(sqlite3 "$dir/events.db" 'PRAGMA journal_mode')" = delete ]
python3 - "$dir" "$rows" <<'PY'
import csv, json, sqlite3, sys
folder, rows = sys.argv[1:]
path = lambda name: f"{folder}/events.{name}"

records = [json.loads(line) for line in open(path("jsonl"), encoding="utf-8", newline="\n")]
assert len(records) == 3000 and len({r["event_id"] for r in records}) == 3000
need = """event_id doc_id sentence span text trigger trigger_span date date_precision date_text source target cameo root quad
goldstein plover plover_mode modality polarity tense reciprocal attribution place confidence rule story_id coder""".split()
assert all(k in r for r in records for k in need), [k for k in need if k not in records[0]]
assert records[0]["span_in"] == "title" and records[1]["source"]["code"] == "USA" and records[3]["source"] is None

table = list(csv.DictReader(open(path("csv"), encoding="utf-8", newline="")))
assert len(table) == 3000
for r, row in zip(records, table):
    assert row["event_id"] == r["event_id"] and row["cameo"] == r["cameo"] and row["text"] == r["text"], (row, r)
    assert row["source"] == ((r["source"] or {}).get("code") or "") and row["trigger"] == r["trigger"]
    assert (float(row["goldstein"]) if row["goldstein"] else None) == r["goldstein"]
assert {row["cameo"] for row in table} >= {"010", "0251"}  # leading zeros kept

def tsv(name, columns, header):
    lines = open(path(name), encoding="utf-8", newline="\n").read().split("\n")
    assert lines.pop() == ""
    head = lines.pop(0).split("\t") if header else None
    assert len(lines) == 3000 and all(line.count("\t") == columns - 1 for line in lines), name
    # The common readers' quoting must lose nothing either.
    quoted = list(csv.reader(lines, delimiter="\t"))
    assert len(quoted) == 3000 and all(len(q) == columns for q in quoted), name
    return head, [line.split("\t") for line in lines]

_, cameo = tsv("cameo", 8, False)
assert cameo[3][1] == "---" and cameo[1][3] == "1042" and cameo[1][0] == "20160719"
_, gdelt = tsv("gdelt", 61, False)
assert all(row[0].isdigit() and int(row[0]) < 2**53 for row in gdelt) and len({row[0] for row in gdelt}) == 3000
assert gdelt[1][26] == "1042" and gdelt[1][27] == "104" and gdelt[1][28] == "10" and gdelt[1][29] == "3"
assert gdelt[1][51] == "4" and gdelt[1][53] == "WA" and gdelt[1][59] == "20170413000000"
tsv("gdelt-mentions", 16, False)
head, icews = tsv("icews", 20, True)
assert head[0] == "Event ID" and head[6] == "CAMEO Code" and icews[0][6] == "010" and icews[0][4] == "Russia"
head, polecat = tsv("polecat", 40, True)
assert head[2] == "Event Type" and polecat[1][9] == "2" and polecat[1][17] == "565"

db = sqlite3.connect(f"file:{path('db')}?mode=ro", uri=True)
names = [c[1] for c in db.execute("PRAGMA table_info(records)")]
assert names[:len(table[0])] == list(table[0]), set(names) ^ set(table[0])
assert db.execute("SELECT count(*) FROM records").fetchone()[0] == 3000
asserted = sum(r["modality"] == "asserted" for r in records)
for view, columns in ("gdelt_events", 61), ("icews", 20), ("polecat", 40):
    got = [c[1] for c in db.execute(f"PRAGMA table_info({view})")]
    assert len(got) == columns, (view, len(got))
    assert db.execute(f"SELECT count(*) FROM {view}").fetchone()[0] == asserted
assert db.execute("SELECT count(*) FROM evidence WHERE evidence MATCH 'erdogan'").fetchone()[0] == 250

if rows != "none":
    parquet = [json.loads(line) for line in open(rows, encoding="utf-8", newline="\n")]
    assert len(parquet) == 3000
    for row, p in zip(table, parquet):
        for k, v in row.items():
            want = "" if p[k] is None else ("true" if p[k] else "false") if isinstance(p[k], bool) else p[k]
            assert (float(v) == want if isinstance(want, (int, float)) else v == want), (k, v, want)
import os
print("formats read by python and sqlite3" + (" and hyparquet" if rows != "none" else "; hyparquet is not here, Parquet not read"))
PY
