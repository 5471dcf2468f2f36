"""A database that is killed, stopped or frozen under load: 503, then recovery without restart."""

import json
import time

import pytest

from datasets.release.store.publish import publish
from tests.polling import until
from tests.release.store.postgres.server import rows, running
from tests.reliability.load import get_once, under_load
from tests.servers import WAYS, started

pytestmark = [pytest.mark.slow, pytest.mark.faults]

PATHS = [f"/v1/figures?limit=5&offset={offset}" for offset in range(16)]
KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'sample'"


def killed(server):
    rows(server.url("postgres"), KILL)


def stopped(server):
    server.stop()
    time.sleep(3)  # duration of the fault
    server.start()


def frozen(server):
    server.freeze()
    time.sleep(6)  # duration of the fault
    server.thaw()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", [killed, stopped, frozen], ids=lambda fault: fault.__name__)
def test_a_database_fault_causes_503_until_the_database_is_back(
    sample_instance, tmp_path, results, way, fault
):
    with running() as database:
        url = database.database("sample")
        publish(sample_instance, url)
        settings = {"FIGURES_DATABASE_URL": url, "FIGURES_CACHE_BYTES": "0"}
        with started(way, sample_instance, tmp_path / "deploy", settings) as server:
            until(lambda: get_once(server.address, "/health").status == 200)
            with under_load(server.address, PATHS, 8, 0.01) as load:
                until(lambda: len(load.responses) > 100)
                fault(database)
                after = len(load.responses)
                until(lambda: len(load.responses) > after + 200)
                until(lambda: {response.status for response in load.responses[-50:]} == {200})
    statuses = {response.status for response in load.responses}
    refused = [response for response in load.responses if response.status == 503]
    slowest = max(response.seconds for response in load.responses)
    results.report(
        "database",
        f"{len(refused)} of {len(load.responses):,} answered 503, slowest {slowest:.1f} s",
        f"{fault.__name__}, {way}",
    )
    assert statuses <= {200, 503}
    assert all(json.loads(response.body)["type"] == "/problems/unavailable" for response in refused)
    assert slowest < 4
