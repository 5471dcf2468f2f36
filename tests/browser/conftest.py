"""A real server on the curated ledgers, and the browser of the system."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from api.config import HOME
from tests.programs import program


@pytest.fixture(scope="session")
def base_url(curated_instance):
    """The address of gunicorn, started as `make serve` does, on a port that is free."""
    command = "--bind 127.0.0.1:0 --workers 2 --threads 4 --no-control-socket wsgi:app"
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *command.split()],
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(curated_instance)},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        yield address_in(server.stderr)
        server.terminate()
        server.communicate()


def address_in(log):
    """The address that gunicorn says it listens at."""
    said = []
    for line in log:
        said.append(line)
        if "Listening at: " in line:
            return line.split("Listening at: ")[1].split()[0]
    return pytest.fail("".join(said))


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
