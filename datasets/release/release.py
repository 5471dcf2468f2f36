"""An open release: its facts, its code lists, and how to connect to it."""

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, Engine

from datasets.release.figures_file import FiguresFile

MAX_STATEMENTS = 1_024  # kept compiled by each engine, and built by the queries

Connect = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, eq=False)
class Release:
    """One immutable set of figures.

    ``newest`` is the last day on which a row was recorded, ISO text. ``root`` is the root over the
    Merkle trees of its ledgers, in hexadecimal. ``codes`` maps (dataset, column) to the codes that
    occur there and their names; the dataset ``""`` has all known codes, used or not.
    ``dataset_by_metric`` maps a metric to its dataset. ``connect`` opens a connection that sees
    only this release, ``connect_streaming`` one for large results. Both raise ReleaseGone where
    the release was removed, and ReleaseUnavailable while it cannot be read. ``figures_file``
    answers queries for figures; a release in a database has none. ``counts`` caches the number of
    rows of each query.
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
    connect: Connect
    connect_streaming: Connect
    figures_file: FiguresFile | None = None
    counts: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def built_at(self) -> datetime:
        return datetime.fromisoformat(self.built)
