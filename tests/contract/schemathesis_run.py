"""What schemathesis thinks up from a contract, how much of it, and what it finds wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from flask.testing import FlaskClient
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    PositiveDataAcceptanceConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.schemas import BaseSchema

from api.parameters.filters import VINTAGES
from api.parameters.query import ORDERED_PARAMETERS

# Here the figures decide what is refused, and no contract can say so.
REFUSING = ("/v1/aggregates",)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is thought up: examples, one question for each boundary, walks along the links.

    Walks have ``steps`` steps, none where it is zero. ``seed`` chooses other examples; without one
    they are the same each time.
    """

    examples: int
    boundaries: bool = False
    steps: int = 0
    seed: int | None = None


@dataclass(slots=True)
class Outcome:
    """How often each status was answered and each link followed, and every complaint."""

    statuses: Counter[int] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)


def thought_up(
    document: dict[str, Any], client: FlaskClient, effort: Effort, paths: tuple[str, ...]
) -> Outcome:
    """Ask the paths of a contract, one by one or, where links are followed, together."""
    contract = schemathesis.openapi.from_dict(document, config=_config(effort, paths))
    contract.app = client.application
    contract.hook(_asked_of(client.get("/version").json))
    return _outcome(contract.include(path=list(paths)))


def _config(effort: Effort, paths: tuple[str, ...]) -> SchemathesisConfig:
    accepted = PositiveDataAcceptanceConfig(enabled=not set(paths) & set(REFUSING))
    fixed = effort.seed is None
    project = ProjectConfig(
        checks=ChecksConfig(positive_data_acceptance=accepted),
        generation=GenerationConfig(
            max_examples=effort.examples, deterministic=fixed, database="none"
        ),
        phases=PhasesConfig(
            examples=ExamplesPhaseConfig(
                enabled=False
            ),  # each has a test; here all are sent at once
            coverage=CoveragePhaseConfig(enabled=effort.boundaries),
            fuzzing=FuzzingPhaseConfig(enabled=not effort.steps),
            stateful=StatefulPhaseConfig(
                enabled=bool(effort.steps), max_steps=effort.steps, link_calibration=False
            ),
        ),
    )
    return SchemathesisConfig(projects=ProjectsConfig(default=project), seed=effort.seed)


def _outcome(contract: BaseSchema) -> Outcome:
    outcome = Outcome()
    for event in from_schema(contract).execute():
        if isinstance(event, NonFatalError | FatalError):
            outcome.complaints.append(str(event.info))
        if isinstance(event, ScenarioFinished):
            asked, answered = event.recorder.cases.values(), event.recorder.interactions.values()
            outcome.links.update(case.transition.id for case in asked if case.transition)
            outcome.statuses.update(one.response.status_code for one in answered if one.response)
            outcome.complaints += _failures(event)
    return outcome


def _failures(event: ScenarioFinished) -> Iterator[str]:
    """What is wrong, with the request that shows it."""
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info:
                yield f"{check.failure_info.failure}\n{check.failure_info.code_sample}"


# What a contract cannot say, and schemathesis cannot know.


def _asked_of(version: dict[str, Any]) -> Any:
    """Codes that are not listed are left out; what is meant to be valid agrees with itself."""

    def map_case(_context: Any, case: Any) -> Any:
        case.headers["Accept-Encoding"] = "identity"  # nothing unpacks an answer in-process
        for parameter in case.operation.query:
            listed = parameter.definition["schema"].get("items", {"enum": []})
            if "enum" not in listed:
                case.query.pop(parameter.name, None)
        if case.meta.generation.mode.is_positive:
            _agreeing(case.query, getattr(case.meta.phase.data, "parameter", None))
            _existing(case.query, version)
        return case

    return map_case


def _agreeing(asked: dict[str, Any], meant: str | None) -> None:
    """Of two parameters that contradict each other, keep the one that the question is about.

    One bound may not be above the other, a revision has no day, a row is not also counted to.
    """
    contradictions = [
        *(
            (first, second)
            for first, second in ORDERED_PARAMETERS
            if _is_above(asked, first, second)
        ),
        *(("revision", clock) for clock in VINTAGES),
        ("after", "offset"),
    ]
    for first, second in contradictions:
        if first in asked and second in asked:
            del asked[first if meant == second else second]


def _existing(asked: dict[str, Any], version: dict[str, Any]) -> None:
    """A release is the one that exists, and so is a row of it."""
    for name in {"release", "first", "second"} & set(asked):
        asked[name] = version["release"]
    if "after" in asked:
        asked["release"] = version["release"]
        asked["after"] = min(int(asked["after"]), version["rows"])


def _is_above(asked: dict[str, Any], first: str, second: str) -> bool:
    try:
        return bool(asked[first] > asked[second])
    except (KeyError, TypeError):  # one is missing, or is no bound at all
        return False
