"""blueprint."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import flask_smorest
from marshmallow import Schema

from api.openapi.api import Api
from api.openapi.headers import cache_headers, header_references, headers_of
from api.parameters.parser import StrictParser
from api.problems.examples import example_of
from api.problems.responses import PROBLEM_JSON
from api.problems.types import PROBLEM_TYPES
from api.schemas.immutable import ImmutableDict
from api.schemas.problem import ProblemSchema

JSON = "application/json"
View = Callable[..., Any]
TOO_MANY = PROBLEM_TYPES["too-many-requests"].status
# What any question may be refused for.
COMMON_PROBLEMS = ("bad-request", "too-long", "invalid-parameter", "too-many-requests")
# And one that caches may keep, or may not.
CACHED_PROBLEMS, UNCACHED_PROBLEMS = ("precondition-failed", "unavailable"), ("unavailable",)


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of questions: GET only, read strictly, documented whole."""

    ARGUMENTS_PARSER = StrictParser()

    def register_views_in_doc(self, api: Api, *args: Any, **kwargs: Any) -> None:
        """Leave it to who asks for the contract."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *args, **kwargs))

    def operation(
        self,
        rule: str,
        operation: str,
        parameters: type[Schema],
        answer: type[Schema] | Mapping[str, Any],
        *,
        summary: str,
        description: str,
        content_type: str = JSON,
        path: Iterable[Mapping[str, Any]] = (),
        problems: Iterable[str] = (),
    ) -> Callable[[View], View]:
        """Route a view and document it.

        ``path`` documents path parameters; ``problems`` are the codes that it may answer besides
        those that every operation may.
        """

        def decorate(view: View) -> View:
            wrapped = self.response(
                200,
                answer,
                content_type=content_type,
                description="Answer",
                headers=headers_of(operation, answer, content_type),
            )(view)
            kept = cache_headers(operation)
            for document in _refusals(
                [*COMMON_PROBLEMS, *problems, *(CACHED_PROBLEMS if kept else UNCACHED_PROBLEMS)]
            ):
                wrapped = self.alt_response(**document)(wrapped)
            wrapped = self.alt_response(
                304,
                description="Not modified since the ETag that was sent",
                headers=header_references(kept),
                success=True,
            )(wrapped)
            # One for all requests: a class would be made into a schema again by each of them.
            wrapped = self.arguments(parameters(), location="query")(wrapped)
            words = {"operationId": operation, "summary": summary, "description": description}
            wrapped = self.doc(**words)(wrapped)
            routed: View = self.route(
                rule, methods=["GET"], endpoint=operation, parameters=list(path)
            )(wrapped)
            return routed

        return decorate


def _refusals(codes: Iterable[str]) -> list[dict[str, Any]]:
    """One documented answer for each status, with an example of each kind of problem."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(PROBLEM_TYPES[code].status, []).append(code)
    return [
        {
            "status_code": status,
            "schema": ProblemSchema,
            "content_type": PROBLEM_JSON,
            "description": " / ".join(PROBLEM_TYPES[code].title for code in of_status),
            "headers": header_references(
                ("Cache-Control", *(("Retry-After",) if status == TOO_MANY else ()))
            ),
            "examples": ImmutableDict(
                (code, {"summary": PROBLEM_TYPES[code].title, "value": example_of(code)})
                for code in of_status
            ),
        }
        for status, of_status in by_status.items()
    ]
