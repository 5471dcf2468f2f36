"""The columns of a published row that sums, comparisons and series use."""

from typing import Generic, NamedTuple, TypeVar

PeriodT = TypeVar("PeriodT")
DayT = TypeVar("DayT")


class ClaimColumns(NamedTuple, Generic[PeriodT, DayT]):
    """The content of a figure without its source, with periods and days as text or parsed.

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
    claimant_name: str


class ClaimRow(ClaimColumns[str, str]):
    """A claim as a release stores it: EDTF and ISO text, numbers as floats."""

    __slots__ = ()
