"""Conversion of validated parameters to the Query that they stand for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.parameters.schemas import QUESTION_PARAMETERS
from api.problems.exceptions import invalid_parameter
from datasets.release.queries.filters import FILTERS
from datasets.release.queries.query import Query
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.release import Release

# The first of a pair may not be above the second.
ORDERED_PARAMETERS = (
    ("start_date", "end_date"),
    ("claimed_from", "claimed_to"),
    ("value_min", "value_max"),
)


def query_of(args: Mapping[str, Any], dataset: str = "") -> Query:
    """Return the query of validated parameters.

    Raises ProblemException if two parameters contradict each other.
    """
    _check_ranges(args)
    _check_cursor(args)
    of_dataset = (("dataset", (dataset,)),) if dataset else ()
    filters = tuple(
        (filter_.parameter, _values(args[filter_.parameter]))
        for filter_ in FILTERS
        if args.get(filter_.parameter) not in (None, "false")
    )
    return Query(
        conditions=(*of_dataset, *filters),
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
    """Return metric, subject and place of validated parameters, as codes and as names."""
    names = {
        f"{name}_name": release.codes["", name][args[name]] or "" for name in QUESTION_PARAMETERS
    }
    return {**{name: args[name] for name in QUESTION_PARAMETERS}, **names}


def _values(arg: Any) -> tuple[Any, ...]:
    values = arg if isinstance(arg, tuple) else (arg,)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def _check_ranges(args: Mapping[str, Any]) -> None:
    for first, second in ORDERED_PARAMETERS:
        low, high = args.get(first), args.get(second)
        if low is not None and high is not None and low > high:
            detail = f"is above '{second}' ({low} > {high}), so that no figure can answer"
            raise invalid_parameter(first, detail)


def _check_cursor(args: Mapping[str, Any]) -> None:
    """Check that `after` comes with its release, and without another position in the list."""
    if "after" not in args:
        return
    if "release" not in args:
        raise invalid_parameter("after", "needs 'release' beside it: it is a row of one release")
    if args["offset"]:
        raise invalid_parameter("offset", "cannot be asked together with 'after'")
