#!/usr/bin/env bash
# casus serve answers, refuses what is too large or unknown, and stops on a signal.
set -euo pipefail
casus=$BUILD/casus
log=$(mktemp)
"$casus" serve --port 0 2>"$log" &
pid=$!
trap 'kill $pid 2>/dev/null || true; rm -f "$log"' EXIT
for _ in $(seq 100); do grep -q listening "$log" && break; sleep 0.05; done
url=$(sed -n 's|.*\(http://[0-9.:]*/\).*|\1|p' "$log")
python3 - "$url" <<'P'
import json, sys, urllib.error, urllib.request
url = sys.argv[1]
get = lambda path, body=None: urllib.request.urlopen(url + path, body, 20).read().decode()
assert json.loads(get("health"))["coder"].startswith("casus ")
lines = get("code?date=2017-04-07", "France condemned Syria on Friday.".encode()).splitlines()
assert any(json.loads(l)["cameo"].startswith("11") for l in lines), lines
assert "condemn" in get("explain?text=France+condemned+Syria.")
assert "<form" in get("")
for path, body, status in (("nothing", None, 404), ("code", b"x" * (5 << 20), 413)):
    try:
        get(path, body)
        raise SystemExit(f"{path}: no error")
    except urllib.error.HTTPError as e:
        assert e.code == status, (path, e.code)
assert get("code", b"\xff\xfe\x00 broken \x80") == ""
P
kill -TERM $pid
wait $pid
