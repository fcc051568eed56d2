# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TOCSIN_DATA ?= .tocsin

.PHONY: run demo test quick lint types contracts soak docs clean

run: $(VENV)/.installed
	@$(BIN)/python -m tocsin run --data $(TOCSIN_DATA)

demo: $(VENV)/.installed
	@$(BIN)/python -m tocsin demo

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "tocsin needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12 run" % v[:2])'
	@echo "installing tocsin and its libraries into $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[distributed,dev,gazetteer]'
	@touch $@

test: $(VENV)/.installed-dev lint types contracts
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

quick: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -q tests/unit tests/property tests/golden tests/architecture

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

soak: $(VENV)/.installed-dev
	@TOCSIN_SOAK=full $(BIN)/python -m pytest -m soak tests

docs: $(VENV)/.installed-dev
	@$(BIN)/python tools/cli_reference.py && $(BIN)/python tools/coverage_table.py
	@$(BIN)/python -m tocsin schema --write config/schema

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist
