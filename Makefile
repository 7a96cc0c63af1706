# Targets, each of which sets up all it needs in .venv on a machine with Python 3.10 or later and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo desk mutants site test

demo: $(VENV)/.installed
	$(BIN)/medcheck check --file examples/list.txt

# The page in a browser; make desk DESK="--port 9000"
desk: $(VENV)/.served
	$(BIN)/medcheck desk $(DESK)

# The browser edition in build/site, which any static web server can show; make site SITE=--serve shows it here
site: $(VENV)/.served
	$(BIN)/python tools/site/build.py $(SITE)

test: $(VENV)/.tested
	$(BIN)/python -m pytest

# Changes of the code that no test notices; make mutants MUTANTS="rules --sample 50"
mutants: $(VENV)/.tested
	$(BIN)/python tools/mutants/run.py $(MUTANTS)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.served: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[desk]'
	touch $@

$(VENV)/.tested: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@
