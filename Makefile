# `make demo` and `make test` install what they need by themselves; run `make help` for the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-done

# Node and npm come from PyPI and live in the virtual environment: whatever else is on the PATH does not matter.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup demo test check format bench-quick bench clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1  \2/p' $(MAKEFILE_LIST)

setup: $(STAMP) ## Install everything into .venv and node_modules

$(STAMP): pyproject.toml constraints.txt package.json package-lock.json tools/setup.py
	@$(PYTHON) tools/setup.py $(VENV) $(STAMP)

demo: $(STAMP) ## Deploy the sample app to an embedded AWS with the real CDK CLI, change it, and destroy it
	@$(BIN)/python -m tools.demo

test: $(STAMP) ## Run every test
	@$(BIN)/python -m pytest

check: $(STAMP) ## Lint, type-check and test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/pyright && $(BIN)/python -m pytest

format: $(STAMP) ## Format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench-quick: $(STAMP) ## Measure what a webhook costs at synthesis, beside the CDK's own
	@$(BIN)/python benchmarks/synthesis.py --quick

bench: $(STAMP) ## Measure everything
	@$(BIN)/python benchmarks/synthesis.py
	@$(BIN)/python benchmarks/core_groups.py
	@$(BIN)/python benchmarks/lint.py
	@$(BIN)/python benchmarks/lint_templates.py
	@$(BIN)/python benchmarks/double_builds.py
	@$(BIN)/python benchmarks/decide.py
	@$(BIN)/python benchmarks/predict.py
	@$(BIN)/python benchmarks/audit.py

clean: ## Remove what make has installed and written
	@rm -rf $(VENV) node_modules cdk.out .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist
