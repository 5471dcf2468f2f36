"""``flask figures add``, ``revise``, ``correct`` and ``retract`` without a terminal."""

import csv

import pytest

from datasets.model.codelists import BASES
from tests.ledger_edits import LOSSES, SOURCES

CLAIM = {
    "metric": "killed",
    "subject": "Armed forces of Russia",
    "place": "Kursk Oblast",
    "period": "2024-08-19",
    "value": "1,200",
    "hedge": "more than",
    "claimant": "Kyiv",
    "said": "2024-08-20",
    "source": "https://example.org/news/1",
    "publisher": "AP",
    "published": "2024-08-20",
    "title": "Losses in Kursk",
    "wording": "more than 1,200 soldiers were killed",
}
RECORDED = {**CLAIM, "source": "unnamed-outlet-2024-08-20"}
STATEMENT = (
    "The Government of Ukraine said on 20 August 2024 that more than 1,200 members of the armed "
    "forces of Russia had been killed in Kursk Oblast on 19 August 2024 (Associated Press, "
    "20 August 2024)."
)


def options(cells, **changes):
    """Command line options; None leaves one out."""
    texts = {**cells, **{name.replace("_", "-"): text for name, text in changes.items()}}
    return [
        part for name, text in texts.items() if text is not None for part in (f"--{name}", text)
    ]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def last_row(folder, file=LOSSES):
    """The cells of the last row that are not empty."""
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        *_, row = csv.DictReader(lines)
    return {name: cell for name, cell in row.items() if cell}


@pytest.fixture
def unchanged(copy):
    """Assert after the test that no file of the folder was changed."""
    before = contents(copy)
    yield
    assert contents(copy) == before


def test_a_figure_and_its_source_are_added(run, copy):
    before = contents(copy)
    result = run("add", *options(CLAIM), "--yes")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1] == STATEMENT
    assert result.stdout.splitlines()[-1] == "wrote losses-0009 revision 1"
    today = last_row(copy)["recorded_on"]
    row = (
        f"losses-0009,1,new,{today},killed,ru-armed-forces,ru-kursk,2024-08-19,more-than,1200,,,"
        "ua-government,2024-08-20,,ap-2024-08-20-losses-kursk,stated,unstated,,"
        '"more than 1,200 soldiers were killed",\n'
    )
    source = (
        "ap-2024-08-20-losses-kursk,ap,Losses in Kursk,2024-08-20,https://example.org/news/1,,en,"
        "fact,No archived copy is known.\n"
    )
    after = contents(copy)
    assert after["losses.csv"] == before["losses.csv"] + row.encode()
    assert after["sources.csv"].replace(source.encode(), b"") == before["sources.csv"]
    assert {name for name in after if after[name] != before[name]} == {"losses.csv", "sources.csv"}
    assert run("check").stdout == ""


def test_the_row_and_the_source_are_shown(run):
    cells = [line.split(maxsplit=1) for line in run("add", *options(CLAIM)).stdout.splitlines()]
    assert ["quantifier", "more-than"] in cells
    assert ["claimed_on", "2024-08-20"] in cells
    assert ["source_id", "ap-2024-08-20-losses-kursk"] in cells
    assert ["note", "No archived copy is known."] in cells


def test_without_a_terminal_nothing_is_written_unless_confirmed(run, unchanged):
    result = run("add", *options(CLAIM))
    assert result.exit_code == 1
    assert result.stderr == "Error: no terminal to confirm in: add --yes; nothing was written\n"
    assert STATEMENT in result.stdout


def test_a_recorded_document_is_not_added_again(run, copy):
    for source in ("unnamed-outlet-2024-08-20", "https://example.org/unnamed-outlet-2024-08-20"):
        sources = (copy / SOURCES).read_bytes()
        period = "2024-08-18" if source.startswith("https") else "2024-08-19"
        result = run("add", *options(RECORDED, source=source, period=period), "--yes")
        assert result.exit_code == 0, result.output
        assert last_row(copy)["source"] == "unnamed-outlet-2024-08-20"
        assert (copy / SOURCES).read_bytes() == sources


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ({"value": "0.6 million", "wording": "more than 0.6 million"}, {"value": "600000"}),
        ({"value": "600k", "wording": "more than 600 thousand"}, {"value": "600000"}),
        ({"hedge": None}, {"quantifier": "more-than"}),
        ({"hedge": None, "wording": "1,200 killed"}, {"quantifier": "unqualified"}),
        ({"hedge": "nearly", "wording": "nearly 1,200"}, {"quantifier": "approximately"}),
        (
            {"value": None, "hedge": None, "lower": "1,000", "upper": "1,500",
             "wording": "from 1,000 to 1,500"},
            {"quantifier": "between", "value_lower": "1000", "value_upper": "1500"},
        ),
        (
            {"hedge": "some", "lower": "1,000", "upper": "1,500",
             "wording": "some 1,200 (1,000 to 1,500)"},
            {"quantifier": "approximately", "value": "1200", "value_lower": "1000",
             "value_upper": "1500"},
        ),
        ({"said": None}, {"claimed_on": "2024-08-20"}),
        (
            {"said": "2024-08"},
            {"claimed_on": "2024-08-20", "note": "Said in August 2024; the source gives no day."},
        ),
        (
            {"said": "2024-07", "period": "2024-07-20", "note": "Read in print."},
            {"claimed_on": "2024-07-31",
             "note": "Said in July 2024; the source gives no day. Read in print."},
        ),
        ({"via": "Agence France-Presse; ap"}, {"via": "afp;ap"}),
        (
            {"basis": "surveyed", "verification": "unverified",
             "derived-from": "General Staff of Ukraine"},
            {"basis": "surveyed", "verification": "unverified",
             "derived_from": "ua-general-staff"},
        ),
        (
            {"metric": "Refugees", "place": "NAM", "period": "2024-08-19", "value": "7 000",
             "wording": "more than 7 000"},
            {"figure_id": "displacement-0003", "metric": "refugees", "place": "na"},
        ),
    ],
)  # fmt: skip
def test_options_are_read_as_printed(run, copy, changes, cells):
    result = run("add", *options(RECORDED, **changes), "--yes")
    assert result.exit_code == 0, result.output
    ledger = f"ledgers/{cells.get('figure_id', 'losses-0009').partition('-')[0]}.csv"
    row = last_row(copy, ledger)
    assert {name: row.get(name) for name in cells} == cells


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"place": "Donetsk"}, "Invalid value for --place: 'Donetsk' is not in places.csv; the "
         "nearest are ua-donetsk (Donetsk Oblast)"),
        ({"claimant": "Gov of Ukraine"}, "Invalid value for --claimant: 'Gov of Ukraine' is not in "
         "actors.csv; the nearest are ua-government (Government of Ukraine)"),
        ({"value": "dozens"}, "Invalid value for --value: 'dozens' is not a number; write 53,000 "
         "or 0.6 million"),
        ({"said": "20.08.2024"}, "Invalid value for --said: '20.08.2024' is not a date; write "
         "2024-08-20"),
        ({"source": "uk-2024-10"}, "Invalid value for --source: 'uk-2024-10' is not in "
         "sources.csv; the nearest are uk-2024-10-01 (https://example.org/uk-2024-10-01)"),
        ({"derived-from": "nobody"}, "Invalid value for --derived-from: 'nobody' is not in "
         "actors.csv"),
        ({"metric": None, "wording": None, "value": None}, "missing --metric, --wording, --value; "
         "a terminal would ask for them"),
        ({"source": "https://example.org/2", "publisher": None, "title": None},
         "missing --publisher, --title; a terminal would ask for them"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_read_stops(run, unchanged, changes, message):
    result = run("add", *options(RECORDED, **changes), "--yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


def test_all_errors_are_printed_and_nothing_is_written(run, unchanged):
    changes = {
        "period": "2024-09-30",
        "value": "12.5",
        "wording": "more than 13",
        "basis": "rumour",
    }
    result = run("add", *options(CLAIM, **changes), "--yes")
    assert (result.exit_code, result.stderr) == (1, "Error: 4 errors; nothing was written\n")
    assert result.stdout.splitlines() == [
        f"{LOSSES}:13: V05 basis: 'rumour' is not a basis; use one of {', '.join(BASES)}",
        f"{LOSSES}:13: V13 value: metric 'killed' counts persons; 12.5 is not a whole number",
        f"{LOSSES}:13: V21 period: period ends on 2024-09-30, after it was claimed on 2024-08-20; "
        "forecasts are not recorded",
        f"{LOSSES}:13: V33 wording: wording does not contain 12.5 in any usual spelling",
    ]


def test_the_same_claim_is_refused(run, copy):
    assert run("add", *options(CLAIM), "--yes").exit_code == 0
    before = contents(copy)
    result = run("add", *options(CLAIM), "--yes")
    assert result.exit_code == 1
    assert result.stdout == (
        f"{LOSSES}:14: V32 figure_id: same claim as losses-0009; a second outlet is not a "
        "second figure\n"
    )
    assert contents(copy) == before


def test_a_warning_needs_a_note(run, copy):
    changes = {"hedge": "unqualified"}
    before = contents(copy)
    result = run("add", *options(RECORDED, **changes), "--yes")
    assert result.exit_code == 1
    assert result.stdout == (
        f"{LOSSES}:13: V35 quantifier: wording says 'more than' but quantifier is 'unqualified'\n"
    )
    assert result.stderr == "Error: 1 warning; explain with --note; nothing was written\n"
    assert contents(copy) == before
    noted = run("add", *options(RECORDED, **changes, note="So in the table."), "--yes")
    assert noted.exit_code == 0, noted.output
    assert last_row(copy)["note"] == "So in the table."


def test_a_warning_on_a_later_row_of_the_series_is_printed(run, copy):
    """A total before losses-0003 that is higher than it."""
    total = {
        "metric": "personnel-losses", "place": "theatre-ru-ua", "period": "2022-02-24/2024-08-19",
        "value": "630,000", "hedge": None, "claimant": "ua-general-staff",
        "wording": "630,000 personnel",
    }  # fmt: skip
    result = run("add", *options(RECORDED, **total), "--yes")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == (
        f"{LOSSES}:5: V37 value: total fell from 630000 (losses-0009) to 623990; a re-based series?"
    )


REVISION = {
    "value": "625,270",
    "said": "2024-09-09",
    "source": "general-staff-2024-09-09",
    "wording": "personnel 625,270",
    "note": "The next bulletin gives another total.",
}


def test_a_revision_repeats_the_record_and_shows_old_and_new_cells(run, copy):
    result = run("revise", "losses-0004", *options(REVISION), "--yes")
    assert result.exit_code == 0, result.output
    row = last_row(copy)
    assert row == {
        "figure_id": "losses-0004", "revision": "2", "change": "revised",
        "recorded_on": row["recorded_on"], "metric": "personnel-losses",
        "subject": "ru-armed-forces", "place": "theatre-ru-ua", "period": "2022-02-24/2024-09-08",
        "quantifier": "unqualified", "value": "625270", "claimant": "ua-general-staff",
        "claimed_on": "2024-09-09", "source": "general-staff-2024-09-09", "basis": "stated",
        "verification": "unstated", "wording": "personnel 625,270",
        "note": "The next bulletin gives another total.",
    }  # fmt: skip
    assert [line.split() for line in result.stdout.splitlines()[3:9]] == [
        ["losses-0004", "old", "new"],
        ["revision", "1", "2"],
        ["change", "new", "revised"],
        ["recorded_on", "2024-09-09", row["recorded_on"]],
        ["value", "625260", "625270"],
        ["claimed_on", "2024-09-08", "2024-09-09"],
    ]
    assert result.stdout.splitlines()[-1] == "wrote losses-0004 revision 2"
    assert run("check").stdout == ""


def test_a_range_becomes_a_value(run, copy):
    changes = {"value": "90,000", "said": "2024-10-01", "source": "uk-2024-10-01",
               "wording": "90,000 killed"}  # fmt: skip
    result = run("revise", "losses-0008", *options(REVISION, **changes), "--yes")
    assert result.exit_code == 0, result.output
    row = last_row(copy)
    assert (row["quantifier"], row["value"]) == ("unqualified", "90000")
    assert {"value_lower", "value_upper"} & set(row) == set()


def test_a_correction_changes_only_what_is_stated(run, copy):
    with (copy / LOSSES).open(encoding="utf-8", newline="") as lines:
        before = next(row for row in csv.DictReader(lines) if row["figure_id"] == "losses-0006")
    note = "The governor spoke of the whole country."
    result = run("correct", "losses-0006", "--place", "Russia", "--note", note, "--yes")
    assert result.exit_code == 0, result.output
    row = last_row(copy)
    changed = {"revision": "2", "change": "corrected", "place": "ru", "note": note,
               "recorded_on": row["recorded_on"]}  # fmt: skip
    assert row == {name: cell for name, cell in {**before, **changed}.items() if cell}


def test_a_retraction_keeps_the_number(run, copy):
    result = run(
        "retract", "losses-0004", "--source", "general-staff-2024-09-09", "--said", "2024-09-09",
        "--note", "The claimant withdrew the bulletin.", "--yes",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    row = last_row(copy)
    assert (row["change"], row["value"], row["claimed_on"]) == ("retracted", "625260", "2024-09-09")
    assert run("check").stdout == ""


@pytest.mark.parametrize(
    ("command", "exit_code", "message"),
    [
        (("revise", "losses-0099"), 2,
         "Error: Invalid value for ID: no figure has the id 'losses-0099'"),
        (("revise", "losses-0004", "--value", "5"), 2,
         "Error: missing --source, --wording, --note; a terminal would ask for them"),
        (("correct", "losses-0004", "--place", "ua"), 2,
         "Error: missing --note; a terminal would ask for them"),
        (("retract", "losses-0004"), 2,
         "Error: missing --source, --note; a terminal would ask for them"),
        (("correct", "losses-0002", "--note", "Once more.", "--yes"), 1,
         "Error: 1 error; nothing was written"),
    ],
)  # fmt: skip
def test_an_impossible_revision_is_refused(run, unchanged, command, exit_code, message):
    result = run(*command)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (exit_code, message)
