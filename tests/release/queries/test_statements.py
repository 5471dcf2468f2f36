"""Rows that PostgreSQL collects into one JSON array equal the rows fetched one by one."""

import json

import pytest
from sqlalchemy import Double, Text, literal, select, union_all

from datasets.release.queries.statements import as_json_array

pytestmark = pytest.mark.slow

NUMBERS = [0, 40, 0.1, 12.5, 690720, 999999999999999, 123456789012.345, 0.12345678901234, 1e-14]
TEXTS = ["", "Київ", 'said "about ten"', "one\ntwo", "back\\slash", "\u2028", "😀", ",[]"]


def row(value, type_):
    return select(literal(value, type_).label("first"), literal(None, Text).label("second"))


@pytest.mark.parametrize(("values", "type_"), [(NUMBERS, Double), (TEXTS, Text)])
def test_an_array_has_the_same_cells_in_the_same_order(sample_database, values, type_):
    rows = union_all(*(row(value, type_) for value in values)).subquery()
    ordered = select(rows).order_by(rows.c.first.desc())
    with sample_database.connect() as connection:
        fetched = [list(cells) for cells in connection.execute(ordered)]
        cell = connection.execute(as_json_array(ordered)).scalar_one()
    assert json.loads(cell) == fetched
    assert sorted(value for value, _ in fetched) == sorted(values)


def test_an_empty_result_is_no_array(sample_database):
    nothing = row(1, Double).where(literal(1) == literal(2))
    with sample_database.connect() as connection:
        assert connection.execute(as_json_array(nothing)).scalar_one() is None
