"""``flask figures add`` and ``revise`` in a terminal, with a real pseudo-terminal."""

import os
import pty
import subprocess
import sys

import pytest

from api.config import HOME
from tests.ledger_edits import LOSSES, SOURCES

pytestmark = pytest.mark.slow

ANSWERS = (
    "https://example.org/news/1",
    "Associated Pres",  # asked again
    "AP",
    "2024-08-20",
    "Losses in Kursk",
    "",  # archived copy
    "",  # language: the default
    "Kyiv",
    "",  # said: the day of publication
    "killed",
    "Armed forces of Russia",
    "ru-kursk",
    "2024-08-19",
    "more than 1,200 soldiers were killed",
    "",  # hedge: that of the wording
    "1,200",
)


@pytest.fixture
def terminal(copy, tmp_path):
    """A function that runs ``flask figures`` in a terminal and types the answers."""

    def run(*args, answers):
        parent, child = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "figures", *args],
            cwd=HOME,
            env={**os.environ, "FIGURES_DATASETS": str(copy), "FIGURES_INSTANCE": str(tmp_path)},
            stdin=child,
            stdout=child,
            stderr=child,
        )
        os.close(child)
        os.write(parent, "".join(f"{answer}\n" for answer in answers).encode())
        output = b""
        while chunk := _read(parent):
            output += chunk
        os.close(parent)
        return process.wait(), output.decode().replace("\r\n", "\n")

    return run


def _read(terminal):
    """The next output, empty after the end of the process."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_terminal_prompts_for_each_column(terminal, copy):
    status, output = terminal("add", answers=[*ANSWERS, "y"])
    assert status == 0, output
    assert "Error: 'Associated Pres' is not in actors.csv; the nearest are ap (Associated" in output
    assert "wrote losses-0009 revision 1" in output
    assert (
        (copy / LOSSES)
        .read_text()
        .splitlines()[-1]
        .endswith(
            ",killed,ru-armed-forces,ru-kursk,2024-08-19,more-than,1200,,,ua-government,2024-08-20,,"
            'ap-2024-08-20-losses-kursk,stated,unstated,,"more than 1,200 soldiers were killed",'
        )
    )


def test_a_refused_confirmation_writes_nothing(terminal, copy):
    before = (copy / LOSSES).read_bytes(), (copy / SOURCES).read_bytes()
    status, output = terminal("add", answers=[*ANSWERS, "n"])
    assert (status, output.endswith("Error: nothing was written\n")) == (1, True)
    assert ((copy / LOSSES).read_bytes(), (copy / SOURCES).read_bytes()) == before


def test_a_warning_prompts_for_a_note(terminal, copy):
    answers = [*ANSWERS[:-2], "unqualified", "1,200", "So in the table.", "y"]
    status, output = terminal("add", answers=answers)
    assert status == 0, output
    assert (copy / LOSSES).read_text().splitlines()[-1].endswith(",So in the table.")


def test_a_terminal_prompts_for_a_revision(terminal, copy):
    answers = ["general-staff-2024-09-09", "2024-09-09", "personnel 625,270", "", "625,270",
               "The next bulletin gives another total.", "y"]  # fmt: skip
    status, output = terminal("revise", "losses-0004", answers=answers)
    assert status == 0, output
    assert "general-staff-2024-09-09: Bulletin of 9 September, 2024-09-09" in output
    assert ["value", "625260", "625270"] in [line.split() for line in output.splitlines()]
    assert "wrote losses-0004 revision 2" in output


def test_an_error_prints_the_command_with_the_answers(terminal, copy):
    before = (copy / LOSSES).read_bytes()
    answers = ["general-staff-2024-09-09", "2024-09-09", "personnel 625,270", "", "625,280",
               "The next bulletin gives another total."]  # fmt: skip
    status, output = terminal("revise", "losses-0004", answers=answers)
    assert (status, output.endswith("Error: 1 error; nothing was written\n")) == (1, True)
    assert (
        "figures revise losses-0004 --source general-staff-2024-09-09 --said 2024-09-09 "
        "--wording 'personnel 625,270' --hedge unqualified --value 625280 "
        "--note 'The next bulletin gives another total.'"
    ) in output
    assert (copy / LOSSES).read_bytes() == before
