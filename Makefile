# Yusuan. Needs Python 3.11 and make; everything else comes from uv.lock into .venv.

RAW ?= data/raw
PROCESSED ?= data/processed
WORK ?= data/work
EXAMPLE ?= data/example
PYTHON ?= python3
PORT ?= 3000
UV_VERSION := 0.13.9

BIN := .venv/bin
UV := .uv/bin/uv
UV_READY := .uv/.ready-$(UV_VERSION)
# What a run needs, and what those who work on the code need besides.
RUNS := .venv/.runs
READY := .venv/.ready
# Nobody is asked and nothing is fetched but packages: the Python that is there must do.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
unexport VIRTUAL_ENV
# Bytecode is kept: a run starts many short-lived workers, and each would compile every library for itself.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help data fetch survey surveys report compare test test-fast dev check schemas format bench lonely seed example picture clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

data fetch dev $(RUNS): export DAGSTER_HOME := $(CURDIR)/.dagster

# `exec`, as a signal to make goes to what it has begun, and not to what a shell has.
data: $(RUNS) ## read the documents of RAW (data/raw) and publish datasets to PROCESSED (data/processed)
	@exec $(BIN)/yusuan run --raw "$(RAW)" --processed "$(PROCESSED)" --work "$(WORK)" $(if $(ACCEPT_SHRINK),--accept-shrink "$(ACCEPT_SHRINK)")

fetch: $(RUNS) ## fetch what RAW/sources.csv names by address, and no more
	@exec $(BIN)/yusuan fetch --raw "$(RAW)"

report: $(RUNS) ## print the findings of PROCESSED (data/processed) by severity, and make pages of them; DOCUMENTS=id for some
	@$(BIN)/python -m pipelines.run.report "$(PROCESSED)" $(DOCUMENTS)
	@$(BIN)/python -m pipelines.release.report "$(PROCESSED)" build/report $(DOCUMENTS) --raw "$(RAW)"

survey: $(RUNS) ## say what is found and read in the documents of RAW, and what adds up; publish nothing; CSV=file for counts
	@$(BIN)/python -m pipelines.run.survey "$(RAW)" --work "$(WORK)" $(if $(CSV),--csv "$(CSV)")

surveys: $(RUNS) ## say what was gained and lost, document by document, between the CSVs BEFORE and AFTER of two surveys
	@$(BIN)/python -m pipelines.run.survey_counts "$(BEFORE)" "$(AFTER)"

compare: $(RUNS) ## print every row in which the releases of the folders BEFORE and AFTER differ
	@$(BIN)/python -m pipelines.release.comparison "$(BEFORE)" "$(AFTER)"

test: $(READY) ## run all tests
	$(BIN)/pytest -n auto --dist loadfile

test-fast: $(READY) ## run the tests that take seconds: all but those that read whole corpora or start whole runs
	$(BIN)/pytest -n auto -m "not corpus and not slow"

dev: $(READY) ## open Dagster's UI on http://127.0.0.1:3000; PORT=n for another
	exec $(BIN)/dagster dev --port $(PORT)

check: $(READY) ## lint, check the format, check the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --threads

schemas: $(READY) ## write the JSON Schemas of the declarations to docs/schemas
	$(BIN)/python -m pipelines.run.declarations docs/schemas

format: $(READY) ## format the code and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## time stages and whole runs, beside camelot and pdfplumber; DEPARTMENTS=6 typeset, SMALL=1 of a page each, RAW=folder for others
	@$(BIN)/python -m tests.benchmark --departments $(or $(DEPARTMENTS),6) $(if $(SMALL),--small --runs-only) $(if $(filter command\ line,$(origin RAW)),"$(RAW)")

lonely: $(READY) ## list what one document of RAW (the shared corpora) alone needs of the interpretation, and what none does
	@$(BIN)/python -m tests.lonely $(if $(filter command\ line environment,$(origin RAW)),"$(RAW)") --work "$(WORK)"

seed: $(READY) ## typeset the seed's document into data/raw again
	$(BIN)/python -m tests.typesetting.seed

example: $(READY) ## typeset a city that does not exist into EXAMPLE/raw and publish it to EXAMPLE/processed
	@$(BIN)/python -m tests.example "$(EXAMPLE)/raw"
	@exec $(BIN)/yusuan run --raw "$(EXAMPLE)/raw" --processed "$(EXAMPLE)/processed" --work "$(EXAMPLE)/work"

picture: data ## draw docs/picture.png again, from the published data
	$(BIN)/python docs/picture.py

clean: ## remove the environment and all intermediate results; data/processed stays
	rm -rf .venv .uv data/work data/local data/example build *.egg-info

# uv is installed by pip, once, beside the environment, and makes it what the lock says it is. What else is in the
# environment stays (--inexact): extras that were asked for, and the tools of development.
$(UV_READY):
	@rm -rf .uv && $(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@.uv/bin/python -m pip uninstall --quiet --yes --disable-pip-version-check pip setuptools
	@touch $@

# An environment that was left half made is made again: the mark is taken away when it is whole.
# Of what libraries bring, a run keeps what it imports: packages and parts that are declared to be unneeded are left out
# or go, and only what is imported is compiled.
MAKING := .venv/.making
UNNEEDED := docs/deploy/unneeded.txt
NOT_INSTALLED := --no-install-package pillow --no-install-package openpyxl
$(RUNS): pyproject.toml uv.lock $(UNNEEDED) | $(UV_READY)
	@if test -e $(MAKING) || ! $(BIN)/python -c "" >/dev/null 2>&1; then rm -rf .venv && $(UV) venv --quiet --python "$(PYTHON)" .venv; fi
	@touch $(MAKING)
	@$(UV) sync --quiet --frozen --inexact --no-dev $(NOT_INSTALLED)
	@cd .venv/lib/python3.*/site-packages && rm -rf $$(grep -v '^#' "$(CURDIR)/$(UNNEEDED)")
	@$(BIN)/python -c "import assets.__main__, assets.definitions"
	@$(BIN)/dagster instance migrate >/dev/null 2>&1
	@rm $(MAKING)
	@touch $@

$(READY): $(RUNS)
	@touch $(MAKING) && rm $(RUNS)
	@$(UV) sync --quiet --frozen --inexact --compile-bytecode
	@rm $(MAKING)
	@touch $(RUNS) $@
