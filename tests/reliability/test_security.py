"""What a reader of the code, and of every answer, looks for first."""

import json
import subprocess
import sys

import pytest

from api.config import HOME

CODE = ("api", "datasets", "deploy", "wsgi.py")
PATHS = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]


@pytest.mark.slow
@pytest.mark.faults
def test_bandit_finds_nothing_of_medium_severity(measured):
    run = subprocess.run(
        [sys.executable, "-m", "bandit", "-r", "-ll", "-q", "-f", "json", *CODE],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{each['filename']}:{each['line_number']} {each['test_id']}"
        for each in json.loads(run.stdout)["results"]
    ]
    measured.tell("security", f"bandit: {len(found)} findings of medium or high severity")
    assert found == []


@pytest.mark.parametrize("path", [*PATHS, "/", "/docs", "/problems/not-found", "/nowhere"])
def test_no_answer_sets_a_cookie_or_lets_a_page_run_what_it_was_not_given(client, path):
    answer = client.get(path.replace("{figure_id}", "losses-0001"), buffered=True)
    assert "Set-Cookie" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
