"""Publishers' files: what is read although it looks odd, and what is refused."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datasets.curation.importers.source_files import UpstreamError, days, numbers, records, table

ROWS = b"date,value\n2024-08-19,1\n2024-08-20,2\n"
READ = {2: ["2024-08-19", "1"], 3: ["2024-08-20", "2"]}


@pytest.mark.parametrize("read", [table, records])
@pytest.mark.parametrize(
    "text", ["<!DOCTYPE html>\n<html><p>404</p></html>\n", "\n <HTML lang=en>"]
)
def test_an_html_page_is_called_a_web_page(tmp_path, read, text):
    file = tmp_path / "daily.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UpstreamError, match=r"^daily\.json: is a web page, not a data file$"):
        read(file, ["a"])


def by_line(frame: pd.DataFrame) -> dict[int, list[str]]:
    lines = zip(frame.index, frame.itertuples(index=False, name=None), strict=True)
    return {line: list(row) for line, row in lines}


def refusal(act: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(UpstreamError) as refused:
        act(*arguments)
    return str(refused.value)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def written(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return written


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (ROWS, READ),
        (b"\xef\xbb\xbf" + ROWS, READ),
        (ROWS.replace(b"\n", b"\r\n"), READ),
        (gzip.compress(ROWS, mtime=0), READ),
        (gzip.compress(b"\xef\xbb\xbf" + ROWS, mtime=0), READ),
        (ROWS.replace(b"\n2024-08-20", b"\n\n2024-08-20"),
         {2: READ[2], 4: READ[3]}),
        (b"date,value\n#date,#affected+killed\n2024-08-19,1\n", {3: READ[2]}),
        (b"date,value\n#date,\n2024-08-19,1\n", {3: READ[2]}),
        (b"date,value\n#date,1\n", {2: ["#date", "1"]}),
        (b'date,value\n2024-08-19,"a\nb"\n2024-08-20,2\n',
         {3: ["2024-08-19", "a\nb"], 4: READ[3]}),
        (b"date,value\nNA,\n", {2: ["NA", ""]}),
        (b"date,value\n", {}),
    ],
)  # fmt: skip
def test_a_table_is_text_by_line(
    content: bytes, read: dict[int, list[str]], file: Callable[[bytes], Path]
) -> None:
    assert by_line(table(file(content), ["date", "value"])) == read


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file:1: column missing: 'date', 'value'"),
        (b"day,value\n1,1\n", "file:1: column missing: 'date'"),
        (b"date;value\n2024-08-19;1\n", "file:1: column missing: 'date', 'value'"),
        (ROWS[:-4], "file:3: row has 1 cells, the header 2: cut off?"),
        (ROWS + b"2024-08-21,3,4\n", "file:4: row has 3 cells, the header 2: cut off?"),
        (gzip.compress(ROWS, mtime=0)[:-9],
         "file: gzip is damaged: Compressed file ended before the end-of-stream marker was "
         "reached; cut off?"),
        (b"date,value\n2024-08-19,\xe9\n", "file:2: not UTF-8"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused(
    content: bytes, message: str, file: Callable[[bytes], Path]
) -> None:
    assert refusal(table, file(content), ["date", "value"]) == message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(table, tmp_path / "f.csv", ["date"]) == "f.csv: there is no such file"


@pytest.mark.parametrize(
    ("content", "at", "read"),
    [
        ([{"date": "2024-08-19", "value": 1}], None, {1: ["2024-08-19", "1"]}),
        ([{"date": "2024-08-19"}, {"value": 2}], None, {1: ["2024-08-19", ""], 2: ["", "2"]}),
        ([{"date": None, "value": 0}], None, {1: ["", "0"]}),
        ([{"date": "2024-08-19", "value": 1.0}], None, {1: ["2024-08-19", "1"]}),
        ([{"date": "2024-08-19", "value": 1.5}], None, {1: ["2024-08-19", "1.5"]}),
        ([{"date": "2024-08-19", "value": {"a": 1}}], None, {1: ["2024-08-19", '{"a": 1}']}),
        ({"data": [{"date": "2024-08-19", "value": 1}]}, "data", {1: ["2024-08-19", "1"]}),
    ],
)
def test_records_are_text_by_place_in_the_list(
    content: Any, at: str | None, read: dict[int, list[str]], file: Callable[[bytes], Path]
) -> None:
    path = file(json.dumps(content).encode())
    assert by_line(records(path, ["date", "value"], at)) == read


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'[{"date": "2024-08-19",\n "value"', "file:2: not JSON: Expecting ':' delimiter; "
         "cut off?"),
        (b"", "file:1: not JSON: Expecting value; cut off?"),
        (b'{"date": "2024-08-19"}', "file: not a list of objects"),
        (b"[1, 2]", "file: not a list of objects"),
        (b'[{"day": 1, "value": 2}]', "file:1: column missing: 'date'"),
    ],
)  # fmt: skip
def test_records_that_cannot_be_read_are_refused(
    content: bytes, message: str, file: Callable[[bytes], Path]
) -> None:
    assert refusal(records, file(content), ["date", "value"]) == message


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-08-19", "iso", "2024-08-19"),
        ("2024-8-9", "iso", "2024-08-09"),
        ("17/9/2024", "day-first", "2024-09-17"),
        ("01/09/2024", "day-first", "2024-09-01"),
        ("29/02/2024", "day-first", "2024-02-29"),
    ],
)
def test_a_day_is_read_in_the_declared_order(text: str, order: str, day: str) -> None:
    assert list(days(Path("f.csv"), pd.Series([text], [2], name="date"), order)) == [day]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2017-02-31", "iso"),
        ("2018-16-03", "iso"),
        ("17/9/2024", "iso"),
        ("2024-08-19", "day-first"),
        ("9/17/2024", "day-first"),
        ("17/9/24", "day-first"),
        ("2024-08-19T00:00:00Z", "iso"),
        ("", "iso"),
    ],
)
def test_what_is_no_day_is_refused_and_nothing_guessed(text: str, order: str) -> None:
    texts = pd.Series(["2024-08-19" if order == "iso" else "1/1/2024", text], [2, 3], name="date")
    message = f"f.csv:3: date: '{text}' is not a date ({order})"
    assert refusal(days, Path("f.csv"), texts, order) == message


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("140000", "140000"),
        ("140,000", "140000"),
        ("1,200,000", "1200000"),
        ("1,200.50", "1200.5"),
        ("007", "7"),
        ("0", "0"),
        ("0.0", "0"),
        ("113028738020.24063", "113028738020.24063"),
        ("", ""),
    ],
)
def test_a_number_is_written_plainly(text: str, number: str) -> None:
    assert list(numbers(Path("f.csv"), pd.Series([text], [2], name="value"))) == [number]


@pytest.mark.parametrize(
    "text", ["1,20", "1,2000", "12,00", ",100", "-25", "1e5", "NA", "n/a", "1 200", "1.200.000"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    message = f"f.csv:7: value: '{text}' is not a number"
    assert refusal(numbers, Path("f.csv"), pd.Series([text], [7], name="value")) == message
