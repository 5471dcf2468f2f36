"""Claims and series of figures in a release, with the rows that they are made from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.context import Args, vintage_of
from api.parameters.parser import query_of
from api.parameters.schemas import QUESTION_PARAMETERS
from datasets.claims.answers import OwnContext, own_context_of
from datasets.claims.claim import Claim, claim_of_row
from datasets.claims.intervals import Gap
from datasets.claims.periods import range_text
from datasets.claims.series import Selection, Series, series_of
from datasets.model.figure import ClaimRow
from datasets.release.queries import catalog
from datasets.release.queries.figures import fetch_claims, fetch_rendered
from datasets.release.release import Release

Rows = Mapping[str, dict[str, Any]]  # published rows by id

# The parameters that select points of a series. The others select the figures of the question.
SELECTION_PARAMETERS = frozenset({"interval", "start_date", "end_date", "nature"})
NATURE_NAMES = {"total": "running totals", "count": "counts of single periods", "stock": "stocks",
                "intensive": "rates or distances"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FetchedSeries:
    """The series of a question, and the rendered row of the last figure of each point by id.

    ``reason`` tells why there is no series; it is ``None`` if there is one.
    """

    parts: tuple[Series, ...]
    rendered: Mapping[str, str]
    reason: str | None

    def rows(self) -> dict[str, dict[str, Any]]:
        return {id_: json.loads(text) for id_, text in self.rendered.items()}


def gap_documents(gaps: Iterable[Gap]) -> list[dict[str, str]]:
    """Return gaps as JSON objects; both days are included."""
    return [{"from": gap.first.isoformat(), "to": gap.last.isoformat()} for gap in gaps]


def fetch_series(release: Release, args: Args) -> FetchedSeries:
    """Return the series that the parameters select."""
    question = {name: args[name] for name in args if name not in SELECTION_PARAMETERS}
    claim_rows = fetch_claims(release, query_of({**question, "sort": ("period_end", "id")}))
    claims = [claim_of_row(row) for row in claim_rows.values()]
    selection = _selection_of(args)

    def note_of(id_: str) -> str | None:
        note: str | None = json.loads(rendered_by_id(release, claim_rows, [id_])[id_])["note"]
        return note

    own = _own_context(release, question, claims) if selection.interval else None
    parts = series_of(claims, selection, note_of, own)
    ids = (point.figures[-1].id for part in parts for point in part.points)
    reason = None if parts else _reason_for_none(claims, selection)
    return FetchedSeries(parts, rendered_by_id(release, claim_rows, ids), reason)


def freshness_by_claimant(release: Release, args: Args) -> Mapping[str, dict[str, Any]]:
    """Return how old the newest claim of each claimant on a question is.

    It is empty for a vintage: only the age of what is current now is known.
    """
    if vintage_of(args):
        return {}
    question = {name: (args[name],) for name in QUESTION_PARAMETERS}
    dataset = release.dataset_by_metric[args["metric"]]
    texts, _ = catalog.series(release, dataset, question, release.figures, 0)
    return {row["claimant"]: row["freshness"] for row in map(json.loads, texts)}


def _own_context(release: Release, question: Args, claims: Sequence[Claim]) -> OwnContext:
    """The figures on a question, at its place and at those that contain it."""
    places = {claim.place for claim in claims}
    containing = catalog.containers(release, places)
    wider = sorted(set().union(*containing.values()) - places)
    if not wider:
        return own_context_of(claims, containing)
    rows = fetch_claims(release, query_of({**question, "place": tuple(wider)})).values()
    return own_context_of([*claims, *map(claim_of_row, rows)], containing)


def rendered_by_id(
    release: Release, claim_rows: Mapping[int, ClaimRow], ids: Iterable[str]
) -> dict[str, str]:
    """Return the rendered rows of some of the claims, which are given by position."""
    positions = {row.id: position for position, row in claim_rows.items()}
    position_by_id = {id_: positions[id_] for id_ in ids}
    rows = fetch_rendered(release, sorted(position_by_id.values()))
    return {id_: rows[position] for id_, position in position_by_id.items()}


def _selection_of(args: Args) -> Selection:
    return Selection(
        args.get("interval"), args.get("start_date"), args.get("end_date"), args.get("nature", ())
    )


def _reason_for_none(claims: list[Claim], selection: Selection) -> str:
    """Tell which part of a request leaves no figure."""
    series = series_of(claims)
    if not series:
        return "No figure answers"
    natures = {part.nature for part in series}
    if selection.natures and not natures & set(selection.natures):
        return (
            f"The figures on this question are {_named(natures)}, not {_named(selection.natures)}"
        )
    ends = [claim.period.end for claim in claims]
    return (
        "No figure of this kind has a period that ends between the days asked for; the periods on "
        f"this question end {range_text(min(ends), max(ends))}"
    )


def _named(natures: Iterable[str]) -> str:
    return " and ".join(NATURE_NAMES[nature] for nature in NATURE_NAMES if nature in set(natures))
