"""Ledgers and questions that the benchmark makes from UNHCR's population table."""

import pytest

from api.config import HOME
from bench.questions import YEARLY, questions
from bench.synthetic import Series
from bench.unhcr import configured_file, series_of, write_folder
from datasets.curation.importers.unhcr import KEY
from datasets.curation.ledger_files import folder_at

COLUMNS = "refugees,asylum_seekers,returned_refugees,idps,returned_idps,stateless,ooc,oip,hst"


def write_table(path, *lines):
    path.write_text("\n".join([",".join(KEY) + "," + COLUMNS, *lines, ""]))
    return path


@pytest.fixture
def ledgers(tmp_path):
    years = [f"{year},SYR,SYR,GFR,DEU,5,0,0,0,0,0,12,,0" for year in (2020, 2021, 2023)]
    stateless = "2021,STA,XXA,EST,EST,0,0,0,0,0,9,0,,0"
    into = tmp_path / "datasets"
    into.mkdir()
    write_folder(
        HOME / "datasets", into, write_table(tmp_path / "population.csv", *years, stateless)
    )
    return into


@pytest.mark.slow
def test_ledgers_have_the_zeros_and_a_metric_for_every_column(ledgers):
    rows = folder_at(ledgers).rows
    syrians = rows[(rows["period"] == "2020-12-31") & (rows["subject"] == "sy-people")]
    assert syrians[["metric", "value"]].to_numpy().tolist() == [
        ["refugees", "5"],
        ["asylum-seekers", "0"],
        ["displaced-protected-or-assisted", "0"],
        ["stateless", "0"],
        ["others-of-concern", "12"],
        ["host-community", "0"],
    ]
    assert (len(rows), rows["figure_id"].iloc[0]) == (4 * 8, "displacement-00000001")


@pytest.mark.slow
def test_only_series_without_missing_years_are_queried(ledgers):
    by_key = {(series.metric, series.subject): series for series in series_of(ledgers)}
    assert ("refugees", "sy-people") not in by_key
    stateless = by_key["returned-refugees", "stateless-people"]
    assert (stateless.length, stateless.flow, stateless.begins) == (1, True, "2021-01-01")


def test_a_period_of_a_yearly_series_covers_complete_years():
    series = Series("displacement", "refugees", "", "sy-people", "de", "1990-01-01", 0,
                    flow=False, total=False, yearly=True)  # fmt: skip
    assert series.period(3, 12) == ("1993-01-01", "2002-12-31")


def test_every_contender_gets_the_same_subject():
    page = questions(YEARLY)[0]
    choice = {"dataset": "displacement", "metric": "refugees", "claimant": "unhcr",
              "subject": "sy-people", "start": "1993-01-01", "end": "2002-12-31"}  # fmt: skip
    parameters = "metric=refugees&claimant=unhcr&subject=sy-people"
    present = {name: parameters in page.paths_for(name, [choice])[0] for name in page.paths}
    assert present == dict.fromkeys(("ours", "datasette", "hapi", "obvious"), True)
    assert page.name == "UNHCR: page of 100, filtered and sorted"


def test_a_missing_file_is_an_error(monkeypatch):
    monkeypatch.setenv("FIGURES_BENCH_UNHCR", "nowhere.csv")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        configured_file()
