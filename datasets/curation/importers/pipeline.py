"""Import: comparing a publisher's claims with the ledgers, and appending what is new."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from datasets.curation.folder_files import write_files
from datasets.curation.importers.format import ImportedClaims, Row
from datasets.curation.ledger_files import CsvTable, DatasetsFolder
from datasets.curation.validation.context import NATURAL_KEY, ValidationContext
from datasets.curation.validation.rules import ERROR, Finding, findings
from datasets.model.fields import column_names
from datasets.model.figure import PUBLISHER_REMARK, LedgerRowSchema

NUMBERS = ["value", "value_lower", "value_upper"]
STATED = ["quantifier", *NUMBERS]


@dataclass(frozen=True)
class ImportPlan:
    """The result of comparing imported claims with the ledgers: rows to append, and findings.

    ``rows`` has the columns of a ledger and ``dataset``. ``missing_upstream`` are figures read in
    an earlier file of the same publisher that this file no longer has.
    """

    folder: DatasetsFolder
    rows: pd.DataFrame
    unchanged: int
    missing_upstream: tuple[str, ...]
    skipped: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == ERROR)


class ConflictError(Exception):
    """A file with two numbers for one question."""


class UnknownMetricError(Exception):
    """A claim whose metric is not in the reference table."""


def plan_of(folder: DatasetsFolder, imported: ImportedClaims, today: date) -> ImportPlan:
    """Compare imported claims with the ledgers, without writing.

    A claim that is recorded already is left alone. A new question becomes a figure; a preliminary
    claim for it becomes the first revision and the final claim the second. Another number for a
    recorded question and period becomes a revision: `revised` where the same publisher gave the
    first one, `corrected` where it was read elsewhere. A warning about a new row is answered by a
    note that the publisher's file has it so. Raises ConflictError and UnknownMetricError.
    """
    claims = _with_dataset(folder, _one_number_per_question(imported.claims))
    before = ValidationContext(folder, None, today).current
    compared = claims.merge(
        before[[*NATURAL_KEY, *STATED, "figure_id", "revision", "publisher"]],
        on=NATURAL_KEY,
        how="left",
        suffixes=("", "_before"),
    )
    known = compared["figure_id"].notna()
    publishers = {row["publisher"] for row in imported.sources}
    own = compared["publisher"].isin(publishers)
    same = known & _equal(compared, NUMBERS) & (~own | _equal(compared, ["quantifier"]))
    fresh = _new(compared[~known], imported.preliminary, folder.rows[["dataset", "figure_id"]])
    revised = _revised(compared[known & ~same], own[known & ~same])
    rows = pd.concat([fresh, revised], ignore_index=True).assign(recorded_on=today.isoformat())
    extended = _folder_with(folder, rows, imported)
    rows, extended, messages = _with_notes(extended, rows, folder, imported, today)
    missing = _missing_upstream(before, claims, imported)
    return ImportPlan(extended, rows, int(same.sum()), missing, imported.skipped or {}, messages)


def write(plan: ImportPlan, root: Path) -> None:
    """Write every changed file, the reference tables first."""
    tables = (*plan.folder.references.values(), *plan.folder.ledgers.values())
    contents = {root / table.file: _csv(table) for table in tables}
    write_files(
        {path: content for path, content in contents.items() if content != path.read_bytes()}
    )


def _one_number_per_question(claims: pd.DataFrame) -> pd.DataFrame:
    """Drop repeated claims. Raises ConflictError for two numbers for one question."""
    once = claims.drop_duplicates([*NATURAL_KEY, *STATED])
    again = once[once.duplicated(NATURAL_KEY, keep=False)]
    if len(again):
        first = again.iloc[0]
        rival = again[(again[NATURAL_KEY] == first[NATURAL_KEY]).all(axis=1)].iloc[1]
        raise ConflictError(
            f"lines {first.name} and {rival.name} give {first['value']} and {rival['value']} for "
            f"{first['metric']} of {first['subject']} at {first['place']}, {first['period']}"
        )
    return once


def _with_dataset(folder: DatasetsFolder, claims: pd.DataFrame) -> pd.DataFrame:
    metrics = folder.references["metrics"].frame.set_index("metric_id")["dataset"]
    claims = claims.assign(dataset=claims["metric"].map(metrics))
    unknown = claims.loc[claims["dataset"].isna(), "metric"].unique()
    if len(unknown):
        raise UnknownMetricError(f"not in metrics.csv: {', '.join(sorted(unknown))}")
    return claims


def _new(
    claims: pd.DataFrame, preliminary: pd.DataFrame | None, before_ids: pd.DataFrame
) -> pd.DataFrame:
    """Rows of new figures, numbered in the order in which they were first claimed."""
    first = _one_number_per_question(claims.iloc[:0] if preliminary is None else preliminary)
    first_claims = first.set_index(NATURAL_KEY)[["claimed_on", "value"]].add_suffix("_first")
    claims = claims.merge(first_claims, left_on=NATURAL_KEY, right_index=True, how="left")
    is_second = claims["claimed_on_first"].notna()
    serials = before_ids["figure_id"].str.extract(r"(\d+)$", expand=False).astype(int)
    last = serials.groupby(before_ids["dataset"]).max()
    ordered = claims.assign(
        claimed_first=claims["claimed_on_first"].fillna(claims["claimed_on"])
    ).sort_values(["dataset", "claimed_first"], kind="stable")
    number = ordered["dataset"].map(last).fillna(0).astype(int)
    number += ordered.groupby("dataset").cumcount() + 1
    ids = ordered["dataset"].astype(str) + "-" + number.astype(str).str.zfill(4)
    second = is_second[ordered.index]
    value, day = (ordered[f"{name}_first"].fillna("") for name in ("value", "claimed_on"))
    earlier = "Claimed first as " + value.astype(object) + ", on " + day.astype(object)
    final = ordered.assign(
        figure_id=ids,
        number=number,
        revision=second.map({True: "2", False: "1"}),
        change=second.map({True: "revised", False: "new"}),
        note=(earlier + ". " + ordered["note"]).str.strip().where(second, ordered["note"]),
    )
    beginnings = first.merge(
        final.loc[second, [*NATURAL_KEY, "dataset", "figure_id", "number"]], on=NATURAL_KEY
    ).assign(revision="1", change="new")
    return pd.concat([beginnings, final]).sort_values(
        ["dataset", "number", "revision"], kind="stable"
    )


def _revised(claims: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    was = claims["value_before"].where(
        claims["value_before"] != "",
        claims["value_lower_before"] + " to " + claims["value_upper_before"],
    )
    restated = "The publisher's file gave " + was + " before."
    reason = restated.where(
        own, "Nearer the claimant; " + claims["publisher"] + " printed " + was + "."
    )
    note = (reason + " " + claims["note"]).str.strip()
    revision = (claims["revision"].astype(int) + 1).astype(str)
    change = pd.Series("revised", index=claims.index).where(own, "corrected")
    return claims.assign(revision=revision, change=change, note=note)


def _equal(compared: pd.DataFrame, columns: list[str]) -> pd.Series:
    before = compared[[f"{column}_before" for column in columns]]
    return pd.Series(
        (compared[columns].to_numpy() == before.to_numpy()).all(axis=1), compared.index
    )


def _folder_with(
    folder: DatasetsFolder, rows: pd.DataFrame, reading: ImportedClaims
) -> DatasetsFolder:
    """The folder with the rows appended, and the references that they need."""
    ledgers = {
        name: _appended(table, rows[rows["dataset"] == name])
        for name, table in folder.ledgers.items()
    }
    used = set(rows[["subject", "claimant", "derived_from"]].to_numpy().ravel())
    read = set(rows["source"])
    cited = [row for row in reading.sources if row["source_id"] in read]
    used |= {row["publisher"] for row in cited} | set(rows["via"])
    added = {
        "sources": cited,
        "actors": [row for row in reading.actors if row["actor_id"] in used],
    }
    references = {
        name: _sorted_in(table, added.get(name, ())) for name, table in folder.references.items()
    }
    return replace(folder, ledgers=ledgers, references=references)


def _appended(table: CsvTable, rows: pd.DataFrame) -> CsvTable:
    frame = pd.concat([table.frame, rows[list(column_names(LedgerRowSchema))]], ignore_index=True)
    return replace(table, frame=frame.set_axis(range(2, len(frame) + 2)))


def _sorted_in(table: CsvTable, rows: Sequence[Row]) -> CsvTable:
    key = column_names(table.schema)[0]
    missing = [row for row in rows if row[key] not in set(table.frame[key])]
    if not missing:
        return table
    added = pd.DataFrame(missing, columns=table.frame.columns, dtype=object).fillna("")
    frame = pd.concat([table.frame, added]).drop_duplicates(key).sort_values(key, kind="stable")
    return replace(table, frame=frame.set_axis(range(2, len(frame) + 2)))


def _with_notes(
    extended: DatasetsFolder,
    rows: pd.DataFrame,
    folder: DatasetsFolder,
    imported: ImportedClaims,
    today: date,
) -> tuple[pd.DataFrame, DatasetsFolder, tuple[Finding, ...]]:
    """Note on each new row with a warning that the file has it so, and check again."""
    reported = findings(ValidationContext(extended, folder, today))
    ledger_files = {table.file: table for table in extended.ledgers.values()}
    messages = {
        ledger_files[finding.file].frame.loc[finding.line, "figure_id"]: _without_question(
            finding.message
        )
        for finding in reported
        if finding.level != ERROR and finding.file in ledger_files
    }
    if not messages:
        return rows, extended, reported
    remark = rows["figure_id"].map(messages)
    note = (PUBLISHER_REMARK + remark).where(remark.notna(), rows["note"])
    rows = rows.assign(note=note)
    extended = _folder_with(folder, rows, imported)
    return rows, extended, findings(ValidationContext(extended, folder, today))


def _without_question(message: str) -> str:
    """A message without its question to the curator: a note must not guess at a cause."""
    statement, _, last = message.rpartition("; ")
    return statement if last.endswith("?") else message


def _missing_upstream(
    before: pd.DataFrame, claims: pd.DataFrame, reading: ImportedClaims
) -> tuple[str, ...]:
    """Figures of the same series in documents of the same publisher that the file has no more."""
    publishers = {row["publisher"] for row in reading.sources}
    series = ["claimant", "metric", "subject"]
    same = before[before["publisher"].isin(publishers)].merge(claims[series].drop_duplicates())
    still = same.merge(claims[NATURAL_KEY].drop_duplicates(), how="left", indicator=True)
    return tuple(still.loc[still["_merge"] == "left_only", "figure_id"])


def _csv(table: CsvTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.frame.columns)
    writer.writerows(table.frame.itertuples(index=False, name=None))
    return text.getvalue().encode()
