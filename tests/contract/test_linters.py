"""Redocly and Spectral, two linters of OpenAPI documents, report nothing."""

import json
from pathlib import Path

import pytest

from api.config import HOME

HERE = Path(__file__).parent
CONTRACT = HOME / "openapi" / "openapi.json"


@pytest.mark.slow
def test_redocly_reports_nothing(node):
    linted = node("redocly", "lint", "--extends=recommended", "--format=json", CONTRACT)
    assert linted.stdout, linted.stderr
    report = json.loads(linted.stdout)
    assert (report["totals"], report["problems"]) == (
        {"errors": 0, "warnings": 0, "ignored": 0},
        [],
    )


@pytest.mark.slow
def test_spectral_reports_nothing(node):
    linted = node("spectral", "lint", "--ruleset", HERE / "spectral.yaml", "-f", "text", CONTRACT)
    output = "No results with a severity of 'error' found!\n"  # nor results of other severities
    assert (linted.returncode, linted.stdout) == (0, output)


def test_the_lock_file_names_no_host():
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
