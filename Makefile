# e-Campus: `make run` and `make test` need only Python 3.11 or newer, make and git.

PORT ?= 8000
VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --retries 2

# The newest Python that can make a virtual environment. Another one: make run PYTHON=/path/to/python3.12
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help run test check chromium translations audit clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export PORT := $(PORT)
run: $(VENV)/installed ## set everything up and serve it with the demo at http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(BIN)/python scripts/run.py

test: $(VENV)/installed-dev chromium ## run the whole suite, browser tests included where there is a Chromium
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/installed-dev ## in a minute: lint, format, types, layers, and the tests that need no database and no browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto -m "not browser and not database"

chromium: ## install Chromium for the browser tests where that is possible
	@scripts/chromium

translations: $(VENV)/installed-dev ## collect the sentences of the code, and compile what is translated
	@mkdir -p var
	$(BIN)/pybabel -q extract -F pyproject.toml -k text:1 --no-location --sort-output --no-wrap -o var/messages.pot app
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -i var/messages.pot -d app/translations
	$(BIN)/pybabel compile -d app/translations --statistics

audit: $(VENV)/installed-dev ## look for known weaknesses in dependencies, and for risky code
	$(BIN)/pip-audit --requirement requirements.txt --disable-pip --no-deps
	$(BIN)/bandit --quiet --recursive --severity-level medium app

clean: ## remove the environment and caches; data in var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "e-Campus needs Python 3.11 or newer with its venv module, and none was found on the PATH." >&2; \
		echo "Install one (on Debian or Ubuntu: apt install python3 python3-venv), or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi
	@echo "Making an environment in $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing what requirements.txt names ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what requirements-dev.txt names ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed
