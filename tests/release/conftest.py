"""The release of the sample on both engines."""

import pytest

from datasets.release.store.loader import current_release
from datasets.release.store.postgres import PostgresReleases


@pytest.fixture(scope="session")
def sample_file(sample_instance):
    release = current_release(sample_instance)
    yield release
    release.engine.dispose()


@pytest.fixture(scope="session")
def sample_database(sample_url):
    releases = PostgresReleases(sample_url, 2)
    yield releases.current
    releases.close()


@pytest.fixture(
    scope="session",
    params=["sample_file", pytest.param("sample_database", marks=pytest.mark.slow)],
    ids=["embedded", "postgresql"],
)
def sample_release(request):
    return request.getfixturevalue(request.param)
