# Fairlead: `make` lists what there is.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do command -v $$p && break; done)
PORT ?= 8000
BIN := .venv/bin

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo-setup demo demo-reset test coverage lint format lock bench bench-full

help: ## list what there is
	@echo "Fairlead. Try: make demo"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r a b; do printf '%-20s %s\n' "$$a" "$$b"; done

setup: ## make .venv with everything that developing needs
	@$(if $(PYTHON),,echo "No Python was found: install Python 3.11 or newer." >&2; exit 1;) "$(PYTHON)" tools/bootstrap.py dev

demo-setup:
	@$(if $(PYTHON),,echo "No Python was found: install Python 3.11 or newer." >&2; exit 1;) "$(PYTHON)" tools/bootstrap.py demo

demo: demo-setup ## serve a believable demo; PORT=8000 by default, its data stay
	@$(BIN)/fairlead demo --port $(PORT)

demo-reset: demo-setup ## the same from a fresh start: the demo's data begin anew
	@$(BIN)/fairlead demo --port $(PORT) --reset

test: setup ## every check, the suite on both databases, the browser journeys
	@$(BIN)/python tools/check.py

KERNELS := $(addprefix tests/engine/test_,$(addsuffix .py,bits bits_many kernels levels opening pricing pricing_pass simplex simplex_transport sources))

coverage: setup ## the suite on SQLite once more, and which lines and branches it never reaches
	@$(BIN)/pytest --quiet -n 2 -m "not browser" --cov --cov-report=
	@NUMBA_DISABLE_JIT=1 $(BIN)/pytest --quiet -n 2 $(KERNELS) --cov --cov-append --cov-report=term

lint: setup ## the checks that read the code: style, templates, types, import contracts, security
	@$(BIN)/python tools/check.py --only lint

format: setup ## bring code and templates into shape
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: setup ## measure the matching engine beside its peers: minutes; writes docs/performance.md
	@$(BIN)/python -m fairlead.engine.prepare
	@$(BIN)/python bench/run.py

bench-full: setup ## the same with the million and the slow peers: hours
	@$(BIN)/python -m fairlead.engine.prepare
	@$(BIN)/python bench/run.py --full

lock: setup ## choose the newest allowed packages and write both lock files
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
		--constraint tools/lock-constraints.txt --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
		--constraint tools/lock-constraints.txt --group dev pyproject.toml -o requirements-dev.lock
	@echo uv | $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--constraint requirements-dev.lock - -o requirements-uv.lock
