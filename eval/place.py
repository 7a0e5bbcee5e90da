#!/usr/bin/env python3
"""Places against LGL and GeoVirus (toponyms) and the event-location set.

acc@161: share of gold toponyms, given as they are, resolved within 161 km (those without coordinates left out).
detection: F1 of found spans that overlap a gold one; "no peoples": gold demonyms (by our own gazetteer) left out.
event: precision and recall over tokens of the event's place. Every third document is held out.
Usage: eval/place.py [--errors SET]
"""
import collections, json, math, os, subprocess, sys, zlib

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")


def held(doc):
    return zlib.crc32(doc["id"].encode()) % 3 == 0


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 6371 * 2 * math.asin(min(1, math.sqrt(h)))


def run(lines):
    text = "".join(json.dumps(x) + "\n" for x in lines)
    out = subprocess.run([f"{BUILD}/casus", "where", "--batch", "-"], input=text, capture_output=True, text=True, check=True)
    return {r["id"]: r for r in map(json.loads, out.stdout.splitlines())}


def load(path):
    with open(f"{SHARED}/text/{path}.jsonl") as f:
        return [json.loads(line) for line in f]


def resolve(docs, errors):
    lines = [{"id": d["id"], "text": d["text"], "source": d["domain"] or "",
              "toponyms": sorted([x["begin"], x["end"]] for x in d["toponyms"])} for d in docs]
    found = run(lines)
    hit = collections.Counter()
    total = collections.Counter()
    for d in docs:
        ours = found[d["id"]]["places"]
        for g in d["toponyms"]:
            if g["lat"] is None:
                continue
            part = "held" if held(d) else "tune"
            total[part] += 1
            p = next((p for p in ours if p["begin"] < g["end"] and p["end"] > g["begin"]), None)
            ok = p and p["lat"] is not None and km(g["lat"], g["lon"], p["lat"], p["lon"]) <= 161
            hit[part] += bool(ok)
            if not ok and part == "tune":
                errors.append(f'{g["text"]} | gold {g["name"]} {g["country"]} {g["lat"]},{g["lon"]} | '
                              + (f'{p["name"]} {p["region"]} {p["country"]} {p["lat"]},{p["lon"]}' if p else "none") + f' | {d["id"]} {d["domain"]}')
    return hit, total, found


def detect(docs, given, errors):
    found = run([{"id": d["id"], "text": d["text"], "source": d["domain"] or ""} for d in docs])
    score = collections.Counter()
    for d in docs:
        part = "held" if held(d) else "tune"
        ours = found[d["id"]]["places"]
        gold = [(g["begin"], g["end"]) for g in d["toponyms"]]
        used = set()
        for b, e in gold:
            i = next((i for i, p in enumerate(ours) if i not in used and p["begin"] < e and p["end"] > b), None)
            if i is not None:
                used.add(i)
                score[part, "hit"] += 1
            elif part == "tune":
                errors.append(f'MISSED {d["text"][b:e]} | {d["text"][max(0, b - 50):e + 30]!r}')
        score[part, "gold"] += len(gold)
        score[part, "ours"] += len(ours)
        for i, p in enumerate(ours):
            if i not in used and part == "tune":
                errors.append(f'FALSE {d["text"][p["begin"]:p["end"]]} | {d["text"][max(0, p["begin"] - 50):p["end"] + 30]!r}')
    return score


def events(errors):
    docs = load("event_location/all")
    found = run([{"id": str(i), "text": d["text"], "events": d["verb"]} for i, d in enumerate(docs)])
    score = collections.Counter()
    for i, d in enumerate(docs):
        part = "test" if d["source"] == "RELABEL" else "held" if held(d) else "tune"
        ours = set()
        for e in found[str(i)]["events"]:
            for p in [e] + e["also"]:
                if e["told"]:
                    ours |= {k for k, (b, t) in enumerate(d["tokens"]) if b < p["end"] and t > p["begin"]}
        gold = {k for k, (b, t) in enumerate(d["tokens"]) for x, y in d["loc"] if b < y and t > x}
        score[part, "hit"] += len(ours & gold)
        score[part, "gold"] += len(gold)
        score[part, "ours"] += len(ours)
        if ours != gold and part == "tune":
            text = lambda s: " ".join(d["text"][d["tokens"][k][0]:d["tokens"][k][1]] for k in sorted(s)) or "-"
            verb = " ".join(d["text"][b:e] for b, e in d["verb"])
            errors.append(f'{"WRONG" if ours and gold else "MISSED" if gold else "FALSE"} {verb} | gold {text(gold)} | ours {text(ours)} | {d["text"]!r}')
    return score


def f1(score, part):
    hit, gold, ours = (score[part, k] for k in ("hit", "gold", "ours"))
    p, r = hit / ours if ours else 0, hit / gold if gold else 0
    return p, r, 2 * p * r / (p + r) if p + r else 0


def main():
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    for name, bar in (("lgl", 78), ("geovirus", 80)):
        docs, wrong, missed = load("geo/" + name), [], []
        hit, total, given = resolve(docs, wrong)
        score = detect(docs, given, missed)
        if wanted == name:
            print("\n".join(wrong))
        elif wanted == name + "-find":
            print("\n".join(sorted(missed)))
        elif not wanted:
            for part in ("tune", "held"):
                p, r, f = f1(score, part)
                print(f"{name:10} {part}: acc@161 {100 * hit[part] / total[part]:5.1f} (bar {bar}) of {total[part]};"
                      f" detection P {p:.3f} R {r:.3f} F1 {f:.3f} (bar .75)")
    errors = []
    score = events(errors)
    if wanted == "events":
        print("\n".join(errors))
    elif not wanted:
        for part in ("tune", "held", "test"):
            p, r, f = f1(score, part)
            print(f"events     {part}: P {p:.3f} R {r:.3f} F1 {f:.3f} (bar .72)")


main()
