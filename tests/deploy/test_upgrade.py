"""deploy/start, deploy/upgrade and the systemd units, unmodified."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import pytest

from api.config import HOME
from tests.external_programs import program
from tests.polling import until

pytestmark = pytest.mark.slow

DEPLOY = HOME / "deploy"
GUNICORN = Path(sys.executable).with_name("gunicorn")
UNITS = sorted(DEPLOY.glob("reported-figures*"))


def open_url(address):
    return urlopen(address)  # noqa: S310


def upgrade(folder):
    return subprocess.run(
        [DEPLOY / "upgrade", folder / "run" / "gunicorn.pid"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_upgrade_loses_no_request(running):
    server, folder = running
    pid = folder / "run" / "gunicorn.pid"
    before = pid.read_text()
    statuses, lost, done = [], [], threading.Event()

    def send_requests():
        while not done.is_set():
            try:
                with open_url(f"{server.address}/v1/losses?offset={len(statuses) % 7}") as response:
                    statuses.append(response.status)
            except (OSError, HTTPException) as error:
                lost.append(error)

    threads = [threading.Thread(target=send_requests) for _ in range(4)]
    for thread in threads:
        thread.start()
    run = upgrade(folder)
    done.set()
    for thread in threads:
        thread.join()
    after = pid.read_text()
    assert (run.returncode, run.stderr, lost) == (0, "", [])
    assert run.stdout == f"{after.strip()} took the place of {before.strip()}\n"
    assert set(statuses) == {200}
    assert not pid.with_suffix(".pid.2").exists()
    with open_url(f"{server.address}/health") as response:
        assert json.load(response)["ready"] is True


def test_a_program_that_cannot_be_loaded_does_not_replace_the_old_one(running):
    server, folder = running
    pid = folder / "run" / "gunicorn.pid"
    before = pid.read_text()
    descriptor = folder / "datasets" / "datapackage.json"
    aside = descriptor.rename(folder / "aside.json")
    run = upgrade(folder)
    aside.rename(descriptor)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == (
        f"the new program was not loaded; the old one ({before.strip()}) serves on\n"
    )
    assert pid.read_text() == before
    with open_url(f"{server.address}/health") as response:
        assert json.load(response)["ready"] is True


def test_the_master_has_one_thread_and_no_release_open(running):
    _, folder = running
    master = Path("/proc") / (folder / "run" / "gunicorn.pid").read_text().strip()
    files = [str(file.readlink()) for file in (master / "fd").iterdir()]
    assert len(list((master / "task").iterdir())) == 1
    assert [file for file in files if ".sqlite" in file] == []
    for worker in (master / "task" / master.name / "children").read_text().split():
        tasks = (Path("/proc") / worker / "task").iterdir()
        assert len(list(tasks)) > 1  # one of them watches the releases


@pytest.fixture
def activated(sample_instance, tmp_path):
    """Workers on a socket that systemd created; the value is their folder."""
    run = tmp_path / "run"
    run.mkdir()
    settings = (
        f"FIGURES_INSTANCE={sample_instance}",
        f"RUNTIME_DIRECTORY={run}",
        "WEB_CONCURRENCY=1",
    )
    command = (
        program("systemd-socket-activate"),
        *(f"--setenv={setting}" for setting in settings),
        f"--listen={run}/socket",
        GUNICORN,
        f"--config={DEPLOY}/gunicorn.conf.py",
        "wsgi:app",
    )
    with subprocess.Popen(command, cwd=HOME) as process:
        # Reap the old process when it ends, as systemd does.
        threading.Thread(target=process.wait).start()
        until((run / "socket").exists)
        yield tmp_path
        os.kill(int((run / "gunicorn.pid").read_text()), signal.SIGTERM)
        until(lambda: not (run / "gunicorn.pid").exists())


def test_an_upgrade_keeps_the_socket_of_systemd(activated):
    def health():
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{activated}/run/socket")
            connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
            return connection.makefile().readline()

    assert health() == "HTTP/1.0 200 OK\n"
    before = (activated / "run" / "gunicorn.pid").read_text().strip()
    run = upgrade(activated)
    after = (activated / "run" / "gunicorn.pid").read_text().strip()
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"{after} took the place of {before}\n"
    assert health() == "HTTP/1.0 200 OK\n"


def test_a_start_that_fails_leaves_nothing_running(sample_instance, tmp_path):
    run = subprocess.run(
        [DEPLOY / "start", tmp_path],
        env={"PATH": "/usr/sbin:/usr/bin:/bin", "GUNICORN": "/bin/false"},
        capture_output=True,
        text=True,
        check=False,
        cwd=HOME,
    )
    assert run.returncode == 1
    assert not (tmp_path / "run" / "nginx.pid").exists()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_accepts_the_units(unit, tmp_path):
    for file in UNITS:
        text = file.read_text(encoding="utf-8").replace("/opt/reported-figures", str(HOME))
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    run = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"])
def test_a_forbidden_system_call_fails_without_killing_the_process(unit):
    text = unit.read_text(encoding="utf-8")
    assert "SystemCallFilter=" in text
    assert "SystemCallErrorNumber=EPERM" in text
