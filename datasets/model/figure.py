"""A reported figure, which is also the row of a ledger that records it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, NamedTuple, TypeVar

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

# Begins the note of an imported row that repeats a warning: it gives no reason.
PUBLISHER_REMARK = "So in the publisher's file: "


@dataclass(frozen=True, slots=True)
class Figure:
    """CLAIMANT says METRIC about SUBJECT at PLACE over PERIOD is QUANTIFIER VALUE, in SOURCE.

    One row of a ledger, its columns in order, with the rows of the reference tables in place of
    their ids. A missing value is ``None``, never zero.
    """

    figure_id: Annotated[str, Slug(), "Permanent id of the figure"]
    revision: Annotated[int, Count(), "Number of the revision: 1, 2, 3 …, without gaps"]
    change: Annotated[str, Code(codes.CHANGES, noun="a change"), "Reason for the row"]
    recorded_on: Annotated[date, Day(), "Day on which the row was added to the ledger"]
    metric: Annotated[Metric, Reference(table="metrics"), "Metric: the thing that is counted"]
    subject: Annotated[
        Actor,
        Reference(table="actors"),
        "Subject: the people that the number is about, or the party that controls the ground",
    ]
    place: Annotated[Place, Reference(table="places"), "Place, as claimed"]
    period: Annotated[Period, Edtf(), "Period that the number is about, in EDTF"]
    quantifier: Annotated[str, Code(codes.QUANTIFIERS, noun="a quantifier"), "Hedge, as printed"]
    value: Annotated[int | float | None, Number(), "Number, as printed, with all digits"]
    value_lower: Annotated[int | float | None, Number(), "Lower end of a stated range"]
    value_upper: Annotated[int | float | None, Number(), "Upper end of a stated range"]
    claimant: Annotated[
        Actor, Reference(table="actors"), "Claimant: the actor that states the number"
    ]
    claimed_on: Annotated[date, Day(), "Day on which the claimant stated the number"]
    via: Annotated[
        tuple[Actor, ...],
        ReferenceList(table="actors"),
        "Actors that relayed the claim before the source, separated by ;",
    ]
    source: Annotated[
        Source, Reference(table="sources"), "Source: the document in which the figure was read"
    ]
    basis: Annotated[
        str, Code(codes.BASES, noun="a basis"), "Method by which the claimant got the number"
    ]
    verification: Annotated[
        str,
        Code(codes.VERIFICATIONS, noun="a verification"),
        "Statement of the source about verification",
    ]
    derived_from: Annotated[
        Actor | None, Reference(table="actors"), "Claimant whose figures this claim is based on"
    ]
    wording: Annotated[str, Text(limit=160), "Quotation that states the number"]
    note: Annotated[str | None, Text(limit=500), "Reason or caveat of the curator"]

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


PeriodT = TypeVar("PeriodT")
DayT = TypeVar("DayT")


class ClaimColumns(NamedTuple, Generic[PeriodT, DayT]):
    """The columns that sums, comparisons and series use, with periods and days as text or parsed.

    A named tuple rather than a dataclass, because a sum creates thousands.
    """

    id: str
    metric: str
    kind: str
    unit: str
    subject: str
    place: str
    claimant: str
    period: PeriodT
    quantifier: str
    value: int | float | None
    value_lower: int | float | None
    value_upper: int | float | None
    claimed_on: DayT
    derived_from: str | None
    basis: str
    verification: str
    nature: str
    claimant_name: str
    place_name: str


class ClaimRow(ClaimColumns[str, str]):
    """A claim as a release stores it: EDTF and ISO text, numbers as floats."""

    __slots__ = ()
