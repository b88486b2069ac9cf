# What a person or CI asks of this checkout. Everything is set up by itself, in .venv.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
READY := $(VENV)/.ready
WORKERS ?= 2
OUT ?= out

.PHONY: help demo test laws check lint types bench torture golden docs browser clean

help:
	@echo "make demo     set up, validate the plans, show 2022 → 2023, publish 2023"
	@echo "make test     set up and run all tests"
	@echo "make laws     try every law of change, decision and merge a thousand times"
	@echo "make check    lint, types and tests, as in CI"
	@echo "make bench    speed, as ratios in one run"
	@echo "make torture  the long runs: many more examples, many more kills"
	@echo "make golden   rewrite the expected output of the test cases"
	@echo "make docs     write the generated reference pages anew"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } || \
	  { echo "Python needs its venv module: install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docx,pdf,serve,dev]'
	@touch $@

demo: $(READY)
	$(BIN)/strategiplan validate
	$(BIN)/strategiplan diff 2022 2023
	$(BIN)/strategiplan render 2023 -o $(OUT)/2023.html
	$(BIN)/strategiplan diff 2022 2023 -o $(OUT)/2022-2023.html
	@echo "Open $(OUT)/2023.html and $(OUT)/2022-2023.html in a browser."

# The page tests need a browser. As root it is installed when missing; in CI its absence is a failure, elsewhere a skip.
browser:
	@command -v chromium >/dev/null || [ "$$(id -u)" != 0 ] || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }

test: $(READY) browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# The laws of what changes, is decided and is merged; the other tests try each of them a hundred times.
LAWS := $(addprefix tests/revisions/test_,changes.py collisions.py ballot.py adoption.py rebase.py merge.py) \
  $(addprefix tests/store/test_,edit.py)

laws: $(READY)
	STRATEGIPLAN_LAWS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(LAWS)

lint: $(READY)
	$(BIN)/ruff check src tests
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

check: lint types test

bench: $(READY)
	$(BIN)/python -m tests.bench

torture: $(READY)
	STRATEGIPLAN_TORTURE=1 $(BIN)/python -m pytest -n $(WORKERS) -m "torture or not torture" tests

golden: $(READY)
	$(BIN)/python -m pytest tests/test_cases.py --update

docs: $(READY)
	$(BIN)/python -m tests.reference

clean:
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
