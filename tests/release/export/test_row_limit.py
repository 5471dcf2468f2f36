"""A workbook with too many rows is refused before its first byte."""

from dataclasses import replace

import pytest

from api.config import Config
from api.problems.exceptions import ProblemException
from api.responses.downloads import export_request, export_response
from datasets.release.export.formats import EXPORT_FORMATS
from datasets.release.queries.query import Query

LOSSES = Query((("dataset", ("losses",)),))
ADDRESS = "/v1/losses.xlsx?sort=id"


def workbook(client, release, max_rows):
    """The response with 7 losses as a workbook that may have ``max_rows``."""
    format_ = replace(EXPORT_FORMATS["xlsx"], max_rows=max_rows)
    with client.application.test_request_context(ADDRESS):
        return export_response(
            export_request(release, LOSSES, {}), format_, "losses", None, Config()
        )


def test_a_workbook_with_the_maximum_of_rows_is_sent(client, sample_release):
    with workbook(client, sample_release, 7) as response:
        assert (response.status_code, response.data[:2]) == (200, b"PK")


def test_a_workbook_with_one_more_row_is_refused_with_the_csv_as_alternative(
    client, sample_release
):
    with pytest.raises(ProblemException) as error:
        workbook(client, sample_release, 6)
    assert (error.value.code, error.value.detail, error.value.alternatives) == (
        "too-many-rows",
        "7 figures match; an XLSX file has at most 6 rows. Request the CSV.",
        ("/v1/losses.csv?sort=id",),
    )


def test_only_workbooks_have_a_row_limit():
    assert {name: format_.max_rows for name, format_ in EXPORT_FORMATS.items()} == {
        "csv": None,
        "xlsx": 100_000,
        "ndjson": None,
        "parquet": None,
    }


def test_the_problem_page_names_the_row_limit(client):
    page = client.get("/problems/too-many-rows")
    assert page.status_code == 200
    assert "An Excel workbook has at most 100,000 rows." in page.text
