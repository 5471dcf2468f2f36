"""Ledgers with faults in bytes, cells or lines, generated from a seed."""

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


def truncated_datasets(root: Path, folder: Path) -> Path:
    """Copy the first rows of each ledger, with the references that they name, without feeds."""
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
    for name in ("conflicts.csv", "feeds.csv"):
        header = (root / "reference" / name).read_bytes().splitlines(keepends=True)[0]
        (folder / "reference" / name).write_bytes(header)
    _write(folder / "reference" / "sources.csv", sources)
    _write(folder / "reference" / "metrics.csv", metrics)
    _write(folder / "reference" / "actors.csv", _named(root / "reference" / "actors.csv", actors))
    _write(folder / "reference" / "places.csv", _places(root, {row["place"] for row in rows}))
    return folder


def mutate(rng: random.Random, content: bytes) -> bytes:
    """Apply one random mutation, which may leave the meaning unchanged."""
    return rng.choice(MUTATIONS)(rng, content)


def cells_of(content: bytes) -> object:
    """Cells of a file, or its bytes if it is not CSV."""
    try:
        return list(csv.reader(content.decode().splitlines(keepends=True), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return content


def _truncate(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randrange(len(content))]


def _remove(rng: random.Random, content: bytes) -> bytes:
    first, last = sorted(rng.choices(range(len(content)), k=2))
    return content[:first] + content[min(last, first + 40) :]


def _swap(rng: random.Random, content: bytes) -> bytes:
    position = rng.randrange(len(content) - 1)
    return content[:position] + content[position : position + 2][::-1] + content[position + 2 :]


def _duplicate(rng: random.Random, content: bytes) -> bytes:
    position, length = rng.randrange(len(content)), rng.choice((1, 1, 2, 30, 400))
    return content[: position + length] + content[position:]


def _flip_bit(rng: random.Random, content: bytes) -> bytes:
    position = rng.randrange(len(content))
    flipped = content[position] ^ (1 << rng.randrange(8))
    return content[:position] + bytes([flipped]) + content[position + 1 :]


def _insert(rng: random.Random, content: bytes) -> bytes:
    position = rng.randrange(len(content))
    what = rng.choice(
        (b"\0", b"\xff", b"\xc0\xaf", b"\r", b"\r\n", b"\n", b'"', b",", b" ", b"\xc2\xa0", b"'",
         b"0", b"9", b"-", b"=", b"~", b";", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b"\xed\xa0\x80")
    )  # fmt: skip
    return content[:position] + what + content[position:]


def _change_digit(rng: random.Random, content: bytes) -> bytes:
    positions = [position for position, byte in enumerate(content) if chr(byte).isdigit()]
    position = rng.choice(positions)
    return content[:position] + str(rng.randrange(10)).encode() + content[position + 1 :]


def _lines(change: Callable[[random.Random, list[bytes]], object]) -> Mutation:
    def mutation(rng: random.Random, content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        change(rng, lines)
        return b"".join(lines)

    return mutation


def _halve_line(rng: random.Random, lines: list[bytes]) -> None:
    position = rng.randrange(len(lines))
    lines[position] = lines[position][: rng.randrange(len(lines[position]))] + b"\n"


def _swap_cells(rng: random.Random, content: bytes) -> bytes:
    rows = list(csv.reader(content.decode().splitlines(keepends=True)))
    row = rng.choice(rows[1:])
    first, second = rng.sample(range(len(row)), 2)
    row[first], row[second] = row[second], rng.choice((row[first], row[second]))
    return _text(rows)


MUTATIONS: Sequence[Mutation] = (
    _truncate, _remove, _swap, _duplicate, _flip_bit, _insert, _insert, _change_digit, _swap_cells,
    _lines(lambda rng, lines: lines.pop(rng.randrange(len(lines)))),
    _lines(lambda rng, lines: lines.insert(rng.randrange(len(lines)), rng.choice(lines))),
    _lines(lambda rng, lines: lines.append(rng.choice(lines))),
    _lines(lambda rng, lines: rng.shuffle(lines)),
    _lines(_halve_line),
    lambda _, content: content.replace(b"\n", b"\r\n"),
    lambda _, content: b"\xef\xbb\xbf" + content,
    lambda _, content: content.removesuffix(b"\n"),
    lambda _, content: json.dumps(content.decode()).encode(),
)  # fmt: skip


def _places(root: Path, wanted: set[str]) -> list[dict[str, str]]:
    """Places with all their ancestors."""
    places = {row["place_id"]: row for row in table(root / "reference" / "places.csv")}
    for place in sorted(wanted):
        ancestor = place
        while ancestor:
            wanted.add(ancestor)
            ancestor = places[ancestor]["parent"]
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
