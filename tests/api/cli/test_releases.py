"""What `flask figures verify` and `rollback` find, do and say, on files and in PostgreSQL."""

import json
import os
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import commands
from api.config import Config
from datasets.release.atomic import digest_of
from datasets.release.store.manifest import Manifest, read_manifest, write_manifest
from datasets.release.store.publish import publish
from tests.release.store.postgres.server import rows

WELL = "all is well"


@pytest.fixture
def instance(two_releases, tmp_path) -> Path:
    return Path(shutil.copytree(two_releases, tmp_path / "instance"))


def log_of(instance: Path) -> list[str]:
    return (instance / "releases.jsonl").read_text().splitlines()


@pytest.fixture
def labels(instance) -> tuple[Manifest, Manifest]:
    """The labels of the first release and of the second."""
    ids = [json.loads(line)["release"] for line in log_of(instance)]
    first, second = (read_manifest(instance / f"{release}.json") for release in ids)
    return first, second


@pytest.fixture
def run(instance):
    group = commands(Config(instance=instance))
    return lambda *arguments: CliRunner().invoke(group, arguments)


def altered(instance: Path, label: Manifest, statement: str) -> None:
    """Change the tables of a release, and its label so that digest and day are right again."""
    file = instance / label.file
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()
    relabelled = replace(label, sha256=digest_of(file))
    path = instance / f"{label.release}.json"
    then = path.stat().st_mtime_ns
    write_manifest(relabelled, path)
    os.utime(path, ns=(then, then))


def cells_of(line: str) -> list[str]:
    return re.split(r"  +", line)


def test_what_is_kept_is_told_newest_first(run, labels):
    result = run("verify")
    header, *lines = result.stdout.splitlines()
    assert cells_of(header) == ["release", "built", "rows", "found"]
    assert [cells_of(line) for line in lines] == [
        [label.release, label.built, "21", WELL] for label in reversed(labels)
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_one_release_may_be_named(run, labels):
    result = run("verify", labels[0].release)
    assert [cells_of(line)[0] for line in result.stdout.splitlines()[1:]] == [labels[0].release]
    gone = run("verify", "0123456789abcdef")
    assert (gone.exit_code, gone.stderr) == (1, "Error: release 0123456789abcdef is not kept\n")


ROOT = "the rows of losses do not have the root that is told of them"


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE rendered SET json = replace(json, '623990', '623991')", ROOT),
        ("UPDATE leaves SET number = -number WHERE position = 7", ROOT),
        ("DELETE FROM rendered WHERE position = 8",
         f"'rendered' has 20 rows, not 21; {ROOT}"),
        ("UPDATE trees SET root = 'ab' WHERE dataset = 'losses'",
         f"{ROOT}; the root of the release is not the one over its ledgers"),
    ],
)  # fmt: skip
def test_a_row_that_was_altered_is_found_though_the_digest_is_right(
    run, instance, labels, statement, wrong
):
    altered(instance, labels[0], statement)
    result = run("verify")
    assert [cells_of(line)[-1] for line in result.stdout.splitlines()[1:]] == [WELL, wrong]
    assert result.exit_code == 1
    assert result.stderr == (
        "next: flask figures build, or flask figures rollback to a release that is well\n"
    )


def test_a_root_that_the_log_does_not_tell_is_found(run, instance, labels):
    log = instance / "releases.jsonl"
    first, second = log_of(instance)
    log.write_text(second + "\n")
    found = run("verify").stdout.splitlines()
    assert [cells_of(line)[-1] for line in found[1:]] == [WELL, "the log does not tell of it"]
    root = json.loads(first)["root"]
    log.write_text(f"{first.replace(root, '0' * 64)}\n{second}\n")
    [line] = run("verify", labels[0].release).stdout.splitlines()[1:]
    assert cells_of(line)[-1] == (f"the log says that its root is {'0' * 16}…, not {root[:16]}…")


def test_a_file_that_was_altered_or_taken_away_is_found(run, instance, labels):
    with (instance / labels[0].file).open("ab") as file:
        file.write(b"more")
    (instance / f"{labels[1].release}.zip").unlink()
    found = [cells_of(line)[-1] for line in run("verify").stdout.splitlines()[1:]]
    assert found[0] == f"instance/{labels[1].release}.zip is missing"
    assert found[1].startswith(f"instance/{labels[0].file} is not what was built: its sha256 is ")


def test_the_release_before_is_made_current_again(run, instance, labels):
    result = run("rollback")
    first, second = labels
    assert result.stdout == (
        f"release {first.release}, built {first.built}, is verified and current again\n"
    )
    assert result.stderr == (
        "next: flask figures build makes the release of the ledgers current again\n"
    )
    assert read_manifest(instance / "current.json") == first
    again = run("rollback")
    assert (again.exit_code, again.stderr) == (
        1, f"Error: no release before {first.release} is kept in instance/\n"
    )  # fmt: skip
    assert run("rollback", second.release).exit_code == 0
    assert read_manifest(instance / "current.json") == second


def test_a_release_that_is_not_whole_is_not_made_current(run, instance, labels):
    altered(instance, labels[0], "DELETE FROM leaves WHERE position = 1")
    result = run("rollback")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"Error: release {labels[0].release} stays where it is: 'leaves' has 20 rows, not 21; "
    )
    assert read_manifest(instance / "current.json") == labels[1]


@pytest.mark.parametrize("command", ["verify", "rollback"])
def test_without_a_release_there_is_nothing_to_do(tmp_path, command):
    group = commands(Config(instance=tmp_path / "empty"))
    result = CliRunner().invoke(group, [command])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: no release in empty/")


def test_a_database_goes_back_to_the_release_before(instance, labels, postgresql):
    url = postgresql.database("rolled-back")
    first, second = labels
    for label in labels:
        write_manifest(label, instance / "current.json")
        publish(instance, url)
    group = commands(Config(instance=instance, database_url=url))
    result = CliRunner().invoke(group, ["rollback"])
    assert (result.exit_code, result.stdout) == (
        0, f"release {first.release}, built {first.built}, is verified and current again\n"
    )  # fmt: skip
    assert rows(url, "SELECT release FROM figures.current") == [(first.release,)]
    again = CliRunner().invoke(group, ["rollback"])
    assert again.stderr == (
        f"Error: a release before {first.release} is not kept in the database\n"
    )
    rows(url, f'DELETE FROM "release_{second.release}".leaves WHERE position = 1')  # noqa: S608
    damaged = CliRunner().invoke(group, ["rollback", second.release])
    assert damaged.stderr.startswith(
        f"Error: release {second.release} stays where it is: 'leaves' has 20 rows, not 21; "
    )
    assert rows(url, "SELECT release FROM figures.current") == [(first.release,)]
