#!/usr/bin/env bash
# Write the page of each module, from its own documentation, to docs/modules; with --check, fail where one is not as
# it would be written.
set -euo pipefail
made=.cache/module_pages
rm -rf "${made}"
# antsibull-docs wants a folder that nobody else can write to.
install --directory --mode=755 "${made}"
HOME=${PWD}/.cache antsibull-docs --config-file docs/antsibull-docs.cfg collection --use-current --squash-hierarchy \
  --output-format simplified-rst --fail-on-error --dest-dir "${made}" manageengine.id360
# The guides are read where they are written.
rm -r "${made}/index.rst" "${made}/docsite"
if [[ ${1-} == --check ]]; then
  diff --recursive --brief "${made}" docs/modules || { echo "make pages writes docs/modules anew" >&2; exit 1; }
else
  rm -rf docs/modules
  cp -r "${made}" docs/modules
fi
