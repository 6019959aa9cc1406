#!/usr/bin/env bash
# Make .cache/venv/NAME from requirements/NAME.txt, for tools that can't live with those of .venv: tool_venv.sh NAME VERSION…
# Of the Python versions, the first that works here is taken.
set -euo pipefail
name=$1 folder=.cache/venv/$1
shift
python=$(tests/tools/pythons.sh "$@" | head -n 1)
if [[ -z ${python} ]]; then
  echo "make ${name} needs one of Python $*, with the venv module." >&2
  exit 1
fi
made_from=$(printf '%s\n' "${PWD}" "${python}"; cat requirements.txt extensions/simulator/requirements.txt "requirements/${name}.txt")
if [[ ! -e ${folder}/made_from || $(<"${folder}/made_from") != "${made_from}" ]]; then
  rm -rf "${folder}"
  "${python}" -m venv "${folder}"
  .venv/bin/uv pip install --quiet --python "${folder}/bin/python" --requirements "requirements/${name}.txt" ||
    "${folder}/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "requirements/${name}.txt"
  printf '%s\n' "${made_from}" >"${folder}/made_from"
fi
