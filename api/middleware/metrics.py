"""Metrics for Prometheus: requests, their duration, and the release that is served."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from flask import Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from api.middleware.observer import RequestRecord
from datasets.release.exceptions import ReleaseUnavailable
from datasets.release.store.releases import Releases

MULTIPROCESS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # variable of prometheus_client
BUCKETS_SECONDS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics:
    """Metrics of a worker, or the sums of all workers that share a folder."""

    def __init__(self, releases: Releases) -> None:
        worker_registry = CollectorRegistry()
        self.seconds = Histogram(
            "figures_request_seconds",
            "Seconds until the last byte of a response, by operation and status.",
            ("operation", "status"),
            buckets=BUCKETS_SECONDS,
            registry=worker_registry,
        )
        self.cache = Counter(
            "figures_cache_lookups",
            "Responses of operations, by whether they came from the cache (hit) or not (miss).",
            ("result",),
            registry=worker_registry,
        )
        self.errors = Counter(
            "figures_errors",
            "Responses that failed with an error, before or after the first byte.",
            registry=worker_registry,
        )
        is_shared = MULTIPROCESS_FOLDER in os.environ
        self.registry = CollectorRegistry() if is_shared else worker_registry
        if is_shared:
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]  # no annotations
        self.registry.register(ReleaseCollector(releases))

    def count(self, record: RequestRecord) -> None:
        """Observer that counts a finished request."""
        context = record.context
        self.seconds.labels(context.operation_id, str(record.status)).observe(record.seconds)
        if record.status in (200, 304) and context.release_id:
            self.cache.labels("hit" if context.cache_hit else "miss").inc()
        if record.status == 500 or record.failed:
            self.errors.inc()

    def expose(self) -> Response:
        """View: all metrics in the text format of Prometheus."""
        return Response(generate_latest(self.registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class ReleaseCollector:
    """Metrics of the release that is served, read when they are requested."""

    def __init__(self, releases: Releases) -> None:
        self.releases = releases

    def describe(self) -> Iterable[Metric]:
        """Return nothing, so that registration does not open a release."""
        return ()

    def collect(self) -> Iterator[Metric]:
        try:
            release = self.releases.current
        except ReleaseUnavailable:
            yield GaugeMetricFamily("figures_ready", "1 while figures are served.", value=0)
            return
        age = datetime.now(UTC) - release.built_at
        gauges = {
            "figures_ready": ("1 while figures are served.", 1),
            "figures_degraded": (
                "1 while an older release than the newest is served.",
                int(self.releases.degraded_reason is not None),
            ),
            "figures_release_age_seconds": (
                "Seconds since the release was built.",
                age.total_seconds(),
            ),
            "figures_release_rows": ("Number of rows in the release.", release.rows),
            "figures_release_figures": ("Number of figures in the release.", release.figures),
        }
        for name, (documentation, value) in gauges.items():
            yield GaugeMetricFamily(name, documentation, value=value)
