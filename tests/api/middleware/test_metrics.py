"""Metrics for Prometheus, parsed by the Prometheus client."""

from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api import create_app
from api.config import Config
from tests.polling import until
from tests.servers import SERVE, serving


@pytest.fixture
def client_with_metrics(sample, sample_instance):
    config = Config(datasets=sample, instance=sample_instance, metrics=True)
    return create_app(config).test_client()


def samples(text):
    """Values by metric name and labels, without those that depend on the clock."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_sum", "_created", "_age_seconds"))
    }


def test_requests_are_counted_by_operation_and_status(client_with_metrics):
    for address in ("/v1/losses", "/v1/losses", "/v1/losses?limit=0", "/v1/nothing", "/health"):
        client_with_metrics.get(address, buffered=True)
    client_with_metrics.post("/v1/losses", buffered=True)
    client_with_metrics.get("/v1/figures.csv").close()  # the client disconnects
    response = client_with_metrics.get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert samples(response.text) == {
        ("figures_request_seconds_count", "200", "list_losses"): 2,
        ("figures_request_seconds_count", "422", "list_losses"): 1,
        ("figures_request_seconds_count", "", "404"): 1,
        ("figures_request_seconds_count", "", "405"): 1,
        ("figures_request_seconds_count", "200", "get_health"): 1,
        ("figures_request_seconds_count", "200", "download_figures_csv"): 1,
        ("figures_cache_lookups_total", "miss"): 2,
        ("figures_cache_lookups_total", "hit"): 1,
        ("figures_errors_total",): 0,
        ("figures_ready",): 1,
        ("figures_degraded",): 0,
        ("figures_release_rows",): 21,
        ("figures_release_figures",): 18,
    }


def test_metrics_are_off_by_default_and_not_in_the_contract(client, client_with_metrics):
    assert client.get("/metrics").status_code == 404
    assert '"/metrics":' not in client_with_metrics.get("/openapi.json", buffered=True).text


@pytest.mark.slow
def test_workers_that_share_a_folder_report_their_sum(sample, sample_instance, tmp_path):
    settings = {
        "FIGURES_DATASETS": str(sample),
        "FIGURES_METRICS": "1",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    with serving(sample_instance, SERVE, settings) as server:

        def scraped():
            with urlopen(f"{server.address}/metrics") as response:  # noqa: S310
                return samples(response.read().decode())

        for _ in range(20):
            urlopen(f"{server.address}/version").close()  # noqa: S310
        # A request is counted after its last byte, so perhaps after the client has the response.
        until(lambda: scraped()["figures_request_seconds_count", "200", "get_version"] >= 20)
        assert scraped()["figures_request_seconds_count", "200", "get_version"] == 20
        assert scraped()["figures_release_rows",] == 21
