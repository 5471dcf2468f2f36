"""The commands in docs/postgresql.md work as documented."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from api.config import HOME
from datasets.release.store import postgres_connections as connections
from tests.polling import until
from tests.release.store.postgres.server import rows
from tests.servers import free_port

PAGE = (HOME / "docs" / "postgresql.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (\S.*)$", PAGE.replace("\\\n", " "), re.MULTILINE)


def arguments_of(command: str, url: str, port: int) -> list[str]:
    """The arguments of a command, for another database, port and Python environment."""
    binaries = f"{Path(sys.executable).parent}/"
    command_here = re.sub(r"postgresql://\w+@db.example.org/figures", url, command)
    return command_here.replace(".venv/bin/", binaries).replace(":8000", f":{port}").split()


def test_publish_and_serve_as_documented(url, sample, sample_instance, postgresql):
    folders = {"FIGURES_DATASETS": str(sample), "FIGURES_INSTANCE": str(sample_instance)}
    publish, serve = COMMANDS[2], COMMANDS[-1]
    rows(url, "CREATE ROLE api LOGIN")
    arguments = arguments_of(publish, url, 0)
    result = subprocess.run(
        arguments,
        cwd=HOME,
        env={**os.environ, **folders},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.endswith("21 rows, loaded, now current\n")
    port = free_port()
    setting, *arguments = arguments_of(serve, url.replace("postgres@", "api@"), port)
    name, _, value = setting.partition("=")
    environment = {**os.environ, **folders, name: value, "FIGURES_INSTANCE": "nowhere"}
    server = subprocess.Popen(arguments, cwd=HOME, env=environment, stderr=subprocess.DEVNULL)
    try:
        until(lambda: is_serving(f"http://127.0.0.1:{port}/health"), 30)
    finally:
        server.terminate()
        assert server.wait(15) == 0


def is_serving(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # of our own server
            return response.status == 200
    except OSError:
        return False


def test_the_documented_times_are_those_of_the_program():
    times = (
        connections.MAX_QUEUE_S,
        connections.MAX_STATEMENT_MS / 1000,
        connections.MAX_SILENCE_S,
        connections.MAX_CONNECT_S,
    )
    documented = re.search(r"waits (\S+) s .*? after (\S+) s, .*? after (\S+) s .*? after (\S+) s",
                           PAGE, re.DOTALL)  # fmt: skip
    assert tuple(map(float, documented.groups())) == times
