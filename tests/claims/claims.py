"""Short constructors of claims for tests: ``claim("A", "2024-09-08", "more-than 1270")``."""

from datetime import date

from datasets.claims.arithmetic import ArithmeticResult
from datasets.claims.claim import Claim
from datasets.model.period import parse


def claim(
    name: str,
    period: str = "2024-09-08",
    number: str = "100",
    *,
    metric: str = "killed",
    kind: str = "flow",
    subject: str = "civilians",
    place: str = "ua",
    claimant: str = "staff",
    claimed_on: date = date(2024, 10, 1),
    derived_from: str | None = None,
    basis: str = "stated",
    verification: str = "unstated",
    nature: str | None = None,
) -> Claim:
    """``nature`` is by default that of a figure that has its start alone.

    ``number`` is ``[hedge] value``, ``between lower upper`` or ``[hedge] value lower upper``."""
    hedge, numbers = _parse(number)
    days = parse(period)
    is_short = days.start is not None and (days.end - days.start).days < 31
    nature_of_flow = "count" if days.is_one_unit or is_short else "total"
    value, lower, upper = numbers
    return Claim(
        id=name,
        metric=metric,
        kind=kind,
        unit="persons",
        subject=subject,
        place=place,
        claimant=claimant,
        claimant_name=claimant.title(),
        period=days,
        quantifier=hedge,
        value=value,
        value_lower=lower,
        value_upper=upper,
        claimed_on=claimed_on,
        derived_from=derived_from,
        basis=basis,
        verification=verification,
        nature=nature or (nature_of_flow if kind == "flow" else kind),
        place_name=place.title(),
    )


def summary(result: ArithmeticResult) -> str:
    """``sum: unqualified 625260, 2022-02-24/2024-09-08``, with the range and the gaps if any."""
    ends = (result.value_lower, result.value_upper)
    ranged = f" ({ends[0]} to {ends[1]})" if ends != (None, None) else ""
    gaps = "".join(f", without {gap.first}/{gap.last}" for gap in result.missing)
    return (
        f"{result.operation}: {result.quantifier} {result.value}{ranged}, "
        f"{result.start}/{result.end}{gaps}"
    )


Number = int | float | None


def _parse(text: str) -> tuple[str, tuple[Number, Number, Number]]:
    hedge, *rest = text.split() if not text[0].isdigit() else ["unqualified", *text.split()]
    numbers = [float(word) if "." in word else int(word) for word in rest]
    if len(numbers) == 1:
        return hedge, (numbers[0], None, None)
    if len(numbers) == 2:
        return hedge, (None, numbers[0], numbers[1])
    return hedge, (numbers[0], numbers[1], numbers[2])
