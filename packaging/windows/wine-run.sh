#!/bin/sh
# Runs a Windows program in a Wine of its own: no display, no folder of the user's, made once.
#   wine-run.sh PROGRAM.exe ARGUMENT...       WINEPREFIX: where it is; build/wine unless set
set -eu
here=$(cd "$(dirname "$0")" && pwd)
WINEPREFIX=${WINEPREFIX:-$here/../../build/wine}
mkdir -p "$WINEPREFIX.home"
WINEPREFIX=$(realpath "$WINEPREFIX")
# Wine links Desktop, Documents and the like to the home folder.
HOME=$WINEPREFIX.home
export WINEPREFIX HOME WINEARCH=win64 WINEDEBUG="${WINEDEBUG:--all}" WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="
unset DISPLAY
if [ ! -e "$WINEPREFIX/.ready" ]; then
  # One of several that start at once makes it; the others wait.
  exec 9>"$WINEPREFIX.lock"
  flock 9
  if [ ! -e "$WINEPREFIX/.ready" ]; then
    wine wineboot -i </dev/null >/dev/null 2>&1 9>&-
    wineserver -w 9>&-
    touch "$WINEPREFIX/.ready"
  fi
  exec 9>&-
fi
# Wine's server ends soon after the last program, and a program that starts just then fails: let it wait a minute. Its
# services would keep the first program's pipes open for as long, so that this one has none.
# What it says when it dies is kept (tests/integration/wine.py).
if wineserver -p60 </dev/null >/dev/null 2>>"$WINEPREFIX.log"; then wine cmd /c rem </dev/null >/dev/null 2>&1 || true; fi
exec wine "$@"
