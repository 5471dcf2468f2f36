"""Comparison of a feed's files with the ledgers: what they would add, and what stops them."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import pandas as pd

from datasets.curation.importers.format import Document, ImportedClaims
from datasets.curation.importers.pipeline import ImportPlan, plan_of
from datasets.curation.importers.registry import FORMATS
from datasets.curation.importers.source_files import column_names, days, records, table
from datasets.curation.importers.warnings import ImportReview, review_of
from datasets.curation.ledger_files import DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY
from datasets.feeds.retrieval import ReceivedFile, unpacked
from datasets.feeds.states import FeedState
from datasets.model.feed_sources import feeds_of_sources
from datasets.model.references import Feed

MAX_ABSENT_SHARE = 0.2  # of the recorded figures of a feed
MAX_NEW_SHARE = 0.5  # of the same: a file of which only a part was imported looks new
MIN_NEW = 100  # a feed may have so many new figures, however few are recorded


class StopError(Exception):
    """The reason why nothing of a feed can be appended."""


@dataclass(frozen=True)
class Comparison:
    """The result of a comparison.

    ``published`` is the day of the file, "" if it is not known. ``columns`` are those of its
    first file, ``absent`` the ids of figures that were read in an earlier edition and are not in
    this one. ``dangers`` are reasons not to append the rows before a person has looked at the
    file.
    """

    plan: ImportPlan
    review: ImportReview
    published: str
    columns: tuple[str, ...]
    new_columns: tuple[str, ...]
    absent: tuple[str, ...]
    dangers: tuple[str, ...]


def compare(
    feed: Feed,
    files: Sequence[ReceivedFile],
    state: FeedState | None,
    folder: DatasetsFolder,
    *,
    former: bytes | None,
    today: date,
    published: str,
) -> Comparison:
    """Read the files of a feed with its importer and compare the claims with the ledgers.

    ``former`` is the last file of the feed, if it is known, and ``published`` the day of the file
    if a person states it. Raises StopError, and what the
    importer and the pipeline raise: UpstreamError, ConflictError, UnknownMetricError.
    """
    with tempfile.TemporaryDirectory() as temporary:
        paths = list(_written(files, Path(temporary)))
        columns = column_names(paths[0])
        day = published or _day_of(feed, paths[0], files[0])
        document = Document(day or today.isoformat(), feed.address or "")
        imported = _read(feed, paths, document, folder)
    plan = plan_of(folder, _with_digest(imported, files), today)
    if not day and not plan.rows.empty:
        raise StopError(_question_of_day(feed, plan))
    if plan.errors:
        others = f" (and {len(plan.errors) - 1:,} more)" if len(plan.errors) > 1 else ""
        raise StopError(f"the rules refuse the rows: {plan.errors[0]}{others}")
    review = review_of(plan, today)
    former_columns = state.columns if state else ()
    recorded = _recorded(feed, folder)
    absent = _absent(recorded, imported.claims)
    return Comparison(
        plan,
        review,
        day,
        columns,
        tuple(name for name in columns if former_columns and name not in former_columns),
        absent,
        (
            *_cut_off(files[0], former),
            *_lost_columns(former_columns, columns),
            *_shrunk(recorded, absent),
            *_grown(recorded, plan),
            *review.dangers,
        ),
    )


def _written(files: Sequence[ReceivedFile], folder: Path) -> Iterator[Path]:
    """The files, unpacked, as importers read them: by name. Raises RetrievalError."""
    for name, content in unpacked(files):
        path = folder / name
        path.write_bytes(content)
        yield path


def _day_of(feed: Feed, path: Path, file: ReceivedFile) -> str:
    """The day of a file: the newest in its column of days, or that of the server's answer.

    It is never the day of the import: "" for a file without a day.
    """
    if feed.dated_by:
        read = records if path.suffix == ".json" else table
        texts = read(path, [feed.dated_by])[feed.dated_by]
        return str(days(path, texts[texts != ""]).max())
    if file.last_modified:
        return parsedate_to_datetime(file.last_modified).date().isoformat()
    return ""


def _question_of_day(feed: Feed, plan: ImportPlan) -> str:
    """The reason why rows cannot be appended that a file without a day would have."""
    count = plan.rows["figure_id"].nunique()
    figures = "1 figure" if count == 1 else f"{count:,} figures"
    return (
        f"the file has no day of publication, and new numbers for {figures}; look at the "
        "publisher's page, then run flask figures update "
        f"--only {feed.feed_id} --published DATE"
    )


def _read(
    feed: Feed, paths: Sequence[Path], document: Document, folder: DatasetsFolder
) -> ImportedClaims:
    """The claims of a feed. Raises StopError if there is none, or no such importer."""
    if feed.format not in FORMATS:
        raise StopError(f"feeds.csv names the format '{feed.format}', which no importer reads")
    imported = FORMATS[feed.format].read(paths, document, folder)
    if imported.claims.empty:
        raise StopError("no claim was read in the file")
    return imported


def _with_digest(imported: ImportedClaims, files: Sequence[ReceivedFile]) -> ImportedClaims:
    """The sources with the digest of the file that was read.

    The address of a feed has a new file tomorrow, so it is no archived copy.
    """
    remark = f"SHA-256 of the file that was read: {files[0].digest}."
    sources = [
        {**row, "archive_url": "", "note": f"{row.get('note', '')} {remark}".strip()}
        for row in imported.sources
    ]
    return replace(imported, sources=sources)


def _recorded(feed: Feed, folder: DatasetsFolder) -> pd.DataFrame:
    """The current figures that were read in an edition of a feed."""
    sources = folder.references["sources"].frame
    licences = zip(sources["source_id"], sources["licence"], strict=True)
    editions = {id_ for _, id_ in feeds_of_sources([(feed.feed_id, feed.sources)], licences)}
    last = folder.rows.drop_duplicates("figure_id", keep="last")
    return last[last["source"].isin(editions) & (last["change"] != "retracted")]


def _absent(recorded: pd.DataFrame, claims: pd.DataFrame) -> tuple[str, ...]:
    questions = claims[NATURAL_KEY].drop_duplicates()
    compared = recorded.merge(questions, on=NATURAL_KEY, how="left", indicator=True)
    return tuple(compared.loc[compared["_merge"] == "left_only", "figure_id"])


def _cut_off(file: ReceivedFile, former: bytes | None) -> Iterator[str]:
    """A CSV file that is cut off in its last cell looks like a smaller number.

    The last lines of some publishers' files have no end.
    """
    usual = former is not None and not former.endswith(b"\n")
    if file.name.endswith(".csv") and not file.content.endswith(b"\n") and not usual:
        yield "the last line of the file has no end: cut off?"


def _lost_columns(former: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    lost = [f"'{name}'" for name in former if name not in columns]
    if lost:
        yield f"columns are missing that the last file had: {', '.join(lost)}"


def _grown(recorded: pd.DataFrame, plan: ImportPlan) -> Iterator[str]:
    new = int((plan.rows["change"] == "new").sum())
    if len(recorded) and new > MAX_NEW_SHARE * len(recorded) + MIN_NEW:
        yield f"{new:,} new figures, where {len(recorded):,} are recorded"


def _shrunk(recorded: pd.DataFrame, absent: Sequence[str]) -> Iterator[str]:
    if len(absent) > MAX_ABSENT_SHARE * len(recorded):
        yield f"{len(absent):,} of {len(recorded):,} recorded figures are not in the file"
