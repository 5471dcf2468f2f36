"""The help texts of the command line."""

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from api.cli import command_group
from api.config import Config

GROUP = command_group(Config())


def help_of(*command: str) -> str:
    return CliRunner().invoke(GROUP, [*command, "--help"], prog_name="flask figures").stdout


def examples(text: str) -> list[list[str]]:
    """The arguments of each example in a help text."""
    lines = re.findall(
        r"^ +(?:\w+=\S+ )?flask figures ([a-z].*)$", text.replace("\\\n", ""), re.MULTILINE
    )
    return [shlex.split(line) for line in lines]


def test_the_group_lists_every_command_with_a_whole_sentence():
    listed = help_of().partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == [
        "add", "build", "check", "correct", "describe", "import", "mcp", "publish", "retract",
        "revise", "rollback", "update", "verify",
    ]  # fmt: skip
    assert [line for line in listed if line.endswith("...") or not line.endswith(".")] == []


def test_the_group_has_an_example_of_every_command():
    assert {command for command, *_ in examples(help_of())} == set(GROUP.commands)


@pytest.mark.parametrize("name", GROUP.commands)
def test_a_command_has_an_example_of_itself(name):
    text = help_of(name)
    assert text.startswith(f"Usage: flask figures {name} ")
    assert re.search(r"^  Examples?:$", text, re.MULTILINE)
    assert {command for command, *_ in examples(text)} == {name}


@pytest.mark.parametrize("name", GROUP.commands)
def test_every_option_is_explained(name):
    options = [param for param in GROUP.commands[name].params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    "arguments",
    [arguments for command in ((), *((name,) for name in GROUP.commands))
     for arguments in examples(help_of(*command))],
    ids=" ".join,
)  # fmt: skip
def test_an_example_is_accepted(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in ("daily_count.csv", "organizedviolencecy_v25_1.csv"):
        (tmp_path / file).touch()
    (tmp_path / "downloads").mkdir()
    name, *rest = arguments
    assert GROUP.commands[name].make_context(name, rest).args == []
