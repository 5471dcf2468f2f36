"""The figures that a conclusion rests on: rows of a release, and the claims that they make."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from api.parameters.query import query_of
from datasets.claims.arithmetic import Gap
from datasets.claims.claim import claim_of, claim_of_row
from datasets.claims.series import Series, series_of
from datasets.model.claim_columns import ClaimRow
from datasets.release.queries.figures import fetch_claims, fetch_rendered, iter_lines
from datasets.release.queries.query import Query
from datasets.release.release import Release

Rows = Mapping[str, dict[str, Any]]


def gap_documents(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """Days of which no figure speaks, both ends included."""
    return [{"from": gap.first.isoformat(), "to": gap.last.isoformat()} for gap in gaps]


def series_with_rows(release: Release, given: Mapping[str, Any]) -> tuple[Rows, tuple[Series, ...]]:
    """Every figure that is asked for in the order of time, and the series that they make."""
    found = map(json.loads, iter_lines(release, _in_time(given), "json"))
    rows = {row["id"]: row for row in found}
    return rows, series_of(map(claim_of, rows.values()), given.get("interval"))


def series_with_rendered_rows(
    release: Release, given: Mapping[str, Any]
) -> tuple[dict[str, str], tuple[Series, ...]]:
    """The series that the figures make, and the rendered rows of their points by id."""
    found = fetch_claims(release, _in_time(given))
    series = series_of(map(claim_of_row, found.values()), given.get("interval"))
    shown = (point.claim.id for one in series for point in one.points)
    return rendered_by_id(release, found, shown), series


def rendered_by_id(
    release: Release, found: Mapping[int, ClaimRow], ids: Iterable[str]
) -> dict[str, str]:
    """The rendered rows of some figures of those that were found."""
    positions = {row.id: position for position, row in found.items()}
    shown = {id_: positions[id_] for id_ in ids}
    rows = fetch_rendered(release, sorted(shown.values()))
    return {id_: rows[position] for id_, position in shown.items()}


def _in_time(given: Mapping[str, Any]) -> Query:
    return query_of({**given, "sort": ("period_end", "id")})
