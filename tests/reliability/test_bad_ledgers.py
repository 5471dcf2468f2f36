"""A mutate ledger is rejected with file and line, or has the same meaning."""

import random
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import ERROR, findings
from datasets.release.compiler.build import build
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release
from tests.reliability.bad_ledgers import LEDGERS, cells_of, mutate, truncated_datasets
from tests.reliability.csv_oracle import published
from tests.reliability.goals import share
from tests.reliability.test_oracle import rows_of_json

SEED = 20_241_122
TODAY = date(2026, 11, 25)
COUNT = 10_000
HISTORY_RULES = {"V25", "V26", "V42", "V43"}  # compare with the ledger before


def errors(folder, base):
    return [
        finding
        for finding in findings(ValidationContext(folder, base, TODAY))
        if finding.level == ERROR
    ]


@pytest.fixture(scope="module")
def truncated(curated, tmp_path_factory):
    """The first rows of each curated ledger."""
    return truncated_datasets(curated, tmp_path_factory.mktemp("truncated") / "datasets")


def outcome(seed, root, workspace):
    """Outcome of one mutation: one of the expected outcomes, or a description of the fault."""
    rng = random.Random(seed)  # noqa: S311
    here = Path(shutil.copytree(root, workspace / str(seed)))
    base = folder_at(here)
    ledger = rng.choice(sorted(here.glob(LEDGERS)))
    content = ledger.read_bytes()
    changed = mutate(rng, content)
    ledger.write_bytes(changed)
    folder = folder_at(here)
    ledger_errors = errors(folder, base)
    are_located = all(error.file and error.line > 0 and error.message for error in ledger_errors)
    is_equal = cells_of(changed) == cells_of(content)
    if not are_located:
        return f"{seed}: refused without a place"
    if not ledger_errors and not is_equal:
        return f"{seed}: another figure was let in"
    if any(error.rule not in HISTORY_RULES for error in ledger_errors):
        shutil.rmtree(here)
        return "refused"
    # Without the ledger before, the mutation is valid, and must be published as it is.
    build(folder, here / "instance")
    release = current_release(here / "instance")
    served = [rows_of_json(line) for line in iter_lines(release, EVERYTHING, "json")]
    release.engine.dispose()
    expected = [entry.row for entry in published(here)]
    shutil.rmtree(here)
    if served != expected:
        return f"{seed}: published is not what the ledger says"
    return "equal in meaning" if is_equal else "refused beside the ledger before it"


EVERYTHING = Query(history=True, sort=("id", "revision"))


def test_the_truncated_ledgers_have_no_errors(truncated):
    assert errors(folder_at(truncated), None) == []


@pytest.mark.slow
def test_some_mutations_are_refused_or_equal_in_meaning(truncated, tmp_path):
    outcomes = Counter(outcome(SEED + number, truncated, tmp_path) for number in range(6))
    assert set(outcomes) <= {"refused", "equal in meaning", "refused beside the ledger before it"}


@pytest.mark.faults
def test_all_mutations_are_refused_or_equal_in_meaning(truncated, tmp_path, results):
    count = share(COUNT)
    seeds = range(SEED, SEED + count)
    with ProcessPoolExecutor(2) as pool:
        texts = pool.map(outcome, seeds, [truncated] * count, [tmp_path] * count, chunksize=20)
        outcomes = Counter(texts)
    expected = ("refused", "equal in meaning", "refused beside the ledger before it")
    silent = {what: number for what, number in outcomes.items() if what not in expected}
    counted = ", ".join(f"{outcomes[what]:,} {what}" for what in expected)
    results.report("bad ledgers", f"{count:,} mutations: {counted}, {len(silent)} let in silently")
    assert silent == {}
