"""Settings from the environment, every one with a default."""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from api import env as readings
from api.env import Parser

VERSION = "1.0.0"

HOME = Path(__file__).resolve().parent.parent
A_YEAR = 31_536_000  # seconds


class ConfigError(Exception):
    """A setting that cannot be served with, in a sentence for the operator."""


@dataclass(frozen=True)
class Config:
    """What an operator may set; the names in the environment begin with ``FIGURES_``.

    ``about`` is what the documentation prints of a setting (see ``api/cli/docs.py``), ``read``
    how it is read, where its type does not say so; what is ``secret`` is never printed.
    """

    datasets: Path = field(
        default=HOME / "datasets",
        metadata={
            "about": "folder of ledgers, reference tables and descriptor",
            "read": readings.ledgers,
        },
    )
    instance: Path = field(
        default=HOME / "instance", metadata={"about": "folder of compiled releases"}
    )
    max_age: int = field(
        default=300,
        metadata={
            "about": "seconds for which caches may keep an answer",
            "read": readings.integer(0, A_YEAR),
        },
    )
    public_url: str = field(
        default="",
        metadata={
            "about": "address that citations and feeds name; if empty, the host asked",
            "read": readings.address,
        },
    )
    hosts: tuple[str, ...] = field(
        default=(),
        metadata={
            "about": "hosts that are answered, with commas between them; if empty, any",
            "read": readings.hosts,
        },
    )
    database_url: str = field(
        default="",
        metadata={
            "about": "PostgreSQL to serve from, as `flask figures publish` filled it; if empty, "
            "the folder of releases",
            "read": readings.database,
            "secret": True,
        },
    )
    database_connections: int = field(
        default=2,
        metadata={
            "about": "connections of a worker to the database",
            "read": readings.integer(1, 1_000),
        },
    )
    poll: float = field(
        default=1.0,
        metadata={
            "about": "seconds between looks for a new release",
            "read": readings.decimal(0.01, 86_400),
        },
    )
    accel: str = field(
        default="",
        metadata={
            "about": "where a proxy in front has the folder of releases, such as `/files`, to send "
            "finished files itself (`X-Accel-Redirect`); if empty, they are sent from here"
        },
    )
    cache_bytes: int = field(
        default=64 * 2**20,
        metadata={"about": "bytes of answers that a worker remembers; 0 for none"},
    )
    log: str = field(
        default="",
        metadata={
            "about": "`json` for a line of JSON on standard error about each request",
            "read": readings.one_of("json"),
        },
    )
    log_queries: bool = field(
        default=True, metadata={"about": "whether those lines hold what was asked behind the `?`"}
    )
    log_clients: bool = field(
        default=False, metadata={"about": "whether those lines hold who asked: address and agent"}
    )
    metrics: bool = field(
        default=False, metadata={"about": "whether `/metrics` has numbers for Prometheus"}
    )
    rate: str = field(
        default="",
        metadata={
            "about": "what a client may ask in a time, such as `600/minute`; if empty, anything",
            "read": readings.rate,
        },
    )
    rate_store: str = field(
        default="",
        metadata={
            "about": "Redis that workers share to count this; if empty, each counts by itself",
            "read": readings.store,
            "secret": True,
        },
    )
    proxies: int = field(
        default=0,
        metadata={
            "about": "proxies in front that say truly who asks (`X-Forwarded-For`)",
            "read": readings.integer(0, 10),
        },
    )


# How a setting is read that does not say so itself.
BY_TYPE: Mapping[type, Parser] = MappingProxyType(
    {
        bool: readings.boolean,
        int: readings.integer(0, 2**40),
        float: readings.decimal(0, 2**40),
        type(HOME): readings.folder,
        str: str,
    }
)


def load_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; what is empty counts as not set. Raises ConfigError."""
    given = {each.name: environment.get(variable(each), "") for each in fields(Config)}
    return Config(
        **{each.name: _read(each, given[each.name]) for each in fields(Config) if given[each.name]}
    )


def variable(setting: Field[Any]) -> str:
    """The name of a setting in the environment."""
    return f"FIGURES_{setting.name.upper()}"


def _read(setting: Field[Any], text: str) -> Any:
    read: Parser = setting.metadata.get("read") or BY_TYPE[type(setting.default)]
    try:
        return read(text)
    except ValueError as right:
        secret = setting.metadata.get("secret", False)
        given = "; what it holds is not printed" if secret else f", not '{text}'"
        raise ConfigError(f"{variable(setting)} must be {right}{given}.") from None
