"""Fixtures: a server on the curated ledgers, and programs from npm."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.config import HOME
from tests.external_programs import program

HERE = Path(__file__).parent
# Disable telemetry and update checks, and block other hosts with a proxy that does not exist.
OFFLINE = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "127.0.0.1",
}


@pytest.fixture(scope="session")
def modules():
    """The folder of npm packages, installed by the first worker that needs it."""
    folder = HERE / "node_modules"
    with (HERE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "openapi-fetch").exists():
            subprocess.run([program("npm"), "ci", "--silent"], cwd=HERE, check=True)
    return folder


@pytest.fixture(scope="session")
def node(modules):
    """A function that runs a program from npm and returns the completed process."""

    def run(name, *arguments, cwd=HERE):
        return subprocess.run(
            [program("node"), modules / ".bin" / name, *arguments],
            cwd=cwd,
            env={**os.environ, **OFFLINE},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def service(curated_instance):
    """The URL of gunicorn on a free port."""
    command = "--bind 127.0.0.1:0 --threads 4 --no-control-socket wsgi:app"
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *command.split()],
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(curated_instance)},
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        yield next(
            line.split("Listening at: ")[1].split()[0]
            for line in server.stderr
            if "Listening at: " in line
        )
        server.terminate()
        server.communicate()
