"""The columns of a published row that a conclusion is drawn from, declared once."""

from typing import Generic, NamedTuple, TypeVar

PeriodT = TypeVar("PeriodT")
DayT = TypeVar("DayT")


class ClaimColumns(NamedTuple, Generic[PeriodT, DayT]):
    """What a figure claims, without where it was read: as text, or with dates to calculate with.

    A tuple, because a sum makes thousands of them.
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
    claimant_name: str


class ClaimRow(ClaimColumns[str, str]):
    """A claim as a release stores it: EDTF and ISO text, numbers as floats."""

    __slots__ = ()
