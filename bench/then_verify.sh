#!/bin/sh
# usage: then_verify.sh PYTHON SHA256SUMS... -- COMMAND...
# Runs the command, then verifies the lists side by side; ends with 0 when all of that was right.
here=$(dirname "$0") python=$1
shift
lists=
while [ "$1" != -- ]; do
  lists="$lists$1
"
  shift
done
shift
"$@" || exit
processes=
IFS='
'
for list in $lists; do
  "$python" -SE "$here/sha256.py" "$list" &
  processes="$processes$!
"
done
for process in $processes; do wait "$process" || exit; done
