#!/usr/bin/env python3
"""Time expressions against TempEval-3 (TimeBank, AQUAINT) and WikiWars: strict, relaxed and value F1.

strict: same span. relaxed: spans overlap. value: overlap and equal TIMEX3 value. As in TempEval-3, each gold
expression is matched once. Every third document is held out: rules are tuned on the others only ("tune").
Usage: eval/time.py [--errors tune|held SET]   (prints what went wrong)
"""
import json, os, subprocess, sys, zlib

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")
SETS = {"timebank": "tempeval3/timebank", "aquaint": "tempeval3/aquaint", "wikiwars": "wikiwars/train"}


def load(name):
    with open(f"{SHARED}/text/{SETS[name]}.jsonl") as f:
        return [json.loads(line) for line in f]


def held(doc):
    return zlib.crc32(doc["id"].encode()) % 3 == 0


def run(docs):
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"], "date": d["dct"]}) + "\n" for d in docs)
    out = subprocess.run([f"{BUILD}/casus", "when", "--batch", "-"], input=lines, capture_output=True, text=True, check=True)
    return {r["id"]: r["timex"] for r in map(json.loads, out.stdout.splitlines())}


def trim(doc, x):
    """Gold spans now and then take in blanks or a full stop."""
    b, e = x["begin"], x["end"]
    while e > b and doc["text"][e - 1].isspace():
        e -= 1
    return b, e


def compare(doc, ours, errors=None):
    strict = relaxed = value = 0
    used = set()
    for g in doc["timex"]:
        b, e = trim(doc, g)
        near = [i for i, x in enumerate(ours) if i not in used and x["begin"] < e and x["end"] > b]
        if not near:
            if errors is not None:
                errors.append(("MISSED", g["text"], g["value"], "", doc["text"][max(0, b - 40):e + 30]))
            continue
        i = next((i for i in near if (ours[i]["begin"], ours[i]["end"]) == (b, e)), near[0])
        used.add(i)
        x = ours[i]
        same = (x["begin"], x["end"]) == (b, e)
        relaxed += 1
        strict += same
        value += x["value"] == g["value"]
        text = doc["text"][x["begin"]:x["end"]]
        if errors is not None and not same:
            errors.append(("SPAN", g["text"], text, "", doc["text"][max(0, b - 40):e + 30]))
        if errors is not None and x["value"] != g["value"]:
            errors.append(("VALUE", g["text"], g["value"], x["value"], doc["dct"] + " " + doc["text"][max(0, b - 60):e + 40]))
    if errors is not None:
        for i, x in enumerate(ours):
            if i not in used:
                errors.append(("FALSE", doc["text"][x["begin"]:x["end"]], x["value"], "",
                               doc["text"][max(0, x["begin"] - 40):x["end"] + 30]))
    return strict, relaxed, value, len(doc["timex"]), len(ours)


def f1(hit, gold, ours):
    return 200 * hit / (gold + ours) if gold + ours else 0


def score(docs, found):
    total = [0] * 5
    for d in docs:
        total = [a + b for a, b in zip(total, compare(d, found.get(d["id"], [])))]
    s, r, v, gold, ours = total
    return f1(s, gold, ours), f1(r, gold, ours), f1(v, gold, ours), r / ours * 100 if ours else 0, r / gold * 100 if gold else 0


def main():
    found = {name: (docs := load(name), run(docs)) for name in SETS}
    if len(sys.argv) > 3 and sys.argv[1] == "--errors":
        errors = []
        docs, ours = found[sys.argv[3]]
        for d in docs:
            if held(d) == (sys.argv[2] == "held"):
                compare(d, ours[d["id"]], errors)
        for e in sorted(errors):
            print(" | ".join(x.replace("\n", " ") for x in e))
        return
    print(f"{'set':24} {'strict':>7} {'relaxed':>8} {'value':>7} {'prec':>6} {'recall':>7}   (value F1; bars: tbaq 80 / 74, wikiwars 70)")
    rows = [(name, *found[name]) for name in SETS]
    rows.insert(2, ("tbaq", found["timebank"][0] + found["aquaint"][0], {**found["timebank"][1], **found["aquaint"][1]}))
    for name, docs, ours in rows:
        for part, keep in (("tune", lambda d: not held(d)), ("held out", held)):
            if part == "held out" or name != "none":
                s, r, v, p, q = score([d for d in docs if keep(d)], ours)
                print(f"{name + ' ' + part:24} {s:7.1f} {r:8.1f} {v:7.1f} {p:6.1f} {q:7.1f}")


main()
