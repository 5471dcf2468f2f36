"""What the documents tell people to type is answered as they say."""

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
OTHERS = sorted({*commands()} - {*SERVERS, *SIGNALS})
PYTHON = [block for document in DOCUMENTS for block in blocks(document, "python")]


def in_shell(command: str, instance: Path) -> subprocess.CompletedProcess[str]:
    """Run a command from the folder of the program, on a release that is built."""
    return subprocess.run(
        ["bash", "-c", command],
        cwd=HOME,
        env={**os.environ, "FIGURES_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )


def here(command: str, server: str, folder: Path) -> str:
    """A command with the addresses and folders of a test; what sets up only says what it would."""
    stand_ins = (
        (r"127\.0\.0\.1:8000", server),
        (r"\.venv/bin/", f"{BIN}/"),
        (r"instance/gunicorn\.pid", f"{folder}/gunicorn.pid"),
        (r"^make ", "make --dry-run "),
        (r"(examples/client\.\w+)", rf"\1 http://{server}"),
    )
    for written, meant in stand_ins:
        command = re.sub(written, meant, command)
    return command


def read(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body


def test_there_are_addresses_and_commands_in_the_documents():
    assert (len(addresses()) >= 30, len(OTHERS), len(SERVERS), len(SIGNALS)) == (True, 10, 2, 1)
    assert len(PYTHON) == 1


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_of_a_document_leads_to_a_file(document):
    assert [link for link in links(document) if not (document.parent / link).is_file()] == []


@pytest.mark.parametrize("address", addresses())
def test_an_address_of_a_document_finds_something(curated_client, address):
    answer = curated_client.get(address)
    assert answer.status_code == 200
    if answer.is_json and "data" in answer.json:
        assert answer.json["meta"]["total"] > 0
    if answer.mimetype == "text/csv":
        assert len(list(csv.reader(answer.text.splitlines()))) > 1


@pytest.mark.parametrize("command", OTHERS)
def test_a_command_of_a_document_works_as_it_stands(
    command, curated_server, curated_instance, tmp_path
):
    meant = here(command, urlsplit(curated_server).netloc, tmp_path)
    program(shlex.split(meant)[0])
    run = in_shell(meant, curated_instance)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout


@pytest.mark.parametrize("block", PYTHON)
def test_the_lines_for_a_notebook_work_as_they_stand(block, curated_server, curated_instance):
    program = block.replace("http://127.0.0.1:8000", curated_server)
    run = in_shell(shlex.join([sys.executable, "-c", program]), curated_instance)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("command", SERVERS)
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_server_starts_answers_is_reloaded_and_answers(
    command, signal, curated_instance, tmp_path
):
    started = here(command.replace(":8000", ":0"), "", tmp_path)
    with serving(curated_instance, shlex.split(started)) as server:
        before = read(f"{server.address}/health")
        assert before.startswith(b'{"ready":true,"release":')
        assert in_shell(here(signal, "", tmp_path), curated_instance).returncode == 0
        line_with("Hang up: Master", server.log)
        line_with("Booting worker", server.log)
        assert read(f"{server.address}/health") == before


def test_make_serve_is_the_same_as_several_workers(curated_instance):
    told = in_shell(
        "make --no-print-directory --dry-run serve", curated_instance
    ).stdout.splitlines()[-1]
    several = next(command for command in SERVERS if "--workers" in command)
    assert told == several.replace(" --pid instance/gunicorn.pid", "")
