"""Publishing is atomic: a release is published completely or not at all."""

import threading
from functools import partial

import psycopg
import pytest
from click.testing import CliRunner

from api.cli import command_group
from api.config import Config
from datasets.release.store.loader import current_release
from datasets.release.store.publish import NotPublished, Published, publish
from tests.release.store.postgres.server import rows

SCHEMAS = r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'release\_%' ORDER BY 1"
POINTER = "SELECT release FROM figures.current"
OLDER = (
    "CREATE SCHEMA release_old1; CREATE SCHEMA release_old2; CREATE SCHEMA release_old3;"
    "INSERT INTO figures.releases"
    " SELECT 'old' || year, '', '200' || year, '' FROM generate_series(1, 3) year"
)
KILL_WAITING = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def run_sql(url):
    """Execute a statement in the database and return its rows."""
    return partial(rows, url)


@pytest.fixture(scope="module")
def ids(sample_instance, second_instance):
    releases = [current_release(folder) for folder in (sample_instance, second_instance)]
    for release in releases:
        release.engine.dispose()
    return [release.id for release in releases]


def test_the_first_release_is_loaded_and_made_current(sample_instance, url, run_sql, ids):
    assert publish(sample_instance, url) == Published(ids[0], 21, True)
    assert run_sql(POINTER) == [(ids[0],)]
    assert len(run_sql(f'TABLE "release_{ids[0]}".figures')) == 21


def test_publishing_twice_loads_once(sample_instance, url, run_sql, ids):
    publish(sample_instance, url)
    assert publish(sample_instance, url) == Published(ids[0], 21, False)
    assert run_sql(SCHEMAS) == [(f"release_{ids[0]}",)]


def test_a_stored_release_is_made_current_without_loading(
    sample_instance, second_instance, url, run_sql, ids
):
    publish(sample_instance, url)
    publish(second_instance, url)
    assert run_sql(POINTER) == [(ids[1],)]
    assert publish(sample_instance, url) == Published(ids[0], 21, False)
    assert run_sql(POINTER) == [(ids[0],)]


def test_the_last_three_published_releases_are_stored(
    sample_instance, second_instance, url, run_sql, ids
):
    publish(sample_instance, url)
    run_sql(OLDER)
    publish(second_instance, url)
    stored = sorted([*(f"release_{id_}" for id_ in ids), "release_old3"])
    assert [name for (name,) in run_sql(SCHEMAS)] == stored


def test_an_interrupted_publication_changes_nothing(
    sample_instance, second_instance, url, run_sql, ids
):
    """The server ends the session after loading, while it waits to move the pointer."""
    publish(sample_instance, url)
    errors: list[str] = []

    def run() -> None:
        with pytest.raises(NotPublished) as reason:
            publish(second_instance, url)
        errors.append(str(reason.value))

    publishing = threading.Thread(target=run)
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE figures.current IN ACCESS EXCLUSIVE MODE")
        publishing.start()
        while not run_sql(KILL_WAITING):
            assert publishing.is_alive()
        publishing.join()
    assert "terminating connection" in errors[0]
    assert (run_sql(POINTER), run_sql(SCHEMAS)) == ([(ids[0],)], [(f"release_{ids[0]}",)])
    assert publish(second_instance, url) == Published(ids[1], 21, True)


def test_a_reader_may_only_read(sample_instance, url, run_sql, ids, serving):
    run_sql("CREATE ROLE reader LOGIN")
    publish(sample_instance, url, reader="reader")
    as_reader = url.replace("postgres@", "reader@")
    assert rows(as_reader, POINTER) == [(ids[0],)]
    for forbidden in ("DELETE FROM figures.current", "CREATE TABLE figures.mine ()"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows(as_reader, forbidden)
    client = serving(as_reader).test_client()
    assert client.get("/v1/figures.csv").text.count("\r\n") == 18


def test_the_command_reports_what_it_loaded(sample, sample_instance, url, ids):
    group = command_group(Config(datasets=sample, instance=sample_instance))
    outputs = [CliRunner().invoke(group, ["publish", url]).stdout for _ in range(2)]
    assert outputs == [
        f"release {ids[0]}: 21 rows, loaded, now current\n",
        f"release {ids[0]}: 21 rows, already loaded, now current\n",
    ]


def test_the_command_reports_errors(sample, sample_instance, tmp_path, url):
    group = command_group(Config(datasets=sample, instance=sample_instance))
    result = CliRunner().invoke(group, ["publish", url, "--reader", "nobody-here"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'Error: role "nobody-here" does not exist\n'
    empty = command_group(Config(datasets=sample, instance=tmp_path / "empty"))
    result = CliRunner().invoke(empty, ["publish", url])
    assert result.stderr == "Error: no release in empty/; run `flask figures build`\n"
