#!/usr/bin/env bash
# Build the documentation site, from the plugins' own documentation, the guides and the pages in Markdown, in
# .cache/docs/html. Warnings and broken links are errors.
set -euo pipefail
made=.cache/docs
rm -rf "${made}"
# A copy, without the placeholder for the repository's URL, which antsibull-docs would link to.
sources=${made}/collections/ansible_collections/manageengine/id360
python tests/tools/copy_git_files.py "${sources}"
sed -i '/^repository:/d' "${sources}/galaxy.yml"
# antsibull-docs wants a folder that nobody else can write to, and keeps a log in the home folder.
install --directory --mode=755 "${made}/rst"
HOME=${PWD}/.cache ANSIBLE_COLLECTIONS_PATH=${PWD}/${made}/collections ANSIBLE_COLLECTIONS_SCAN_SYS_PATH=false \
  antsibull-docs --config-file docs/site/antsibull-docs.cfg collection --use-current --squash-hierarchy \
  --fail-on-error --dest-dir "${made}/rst" manageengine.id360
# The guides and an index of our own stand above the one of the plugins, which writes each word of the name with a capital.
sed 's/^Manageengine\.Id360$/manageengine.id360/' "${made}/rst/index.rst" >"${made}/rst/collection_index.rst"
cp docs/site/index.rst "${made}/rst/index.rst"

# page FILE NAME: a page in Markdown. Its links lead to where the pages are on the site.
page() {
  sed -E -e 's#\((\.\./)*docs/modules/#(#g; s#\((\.\./)*docs/#(#g; s#\(docsite/rst/#(docsite/#g' \
    -e 's#\((\.\./)*extensions/simulator/README\.md#(simulator.md#g; s#\(\.\./([a-z_]+)/README\.md#(role_\1.md#g' \
    -e 's#\[([^]]*)\]\(example-tenant\.yml\)#\1#g' "$1" >"${made}/rst/$2.md"
}
for name in promises reliability api benchmarks; do page "docs/${name}.md" "${name}"; done
page extensions/simulator/README.md simulator
for role in roles/*/; do page "${role}README.md" "role_$(basename "${role}")"; done

# Changes that are not released yet are part of the changelog.
(
  cd "${sources}"
  if compgen -G 'changelogs/fragments/*.yml' >/dev/null; then command=release; else command=generate; fi
  antsibull-changelog "${command}" >changelog.log 2>&1 || { cat changelog.log; exit 1; }
)
cp "${sources}/CHANGELOG.md" "${made}/rst/changelog.md"

HOME=${PWD}/.cache sphinx-build --builder html --conf-dir docs/site --doctree-dir "${made}/doctrees" --fail-on-warning \
  --keep-going --quiet "${made}/rst" "${made}/html"
python tests/tools/check_links.py "${made}/html"
echo "Documentation: ${made}/html/index.html"
