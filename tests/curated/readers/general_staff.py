"""The totals of Ukraine's General Staff, read a second time with the json module."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.curated.readers.raw import UNSAID, Row

SOURCE = "war-dataset-2022-2026-08-08-"
PERSONNEL = {"personnel": "personnel-losses"}
EQUIPMENT = {
    "aircraft": "aircraft-lost",
    "helicopter": "helicopters-lost",
    "tank": "tanks-lost",
    "APC": "armoured-vehicles-lost",
    "field artillery": "artillery-systems-lost",
    "MRL": "rocket-launchers-lost",
    "anti-aircraft warfare": "air-defence-systems-lost",
    "drone": "drones-lost",
    "cruise missiles": "cruise-missiles-lost",
    "naval ship": "ships-lost",
    "submarines": "submarines-lost",
    "military auto": "military-vehicles-lost",
    "fuel tank": "fuel-tanks-lost",
    "vehicles and fuel tanks": "vehicles-lost",
    "mobile SRBM system": "ballistic-missile-systems-lost",
    "special equipment": "special-equipment-lost",
    "ground robotic systems": "ground-robots-lost",
}
NO_NUMBERS_OF_THE_STAFF = {"date", "day", "greatest losses direction", "POW", "personnel*"}
HEDGES = {"about": "approximately", "more": "more-than", None: "unqualified"}


def rows(data: Path) -> Iterator[Row]:
    """Every number of the two files of totals as columns of a ledger."""
    folder = data / "ua-general-staff-claims"
    corrected = {
        (day["date"], column): step
        for day in json.loads((folder / "russia_losses_equipment_correction.json").read_text())
        for column, step in day.items()
        if column in {**PERSONNEL, **EQUIPMENT} and step
    }
    for content, metrics in (("personnel", PERSONNEL), ("equipment", EQUIPMENT)):
        for day in json.loads((folder / f"russia_losses_{content}.json").read_text()):
            assert set(day) <= {*metrics, *NO_NUMBERS_OF_THE_STAFF}, day
            for column in metrics:
                if day.get(column) is not None:
                    step = corrected.get((day["date"], column), "")
                    yield number(day, column, metrics[column], str(step)) | {
                        "source": SOURCE + content
                    }


def number(day: dict[str, str], column: str, metric: str, noted: str) -> Row:
    hedge = day.get(f"{column}*")
    hedge_cell = f"; {column}* {hedge}" if hedge else ""
    return UNSAID | {
        "metric": metric,
        "subject": "ru-armed-forces",
        "place": "theatre-ru-ua",
        "period": f"2022-02-24/{day['date']}",
        "quantifier": HEDGES[hedge],
        "value": str(day[column]),
        "claimant": "ua-general-staff",
        "claimed_on": day["date"],
        "basis": "stated",
        "wording": f"date {day['date']}; {column} {day[column]}{hedge_cell}",
        "noted": noted,
    }
