"""Settings from the environment, every one with a default."""

from dataclasses import dataclass
from pathlib import Path

from environs import Env

VERSION = "1.0.0"
LICENSE = "CC-BY-4.0"
NOTICE = (
    "Each figure is a claim, recorded as it was reported and not verified by this service: read "
    "who says it and how strongly."
)

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    """What an operator may set; the names in the environment begin with ``FIGURES_``."""

    datasets: Path = HOME / "datasets"
    instance: Path = HOME / "instance"
    max_age: int = 300
    public_url: str = ""
    cache_bytes: int = 64 * 2**20


def config_from_environment() -> Config:
    """Read the settings. Raises environs.EnvError naming the variable that cannot be read."""
    env = Env()
    with env.prefixed("FIGURES_"):
        return Config(
            datasets=env.path("DATASETS", Config.datasets),
            instance=env.path("INSTANCE", Config.instance),
            max_age=env.int("MAX_AGE", Config.max_age),
            public_url=env.str("PUBLIC_URL", Config.public_url).rstrip("/"),
            cache_bytes=env.int("CACHE_BYTES", Config.cache_bytes),
        )
