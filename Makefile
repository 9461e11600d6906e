# Two commands do all the set-up: `make demo` and `make test`. Each is quick when nothing changed:
# what was installed is remembered by a stamp in .venv and redone only when its source is newer.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Several files at a time; what a file shares (a demonstration, a server) is made once for it. Three
# on two cores, because what drives a screen waits as often as it works. In a real terminal it waits
# most of the time, so those tests run beside the models on a server.
SEVERAL := -n 3 --dist loadfile --no-loadscope-reorder

PACKAGES := tui models screens seed_data
SOURCES := $(sort $(shell find $(PACKAGES) -type f ! -path '*/__pycache__/*' 2>/dev/null))
INSTALLED := $(sort $(shell cat .venv/installed-sources 2>/dev/null))

.PHONY: demo install test soak bench lock clean changed
.DELETE_ON_ERROR:

demo: install
	$(BIN)/quanan demo

install: .venv/installed-package

# The models a second time, on a real PostgreSQL server and from a machine on the other side of the
# world: no line of theirs knows the database, and a local day is the branch's, never the machine's.
test: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	TZ=UTC $(BIN)/python -m pytest $(SEVERAL) --ignore=tests/terminal --ignore=tests/remote
	@$(MAKE) --no-print-directory -j2 test-terminal test-server

.PHONY: test-terminal test-server
test-terminal:
	TZ=UTC $(BIN)/python -m pytest tests/terminal tests/remote

test-server:
	TZ=America/New_York QUANAN_TESTS_ON=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile \
		tests/rules tests/models

# What takes long: a thousand kills, twenty-five writers for ten minutes (QUANAN_SOAK_SECONDS makes
# that shorter), a lock held for half a minute, and whatever else is marked so.
soak: .venv/installed-dev
	TZ=UTC $(BIN)/python -m pytest -m soak -s

bench: install
	$(BIN)/python -m benchmarks

# uv writes the locks (hashes for every platform, no addresses); it is not needed to use them.
lock:
	$(BIN)/python -c "import uv" 2>/dev/null || $(PIP) uv
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --group build --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --group dev -c requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements-dev.lock

clean:
	rm -rf .venv build *.egg-info

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "quanan needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
		|| { echo "This Python cannot make a .venv. On Debian: apt install python3-venv"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/installed-runtime: requirements.lock | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed-runtime
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# A source that was added or removed makes no stamp older: the list itself is compared.
ifneq ($(SOURCES),$(INSTALLED))
.venv/installed-package: changed
endif

# Not editable, and compiled whatever PYTHONDONTWRITEBYTECODE says: Python that compiles itself at
# every start starts two to four times slower. `build` is removed on both sides, for a module that
# was deleted would be installed from it again, and what tests import must be the tree alone.
.venv/installed-package: pyproject.toml $(SOURCES) .venv/installed-runtime
	@rm -rf build quanan.egg-info
	$(PIP) --no-deps --no-build-isolation --force-reinstall .
	@rm -rf build quanan.egg-info
	@cd .venv/lib/python3*/site-packages && env -u PYTHONDONTWRITEBYTECODE \
		"$(CURDIR)/$(BIN)/python" -m compileall -q $(PACKAGES)
	@printf '%s\n' $(SOURCES) > .venv/installed-sources
	@touch $@
