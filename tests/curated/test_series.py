"""Series of the curated ledgers: ends, natures, sums of counts, and changes that are none."""

import csv
import io

import pytest

GAZA = "metric=killed&subject=gaza-population&place=ps-gaza-strip&claimant=gaza-health-ministry"
TANKS = (
    "metric=tanks-lost&subject=ru-armed-forces&place=theatre-ru-ua&claimant=ua-general-staff"
    "&interval=month&start_date=2022-03-01&end_date=2022-12-31"
)
ORYX = "metric=equipment-lost&subject=ru-armed-forces&place=theatre-ru-ua&claimant=oryx"
OHCHR = "metric=killed&subject=ua-civilians&place=ua&claimant=un-ohchr"
WEST_BANK = "metric=killed&subject=west-bank-population&place=ps-west-bank"
AIRCRAFT = "metric=aircraft-lost&subject=ru-armed-forces&place=theatre-ru-ua"


def table(client, query: str, *columns: str) -> list[tuple[str, ...]]:
    text = client.get(f"/v1/series.csv?{query}").text
    return [
        tuple(row[column] for column in columns) for row in csv.DictReader(io.StringIO(text))
    ]  # fmt: skip


def test_the_ends_of_a_series_hold_for_totals(curated_client):
    rows = table(curated_client, TANKS, "period_end", "value", "change")
    assert len(rows) == 10
    assert rows[0] == ("2022-03-31", "614", "")
    assert rows[-1] == ("2022-12-31", "3029", "115")
    values = curated_client.get(f"/v1/series.vl.json?{TANKS}").json["data"]["values"]
    assert [value["day"] for value in values] == [row[0] for row in rows]


def test_a_month_of_counts_is_their_sum_and_not_the_last_day(curated_client):
    query = f"{GAZA}&nature=count&interval=month&start_date=2025-06-01&end_date=2025-10-31"
    columns = ("period", "text", "operation", "missing", "totals_difference", "counted")
    assert table(curated_client, query, *columns) == [
        ("2025-06-01/2025-06-30", "2,085", "sum", "", "2150", "2085"),
        ("2025-07-01/2025-07-31", "2,877", "sum", "", "3718", "2877"),
        ("2025-08-01/2025-08-31", "2,248", "sum", "", "3210", "2248"),
        ("2025-09-01/2025-09-30", "1,901", "sum", "", "2638", "1901"),
        ("2025-10-01/2025-10-29", "no number", "sum", "2025-10-30/2025-10-31", "2538", "625"),
    ]


def test_a_day_whose_total_disagrees_with_its_count_says_so(curated_client):
    query = f"{GAZA}&interval=day&start_date=2025-08-20&end_date=2025-08-25"
    rows = table(curated_client, query, "nature", "period_end", "value", "change", "reason")
    assert len(rows) == 12
    assert ("total", "2025-08-23", "62622", "359",
            "the claimant's count for these days is 61") in rows  # fmt: skip
    assert ("count", "2025-08-23", "61", "", "a count is not cumulative; the totals before and "
            "after these days differ by 359") in rows  # fmt: skip
    page = curated_client.get(f"/series?{query}").text
    assert "the claimant&#39;s count for these days is 61" in page


def test_a_total_that_was_claimed_earlier_did_not_fall(curated_client):
    rows = table(curated_client, f"{OHCHR}&nature=total&end_date=2022-12-31", "value", "change",
                 "reason")  # fmt: skip
    assert rows[:3] == [
        ("374", "", ""),
        ("227", "", "the figure before was said later, on 18 July 2023; this one was said on "
                    "2 March 2022"),
        ("249", "", "the total before, 227, is below an earlier one, 374 until 28 February 2022; "
                    "a step from it is not a change"),
    ]  # fmt: skip
    assert rows[-2:] == [("3381", "716", ""), ("6884", "3503", "")]


@pytest.mark.parametrize("first", ["2022-03-27", "2022-03-28"])
def test_the_step_out_of_a_misprint_is_no_change(curated_client, first):
    query = f"{ORYX}&start_date={first}&end_date=2022-03-30"
    rows = table(curated_client, query, "value", "change", "reason")
    assert rows[-2:] == [
        ("2085", "", "the total before, 1,115, is below an earlier one, 1,924 until 27 March 2022; "
                     "a step from it is not a change"),
        ("2111", "26", ""),
    ]  # fmt: skip
    if first == "2022-03-27":
        assert rows[1] == (
            "1115", "", "the total fell from 1,924 to 1,115; the source does not say why",
        )  # fmt: skip


def test_a_note_tells_why_a_total_fell(curated_client):
    query = f"{AIRCRAFT}&claimant=ua-general-staff&start_date=2023-10-02&end_date=2023-10-03"
    assert table(curated_client, query, "value", "change", "reason") == [
        ("316", "", ""),
        ("315", "", 'the total fell from 316 to 315; the note of the figure: "The file of '
                    'corrections has -1 for this day; the total contains it already."'),
    ]  # fmt: skip


def test_flash_and_verified_totals_are_not_connected(curated_client):
    query = f"{WEST_BANK}&nature=total&start_date=2024-11-12&end_date=2024-11-26"
    assert table(curated_client, query, "verification", "period_end", "value", "change") == [
        ("unverified", "2024-11-18", "755", ""),
        ("unverified", "2024-11-25", "764", "9"),
        ("verified", "2024-11-12", "739", ""),
        ("verified", "2024-11-13", "741", "2"),
    ]
