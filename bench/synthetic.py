"""Synthetic ledgers: any number of figures, drawn from a seed."""

import csv
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datasets.model.codelists import BASES, QUANTIFIERS
from datasets.model.datapackage import datasets_of, descriptor_at
from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import REFERENCE_SCHEMAS, SourceSchema

SEED = 2153  # with it, the first series can be added up, and the second and third are rivals
FIRST_DAY = np.datetime64("2014-01-01")
LAST_DAY = np.datetime64("2026-06-30")
# A few long series and many short ones; 12 of them hold 3,989 figures.
LENGTHS = (2_000, 1_000, 500, 250, 120, 60, 30, 15, 8, 4, 1, 1)
RIVAL_SHARE = 0.5  # of the series: the question of the series before, by another claimant
UNHEDGED_SHARE = 0.8  # of the figures of a series; the others all have the same hedge
HEDGES = tuple(QUANTIFIERS)
REVISED_SHARE, RETRACTED_SHARE = 0.05, 0.005
MAX_PLACES = 400
CHUNK_ROWS = 100_000
CLAIMANT_KINDS = ("government", "armed-force", "anonymous", "research", "intergovernmental", "ngo")
SUBJECT_KINDS = ("population", "armed-force")

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one claimant on one question, one per day, or per year if ``yearly``.

    A figure of a flow is that of its day, or a ``total`` since the series begins. ``level`` is
    the typical value of a day.
    """

    dataset: str
    metric: str
    metric_name: str
    subject: str
    place: str
    begins: str
    level: float
    flow: bool
    total: bool
    claimant: str = ""
    publisher: str = ""
    length: int = 0
    hedge: str = ""
    yearly: bool = False

    def period(self, first: int, last: int) -> tuple[str, str]:
        """The first day of the figure number ``first`` and the last day of number ``last``."""
        if self.yearly:
            year = int(self.begins[:4])
            return f"{year + first}-01-01", f"{year + last}-12-31"
        day = date.fromisoformat(self.begins)
        return str(day + timedelta(days=first)), str(day + timedelta(days=last))

    @property
    def exact(self) -> bool:
        """Whether no figure has a hedge, so that they can be added up."""
        return self.hedge == "unqualified"


def write_folder(template: Path, into: Path, figures: int) -> None:
    """Write a datasets folder with so many figures and some revisions of them.

    The reference tables and the descriptor are those of ``template``, with sources added. The
    same number gives the same files, and a larger folder begins with the series of a smaller one.
    """
    copy_references(template, into)
    series = tuple(_series(_tables(template), figures))
    rows = _rows(series)
    _add_sources(into / "reference" / "sources.csv", series, rows)
    for dataset in datasets_of(descriptor_at(template)):
        indexes = [i for i, item in enumerate(series) if item.dataset == dataset.name]
        _write_ledger(into / dataset.path, dataset.name, series, rows[rows["series"].isin(indexes)])


def copy_references(template: Path, into: Path) -> None:
    """Make a datasets folder without ledgers."""
    shutil.copytree(template / "reference", into / "reference")
    shutil.copytree(template / "schemas", into / "schemas")
    shutil.copy(template / "datapackage.json", into)
    (into / "ledgers").mkdir()


def first_series(template: Path, count: int) -> tuple[Series, ...]:
    """The first series of every folder that is large enough to hold them complete."""
    series = _series(_tables(template), sum(LENGTHS) * (count // len(LENGTHS) + 1))
    return tuple(islice(series, count))


def _tables(template: Path) -> Mapping[str, Rows]:
    tables = {}
    for name in REFERENCE_SCHEMAS:
        with (template / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = tuple(csv.DictReader(file))
    return tables


def _series(tables: Mapping[str, Rows], figures: int) -> Iterator[Series]:
    rng = random.Random(SEED)
    claimants = _shuffled([row for row in tables["actors"] if row["kind"] in CLAIMANT_KINDS], rng)
    publishers = _shuffled([row for row in tables["actors"] if row["kind"] == "media"], rng)
    questions = _questions(tables, rng)
    question = next(questions)
    taken = set()
    for length in cycle(LENGTHS):
        if length == LENGTHS[0] or rng.random() > RIVAL_SHARE:
            question = next(questions)
        claimant = _pick(claimants, rng)["actor_id"]
        while (claimant, question.metric, question.subject, question.place) in taken:
            question = next(questions)
        taken.add((claimant, question.metric, question.subject, question.place))
        yield replace(
            question,
            claimant=claimant,
            publisher=_pick(publishers, rng)["actor_id"],
            level=question.level * rng.uniform(0.8, 1.2),
            length=min(length, figures),
            hedge=rng.choice(HEDGES),
        )
        figures -= length
        if figures <= 0:
            return


def _questions(tables: Mapping[str, Rows], rng: random.Random) -> Iterator[Series]:
    """Endless series without a claimant."""
    metrics = _shuffled(tables["metrics"], rng)
    subjects = _shuffled([row for row in tables["actors"] if row["kind"] in SUBJECT_KINDS], rng)
    places = _shuffled(tables["places"], rng)[:MAX_PLACES]
    latest = int((LAST_DAY - FIRST_DAY).astype(int)) - max(LENGTHS)
    while True:
        metric = _pick(metrics, rng)
        flow = metric["kind"] == "flow"
        yield Series(
            dataset=metric["dataset"],
            metric=metric["metric_id"],
            metric_name=metric["name"],
            subject=_pick(subjects, rng)["actor_id"],
            place=_pick(places, rng)["place_id"],
            begins=str(FIRST_DAY + rng.randrange(latest)),
            level=rng.lognormvariate(5, 1.5),
            flow=flow,
            total=flow and rng.random() < 0.5,
        )


def _shuffled(rows: Rows, rng: random.Random) -> Rows:
    return rng.sample(rows, len(rows))


def _pick(rows: Rows, rng: random.Random) -> Mapping[str, str]:
    """A random row; the first rows are the most frequent."""
    return rows[int(len(rows) * rng.random() ** 2.5)]


def _rows(series: Sequence[Series]) -> pd.DataFrame:
    """The rows of all ledgers in the order of recording, with days as datetime64."""
    rng = np.random.default_rng(SEED)
    parts = [_figures(index, item, rng) for index, item in enumerate(series)]
    firsts = pd.concat(parts, ignore_index=True)
    firsts["figure"] = np.arange(len(firsts))
    fate = rng.random(len(firsts))
    later = firsts[fate < REVISED_SHARE].copy()
    later["revision"] = 2
    later["change"] = np.where(fate[fate < REVISED_SHARE] < RETRACTED_SHARE, "retracted", "revised")
    revised = later["change"] == "revised"
    later.loc[revised, "value"] += 1
    later["claimed_on"] += pd.Timedelta(days=35)
    rows = pd.concat([firsts, later], ignore_index=True)
    month = rows["claimed_on"].dt.to_period("M").dt
    rows["published"] = month.end_time.dt.normalize() + pd.Timedelta(days=1)
    lag = pd.to_timedelta(rng.integers(0, 21, len(firsts)), unit="D").to_numpy()
    rows["recorded_on"] = rows["published"] + lag[rows["figure"]]
    return rows.sort_values(["recorded_on", "claimed_on", "figure", "revision"], kind="stable")


def _figures(index: int, series: Series, rng: np.random.Generator) -> pd.DataFrame:
    ends = np.datetime64(series.begins) + np.arange(series.length)
    values = np.rint(series.level * rng.uniform(0.7, 1.3, series.length)).astype(int) + 1
    return pd.DataFrame(
        {
            "series": index,
            "revision": 1,
            "change": "new",
            "end": ends.astype("datetime64[s]"),
            "value": np.cumsum(values) if series.total else values,
            "unhedged": rng.random(series.length) < UNHEDGED_SHARE,
            "basis": rng.integers(0, len(BASES), series.length),
            "claimed_on": (ends + rng.integers(0, 5, series.length)).astype("datetime64[s]"),
        }
    )


def _add_sources(file: Path, series: Sequence[Series], rows: pd.DataFrame) -> None:
    """Add one document per month and publisher, as in imported ledgers."""
    publishers = rows["series"].map([item.publisher for item in series].__getitem__)
    documents = pd.DataFrame({"publisher": publishers, "published": rows["published"]})
    columns = column_names(SourceSchema)
    with file.open("a", encoding="utf-8", newline="") as sources:
        writer = csv.DictWriter(sources, columns, restval="", lineterminator="\n")
        for publisher, published in sorted(set(documents.itertuples(index=False, name=None))):
            source = _source(publisher, published)
            writer.writerow(
                {
                    "source_id": source,
                    "publisher": publisher,
                    "title": f"Figures of the month before {published:%Y-%m-%d}",
                    "published": f"{published:%Y-%m-%d}",
                    "url": f"https://example.org/{source}",
                    "licence": "fact",
                    "archive_url": f"https://archive.example.org/{source}",
                    "language": "en",
                }
            )


def _source(publisher: str, published: pd.Timestamp) -> str:
    return f"{publisher}-{published:%Y-%m}-synthetic"


def _write_ledger(file: Path, dataset: str, series: Sequence[Series], rows: pd.DataFrame) -> None:
    """Number the figures of a dataset in the order of recording, and write their rows."""
    firsts = rows.loc[rows["revision"] == 1, "figure"]
    ids = pd.Series(np.arange(1, len(firsts) + 1), index=firsts.to_numpy())
    with file.open("w", encoding="utf-8", newline="") as ledger:
        writer = csv.writer(ledger, lineterminator="\n")
        writer.writerow(column_names(LedgerRowSchema))
        for begin in range(0, len(rows), CHUNK_ROWS):
            part = rows.iloc[begin : begin + CHUNK_ROWS]
            numbers = ids.loc[part["figure"]].to_numpy()
            rows_of_part: Iterable[Any] = part.itertuples(index=False)
            for row, number in zip(rows_of_part, numbers, strict=True):
                writer.writerow(_cells(f"{dataset}-{number:08d}", series[row.series], row))


def _cells(figure_id: str, series: Series, row: Any) -> tuple[Any, ...]:
    """The cells of a ledger row, in the order of its columns."""
    hedge = "unqualified" if row.unhedged else series.hedge
    end = row.end.date().isoformat()
    between = hedge == "between"
    lower, upper = (row.value, row.value + row.value // 5 + 1) if between else ("", "")
    wording = f"{lower} and {upper}" if between else row.value
    return (
        figure_id, row.revision, row.change, row.recorded_on.date(), series.metric, series.subject,
        series.place, f"{series.begins}/{end}" if series.total else end, hedge,
        "" if between else row.value, lower, upper, series.claimant, row.claimed_on.date(), "",
        _source(series.publisher, row.published), tuple(BASES)[row.basis], "unstated", "",
        f"{series.metric_name}: {QUANTIFIERS[hedge].prefix}{wording}",
        "" if row.change == "new" else "The claimant gave it anew.",
    )  # fmt: skip
