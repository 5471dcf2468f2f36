"""A workbook is refused where it would be too long, before its first byte."""

from dataclasses import replace

import pytest

from api.config import Config
from api.problems.exceptions import ProblemException
from api.responses.downloads import export_request, export_response
from datasets.release.export.formats import EXPORT_FORMATS
from datasets.release.queries.query import Query

LOSSES = Query((("dataset", ("losses",)),))
ADDRESS = "/v1/losses.xlsx?sort=id"


def sent(client, release, max_rows):
    """The answer with 7 losses as a workbook that may hold only so many."""
    format_ = replace(EXPORT_FORMATS["xlsx"], max_rows=max_rows)
    with client.application.test_request_context(ADDRESS):
        return export_response(export_request(release, LOSSES, {}), format_, {}, Config(), "losses")


def test_a_workbook_of_as_many_rows_as_it_may_hold_is_sent(client, sample_release):
    with sent(client, sample_release, 7) as response:
        assert (response.status_code, response.data[:2]) == (200, b"PK")


def test_a_workbook_of_one_row_more_is_refused_and_the_table_named(client, sample_release):
    with pytest.raises(ProblemException) as refused:
        sent(client, sample_release, 6)
    assert (refused.value.code, refused.value.detail, refused.value.alternatives) == (
        "too-many-rows",
        "7 figures answer; a workbook (Excel) holds at most 6. Take the CSV.",
        ("/v1/losses.csv?sort=id",),
    )


def test_only_a_workbook_has_a_limit():
    assert {name: format_.max_rows for name, format_ in EXPORT_FORMATS.items()} == {
        "csv": None,
        "xlsx": 100_000,
        "ndjson": None,
        "parquet": None,
    }


def test_the_refusal_is_explained(client):
    explained = client.get("/problems/too-many-rows")
    assert explained.status_code == 200
    assert "A workbook holds at most 100,000 rows." in explained.text
