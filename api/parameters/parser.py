"""The strict parser of query strings, and the Query that their parameters stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, request
from marshmallow import Schema, fields
from webargs.flaskparser import FlaskParser

from api.parameters.fields import CodeField, CodeList, ReleasesContext
from api.parameters.filters import VINTAGES
from api.parameters.schemas import QUESTION_PARAMETERS
from api.problems.corrections import Pairs, Target, parameter_problem, url_of
from api.problems.exceptions import ProblemException, invalid_parameter
from datasets.release.queries.catalog import references
from datasets.release.queries.figures import count_rows, fetch_figure
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

# The parameter that is the last day of a period end, by the name of the schema.
LAST_DAY_PARAMETERS: Mapping[str, str] = MappingProxyType(
    {"comparison": "on", "time-series": "end_date"}
)
AGGREGATE = "aggregate"  # name of the schema of sums and differences, which may be refused


def parse_args(schema: Schema, releases: Releases) -> dict[str, Any]:
    """Parse the query string of the current request by a schema.

    Raises ProblemException if a parameter is invalid or if two contradict each other.
    """
    with ReleasesContext(releases):
        args: dict[str, Any] = StrictParser().parse(schema, request, location="query")
        _check_vintages(args, schema)
    _check_ranges(args)
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
        return _by_parameter(schema, req.args.items(multi=True))

    def handle_error(
        self, error: ma.ValidationError, req: Request, schema: Schema, **_kwargs: Any
    ) -> NoReturn:
        release = ReleasesContext.get()
        target = Target(
            schema,
            lambda: release.current,
            partial(_figures_query, schema, partial=True),
            partial(_has_answer, schema),
        )
        raise parameter_problem(error.messages_dict["query"], target) from None


def _figures_query(schema: Schema, pairs: Pairs, *, partial: bool) -> Query | None:
    """The query for the figures of an operation, or None for invalid parameters."""
    args = _loaded(schema, pairs, partial=partial)
    if args is None:
        return None
    name = type(schema).__name__
    end = LAST_DAY_PARAMETERS.get(name, "")
    last_day = args.pop(end, None)
    ended_by = (("ended_by", (last_day.isoformat(),)),) if last_day else ()
    all_rows = {"history": "true"} if name == "changes" else {}
    query = query_of({**args, **all_rows}, _dataset_of(schema))
    return replace(query, conditions=(*query.conditions, *ended_by))


def _has_answer(schema: Schema, pairs: Pairs) -> bool:
    """Whether an operation answers a query string with at least one row."""
    if "after" in dict(pairs) or type(schema).__name__ == AGGREGATE:
        return False
    release = ReleasesContext.get().current
    if any(isinstance(field, CodeField | CodeList) for field in schema.fields.values()):
        query = _figures_query(schema, pairs, partial=False)
        return query is not None and count_rows(release, query) > query.offset
    args = _loaded(schema, pairs, partial=False)
    if args is None:
        return False
    path = request.view_args or {}
    if "figure_id" in path:
        is_pinned_twice = "revision" in args and len(args) > 1
        return not is_pinned_twice and fetch_figure(release, path["figure_id"], **args) is not None
    if "q" in args:
        table = request.path.rsplit("/", 1)[-1]
        return bool(references(release, table, args["q"], 1, args["offset"])[0])
    return True


def _loaded(schema: Schema, pairs: Pairs, *, partial: bool) -> dict[str, Any] | None:
    """The arguments of a query string, or None if it is invalid."""
    try:
        args: dict[str, Any] = schema.load(_by_parameter(schema, pairs), partial=partial)
        _check_ranges(args)
    except (ma.ValidationError, ProblemException):
        return None
    return args


def _dataset_of(schema: Schema) -> str:
    """The dataset that an operation is bound to, by its schema or its path; else empty."""
    bound = (field.dataset for field in schema.fields.values() if isinstance(field, CodeList))
    return next(filter(None, bound), (request.view_args or {}).get("dataset", ""))


def _by_parameter(schema: Schema, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values of each parameter, or its only value. Raises ValidationError."""
    args: dict[str, list[str]] = {}
    for name, value in pairs:
        args.setdefault(name, []).append(value)
    messages = {
        name: message
        for name, values in args.items()
        if (message := _error(values, schema.fields.get(name)))
    }
    if messages:
        raise ma.ValidationError(messages)
    lists = {name for name in args if isinstance(schema.fields.get(name), fields.List)}
    return {name: values if name in lists else values[0] for name, values in args.items()}


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


def _check_vintages(args: Mapping[str, Any], schema: Schema) -> None:
    """Refuse a state of the ledger, or of the public record, that does not exist yet."""
    latest = latest_day(datetime.now(UTC))
    future = [name for name in VINTAGES if name in args and args[name] > latest]
    if future:
        day = args[future[0]]
        detail = f"{day} has not begun; an answer for a day to come could not be reproduced"
        pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in future]
        alternatives = [url_of(pairs)] if _has_answer(schema, pairs) else []
        raise invalid_parameter(future[0], detail, alternatives=alternatives)


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
