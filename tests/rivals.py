"""A second sample: rival claims, totals that restart, and figures that may not be added."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build

RIVALS = Path(__file__).parent / "arithmetic_sample"


@pytest.fixture(scope="session")
def rivals_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with the second sample built in it."""
    instance = tmp_path_factory.mktemp("rivals")
    build(folder_at(RIVALS), instance)
    return instance


@pytest.fixture(scope="session")
def rivals_client(rivals_instance: Path) -> FlaskClient:
    return create_app(Config(datasets=RIVALS, instance=rivals_instance)).test_client()
