#!/usr/bin/env bash
# Have Galaxy's importer read the tarball, as Galaxy and private automation hubs do. Warnings are errors.
set -euo pipefail
tests/tools/tool_venv.sh importer 3.11 3.12 3.13
made=${PWD}/.cache/importer tools=${PWD}/.cache/venv/importer/bin
rm -rf "${made}"
mkdir -p "${made}/home"
python tests/tools/copy_git_files.py "${made}/sources"
ansible-galaxy collection build "${made}/sources" --output-path "${made}" >/dev/null
# Both have run already, in make lint and make sanity.
printf '[galaxy-importer]\nRUN_ANSIBLE_TEST = False\nRUN_ANSIBLE_LINT = False\n' >"${made}/importer.cfg"
cd "${made}"
HOME=${made}/home ANSIBLE_HOME=${made}/home/ansible GALAXY_IMPORTER_CONFIG=${made}/importer.cfg PATH=${tools}:${PATH} \
  python -m galaxy_importer.main manageengine-id360-*.tar.gz >"${made}/log" 2>&1 || { cat "${made}/log"; exit 1; }
if ! grep --quiet 'completed successfully' "${made}/log" || grep -E 'WARNING|ERROR' "${made}/log"; then
  echo "galaxy-importer does not take the tarball as it is: ${made}/log" >&2
  exit 1
fi
