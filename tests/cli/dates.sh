#!/usr/bin/env bash
# Which day an event gets, by how its clause is told. A line: day of the event that CODE names, its code, the text; the
# article is of Friday, 2017-11-24.
set -euo pipefail
python3 - <<'END'
import json, os, subprocess
cases = """
2017-11-22 112 Germany on Wednesday accused Russia of lying.
2017-11-24 112 Germany has accused Russia of lying after its troops left in May.
2017-11-24 112 Germany accused Russia of breaking the 2015 accord.
2017-01-01 163 France imposed sanctions on Iran in January.
2016-12-01 163 France imposed sanctions on Iran in December.
2017-11-24 020 Germany asked Russia to answer by Tuesday.
2017-11-24 090 Germany is investigating Russian meddling during the 2016 election.
2016-12-21 020 On Dec. 21, Egypt had called on Israel to withdraw.
2017-11-21 112 Germany recalled its envoy on Wednesday, a day after Russia accused Germany of spying.
2017-11-24 173 In May, Egypt freed the journalist, who later accused Sudan. Turkey arrested a journalist.
2014-01-01 173 In March 2014 Egypt released the journalist. Sudan arrested him.
"""
rows = [line.split(" ", 2) for line in cases.strip().split("\n")]
docs = "".join(json.dumps({"id": str(i), "text": text, "date": "2017-11-24"}) + "\n" for i, (_, _, text) in enumerate(rows))
out = subprocess.run([os.environ["BUILD"] + "/casus", "code", "--in", "jsonl", "--quiet", "-"], input=docs, capture_output=True, text=True, check=True)
events = [json.loads(line) for line in out.stdout.splitlines()]
wrong = 0
for i, (day, code, text) in enumerate(rows):
    got = [e["date"] for e in events if e["doc_id"] == str(i) and e["cameo"].startswith(code[:2])]
    if day not in got:
        wrong += 1
        print(f"wanted {day}, got {got}: {text} {[(e['cameo'], e['trigger'], e['date']) for e in events if e['doc_id'] == str(i)]}")
print(f"passed: {len(rows)} days" if not wrong else f"{wrong} wrong days")
raise SystemExit(wrong > 0)
END
