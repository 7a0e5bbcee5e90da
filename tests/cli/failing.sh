#!/usr/bin/env bash
# A run on 20 articles in which the n-th allocation, the n-th write, or every fsync fails: a message and an exit
# code, no crash; and the same command without failures then completes the database.
# STEPS=all tries every n (hours), STEPS="1 2 3" these; else some forty, spread over the run.
set -euo pipefail
build=${BUILD:-build}
casus=$build/casus
work=$build/test-failing
case $build in *asan* | *tsan*) echo "skipped: sanitizers have allocators of their own"; exit 0 ;; esac
rm -rf "$work" && mkdir -p "$work"
cc -shared -fPIC -O1 tests/cli/failing.c -o "$work/failing.so" -ldl
n=0
for round in 1 2 3; do
    for f in examples/news/*.txt; do
        n=$((n + 1))
        [ $n -gt 20 ] || python3 -c 'import json,sys; print(json.dumps({"id": sys.argv[1], "date": sys.argv[2], "text": open(sys.argv[3]).read()}))' \
            "$n" "$(basename "$f" | cut -c1-10)" "$f"
    done
done >"$work/in.jsonl"
digest() { sqlite3 "$1" 'SELECT * FROM records ORDER BY event_id; SELECT id, n_events FROM documents ORDER BY id' | sha256sum; }
run() { "$casus" code --quiet --threads 2 --db "$1" "$work/in.jsonl"; }
run "$work/ref.db"
ref=$(digest "$work/ref.db")
trials=0 failed=0
try() { # environment for the failing run
    rm -f "$work"/t.db*
    local code=0
    env "$@" LD_PRELOAD="$work/failing.so" "$casus" code --quiet --threads 2 --db "$work/t.db" "$work/in.jsonl" >/dev/null 2>"$work/err" || code=$?
    [ $code -lt 128 ] || { echo "$*: exit $code: $(cat "$work/err")"; exit 1; }
    [ $code = 0 ] || failed=$((failed + 1))
    [ $code = 0 ] || [ -s "$work/err" ] || { echo "$*: exit $code without a message"; exit 1; }
    run "$work/t.db" 2>"$work/err" || { echo "$*: not completed after it: $(cat "$work/err")"; exit 1; }
    [ "$(digest "$work/t.db")" = "$ref" ] || { echo "$*: another database after it"; exit 1; }
    trials=$((trials + 1))
}
steps=${STEPS:-1 2 3 4 6 9 14 22 35 55 90 140 220 350 550}
[ "$steps" != all ] || steps=$(seq 1 3000)
for n in $steps; do
    try FAIL_ALLOC="$n"
    try FAIL_ALLOC="$n" FAIL_ONCE=1
done
for n in 1 2 3 5 9 17 30 60; do
    try FAIL_WRITE="$n"
    try FAIL_WRITE="$n" FAIL_ONCE=1
done
try FAIL_SYNC=1
echo "$trials trials, $failed of them failed with a message, the database whole after each"
