"""``flask figures build``, ``verify`` and ``rollback``, on files and in PostgreSQL."""

import json
import os
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import command_group
from api.config import Config
from datasets.release.atomic import digest_of
from datasets.release.store.loader import current_release
from datasets.release.store.manifest import Manifest, read_manifest, write_manifest
from datasets.release.store.publish import publish
from tests.ledger_edits import LOSSES, update
from tests.release.store.postgres.server import rows


def test_a_build_makes_a_release_current(run, tmp_path):
    result = run("build")
    release = current_release(tmp_path / "instance")
    assert result.stdout == f"built release {release.id}: 18 figures, 21 rows\n"
    assert result.stderr == (
        "next: run make serve; a running server switches to the release without a restart\n"
    )
    release.engine.dispose()


def test_a_build_without_changes_does_nothing(run):
    run("build")
    result = run("build")
    assert (result.exit_code, result.output) == (0, "the release is up to date\n")


def test_ledgers_with_errors_are_not_built(run, copy, tmp_path):
    run("build")
    before = (tmp_path / "instance" / "current.json").read_bytes()
    update(LOSSES, 2, basis="")(copy)
    result = run("build")
    assert (result.exit_code, result.stdout) == (1, f"{LOSSES}:2: V03 basis: 'basis' is required\n")
    assert result.stderr == "Error: 1 error; the current release was not changed\n"
    assert (tmp_path / "instance" / "current.json").read_bytes() == before


@pytest.fixture
def instance(two_releases, tmp_path) -> Path:
    return Path(shutil.copytree(two_releases, tmp_path / "instance"))


def log_lines(instance: Path) -> list[str]:
    return (instance / "releases.jsonl").read_text().splitlines()


@pytest.fixture
def manifests(instance) -> tuple[Manifest, Manifest]:
    """The manifests of the first release and of the second."""
    ids = [json.loads(line)["release"] for line in log_lines(instance)]
    first, second = (read_manifest(instance / f"{release}.json") for release in ids)
    return first, second


@pytest.fixture
def run_stored(instance):
    """Run ``flask figures`` on the instance folder with two releases."""
    group = command_group(Config(instance=instance))
    return lambda *args: CliRunner().invoke(group, args)


def alter_tables(instance: Path, manifest: Manifest, statement: str) -> None:
    """Change the tables of a release, and make the digest and time in its manifest match."""
    file = instance / manifest.file
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()
    path = instance / f"{manifest.release}.json"
    modified = path.stat().st_mtime_ns
    write_manifest(replace(manifest, sha256=digest_of(file)), path)
    os.utime(path, ns=(modified, modified))


def cells_of(result) -> list[list[str]]:
    """The cells of the rows of a printed table, without its header."""
    return [re.split(r"  +", line) for line in result.stdout.splitlines()[1:]]


def results_of(result) -> list[str]:
    return [cells[-1] for cells in cells_of(result)]


def test_verify_lists_releases_newest_first(run_stored, manifests):
    result = run_stored("verify")
    assert result.stdout.split()[:4] == ["release", "built", "rows", "result"]
    assert cells_of(result) == [
        [manifest.release, manifest.built, "21", "ok"] for manifest in reversed(manifests)
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_verify_takes_the_id_of_one_release(run_stored, manifests):
    result = run_stored("verify", manifests[0].release)
    assert [cells[0] for cells in cells_of(result)] == [manifests[0].release]
    unknown = run_stored("verify", "0123456789abcdef")
    assert (unknown.exit_code, unknown.stderr) == (
        1, "Error: release 0123456789abcdef is not kept\n"
    )  # fmt: skip


ROOT = "the rows of losses do not have the root that is told of them"


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE leaves SET number = -number WHERE position = 7", ROOT),
        ("DELETE FROM figures WHERE position = 8",
         f"'figures' has 20 rows, not 21; {ROOT}"),
        ("UPDATE trees SET root = 'ab' WHERE dataset = 'losses'",
         f"{ROOT}; the root of the release is not the one over its ledgers"),
    ],
)  # fmt: skip
def test_verify_detects_an_altered_table_even_if_the_digest_matches(
    run_stored, instance, manifests, statement, message
):
    alter_tables(instance, manifests[0], statement)
    result = run_stored("verify")
    assert results_of(result) == ["ok", message]
    assert result.exit_code == 1
    assert result.stderr == (
        "next: run flask figures build, or flask figures rollback RELEASE with a release that is "
        "ok\n"
    )


def test_verify_detects_an_altered_row_even_if_the_digest_matches(run_stored, instance, manifests):
    file = instance / manifests[0].figures_file
    file.write_bytes(file.read_bytes().replace(b"623990", b"623991"))
    path = instance / f"{manifests[0].release}.json"
    modified = path.stat().st_mtime_ns
    digests = {**manifests[0].files, manifests[0].figures_file: digest_of(file)}
    write_manifest(replace(manifests[0], files=digests), path)
    os.utime(path, ns=(modified, modified))
    assert results_of(run_stored("verify")) == ["ok", ROOT]


def test_verify_detects_a_root_that_is_not_in_the_log(run_stored, instance, manifests):
    log = instance / "releases.jsonl"
    first, second = log_lines(instance)
    log.write_text(second + "\n")
    assert results_of(run_stored("verify")) == ["ok", "the log does not tell of it"]
    root = json.loads(first)["root"]
    log.write_text(f"{first.replace(root, '0' * 64)}\n{second}\n")
    assert results_of(run_stored("verify", manifests[0].release)) == [
        f"the log says that its root is {'0' * 16}…, not {root[:16]}…"
    ]


def test_verify_detects_an_altered_file_and_a_missing_file(run_stored, instance, manifests):
    with (instance / manifests[0].file).open("ab") as file:
        file.write(b"more")
    (instance / f"{manifests[1].release}.zip").unlink()
    missing, altered = results_of(run_stored("verify"))
    assert missing == f"instance/{manifests[1].release}.zip is missing"
    assert altered.startswith(
        f"instance/{manifests[0].file} is not the file that was built: its sha256 is "
    )


def test_rollback_makes_the_previous_release_current(run_stored, instance, manifests):
    result = run_stored("rollback")
    first, second = manifests
    assert result.stdout == (
        f"release {first.release}, built {first.built}, is verified and now current\n"
    )
    assert result.stderr == (
        "next: run flask figures build to make the release of the ledgers current again\n"
    )
    assert read_manifest(instance / "current.json") == first
    again = run_stored("rollback")
    assert (again.exit_code, again.stderr) == (
        1, f"Error: no release before {first.release} is kept in instance/\n"
    )  # fmt: skip
    assert run_stored("rollback", second.release).exit_code == 0
    assert read_manifest(instance / "current.json") == second


def test_rollback_refuses_a_damaged_release(run_stored, instance, manifests):
    alter_tables(instance, manifests[0], "DELETE FROM leaves WHERE position = 1")
    result = run_stored("rollback")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"Error: release {manifests[0].release} stays where it is: 'leaves' has 20 rows, not 21; "
    )
    assert read_manifest(instance / "current.json") == manifests[1]


@pytest.mark.parametrize("command", ["verify", "rollback"])
def test_without_a_release_a_command_fails(run, command):
    result = run(command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: no release in instance/")


def test_rollback_changes_the_current_release_of_a_database(instance, manifests, postgresql):
    url = postgresql.database("rolled-back")
    first, second = manifests
    for manifest in manifests:
        write_manifest(manifest, instance / "current.json")
        publish(instance, url)
    group = command_group(Config(instance=instance, database_url=url))
    result = CliRunner().invoke(group, ["rollback"])
    assert (result.exit_code, result.stdout) == (
        0, f"release {first.release}, built {first.built}, is verified and now current\n"
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
