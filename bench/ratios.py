"""Ratios against goals, and the loads that they were computed from."""

from dataclasses import dataclass

from bench.load import Load

AT_LEAST, AT_MOST = "≥", "≤"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of our cost to that of a baseline, with its goal.

    ``bound`` is AT_LEAST where the ratio must reach the goal, AT_MOST where it must not exceed it.
    ``ours`` and ``theirs`` are the two costs as text.
    """

    name: str
    baseline: str
    ours: str
    theirs: str
    value: float
    bound: str
    goal: float

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.bound == AT_LEAST else self.value <= self.goal

    @property
    def verdict(self) -> str:
        if self.met:
            return "met"
        distance = self.goal / self.value if self.bound == AT_LEAST else self.value / self.goal
        return f"missed by {distance:.1f} ×"


@dataclass(frozen=True, slots=True)
class LoadRow:
    """The load of one contender on one question."""

    question: str
    contender: str
    load: Load


@dataclass(frozen=True, slots=True)
class Measurements:
    """The results of one part of the benchmark. Parts are added up with ``+``."""

    ratios: tuple[Ratio, ...] = ()
    rows: tuple[LoadRow, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: "Measurements") -> "Measurements":
        return Measurements(
            self.ratios + other.ratios, self.rows + other.rows, self.notes + other.notes
        )


def cheaper(name: str, baseline: str, ours: Load, theirs: Load, goal: float) -> Ratio:
    """How many times less processor time we take, at least."""
    value = theirs.processor / ours.processor
    return Ratio(name, baseline, _cost(ours), _cost(theirs), value, AT_LEAST, goal)


def dearer(name: str, baseline: str, ours: Load, theirs: Load, goal: float) -> Ratio:
    """How many times the processor time of an easier question we take, at most."""
    value = ours.processor / theirs.processor
    return Ratio(name, baseline, _cost(ours), _cost(theirs), value, AT_MOST, goal)


def faster(name: str, baseline: str, ours: Load, theirs: Load, goal: float) -> Ratio:
    """Our requests per second as a share of another server's, at least."""
    rates = (f"{ours.rate:,.0f}/s", f"{theirs.rate:,.0f}/s")
    return Ratio(name, baseline, *rates, ours.rate / theirs.rate, AT_LEAST, goal)


def _cost(load: Load) -> str:
    return f"{load.processor:.3f} ms"
