# Only python3 (3.11 or newer) and make are assumed; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SPREAD := -n 2 --dist worksteal
# The versions that egv was tested with; `make PINS= ...` takes the newest that pyproject.toml allows.
PINS := -c constraints.txt
# Counting lines nearly doubles the time of the tests without media, so only `make test` does it.
COVERAGE = $(if $(filter test,$(MAKECMDGOALS)),--cov --cov-report=)
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check $(PINS)

.PHONY: demo help test check media browser torture windows bench golden clean

demo: $(VENV)/.installed  ## run the main job on the sample clip
	@$(BIN)/python examples/demo.py

help:  ## list what make can do
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: check media browser  ## everything that must hold; CI runs this

check: $(VENV)/.dev  ## style, types, rooms, and the tests without media
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 egv
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin egv
	$(BIN)/lint-imports
	$(BIN)/pytest $(SPREAD) $(COVERAGE) -m "not media and not real and not torture and not browser"

media: $(VENV)/.dev  ## render and measure
	$(BIN)/pytest $(SPREAD) -m "(media or real) and not torture"

browser: $(VENV)/.dev  ## open the pages in Chromium, where there is one (apt install chromium)
	$(BIN)/pytest -m browser

torture: $(VENV)/.dev  ## the long part of the suite: kills, fuzz, second variants, and new random examples
	$(BIN)/pytest $(SPREAD) -m torture
	EGV_EXPLORE=1 $(BIN)/pytest $(SPREAD) -m "not media and not real and not torture and not browser"

windows: $(VENV)/.dev  ## run egv on Windows Python under Wine, and zip a portable egv (docs/windows.md)
	$(BIN)/python -m windows

bench: $(VENV)/.bench  ## speed and memory against other tools, as ratios in one run
	$(BIN)/python -m bench

golden: $(VENV)/.dev  ## rewrite the pinned graphs, help texts and pictures; review the diff
	EGV_GOLDEN=1 $(BIN)/pytest tests/test_golden_graphs.py tests/test_readme.py tests/cli -m "not media"
	EGV_GOLDEN=1 $(BIN)/pytest tests/media/test_golden_pictures.py tests/media/test_cards.py

clean:  ## remove the environment and all that was built
	rm -rf $(VENV) .venv-* build dist *.egg-info out

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt $(VENV)/.created
	$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.created
	$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.bench: pyproject.toml constraints.txt $(VENV)/.dev
	$(INSTALL) -e '.[dev,bench]'
	@touch $@
