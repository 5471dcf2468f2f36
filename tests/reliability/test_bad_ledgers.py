"""A ledger with something wrong in it is refused with the place named, or says the same."""

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
from tests.reliability.bad_ledgers import LEDGERS, meaning, mutated, thinned
from tests.reliability.csv_oracle import published
from tests.reliability.goals import share
from tests.reliability.test_oracle import rows_of_json

SEED = 20_241_122
TODAY = date(2026, 11, 25)
COUNT = 10_000
AGAINST_BASE = {"V25", "V26", "V42", "V43"}  # what only a comparison with the ledger before finds


def errors(folder, base):
    return [
        found for found in findings(ValidationContext(folder, base, TODAY)) if found.level == ERROR
    ]


@pytest.fixture(scope="module")
def thin(curated, tmp_path_factory):
    """The first rows of each curated ledger."""
    return thinned(curated, tmp_path_factory.mktemp("thin") / "datasets")


def outcome(seed, root, workplace):
    """What becomes of one mutation: a word, or what is wrong with that."""
    chance = random.Random(seed)  # noqa: S311
    here = Path(shutil.copytree(root, workplace / str(seed)))
    base = folder_at(here)
    ledger = chance.choice(sorted(here.glob(LEDGERS)))
    content = ledger.read_bytes()
    changed = mutated(chance, content)
    ledger.write_bytes(changed)
    folder = folder_at(here)
    found = errors(folder, base)
    named = all(error.file and error.line > 0 and error.message for error in found)
    same = meaning(changed) == meaning(content)
    if not named:
        return f"{seed}: refused without a place"
    if not found and not same:
        return f"{seed}: another figure was let in"
    if any(error.rule not in AGAINST_BASE for error in found):
        shutil.rmtree(here)
        return "refused"
    # Nothing to compare it with: then what it says now has to be what is published.
    build(folder, here / "instance")
    release = current_release(here / "instance")
    served = [rows_of_json(line) for line in iter_lines(release, EVERYTHING, "json")]
    release.engine.dispose()
    told = [told.row for told in published(here)]
    shutil.rmtree(here)
    if served != told:
        return f"{seed}: published is not what the ledger says"
    return "equal in meaning" if same else "refused beside the ledger before it"


EVERYTHING = Query(history=True, sort=("id", "revision"))


def test_what_is_thinned_is_without_errors(thin):
    assert errors(folder_at(thin), None) == []


@pytest.mark.slow
def test_some_mutations_are_refused_or_equal_in_meaning(thin, tmp_path):
    outcomes = Counter(outcome(SEED + number, thin, tmp_path) for number in range(6))
    assert set(outcomes) <= {"refused", "equal in meaning", "refused beside the ledger before it"}


@pytest.mark.faults
def test_ten_thousand_mutations_are_refused_or_equal_in_meaning(thin, tmp_path, measured):
    count = share(COUNT)
    seeds = range(SEED, SEED + count)
    with ProcessPoolExecutor(2) as pool:
        told = pool.map(outcome, seeds, [thin] * count, [tmp_path] * count, chunksize=20)
        outcomes = Counter(told)
    known = ("refused", "equal in meaning", "refused beside the ledger before it")
    silent = {what: number for what, number in outcomes.items() if what not in known}
    counted = ", ".join(f"{outcomes[what]:,} {what}" for what in known)
    measured.tell("bad ledgers", f"{count:,} mutations: {counted}, {len(silent)} let in silently")
    assert silent == {}
