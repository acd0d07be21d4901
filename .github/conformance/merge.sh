#!/usr/bin/env bash
# Makes one results file of the blob reports in blobs/, takes it into history/, and builds the site.
set -euo pipefail
TCK_RUN_DIR="$PWD/runs/merged" TCK_REPORTERS='' npx --no-install playwright \
  merge-reports -c "$(cd dist && pwd -P)/playwright.config.js" blobs
node dist/cli/main.js report runs/merged/results.json --history history --out site
if [ ! -f site/index.html ]; then cp site/matrix.html site/index.html; fi
