"""UNHCR's population table as ledgers: real figures, for a test of size.

Unlike the importer's own ledgers, these have the zeros too, and invented metrics for the columns
that have none. They must not be served as data.
"""

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from bench.synthetic import Series, copy_references
from datasets.curation.importers.format import Document
from datasets.curation.importers.pipeline import plan_of, write
from datasets.curation.importers.unhcr import COLUMNS, read
from datasets.curation.importers.yearly import Column
from datasets.curation.ledger_files import folder_at
from datasets.model.datapackage import datasets_of, descriptor_at
from datasets.model.fields import column_names
from datasets.model.figure import LedgerRowSchema
from datasets.model.references import MetricSchema

# The path of population.csv of the Refugee Data Finder, plain or gzipped.
VARIABLE = "FIGURES_BENCH_UNHCR"
DOCUMENT = Document("2026-06-25", "https://www.unhcr.org/refugee-statistics/")
INVENTED_METRICS: Mapping[str, Column] = MappingProxyType(
    {
        "ooc": Column("others-of-concern", "people"),
        "oip": Column("others-in-need-of-protection", "people"),
        "hst": Column("host-community", "people"),
    }
)
# With its zeros the table has displaced people of no state, who have no actor of civilians.
ALL_COLUMNS = {
    name: replace(column, people="people")
    for name, column in {**COLUMNS, **INVENTED_METRICS}.items()
}


def configured_file() -> Path | None:
    """The file that the environment names, if any. Raises FileNotFoundError if it is missing."""
    name = os.environ.get(VARIABLE)
    if not name:
        return None
    return Path(name).resolve(strict=True)


def write_folder(template: Path, into: Path, file: Path) -> None:
    """Import the table into empty ledgers, with the reference tables of ``template``.

    Raises UpstreamError if the file has another format, and ValueError if a row breaks a rule.
    """
    copy_references(template, into)
    for dataset in datasets_of(descriptor_at(template)):
        _append(into / dataset.path, [[*column_names(LedgerRowSchema)]])
    names = column_names(MetricSchema)
    _append(
        into / "reference" / "metrics.csv",
        [_metric_row(names, column) for column in INVENTED_METRICS.values()],
    )
    folder = folder_at(into)
    claims = read([file], DOCUMENT, folder, ALL_COLUMNS, empty_values=("",))
    # Rule V49 refuses claims that are dated by the day of their import.
    plan = plan_of(folder, claims, date.fromisoformat(DOCUMENT.published) + timedelta(1))
    if plan.errors:
        raise ValueError("\n".join(map(str, plan.errors[:10])))
    rows = plan.folder.ledgers["displacement"].frame
    number = rows["figure_id"].str.removeprefix("displacement-")
    rows["figure_id"] = "displacement-" + number.str.zfill(8)  # the peers sort ids as text
    write(plan, into)


def series_of(folder: Path) -> Iterator[Series]:
    """The series that have a figure for each year from their first to their last."""
    rows = pd.read_csv(folder / "ledgers" / "displacement.csv", dtype=str, keep_default_na=False)
    rows["year"] = rows["period"].str[:4].astype(int)
    years = rows.groupby(["metric", "subject", "place"])["year"].agg(["min", "max", "count"])
    flows = {column.metric for column in ALL_COLUMNS.values() if column.over_the_year}
    for metric, subject, place, first, last, figures in years.reset_index().to_numpy():
        if last - first + 1 == figures:
            yield Series(
                dataset="displacement",
                metric=metric,
                metric_name=metric,
                subject=subject,
                place=place,
                begins=f"{first}-01-01",
                level=0,
                flow=metric in flows,
                total=False,
                claimant="unhcr",
                length=int(figures),
                hedge="unqualified",
                yearly=True,
            )


def _metric_row(names: tuple[str, ...], column: Column) -> list[str]:
    name = column.metric.replace("-", " ")
    cells = {
        "metric_id": column.metric,
        "dataset": "displacement",
        "name": name,
        "definition": f"People whom UNHCR lists as {name} on the date.",
        "unit": "person",
        "kind": "stock",
        "phrase": "{number} {people} were " + name + " in {place} {period}",
    }
    return [cells.get(column_name, "") for column_name in names]


def _append(file: Path, rows: list[list[str]]) -> None:
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
