"""Rows that a database gathers into one are the rows that it would give one by one."""

import pytest
from sqlalchemy import Double, Text, literal, select, union_all

from datasets.release.queries.json_rows import as_json_array, rows_of_json

NUMBERS = [0, 40, 0.1, 12.5, 690720, 999999999999999, 123456789012.345, 0.12345678901234, 1e-14]
TEXTS = ["", "Київ", 'said "about ten"', "one\ntwo", "back\\slash", "\u2028", "😀", ",[]"]


def row(value, kind):
    return select(literal(value, kind).label("one"), literal(None, Text).label("other"))


@pytest.mark.parametrize(("values", "kind"), [(NUMBERS, Double), (TEXTS, Text)])
def test_cells_are_gathered_as_they_are_in_the_order_of_the_rows(sample_release, values, kind):
    rows = union_all(*(row(value, kind) for value in values)).subquery()
    ordered = select(rows).order_by(rows.c.one.desc())
    with sample_release.connect() as connection:
        one_by_one = [list(cells) for cells in connection.execute(ordered)]
        cell = connection.execute(as_json_array(ordered)).scalar_one()
    assert rows_of_json(cell) == one_by_one
    assert sorted(one for one, _ in one_by_one) == sorted(values)


def test_no_rows_are_gathered_as_none(sample_release):
    nothing = row(1, Double).where(literal(1) == literal(2))
    with sample_release.connect() as connection:
        assert rows_of_json(connection.execute(as_json_array(nothing)).scalar_one()) == []
