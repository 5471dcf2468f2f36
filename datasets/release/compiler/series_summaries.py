"""Summaries of series: their periods, their usual interval, and whether they have stopped."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from datasets.claims.freshness import is_quiet
from datasets.release.compiler.freshness import FeedFiles, feed_files, freshness_of_series
from datasets.release.queries.vintages import CURRENT
from datasets.release.serialization import json_of
from datasets.release.tables import CONFLICT_FIGURES, FIGURES

SERIES_KEY = ("dataset", "claimant", "metric", "subject", "place")
MIN_FIGURES_FOR_CADENCE = 4

_F = FIGURES.c
_NAMES = ("claimant_name", "metric_name", "subject_name", "place_name")
_COLUMNS = (
    "period_start", "period_end", "claimed_on", "recorded_on", "source", "nature", "printed_high",
    "position",
)  # fmt: skip


def series_rows(connection: Connection, newest: str) -> Iterator[tuple[Any, ...]]:
    """A row of `SERIES` for each claimant, metric, subject and place with a current figure.

    ``newest`` is the latest day of recording, up to which the silence of a series is counted.
    Needs the rows of `FIGURES` and `CONFLICT_FIGURES`.
    """
    conflicts = _conflicts(connection)
    key = [_F[name] for name in SERIES_KEY]
    columns = [_F[name] for name in (*_NAMES, *_COLUMNS)]
    files = feed_files(connection)
    statement = select(*key, *columns).where(*CURRENT).order_by(*key, _F.period_end, _F.position)
    current = connection.execute(statement)
    groups = groupby(current, lambda row: tuple(row[: len(SERIES_KEY)]))
    for position, (codes, group) in enumerate(groups):
        rows = list(group)
        latest = max(rows, key=_newest_total_last)
        ends = (rows[-1].period_end, latest.position, latest.printed_high)
        wars = ";".join(conflicts.get(latest.position, ()))
        document = json_of(_summary(codes, rows, files, newest))
        yield position, *codes, len(rows), *ends, wars, document


def _conflicts(connection: Connection) -> Mapping[int, list[str]]:
    """The conflicts of each row of `FIGURES` that belongs to one."""
    conflicts: dict[int, list[str]] = defaultdict(list)
    statement = select(CONFLICT_FIGURES).order_by(CONFLICT_FIGURES.c.conflict)
    for conflict, position in connection.execute(statement):
        conflicts[position].append(conflict)
    return conflicts


def _newest_total_last(row: Any) -> tuple[bool, str, str]:
    """Sort key: a total says more than the count of a day."""
    return row.nature != "count", row.period_end, row.claimed_on


def _summary(
    codes: tuple[str, ...], rows: list[Any], files: FeedFiles, newest: str
) -> dict[str, Any]:
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
        "quiet": None if cadence is None else is_quiet(stale, cadence),
        "freshness": freshness_of_series(rows, cadence, files, newest),
        "figures_address": f"/v1/{key['dataset']}?{parameters}",
    }


def _cadence(ends: list[str]) -> int | None:
    """The median number of days from one period end to the next, or ``None`` for one end."""
    gaps = [_days_between(earlier, later) for earlier, later in pairwise(ends)]
    return round(median(gaps)) if gaps else None


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
