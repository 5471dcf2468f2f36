"""``flask figures check``. The tests of ``import`` are in tests/curation/importers."""

import json
import subprocess

import pytest

from tests.ledger_edits import EVACUATIONS, LOSSES, append, update

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


@pytest.fixture
def committed(copy):
    """The copy of the sample in a git repository, with an error in a row of evacuations."""
    update(EVACUATIONS, 2, basis="")(copy)
    identity = ("-c", "user.name=Curator", "-c", "user.email=curator@example.org")
    for args in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "Sample"]):
        subprocess.run(["git", "-C", str(copy), *args], check=True)
    return copy


def test_only_changed_rows_and_related_rows_are_checked(run, committed):
    result = run("check", "--changed")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("0 rows checked: 0 errors, 0 warnings without a note\n")
    append(LOSSES, 5, figure_id="losses-0009", period="2022-02-24/2024-09-06",
           claimed_on="2024-09-06",
           value="623991", wording="personnel 623991")(committed)  # fmt: skip
    result = run("check", "--changed")
    assert (result.exit_code, result.stdout.splitlines()) == (1, [
        f"{LOSSES}:5: V37 value: total fell from 623991 (losses-0009) to 623990; "
        "a re-based series?",
        f"{LOSSES}:13: V25 recorded_on: recorded_on 2024-09-08 is earlier than the newest row of "
        "the base (2024-10-02); it would change past vintages",
    ])  # fmt: skip
    assert result.stderr.startswith("1 row checked: 1 error, 1 warning without a note\n")
    assert len(run("check").stdout.splitlines()) == 2


def test_changed_rows_need_a_git_revision(run):
    result = run("check", "--changed", "--base", "nowhere")
    assert result.exit_code == 2
    assert "--base: fatal:" in result.stderr
