"""Rules for single rows of a ledger: numbers, dates and claimants."""

from collections.abc import Iterable

import pandas as pd

from datasets.curation.validation.context import (
    CELL_BY_NUMBER,
    Location,
    ValidationContext,
    are_days,
    locations,
    rows_of,
)
from datasets.model.codelists import COUNTABLE_UNITS, QUANTIFIERS
from datasets.model.feed_sources import feeds_of_sources
from datasets.model.fields import without_fraction
from datasets.model.licences import FACT


def metric_in_dataset(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["home"] != "") & (rows["home"] != rows["dataset"]),
        "metric",
        lambda row: f"metric '{row.metric}' belongs to dataset '{row.home}', not '{row.dataset}'",
    )


def whole_counts(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    for column, text in CELL_BY_NUMBER.items():
        broken = rows["unit"].isin(COUNTABLE_UNITS) & (rows[column] % 1 > 0)
        for row in rows_of(rows[broken]):
            message = (
                f"metric '{row.metric}' counts {row.unit}s; "
                f"{without_fraction(getattr(row, column))} is not a whole number"
            )
            yield Location(row.file, row.line, text, message)


def range_ends(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    between = rows["quantifier"] == "between"
    complete = (rows["value"] == "") & (rows["value_lower"] != "") & (rows["value_upper"] != "")
    yield from locations(
        rows,
        between & ~complete,
        "value",
        lambda _: "'between' needs value_lower and value_upper and an empty value",
    )
    yield from locations(
        rows,
        ~between & (rows["value"] == "") & rows["quantifier"].isin(QUANTIFIERS),
        "value",
        lambda row: f"'{row.quantifier}' needs a value",
    )
    yield from locations(
        rows,
        rows["lower"] > rows["upper"],
        "value_lower",
        lambda row: f"value_lower {row.value_lower} is above value_upper {row.value_upper}",
    )


def range_allowed_by_hedge(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    some = (rows["value_lower"] != "") | (rows["value_upper"] != "")
    both = (rows["value_lower"] != "") & (rows["value_upper"] != "")
    one_sided = rows["quantifier"].isin(("more-than", "at-least", "less-than", "up-to"))
    yield from locations(
        rows,
        one_sided & some,
        "value_lower",
        lambda row: f"'{row.quantifier}' takes no value_lower or value_upper",
    )
    yield from locations(
        rows,
        rows["quantifier"].isin(("unqualified", "approximately")) & some & ~both,
        "value_lower",
        lambda _: "give both ends of the range or neither",
    )


def less_than_zero(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["number"] == 0) & (rows["quantifier"] == "less-than"),
        "value",
        lambda _: "value 0 with 'less-than' says nothing",
    )


def period_order(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["start"] != "") & (rows["start"] > rows["end"]),
        "period",
        lambda row: f"period ends ({row.end}) before it starts ({row.start})",
    )


def unknown_start(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["start"] == "") & (rows["end"] != "") & rows["kind"].isin(("stock", "intensive")),
        "period",
        lambda row: (
            f"only a flow may have an unknown start; '{row.metric}' is {_with_article(row.kind)}"
        ),
    )


def future_period(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["end"] > rows["claimed_on"]) & are_days(rows["claimed_on"]),
        "period",
        lambda row: (
            f"period ends on {row.end}, after it was claimed on {row.claimed_on}; "
            "forecasts are not recorded"
        ),
    )


def claim_after_document(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["claimed_on"] > rows["published"]) & _are_days(rows, "claimed_on", "published"),
        "claimed_on",
        lambda row: (
            f"claimed_on {row.claimed_on} is after the source was published ({row.published})"
        ),
    )


def record_before_document(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["recorded_on"] < rows["published"]) & _are_days(rows, "recorded_on", "published"),
        "recorded_on",
        lambda row: (
            f"recorded_on {row.recorded_on} is before the source was published ({row.published})"
        ),
    )


def record_in_future(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["recorded_on"] > context.today.isoformat()) & are_days(rows["recorded_on"]),
        "recorded_on",
        lambda row: f"recorded_on {row.recorded_on} is in the future",
    )


def claim_before_document(context: ValidationContext) -> Iterable[Location]:
    """A claim is not older than the document its note names, nor dated by the import of a file.

    The day of a document is read from its address: ``.../2024/11/19/...``. A file of a feed that
    states its own day may be imported on that day.
    """
    rows = context.rows
    named = rows["note"].str.extract(r"https?://\S*?/(20\d\d)/(\d\d)/(\d\d)(?:/|\b)")
    document = (named[0] + "-" + named[1] + "-" + named[2]).fillna("")
    yield from locations(
        rows.assign(document=document),
        (document != "") & (rows["claimed_on"] < document),
        "claimed_on",
        lambda row: (
            f"claimed_on {row.claimed_on} is before the document the note names ({row.document})"
        ),
    )
    is_file = ~rows["licence"].isin(["", FACT]) & ~rows["source"].isin(_dated_files(context))
    is_import = rows[["claimed_on", "published"]].eq(rows["recorded_on"], axis=0).all(axis=1)
    yield from locations(
        rows,
        is_file & is_import & (rows["end"] < rows["claimed_on"]),
        "claimed_on",
        lambda _: (
            "claimed_on is the day of import; date a file by its document, its edition, or the "
            "commit of the copy"
        ),
    )


def _dated_files(context: ValidationContext) -> set[str]:
    """The sources that are files of a feed with a column for the day of the file."""
    feeds = context.folder.references["feeds"].frame
    sources = context.folder.references["sources"].frame
    dated = feeds[feeds["dated_by"] != ""]
    patterns = zip(dated["feed_id"], dated["sources"].str.split(";"), strict=True)
    licences = zip(sources["source_id"], sources["licence"], strict=True)
    return {source for _, source in feeds_of_sources(patterns, licences)}


def publisher_as_claimant(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    actors = context.folder.references["actors"].frame
    outlets = actors.loc[actors["kind"].isin(("media", "anonymous")), "actor_id"]
    yield from locations(
        rows,
        (rows["claimant"] == rows["publisher"]) & rows["claimant"].isin(outlets),
        "claimant",
        lambda _: "claimant is the publisher itself; is nobody named?",
    )


def value_within_range(context: ValidationContext) -> Iterable[Location]:
    rows = context.rows
    yield from locations(
        rows,
        (rows["number"] < rows["lower"]) | (rows["number"] > rows["upper"]),
        "value",
        lambda _: "value lies outside its own range",
    )


def _are_days(rows: pd.DataFrame, *names: str) -> pd.Series:
    return rows[list(names)].apply(are_days).all(axis=1)


def _with_article(kind: str) -> str:
    return "intensive" if kind == "intensive" else f"a {kind}"
