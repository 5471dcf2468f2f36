"""A separate systemd, in namespaces, with the program installed as deploy/ describes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.config import HOME
from tests.external_programs import program
from tests.polling import until
from tests.servers import free_port

NAMESPACES = ("--pid", "--mount", "--uts", "--ipc", "--cgroup")
TARGET = "[Unit]\nDescription=Nothing else\nDefaultDependencies=no\n"
PYTHON = "/usr/bin/python3"  # the units have no access to home folders

# An overlay of this machine's files. Changes are in memory and disappear with the systemd.
BOOT = f"""
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/written" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/written,workdir=$1/work" "$1/root"
cd "$1/root"
mount --bind /dev dev
mount --rbind /sys sys
mount -t proc proc proc
mount -t tmpfs tmpfs run
printf '{TARGET}' > etc/systemd/system/alone.target
export container=test
exec chroot . /lib/systemd/systemd --system --unit=alone.target --log-target=null
"""

# The first lines of reported-figures.service, then those of site.conf.
INSTALL = """
set -e
cd /opt/reported-figures
make setup PYTHON={python}
useradd --system --home-dir /var/lib/reported-figures --shell /usr/sbin/nologin reported-figures
cp deploy/reported-figures* /etc/systemd/system/ && systemctl daemon-reload
systemctl start reported-figures-build
systemctl enable --now reported-figures.socket reported-figures
rm -f /etc/nginx/sites-enabled/*
mkdir -p /var/cache/nginx
export LISTEN={listen} SERVER_NAME=_ FIGURES_INSTANCE=/var/lib/reported-figures
export SOCKET=/run/reported-figures.socket CACHE_DIRECTORY=/var/cache/nginx
envsubst '$SOCKET $CACHE_DIRECTORY $FIGURES_INSTANCE $LISTEN $SERVER_NAME' \\
    < deploy/site.conf > /etc/nginx/conf.d/reported-figures.conf
systemctl start nginx
"""


class Machine:
    """The machine of the other systemd; ``address`` is that of its nginx."""

    def __init__(self, systemd: int, address: str) -> None:
        self.address = address
        self._inside = ("nsenter", f"--target={systemd}", *NAMESPACES, "--root", "--wd=/")

    def run(self, *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command, which may fail."""
        inside = [*self._inside, *command]
        return subprocess.run(inside, input=stdin, capture_output=True, check=False)

    def must(self, *command: str, stdin: bytes = b"") -> str:
        """Output of a command. Fails the test if the command fails."""
        run = self.run(*command, stdin=stdin)
        assert run.returncode == 0, run.stderr.decode()
        return run.stdout.decode()

    @property
    def master(self) -> int:
        """Process id of the gunicorn master, inside the namespaces."""
        shown = self.must("systemctl", "show", "reported-figures", "--property=MainPID", "--value")
        return int(shown)


@contextmanager
def installed(folder: Path) -> Iterator[Machine]:
    """Boot a systemd, install the working tree under it and start everything."""
    for name in ("unshare", "nsenter", "nginx", "envsubst"):
        program(name)
    if os.geteuid() != 0:
        pytest.skip("a separate systemd needs root, so the units were not run")
    command = ("unshare", *NAMESPACES, "--fork", "bash", "-c", BOOT, "boot", str(folder))
    with subprocess.Popen(command, stderr=sys.stderr) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: bool(children.read_text()))
        systemd = int(children.read_text())
        listen = f"127.0.0.1:{free_port()}"
        machine = Machine(systemd, f"http://{listen}")
        try:
            until(lambda: machine.run("systemctl", "is-active", "alone.target").returncode == 0)
            files = subprocess.check_output(["git", "ls-files", "-z"], cwd=HOME)
            packed = subprocess.run(
                ["tar", "--create", "--null", "--files-from=-"],
                cwd=HOME, input=files, capture_output=True, check=True,
            ).stdout  # fmt: skip
            machine.must("mkdir", "/opt/reported-figures")
            machine.must("tar", "--extract", "--directory=/opt/reported-figures", stdin=packed)
            machine.must("bash", "-c", INSTALL.format(python=PYTHON, listen=listen))
            yield machine
        finally:
            os.kill(systemd, 9)  # this ends all processes in its namespaces
