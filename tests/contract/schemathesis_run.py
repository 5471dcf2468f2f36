"""Run schemathesis on a contract: how many requests, and the result."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
from schemathesis.config._checks import (
    NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES,
    NegativeDataRejectionConfig,
)
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.schemas import BaseSchema

from api.parameters.filters import VINTAGES
from api.parameters.parser import ORDERED_PARAMETERS

# Valid parameters may be refused because of the figures, which a contract cannot express.
REFUSALS = [*NEGATIVE_DATA_REJECTION_EXPECTED_STATUSES, "414"]  # a list may be too long for a URL
MAY_REFUSE = ("/v1/aggregates", "/v1/aggregates.csv")


@dataclass(frozen=True, slots=True)
class Effort:
    """Number of examples, whether to test boundaries, and the steps along links (0: no links).

    Without a ``seed`` the examples are the same each time.
    """

    examples: int
    boundaries: bool = False
    steps: int = 0
    seed: int | None = None


@dataclass(slots=True)
class Outcome:
    """The count of each status and of each link, and all failures."""

    statuses: Counter[int] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def run_schemathesis(
    document: dict[str, Any], client: FlaskClient, effort: Effort, paths: tuple[str, ...]
) -> Outcome:
    """Run requests for paths of a contract; with steps, from one path to another along links."""
    contract = schemathesis.openapi.from_dict(document, config=_config(effort, paths))
    contract.app = client.application
    contract.hook(_case_hook(client.get("/version").json))
    return _outcome(contract.include(path=list(paths)))


def _config(effort: Effort, paths: tuple[str, ...]) -> SchemathesisConfig:
    accepted = PositiveDataAcceptanceConfig(enabled=not set(paths) & set(MAY_REFUSE))
    refused = NegativeDataRejectionConfig(expected_statuses=REFUSALS)
    fixed = effort.seed is None
    project = ProjectConfig(
        checks=ChecksConfig(positive_data_acceptance=accepted, negative_data_rejection=refused),
        generation=GenerationConfig(
            max_examples=effort.examples, deterministic=fixed, database="none"
        ),
        phases=PhasesConfig(
            examples=ExamplesPhaseConfig(enabled=False),  # they have tests of their own
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
            outcome.failures.append(str(event.info))
        if isinstance(event, ScenarioFinished):
            cases = event.recorder.cases.values()
            outcome.links.update(case.transition.id for case in cases if case.transition)
            interactions = event.recorder.interactions.values()
            responses = [interaction.response for interaction in interactions]
            outcome.statuses.update(response.status_code for response in responses if response)
            outcome.failures += _failures(event)
    return outcome


def _failures(event: ScenarioFinished) -> Iterator[str]:
    """The failed checks, each with the request."""
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.failure_info:
                yield f"{check.failure_info.failure}\n{check.failure_info.code_sample}"


def _case_hook(version: dict[str, Any]) -> Any:
    """A hook that makes requests valid by rules that a contract cannot express.

    It removes codes that the contract does not list, and parameters that contradict others.
    """

    def map_case(_context: Any, case: Any) -> Any:
        case.headers["Accept-Encoding"] = "identity"  # the in-process client does not decompress
        for parameter in case.operation.query:
            items = parameter.definition["schema"].get("items", {"enum": []})
            if "enum" not in items:
                case.query.pop(parameter.name, None)
        if case.meta.generation.mode.is_positive:
            _remove_contradictions(case.query, getattr(case.meta.phase.data, "parameter", None))
            _use_existing_release(case.query, version)
            _use_days_that_have_begun(case.query)
        return case

    return map_case


def _remove_contradictions(query: dict[str, Any], tested: str | None) -> None:
    """Of two parameters that contradict each other, remove the one that is not tested.

    A minimum must not be above its maximum. ``revision`` excludes a vintage, ``after`` an offset.
    """
    contradictions = [
        *(
            (first, second)
            for first, second in ORDERED_PARAMETERS
            if _is_above(query, first, second)
        ),
        *(("revision", vintage) for vintage in VINTAGES),
        ("after", "offset"),
    ]
    for first, second in contradictions:
        if first in query and second in query:
            del query[first if tested == second else second]


def _use_existing_release(query: dict[str, Any], version: dict[str, Any]) -> None:
    """Replace a release id by that of the current release, and a row by one of its rows."""
    for name in {"release", "first", "second"} & set(query):
        query[name] = version["release"]
    if "after" in query:
        query["release"] = version["release"]
        query["after"] = min(int(query["after"]), version["rows"])


def _use_days_that_have_begun(query: dict[str, Any]) -> None:
    """Replace a vintage in the future by today."""
    today = datetime.now(UTC).date().isoformat()
    for name in VINTAGES:
        if isinstance(query.get(name), str):
            query[name] = min(query[name], today)


def _is_above(query: dict[str, Any], first: str, second: str) -> bool:
    try:
        return bool(query[first] > query[second])
    except (KeyError, TypeError):  # one is missing or has an invalid type
        return False
