# Two commands matter: `make run` and `make test`. They need Python 3.11 or newer and make, nothing else.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The project itself is put in place without the network; what builds it stands in the lock.
INSTALL_PROJECT := $(PIP) install --no-index --no-deps --no-build-isolation --editable .

LANGUAGES := en
# The names under which the code calls gettext and its kin; tests/test_translations.py reads them here.
KEYWORDS := _l _n:1,2 _ln:1,2
CATALOGUES := $(wildcard tracker/locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
MESSAGES := build/messages.pot
PURE := tracker/deadlines/*,tracker/readability/*,*/rules.py

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed translations  ## install what is missing, then web and jobs on http://127.0.0.1:8080
	@exec $(BIN)/tracker run

setup: $(VENV)/.installed-dev system-packages translations  ## install what a developer and the tests need

test: setup check  ## all checks and all tests with coverage; this is what CI runs
	$(BIN)/python -m pytest -n 2 --dist worksteal -rfEs \
		-o faulthandler_timeout=240 -o faulthandler_exit_on_timeout=true \
		--cov --cov-report=term --cov-fail-under=90
	$(BIN)/coverage report --include='$(PURE)' --fail-under=100

check: lint types imports templates  ## everything but the tests: lint, types, imports, templates

lint: $(VENV)/.installed-dev  ## ruff: rules and layout
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .

types: $(VENV)/.installed-dev  ## mypy, strict
	$(BIN)/mypy

imports: $(VENV)/.installed-dev  ## who may import whom
	$(BIN)/lint-imports

templates: $(VENV)/.installed-dev  ## djlint
	$(BIN)/djlint templates --lint --profile jinja

fix: $(VENV)/.installed-dev  ## let the tools mend what they can
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	-$(BIN)/djlint templates --reformat --quiet --profile jinja

messages: $(VENV)/.installed-dev  ## collect the sentences to translate and bring the catalogues up to date
	@mkdir -p $(dir $(MESSAGES))
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg $(KEYWORDS:%=--keyword %) --sort-by-file \
		--add-location file --no-wrap --project Tijdig --output-file $(MESSAGES) .
	for language in $(LANGUAGES); do \
		$(BIN)/pybabel --quiet update --init-missing --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date \
			--no-wrap --input-file $(MESSAGES) --output-dir tracker/locale --locale $$language || exit 1; \
	done

translations: $(COMPILED)

migration: $(VENV)/.installed-dev  ## a new migration: make migration m="add reply"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add reply"'; exit 2; }
	$(BIN)/tracker migrate --new "$(m)"

wheel: $(VENV)/.installed-dev translations  ## dist/*.whl with templates, migrations and translations inside
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

bench: $(VENV)/.installed  ## how fast deadlines are reckoned, the command answers and letters are found
	@$(BIN)/python benchmarks/deadlines.py
	@$(BIN)/python benchmarks/search.py 20000

bench-kill: setup  ## kill the worker 200 times while 1,000 mails come in, on both databases (minutes)
	$(BIN)/python benchmarks/kill.py

screenshots: setup  ## the gallery in docs/schermen/
	$(BIN)/python scripts/screenshots.py

lock: $(VENV)/.installed-dev  ## reckon both locks anew; upgrade=1 takes newer versions
	UV="$(BIN)/uv" sh scripts/lock.sh $(if $(upgrade),--upgrade)

system-packages:
	@sh scripts/test_system_packages.sh

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo 'Tijdig needs Python 3.11 or newer; none was found.' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'Python could not make .venv; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml $(VENV)/.made
	@echo 'Installing (the first time: about half a minute) ...'
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(INSTALL_PROJECT)
	@touch $@

# The larger lock holds the smaller one, so both stamps are set.
$(VENV)/.installed-dev: requirements-dev.lock requirements.lock pyproject.toml $(VENV)/.made
	@echo 'Installing what the tests need ...'
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(INSTALL_PROJECT)
	@touch $(VENV)/.installed $@

%.mo: %.po | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: help run setup test check lint types imports templates fix messages translations \
	migration wheel bench bench-kill screenshots lock system-packages
