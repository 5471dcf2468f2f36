"""Rows added to the files of a datasets folder."""

import pytest

from datasets.curation.entries import (
    ConcurrentChangeError,
    UnknownFigureError,
    last_revision,
    new_figure,
    next_id,
    next_revision,
    source_id_of,
    write,
)
from datasets.curation.folder_files import files_at
from datasets.model.references import SourceSchema
from tests.ledger_edits import LOSSES, SOURCES

CELLS = {
    "recorded_on": "2024-12-31", "metric": "killed", "subject": "civilians", "place": "ua",
    "period": "2024-09-01", "quantifier": "unqualified", "value": "12", "claimant": "unhcr",
    "claimed_on": "2024-09-02", "source": "unhcr-2024-09-02", "wording": "12 killed, so far",
}  # fmt: skip
LINE = (
    b"losses-0009,1,new,2024-12-31,killed,civilians,ua,2024-09-01,unqualified,12,,,unhcr,"
    b'2024-09-02,,unhcr-2024-09-02,stated,unstated,,"12 killed, so far",\n'
)


def source(id_):
    cells = dict.fromkeys(SourceSchema().fields, "")
    return {**cells, "source_id": id_, "publisher": "ap", "title": "A title, with a comma"}


def test_a_new_figure_is_the_last_line_of_its_ledger(copy):
    before = files_at(copy)
    entry = new_figure(before, CELLS, None)
    assert entry.changed == {LOSSES: before.contents[LOSSES] + LINE}
    assert entry.touched == {LOSSES: {13}}
    write(before, entry)
    after = files_at(copy)
    assert after.contents == {**before.contents, **entry.changed}
    assert sorted(path.name for path in copy.rglob(".*")) == []


@pytest.mark.parametrize(
    ("id_", "line"),
    [
        pytest.param("aaa", 2, id="first"),
        pytest.param("ap-2024-08-20", 3, id="second"),
        pytest.param("unhcr-2024-06-14", 12, id="among-others-of-a-publisher"),
        pytest.param("zzz", 14, id="last"),
    ],
)
def test_a_new_source_is_inserted_in_the_order_of_ids(copy, id_, line):
    before = files_at(copy)
    entry = new_figure(before, CELLS, source(id_))
    lines = entry.changed[SOURCES].splitlines(keepends=True)
    assert lines.pop(line - 1) == f'{id_},ap,"A title, with a comma",,,,,,\n'.encode()
    assert b"".join(lines) == before.contents[SOURCES]
    assert entry.touched[SOURCES] == {line}
    assert list(entry.changed) == [SOURCES, LOSSES]


def test_a_revision_repeats_the_last_row_with_changes(copy):
    files = files_at(copy)
    previous = last_revision(files, "losses-0003")
    cells = {"change": "revised", "value": "623991", "note": "Restated."}
    entry = next_revision(files, previous, cells, None)
    assert entry.row == {**previous, **cells, "revision": "2"}
    assert entry.previous == previous


def test_the_last_revision_is_the_last_row_of_a_figure(copy):
    row = last_revision(files_at(copy), "losses-0002")
    assert (row["revision"], row["change"]) == ("4", "retracted")


@pytest.mark.parametrize("figure_id", ["losses-0099", "losses-00", "losses", "nothing-0001", ""])
def test_an_id_without_a_row_is_unknown(copy, figure_id):
    with pytest.raises(UnknownFigureError) as error:
        last_revision(files_at(copy), figure_id)
    assert str(error.value) == f"no figure has the id '{figure_id}'"


@pytest.mark.parametrize(
    ("content", "id_"),
    [
        (b"figure_id\n", "losses-0001"),
        (b"figure_id\nlosses-0007,\nlosses-0003,\n", "losses-0008"),
        (b"figure_id\nlosses-9999,\n", "losses-10000"),
    ],
)
def test_the_next_id_follows_the_highest(content, id_):
    assert next_id("losses", content) == id_


@pytest.mark.parametrize(
    ("title", "ids", "id_"),
    [
        ("The fall of Pokrovsk", [], "ap-2024-08-20-fall-pokrovsk"),
        ("One two three four five", [], "ap-2024-08-20-one-two-three"),
        ("Über Покровськ", [], "ap-2024-08-20-uber"),
        ("Покровськ", [], "ap-2024-08-20"),
        ("Losses", ["ap-2024-08-20-losses"], "ap-2024-08-20-losses-2"),
        ("Losses", ["ap-2024-08-20-losses", "ap-2024-08-20-losses-2"], "ap-2024-08-20-losses-3"),
    ],
)
def test_the_id_of_a_source_has_publisher_day_and_title(title, ids, id_):
    assert source_id_of("ap", "2024-08-20", title, ids) == id_


def test_nothing_is_written_over_the_change_of_another_program(copy):
    files = files_at(copy)
    entry = new_figure(files, CELLS, source("aaa"))
    with (copy / LOSSES).open("ab") as ledger:
        ledger.write(LINE)
    with pytest.raises(ConcurrentChangeError) as error:
        write(files, entry)
    assert str(error.value) == f"{LOSSES} was changed by another program"
    assert files_at(copy).contents[SOURCES] == files.contents[SOURCES]
