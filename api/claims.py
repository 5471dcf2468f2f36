"""Claims and series of figures in a release, with the rows that they are made from."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from api.context import Args
from api.parameters.parser import query_of
from datasets.claims.arithmetic import Gap
from datasets.claims.claim import claim_of, claim_of_row
from datasets.claims.series import Series, series_of
from datasets.model.figure import ClaimRow
from datasets.release.queries.figures import fetch_claims, fetch_rendered, iter_lines
from datasets.release.queries.query import Query
from datasets.release.release import Release

Rows = Mapping[str, dict[str, Any]]  # published rows by id


def gap_documents(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """Return gaps as JSON objects; both days are included."""
    return [{"from": gap.first.isoformat(), "to": gap.last.isoformat()} for gap in gaps]


def series_with_rows(release: Release, args: Args) -> tuple[Rows, tuple[Series, ...]]:
    """Return the rows that pass the filters, in the order of time, and the series they form."""
    documents = map(json.loads, iter_lines(release, _query_in_time_order(args), "json"))
    rows = {row["id"]: row for row in documents}
    return rows, series_of(map(claim_of, rows.values()), args.get("interval"))


def series_with_rendered_rows(
    release: Release, args: Args
) -> tuple[dict[str, str], tuple[Series, ...]]:
    """Return the rendered rows of the points by id, and the series that the points form."""
    claim_rows = fetch_claims(release, _query_in_time_order(args))
    parts = series_of(map(claim_of_row, claim_rows.values()), args.get("interval"))
    ids = (point.claim.id for part in parts for point in part.points)
    return rendered_by_id(release, claim_rows, ids), parts


def rendered_by_id(
    release: Release, claim_rows: Mapping[int, ClaimRow], ids: Iterable[str]
) -> dict[str, str]:
    """Return the rendered rows of some of the claims, which are given by position."""
    positions = {row.id: position for position, row in claim_rows.items()}
    position_by_id = {id_: positions[id_] for id_ in ids}
    rows = fetch_rendered(release, sorted(position_by_id.values()))
    return {id_: rows[position] for id_, position in position_by_id.items()}


def _query_in_time_order(args: Args) -> Query:
    return query_of({**args, "sort": ("period_end", "id")})
