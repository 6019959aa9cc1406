#!/usr/bin/env bash
# Release a version: release.sh 1.2.3 writes it to galaxy.yml and what depends on it, makes the changelog of the fragments,
# commits, tags, and builds the tarball. Nothing leaves this machine, and what fails leaves the checkout as it was.
set -euo pipefail
version=${1-}

refuse() {
  echo "No release: $1." >&2
  exit 1
}

[[ ${version} =~ ^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$ ]] || refuse "'${version}' is no version: make release VERSION=1.2.3"
[[ -z $(git status --porcelain) ]] || refuse "there are changes that are not committed"
if git rev-parse --quiet --verify "refs/tags/${version}" >/dev/null; then refuse "there is a tag ${version} already"; fi
compgen -G 'changelogs/fragments/*.yml' >/dev/null || refuse "changelogs/fragments has nothing to tell"
python - "${version}" <<'PYTHON' || refuse "it has to be newer than the newest release in changelogs/changelog.yaml"
import sys
import yaml

def number(version):
    return [int(part) for part in version.split(".")]

with open("changelogs/changelog.yaml", encoding="utf-8") as file:
    released = yaml.safe_load(file)["releases"]
sys.exit(any(number(version) >= number(sys.argv[1]) for version in released))
PYTHON

before=$(git rev-parse HEAD)
[[ -e .cache/proof && $(<.cache/proof) == "${before}" ]] || refuse "make proof has not passed on this commit"
undo() {
  trap '' HUP INT TERM
  git tag --delete "${version}" >/dev/null 2>&1 || true
  git reset --quiet --hard "${before}"
  git clean --quiet --force -d
  rm -f "dist/manageengine-id360-${version}.tar.gz"
  echo "No release: the checkout is as it was." >&2
}
trap undo EXIT
# Bash then waits for what it runs, which might write on otherwise.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

sed -i "s/^version: .*/version: ${version}/" galaxy.yml
sed -i "s/^VERSION = .*/VERSION = \"${version}\"/" plugins/module_utils/_version.py
antsibull-changelog release
antsibull-changelog lint
# The modules' pages name the version.
tests/tools/module_pages.sh
git add --all
git commit --quiet --message "release: ${version}"
git tag --annotate --message "manageengine.id360 ${version}" "${version}"
python tests/tools/copy_git_files.py .cache/build
ansible-galaxy collection build .cache/build --output-path dist --force
trap - EXIT
echo "Next: git push origin HEAD ${version}"
