"""The middleware chain in front of the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api.config import Config, ConfigError
from api.middleware.access_log import access_log, configure_logging
from api.middleware.cache import ResponseCache
from api.middleware.compression import Compression
from api.middleware.conditional import ConditionalRequests
from api.middleware.forwarded import UntrustedScheme
from api.middleware.observer import Observer, RequestObserver
from api.middleware.request_checks import Check, RequestChecks, allowed_hosts
from datasets.release.store.releases import Releases


def install_middleware(app: Flask, releases: Releases, config: Config) -> None:
    """Wrap an application in middleware, innermost first.

    Raises ConfigError if the configuration needs a package that is not installed.
    """
    configure_logging(app, config)
    chain: WSGIApplication = Compression(app.wsgi_app)
    chain = app.extensions["response_cache"] = ResponseCache(chain, releases, config.cache_bytes)
    chain = ConditionalRequests(chain, app)
    chain = RequestChecks(chain, app, _checks(config))
    if observers := tuple(_observers(app, releases, config)):
        chain = RequestObserver(chain, observers)
    if config.proxies:
        chain = ProxyFix(chain, x_for=config.proxies, x_proto=0, x_host=0)
    else:
        chain = UntrustedScheme(chain)
    # The documentation of Flask assigns middleware in this way.
    app.wsgi_app = chain  # type: ignore[method-assign]


def _checks(config: Config) -> Iterator[Check]:
    if config.hosts:
        yield allowed_hosts(frozenset(config.hosts))
    if config.rate:
        with _optional_import("FIGURES_RATE", "rate"):
            from api.middleware.rate_limit import RateLimit

            yield RateLimit(config.rate, config.rate_store).check


def _observers(app: Flask, releases: Releases, config: Config) -> Iterator[Observer]:
    if config.log:
        yield access_log(config)
    if config.metrics:
        with _optional_import("FIGURES_METRICS", "metrics"):
            from api.middleware.metrics import Metrics

        metrics = Metrics(releases)
        app.add_url_rule("/metrics", endpoint="metrics", view_func=metrics.expose)
        yield metrics.count


@contextmanager
def _optional_import(variable: str, extra: str) -> Iterator[None]:
    """Turn a failed import of an optional package into a ConfigError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ConfigError(f"{variable} needs {error.name}: pip install '.[{extra}]'.") from None
