"""A change is checked with the same result as the whole folder."""

from datetime import date

import pytest

from datasets.curation.folder_files import FolderFiles, files_at
from datasets.curation.ledger_files import folder_at
from datasets.curation.validation.changes import (
    affected_lines,
    changed_lines,
    findings_of_change,
    rows_of,
)
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from tests.curation.validation.test_rules import INVALID, INVALID_SINCE, VALID, VALID_SINCE
from tests.ledger_edits import LOSSES

TODAY = date(2024, 12, 31)


def compared_with_full_check(files: FolderFiles, base: FolderFiles) -> tuple[list[str], list[str]]:
    """Findings of the change, and of all rows without unused rows that were not touched."""
    touched = changed_lines(files, base)
    context = ValidationContext(folder_at(files.root), folder_at(base.root), TODAY)
    return (
        [str(finding) for finding in findings_of_change(files, touched, TODAY, base)],
        [
            str(finding)
            for finding in findings(context)
            if finding.rule != "V47" or finding.line in touched.get(finding.file, ())
        ],
    )


@pytest.mark.parametrize(
    "edits",
    [pytest.param(case[1], id=case[0]) for case in INVALID + VALID + INVALID_SINCE + VALID_SINCE],
)
def test_a_change_has_the_findings_of_the_full_check(copy, sample, edits):
    for edit in edits:
        edit(copy)
    of_change, of_everything = compared_with_full_check(files_at(copy), files_at(sample))
    assert of_change == of_everything


@pytest.mark.parametrize(
    ("line", "related"),
    [
        pytest.param(2, {2}, id="a-figure-alone"),
        pytest.param(3, {3, 4, 8, 9}, id="the-revisions-of-a-figure"),
        pytest.param(5, {5, 6, 7}, id="the-figures-of-a-question"),
    ],
)
def test_a_row_affects_its_figure_and_its_question(sample, line, related):
    rows = {LOSSES: rows_of((sample / LOSSES).read_bytes())}
    assert affected_lines(rows, {LOSSES: frozenset({line})}, ()) == {LOSSES: related}


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1,2\n", {1: b"a,b", 2: b"1,2"}),
        (b"a,b\n1,2", {1: b"a,b", 2: b"1,2"}),
        (b'a,b\n1,"2\n3"\n4,5\n', {1: b"a,b", 3: b'1,"2\n3"', 4: b"4,5"}),
        (b'a\n"1\n2\n3"\n', {1: b"a", 4: b'"1\n2\n3"'}),
    ],
    ids=["lines", "no-newline-at-the-end", "a-cell-of-two-lines", "a-cell-of-three-lines"],
)
def test_rows_have_the_number_of_their_last_line(content, rows):
    assert rows_of(content) == rows
