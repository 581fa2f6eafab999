# Everything a contributor does. `make demo` and `make test` set up what they need by themselves.

COURSE := courses/open-data-essentials
VENV ?= .venv
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUN := $(VENV)/.run-$(VERSION)
DEV := $(VENV)/.dev-$(VERSION)
NODE := themes/runtime/node_modules/.package-lock.json
RUNTIME := $(wildcard themes/runtime/src/*.ts themes/runtime/src/*/*.ts themes/runtime/*.mjs themes/runtime/*.json)
# Recipes that need node get the machine's own, or else the one from the Python package.
WITH_NODE = PATH="$$($(BIN)/python themes/hatch_build.py path)"

.DELETE_ON_ERROR:
.PHONY: help demo test check bench wheel lock clean

help:
	@echo "make demo    compile $(COURSE) to every target and language, into dist/"
	@echo "make test    run every test, a real browser included"
	@echo "make check   lint and type-check Python and TypeScript"
	@echo "make bench   measure the compiler on a generated course of 1,000 pages"
	@echo "make wheel   build the source archive and the wheel, into build/"
	@echo "make lock    renew the pinned requirements"
	@echo "make clean   remove everything that was made, the environment included"

demo: $(RUN)
	$(BIN)/darslik build $(COURSE) --all -o dist

test: $(DEV) $(NODE)
	@.ci/browser
	@$(WITH_NODE) $(BIN)/python themes/hatch_build.py make
	$(WITH_NODE) $(BIN)/python -m pytest $(PYTEST)

check: $(DEV) $(NODE)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(WITH_NODE) node themes/runtime/node_modules/typescript/bin/tsc -p themes/runtime

bench: $(DEV) $(NODE)
	@$(WITH_NODE) $(BIN)/python themes/hatch_build.py make
	$(BIN)/python tests/bench/bench.py $(BENCH)

wheel: $(DEV)
	$(BIN)/python -m build --outdir build

lock: $(DEV)
	$(PIP) install -q uv
	$(BIN)/uv pip compile -q pyproject.toml --upgrade $(LOCK) -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --upgrade $(LOCK) --group dev \
		-c requirements/run.txt -o requirements/dev.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

clean:
	rm -rf $(VENV) build dist/* themes/runtime/node_modules themes/runtime/dist themes/runtime/build \
		compiler/darslik/schemas/scorm* .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# --- environments; each stamp carries the Python version, so that another PYTHON starts afresh ----

$(RUN): requirements/run.txt pyproject.toml themes/hatch_build.py $(RUNTIME) .ci/venv
	@.ci/venv "$(PYTHON)" "$(VENV)"
	$(PIP) install -q -r requirements/run.txt
	$(PIP) install -q --no-deps --editable .
	@touch $@

$(DEV): $(RUN) requirements/dev.txt
	$(PIP) install -q -r requirements/dev.txt
	@touch $@

$(NODE): themes/runtime/package-lock.json $(DEV)
	@needed="$$($(BIN)/python themes/hatch_build.py requires)"; \
		if [ -n "$$needed" ]; then $(PIP) install -q "$$needed"; fi
	$(BIN)/python themes/hatch_build.py packages
	@touch $@
