"""The clients in examples/ print the same claims when run against a server."""

import csv
import io
import re
import subprocess
from urllib.request import urlopen

import pytest

from api.config import HOME
from tests.doc_files import blocks
from tests.external_programs import program

CLIENTS = [("python3", "client.py"), ("node", "client.mjs"), ("Rscript", "client.R")]
QUESTION = "/v1/population.csv?within=ua-pokrovsk-hromada&sort=claimed_on"
FIRST = (
    "State Statistics Service of Ukraine\t81,029\tThe State Statistics Service of Ukraine said on "
    "24 August 2022 that 81,029 people lived in Pokrovsk Urban Hromada on 1 January 2022 (State "
    "Statistics Service of Ukraine, 24 August 2022)."
)
PRINTED_COLUMNS = ("claimant_name", "text", "statement")
SPREADSHEET = HOME / "examples" / "spreadsheet.md"
TABLE_PATHS = re.findall(
    r"https://figures\.example\.org(/[^\"\s]+\.csv[^\"\s]+)", "".join(blocks(SPREADSHEET, ""))
)


def expected_lines(text):
    """The lines that a client must print for a CSV table."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return ["\t".join(row[column] for column in PRINTED_COLUMNS) for row in rows]


@pytest.mark.parametrize(("name", "client"), CLIENTS)
def test_a_client_prints_every_claim_with_its_claimant_and_hedge(
    name, client, curated_server, curated_client
):
    command = [program(name), HOME / "examples" / client, curated_server]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == expected_lines(curated_client.get(QUESTION).text)
    assert run.stdout.splitlines()[0] == FIRST


@pytest.mark.parametrize(("name", "client"), CLIENTS)
def test_a_client_is_short(name, client):
    lines = (HOME / "examples" / client).read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line]) <= 12


@pytest.mark.parametrize(
    ("address", "header", "first"),
    [
        (
            TABLE_PATHS[0],
            ["id", "statement", "value", "text", "claimant_name", "claimed_on"],
            ["territory-0019", "DeepState said on 13 March 2025 that the armed forces of Ukraine "
             "controlled 140 km² in Kursk Oblast on 13 March 2025 (The Moscow Times, 13 March "
             "2025).", "140", "140 km²", "DeepState", "2025-03-13"],
        ),
    ],
)  # fmt: skip
def test_an_address_for_a_spreadsheet_returns_a_table(curated_server, address, header, first):
    with urlopen(curated_server + address) as response:  # noqa: S310
        rows = list(csv.reader(response.read().decode("utf-8").splitlines()))
    assert rows[:2] == [header, first]


def test_the_spreadsheet_guide_has_three_addresses():
    assert [address.partition("?")[0] for address in TABLE_PATHS] == [
        "/v1/territory.csv",
        "/v1/territory.csv",
        "/v1/series.csv",
    ]
