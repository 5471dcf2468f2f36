"""query."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.parameters.schemas import QUESTION
from api.problems.exceptions import invalid_parameter
from datasets.release.queries.filters import FILTERS
from datasets.release.queries.query import Query
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.release import Release

# Pairs of which the first may not be above the second.
ORDERED = (
    ("start_date", "end_date"),
    ("claimed_from", "claimed_to"),
    ("value_min", "value_max"),
)


def query_of(args: Mapping[str, Any], dataset: str = "") -> Query:
    """The query that validated parameters stand for.

    Raises ProblemException where two parameters contradict each other.
    """
    _check_ranges(args)
    _check_cursor(args)
    home = (("dataset", (dataset,)),) if dataset else ()
    asked = tuple(
        (asks.parameter, _values(args[asks.parameter]))
        for asks in FILTERS
        if args.get(asks.parameter) not in (None, "false")
    )
    return Query(
        conditions=(*home, *asked),
        as_of=args.get("as_of"),
        known_at=args.get("known_at"),
        updated_after=args.get("updated_after"),
        history=args.get("history") == "true",
        sort=args.get("sort", DEFAULT_SORT),
        limit=args.get("limit"),
        offset=args.get("offset", 0),
        after=args.get("after"),
    )


def question_of(args: Mapping[str, Any], release: Release) -> dict[str, str]:
    """The one question that validated parameters put, as codes and as names."""
    names = {f"{name}_name": release.codes["", name][args[name]] or "" for name in QUESTION}
    return {**{name: args[name] for name in QUESTION}, **names}


def _values(given: Any) -> tuple[Any, ...]:
    values = given if isinstance(given, tuple) else (given,)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def _check_ranges(given: Mapping[str, Any]) -> None:
    for first, second in ORDERED:
        low, high = given.get(first), given.get(second)
        if low is not None and high is not None and low > high:
            detail = f"is above '{second}' ({low} > {high}), so that no figure can answer"
            raise invalid_parameter(first, detail)


def _check_cursor(given: Mapping[str, Any]) -> None:
    """A place in a list is one of a release, and is told in one way."""
    if "after" not in given:
        return
    if "release" not in given:
        raise invalid_parameter("after", "needs 'release' beside it: it is a row of one release")
    if given["offset"]:
        raise invalid_parameter("offset", "cannot be asked together with 'after'")
