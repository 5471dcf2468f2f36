"""Rows selected and ordered with bitmaps equal those of a plain loop over all rows."""

import random
from array import array
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import FrozenBitMap

from datasets.release.compiler.figures_file import write_column
from datasets.release.figures_file import Bitmaps, FiguresFile, FiguresFileWriter
from datasets.release.queries.postings import place_after, rows_in_order
from datasets.release.queries.query import Query

ROWS = 3_000  # enough that rows are divided by several digits before they are sorted
SORTS = [
    ("value",),
    ("-value",),
    ("country", "-value"),
    ("-country", "value", "-id"),
    ("id",),
    ("-id",),
]


def file_of(columns: dict[str, list[int | None]], folder: Path) -> FiguresFile:
    """A file of rows without texts. The rows are numbered in the order of their positions."""
    rows = len(columns["value"])
    order = list(range(1, rows + 1))
    content = BytesIO()
    writer = FiguresFileWriter(content)
    written = {}
    for name, cells in {**columns, "position": order, "rank": order}.items():
        values = sorted({cell for cell in cells if cell is not None})
        ranks = [values.index(cell) + 1 if cell is not None else 0 for cell in cells]
        written[name] = write_column(writer, np.array(ranks, dtype=np.uint32), values)
    numbers = array("I", range(rows))
    writer.finish(
        {
            "positions": writer.add_array(array("I", order)),
            "numbers": writer.add_array(numbers),
            "by_id": writer.add_array(array("I")),
            "columns": written,
            "postings": {},
            "entangled": writer.add_bitmap(array("I")),
        }
    )
    path = folder / "rows.figures"
    path.write_bytes(content.getvalue())
    with path.open("rb") as file:
        return FiguresFile(file)


@pytest.fixture(scope="module")
def columns():
    """Few countries, many values, and rows without one."""
    rng = random.Random(20_261_201)  # noqa: S311
    return {
        "country": [rng.choice((None, 1, 2, 3)) for _ in range(ROWS)],
        "value": [rng.choice((None, *range(400))) for _ in range(ROWS)],
    }


@pytest.fixture(scope="module")
def file(columns, tmp_path_factory):
    return file_of(columns, tmp_path_factory.mktemp("postings"))


def sorted_plainly(columns, rows, sort) -> list[int]:
    """Sort by the last key first. Missing values come last in both directions."""
    ordered = sorted(rows)
    for key in reversed(sort):
        name = key.removeprefix("-")
        cells = range(ROWS) if name == "id" else columns[name]
        present = [row for row in ordered if cells[row] is not None]
        present.sort(key=lambda row, cells=cells: cells[row], reverse=key.startswith("-"))
        ordered = present + [row for row in ordered if cells[row] is None]
    return ordered


@pytest.mark.parametrize("sort", SORTS, ids=",".join)
@pytest.mark.parametrize("share", [1, 0.5, 0.01, 0])
def test_every_page_of_every_sort_has_the_rows_of_a_plain_sort(file, columns, sort, share):
    rng = random.Random(1)  # noqa: S311
    rows = [row for row in range(ROWS) if rng.random() < share]
    expected = sorted_plainly(columns, rows, sort)
    query = Query(sort=sort)
    for begin, end in ((0, 1), (0, 100), (250, 600), (len(rows) - 3, len(rows) + 9), (0, ROWS)):
        first = max(0, begin)
        batches = list(rows_in_order(file, FrozenBitMap(rows), query, first, end))
        assert [row for batch in batches for row in batch] == expected[first:end]
        assert all(batches)


@pytest.mark.parametrize("sort", SORTS, ids=",".join)
def test_the_place_after_a_row_counts_the_rows_before_it(file, columns, sort):
    order = sorted_plainly(columns, range(ROWS), sort)
    rows = FrozenBitMap(range(0, ROWS, 3))
    for place in range(0, ROWS, 41):
        expected = sum(row in rows for row in order[: place + 1])
        assert place_after(file, rows, Query(sort=sort), order[place]) == expected


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    values=st.lists(st.none() | st.integers(0, 40), min_size=1, max_size=60),
    bound=st.integers(-1, 41) | st.floats(-1, 41),
)
def test_bounds_select_the_rows_of_a_plain_comparison(values, bound):
    with TemporaryDirectory() as folder:
        file = file_of({"value": values}, Path(folder))
    column, rows = file.columns["value"], FrozenBitMap(range(0, len(values), 2))
    present = {row: values[row] for row in rows if values[row] is not None}
    assert list(column.at_least(rows, bound)) == [row for row in present if present[row] >= bound]
    assert list(column.at_most(rows, bound)) == [row for row in present if present[row] <= bound]
    if present:
        last = sorted({value for value in values if value is not None})
        rank = column.last_rank(FrozenBitMap(present))
        assert last[rank - 1] == max(present.values())


def test_bitmaps_stay_in_memory_up_to_a_limit_and_the_longest_unused_goes(tmp_path):
    contents = [FrozenBitMap([number]).serialize() for number in range(4)]
    size = len(contents[0])
    sections = [(number * size, (number + 1) * size) for number in range(4)]
    bitmaps = Bitmaps(b"".join(contents), max_bytes=2 * size)
    first, second = bitmaps[sections[0]], bitmaps[sections[1]]
    assert (list(first), list(second), bitmaps.bytes) == ([0], [1], 2 * size)
    assert bitmaps[sections[0]] is first
    assert list(bitmaps[sections[2]]) == [2]
    assert bitmaps[sections[0]] is first
    assert bitmaps[sections[1]] is not second
    assert bitmaps.bytes == 2 * size
