# The two commands are `make run` and `make test`; both make the environment they need first.
# PYTHON names another Python (3.11 or newer). uv is used when it is on PATH; pip does the same, only slower.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

.PHONY: run test lint reference lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run    set everything up and run the daily flow once against the replica sites"
	@echo "make test   set everything up and run lint, types and every test"
	@echo "make reference  write README's tables of settings and of the schedule anew"
	@echo "make lock   write requirements*.lock anew from pyproject.toml (needs uv)"
	@echo "make clean  remove the environment and caches; the database stays"

run: $(VENV)/.run
	@$(BIN)/cppcc run --sites replica

# The page that a run leaves is looked at in a real browser, with Chinese fonts. Without them everything else is tested.
BROWSERS := chromium-headless-shell chromium chromium-browser google-chrome
BROWSER  := $(and $(wildcard $(foreach folder,$(subst :, ,$(PATH)),$(addprefix $(folder)/,$(BROWSERS)))),\
	$(shell fc-list :lang=zh 2>/dev/null))

test: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses 3 --dist loadfile $(if $(BROWSER),,--ignore=tests/browser)
	@$(if $(BROWSER),:,echo "Not looked at: the report in a browser. apt install chromium-headless-shell fonts-noto-cjk")

lint: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

reference: $(VENV)/.run
	@$(BIN)/python -m flows.cli.settings_reference

# A stamp a lock: the environment is made once, and again only when its lock or pyproject.toml changes.
$(VENV)/.run: requirements.lock pyproject.toml
	@echo "Making the environment in $(VENV) (once; a minute with pip, seconds with uv) …"
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.test: requirements-test.lock pyproject.toml
	@echo "Making the environment with test tools in $(VENV) (once) …"
	$(call install,requirements-test.lock)
	@touch $@ $(VENV)/.run

# --no-deps: the lock is complete, and pip would refuse the extras that its lines no longer name.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: $(PYTHON) is $$($(PYTHON) --version). Name another: make run PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "$(PYTHON) cannot make an environment: install its venv module (Debian, Ubuntu: apt install python3-venv)"; rm -rf $(VENV); exit 1; }
	@$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check) --no-deps --require-hashes -r $(1)
	@$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check) --no-deps --no-build-isolation --editable .
endef

# One base and the others on top of it, so that what two locks hold is one version. Pins stay; for newer ones, delete the locks first.
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.11 \
	--extra build pyproject.toml

lock:
	@test -n "$(UV)" || { echo "make lock needs uv on PATH"; exit 1; }
	$(COMPILE) -o requirements.lock
	$(COMPILE) -o requirements-test.lock --extra test -c requirements.lock
	$(COMPILE) -o requirements-scale.lock --extra scale -c requirements-test.lock

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
