"""Comparisons, series, sums and differences are those that the rules allow, and no others."""

import random

import pytest

from tests.reliability.conclusions.aggregates import aggregate_faults
from tests.reliability.conclusions.comparisons import comparison_faults
from tests.reliability.conclusions.ledger_index import QUESTION, SERIES, LedgerIndex
from tests.reliability.conclusions.questions import Questions
from tests.reliability.conclusions.series import series_faults
from tests.reliability.csv_oracle import published, table
from tests.reliability.goals import share
from tests.reliability.query_generator import url_of
from tests.reliability.test_oracle import BUSY, rows_of_json

SEED = 20_261_130


def index_of(root):
    """The index of the ledgers, with the areas that have a boundary of their own.

    An area that contains places consists of them, and one with a P-code divides its parent.
    """
    places = table(root / "reference" / "places.csv")
    parents = {row["parent"] for row in places}
    areas = {
        row["place_id"]
        for row in places
        if row["level"] == "theatre"
        or (row["level"] == "area" and not row["pcode"] and row["place_id"] not in parents)
    }
    return LedgerIndex(published(root), areas)


def comparison(index, args, status, document):
    rows = [entry.row for entry in index.matching(QUESTION, args)]
    return comparison_faults(rows, args, document) if status == 200 else [f"status {status}"]


def series(index, args, status, document):
    filters = {"claimant": args["claimant"]} if "claimant" in args else {}
    rows = [entry.row for entry in index.matching(QUESTION, args, **filters)]
    wider = index.around.get(args["place"], frozenset()) - {args["place"]}
    around = [
        entry.row
        for claimant in {row["claimant"] for row in rows}
        for entry in index.matching(SERIES, {**args, "claimant": claimant})
        if entry.row["place"] in wider
    ]
    return series_faults(rows, args, document, around) if status == 200 else [f"status {status}"]


CHECKS = {"comparisons": comparison, "series": series, "aggregates": aggregate_faults}


def differences(client, index, count):
    """Ask questions of each kind in turn, and return those whose answer is not allowed."""
    questions = Questions(random.Random(SEED), index)  # noqa: S311
    makers = {"comparisons": questions.comparison, "series": questions.series,
              "aggregates": questions.aggregate}  # fmt: skip
    wrong = []
    for number in range(count):
        kind = list(makers)[number % len(makers)]
        args = {"": kind, **makers[kind]()}
        url = url_of(args)
        response = client.get(url)
        if response.status_code == BUSY:  # the machine is busy; the second response counts
            response = client.get(url)
        faults = CHECKS[kind](index, args, response.status_code, rows_of_json(response.text))
        if faults:
            wrong.append((url, faults))
    return wrong


@pytest.mark.parametrize("name", ["basic", "rivals"])
def test_conclusions_from_the_samples_are_those_that_the_rules_allow(request, sample, rivals, name):
    root, client = {"basic": (sample, "client"), "rivals": (rivals, "rivals_client")}[name]
    assert differences(request.getfixturevalue(client), index_of(root), 150) == []


@pytest.mark.faults
def test_conclusions_from_the_curated_figures_are_those_that_the_rules_allow(
    curated_client, curated, results
):
    count = share(10_000)
    wrong = differences(curated_client, index_of(curated), count)
    results.report("conclusions", f"{count:,} questions: {len(wrong)} differences")
    assert wrong == []
