"""The two clocks over HTTP: the table of the model, on one figure with four rows."""

import pytest

from tests.row_labels import short

VALUES = {"L2": 100, "L2.2": 110, "L2.3": 90, "L2.4": 90}

# clocks, row in the list, row at its own address
VINTAGES = [
    ("as_of=2024-08-31", "", None),
    ("as_of=2024-09-02", "L2", "L2"),
    ("as_of=2024-09-06", "L2.2", "L2.2"),
    ("as_of=2024-09-12", "L2.3", "L2.3"),
    ("as_of=2024-09-20", "", "L2.4"),
    ("", "", "L2.4"),
    ("known_at=2024-08-29", "", None),
    ("known_at=2024-09-01", "L2.2", "L2.2"),
    ("known_at=2024-09-12", "L2.3", "L2.3"),
    ("known_at=2024-09-19", "", "L2.4"),
    ("as_of=2024-09-06&known_at=2024-09-12", "L2.2", "L2.2"),
]


@pytest.mark.parametrize(("clocks", "row", "_alone"), VINTAGES)
def test_a_list_shows_the_requested_vintage(client, clocks, row, _alone):
    rows = client.get(f"/v1/losses?source={SOURCES}&{clocks}".rstrip("&")).json["data"]
    assert short(rows) == row
    assert [row["value"] for row in rows] == [VALUES[name] for name in row.split()]


SOURCES = ",".join(
    f"general-staff-2024-{day}" for day in ("08-30", "09-09", "09-19")
)  # where its four rows were read


@pytest.mark.parametrize(("clocks", "_row", "alone"), VINTAGES)
def test_a_figure_shows_the_requested_vintage(client, clocks, _row, alone):
    response = client.get(f"/v1/figures/losses-0002?{clocks}")
    assert response.status_code == (200 if alone else 404)
    assert (short([response.json]) if alone else None) == alone


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_a_file_shows_the_same_vintage(client, ending):
    address = f"/v1/losses.{ending}?source={SOURCES}&fields=value&as_of=2024-09-06"
    texts = {"csv": "value\r\n110\r\n", "ndjson": '{"value":110}\n'}
    assert client.get(address).text == texts[ending]


def test_a_row_does_not_depend_on_the_question(client):
    alone = client.get("/v1/figures/losses-0002?as_of=2024-09-06").json
    [listed] = client.get(f"/v1/losses?source={SOURCES}&known_at=2024-09-01").json["data"]
    history = client.get("/v1/losses?history=true&metric=killed&sort=id").json["data"]
    assert alone == listed == history[1]
    assert alone["superseded_on"] == "2024-09-10"


def test_a_citation_stays_what_it_was_when_the_ledger_grows(client):
    """A query as of a day returns the same rows, whatever was recorded since."""
    answered = client.get("/v1/figures?as_of=2024-08-21&sort=id&fields=id,revision,value").json
    assert [tuple(row.values()) for row in answered["data"]] == [
        ("evacuations-0001", 1, 1),
        ("evacuations-0002", 1, 121000),
        ("losses-0001", 1, 600000),
        ("population-0001", 1, 53000),
        ("population-0002", 1, 53000),
        ("territory-0001", 1, 1250),
        ("territory-0002", 1, 92),
        ("territory-0003", 1, 9.5),
    ]
