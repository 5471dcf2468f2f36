"""Far more questions than the tests ask: ``python -m tests.contract.schemathesis_long [seed]``.

Every operation is asked with many examples and at every boundary, twins too; then all are walked
along the links. Prints what was asked; the status is 1 where anything answered was not as the
contract says. Another seed asks other questions.
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
from tests.contract.schemathesis_run import Effort, Outcome, thought_up

SAMPLE = Path(__file__).parent.parent / "samples" / "basic"
EXAMPLES = 150
WALKS = 500
STEPS = 8


def asked(folder: Path, seed: int | None) -> int:
    """Ask everything, print what came of it, and return how much was wrong."""
    build(folder_at(SAMPLE), folder)
    client = create_app(Config(datasets=SAMPLE, instance=folder)).test_client()
    document = contract_of(client, folder)
    paths = tuple(document["paths"])
    each = Effort(EXAMPLES, boundaries=True, seed=seed)
    outcomes = [told(path, thought_up(document, client, each, (path,))) for path in paths]
    walks = Effort(WALKS, steps=STEPS, seed=seed)
    walked = told("along the links", thought_up(document, client, walks, paths))
    for link, times in sorted(walked.links.items()):
        click.echo(f"{times:7} {link}")
    everything = [*outcomes, walked]
    questions = sum(outcome.statuses.total() for outcome in everything)
    wrong = sum(len(outcome.complaints) for outcome in everything)
    click.echo(f"{questions:7} questions, {wrong} complaints")
    return wrong


def contract_of(client: FlaskClient, folder: Path) -> dict[str, Any]:
    """The contract that the application writes; codes tell it from the one that is committed."""
    written = folder / "openapi.json"
    client.application.test_cli_runner().invoke(args=["openapi", "write", str(written)])
    contract: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return contract


def told(what: str, outcome: Outcome) -> Outcome:
    statuses = ", ".join(f"{times} x {code}" for code, times in sorted(outcome.statuses.items()))
    click.echo(f"{outcome.statuses.total():7} {what}: {statuses}")
    for complaint in outcome.complaints:
        click.echo(complaint)
    return outcome


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else None
    with TemporaryDirectory() as temporary:
        sys.exit(1 if asked(Path(temporary), chosen) else 0)
