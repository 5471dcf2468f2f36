"""ReliefWeb's crisis figures, read a second time with the csv module.

What a name counts is taken from the importer's table; tests/curation/importers/test_reliefweb_names
holds that table against the words of the names.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.curated.readers.raw import place_of_country

Row = dict[str, str]

SOURCE = "reliefweb-crisis-figures-"
REPOSITORY = Path(__file__).parents[3]
NAMES = REPOSITORY / "datasets/curation/importers/reliefweb/names.csv"
LEDGERS = REPOSITORY / "datasets/ledgers"
FILES = {
    "2018-07-03": "older_edition_crisis_figures.csv",
    "2020-03-17": "latest_figures_2020-04.csv",
    "2021-02-14": "figures_2021-02.csv",
    "2023-07-29": "latest_figures_2023-07.csv",
}
CLAIMANTS = {
    "CCCM Cluster": "cccm-cluster",
    "CMP": "cf-cmp",
    "Government of Lebanon": "lb-government",
    "Government of Mali": "ml-government",
    "Government of Niger": "ne-government",
    "Government of Ukraine": "ua-government",
    "Insecurity Insight": "insecurity-insight",
    "OCHA": "un-ocha",
    "OHCHR": "un-ohchr",
    **{name: name.lower() for name in ("IDMC", "IOM", "ISCG", "UNAMA", "UNAMI", "UNHCR")},
    **{name: name.lower() for name in ("UNICEF", "UNMISS", "UNRWA", "UNSMIL", "WHO")},
}
# Numbers that a person judged to be slips, or to count something else than their name says.
DOUBTFUL = {"23250000", "258541", "756000", "91539"}
QUESTION = ("claimant", "metric", "subject", "place", "period")


def rows(data: Path) -> Iterator[Row]:
    """Every claim of the files as columns of a ledger: the first file that has it."""
    known = recorded_before()
    values: dict[tuple[str, ...], str] = {}
    for published, file in FILES.items():
        for row in claims(data / "reliefweb-crisis-figures" / file, published):
            question = tuple(row[name] for name in QUESTION)
            if question in known or values.get(question) == row["value"]:
                continue
            values[question] = row["value"]
            yield row


def claims(path: Path, published: str) -> Iterator[Row]:
    names = {(row["figure_name"], row["crisis"]): row for row in table(NAMES)}
    countries = place_of_country()
    for crisis, printed, source, value, day, url in cells(path):
        name = " ".join(printed.split())
        meaning = names.get((name, crisis)) or names[name, ""]
        is_dated = is_day(day) and day <= published
        if meaning["left_out"] or not is_dated or value == "0" or value in DOUBTFUL:
            continue
        place = countries[crisis]
        yield {
            "source": SOURCE + published,
            "metric": meaning["metric"],
            "subject": meaning["subject"].replace("{crisis}", place),
            "place": meaning["place"].replace("{crisis}", place),
            "period": period(meaning["period"], day),
            "quantifier": "unqualified",
            "value": value,
            "value_lower": "",
            "value_upper": "",
            "claimant": CLAIMANTS[source],
            "claimed_on": published,
            "via": "",
            "derived_from": "",
            "basis": meaning["basis"],
            "verification": "unstated",
            "noted": f"{url}, and not its day",
        }


def cells(path: Path) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Crisis, name, source, value, day and address of each row whose source the file names."""
    rows = table(path)
    if "figure_url" in rows[0]:
        for row in rows:
            yield (
                row["crisis_iso3"], row["figure_name"], row["figure_source"],
                row["figure_value"], row["figure_date"], row["figure_url"],
            )  # fmt: skip
        return
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["edition"] == "tablet":
            series.setdefault((row["iso3"], row["figure_name"]), []).append(row)
    for (crisis, name), figures in series.items():
        newest = max(row["date_iso"] for row in figures)
        last = [row for row in figures if row["date_iso"] == newest]
        if len(last) == 1 and last[0]["source_of_latest"]:
            row = last[0]
            yield crisis, name, row["source_of_latest"], row["value"], newest, row["url"]


def period(kind: str, day: str) -> str:
    if kind == "day":
        return day
    starts = {"year": day[:4] + "-01-01", "month": day[:7] + "-01", "until": ""}
    return f"{starts[kind] if kind in starts else kind.split()[1]}/{day}"


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def recorded_before() -> set[tuple[str, ...]]:
    """The questions that other documents answer in rows before the first row of these files."""
    questions = set()
    for path in LEDGERS.glob("*.csv"):
        for row in table(path):
            if row["source"].startswith(SOURCE):
                break
            questions.add(tuple(row[name] for name in QUESTION))
    return questions


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
