"""Run mutation tests and print the results (tests/mutants.md).

    python -m tools.mutation ["datasets/claims/*.py" …]

mutmut generates the mutants; this program runs them. mutmut itself runs only the tests that call a
function, and so misses effects on constants and caches.

Each mutant has a process, which runs the tests of its module until one fails. ``mutants/`` stores
the verdict on each mutant. A killed mutant is not run again until that folder is removed.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import click
import pytest

from tools.mutation.mutant import Mutant, MutantImporter, mutants_of
from tools.mutation.stage import SelectedTests, Stage, forked
from tools.mutation.verdicts import KILLED, SURVIVED, TIMEOUT, VERDICTS, forget, verdicts

QUIET = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-m", "not slow"]

# Files, their tests, and a CPU time in seconds that the tests never need.
TESTS: Sequence[tuple[Sequence[str], Sequence[str], int]] = (
    (
        ["datasets/claims/*.py"],
        [
            "tests/claims/test_arithmetic.py",
            "tests/claims/test_bounds.py",
            "tests/claims/test_citation.py",
            "tests/claims/test_comparisons.py",
            "tests/claims/test_series.py",
            "tests/claims/test_statement.py",
        ],
        20,
    ),
    (["datasets/model/*.py"], ["tests/model"], 20),
    (
        ["datasets/release/queries/*.py"],
        ["tests/release/queries/test_figures.py", "tests/release/queries/test_sorting.py"],
        60,
    ),
    (
        ["datasets/curation/validation/*.py"],
        ["tests/curation/validation/test_rules.py"],
        200,
    ),
)

# Packages that the program and its tests import: imported once, before any mutant.
PACKAGES = (
    "flask_smorest",
    "flask.testing",
    "flask_swagger_ui",
    "brotli",
    "hypothesis",
    "marshmallow",
    "pandas",
    "psycopg",
    "pyarrow.parquet",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "vl_convert",
    "xlsxwriter",
    "zstandard",
)


def main(patterns: Sequence[str]) -> None:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for package in PACKAGES:
        import_module(package)
    VERDICTS.parent.mkdir(exist_ok=True)
    for files, tests, limit in TESTS:
        paths = sorted(path for pattern in files for path in Path().glob(pattern))
        mutants = [
            mutant
            for path in paths
            if any(fnmatch(str(path), pattern) for pattern in patterns or "*")
            for mutant in mutants_of(path)
        ]
        run_all(mutants, tests, limit)
        report(mutants)


def run_all(mutants: Sequence[Mutant], tests: Sequence[str], limit: int) -> None:
    """Run the tests against the mutants that are not killed yet."""
    known = verdicts()
    alive = [mutant for mutant in mutants if known.get(mutant.key) != KILLED]
    if not alive:
        return
    forget(alive)
    process = os.fork()
    if not process:
        _silence()
        os._exit(pytest.main([*QUIET, *tests], plugins=[Stage(alive, limit)]))
    assert not os.waitpid(process, 0)[1], "the tests do not pass"
    known = verdicts()
    mutant = forked([mutant for mutant in alive if mutant.key not in known], limit)
    if mutant:
        _silence()
        sys.meta_path.insert(0, MutantImporter(mutant))
        os._exit(pytest.main([*QUIET, *tests], plugins=[SelectedTests(mutant)]))


def report(mutants: Sequence[Mutant]) -> None:
    """Print the mutants that were not killed, and a line of counts for each file."""
    known = verdicts()
    results = {mutant: known.get(mutant.key, "not run") for mutant in mutants}
    for mutant, verdict in results.items():
        if verdict != KILLED:
            click.echo(f"{verdict}: {mutant.file} {mutant.change}")
    for file in dict.fromkeys(mutant.file for mutant in mutants):
        counts = Counter(verdict for mutant, verdict in results.items() if mutant.file == file)
        cells = " | ".join(str(counts[verdict]) for verdict in (KILLED, TIMEOUT, SURVIVED))
        click.echo(f"| `{file}` | {cells} |")


def _silence() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


if __name__ == "__main__":
    main(sys.argv[1:])
