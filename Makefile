# One place for every command; `make help` lists them. Needs make, a POSIX shell and Python 3.12+.

PY = .venv/bin/python
LEDGERFLOW = .venv/bin/ledgerflow
# Statement files with a manifest.json to score the readers on, and what each format must reach,
# such as REQUIRE="ofx=60 csv=80".
CORPUS ?= ../shared/statements
REQUIRE ?= ofx=62 mt940=89 bai2=9 camt=29 qif=24 xlsx=4 csv=54 pdf=9
# Makes the generated book that `make bench-books` measures with.
GENERATOR ?= ../shared/bench/make_ledger.py
# Labelled transactions (a folder of CSV files) for `make evaluate`.
DATA ?= ../shared/labelled
# More arguments for pytest, such as ARGS="-k proof".
ARGS ?=
FAULT_ROUNDS ?= 100
# Damaged files for each format, and how many times the suite's examples of round trips.
MUTATIONS ?= 2000
ROUND_TRIPS ?= 25
# A folder that can start a Docker engine and make base images on machines that cannot pull any.
ENGINE ?= ../shared/docker
export PYTHON ENGINE

COMPOSE_DEV = docker compose -f docker-compose.dev.yml
COMPOSE_PROD = docker compose -f docker-compose.prod.yml --env-file .env.prod

COMPILE = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.12 --no-python-downloads --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help venv venv-dev ocr llm demo serve assets test test-faults test-mutations reference \
	test-browser screenshots check lint types imports migrations-check tidy score bench bench-formats lock \
	db-psql clean init env-prod up down up-prod down-prod test-docker doctor backup bench-backup \
	bench-books bench-agents bench-web bench-load bench-start evaluate searxng-check evaluate-agents

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' Makefile

venv: ## install what running needs into .venv (under a second if it is there)
	@sh scripts/bootstrap.sh embedded

venv-dev:
	@sh scripts/bootstrap.sh dev

ocr: ## add the recognition of scanned statements (about 300 MB)
	@sh scripts/bootstrap.sh ocr

llm: ## add the clients of language models, for agents (about 70 MB)
	@sh scripts/bootstrap.sh llm

demo: venv ## from sample statements to books and reports, with an own database
	@$(LEDGERFLOW) demo

serve: venv ## the web pages on this machine
	@$(LEDGERFLOW) serve

assets: venv ## Tabler's style sheet, charts and the brands from npm (optional; needs Node)
	@$(PY) scripts/assets.py

test: venv-dev ## the whole suite but for the browser (ARGS="-k proof" for a part)
	@$(PY) scripts/run_suite.py $(ARGS)
	@$(PY) scripts/check_skips.py build/tests*.xml

test-faults: venv-dev ## kill imports at random moments (FAULT_ROUNDS=100 FAULT_SEED=n)
	@FAULT_ROUNDS=$(FAULT_ROUNDS) $(PY) -m pytest tests/faults $(ARGS)

test-mutations: venv-dev ## damage a corpus's files by the thousand, and long round trips
	@ROUND_TRIPS=$(ROUND_TRIPS) $(PY) -m pytest tests/properties -k round_trip $(ARGS)
	@if [ -f "$(CORPUS)/manifest.json" ]; then \
		$(PY) -m benchmarks.mutations --corpus "$(CORPUS)" --mutations $(MUTATIONS) \
			--json benchmarks/results/mutations.json; \
	else echo "No corpus at $(CORPUS): nothing damaged. Name one with CORPUS=folder."; fi

reference: venv-dev ## write the reference pages that are made from the code
	@$(PY) scripts/settings_doc.py
	@$(PY) scripts/env_example.py
	@$(PY) scripts/errors_doc.py
	@$(PY) scripts/commands_doc.py

test-browser: venv-dev ## the pages in Debian's Chromium
	@mkdir -p build
	@if grep -rqs --include='*.py' 'mark\.browser' tests; then \
		$(PY) -m pytest -m browser --junitxml=build/browser.xml $(ARGS) && \
		$(PY) scripts/check_skips.py build/browser.xml; \
	else echo "There are no browser tests."; fi

screenshots: venv-dev ## every page of the demo as a picture (ARGS=--docs for those of the docs)
	@$(PY) -m scripts.screenshots $(ARGS)

check: lint types imports migrations-check test demo score ## all that CI runs, but the browser

lint: venv-dev ## format and lint, changing nothing
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@find ledgerflow -path '*/templates/*' -name '*.html' \
		-exec .venv/bin/djade --check --target-version 5.2 {} +

types: venv-dev ## mypy --strict
	@$(PY) -m mypy

imports: venv-dev ## imports run downwards only
	@.venv/bin/lint-imports

migrations-check: venv-dev ## models and migrations agree
	@$(PY) manage.py makemigrations --check --dry-run

tidy: venv-dev ## format the code and mend what the linters can
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .
	@find ledgerflow -path '*/templates/*' -name '*.html' \
		-exec .venv/bin/djade --target-version 5.2 {} +

score: venv-dev ## the statement readers on a corpus (CORPUS=folder REQUIRE="ofx=60")
	@if [ -f "$(CORPUS)/manifest.json" ]; then \
		$(PY) -m benchmarks.score --corpus "$(CORPUS)" $(foreach one,$(REQUIRE),--require $(one)); \
	else echo "No corpus at $(CORPUS): nothing scored. Name one with CORPUS=folder."; fi

evaluate: venv-dev ## suggestions beside other classifiers (DATA=folder ARGS="--quick --no-peers")
	@sh scripts/bench_env.sh || echo "The peers cannot be installed: they are left out."
	@if [ -d "$(DATA)" ]; then \
		$(PY) -m benchmarks.evaluate --data "$(DATA)" --json build/evaluate.json $(ARGS); \
	else echo "No folder at $(DATA): nothing evaluated. Name one with DATA=folder."; fi

evaluate-agents: venv-dev ## the classification agent on the golden set (LEDGERFLOW_MODEL=row)
	@$(PY) -m benchmarks.evaluate_agents --json build/evaluate-agents.json $(ARGS)

bench: venv-dev ## every benchmark, with its peers in the same run
	@sh scripts/bench_env.sh
	@set -e; found=no; for file in benchmarks/bench_*.py; do \
		[ -f "$$file" ] || continue; found=yes; name=$${file##*/}; \
		$(PY) -m "benchmarks.$${name%.py}"; \
	done; [ $$found = yes ] || echo "There are no benchmarks."

bench-formats: venv-dev ## the statement readers beside the libraries that read the same formats
	@sh scripts/bench_env.sh
	@$(PY) -m benchmarks.bench_formats --corpus "$(CORPUS)" \
		--json benchmarks/results/formats.json $(ARGS)

bench-books: venv-dev ## the books with a million entries beside other ledgers (ARGS=--quick)
	@sh scripts/bench_env.sh
	@$(PY) -m benchmarks.bench_books --entries 1000000 --generator "$(GENERATOR)" \
		--json benchmarks/results/books.json $(ARGS)

bench-agents: venv-dev ## a look-up of 250 payees with a slow model, and the pages meanwhile
	@$(PY) -m benchmarks.bench_agents --json benchmarks/results/agents.json $(ARGS)

bench-start: venv-dev ## seconds from `ledgerflow serve` to its first page
	@$(PY) -m benchmarks.bench_start --json benchmarks/results/start.json $(ARGS)

bench-web: venv-dev ## pages on a million transactions and 400 businesses (ARGS="--state FOLDER")
	@$(PY) -m benchmarks.bench_web --json benchmarks/results/web.json $(ARGS)

bench-load: venv-dev ## fifty simulated bookkeepers for ten minutes (ARGS="--state FOLDER")
	@sh scripts/bench_env.sh
	@$(PY) -m benchmarks.load_web --json benchmarks/results/load.json $(ARGS)

bench-backup: venv-dev ## a 1 GB database dumped, proved, restored while people work (30 minutes)
	@$(PY) -m benchmarks.bench_backup --megabytes 1100 \
		--json benchmarks/results/backup.json $(ARGS)

lock: venv-dev ## renew the pinned versions in requirements/*.txt
	$(COMPILE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) requirements/embedded.in -o requirements/embedded.txt
	$(COMPILE) requirements/prod.in -o requirements/prod.txt
	$(COMPILE) requirements/llm.in -o requirements/llm.txt
	$(COMPILE) requirements/ocr.in -o requirements/ocr.txt
	$(COMPILE) requirements/extras.in -o requirements/extras.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt
	$(COMPILE) requirements/bench.in -o requirements/bench.txt

init: ## make Docker's data volumes and the backup folder (safe to run again)
	@sh scripts/docker_init.sh

up: ## development in Docker: http://localhost:9001
	@sh scripts/docker_check.sh dev
	@$(COMPOSE_DEV) up -d
	@echo "When it is new: $(COMPOSE_DEV) exec django python manage.py migrate"

down: ## stop development in Docker; the data stays
	@$(COMPOSE_DEV) down

env-prod: ## write .env.prod with strong secrets, once (DOMAIN=books.example.org)
	@DOMAIN="$(DOMAIN)" TLS="$(TLS)" python3 scripts/env_prod.py

up-prod: ## production in Docker: build, migrate, start, wait until all is healthy
	@sh scripts/docker_check.sh prod
	@LEDGERFLOW_REVISION=$$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown) \
		$(COMPOSE_PROD) up -d --build --wait --wait-timeout 300

down-prod: ## stop production in Docker; the data stays
	@$(COMPOSE_PROD) down

test-docker: venv-dev ## build the images, run both projects in a real engine, test them
	@sh scripts/docker_ready.sh
	@mkdir -p build
	@$(PY) -m pytest -m docker --junitxml=build/docker.xml tests/docker $(ARGS)
	@$(PY) scripts/check_skips.py build/docker.xml

searxng-check: venv ## whether the SearXNG at SEARXNG_URL answers as agents need it
	@$(PY) scripts/searxng_check.py "$(SEARXNG_URL)"

doctor: venv ## what is wrong with this installation, each with its remedy
	@$(LEDGERFLOW) doctor

backup: venv ## back up the database and the originals, and verify it
	@./backup_database.sh full

db-psql: venv ## psql on the embedded database
	@$(LEDGERFLOW) db psql

clean: ## remove .venv, build results and caches; the books in .ledgerflow stay
	rm -rf .venv build .coverage .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
