#!/usr/bin/env bash
# Asks providers and leaves what the run wrote in parts/NAME. Red for a fault of the kit or its configuration only: what the
# answers of providers say is judged when all parts are together.
#   TCK_NAME       names the part: acme-1
#   TCK_ASK        arguments of responses-tck run, split at blanks: ids and flags
#   TCK_KEY_NAME, TCK_KEY   the variable that the provider file names, and the key
#   TCK_PROVIDERS  a folder of further provider files, if any
#   TCK_VARIABLES  the repository's variables as JSON; those that provider files name are passed on
set -euo pipefail
kit=dist/cli/main.js

if [ -n "${TCK_KEY_NAME:-}" ]; then
  export "$TCK_KEY_NAME=${TCK_KEY:?has no value: the secret $TCK_KEY_NAME is gone}"
  unset TCK_KEY
fi
own=()
if [ -n "${TCK_PROVIDERS:-}" ]; then own=("--providers=$TCK_PROVIDERS"); fi
# shellcheck disable=SC2016 # it is JavaScript
names="$(node "$kit" list providers --json ${own[@]+"${own[@]}"} | node -e '
  const rows = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const given = JSON.parse(process.env.TCK_VARIABLES || "{}");
  const named = new Set(rows.flatMap(({ variables }) => variables));
  for (const name of named) if (given[name]) process.stdout.write(`${name}=${String(given[name]).replaceAll("\n", " ")}\n`);
')"
while IFS= read -r line; do
  if [ -n "$line" ]; then export "${line?}"; fi
done <<<"$names"

read -ra ask <<<"$TCK_ASK"
# What a server says must not act as a workflow command.
token="$(node -p 'crypto.randomUUID()')"
echo "::stop-commands::$token"
code=0
node "$kit" run "${ask[@]}" ${own[@]+"${own[@]}"} --out "parts/$TCK_NAME" || code=$?
echo "::$token::"

if [ ! -f "parts/$TCK_NAME/results.json" ]; then
  echo "::error title=$TCK_NAME::the run wrote no results (exit code $code)"
  exit 2
fi
# One part of a provider may well have nothing that could be judged: what all of them say counts, later.
if [ "$code" = 3 ] && [[ " $TCK_ASK " == *" --shard "* ]]; then exit 0; fi
exit "$code"
