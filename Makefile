# The portal's commands; `make` alone prints them. Needs python3 (3.11 or newer) with venv, and make; nothing else.

PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app run:app
RUNTIME := .venv/.requirements
DEVELOPMENT := .venv/.requirements-dev

# An account without a home (a container, a service) still needs a place for caches.
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.venv
endif

export HOST ?= 127.0.0.1
export PORT ?= 8080
export PYTHONUNBUFFERED := 1
# A container's habit. Here it would compile the portal and its tests anew for every worker and every process a test starts.
unexport PYTHONDONTWRITEBYTECODE

# A missing PostgreSQL or Chromium is a note on a laptop and a failure in CI.
ifeq ($(CI),true)
export REQUIRE_POSTGRES ?= 1
export REQUIRE_BROWSER ?= 1
endif

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-certificates bench-spike lighthouse pictures lint format lock catalogue

help: ## Print this list
	@echo "The portal's commands:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@echo
	@echo "make run takes from the environment: HOST (127.0.0.1), PORT (8080), DATA_DIR (./data),"
	@echo "DATABASE_URL (postgresql://user:password@server/database; SQLite in DATA_DIR without it), DEMO (1: demo agency, 0: empty)."
	@echo "make test takes TEST_DATABASE_URL (a PostgreSQL server on which it may create databases) and ARGS for pytest."

run: export DEMO ?= 1
run: $(RUNTIME) ## Start the portal with its worker; the first time with a demo agency
	@$(FLASK) db upgrade
	@$(FLASK) grants
	@if [ "$$DEMO" = 1 ]; then $(FLASK) demo; fi
	@echo "The portal is coming up at http://$(HOST):$(PORT) (Ctrl+C stops it)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec $(BIN)/honcho start --no-prefix

test: $(DEVELOPMENT) ## Run every test on SQLite, then on PostgreSQL where there is one
	@url=$$($(BIN)/python scripts/postgres); \
	if [ -z "$$url" ]; then $(BIN)/python scripts/postgres --missing; fi; \
	echo "== The tests on SQLite =="; \
	TEST_DATABASE_URL= $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS) || failed=1; \
	if [ -n "$$url" ]; then \
		echo "== The tests on PostgreSQL =="; \
		TEST_DATABASE_URL="$$url" $(BIN)/python -m pytest -n auto --dist worksteal --only-database $(ARGS) || failed=1; \
	else \
		$(BIN)/python scripts/postgres --missing || failed=1; \
	fi; \
	exit $${failed:-0}

bench: $(DEVELOPMENT) .venv-bench/.requirements ## Measure the portal beside its peers (SIZES=20000 DATABASES=sqlite SECONDS=2: a short run)
	@$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(if $(DATABASES),--databases $(DATABASES)) $(if $(SECONDS),--seconds $(SECONDS)) $(ARGS)

bench-certificates: $(DEVELOPMENT) ## Issue certificates to 10,000 people with the worker killed twice, and measure it (PEOPLE=500: a short run)
	@$(BIN)/python -m bench.certificates $(if $(PEOPLE),--people $(PEOPLE)) $(ARGS)

bench-spike: $(DEVELOPMENT) .venv-bench/.requirements ## Let 10,000 people record their attendance within a minute (PEOPLE=500 RATE=20 DATABASES=sqlite: a short run)
	@$(BIN)/python -m bench.spike $(if $(PEOPLE),--people $(PEOPLE)) $(if $(RATE),--rate $(RATE)) $(if $(DATABASES),--databases $(DATABASES)) $(ARGS)

.venv-bench/.requirements: bench/requirements.txt
	@echo "Installing what the portal is measured beside (bench/requirements.txt) ..."
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --requirement bench/requirements.txt
	@touch $@

lighthouse: $(DEVELOPMENT) ## Judge the portal with Lighthouse as a phone sees it (needs Chromium and npm)
	@$(BIN)/python scripts/lighthouse

pictures: $(DEVELOPMENT) ## Take the pictures of the guides anew from the demo portal that is running (PICTURES_OF=http://127.0.0.1:8080)
	@GUIDE_PICTURES=$(or $(PICTURES_OF),http://127.0.0.1:8080) REQUIRE_BROWSER=1 TEST_DATABASE_URL= $(BIN)/python -m pytest tests/browser/test_guides.py -k "pictures or words"

lint: $(DEVELOPMENT) ## Check style, types and the translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python scripts/catalogue check

format: $(DEVELOPMENT) ## Put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

catalogue: $(DEVELOPMENT) ## Bring the translation files up to date with the code
	$(BIN)/python scripts/catalogue update

lock: .venv-lock/bin/uv ## Rewrite requirements*.txt after a change of requirements*.in (UPGRADE=1: newest versions)
	$< pip compile $(LOCK_OPTIONS) requirements.in --output-file requirements.txt
	$< pip compile $(LOCK_OPTIONS) --constraint requirements.txt requirements-dev.in --output-file requirements-dev.txt

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	$(if $(UPGRADE),--upgrade)

.venv-lock/bin/uv:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what the portal runs on (requirements.txt) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(BIN)/python
	@echo "Installing what tests and lint need (requirements-dev.txt) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@ $(RUNTIME)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The portal needs Python 3.11 or newer; this is " + sys.version)'
	@$(PYTHON) -m venv .venv || { echo "python3 has no venv here; on Debian and Ubuntu: apt-get install python3-venv"; rm -rf .venv; exit 1; }
