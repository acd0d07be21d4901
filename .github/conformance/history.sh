#!/usr/bin/env bash
# The history lives on a branch of its own, without common ancestor: history.sh fetch | push. Needs a checkout whose
# remote may be read (push: written) with what git is set up for.
set -euo pipefail
branch="${TCK_HISTORY_BRANCH:-conformance-history}"
case "$1" in
  fetch)
    mkdir -p history
    if git ls-remote --exit-code --heads origin "$branch" >/dev/null; then
      git fetch --quiet --depth=1 origin "$branch"
      git archive FETCH_HEAD | tar -x -C history
    else
      echo "no history yet"
    fi
    ;;
  push)
    # A second run must not lose what a first one pushed meanwhile: the branch only goes forward.
    parent=()
    if git ls-remote --exit-code --heads origin "$branch" >/dev/null; then
      git fetch --quiet --depth=1 origin "$branch"
      parent=(-p FETCH_HEAD)
    fi
    index="$(mktemp -u)"
    GIT_INDEX_FILE="$index" git --work-tree=history add --all --force .
    tree="$(GIT_INDEX_FILE="$index" git write-tree)"
    rm -f "$index"
    if [ ${#parent[@]} -gt 0 ] && [ "$(git rev-parse 'FETCH_HEAD^{tree}')" = "$tree" ]; then
      echo "nothing new"
      exit 0
    fi
    export GIT_AUTHOR_NAME=responses-tck GIT_AUTHOR_EMAIL=noreply@invalid
    export GIT_COMMITTER_NAME=responses-tck GIT_COMMITTER_EMAIL=noreply@invalid
    commit="$(git commit-tree "$tree" ${parent[@]+"${parent[@]}"} -m "history: $(date -u +%F)")"
    git push --quiet origin "$commit:refs/heads/$branch"
    ;;
  *)
    echo "history.sh fetch | push" >&2
    exit 2
    ;;
esac
