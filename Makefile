# The commands of the project. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
ADDRESS ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-fast test-contract test-faults mutants check lint types openapi promises bench bench-quick sbom lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: setup ## Set up, build the release and serve it on http://127.0.0.1:8000
	$(BIN)/gunicorn --bind $(ADDRESS) --workers 2 --threads 4 --limit-request-line 8190 --no-control-socket wsgi:app

setup: $(VENV)/installed ## Set up and build the release
	$(FLASK) figures build

test: lint types ## Set up, check format, lint and types, run all tests
	$(BIN)/pytest -n 2 --dist worksteal

test-fast: $(VENV)/installed-dev ## Run the tests that need no other program; takes a minute
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

test-contract: $(VENV)/installed-dev ## Run schemathesis on every operation and link; takes minutes
	$(BIN)/python -m tests.contract.schemathesis_long

mutants: $(VENV)/installed-dev ## Run mutation tests (tests/mutants.md); takes hours
	$(BIN)/python -m tools.mutation

test-faults: $(VENV)/installed-dev ## Inject faults and write tests/faults.md; takes long
	$(BIN)/pytest -m faults tests/reliability

check: $(VENV)/installed ## Check the ledgers, with file, line and rule of each finding
	$(FLASK) figures check

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

openapi: $(VENV)/installed ## Write the contract, openapi/openapi.json
	$(FLASK) figures build
	$(FLASK) openapi write openapi/openapi.json

promises: $(VENV)/installed-dev ## Write openapi/promises.json when a version is released
	$(BIN)/python -m tests.contract.compatibility

bench: bench/.venv/installed ## Run the benchmark against peers and write bench/results.md
	$(BIN)/python -m bench

bench-quick: bench/.venv/installed ## Run a shorter benchmark with fewer figures; prints the results
	$(BIN)/python -m bench quick

sbom: $(VENV)/installed-dev ## Write sbom.json, the packages of the service, as CycloneDX
	$(BIN)/cyclonedx-py requirements --output-reproducible --output-file sbom.json requirements.txt

lock: ## Update the versions of all dependencies (needs uv)
	uv pip compile pyproject.toml --upgrade --universal --generate-hashes --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --extra dev --upgrade --universal --generate-hashes --no-header -q -o requirements-dev.txt
	uv pip compile bench/requirements.in --upgrade --universal --generate-hashes --no-header -q -o bench/requirements.txt

clean: ## Remove all files that these commands create
	rm -rf $(VENV) instance mutants .mypy_cache .pytest_cache .ruff_cache .hypothesis bench/.venv bench/data tests/contract/node_modules tests/browser/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/installed

# The peers need other packages, so they have their own environment.
bench/.venv/installed: bench/requirements.txt $(VENV)/installed-dev
	$(PYTHON) -m venv bench/.venv
	bench/.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.txt
	@touch $@
