"""Signs of hedges in charts, and the key that explains those that occur."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from api.representations.charts import NOTE_LETTERS

# Sizes in pixels.
KEY_LINE_HEIGHT = 17
SIGN_SIZE = 70  # area
TEXT_LEFT = 18
COLOUR = "#333333"

FLOOR = "floor"  # hedge of a bare documented count


class Hedge(NamedTuple):
    shape: str  # points to the side on which the number is open
    label: str
    hollow: bool = True


class Sign(NamedTuple):
    """A sign as it is drawn, and its meaning. Without a shape, ``symbol`` is a text."""

    text: str
    shape: str = ""
    hollow: bool = True
    symbol: str = ""


# Along a vertical axis.
HEDGES: Mapping[str, Hedge] = MappingProxyType(
    {
        "unqualified": Hedge("circle", "as printed (filled)", hollow=False),
        "approximately": Hedge("circle", "about (hollow)"),
        "more-than": Hedge("triangle-up", "more than (open upwards)"),
        "at-least": Hedge("triangle-up", "at least (open upwards)"),
        FLOOR: Hedge("triangle-up", "a documented count, which is a floor (open upwards)"),
        "less-than": Hedge("triangle-down", "less than (open downwards)"),
        "up-to": Hedge("triangle-down", "up to (open downwards)"),
        "between": Hedge("square", "an end of a range"),
    }
)


def hedge_signs(hedges: Iterable[Hedge], labels: Iterable[str]) -> list[Sign]:
    """The signs of the hedges that occur, each once. None if all numbers are as printed."""
    occurring = set(labels)
    texts: dict[tuple[str, bool], list[str]] = {}
    for hedge in hedges:
        if hedge.label in occurring:
            texts.setdefault((hedge.shape, hedge.hollow), []).append(hedge.label)
    if list(texts) == [("circle", False)]:
        return []
    return [Sign(_joined(labels), shape, hollow) for (shape, hollow), labels in texts.items()]


def _joined(labels: Sequence[str]) -> str:
    """Labels of one sign as one: ``more than, at least (open upwards)``."""
    names = [label.partition(" (")[0] for label in labels]
    remark = labels[0].partition(" (")[2]
    return ", ".join(names) + (f" ({remark}" if remark else "")


def key_height(signs: Sequence[Sign]) -> int:
    return sum(KEY_LINE_HEIGHT * len(_lines(sign)) for sign in signs)


def key_layers(signs: Sequence[Sign], left: int = 0) -> Iterator[dict[str, Any]]:
    """Layers that draw the signs one below the other, each with its meaning at its right."""
    y = KEY_LINE_HEIGHT // 2
    for sign in signs:
        yield _layer(_mark_of(sign), left + 6, y, sign.symbol)
        text = {"type": "text", "align": "left", "baseline": "middle", "fontSize": 11}
        for line in _lines(sign):
            yield _layer({**text, "color": COLOUR}, left + TEXT_LEFT, y, line)
            y += KEY_LINE_HEIGHT


def _lines(sign: Sign) -> list[str]:
    return textwrap.wrap(sign.text, NOTE_LETTERS - 4)


def _mark_of(sign: Sign) -> dict[str, Any]:
    if not sign.shape:
        return {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": COLOUR}
    return {
        "type": "point",
        "shape": sign.shape,
        "filled": not sign.hollow,
        "size": SIGN_SIZE,
        "strokeWidth": 1.5,
        "color": COLOUR,
        "opacity": 1,
    }


def _layer(mark: Mapping[str, Any], x: int, y: int, text: str) -> dict[str, Any]:
    encoding: dict[str, Any] = {"x": {"value": x}, "y": {"value": y}}
    if text:
        encoding["text"] = {"value": text}
    return {"data": {"values": [{}]}, "mark": dict(mark), "encoding": encoding}
