import csv
import json
import subprocess
import sys
from itertools import islice

import pytest
from sqlalchemy import MetaData

from datasets.model.fields import column_names
from datasets.model.filters import filters_of, one_of
from datasets.model.published_row import PublishedRowSchema
from datasets.release.compiler.renderer import Renderer
from datasets.release.compiler.rows import publications_of, references_of
from datasets.release.serialization import csv_line, csv_of, json_of
from datasets.release.tables import figures_table
from tests.release import extra_column

CELLS = [
    # value, JSON, CSV
    (None, "null", ""),
    (0, "0", "0"),
    (600000, "600000", "600000"),
    (9.5, "9.5", "9.5"),
    ("plain", '"plain"', "plain"),
    ("", '""', ""),
    ("понад 53 тисячі", '"понад 53 тисячі"', "понад 53 тисячі"),
    ("one, two", '"one, two"', '"one, two"'),
    ('say "so"', '"say \\"so\\""', '"say ""so"""'),
    ("one\ntwo", '"one\\ntwo"', '"one\ntwo"'),
    ('=HYPERLINK("x","y")', '"=HYPERLINK(\\"x\\",\\"y\\")"', '"\'=HYPERLINK(""x"",""y"")"'),
    ("=1+1", '"=1+1"', "'=1+1"),
    ("+1", '"+1"', "'+1"),
    ("-1", '"-1"', "'-1"),
    ("@a", '"@a"', "'@a"),
    ("\ta", '"\\ta"', "'\ta"),
    ("1-1", '"1-1"', "1-1"),
]


def publications(folder):
    references = references_of(folder)
    for ledger in folder.ledgers.values():
        yield from publications_of(ledger, references)


@pytest.mark.parametrize(("value", "json_text", "csv_text"), CELLS)
def test_a_value_is_rendered_as_json_and_as_csv(value, json_text, csv_text):
    assert (json_of(value), csv_of(value)) == (json_text, csv_text)


def test_a_csv_line_joins_quoted_cells_with_commas():
    assert csv_line([1, None, "a,b", "c"]) == '1,,"a,b",c'


@pytest.mark.parametrize(
    ("folder", "step"),
    [("sample_folder", 1), pytest.param("curated_folder", 10, marks=pytest.mark.slow)],
)
def test_a_row_is_rendered_as_its_schema_dumps_it(request, folder, step):
    renderer, schema = Renderer(PublishedRowSchema), PublishedRowSchema()
    for publication in islice(publications(request.getfixturevalue(folder)), 0, None, step):
        dumped = schema.dump(publication)
        rendered = renderer.render(publication)
        assert list(rendered.row.items()) == list(dumped.items())
        assert rendered.json == json.dumps(dumped, ensure_ascii=False, separators=(",", ":"))
        [cells] = csv.reader([rendered.csv], strict=True)
        plain = [cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell for cell in cells]
        assert plain == ["" if value is None else str(value) for value in dumped.values()]


def test_a_note_that_a_spreadsheet_would_run_gets_an_apostrophe(sample_folder):
    rendered = [Renderer(PublishedRowSchema).render(row) for row in publications(sample_folder)]
    notes = [
        next(csv.reader([row.csv]))[column_names(PublishedRowSchema).index("note")]
        for row in rendered
    ]
    assert [note for note in notes if note.startswith("'")] == [
        '\'=HYPERLINK("http://example.org","see")'
    ]


def test_a_declared_column_is_in_table_header_json_and_filters(sample_folder):
    columns = column_names(extra_column.PublishedRowSchema)
    first = Renderer(extra_column.PublishedRowSchema).render(next(publications(sample_folder)))
    table = figures_table(extra_column.PublishedRowSchema, MetaData())
    assert columns == (*column_names(PublishedRowSchema), "hashtag")
    assert tuple(json.loads(first.json)) == columns
    assert len(next(csv.reader([first.csv]))) == len(first.row) == len(columns)
    assert "hashtag" in table.c
    assert set(filters_of(extra_column.PublishedRowSchema)) - set(
        filters_of(PublishedRowSchema)
    ) == {one_of("hashtag", "Hashtags")}


SERVE_EXTRA_COLUMN = """
import json, sys
from pathlib import Path
from datasets.model import published_row
from tests.release import extra_column
published_row.PublishedRowSchema = extra_column.PublishedRowSchema
from api import create_app
from api.config import Config
from datasets.curation.ledger_files import folder_at
from datasets.release.compiler.build import build

sample, instance = map(Path, sys.argv[1:])
build(folder_at(sample), instance)
client = create_app(Config(datasets=sample, instance=instance)).test_client()
parameter = "hashtag=%23affected%2Bkilled"
rows = client.get("/v1/losses?" + parameter + "&sort=-hashtag").json["data"]
table = client.get("/v1/losses.csv?fields=id,hashtag&" + parameter).text
contract = client.application.test_cli_runner().invoke(args=["openapi", "print"]).output
document = json.loads(contract)
components = document["components"]["parameters"]
parameters = [
    components[item["$ref"].split("/")[-1]] if "$ref" in item else item
    for item in document["paths"]["/v1/losses"]["get"]["parameters"]
]
print(json.dumps({
    "ids": [row["id"] for row in rows],
    "last": list(rows[0].items())[-1],
    "csv": table,
    "parameter": [item["description"] for item in parameters if item["name"] == "hashtag"],
    "schema": list(document["components"]["schemas"]["Figure"]["properties"])[-1],
}))
"""


@pytest.mark.slow
def test_a_declared_column_is_served_and_documented(sample, tmp_path):
    command = [sys.executable, "-c", SERVE_EXTRA_COLUMN, str(sample), str(tmp_path / "instance")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert json.loads(run.stdout) == {
        "ids": ["losses-0008"],
        "last": ["hashtag", "#affected+killed"],
        "csv": "id,hashtag\r\nlosses-0008,#affected+killed\r\n",
        "parameter": ["Hashtags"],
        "schema": "hashtag",
    }
