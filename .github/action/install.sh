#!/usr/bin/env bash
# Builds the kit of the commit that the workflow names: whoever pins the action pins all of it, the lockfile included.
set -euo pipefail
cd "$TCK_ACTION_PATH"
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "::error title=responses-tck::needs Node 20.19 or newer; put a step with actions/setup-node before this one"
  exit 2
fi
if [ -f dist/cli/main.js ]; then exit 0; fi
echo "::group::npm ci and build"
npm ci --ignore-scripts --no-audit --no-fund
npm run --silent build
echo "::endgroup::"
