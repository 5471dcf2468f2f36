"""Problem documents (RFC 9457): one frozen value, and the function that serializes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.problems.types import PROBLEM_TYPES
from api.schemas.problem import ProblemSchema

SCHEMA = ProblemSchema()


def problem_document(problem: "Problem") -> dict[str, Any]:
    """The document of a problem, without empty lists."""
    members: dict[str, Any] = SCHEMA.dump(problem)
    return {name: value for name, value in members.items() if value != []}


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence of a problem type.

    ``instance`` is the URL of the request, ``alternatives`` are URLs that work, and ``errors``
    have the keys of ``ProblemErrorSchema``.
    """

    code: str
    detail: str
    instance: str
    errors: tuple[Mapping[str, Any], ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        return f"/problems/{self.code}"

    @property
    def title(self) -> str:
        return PROBLEM_TYPES[self.code].title

    @property
    def status(self) -> int:
        return PROBLEM_TYPES[self.code].status
