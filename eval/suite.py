#!/usr/bin/env python3
"""The event suite (tests/suite/*.tsv) through the program: share right by construction, ?known counted as wrong.

    eval/suite.py [--show] [--group G] [FILE…]       default: constructions, heldout, codes
    eval/suite.py --mark                             set the ?known marks to what the program does today
"""
import fnmatch, json, os, subprocess, sys

CASUS = os.path.join(os.environ.get("BUILD", "build"), "casus")
FILES = [f"tests/suite/{n}.tsv" for n in ("constructions", "heldout", "codes")]


def read(path):
    rows = (l.rstrip("\n").split("\t") for l in open(path, encoding="utf-8") if l.strip() and l[0] != "#")
    next(rows)
    return [r for r in rows]


def wants(text):
    """Lists (optional, source, code, target), and whether further events are free."""
    out, more = [], False
    for item in (i.strip() for i in text.split(";")):
        more |= item == "..."
        optional = item.startswith(("?", "none|"))
        part = item.removeprefix("?").removeprefix("none|").split(" ")
        if len(part) == 3:
            out.append((optional, *part))
    return out, more


def fits(glob, word):
    return any(fnmatch.fnmatchcase(word, g) for g in glob.split("|"))


def event_fits(want, e):
    _, source, code, target = want
    a, b = ((e[k] or {}).get("code") or "-" for k in ("source", "target"))
    return fits(code, e["cameo"]) and (
        fits(source, a) and fits(target, b) or e["reciprocal"] and fits(source, b) and fits(target, a))


def right(text, events):
    want, more = wants(text)
    events = [e for e in events if e["modality"] == "asserted"]
    extra = [e for e in events if e["cameo"] != "010" and not any(event_fits(w, e) for w in want)]
    return (more or not extra) and all(w[0] or any(event_fits(w, e) for e in events) for w in want)


def code(cases):
    lines = "".join(json.dumps({"id": str(i), "date": c[1], "text": c[2]}) + "\n" for i, c in enumerate(cases))
    run = subprocess.run([CASUS, "code", "--in", "jsonl", "--format", "jsonl", "-"], input=lines, text=True,
                         stdout=subprocess.PIPE, check=True)
    events = [[] for _ in cases]
    for line in run.stdout.splitlines():
        e = json.loads(line)
        events[int(e["doc_id"])].append(e)
    return events


def mark():
    """Rewrite the group column: ?known where a case fails today. Read the diff before you commit it."""
    for path in FILES:
        cases = read(path)
        ok = {tuple(c[1:]): right(c[3], e) for c, e in zip(cases, code(cases))}
        lines = open(path, encoding="utf-8").read().split("\n")
        for i, line in enumerate(lines):
            f = line.split("\t")
            if tuple(f[1:]) in ok:
                lines[i] = "\t".join([("" if ok[tuple(f[1:])] else "?known ") + f[0].removeprefix("?known ")] + f[1:])
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n".join(lines))


def main():
    args = sys.argv[1:]
    if "--mark" in args:
        return mark()
    show = "--show" in args
    group = args[args.index("--group") + 1] if "--group" in args else None
    files = [a for a in args if a.endswith(".tsv")] or FILES
    for path in files:
        cases = [c for c in read(path) if not group or group in c[0]]
        score = {}
        for c, events in zip(cases, code(cases)):
            ok = right(c[3], events)
            s = score.setdefault(c[0].replace("?known", "").strip(), [0, 0])
            s[0] += ok
            s[1] += 1
            if show and not ok:
                got = "; ".join(f"{(e['source'] or {}).get('code') or '-'} {e['cameo']} {(e['target'] or {}).get('code') or '-'}"
                                f" [{e['trigger']}]" for e in events if e["modality"] == "asserted")
                print(f"{c[0]}\t{c[2]}\n    want {c[3]}\n    got  {got}")
        n, total = (sum(s[i] for s in score.values()) for i in (0, 1))
        low = [f"{g} {s[0]}/{s[1]}" for g, s in score.items() if s[0] < s[1]]
        print(f"{os.path.basename(path)[:-4]:14} {n}/{total} right = {100 * n / max(total, 1):.1f} %   below 100 %: {', '.join(low) or 'none'}")


if __name__ == "__main__":
    main()
