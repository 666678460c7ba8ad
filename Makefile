# Everything from a fresh clone. Needs Python 3.11+, Node.js 20+ and GNU make; the rest is fetched.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
NODE_MODULES := node_modules/.package-lock.json
BUNDLE := microgradext/static/widget.js
SOURCES := $(shell find js -type f 2>/dev/null)
PACKAGED := pyproject.toml hatch_build.py package.json
# --thorough runs also what is marked so, and more examples: `make test-all` is `make test` with it.
PYTEST_FLAGS ?=
PYTEST = $(BIN)/python -m pytest --quiet --durations=10 $(PYTEST_FLAGS)
# Two targets at once, each with its output in one piece.
BESIDE = $(MAKE) --no-print-directory --jobs=2 --output-sync=target
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# ---------------------------------------------------------------- what a person asks for

.PHONY: demo
demo: $(VENV)/.demo $(BUNDLE) ## open examples/tour.ipynb in JupyterLab
	@flags=(); [ "$$(id -u)" != 0 ] || flags+=(--allow-root); \
	[ "$$(uname)" = Darwin ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || flags+=(--no-browser); \
	exec $(BIN)/jupyter lab "$${flags[@]}" --log-level=WARN \
	    --LabApp.default_url=/lab/tree/examples/tour.ipynb $(LAB_FLAGS)

.PHONY: build
build: $(BUNDLE) ## bundle the front end

.PHONY: quick
quick: $(VENV)/.test $(NODE_MODULES) $(BUNDLE) ## check all that needs no kernel and no browser, in two and a half minutes
	@$(BESIDE) quick-engine test-js quick-rest types lint generated

.PHONY: test
test: lint generated types weight test-js test-py ## check everything, in a real browser too, in eight

.PHONY: test-all
test-all: ## the same, with all examples, pictures and other versions, in forty
	@$(MAKE) --no-print-directory test PYTEST_FLAGS=--thorough

.PHONY: bench
bench: $(VENV)/.dev $(BUNDLE) chromium ## measure, and print ratios (with Graphviz's dot, if it is there)
	@$(BIN)/python -m benchmarks

.PHONY: generate
generate: $(VENV)/.test ## write the files that come from the op table, the fields of the wire and the templates of pages
	@$(BIN)/python -m microgradext.engine.generate
	@$(BIN)/python -m microgradext.notebook.wire.generate
	@$(BIN)/python -m microgradext.notebook.export.generate

.PHONY: fixtures
fixtures: $(VENV)/.test ## write tests/fixtures, which pytest and vitest share
	@$(BIN)/python -m pytest --quiet --write-fixtures -m fixtures tests

.PHONY: format
format: $(VENV)/.test $(NODE_MODULES) ## format, and mend what can be mended
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .
	@npm run --silent format

.PHONY: clean
clean: ## remove all that make made
	@rm -rf $(VENV) .environments node_modules dist microgradext/static tests/browser/screenshots
	@rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find microgradext tests -name __pycache__ -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the parts of `make test`

.PHONY: lint
lint: $(VENV)/.test $(NODE_MODULES) ## style and formatting, Python and TypeScript
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo 'run `make format`' >&2; exit 1; }
	@npm run --silent lint

.PHONY: generated
generated: $(VENV)/.test ## the generated files are those that their sources give
	@$(BIN)/python -m microgradext.engine.generate --check
	@$(BIN)/python -m microgradext.notebook.wire.generate --check
	@$(BIN)/python -m microgradext.notebook.export.generate --check

.PHONY: types
types: $(VENV)/.test $(NODE_MODULES) ## mypy and tsc, both strict
	@$(BIN)/mypy
	@npm run --silent check

.PHONY: weight
weight: $(NODE_MODULES) ## what each module adds to the front end, and whether it is within its budget
	@npm run --silent weigh

.PHONY: test-js
test-js: $(NODE_MODULES) ## vitest
	@npm test --silent

.PHONY: quick-engine
quick-engine: $(VENV)/.test $(BUNDLE) ## pytest: whether numbers and gradients are right
	@$(PYTEST) --quick tests/engine tests/check

.PHONY: quick-rest
quick-rest: $(VENV)/.test $(BUNDLE) ## pytest: all else that needs no kernel and no browser
	@$(PYTEST) --quick -m "not browser and not kernel" --ignore=tests/engine --ignore=tests/check

.PHONY: test-py
test-py: $(VENV)/.test $(BUNDLE) chromium ## pytest, the browser's part beside the rest
	@$(BESIDE) pytest-browser pytest-rest

.PHONY: test-browser
test-browser: $(VENV)/.test $(BUNDLE) chromium ## pytest: JupyterLab and exported pages in a real browser
	@$(MAKE) --no-print-directory pytest-browser

.PHONY: test-rest
test-rest: $(VENV)/.test $(BUNDLE) ## pytest: all else: shell, kernel, notebooks, doctests
	@$(MAKE) --no-print-directory pytest-rest

# Without prerequisites: while make waits for one that is phony it may forget that two things can run at once.
.PHONY: pytest-browser pytest-rest
pytest-browser:
	@$(PYTEST) tests/browser

pytest-rest:
	@$(PYTEST) --ignore=tests/browser

# ---------------------------------------------------------------- set-up, redone when what it is made from changed

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "microgradext needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@echo '{}' >$(VENV)/package.json # or Node takes JupyterLab's scripts for modules, as ours are

# One recipe for the three sets of extras; a larger set holds the smaller ones.
$(VENV)/.demo $(VENV)/.test $(VENV)/.dev: $(PACKAGED) | $(BIN)/python $(BUNDLE)
	@echo "installing the package with its extra '$(@:$(VENV)/.%=%)'"
	@$(PIP) install --editable '.[$(@:$(VENV)/.%=%)]'
	@touch $@

# `install --no-save` and not `ci`: the same pinned versions, but `ci` refuses a lock file that was written where the
# registry lacks the optional binaries of other platforms.
$(NODE_MODULES): package.json package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || \
	    { echo "the front end needs Node.js 20 or newer: https://nodejs.org" >&2; exit 1; }
	@echo "installing the front end's tools"
	@npm install --no-save --loglevel=error --no-audit --no-fund >/dev/null
	@touch $@

$(BUNDLE): $(SOURCES) $(NODE_MODULES)
	@npm run --silent build

.PHONY: chromium
chromium:
	@command -v $(BROWSERS) >/dev/null || { \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "installing Chromium" && \
	    apt-get -qq update && \
	    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium fonts-dejavu-core >/dev/null; \
	} || { echo "the browser tests need Chromium: install it (apt install chromium, brew install chromium)" >&2; exit 1; }
