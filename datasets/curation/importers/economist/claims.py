"""The list of claims by others that The Economist keeps, ``estimates.csv``."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from datasets.curation.importers.economist.addresses import (
    CLAIM_DAYS,
    EDITION,
    DocumentDay,
    PrintedNumber,
    address_note,
    document_day,
    outlet,
    printed_number,
)
from datasets.curation.importers.economist.claimants import (
    ATTRIBUTIONS,
    COMPUTED_RANGES,
    NOT_RECORDED,
    attribution_of,
)
from datasets.curation.importers.format import Document, claims_of
from datasets.curation.importers.source_files import UpstreamError, days, numbers, table
from datasets.curation.ledger_files import DatasetsFolder

BEGAN = "2022-02-24"
# The first commit of the publisher's repository that has the list.
FIRST_EDITION = "2025-07-03"
METRICS: Mapping[str, str] = MappingProxyType(
    {"casualties": "killed-or-wounded", "deaths": "killed"}
)
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {"russia": "ru-armed-forces", "ukraine": "ua-armed-forces"}
)
LOW, HIGH, ESTIMATE = "estimate_low", "estimate_high", "estimate"
NUMBERS = (LOW, HIGH, ESTIMATE)
# By the cells that are filled: the cells of value, lower and upper end. One end alone is a value
# where the address prints it, and nothing elsewhere: the hedge of the claimant is not known.
SHAPES: Mapping[tuple[str, ...], tuple[str, str, str]] = MappingProxyType(
    {
        (ESTIMATE,): (ESTIMATE, "", ""),
        (LOW, HIGH): ("", LOW, HIGH),
        NUMBERS: (ESTIMATE, LOW, HIGH),
        (LOW,): (LOW, "", ""),
        (HIGH,): (HIGH, "", ""),
    }
)
ONE_END = "a low or a high end alone, whose hedge neither the list nor the address prints"
REPEATED = "claims that the ledger has from another document of the same day"
# The ministry says that its counts of casualties rest on Kyiv's; of its early ranges that is not
# known.
DERIVED: Mapping[tuple[str, str], str] = MappingProxyType(
    {("uk-ministry-of-defence", "casualties"): "ua-general-staff"}
)
# The ministry's chart of monthly figures, which the list repeats with one row for each month.
MONTHLY_CHART = "https://x.com/DefenceHQ/status/1876584633103507960/photo/2"

Part = tuple[pd.DataFrame, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the list: its cells as printed, its day and numbers as read."""

    cells: Mapping[str, str]
    day: str
    numbers: Mapping[str, str]

    @property
    def shape(self) -> tuple[str, str, str]:
        return SHAPES[tuple(name for name in NUMBERS if self.numbers[name])]

    @property
    def is_range(self) -> bool:
        return bool(self.shape[1])

    @property
    def is_one_end(self) -> bool:
        return self.shape[0] in (LOW, HIGH)

    @property
    def printed_number(self) -> PrintedNumber | None:
        """The row's only number in its own address."""
        number = "" if self.is_range else self.numbers[self.shape[0]]
        return printed_number(self.cells["source_url"], number)


def listed_claims(path: Path, document: Document, folder: DatasetsFolder) -> Part:
    """Claims of the list: a total since 24 February 2022 in each row.

    The date of the list is the end of the period. A claim is dated by its document.
    """
    frame = table(path, ["date", *NUMBERS, "type", "source", "source_url", "country"])
    for column, known in (("type", METRICS), ("country", SUBJECTS)):
        _refuse_other(path, frame[column], known)
    frame = frame.assign(source=frame["source"].str.strip())
    rows = pd.Series(_rows(path, frame), index=frame.index, dtype=object)
    reasons = rows.map(_reason)
    rows = rows[reasons == ""]
    claims = claims_of({}, rows.index).assign(
        **pd.DataFrame([_claim(row, document) for row in rows], index=rows.index, dtype=object)
    )
    is_repeated = _is_repeated(claims, folder)
    skipped = Counter(reasons[reasons != ""]) + Counter({REPEATED: int(is_repeated.sum())})
    return claims[~is_repeated], skipped


def _rows(path: Path, frame: pd.DataFrame) -> list[ListedRow]:
    rows_of_cells = frame.to_dict("records")
    read_days = days(path, frame["date"], "day-first")
    read_numbers = frame[[]].assign(**{name: numbers(path, frame[name]) for name in NUMBERS})
    rows = []
    for line, cells, day, values in zip(
        frame.index, rows_of_cells, read_days, read_numbers.to_dict("records"), strict=True
    ):
        filled = tuple(name for name in NUMBERS if values[name])
        if filled not in SHAPES:
            reason = f"an estimate cannot be read from {', '.join(filled) or 'empty cells'}"
            raise UpstreamError(path.name, int(str(line)), reason)
        rows.append(ListedRow(_texts(cells), day, _texts(values)))
    return rows


def _texts(cells: Mapping[Hashable, object]) -> Mapping[str, str]:
    return {str(name): str(text) for name, text in cells.items()}


def _reason(row: ListedRow) -> str:
    """Reason for leaving a row out, empty for a claim."""
    label = row.cells["source"]
    if label in NOT_RECORDED:
        return NOT_RECORDED[label]
    if label not in ATTRIBUTIONS:
        return f"source '{label}' is not known"
    if row.cells["source_url"] == MONTHLY_CHART:
        return "the British series by month: in a file of its own"
    return ONE_END if row.is_one_end and row.printed_number is None else ""


def _claim(row: ListedRow, edition: Document) -> Mapping[str, str]:
    label, type_ = row.cells["source"], row.cells["type"]
    attribution = attribution_of(label, row.cells["source_url"])
    derived_from = "" if row.is_range else DERIVED.get((attribution.actor, type_), "")
    document = (
        CLAIM_DAYS.get((label, row.day))
        or document_day(row.cells["source_url"])
        or DocumentDay(row.day, "")
    )
    if row.is_range and label in COMPUTED_RANGES:
        derived_from, attribution = attribution.actor, COMPUTED_RANGES[label]
        day = FIRST_EDITION if row.day <= FIRST_EDITION else edition.published
        document = DocumentDay(day, f"The list computes the range. {EDITION}")
    value, lower, upper = (row.numbers[cell] if cell else "" for cell in row.shape)
    number = row.printed_number
    end, end_note = _period_end(row, document.day)
    notes = (
        attribution.note,
        end_note,
        _day_note(row, document),
        address_note(row.cells["source_url"]),
    )
    return {
        "metric": METRICS[type_],
        "subject": SUBJECTS[row.cells["country"]],
        "place": "theatre-ru-ua",
        "period": f"{BEGAN}/{end}",
        "quantifier": attribution.quantifier or _quantifier(row, number),
        "value": value,
        "value_lower": lower,
        "value_upper": upper,
        "claimant": attribution.actor,
        "claimed_on": document.day,
        "via": attribution.via or outlet(row.cells["source_url"]),
        "source": f"the-economist-{edition.published}-claims",
        "basis": (number.basis if number else "") or attribution.basis,
        "verification": "unstated",
        "derived_from": derived_from,
        "wording": _wording(row, number),
        "note": " ".join(filter(None, notes)),
    }


def _quantifier(row: ListedRow, number: PrintedNumber | None) -> str:
    if not row.numbers[ESTIMATE] and row.is_range:
        return "between"
    return number.quantifier if number else "unqualified"


def _period_end(row: ListedRow, document_day: str) -> tuple[str, str]:
    """End of the period, and a note where the list dates a claim after its document.

    The list then has a wrong month, or a wrong day where the day of that month is too late too.
    """
    if row.day <= document_day:
        return row.day, ""
    end = min(document_day[:8] + row.day[8:], document_day)
    return end, f"The list dates it {row.cells['date']}, after its document: read as {end}."


def _day_note(row: ListedRow, document: DocumentDay) -> str:
    return "" if document.day == row.day else document.note


def _wording(row: ListedRow, number: PrintedNumber | None) -> str:
    cells = row.cells
    numbers = [f"{name} {cells[name]}" for name in NUMBERS if cells[name]]
    labels = [cells["type"], cells["country"], cells["source"]]
    phrases = [number.phrase] if number else []
    return "; ".join([f"date {cells['date']}", *numbers, *labels, *phrases])


def _is_repeated(claims: pd.DataFrame, folder: DatasetsFolder) -> pd.Series:
    """Whether the ledger has a claim of another publisher by claimant, question and day."""
    key = ["claimant", "metric", "subject", "claimed_on"]
    sources = folder.references["sources"].frame
    own = sources.loc[sources["publisher"] == "the-economist", "source_id"]
    recorded = folder.rows[~folder.rows["source"].isin(own)]
    keys = set(recorded[key].itertuples(index=False, name=None))
    repeated = [row in keys for row in claims[key].itertuples(index=False, name=None)]
    return pd.Series(repeated, index=claims.index, dtype=bool)


def _refuse_other(path: Path, texts: pd.Series, known: Mapping[str, str]) -> None:
    other = texts[~texts.isin(list(known))]
    if len(other):
        reason = f"{texts.name}: '{other.iloc[0]}' is not one of {', '.join(known)}"
        raise UpstreamError(path.name, int(str(other.index[0])), reason)
