#!/usr/bin/env bash
# A branch that changes what users install says so in changelogs/fragments.
set -euo pipefail
if ! base=$(git merge-base HEAD origin/HEAD 2>/dev/null || git merge-base HEAD origin/main 2>/dev/null); then
  echo "Left out, for want of origin/HEAD or origin/main: whether a fragment tells what has changed."
  exit
fi
changed() {
  git diff --name-only "${base}" -- "$@"
  git ls-files --others --exclude-standard -- "$@"
}
installed=$(changed plugins roles playbooks extensions meta requirements.txt ':!extensions/molecule' | sort)
# A release takes the fragments into changelog.yaml.
told=$(git diff --diff-filter=AM --name-only "${base}" -- changelogs/fragments changelogs/changelog.yaml)
told+=$(git ls-files --others --exclude-standard -- changelogs/fragments)
if [[ -n ${installed} && -z ${told} ]]; then
  printf 'changelogs/fragments has nothing of these changes (its section trivial is for what users do not notice):\n%s\n' \
    "${installed}" >&2
  exit 1
fi
