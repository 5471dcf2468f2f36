"""Search for series by what people call their metric, subject, place and claimant."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, or_, select

from datasets.release.queries.newest import NEWEST_FIRST, first_of_each
from datasets.release.queries.vocabulary import Vocabulary, vocabulary_of
from datasets.release.release import Release
from datasets.release.tables import CONFLICT_FIGURES, FIGURES, SERIES
from datasets.search.interpretation import Interpretation, interpret
from datasets.search.names import Key, Shares
from datasets.search.ranking import COLUMNS, Candidate, rank
from datasets.search.terms import Term

FACETS = ("conflict", "dataset", "metric", "place", "claimant")
MAX_FACET_CODES = 10

_F, _S = FIGURES.c, SERIES.c

_VALUES = ("figures", "last_period", "latest", "latest_value", "conflicts")

Filters = Mapping[str, Sequence[str]]


class SeriesMatch(NamedTuple):
    """A series as JSON object, and the position of the figure to show of it."""

    json: str
    figure: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of series, the best first; how many there are, and how many have each code."""

    page: tuple[SeriesMatch, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    interpretation: Interpretation


@dataclass(frozen=True, slots=True)
class _Match:
    """Series that match, the best first, with their codes; figures to show of some of them."""

    positions: tuple[int, ...]
    rows: Mapping[int, Any]
    figures: Mapping[tuple[str, ...], int]
    interpretation: Interpretation


def search(release: Release, text: str, filters: Filters, limit: int, offset: int) -> SearchResult:
    """The series that a text means, each with its latest figure.

    A date means figures whose period ends then, a number those with this value. If no series has
    all that the text has, those that have most of it match. ``filters`` maps facets to codes.
    """
    match = _match(release, interpret(vocabulary_of(release).names, text), filters)
    shown = match.positions[offset : offset + limit]
    statement = select(_S.position, _S.json).where(_S.position.in_(shown))
    with release.connect() as connection:
        texts = dict(map(tuple, connection.execute(statement)))
    page = tuple(
        SeriesMatch(texts[position], match.figures.get(_codes(row), row.latest))
        for position in shown
        for row in [match.rows[position]]
    )
    facets = _facets([match.rows[position] for position in match.positions])
    return SearchResult(page, len(match.positions), facets, match.interpretation)


def _match(release: Release, meant: Interpretation, filters: Filters) -> _Match:
    """The series that match; without the dates and the number if none has a figure of these."""
    vocabulary = vocabulary_of(release)
    shares = vocabulary.names.shares([term.text for term in meant.terms])
    rows = _rows(release, meant.terms, shares, filters)
    figures = _figures(release, meant)
    dated = [row for row in rows if figures is None or _codes(row) in figures]
    if figures is not None and not dated and meant.terms:
        missing = (*meant.missing, *meant.conditions)
        return _match(release, replace(meant, window=None, number=None, missing=missing), filters)
    if meant.unmatched and not (meant.terms or figures):
        dated = []  # the words are in no name, so they mean no series
    candidates = [_candidate(row, vocabulary, release.newest) for row in dated]
    ranking = rank(candidates, meant.terms, shares)
    lacking = (term.word for term in meant.terms if term.text in ranking.missing)
    return _Match(
        ranking.positions,
        {row.position: row for row in dated},
        figures or {},
        replace(meant, missing=tuple(dict.fromkeys((*meant.missing, *lacking)))),
    )


def _rows(
    release: Release, terms: Sequence[Term], shares: Mapping[Key, Shares], filters: Filters
) -> Sequence[Any]:
    """The series that have all terms or, if there is none, any of them; without a term, all."""
    having = [_has_term(term, shares) for term in terms]
    selected = [_S[name].in_(codes) for name, codes in filters.items() if name != "conflict"]
    if "conflict" in filters:
        of_conflict = CONFLICT_FIGURES.c.conflict.in_(filters["conflict"])
        selected.append(_S.latest.in_(select(CONFLICT_FIGURES.c.position).where(of_conflict)))
    columns = [_S[name] for name in ("position", "dataset", *COLUMNS)]
    values = [_S[name] for name in _VALUES]
    statement = select(*columns, *values).where(*selected)
    with release.connect() as connection:
        rows = connection.execute(statement.where(*having)).all()
        if rows or not having:
            return rows
        return connection.execute(statement.where(or_(*having))).all()


def _has_term(term: Term, shares: Mapping[Key, Shares]) -> ColumnElement[bool]:
    codes = [key for key, share in shares.items() if term.text in share]
    conditions = [
        _S[column].in_([code for table, code in codes if table == of_column])
        for column, (of_column, _) in COLUMNS.items()
    ]
    return or_(false(), *conditions)


def _figures(release: Release, meant: Interpretation) -> Mapping[tuple[str, ...], int] | None:
    """The newest figure of each series in the dates and with the number; None without these."""
    conditions: list[ColumnElement[bool]] = []
    if meant.window:
        conditions.append(_F.period_end >= meant.window.first.isoformat())
        conditions.append(_F.period_end <= meant.window.last.isoformat())
    if meant.number is not None:
        conditions.append(_F.least_first == meant.number)
    if not conditions:
        return None
    key = [_F[name] for name in COLUMNS]
    statement = first_of_each([*key, _F.position], key, NEWEST_FIRST, *conditions)
    with release.connect() as connection:
        return {tuple(codes): position for *codes, position in connection.execute(statement)}


def _candidate(row: Any, vocabulary: Vocabulary, newest: str) -> Candidate:
    age = date.fromisoformat(newest) - date.fromisoformat(row.last_period)
    level = vocabulary.levels[row.place]
    value = row.latest_value
    return Candidate(row.position, _codes(row), row.figures, level, age.days, value)


def _codes(row: Any) -> tuple[str, ...]:
    return tuple(getattr(row, column) for column in COLUMNS)


def _facets(rows: Collection[Any]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """How many series have each code, the most frequent codes first."""
    codes: dict[str, Iterable[str]] = {
        name: [getattr(row, name) for row in rows] for name in FACETS if name != "conflict"
    }
    codes["conflict"] = [code for row in rows for code in row.conflicts.split(";") if code]
    return {name: tuple(Counter(codes[name]).most_common(MAX_FACET_CODES)) for name in FACETS}
