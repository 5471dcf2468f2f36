"""The chain in front of the application, and which links of it an operator has switched on."""

from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api.config import Config, WrongSetting
from api.middleware.access_log import faults_told, requests_told
from api.middleware.cache import Kept
from api.middleware.conditional import Preconditions
from api.middleware.observer import Watched, Watcher
from api.middleware.pinned_release import OneRelease
from api.middleware.request_checks import Check, Gate, only
from datasets.release.store.releases import Releases


def stand_in_front(app: Flask, releases: Releases, config: Config) -> None:
    """Put gate and memory before an application, and what watches them before both.

    Raises WrongSetting where something was switched on that is not installed.
    """
    faults_told(app, config)
    kept = app.extensions["kept"] = Kept(app.wsgi_app, releases, config.cache_bytes)
    judged = Preconditions(kept, app)
    chain: WSGIApplication = Gate(OneRelease(judged, releases), app, _checks(config))
    if watchers := tuple(_watchers(app, releases, config)):
        chain = Watched(chain, watchers)
    if config.proxies:
        chain = ProxyFix(chain, x_for=config.proxies, x_proto=0, x_host=0)
    # So does Flask's own documentation.
    app.wsgi_app = chain  # type: ignore[method-assign,assignment]


def _checks(config: Config) -> Iterator[Check]:
    if config.hosts:
        yield only(frozenset(config.hosts))
    if config.rate:
        with _installed("FIGURES_RATE", "rate"):
            from api.middleware.rate_limit import Rate

            yield Rate(config.rate, config.rate_store).refusal


def _watchers(app: Flask, releases: Releases, config: Config) -> Iterator[Watcher]:
    if config.log:
        yield requests_told(config)
    if config.metrics:
        with _installed("FIGURES_METRICS", "metrics"):
            from api.middleware.metrics import Numbers

        numbers = Numbers(releases)
        app.add_url_rule("/metrics", endpoint="metrics", view_func=numbers.tell)
        yield numbers.count


@contextmanager
def _installed(variable: str, extra: str) -> Iterator[None]:
    """What is imported here may be missing: then it was not installed with the program."""
    try:
        yield
    except ModuleNotFoundError as missing:
        raise WrongSetting(f"{variable} needs {missing.name}: pip install '.[{extra}]'.") from None
