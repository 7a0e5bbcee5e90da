#!/usr/bin/env bash
# The user guide's examples, run. In a ```console block, "$ " starts a command, the other lines must come in its
# output in that order, "…" stands for anything. ```python blocks must run.
set -euo pipefail
build=$PWD/${BUILD:-build}
guide=$PWD/docs/guide.md
work=$build/test-guide
rm -rf "$work" && mkdir -p "$work"
cp -r examples/news "$work/news"
export TABLES=$PWD/tables PATH=$build:$PATH
cd "$work"
python3 - "$guide" <<'PY'
import re, subprocess, sys
commands = lines = 0
for kind, block in re.findall(r"^```(\w+)\n(.*?)^```", open(sys.argv[1], encoding="utf-8").read(), re.M | re.S):
    if kind == "python":
        exec(compile(block, "guide.md", "exec"), {})
        commands += 1
    if kind != "console":
        continue
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *want = part.rstrip("\n").split("\n")
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
        if done.returncode not in ((0, 4) if "casus diff" in command else (0,)):
            sys.exit(f"$ {command}\nexit {done.returncode}: {done.stderr}")
        out, at = done.stdout.split("\n"), 0
        for line in want:
            if line == "…":
                continue
            match = re.compile(re.escape(line).replace("…", ".*") + "$").match
            found = [i for i in range(at, len(out)) if match(out[i])]
            if not found:
                sys.exit(f"$ {command}\nthe guide says: {line}\nthe program:\n{done.stdout}{done.stderr}")
            at = found[0] + 1
            lines += 1
        if not want and done.stdout:
            sys.exit(f"$ {command}\nprints something that the guide does not show:\n{done.stdout}")
        commands += 1
print(f"{commands} commands of the guide, {lines} lines of their output")
PY
