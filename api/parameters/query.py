"""Conversion of validated parameters to the Query that they stand for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.parameters.schemas import QUESTION_PARAMETERS
from datasets.release.queries.filters import FILTERS
from datasets.release.queries.query import Query
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.release import Release


def query_of(args: Mapping[str, Any], dataset: str = "") -> Query:
    """Return the query of validated parameters."""
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
