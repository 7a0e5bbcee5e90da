#!/usr/bin/env bash
# The parser on the treebanks' dev parts: gold tokens, rewritten cases, mentions, roles, and from raw text.
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build} SHARED=${SHARED:-../shared}
make -s "$BUILD/eval-treebank"
"$BUILD/eval-treebank" --raw "$SHARED"/treebanks/{ewt,gumfree}-dev.conllu
