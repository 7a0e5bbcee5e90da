#!/usr/bin/env python3
"""Words and sentences from raw text, scored as CoNLL 2018 does (equal character spans, blanks left out).
Raw text is rebuilt from "# text" lines, a blank at each sentence end, a blank line at "# newpar"/"# newdoc".
Then the golden rules of sentence ends: cases whose sentences are all found."""
import json
import os
import subprocess
import tarfile
import tempfile

BUILD, SHARED = os.environ.get("BUILD", "build"), os.environ.get("SHARED", "../shared")


def gold_sentences(path):
    """(text, words, begins a paragraph) of each sentence."""
    text, words, skip, fresh = None, [], 0, True
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newpar") or line.startswith("# newdoc"):
            fresh = True
        elif line.startswith("# text = "):
            text = line[9:]
        elif not line:
            if words:
                yield text, words, fresh
            words, fresh = [], False
        elif line[0] != "#":
            number, form = line.split("\t")[:2]
            if "." not in number and "-" not in number:
                words.append(form)


def parse(text):
    """Words of each sentence as `casus parse` finds them."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write(text)
        f.flush()
        out = subprocess.run([f"{BUILD}/casus", "parse", f.name], capture_output=True, text=True, check=True).stdout
    sentence = []
    for line in out.splitlines():
        if not line and sentence:
            yield sentence
            sentence = []
        elif line and line[0] != "#":
            sentence.append(line.split("\t")[1])
    if sentence:
        yield sentence


def spans(sentences):
    """Spans of words and sentences, counted in characters that are not blank."""
    at, word_spans, sentence_spans = 0, set(), set()
    for words in sentences:
        start = at
        for w in words:
            size = len("".join(w.split()))
            word_spans.add((at, at + size))
            at += size
        sentence_spans.add((start, at))
    return word_spans, sentence_spans


def f1(a, b):
    return 200 * len(a & b) / max(1, len(a) + len(b))


def treebank(name):
    body, words = "", []
    for text, w, fresh in gold_sentences(f"{SHARED}/treebanks/{name}.conllu"):
        body += ("\n\n" if fresh else " ") + text if body else text
        words.append(w)
    gold, found = spans(words), spans(parse(body))
    print(f"{name}: words F1 {f1(gold[0], found[0]):.2f}, sentences F1 {f1(gold[1], found[1]):.2f}")


def golden():
    with tarfile.open(f"{SHARED}/corpora/sentences.tar.xz") as t:
        cases = [json.loads(line) for line in t.extractfile("sentences/golden_en_48.jsonl")]
    right = 0
    for c in cases:
        want = ["".join(s.split()) for s in c["sentences"]]
        right += ["".join("".join(s).split()) for s in parse(c["text"])] == want
    print(f"golden rules: {right} of {len(cases)}")


treebank("ewt-dev")
treebank("gumfree-dev")
golden()
