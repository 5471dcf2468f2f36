"""Redocly and Spectral, independent linters of contracts, find nothing to complain of."""

import json
from pathlib import Path

import pytest

from api.config import HOME

HERE = Path(__file__).parent
CONTRACT = HOME / "openapi" / "openapi.json"


@pytest.mark.slow
def test_redocly_recommends_nothing(node):
    linted = node("redocly", "lint", "--extends=recommended", "--format=json", CONTRACT)
    assert linted.stdout, linted.stderr
    found = json.loads(linted.stdout)
    assert (found["totals"], found["problems"]) == ({"errors": 0, "warnings": 0, "ignored": 0}, [])


@pytest.mark.slow
def test_spectral_recommends_nothing(node):
    linted = node("spectral", "lint", "--ruleset", HERE / "spectral.yaml", "-f", "text", CONTRACT)
    told = "No results with a severity of 'error' found!\n"  # and none of another severity
    assert (linted.returncode, linted.stdout) == (0, told)


def test_the_lock_names_no_host():
    lock = (HERE / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
