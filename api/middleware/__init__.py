"""The chain in front of the application, and which links of it an operator has switched on."""

from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api.config import Config, ConfigError
from api.middleware.access_log import access_log, configure_logging
from api.middleware.cache import ResponseCache
from api.middleware.conditional import ConditionalRequests
from api.middleware.observer import Observer, RequestObserver
from api.middleware.pinned_release import PinnedRelease
from api.middleware.request_checks import Check, RequestChecks, allowed_hosts
from datasets.release.store.releases import Releases


def install_middleware(app: Flask, releases: Releases, config: Config) -> None:
    """Put gate and memory before an application, and what watches them before both.

    Raises ConfigError where something was switched on that is not installed.
    """
    configure_logging(app, config)
    kept = app.extensions["response_cache"] = ResponseCache(
        app.wsgi_app, releases, config.cache_bytes
    )
    judged = ConditionalRequests(kept, app)
    chain: WSGIApplication = RequestChecks(PinnedRelease(judged, releases), app, _checks(config))
    if watchers := tuple(_watchers(app, releases, config)):
        chain = RequestObserver(chain, watchers)
    if config.proxies:
        chain = ProxyFix(chain, x_for=config.proxies, x_proto=0, x_host=0)
    # So does Flask's own documentation.
    app.wsgi_app = chain  # type: ignore[method-assign,assignment]


def _checks(config: Config) -> Iterator[Check]:
    if config.hosts:
        yield allowed_hosts(frozenset(config.hosts))
    if config.rate:
        with _installed("FIGURES_RATE", "rate"):
            from api.middleware.rate_limit import RateLimit

            yield RateLimit(config.rate, config.rate_store).check


def _watchers(app: Flask, releases: Releases, config: Config) -> Iterator[Observer]:
    if config.log:
        yield access_log(config)
    if config.metrics:
        with _installed("FIGURES_METRICS", "metrics"):
            from api.middleware.metrics import Metrics

        numbers = Metrics(releases)
        app.add_url_rule("/metrics", endpoint="metrics", view_func=numbers.expose)
        yield numbers.count


@contextmanager
def _installed(variable: str, extra: str) -> Iterator[None]:
    """What is imported here may be missing: then it was not installed with the program."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise ConfigError(f"{variable} needs {missing.name}: pip install '.[{extra}]'.") from None
