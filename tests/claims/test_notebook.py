"""The notebook example of the README."""

import io
from datetime import date

import pandas

from datasets.claims.claim import claim_of
from datasets.claims.comparisons import compare


def test_a_notebook_compares_the_claims_of_two_sides(rivals_client):
    question = "/v1/territory.csv?metric=settlements-controlled&place=ru-kursk"
    address = io.StringIO(rivals_client.get(question).text)

    rows = pandas.read_csv(address)
    claims = [claim_of(row) for row in rows.to_dict("records")]
    verdicts = compare(claims, on=date(2024, 8, 13)).verdicts
    table = pandas.DataFrame(verdicts)

    assert table.to_dict("records") == [
        {
            "first": "territory-0004",
            "second": "territory-0005",
            "verdict": "conflicting",
            "reason": "'28' and '74' share no number",
        }
    ]


def test_a_notebook_reads_a_ledger_of_years_as_text_too(rivals_client):
    text = rivals_client.get("/v1/displacement.csv?metric=refugees&place=de").text
    as_numbers = pandas.read_csv(io.StringIO(text))
    as_text = pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    claims_of_frames = [
        [claim_of(row) for row in frame.to_dict("records")] for frame in (as_numbers, as_text)
    ]
    assert claims_of_frames[0] == claims_of_frames[1]
    assert [claim.value for claim in claims_of_frames[0]] == [1148000, 350000, 1020000]
