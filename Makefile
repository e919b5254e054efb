# What can be done here; `make` alone lists it. Everything sets itself up.

PYTHON := .venv/bin/python
TIPLINE := $(PYTHON) -m tipline.commandline
# The checks need settings but no database, and must leave no data folder behind.
DJANGO := TIPLINE_DATA=.cache/check TIPLINE_PUBLIC_URL=https://tipline.example.org DJANGO_SETTINGS_MODULE=tipline.config.settings $(PYTHON) -m django

# What is compiled is kept, whatever the environment says: each process starts sooner.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help start demo stop test check fmt bench lock docs clean run-setup test-setup

help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

start: run-setup ## Start Tipline (TIPLINE_PORT, default 8080; TIPLINE_DATA, default ./var)
	@exec $(TIPLINE) start

demo: run-setup ## Start Tipline with invented reports and sign-in links
	@exec $(TIPLINE) demo

stop: run-setup ## Stop what `make start` started
	@$(TIPLINE) stop

test: test-setup ## Run the tests
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: test-setup ## Look for faults without running anything
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet tipline
	.venv/bin/codespell
	$(PYTHON) -m mypy tipline tests/cast.py tests/factories.py tests/material.py tests/processes.py tests/product.py
	$(DJANGO) makemigrations --check --dry-run
	$(DJANGO) check --deploy --fail-level WARNING

fmt: test-setup ## Put code and templates into shape
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .
	-.venv/bin/djlint --reformat --quiet tipline

bench: test-setup ## Measure intake on this machine
	$(PYTHON) -m benchmarks.intake

lock: ## Choose newer dependencies and write their versions and hashes down
	tools/lock

docs: run-setup ## Write the pages that are made from the code
	$(PYTHON) -m tipline.config.settings_page > docs/operate/settings.md
	TIPLINE_DATA=.cache/docs $(PYTHON) -m tipline.commandline.commands_page > docs/operate/commands.md
	TIPLINE_DATA=.cache/docs $(PYTHON) -m tipline.config.access_page > docs/operate/access.md
	TIPLINE_DATA=.cache/docs $(PYTHON) -m tipline.config.priority_page > docs/operate/priority.md
	$(PYTHON) -m tipline.config.scripts_page > docs/operate/scripts.md

clean: ## Remove the virtual environment and caches; data stays
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

run-setup:
	@tools/setup run

test-setup:
	@tools/setup test
