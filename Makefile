# Everything is made inside the checkout: .venv, .cache, .demo and .test, which git ignores.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

ROOT := $(CURDIR)
PYTHON = $(firstword $(shell tests/tools/pythons.sh 3.13 3.12 3.11 3))
PLUGINS := ansible_collections.manageengine.id360.plugins

export PATH := $(ROOT)/.venv/bin:$(PATH)
# Ansible refuses to run where the locale is not UTF-8.
export LC_ALL := C.UTF-8
# Nothing of the user's is read, and nothing is left in the home folder.
export XDG_CACHE_HOME := $(ROOT)/.cache
export ANSIBLE_CONFIG := $(ROOT)/tests/ansible.cfg
export ANSIBLE_HOME := $(ROOT)/.cache/ansible
export ANSIBLE_LOCAL_TEMP := $(ANSIBLE_HOME)/tmp
export ANSIBLE_REMOTE_TEMP := $(ANSIBLE_HOME)/tmp
export MYPY_CACHE_DIR := $(ROOT)/.cache/mypy
export RUFF_CACHE_DIR := $(ROOT)/.cache/ruff
# Most tools are started many times: where this is set, each start compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test bench proof prove mutants coverage lint sanity docs importer oldest prism pytest suite units molecule format pages build release clean venv venv-demo

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

demo: venv-demo ## a tenant of two dozen people on this machine: they join, move and leave
	@playbooks/demo/run.sh

# The others run beside pytest, which waits now and then, and starts first, as nothing comes before it. What each prints
# is shown when it has ended; the closing line of pytest comes last.
test: venv prism ## pytest, sanity, lint, oldest, units, docs and importer
	@mkdir -p .cache
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target LOG=.cache/pytest.txt \
	  suite sanity lint oldest units docs importer
	@tail -n 1 .cache/pytest.txt

bench: venv ## what loops and id360_directory cost, beside modules as such, and bare scripts that do the same
	PYTHONPATH=extensions/simulator python tests/bench/bench.py

proof: venv ## what is too long for make test, before a release: the tests marked proof, pylint, oldest ansible-core, mutants
	tests/tools/stamped.sh $(MAKE) --no-print-directory prove

prove:
	python tests/tools/run_ansible_tests.py sanity --test compile --test import --test pylint
	python tests/tools/mutants.py
	tests/tools/oldest.sh proof
	pytest -m proof

mutants: venv ## break the code in each way of tests/mutants/table.toml, and see that a test notices it
	python tests/tools/mutants.py

coverage: venv ## which lines of plugins no test of them runs: units, engine, playbooks, roles and the event source together
	rm -rf .cache/coverage
	mkdir -p .cache/coverage
	coverage run -m pytest tests/unit tests/engine tests/playbooks tests/roles tests/eda
	coverage combine --quiet
	coverage report

# antsibull-docs keeps a log in the home folder.
lint: venv ## ruff, mypy, shellcheck, ansible-lint and the linters of the changelog and the documentation
	ruff check --quiet
	ruff format --check --quiet
	mypy $(foreach kind,module_utils plugin_utils filter lookup action,--package $(PLUGINS).$(kind))
	MYPYPATH=extensions/simulator mypy --python-version=3.10 --package=id360_simulator
	shellcheck .ci/run tests/tools/*.sh playbooks/demo/run.sh
	ansible-lint -q
	antsibull-changelog lint
	tests/tools/fragment.sh
	HOME=$(ROOT)/.cache antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs self .
	tests/tools/module_pages.sh --check

sanity: venv ## ansible-test sanity on the Python of .venv; make proof has every Python, and pylint
	python tests/tools/run_ansible_tests.py sanity --this-python --skip-test pylint

docs: venv ## the documentation as a site, in .cache/docs/html
	tests/tools/docs_site.sh

importer: venv ## galaxy-importer, on the tarball
	tests/tools/importer.sh

oldest: venv ## what depends on it, on the oldest ansible-core that is supported
	tests/tools/oldest.sh

prism: venv ## install prism with npm, through which a test sends the requests of all modules
	tests/tools/prism.sh

pytest: venv prism ## all that is below tests
	@$(MAKE) --no-print-directory suite

suite:
	pytest $(if $(LOG),| tee $(LOG))

molecule: venv ## the molecule scenarios of the roles alone
	pytest tests/molecule -m "proof or not proof"

# make pytest has them on the Python of .venv.
units: venv ## ansible-test units, on Python 3.9, or, where that is not there, on the Python of .venv
	python tests/tools/run_ansible_tests.py units \
	  --target-python=venv/$(if $(shell tests/tools/pythons.sh 3.9),3.9,default)

format: venv ## rewrite the Python files as ruff wants them
	ruff check --quiet --fix
	ruff format --quiet

pages: venv ## write the modules' pages in docs/modules anew
	tests/tools/module_pages.sh

build: venv-demo ## the collection's tarball, in dist
	python tests/tools/copy_git_files.py .cache/build
	ansible-galaxy collection build .cache/build --output-path dist --force

release: venv ## make release VERSION=1.2.3: the changelog, a commit, a tag and the tarball
	tests/tools/release.sh "$(VERSION)"

clean: ## remove all that make made
	rm -rf .cache .demo .test .venv dist

venv:
	@tests/tools/venv.sh "$(PYTHON)" test

venv-demo:
	@tests/tools/venv.sh "$(PYTHON)" demo
