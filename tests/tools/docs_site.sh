#!/usr/bin/env bash
# Build the documentation site, from the plugins' own documentation and the guides, in .cache/docs/html. Warnings are errors.
set -euo pipefail
made=.cache/docs
rm -rf "${made}"
# antsibull-docs wants a folder that nobody else can write to, and keeps a log in the home folder.
install --directory --mode=755 "${made}/rst"
HOME=${PWD}/.cache antsibull-docs --config-file docs/antsibull-docs.cfg collection --use-current --squash-hierarchy \
  --fail-on-error --dest-dir "${made}/rst" manageengine.id360
# The guides and an index of our own stand above the one of the plugins.
mv "${made}/rst/index.rst" "${made}/rst/collection_index.rst"
cp docs/site/index.rst "${made}/rst/index.rst"
HOME=${PWD}/.cache sphinx-build --builder html --conf-dir docs/site --doctree-dir "${made}/doctrees" --fail-on-warning \
  --keep-going --quiet "${made}/rst" "${made}/html"
echo "Documentation: ${made}/html/index.html"
