PYTHON ?= python3
BIN = .venv/bin
UV = .venv/bin/uv

.PHONY: setup run test lint audit

setup: .venv/ready

.venv/ready: pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(UV) sync --locked --inexact --all-extras --quiet --python $(BIN)/python
	touch $@

run: setup
	@if [ -n "$$TELEGRAM_BOT_TOKEN" ]; then exec $(BIN)/python -m bot run; else exec $(BIN)/python -m bot try; fi

test: setup lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m rules check

audit: setup
	@.ci/audit
