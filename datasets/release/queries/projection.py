"""Selects columns of a rendered row by cutting its JSON text, without parsing it."""

from collections.abc import Callable, Collection
from itertools import groupby

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema


def column_selector(names: Collection[str]) -> Callable[[str], str]:
    """A function from the JSON object of a row to one with these columns, in the stored order.

    A key is searched with its comma and its colon. No text value contains that: a quote inside a
    text has a backslash before it, and no colon follows the quote that ends a text.
    """
    columns = column_names(PublishedRowSchema)
    keys = [f'{"," if index else "{"}"{name}":' for index, name in enumerate(columns)]
    selected = [index for index, name in enumerate(columns) if name in names]
    runs = [
        [index for _, index in run]
        for _, run in groupby(enumerate(selected), lambda pair: pair[1] - pair[0])
    ]
    ends = [(keys[run[0]], "".join(keys[run[-1] + 1 : run[-1] + 2])) for run in runs]

    def select_columns(row: str) -> str:
        pieces, end = [], 0
        for first_key, next_key in ends:
            begin = row.index(first_key, end)
            end = row.index(next_key, begin) if next_key else len(row) - 1
            pieces.append(row[begin + 1 : end])
        return "{" + ",".join(pieces) + "}"

    return select_columns
