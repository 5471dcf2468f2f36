"""Fixtures for all tests: a sample small enough to check by eye, and the curated ledgers."""

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.config import HOME, Config
from datasets.curation.ledger_files import DatasetsFolder, folder_at
from datasets.release.compiler.build import build
from datasets.release.release import Release
from datasets.release.store.loader import current_release
from datasets.release.store.publish import publish
from tests.ledger_edits import LOSSES, update
from tests.release.store.postgres.server import Server, running
from tests.servers import serving

SAMPLES = Path(__file__).parent / "samples"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that read the curated ledgers or need a database server as slow."""
    slow_fixtures = {"curated_folder", "curated_instance", "curated_client", "postgresql"}
    for item in items:
        if slow_fixtures & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def sample() -> Path:
    return SAMPLES / "basic"


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return Path(shutil.copytree(sample, tmp_path / "datasets"))


@pytest.fixture(scope="session")
def sample_folder(sample: Path) -> DatasetsFolder:
    return folder_at(sample)


@pytest.fixture(scope="session")
def sample_instance(
    sample_folder: DatasetsFolder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder of releases with the sample built in it."""
    instance = tmp_path_factory.mktemp("sample")
    build(sample_folder, instance)
    return instance


@pytest.fixture(scope="session")
def noted_folder(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> DatasetsFolder:
    """The sample with one more note: another release."""
    ledgers = Path(shutil.copytree(sample, tmp_path_factory.mktemp("noted") / "datasets"))
    update(LOSSES, 2, note="Seen.")(ledgers)
    return folder_at(ledgers)


@pytest.fixture(scope="session")
def two_releases(
    sample_instance: Path, noted_folder: DatasetsFolder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with two releases of the sample; the second one, with a note, is current."""
    instance = Path(shutil.copytree(sample_instance, tmp_path_factory.mktemp("two") / "instance"))
    build(noted_folder, instance)
    return instance


@pytest.fixture(scope="session")
def sample_release(sample_instance: Path) -> Iterator[Release]:
    release = current_release(sample_instance)
    yield release
    release.engine.dispose()


@pytest.fixture(scope="session")
def client(sample: Path, sample_instance: Path) -> FlaskClient:
    return create_app(Config(datasets=sample, instance=sample_instance)).test_client()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server that listens on a Unix socket in a temporary folder."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def sample_url(sample_instance: Path, postgresql: Server) -> str:
    """The address of a database with the sample published in it."""
    url = postgresql.database("sample")
    publish(sample_instance, url)
    return url


@pytest.fixture(scope="session")
def shared_client(sample: Path, sample_url: str) -> FlaskClient:
    """The sample, served from PostgreSQL."""
    return create_app(Config(datasets=sample, database_url=sample_url)).test_client()


@pytest.fixture(scope="session")
def curated() -> Path:
    return HOME / "datasets"


@pytest.fixture(scope="session")
def curated_folder(curated: Path) -> DatasetsFolder:
    return folder_at(curated)


@pytest.fixture(scope="session")
def curated_instance(
    curated_folder: DatasetsFolder, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """A folder of releases with the curated ledgers, built by the first worker that needs it."""
    base = tmp_path_factory.getbasetemp()
    instance = (base if worker_id == "master" else base.parent) / "curated"
    instance.mkdir(exist_ok=True)
    with (instance / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (instance / "current.json").exists():
            build(curated_folder, instance)
    return instance


@pytest.fixture(scope="session")
def curated_client(curated: Path, curated_instance: Path) -> FlaskClient:
    return create_app(Config(datasets=curated, instance=curated_instance)).test_client()


@pytest.fixture(scope="session")
def curated_server(curated_instance: Path) -> Iterator[str]:
    """The address of a real server on the curated ledgers."""
    with serving(curated_instance) as server:
        yield server.address


@pytest.fixture(scope="session")
def rivals() -> Path:
    """A second sample: rival claims, totals that restart, and figures that may not be added."""
    return SAMPLES / "rivals"


@pytest.fixture(scope="session")
def rivals_instance(rivals: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with the second sample built in it."""
    instance = tmp_path_factory.mktemp("rivals")
    build(folder_at(rivals), instance)
    return instance


@pytest.fixture(scope="session")
def rivals_client(rivals: Path, rivals_instance: Path) -> FlaskClient:
    return create_app(Config(datasets=rivals, instance=rivals_instance)).test_client()
