#!/usr/bin/env bash
# make install into a folder, then build and run the three example programs with pkg-config alone:
# against the shared library, and one against the static one.
set -euo pipefail
build=${BUILD:-build}
root=$PWD/$build/installed
case $build in *asan* | *tsan*) echo "skipped: sanitizers are not installed"; exit 0 ;; esac
rm -rf "$root"
MAKEFLAGS= make --no-print-directory BUILD="$build" PREFIX="$root" install >/dev/null
rm -f "$build/casus.pc" # it names this folder
export PKG_CONFIG_PATH=$root/lib/pkgconfig LD_LIBRARY_PATH=$root/lib
for e in first filter threads; do
    # shellcheck disable=SC2046
    cc -std=c11 -Wall -Wextra -Werror examples/$e.c $(pkg-config --cflags --libs casus) -pthread -o "$build/example-$e"
done
# shellcheck disable=SC2046
cc -std=c11 examples/first.c "$root/lib/libcasus.a" $(pkg-config --cflags --libs --static casus | sed 's/-lcasus//') -o "$build/example-static"
shared=$("$build/example-first"); static=$("$build/example-static")
[ "$shared" = "$static" ]
"$build/example-threads" examples/news/*.txt | grep -q 'cooperation: [0-9]'
echo "Russia vetoed the UN resolution." | "$build/example-filter" 2017-04-13 >"$build/example.jsonl"
[ "$(nm -D --defined-only "$root/lib/libcasus.so" | awk '{ print $3 }' | grep -vc '^casus_')" = 0 ]
[ "$(nm -g --defined-only "$root/lib/libcasus.a" 2>/dev/null | awk 'NF == 3 { print $3 }' | grep -vc '^casus_')" = 0 ]
"$root/bin/casus" version >/dev/null
gzip -t "$root/share/man/man1/casus.1.gz"
echo "library, header, man page and completions installed; three programs built with pkg-config"
