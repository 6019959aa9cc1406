#!/usr/bin/env bash
# What depends on ansible-core's version, on the oldest one that meta/runtime.yml claims: each module and a role in
# playbooks. With the argument proof: sanity, unit tests, each role, and what both shells do alike.
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
  python tests/tools/run_ansible_tests.py sanity --this-python
  python tests/tools/run_ansible_tests.py units --this-python
  python -m pytest --numprocesses=0 -m "proof or not proof" tests/playbooks/test_shells_alike.py \
    tests/playbooks/test_shells.py -k "shells_alike or keywords"
  exec python -m pytest -m "proof or not proof" \
    tests/playbooks/test_playbooks.py tests/playbooks/test_canaries.py tests/playbooks/test_shells.py \
    tests/roles/test_every_role.py \
    -k "survey or ignore_errors or cannot_be_meant or test_shells and not keywords or highest_verbosity or examples"
fi
python -m pytest \
  tests/playbooks/test_playbooks.py tests/playbooks/test_shells.py tests/roles/test_every_role.py \
  -k "module_defaults or where_the_work_is_done or same_variables"
