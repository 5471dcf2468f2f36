"""A real server on the curated ledgers, and the browser of the system."""

from urllib.parse import urlsplit

import pytest

from tests.external_programs import program


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


@pytest.fixture
def complaints(page):
    """What the browser writes on its console."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture
def hosts(page):
    """The hosts that the browser asks; a picture inside a stylesheet has none."""
    asked = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked
