"""Fixtures of the command tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import command_group
from api.config import Config


@pytest.fixture
def run(copy: Path, tmp_path: Path) -> Callable[..., Result]:
    """Run ``flask figures`` on a copy of the sample ledgers, with an empty instance folder."""
    group = command_group(Config(datasets=copy, instance=tmp_path / "instance"))
    return lambda *args: CliRunner().invoke(group, args)
