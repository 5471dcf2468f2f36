"""The comparison that the parameters of a request describe."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.claims import Rows, rendered_by_id
from api.context import Args
from api.parameters.schemas import QUESTION_PARAMETERS
from datasets.claims import comparisons
from datasets.claims.claim import claim_of_row
from datasets.claims.comparisons import Comparison
from datasets.release.queries.figures import fetch_last_claims
from datasets.release.queries.query import Query
from datasets.release.release import Release


@dataclass(frozen=True)
class Compared:
    """A comparison on a day, with the rows of its claims by id."""

    on: date
    comparison: Comparison
    rows: Rows

    def rows_of_claims(self, sort: Sequence[str]) -> list[dict[str, Any]]:
        """The rows, each with its age in days and its verdict with the newest claim."""
        partners, verdicts = self.comparison.comparable_with, self.comparison.verdicts_with_newest
        return [
            {
                **self.rows[claim.id],
                "age_days": (self.on - claim.period.end).days,
                "comparable_with": partners.get(claim.id, 0),
                "verdict_with_newest": verdicts.get(claim.id),
            }
            for claim in comparisons.sort_claims(self.comparison.claims, sort)
        ]


def compared_claims(release: Release, args: Args) -> Compared:
    """The latest figure of each claimant on a question until the day ``on``, compared."""
    on = args.get("on") or date.fromisoformat(release.newest)
    query = Query(
        (
            *((name, (args[name],)) for name in QUESTION_PARAMETERS),
            ("ended_by", (on.isoformat(),)),
        ),
        as_of=args.get("as_of"),
        known_at=args.get("known_at"),
        sort=("period_end", "id"),
    )
    claim_rows = fetch_last_claims(release, query, comparisons.MAX_AGE_DAYS)
    claims = [claim_of_row(row) for row in claim_rows.values()]
    comparison = comparisons.compare(claims, on, args["tolerance_days"])
    rendered = rendered_by_id(release, claim_rows, [claim.id for claim in comparison.claims])
    return Compared(on, comparison, {id_: json.loads(row) for id_, row in rendered.items()})
