# `make demo` and `make test` work on a fresh machine with Python 3.11 or newer. The app in the browser is built with
# Node.js 20.19 or newer, which is installed with apt-get where it is missing and you are root.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEV := .venv/.dev
PEERS := .venv-peers/.ready
APP := src/legwise/web/static/index.html
NODE := web/node_modules/.package-lock.json
WEB := $(shell find web -name node_modules -prune -o -type f -print)

.PHONY: demo app test check check-web bench docs evaluation validation calibration clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@echo "Compiling the inference loops and reading the knowledge base, once (one to two minutes)"
	$(BIN)/legwise assess examples/treated_woman.yaml --brief > /dev/null
	$(BIN)/legwise assess examples/treated_woman.yaml --brief --seconds 0 > /dev/null
	touch $(READY)

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	touch $(DEV)

$(PEERS): requirements-peers.lock
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-peers.lock
	touch $(PEERS)

$(NODE): web/package.json web/package-lock.json
	tools/need.sh node
	cd web && npm ci --silent
	touch $(NODE)

$(APP): $(NODE) $(WEB)
	cd web && npm run --silent build -- --logLevel warn
	touch $(APP)

app: $(APP)

demo: $(READY)
	$(BIN)/legwise assess examples/treated_woman.yaml
	$(BIN)/legwise assess examples/cases/cauda_equina_limbus_fracture_15m.yaml --brief
	$(BIN)/legwise assess examples/cases/rls_venlafaxine_44f.yaml --brief
	$(BIN)/legwise assess examples/cases/fibular_nerve_cyst_foot_drop_42m.yaml --brief
	$(BIN)/legwise plan examples/treated_woman.yaml
	$(BIN)/legwise report examples/treated_woman.yaml --kind clinical --output build/treated_woman-clinical.pdf
	$(BIN)/legwise report examples/treated_woman.yaml --kind home --output build/treated_woman-home.pdf
	@$(MAKE) --no-print-directory app
	@echo "The treated woman's clinical report with her plan, and her week at home, are in build/"
	@echo "Open the app with the body chart in your browser: $(BIN)/legwise serve --open"

test: $(DEV) $(APP)
	tools/need.sh chromium
	tools/need.sh postgres
	$(BIN)/python -m pytest --ignore tests/browser --numprocesses auto --dist worksteal
	$(BIN)/python -m pytest tests/browser  # alone: to draw by software takes all cores

check: $(DEV) check-web
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/legwise kb check

check-web: $(NODE)
	cd web && npm run --silent check
	cd web && npm test --silent

bench: $(DEV) $(APP) $(PEERS)
	$(BIN)/python -m benchmarks

docs: $(DEV) $(APP)
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_reports.py
	$(BIN)/python -m docs.make_screenshots

evaluation: $(READY)
	$(BIN)/python docs/make_evaluation.py

validation: $(READY)
	$(BIN)/python docs/make_validation.py

calibration: $(READY)
	$(BIN)/python docs/make_calibration.py --fit
	$(BIN)/python docs/make_calibration.py

clean:
	rm -rf .venv .venv-peers web/node_modules src/legwise/web/static .pytest_cache .mypy_cache .ruff_cache .hypothesis
