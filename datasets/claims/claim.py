"""A claim: the cells of a published row that conclusions need, and its bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from datasets.claims.statement import UNIT_SYMBOLS, hedged
from datasets.model.codelists import QUANTIFIERS
from datasets.model.figure import ClaimColumns
from datasets.model.period import Period, parse

LOWER_HEDGES = frozenset(
    code for code, hedge in QUANTIFIERS.items() if hedge.lower and not hedge.upper
)
UPPER_HEDGES = frozenset(
    code for code, hedge in QUANTIFIERS.items() if hedge.upper and not hedge.lower
)
STRICT_HEDGES = frozenset({"more-than", "less-than"})
COUNTED_BY_NAME = "confirmed-by-name"  # the metric whose cases are all documented


@dataclass(frozen=True, slots=True)
class Bounds:
    """The interval of numbers that a claim allows; an open end does not belong to it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def shares_a_number_with(self, other: "Bounds") -> bool:
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return low[0] < high[0] or (low[0] == high[0] and not low[1] and high[1])


def printed_bounds(
    quantifier: str,
    value: float | None,
    value_lower: float | None,
    value_upper: float | None,
) -> Bounds | None:
    """The numbers that a printed number with its hedge and range allows; ``None`` for "about 10".

    The basis of the number plays no part.
    """
    if value_lower is not None and value_upper is not None:
        return Bounds(min(value_lower, value_upper), max(value_lower, value_upper))
    if value is None or quantifier == "approximately":
        return None
    is_open = quantifier in STRICT_HEDGES
    return Bounds(
        -inf if quantifier in UPPER_HEDGES else value,
        inf if quantifier in LOWER_HEDGES else value,
        low_open=is_open and quantifier in LOWER_HEDGES,
        high_open=is_open and quantifier in UPPER_HEDGES,
    )


class Claim(ClaimColumns[Period, date]):
    """The content of a figure without its source, and the bounds that follow from it."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The hedged number as text, with the symbol of its unit."""
        symbol = UNIT_SYMBOLS.get(self.unit, "")
        return hedged(self.quantifier, self.value, self.value_lower, self.value_upper, symbol)

    @property
    def bounds(self) -> Bounds | None:
        """The bounds, or ``None`` for a hedge without bounds, such as "about 10".

        A bare documented count is a floor. An upper hedge of a documented count bounds nothing:
        "up to 10 documented" leaves room for cases that are not documented. A stated range holds
        for any basis.
        """
        has_range = self.value_lower is not None
        if self.is_documented and self.quantifier in UPPER_HEDGES and not has_range:
            return None
        hedge = "at-least" if self.is_floor else self.quantifier
        return printed_bounds(hedge, self.value, self.value_lower, self.value_upper)

    @property
    def is_documented(self) -> bool:
        """Whether only documented cases are counted: the true number may be greater."""
        return self.basis == "documented" or self.metric == COUNTED_BY_NAME

    @property
    def is_floor(self) -> bool:
        """Whether the claim is a bare number of documented cases, without a stated range."""
        return self.is_documented and self.quantifier == "unqualified" and self.value_lower is None

    @property
    def lowest(self) -> int | float:
        """The smallest printed number."""
        if self.value is not None:
            return self.value
        return min(number for number in (self.value_lower, self.value_upper) if number is not None)

    @property
    def highest(self) -> int | float:
        """The greatest printed number."""
        if self.value is not None:
            return self.value
        return max(number for number in (self.value_lower, self.value_upper) if number is not None)


def claim_of(row: Mapping[str, Any]) -> Claim:
    """Make a claim of a published row: parsed JSON, or a record of a pandas data frame."""
    return claim_of_row(ClaimColumns._make(row[name] for name in ClaimColumns._fields))


def claim_of_row(row: ClaimColumns[Any, Any]) -> Claim:
    """The same from the columns of a claim alone."""
    cells = list(row)
    for index, convert in _CONVERTERS:
        cells[index] = convert(cells[index])
    claim = Claim._make(cells)
    period = claim.period.known_on(claim.claimed_on)
    return claim if period is claim.period else claim._replace(period=period)


def _period(cell: Any) -> Period:
    return parse(str(cell))  # pandas reads a column of years as numbers


def _day(cell: Any) -> date:
    return date.fromisoformat(str(cell)[:10])


def _code(cell: Any) -> str | None:
    return cell if _has_value(cell) else None


def number_or_none(number: Any) -> int | float | None:
    """Convert a cell to a number; ``None`` if it is empty."""
    if not _has_value(number):
        return None
    value = float(number)
    return int(value) if value.is_integer() else value


def _has_value(cell: Any) -> bool:
    """Whether a cell is not empty: pandas reads an empty cell as NaN or as empty text."""
    return cell is not None and cell == cell and cell != ""


_CONVERTERS: tuple[tuple[int, Callable[[Any], Any]], ...] = tuple(
    (ClaimColumns._fields.index(name), convert)
    for name, convert in {
        "period": _period,
        "value": number_or_none,
        "value_lower": number_or_none,
        "value_upper": number_or_none,
        "claimed_on": _day,
        "derived_from": _code,
    }.items()
)
