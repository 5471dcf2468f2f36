"""Static security checks, and security headers of every response."""

import json
import subprocess
import sys

import pytest

from api.config import HOME

CODE = ("api", "datasets", "deploy", "wsgi.py")
PATHS = json.loads((HOME / "openapi" / "openapi.json").read_text(encoding="utf-8"))["paths"]


@pytest.mark.slow
@pytest.mark.faults
def test_bandit_finds_nothing_of_medium_severity(results):
    run = subprocess.run(
        [sys.executable, "-m", "bandit", "-r", "-ll", "-q", "-f", "json", *CODE],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    findings = [
        f"{result['filename']}:{result['line_number']} {result['test_id']}"
        for result in json.loads(run.stdout)["results"]
    ]
    results.report("security", f"bandit: {len(findings)} findings of medium or high severity")
    assert findings == []


@pytest.mark.parametrize("path", [*PATHS, "/", "/docs", "/problems/not-found", "/nowhere"])
def test_every_response_has_security_headers_and_no_cookie(client, path):
    response = client.get(path.replace("{figure_id}", "losses-0001"), buffered=True)
    assert "Set-Cookie" not in response.headers
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
