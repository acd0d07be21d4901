#!/usr/bin/env bash
# The second step of action.yml: asks and judges, then writes annotations, the job summary and the outputs. All that the
# caller gives comes in TCK_* variables and is never part of this text; the key is in TCK_API_KEY and on no command line.
set -euo pipefail

kit() { node "$TCK_ACTION_PATH/dist/cli/main.js" "$@"; }
# "core, streaming", one a line or with commas only: all the same list.
list() { tr -s ', \t\r\n' ',' <<<"$1"; }
stop() {
  echo "::error title=responses-tck::$1"
  echo "exit-code=2" >>"$GITHUB_OUTPUT"
  exit 2
}

out="${TCK_OUT:-tck-results}"
args=("--out=$out" "--fail-on=${TCK_FAIL_ON:-must}" "--contract=$(list "${TCK_CONTRACT:-openai}")")
if [ -n "${TCK_BASELINE:-}" ]; then args+=("--baseline=$TCK_BASELINE"); fi
if [ -n "${TCK_ONLY:-}" ]; then args+=("--capability=$(list "$TCK_ONLY")"); fi
if [ "${TCK_THOROUGH:-false}" = true ]; then args+=(--thorough); fi
if [ -n "${TCK_REPEAT:-}" ]; then args+=("--repeat=$TCK_REPEAT"); fi
if [ -n "${TCK_BUDGET_REQUESTS:-}" ]; then args+=("--budget-requests=$TCK_BUDGET_REQUESTS"); fi

if [ -n "${TCK_PROVIDER:-}" ]; then
  if [ -n "${TCK_BASE_URL:-}" ]; then stop "give base-url or provider, not both"; fi
  args+=("$TCK_PROVIDER")
  from=()
  if [ -n "${TCK_PROVIDERS:-}" ]; then from=("--providers=$TCK_PROVIDERS"); fi
  args+=(${from[@]+"${from[@]}"})
  if [ -n "${TCK_API_KEY:-}" ]; then
    # The provider file says in which variable it looks for its key.
    listed="$(kit list providers --json ${from[@]+"${from[@]}"})" || stop "the provider files cannot be read, see the log"
    variable="$(node -e '
      const found = JSON.parse(require("node:fs").readFileSync(0, "utf8")).find(({ id }) => id === process.argv[1]);
      process.stdout.write(found === undefined || found.key === "-" ? "" : found.key);
    ' -- "$TCK_PROVIDER" <<<"$listed")"
    if [ -n "$variable" ]; then export "$variable=$TCK_API_KEY"; fi
  fi
else
  if [ -z "${TCK_BASE_URL:-}" ]; then stop "needs base-url and model, or provider"; fi
  if [ -z "${TCK_MODEL:-}" ]; then stop "base-url needs model, the id of the model to ask"; fi
  server=("--base-url=$TCK_BASE_URL" "--model=$TCK_MODEL")
  if [ -n "${TCK_API_KEY:-}" ]; then server+=(--api-key-env=TCK_API_KEY); fi
  if [ -n "${TCK_CAPABILITIES:-}${TCK_NAME:-}" ]; then
    # A claim needs a provider file.
    folder="$(mktemp -d "${RUNNER_TEMP:-/tmp}/tck-XXXXXX")"
    trap 'rm -rf "$folder"' EXIT
    kit init "${server[@]}" --dir="$folder" --name="${TCK_NAME:-server}" \
      --capabilities="$(list "${TCK_CAPABILITIES:-core}")" >"$folder/said" || stop "these inputs make no provider, see the log"
    id="$(basename "$folder"/tck/providers/*.yaml .yaml)"
    args+=("$id" "--providers=$folder/tck/providers")
  else
    args+=("${server[@]}")
  fi
fi

rm -f "$out/results.json"
# What a server says must not act as a workflow command: the runner obeys none until it sees the token again.
token="$(node -p 'crypto.randomUUID()')"
echo "::stop-commands::$token"
code=0
kit run "${args[@]}" || code=$?
echo "::$token::"

if [ -f "$out/results.json" ]; then
  kit github "$out/results.json" "--fail-on=${TCK_FAIL_ON:-must}" || code=$?
else
  echo "::error title=responses-tck::the run wrote no results, see the log"
fi
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
