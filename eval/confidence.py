#!/usr/bin/env python3
"""Learn tables/confidence.tsv (--train), or tell how well confidence is calibrated on sets it did not see.

Training sentences: tests/suite/heldout.tsv (ours) and plover_gsr (its licence allows it). Logistic regression by plain gradient
descent with an L2 penalty: minutes on one core, standard library only. Features come from `casus explain`.
Calibration is told on the gold documents and cameo_manual."""
import collections, json, math, os, subprocess, sys

sys.path.insert(0, os.path.dirname(__file__))
import suite, what

TABLE = "tables/confidence.tsv"
SUITE_WEIGHT = 0.25 # written by those who wrote the rules: more of them are right than of sentences that others chose
HEADER = """# Weights of what/confidence.c on the logistic scale: feature, weight.
# Learned by eval/confidence.py --train from tests/suite and the PLOVER gold records (plover_gsr).
feature	weight
"""


def explained(text, date):
    out = subprocess.run([what.BUILD + "/casus", "explain", "--date", date or "2005-06-15", text], capture_output=True, text=True).stdout
    for line in out.split("\n"):
        if line.startswith("event "):
            head, features = line.split(":", 1)
            _, source, code, target, _ = head.split(" ")
            yield source, code, target, features.split()


def plover_category():
    rows = (line.rstrip("\n").split("\t") for line in open("tables/cameo.tsv", encoding="utf-8") if line[0] != "#")
    return {r[0]: r[4] if len(r) > 4 else "" for r in rows}


def samples():
    category = plover_category()
    for r in what.load(f"{what.SHARED}/gold/sets/plover_gsr.jsonl"):
        gold = {(what.OLD.get(g["code"], g["code"]), (g["source"] or "-")[:3], (g["target"] or "-")[:3]) for g in r["events"]}
        gold |= {(c, t, s) for c, s, t in gold if c in ("AGREE", "CONSULT", "SUPPORT", "COOPERATE")}
        for source, code, target, features in explained(r["text"], r["date"]):
            yield (category.get(code), source[:3], target[:3]) in gold, features, 1.0
    for name in suite.FILES[1:2]: # the half that rules are not written against
        for _, date, text, wanted, *_ in suite.read(name):
            want, more = suite.wants(wanted)
            for source, code, target, features in explained(text, date):
                fits = lambda w: suite.fits(w[2], code) and (suite.fits(w[1], source) and suite.fits(w[3], target) or
                                                             suite.fits(w[1], target) and suite.fits(w[3], source))
                ok = any(fits(w) for w in want)
                if ok or not more:
                    yield ok, features, SUITE_WEIGHT


def train():
    data = list(samples())
    seen = collections.Counter(f for _, fs, _ in data for f in fs)
    total = sum(w for _, _, w in data)
    weight = {f: 0.0 for f, n in seen.items() if n >= 5}
    for step in range(600):
        gradient = collections.Counter()
        for right, features, share in data:
            p = 1 / (1 + math.exp(-sum(weight.get(f, 0) for f in features)))
            for f in features:
                if f in weight:
                    gradient[f] += share * (right - p)
        for f in weight:
            weight[f] += 2.0 / total * (gradient[f] - (0 if f == "bias" else 2.0) * weight[f])
    with open(TABLE, "w", encoding="utf-8") as f:
        f.write(HEADER + "".join(f"{k}\t{v:.3f}\n" for k, v in sorted(weight.items()) if abs(v) >= 0.005))
    print(f"{len(data)} events, {sum(r for r, _, _ in data)} right, {len(weight)} weights")


def calibration(name, events):
    bins = collections.defaultdict(lambda: [0, 0, 0.0])
    for confidence, right in events:
        b = bins[min(int(confidence * 10), 9)]
        b[0] += right
        b[1] += 1
        b[2] += confidence
    told = "  ".join(f".{i}–: {100 * bins[i][0] / bins[i][1]:.0f} % of {bins[i][1]}" for i in sorted(bins))
    n = sum(b[1] for b in bins.values())
    error = sum(abs(b[0] - b[2]) for b in bins.values()) / max(n, 1)
    print(f"confidence {name}: expected calibration error {error:.3f}; right by confidence {told}")


def documents():
    import importlib.machinery, importlib.util
    loader = importlib.machinery.SourceFileLoader("score", f"{what.SHARED}/tools/score-events")
    score = importlib.util.module_from_spec(importlib.util.spec_from_loader("score", loader))
    loader.exec_module(score)
    rows = what.load(f"{what.SHARED}/gold/documents.jsonl")
    events = what.run(rows, whole=False)
    for d in rows:
        by = score.by_sentence(d, events[d["id"]])
        for i in range(-1, len(d["sentences"])):
            gold = [g for g in d["events"] if g["sentence"] == i]
            system = score.collapse(by.get(i, []))
            paired = set(score.pair(gold, system, "event").values())
            for j, e in enumerate(system):
                yield e["confidence"], j in paired


def manual():
    rows = what.load(f"{what.SHARED}/gold/sets/cameo_manual.jsonl")
    events = what.run(rows)
    for r in rows:
        for e in events[r["id"]]:
            flip = dict(e, source=e["target"], target=e["source"])
            yield e["confidence"], any(e["cameo"][:2] == g["code"][:2] and (what.near(e, g) or what.near(flip, g)) for g in r["events"])


if __name__ == "__main__":
    if "--train" in sys.argv:
        train()
    else:
        calibration("documents", documents())
        calibration("cameo_manual", manual())
