"""Ledgers with something wrong in them: bytes, cells, lines, made up from a seed."""

import csv
import json
import random
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.reliability.csv_oracle import table

ROWS = 12  # of each ledger
LEDGERS = "ledgers/*.csv"

Mutation = Callable[[random.Random, bytes], bytes]


def thinned(root: Path, folder: Path) -> Path:
    """The first rows of each ledger of a datasets folder, with the references that they name."""
    (folder / "ledgers").mkdir(parents=True)
    (folder / "reference").mkdir()
    shutil.copy(root / "datapackage.json", folder)
    shutil.copytree(root / "schemas", folder / "schemas")
    rows: list[dict[str, str]] = []
    for ledger in sorted(root.glob(LEDGERS)):
        lines = ledger.read_bytes().splitlines(keepends=True)[: ROWS + 1]
        (folder / "ledgers" / ledger.name).write_bytes(b"".join(lines))
        rows += table(folder / "ledgers" / ledger.name)
    sources = _named(root / "reference" / "sources.csv", {row["source"] for row in rows})
    metrics = table(root / "reference" / "metrics.csv")
    actors = {row[name] for row in rows for name in ("subject", "claimant", "derived_from")}
    actors |= {outlet for row in rows for outlet in row["via"].split(";")}
    actors |= {source["publisher"] for source in sources}
    _write(folder / "reference" / "sources.csv", sources)
    _write(folder / "reference" / "metrics.csv", metrics)
    _write(folder / "reference" / "actors.csv", _named(root / "reference" / "actors.csv", actors))
    _write(folder / "reference" / "places.csv", _places(root, {row["place"] for row in rows}))
    return folder


def mutated(chance: random.Random, content: bytes) -> bytes:
    """A file with one thing wrong; now and then with nothing wrong, written otherwise."""
    return chance.choice(MUTATIONS)(chance, content)


def meaning(content: bytes) -> object:
    """What a file says: its cells, if it can be read at all."""
    try:
        return list(csv.reader(content.decode().splitlines(keepends=True), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return content


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def _gone(chance: random.Random, content: bytes) -> bytes:
    first, last = sorted(chance.choices(range(len(content)), k=2))
    return content[:first] + content[min(last, first + 40) :]


def _swapped(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) - 1)
    return content[:place] + content[place : place + 2][::-1] + content[place + 2 :]


def _doubled(chance: random.Random, content: bytes) -> bytes:
    place, length = chance.randrange(len(content)), chance.choice((1, 1, 2, 30, 400))
    return content[: place + length] + content[place:]


def _flipped(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    flipped = content[place] ^ (1 << chance.randrange(8))
    return content[:place] + bytes([flipped]) + content[place + 1 :]


def _inserted(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    what = chance.choice(
        (b"\0", b"\xff", b"\xc0\xaf", b"\r", b"\r\n", b"\n", b'"', b",", b" ", b"\xc2\xa0", b"'",
         b"0", b"9", b"-", b"=", b"~", b";", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\xed\xa0\x80")
    )  # fmt: skip
    return content[:place] + what + content[place:]


def _other_digit(chance: random.Random, content: bytes) -> bytes:
    places = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
    place = chance.choice(places)
    return content[:place] + str(chance.randrange(10)).encode() + content[place + 1 :]


def _lines(change: Callable[[random.Random, list[bytes]], object]) -> Mutation:
    def mutation(chance: random.Random, content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        change(chance, lines)
        return b"".join(lines)

    return mutation


def _half(chance: random.Random, lines: list[bytes]) -> None:
    place = chance.randrange(len(lines))
    lines[place] = lines[place][: chance.randrange(len(lines[place]))] + b"\n"


def _cells(chance: random.Random, content: bytes) -> bytes:
    rows = list(csv.reader(content.decode().splitlines(keepends=True)))
    row = chance.choice(rows[1:])
    one, other = chance.sample(range(len(row)), 2)
    row[one], row[other] = row[other], chance.choice((row[one], row[other]))
    return _text(rows)


MUTATIONS: Sequence[Mutation] = (
    _cut, _gone, _swapped, _doubled, _flipped, _inserted, _inserted, _other_digit, _cells,
    _lines(lambda chance, lines: lines.pop(chance.randrange(len(lines)))),
    _lines(lambda chance, lines: lines.insert(chance.randrange(len(lines)), chance.choice(lines))),
    _lines(lambda chance, lines: lines.append(chance.choice(lines))),
    _lines(lambda chance, lines: chance.shuffle(lines)),
    _lines(_half),
    lambda _, content: content.replace(b"\n", b"\r\n"),
    lambda _, content: b"\xef\xbb\xbf" + content,
    lambda _, content: content.removesuffix(b"\n"),
    lambda _, content: json.dumps(content.decode()).encode(),
)  # fmt: skip


def _places(root: Path, wanted: set[str]) -> list[dict[str, str]]:
    """Places with all that they lie in."""
    places = {row["place_id"]: row for row in table(root / "reference" / "places.csv")}
    for place in sorted(wanted):
        around = place
        while around:
            wanted.add(around)
            around = places[around]["parent"]
    return [row for place, row in places.items() if place in wanted]


def _named(path: Path, wanted: set[str]) -> list[dict[str, str]]:
    return [row for row in table(path) if next(iter(row.values())) in wanted]


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    path.write_bytes(_text([list(rows[0]), *(list(row.values()) for row in rows)]))


def _text(rows: Iterable[Sequence[str]]) -> bytes:
    def cell(text: str) -> str:
        return (
            '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text
        )

    return "".join(",".join(map(cell, row)) + "\n" for row in rows).encode()
