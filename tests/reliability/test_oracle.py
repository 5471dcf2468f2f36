"""Every figure that is served is the figure of the ledgers, read by another program."""

import csv
import io
import json
import random
from decimal import Decimal

import pytest

from tests.release.export.readers import rows_of_parquet, rows_of_xlsx
from tests.reliability.csv_oracle import NUMBERS, published
from tests.reliability.goals import share
from tests.reliability.query_generator import Oracle, address, question

SEED = 20_241_120
BUSY = 503  # the answer took more than two seconds
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
    """JSON with every number digit by digit."""
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
    """Rows of a typed file with every number as it would be written."""
    return [{name: exact(name, value) for name, value in row.items()} for row in rows]


def exact(name, value):
    return Decimal(repr(value)) if name in NUMBERS and value is not None else value


READ = {
    "csv": lambda answer: rows_of_csv(answer.text),
    "ndjson": lambda answer: [rows_of_json(line) for line in answer.text.split("\n")[:-1]],
    "xlsx": lambda answer: digits(rows_of_xlsx(answer.data)),
    "parquet": lambda answer: digits(rows_of_parquet(answer.data)),
}
# Each list in each form; Parquet is made of all figures at once.
FILES = [(name, ending) for name in EVERYTHING for ending in READ if ending != "parquet"]
FILES.append(("figures", "parquet"))


def of(rows, name):
    """All rows of a list, every revision, in the order that is asked for below."""
    return [told.row for told in rows if name in ("figures", told.row["dataset"])]


def differences(served, ledger):
    """The places where two lists of rows differ."""
    length = [(len(served), len(ledger))] if len(served) != len(ledger) else []
    pairs = enumerate(zip(served, ledger, strict=False))
    return length + [(place, one, other) for place, (one, other) in pairs if one != other][:3]


def walked(client, following):
    rows = []
    while following:
        answer = rows_of_json(client.get(following).text)
        rows += answer["data"]
        following = answer["links"]["next"]
    return rows


def asked_at_random(client, rows, count):
    """Put questions; give those that were answered otherwise than by going through the rows."""
    chance, oracle = random.Random(SEED), Oracle(rows)  # noqa: S311
    wrong = []
    for _ in range(count):
        asked = question(chance, rows, EVERYTHING[1:])
        limit, offset = chance.choice((1, 5, 20, 100)), chance.choice((0, 0, 0, 1, 7, 50))
        where = address(asked, limit=limit, offset=offset)
        answer = client.get(where)
        if answer.status_code == BUSY:  # so is the machine; what it says when asked again counts
            answer = client.get(where)
        right = oracle.expected(asked)
        told = rows_of_json(answer.text)
        page = list(right.rows[offset : offset + limit])
        counted = (len(right.rows), right.open_bounds)
        if answer.status_code != 200 or (
            told["data"],
            (told["meta"]["total"], told["meta"]["open_bounds"]),
        ) != (page, counted):
            wrong.append((where, answer.status_code, counted, told.get("meta")))
    return wrong


@pytest.mark.parametrize(("name", "ending"), FILES)
def test_a_file_of_the_sample_holds_the_ledgers(client, sample_rows, name, ending):
    answer = client.get(f"/v1/{name}.{ending}?history=true&sort=id,revision")
    assert differences(READ[ending](answer), of(sample_rows, name)) == []


@pytest.mark.parametrize("limit", [1, 4, MAX_LIMIT])
@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pages_of_the_sample_hold_the_ledgers(client, sample_rows, name, limit):
    pages = walked(client, f"/v1/{name}?history=true&sort=id,revision&limit={limit}")
    assert differences(pages, of(sample_rows, name)) == []


def test_questions_to_the_sample_are_answered_as_by_going_through_its_rows(client, sample_rows):
    assert asked_at_random(client, sample_rows, 150) == []


@pytest.mark.faults
@pytest.mark.parametrize(("name", "ending"), FILES)
def test_a_file_of_the_curated_figures_holds_the_ledgers(
    curated_client, curated_rows, measured, name, ending
):
    answer = curated_client.get(f"/v1/{name}.{ending}?history=true&sort=id,revision")
    ledger = of(curated_rows, name)
    assert differences(READ[ending](answer), ledger) == []
    measured.add("every figure", "rows in files", len(ledger))


@pytest.mark.faults
@pytest.mark.parametrize("limit", [100, 999, MAX_LIMIT])
@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pages_of_the_curated_figures_hold_the_ledgers(
    curated_client, curated_rows, measured, name, limit
):
    pages = walked(curated_client, f"/v1/{name}?history=true&sort=id,revision&limit={limit}")
    ledger = of(curated_rows, name)
    assert differences(pages, ledger) == []
    measured.add("every figure", "rows on pages", len(ledger))


@pytest.mark.faults
def test_every_curated_figure_by_its_id_is_its_row(curated_client, curated_rows, measured):
    newest = {told.row["id"]: told.row for told in curated_rows}
    wrong = [
        figure
        for figure, row in newest.items()
        if rows_of_json(curated_client.get(f"/v1/figures/{figure}").text) != row
    ]
    assert wrong == []
    measured.add("every figure", "figures by id", len(newest))


@pytest.mark.faults
def test_ten_thousand_questions_are_answered_as_by_going_through_the_rows(
    curated_client, curated_rows, measured
):
    count = share(10_000)
    wrong = asked_at_random(curated_client, curated_rows, count)
    measured.tell(
        "random queries", f"{count:,} questions: {len(wrong)} differences in rows, order or totals"
    )
    assert wrong == []
