"""Review of an import: the warnings that its notes explain, and signs of a damaged file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd

from datasets.curation.importers.pipeline import ImportPlan
from datasets.curation.validation.context import ValidationContext, rows_of
from datasets.curation.validation.rules import RULES, WARNING
from datasets.model.fields import without_fraction

MAX_LOWERED_TOTALS = 3
MAX_LOWERED_SHARE = 0.1  # of the revised rows
MIN_SLIP = 1_000  # a revision of smaller numbers by ten is no sign of a slip
MISSING_DIGIT = 0.1  # a total that falls to this share has lost a digit, or everything
RELABELLED = 2  # times; a smaller change is no sign of another subject
SAME_LEVEL = 0.1  # share of a number by which another may differ
SERIES = ["claimant", "metric", "place"]  # of each subject
ROW = ["figure_id", "revision"]


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A warning on a new row. ``former`` is the number before it: see `numbers_with_former`."""

    rule: str
    figure_id: str
    metric: str
    subject: str
    place: str
    former: str
    value: str
    message: str


@dataclass(frozen=True)
class ImportReview:
    """The result of a review.

    ``rows`` are the rows of the plan with a column ``former``, ``warnings`` are all warnings on
    them, and ``dangers`` are sentences: reasons to look at the file before it is imported.
    """

    rows: pd.DataFrame
    warnings: tuple[PlanWarning, ...]
    dangers: tuple[str, ...]


def review_of(plan: ImportPlan, today: date) -> ImportReview:
    """Review the rows of a plan, also those whose warnings are explained by a note."""
    if plan.rows.empty:
        return ImportReview(plan.rows, (), ())
    context = ValidationContext(plan.folder, None, today)
    rows = numbers_with_former(plan, context)
    return ImportReview(rows, tuple(_warnings(context, rows)), tuple(_dangers(plan, context, rows)))


def numbers_with_former(plan: ImportPlan, context: ValidationContext) -> pd.DataFrame:
    """The rows of a plan with their numbers and the numbers before them.

    ``former`` is the value of the previous revision, or else that of the previous figure of the
    series (text, empty if there is none). ``number`` and ``former_number`` are floats.
    ``is_total`` tells counts over several days. ``follows_recorded`` tells rows whose former
    number is not from the plan. The index is that of ``context.rows``.
    """
    rows = context.rows
    is_new = pd.MultiIndex.from_frame(rows[ROW]).isin(pd.MultiIndex.from_frame(plan.rows[ROW]))
    stated = rows["value"].where(
        rows["quantifier"] != "between", rows["value_lower"] + " to " + rows["value_upper"]
    )
    by_figure = rows["figure_id"]
    previous = stated.groupby(by_figure).shift(1).fillna("")
    previous_number = rows["number"].groupby(by_figure).shift(1)
    series = context.series[["previous_number", "previous_id"]].reindex(rows.index)
    number_text = series["previous_number"].map(_digits, na_action="ignore").fillna("")
    new_ids = set(plan.rows.loc[plan.rows["change"] == "new", "figure_id"])
    return rows.assign(
        stated=stated,
        former=previous.where(previous != "", number_text),
        former_number=previous_number.where(previous != "", series["previous_number"]),
        is_total=(rows["kind"] == "flow") & (rows["start"] != rows["end"]),
        follows_recorded=~by_figure.where(previous != "", series["previous_id"]).isin(new_ids),
    )[is_new]


def _warnings(context: ValidationContext, rows: pd.DataFrame) -> Iterator[PlanWarning]:
    by_line = {(row.file, row.line): row for row in rows_of(rows)}
    for rule in RULES:
        for location in rule.check(context) if rule.level == WARNING else ():
            row = by_line.get((location.file, location.line))
            if row is not None:
                yield PlanWarning(
                    rule.code, row.figure_id, row.metric, row.subject, row.place, row.former,
                    row.stated, location.message,
                )  # fmt: skip


def _dangers(plan: ImportPlan, context: ValidationContext, rows: pd.DataFrame) -> Iterator[str]:
    yield from _lowered_totals(rows)
    yield from _lost_digits(rows)
    yield from _slipped_digits(rows)
    actors = plan.folder.references["actors"].frame
    sides = dict(zip(actors["actor_id"], actors["side"], strict=True))
    steps = rows[rows["former_number"].notna() & rows["follows_recorded"]]
    steps = _of_belligerents(steps, sides)
    first = steps.drop_duplicates([*SERIES, "subject"])
    yield from _exchanged_series(first)
    recorded = context.series[~context.series["figure_id"].isin(set(rows["figure_id"]))]
    levels = _of_belligerents(recorded, sides).drop_duplicates([*SERIES, "subject"], keep="last")
    yield from _relabelled_series(first, levels)


def _of_belligerents(rows: pd.DataFrame, sides: Mapping[str, str]) -> pd.DataFrame:
    """The rows about belligerents with their ``side``, in the order of time."""
    rows = rows.assign(side=rows["subject"].map(sides).fillna(""))
    return rows[rows["side"] != ""].sort_values("end", kind="stable")


def _lowered_totals(rows: pd.DataFrame) -> Iterator[str]:
    revised = rows[~rows["figure_id"].isin(rows.loc[rows["change"] == "new", "figure_id"])]
    lowered = int((revised["is_total"] & (revised["number"] < revised["former_number"])).sum())
    if lowered > MAX_LOWERED_TOTALS or lowered > MAX_LOWERED_SHARE * len(revised):
        yield f"{lowered} of {len(revised)} revised rows are totals with a lower number than before"


def _lost_digits(rows: pd.DataFrame) -> Iterator[str]:
    limit = rows["former_number"] * MISSING_DIGIT
    fallen = rows["is_total"] & (rows["former_number"] > 0) & (rows["number"] <= limit)
    for row in rows_of(rows[fallen]):
        documented = "documented total" if row.basis == "documented" else "total"
        yield f"a {documented} falls to a tenth or less: {_step(row)}"


def _slipped_digits(rows: pd.DataFrame) -> Iterator[str]:
    """Revisions of a number, other than a total, to a tenth or to ten times of it."""
    new = rows.loc[rows["change"] == "new", "figure_id"]
    revised = rows[~rows["figure_id"].isin(new) & ~rows["is_total"] & (rows["former_number"] > 0)]
    ends = revised[["number", "former_number"]]
    slipped = (ends.min(axis=1) <= MISSING_DIGIT * ends.max(axis=1)) & (
        ends.max(axis=1) >= MIN_SLIP
    )
    for row in rows_of(revised[slipped]):
        yield f"a revision by a factor of ten or more: {_step(row)}"


def _exchanged_series(first: pd.DataFrame) -> Iterator[str]:
    """Pairs of belligerents whose new numbers are both nearer to the old number of the other.

    ``first`` has the first new row of each series.
    """
    for _, group in first.groupby(SERIES):
        for one, other in combinations(rows_of(group), 2):
            if (
                one.side != other.side
                and _is_nearer(one, other.former_number)
                and _is_nearer(other, one.former_number)
            ):
                yield f"two series change places: {_step(one)}; {_step(other)}"


def _relabelled_series(first: pd.DataFrame, levels: pd.DataFrame) -> Iterator[str]:
    """Large steps of a belligerent's series to the level of an adversary that has no new row.

    ``levels`` has the last recorded row of each series.
    """
    present = set(first[[*SERIES, "subject"]].itertuples(index=False, name=None))
    pairs = first.merge(levels, on=SERIES, suffixes=("", "_other"))
    for row in rows_of(pairs[pairs["side"] != pairs["side_other"]]):
        low, high = sorted((row.number, row.former_number))
        if (
            (row.claimant, row.metric, row.place, row.subject_other) not in present
            and abs(row.number - row.number_other) <= SAME_LEVEL * row.number_other
            and high >= RELABELLED * low
        ):
            level = f"{row.subject_other}, {row.value_other}"
            yield f"a series takes the level of {level}: {_step(row)}"


def _is_nearer(row: Any, level: float) -> bool:
    """Whether a new number is nearer to the level of another series than to its own."""
    return bool(abs(row.number - level) < abs(row.number - row.former_number))


def _digits(number: float) -> str:
    return str(without_fraction(number))


def _step(row: Any) -> str:
    return (
        f"{row.figure_id}, {row.metric} of {row.subject} at {row.place}, "
        f"from {row.former} to {row.stated}"
    )
