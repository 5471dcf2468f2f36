"""Independent oracle: reads the ledgers with the csv module into the rows to be published.

Uses nothing of the program, so that it does not repeat the mistakes of the program. The articles of
names are those that a person has read in tests/names.csv.
"""

import calendar
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.reliability.oracle_periods import (
    DAY_LENGTH,
    ends_when_claimed,
    nature,
    spans_of,
    whole_unit,
)

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
SIGNS = {"km2": " km²", "km": " km", "percent": "%"}
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
        figures = [list(group) for _, group in groupby(cells, lambda row: row["figure_id"])]
        spans = spans_of(history[-1] for history in figures if history[-1]["change"] != "retracted")
        for history in figures:
            rows += _revisions(
                history, path.stem, ledger, {**references, "spans": spans}, len(rows)
            )
    return rows


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


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
    start, end = ends_when_claimed(cells)
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
    row["nature"] = nature(metric["kind"], cells, references["spans"])
    row["text"] = _text(cells, metric["unit"])
    row["statement"] = _statement(row, cells, references, row["text"])
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
    if cells["quantifier"] == "less-than" and not sign:
        prefix = "fewer than "
    if not value:
        joint = "and" if cells["quantifier"] == "between" else "to"
        return f"{prefix}{low} {joint} {high}{sign}" if low != high else f"{low}{sign}"
    is_range = low and high and not low == value == high
    return f"{prefix}{value}{sign}" + (f" ({low} to {high}{sign})" if is_range else "")


def _printed(text: str) -> str:
    return f"{Decimal(text):,}" if text else ""


def _statement(row: Row, cells: Mapping[str, str], references: Mapping[str, Any], text: str) -> str:
    actors, places = references["actors"], references["places"]
    metric = references["metrics"][cells["metric"]]
    claimant = _in_sentence("actor", row["claimant_name"])
    outlets = "".join(
        f"relayed by {_in_sentence('actor', actors[outlet]['name'])}; "
        for outlet in cells["via"].split(";")
        if outlet
    )
    one = cells["value"] == "1" and "(" not in text
    around = {places[place]["name"] for place in _containing_places(cells["place"], places)}
    slots = {
        **_subject(actors[cells["subject"]], around, one),
        "number": "no" if text == "0" else text,
        "place": _in_sentence("place", row["place_name"]),
        "period": _period(cells, row["nature"]),
    }
    clause = re.sub(r"{([^}]*)}", lambda braces: _form(braces[1], slots, one), metric["phrase"])
    return (
        f"{_at_the_start(claimant)} said on {_day_text(row['claimed_on'])} that "
        f"{' '.join(clause.split())} "
        f"({outlets}{row['publisher_name']}, {_day_text(row['published'])})."
    )


def _at_the_start(claimant: str) -> str:
    """A name as the first of a sentence: i24NEWS is never written I24NEWS."""
    return claimant if claimant.startswith("i24") else claimant[:1].upper() + claimant[1:]


def _form(content: str, slots: Mapping[str, str], one: bool) -> str:
    forms = content.split("|")
    return slots[content] if len(forms) == 1 else forms[0 if one else 1]


def _subject(actor: Mapping[str, str], around: set[str], one: bool) -> Mapping[str, str]:
    if actor["kind"] != "population":
        name = _in_sentence("actor", actor["name"])
        member = "member" if one else "members"
        return {"people": f"{member} of {name}", "subject": name, "origin": f"of {name}"}
    group = NAMES["group", actor["name"]]
    country = group["country"]
    _, _, name = country.partition(" ")
    at_home = not country.startswith("from ") and name.removeprefix("the ") in around
    many = group["in_their_country" if at_home else "in_sentence"]
    single = group["one_in_their_country" if at_home else "one"]
    return {
        "people": single if one else many,
        "subject": many,
        "origin": "" if at_home else country,
    }


def _period(cells: Mapping[str, str], nature: str) -> str:
    head, slash, tail = cells["period"].rpartition("/")
    if slash and not head:
        return f"by {_day_text(tail)}"
    span = whole_unit(head, tail) if slash else tail
    if span:
        return _moment(span, nature)
    exact = tail.rstrip("~")
    if nature == "total" and len(exact) == DAY_LENGTH and exact == cells["claimed_on"]:
        return f"since {_day_text(head)}"
    first = _without_shared_part(head, tail)
    if nature == "count" and len(head) == len(tail) == DAY_LENGTH and _next(head) == tail:
        return f"on {first} and {_day_text(tail)}"
    return f"between {first} and {_day_text(tail)}"


def _without_shared_part(head: str, tail: str) -> str:
    """The first day or month, without the year, or the month, in which the last one is too."""
    if head[:7] == tail[:7] and len(head) == len(tail) == DAY_LENGTH:
        return str(int(head[8:]))
    is_alike = len(head.rstrip("~")) == len(tail.rstrip("~")) > len("2024")
    return _day_text(head).removesuffix(f" {tail[:4]}" if is_alike else "")


def _next(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


def _moment(day: str, nature: str) -> str:
    exact = day.rstrip("~")
    if nature == "stock" and exact[4:] == "-12-31":
        return f"{'around' if day != exact else 'at'} the end of {day[:4]}"
    if day != exact:
        return _day_text(day)
    return f"{'on' if len(day) == DAY_LENGTH else 'in'} {_day_text(day)}"


def _in_sentence(table_name: str, name: str) -> str:
    return NAMES[table_name, name]["in_sentence"] if (table_name, name) in NAMES else name


def _day_text(day: str) -> str:
    year, *rest = day.rstrip("~").split("-")
    months = [calendar.month_name[int(month)] for month in rest[:1]]
    days = [str(int(number)) for number in rest[1:]]
    return ("around " if day.endswith("~") else "") + " ".join([*days, *months, year])


def _containing_places(place: str, places: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    while place:
        yield place
        place = places[place]["parent"]


def _serial(cells: Mapping[str, str]) -> int:
    return int(cells["figure_id"].rpartition("-")[2])


def _by_first_cell(path: Path) -> dict[str, dict[str, str]]:
    return {next(iter(row.values())): row for row in table(path)}


NAMES = {
    (row["table"], row["name"]): row for row in table(Path(__file__).parent.parent / "names.csv")
}
