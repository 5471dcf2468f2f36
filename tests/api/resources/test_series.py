"""Time series over HTTP."""

import csv
import io

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
            "ua-general-staff count None: 1200",
            "ua-general-staff total 2022-02-24: 626640",
        ]),
        (f"{LOST}&claimant=ua-general-staff&end_date=2024-09-08&start_date=2024-09-08", [
            "ua-general-staff count None: 1270",
            "ua-general-staff total 2022-02-24: 625260 626640 (+1380)",
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
         "difference": 1270, "counted": 1270, "agrees": True},
        {"totals": ["losses-0002", "losses-0005"], "count": "losses-0004",
         "difference": 1380, "counted": 1380, "agrees": True},
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
         [None, "The total decreased from 16,520 (losses-0015) to 16,500 (losses-0016): the "
                "claimant revised or restarted the count."]),
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
