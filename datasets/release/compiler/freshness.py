"""Freshness of the feeds, datasets and series of a release, while it is built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from datasets.claims.freshness import Freshness, freshness_document, is_silent
from datasets.release.queries.vintages import CURRENT
from datasets.release.tables import FEED_SOURCES, FIGURES

_F = FIGURES.c
_EDITION = FEED_SOURCES.c.source == _F.source


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """Facts by which a silent claimant is told from a file that was not read again.

    ``newest_file`` is the day of the newest file of each feed that has a figure, ``newest_claim``
    the day of the newest claim of each claimant; ISO text.
    """

    feed_by_source: Mapping[str, str]
    newest_file: Mapping[str, str]
    newest_claim: Mapping[str, str]


def feed_files(connection: Connection) -> FeedFiles:
    feed, source = FEED_SOURCES.c.feed, FEED_SOURCES.c.source
    files = select(feed, func.max(_F.published)).where(_EDITION).group_by(feed)
    claims = select(_F.claimant, func.max(_F.claimed_on)).where(*CURRENT).group_by(_F.claimant)
    return FeedFiles(
        *(
            dict(map(tuple, connection.execute(statement)))
            for statement in (select(source, feed), files, claims)
        )
    )


def freshness_by_dataset(connection: Connection, newest: str) -> Mapping[str, dict[str, Any]]:
    """The served freshness of each dataset. ``newest`` is the latest day of recording."""
    return _freshness_by(connection, _F.dataset, (), newest)


def freshness_by_feed(connection: Connection, newest: str) -> Mapping[str, dict[str, Any]]:
    """The served freshness of each feed from which a figure was imported."""
    return _freshness_by(connection, FEED_SOURCES.c.feed, (_EDITION,), newest)


def freshness_of_series(
    rows: Sequence[Any], cadence: int | None, files: FeedFiles, newest: str
) -> dict[str, Any]:
    """The served freshness of a series, from its current figures and its usual interval in days.

    Its claimant is silent if it made no newer claim anywhere, although a file of the feed of its
    newest figure was published so much later that several claims were due.
    """
    last = max(rows, key=lambda row: (row.claimed_on, row.recorded_on))
    claimed_on = date.fromisoformat(last.claimed_on)
    file = files.newest_file.get(files.feed_by_source.get(last.source, ""))
    later = date.fromisoformat(file) if file else claimed_on
    is_newest = files.newest_claim[last.claimant] == last.claimed_on
    silent = is_newest and is_silent((later - claimed_on).days, cadence)
    return freshness_document(
        Freshness(
            claimed_on,
            date.fromisoformat(max(row.recorded_on for row in rows)),
            date.fromisoformat(newest),
            later if silent else None,
        )
    )


def _freshness_by(
    connection: Connection,
    key: ColumnElement[Any],
    links: Sequence[ColumnElement[bool]],
    newest: str,
) -> Mapping[str, dict[str, Any]]:
    days = (func.max(_F.claimed_on), func.max(_F.recorded_on))
    statement = select(key, *days).where(*CURRENT, *links).group_by(key)
    return {
        code: freshness_document(Freshness(*map(date.fromisoformat, (claimed, recorded, newest))))
        for code, claimed, recorded in connection.execute(statement)
    }
