"""What the rules find in a changed copy of the sample."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from datasets.curation.ledger_files import DatasetsFolder, folder_at
from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from tests.ledger_edits import Edit

TODAY = date(2024, 12, 31)

Found = Callable[..., list[str]]


@pytest.fixture
def found(copy: Path) -> Found:
    """What the rules say, in words, of the sample after some edits."""

    def found_after(*edits: Edit, base: DatasetsFolder | None = None) -> list[str]:
        for edit in edits:
            edit(copy)
        return [
            str(finding) for finding in findings(ValidationContext(folder_at(copy), base, TODAY))
        ]

    return found_after
