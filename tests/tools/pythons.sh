#!/usr/bin/env bash
# Print the path of each Python of the given versions that works, in the order given: pythons.sh 3.13 3.12
# An interpreter is tried, not only looked up: the shims of a version manager may stand for versions that are
# switched off, and Debian's Python comes without the module that makes virtual environments.
set -euo pipefail

# The checkout's own virtual environment is made from what is found here.
PATH=${PATH//"${PWD}/.venv/bin:"/}

candidates() {
  type -ap "$1" || true
  if command -v pyenv >/dev/null; then pyenv whence --path "$1" || true; fi
}

for version in "$@"; do
  while read -r candidate; do
    if "${candidate}" -c 'import ensurepip, sys, venv; print(sys.executable)' </dev/null 2>/dev/null; then break; fi
  done < <(candidates "python${version}" 2>/dev/null)
done
