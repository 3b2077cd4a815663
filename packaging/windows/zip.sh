#!/usr/bin/env bash
# zip.sh BUILD FILE.zip: what a Windows user downloads: the programs, how to begin, the licence. The same bytes for the
# same commit (SOURCE_DATE_EPOCH).
set -euo pipefail
build=${1:?the folder with webcid.exe}
file=$(realpath -m "${2:?the zip}")
here=$(realpath "$(dirname "$0")/../..")
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
mkdir "$staged/webcid"
cp "$build"/webcid.exe "$staged/webcid/"
[ ! -e "$build/webcid-testserver.exe" ] || cp "$build/webcid-testserver.exe" "$staged/webcid/"
# Notepad before Windows 10 knows no other line end.
for text in README.md LICENSE CHANGELOG.md; do sed 's/$/\r/' "$here/$text" >"$staged/webcid/${text%.md}.txt"; done
sed 's/$/\r/' "$here/packaging/windows/BEGIN.txt" >"$staged/webcid/BEGIN.txt"
cp "$here/docs/fleet/Install-WebcidTask.ps1" "$here/docs/fleet/Get-WebcidReport.ps1" "$staged/webcid/"
rm -f "$file"
(cd "$staged" && find webcid | LC_ALL=C sort |
  cmake -E tar cf "$file" --format=zip --mtime="$(date -u -d "@${SOURCE_DATE_EPOCH:-0}" +%FT%TZ)" --files-from=/dev/stdin)
