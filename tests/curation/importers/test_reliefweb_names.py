"""The table of ReliefWeb's names, held against the words of the names and the reference tables."""

import csv
import re
from pathlib import Path

import pytest

from datasets.curation.importers.reliefweb.names import figure_name
from datasets.curation.ledger_files import DatasetsFolder

TABLE = Path("datasets/curation/importers/reliefweb/names.csv")
WITH_ASYLUM = re.compile(r" (&|and) As[uylm]+-?[ -]?[Ss]eekers?\b")
REFUGEES = re.compile(r"(Estimated )?(?P<people>[\w. ]+?) Refugees in (the )?(?P<place>[\w ]+)")
PEOPLE = {
    "Burundian": "bi", "CAR": "cf", "Cameroonian": "cm", "DRC": "cd", "Eritrean": "er",
    "Ethiopian": "et", "Iraqi": "iq", "Malian": "ml", "Myanmar": "mm", "Nigerian": "ng",
    "S. Sudanese": "ss", "Somali": "so", "Sudanese": "sd", "Syrian": "sy", "Ukrainian": "ua",
    "Yemeni": "ye",
}  # fmt: skip
PLACES = {
    "Bulgaria": "bg", "Burundi": "bi", "CAR": "cf", "Cameroon": "cm", "Chad": "td",
    "Czech Republic": "cz", "DRC": "cd", "Egypt": "eg", "Ethiopia": "et", "Iraq": "iq",
    "Jordan": "jo", "Kenya": "ke", "Lebanon": "lb", "Niger": "ne", "Nigeria": "ng",
    "Poland": "pl", "Republic of Congo": "cg", "Russian Federation": "ru", "Slovakia": "sk",
    "Somalia": "so", "South Sudan": "ss", "Sudan": "sd", "Turkey": "tr", "Uganda": "ug",
    "Yemen": "ye", "Zambia": "zm",
}  # fmt: skip
# UNHCR counts the refugees from Ukraine apart from asylum seekers; the government counts in Niger.
COUNTED_ALONE = re.compile(r"Ukrainian Refugees in .*|Malian Refugees in Niger")


@pytest.fixture(scope="module")
def names() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_name_has_a_meaning_or_a_reason_and_never_both(names: list[dict[str, str]]) -> None:
    meaning = ("metric", "subject", "place", "period", "basis")
    for row in names:
        filled = [bool(row[column]) for column in meaning]
        assert all(filled) if not row["left_out"] else not any(filled), row["figure_name"]


def test_refugees_from_a_country_in_a_country_are_those_people_at_that_place(
    names: list[dict[str, str]],
) -> None:
    checked = 0
    for row in names:
        match = REFUGEES.fullmatch(WITH_ASYLUM.sub("", row["figure_name"]))
        if match and match["people"] in PEOPLE and match["place"] in PLACES and row["metric"]:
            both = WITH_ASYLUM.search(row["figure_name"])
            is_alone = COUNTED_ALONE.fullmatch(row["figure_name"])
            alone = "refugees" if is_alone else "refugees-perhaps-with-asylum-seekers"
            assert (row["metric"], row["subject"], row["place"]) == (
                "refugees-and-asylum-seekers" if both else alone,
                f"{PEOPLE[match['people']]}-people",
                PLACES[match["place"]],
            )
            checked += 1
    assert checked == 73


def test_people_whom_the_name_does_not_call_civilians_or_internally_displaced_are_people(
    names: list[dict[str, str]],
) -> None:
    named = {
        row["figure_name"]: row["subject"]
        for row in names
        if re.search(r"\bPeople\b", row["figure_name"]) and row["metric"]
    }
    assert named["Displaced People (per year)"] == "{crisis}-population"
    assert [name for name, subject in named.items() if subject.endswith("-civilians")] == []


def test_per_month_and_per_year_are_periods_and_never_moments(names: list[dict[str, str]]) -> None:
    for row in names:
        for word in ("month", "year"):
            if f"per {word}" in row["figure_name"] and row["metric"]:
                assert row["period"] == word, row["figure_name"]


def test_food_disease_weather_and_plans_are_left_out(names: list[dict[str, str]]) -> None:
    pattern = re.compile(
        r"cholera|measles|malaria|ebola|malnutrition|malnourish|food|drought|flood|cyclone"
        r"|earthquake|natural disaster|in need\b|targeted|venezuela",
        re.IGNORECASE,
    )
    named = [row for row in names if pattern.search(row["figure_name"])]
    assert [row["figure_name"] for row in named if not row["left_out"]] == []


def test_the_metrics_and_places_of_the_table_are_those_of_the_reference_tables(
    names: list[dict[str, str]], curated_folder: DatasetsFolder
) -> None:
    metrics = set(curated_folder.references["metrics"].frame["metric_id"])
    places = set(curated_folder.references["places"].frame["place_id"]) | {"{crisis}"}
    meant = [row for row in names if not row["left_out"]]
    assert {row["metric"] for row in meant} - metrics == set()
    assert {row["place"] for row in meant} - places == set()


def test_a_meaning_of_one_crisis_goes_before_that_of_all() -> None:
    burundi, mali = figure_name("IDPs", "BDI"), figure_name("IDPs", "MLI")
    assert burundi
    assert burundi.left_out == "displaced mostly by disasters, as IOM counts in Burundi"
    assert mali
    assert (mali.metric, mali.at("ml")) == ("displaced", ("ml-civilians", "ml"))
    assert figure_name("Goats", "MLI") is None
