"""What the command line answers: exact words, and what to do next."""

import json
import re
import shlex

import pytest
from click.testing import CliRunner

from api.cli import commands
from api.config import HOME, Config
from datasets.curation.table_schema import table_schemas
from datasets.release.store.loader import current_release
from tests.ledger_edits import LOSSES, cells

WRONG = {
    "file": LOSSES,
    "line": 2,
    "rule": "V03",
    "level": "error",
    "column": "basis",
    "message": "'basis' is required",
}


GROUP = commands(Config())
STORY = """\
Usage: figures [OPTIONS] COMMAND [ARGS]...

  Keep the figures: check the ledgers, build the release that is served.

  A curator appends a row to a ledger, and checks it:
    flask figures check

  An operator appends what is new in a publisher's file, after a look at it:
    flask figures import oryx daily_count.csv --published 2026-08-08 --dry-run

  The ledgers become the release that a server reads:
    flask figures build

  What is kept is checked down to the last row, and an older release is made current again:
    flask figures verify
    flask figures rollback

  Several machines read it from one database:
    flask figures publish postgresql://owner@db.example.org/figures

  A developer who changed a column, a code or a setting describes it anew:
    flask figures describe

  Each command explains itself: flask figures COMMAND --help.

Options:
  --help  Show this message and exit.

Commands:
  build     Compile the ledgers into the current release.
  check     Find what is wrong in the ledgers.
  describe  Write what follows from declarations.
  import    Append what is new in a publisher's file.
  publish   Load the current release into PostgreSQL.
  rollback  Make an older release current again.
  verify    Check the releases that are kept.
"""


def help_of(*command):
    return CliRunner().invoke(GROUP, [*command, "--help"]).stdout


def examples(text):
    """The examples in a help text, as their words after ``flask figures``."""
    lines = re.findall(
        r"^ +(?:\w+=\S+ )?flask figures ([a-z].*)$", text.replace("\\\n", ""), re.MULTILINE
    )
    return [shlex.split(line) for line in lines]


@pytest.fixture
def run(copy, tmp_path):
    """Run ``flask figures`` on a copy of the sample."""
    group = commands(Config(datasets=copy, instance=tmp_path / "instance"))
    return lambda *arguments: CliRunner().invoke(group, arguments)


def test_a_ledger_without_findings_passes(run):
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "21 rows: 0 errors, 0 warnings without a note\nnext: flask figures build\n"
    )


def test_an_error_is_told_and_fails(run, copy):
    cells(LOSSES, 2, basis="")(copy)
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, f"{LOSSES}:2: V03 basis: 'basis' is required\n")
    assert result.stderr == (
        "21 rows: 1 error, 0 warnings without a note\n"
        "next: correct the rows at fault, then check again\n"
    )


def test_a_warning_is_told_and_passes(run, copy):
    cells(LOSSES, 7, wording="over 1270")(copy)
    result = run("check")
    words = "wording says 'over' but quantifier is 'unqualified'"
    assert (result.exit_code, result.stdout) == (0, f"{LOSSES}:7: V35 quantifier: {words}\n")
    assert result.stderr == (
        "21 rows: 0 errors, 1 warning without a note\n"
        "next: answer each warning with a note in its row, or flask figures build\n"
    )


def test_findings_can_be_read_by_a_program(run, copy):
    assert json.loads(run("check", "--json").stdout) == []
    cells(LOSSES, 2, basis="")(copy)
    assert json.loads(run("check", "--json").stdout) == [WRONG]


def test_a_base_that_git_does_not_know_is_refused(run):
    result = run("check", "--base", "nowhere")
    assert result.exit_code == 2
    assert "--base: fatal:" in result.stderr


def test_a_build_makes_a_release_current(run, tmp_path):
    built = run("build")
    release = current_release(tmp_path / "instance")
    assert built.stdout == f"release {release.id}: 18 figures in 21 rows\n"
    assert built.stderr == (
        "next: make serve; a server that runs takes the release within a second, by itself\n"
    )
    release.engine.dispose()


def test_a_build_that_would_change_nothing_is_left_out(run):
    run("build")
    again = run("build")
    assert (again.exit_code, again.output) == (0, "the release is up to date\n")


def test_a_ledger_with_errors_is_not_built(run, copy, tmp_path):
    run("build")
    before = (tmp_path / "instance" / "current.json").read_bytes()
    cells(LOSSES, 2, basis="")(copy)
    result = run("build")
    assert (result.exit_code, result.stdout) == (1, f"{LOSSES}:2: V03 basis: 'basis' is required\n")
    assert result.stderr == "Error: 1 error: the release stays as it was\n"
    assert (tmp_path / "instance" / "current.json").read_bytes() == before


def test_the_group_tells_the_story_of_its_commands():
    assert help_of() == STORY


@pytest.mark.parametrize("name", GROUP.commands)
def test_a_command_has_an_example_of_itself(name):
    text = help_of(name)
    assert re.search(r"^  Examples?:$", text, re.MULTILINE)
    assert {words[0] for words in examples(text)} == {name}


@pytest.mark.parametrize(
    "words",
    [words for command in ((), *((name,) for name in GROUP.commands))
     for words in examples(help_of(*command))],
    ids=" ".join,
)  # fmt: skip
def test_an_example_is_understood(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in ("daily_count.csv", "ucdpbrds.csv"):
        (tmp_path / file).touch()
    name, *rest = words
    assert GROUP.commands[name].make_context(name, rest).args == []


def test_a_description_writes_the_schemas_and_names_every_file(run, copy):
    result = run("describe")
    documents = sorted(path.name for path in (HOME / "docs").glob("*.md"))
    assert result.stdout.splitlines() == [
        *(f"schemas/{name}" for name in table_schemas()),
        *(f"docs/{name}" for name in documents),
    ]
    assert result.stderr == "next: commit what git says has changed\n"
    schemas = {path.name: json.loads(path.read_text()) for path in copy.glob("schemas/*.json")}
    assert schemas == table_schemas()
