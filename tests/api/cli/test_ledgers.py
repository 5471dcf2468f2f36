"""``flask figures check``. The tests of ``import`` are in tests/curation/importers."""

import json

import pytest

from tests.ledger_edits import LOSSES, update

FINDING = {
    "file": LOSSES,
    "line": 2,
    "rule": "V03",
    "level": "error",
    "column": "basis",
    "message": "'basis' is required",
}


def test_a_ledger_without_findings_passes(run):
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "21 rows checked: 0 errors, 0 warnings without a note\nnext: run flask figures build\n"
    )


@pytest.mark.parametrize(
    ("cell", "exit_code", "stdout", "stderr"),
    [
        (
            (2, {"basis": ""}),
            1,
            f"{LOSSES}:2: V03 basis: 'basis' is required\n",
            "21 rows checked: 1 error, 0 warnings without a note\n"
            "next: correct the errors, then run flask figures check again\n",
        ),
        (
            (7, {"wording": "over 1270"}),
            0,
            f"{LOSSES}:7: V35 quantifier: wording says 'over' but quantifier is 'unqualified'\n",
            "21 rows checked: 0 errors, 1 warning without a note\n"
            "next: explain each warning in the note of its row, or run flask figures build\n",
        ),
    ],
    ids=["error", "warning"],
)
def test_only_an_error_fails(run, copy, cell, exit_code, stdout, stderr):
    line, values = cell
    update(LOSSES, line, **values)(copy)
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (exit_code, stdout, stderr)


def test_findings_can_be_printed_as_json(run, copy):
    assert json.loads(run("check", "--json").stdout) == []
    update(LOSSES, 2, basis="")(copy)
    assert json.loads(run("check", "--json").stdout) == [FINDING]


def test_a_base_that_git_does_not_know_is_refused(run):
    result = run("check", "--base", "nowhere")
    assert result.exit_code == 2
    assert "--base: fatal:" in result.stderr
