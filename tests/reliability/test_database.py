"""A database that is killed, stopped or frozen under load: 503 with a reason, then as before."""

import json
import time

import pytest

from datasets.release.store.publish import publish
from tests.polling import until
from tests.release.store.postgres.server import rows, running
from tests.reliability.load import asked_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

PATHS = [f"/v1/figures?limit=5&offset={offset}" for offset in range(16)]
KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'sample'"


def killed(server):
    rows(server.url("postgres"), KILL)


def stopped(server):
    server.stop()
    time.sleep(3)  # this is how long it is down
    server.start()


def frozen(server):
    server.freeze()
    time.sleep(6)  # this is how long it does not move
    server.thaw()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", [killed, stopped, frozen], ids=lambda fault: fault.__name__)
def test_a_fault_of_the_database_is_told_and_gone_by_itself(
    sample_instance, tmp_path, measured, way, fault
):
    with running() as database:
        url = database.database("sample")
        publish(sample_instance, url)
        settings = {"FIGURES_DATABASE_URL": url, "FIGURES_CACHE_BYTES": "0"}
        with started(way, sample_instance, tmp_path / "deploy", settings) as server:
            until(lambda: asked_once(server.address, "/health").status == 200)
            with under_load(server.address, PATHS, 8, 0.01) as load:
                until(lambda: len(load.answers) > 100)
                fault(database)
                after = len(load.answers)
                until(lambda: len(load.answers) > after + 200)
                until(lambda: {told.status for told in load.answers[-50:]} == {200})
    statuses = {told.status for told in load.answers}
    refused = [told for told in load.answers if told.status == 503]
    slowest = max(told.seconds for told in load.answers)
    measured.tell(
        "database",
        f"{len(refused)} of {len(load.answers):,} answered 503, slowest {slowest:.1f} s",
        f"{fault.__name__}, {way}",
    )
    assert statuses <= {200, 503}
    assert all(json.loads(told.body)["type"] == "/problems/unavailable" for told in refused)
    assert slowest < 4
