"""Run many more requests than the tests: ``python -m tests.contract.schemathesis_long [seed]``.

Tests every operation with many examples and at every boundary, then all operations along the links.
Prints the counts. The exit status is 1 if a response does not conform to the contract. Another seed
generates other requests.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.testing import FlaskClient

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build
from tests.contract.schemathesis_run import Effort, Outcome, run_schemathesis

SAMPLE = Path(__file__).parent.parent / "samples" / "basic"
EXAMPLES = 150
LINK_EXAMPLES = 500
STEPS = 8


def run(folder: Path, seed: int | None) -> int:
    """Run all requests, print the results, and return the number of failures."""
    build(folder_at(SAMPLE), folder)
    client = create_app(Config(datasets=SAMPLE, instance=folder)).test_client()
    document = contract_of(client, folder)
    paths = tuple(document["paths"])
    effort = Effort(EXAMPLES, boundaries=True, seed=seed)
    outcomes = [
        printed(path, run_schemathesis(document, client, effort, (path,))) for path in paths
    ]
    effort = Effort(LINK_EXAMPLES, steps=STEPS, seed=seed)
    outcome = printed("along the links", run_schemathesis(document, client, effort, paths))
    for link, times in sorted(outcome.links.items()):
        click.echo(f"{times:7} {link}")
    outcomes.append(outcome)
    requests = sum(outcome.statuses.total() for outcome in outcomes)
    failures = sum(len(outcome.failures) for outcome in outcomes)
    click.echo(f"{requests:7} requests, {failures} failures")
    return failures


def contract_of(client: FlaskClient, folder: Path) -> dict[str, Any]:
    """The contract of the application; its codes differ from those of the committed one."""
    path = folder / "openapi.json"
    client.application.test_cli_runner().invoke(args=["openapi", "write", str(path)])
    contract: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return contract


def printed(title: str, outcome: Outcome) -> Outcome:
    statuses = ", ".join(f"{times} x {code}" for code, times in sorted(outcome.statuses.items()))
    click.echo(f"{outcome.statuses.total():7} {title}: {statuses}")
    for failure in outcome.failures:
        click.echo(failure)
    return outcome


if __name__ == "__main__":
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with TemporaryDirectory() as temporary:
        sys.exit(1 if run(Path(temporary), seed) else 0)
