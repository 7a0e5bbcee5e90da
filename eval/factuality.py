#!/usr/bin/env python3
"""How factual happenings are told, against UW's labels (−3 … 3; evaluation only): Pearson's r and the mean absolute
error over the labelled words. Each sentence is a paragraph of one text; labelled words that the program has not cut
out as they stand count with 3, the commonest label.

    eval/factuality.py [--errors N] [SET.PART…]       default: uw.dev"""
import json
import os
import subprocess
import sys
import tempfile

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")


def read(part):
    path = f"{SHARED}/text/factuality/{part}.jsonl"
    return [json.loads(line) for line in open(path, encoding="utf-8")] if os.path.exists(path) else None


def word_spans(text):
    """Bytes of the words that blanks cut."""
    spans, at = [], 0
    for word in text.split(" "):
        n = len(word.encode())
        spans.append((at, at + n))
        at += n + 1
    return spans


def predict(sentences):
    body = "\n\n".join(s["text"] for s in sentences)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write(body)
        f.flush()
        out = subprocess.run([f"{BUILD}/casus", "show", "--room", "what", "--facts", f.name], capture_output=True, text=True, check=True).stdout
    found = {}
    for line in out.splitlines():
        start, _, _, value = line.split("\t")
        found[int(start)] = float(value)
    return found


def pearson(x, y):
    n = len(x)
    mx, my = sum(x) / n, sum(y) / n
    cov = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return cov / max(1e-9, (sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y)) ** .5)


def pairs(sentences):
    found, base = predict(sentences), 0
    for s in sentences:
        spans = word_spans(s["text"])
        for t in s["targets"]:
            start = base + spans[t["span1"][0]][0]
            yield t["label"], found.get(start, 3.0), t["span_text"], s["text"], start in found
        base += len(s["text"].encode()) + 2


def main():
    args = sys.argv[1:]
    show = int(args[args.index("--errors") + 1]) if "--errors" in args else 0
    parts = [a for i, a in enumerate(args) if "." in a] or ["uw.dev"]
    for part in parts:
        sentences = read(part)
        if sentences is None:
            print(f"factuality {part}: not here")
            continue
        rows = list(pairs(sentences))
        gold, mine = [r[0] for r in rows], [r[1] for r in rows]
        mae = sum(abs(a - b) for a, b in zip(gold, mine)) / len(rows)
        print(f"factuality {part}: {len(rows)} words, Pearson r {pearson(gold, mine):.3f}, mean absolute error {mae:.3f}, "
              f"{sum(not r[4] for r in rows)} not cut out")
        for r in sorted(rows, key=lambda r: -abs(r[0] - r[1]))[:show]:
            print(f"  {r[0]:+.1f} {r[1]:+.2f} {r[2]}\t{r[3]}")


main()
