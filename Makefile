# `make demo` and `make test` install what they need by themselves; run `make help` for the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done

# Node and npm come from PyPI and live in the virtual environment: whatever else is on the PATH does not matter.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup demo test test-all acceptance acceptance-clean acceptance-page soak-short soak check versions format pages site bench-quick bench clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1  \2/p' $(MAKEFILE_LIST)

setup: $(STAMP) ## Install everything into .venv and node_modules

$(STAMP): pyproject.toml constraints.txt package.json package-lock.json tools/setup.py
	@$(PYTHON) tools/setup.py $(VENV) $(STAMP)

demo: $(STAMP) ## Deploy the sample app to an embedded AWS with the real CDK CLI, change it, and destroy it
	@$(BIN)/python -m tools.demo

test: $(STAMP) ## Run the tests, on all processors
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-all: $(STAMP) ## The same with every fault in every cell and all random examples (tests/extent.py)
	@TESTS=all $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

ACCOUNT = $(if $(AWS),--aws) $(if $(PROFILE),--profile '$(PROFILE)') $(if $(REGION),--region '$(REGION)') \
  $(if $(REPOSITORY),--repository '$(REPOSITORY)')

acceptance: $(STAMP) ## Run the acceptance tests on an embedded AWS, or with AWS=1 on an account (docs/guides)
	@$(BIN)/python -m tools.acceptance run $(ACCOUNT) $(if $(CONNECTION),--connection '$(CONNECTION)') \
	  $(if $(ENTERPRISE),--enterprise '$(ENTERPRISE)') $(if $(ORGANIZATION),--organization '$(ORGANIZATION)') \
	  $(if $(BITBUCKET),--bitbucket '$(BITBUCKET)') $(if $(GITLAB),--gitlab '$(GITLAB)') $(if $(BUILDS),--builds) $(if $(YES),--yes)

acceptance-clean: $(STAMP) ## Remove what killed acceptance runs have left in an account (AWS=1 PROFILE= REGION=)
	@$(BIN)/python -m tools.acceptance clean $(ACCOUNT)

acceptance-page: $(STAMP) ## Fold records of acceptance runs into docs/assumptions.md (RECORDS=acceptance.json)
	@$(BIN)/python -m tools.acceptance page $(or $(RECORDS),acceptance.json)
	@$(BIN)/python -m tools.pages

soak-short: $(STAMP) ## Deploy 200 random changes of stacks to the embedded AWS, with cancellations and faults
	@SEEDS=1-200 $(BIN)/python -m pytest -n auto tests/e2e/test_random_deployments.py

soak: $(STAMP) ## The same with 2,000
	@SEEDS=1-2000 $(BIN)/python -m pytest -n auto tests/e2e/test_random_deployments.py

check: $(STAMP) ## Lint, type-check and run the tests that are quick
	@$(BIN)/python -m tools.check

versions: $(STAMP) ## Run the quick tests with every Python at hand, at the oldest and the newest versions allowed
	@$(BIN)/python -m tools.versions

format: $(STAMP) ## Format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

pages: $(STAMP) ## Write the pages of the documentation that are made from code
	@$(BIN)/python -m tools.pages

site: $(STAMP) ## Make the documentation a site in site/, which needs no server and no network
	@$(BIN)/python -m tools.site

bench-quick: $(STAMP) ## Measure what a webhook costs, beside its peers, in less than a minute
	@$(BIN)/python -m benchmarks --quick

bench: $(STAMP) ## Measure everything, beside its peers, and write docs/benchmarks.md, in less than ten minutes
	@$(BIN)/python -m benchmarks --write docs/benchmarks.md

clean: ## Remove what make has installed and written
	@rm -rf $(VENV) node_modules cdk.out .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist site
