# A newer answer of Wikidata joins the sources (docs/wikidata.md); bad files are refused with file and line.
SHARED=${SHARED:-../shared}
BUILD=${BUILD:-build}
if [ ! -d "$SHARED/actors/wikidata-holders21" ]; then echo "skipped: $SHARED is absent"; exit 0; fi
make -s BUILD="$BUILD" "$BUILD/import-actors" >/dev/null || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/actors" "$dir/tables" && ln -s "$(cd "$SHARED/actors" && pwd)"/* "$dir/actors/"
mkdir "$dir/actors/wikidata-query" && echo 2027-02-01 > "$dir/actors/wikidata-query/ASOF"
q=$dir/actors/wikidata-query/holders.csv
printf 'iso3,position,person,personID,start,end\nDEU,"Foreign Minister of Germany",Erika Musterfrau,Q999999999,2027-01-05T00:00:00Z,\n' > "$q"
"$BUILD/import-actors" "$dir/actors" "$dir/tables" > /dev/null || exit 1
grep -q $'^Q999999999\tErika Musterfrau\tDEU\tGOV\tfm\tForeign Minister\t2027-01-05\t\tday\twikidata\t2027-02-01$' "$dir/tables/office.tsv" || exit 1
printf 'iso3,position,person,personID,start,end\nDEU,President,X Y,Q1,2027-13-05T00:00:00Z,\n' > "$q"
"$BUILD/import-actors" "$dir/actors" "$dir/tables" 2> "$dir/err" && exit 1
grep -q 'holders.csv:2: no such date: 2027-13-05' "$dir/err" || exit 1
echo "a query result is imported, a bad one refused"
