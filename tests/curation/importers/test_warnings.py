"""Import of a damaged file: all warnings are listed, and the import stops."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import command_group
from api.config import Config
from datasets.curation.importers.warnings import review_of
from tests.curation.importers.test_pipeline import TODAY, outcome
from tests.ledger_edits import LOSSES

HEADER = "country,equipment_type,destroyed,abandoned,captured,damaged,type_total,date_recorded"
RUSSIA = {"2025-07-18": 4070, "2025-07-19": 4074}
UKRAINE = {"2025-07-18": 1219, "2025-07-19": 1220}
ALL_RIGHT = "next: no row was appended; run the command without --dry-run to append these rows\n"
STOPPED = (
    "Error: the file may be damaged; compare it with the publisher's page, then add --yes; "
    "no row was appended\n"
)

Import = Callable[..., Result]


@pytest.fixture
def import_files(copy: Path, tmp_path: Path) -> Import:
    group = command_group(Config(datasets=copy, instance=tmp_path / "instance"))
    actors = copy / "reference" / "actors.csv"
    actors.write_text(actors.read_text() + "war-dataset-2022,repository,,research,,\n")

    def run(name: str, file: str, content: str, *options: str) -> Result:
        path = tmp_path / file
        path.write_text(content)
        args = ["import", name, str(path), "--published", "2026-08-08", *options]
        return CliRunner().invoke(group, args)

    return run


def oryx(russia: dict[str, int], ukraine: dict[str, int]) -> tuple[str, str, str]:
    """The arguments of an import of tank losses by day."""
    lines = [
        f"{country},Tanks,{total},0,0,0,{total},{day}"
        for country, totals in (("Russia", russia), ("Ukraine", ukraine))
        for day, total in totals.items()
    ]
    return "oryx", "daily_count.csv", "\n".join([HEADER, *lines, ""])


def personnel(**days: int) -> tuple[str, str, str]:
    rows = [{"date": day.replace("_", "-")[1:], "personnel": total} for day, total in days.items()]
    return "general-staff", "russia_losses_personnel.json", json.dumps(rows)


def dangers(result: Result) -> list[str]:
    lines = result.stdout.splitlines()
    return [line.removeprefix("stop: ") for line in lines if line.startswith("stop: ")]


def warnings(result: Result) -> list[str]:
    """The lines of warnings, with one space between the cells."""
    _, _, listed = result.stdout.partition("  rule  warning\n")
    rows = (line for line in listed.splitlines() if line.startswith("losses-"))
    return [" ".join(row.split()) for row in rows]


def test_a_total_with_a_lost_digit_is_listed_and_stops(copy, import_files):
    """1,456,610 printed as 145,661."""
    assert import_files(*personnel(_2026_08_06=1456610)).exit_code == 0
    before = (copy / LOSSES).read_bytes()
    file = personnel(_2026_08_06=1456610, _2026_08_07=145661)
    for options in [("--dry-run",), ()]:
        result = import_files(*file, *options)
        assert (result.exit_code, result.stderr) == (1, STOPPED)
        assert warnings(result) == [
            "losses-0010 personnel-losses ru-armed-forces theatre-ru-ua 1456610 145661 V37 "
            "total fell from 1456610 (losses-0009) to 145661; a re-based series?",
            "losses-0010 personnel-losses ru-armed-forces theatre-ru-ua 1456610 145661 V38 "
            "value is 0.1 times the previous in this series (losses-0009); a misplaced digit?",
        ]
        assert dangers(result) == [
            "a total falls to a tenth or less: losses-0010, personnel-losses of ru-armed-forces "
            "at theatre-ru-ua, from 1456610 to 145661"
        ]
    assert (copy / LOSSES).read_bytes() == before


def test_a_lost_digit_within_a_new_file_stops(import_files):
    result = import_files(*oryx({**RUSSIA, "2025-07-20": 407, "2025-07-21": 4080}, {}))
    assert (result.exit_code, result.stderr) == (1, STOPPED)
    assert dangers(result) == [
        "a documented total falls to a tenth or less: losses-0011, tanks-lost of ru-armed-forces "
        "at theatre-ru-ua, from 4074 to 407"
    ]


def test_totals_cut_to_a_tenth_stop(import_files):
    days = {f"2025-07-{day:02d}": 4000 + day for day in range(1, 21)}
    assert import_files(*oryx(days, {})).exit_code == 0
    result = import_files(*oryx({day: total // 10 for day, total in days.items()}, {}))
    assert result.exit_code == 1
    assert dangers(result)[:2] == [
        "20 of 20 revised rows are totals with a lower number than before",
        "a documented total falls to a tenth or less: losses-0009, tanks-lost of ru-armed-forces "
        "at theatre-ru-ua, from 4001 to 400",
    ]
    assert "… the first 20 of 21 signs" in result.stdout


def test_a_documented_total_of_nothing_stops(import_files):
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    result = import_files(*oryx({**RUSSIA, "2025-07-20": 0}, UKRAINE))
    assert (result.exit_code, result.stderr) == (1, STOPPED)
    assert dangers(result) == [
        "a documented total falls to a tenth or less: losses-0013, tanks-lost of ru-armed-forces "
        "at theatre-ru-ua, from 4074 to 0"
    ]
    assert warnings(result) == [
        "losses-0013 tanks-lost ru-armed-forces theatre-ru-ua 4074 0 V37 "
        "total fell from 4074 (losses-0011) to 0; a re-based series?"
    ]


def test_series_of_belligerents_that_change_places_stop(import_files):
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    day = "2025-07-20"
    result = import_files(*oryx({**RUSSIA, day: 1221}, {**UKRAINE, day: 4075}))
    assert (result.exit_code, result.stderr) == (1, STOPPED)
    assert dangers(result) == [
        "two series change places: losses-0013, tanks-lost of ru-armed-forces at theatre-ru-ua, "
        "from 4074 to 1221; losses-0014, tanks-lost of ua-armed-forces at theatre-ru-ua, "
        "from 1220 to 4075"
    ]


def test_a_series_with_the_label_of_its_adversary_stops(import_files):
    """Russian tanks under the name of Ukraine, and no row for Russia."""
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    result = import_files(*oryx(RUSSIA, {**UKRAINE, "2025-07-20": 4074}), "--dry-run")
    assert (result.exit_code, result.stderr) == (1, STOPPED)
    assert dangers(result) == [
        "a series takes the level of ru-armed-forces, 4074: losses-0013, tanks-lost of "
        "ua-armed-forces at theatre-ru-ua, from 1220 to 4074"
    ]


@pytest.mark.parametrize(
    ("russia", "ukraine"),
    [
        pytest.param({"2025-07-20": 4081}, {"2025-07-20": 1225}, id="both-rise"),
        pytest.param({"2025-07-20": 4074}, {"2025-07-20": 1219}, id="a-new-total-falls-a-little"),
        pytest.param({"2025-07-20": 408}, {}, id="just-above-a-tenth"),
        pytest.param({}, {"2025-07-20": 2439}, id="a-rise-below-twofold"),
    ],
)
def test_an_ordinary_file_does_not_stop(import_files, russia, ukraine):
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    file = oryx({**RUSSIA, **russia}, {**UKRAINE, **ukraine})
    result = import_files(*file, "--dry-run")
    assert (result.exit_code, result.stderr, dangers(result)) == (0, ALL_RIGHT, [])


@pytest.mark.parametrize(
    ("lowered", "stops"),
    [
        pytest.param(1, False, id="one-of-ten"),
        pytest.param(2, True, id="two-of-ten"),
        pytest.param(3, True, id="three-of-ten"),
    ],
)
def test_more_than_a_tenth_of_lowered_revisions_stops(import_files, lowered, stops):
    days = {f"2025-07-{day:02d}": 4000 + 10 * day for day in range(1, 11)}
    assert import_files(*oryx(days, {})).exit_code == 0
    revised = {
        day: total + (-1 if index < lowered else 1)
        for index, (day, total) in enumerate(days.items())
    }
    result = import_files(*oryx(revised, {}), "--dry-run")
    messages = [f"{lowered} of 10 revised rows are totals with a lower number than before"]
    assert dangers(result) == (messages if stops else [])


def test_more_than_three_lowered_totals_stop_also_among_many(import_files):
    days = {f"2025-{month:02d}-{day:02d}": 4000 + 50 * month + day
            for month in range(1, 4) for day in range(1, 29)}  # fmt: skip
    assert import_files(*oryx(days, {})).exit_code == 0
    changes = [-1] * 4 + [1] * 80
    revised = {
        day: total + change for (day, total), change in zip(days.items(), changes, strict=True)
    }
    assert dangers(import_files(*oryx(revised, {}), "--dry-run")) == [
        "4 of 84 revised rows are totals with a lower number than before"
    ]


def test_a_confirmed_import_appends_the_rows(copy, import_files):
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    result = import_files(*oryx({**RUSSIA, "2025-07-20": 0}, UKRAINE), "--yes")
    assert (result.exit_code, len(dangers(result))) == (0, 1)
    last = (copy / LOSSES).read_text().splitlines()[-1]
    note = "So in the publisher's file: total fell from 4074 (losses-0011) to 0"
    assert (last.startswith("losses-0013,1,new,"), last.endswith(note)) == (True, True)


def test_the_rows_are_listed_with_subject_and_former_value(import_files):
    assert import_files(*oryx(RUSSIA, UKRAINE)).exit_code == 0
    result = import_files(*oryx({**RUSSIA, "2025-07-19": 4079}, UKRAINE), "--dry-run")
    header, row, *counts = result.stdout.splitlines()[:4]
    assert (header.split(), row.split(), counts) == (
        ["figure_id", "change", "metric", "subject", "place", "period", "quantifier", "former",
         "value"],
        ["losses-0011", "revised", "tanks-lost", "ru-armed-forces", "theatre-ru-ua",
         "2022-02-24/2025-07-19", "unqualified", "4074", "4079"],
        ["losses: 1 revised", "unchanged: 3"],
    )  # fmt: skip


@pytest.mark.parametrize(("value", "listed"), [("5300", True), ("530000", True), ("50000", False)])
def test_a_revision_by_a_factor_of_ten_is_listed_and_stops(copy, value, listed):
    """A stock has no running total that could fall: the revision itself has lost a digit."""
    claim = {
        "metric": "remaining-residents", "subject": "ua-residents", "place": "ua-pokrovsk",
        "period": "2024-08-19~", "claimant": "ap", "value": value, "wording": value,
    }  # fmt: skip
    plan = outcome(copy, claim, publisher="unnamed-outlet")
    danger = (
        "a revision by a factor of ten or more: population-0001, remaining-residents of "
        f"ua-residents at ua-pokrovsk, from 53000 to {value}"
    )
    assert review_of(plan, TODAY).dangers == ((danger,) if listed else ())
