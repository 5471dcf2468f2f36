"""Served figures that a reader can look up at their publisher."""

import pytest

TOTALS = "metric=personnel-losses&subject=ru-armed-forces&claimant=ua-general-staff"


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("metric=killed&claimant=ucdp&place=ua&on=2022-06-01", ["81,497 (57,695 to 160,762)"]),
        ("metric=residents&place=ua-pokrovsk-hromada&on=2022-01-01", ["81,029"]),
        ("metric=residents&place=ua-pokrovsk&on=2022-01-01", ["60,127"]),
    ],
)
def test_a_figure_has_the_number_of_its_publisher(curated_client, query, texts):
    page = curated_client.get(f"/v1/figures?{query}&fields=text").json
    assert [row["text"] for row in page["data"]] == texts


@pytest.mark.parametrize(
    ("day", "value"),
    [("2024-08-19", 600470), ("2024-09-07", 623990), ("2024-09-08", 625260)],
)
def test_the_general_staff_claimed_a_total_on_a_day(curated_client, day, value):
    query = f"claimed_from={day}&claimed_to={day}&sort=-value&fields=value"
    rows = curated_client.get(f"/v1/losses?{TOTALS}&{query}").json["data"]
    assert rows[0] == {"value": value}


@pytest.mark.parametrize(
    ("on", "period"),
    [
        ("2026-01-01", "2022-01-01/2022-12-31"),
        ("2010-12-31", "2010-01-01/2010-12-31"),
        ("2010-12-30", "2009-01-01/2009-12-31"),
    ],
)
def test_a_comparison_uses_the_latest_yearly_count(curated_client, on, period):
    question = "metric=killed&subject=all-parties-and-civilians&place=af"
    comparison = curated_client.get(f"/v1/comparisons?{question}&on={on}").json
    claims = [(claim["claimant"], claim["period"]) for claim in comparison["claims"]]
    assert claims == [("ucdp", period)]


def test_refugees_from_ukraine_at_the_end_of_2023_add_up(curated_client):
    question = "metric=refugees&claimant=unhcr&subject=ua-people&on=2023-12-31"
    total = curated_client.get(f"/v1/aggregates?op=sum&{question}").json
    assert (total["value"], total["quantifier"]) == (5960362, "unqualified")


@pytest.mark.parametrize(
    ("dataset", "min_figures"),
    [("losses", 30_000), ("displacement", 20_000), ("population", 3_000), ("territory", 200)],
)
def test_every_dataset_has_a_minimum_of_figures(curated_client, dataset, min_figures):
    assert curated_client.get(f"/v1/datasets/{dataset}").json["figures"] >= min_figures
