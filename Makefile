# Two commands: `make run` (the main job on the sample articles) and `make test`. Each sets up what it needs, once.
PYTHON ?= python3
OUT ?= out/sample
CORPORA ?= corpora
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
TRAIN := .venv/.train
BROWSER := .venv/.browser
AUDIT := build/audit
MUTANTS := build/mutants
SEEDS ?= 1 2 3 4 5

.DEFAULT_GOAL := help
# every test that starts a process would compile all modules again where somebody has bytecode switched off
export PYTHONDONTWRITEBYTECODE :=
# a module's tests in one process, since they share what it builds; the longest modules begin (tests/conftest.py)
IN_TWO := -n 2 --dist loadscope --no-loadscope-reorder

.PHONY: help run test test-all test-seeds coverage mutants report browser check docs sql-docs train gate rules evaluate schedule audit sbom bench clean

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(RUNTIME) ## Run the main job on data/sample, into $(OUT)
	$(BIN)/whosaid run data/sample --out $(OUT)

test: $(DEV) ## Run the tests, in two processes, but for those that start servers or make several whole runs
	$(BIN)/pytest $(IN_TWO) -m "not long"

test-all: $(DEV) ## Run all tests
	$(BIN)/pytest $(IN_TWO) --junit-xml build/tests.xml

test-seeds: $(DEV) ## Run the tests for each of $(SEEDS) in another order, with other examples and hashes of strings
	@for seed in $(SEEDS); do \
		HYPOTHESIS=explore PYTHONHASHSEED=$$seed $(BIN)/pytest $(IN_TWO) -m "not long" --hypothesis-seed=$$seed \
			--random-order-bucket=module --random-order-seed=$$seed || exit 1; \
	done

coverage: $(DEV) ## Measure which branches of transforms/ the tests take; fails below 90 %
	@rm -f build/coverage.json
	$(BIN)/pytest $(IN_TWO) -m "not long" --cov=transforms --cov-branch --cov-report=json:build/coverage.json \
		--cov-report=term:skip-covered
	@$(BIN)/python -m tests.branches build/coverage.json 90

mutants: $(DEV) $(MUTANTS) ## Change one thing of the matching at a time, and list what no test notices
	$(BIN)/python -m tests.mutants $(MUTANTS)/bin/cosmic-ray

report: $(DEV) ## Print on one page what make test-all and make run gave, with the floors and the measured quality
	@$(BIN)/python -m tests.report build/tests.xml $(OUT)

browser: $(BROWSER) ## Set up the pages' tests in a browser, which want an installed Chromium too

check: $(DEV) ## Lint, format and strict types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(DEV) ## Render the data dictionary, the dbt files, the README's results and the notebook's
	$(BIN)/python -m flows.render
	$(BIN)/python -m flows.render.readme
	$(BIN)/python -m flows.render.notebook

sql-docs: $(RUNTIME) ## Write the models' documentation and lineage of the run in $(OUT) to build/sql/static_index.html
	@mkdir -p build/sql && cp -f $(OUT)/warehouse.duckdb build/sql/warehouse.duckdb && chmod u+w build/sql/warehouse.duckdb
	$(BIN)/dbt --quiet docs generate --static --project-dir sql --profiles-dir sql \
		--vars '{warehouse: $(CURDIR)/build/sql/warehouse.duckdb}' \
		--target-path $(CURDIR)/build/sql --log-path $(CURDIR)/build/sql

train: $(TRAIN) ## Train the language pipeline on the corpora in $(CORPORA)
	$(BIN)/python -m flows.train --corpora $(CORPORA)

gate: $(RUNTIME) ## Measure sources and speakers on the gate's articles, texts from $(CORPORA)
	$(BIN)/python -m flows.evaluate gate --corpora $(CORPORA)

rules: $(RUNTIME) ## Count what each rule of extraction does and gains, on the gate's articles
	$(BIN)/python -m flows.evaluate rules --corpora $(CORPORA)

evaluate: $(RUNTIME) ## Measure the language pipeline on the corpora in $(CORPORA), against its floors
	$(BIN)/python -m flows.evaluate language --corpora $(CORPORA)

$(RUNTIME): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "whosaid needs Python 3.11 or newer; name one with: make run PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv: a few minutes, once"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): $(RUNTIME)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(BROWSER): $(DEV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,browser]'
	@touch $@

$(TRAIN): $(RUNTIME)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[train]'
	@touch $@

schedule: $(RUNTIME) ## Bring up Prefect: server, worker, deployments; feeds from $$WHOSAID_FEEDS (feeds.txt)
	$(BIN)/python -m flows.schedule

audit: $(RUNTIME) $(AUDIT) ## Look up the installed packages in the advisories for Python; skipped where they cannot be reached
	@rm -f build/audit.json
	@$(AUDIT)/bin/pip-audit --path "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
		--skip-editable --format json --output build/audit.json || \
		{ test ! -s build/audit.json && echo "The advisories cannot be reached: nothing was looked up" >&2; }

sbom: $(RUNTIME) $(AUDIT) ## Write what is installed, as a CycloneDX bill of materials, to build/sbom.json
	@$(AUDIT)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file build/sbom.json $(BIN)/python

# in an environment of their own: what looks at the packages must not change them
$(AUDIT):
	@mkdir -p build && $(PYTHON) -m venv $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check pip-audit cyclonedx-bom || { rm -rf $@; exit 1; }

$(MUTANTS):
	@mkdir -p build && $(PYTHON) -m venv $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check 'cosmic-ray>=8.7,<9' || { rm -rf $@; exit 1; }

bench: $(RUNTIME) ## Measure end to end, into docs/benchmarks.md: ARTICLES="1000 10000 50000"
	$(BIN)/python -m benchmarks.bench $(ARTICLES)

clean: ## Remove the environment and the sample's output
	rm -rf .venv out
