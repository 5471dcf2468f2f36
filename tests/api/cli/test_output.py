"""The commands on a terminal, and where their output goes elsewhere."""

import json
import os
import pty
import subprocess
import sys
import termios

import pytest

from api.cli.output import fitted, pluralize
from api.config import HOME
from tests.ledger_edits import LOSSES, SOURCES, cells

LINES = [("id", "metric"), ("losses-0009", "personnel-losses"), ("losses-0010", "killed")]
RED, RESET = "\x1b[31m", "\x1b[0m"
FAULT = f"{LOSSES}:2: V03 basis: 'basis' is required"
FILE = "russia_losses_personnel.json"
IMPORT = ("import", "general-staff", FILE, "--published", "2026-08-08", "--dry-run")


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (None, ["id           metric", "losses-0009  personnel-losses", "losses-0010  killed"]),
        (29, ["id           metric", "losses-0009  personnel-losses", "losses-0010  killed"]),
        (28, ["id           metric", "losses-0009  personnel-loss…", "losses-0010  killed"]),
        (20, ["id           metric", "losses-0009  person…", "losses-0010  killed"]),
        (1, ["id           met…", "losses-0009  per…", "losses-0010  kil…"]),
    ],
)
def test_the_widest_cells_are_cut_until_a_table_fits(width, expected):
    assert fitted(LINES, width) == expected


def test_a_count_agrees_with_its_noun():
    told = [pluralize(count, "row") for count in (0, 1, 2, 61_974)]
    assert told == ["0 rows", "1 row", "2 rows", "61,974 rows"]


@pytest.fixture
def settings(copy, tmp_path):
    """The environment of a command on a copy of the sample that an import can be read into."""
    cells(SOURCES, 2, archive_url="https://example.org")(copy)
    actors = copy / "reference" / "actors.csv"
    actors.write_text(actors.read_text() + "war-dataset-2022,repository,,research,,\n")
    (tmp_path / FILE).write_text(json.dumps([{"date": "2024-09-09", "personnel": 626410}]))
    kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    folders = {"FIGURES_DATASETS": str(copy), "FIGURES_INSTANCE": str(tmp_path / "instance")}
    return {**kept, **folders, "PYTHONPATH": str(HOME)}


def command(*words):
    return [sys.executable, "-m", "flask", "--app", "wsgi", "figures", *words]


def piped(settings, cwd, *words):
    """What a command writes where there is no terminal: on standard output and on error."""
    run = subprocess.run(
        command(*words), cwd=cwd, env=settings, capture_output=True, text=True, check=False
    )
    return run.stdout, run.stderr


def on_a_terminal(settings, cwd, width, *words):
    """What a command writes on a terminal of some columns."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, width))
    with (
        subprocess.Popen(
            command(*words), cwd=cwd, env=settings, stdin=theirs, stdout=theirs, stderr=theirs
        ),
        os.fdopen(ours, "rb", buffering=0) as screen,
    ):
        os.close(theirs)
        return b"".join(pieces(screen)).decode().replace("\r\n", "\n")


def pieces(screen):
    """What appears on a terminal; Linux calls its end an error."""
    while True:
        try:
            piece = screen.read(4096)
        except OSError:
            return
        if not piece:
            return
        yield piece


@pytest.mark.slow
def test_a_fault_is_red_on_a_terminal_only(settings, copy, tmp_path):
    cells(LOSSES, 2, basis="")(copy)
    shown = on_a_terminal(settings, tmp_path, 100, "check")
    assert shown.splitlines()[0] == f"{RED}{FAULT}{RESET}"
    told = "".join(piped(settings, tmp_path, "check"))
    assert told.splitlines()[0] == FAULT
    assert "\x1b" not in told


@pytest.mark.slow
def test_a_build_shows_a_bar_on_a_terminal_only(settings, tmp_path):
    told = piped(settings, tmp_path, "build")
    assert told[0].endswith(": 18 figures in 21 rows\n")
    following = "make serve; a server that runs takes the release within a second, by itself"
    assert told[1] == f"next: {following}\n"
    (tmp_path / "instance" / "current.json").unlink()
    shown = on_a_terminal(settings, tmp_path, 100, "build")
    assert "building  [####################################]  100%" in shown


@pytest.mark.slow
def test_the_table_of_an_import_fits_the_terminal(settings, tmp_path):
    shown = on_a_terminal(settings, tmp_path, 70, *IMPORT)
    rows = [line for line in shown.splitlines() if line.startswith(("figure_id", "losses-0009"))]
    assert rows == [
        "figure_id    change  metric    place      period     quantifi…  value",
        "losses-0009  new     personn…  theatre-…  2022-02-…  unqualif…  626410",
    ]
    whole = piped(settings, tmp_path, *IMPORT)[0].splitlines()[1]
    assert whole == (
        "losses-0009  new     personnel-losses  theatre-ru-ua  2022-02-24/2024-09-09  "
        "unqualified  626410"
    )
