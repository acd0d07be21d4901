#!/usr/bin/env bash
# Brings the parts of each provider together, takes the results into history/, and builds the site. parts/ holds one folder
# for each job: part-acme-1, part-acme-2, part-embedded-1. What cannot be merged is named in runs/failed, for verdict.sh:
# the others are published all the same.
set -euo pipefail
kit=dist/cli/main.js
mkdir -p runs
: >runs/failed
results=()
while IFS= read -r id; do
  if [ "$id" = embedded ]; then
    # Not a part: a run of its own.
    results+=(parts/part-embedded-1/results.json)
  elif node "$kit" merge "parts/part-$id"-* --out "runs/$id" --fail-on never >"runs/$id.txt" 2>&1 || [ $? = 3 ]; then
    results+=("runs/$id/results.json")
  else
    echo "$id: $(tail -n 1 "runs/$id.txt")" >>runs/failed
  fi
done < <(for part in parts/part-*; do basename "$part"; done | sed -E 's/^part-(.*)-[0-9]+$/\1/' | sort -u)
node "$kit" report "${results[@]}" --history history --out site
