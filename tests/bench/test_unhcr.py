"""UNHCR's table is read by the benchmark with every number in it, and asked for year by year."""

import pytest

from api.config import HOME
from bench.questions import YEARLY, questions
from bench.synthetic import Series
from bench.unhcr import file_given, series_of, write_folder
from datasets.curation.importers.unhcr import KEY
from datasets.curation.ledger_files import folder_at

COLUMNS = "refugees,asylum_seekers,returned_refugees,idps,returned_idps,stateless,ooc,oip,hst"


def table(path, *lines):
    path.write_text("\n".join([",".join(KEY) + "," + COLUMNS, *lines, ""]))
    return path


@pytest.fixture
def ledgers(tmp_path):
    years = [f"{year},SYR,SYR,GFR,DEU,5,0,0,0,0,0,12,,0" for year in (2020, 2021, 2023)]
    stateless = "2021,STA,XXA,EST,EST,0,0,0,0,0,9,0,,0"
    into = tmp_path / "datasets"
    into.mkdir()
    write_folder(HOME / "datasets", into, table(tmp_path / "population.csv", *years, stateless))
    return into


@pytest.mark.slow
def test_zeros_are_kept_and_columns_without_a_metric_are_given_one(ledgers):
    rows = folder_at(ledgers).rows
    syrians = rows[(rows["period"] == "2020-12-31") & (rows["subject"] == "sy-people")]
    assert syrians[["metric", "value"]].to_numpy().tolist() == [
        ["refugees", "5"],
        ["asylum-seekers", "0"],
        ["displaced", "0"],
        ["stateless", "0"],
        ["others-of-concern", "12"],
        ["host-community", "0"],
    ]
    assert (len(rows), rows["figure_id"].iloc[0]) == (4 * 8, "displacement-00000001")


@pytest.mark.slow
def test_a_series_is_asked_for_where_no_year_is_missing(ledgers):
    found = {(one.metric, one.subject): one for one in series_of(ledgers)}
    assert ("refugees", "sy-people") not in found
    stateless = found["returned-refugees", "stateless-people"]
    assert (stateless.length, stateless.flow, stateless.begins) == (1, True, "2021-01-01")


def test_a_period_of_years_is_whole():
    series = Series("displacement", "refugees", "", "sy-people", "de", "1990-01-01", 0,
                    flow=False, total=False, yearly=True)  # fmt: skip
    assert series.period(3, 12) == ("1993-01-01", "2002-12-31")


def test_every_contender_is_asked_for_the_same_people():
    page = questions(YEARLY)[0]
    choice = {"dataset": "displacement", "metric": "refugees", "claimant": "unhcr",
              "subject": "sy-people", "start": "1993-01-01", "end": "2002-12-31"}  # fmt: skip
    asked = "metric=refugees&claimant=unhcr&subject=sy-people"
    named = {name: asked in page.asked(name, [choice])[0] for name in page.paths}
    assert named == dict.fromkeys(("ours", "datasette", "hapi", "obvious"), True)
    assert page.name == "UNHCR: page of 100, filtered and sorted"


def test_a_file_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv("FIGURES_BENCH_UNHCR", "nowhere.csv")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        file_given()
