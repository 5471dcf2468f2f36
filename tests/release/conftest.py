"""The release of the sample on both engines."""

import pytest

from datasets.release.store.loader import current_release
from datasets.release.store.postgres import PostgresReleases


@pytest.fixture(scope="session")
def sample_file(sample_instance):
    release = current_release(sample_instance)
    yield release
    release.engine.dispose()


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
)
def sample_release(request):
    if request.param == "sqlite":
        yield request.getfixturevalue("sample_file")
        return
    releases = PostgresReleases(request.getfixturevalue("sample_url"), 2)
    yield releases.current
    releases.close()
