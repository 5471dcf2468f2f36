"""Report of an update, in plain text for a person."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from datasets.curation.validation.context import rows_of
from datasets.feeds.comparison import Comparison
from datasets.feeds.states import IMPORTED, STOPPED, UNCHANGED
from datasets.feeds.update import FeedUpdate

MAX_LISTED = 10  # figures or warnings of one kind, for each feed
ORDER = (STOPPED, IMPORTED, UNCHANGED)
DRY_RUN: Mapping[str, str] = MappingProxyType({IMPORTED: "would be imported"})


def report_of(updates: Sequence[FeedUpdate], at: datetime, *, dry_run: bool = False) -> str:
    """The report: the counts, then each stopped and each imported feed, then the others."""
    labels = {**{outcome: outcome for outcome in ORDER}, **(DRY_RUN if dry_run else {})}
    counts = Counter(update.outcome for update in updates)
    parts = [f"{counts[outcome]} {labels[outcome]}" for outcome in reversed(ORDER)]
    title = f"Update of {at.day} {at:%B %Y, %H:%M} UTC: {', '.join(parts)}"
    lines = [f"{title}; nothing was written (dry run)" if dry_run else title]
    for outcome in (STOPPED, IMPORTED):
        for update in updates:
            if update.outcome == outcome:
                heading = f"{labels[outcome].upper()} {update.feed.feed_id}: {update.feed.title}"
                lines += ["", heading, *(f"  {line}" for line in _lines_of(update))]
    unchanged = [update.feed.feed_id for update in updates if update.outcome == UNCHANGED]
    if unchanged:
        lines += ["", f"UNCHANGED {', '.join(unchanged)}"]
    return "\n".join(lines)


def _lines_of(update: FeedUpdate) -> Iterator[str]:
    if update.reason:
        yield f"why: {update.reason}"
    if update.file:
        size = f"{len(update.file.content):,} bytes"
        published = update.comparison.published if update.comparison else ""
        day = f", of {published}" if published else ""
        yield f"file: {update.file.name}{day}, {size}, SHA-256 {update.file.digest}"
    if update.comparison:
        yield from _comparison_lines(update.comparison)
        if update.outcome == STOPPED and update.comparison.dangers:
            yield (
                "next: compare the file with the publisher's page; if it is right, run flask "
                f"figures update --only {update.feed.feed_id} --yes"
            )


def _comparison_lines(comparison: Comparison) -> Iterator[str]:
    rows = comparison.review.rows
    new_ids = set() if rows.empty else set(rows.loc[rows["change"] == "new", "figure_id"])
    new = [row for row in rows_of(rows) if row.change == "new"]
    revised = [row for row in rows_of(rows) if row.figure_id not in new_ids]
    newest = sorted(new, key=lambda row: (row.end, row.figure_id), reverse=True)
    yield from _listed("new", [_new_row(row) for row in newest], _by_dataset(new))
    yield from _listed("revised", [_revised_row(row) for row in revised], _by_dataset(revised))
    absent = list(comparison.absent)
    yield from _listed("no longer in the file, left unchanged", absent)
    warnings = comparison.review.warnings
    for rule in sorted({warning.rule for warning in warnings}):
        texts = [f"{row.figure_id} {row.message}" for row in warnings if row.rule == rule]
        yield from _listed(f"warnings of rule {rule}, which notes of the rows state", texts)
    if comparison.new_columns:
        yield f"columns that the last file did not have: {', '.join(comparison.new_columns)}"
    for reason, count in comparison.plan.skipped.items():
        yield f"left out: {count:,} ({reason})"
    yield f"unchanged figures: {comparison.plan.unchanged:,}"


def _listed(label: str, texts: Sequence[str], detail: str = "") -> Iterator[str]:
    """A line with a count, and the first texts of it."""
    if not texts:
        return
    yield f"{label}: {len(texts):,}{detail}"
    yield from (f"  {text}" for text in texts[:MAX_LISTED])
    if len(texts) > MAX_LISTED:
        yield f"  … and {len(texts) - MAX_LISTED:,} more"


def _by_dataset(rows: Sequence[Any]) -> str:
    counts = Counter(row.dataset for row in rows)
    return f" ({', '.join(f'{counts[name]:,} in {name}' for name in sorted(counts))})"


def _new_row(row: Any) -> str:
    return f"{_question(row)}: {_number(row.stated)}"


def _revised_row(row: Any) -> str:
    return f"{_question(row)}: {_number(row.former)} before, now {_number(row.stated)}"


def _question(row: Any) -> str:
    return f"{row.figure_id} {row.metric} of {row.subject} at {row.place}, {row.period}"


def _number(text: str) -> str:
    """A number of a ledger with its thousands apart; other texts as they are."""
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole.isdigit() else text
