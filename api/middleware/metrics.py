"""Numbers for Prometheus: what was asked, how long it took, and what is served."""

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

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where workers leave their numbers for each other
SECONDS = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics:
    """What a worker counts; where workers share a folder, any of them tells the sum of all."""

    def __init__(self, releases: Releases) -> None:
        counted = CollectorRegistry()
        self.seconds = Histogram(
            "figures_request_seconds",
            "Seconds until the last byte of an answer, by operation and status.",
            ("operation", "status"),
            buckets=SECONDS,
            registry=counted,
        )
        self.memory = Counter(
            "figures_memory",
            "Answers of operations, by whether they came from memory (hit) or were made (miss).",
            ("result",),
            registry=counted,
        )
        self.errors = Counter(
            "figures_errors",
            "Answers that the application broke on, before or in the middle.",
            registry=counted,
        )
        self.told = CollectorRegistry() if SHARED in os.environ else counted
        if self.told is not counted:
            MultiProcessCollector(self.told)  # type: ignore[no-untyped-call]  # theirs has none
        self.told.register(ReleaseCollector(releases))

    def count(self, seen: RequestRecord) -> None:
        """Count a request."""
        asked = seen.context
        self.seconds.labels(asked.operation_id, str(seen.status)).observe(seen.seconds)
        if seen.status in (200, 304) and asked.release_id:
            self.memory.labels("hit" if asked.cache_hit else "miss").inc()
        if seen.status == 500 or seen.failed:
            self.errors.inc()

    def expose(self) -> Response:
        """All numbers in the text that Prometheus reads."""
        return Response(generate_latest(self.told), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class ReleaseCollector:
    """The release that is served: read when the numbers are asked for."""

    def __init__(self, releases: Releases) -> None:
        self.releases = releases

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: there may be no release yet."""
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
                "1 while an older release is served than the newest.",
                int(self.releases.degraded_reason is not None),
            ),
            "figures_release_age_seconds": ("Since the release was built.", age.total_seconds()),
            "figures_release_rows": ("Rows of the release.", release.rows),
            "figures_release_figures": ("Figures of the release.", release.figures),
        }
        for name, (about, value) in gauges.items():
            yield GaugeMetricFamily(name, about, value=value)
