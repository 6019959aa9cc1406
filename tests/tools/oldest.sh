#!/usr/bin/env bash
# What depends on ansible-core's version, on the oldest one that meta/runtime.yml claims: sanity and unit tests, and
# each module and each role in a playbook. With the argument proof: what `make proof` plays, and nothing else.
set -euo pipefail
pythons=(3.11 3.12 3.10) # all that this ansible-core runs on
if [[ -z $(tests/tools/pythons.sh "${pythons[@]}") && -z ${ID360_TESTS_ALL-} ]]; then
  echo "Left out, for want of Python 3.10, 3.11 or 3.12: the checks on the oldest ansible-core."
  exit
fi
tests/tools/tool_venv.sh oldest "${pythons[@]}"
tools=${PWD}/.cache/venv/oldest
site_packages=$("${tools}/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
mkdir -p "${site_packages}/ansible_collections/manageengine"
ln -sfn "${PWD}" "${site_packages}/ansible_collections/manageengine/id360"
export PATH=${tools}/bin:${PATH}
if [[ ${1-} == proof ]]; then
  exec python -m pytest --numprocesses=0 tests/playbooks/test_shells_alike.py
fi
# On the newest ansible-core make sanity tries all versions of Python.
version=$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for command in sanity units; do
  python tests/tools/run_ansible_tests.py "${command}" --python "${version}"
done
python -m pytest \
  tests/playbooks/test_playbooks.py tests/playbooks/test_canaries.py tests/playbooks/test_shells.py \
  tests/roles/test_every_role.py \
  -k "a_run_writes or survey or cannot_be_meant or test_shells or module_defaults or (examples or highest_verbosity) and (id360_user] or id360_directory])"
