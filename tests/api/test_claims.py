"""A claim is the same, read from the columns of a row or from its text."""

import json

from datasets.claims.claim import claim_of, claim_of_row
from datasets.release.queries.figures import fetch_claims, fetch_rendered, iter_lines
from datasets.release.queries.query import Query

EVERY_ROW = Query(history=True, sort=("id", "revision"))


def test_a_claim_is_the_same_from_columns_and_from_text(sample_release):
    rows = [json.loads(row) for row in iter_lines(sample_release, EVERY_ROW, "json")]
    claims = fetch_claims(sample_release, EVERY_ROW).values()
    assert list(map(claim_of_row, claims)) == list(map(claim_of, rows))
    assert len(rows) == 21


def test_rows_are_fetched_by_any_number_of_positions(sample_release):
    rows = dict(enumerate(iter_lines(sample_release, EVERY_ROW, "json"), start=1))
    assert fetch_rendered(sample_release, []) == {}
    assert fetch_rendered(sample_release, [3]) == {3: rows[3]}
    assert fetch_rendered(sample_release, [*rows] * 30) == rows
