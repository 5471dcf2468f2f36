"""Ranking of series by how well their names have the terms of a text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from math import log10
from types import MappingProxyType
from typing import NamedTuple

from datasets.search.names import Key, Shares
from datasets.search.terms import WEAK_TERMS, Term

# The reference table of a column of a series, and how much a term in its name counts.
COLUMNS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        "metric": ("metrics", 1.0),
        "subject": ("actors", 0.95),
        "place": ("places", 1.0),
        "claimant": ("actors", 0.9),
    }
)
OTHER_ROLE = 0.5  # of a term whose role is another column

# What people look for first, where their words leave it open: people before equipment, the
# newest before the past, a country before a part of it, many figures before one.
METRIC_POINTS: Mapping[str, float] = MappingProxyType(
    {
        "killed": 0.15, "displaced": 0.12, "evacuated": 0.1, "killed-or-wounded": 0.1,
        "refugees": 0.1, "wounded": 0.08, "internal-displacements": 0.05,
        "personnel-losses": 0.05, "remaining-residents": 0.05, "residents": -0.15,
        "stateless": -0.05,
    }
)  # fmt: skip
LEVEL_POINTS: Mapping[str, float] = MappingProxyType(
    {"theatre": 0.2, "adm0": 0.18, "area": 0.1, "world": 0.05, "adm1": 0.05}
)
RECENT_POINTS = ((366, 0.15), (2 * 366, 0.1), (4 * 366, 0.05))  # days since the last period
FIGURES_POINTS = 0.03  # for each power of ten
VALUE_POINTS = 0.02  # for each power of ten


class Candidate(NamedTuple):
    """A series: its position, its codes in the order of `COLUMNS`, and what makes it interesting.

    ``level`` is that of its place, ``age`` the days since its last period, ``value`` its latest.
    """

    position: int
    codes: tuple[str, ...]
    figures: int
    level: str
    age: int
    value: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Positions of series, the best first, and the terms that some of them lack."""

    positions: tuple[int, ...]
    missing: frozenset[str]


def rank(
    candidates: Iterable[Candidate], terms: Sequence[Term], shares: Mapping[Key, Shares]
) -> Ranking:
    """Rank the series that have most of the terms; without a term, all of them.

    If none has all, those that lack different terms take turns: ``Kursk Sumy`` names two places.
    If no term names a metric, so do the metrics: ``Sudan`` asks for the dead and the displaced.
    """
    required = _required(terms)
    names_metric = any(table == "metrics" for table, _ in shares)
    groups: dict[tuple[frozenset[str], str], list[tuple[float, int]]] = {}
    for candidate in candidates:
        matched, points = _match(candidate, terms, shares)
        group = (matched & required, "" if names_metric else candidate.codes[0])
        groups.setdefault(group, []).append((-points, candidate.position))
    most = max((len(matched) for matched, _ in groups), default=0)
    if required and not most:
        return Ranking((), required)
    best = {group: entries for group, entries in groups.items() if len(group[0]) == most}
    turns = chain.from_iterable(zip_longest(*sorted(map(sorted, best.values()))))
    missing = required - frozenset.intersection(required, *(matched for matched, _ in best))
    return Ranking(tuple(entry[1] for entry in turns if entry), missing)


def _required(terms: Iterable[Term]) -> frozenset[str]:
    """The terms that a series should have: the weak ones only if there is no other."""
    texts = frozenset(term.text for term in terms)
    return texts - WEAK_TERMS or texts


def _match(
    candidate: Candidate, terms: Sequence[Term], shares: Mapping[Key, Shares]
) -> tuple[frozenset[str], float]:
    """The terms that the names of a series have, and its points. A term counts in one column."""
    columns = [
        (column, weight, shares.get((table, code), {}))
        for (column, (table, weight)), code in zip(COLUMNS.items(), candidate.codes, strict=True)
    ]
    best = {
        term.text: max(
            share[term.text] * weight * (OTHER_ROLE if term.role not in (None, column) else 1)
            for column, weight, share in columns
            if term.text in share
        )
        for term in terms
        if any(term.text in share for _, _, share in columns)
    }
    return frozenset(best), sum(best.values()) + _interest(candidate)


def _interest(candidate: Candidate) -> float:
    recent = next((points for days, points in RECENT_POINTS if candidate.age <= days), 0)
    return (
        METRIC_POINTS.get(candidate.codes[0], 0)
        + LEVEL_POINTS.get(candidate.level, 0)
        + recent
        + FIGURES_POINTS * log10(max(candidate.figures, 1))
        + VALUE_POINTS * log10(max(candidate.value, 1))
    )
