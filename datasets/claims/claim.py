"""A published row as a value to reason with, and the numbers that it allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any, NamedTuple

from datasets.claims.statement import UNIT_SIGNS, hedged
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


class Claim(NamedTuple):
    """What a figure claims, without where it was read.

    A tuple, because a sum makes thousands of them.
    """

    id: str
    metric: str
    kind: str
    unit: str
    subject: str
    place: str
    claimant: str
    claimant_name: str
    period: Period
    quantifier: str
    value: int | float | None
    value_lower: int | float | None
    value_upper: int | float | None
    claimed_on: date
    derived_from: str | None

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
    return Claim(
        id=row["id"],
        metric=row["metric"],
        kind=row["kind"],
        unit=row["unit"],
        subject=row["subject"],
        place=row["place"],
        claimant=row["claimant"],
        claimant_name=row["claimant_name"],
        period=parse(str(row["period"])),  # pandas reads a column of years as numbers
        quantifier=row["quantifier"],
        value=present(row["value"]),
        value_lower=present(row["value_lower"]),
        value_upper=present(row["value_upper"]),
        claimed_on=date.fromisoformat(str(row["claimed_on"])[:10]),
        derived_from=row["derived_from"] if _is_there(row["derived_from"]) else None,
    )


def present(number: Any) -> int | float | None:
    """A number, or ``None`` for a missing one."""
    if number is None or not _is_there(number):
        return None
    known = float(number)
    return int(known) if known.is_integer() else known


def _is_there(cell: Any) -> bool:
    """Pandas reads an empty cell as NaN, which equals nothing, or as empty text."""
    return cell is not None and cell == cell and cell != ""
