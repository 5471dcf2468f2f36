import json

import pytest
from click.testing import CliRunner

from api.commands import commands
from api.config import Config
from datasets.release.engines import current_release
from tests.edits import LOSSES, cells

WRONG = {
    "file": LOSSES,
    "line": 2,
    "rule": "V03",
    "level": "error",
    "column": "basis",
    "message": "'basis' is required",
}


@pytest.fixture
def run(copy, tmp_path):
    """Run ``flask figures`` on a copy of the sample."""
    group = commands(Config(datasets=copy, instance=tmp_path / "instance"))
    return lambda *arguments: CliRunner().invoke(group, arguments)


def test_a_ledger_without_findings_passes(run):
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "21 rows: 0 errors, 0 warnings without a note\n"


def test_an_error_is_told_and_fails(run, copy):
    cells(LOSSES, 2, basis="")(copy)
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, f"{LOSSES}:2: V03 basis: 'basis' is required\n")
    assert result.stderr == "21 rows: 1 errors, 0 warnings without a note\n"


def test_a_warning_is_told_and_passes(run, copy):
    cells(LOSSES, 7, wording="over 1270")(copy)
    result = run("check")
    words = "wording says 'over' but quantifier is 'unqualified'"
    assert (result.exit_code, result.stdout) == (0, f"{LOSSES}:7: V35 quantifier: {words}\n")


def test_findings_can_be_read_by_a_program(run, copy):
    assert json.loads(run("check", "--json").stdout) == []
    cells(LOSSES, 2, basis="")(copy)
    assert json.loads(run("check", "--json").stdout) == [WRONG]


def test_a_base_that_git_does_not_know_is_refused(run):
    result = run("check", "--base", "nowhere")
    assert result.exit_code == 2
    assert "--base: fatal:" in result.stderr


def test_a_build_makes_a_release_current(run, tmp_path):
    told = run("build").stdout
    release = current_release(tmp_path / "instance")
    assert told == f"release {release.id}: 18 figures in 21 rows\n"
    release.engine.dispose()


def test_a_ledger_with_errors_is_not_built(run, copy, tmp_path):
    run("build")
    before = (tmp_path / "instance" / "current.json").read_bytes()
    cells(LOSSES, 2, basis="")(copy)
    result = run("build")
    assert (result.exit_code, result.stdout) == (1, f"{LOSSES}:2: V03 basis: 'basis' is required\n")
    assert result.stderr == "Error: 1 errors: the release stays as it was\n"
    assert (tmp_path / "instance" / "current.json").read_bytes() == before
