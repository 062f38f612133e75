# Two commands set up everything on a machine with Python >= 3.11 and make: `make report` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: report build check test lab evaluate bench lock clean help

report: $(READY)          ## environment, build, and every report of study.yml in reports/
	@$(BIN)/comparelib build
	@$(BIN)/comparelib report

test: $(READY)            ## the whole test suite
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: $(READY)           ## style, types, layers, and the faults of the study
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_layers.py
	@$(BIN)/comparelib check

lab: $(READY)             ## JupyterLab on the notebooks
	@$(BIN)/comparelib lab

build: $(READY)           ## data/processed from data/raw
	@$(BIN)/comparelib build

evaluate: $(READY)        ## docs/evaluation.md and the model cards: every coder on what it has not seen
	@$(BIN)/comparelib build
	@$(BIN)/python benchmarks/evaluate.py

bench: $(VENV)/.bench     ## what is fast and what covers, beside named peers: docs/benchmarks/
	@$(BIN)/python benchmarks/all.py

lock: $(READY)            ## requirements.lock and requirements-bench.lock from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --extra bench --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate --quiet --constraint requirements.lock \
	  --output-file requirements-bench.lock

clean:                    ## all that can be made again
	rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find data/processed reports -mindepth 1 ! -name README.md -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:                     ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

# The environment is made once, and again when what it is made from changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "comparelib needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which one with: make PYTHON=python3.12")'
	@echo "environment: installing into $(VENV), once, a minute or two"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q $(VENV)/lib || true
	@touch $(READY)

# Peers that only benchmarks need are put on top of it.
$(VENV)/.bench: $(READY) requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $(VENV)/.bench
