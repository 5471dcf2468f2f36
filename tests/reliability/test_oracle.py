"""Every figure that is served equals the figure of the ledgers, read independently."""

import csv
import io
import json
import random
from decimal import Decimal

import pytest

from tests.release.export.readers import rows_of_parquet, rows_of_xlsx
from tests.reliability.csv_oracle import NUMBERS, published
from tests.reliability.goals import share
from tests.reliability.query_generator import Oracle, random_query, url_of

SEED = 20_241_120
BUSY = 503  # the query took more than two seconds
MAX_LIMIT = 10_000  # rows of a page
EVERYTHING = ("figures", "losses", "evacuations", "displacement", "population", "territory")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def sample_rows(sample):
    return published(sample)


@pytest.fixture(scope="module")
def curated_rows(curated):
    return published(curated)


def rows_of_json(text):
    """Parse JSON with exact decimal numbers."""
    return json.loads(text, parse_int=Decimal, parse_float=Decimal)


def rows_of_csv(text):
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{name: cell(name, value) for name, value in row.items()} for row in table]


def cell(name, text):
    if text == "":
        return None
    if name in NUMBERS:
        return Decimal(text)
    runs = text.startswith("'") and text.lstrip("'").startswith(RUN_BY_SPREADSHEETS)
    return text[1:] if runs else text


def digits(rows):
    """Rows of a typed file with exact decimal numbers."""
    return [{name: exact(name, value) for name, value in row.items()} for row in rows]


def exact(name, value):
    return Decimal(repr(value)) if name in NUMBERS and value is not None else value


READ = {
    "csv": lambda response: rows_of_csv(response.text),
    "ndjson": lambda response: [rows_of_json(line) for line in response.text.split("\n")[:-1]],
    "xlsx": lambda response: digits(rows_of_xlsx(response.data)),
    "parquet": lambda response: digits(rows_of_parquet(response.data)),
}
# Each list in each form; Parquet is made of all figures at once.
FILES = [(name, extension) for name in EVERYTHING for extension in READ if extension != "parquet"]
FILES.append(("figures", "parquet"))


def rows_of_list(rows, name):
    """All rows of a list, with every revision, sorted by id and revision."""
    return [entry.row for entry in rows if name in ("figures", entry.row["dataset"])]


def differences(served, ledger):
    """Indexes and rows where two lists of rows differ."""
    length = [(len(served), len(ledger))] if len(served) != len(ledger) else []
    pairs = enumerate(zip(served, ledger, strict=False))
    return length + [(index, row, other) for index, (row, other) in pairs if row != other][:3]


def rows_of_pages(client, url):
    rows = []
    while url:
        page = rows_of_json(client.get(url).text)
        rows += page["data"]
        url = page["links"]["next"]
    return rows


def wrong_answers(client, rows, count):
    """Send random queries, and return those whose response differs from that of the oracle."""
    rng, oracle = random.Random(SEED), Oracle(rows)  # noqa: S311
    wrong = []
    for _ in range(count):
        args = random_query(rng, rows, EVERYTHING[1:])
        limit, offset = rng.choice((1, 5, 20, 100)), rng.choice((0, 0, 0, 1, 7, 50))
        url = url_of(args, limit=limit, offset=offset)
        response = client.get(url)
        if response.status_code == BUSY:  # the machine is busy; the second response counts
            response = client.get(url)
        expected = oracle.expected(args)
        document = rows_of_json(response.text)
        page = list(expected.rows[offset : offset + limit])
        counts = (len(expected.rows), expected.open_bounds)
        if response.status_code != 200 or (
            document["data"],
            (document["meta"]["total"], document["meta"]["open_bounds"]),
        ) != (page, counts):
            wrong.append((url, response.status_code, counts, document.get("meta")))
    return wrong


@pytest.mark.parametrize(("name", "extension"), FILES)
def test_a_file_of_the_sample_equals_the_ledgers(client, sample_rows, name, extension):
    response = client.get(f"/v1/{name}.{extension}?history=true&sort=id,revision")
    assert differences(READ[extension](response), rows_of_list(sample_rows, name)) == []


@pytest.mark.parametrize("limit", [1, 4, MAX_LIMIT])
@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pages_of_the_sample_equal_the_ledgers(client, sample_rows, name, limit):
    pages = rows_of_pages(client, f"/v1/{name}?history=true&sort=id,revision&limit={limit}")
    assert differences(pages, rows_of_list(sample_rows, name)) == []


def test_random_queries_of_the_sample_match_the_oracle(client, sample_rows):
    assert wrong_answers(client, sample_rows, 150) == []


@pytest.mark.faults
@pytest.mark.parametrize(("name", "extension"), FILES)
def test_a_file_of_the_curated_figures_equals_the_ledgers(
    curated_client, curated_rows, results, name, extension
):
    response = curated_client.get(f"/v1/{name}.{extension}?history=true&sort=id,revision")
    ledger = rows_of_list(curated_rows, name)
    assert differences(READ[extension](response), ledger) == []
    results.add("every figure", "rows in files", len(ledger))


@pytest.mark.faults
@pytest.mark.parametrize("limit", [100, 999, MAX_LIMIT])
@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pages_of_the_curated_figures_equal_the_ledgers(
    curated_client, curated_rows, results, name, limit
):
    pages = rows_of_pages(curated_client, f"/v1/{name}?history=true&sort=id,revision&limit={limit}")
    ledger = rows_of_list(curated_rows, name)
    assert differences(pages, ledger) == []
    results.add("every figure", "rows on pages", len(ledger))


@pytest.mark.faults
def test_every_curated_figure_by_id_equals_its_row(curated_client, curated_rows, results):
    newest = {entry.row["id"]: entry.row for entry in curated_rows}
    wrong = [
        figure
        for figure, row in newest.items()
        if rows_of_json(curated_client.get(f"/v1/figures/{figure}").text) != row
    ]
    assert wrong == []
    results.add("every figure", "figures by id", len(newest))


@pytest.mark.faults
def test_random_queries_of_the_curated_figures_match_the_oracle(
    curated_client, curated_rows, results
):
    count = share(10_000)
    wrong = wrong_answers(curated_client, curated_rows, count)
    results.report(
        "random queries", f"{count:,} questions: {len(wrong)} differences in rows, order or totals"
    )
    assert wrong == []
