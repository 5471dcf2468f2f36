"""Independent oracle: reads the ledgers with the csv module into the rows to be published.

Uses nothing of the program, so that it does not repeat the mistakes of the program.
"""

import calendar
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

NUMBERS = ("revision", "value", "value_lower", "value_upper")
PREFIXES = {
    "unqualified": "",
    "approximately": "about ",
    "more-than": "more than ",
    "at-least": "at least ",
    "less-than": "less than ",
    "up-to": "up to ",
    "between": "between ",
}
SIGNS = {"km2": " km²", "km": " km"}
LEDGER_CELLS = (
    "revision", "change", "metric", "subject", "place", "period", "quantifier", "value",
    "value_lower", "value_upper", "claimant", "claimed_on", "via", "source", "basis",
    "verification", "derived_from", "wording", "note", "recorded_on",
)  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True)
class OracleRow:
    """A published row, and values for filters and sorting that it does not contain.

    ``position`` is the index in the order of datasets, ids and revisions.
    """

    row: Row
    position: int
    serial: tuple[int, int]
    side: str | None
    containing_places: frozenset[str]
    low: Decimal
    high: Decimal


def published(root: Path) -> list[OracleRow]:
    """Every row of every ledger as it must be published, by dataset, id and revision."""
    references = {
        name: _by_first_cell(root / "reference" / f"{name}.csv")
        for name in ("actors", "metrics", "places", "sources")
    }
    rows: list[OracleRow] = []
    for ledger, path in enumerate(sorted((root / "ledgers").glob("*.csv"))):
        cells = sorted(table(path), key=lambda row: (_serial(row), int(row["revision"])))
        for _, revisions in groupby(cells, lambda row: row["figure_id"]):
            rows += _revisions(list(revisions), path.stem, ledger, references, len(rows))
    return rows


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def ends(period: str) -> tuple[str | None, str]:
    """The first and the last day of a period, ISO text."""
    head, _, tail = period.replace("~", "").rpartition("/")
    first = head if "/" in period else tail
    return (_day(first, last=False) if first else None), _day(tail, last=True)


def _revisions(
    rows: list[dict[str, str]], dataset: str, ledger: int, references: Mapping[str, Any], count: int
) -> Iterator[OracleRow]:
    for number, cells in enumerate(rows):
        later = rows[number + 1 :]
        actors, places = references["actors"], references["places"]
        row = _row(cells, dataset, references)
        row["superseded_on"] = later[0]["recorded_on"] if later else None
        bounds = [row["value"], row["value"]] if row["value"] is not None else []
        low, high = bounds or [row["value_lower"], row["value_upper"]]
        yield OracleRow(
            row,
            count + number,
            (ledger, _serial(cells)),
            actors[cells["claimant"]]["side"] or None,
            frozenset(_containing_places(cells["place"], places)),
            low,
            high,
        )


def _row(cells: Mapping[str, str], dataset: str, references: Mapping[str, Any]) -> Row:
    actors, sources = references["actors"], references["sources"]
    metric, place = references["metrics"][cells["metric"]], references["places"][cells["place"]]
    source = sources[cells["source"]]
    start, end = ends(cells["period"])
    row: Row = {name: _value(name, cells[name]) for name in LEDGER_CELLS}
    row |= {
        "id": cells["figure_id"],
        "dataset": dataset,
        "metric_name": metric["name"],
        "unit": metric["unit"],
        "kind": metric["kind"],
        "subject_name": actors[cells["subject"]]["name"],
        "place_name": place["name"],
        "country": place["iso3"] or None,
        "period_start": start,
        "period_end": end,
        "claimant_name": actors[cells["claimant"]]["name"],
        "stance": _stance(actors[cells["claimant"]]["side"], actors[cells["subject"]]["side"]),
        "publisher": source["publisher"],
        "publisher_name": actors[source["publisher"]]["name"],
        "published": source["published"],
        "url": source["url"] or None,
        "archive_url": source["archive_url"] or None,
    }
    row["text"] = _text(cells, metric["unit"])
    row["statement"] = _statement(row, cells, metric, actors)
    return row


def _value(name: str, text: str) -> Any:
    if not text:
        return None
    return Decimal(text) if name in NUMBERS else text


def _stance(claimant: str, subject: str) -> str | None:
    if not claimant:
        return "third-party"
    if not subject:
        return None
    return "own" if claimant == subject else "adverse"


def _text(cells: Mapping[str, str], unit: str) -> str:
    value, low, high = (_printed(cells[name]) for name in NUMBERS[1:])
    prefix, sign = PREFIXES[cells["quantifier"]], SIGNS.get(unit, "")
    if not value:
        joint = "and" if cells["quantifier"] == "between" else "to"
        return f"{prefix}{low} {joint} {high}{sign}"
    return f"{prefix}{value}{sign}" + (f" ({low} to {high}{sign})" if low and high else "")


def _printed(text: str) -> str:
    return f"{Decimal(text):,}" if text else ""


def _statement(
    row: Row, cells: Mapping[str, str], metric: Mapping[str, str], actors: Mapping[str, Any]
) -> str:
    claimant = row["claimant_name"]
    noun = metric["singular"] if cells["value"] == "1" and metric["singular"] else metric["name"]
    relayed = "".join(
        f"relayed by {actors[outlet]['name']}; " for outlet in cells["via"].split(";") if outlet
    )
    return (
        f"{claimant[:1].upper()}{claimant[1:]}, {_day_text(row['claimed_on'])}: "
        f"{row['text']} {noun}, "
        f"{row['subject_name']}, {row['place_name']}, {_period_text(cells['period'])} "
        f"({relayed}{row['publisher_name']}, {_day_text(row['published'])})"
    )


def _period_text(period: str) -> str:
    if "/" not in period:
        return _day_text(period)
    head, tail = period.split("/")
    return f"{_day_text(head)} to {_day_text(tail)}" if head else f"up to {_day_text(tail)}"


def _day_text(day: str) -> str:
    year, *rest = day.rstrip("~").split("-")
    months = [calendar.month_name[int(month)] for month in rest[:1]]
    days = [str(int(number)) for number in rest[1:]]
    return ("about " if day.endswith("~") else "") + " ".join([*days, *months, year])


def _day(text: str, *, last: bool) -> str:
    year, *rest = text.split("-")
    month = rest[0] if rest else ("12" if last else "01")
    if len(rest) == 2:
        return text
    final = calendar.monthrange(int(year), int(month))[1]
    return f"{year}-{month}-{final if last else 1:02d}"


def _containing_places(place: str, places: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    while place:
        yield place
        place = places[place]["parent"]


def _serial(cells: Mapping[str, str]) -> int:
    return int(cells["figure_id"].rpartition("-")[2])


def _by_first_cell(path: Path) -> dict[str, dict[str, str]]:
    return {next(iter(row.values())): row for row in table(path)}
