"""The output of commands on a terminal and in a pipe."""

import json
import os
import pty
import subprocess
import sys
import termios

import pytest

from api.cli.output import fit_to_width, pluralize
from api.config import HOME
from tests.ledger_edits import LOSSES, SOURCES, update

ROWS = [("id", "metric"), ("losses-0009", "personnel-losses"), ("losses-0010", "killed")]
RED, RESET = "\x1b[31m", "\x1b[0m"
FINDING = f"{LOSSES}:2: V03 basis: 'basis' is required"
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
    assert fit_to_width(ROWS, width) == expected


def test_a_noun_agrees_with_its_count():
    counts = [pluralize(count, "row") for count in (0, 1, 2, 61_974)]
    assert counts == ["0 rows", "1 row", "2 rows", "61,974 rows"]


@pytest.fixture
def environment(copy, tmp_path):
    """The environment of a command on a copy of the sample, which accepts the imported file."""
    update(SOURCES, 2, archive_url="https://example.org")(copy)
    actors = copy / "reference" / "actors.csv"
    actors.write_text(actors.read_text() + "war-dataset-2022,repository,,research,,\n")
    (tmp_path / FILE).write_text(json.dumps([{"date": "2024-09-09", "personnel": 626410}]))
    # The size of the terminal must come from the terminal.
    inherited = {key: os.environ[key] for key in os.environ.keys() - {"COLUMNS", "LINES"}}
    folders = {"FIGURES_DATASETS": str(copy), "FIGURES_INSTANCE": str(tmp_path / "instance")}
    return {**inherited, **folders, "PYTHONPATH": str(HOME)}


def figures_command(*args):
    return [sys.executable, "-m", "flask", "--app", "wsgi", "figures", *args]


def run_in_pipe(environment, cwd, *args):
    """Run a command without a terminal; return its standard output and standard error."""
    result = subprocess.run(
        figures_command(*args),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout, result.stderr


def run_in_terminal(environment, cwd, width, *args):
    """Run a command in a terminal of ``width`` columns; return what the terminal shows."""
    primary, secondary = pty.openpty()
    termios.tcsetwinsize(secondary, (24, width))
    with (
        subprocess.Popen(
            figures_command(*args),
            cwd=cwd,
            env=environment,
            stdin=secondary,
            stdout=secondary,
            stderr=secondary,
        ),
        os.fdopen(primary, "rb", buffering=0) as screen,
    ):
        os.close(secondary)
        return b"".join(chunks_of(screen)).decode().replace("\r\n", "\n")


def chunks_of(screen):
    """Read a terminal to its end. Linux reports the end as an OSError."""
    while True:
        try:
            chunk = screen.read(4096)
        except OSError:
            return
        if not chunk:
            return
        yield chunk


@pytest.mark.slow
def test_an_error_is_red_on_a_terminal_only(environment, copy, tmp_path):
    update(LOSSES, 2, basis="")(copy)
    screen = run_in_terminal(environment, tmp_path, 100, "check")
    assert screen.splitlines()[0] == f"{RED}{FINDING}{RESET}"
    output = "".join(run_in_pipe(environment, tmp_path, "check"))
    assert output.splitlines()[0] == FINDING
    assert "\x1b" not in output


@pytest.mark.slow
def test_a_build_shows_a_progress_bar_on_a_terminal_only(environment, tmp_path):
    stdout, stderr = run_in_pipe(environment, tmp_path, "build")
    assert stdout.endswith(": 18 figures, 21 rows\n")
    assert stderr == (
        "next: run make serve; a running server switches to the release without a restart\n"
    )
    (tmp_path / "instance" / "current.json").unlink()
    screen = run_in_terminal(environment, tmp_path, 100, "build")
    assert "building  [####################################]  100%" in screen


@pytest.mark.slow
def test_the_table_of_an_import_fits_the_terminal(environment, tmp_path):
    screen = run_in_terminal(environment, tmp_path, 70, *IMPORT)
    rows = [line for line in screen.splitlines() if line.startswith(("figure_id", "losses-0009"))]
    assert rows == [
        "figure_id    chan…  metr…  subj…  place  peri…  quant…  former  value",
        "losses-0009  new    pers…  ru-a…  thea…  2022…  unqua…  625260  626410",
    ]
    row = run_in_pipe(environment, tmp_path, *IMPORT)[0].splitlines()[1]
    assert row == (
        "losses-0009  new     personnel-losses  ru-armed-forces  theatre-ru-ua  "
        "2022-02-24/2024-09-09  unqualified  625260  626410"
    )
