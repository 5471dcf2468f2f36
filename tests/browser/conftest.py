"""A real server on the curated ledgers, and the browser of the system."""

import pytest

from tests.programs import program


@pytest.fixture(scope="session")
def base_url(curated_server):
    """What the browser opens; the name is the one that pytest-playwright knows."""
    return curated_server


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": program("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-quic",
            "--disable-background-networking",
            "--no-first-run",
        ],
    }
