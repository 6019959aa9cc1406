#!/usr/bin/env bash
# A branch that changes what users install says so in changelogs/fragments. Without an origin there is nothing to compare with.
set -euo pipefail
base=$(git merge-base HEAD origin/HEAD 2>/dev/null) || exit 0
changed() {
  git diff --name-only "${base}" -- "$@"
  git ls-files --others --exclude-standard -- "$@"
}
installed=$(changed plugins roles playbooks extensions/eda meta requirements.txt)
if [[ -n ${installed} && -z $(changed changelogs) ]]; then
  printf 'There is no fragment in changelogs/fragments for what has changed (of what users do not notice, in its section trivial):\n%s\n' \
    "${installed}" >&2
  exit 1
fi
