#!/usr/bin/env bash
# Make or renew .venv with the packages of a requirements file: venv.sh PYTHON demo|test
set -euo pipefail
python=$1 wanted=$2

if [[ -z ${python} ]] || ! "${python}" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "No Python 3.11 or newer with the venv module was found (on Debian: apt-get install python3 python3-venv)." >&2
  exit 1
fi

# The folder counts too: the commands in a virtual environment hold its path, so it can't be moved.
made_from=$(
  printf '%s\n' "${PWD}" "${python}"
  "${python}" --version
  cat requirements.txt requirements/*.txt extensions/simulator/requirements.txt
)
if [[ ! -e .venv/made_from || $(<.venv/made_from) != "${made_from}" ]]; then
  echo "Creating .venv, which takes a minute or two."
  rm -rf .venv
  "${python}" -m venv .venv
  .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check uv
  printf '%s\n' "${made_from}" >.venv/made_from
fi

if [[ ! -e .venv/made_for_${wanted} ]]; then
  # pip takes longer, but knows settings of pip's own, such as a package mirror.
  .venv/bin/uv pip install --quiet --python .venv/bin/python --requirements "requirements/${wanted}.txt" ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement "requirements/${wanted}.txt"
  touch ".venv/made_for_${wanted}"
fi

# One link makes the checkout an installed collection for Ansible, pytest and the linters; mypy wants one elsewhere,
# since it checks nothing in site-packages.
site_packages=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
for folder in "${site_packages}" .cache/mypy_path; do
  mkdir -p "${folder}/ansible_collections/manageengine"
  ln -sfn "${PWD}" "${folder}/ansible_collections/manageengine/id360"
done
