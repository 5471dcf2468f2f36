"""release."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine

MAX_STATEMENTS = 1_024  # kept compiled by each engine, and built by the queries

Reading = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, eq=False)
class Release:
    """One immutable set of figures.

    ``newest`` is the last day on which a row was recorded, ISO text. ``root`` is the root over the
    Merkle trees of its ledgers, in hexadecimal. ``codes`` holds, by dataset and column, the codes
    that occur there with their names; under the dataset ``""`` all that are known, used or not.
    ``dataset_by_metric`` maps a metric to its dataset. ``reading`` gives a connection that sees
    this release alone, ``streaming`` one for large results; either raises ReleaseGone where the
    release was removed meanwhile, and ReleaseUnavailable while it cannot be read. ``counts``
    caches the number of rows per question.
    """

    id: str
    built: str
    figures: int
    rows: int
    newest: str
    root: str
    codes: Mapping[tuple[str, str], Mapping[str, str | None]]
    dataset_by_metric: Mapping[str, str]
    engine: Engine
    reading: Reading
    streaming: Reading
    counts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    @property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.built)
