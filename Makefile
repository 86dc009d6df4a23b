# What CI runs, by name; `make` alone sets up the environment. Every target needs Python 3.11 or later.
BIN = .venv/bin

.venv: constraints.txt pyproject.toml
	python3 -m venv .venv
	$(BIN)/pip install --quiet -r constraints.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch .venv

.PHONY: test lint format installed ci mutants benchmarks schema diagnostics sets constraints

test: .venv
	$(BIN)/pytest

lint: .venv
	.ci/lint

format: .venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

installed:
	.ci/installed

ci:
	.ci/run

# by hand, an hour: the engine made wrong in one place at a time, to see that a test notices
mutants: .venv
	$(BIN)/python -m tests.mutation.run

# by hand, ten minutes on a machine with nothing else to do: the numbers of docs/reference/benchmarks.md
benchmarks: .venv
	$(BIN)/python -m benchmarks.one_project
	$(BIN)/python -m benchmarks.many_projects
	$(BIN)/python -m benchmarks.survey
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.check
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.audit

# the JSON Schema that ships, after a change of the models, of a check or of a scale
schema: .venv
	$(BIN)/scoring schema -o rules/indicator-set.schema.json

# the page of all diagnostics, after a change of a message, of a case or of tests/data/diagnostics
diagnostics: .venv
	$(BIN)/python -m tests.diagnostics_page

# a page for each shipped set, their list and their vocabulary, after a change of a set or of the words of `scoring show`
sets: .venv
	$(BIN)/python -m tests.set_pages

# the versions for development and CI, for every platform, with their hashes and no address of an index
constraints: .venv
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make constraints" --upgrade --quiet \
	  --output-file constraints.txt
