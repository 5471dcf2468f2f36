"""A reported figure, and the row of a ledger that records it."""

from dataclasses import dataclass
from datetime import date

from marshmallow import Schema

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
)
from datasets.model.period import Period
from datasets.model.references import Actor, Metric, Place, Source


@dataclass(frozen=True, slots=True)
class Figure:
    """CLAIMANT says METRIC about SUBJECT at PLACE over PERIOD is QUANTIFIER VALUE, in SOURCE.

    One row of a ledger with what it refers to. Missing is ``None``; zero is zero.
    """

    figure_id: str
    revision: int
    change: str
    recorded_on: date
    metric: Metric
    subject: Actor
    place: Place
    period: Period
    quantifier: str
    value: int | float | None
    value_lower: int | float | None
    value_upper: int | float | None
    claimant: Actor
    claimed_on: date
    via: tuple[Actor, ...]
    source: Source
    basis: str
    verification: str
    derived_from: Actor | None
    wording: str
    note: str | None

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


class LedgerRowSchema(Schema):
    """One row of a ledger: the columns of its file, in order."""

    figure_id = Slug(required=True, metadata={"description": "Id of the figure, for ever"})
    revision = Count(required=True, metadata={"description": "1, 2, 3 … without gaps"})
    change = Code(
        codes.CHANGES, noun="a change", required=True, metadata={"description": "Why it was added"}
    )
    recorded_on = Day(required=True, metadata={"description": "Day it entered this ledger"})
    metric = Reference(table="metrics", required=True, metadata={"description": "What is counted"})
    subject = Reference(
        table="actors",
        required=True,
        metadata={"description": "Whom the number is about, or who holds the ground"},
    )
    place = Reference(table="places", required=True, metadata={"description": "Where, as claimed"})
    period = Edtf(required=True, metadata={"description": "When it was true, EDTF"})
    quantifier = Code(
        codes.QUANTIFIERS,
        noun="a quantifier",
        required=True,
        metadata={"description": "The hedge as printed"},
    )
    value = Number(metadata={"description": "The number as printed, written out in full"})
    value_lower = Number(metadata={"description": "Lower end of a stated range"})
    value_upper = Number(metadata={"description": "Upper end of a stated range"})
    claimant = Reference(
        table="actors", required=True, metadata={"description": "Who asserts the number"}
    )
    claimed_on = Day(required=True, metadata={"description": "Day the claimant said it"})
    via = ReferenceList(
        table="actors",
        metadata={"description": "Outlets that relayed it before our source, separated by ;"},
    )
    source = Reference(
        table="sources", required=True, metadata={"description": "The document that was opened"}
    )
    basis = Code(
        codes.BASES,
        noun="a basis",
        required=True,
        metadata={"description": "How the claimant came by it"},
    )
    verification = Code(
        codes.VERIFICATIONS,
        noun="a verification",
        required=True,
        metadata={"description": "What the source says of it"},
    )
    derived_from = Reference(
        table="actors", metadata={"description": "The claimant whose figures it rests on"}
    )
    wording = Text(
        limit=160, required=True, metadata={"description": "The few words that state the number"}
    )
    note = Text(limit=500, metadata={"description": "The curator's reason or caveat"})
