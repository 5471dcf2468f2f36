"""The figures that a conclusion rests on: rows of a release, and the claims that they make."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from api.parameters import query_of
from datasets.claims.arithmetic import Gap
from datasets.claims.claim import claim_of
from datasets.claims.series import Series, series_of
from datasets.release.engines import Release
from datasets.release.query import Query, lines

Rows = Mapping[str, dict[str, Any]]


def rows_of(release: Release, query: Query) -> Rows:
    """Every row that answers, read, by its id."""
    return {row["id"]: row for row in map(json.loads, lines(release, query, "json"))}


def spans(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """Days of which no figure speaks, both ends included."""
    return [{"from": gap.first.isoformat(), "to": gap.last.isoformat()} for gap in gaps]


def series_read(release: Release, given: Mapping[str, Any]) -> tuple[Rows, tuple[Series, ...]]:
    """The figures that are asked for in the order of time, and the series that they make."""
    rows = rows_of(release, query_of({**given, "sort": ("period_end", "id")}))
    return rows, series_of(map(claim_of, rows.values()), given.get("interval"))
