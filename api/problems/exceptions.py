"""The exception that becomes a problem document, and functions that make the common ones."""

from collections.abc import Iterable, Mapping
from typing import Any


class ProblemException(Exception):
    """A request that is refused.

    ``code`` is a key of ``PROBLEM_TYPES``, ``errors`` have the keys of ``ProblemErrorSchema``, and
    ``alternatives`` are URLs that work.
    """

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
    parameter: str,
    detail: str,
    code: str = "invalid-parameter",
    alternatives: Iterable[str] = (),
) -> ProblemException:
    """The exception for one parameter that is wrong."""
    error = {"parameter": parameter, "code": code, "detail": detail}
    return ProblemException(code, parameter_sentence(parameter, detail), [error], alternatives)


def parameter_sentence(parameter: str, detail: str) -> str:
    """Return the detail of an error as a sentence that names the parameter."""
    return f"Parameter '{parameter}': {detail}{'' if detail.endswith('?') else '.'}"


def not_found(detail: str, alternatives: Iterable[str] = ()) -> ProblemException:
    """The exception for an id that does not exist."""
    return ProblemException("not-found", detail, alternatives=alternatives)
