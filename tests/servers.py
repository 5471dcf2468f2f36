"""The program served in a process of its own, started by a command as it stands."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pytest

from api.config import HOME

NOTHING: Mapping[str, str] = MappingProxyType({})
# As `make serve` does, on a port that is free.
SERVE = (
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "2"),
    *("--threads", "4", "--limit-request-line", "8190", "--no-control-socket", "wsgi:app"),
)


@dataclass(frozen=True)
class Server:
    """Where a server listens, and what it writes on standard error."""

    address: str
    log: IO[str]


@contextmanager
def serving(
    instance: Path, command: Sequence[str] = SERVE, settings: Mapping[str, str] = NOTHING
) -> Iterator[Server]:
    """A gunicorn on a folder of releases, which is stopped at the end."""
    with subprocess.Popen(
        command,
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(instance), **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            said = line_with("Listening at: ", process.stderr)
            yield Server(said.split("Listening at: ")[1].split()[0], process.stderr)
        finally:
            process.terminate()
            process.communicate()


def line_with(words: str, log: IO[str]) -> str:
    """Read a log on to a line with some words. Fails the test if there is none."""
    said = []
    for line in log:
        said.append(line)
        if words in line:
            return line
    return pytest.fail("".join(said))
