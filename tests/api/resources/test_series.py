"""Time series over HTTP."""

import csv
import io
import re

import pytest

LOST = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
LEBANON = "subject=lb-people&place=lb"
KURSK = "metric=settlements-controlled&subject=ua-armed-forces&place=ru-kursk"


def summaries(document: dict) -> list[str]:
    """Each series as ``claimant nature start: value (change) value (change)``."""
    return [
        f"{part['claimant']} {part['nature']} {part['start']}: "
        + " ".join(_point(point) for point in part["points"])
        for part in document["data"]
    ]


def _point(point: dict) -> str:
    change = "" if point["change"] is None else f" ({point['change']:+})"
    return f"{point['value']}{change}"


@pytest.mark.parametrize(
    ("query", "series"),
    [
        (LOST, [
            "ua-general-staff count None: 1270 1380 1200",
            "ua-general-staff total 2022-02-24: 623990 625260 (+1270) 626640 (+1380)",
            "uk-defence-intelligence total 2022-02-24: 610000",
        ]),
        (f"{LOST}&claimant=ua-general-staff&interval=month", [
            "ua-general-staff count None: 3850",
            "ua-general-staff total 2022-02-24: 626640",
        ]),
        (f"{LOST}&claimant=ua-general-staff&end_date=2024-09-08&start_date=2024-09-08", [
            "ua-general-staff count None: 1270",
            "ua-general-staff total 2022-02-24: 625260",
        ]),
        (f"{LOST}&nature=count", ["ua-general-staff count None: 1270 1380 1200"]),
        (f"{LOST}&nature=total&end_date=2024-09-07", [
            "ua-general-staff total 2022-02-24: 623990",
            "uk-defence-intelligence total 2022-02-24: 610000",
        ]),
        (f"metric=killed&{LEBANON}", [
            "lb-public-health-ministry total 2023-10-08: 3754 3961 (+207) 4047 (+86)",
            "lb-public-health-ministry total 2026-03-02: 570 687 (+117)",
        ]),
        (f"metric=wounded&{LEBANON}",
         ["lb-public-health-ministry total 2023-10-08: 16520 16500"]),
        (KURSK, [
            "ru-kursk-governor stock None: 28",
            "ua-commander-in-chief stock None: 74 82 (+8) 93 (+11)",
        ]),
        (f"{KURSK}&claimant=ru-kursk-governor,ua-commander-in-chief&interval=week", [
            "ru-kursk-governor stock None: 28",
            "ua-commander-in-chief stock None: 82 93 (+11)",
        ]),
        (f"{KURSK}&known_at=2024-08-15", [
            "ru-kursk-governor stock None: 28",
            "ua-commander-in-chief stock None: 74 82 (+8)",
        ]),
        (f"{KURSK}&as_of=2026-04-10", []),
        ("metric=killed&subject=ua-civilians&place=ua", ["ohchr count None: 4289 800"]),
        ("metric=killed&subject=ua-civilians&place=ua&known_at=2023-12-31",
         ["ohchr count None: 4154 800"]),
    ],
)  # fmt: skip
def test_a_query_returns_these_series(rivals_client, query, series):
    response = rivals_client.get(f"/v1/series?{query}")
    assert (response.status_code, summaries(response.json)) == (200, series)


def test_counts_are_checked_against_totals(rivals_client):
    assert rivals_client.get(f"/v1/series?{LOST}").json["checks"] == [
        {"totals": ["losses-0001", "losses-0002"], "count": "losses-0003",
         "figures": ["losses-0003"], "difference": 1270, "counted": 1270, "agrees": True},
        {"totals": ["losses-0002", "losses-0005"], "count": "losses-0004",
         "figures": ["losses-0004"], "difference": 1380, "counted": 1380, "agrees": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "gaps"),
    [
        (LOST, [[{"from": "2024-09-10", "to": "2024-09-11"}], [], []]),
        (f"metric=killed&{LEBANON}", [[], []]),
        (KURSK, [[], []]),
    ],
)
def test_gaps_are_listed_by_series(rivals_client, query, gaps):
    data = rivals_client.get(f"/v1/series?{query}").json["data"]
    assert [part["gaps"] for part in data] == gaps


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        (f"metric=wounded&{LEBANON}",
         [None, "the total fell from 16,520 to 16,500; the note of the figure: "
                '"The ministry took people out of its list."']),
        ("metric=killed&subject=ua-civilians&place=ua", [None, "a count is not cumulative"]),
        (f"{KURSK}&claimant=ua-commander-in-chief", [None, None, None]),
    ],
)  # fmt: skip
def test_a_missing_change_has_a_reason(rivals_client, query, reasons):
    [part] = rivals_client.get(f"/v1/series?{query}").json["data"]
    assert [point["reason"] for point in part["points"]] == reasons


def test_a_series_is_available_as_csv(rivals_client):
    text = rivals_client.get(f"/v1/series.csv?{LOST}").text
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = ("claimant", "nature", "start", "id", "value", "change", "change_quantifier")
    gs, count, total = "ua-general-staff", "count", "total"
    assert [tuple(row[name] for name in columns) for row in rows] == [
        (gs, count, "", "losses-0003", "1270", "", ""),
        (gs, count, "", "losses-0004", "1380", "", ""),
        (gs, count, "", "losses-0006", "1200", "", ""),
        (gs, total, "2022-02-24", "losses-0001", "623990", "", ""),
        (gs, total, "2022-02-24", "losses-0002", "625260", "1270", "unqualified"),
        (gs, total, "2022-02-24", "losses-0005", "626640", "1380", "unqualified"),
        ("uk-defence-intelligence", total, "2022-02-24", "losses-0007", "610000", "", ""),
    ]


def test_an_unknown_interval_is_refused(rivals_client):
    response = rivals_client.get(f"/v1/series?{LOST}&interval=fortnight")
    assert response.status_code == 422
    assert response.json["detail"] == (
        "Parameter 'interval': 'fortnight' is not one of day, week, month, year."
    )


SEPTEMBER = f"{LOST}&claimant=ua-general-staff&nature=count&interval=month"
SUM_REASON = "a count is not cumulative; the sum of 3 counts"


def test_a_sum_of_counts_names_its_figures_and_the_missing_days(rivals_client):
    [part] = rivals_client.get(f"/v1/series?{SEPTEMBER}").json["data"]
    assert part["points"] == [
        {"id": None, "period": "2024-09-08/2024-09-12", "period_start": "2024-09-08",
         "period_end": "2024-09-12", "quantifier": "at-least", "value": 3850,
         "value_lower": None, "value_upper": None, "text": "at least 3,850",
         "claimed_on": "2024-09-12", "url": None,
         "change": None, "change_quantifier": None, "reason": SUM_REASON, "operation": "sum",
         "figures": ["losses-0003", "losses-0004", "losses-0006"],
         "missing": [{"from": "2024-09-01", "to": "2024-09-07"},
                     {"from": "2024-09-10", "to": "2024-09-11"},
                     {"from": "2024-09-13", "to": "2024-09-30"}],
         "totals_difference": None, "counted": None},
    ]  # fmt: skip


def test_a_sum_has_the_same_columns_in_csv(rivals_client):
    text = rivals_client.get(f"/v1/series.csv?{SEPTEMBER}").text
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["id"], row["period"], row["quantifier"], row["value"], row["text"]) == (
        "", "2024-09-08/2024-09-12", "at-least", "3850", "at least 3,850",
    )  # fmt: skip
    assert (row["operation"], row["figures"], row["missing"], row["reason"]) == (
        "sum", "losses-0003;losses-0004;losses-0006",
        "2024-09-01/2024-09-07;2024-09-10/2024-09-11;2024-09-13/2024-09-30", SUM_REASON,
    )  # fmt: skip


def test_a_sum_is_drawn_with_its_own_number(rivals_client):
    [point] = rivals_client.get(f"/v1/series.vl.json?{SEPTEMBER}").json["data"]["values"]
    assert (point["value"], point["day"], point["label"], point["hollow"]) == (
        3850, "2024-09-12", "at least 3,850", True,
    )  # fmt: skip


def test_the_page_names_the_figures_of_a_sum(rivals_client):
    page = rivals_client.get(f"/series?{SEPTEMBER}").text
    assert "at least 3,850" in page
    assert (
        '3 figures, <a href="/figures/losses-0003">losses-0003</a> to '
        '<a href="/figures/losses-0006">losses-0006</a>'
    ) in page
    assert "No count for 1 to 7 September 2024, 10 to 11 September 2024" in page


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (f"{KURSK}&nature=count,total",
         "The figures on this question are stocks, not running totals and counts of single "
         "periods"),
        (f"{LOST}&nature=stock",
         "The figures on this question are running totals and counts of single periods, not "
         "stocks"),
        (f"{LOST}&end_date=2020-01-01",
         "No figure of this kind has a period that ends between the days asked for; the periods "
         "on this question end from 7 to 12 September 2024"),
        ("metric=wounded&subject=ua-civilians&place=ua", "No figure answers"),
        (LOST, None),
    ],
)  # fmt: skip
def test_an_empty_series_has_a_reason_in_every_representation(rivals_client, query, reason):
    answer = rivals_client.get(f"/v1/series?{query}")
    assert (answer.status_code, answer.json["reason"], bool(answer.json["data"])) == (
        200, reason, reason is None,
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(rivals_client.get(f"/v1/series.csv?{query}").text)))
    assert bool(rows) is (reason is None)
    if reason:
        assert f"<p>{reason}." in rivals_client.get(f"/series?{query}").text
        title = rivals_client.get(f"/v1/series.vl.json?{query}").json["title"]["text"]
        assert " ".join(title) == reason


def test_a_nature_that_does_not_exist_is_refused(rivals_client):
    response = rivals_client.get(f"/v1/series?{LOST}&nature=counts")
    assert response.status_code == 422
    assert response.json["detail"] == (
        "Parameter 'nature': 'counts' is not a code of a nature; did you mean 'count' (a flow in "
        "its own period, such as a day, a month, or the days of one report)?"
    )


def test_the_page_links_to_the_figures_of_the_same_days(rivals_client):
    page = rivals_client.get(f"/series?{LOST}&start_date=2024-09-08&end_date=2024-09-09").text
    filters = "ends_from=2024-09-08&amp;ends_to=2024-09-09"
    assert f"{LOST.replace('&', '&amp;')}&amp;{filters}" in page
    ids = {"losses-0002", "losses-0003", "losses-0004", "losses-0005"}
    figures = rivals_client.get(f"/v1/figures?{LOST}&{filters.replace('&amp;', '&')}").json["data"]
    assert {row["id"] for row in figures} == ids
    assert set(re.findall(r"/figures/(losses-\d+)\"", page)) >= ids
