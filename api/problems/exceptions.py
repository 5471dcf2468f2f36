"""exceptions."""

from collections.abc import Iterable, Mapping
from typing import Any


class ProblemException(Exception):
    """A request that is understood and refused."""

    def __init__(
        self,
        code: str,
        detail: str,
        errors: Iterable[Mapping[str, Any]] = (),
        alternatives: Iterable[str] = (),
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.alternatives = tuple(alternatives)
        self.headers = tuple(headers)


def invalid_parameter(
    parameter: str, detail: str, code: str = "invalid-parameter"
) -> ProblemException:
    """A refusal that blames one parameter."""
    error = {"parameter": parameter, "code": code, "detail": detail}
    return ProblemException(code, f"Parameter '{parameter}': {detail}.", [error])


def not_found(what: str, near: Iterable[str] = ()) -> ProblemException:
    """A refusal for an id that does not exist."""
    return ProblemException("not-found", what, alternatives=near)
