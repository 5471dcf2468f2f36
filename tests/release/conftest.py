"""The sample's release on either engine."""

import pytest

from datasets.release.engines import current_release
from datasets.release.shared import SharedReleases


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]
)
def sample_release(request, sample_instance):
    if request.param == "postgresql":
        releases = SharedReleases(request.getfixturevalue("sample_url"), 2)
        yield releases.current
        releases.close()
        return
    release = current_release(sample_instance)
    yield release
    release.engine.dispose()
