"""The Economist's files, read a second time with the csv module and tables made by hand."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

SOURCE = "the-economist-2026-08-22"
METRICS = {"casualties": "killed-or-wounded", "deaths": "killed"}
SUBJECTS = {"russia": "ru-armed-forces", "ukraine": "ua-armed-forces"}
CLAIMANTS = {
    "BBC Russia": "bbc-russian",
    "CIA": "us-cia",
    "CSIS": "csis",
    "The Centre for Strategic and International Studies": "csis",
    "Dutch Military Intelligence and Security Service (MIVD)": "nl-mivd",
    "Excess deaths estimate (D. Kobak)": "excess-mortality-study",
    "French foreign minister": "fr-foreign-minister",
    "IISS": "iiss",
    "Mediazona; Meduza": "meduza-and-mediazona",
    "Mediazona; Meduza (cumulative)": "meduza-and-mediazona",
    "NATO nations (via NYT)": "nato-states-unnamed",
    "NATO officials (via WP)": "nato-official-unnamed",
    "NATO officials (via media24)": "nato-official-unnamed",
    "Office of the President of Ukraine": "ua-president-office",
    "Pentagon leak": "us-leaked-assessment",
    "Russian Ministry of Defense": "ru-ministry-of-defence",
    "The Memory Book": "memory-book",
    "UAlosses": "ualosses",
    "UK Foreign ministry": "uk-foreign-office",
    "UK Ministry of Defence": "uk-ministry-of-defence",
    "UK MoD": "uk-ministry-of-defence",
    "US DoD": "us-department-of-defense",
    "US officials (via NYT)": "us-officials-unnamed",
    "US officials (via The Economist)": "us-officials-unnamed",
    "Ukrainian estimate (leak via WSJ)": "ua-leaked-estimate",
    "Western intelligence agencies (via WSJ)": "western-intelligence-unnamed",
}
OUTLETS = {
    "via NYT)": "new-york-times",
    "via WP)": "washington-post",
    "via WSJ)": "wall-street-journal",
    "via media24)": "united24-media",
}
MODELLED = ("Excess deaths estimate", "Mediazona; Meduza")
# By line of estimates.csv, as read by eye in the addresses and the pages behind them.
LEFT_OUT = {
    *(2, 7),  # General Staff of Ukraine
    *(8, 63, 64, 73, 80, 82, 83, 88, 90, 91, 100, 114),  # one end without a hedge
    85,  # a private person
    *(65, 96, 106),  # recorded from another document: losses-0081, losses-0073, losses-0075
}
HEDGES = {10: "approximately", 44: "more-than", 60: "more-than", 118: "approximately"}
# The lecture of GCHQ's director, which the list gives under the ministry's name.
SPEAKERS = {118: "uk-gchq"}
# By line, the outlet whose article the address is.
RELAYS = {
    **dict.fromkeys((10, 11), "reuters"),
    22: "ukrinform",
    **dict.fromkeys((24, 25, 26, 27), "new-york-times"),
    44: "euromaidan-press",
    3: "tass",
    **dict.fromkeys((58, 59), "france-24"),
    79: "uk-defence-journal",
    86: "msn",
}
PERIOD_ENDS = {81: "2024-09-17", 102: "2022-03-23", 103: "2022-03-23"}
DAYS = {
    **dict.fromkeys((20, 34), "2023-07-12"),
    **dict.fromkeys((24, 25, 26, 27), "2023-04-08"),
    44: "2023-11-18",
    **dict.fromkeys((45, 46), "2023-12-04"),
    **dict.fromkeys((48, 49, 53, 94, 101), "2025-07-03"),
    77: "2024-11-19",
    81: "2024-09-17",
    89: "2025-02-28",
    **dict.fromkeys((102, 103), "2022-03-24"),
    107: "2025-11-04",
    **dict.fromkeys((108, 109, 110, 111), "2026-01-27"),
    **dict.fromkeys((115, 116), "2026-04-21"),
    **dict.fromkeys((120, 121, 122, 123), "2026-07-09"),
}
COMPUTED_BY_THE_OUTLET = {94, 101}
# By line, the phrase of the address that print the number.
ADDRESS_PHRASES = {
    10: "some-15000",
    44: "over-30000",
    58: "estimates-that-150-000",
    60: "over-465000",
    79: "700000",
    86: "700-000",
}
# The day of losses-0084 and losses-0085.
READ_BY_HAND = "2024-08-20"


def rows(data: Path) -> Iterator[dict[str, str]]:
    """Every claim of the files as columns of a ledger."""
    folder = data / "economist-casualties"
    yield from list_rows(folder / "estimates.csv")
    yield from month_rows(folder / "uk_mod_monthly.csv")
    for type_ in METRICS:
        yield from model_rows(folder / f"meta-estimate-{type_}.csv", type_)
    yield from area_rows(folder / "area_assessed_as_controlled_by_russia.csv")


def list_rows(path: Path) -> Iterator[dict[str, str]]:
    for line, row in enumerate(table(path), 2):
        if line in LEFT_OUT or "1876584633103507960" in row["source_url"]:
            continue
        day = "-".join(part.zfill(2) for part in reversed(row["date"].split("/")))
        low, high, best = (
            row[name].replace(",", "") for name in ("estimate_low", "estimate_high", "estimate")
        )
        outlet = line in COMPUTED_BY_THE_OUTLET
        yield {
            "source": f"{SOURCE}-claims",
            "metric": METRICS[row["type"]],
            "subject": SUBJECTS[row["country"]],
            "place": "theatre-ru-ua",
            "period": f"2022-02-24/{PERIOD_ENDS.get(line, day)}",
            **number(low, high, best, HEDGES.get(line, "unqualified")),
            "claimant": "the-economist" if outlet else speaker(line, row),
            "claimed_on": DAYS.get(line, day),
            "derived_from": "ualosses" if outlet else british_source(row),
            **origin(line, row),
        }


def speaker(line: int, row: dict[str, str]) -> str:
    return SPEAKERS.get(line) or CLAIMANTS[row["source"].strip()]


def origin(line: int, row: dict[str, str]) -> dict[str, str]:
    """How the number came to the list, and the cells that state it."""
    label = row["source"].strip()
    phrase = ADDRESS_PHRASES.get(line, "")
    is_estimate = label.startswith("Ukrainian estimate") or phrase.startswith("estimates-")
    bounds = ("estimate_low", "estimate_high", "estimate")
    cells = (
        f"date {row['date']}",
        *(f"{name} {row[name]}" for name in bounds if row[name]),
        *(row["type"], row["country"], label, phrase),
    )
    return {
        "via": RELAYS.get(line)
        or next((outlet for end, outlet in OUTLETS.items() if label.endswith(end)), ""),
        "basis": (
            "modelled" if label.startswith(MODELLED) else "estimated" if is_estimate else "stated"
        ),
        "verification": "unstated",
        "wording": "; ".join(cell for cell in cells if cell),
    }


def british_source(row: dict[str, str]) -> str:
    """The General Staff, whose total the ministry repeats where it gives no range."""
    is_range = row["estimate_low"] and row["estimate_high"]
    is_total = row["type"] == "casualties" and not is_range
    is_british = CLAIMANTS[row["source"].strip()] == "uk-ministry-of-defence"
    return "ua-general-staff" if is_british and is_total else ""


def number(low: str, high: str, best: str, hedge: str) -> dict[str, str]:
    is_range = bool(low and high)
    return {
        "quantifier": "between" if is_range and not best else hedge,
        "value": best or ("" if is_range else low or high),
        "value_lower": low if is_range else "",
        "value_upper": high if is_range else "",
    }


def month_rows(path: Path) -> Iterator[dict[str, str]]:
    for row in table(path):
        day, month, year = map(int, row["date (at beginning of next month)"].split("/"))
        end = date(year, month, day) - timedelta(days=1)
        status = re.search(r"status/(\d+)", row["source_url"])
        assert status is not None
        seconds = ((int(status[1]) >> 22) + 1288834974657) / 1000
        yield {
            "source": f"{SOURCE}-uk-monthly",
            "metric": "killed-or-wounded-per-day",
            "subject": "ru-armed-forces",
            "place": "theatre-ru-ua",
            "period": f"{end.replace(day=1)}/{end}",
            "quantifier": "unqualified",
            "value": row["casualties (average daily losses)"],
            "value_lower": "",
            "value_upper": "",
            "claimant": "uk-ministry-of-defence",
            "claimed_on": str(datetime.fromtimestamp(seconds, UTC).date()),
            "derived_from": "ua-general-staff",
            "via": "",
            "basis": "stated",
            "verification": "unstated",
            "wording": f"{row['month']} {row['year']}; casualties (average daily losses) "
            f"{row['casualties (average daily losses)']}",
        }


def model_rows(path: Path, type_: str) -> Iterator[dict[str, str]]:
    estimates = [row for row in table(path) if row["estimate"] != "NA"]
    for row in estimates:
        if is_recorded(row["date"], estimates) or row["date"] == READ_BY_HAND:
            yield outlet_columns(type_) | {
                "metric": METRICS[type_],
                "subject": "ru-armed-forces",
                "place": "theatre-ru-ua",
                "period": f"2022-02-24/{row['date']}",
                "value": str(round(float(row["estimate"]))),
                "value_lower": str(round(float(row["pi_low"]))),
                "value_upper": str(round(float(row["pi_high"]))),
                "derived_from": "",
                "basis": "modelled",
                "wording": model_wording(row),
            }


def model_wording(row: dict[str, str]) -> str:
    """The cells of the row as the file prints them."""
    cells = (f"; {name} {row[name]}" for name in ("estimate", "pi_low", "pi_high"))
    return f"date {row['date']}" + "".join(cells)


def area_rows(path: Path) -> Iterator[dict[str, str]]:
    days = table(path)
    for row in days:
        if is_recorded(row["date"], days):
            km2 = round(float(row["area_assessed_as_russia_controlled"]) / 1_000_000, 1)
            yield outlet_columns("area") | {
                "metric": "area-controlled",
                "subject": "ru-armed-forces",
                "place": "ua",
                "period": row["date"],
                "value": f"{km2:.1f}".removesuffix(".0"),
                "value_lower": "",
                "value_upper": "",
                "derived_from": "isw",
                "basis": "stated",
                "wording": f"date {row['date']}; area_assessed_as_russia_controlled "
                f"{row['area_assessed_as_russia_controlled']}",
            }


def outlet_columns(file: str) -> dict[str, str]:
    return {
        "source": f"{SOURCE}-{file}",
        "quantifier": "unqualified",
        "claimant": "the-economist",
        "claimed_on": "2026-08-22",
        "via": "",
        "verification": "unstated",
    }


def is_recorded(day: str, rows_of_file: list[dict[str, str]]) -> bool:
    """Sundays and the newest day."""
    newest = max(row["date"] for row in rows_of_file)
    return date.fromisoformat(day).isoweekday() == 7 or day == newest


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
