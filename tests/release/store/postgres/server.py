"""A PostgreSQL server for tests, in a temporary folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import psycopg

from tests.external_programs import program

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)

# No durability, and no TCP port.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, which tests can stop, freeze and lock."""

    folder: Path

    @property
    def process(self) -> int:
        """The id of the postmaster, the parent of its other processes."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self, name: str) -> str:
        """Create an empty database and return its address."""
        rows(self.url("postgres"), f'CREATE DATABASE "{name}"')
        return self.url(name)

    def lock(self, database: str, table: str, locked: Event, ended: Event) -> None:
        """Lock a table until an event is set."""
        with psycopg.connect(self.url(database)) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            locked.set()
            ended.wait()

    def start(self) -> None:
        _run(self.folder, "pg_ctl", "start", "-w", "-s", "-l", str(self.folder / "log"))

    def stop(self) -> None:
        _run(self.folder, "pg_ctl", "stop", "-w", "-s", "-m", "immediate")

    def freeze(self) -> None:
        """Suspend every process of the server; its sockets stay open."""
        for process in self._processes():
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        for process in self._processes():
            os.kill(process, signal.SIGCONT)

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return [self.process, *map(int, children.split())]


def rows(url: str, statement: str) -> list[Any]:
    """Execute a statement in a database and return its rows."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def running(**changed: str) -> Iterator[Server]:
    """Start a server in a new folder, with some settings changed.

    PostgreSQL refuses to run as root: then the user `postgres` runs it.
    """
    program("initdb", *BINARIES)
    folder = Path(tempfile.mkdtemp(prefix="figures-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(folder)
    try:
        _run(folder, "initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8")
        with (folder / "data" / "postgresql.conf").open("a") as file:
            settings = {**SETTINGS, **changed, "unix_socket_directories": f"'{folder}'"}
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, name: str, *arguments: str) -> None:
    account: dict[str, Any] = {}
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    subprocess.run(
        [program(name, *BINARIES), *arguments],
        env={"PGDATA": str(folder / "data"), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        check=True,
        **account,
    )
