"""The strict parser of query strings, and the Query that their parameters stand for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, request
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser

from api.parameters.fields import ReleasesContext
from api.parameters.filters import VINTAGES
from api.parameters.schemas import QUESTION_PARAMETERS
from api.problems.corrections import parameter_problem, url_without
from api.problems.exceptions import invalid_parameter
from datasets.release.queries.filters import FILTERS
from datasets.release.queries.query import Query
from datasets.release.queries.sorting import DEFAULT_SORT
from datasets.release.release import Release
from datasets.release.store.releases import Releases

# The first of a pair may not be above the second.
ORDERED_PARAMETERS = (
    ("start_date", "end_date"),
    ("ends_from", "ends_to"),
    ("claimed_from", "claimed_to"),
    ("value_min", "value_max"),
)


def parse_args(schema: Schema, releases: Releases) -> dict[str, Any]:
    """Parse the query string of the current request by a schema.

    Raises ProblemException if a parameter is invalid or if two contradict each other.
    """
    with ReleasesContext(releases):
        args: dict[str, Any] = StrictParser().parse(schema, request, location="query")
    _check_ranges(args)
    _check_vintages(args)
    _check_cursor(args)
    return args


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


class StrictParser(FlaskParser):
    """Rejects unknown, repeated and empty parameters."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 (webargs declares it so)
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        args = dict(req.args.lists())
        messages = {
            name: message
            for name, values in args.items()
            if (message := _error(values, schema.fields.get(name)))
        }
        if messages:
            raise ma.ValidationError(messages)
        lists = {name for name in args if isinstance(schema.fields.get(name), fields.List)}
        return {name: values if name in lists else values[0] for name, values in args.items()}

    def handle_error(
        self, error: ma.ValidationError, req: Request, schema: Schema, **_kwargs: Any
    ) -> NoReturn:
        raise parameter_problem(error.messages_dict["query"], schema) from None


def _error(values: list[str], field: fields.Field[Any] | None) -> list[str] | None:
    if field is None:
        return None
    if "" in values:
        return ["is empty; set a value or remove the parameter"]
    if len(values) > 1 and not isinstance(field, fields.List):
        return [f"occurs {len(values)} times; use it once"]
    return None


def _check_ranges(args: Mapping[str, Any]) -> None:
    for first, second in ORDERED_PARAMETERS:
        low, high = args.get(first), args.get(second)
        if low is not None and high is not None and low > high:
            detail = f"must not be greater than '{second}' ({low} > {high})"
            raise invalid_parameter(first, detail)


def latest_day(now: datetime) -> date:
    """The day that has begun somewhere on earth: clocks are at most 14 hours ahead of UTC."""
    return (now.astimezone(UTC) + timedelta(hours=14)).date()


def _check_vintages(args: Mapping[str, Any]) -> None:
    """Refuse a state of the ledger, or of the public record, that does not exist yet."""
    latest = latest_day(datetime.now(UTC))
    future = [name for name in VINTAGES if name in args and args[name] > latest]
    if future:
        day = args[future[0]]
        detail = f"{day} has not begun; an answer for a day to come could not be reproduced"
        raise invalid_parameter(future[0], detail, alternatives=[url_without(future)])


def _check_cursor(args: Mapping[str, Any]) -> None:
    """Check that `after` comes with its release, and without another position in the list."""
    if "after" not in args:
        return
    if "release" not in args:
        raise invalid_parameter(
            "after", "requires 'release': it is the position of a row in one release"
        )
    if args["offset"]:
        raise invalid_parameter("offset", "cannot be combined with 'after'")


def _values(arg: Any) -> tuple[Any, ...]:
    values = arg if isinstance(arg, tuple) else (arg,)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)
