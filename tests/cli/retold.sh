#!/usr/bin/env bash
# A meeting that is dated once is dated wherever the article tells of it, and what those who met said after it; the
# perfect is of the article's day. The file's name dates the article.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
echo "Rex Tillerson met Sergey Lavrov on Wednesday. After the meeting with Tillerson, Lavrov thanked China. Lavrov has accused Japan." >"$dir/2017-04-13-a.txt"
got=$("$BUILD"/casus code --quiet "$dir" | python3 -c '
import json, sys
for e in map(json.loads, sys.stdin):
    print(e["source"]["code"], e["cameo"], e["target"]["code"], e["date"])')
want='USAGOV 040 RUSGOV 2017-04-12
RUSGOV 040 USAGOV 2017-04-12
RUSGOV 051 CHN 2017-04-12
RUSGOV 112 JPN 2017-04-13'
[ "$got" = "$want" ] || { echo "$got"; exit 1; }
