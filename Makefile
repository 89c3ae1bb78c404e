# `make demo` and `make test` work on a fresh machine with Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEV := .venv/.dev

.PHONY: demo test check bench docs evaluation clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@echo "Compiling the inference loops and reading the knowledge base, once (some seconds)"
	$(BIN)/legwise assess examples/treated_woman.yaml --brief > /dev/null
	touch $(READY)

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $(DEV)

demo: $(READY)
	$(BIN)/legwise assess examples/treated_woman.yaml
	$(BIN)/legwise assess examples/cases/cauda_equina_limbus_fracture_15m.yaml --brief
	$(BIN)/legwise assess examples/cases/rls_venlafaxine_44f.yaml --brief
	$(BIN)/legwise assess examples/cases/fibular_nerve_cyst_foot_drop_42m.yaml --brief

test: $(DEV)
	$(BIN)/python -m pytest

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/legwise kb check

bench: $(DEV)
	$(BIN)/python -m benchmarks

docs: $(READY)
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_pictures.py

evaluation: $(READY)
	$(BIN)/python docs/make_evaluation.py

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
