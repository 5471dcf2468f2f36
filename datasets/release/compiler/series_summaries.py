"""What each series covers: from when to when, how often, and whether it has gone quiet."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from datasets.model.search_text import search_key
from datasets.release.compiler.rows import References
from datasets.release.serialization import json_of
from datasets.release.tables import FIGURES

SERIES_KEY = ("dataset", "claimant", "metric", "subject", "place")
QUIET_AFTER = 3  # silences of this many usual intervals are told
LEAST_FOR_CADENCE = 4  # figures, below which no interval is usual

_F = FIGURES.c
_NAMES = ("claimant_name", "metric_name", "subject_name", "place_name")


def series_rows(
    connection: Connection, references: References, newest: str
) -> Iterator[tuple[Any, ...]]:
    """One row for each claimant, metric, subject and place with a current figure, as JSON too."""
    known = _names_of(references)
    key = [_F[name] for name in SERIES_KEY]
    others = [_F[name] for name in (*_NAMES, "period_start", "period_end", "claimed_on")]
    current = (
        select(*key, *others)
        .where(_F.superseded_on.is_(None), _F.change != "retracted")
        .order_by(*key, _F.period_end, _F.position)
    )
    found = connection.execute(current)
    for position, (identity, group) in enumerate(groupby(found, lambda row: tuple(row[:5]))):
        rows = list(group)
        words = search_key(" ".join(f"{known.get(code, '')} {code}" for code in identity))
        described = json_of(_described(identity, rows, newest))
        yield position, *identity, len(rows), words, described


def _names_of(references: References) -> dict[str, str]:
    """Every name that a code is looked for by."""
    named: dict[str, Any] = {**references.actors, **references.metrics, **references.places}
    return {
        code: f"{row.name} {getattr(row, 'aka', None) or ''}".replace(";", " ")
        for code, row in named.items()
    }


def _described(identity: tuple[str, ...], rows: list[Any], newest: str) -> dict[str, Any]:
    ends = sorted({row.period_end for row in rows})
    starts = [row.period_start for row in rows if row.period_start]
    said = max(row.claimed_on for row in rows)
    cadence = _cadence(ends) if len(rows) >= LEAST_FOR_CADENCE else None
    stale = _days_between(said, newest)
    names = {name: getattr(rows[0], name) for name in _NAMES}
    asked = "&".join(
        f"{name}={code}" for name, code in zip(SERIES_KEY[1:], identity[1:], strict=True)
    )
    return {
        **dict(zip(SERIES_KEY, identity, strict=True)),
        **names,
        "figures": len(rows),
        "first_period": min(starts, default=ends[0]),
        "last_period": ends[-1],
        "last_claimed": said,
        "cadence_days": cadence,
        "stale_days": stale,
        "quiet": None if cadence is None else stale > QUIET_AFTER * max(cadence, 1),
        "figures_address": f"/v1/{identity[0]}?{asked}",
    }


def _cadence(ends: list[str]) -> int | None:
    """The usual number of days from one period end to the next: the median."""
    gaps = [_days_between(before, after) for before, after in pairwise(ends)]
    return round(median(gaps)) if gaps else None


def _days_between(before: str, after: str) -> int:
    return (date.fromisoformat(after) - date.fromisoformat(before)).days
