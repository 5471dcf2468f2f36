"""The blueprint of the API: one decorator that documents, parses, and answers a GET operation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from inspect import Parameter, signature
from typing import Any

import flask_smorest
from flask import Response, current_app, request
from marshmallow import Schema

from api.config import Config
from api.context import Args, context_of
from api.feeds import feed_updates
from api.openapi.api import Api
from api.openapi.headers import CACHE_HEADERS, header_references, headers_of
from api.parameters.parser import parse_args
from api.problems.examples import example_of
from api.problems.exceptions import invalid_parameter
from api.problems.responses import PROBLEM_JSON
from api.problems.types import PROBLEM_TYPES
from api.responses.caching import apply_range, conditional_response, etag_of, set_cache_headers
from api.responses.envelope import Document, dump, json_response
from api.responses.urls import base_url
from api.schemas.immutable import ImmutableDict
from api.schemas.problem import ProblemSchema
from datasets.release.release import Release
from datasets.release.store.releases import Releases

JSON = "application/json"
TOO_MANY_REQUESTS = PROBLEM_TYPES["too-many-requests"].status
COMMON_PROBLEMS = ("bad-request", "too-long", "invalid-parameter", "too-many-requests")
CACHED_PROBLEMS, UNCACHED_PROBLEMS = ("precondition-failed", "unavailable"), ("unavailable",)

View = Callable[..., Response | Document]


@dataclass(frozen=True, slots=True)
class Operation:
    """A view, and how to call it for a request.

    ``arguments`` are the names of the view's parameters. ``schema`` dumps the documents that the
    view returns. ``cached`` responses have an ETag and may be stored by caches; ``absolute`` ones
    contain URLs with a host.
    """

    id: str
    view: View
    arguments: frozenset[str]
    parameters: Schema
    schema: Schema
    cached: bool
    absolute: bool


class Blueprint(flask_smorest.Blueprint):
    """A blueprint whose operations are GET only, parsed strictly, and documented completely."""

    def operation(
        self,
        rule: str,
        operation_id: str,
        parameters: type[Schema],
        schema: type[Schema] | Mapping[str, Any],
        *,
        summary: str,
        description: str,
        content_type: str = JSON,
        path: Iterable[Mapping[str, Any]] = (),
        problems: Iterable[str] = (),
        cached: bool = True,
        absolute: bool = False,
    ) -> Callable[[View], View]:
        """Route and document a view, which stays a plain function.

        The view is called with what the names of its parameters ask for: ``args`` (the query
        parameters), ``release`` (the one that they name, else the current one), ``releases``,
        ``config``, ``updates`` (the last update of each feed, which then is a part of the ETag),
        each variable of the path, or all of them as ``path``. It returns a response, or
        a document, which ``schema`` dumps. ``path`` documents the variables of the path,
        ``problems`` are the codes of problems in addition to the common ones.
        """
        texts = {"operationId": operation_id, "summary": summary, "description": description}
        codes = (*COMMON_PROBLEMS, *problems, *(CACHED_PROBLEMS if cached else UNCACHED_PROBLEMS))
        responses = [
            _success_response(schema, content_type, cached),
            *_problem_responses(codes),
            _not_modified_response(cached),
        ]

        def decorate(view: View) -> View:
            query = parameters()
            body = schema() if isinstance(schema, type) else Schema()  # views dump no other ones
            operation = Operation(
                operation_id, view, _arguments(view), query, body, cached, absolute
            )

            @wraps(self._documented(view, query, responses, texts), assigned=())
            def respond(**path: str) -> Response:
                return _respond(operation, path)

            self.add_url_rule(rule, operation_id, respond, methods=["GET"], parameters=list(path))
            return view

        return decorate

    def register_views_in_doc(self, api: Api, *args: Any, **kwargs: Any) -> None:
        """Postpone the documentation until the contract is requested."""
        api.pending_docs.append(partial(super().register_views_in_doc, api, *args, **kwargs))

    def _documented(
        self,
        view: View,
        parameters: Schema,
        responses: Iterable[Mapping[str, Any]],
        texts: Mapping[str, str],
    ) -> View:
        """Decorate a view by flask-smorest, which stores the documentation as an attribute.

        Only this attribute is used: it is carried over by ``functools.wraps``.
        """
        for response in responses:
            view = self.alt_response(**response)(view)
        view = self.arguments(parameters, location="query")(view)
        documented: View = self.doc(**texts)(view)
        return documented


def _respond(operation: Operation, path: Mapping[str, str]) -> Response:
    """Answer the current request: parse, choose the release, call the view unless it is a 304."""
    context = context_of(request.environ)
    context.operation_id = operation.id
    releases: Releases = current_app.extensions["releases"]
    config: Config = current_app.extensions["config"]
    args = parse_args(operation.parameters, releases)
    values = {**path, "path": path, "args": args, "releases": releases, "config": config}
    if not operation.cached:
        if "release" in operation.arguments:
            values["release"] = releases.current
        return _call(operation, values)
    release = values["release"] = requested_release(releases, args)
    context.release_id = release.id
    others = [base_url(config)] if operation.absolute else []
    if "updates" in operation.arguments:
        values["updates"] = updates = feed_updates(config)
        others.append(updates.version)
        context.varies_by_updates = True
    etag = etag_of(release, args, *others)
    response = conditional_response(etag, partial(_call, operation, values))
    set_cache_headers(response, etag, release, config)
    if context.varies_by_updates:
        del response.headers["Last-Modified"]  # the record of updates may be newer
    if response.accept_ranges == "bytes":
        apply_range(response)
    return response


def _call(operation: Operation, values: Mapping[str, Any]) -> Response:
    result = operation.view(**{name: values[name] for name in operation.arguments})
    if isinstance(result, Document):
        return json_response(dump(operation.schema, result))
    return result


def requested_release(releases: Releases, args: Args) -> Release:
    """Return the release that the arguments name, else the current one.

    Raises ProblemException, ReleaseGone, ReleaseUnavailable.
    """
    if "release" not in args:
        return releases.current
    release = releases.of(args["release"])
    if args.get("after", 0) > release.rows:
        raise invalid_parameter("after", f"the release has only {release.rows:,} rows")
    return release


def _arguments(view: View) -> frozenset[str]:
    """The names of a view's parameters, without those that ``functools.partial`` has bound."""
    parameters = signature(view).parameters.values()
    return frozenset(item.name for item in parameters if item.default is Parameter.empty)


def _success_response(
    schema: type[Schema] | Mapping[str, Any], content_type: str, cached: bool
) -> dict[str, Any]:
    return {
        "status_code": 200,
        "schema": schema,
        "content_type": content_type,
        "description": "Successful response",
        "headers": headers_of(schema, content_type, cached),
    }


def _not_modified_response(cached: bool) -> dict[str, Any]:
    return {
        "status_code": 304,
        "description": "Not modified: the response still has the ETag in If-None-Match",
        "headers": header_references(CACHE_HEADERS if cached else ()),
        "success": True,
    }


def _problem_responses(codes: Iterable[str]) -> list[dict[str, Any]]:
    """One documented response per status, with an example of each problem."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(PROBLEM_TYPES[code].status, []).append(code)
    return [
        {
            "status_code": status,
            "schema": ProblemSchema,
            "content_type": PROBLEM_JSON,
            "description": " / ".join(PROBLEM_TYPES[code].title for code in status_codes),
            "headers": header_references(
                ("Cache-Control", *(("Retry-After",) if status == TOO_MANY_REQUESTS else ()))
            ),
            "examples": ImmutableDict(
                (code, {"summary": PROBLEM_TYPES[code].title, "value": example_of(code)})
                for code in status_codes
            ),
        }
        for status, status_codes in by_status.items()
    ]
