"""The frame of all importers: what is appended, what is revised, and what is only output."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from api.cli import command_group
from api.config import Config
from datasets.curation.importers.format import ImportedClaims, claims_of
from datasets.curation.importers.pipeline import (
    ConflictError,
    ImportPlan,
    UnknownMetricError,
    plan_of,
    write,
)
from datasets.curation.ledger_files import folder_at
from tests.ledger_edits import LOSSES, METRICS, SOURCES, update

TODAY = date(2024, 12, 31)
SOURCE = {
    "source_id": "file-2024-12-01",
    "publisher": "ukrinform",
    "title": "A file",
    "published": "2024-12-01",
    "language": "en",
    "licence": "CC BY 4.0",
    "note": "No archived copy.",
}
CLAIM = {
    "metric": "personnel-losses",
    "subject": "ru-armed-forces",
    "place": "theatre-ru-ua",
    "period": "2022-02-24/2024-09-09",
    "quantifier": "unqualified",
    "value": "626410",
    "claimant": "ua-general-staff",
    "claimed_on": "2024-09-09",
    "source": "file-2024-12-01",
    "basis": "stated",
    "verification": "unstated",
    "wording": "personnel 626410",
}
EIGHTH = {"period": "2022-02-24/2024-09-08", "claimed_on": "2024-09-08", "value": "625260",
          "wording": "personnel 625260"}  # fmt: skip

Files = dict[str, bytes]


def import_of(*changes: dict[str, str], publisher: str = "ukrinform") -> ImportedClaims:
    lines = pd.RangeIndex(2, len(changes) + 2)
    rows = pd.DataFrame([{**CLAIM, **change} for change in changes], lines, dtype=object)
    claims = claims_of(dict(rows), lines)
    return ImportedClaims(claims, sources=({**SOURCE, "publisher": publisher},))


def outcome(folder: Path, *changes: dict[str, str], publisher: str = "ukrinform") -> ImportPlan:
    return plan_of(folder_at(folder), import_of(*changes, publisher=publisher), TODAY)


def appended(plan: ImportPlan) -> list[list[str]]:
    columns = ["figure_id", "revision", "change", "recorded_on", "value", "note"]
    return plan.rows[columns].to_numpy().tolist()


def contents(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.rglob("*.csv")}


def test_a_preliminary_claim_is_the_first_revision_of_its_figure(copy):
    """A flash count and the count that replaced it are two rows, each on its own day."""
    final = import_of(
        {
            "value": "626500",
            "claimed_on": "2024-11-30",
            "verification": "verified",
            "wording": "personnel 626500",
        }
    )
    flash = import_of({"value": "626410", "verification": "unverified"}).claims
    plan = plan_of(folder_at(copy), replace(final, preliminary=flash), TODAY)
    columns = ["figure_id", "revision", "change", "value", "claimed_on", "verification", "note"]
    assert plan.rows[columns].to_numpy().tolist() == [
        ["losses-0009", "1", "new", "626410", "2024-09-09", "unverified", ""],
        [
            *("losses-0009", "2", "revised", "626500", "2024-11-30", "verified"),
            "Claimed first as 626410, on 2024-09-09.",
        ],
    ]
    assert plan.errors == ()
    again = plan_of(plan.folder, replace(final, preliminary=flash), TODAY)
    assert (len(again.rows), again.unchanged) == (0, 1)


def test_a_new_claim_takes_the_next_number(copy: Path) -> None:
    plan = outcome(copy, {})
    assert appended(plan) == [["losses-0009", "1", "new", "2024-12-31", "626410", ""]]
    assert (plan.unchanged, plan.missing_upstream, plan.errors) == (0, (), ())


def test_the_first_claim_of_all_is_number_one(copy: Path) -> None:
    for ledger in copy.glob("ledgers/*.csv"):
        header = ledger.read_bytes().partition(b"\n")[0]
        ledger.write_bytes(header + b"\n")
    assert appended(outcome(copy, {})) == [["losses-0001", "1", "new", "2024-12-31", "626410", ""]]


def test_new_claims_are_numbered_in_the_order_of_their_claims(copy: Path) -> None:
    tenth = {"period": "2022-02-24/2024-09-10", "claimed_on": "2024-09-10", "value": "627790",
             "wording": "personnel 627790"}  # fmt: skip
    plan = outcome(copy, tenth, {})
    assert plan.rows[["figure_id", "value"]].to_numpy().tolist() == [
        ["losses-0009", "626410"],
        ["losses-0010", "627790"],
    ]


def test_a_row_and_its_source_are_written_and_nothing_else(copy: Path) -> None:
    before = contents(copy)
    write(outcome(copy, {}), copy)
    after = contents(copy)
    row = (
        b"losses-0009,1,new,2024-12-31,personnel-losses,ru-armed-forces,theatre-ru-ua,"
        b"2022-02-24/2024-09-09,unqualified,626410,,,ua-general-staff,2024-09-09,,"
        b"file-2024-12-01,stated,unstated,,personnel 626410,\n"
    )
    source = b"file-2024-12-01,ukrinform,A file,2024-12-01,,,en,CC BY 4.0,No archived copy.\n"
    assert after["losses.csv"] == before["losses.csv"] + row
    assert after["sources.csv"].replace(source, b"") == before["sources.csv"]
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"losses.csv", "sources.csv"}


def test_the_same_file_twice_changes_nothing(copy: Path) -> None:
    write(outcome(copy, {}), copy)
    once = contents(copy)
    again = outcome(copy, {})
    write(again, copy)
    assert (appended(again), again.unchanged) == ([], 1)
    assert contents(copy) == once


def test_the_same_number_read_elsewhere_is_left_alone_whatever_its_hedge(copy: Path) -> None:
    hedged = {**EIGHTH, "quantifier": "approximately", "wording": "about 625260"}
    plan = outcome(copy, hedged)
    assert (appended(plan), plan.unchanged) == ([], 1)


def test_another_number_of_the_same_publisher_is_revised(copy: Path) -> None:
    other = {**EIGHTH, "value": "625300", "wording": "personnel 625300"}
    plan = outcome(copy, other, publisher="ua-general-staff")
    note = "The publisher's file gave 625260 before."
    assert appended(plan) == [["losses-0004", "2", "revised", "2024-12-31", "625300", note]]


def test_another_hedge_of_the_same_publisher_is_revised(copy: Path) -> None:
    hedged = {**EIGHTH, "quantifier": "approximately", "wording": "about 625260"}
    plan = outcome(copy, hedged, publisher="ua-general-staff")
    note = "The publisher's file gave 625260 before."
    assert appended(plan) == [["losses-0004", "2", "revised", "2024-12-31", "625260", note]]


def test_another_number_where_another_publisher_was_read_is_corrected(copy: Path) -> None:
    plan = outcome(copy, {**EIGHTH, "value": "625300", "wording": "personnel 625300"})
    note = "Nearer the claimant; ua-general-staff printed 625260."
    assert appended(plan) == [["losses-0004", "2", "corrected", "2024-12-31", "625300", note]]


def test_a_retracted_figure_is_not_revised_but_recorded_anew(copy: Path) -> None:
    again = {"metric": "killed", "place": "ru-kursk", "period": "2024-08-29", "value": "90",
             "wording": "90 killed"}  # fmt: skip
    assert appended(outcome(copy, again)) == [["losses-0009", "1", "new", "2024-12-31", "90", ""]]


def test_a_claim_that_left_the_publishers_file_is_only_reported(copy: Path) -> None:
    plan = outcome(copy, EIGHTH, publisher="ua-general-staff")
    assert (appended(plan), plan.missing_upstream) == ([], ("losses-0003", "losses-0005"))


def test_a_warning_is_answered_by_a_note_that_the_file_has_it_so(copy: Path) -> None:
    plan = outcome(copy, {"value": "620000", "wording": "personnel 620000"})
    fell = "total fell from 625260 (losses-0004) to 620000"
    note = f"So in the publisher's file: {fell}"
    assert appended(plan) == [["losses-0009", "1", "new", "2024-12-31", "620000", note]]


def test_a_claim_that_stands_twice_in_a_file_is_recorded_once(copy: Path) -> None:
    assert appended(outcome(copy, {}, {})) == [
        ["losses-0009", "1", "new", "2024-12-31", "626410", ""]
    ]


def test_two_numbers_for_one_question_in_a_file_are_refused(copy: Path) -> None:
    with pytest.raises(ConflictError) as refusal:
        outcome(copy, {}, {"value": "626420", "wording": "personnel 626420"})
    assert str(refusal.value) == (
        "lines 2 and 3 give 626410 and 626420 for personnel-losses of ru-armed-forces at "
        "theatre-ru-ua, 2022-02-24/2024-09-09"
    )


def test_a_metric_that_is_not_in_the_table_is_refused(copy: Path) -> None:
    with pytest.raises(UnknownMetricError, match=r"^not in metrics\.csv: balloons-lost$"):
        outcome(copy, {"metric": "balloons-lost"})


def test_an_error_is_reported_with_its_rule(copy: Path) -> None:
    plan = outcome(copy, {}, {**EIGHTH, "period": "2024-09-01", "value": "1.5"})
    assert [(error.rule, error.line) for error in plan.errors] == [("V13", 13), ("V33", 13)]


@pytest.fixture
def imported(copy: Path, tmp_path: Path) -> Callable[..., Result]:
    """Run ``flask figures import general-staff`` on a copy that has what the format names."""
    update(SOURCES, 2, archive_url="https://example.org")(copy)
    actors = copy / "reference" / "actors.csv"
    actors.write_text(actors.read_text() + "war-dataset-2022,repository,,research,,\n")

    def run(days: object, *options: str, published: str = "2026-08-08") -> Result:
        file = tmp_path / "russia_losses_personnel.json"
        file.write_text(days if isinstance(days, str) else json.dumps(days))
        group = command_group(Config(datasets=copy, instance=tmp_path / "instance"))
        arguments = ["import", "general-staff", str(file), "--published", published, *options]
        return CliRunner().invoke(group, arguments)

    return run


DAY = {"date": "2024-09-09", "personnel": 626410}


def test_the_command_appends_and_tells_what(copy: Path, imported: Callable[..., Result]) -> None:
    result = imported([DAY])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "figure_id    change  metric            subject          place          "
            "period                 quantifier   former  value",
            "losses-0009  new     personnel-losses  ru-armed-forces  theatre-ru-ua  "
            "2022-02-24/2024-09-09  unqualified  625260  626410",
            "losses: 1 new",
            "unchanged: 0",
        ],
    )
    assert result.stderr == "next: run flask figures check, then commit datasets/\n"
    assert (copy / LOSSES).read_text().splitlines()[-1].startswith("losses-0009,1,new,")


def test_a_dry_run_only_tells(copy: Path, imported: Callable[..., Result]) -> None:
    before = contents(copy)
    result = imported([DAY], "--dry-run")
    assert (result.exit_code, result.stdout.splitlines()[-2:]) == (
        0,
        ["losses: 1 new", "unchanged: 0"],
    )
    assert result.stderr == (
        "next: no row was appended; run the command without --dry-run to append these rows\n"
    )
    assert contents(copy) == before


@pytest.mark.parametrize(
    ("days", "published", "output"),
    [
        ([DAY, {"date": "2017-02-31", "personnel": 1}], "2026-08-08",
         "russia_losses_personnel.json:2: date: '2017-02-31' is not a date (iso)"),
        ('[{"date": "2024-09-09", "personnel": 62', "2026-08-08",
         "russia_losses_personnel.json:1: not JSON: Expecting ',' delimiter; cut off?"),
        ([DAY, {**DAY, "personnel": 626420}], "2026-08-08",
         "lines 1 and 2 give 626410 and 626420 for personnel-losses of ru-armed-forces at "
         "theatre-ru-ua, 2022-02-24/2024-09-09"),
        ([DAY], "2024-09-01", "1 error"),
    ],
)  # fmt: skip
def test_a_file_with_an_error_appends_nothing(
    days: object, published: str, output: str, copy: Path, imported: Callable[..., Result]
) -> None:
    before = contents(copy)
    result = imported(days, published=published)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == f"Error: {output}; no row was appended"
    assert contents(copy) == before


def test_a_format_that_is_not_known_is_refused_with_those_that_are(
    copy: Path, tmp_path: Path
) -> None:
    group = command_group(Config(datasets=copy, instance=tmp_path / "instance"))
    arguments = ["import", "balloons", str(copy / METRICS), "--published", "2024-12-01"]
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 2
    assert "'balloons' is not one of awsd, dtm, economist" in result.stderr
