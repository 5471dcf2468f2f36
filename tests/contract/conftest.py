"""A real server on the curated ledgers, and the programs of npm."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.config import HOME
from tests.external_programs import program

HERE = Path(__file__).parent
# Nothing leaves the machine: no telemetry, no look for updates, and a proxy that nobody answers.
ALONE = {
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "127.0.0.1",
}


@pytest.fixture(scope="session")
def modules():
    """The folder of the programs of npm, installed by the first worker that asks."""
    folder = HERE / "node_modules"
    with (HERE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "openapi-fetch").exists():
            subprocess.run([program("npm"), "ci", "--silent"], cwd=HERE, check=True)
    return folder


@pytest.fixture(scope="session")
def node(modules):
    """Run a program of npm: its output, whatever its status."""

    def run(name, *arguments, cwd=HERE):
        return subprocess.run(
            [program("node"), modules / ".bin" / name, *arguments],
            cwd=cwd,
            env={**os.environ, **ALONE},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def service(curated_instance):
    """The address of gunicorn on a port that is free."""
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
