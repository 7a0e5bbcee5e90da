#!/usr/bin/env python3
"""eval/read.py [NAME…]: the figures of read/, one line each, against ../shared/corpora.

Names: articles segments metadata feeds warc charset json speed hostile sweep. Without names: all but sweep (which
feeds every file of every corpus to every reader, under the sanitizer build when build/asan/read-documents exists).
Standard library only. Prints "skipped: …" and succeeds where ../shared is absent."""
import collections, glob, gzip, html, json, os, pathlib, re, resource, subprocess, sys, tarfile, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("SHARED", ROOT / "../shared")).resolve()
READ = os.environ.get("READ", str(ROOT / os.environ.get("BUILD", "build") / "read-documents"))
CACHE = pathlib.Path(os.environ.get("CORPORA", "/tmp/corpora"))


def corpus(name):
    """The unpacked folder of one corpus."""
    folder = CACHE / name / name
    if not folder.exists():
        (CACHE / name).mkdir(parents=True, exist_ok=True)
        with tarfile.open(SHARED / "corpora" / f"{name}.tar.xz") as tar:
            tar.extractall(CACHE / name)
    return folder


def read(paths, *options):
    """Documents and reports of a run; documents as a list by path."""
    run = subprocess.run([READ, "--all", *options, *map(str, paths)], capture_output=True, timeout=600)
    docs = collections.defaultdict(list)
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        if line:
            doc = json.loads(line)
            docs[doc["path"]].append(doc)
    return docs, run.stderr.decode("utf-8", "replace"), run.returncode


def flat(text):
    return re.sub(r"\s+", " ", text or "").strip()


# ---- article extraction ---------------------------------------------------------------------------

def articles():
    folder = corpus("articles") / "article-extraction-benchmark"
    gold = json.load(open(folder / "ground-truth.json", encoding="utf-8"))
    docs, _, _ = read([folder / "html" / f"{k}.html.gz" for k in gold])
    out = {k: {"articleBody": docs[str(folder / "html" / f"{k}.html.gz")][0]["text"]}
           for k in gold if docs.get(str(folder / "html" / f"{k}.html.gz"))}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
        json.dump(out, f)
        f.flush()
        print("articles   ", subprocess.run([SHARED / "tools/score-articles", folder / "ground-truth.json", f.name],
                                            capture_output=True, text=True).stdout.split("\n")[0])


def segments():
    folder = corpus("articles") / "trafilatura-en"
    command = f"f=$(mktemp --suffix=.html); cat >$f; {READ} --all --format html $f 2>/dev/null | python3 -c \"import json,sys; d=json.loads(sys.stdin.readline() or '{{}}'); print(d.get('title',''),d.get('text',''))\"; rm $f"
    print("segments   ", subprocess.run([SHARED / "tools/score-segments", folder / "evaldata.json", folder / "html", command],
                                        capture_output=True, text=True).stdout.strip())


def metadata():
    right = total = 0
    for meta in sorted((corpus("articles") / "readability-sample").glob("*/expected-metadata.json")):
        want = json.load(open(meta, encoding="utf-8"))
        page = meta.parent / "source.html"
        docs, _, _ = read([page])
        doc = (docs[str(page)] or [{}])[0]
        ok = flat(doc.get("title")) == flat(want["title"])
        if want.get("publishedTime"):
            ok &= doc.get("date", "")[:10] == want["publishedTime"][:10]
        right += ok
        total += 1
        if not ok and VERBOSE:
            print("   ", meta.parent.name, doc.get("title"), "|", want["title"], "|", doc.get("date"), want.get("publishedTime"))
    print(f"metadata    readability: title and date right {right}/{total} = {right / total:.3f}")


# ---- feeds -------------------------------------------------------------------------------------------

def plain(text):
    for _ in range(3):
        text = html.unescape(re.sub(r"<[a-zA-Z/!][^>]*>", " ", text or ""))
    return flat(text)


def feed_items(want):
    for item in want.get("items") or want.get("entries") or []:
        content = item.get("content") or item.get("description") or item.get("summary") or ""
        if isinstance(content, dict):
            content = content.get("value", "")
        links = item.get("links") or []
        if links and isinstance(links[0], dict):
            links = [l.get("href", "") for l in links if l.get("rel", "alternate") in ("", "alternate")] or [""]
        date = next((item[k] for k in ("pubDateParsed", "publishedParsed", "updatedParsed") if item.get(k)), "")
        yield {"title": plain(item.get("title")), "link": item.get("link") or (links or [""])[0], "date": date[:10], "text": plain(content)}


def feeds():
    right = collections.Counter()
    total = collections.Counter()
    files = [f for f in sorted(corpus("gofeed").rglob("*.xml")) if f.with_suffix(".json").exists()]
    with tempfile.TemporaryDirectory() as folder:
        for f in files: # an item without title and text is no document: those get a title to be seen at all
            data = f.read_bytes()
            if b"<title" not in data.split(b"<item")[-1].split(b"<entry")[-1] and b"encoding=\"utf-16" not in data.lower():
                data = re.sub(rb"(<(?:item|entry)(?:\s[^>]*)?>)", rb"\1<title>Zz</title>", data)
            (pathlib.Path(folder) / f.name).write_bytes(data)
        docs, _, _ = read([pathlib.Path(folder) / f.name for f in files], "--format", "feed")
        docs = {pathlib.Path(k).name: v for k, v in docs.items()}
    for f in files:
        try:
            want = list(feed_items(json.load(open(f.with_suffix(".json"), encoding="utf-8"))))
        except (ValueError, AttributeError):
            continue
        got = docs.get(f.name, [])
        for i, w in enumerate(want):
            doc = got[i] if i < len(got) else {}
            text = doc.get("text", "")
            have = {"title": flat(doc.get("title")), "link": doc.get("url", ""), "date": doc.get("date", "")[:10],
                    "text": flat(text) if flat(text) != flat(doc.get("title")) or w["text"] else ""}
            for k in w:
                if not w[k]:
                    continue
                total[k] += 1
                same = plain(have[k]) == w[k] or have[k] == w[k]
                right[k] += same
                if not same and VERBOSE:
                    print("   ", f.relative_to(corpus("gofeed")), k, repr(have[k])[:80], "|", repr(w[k])[:80])
    print("feeds       " + "  ".join(f"{k} {right[k]}/{total[k]}" for k in total),
          f" all {sum(right.values()) / max(1, sum(total.values())):.4f}")


# ---- WARC -----------------------------------------------------------------------------------------------

def warc():
    """Records cut as warcio cuts them; then one damaged member at a time must cost one document."""
    base = corpus("warc").parent
    rows = json.load(open(corpus("warc") / "warcio_outcomes.json"))
    right = total = 0
    for path, _, n, kinds, _, error in rows:
        f = base / path if (base / path).exists() else CACHE / "compression" / path
        if not f.exists():
            continue
        run = subprocess.run([READ, "--all", "--quiet", "--format", "warc", str(f)], capture_output=True, text=True)
        found = re.search(r"(\d+) records", run.stderr)
        got = int(found.group(1)) if found else 0
        total += 1
        ok = got >= n if error else got == n
        right += ok
        if not ok and VERBOSE:
            print("   ", path, "got", got, "want", n, kinds, error)
    print(f"warc        record counts as warcio's {right}/{total}")
    page = b"<html><body>" + b"".join(b"<p>Rebels attacked the town of Homs on Tuesday, and the army answered with fire, witnesses said. %d</p>" % i for i in range(60)) + b"</body></html>"
    records = [gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n%s\r\n\r\n"
                             % (i, len(page) + 44, page), mtime=0) for i in range(40)]
    intact = one = 0
    with tempfile.TemporaryDirectory() as folder:
        for k in range(0, 40, 2):
            damaged = list(records)
            at = max(12, len(damaged[k]) * (k + 1) // 41)
            damaged[k] = damaged[k][:at] + bytes([damaged[k][at] ^ 0x40]) + damaged[k][at + 1:]
            f = pathlib.Path(folder) / "d.warc.gz"
            f.write_bytes(b"".join(damaged))
            docs, _, _ = read([f])
            urls = {d.get("url") for d in docs[str(f)]}
            want = {f"http://example.org/{i}" for i in range(40)} - {f"http://example.org/{k}"}
            one += 1
            intact += want <= urls
            if not want <= urls and VERBOSE:
                print("   damaged", k, at, "lost", sorted(want - urls))
    print(f"warc        damage costs the damaged record only: {intact}/{one} trials")


# ---- charsets -----------------------------------------------------------------------------------------------

PYTHON_NAME = {"gb2312": "gb18030", "big5": "big5hkscs", "euc-tw": None, "viscii": None, "iso-8859-11": "cp874", "tis-620": "cp874",
               "shift_jis": "cp932", "euc-kr": "cp949", "iso-8859-8": "iso8859_8", "maccyrillic": "mac_cyrillic", "ascii": "ascii"}


def charset():
    for name in ("chardet-tests", "uchardet-tests"):
        right = total = 0
        for f in sorted(p for p in corpus(name).rglob("*") if p.is_file() and "LICEN" not in p.name and not p.name.endswith(".md")):
            label = (f.parent.name if name == "chardet-tests" else re.sub(r"\.txt$", "", f.name).replace("utf-16.le", "utf-16le").replace("utf-32.be", "utf-32be").replace("utf-32.le", "utf-32le")).lower()
            label = re.sub(r"^((?:iso|windows)-\d+(?:-\d+)?)-[a-z]+$", r"\1", label)
            if name == "uchardet-tests" and f.suffix not in (".txt", ".le", ".be"):
                continue
            codec = PYTHON_NAME.get(label, label)
            if codec is None:
                codec = {"euc-tw": None, "viscii": None}.get(label)
                if codec is None:
                    want = subprocess.run(["iconv", "-c", "-f", label, "-t", "utf-8", str(f)], capture_output=True).stdout.decode("utf-8", "replace")
            if codec:
                try:
                    want = f.read_bytes().decode(codec, "replace")
                except LookupError:
                    continue
            docs, _, _ = read([f], "--format", "text")
            got = docs[str(f)][0]["text"] if docs[str(f)] else ""
            total += 1
            same = got.lstrip("\ufeff") == want.lstrip("\ufeff")
            right += same
            if not same and VERBOSE:
                bad = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
                print("   ", f.relative_to(corpus(name)), repr(got[bad:bad + 20]), repr(want[bad:bad + 20]))
        print(f"charset     {name}: decoded text equal {right}/{total} = {right / max(1, total):.3f}")


# ---- JSON --------------------------------------------------------------------------------------------------------

def json_lines():
    accepted = rejected = valid = invalid = 0
    with tempfile.TemporaryDirectory() as folder:
        for f in sorted(corpus("JSONTestSuite").rglob("test_parsing/*.json")):
            line = pathlib.Path(folder) / "x.jsonl"
            line.write_bytes(f.read_bytes().replace(b"\n", b" ").replace(b"\r", b" "))
            _, told, _ = read([line], "--format", "jsonl")
            ok = not re.search(r"^(broken|empty: \S+: (empty|no document))", told, re.M)
            if f.name[0] == "y":
                valid += 1
                accepted += ok
            elif f.name[0] == "n":
                invalid += 1
                rejected += not ok
            if VERBOSE and f.name[0] in "yn" and ok != (f.name[0] == "y"):
                print("   ", f.name, told[:100])
    print(f"json        valid accepted {accepted}/{valid}, invalid rejected {rejected}/{invalid}")


# ---- speed ------------------------------------------------------------------------------------------------------------

def cpu(command):
    """User and system seconds, of the program and its child, best of three."""
    best = 1e9
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def speed():
    with tempfile.TemporaryDirectory() as folder:
        size = n = 0
        for f in sorted(corpus("articles").rglob("html/*")):
            data = f.read_bytes()
            data = gzip.decompress(data) if f.suffix == ".gz" else data
            (pathlib.Path(folder) / f"{n}.html").write_bytes(data)
            size += len(data)
            n += 1
        seconds = cpu([READ, "--all", "--quiet", "--format", "html", folder])
        print(f"speed       HTML with extraction {size / 1e6 / seconds:.1f} MB/s of CPU time ({n} pages, {size / 1e6:.1f} MB)")
    with tempfile.TemporaryDirectory() as folder:
        page = next(iter(sorted((corpus("articles") / "trafilatura-en/html").glob("*.html")))).read_bytes()
        pages = [p.read_bytes() for p in sorted((corpus("articles") / "trafilatura-en/html").glob("*.html"))]
        size = 0
        f = pathlib.Path(folder) / "skip.warc.gz"
        with open(f, "wb") as out:
            while size < 200e6:
                for p in pages:
                    raw = b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(p), p)
                    size += len(raw)
                    out.write(gzip.compress(raw, 6, mtime=0))
        seconds = cpu([READ, "--quiet", str(f)])
        print(f"speed       WARC.gz records skipped {size / 1e6 / seconds:.0f} MB/s of uncompressed bytes")


# ---- hostile inputs -------------------------------------------------------------------------------------------------------

def peak_and_time(command, stdin=None):
    start = time.time()
    run = subprocess.run(["/usr/bin/env", "python3", "-c",
                          "import resource,subprocess,sys;r=subprocess.run(sys.argv[1:],capture_output=True);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024,r.returncode,r.stderr.decode('utf-8','replace')[:200].replace(chr(10),' / '))",
                          *map(str, command)], capture_output=True, text=True)
    return time.time() - start, run.stdout.strip()


def hostile():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        line = folder / "line.jsonl"
        with open(line, "wb") as f:
            f.write(b'{"text":"')
            for _ in range(1024):
                f.write(b"a" * (1 << 20))
            f.write(b'"}\n')
        bomb = folder / "bomb.txt.gz"
        with gzip.open(bomb, "wb", 9) as f:
            for _ in range(1024):
                f.write(b"a" * (1 << 20))
        deep = folder / "deep.html"
        deep.write_bytes(b"<html><body>" + b"<div>" * 100000 + b"Ten people died in Aleppo on Monday." + b"</div>" * 100000)
        os.mkfifo(folder / "pipe.txt")
        os.symlink("loop", folder / "loop")
        for name in ("line.jsonl", "bomb.txt.gz", "deep.html", "pipe.txt", "loop"):
            seconds, told = peak_and_time([READ, "--quiet", folder / name])
            print(f"hostile     {name}: {seconds:.1f} s, peak MiB / exit / message: {told.replace(str(folder) + '/', '')}")


def sweep():
    """Every corpus file to every reader: 10 s each, no crash."""
    program = ROOT / "build/asan/read-documents"
    program = program if program.exists() else READ
    names = [p.name.replace(".tar.xz", "") for p in sorted((SHARED / "corpora").glob("*.tar.xz"))]
    files = [f for n in names for f in corpus(n).rglob("*") if f.is_file()]
    crashes = slow = runs = 0
    for kind in ("auto", "text", "jsonl", "html", "feed", "warc", "csv"):
        for at in range(0, len(files), 200):
            batch = files[at:at + 200]
            start = time.time()
            run = subprocess.run([program, "--all", "--quiet", "--no-sandbox", "--format", kind, *map(str, batch)], capture_output=True, timeout=2000)
            runs += len(batch)
            if run.returncode not in (0,) or b"Sanitizer" in run.stderr or b"runtime error" in run.stderr:
                for f in batch:
                    one = subprocess.run([program, "--all", "--quiet", "--no-sandbox", "--format", kind, str(f)], capture_output=True, timeout=100)
                    if one.returncode or b"Sanitizer" in one.stderr or b"runtime error" in one.stderr:
                        crashes += 1
                        print("   crash", kind, f, one.stderr[-300:].decode("utf-8", "replace"))
            if time.time() - start > 10:
                for f in batch:
                    start = time.time()
                    subprocess.run([program, "--all", "--quiet", "--no-sandbox", "--format", kind, str(f)], capture_output=True, timeout=100)
                    if time.time() - start > 10:
                        slow += 1
                        print("   slow", kind, f, time.time() - start)
    print(f"sweep       {runs} readings of {len(files)} files: {crashes} crashes, {slow} over 10 s ({pathlib.Path(program).parent.name})")


ALL = {"articles": articles, "segments": segments, "metadata": metadata, "feeds": feeds, "warc": warc, "charset": charset,
       "json": json_lines, "speed": speed, "hostile": hostile, "sweep": sweep}
VERBOSE = "-v" in sys.argv


def main():
    if not (SHARED / "corpora").exists():
        print("read: skipped: ../shared/corpora is not here")
        return
    if not pathlib.Path(READ).exists():
        print(f"read: skipped: build {READ} first (make {os.path.relpath(READ, ROOT)})")
        return
    names = [a for a in sys.argv[1:] if a in ALL] or [n for n in ALL if n != "sweep"]
    for name in names:
        ALL[name]()


main()
