"""Addresses, links and commands in the documentation work as written."""

import csv
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from api.config import HOME
from tests.doc_files import DOCUMENTS, addresses, blocks, commands, links
from tests.external_programs import program
from tests.servers import line_with, serving

BIN = Path(sys.executable).parent
DEPLOYING = HOME / "docs" / "deploying.md"
SERVERS = [command for command in commands() if "gunicorn " in command]
SIGNALS = [command for command in commands() if command.startswith("kill ")]
ONE_SHOT = sorted({*commands()} - {*SERVERS, *SIGNALS})
PYTHON_BLOCKS = [block for document in DOCUMENTS for block in blocks(document, "python")]


def run_in_shell(command: str, instance: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the project folder, on a release that is already built."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )


def adapt(command: str, server: str, folder: Path) -> str:
    """Replace the addresses and folders in a command by those of a test, and make `make` dry."""
    replacements = (
        (r"127\.0\.0\.1:8000", server),
        (r"\.venv/bin/", f"{BIN}/"),
        (r"instance/gunicorn\.pid", f"{folder}/gunicorn.pid"),
        (r"^make ", "make --dry-run "),
        (r"(examples/client\.\w+)", rf"\1 http://{server}"),
    )
    for pattern, replacement in replacements:
        command = re.sub(pattern, replacement, command)
    return command


def read(address: str) -> bytes:
    with urlopen(address) as response:  # noqa: S310
        body: bytes = response.read()
    return body


def test_the_documentation_has_addresses_and_commands():
    assert (len(addresses()) >= 30, len(ONE_SHOT), len(SERVERS), len(SIGNALS)) == (True, 10, 2, 1)
    assert len(PYTHON_BLOCKS) == 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_relative_link_names_a_file(document):
    assert [link for link in links(document) if not (document.parent / link).is_file()] == []


@pytest.mark.parametrize("address", addresses())
def test_an_address_returns_rows(curated_client, address):
    response = curated_client.get(address)
    assert response.status_code == 200
    if response.is_json and "data" in response.json:
        assert response.json["data"]
        assert response.json["meta"].get("total", 1) > 0  # a series has no pages
    if response.mimetype == "text/csv":
        assert len(list(csv.reader(response.text.splitlines()))) > 1


@pytest.mark.parametrize("command", ONE_SHOT)
def test_a_command_works_as_written(command, curated_server, curated_instance, tmp_path):
    adapted = adapt(command, urlsplit(curated_server).netloc, tmp_path)
    program(shlex.split(adapted)[0])
    run = run_in_shell(adapted, curated_instance)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout


@pytest.mark.parametrize("block", PYTHON_BLOCKS)
def test_the_notebook_example_works_as_written(block, curated_server, curated_instance):
    program = block.replace("http://127.0.0.1:8000", curated_server)
    run = run_in_shell(shlex.join([sys.executable, "-c", program]), curated_instance)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("command", SERVERS)
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_server_command_starts_and_survives_a_reload(command, signal, curated_instance, tmp_path):
    adapted = adapt(command.replace(":8000", ":0"), "", tmp_path)
    with serving(curated_instance, shlex.split(adapted)) as server:
        before = read(f"{server.address}/health")
        assert before.startswith(b'{"ready":true,"release":')
        assert run_in_shell(adapt(signal, "", tmp_path), curated_instance).returncode == 0
        line_with("Hang up: Master", server.log)
        line_with("Booting worker", server.log)
        assert read(f"{server.address}/health") == before


def test_make_serve_runs_the_documented_server_command(curated_instance):
    command = run_in_shell(
        "make --no-print-directory --dry-run serve", curated_instance
    ).stdout.splitlines()[-1]
    documented = next(server for server in SERVERS if "--workers" in server)
    assert command == documented.replace(" --pid instance/gunicorn.pid", "")
