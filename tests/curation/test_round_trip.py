"""Imported figures are exported unchanged."""

import csv
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.curation.importers.format import ImportedClaims, claims_of
from datasets.curation.importers.pipeline import plan_of, write
from datasets.curation.ledger_files import folder_at
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.build import build
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.query import Query
from datasets.release.store.loader import current_release

TODAY = date(2026, 11, 24)
HEDGES = {
    "unqualified": "",
    "approximately": "about ",
    "more-than": "more than ",
    "up-to": "up to ",
}
METRICS = ("killed", "tanks-lost", "refugees", "remaining-residents", "settlements-controlled")
# Several scripts, and characters that CSV must quote; no digits, which would be other numbers.
TEXTS = st.text(alphabet="абвäöü漢字 ,;\"'-", max_size=20)

FIGURES = st.lists(
    st.tuples(
        st.sampled_from(METRICS),
        st.dates(date(2020, 1, 1), date(2024, 8, 1)),
        st.sampled_from(sorted(HEDGES)),
        st.integers(0, 10**9),
        TEXTS,
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda figure: (figure[0], figure[1]),
)


def claims(figures):
    rows = [
        {
            "metric": metric,
            "subject": "civilians",
            "place": "ua",
            "period": day.isoformat(),
            "quantifier": hedge,
            "value": str(value),
            "claimant": "uk-defence-intelligence",
            "claimed_on": day.isoformat(),
            "source": "uk-2024-10-01",
            "basis": "stated",
            "verification": "unstated",
            "wording": f"{HEDGES[hedge]}{value} x{text}x",
        }
        for metric, day, hedge, value, text in figures
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return claims_of(columns, range(1, len(rows) + 1))


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(figures=FIGURES)
def test_imported_figures_are_exported_unchanged(sample, figures):
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(shutil.copytree(sample, Path(scratch) / "datasets"))
        imported = claims(figures)
        outcome = plan_of(folder_at(root), ImportedClaims(imported, sources=()), TODAY)
        assert outcome.errors == ()
        write(outcome, root)
        again = plan_of(folder_at(root), ImportedClaims(imported, sources=()), TODAY)
        assert (len(again.rows), again.unchanged) == (0, len(figures))
        assert exported(root, Path(scratch) / "instance") == {
            (row.metric, row.period, row.quantifier, row.value, row.wording)
            for row in imported.itertuples()
        }


def exported(root, instance):
    """The imported figures in the CSV export of a release."""
    build(folder_at(root), instance)
    release = current_release(instance)
    query = Query((("source", ("uk-2024-10-01",)),))
    rows = csv.DictReader(
        iter_lines(release, query, "csv"), column_names(PublishedRowSchema), strict=True
    )
    result = {
        (row["metric"], row["period"], row["quantifier"], row["value"], row["wording"])
        for row in rows
        if row["subject"] == "civilians"
    }
    release.engine.dispose()
    return result
