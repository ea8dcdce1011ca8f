# tradewire: `make chat` to use it, `make test` to check it. Everything else is below `make help`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRADEWIRE := $(BIN)/tradewire
DATA := $(or $(TRADEWIRE_DATA),../shared/data)
SEED := $(firstword $(wildcard seeds/*.txt))
PRESS := $(DATA)/trade-news/corpus_trade_dev.jsonl
export GRADIO_ANALYTICS_ENABLED := False
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help chat test setup dev reader weights chromium proxies lint house unit eval gate-accept bench bench-quotes bench-retrieval bench-ablation bench-answers bench-carry-over bench-given bench-support bench-checks bench-follow-ups bench-attacks bench-room soak stress test-servers bench-stores clean

help:
	@echo "make chat    set up, fetch weights, index seeds/, open the chat"
	@echo "make test    set up, then lint, types, layers and every test"
	@echo "make test-servers     the tests over PostgreSQL, Chroma, Ray, nginx and Caddy on loopback (make test runs all but Ray's)"
	@echo "make setup   only the environment: $(TRADEWIRE)"
	@echo "make eval    run the shipped question set in both modes, with report"
	@echo "make bench   print the table of speeds and memory"
	@echo "make bench-quotes     print how quotes and speakers are found, over your copy of PolNeAR"
	@echo "make bench-retrieval  print how well and how fast passages are found, beside the baselines"
	@echo "make bench-ablation   print what each choice of retrieval earns, with intervals"
	@echo "make bench-answers    print how right, cited and quick answers are, beside the tutorial's chain"
	@echo "make bench-carry-over print how answers carry over to questions by others (MODE=llm: with the model)"
	@echo "make bench-given      print how questions fare that bring their evidence along (MODE=llm: with the model)"
	@echo "make bench-support    print how well supported sentences are told from others (MODE=llm: with the model)"
	@echo "make bench-checks     print what share of an answer's time the checks take (MODE=llm: with the model)"
	@echo "make bench-follow-ups print how follow-ups are made to stand alone, beside rewrites by people"
	@echo "make bench-attacks    ask poisoned articles, without a language model (MODE=llm: with it)"
	@echo "make bench-stores     print retrieval over an index folder and over SERVER=postgresql://…, in one run"
	@echo "make bench-room       print what a reader waits for in the browser, and 20 readers at once"
	@echo "make soak             ask for half an hour, and print how memory grows (SECONDS=180: shorter)"
	@echo "make house            count modules, lines, floors and duplicates of the code"
	@echo "make stress           the long tests, and what a million passages cost"

chat: setup weights
	@$(TRADEWIRE) index seeds/*.txt
	@$(TRADEWIRE) chat

# Two at a time; what shares a browser, a model or a server stays with one of them.
test: dev weights chromium proxies lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

setup: $(VENV)/.setup
dev: $(VENV)/.dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tradewire needs Python 3.11 or newer, $(PYTHON) is $$($(PYTHON) -V 2>&1); try make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The stamp is written last: an interrupted installation is taken up again by the next make.
# compat: a path entry, so that a reader's own folder called index or rag does not come before ours.
$(VENV)/.setup: pyproject.toml | $(VENV)/bin/python
	@echo "Installing tradewire into $(VENV) (about 2 GB on disk) …"
	@$(BIN)/python -m pip install --quiet --config-settings editable_mode=compat --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.setup
	@$(BIN)/python -m pip install --quiet --config-settings editable_mode=compat --editable '.[dev]'
	@touch $@

weights: setup
	@$(TRADEWIRE) models pull

chromium:
	@bash tests/e2e/install_chromium.sh

proxies:
	@bash tests/integration/install_proxies.sh

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

house: dev
	@$(BIN)/python -m tests.house

test-servers: dev proxies
	$(BIN)/python -m pytest -m servers tests/contract tests/integration tests/property tests/stress

unit: dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/unit tests/property

eval: setup weights
	$(TRADEWIRE) eval seeds

# After a change that is meant: look at what flipped, then write down the new outcomes.
gate-accept: dev weights
	$(BIN)/python -m eval.runs.gate --accept

bench: dev weights
	$(BIN)/python -m eval.timing.speed

# TRADEWIRE_DATA names the folder with the corpora, which are not part of the project.
bench-quotes: dev
	$(BIN)/python -m eval.benchmarks.quotes --data "$(DATA)"

bench-retrieval: dev weights
	$(BIN)/python -m eval.timing.indexing "$(PRESS)"
	$(BIN)/python -m eval.benchmarks.retrieval "$(DATA)"

bench-ablation: dev weights
	$(BIN)/python -m eval.benchmarks.ablation "$(DATA)"

# Both modes and the tutorial's chain; the seed article is part of the corpus.
bench-answers: dev weights
	@mkdir -p build/bench
	sed 's/"article_id": "seed"/"article_id": "$(notdir $(SEED))"/g' "$(DATA)/questions/trade_dev.jsonl" > build/bench/trade_dev.jsonl
	$(TRADEWIRE) eval build/bench/trade_dev.jsonl --corpus "$(PRESS)" --corpus $(SEED) --baseline tutorial

# All question sets in one table, those that nobody looked at last; MODE=llm asks the model.
bench-carry-over: dev weights
	$(BIN)/python -m eval.benchmarks.carry_over "$(DATA)" --mode "$(or $(MODE),extractive)"

# Train the reader anew, on a GPU where there is one; again after an interruption.
reader: dev weights
	@$(BIN)/python -m pip install --quiet --config-settings editable_mode=compat --editable '.[fit]'
	$(BIN)/python -m eval.fitting.prepare "$(DATA)" --out build/reader/bundle.npz
	$(BIN)/python -m eval.fitting.train build/reader/bundle.npz --out build/reader
	$(BIN)/python -m eval.fitting.export build/reader/net.pt --out build/reader

# Questions whose evidence comes with them; MODE=llm asks the model.
bench-given: dev weights
	$(BIN)/python -m eval.benchmarks.given_evidence "$(DATA)/rgb/en_fact_dev.jsonl" --mode "$(or $(MODE),extractive)"
	$(BIN)/python -m eval.benchmarks.given_evidence "$(DATA)/multihop-rag/questions_dev.jsonl" --mode "$(or $(MODE),extractive)"

# MODE=llm asks the model about doubtful sentences of so many pairs a set as LIMIT says.
bench-support: dev weights
ifeq ($(MODE),llm)
	$(BIN)/python -m eval.benchmarks.support "$(DATA)" --mode llm --limit "$(or $(LIMIT),100)"
else
	$(BIN)/python -m eval.benchmarks.support "$(DATA)" --plot docs/reliability.png
endif

bench-checks: dev weights
	$(TRADEWIRE) index "$(PRESS)" $(SEED) --index build/bench/press
	$(BIN)/python -m eval.timing.speed --checks --index build/bench/press --questions "$(DATA)/questions/trade_dev.jsonl" --mode "$(or $(MODE),extractive)"

bench-follow-ups: dev
	$(BIN)/python -m eval.benchmarks.follow_ups "$(DATA)/followups/dev.jsonl"

bench-attacks: dev weights
	$(BIN)/python -m eval.benchmarks.attacks --mode "$(or $(MODE),extractive)"

# SERVER names an empty database with pgvector; the press is copied there first.
bench-stores: dev weights
	$(TRADEWIRE) index "$(PRESS)" --index build/bench/press
	$(TRADEWIRE) index --from build/bench/press --index "$(SERVER)"
	$(BIN)/python -m eval.timing.stores "$(DATA)/questions/trade_dev.jsonl" build/bench/press "$(SERVER)"

# INDEX names an index of yours; the seed article if none.
bench-room: dev weights chromium
	$(BIN)/python -m tests.e2e.bench $(if $(INDEX),--index "$(INDEX)")
	$(BIN)/python -m pytest -m stress -s tests/stress/test_readers.py -k twenty

# Half an hour of questions, in which the server's memory may not grow; SECONDS=180 for a short one.
soak: dev weights
	TRADEWIRE_SOAK_SECONDS=$(or $(SECONDS),1800) $(BIN)/python -m pytest -m stress -s tests/stress/test_readers.py -k hours

stress: dev weights
	$(BIN)/python -m pytest tests/property --hypothesis-profile=anew
	$(BIN)/python -m pytest -m stress -s
	$(TRADEWIRE) index "$(PRESS)" --index build/stress/press
	$(BIN)/python -m eval.timing.scale build/stress/press --out build/stress/scale.json --plot build/stress/scale.png

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
