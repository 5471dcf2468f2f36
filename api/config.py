"""Settings from environment variables, each with a default."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load
from marshmallow.validate import OneOf, Range, Regexp

VERSION = "1.0.0"

HOME = Path(__file__).resolve().parent.parent
SECONDS_PER_YEAR = 31_536_000

HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]")
POSTGRESQL_URL = r"postgres(ql)?(\+psycopg)?://\S+\Z"
PUBLIC_URL = r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?\Z"
RATE = r"[1-9][0-9]{0,8}/(second|minute|hour|day)\Z"
REDIS_URL = r"rediss?://\S+\Z"


class ConfigError(Exception):
    """A wrong setting, in one sentence for the operator."""


@dataclass(frozen=True)
class Config:
    """Settings of the service, with their defaults. `ConfigSchema` documents them."""

    datasets: Path = HOME / "datasets"
    instance: Path = HOME / "instance"
    max_age: int = 300
    public_url: str = ""
    hosts: tuple[str, ...] = ()
    database_url: str = ""
    database_connections: int = 2
    poll: float = 1.0
    accel: str = ""
    cache_bytes: int = 64 * 2**20
    log: str = ""
    log_queries: bool = True
    log_clients: bool = False
    metrics: bool = False
    rate: str = ""
    rate_store: str = ""
    proxies: int = 0


def load_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings. An empty variable counts as not set. Raises ConfigError."""
    texts = {name: text for name, text in environment.items() if text}
    schema = ConfigSchema(unknown=EXCLUDE)
    try:
        config: Config = schema.load(texts)
    except ValidationError as error:
        variable, [expected, *_] = next(iter(error.messages_dict.items()))
        secret = any(
            field.data_key == variable and field.metadata.get("secret")
            for field in schema.fields.values()
        )
        value = "; its value is not printed" if secret else f", not '{texts[variable]}'"
        raise ConfigError(f"{variable} must be {expected}{value}.") from None
    return config


def _about(description: str, *, secret: bool = False) -> dict[str, Any]:
    """Metadata of a setting: its line in the documentation, and whether it may hold a password."""
    return {"description": description, "secret": secret}


def _integer(minimum: int, maximum: int, description: str) -> fields.Integer:
    expected = f"a whole number from {minimum:,} to {maximum:,}"
    return fields.Integer(
        validate=Range(minimum, maximum, error=expected),
        error_messages=dict.fromkeys(("invalid", "too_large"), expected),
        metadata=_about(description),
    )


def _float(minimum: float, maximum: float, description: str) -> fields.Float:
    expected = f"a number from {minimum:,g} to {maximum:,g}"
    return fields.Float(
        validate=Range(minimum, maximum, error=expected),
        error_messages=dict.fromkeys(("invalid", "too_large", "special"), expected),
        metadata=_about(description),
    )


def _switch(description: str) -> fields.Boolean:
    return fields.Boolean(
        truthy={"1"},
        falsy={"0"},
        error_messages={"invalid": "1 or 0"},
        metadata=_about(description),
    )


def _check_datasets(folder: Path) -> None:
    if not (folder / "datapackage.json").is_file():
        raise ValidationError("a folder with a datapackage.json in it")


def _check_folder(folder: Path) -> None:
    """A folder that does not exist may still be created."""
    if folder.exists() and not folder.is_dir():
        raise ValidationError("a folder")


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in text.split(","))
    if not all(HOST.fullmatch(name) for name in names):
        raise ValidationError("names of hosts such as figures.example.org,127.0.0.1, without ports")
    return names


class ConfigSchema(Schema):
    """Environment variables: ``FIGURES_`` and the name of the setting in capitals.

    The message of a validator continues the sentence "the variable must be ...".
    """

    datasets = fields.Function(
        deserialize=Path,
        validate=_check_datasets,
        metadata=_about("folder of ledgers, reference tables and descriptor"),
    )
    instance = fields.Function(
        deserialize=Path,
        validate=_check_folder,
        metadata=_about("folder of compiled releases"),
    )
    max_age = _integer(0, SECONDS_PER_YEAR, "seconds for which caches may store a response")
    public_url = fields.Function(
        deserialize=lambda text: text.rstrip("/"),
        validate=Regexp(PUBLIC_URL, error="an address such as https://figures.example.org"),
        metadata=_about(
            "base URL in citations and feeds; if empty, taken from the Host header of the request"
        ),
    )
    hosts = fields.Function(
        deserialize=_hosts,
        metadata=_about("allowed values of the Host header, separated by commas; if empty, any"),
    )
    database_url = fields.String(
        validate=Regexp(
            POSTGRESQL_URL,
            error="the address of a database such as postgresql://reader@host/figures",
        ),
        metadata=_about(
            "PostgreSQL database to serve from, filled by `flask figures publish`; if empty, "
            "releases are served from `FIGURES_INSTANCE`",
            secret=True,
        ),
    )
    database_connections = _integer(1, 1_000, "database connections of each worker")
    poll = _float(0.01, 86_400, "seconds between checks for a new release")
    accel = fields.String(
        metadata=_about(
            "path at which the proxy has the folder of releases, such as `/files`, so that it "
            "sends finished files (`X-Accel-Redirect`); if empty, the workers send them"
        )
    )
    cache_bytes = _integer(
        0, 2**40, "size in bytes of the response cache of each worker; 0 for none"
    )
    log = fields.String(
        validate=OneOf(["json"], error="'json'"),
        metadata=_about("`json` to write a line of JSON to standard error for each request"),
    )
    log_queries = _switch("whether the log contains query strings")
    log_clients = _switch("whether the log contains the address and User-Agent of clients")
    metrics = _switch("whether `/metrics` serves metrics for Prometheus")
    rate = fields.String(
        validate=Regexp(RATE, error="a rate such as 600/minute, per second, minute, hour or day"),
        metadata=_about("rate limit of each client, such as `600/minute`; if empty, none"),
    )
    rate_store = fields.String(
        validate=Regexp(REDIS_URL, error="the address of a Redis such as redis://localhost:6379/0"),
        metadata=_about(
            "Redis in which all workers count requests; if empty, each worker counts its own",
            secret=True,
        ),
    )
    proxies = _integer(
        0,
        10,
        "number of proxies in front whose `X-Forwarded-For` and `X-Forwarded-Proto` headers are "
        "trusted",
    )

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        field_obj.data_key = f"FIGURES_{field_name.upper()}"

    @post_load
    def make_config(self, settings: dict[str, Any], **_kwargs: Any) -> Config:
        return Config(**settings)
