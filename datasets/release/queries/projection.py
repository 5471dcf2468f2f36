"""Some columns of a rendered row, cut out of its text without reading it."""

from collections.abc import Callable, Collection
from itertools import groupby

from datasets.model.fields import column_names
from datasets.model.published_row import PublishedRowSchema


def column_selector(names: Collection[str]) -> Callable[[str], str]:
    """What makes the JSON object of a row one of some columns, in the stored order.

    A key is found as it stands, with its comma and its colon: no text holds that, because a quote
    in a text has a backslash before it, and the quote that ends one has no colon after it.
    """
    columns = column_names(PublishedRowSchema)
    opened = [f'{"," if place else "{"}"{name}":' for place, name in enumerate(columns)]
    kept = [place for place, name in enumerate(columns) if name in names]
    runs = [
        [place for _, place in run]
        for _, run in groupby(enumerate(kept), lambda pair: pair[1] - pair[0])
    ]
    ends = [(opened[run[0]], "".join(opened[run[-1] + 1 : run[-1] + 2])) for run in runs]

    def cut(row: str) -> str:
        pieces, end = [], 0
        for first, beyond in ends:
            begin = row.index(first, end)
            end = row.index(beyond, begin) if beyond else len(row) - 1
            pieces.append(row[begin + 1 : end])
        return "{" + ",".join(pieces) + "}"

    return cut
