"""Cutting columns out of the text of a row equals parsing, selecting and serializing it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema
from datasets.release.queries.figures import iter_lines
from datasets.release.queries.projection import column_selector
from datasets.release.queries.query import Query
from datasets.release.serialization import json_of

COLUMNS = column_names(PublishedRowSchema)
# Texts that look like the end of a cell and the key of the next one.
TEXTS = [f'{sign}"{name}":' for name in COLUMNS for sign in (",", "{", '",', "\\")]
TEXTS += ["", '"', "\\", ",", "}", '\\"', "period", '","period":"2024"']
CELLS = st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(TEXTS)
ROWS = st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS))


def selected(row: str, names: set[str]) -> str:
    return json_of({name: value for name, value in json.loads(row).items() if name in names})


@pytest.mark.parametrize(
    "names",
    [{"id"}, {"superseded_on"}, {"id", "revision", "value", "url"}, set(COLUMNS), {"text", "note"}],
)
def test_a_row_of_the_sample_has_the_selected_columns(sample_release, names):
    rows = list(iter_lines(sample_release, Query(history=True), "json"))
    assert [column_selector(names)(row) for row in rows] == [selected(row, names) for row in rows]


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(cells=ROWS, names=st.sets(st.sampled_from(COLUMNS), min_size=1))
def test_text_is_never_mistaken_for_a_key(cells, names):
    row = json_of(dict(zip(COLUMNS, cells, strict=True)))
    assert column_selector(names)(row) == selected(row, names)
