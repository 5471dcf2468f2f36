"""Settings from the environment, every one with a default."""

from dataclasses import dataclass, field
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


def config_from_environment() -> Config:
    """Read the settings. Raises environs.EnvError naming the variable that cannot be read."""
    env = Env()
    with env.prefixed("FIGURES_"):
        return Config(
            datasets=env.path("DATASETS", Config.datasets),
            instance=env.path("INSTANCE", Config.instance),
            max_age=env.int("MAX_AGE", Config.max_age),
            public_url=env.str("PUBLIC_URL", Config.public_url).rstrip("/"),
        )
