"""Update of feeds: each is retrieved, compared and appended on its own, all of it or nothing."""

import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from datasets.curation.entries import ConcurrentChangeError
from datasets.curation.folder_files import FolderFiles, files_at
from datasets.curation.importers.pipeline import (
    ConflictError,
    ImportPlan,
    UnknownMetricError,
    write,
)
from datasets.curation.importers.source_files import UpstreamError
from datasets.curation.ledger_files import folder_at
from datasets.feeds.archive import archive, archived
from datasets.feeds.comparison import Comparison, StopError, compare
from datasets.feeds.retrieval import ReceivedFile, RetrievalError, Retrieve
from datasets.feeds.states import (
    IMPORTED,
    STOPPED,
    UNCHANGED,
    FeedState,
    read_states,
    write_states,
)
from datasets.model.references import Feed

EXPECTED_ERRORS = (
    StopError,
    RetrievalError,
    UpstreamError,
    ConflictError,
    UnknownMetricError,
    ConcurrentChangeError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """Settings of an update: the folder of datasets, and the instance folder.

    ``dry_run`` writes nothing. ``full`` reads files again that have not changed. ``accept``
    appends rows although the comparison has dangers: a person has looked at the file.
    ``published`` is the day of the file, if a person states it.
    """

    datasets: Path
    instance: Path
    dry_run: bool = False
    full: bool = False
    accept: bool = False
    published: str = ""


@dataclass(frozen=True, slots=True)
class FeedUpdate:
    """The update of one feed. ``file`` and ``comparison`` are None if it did not come so far."""

    feed: Feed
    outcome: str
    reason: str = ""
    file: ReceivedFile | None = None
    comparison: Comparison | None = None


def update_feeds(
    feeds: Iterable[Feed], retrieve: Retrieve, settings: UpdateSettings
) -> Iterator[FeedUpdate]:
    """Update feeds one after the other, and record the state of each.

    An error of one feed, also one that the program does not expect, stops only that feed. Raises
    FeedStatesError before anything is changed.
    """
    states = dict(read_states(settings.instance))
    with ThreadPoolExecutor(1) as executor:
        for feed in feeds:
            state = states.get(feed.feed_id)
            future = executor.submit(_update, feed, retrieve, state, settings)
            error = future.exception()
            update = FeedUpdate(feed, STOPPED, _fault(error)) if error else future.result()
            if not settings.dry_run:
                states[feed.feed_id] = _state_after(state, update)
                write_states(settings.instance, states)
            yield update


def _update(
    feed: Feed, retrieve: Retrieve, state: FeedState | None, settings: UpdateSettings
) -> FeedUpdate:
    file, comparison = None, None
    try:
        files = retrieve(feed, None if settings.full else state)
        if files is None:
            return FeedUpdate(feed, UNCHANGED)
        file = files[0]
        for received in () if settings.dry_run else files:
            archive(settings.instance, received)
        if len(files) == 1 and state and state.digest == file.digest and not settings.full:
            return FeedUpdate(feed, UNCHANGED, file=file)
        before, folder = files_at(settings.datasets), folder_at(settings.datasets)
        comparison = compare(
            feed,
            files,
            state,
            folder,
            former=archived(settings.instance, state.digest if state else None),
            today=_now().date(),
            published=settings.published,
        )
        if comparison.dangers and not settings.accept:
            raise StopError("; ".join(comparison.dangers))
        if not settings.dry_run:
            _append(comparison.plan, before)
    except EXPECTED_ERRORS as error:
        return FeedUpdate(feed, STOPPED, str(error), file, comparison)
    outcome = UNCHANGED if comparison.plan.rows.empty else IMPORTED
    return FeedUpdate(feed, outcome, file=file, comparison=comparison)


def _append(plan: ImportPlan, before: FolderFiles) -> None:
    """Write the rows of a plan. Raises ConcurrentChangeError if the folder was changed since."""
    if plan.rows.empty:
        return
    for file, content in before.contents.items():
        if (before.root / file).read_bytes() != content:
            raise ConcurrentChangeError(f"{file} was changed by another program; run it again")
    write(plan, before.root)


def _state_after(state: FeedState | None, update: FeedUpdate) -> FeedState:
    now = _now().strftime("%Y-%m-%dT%H:%M:%SZ")
    before = state or FeedState(update.feed.feed_id, now, update.outcome)
    after = replace(before, tried_at=now, outcome=update.outcome, reason=update.reason)
    if update.outcome == STOPPED:
        return after
    after = replace(
        after,
        confirmed_at=now,
        imported_at=now if update.outcome == IMPORTED else before.imported_at,
    )
    if update.file is None:  # the server confirmed the file of the state
        return after
    return replace(
        after,
        digest=update.file.digest,
        bytes=len(update.file.content),
        etag=update.file.etag,
        last_modified=update.file.last_modified,
        columns=update.comparison.columns if update.comparison else before.columns,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _fault(error: BaseException) -> str:
    """An error that no importer should raise, with the line of the program that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return f"the program failed ({type(error).__name__}: {error}, {where}); please report it"
