"""The feed of each source, by the patterns of ``feeds.csv``."""

import re
from collections.abc import Iterable, Iterator, Sequence

from datasets.model.licences import FACT


def feeds_of_sources(
    patterns: Iterable[tuple[str, Sequence[str]]], licences: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The pairs of a feed and a source that is an edition of it, in the order of the feeds.

    ``patterns`` are pairs of the id of a feed and the patterns of its sources; ``licences`` are
    pairs of the id of a source and its licence. A document of which single printed figures are
    recorded (licence ``fact``) is no file of a feed.
    """
    files = [source for source, licence in licences if licence != FACT]
    for feed, parts in patterns:
        expression = re.compile("|".join(map(_expression, parts)) or r"(?!)")
        yield from ((feed, source) for source in files if expression.fullmatch(source))


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "[a-z0-9-]+")
