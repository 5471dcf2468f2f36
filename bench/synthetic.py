"""Figures by any number, drawn from a seed, in the format of the ledgers."""

import csv
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from datasets.model.codelists import BASES, QUANTIFIERS
from datasets.model.datapackage import datasets_of, descriptor_at
from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import REFERENCE_SCHEMAS, SourceSchema

SEED = 2153  # its first series can be added up, its second and third are rivals
FIRST_DAY = np.datetime64("2014-01-01")
LAST_DAY = np.datetime64("2026-06-30")
# A few long series and many short ones: 12 of them hold 3,989 figures.
LENGTHS = (2_000, 1_000, 500, 250, 120, 60, 30, 15, 8, 4, 1, 1)
RIVALS = 0.5  # of the series answer the question of the one before them, for another claimant
BARE = 0.8  # of the figures of a series have no hedge, the others all the same one
HEDGES = tuple(QUANTIFIERS)
REVISED, RETRACTED = 0.05, 0.005
PLACES = 400
CHUNK = 100_000
SPEAK = ("government", "armed-force", "anonymous", "research", "intergovernmental", "ngo")
ARE_COUNTED = ("population", "armed-force")

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Series:
    """One claimant's figures on one question, one a day, or one a year where it is ``yearly``.

    A flow is told day by day, or as a ``total`` since the series begins.
    """

    dataset: str
    metric: str
    words: str
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
        """The days from the beginning of one of its figures to the end of another."""
        if self.yearly:
            year = int(self.begins[:4])
            return f"{year + first}-01-01", f"{year + last}-12-31"
        day = date.fromisoformat(self.begins)
        return str(day + timedelta(days=first)), str(day + timedelta(days=last))

    @property
    def exact(self) -> bool:
        """Every figure of it is a number, which can be added to the others."""
        return self.hedge == "unqualified"


def write_folder(template: Path, into: Path, figures: int) -> None:
    """Write a datasets folder with so many figures, and a few revisions of them more.

    The reference tables and the descriptor are those of ``template``, with sources added. Equal
    numbers give equal files, and the first series of a small folder are those of a large one.
    """
    copy_references(template, into)
    series = tuple(_series(_tables(template), figures))
    rows = _rows(series)
    _add_sources(into / "reference" / "sources.csv", series, rows)
    for dataset in datasets_of(descriptor_at(template)):
        mine = [place for place, one in enumerate(series) if one.dataset == dataset.name]
        _write_ledger(into / dataset.path, dataset.name, series, rows[rows["series"].isin(mine)])


def copy_references(template: Path, into: Path) -> None:
    """Make a datasets folder of all but the ledgers."""
    shutil.copytree(template / "reference", into / "reference")
    shutil.copytree(template / "schemas", into / "schemas")
    shutil.copy(template / "datapackage.json", into)
    (into / "ledgers").mkdir()


def first_series(template: Path, count: int) -> tuple[Series, ...]:
    """The first series of every folder that is large enough to hold them whole."""
    drawn = _series(_tables(template), sum(LENGTHS) * (count // len(LENGTHS) + 1))
    return tuple(one for one, _ in zip(drawn, range(count), strict=False))


def _tables(template: Path) -> Mapping[str, Rows]:
    tables = {}
    for name in REFERENCE_SCHEMAS:
        with (template / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = tuple(csv.DictReader(file))
    return tables


def _series(tables: Mapping[str, Rows], figures: int) -> Iterator[Series]:
    chance = random.Random(SEED)
    claimants = _shuffled([row for row in tables["actors"] if row["kind"] in SPEAK], chance)
    publishers = _shuffled([row for row in tables["actors"] if row["kind"] == "media"], chance)
    questions = _questions(tables, chance)
    asked = next(questions)
    seen = set()
    for length in cycle(LENGTHS):
        if length == LENGTHS[0] or chance.random() > RIVALS:
            asked = next(questions)
        claimant = _drawn(claimants, chance)["actor_id"]
        while (claimant, asked.metric, asked.subject, asked.place) in seen:
            asked = next(questions)
        seen.add((claimant, asked.metric, asked.subject, asked.place))
        yield replace(
            asked,
            claimant=claimant,
            publisher=_drawn(publishers, chance)["actor_id"],
            level=asked.level * chance.uniform(0.8, 1.2),
            length=min(length, figures),
            hedge=chance.choice(HEDGES),
        )
        figures -= length
        if figures <= 0:
            return


def _questions(tables: Mapping[str, Rows], chance: random.Random) -> Iterator[Series]:
    """Series that nobody has answered yet."""
    metrics = _shuffled(tables["metrics"], chance)
    subjects = _shuffled([row for row in tables["actors"] if row["kind"] in ARE_COUNTED], chance)
    places = _shuffled(tables["places"], chance)[:PLACES]
    latest = int((LAST_DAY - FIRST_DAY).astype(int)) - max(LENGTHS)
    while True:
        metric = _drawn(metrics, chance)
        flow = metric["kind"] == "flow"
        yield Series(
            dataset=metric["dataset"],
            metric=metric["metric_id"],
            words=metric["name"],
            subject=_drawn(subjects, chance)["actor_id"],
            place=_drawn(places, chance)["place_id"],
            begins=str(FIRST_DAY + chance.randrange(latest)),
            level=chance.lognormvariate(5, 1.5),
            flow=flow,
            total=flow and chance.random() < 0.5,
        )


def _shuffled(rows: Rows, chance: random.Random) -> Rows:
    return chance.sample(rows, len(rows))


def _drawn(rows: Rows, chance: random.Random) -> Mapping[str, str]:
    """One of some rows, the first of them most often."""
    return rows[int(len(rows) * chance.random() ** 2.5)]


def _rows(series: Sequence[Series]) -> pd.DataFrame:
    """The rows of all ledgers in the order of their recording, days as numpy has them."""
    chance = np.random.default_rng(SEED)
    parts = [_figures(place, one, chance) for place, one in enumerate(series)]
    firsts = pd.concat(parts, ignore_index=True)
    firsts["figure"] = np.arange(len(firsts))
    fate = chance.random(len(firsts))
    later = firsts[fate < REVISED].copy()
    later["revision"] = 2
    later["change"] = np.where(fate[fate < REVISED] < RETRACTED, "retracted", "revised")
    revised = later["change"] == "revised"
    later.loc[revised, "value"] += 1
    later["claimed_on"] += pd.Timedelta(days=35)
    rows = pd.concat([firsts, later], ignore_index=True)
    month = rows["claimed_on"].dt.to_period("M").dt
    rows["published"] = month.end_time.dt.normalize() + pd.Timedelta(days=1)
    lag = pd.to_timedelta(chance.integers(0, 21, len(firsts)), unit="D").to_numpy()
    rows["recorded_on"] = rows["published"] + lag[rows["figure"]]
    return rows.sort_values(["recorded_on", "claimed_on", "figure", "revision"], kind="stable")


def _figures(place: int, series: Series, chance: np.random.Generator) -> pd.DataFrame:
    ends = np.datetime64(series.begins) + np.arange(series.length)
    values = np.rint(series.level * chance.uniform(0.7, 1.3, series.length)).astype(int) + 1
    return pd.DataFrame(
        {
            "series": place,
            "revision": 1,
            "change": "new",
            "end": ends.astype("datetime64[s]"),
            "value": np.cumsum(values) if series.total else values,
            "bare": chance.random(series.length) < BARE,
            "basis": chance.integers(0, len(BASES), series.length),
            "claimed_on": (ends + chance.integers(0, 5, series.length)).astype("datetime64[s]"),
        }
    )


def _add_sources(file: Path, series: Sequence[Series], rows: pd.DataFrame) -> None:
    """One document a month of each publisher, as ledgers of importers have them."""
    publishers = rows["series"].map([one.publisher for one in series].__getitem__)
    read = pd.DataFrame({"publisher": publishers, "published": rows["published"]})
    columns = column_names(SourceSchema)
    with file.open("a", encoding="utf-8", newline="") as sources:
        writer = csv.DictWriter(sources, columns, restval="", lineterminator="\n")
        for publisher, published in sorted(set(read.itertuples(index=False, name=None))):
            source = _source(publisher, published)
            writer.writerow(
                {
                    "source_id": source,
                    "publisher": publisher,
                    "title": f"Figures of the month before {published:%Y-%m-%d}",
                    "published": f"{published:%Y-%m-%d}",
                    "url": f"https://example.org/{source}",
                    "archive_url": f"https://archive.example.org/{source}",
                    "language": "en",
                }
            )


def _source(publisher: str, published: pd.Timestamp) -> str:
    return f"{publisher}-{published:%Y-%m}-synthetic"


def _write_ledger(file: Path, dataset: str, series: Sequence[Series], rows: pd.DataFrame) -> None:
    """Number the figures of a dataset in the order of their recording, and write their rows."""
    firsts = rows.loc[rows["revision"] == 1, "figure"]
    ids = pd.Series(np.arange(1, len(firsts) + 1), index=firsts.to_numpy())
    with file.open("w", encoding="utf-8", newline="") as ledger:
        writer = csv.writer(ledger, lineterminator="\n")
        writer.writerow(column_names(LedgerRowSchema))
        for begin in range(0, len(rows), CHUNK):
            part = rows.iloc[begin : begin + CHUNK]
            numbers = ids.loc[part["figure"]].to_numpy()
            rows_of_part: Iterable[Any] = part.itertuples(index=False)
            for row, number in zip(rows_of_part, numbers, strict=True):
                writer.writerow(_cells(f"{dataset}-{number:08d}", series[row.series], row))


def _cells(figure_id: str, series: Series, row: Any) -> tuple[Any, ...]:
    """The cells of a row of a ledger, in the order of its columns."""
    hedge = "unqualified" if row.bare else series.hedge
    end = row.end.date().isoformat()
    between = hedge == "between"
    lower, upper = (row.value, row.value + row.value // 5 + 1) if between else ("", "")
    said = f"{lower} and {upper}" if between else row.value
    return (
        figure_id, row.revision, row.change, row.recorded_on.date(), series.metric, series.subject,
        series.place, f"{series.begins}/{end}" if series.total else end, hedge,
        "" if between else row.value, lower, upper, series.claimant, row.claimed_on.date(), "",
        _source(series.publisher, row.published), tuple(BASES)[row.basis], "unstated", "",
        f"{series.words}: {QUANTIFIERS[hedge].prefix}{said}",
        "" if row.change == "new" else "The claimant gave it anew.",
    )  # fmt: skip
