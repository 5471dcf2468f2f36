"""The file of the embedded engine: rendered rows, postings and ranks, mapped into memory.

The file begins with the texts of all rows, in the order of their positions: JSON, CSV and claim of
the first, then of the second, and so on. Then come the other sections, and last a directory of the
sections as JSON, and its length. Every section begins at a multiple of eight bytes.

A row has two numbers. Its position, from 1, is its place in the order of id and revision. Its
number, from 0, is its place in the default order. Postings are Roaring bitmaps of numbers, so a
page in the default order is a slice of a bitmap. Ranks number the values of a column from 1, in
their order; a missing value has rank 0.
"""

import json
import mmap
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from itertools import takewhile
from typing import Any, BinaryIO, Literal

from pyroaring import BitMap, FrozenBitMap

LAYOUT = "figures file 1"  # change it with the layout of the file
MAX_BITMAP_BYTES = 32 * 2**20  # of the bitmaps that a release has in memory

TextKind = Literal["json", "csv", "claim"]
TEXT_KINDS: tuple[TextKind, ...] = ("json", "csv", "claim")
_ALIGNMENT = 8

Section = tuple[int, int]
"""The begin and the end of a section in the file, in bytes."""


class Bitmaps:
    """The bitmaps of a file by section. Those that were used last stay in memory."""

    def __init__(self, content: mmap.mmap | bytes, max_bytes: int = MAX_BITMAP_BYTES) -> None:
        self._content = content
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._bitmaps: OrderedDict[Section, FrozenBitMap] = OrderedDict()
        self.bytes = 0

    def __getitem__(self, section: Section) -> FrozenBitMap:
        with self._lock:
            if section in self._bitmaps:
                self._bitmaps.move_to_end(section)
                return self._bitmaps[section]
            begin, end = section
            bitmap = FrozenBitMap.deserialize(self._content[begin:end])
            self._bitmaps[section] = bitmap
            self.bytes += end - begin
            while self.bytes > self._max_bytes and len(self._bitmaps) > 1:
                (begin, end), _ = self._bitmaps.popitem(last=False)
                self.bytes -= end - begin
        return bitmap


class Column:
    """A column of the file.

    ``ranks`` are those of the rows by number. ``missing`` are the rows without a value, ``planes``
    the rows whose rank has each binary digit, the highest digit first. ``values`` has the number of
    each rank, from rank 1; it is empty for text.
    """

    def __init__(self, content: mmap.mmap, bitmaps: Bitmaps, sections: Mapping[str, Any]) -> None:
        self._bitmaps = bitmaps
        self._planes = tuple(map(tuple, sections["planes"]))
        self._missing = tuple(sections["missing"])
        self.ranks = _array(content, sections["ranks"], "I")
        self.values = _array(content, sections["values"], "d")

    @property
    def missing(self) -> FrozenBitMap:
        return self._bitmaps[self._missing]

    @property
    def planes(self) -> Iterator[FrozenBitMap]:
        return (self._bitmaps[plane] for plane in self._planes)

    def at_least(self, rows: FrozenBitMap, value: Any) -> FrozenBitMap:
        """The rows among some whose value is not less than another; see `number_of`."""
        return self._from_rank(rows, bisect_left(self.values, number_of(value)) + 1)

    def at_most(self, rows: FrozenBitMap, value: Any) -> FrozenBitMap:
        """The rows among some whose value is not greater than another."""
        greater = self._from_rank(rows, bisect_right(self.values, number_of(value)) + 1)
        return rows - self.missing - greater

    def last_rank(self, rows: FrozenBitMap) -> int:
        """The highest rank of some rows."""
        rank = 0
        for plane in self.planes:
            with_digit = rows & plane
            rank = rank << 1 | bool(with_digit)
            rows = with_digit or rows
        return rank

    def _from_rank(self, rows: FrozenBitMap, rank: int) -> FrozenBitMap:
        """Compare rank by rank, from the highest digit: O'Neil and Quass, SIGMOD 1997."""
        if rank > len(self.values):
            return FrozenBitMap()
        if rank == 1:
            return rows - self.missing
        greater, equal = FrozenBitMap(), rows
        digits = len(self._planes)
        for digit, plane in enumerate(self.planes, start=1):
            if rank >> (digits - digit) & 1:
                equal &= plane
            else:
                greater |= equal & plane
                equal -= plane
        return greater | equal


class FiguresFile:
    """The mapped file of a release. It stays mapped as long as an object uses it."""

    def __init__(self, file: BufferedReader) -> None:
        self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        directory = _directory(self._content)
        self.bitmaps = Bitmaps(self._content)
        self.positions = _array(self._content, directory["positions"], "I")  # by number
        self.numbers = _array(self._content, directory["numbers"], "I")  # by position - 1
        self.columns = {
            name: Column(self._content, self.bitmaps, sections)
            for name, sections in directory["columns"].items()
        }
        self._begins = _array(self._content, directory["begins"], "Q")
        self._by_id = _array(self._content, directory["by_id"], "I")
        self._postings: Mapping[str, Mapping[str, list[int]]] = directory["postings"]
        self._entangled: list[int] = directory["entangled"]
        self.all = FrozenBitMap(range(len(self.positions)))

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.positions)

    @property
    def entangled(self) -> FrozenBitMap:
        """The rows whose later revisions have to be compared one by one, see `vintages`."""
        return self._bitmap(self._entangled)

    def posting(self, parameter: str, code: Any) -> FrozenBitMap:
        """The rows that a filter selects by a code. Raises KeyError for an unknown filter."""
        section = self._postings[parameter].get(str(code))
        return self._bitmap(section) if section else FrozenBitMap()

    def codes(self, parameter: str) -> Iterable[str]:
        """The codes of a filter that select any row, in their order."""
        return self._postings[parameter].keys()

    def texts(self, kind: TextKind, positions: Iterable[int]) -> list[bytes]:
        """The rendered rows at some positions, as UTF-8."""
        offset = TEXT_KINDS.index(kind) - len(TEXT_KINDS)
        content, begins = self._content, self._begins
        indexes = [offset + len(TEXT_KINDS) * position for position in positions]
        return [content[begins[index] : begins[index + 1]] for index in indexes]

    def rendered_rows(self) -> Iterator[tuple[int, str, str]]:
        """Position, JSON object and CSV line of every row."""
        for position in range(1, len(self) + 1):
            json_text, csv_text = (self.texts(kind, [position])[0] for kind in ("json", "csv"))
            yield position, json_text.decode(), csv_text.decode()

    def rows_of_figure(self, figure_id: str) -> FrozenBitMap:
        """All revisions of a figure."""
        index = bisect_left(self._by_id, figure_id, key=self._id_at)
        if index == len(self._by_id) or self._id_at(self._by_id[index]) != figure_id:
            return FrozenBitMap()
        first: int = self._by_id[index]
        row: int = self.numbers[first - 1]
        return self.later_revisions(row) | FrozenBitMap([row])

    def later_revisions(self, row: int) -> FrozenBitMap:
        """The later revisions of the figure in a row."""
        ranks = self.columns["rank"].ranks
        following = self.numbers[self.positions[row] :]
        return FrozenBitMap(takewhile(lambda other: bool(ranks[other] == ranks[row]), following))

    def _id_at(self, position: int) -> str:
        """The first cell of the claim."""
        [claim] = self.texts("claim", [position])
        return claim[2 : claim.index(b'"', 2)].decode()

    def _bitmap(self, section: Sequence[int]) -> FrozenBitMap:
        begin, end = section
        return self.bitmaps[begin, end]


def number_of(value: Any) -> float:
    """A value of a column of numbers or days as a number; a day is ISO text."""
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else float(value)


@dataclass
class FiguresFileWriter:
    """Writes the file: first each row with `add_row`, by position, then the other sections."""

    file: BinaryIO

    def __post_init__(self) -> None:
        self.begins = array("Q", [0])

    def add_row(self, *texts: bytes) -> None:
        """Add the texts of a row, in the order of `TEXT_KINDS`."""
        for text in texts:
            self.file.write(text)
            self.begins.append(self.begins[-1] + len(text))

    def add_array(self, items: "array[Any]") -> Section:
        return self._section(items.tobytes())

    def add_bitmap(self, numbers: "array[int]") -> Section:
        """A bitmap of some rows, compressed."""
        bitmap = BitMap(numbers)
        bitmap.run_optimize()
        return self._section(bitmap.serialize())

    def finish(self, directory: Mapping[str, Any]) -> None:
        """Write the directory. The names of its sections are those of `FiguresFile`."""
        begins = self.add_array(self.begins)
        content = json.dumps({**directory, "begins": begins}).encode()
        self.file.write(content + len(content).to_bytes(_ALIGNMENT, "little"))
        self.file.flush()

    def _section(self, content: bytes) -> Section:
        self.file.write(bytes(-self.file.tell() % _ALIGNMENT))
        begin = self.file.tell()
        self.file.write(content)
        return begin, begin + len(content)


def _directory(content: mmap.mmap) -> dict[str, Any]:
    end = len(content) - _ALIGNMENT
    begin = end - int.from_bytes(content[end:], "little")
    directory: dict[str, Any] = json.loads(content[begin:end])
    return directory


def _array(content: mmap.mmap, section: Sequence[int], code: Literal["I", "Q", "d"]) -> Any:
    """A section as a sequence of numbers, which are not copied."""
    begin, end = section
    return memoryview(content)[begin:end].cast(code)
