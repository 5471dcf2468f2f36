"""Changes of the curated ledgers: the same findings as the full check, within two seconds."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date

import pytest

from api.config import HOME
from datasets.curation.folder_files import files_at
from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.changes import (
    changed_lines,
    context_of_change,
    findings_of_change,
)
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from tests.ledger_edits import DISPLACEMENT, LOSSES, POPULATION, SOURCES, append, update

TODAY = date(2030, 1, 1)

# Changes of rows of several publishers; each is compared with the full check.
CHANGES = [
    pytest.param([append(LOSSES, 60, figure_id="losses-99999", value="1")], id="same-claim"),
    pytest.param(
        [
            append(
                LOSSES, 20000, figure_id="losses-99999", value="7", period="2022-02-24/2025-01-01"
            )
        ],
        id="a-total-among-others",
    ),
    pytest.param(
        [append(DISPLACEMENT, 9000, figure_id="displacement-99999", claimant="unhrc")],
        id="an-unknown-claimant",
    ),
    pytest.param(
        [append(POPULATION, 900, revision="3", change="revised", place="ua", note="")],
        id="a-revision-with-another-place",
    ),
    pytest.param([update(SOURCES, 12, published="2031-01-01")], id="a-later-document"),
    pytest.param([update(LOSSES, 33000, value="12,5")], id="an-edited-row"),
]


@pytest.fixture
def curated_copy(curated, tmp_path):
    folder = tmp_path / "datasets"
    folder.mkdir()
    shutil.copy(curated / "datapackage.json", folder)
    for part in ("ledgers", "reference"):
        shutil.copytree(curated / part, folder / part)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("edits", CHANGES)
def test_a_change_has_the_findings_of_the_full_check(curated, curated_copy, edits):
    for edit in edits:
        edit(curated_copy)
    files, base = files_at(curated_copy), files_at(curated)
    touched = changed_lines(files, base)
    _, lines = context_of_change(files, touched, TODAY, base)
    everything = findings(ValidationContext(folder_at(curated_copy), folder_at(curated), TODAY))
    expected = [finding for finding in everything if finding.line in lines.get(finding.file, ())]
    assert list(findings_of_change(files, touched, TODAY, base)) == expected
    assert {finding for finding in everything if finding.rule != "V47"} == set(expected)


def example_of_contributing():
    """The arguments of the command in CONTRIBUTING.md that adds a figure."""
    text = (HOME / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"^ +flask --app wsgi figures (add .*)$", text, re.MULTILINE)
    return shlex.split(command)


@pytest.mark.slow
def test_the_example_of_contributing_adds_a_figure_to_the_curated_ledgers(curated_copy):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "figures"]
    environment = {**os.environ, "FIGURES_DATASETS": str(curated_copy)}
    run = subprocess.run(
        [*command, *example_of_contributing(), "--yes"],
        cwd=HOME,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert re.search(r"^wrote population-\d{4} revision 1$", run.stdout, re.MULTILINE)
