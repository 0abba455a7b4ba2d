# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .make/installed
MODELS := .make/models
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: help demo test lint format docs soak bench models clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(INSTALLED): pyproject.toml
	@mkdir -p .make
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[models,ocr,documents,prefect,dask,ray,dev,docs]'
	@touch $@

$(MODELS): $(INSTALLED) $(wildcard registry/compound_registry/cards/*.yaml)
	$(BIN)/compound models fetch
	@touch $@

models: $(MODELS)  ## fetch the default models

demo: $(MODELS)  ## read a receipt, and say where the report is
	$(BIN)/python -m compound_pipelines.demo

test: $(MODELS)  ## all tests but the slow ones
	$(BIN)/pytest -m "not soak"

lint: $(INSTALLED)  ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED)  ## mend style and formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(INSTALLED)  ## the reference site, into build/site; a broken link fails
	$(BIN)/python -m compound_pipelines.site build/site

soak: $(MODELS)  ## the slow tests
	$(BIN)/pytest -m soak

bench: $(MODELS)  ## the benchmarks
	$(BIN)/python tests/bench/engine.py

clean:  ## forget the environment and what was made
	rm -rf .venv .make out build ./*.egg-info
