"""The indexes of the table of figures, for filters, sort orders and conclusions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Index, Table

from datasets.model.figure import ClaimColumns

INDEX_BY_ID = "figures_by_id"

# The columns that decide whether a row is visible. Each index has them: counting reads no row.
VISIBILITY_COLUMNS = ("superseded_on", "change", "recorded_on", "outclaimed_on")

# The stored columns of a claim; the names of its claimant and its place follow from their codes.
CLAIM_NAMES = ("claimant_name", "place_name")
CLAIM_COLUMNS = tuple(name for name in ClaimColumns._fields if name not in CLAIM_NAMES)

# The columns that select a comparison or a series, in the order of their index.
QUESTION_COLUMNS = ("metric", "subject", "place", "claimant")

# Columns that are mostly filtered by with the newest figures first.
SELECTIVE_COLUMNS = (
    "dataset",
    "metric",
    "subject",
    "place",
    "country",
    "claimant",
    "source",
    "publisher",
)


def declare_indexes(table: Table) -> None:
    """Declare the indexes for filters and sort orders."""
    visibility = tuple(table.c[name] for name in VISIBILITY_COLUMNS)
    newest_first = (table.c.claimed_on.desc(), table.c.position, *visibility)
    Index(INDEX_BY_ID, table.c.id, table.c.revision)
    Index("figures_by_day", *newest_first)
    recorded_last = (table.c.recorded_on.desc(), table.c.position.desc())
    others = tuple(column for column in visibility if column is not table.c.recorded_on)
    Index("figures_by_recording", *recorded_last, *others)
    for name in SELECTIVE_COLUMNS:
        if name in table.c:
            Index(f"figures_by_{name}", table.c[name], *newest_first)
    # One metric has half of all figures, so its claimants need an index.
    pair = (table.c.metric, table.c.claimant)
    period = (table.c.period_end, table.c.period_start)
    Index("figures_by_metric_and_claimant", *pair, *newest_first, table.c.dataset, *period)
    Index("figures_of_both_in_time", *pair, *period, table.c.dataset, *visibility)  # for counts
    for name, key in _common_sort_keys(table).items():
        rest = (key, table.c.position, *visibility)
        Index(f"figures_{name}", *rest)
        for column in ("dataset", "metric"):
            Index(f"figures_of_{column}_{name}", table.c[column], *rest)
    # It covers all columns of a claim: a conclusion from a thousand figures reads no row.
    question = tuple(table.c[name] for name in QUESTION_COLUMNS)
    in_time = (table.c.period_end, table.c.position, *visibility, table.c.period_start)
    answers = (table.c[name] for name in CLAIM_COLUMNS if name not in QUESTION_COLUMNS)
    Index("figures_by_question", *question, *in_time, *answers)


def _common_sort_keys(table: Table) -> Mapping[str, ColumnElement[Any]]:
    """Other common sort keys: for all figures, for a dataset and for a metric."""
    return {
        "least_first": table.c.least_first.asc(),
        "greatest_first": table.c.greatest_first.desc(),
        "latest_first": table.c.period_end.desc(),
    }
