"""Comparisons of the curated claims: which are comparable, and how far they are apart."""

import csv
from itertools import groupby

import pytest

from datasets.claims.comparisons import COMPARABLE

LEFT_IN_POKROVSK = "metric=remaining-residents&subject=ua-residents&place=ua-pokrovsk"
RUSSIANS = "subject=ru-armed-forces&place=theatre-ru-ua"


def comparison(client, query: str) -> dict:
    response = client.get(f"/v1/comparisons?{query}")
    assert response.status_code == 200
    return response.json


def claims_of(document: dict) -> list[str]:
    return [f"{row['claimant']} {row['text']}" for row in document["claims"]]


@pytest.mark.parametrize(
    ("query", "claims", "reason"),
    [
        # claims of August 2024, March 2025 and October 2025
        (f"{LEFT_IN_POKROVSK}&on=2025-10-29",
         ["ap 53,000",
          "ua-donetsk-oblast-administration 1,787",
          "ua-donetsk-oblast-administration-head 1,256",
          "ua-pokrovsk-city-administration-head more than 3,000"],
         "No period of another claimant ends within 7 days of the newest (Head of the Donetsk "
         "Oblast Military Administration, until 29 October 2025)."),
        # a population of January 2022 and one of December 2024
        ("metric=residents&subject=ua-residents&place=ua",
         ["ua-state-statistics-service 41,167,335", "world-bank 37,860,221"],
         "No period of another claimant ends within 7 days of the newest (World Bank, until "
         "31 December 2024)."),
        # the media office stopped in December 2023
        ("metric=killed&subject=gaza-population&place=ps-gaza-strip&on=2024-12-31",
         ["gaza-health-ministry 45,541", "gaza-media-office 18,800"],
         "No period of another claimant ends within 7 days of the newest (Ministry of Health in "
         "Gaza, until 30 December 2024)."),
    ],
)  # fmt: skip
def test_claims_of_different_times_have_no_ratio(curated_client, query, claims, reason):
    document = comparison(curated_client, query)
    assert claims_of(document) == claims
    assert {verdict["verdict"] for verdict in document["verdicts"]} == {"not-comparable"}
    assert [document[name] for name in ("lowest", "highest", "ratio")] == [None, None, None]
    assert document["ratio_reason"] == reason


@pytest.mark.parametrize(
    ("tolerance_days", "near"),
    [(0, "on the day of"), (7, "within 7 days of"), (30, "within 30 days of")],
)
def test_eleven_claims_from_2022_to_2024_have_no_ratio(curated_client, tolerance_days, near):
    query = f"metric=killed&{RUSSIANS}&on=2024-08-20&tolerance_days={tolerance_days}"
    document = comparison(curated_client, query)
    assert len(document["claims"]) == 11
    assert document["newest"] == "losses-0085"  # The Economist, for 20 August 2024
    assert (document["lowest"], document["highest"], document["ratio"]) == (None, None, None)
    newest = "the newest (The Economist, until 20 August 2024)."
    assert document["ratio_reason"].startswith(
        f"No period of another claimant ends {near} {newest}"
    )


def test_a_wide_tolerance_compares_what_it_admits(curated_client):
    """Of 46 days: The Economist's 142,390 for August, and about 120,000 for 5 July."""
    document = comparison(
        curated_client, f"metric=killed&{RUSSIANS}&on=2024-08-20&tolerance_days=46"
    )
    assert (document["lowest"]["value"], document["highest"]["value"]) == (120000, 142390)
    assert document["ratio"] == 1.1866


@pytest.mark.parametrize(
    ("metric", "on", "texts", "verdict"),
    [
        ("tanks-lost", "2025-04-20", ["3,926", "10,677"], "compatible"),
        ("aircraft-lost", "2025-04-20", ["139", "370"], "compatible"),
    ],
)
def test_documented_losses_are_a_floor_of_stated_ones(curated_client, metric, on, texts, verdict):
    document = comparison(curated_client, f"metric={metric}&{RUSSIANS}&on={on}")
    assert [row["text"] for row in document["claims"]] == texts
    assert [row["basis"] for row in document["claims"]] == ["documented", "stated"]
    [pair] = document["verdicts"]
    assert (pair["verdict"], pair["reason"]) == (
        verdict,
        f"'{texts[0]}' and '{texts[1]}' share at least one number; "
        f"'{texts[0]}' is a documented count, which is a floor",
    )


def test_no_comparison_concludes_over_what_it_calls_not_comparable(curated_client):
    """On each question with several claimants, for the days on which its periods end."""
    days_of_question = _days_of_rival_questions(curated_client)
    assert len(days_of_question) > 30
    for question, days in days_of_question.items():
        names = zip(("metric", "subject", "place"), question, strict=True)
        query = "&".join(f"{name}={code}" for name, code in names)
        for day in days[:: max(1, len(days) // 4)]:
            document = comparison(curated_client, f"{query}&on={day}")
            verdicts = {
                frozenset(pair["figures"]): pair["verdict"] for pair in document["verdicts"]
            }
            if document["lowest"] is None:
                assert (document["highest"], document["ratio"]) == (None, None)
            else:
                ends = frozenset((document["lowest"]["figure"], document["highest"]["figure"]))
                assert verdicts[ends] in COMPARABLE


def _days_of_rival_questions(client) -> dict[tuple[str, ...], list[str]]:
    columns = ("metric", "subject", "place", "claimant", "period_end")
    text = client.get(f"/v1/figures.csv?fields={','.join(columns)}").text
    rows = sorted(tuple(row[name] for name in columns) for row in csv.DictReader(text.splitlines()))
    groups = {question: list(group) for question, group in groupby(rows, lambda row: row[:3])}
    return {
        question: sorted({row[4] for row in group})
        for question, group in groups.items()
        if len({row[3] for row in group}) > 1
    }
