#!/usr/bin/env python3
"""who: actors of phrases, of marked words, of gold events, officials by date, coreference.

    eval/who.py [--show] [PART …]       parts: ngec gsr gold officials coref; --show prints what is wrong

ngec       gold/sets/ngec_actor: phrase → country, first role. Its own code book is crosswalked to ours: MED (medical) is
           our HLH, JRN our MED, BUD and MOS are REL, UNO is IGOUNO, EUR is IGOEUREEC; no role and CVL count as equal.
           Phrases whose country stands only in a context that is not given are asked as they are.
gsr        gold/sets/plover_gsr: the mention inside the marked words (the article's own if it has one, else the phrase
           alone): country; country and first role. IGO and NGO, any body for IGO as the set codes all bodies IGO.
gold       gold/documents.jsonl: is an actor of each required event found anywhere in its sentence, by country, by code?
officials  eval/who_officials.tsv through `casus who --batch`: country and GOV.
coref      gumfree-dev: links of pronouns, partial names and descriptions to known actors. A known actor is an entity
           that casus names by its tables (a name, a title with a name, a metonym, a surname) in a proper noun; towns and
           capitals are places here, no actors. Nominal predicates ("is an artist") are no links. A link is
           right when the gold chain of that mention holds a proper noun that casus put in the same entity. Precision
           counts the links of casus into known actors; recall all other mentions (pronouns of the third person, nouns,
           parts of names) of gold chains that hold a known actor. I, we and you are left out on both sides: half of the
           set is talk and speeches, where they mean whoever speaks, whom only the metadata name.
"""
import collections, json, os, re, subprocess, sys, tempfile

CASUS = os.path.join(os.environ.get("BUILD", "build"), "casus")
SHARED = os.environ.get("SHARED", "../shared")
SETS = os.path.join(SHARED, "gold", "sets")
SHOW = "--show" in sys.argv
BODIES = ("IGO", "NGO", "IMG", "MNC")


def show(*words):
    if SHOW:
        print("  ", *words)


def batch(rows):
    """Best actor of each (phrase, date)."""
    text = "".join(f"{p.replace(chr(9), ' ').replace(chr(10), ' ')}\t{d or ''}\n" for p, d in rows)
    out = subprocess.run([CASUS, "who", "--batch"], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(l) for l in out.decode().splitlines()]


def mentions(text, date=None):
    """Mentions of a text, with their members' codes."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as f:
        f.write(text)
        f.flush()
        command = [CASUS, "show", "--room", "who", "--json", f.name] + (["--date", date] if date else [])
        out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    return [json.loads(l) for l in out.splitlines()]


def lines(path):
    return [json.loads(l) for l in open(os.path.join(SHARED, "gold", path), encoding="utf-8")]


def iso_day(text):
    m = re.match(r"(\d+) ([A-Za-z]{3})[a-z]* (\d{4})$", text or "")
    if not m:
        return text or ""
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    return f"{m[3]}-{months.index(m[2].lower()) + 1:02d}-{int(m[1]):02d}"


def split(found):
    return found["country"], found["code"][len(found["country"]):]


NGEC_ROLE = {"MED": "HLH", "JRN": "MED", "BUD": "REL", "MOS": "REL", "PRM": "REB"}


def ngec():
    asked = [d for d in lines("sets/ngec_actor.jsonl") if d["fn"] in ("agent_to_code", "short_text_to_agent", "search_nat")]
    found = batch([(d["text"], iso_day(d["date"])) for d in asked])
    right = collections.Counter()
    for d, f in zip(asked, found):
        label, (country, roles) = d["label"], split(f)
        wanted = label.get("country", "" if "none" in label else None)
        if wanted is not None:
            code = {"UNO": "IGOUNO", "EUR": "IGOEUREEC"}.get(wanted, wanted)
            ok = f["code"] == "" if "none" in label else (f["code"].startswith(code) if code else country == "")
            right["countries"] += 1
            right["country"] += ok
            if not ok:
                show("country", d["text"], "|", d["date"] or "", "| want", label, "| got", f["code"], f["how"])
        roles_wanted = label.get("code_1_In") or ([label["code_1"]] if "code_1" in label else [])
        roles_wanted = [NGEC_ROLE.get(r, r) for r in roles_wanted if r not in ("UNK", "PRE")]
        if roles_wanted:
            body = country in BODIES
            ok = any((r in roles if body else roles.startswith(r)) if r else roles in ("", "CVL") for r in roles_wanted)
            right["roles"] += 1
            right["role"] += ok
            if not ok:
                show("role", d["text"], "|", d["date"] or "", "| want", label, "| got", f["code"], f["how"])
    print(f"ngec_actor: country {right['country'] / right['countries']:.3f} of {right['countries']}, "
          f"role {right['role'] / right['roles']:.3f} of {right['roles']}")


GSR_ROLE = {"JRN": "MED", "MED": "HLH", "CIV": "CVL", "MOS": "REL", "SOC": "CVL"}


def marked(text, words, found, alone):
    """Code of the marked words: of the widest mention that hangs inside them."""
    start = text.find(words)
    inside = [m for m in found if m["code"] and start >= 0 and start <= m["head"] < start + len(words)]
    if any(m["code"] == alone for m in inside) or not inside:
        return alone
    return max(inside, key=lambda m: len(m["text"]))["code"]


def gsr():
    docs = lines("sets/plover_gsr.jsonl")
    asked = []
    for d in docs:
        ends = {(e[k], e.get(k + "_text")) for e in d["events"] for k in ("source", "target")}
        asked += [(d, code, words) for code, words in sorted(e for e in ends if e[0] and e[1])]
    alone = batch([(words, None) for _, _, words in asked])
    found = {d["id"]: mentions(d["text"]) for d in docs}
    country = both = 0
    for (d, code, words), one in zip(asked, alone):
        got = marked(d["text"], words, found[d["id"]], one["code"])
        body = code[:3] in BODIES
        ok = got[:3] in BODIES if body else got[:3] == code[:3]
        want = GSR_ROLE.get(code[3:6], code[3:6])
        role = want in ("", "GOV") or want in got if body else got[3:6] == want
        country += ok
        both += ok and role
        if not (ok and role):
            show("role" if ok else "country", words, "| want", code, "| got", got, "|", d["text"][:100])
    print(f"plover_gsr: country {country / len(asked):.3f}, country and role {both / len(asked):.3f} of {len(asked)}")


def gold():
    total = country = code = 0
    for d in lines("documents.jsonl"):
        found = mentions(d["text"], d["date"])
        for e in d["events"]:
            if e.get("optional"):
                continue
            start, end = d["sentences"][e["sentence"]]
            here = {c for m in found if start <= m["head"] < end for c in m["members"] or [m["code"]] if c}
            for end_name in ("source", "target"):
                wanted = e[end_name] if isinstance(e[end_name], list) else [e[end_name]]
                wanted = [w for w in wanted if w]
                if not wanted:
                    continue
                total += 1
                ok = any(w[:3] == h[:3] for w in wanted for h in here)
                role = any(w[:6] == h[:6] for w in wanted for h in here)
                country += ok
                code += role
                if not role:
                    show("code" if ok else "country", d["id"], e["sentence"], wanted, sorted(here), d["text"][start:end][:150].replace("\n", " "))
    print(f"documents: country {country / total:.3f}, code {code / total:.3f} of {total} actors of required events")


def officials():
    rows = [l.rstrip("\n").split("\t") for l in open("eval/who_officials.tsv", encoding="utf-8") if l[0] != "#"][1:]
    days = ("2005-06-15", "2017-06-15", "2025-06-15")
    asked = [(r[0], name, days[i // 2]) for r in rows for i, name in enumerate(r[1:]) if name != "-"]
    found = batch([(name, day) for _, name, day in asked])
    right = 0
    for (country, name, day), f in zip(asked, found):
        ok = f["code"] == country + "GOV"
        right += ok
        if not ok:
            show(country, name, day, "| got", f["code"], f["name"], f["row"])
    print(f"officials: {right / len(asked):.3f} of {len(asked)} names on three days")


# ---- coreference -------------------------------------------------------------------------------------

def gum_documents(path):
    """(text, mentions as (chain, head offset, upos)) of each document."""
    text, offset, gold, open_, words = "", 0, [], [], []
    def close():
        return text, gold
    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc"):
            if text:
                yield text, gold
            text, gold, open_ = "", [], []
        elif line.startswith("# newpar") and "block" not in line:
            text += "\n\n" if text else ""
        elif line[0] == "#":
            continue
        elif line == "\n":
            gold += gum_sentence(words)
            words = []
            text += " "
        else:
            c = line.rstrip("\n").split("\t")
            if not c[0].isdigit():
                continue
            words.append((len(text), c))
            text += c[1] + ("" if "SpaceAfter=No" in c[9] else " ")
    if text:
        yield text, gold


def gum_sentence(words):
    stack, out = [], []
    for i, (_, c) in enumerate(words):
        misc = dict(f.split("=", 1) for f in c[9].split("|") if "=" in f)
        for opening, label, closing in re.findall(r"(\()?([^()]+)(\))?", misc.get("Entity", "")):
            chain = label.split("-")[0]
            if opening:
                part = label.split("-")
                stack.append((chain, "pred" if "pred" in part[-1:] or "pred" in part else part[1] if len(part) > 1 else "", i))
            if closing:
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == chain:
                        _, kind, first = stack.pop(k)
                        head = next((j for j in range(first, i + 1) if not first <= int(words[j][1][6]) - 1 <= i), first)
                        out.append((chain, kind, words[head][0], words[head][1][3]))
                        break
    return out


SPEAKERS = set("i me my mine myself we us our ours ourselves you your yours yourself".split())


def coref():
    right = system = wanted = 0
    anaphora = ("pronoun", "nominal", "surname", "apposition")
    for text, gold in gum_documents(os.path.join(SHARED, "treebanks", "gumfree-dev.conllu")):
        found = {m["head"]: m for m in mentions(text)}
        word_at = lambda at: re.match(r"[A-Za-z]*", text[at:at + 20])[0].lower()
        gold = [g for g in gold if word_at(g[2]) not in SPEAKERS and g[1] != "pred"]
        chain_at = {at: chain for chain, _, at, _ in gold}
        proper = {at for _, _, at, upos in gold if upos == "PROPN"}
        seen, links = {}, []  # entity → its first mention by name
        for at, m in sorted(found.items()):
            by_name = m["how"] in ("name", "title", "metonym") or m["how"] == "surname" and m["entity"] not in seen
            if "places.tsv" in m["row"] or " capital " in m["row"]:
                continue
            if m["code"] and m["name"] and by_name and at in proper:
                seen.setdefault(m["entity"], at)
        named = collections.defaultdict(set)
        for entity, at in seen.items():
            named[chain_at[at]].add(entity)
        for chain, _, at, upos in gold:
            m = found.get(at)
            if chain in named and at not in seen.values() and (upos in ("PRON", "NOUN", "DET") or m and m["how"] in anaphora):
                wanted += 1
        for at, m in found.items():
            if m["how"] in anaphora and m["entity"] in seen and at in chain_at and at not in seen.values():
                system += 1
                ok = m["entity"] in named.get(chain_at[at], ())
                right += ok
                if not ok:
                    show(m["how"], m["text"], m["code"], m["name"], "|", text[max(0, at - 90):at + 30].replace("\n", " "))
        for chain, _, at, upos in gold:
            m = found.get(at)
            if chain in named and upos in ("PRON", "NOUN") and (not m or m["entity"] not in named[chain]):
                show("missed", text[at:at + 12].split(" ")[0], m and (m["how"], m["code"]), "|", text[max(0, at - 90):at + 30].replace("\n", " "))
    p, r = right / max(system, 1), right / max(wanted, 1)
    print(f"coreference (gumfree-dev): P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}, "
          f"{right} right of {system} links, {wanted} in gold")


PARTS = {"ngec": ngec, "gsr": gsr, "gold": gold, "officials": officials, "coref": coref}
for part in [a for a in sys.argv[1:] if a in PARTS] or PARTS:
    PARTS[part]()
