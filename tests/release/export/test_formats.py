"""Rules that every export format follows, for every list."""

import csv
import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.build import build
from tests.ledger_edits import DISPLACEMENT, EVACUATIONS, LOSSES, POPULATION, TERRITORY, update
from tests.release.export.readers import READERS, RUN_BY_SPREADSHEETS

COLUMNS = column_names(PublishedRowSchema)
DATASETS = ("losses", "evacuations", "displacement", "population", "territory")
FILES = [
    *(
        (name, extension)
        for name in (*DATASETS, "figures")
        for extension in ("csv", "xlsx", "ndjson")
    ),
    ("figures", "parquet"),
]
NO_ROWS = "value_min=99999999"

# Notes that a careless writer or a spreadsheet would change
NOTES = [
    # ledger, line, id, note
    (LOSSES, 2, "losses-0001", "=1+1"),
    (LOSSES, 5, "losses-0003", "'=1+1"),
    (LOSSES, 6, "losses-0004", "''-1"),
    (LOSSES, 7, "losses-0005", "+380, by telephone"),
    (LOSSES, 11, "losses-0007", "'s-Hertogenbosch"),
    (LOSSES, 12, "losses-0008", "-1"),
    (EVACUATIONS, 2, "evacuations-0001", '@ap said "so", and “so”'),
    (EVACUATIONS, 3, "evacuations-0002", "0"),
    (DISPLACEMENT, 2, "displacement-0001", "NA"),
    (DISPLACEMENT, 3, "displacement-0002", "null"),
    (POPULATION, 2, "population-0001", "Їжак; Łódź — \N{SLIGHTLY SMILING FACE}"),
    (POPULATION, 3, "population-0002", "http://example.org/?a=1&b=<2>"),
    (POPULATION, 4, "population-0003", "a | b; c\\td"),
    (TERRITORY, 2, "territory-0001", "2024-08-19"),
    (TERRITORY, 3, "territory-0002", "1e5"),
    (TERRITORY, 4, "territory-0003", "'"),
]

all_files = pytest.mark.parametrize(("name", "extension"), FILES)
all_formats = pytest.mark.parametrize("extension", READERS)


@pytest.fixture(scope="module")
def noted_client(sample, tmp_path_factory):
    """A client of the sample with notes that are hard to write."""
    folder, instance = tmp_path_factory.mktemp("noted"), tmp_path_factory.mktemp("instance")
    for path in sample.rglob("*.*"):
        copied = folder / path.relative_to(sample)
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes(path.read_bytes())
    for ledger, line, _, note in NOTES:
        update(ledger, line, note=note)(folder)
    build(folder_at(folder), instance)
    return create_app(Config(datasets=folder, instance=instance)).test_client()


@all_files
@pytest.mark.parametrize("query", ["", "history=true", "sort=-value,period_start", "stance=own"])
def test_a_file_has_the_rows_of_its_list_in_the_same_order(client, name, extension, query):
    listed = client.get(f"/v1/{name}?{query}").json
    rows = READERS[extension](client.get(f"/v1/{name}.{extension}?{query}").data)
    assert rows == listed["data"]
    assert len(rows) == listed["meta"]["total"]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ndjson"])
@pytest.mark.parametrize("name", ["evacuations", "territory"])
def test_a_file_of_the_curated_ledgers_has_the_rows_of_its_list(curated_client, name, extension):
    listed = curated_client.get(f"/v1/{name}?history=true&limit=10000").json
    rows = READERS[extension](curated_client.get(f"/v1/{name}.{extension}?history=true").data)
    assert rows == listed["data"]
    assert len(rows) == listed["meta"]["total"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["ndjson", "parquet"])
def test_all_formats_have_the_same_curated_figures(curated_client, extension):
    total = curated_client.get("/v1/figures?limit=1").json["meta"]["total"]
    rows = READERS[extension](curated_client.get(f"/v1/figures.{extension}").data)
    assert rows == READERS["csv"](curated_client.get("/v1/figures.csv").data)
    assert len(rows) == total > 50_000


@all_formats
def test_fields_selects_the_columns_of_a_file(client, extension):
    query = "dataset=population&fields=value,id,period_end,text"
    assert READERS[extension](client.get(f"/v1/figures.{extension}?{query}").data) == [
        {"id": "population-0003", "period_end": "2024-08-27", "value": 0, "text": "0"},
        {"id": "population-0001", "period_end": "2024-08-19", "value": 53000, "text": "53,000"},
        {
            "id": "population-0002",
            "period_end": "2024-08-19",
            "value": 53000,
            "text": "more than 53,000",
        },
    ]


@all_formats
def test_missing_stays_missing_and_zero_stays_zero(client, extension):
    query = "metric=children-remaining,killed&fields=value,value_lower,via,note"
    assert READERS[extension](client.get(f"/v1/figures.{extension}?{query}").data) == [
        {"value": None, "value_lower": 60000, "via": None, "note": None},
        {"value": 0, "value_lower": None, "via": None, "note": None},
    ]


@all_formats
def test_a_note_comes_back_as_it_was_recorded(noted_client, extension):
    body = noted_client.get(f"/v1/figures.{extension}").data
    notes = {row["id"]: row["note"] for row in READERS[extension](body)}
    assert notes == {
        **{id_: note for _, _, id_, note in NOTES},
        "losses-0006": '=HYPERLINK("http://example.org","see")',
    }


@pytest.mark.parametrize("query", ["", "fields=id,note,wording"])
def test_no_csv_cell_is_a_formula_for_a_spreadsheet(noted_client, query):
    text = noted_client.get(f"/v1/figures.csv?{query}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(RUN_BY_SPREADSHEETS)] == []
    assert [row["note"] for row in rows if row["note"].startswith("'")] == [
        "'-1", "'''-1", "'+380, by telephone", "''=1+1", "'=1+1", "'",
        "'@ap said \"so\", and “so”", "'s-Hertogenbosch",
        '\'=HYPERLINK("http://example.org","see")',
    ]  # fmt: skip


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(noted_client):
    body = noted_client.get("/v1/figures.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(body))["data"]
    cells = [cell for row in sheet.rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell for cell in cells if cell.hyperlink] == []


@pytest.mark.parametrize("name", [*DATASETS, "figures"])
def test_a_csv_without_rows_has_a_header(client, name):
    assert client.get(f"/v1/{name}.csv?{NO_ROWS}").text == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("name", [*DATASETS, "figures"])
def test_a_workbook_without_rows_has_a_header(client, name):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/v1/{name}.xlsx?{NO_ROWS}").data))
    assert list(book["data"].values) == [COLUMNS]
    assert book.sheetnames == ["data", "about"]


@pytest.mark.parametrize("name", [*DATASETS, "figures"])
def test_an_ndjson_without_rows_is_empty(client, name):
    assert client.get(f"/v1/{name}.ndjson?{NO_ROWS}").data == b""


@pytest.mark.parametrize("query", ["", NO_ROWS])
def test_a_parquet_file_has_typed_columns_with_and_without_rows(client, query):
    body = client.get(f"/v1/figures.parquet?{query}").data
    schema = pq.read_schema(io.BytesIO(body))
    days = {
        "period_start", "period_end", "claimed_on", "published", "recorded_on", "superseded_on",
    }  # fmt: skip
    typed = {
        **dict.fromkeys(days, pa.date32()),
        **dict.fromkeys(("value", "value_lower", "value_upper"), pa.float64()),
        "revision": pa.int32(),
    }
    assert tuple(schema.names) == COLUMNS
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        name: typed.get(name, pa.string()) for name in COLUMNS
    }


def test_a_parquet_file_names_its_release_license_and_query(client, sample_release):
    body = client.get("/v1/figures.parquet?metric=killed").data
    metadata = pq.read_schema(io.BytesIO(body)).metadata
    assert {name: metadata[name] for name in (b"release", b"license", b"query")} == {
        b"release": sample_release.id.encode(),
        b"license": b"CC-BY-4.0",
        b"query": b"/v1/figures.parquet?metric=killed",
    }


@all_files
def test_the_content_disposition_has_the_name_of_the_list(client, name, extension):
    dispositions = {
        "csv": "inline",
        "ndjson": "inline",
        "xlsx": "attachment",
        "parquet": "attachment",
    }
    response = client.get(f"/v1/{name}.{extension}")
    expected = f'{dispositions[extension]}; filename="{name}.{extension}"'
    assert response.headers["Content-Disposition"] == expected


@pytest.mark.parametrize(
    ("address", "content_type"),
    [
        ("/v1/losses.csv", "text/csv; charset=utf-8; header=present"),
        ("/v1/losses.csv?hxl=true", "text/csv; charset=utf-8"),
        (
            "/v1/losses.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/v1/losses.ndjson", "application/x-ndjson"),
        ("/v1/figures.parquet", "application/vnd.apache.parquet"),
        ("/v1/datapackage.zip", "application/zip"),
        ("/v1/catalog.jsonld", "application/ld+json"),
        ("/v1/places.geojson", "application/geo+json"),
        ("/v1/changes.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_each_file_has_its_content_type(client, address, content_type):
    assert client.get(address).headers["Content-Type"] == content_type


@pytest.mark.parametrize(
    "address", [*(f"/v1/{name}.{extension}" for name, extension in FILES), "/v1/datapackage.zip"]
)
def test_the_same_release_gives_the_same_bytes(client, second_client, address):
    assert client.get(address).data == second_client.get(address).data == client.get(address).data


def test_the_data_package_has_the_ledgers_unchanged(client, sample, sample_release):
    response = client.get("/v1/datapackage.zip")
    package = zipfile.ZipFile(io.BytesIO(response.data))
    tables = [f"ledgers/{name}.csv" for name in DATASETS]
    references = ("actors", "metrics", "places", "sources", "conflicts", "feeds")
    tables += [f"reference/{name}.csv" for name in references]
    expected = f'attachment; filename="reported-figures-{sample_release.id}.zip"'
    assert response.headers["Content-Disposition"] == expected
    assert {name: package.read(name) for name in tables} == {
        name: (sample / name).read_bytes() for name in tables
    }
    assert package.read("LICENSE.txt").decode() == (
        "Creative Commons Attribution 4.0\nhttps://creativecommons.org/licenses/by/4.0/\n\n"
        "This is the licence of the compilation. Each source has its own licence, in the column "
        '"licence" of\nreference/sources.csv.\n'
    )
    assert package.read("CITATION.txt").decode() == (
        f"A sample that can be checked by eye. Release {sample_release.id}, claims recorded until "
        "2024-10-02. Cite the claimant of each figure with it.\n"
    )
