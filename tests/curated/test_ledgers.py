"""The curated ledgers as served, compared with their files read by the csv module alone."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from datasets.curation.validation.context import ValidationContext
from datasets.curation.validation.rules import findings
from datasets.model.hedges import HEDGES

COPIED_COLUMNS = (
    "change", "metric", "subject", "place", "period", "quantifier", "claimant", "claimed_on", "via",
    "source", "basis", "verification", "derived_from", "wording", "note", "recorded_on",
)  # fmt: skip
NUMBERS = ("value", "value_lower", "value_upper")


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def by_id(path: Path) -> dict[str, dict[str, str]]:
    return {next(iter(line.values())): line for line in lines(path)}


@pytest.fixture(scope="module")
def ledger_rows(curated) -> list[dict[str, str]]:
    """Every ledger row with those served columns whose values are in a CSV file."""
    actors, metrics, places, sources = (
        by_id(curated / "reference" / f"{name}.csv")
        for name in ("actors", "metrics", "places", "sources")
    )
    rows = []
    for path in sorted((curated / "ledgers").glob("*.csv")):
        for line in lines(path):
            metric, source = metrics[line["metric"]], sources[line["source"]]
            rows.append(
                {
                    "id": line["figure_id"],
                    "revision": line["revision"],
                    "dataset": path.stem,
                    **{name: line[name] for name in COPIED_COLUMNS},
                    **{name: line[name] and str(float(line[name])) for name in NUMBERS},
                    "metric_name": metric["name"],
                    "unit": metric["unit"],
                    "kind": metric["kind"],
                    "subject_name": actors[line["subject"]]["name"],
                    "claimant_name": actors[line["claimant"]]["name"],
                    "place_name": places[line["place"]]["name"],
                    "country": places[line["place"]]["iso3"],
                    "publisher": source["publisher"],
                    "publisher_name": actors[source["publisher"]]["name"],
                    "published": source["published"],
                    "url": source["url"],
                    "archive_url": source["archive_url"],
                }
            )
    return sorted(rows, key=key)


@pytest.fixture(scope="module")
def served_rows(curated_client) -> list[dict]:
    text = curated_client.get("/v1/figures.ndjson?history=true").text
    return sorted((json.loads(line) for line in text.splitlines()), key=key)


def key(row) -> tuple[str, int]:
    return row["id"], int(row["revision"])


def as_text(name: str, value: object) -> str:
    if value is None:
        return ""
    return str(float(value)) if name in NUMBERS else str(value)


def test_every_served_row_equals_its_ledger_row(ledger_rows, served_rows):
    derived = {
        "statement",
        "period_start",
        "period_end",
        "text",
        "stance",
        "superseded_on",
        "nature",
    }
    assert set(served_rows[0]) == set(ledger_rows[0]) | derived
    plain = [{name: as_text(name, row[name]) for name in ledger_rows[0]} for row in served_rows]
    assert plain == ledger_rows


def test_a_superseded_row_has_the_day_of_its_successor(ledger_rows, served_rows):
    recorded_on = {key(row): row["recorded_on"] for row in ledger_rows}
    for row in served_rows:
        assert row["superseded_on"] == recorded_on.get((row["id"], row["revision"] + 1))


def test_the_ledgers_have_no_findings(curated_folder):
    today = datetime.now(UTC).date()
    assert [
        str(finding) for finding in findings(ValidationContext(curated_folder, None, today))
    ] == []


def test_no_outlet_has_the_name_or_the_other_name_of_another(curated):
    outlets = [row for row in lines(curated / "reference" / "actors.csv") if row["kind"] == "media"]
    owners = {row["name"].casefold(): row["actor_id"] for row in outlets}
    assert len(owners) == len(outlets)
    for row in outlets:
        for name in filter(None, row["aka"].casefold().split(";")):
            assert owners.get(name.strip(), row["actor_id"]) == row["actor_id"]


def test_there_are_at_least_200_figures_of_at_least_40_claimants(curated_client):
    lines = curated_client.get("/v1/figures.ndjson?fields=id,claimant").text.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) >= 200
    assert len({row["claimant"] for row in rows}) >= 40


@pytest.mark.parametrize(
    "dataset", ["losses", "evacuations", "displacement", "population", "territory"]
)
def test_the_example_of_every_dataset_returns_figures(curated, curated_client, dataset):
    descriptor = json.loads((curated / "datapackage.json").read_text(encoding="utf-8"))
    [resource] = [item for item in descriptor["resources"] if item["name"] == dataset]
    response = curated_client.get(f"/v1/{dataset}", query_string=resource["example"])
    assert (response.status_code, response.json["meta"]["total"] > 0) == (200, True)


def test_the_hedges_of_every_language_of_a_source_are_known(curated):
    """A hedge in another language would pass V35 and V36 unread."""
    languages = {line["language"] for line in lines(curated / "reference" / "sources.csv")}
    assert languages - set(HEDGES) == set()
