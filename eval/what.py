#!/usr/bin/env python3
"""Events against every set that we have: gold documents, CAMEO manual, PLOVER records, protest-free sentences, five classes,
conflict as ACLED, GTD and KAIROS count it.

Each figure is told for what rules were written against ("dev": every second row; "new": every fourth, aside until 2026-11-25 and
read since) and what is kept aside ("held": the last quarter, less the sentences that stand in a read part of another set, which
count as "new"): a gap between them is over-fitting. Standard library only. Environment: BUILD, SHARED; argument: parts to run."""
import collections, functools, json, os, subprocess, sys, tempfile

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")
DEV_DOCUMENTS = {"gw-93", "gw-126", "gw-135", "gw-138", "gw-150", "gw-179", "tr-1010010", "tr-1020015", "seed"}
NEW_DOCUMENTS = {"gw-159", "gw-67", "gw-144", "tr-1050002"}
DATE = os.environ.get("DATE", "2005-06-15")
STOP = {"the", "a", "an", "of", "in", "and", "'s", "s", "’s", "to", "for", "on", "its", "his", "their"}


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def run(rows, whole=True):
    """Code rows with casus: one document a row, the text one sentence when whole. Events by id."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for r in rows:
            d = {"id": r["id"], "text": r["text"], "date": r.get("date") or DATE}
            if whole:
                d["sentences"] = [[0, len(r["text"])]]
            for key in ("sentences", "title"):
                if not whole and r.get(key):
                    d[key] = r[key]
            f.write(json.dumps(d) + "\n")
        f.flush()
        out = subprocess.run([f"{BUILD}/casus", "code", "--in", "jsonl", "--quiet", "--any-language", f.name], capture_output=True, text=True)
    events = collections.defaultdict(list)
    for line in out.stdout.split("\n"):
        if line.strip():
            e = json.loads(line)
            if e.get("modality", "asserted") == "asserted":
                events[e["doc_id"]].append(e)
    return events


def words(text):
    if isinstance(text, list):
        text = " ".join(t for t in text if t)
    clean = "".join(c.lower() if c.isalnum() else " " for c in text or "")
    return {w for w in clean.split() if w not in STOP}


def end_words(end):
    return words((end or {}).get("text") or "")


def prf(right, found, wanted):
    p, r = right / found if found else 0, right / wanted if wanted else 0
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r) if p + r else 0:.3f} ({right}/{found}/{wanted})"


SETS = ("cameo_manual", "plover_gsr", "plv_train", "cameo_penta", "glocon_sentence_sample", "case2021_task2", "satp", "wikievents")


def plain(row):
    return "".join(c.lower() for c in row["text"] if c.isalnum())


@functools.cache
def read_texts():
    """The sentences that stand in a read part of any set: the sets share many."""
    return {plain(r) for name in SETS for i, r in enumerate(load(f"{SHARED}/gold/sets/{name}.jsonl")) if i % 4 != 3}


def portions(rows):
    last = rows[3::4]
    held = [r for r in last if plain(r) not in read_texts()]
    new = rows[1::4] + [r for r in last if plain(r) in read_texts()]
    return (("all", rows), ("dev", rows[0::2]), ("new", new), ("held", held))


def documents():
    gold = f"{SHARED}/gold/documents.jsonl"
    rows = load(gold)
    events = run(rows, whole=False)
    every = {d["id"] for d in rows}
    parts = {"all": every, "dev": DEV_DOCUMENTS, "new": NEW_DOCUMENTS, "held": every - DEV_DOCUMENTS - NEW_DOCUMENTS, "seed": {"seed"}}
    for name, ids in parts.items():
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/gold", "w") as g, open(f"{folder}/system", "w") as s:
                for d in rows:
                    if d["id"] in ids:
                        g.write(json.dumps(d) + "\n")
                        for e in events[d["id"]]:
                            s.write(json.dumps(e) + "\n")
            out = subprocess.run([f"{SHARED}/tools/score-events", f"{folder}/gold", f"{folder}/system", "--json"], capture_output=True, text=True)
        f = json.loads(out.stdout)
        e, root = f["event"], f["root"]
        print(f"documents {name:5} event P {e['precision']:.3f} R {e['recall']:.3f} F1 {e['f1']:.3f} ({e['right']}/{e['system']}/{e['gold']})"
              f"   root F1 {root['f1']:.3f}  dyad F1 {f['dyad']['f1']:.3f}  full F1 {f['full']['f1']:.3f}  dates {f['date_accuracy']}")


def near(event, gold):
    """Source and target words overlap."""
    s, t = words(gold.get("source_text")), words(gold.get("target_text"))
    return (not s or s & end_words(event["source"])) and (not t or t & end_words(event["target"]))


def manual():
    rows = load(f"{SHARED}/gold/sets/cameo_manual.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        wanted = root = full = right = found = 0
        for r in part:
            got = events[r["id"]]
            found += len(got)
            taken = set()
            for g in r["events"]:
                wanted += 1
                trigger = words(g.get("event_text"))
                marked = [e for e in got if near(e, g) or trigger & words(e.get("trigger"))]
                root += any(e["cameo"][:2] == g["code"][:2] for e in marked)
                full += any(e["cameo"] == g["code"] for e in marked)
                for i, e in enumerate(got):
                    flip = dict(e, source=e["target"], target=e["source"])
                    if i not in taken and e["cameo"][:2] == g["code"][:2] and (near(e, g) or (e.get("reciprocal") and near(flip, g))):
                        taken.add(i)
                        right += 1
                        break
                else:
                    if any(e.get("reciprocal") and e["cameo"][:2] == g["code"][:2] and near(dict(e, source=e["target"], target=e["source"]), g) for e in got):
                        right += 1  # the second direction of a reciprocal event written once
                        found += 1
        print(f"cameo_manual {name:5} root {root / wanted:.3f} full {full / wanted:.3f} triple {prf(right, found, wanted)}")


OLD = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


def plover():
    rows = load(f"{SHARED}/gold/sets/plover_gsr.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        wanted = category = right = found = 0
        for r in part:
            got = events[r["id"]]
            pairs = {(e["plover"], (e["source"] or {}).get("country"), (e["target"] or {}).get("country"), e.get("reciprocal")) for e in got}
            pairs = {x[:3] for x in pairs} | {(c, t, s) for c, s, t, both in pairs if both}
            gold = {(OLD.get(g["code"], g["code"]), (g["source"] or "")[:3] or None, (g["target"] or "")[:3] or None) for g in r["events"]}
            if not gold:
                found += len(pairs)
                continue
            wanted += len(gold)
            found += len(pairs)
            category += sum(any(g[0] == p[0] for p in pairs) for g in gold)
            right += len(gold & pairs)
        print(f"plover_gsr {name:5} category {category / wanted:.3f} triple {prf(right, found, wanted)}")


# Roots of contention and violence on the ground, as ACLED, GTD, UCDP and GLOCON count it.
GROUND = {"14", "17", "18", "19", "20"}


def roots(events):
    return {e["cameo"][:2] for e in events}


def glocon():
    rows = load(f"{SHARED}/gold/sets/glocon_sentence_sample.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        says = lambda r: any(e["cameo"].startswith("14") for e in events[r["id"]])
        no = [r for r in part if r["label"]["protest"] == 0]
        yes = [r for r in part if r["label"]["protest"] == 1]
        # The label is for contention of all kinds: half of it is armed. So all conflict on the ground is told too.
        fights = lambda r: roots(events[r["id"]]) & GROUND
        print(f"glocon {name:5} false protests per 100: {100 * sum(map(says, no)) / len(no):.2f}  found: {100 * sum(map(says, yes)) / len(yes):.1f} %"
              f"   protest or violence: false {100 * sum(map(bool, map(fights, no))) / len(no):.2f}, found {100 * sum(map(bool, map(fights, yes))) / len(yes):.1f} %")


ZSP = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
CATEGORIES = ("AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
              "MOBILIZE", "COERCE", "ASSAULT")


def best_for_pair(got, source, target):
    """The event that joins the marked pair, else one that touches it, else any."""
    s, t = words(source), words(target)
    score = lambda e: (bool(s & end_words(e["source"])) + bool(t & end_words(e["target"])),
                       bool(t & end_words(e["source"])) + bool(s & end_words(e["target"])), e["confidence"])
    return max(got, key=score, default=None)


def pairs():
    rows = load(f"{SHARED}/gold/sets/plv_train.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        right, tp, fp, fn = 0, collections.Counter(), collections.Counter(), collections.Counter()
        for r in part:
            g = r["events"][0]
            e = best_for_pair(events[r["id"]], g.get("source_text"), g.get("target_text"))
            got = ZSP.get(e["plover"], e["plover"]) if e else None
            want = r["label"]["root"]
            right += got == want
            if got == want:
                tp[want] += 1
            else:
                fn[want] += 1
                fp[got] += 1
        macro = sum(2 * tp[c] / (2 * tp[c] + fp[c] + fn[c]) for c in CATEGORIES) / len(CATEGORIES)
        print(f"plv_train {name:5} accuracy {right / len(part):.3f} macro F1 {macro:.3f}")


# CAMEO's five classes by root: statements and appeals; verbal, material cooperation; verbal conflict, sanctions and
# reduced relations among it; material conflict. (PLOVER's quad class differs: 02 is a REQUEST there, 16 material.)
PENTA = {f"{root:02d}": c for c, roots in enumerate(((1, 2), (3, 4, 5), (6, 7, 8), (9, 10, 11, 12, 13, 16), (14, 15, 17, 18, 19, 20)))
         for root in roots}


def penta():
    rows = load(f"{SHARED}/gold/sets/cameo_penta.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        right = 0
        for r in part:
            g = r["events"][0]
            e = best_for_pair(events[r["id"]], g.get("source_text"), g.get("target_text"))
            right += (PENTA[e["cameo"][:2]] if e else 0) == r["label"]["penta"]
        print(f"cameo_penta {name:5} accuracy {right / len(part):.3f}")


def case2021():
    """ACLED's sub-types on a few sentences: is there an event, of the root, of the code that the sub-type stands for?
    Disasters and spills have no code: what we see there in 14-20 is false."""
    rows = load(f"{SHARED}/gold/sets/case2021_task2.jsonl")
    events = run(rows, whole=False)
    for name, part in portions(rows):
        code = lambda r: r["label"]["approx_cameo_by_us"]
        coded = [r for r in part if code(r)]
        calm = [r for r in part if r["label"]["acled_subtype"] in ("NATURAL_DISASTER", "MAN_MADE_DISASTER")]
        share = lambda holds: sum(map(holds, coded)) / len(coded)
        print(f"case2021_task2 {name:5} event {share(lambda r: bool(events[r['id']])):.3f}"
              f" root {share(lambda r: code(r)[:2] in roots(events[r['id']])):.3f}"
              f" code {share(lambda r: any(e['cameo'].startswith(code(r).rstrip('0')) for e in events[r['id']])):.3f} of {len(coded)}"
              f"   false in disasters: {sum(bool(roots(events[r['id']]) & GROUND) for r in calm)}/{len(calm)}")


# GTD's attack types as CAMEO codes that a coder would give for them.
ATTACKS = {"Armed Assault": ("18", "19", "20"), "Bombing/Explosion": ("183", "195", "194", "190"), "Assassination": ("185", "186", "18", "19"),
           "Kidnapping": ("181",), "Hijacking": ("181",), "Unarmed Assault": ("18", "145"), "Facility/Infrastructure Attack": ("18", "19", "171", "145")}


def satp():
    """GTD-like labels on run-on paragraphs without punctuation: is an act of violence found, is it of the type marked, are its
    ends among the words marked as attackers and victims? The rest, which its makers left out, is told beside: arrests, speeches,
    the state's and old violence."""
    rows = load(f"{SHARED}/gold/sets/satp.jsonl")
    events = run(rows)
    for name, part in portions(rows):
        violent = lambda r: [e for e in events[r["id"]] if e["cameo"][:2] in ("18", "19", "20")]
        yes = [r for r in part if r["label"]["actions"]]
        no = [r for r in part if not r["label"]["relevant"]]
        typed = [r for r in yes if any(kind in ATTACKS for _, kind in r["label"]["actions"])]
        right = sum(any(e["cameo"].startswith(ATTACKS.get(kind, "-")) for e in violent(r) for _, kind in r["label"]["actions"]) for r in typed)
        ends = [sum(any(end_words(e[side]) & words(r["label"][f"{side}s"]) for e in violent(r)) for r in yes if r["label"][f"{side}s"])
                / sum(bool(r["label"][f"{side}s"]) for r in yes) for side in ("source", "target")]
        print(f"satp {name:5} found {sum(map(bool, map(violent, yes))) / len(yes):.3f} type {right / len(typed):.3f}"
              f" source {ends[0]:.3f} target {ends[1]:.3f} of {len(yes)}   violence in the rest {100 * sum(map(bool, map(violent, no))) / len(no):.1f} per 100")


KAIROS = {"Conflict.Attack": ("18", "19", "20", "17"), "Life.Die": ("18", "19", "20"), "Life.Injure": ("18", "19", "20"), "Conflict.Demonstrate": ("14",),
          "Justice.ArrestJailDetain": ("173",), "Justice.ChargeIndict": ("11", "17"), "Contact.ThreatenCoerce": ("13",),
          "Justice.ReleaseParole": ("084",), "Justice.Sentence": ("173",), "Justice.InvestigateCrime": ("09",)}


def wikievents():
    """KAIROS triggers that have a CAMEO code: is an event of that code in the sentence, and on that trigger? False: violence and
    protest in sentences without any such trigger."""
    rows = load(f"{SHARED}/gold/sets/wikievents.jsonl")
    events = run(rows)
    codes = lambda g: next((c for kind, c in KAIROS.items() if g["code"].startswith(kind)), None)
    for name, part in portions(rows):
        wanted = found = hit = 0
        calm = [r for r in part if not any(codes(g) for g in r["events"])]
        for r in part:
            for g in filter(codes, r["events"]):
                got = [e for e in events[r["id"]] if e["cameo"].startswith(codes(g))]
                wanted += 1
                found += bool(got)
                hit += any(words(g["event_text"]) & words(e["trigger"]) for e in got)
        false = sum(bool(roots(events[r["id"]]) & GROUND) for r in calm)
        print(f"wikievents {name:5} found {found / wanted:.3f} on its trigger {hit / wanted:.3f} of {wanted}   false {100 * false / len(calm):.1f} per 100")


PARTS = {"documents": documents, "cameo_manual": manual, "plover_gsr": plover, "plv_train": pairs, "glocon": glocon, "cameo_penta": penta,
         "case2021_task2": case2021, "satp": satp, "wikievents": wikievents}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
