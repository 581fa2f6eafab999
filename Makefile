# Everything a contributor does. `make demo` and `make test` set up what they need by themselves.

COURSE := courses/open-data-essentials
VENV ?= .venv
PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
# The first of them that is new enough: its path outside of any environment, and its version.
FOUND := $(shell for python in $(PYTHON); do $$python -c 'import sys; \
	sys.version_info < (3, 11) and sys.exit(1); \
	print(sys._base_executable, "%d.%d" % sys.version_info[:2])' 2>/dev/null && break; done)
VERSION := $(lastword $(FOUND))

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
RUN := $(VENV)/.run-$(VERSION)
DEV := $(VENV)/.dev-$(VERSION)
MAKE_RUNTIME = $(BIN)/python themes/hatch_build.py make
NODE := themes/runtime/node_modules/.package-lock.json
# Node is the machine's own, or else the one that a Python package puts into the environment.
export PATH := $(abspath $(BIN)):$(PATH)

.DELETE_ON_ERROR:
.PHONY: help demo test check bench wheel lock clean

help:
	@echo "make demo    compile $(COURSE) to every target and language, into dist/"
	@echo "make test    run every test, a real browser included"
	@echo "make check   lint and type-check Python and TypeScript"
	@echo "make bench   measure the compiler and translation on a generated course of 1,000 pages, learners' states, analytics"
	@echo "make wheel   build the source archive and the wheel, into build/"
	@echo "make lock    renew the pinned requirements"
	@echo "make clean   remove everything that was made, the environment included"

demo: $(RUN)
	@$(MAKE_RUNTIME)
	$(BIN)/darslik build $(COURSE) --all -o dist
	$(BIN)/darslik build $(COURSE) --all --multi -o dist
	$(BIN)/darslik translate certificate $(COURSE) -o dist

test: $(DEV) $(NODE)
	@.ci/system
	@$(MAKE_RUNTIME)
	node themes/runtime/test.mjs
	$(if $(PYTEST),$(BIN)/python -m pytest $(PYTEST),.ci/tests $(BIN)/python)

check: $(DEV) $(NODE)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	node themes/runtime/node_modules/typescript/bin/tsc -p themes/runtime

bench: $(DEV) $(NODE)
	@$(MAKE_RUNTIME)
	$(BIN)/python tests/bench/bench.py $(BENCH)
	PYTHONPATH=tests $(BIN)/python tests/bench/inspect_bench.py
	PYTHONPATH=tests $(BIN)/python tests/bench/state.py
	$(BIN)/python tests/bench/catalogues.py
	PYTHONPATH=tests $(BIN)/python tests/bench/xapi_client.py
	PYTHONPATH=tests $(BIN)/python tests/bench/xapi_landing.py
	PYTHONPATH=tests $(BIN)/python tests/bench/xapi_measures.py

wheel: $(DEV)
	$(BIN)/python -m build --outdir build

lock: $(DEV)
	$(PIP) install -q uv
	$(BIN)/uv pip compile -q pyproject.toml --upgrade $(LOCK) --extra charts -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --upgrade $(LOCK) --extra charts --group dev \
		-c requirements/run.txt -o requirements/dev.txt
	$(BIN)/uv pip compile -q requirements/engines.in --upgrade $(LOCK) \
		$(addprefix --no-emit-package ,$(UNUSED)) -o requirements/engines.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
# What chDB asks for and its session does without.
UNUSED := numpy pandas python-dateutil six tzdata

clean:
	rm -rf $(VENV) .lms .engines build dist/* compiler/darslik/schemas/scorm* .coverage .hypothesis .*_cache
	rm -rf themes/runtime/node_modules themes/runtime/dist themes/runtime/build
	rm -rf .venv-* tests/browser/node_modules tests/xapi/clients/node_modules tests/browser/.venv*

# --- environments; each stamp carries the Python version, so that another PYTHON starts afresh ----

$(RUN): requirements/run.txt pyproject.toml .ci/venv
	@.ci/venv "$(firstword $(FOUND))" "$(VENV)"
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
