"""What schemathesis thinks up from the contract, the application answers as the contract says.

Asked of the sample, so that it stays quick while the ledgers grow: only codes tell its contract
from the one that is committed.
"""

import json
import re

import pytest
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
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

from api.config import HOME
from api.parameters import ORDERED

PATHS = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]

# Made by the functions that make those of the losses, and workbooks by those that make the tables:
# a few questions show that they work.
TWINS = re.compile(r"/v1/(datasets/)?(evacuations|displacement|population|territory)\b|.*\.xlsx$")
RELEASE_ID = re.compile("[0-9a-f]{16}")
# Here the figures decide what is refused, and no contract can say so.
REFUSING = ("/v1/aggregates",)


@pytest.fixture(scope="session")
def document(client, tmp_path_factory):
    """The contract of the sample."""
    written = tmp_path_factory.mktemp("contract") / "openapi.json"
    client.application.test_cli_runner().invoke(args=["openapi", "write", str(written)])
    return json.loads(written.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_the_contract(client, document, path):
    contract = schemathesis.openapi.from_dict(document, config=config(path))
    contract.app = client.application
    contract.hook(filter_case)
    contract.hook(asked_of(client.get("/version").json))
    assert list(complaints(contract.include(path=path))) == []


def config(path):
    """The same cases each time; one for each boundary of each parameter except of twins."""
    accepted = PositiveDataAcceptanceConfig(enabled=path not in REFUSING)
    project = ProjectConfig(
        checks=ChecksConfig(positive_data_acceptance=accepted),
        generation=GenerationConfig(max_examples=15, deterministic=True, database="none"),
        phases=PhasesConfig(
            examples=ExamplesPhaseConfig(
                enabled=False
            ),  # each has a test; here all are sent at once
            coverage=CoveragePhaseConfig(enabled=not TWINS.match(path)),
            stateful=StatefulPhaseConfig(enabled=False),
        ),
    )
    return SchemathesisConfig(projects=ProjectsConfig(default=project))


def complaints(contract):
    """What schemathesis finds wrong, with the request that shows it."""
    for event in from_schema(contract).execute():
        if isinstance(event, NonFatalError | FatalError):
            yield str(event.info)
        if isinstance(event, ScenarioFinished):
            checks = [check for found in event.recorder.checks.values() for check in found]
            yield from (
                f"{check.failure_info.failure}\n{check.failure_info.code_sample}"
                for check in checks
                if check.failure_info
            )


# What a contract cannot say, and schemathesis cannot know.


def filter_case(_context, case):
    """One bound may not be above the other, a revision has no day, a row is one of a release."""
    asked = case.query
    in_order = all(is_in_order(asked.get(first), asked.get(second)) for first, second in ORDERED)
    pinned = not ("revision" in asked and {"as_of", "known_at"} & set(asked))
    placed = "after" not in asked or ("release" in asked and not asked.get("offset"))
    return in_order and pinned and placed


def asked_of(version):
    """Codes that are not listed are left out; a release that may exist is the one that does."""

    def map_case(_context, case):
        case.headers["Accept-Encoding"] = "identity"  # nothing unpacks an answer in-process
        for parameter in case.operation.query:
            listed = parameter.definition["schema"].get("items", {"enum": []})
            if "enum" not in listed:
                case.query.pop(parameter.name, None)
        for name in ("release", "first", "second"):
            if RELEASE_ID.fullmatch(str(case.query.get(name))):
                case.query[name] = version["release"]
        after = case.query.get("after")
        if isinstance(after, int) and after > version["rows"]:
            case.query["after"] = version["rows"]
        return case

    return map_case


def is_in_order(low, high):
    try:
        return low <= high
    except TypeError:  # one is missing, or is no bound at all
        return True
