# The commands of the house. `make` alone explains them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
ADDRESS ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-fast test-contract test-faults mutants check lint types openapi promises bench bench-quick sbom lock clean

help: ## Explain the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: setup ## Set up, build the release and serve it on http://127.0.0.1:8000
	$(BIN)/gunicorn --bind $(ADDRESS) --workers 2 --threads 4 --limit-request-line 8190 --no-control-socket wsgi:app

setup: $(VENV)/installed ## Set up and build the release, without serving it
	$(FLASK) figures build

test: lint types ## Set up, then check format, lint, types and all tests
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: $(VENV)/installed-dev ## The tests that need no browser and no other program: a minute
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

test-contract: $(VENV)/installed-dev ## Schemathesis on every operation and along the links, for minutes
	$(BIN)/python -m tests.contract.schemathesis_long

mutants: $(VENV)/installed-dev ## Break the program on purpose: which test notices (tests/mutants.md)
	$(BIN)/python -m tools.mutation

test-faults: $(VENV)/installed-dev ## Break it on purpose, for long; writes tests/faults.md
	$(BIN)/pytest -m faults tests/faults

check: $(VENV)/installed ## Check the ledgers: every finding with file, line and rule
	$(FLASK) figures check

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

openapi: $(VENV)/installed ## Write openapi/openapi.json, the contract
	$(FLASK) figures build
	$(FLASK) openapi write openapi/openapi.json

promises: $(VENV)/installed-dev ## Write openapi/promises.json, what a release promises, when one is made
	$(BIN)/python -m tests.contract.compatibility

bench: bench/.venv/installed ## Measure against peers and write bench/results.md
	$(BIN)/python -m bench

bench-quick: bench/.venv/installed ## The same with fewer figures and shorter rounds, only told
	$(BIN)/python -m bench quick

sbom: $(VENV)/installed-dev ## Write sbom.json, all that is served with, as CycloneDX
	$(BIN)/cyclonedx-py requirements --output-reproducible --output-file sbom.json requirements.txt

lock: ## Choose new versions of what we build on (needs uv)
	uv pip compile pyproject.toml --upgrade --universal --generate-hashes --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --extra dev --upgrade --universal --generate-hashes --no-header -q -o requirements-dev.txt
	uv pip compile bench/requirements.in --upgrade --universal --generate-hashes --no-header -q -o bench/requirements.txt

clean: ## Remove everything that the commands above have made
	rm -rf $(VENV) instance mutants .mypy_cache .pytest_cache .ruff_cache .hypothesis bench/.venv bench/data tests/contract/node_modules tests/browser/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# The peers have an environment of their own: they need other packages than we do.
bench/.venv/installed: bench/requirements.txt $(VENV)/installed-dev
	$(PYTHON) -m venv bench/.venv
	bench/.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.txt
	@touch $@
