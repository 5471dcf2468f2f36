"""Break the program in one small place at a time: which test notices (tests/mutants.md)?

    python -m tools.mutation ["datasets/claims/*.py" …]

mutmut thinks the mutants up; they are run here. mutmut itself asks only the tests that were seen to
call a function, and so misses what is made once, at import or into a cache.

Each mutant is a process that runs the tests that concern its module until one fails. ``mutants/``
keeps each as a difference, with what came of it; what was noticed is not tried again until that
folder is removed.
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

from tools.mutation.mutant import Broken, Mutant, mutants_of
from tools.mutation.stage import Chosen, Stage, forked
from tools.mutation.verdicts import ENDLESS, NOTICED, SURVIVED, VERDICTS, forget, verdicts

QUIET = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-m", "not slow"]

# Files, the tests that concern them, and seconds of computing that those never take.
CONCERNS: Sequence[tuple[Sequence[str], Sequence[str], int]] = (
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
        ["datasets/curation/validation/*.py", "datasets/curation/validation/rules.py"],
        ["tests/curation/validation/test_rules.py"],
        200,
    ),
)

# What the program and its tests import of others: once, before any mutant.
OTHERS = (
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
    for other in OTHERS:
        import_module(other)
    VERDICTS.parent.mkdir(exist_ok=True)
    for files, tests, limit in CONCERNS:
        found = sorted(file for pattern in files for file in Path().glob(pattern))
        wanted = [one for one in found if any(fnmatch(str(one), like) for like in patterns or "*")]
        mutants = [mutant for file in wanted for mutant in mutants_of(file)]
        try_all(mutants, tests, limit)
        tell(mutants)


def try_all(mutants: Sequence[Mutant], tests: Sequence[str], limit: int) -> None:
    """Run the tests against the mutants that they did not notice before."""
    known = verdicts()
    asked = [one for one in mutants if known.get(one.key) != NOTICED]
    if not asked:
        return
    forget(asked)
    process = os.fork()
    if not process:
        _silence()
        os._exit(pytest.main([*QUIET, *tests], plugins=[Stage(asked, limit)]))
    assert not os.waitpid(process, 0)[1], "the tests do not pass"
    known = verdicts()
    mutant = forked([one for one in asked if one.key not in known], limit)
    if mutant:
        _silence()
        sys.meta_path.insert(0, Broken(mutant))
        os._exit(pytest.main([*QUIET, *tests], plugins=[Chosen(mutant)]))


def tell(mutants: Sequence[Mutant]) -> None:
    """Write the mutants that were not noticed, and a line of counts for each file."""
    known = verdicts()
    of = {one: known.get(one.key, "not tried") for one in mutants}
    for mutant, verdict in of.items():
        if verdict != NOTICED:
            click.echo(f"{verdict}: {mutant.file} {mutant.change}")
    for file in dict.fromkeys(mutant.file for mutant in mutants):
        counts = Counter(verdict for mutant, verdict in of.items() if mutant.file == file)
        told = " | ".join(str(counts[one]) for one in (NOTICED, ENDLESS, SURVIVED))
        click.echo(f"| `{file}` | {told} |")


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


if __name__ == "__main__":
    main(sys.argv[1:])
