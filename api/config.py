"""Settings from the environment, every one with a default."""

from dataclasses import dataclass, field
from pathlib import Path

from environs import Env

VERSION = "1.0.0"

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """What an operator may set; the names in the environment begin with ``FIGURES_``.

    ``about`` is what the documentation prints of a setting: see ``api/documents.py``.
    """

    datasets: Path = field(
        default=HOME / "datasets",
        metadata={"about": "folder of ledgers, reference tables and descriptor"},
    )
    instance: Path = field(
        default=HOME / "instance", metadata={"about": "folder of compiled releases"}
    )
    max_age: int = field(
        default=300, metadata={"about": "seconds for which caches may keep an answer"}
    )
    public_url: str = field(
        default="",
        metadata={"about": "address that citations and feeds name; if empty, the host asked"},
    )
    database_url: str = field(
        default="",
        metadata={
            "about": "PostgreSQL to serve from, as `flask figures publish` filled it; if empty, "
            "the folder of releases"
        },
    )
    database_connections: int = field(
        default=2, metadata={"about": "connections of a worker to the database"}
    )
    poll: float = field(default=1.0, metadata={"about": "seconds between looks for a new release"})
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


def config_from_environment() -> Config:
    """Read the settings. Raises environs.EnvError naming the variable that cannot be read."""
    env = Env()
    with env.prefixed("FIGURES_"):
        return Config(
            datasets=env.path("DATASETS", Config.datasets),
            instance=env.path("INSTANCE", Config.instance),
            max_age=env.int("MAX_AGE", Config.max_age),
            public_url=env.str("PUBLIC_URL", Config.public_url).rstrip("/"),
            database_url=env.str("DATABASE_URL", Config.database_url),
            database_connections=env.int("DATABASE_CONNECTIONS", Config.database_connections),
            poll=env.float("POLL", Config.poll),
            accel=env.str("ACCEL", Config.accel),
            cache_bytes=env.int("CACHE_BYTES", Config.cache_bytes),
        )
