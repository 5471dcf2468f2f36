"""Figures that can be looked up at their publisher, as they are served."""

import pytest

TOTALS = "metric=personnel-losses&subject=ru-armed-forces&claimant=ua-general-staff"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("metric=killed&claimant=ucdp&place=ua&on=2022-06-01", ["81,497 (57,695 to 160,762)"]),
        ("metric=residents&place=ua-pokrovsk-hromada&on=2022-01-01", ["81,029"]),
        ("metric=residents&place=ua-pokrovsk&on=2022-01-01", ["60,127"]),
    ],
)
def test_a_publisher_said(curated_client, question, said):
    answer = curated_client.get(f"/v1/figures?{question}&fields=text").json
    assert [row["text"] for row in answer["data"]] == said


@pytest.mark.parametrize(
    ("day", "said"),
    [("2024-08-19", 600470), ("2024-09-07", 623990), ("2024-09-08", 625260)],
)
def test_the_general_staff_said_on_a_day(curated_client, day, said):
    said_then = f"claimed_from={day}&claimed_to={day}&sort=-value&fields=value"
    rows = curated_client.get(f"/v1/losses?{TOTALS}&{said_then}").json["data"]
    assert rows[0] == {"value": said}


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-01-01", "2022-01-01/2022-12-31"),
        ("2010-12-31", "2010-01-01/2010-12-31"),
        ("2010-12-30", "2009-01-01/2009-12-31"),
    ],
)
def test_of_a_count_of_each_year_the_last_is_compared(curated_client, on, said):
    question = "metric=killed&subject=all-parties-and-civilians&place=af"
    answer = curated_client.get(f"/v1/comparisons?{question}&on={on}").json
    assert [(claim["claimant"], claim["period"]) for claim in answer["claims"]] == [("ucdp", said)]


def test_refugees_from_ukraine_at_the_end_of_2023_add_up(curated_client):
    question = "metric=refugees&claimant=unhcr&subject=ua-people&on=2023-12-31"
    answer = curated_client.get(f"/v1/aggregates?op=sum&{question}").json
    assert (answer["value"], answer["quantifier"]) == (5960362, "unqualified")


@pytest.mark.parametrize(
    ("dataset", "least"),
    [("losses", 30_000), ("displacement", 20_000), ("population", 3_000), ("territory", 200)],
)
def test_the_ledgers_cover_the_field(curated_client, dataset, least):
    assert curated_client.get(f"/v1/datasets/{dataset}").json["figures"] >= least
