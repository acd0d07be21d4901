#!/usr/bin/env bash
# Red when a list of known failures is stale, or nothing could be judged of a provider that was asked. That a provider
# fails rules is what the matrix is for: it is a warning here.
set -euo pipefail
if [ -s runs/failed ]; then
  sed 's/^/::error title=merge::/' runs/failed
  exit 1
fi
code=0
node dist/cli/main.js github site/results.json --fail-on stale >annotations.txt || code=$?
cat annotations.txt
case "$code" in
  0 | 1 | 3) if grep -q '^::error' annotations.txt; then exit 1; fi ;;
  *) exit "$code" ;;
esac
