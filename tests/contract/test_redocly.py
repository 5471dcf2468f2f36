"""Redocly, an independent linter of contracts, finds nothing to complain of."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from api.config import HOME
from tests.programs import program

HERE = Path(__file__).parent
REDOCLY = HERE / "node_modules" / ".bin" / "redocly"
# Nothing leaves the machine: no telemetry, no look for updates, and a proxy that nobody answers.
ALONE = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
}


@pytest.mark.slow
def test_redocly_recommends_nothing():
    if not REDOCLY.exists():
        subprocess.run([program("npm"), "ci", "--silent"], cwd=HERE, check=True)
    linted = subprocess.run(
        [
            program("node"),
            REDOCLY,
            "lint",
            "--extends=recommended",
            "--format=json",
            "openapi.json",
        ],
        cwd=HOME / "openapi",
        env={**os.environ, **ALONE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.stdout, linted.stderr
    found = json.loads(linted.stdout)
    assert (found["totals"], found["problems"]) == ({"errors": 0, "warnings": 0, "ignored": 0}, [])


def test_the_lock_names_no_host():
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
