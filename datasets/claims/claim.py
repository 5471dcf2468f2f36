"""A published row as a value to reason with, and the numbers that it allows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from datasets.claims.statement import UNIT_SIGNS, hedged
from datasets.model.claim_columns import ClaimColumns
from datasets.model.codelists import QUANTIFIERS
from datasets.model.period import Period, parse

LOWER_HEDGES = frozenset(code for code, q in QUANTIFIERS.items() if q.lower and not q.upper)
UPPER_HEDGES = frozenset(code for code, q in QUANTIFIERS.items() if q.upper and not q.lower)
STRICT_HEDGES = frozenset({"more-than", "less-than"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers that a claim allows: from ``low`` to ``high``; an open end is not allowed."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def shares_a_number_with(self, other: "Bounds") -> bool:
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return low[0] < high[0] or (low[0] == high[0] and not low[1] and high[1])


class Claim(ClaimColumns[Period, date]):
    """What a figure claims, and what follows from it."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """The hedged number in words, with the sign of its unit."""
        sign = UNIT_SIGNS.get(self.unit, "")
        return hedged(self.quantifier, self.value, self.value_lower, self.value_upper, sign)

    @property
    def bounds(self) -> Bounds | None:
        """``None`` where the hedge bounds nothing: "about 10" may be any number near ten."""
        if self.value_lower is not None and self.value_upper is not None:
            low, high = sorted((self.value_lower, self.value_upper))
            return Bounds(low, high)
        if self.value is None or self.quantifier == "approximately":
            return None
        quantifier, strict = QUANTIFIERS[self.quantifier], self.quantifier in STRICT_HEDGES
        return Bounds(
            self.value if quantifier.lower else -inf,
            self.value if quantifier.upper else inf,
            low_open=strict and quantifier.lower,
            high_open=strict and quantifier.upper,
        )

    @property
    def lowest(self) -> int | float:
        """The smallest number that was printed."""
        return min(number for number in self._printed if number is not None)

    @property
    def highest(self) -> int | float:
        """The greatest number that was printed."""
        return max(number for number in self._printed if number is not None)

    @property
    def _printed(self) -> tuple[int | float | None, ...]:
        return (self.value,) if self.value is not None else (self.value_lower, self.value_upper)


def claim_of(row: Mapping[str, Any]) -> Claim:
    """A published row (parsed JSON, or a record of a data frame of strings) as a claim."""
    return claim_of_row(ClaimColumns._make(row[name] for name in ClaimColumns._fields))


def claim_of_row(row: ClaimColumns[Any, Any]) -> Claim:
    """The same from the columns of a claim alone."""
    cells = list(row)
    for index, convert in _CONVERTERS:
        cells[index] = convert(cells[index])
    return Claim._make(cells)


def _period(cell: Any) -> Period:
    return parse(str(cell))  # pandas reads a column of years as numbers


def _day(cell: Any) -> date:
    return date.fromisoformat(str(cell)[:10])


def _code(cell: Any) -> str | None:
    return cell if _has_value(cell) else None


def number_or_none(number: Any) -> int | float | None:
    """A number, or ``None`` for a missing one."""
    if number is None or not _has_value(number):
        return None
    known = float(number)
    return int(known) if known.is_integer() else known


def _has_value(cell: Any) -> bool:
    """Pandas reads an empty cell as NaN, which equals nothing, or as empty text."""
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
