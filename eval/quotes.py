#!/usr/bin/env python3
"""Quotations and who said them, against PolNeAR (evaluation only): each gold attribution is paired with the
prediction that overlaps its content most (best pairs first, each used once).
Reported: content overlap F1; content with Dice >= .5; that and an overlapping source; exact content. Then the events
that casus codes there: of those inside a gold content, how many name a speaker, and the right one (the source of the
shortest content around the trigger); of those outside, how many name none."""
import collections
import json
import os
import subprocess
import sys
import tempfile

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")


def chars(spans, text):
    return {i for b, e in spans for i in range(b, e) if not text[i].isspace()}


def casus(docs, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for d in docs:
            f.write(json.dumps({"id": d["id"], "date": d["date"], "text": d["text"]}) + "\n")
        f.flush()
        out = subprocess.run([f"{BUILD}/casus", "code", "--quiet", "--any-language", "--in", "jsonl", *options, f.name],
                             capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def predict(docs):
    found = collections.defaultdict(list)
    for q in casus(docs, "--format", "quotes"):
        found[q["doc_id"]].append(([p["span"] for p in q["quotation"]], [q["speaker"]["span"]] if q["speaker"] and q["speaker"]["span"] else []))
    return found


def score(docs, found):
    n = collections.Counter()
    for d in docs:
        text = d["text"]
        gold = [(chars(a["content"], text), chars(a["source"], text)) for a in d["attributions"] if a["content"]]
        pred = [(chars(c, text), chars(s, text)) for c, s in found[d["id"]]]
        pairs = []
        for i, g in enumerate(gold):
            for j, p in enumerate(pred):
                common = len(g[0] & p[0])
                if common:
                    pairs.append((2 * common / (len(g[0]) + len(p[0])), i, j))
        used_gold, used_pred = set(), set()
        n["gold"] += len(gold)
        n["predicted"] += len(pred)
        for dice, i, j in sorted(pairs, reverse=True):
            if i in used_gold or j in used_pred:
                continue
            used_gold.add(i)
            used_pred.add(j)
            source = bool(gold[i][1] & pred[j][1]) or not (gold[i][1] or pred[j][1])
            n["overlap"] += 1
            n["half"] += dice >= .5
            n["speaker"] += dice >= .5 and source
            n["exact"] += gold[i][0] == pred[j][0]
    return n


def score_events(docs):
    n = collections.Counter()
    gold = {d["id"]: [(chars(a["content"], d["text"]), chars(a["source"], d["text"])) for a in d["attributions"] if a["content"]] for d in docs}
    text = {d["id"]: d["text"] for d in docs}
    for e in casus(docs, "--format", "jsonl", "--all"):
        around = [g for g in gold[e["doc_id"]] if e["trigger_span"][0] in g[0]]
        said = e.get("attribution")
        span = said and said.get("span")
        if not around:
            n["outside"] += 1
            n["outside_none"] += not said
            continue
        source = min(around, key=lambda g: len(g[0]))[1]
        n["inside"] += 1
        n["named"] += bool(said)
        n["right"] += bool(span and source & chars([span], text[e["doc_id"]]))
    return n


def main():
    for part in sys.argv[1:] or ["dev"]:
        path = f"{SHARED}/text/polnear/{part}.jsonl"
        docs = [json.loads(line) for line in open(path, encoding="utf-8")]
        n = score(docs, predict(docs))
        f1 = lambda key: 200 * n[key] / max(1, n["gold"] + n["predicted"])
        print(f"polnear {part}: {n['gold']} attributions, {n['predicted']} predicted; F1 content overlap {f1('overlap'):.1f}, "
              f"content {f1('half'):.1f}, content + speaker {f1('speaker'):.1f}, exact {f1('exact'):.1f}")
        e = score_events(docs)
        print(f"polnear {part}: {e['inside']} events inside an attribution, {e['named']} name a speaker, {e['right']} the right one "
              f"({100 * e['right'] / max(1, e['inside']):.1f} %, precision {100 * e['right'] / max(1, e['named'] + e['outside'] - e['outside_none']):.1f} %); "
              f"{e['outside']} outside, {e['outside'] - e['outside_none']} name one")


main()
