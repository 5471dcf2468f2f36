"""What was found: a ratio against a goal, and the loads behind it."""

from dataclasses import dataclass

from bench.load import Load

LEAST, MOST = "≥", "≤"


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of the goals: how we stand to something else, and how we want to.

    ``side`` is LEAST where the ratio must be so large, MOST where it must be no larger.
    """

    what: str
    against: str
    ours: str
    theirs: str
    ratio: float
    side: str
    goal: float

    @property
    def met(self) -> bool:
        return self.ratio >= self.goal if self.side == LEAST else self.ratio <= self.goal

    @property
    def verdict(self) -> str:
        if self.met:
            return "met"
        distance = self.goal / self.ratio if self.side == LEAST else self.ratio / self.goal
        return f"missed by {distance:.1f} ×"


@dataclass(frozen=True, slots=True)
class Row:
    """The load of a contender on a question."""

    question: str
    contender: str
    load: Load


@dataclass(frozen=True, slots=True)
class Found:
    """What one part of the benchmark found."""

    findings: tuple[Finding, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: "Found") -> "Found":
        return Found(
            self.findings + other.findings, self.rows + other.rows, self.notes + other.notes
        )


def cheaper(what: str, against: str, ours: Load, theirs: Load, goal: float) -> Finding:
    """How many times less processor time we take."""
    ratio = theirs.processor / ours.processor
    return Finding(what, against, _cost(ours), _cost(theirs), ratio, LEAST, goal)


def dearer(what: str, against: str, ours: Load, theirs: Load, goal: float) -> Finding:
    """How many times the processor time of something easier we take, at most."""
    ratio = ours.processor / theirs.processor
    return Finding(what, against, _cost(ours), _cost(theirs), ratio, MOST, goal)


def faster(what: str, against: str, ours: Load, theirs: Load, goal: float) -> Finding:
    """Our requests a second as a share of another's."""
    ratio = ours.rate / theirs.rate
    return Finding(
        what, against, f"{ours.rate:,.0f}/s", f"{theirs.rate:,.0f}/s", ratio, LEAST, goal
    )


def _cost(load: Load) -> str:
    return f"{load.processor:.3f} ms"
