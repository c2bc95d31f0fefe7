# Throughcare. `make demo` and `make test` do all their own set-up on a machine with Python 3.11 (venv), make and git.

PYTHON := $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
# --no-compile, then all cores compile at once: a later start is then 3 s, even where Python is told to write no bytecode.
INSTALL := $(PIP) install --no-compile
PRECOMPILE := $(BIN)/python -m compileall -q -j 0
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q
# What the browser parts are built from: a change builds them again.
ASSETS := hatch_build.py package.json package-lock.json src/throughcare/common/assets.py $(wildcard scss/*.scss)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check bench fix lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: .venv/.ready .venv/.tools ## everything that is needed; starts nothing; leaves .venv/bin/throughcare

demo: .venv/.ready ## a site of invented people at http://localhost:8000 (PORT=8001 elsewhere, RESET=1 afresh)
	@exec $(BIN)/throughcare demo --port $(PORT) $(if $(RESET),--reset)

test: setup ## the tests (ARGS="tests/people -k search" for some)
	@exec $(BIN)/pytest -n auto $(ARGS)

test-all: setup ## the tests, with every long one
	@THROUGHCARE_TEST_ALL=1 exec $(BIN)/pytest -n auto $(ARGS)

check: setup ## style, types, the order of the house, templates, migrations, locks, diagrams
	@exec $(BIN)/python scripts/check.py

bench: setup ## measure beside a peer; prints ratios
	@exec $(BIN)/python -m benchmarks $(ARGS)

fix: setup ## put right what a tool can
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

lock: ## take newer versions of packages into the two locks (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with pip install uv, then try again." >&2; exit 1; }
	$(COMPILE) --upgrade pyproject.toml -o requirements.lock
	$(COMPILE) --upgrade -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

clean: ## take away everything set-up made; a demo's data stays
	rm -rf .venv node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results \
	  src/throughcare/common/static/vendor

.venv/.python:
	@[ -n "$(PYTHON)" ] || { echo "Throughcare needs Python 3.11 or later: install python3.11 and python3.11-venv, then try again." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Throughcare needs Python 3.11 or later, and $(PYTHON) is %d.%d: install python3.11." % sys.version_info[:2])'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv: install python3.11-venv (or your Python's own), then try again." >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@touch $@

.venv/.locked: .venv/.python requirements.lock
	@echo "Installing locked packages ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

# --no-deps, because requirements.lock has everything, with hashes.
.venv/.ready: .venv/.locked pyproject.toml $(ASSETS)
	@echo "Installing Throughcare and building its browser parts ..."
	@$(INSTALL) --no-deps -e .
	@$(PRECOMPILE) $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') src/throughcare >/dev/null || true
	@touch $@

# What tests and checks need; a demo starts without it.
.venv/.tools: .venv/.ready requirements-dev.lock
	@echo "Installing locked tools for tests and checks ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
