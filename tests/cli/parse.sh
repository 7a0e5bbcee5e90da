# casus parse: text and CoNLL-U give the same trees for the same words; broken CoNLL-U is refused with its line.
set -eu
d=$(mktemp -d); trap 'rm -rf "$d"' EXIT
"$BUILD/casus" parse "Russia vetoed the resolution. France protested." > "$d/a.conllu"
"$BUILD/casus" parse --in conllu "$d/a.conllu" > "$d/b.conllu"
cmp "$d/a.conllu" "$d/b.conllu"
[ "$(grep -c $'\troot\t' "$d/a.conllu")" = 2 ]
[ "$(awk -F'\t' '/^[0-9]/ && NF != 10' "$d/a.conllu" | wc -l)" = 0 ]
printf '1\tRussia\nbroken\n' > "$d/c.conllu"
! "$BUILD/casus" parse --in conllu "$d/c.conllu" > /dev/null 2> "$d/err"
grep -q 'line 2' "$d/err"
echo "text and CoNLL-U agree"
