import subprocess
from datetime import date

import pytest

from datasets.curation.ledger_files import (
    DatasetsFolder,
    folder_at,
    folder_at_revision,
    table_of,
    values_of,
)
from datasets.model.references import ActorSchema
from tests.ledger_edits import ACTORS, LOSSES, PLACES, replace_bytes, update, write_file

HEADER = b"actor_id,name,aka,kind,side,wikidata\n"
AP, AFP = b"ap,Associated Press,AP,media,,Q40469\n", b"afp,Agence France-Presse,,media,,\n"
TIDY = "file must be UTF-8 with LF line ends and one newline at the end"

# bytes of a file, ids that can be read with their lines, faults
FILES = [
    (HEADER + AP + AFP, {2: "ap", 3: "afp"}, ()),
    (HEADER, {}, ()),
    (b"", {}, ((1, "V01", TIDY), (1, "V02", "header"))),
    (HEADER + AP + AFP[:-1], {2: "ap", 3: "afp"}, ((1, "V01", TIDY),)),
    ((HEADER + AP).replace(b"\n", b"\r\n"), {2: "ap"}, ((1, "V01", TIDY),)),
    (b"\xef\xbb\xbf" + HEADER + AP, {2: "ap"}, ((1, "V01", TIDY),)),
    (HEADER + AP + b"\n", {2: "ap"}, ((1, "V01", TIDY), (3, "V02", "0 cells"))),
    (HEADER + b"ap,media\n" + AFP, {3: "afp"}, ((2, "V02", "2 cells"),)),
    (HEADER + AP[:-1] + b",,\n" + AFP, {3: "afp"}, ((2, "V02", "8 cells"),)),
    (HEADER + b'ap,"two\nlines",,media,,\n' + AFP, {3: "ap", 4: "afp"}, ()),
    (HEADER + AP + b"afp,Agence \xff,,media,,\n", {}, ((3, "V01", TIDY), (1, "V02", "header"))),
    (HEADER + AP + b'afp,"Agence,,media,,\n', {2: "ap"}, ((3, "V01", "unexpected end of data"),)),
    (HEADER + AP + b'afp,"A"gence,,media,,\n', {2: "ap"}, ((3, "V01", "',' expected after '\"'"),)),
]  # fmt: skip
MESSAGES = {
    "header": "columns must be exactly: actor_id, name, aka, kind, side, wikidata; missing "
    "'actor_id', 'name', 'aka', 'kind', 'side', 'wikidata'",
    "0 cells": "row has 0 cells; the header has 6",
    "2 cells": "row has 2 cells; the header has 6",
    "8 cells": "row has 8 cells; the header has 6",
    "unexpected end of data": "file cannot be read as CSV: unexpected end of data",
    "',' expected after '\"'": "file cannot be read as CSV: ',' expected after '\"'",
}


@pytest.mark.parametrize(("content", "ids", "faults"), FILES)
def test_valid_lines_are_read_and_the_others_are_faults(content, ids, faults):
    table = table_of(ACTORS, content, ActorSchema)
    expected = tuple((line, rule, MESSAGES.get(message, message)) for line, rule, message in faults)
    assert (table.frame["actor_id"].to_dict(), table.faults) == (ids, expected)


@pytest.mark.parametrize("text", ["NA", "null", "NaN", "None", "-", "true", "007", "1e5"])
def test_a_cell_is_never_converted(text):
    content = HEADER + f"ap,{text},,media,,\n".encode()
    table = table_of(ACTORS, content, ActorSchema)
    assert table.frame.loc[2].to_dict() == {
        "actor_id": "ap",
        "name": text,
        "aka": "",
        "kind": "media",
        "side": "",
        "wikidata": "",
    }


def test_namibia_is_a_country_and_not_a_missing_value(sample_folder: DatasetsFolder):
    places = values_of(sample_folder.references["places"])
    first = {column: values[0] for column, values in places.items()}
    assert first == {
        "place_id": "na",
        "name": "Namibia",
        "aka": None,
        "level": "adm0",
        "parent": "world",
        "iso3": "NAM",
        "pcode": "NA",
        "iso3166_2": None,
        "lat": -22.5,
        "lon": 17.0,
        "point_source": "natural-earth:1159321085",
    }


def test_a_folder_has_the_rows_of_all_ledgers_with_file_and_line(sample_folder: DatasetsFolder):
    rows = sample_folder.rows
    assert list(rows.groupby(["dataset", "file"]).agg({"line": list}).itertuples(name=None)) == [
        (("displacement", "ledgers/displacement.csv"), [2, 3]),
        (("evacuations", "ledgers/evacuations.csv"), [2, 3]),
        (("losses", "ledgers/losses.csv"), list(range(2, 13))),
        (("population", "ledgers/population.csv"), [2, 3, 4]),
        (("territory", "ledgers/territory.csv"), [2, 3, 4]),
    ]


def test_values_are_cast_and_empty_cells_are_none(sample_folder: DatasetsFolder):
    values = values_of(sample_folder.ledgers["losses"])
    columns = ("revision", "recorded_on", "value", "value_lower", "value_upper", "via")
    assert [tuple(values[column][line - 2] for column in columns) for line in (2, 11, 12)] == [
        (1, date(2024, 8, 21), 600000, None, None, None),
        (1, date(2024, 9, 21), 40, None, None, ("ap",)),
        (1, date(2024, 10, 2), None, 60000, 100000, None),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            replace_bytes(LOSSES, b"100 killed", b"100\x00killed"),
            f"{LOSSES}:3: V04 wording: '100\\x00killed yesterday' has a line break or a control "
            "character",
        ),
        (
            replace_bytes(PLACES, b",Ukraine,", b",Ukra\x07ine,"),
            f"{PLACES}:6: V04 name: 'Ukra\\x07ine' has a line break or a control character",
        ),
    ],
)
def test_control_characters_are_reported(messages_after, change, message):
    assert messages_after(change) == [message]


@pytest.mark.parametrize("file", ["ledgers/losses.csv", "reference/actors.csv", "datapackage.json"])
def test_the_error_for_a_missing_file_names_it(copy, file):
    (copy / file).unlink()
    with pytest.raises(FileNotFoundError, match=file):
        folder_at(copy)


@pytest.fixture
def repository(copy):
    """The copy of the sample as a git repository with one commit."""

    def git(*arguments: str) -> None:
        known = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *known, *arguments], cwd=copy, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "The sample")
    return copy


def test_a_folder_is_read_at_a_git_revision(repository, sample_folder):
    for change in (update(LOSSES, 2, value="1"), write_file(ACTORS, b"")):
        change(repository)
    before = folder_at_revision(repository, "main")
    assert before.descriptor == sample_folder.descriptor
    assert [table.frame.to_dict() for table in before.tables] == [
        table.frame.to_dict() for table in sample_folder.tables
    ]


@pytest.mark.parametrize(
    ("revision", "message"),
    [("nowhere", "fatal: invalid object name 'nowhere'"), ("--output=x", "fatal: option")],
)
def test_an_unknown_revision_raises_the_message_of_git(repository, revision, message):
    with pytest.raises(ValueError, match=message):
        folder_at_revision(repository, revision)
