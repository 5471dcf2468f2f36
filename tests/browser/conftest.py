"""Fixtures of the browser tests: a server on the curated ledgers, and the installed Chromium."""

from urllib.parse import urlsplit

import pytest

from tests.external_programs import program


@pytest.fixture(scope="session")
def base_url(curated_server):
    """The address of the server. pytest-playwright requires this name."""
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
def console(page):
    """The console messages and uncaught errors of the page."""
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    return messages


@pytest.fixture
def hosts(page):
    """The hosts of all requests. A data URL in a stylesheet has the host ''."""
    requested = set()
    page.on("request", lambda request: requested.add(urlsplit(request.url).netloc))
    return requested
