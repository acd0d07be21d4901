#!/usr/bin/env bash
# The tag must be the version that package.json names; to publish without a token, npm must know OIDC (11.5.1 or newer).
set -euo pipefail
version="$(node -p 'require("./package.json").version')"
if [ "${GITHUB_REF_NAME:-}" != "v$version" ]; then
  echo "::error title=release::tag ${GITHUB_REF_NAME:-} and version $version of package.json differ; move one of them"
  exit 1
fi
if [ "${1:-}" = publish ]; then
  npm="$(npm --version)"
  oldest="$(printf '%s\n11.5.1\n' "$npm" | sort -V | head -n 1)"
  if [ "$oldest" != 11.5.1 ]; then
    echo "::error title=release::npm $npm cannot publish without a token; take a Node that brings 11.5.1 or newer"
    exit 1
  fi
fi
