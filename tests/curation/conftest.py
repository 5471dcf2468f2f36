"""Validation of an edited copy of the sample."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from datasets.curation.ledger_files import DatasetsFolder, folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from tests.ledger_edits import Edit

TODAY = date(2024, 12, 31)

MessagesAfter = Callable[..., list[str]]


@pytest.fixture
def messages_after(copy: Path) -> MessagesAfter:
    """A function that edits a copy of the sample and returns the findings as text."""

    def validate(*edits: Edit, base: DatasetsFolder | None = None) -> list[str]:
        for edit in edits:
            edit(copy)
        return [
            str(finding) for finding in findings(ValidationContext(folder_at(copy), base, TODAY))
        ]

    return validate
