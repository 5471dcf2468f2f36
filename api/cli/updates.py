"""Command ``update``: new files of the feeds, from the web or from a folder, into the ledgers."""

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.output import print_next_step, progress_bar
from api.cli.releases import build_current
from api.config import VERSION, Config

# Importing pandas takes a second, and a server never needs it: the commands import it when run.
if TYPE_CHECKING:
    from datasets.feeds.retrieval import Retrieve
    from datasets.feeds.update import FeedUpdate, UpdateSettings
    from datasets.model.references import Feed

SOME_STOPPED = 1
NO_UPDATE = 3


class NoUpdateError(click.ClickException):
    """An update that could not run, or whose rows could not be built into a release."""

    exit_code = NO_UPDATE


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be appended; write nothing.")
@click.option("--only", metavar="FEED", multiple=True, help="Update only this feed; repeatable.")
@click.option(
    "--from",
    "folder",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read the files of FOLDER/FEED/ and download nothing.",
)
@click.option("--published", metavar="DATE", default="", help="Day of the file of the one feed.")
@click.option("--full", is_flag=True, help="Read files again that have not changed.")
@click.option("--yes", is_flag=True, help="Append rows also if the file may be damaged.")
@click.pass_obj
def update(
    config: Config,
    *,
    dry_run: bool,
    only: tuple[str, ...],
    folder: Path | None,
    published: str,
    full: bool,
    yes: bool,
) -> None:
    """Append the new claims of the feeds, and build the release.

    The feeds are the rows of datasets/reference/feeds.csv. Each file is asked for only if it has
    changed, from the host of its row and only by https, with limits of time and size. Its bytes
    are stored in feeds/ of the instance folder, named by their SHA-256. Then it is imported as by
    flask figures import: all of its rows or none.

    A feed is stopped, and the others go on, if its file is not received or cannot be read, if a
    rule refuses a row, if columns are missing, if many figures are no longer in the file, or if
    the file may be damaged. The report says what is new, revised, absent and stopped, and why. Look
    at a stopped file; --only FEED --yes appends its rows all the same.

    \b
    Exit status:
      0  no feed was stopped
      1  a feed was stopped; the others were updated
      2  a wrong option
      3  nothing was updated, because another update runs or a file cannot be read or written;
         or the release could not be built

    \b
    Examples:
      flask figures update --dry-run
      flask figures update --only oryx
      flask figures update --from downloads
      flask figures update --only idmc-conflict --published 2026-05-12
    """
    feeds = _feeds(config)
    selected = _selected(feeds, only, folder)
    if (published or yes) and len(selected) != 1:
        raise click.UsageError("--published and --yes need one --only FEED: they are about a file")
    settings = _settings(config, dry_run=dry_run, published=published, full=full, yes=yes)
    with _failures(), nullcontext() if dry_run else _lock(config):
        updates = _run(selected, _retrieve(folder), settings)
    _print_report(updates, dry_run=dry_run)
    if not dry_run:
        _build(config)
    if any(result.outcome == "stopped" for result in updates):
        raise SystemExit(SOME_STOPPED)


def _feeds(config: Config) -> "Mapping[str, Feed]":
    from marshmallow import ValidationError

    from datasets.curation.ledger_files import table_of
    from datasets.model.references import FeedSchema
    from datasets.release.compiler.rows import feeds_of

    file = "reference/feeds.csv"
    try:
        feeds = table_of(file, (config.datasets / file).read_bytes(), FeedSchema)
        if feeds.faults:
            raise NoUpdateError(f"{file}: {feeds.faults[0][2]}; run flask figures check")
        return feeds_of(feeds)
    except ValidationError as error:
        raise NoUpdateError(f"{file}: {error.messages[0]}; run flask figures check") from None
    except OSError as error:
        raise NoUpdateError(f"{file} cannot be read: {error.strerror}") from None


def _selected(
    feeds: "Mapping[str, Feed]", only: tuple[str, ...], folder: Path | None
) -> "list[Feed]":
    """The feeds to update. Raises BadParameter for an unknown feed, or one that is not read."""
    names = only or (_names_in(folder) if folder else ())
    for name in names:
        _check_feed(feeds, name, by_hand=bool(folder))
    if folder:
        for name in only:
            if not (folder / name).is_dir():
                raise click.BadParameter(f"there is no folder {folder / name}", param_hint="--from")
    automatic = (
        name
        for name, feed in feeds.items()
        if feed.retrieval == "automatic" and feed.cadence != "none"
    )
    if folder and not names:
        message = f"{folder} has no folder that is named after a feed"
        raise click.BadParameter(message, param_hint="--from")
    return [feeds[name] for name in dict.fromkeys(names or (() if folder else automatic))]


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


def _check_feed(feeds: "Mapping[str, Feed]", name: str, *, by_hand: bool) -> None:
    if name not in feeds:
        near = difflib.get_close_matches(name, feeds, 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise click.BadParameter(f"'{name}' is not in feeds.csv{hint}", param_hint="FEED")
    feed = feeds[name]
    note = f" {feed.note}" if feed.note else ""
    if feed.retrieval == "forbidden":
        raise click.BadParameter(f"'{name}' is not read.{note}", param_hint="FEED")
    if feed.retrieval == "manual" and not by_hand:
        raise click.BadParameter(
            f"'{name}' is not downloaded; give its file with --from.{note}", param_hint="FEED"
        )


def _settings(
    config: Config, *, dry_run: bool, published: str, full: bool, yes: bool
) -> "UpdateSettings":
    from datasets.feeds.update import UpdateSettings

    try:
        day = date.fromisoformat(published).isoformat() if published else ""
    except ValueError:
        message = f"'{published}' is not a date; write YYYY-MM-DD"
        raise click.BadParameter(message, param_hint="--published") from None
    return UpdateSettings(config.datasets, config.instance, dry_run, full, yes, day)


def _retrieve(folder: Path | None) -> "Retrieve":
    """The function that retrieves the files. Raises NoUpdateError without urllib3."""
    from datasets.feeds.retrieval import files_in

    if folder:
        return partial(files_in, folder)
    try:
        from datasets.feeds.client import Limits, download
    except ImportError as error:
        message = f"'{error.name}' is not installed: pip install 'reported-figures[feeds]'"
        raise NoUpdateError(message) from None
    user_agent = f"reported-figures/{VERSION}"
    return partial(download, user_agent=user_agent, limits=Limits())


@contextmanager
def _failures() -> Iterator[None]:
    """Raise what keeps an update from running as NoUpdateError."""
    from datasets.feeds.archive import UpdateRunningError
    from datasets.feeds.states import FeedStatesError

    try:
        yield
    except (UpdateRunningError, FeedStatesError) as error:
        raise NoUpdateError(f"{error}; nothing was updated") from None
    except OSError as error:
        raise NoUpdateError(f"{error.filename or 'a file'}: {error.strerror}") from None


@contextmanager
def _lock(config: Config) -> Iterator[None]:
    from datasets.feeds.archive import update_lock

    with update_lock(config.instance):
        yield


def _run(
    feeds: "list[Feed]", retrieve: "Retrieve", settings: "UpdateSettings"
) -> "list[FeedUpdate]":
    from datasets.feeds.update import update_feeds

    results = update_feeds(feeds, retrieve, settings)
    with progress_bar(results, len(feeds), "updating") as updates:
        return list(updates)


def _print_report(updates: "list[FeedUpdate]", *, dry_run: bool) -> None:
    from datasets.feeds.report import report_of

    click.echo(report_of(updates, datetime.now(UTC), dry_run=dry_run))
    if any(result.outcome == "imported" for result in updates):
        print_next_step(AFTER_DRY_RUN if dry_run else AFTER_UPDATE)


def _build(config: Config) -> None:
    try:
        build_current(config)
    except click.ClickException as error:
        raise NoUpdateError(error.message) from None


AFTER_DRY_RUN = "run the command without --dry-run to append these rows"
AFTER_UPDATE = "read the report, then commit datasets/"
