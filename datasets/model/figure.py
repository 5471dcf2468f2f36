"""A reported figure, which is also the row of a ledger that records it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from datasets.model import codelists as codes
from datasets.model.fields import (
    Code,
    Count,
    Day,
    Edtf,
    Number,
    Reference,
    ReferenceList,
    Slug,
    Text,
    schema_of,
)
from datasets.model.period import Period
from datasets.model.references import Actor, Metric, Place, Source


@dataclass(frozen=True, slots=True)
class Figure:
    """CLAIMANT says METRIC about SUBJECT at PLACE over PERIOD is QUANTIFIER VALUE, in SOURCE.

    One row of a ledger, its columns in order, with the rows of the reference tables in place of
    their ids. A missing value is ``None``, never zero.
    """

    figure_id: Annotated[str, Slug(), "Id of the figure, for ever"]
    revision: Annotated[int, Count(), "1, 2, 3 … without gaps"]
    change: Annotated[str, Code(codes.CHANGES, noun="a change"), "Why it was added"]
    recorded_on: Annotated[date, Day(), "Day it entered this ledger"]
    metric: Annotated[Metric, Reference(table="metrics"), "What is counted"]
    subject: Annotated[
        Actor, Reference(table="actors"), "Whom the number is about, or who holds the ground"
    ]
    place: Annotated[Place, Reference(table="places"), "Where, as claimed"]
    period: Annotated[Period, Edtf(), "When it was true, EDTF"]
    quantifier: Annotated[str, Code(codes.QUANTIFIERS, noun="a quantifier"), "The hedge as printed"]
    value: Annotated[int | float | None, Number(), "The number as printed, written out in full"]
    value_lower: Annotated[int | float | None, Number(), "Lower end of a stated range"]
    value_upper: Annotated[int | float | None, Number(), "Upper end of a stated range"]
    claimant: Annotated[Actor, Reference(table="actors"), "Who asserts the number"]
    claimed_on: Annotated[date, Day(), "Day the claimant said it"]
    via: Annotated[
        tuple[Actor, ...],
        ReferenceList(table="actors"),
        "Outlets that relayed it before our source, separated by ;",
    ]
    source: Annotated[Source, Reference(table="sources"), "The document that was opened"]
    basis: Annotated[str, Code(codes.BASES, noun="a basis"), "How the claimant came by it"]
    verification: Annotated[
        str, Code(codes.VERIFICATIONS, noun="a verification"), "What the source says of it"
    ]
    derived_from: Annotated[
        Actor | None, Reference(table="actors"), "The claimant whose figures it rests on"
    ]
    wording: Annotated[str, Text(limit=160), "The few words that state the number"]
    note: Annotated[str | None, Text(limit=500), "The curator's reason or caveat"]

    @property
    def via_ids(self) -> tuple[str, ...]:
        return tuple(actor.actor_id for actor in self.via)

    @property
    def derived_from_id(self) -> str | None:
        return self.derived_from.actor_id if self.derived_from else None

    @property
    def stance(self) -> str | None:
        """``own``, ``adverse`` or ``third-party``, from the sides of claimant and subject.

        ``None`` where a belligerent speaks of somebody who belongs to no side.
        """
        if self.claimant.side is None:
            return "third-party"
        if self.subject.side is None:
            return None
        return "own" if self.claimant.side == self.subject.side else "adverse"


LedgerRowSchema = schema_of(Figure)
