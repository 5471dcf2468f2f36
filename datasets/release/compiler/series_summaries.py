"""Summaries of series: their periods, their usual interval, and whether they have stopped."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from datasets.model.search_text import search_key
from datasets.release.compiler.rows import References
from datasets.release.queries.vintages import CURRENT
from datasets.release.serialization import json_of
from datasets.release.tables import FIGURES

SERIES_KEY = ("dataset", "claimant", "metric", "subject", "place")
QUIET_INTERVALS = 3  # a series is quiet after so many usual intervals without a claim
MIN_FIGURES_FOR_CADENCE = 4

_F = FIGURES.c
_NAMES = ("claimant_name", "metric_name", "subject_name", "place_name")


def series_rows(
    connection: Connection, references: References, newest: str
) -> Iterator[tuple[Any, ...]]:
    """A row of `SERIES` for each claimant, metric, subject and place with a current figure.

    ``newest`` is the latest day of recording, up to which the silence of a series is counted.
    """
    names = _searchable_names(references)
    key = [_F[name] for name in SERIES_KEY]
    columns = [_F[name] for name in (*_NAMES, "period_start", "period_end", "claimed_on")]
    statement = select(*key, *columns).where(*CURRENT).order_by(*key, _F.period_end, _F.position)
    current = connection.execute(statement)
    groups = groupby(current, lambda row: tuple(row[: len(SERIES_KEY)]))
    for position, (codes, group) in enumerate(groups):
        rows = list(group)
        searchable = search_key(" ".join(f"{names.get(code, '')} {code}" for code in codes))
        yield position, *codes, len(rows), searchable, json_of(_summary(codes, rows, newest))


def _searchable_names(references: References) -> dict[str, str]:
    """The name and the other names of each actor, metric and place by its code."""
    rows: dict[str, Any] = {**references.actors, **references.metrics, **references.places}
    return {
        code: f"{row.name} {getattr(row, 'aka', None) or ''}".replace(";", " ")
        for code, row in rows.items()
    }


def _summary(codes: tuple[str, ...], rows: list[Any], newest: str) -> dict[str, Any]:
    """The document of a series. ``rows`` are its current figures, ordered by period end."""
    ends = sorted({row.period_end for row in rows})
    starts = [row.period_start for row in rows if row.period_start]
    last_claimed = max(row.claimed_on for row in rows)
    cadence = _cadence(ends) if len(rows) >= MIN_FIGURES_FOR_CADENCE else None
    stale = _days_between(last_claimed, newest)
    key = dict(zip(SERIES_KEY, codes, strict=True))
    parameters = "&".join(f"{name}={code}" for name, code in key.items() if name != "dataset")
    return {
        **key,
        **{name: getattr(rows[0], name) for name in _NAMES},
        "figures": len(rows),
        "first_period": min(starts, default=ends[0]),
        "last_period": ends[-1],
        "last_claimed": last_claimed,
        "cadence_days": cadence,
        "stale_days": stale,
        "quiet": None if cadence is None else stale > QUIET_INTERVALS * max(cadence, 1),
        "figures_address": f"/v1/{key['dataset']}?{parameters}",
    }


def _cadence(ends: list[str]) -> int | None:
    """The median number of days from one period end to the next, or ``None`` for one end."""
    gaps = [_days_between(earlier, later) for earlier, later in pairwise(ends)]
    return round(median(gaps)) if gaps else None


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
