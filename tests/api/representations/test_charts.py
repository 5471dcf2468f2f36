"""Charts of series and comparisons: accurate, self-contained and accessible."""

import json
import re
import struct
import xml.etree.ElementTree as ET

import pytest
import vl_convert

from api.representations.series_chart import SeriesContext
from api.representations.series_chart import series as series_chart
from datasets.claims.series import series_of
from tests.claims.claims import claim

PERSONNEL_LOSSES = "metric=personnel-losses&subject=ru-armed-forces&place=theatre-ru-ua"
LEBANON = "metric=killed&subject=lb-people&place=lb"
DAILY = "metric=killed&subject=ru-armed-forces&place=ru-kursk"
LINE_DISTANCE = "metric=front-distance&subject=ru-armed-forces&place=ua-pokrovsk"
KURSK = "metric=settlements-controlled&subject=ua-armed-forces&place=ru-kursk"
NOTHING = "metric=wounded&subject=ua-civilians&place=ua"

SERIES = [
    f"/v1/series.svg?{question}"
    for question in (PERSONNEL_LOSSES, LEBANON, DAILY, LINE_DISTANCE, KURSK)
]
DRAWINGS = [*SERIES, f"/v1/comparisons.svg?{LINE_DISTANCE}", f"/v1/comparisons.svg?{KURSK}"]
EMPTY = [f"/v1/series.svg?{NOTHING}", f"/v1/comparisons.svg?{NOTHING}"]
SVG = "{http://www.w3.org/2000/svg}"


def specification(client, question: str) -> dict:
    return client.get(f"/v1/series.vl.json?{question}").json


def values(client, question: str, *names: str) -> list[tuple]:
    points = specification(client, question)["data"]["values"]
    return [tuple(point[name] for name in names) for point in points]


@pytest.mark.parametrize("address", [*DRAWINGS, *EMPTY])
def test_a_drawing_is_an_image_with_a_title_and_a_description(rivals_client, address):
    response = rivals_client.get(address)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    root = ET.fromstring(response.text)  # noqa: S314
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.find(f"{SVG}desc").text.startswith(root.find(f"{SVG}title").text)


@pytest.mark.parametrize(
    ("address", "title", "last"),
    [
        (f"/v1/series.svg?{DAILY}",
         "How many members of the armed forces of Russia had been killed in Kursk Oblast",
         "General Staff of Ukraine (adverse claim), counts, 2024-08-15: between 10 and 20."),
        (f"/v1/series.svg?{LEBANON}", "How many people had been killed in Lebanon",
         "Ministry of Public Health of Lebanon, total, 2026-03-12: 687."),
        (f"/v1/comparisons.svg?{LINE_DISTANCE}&on=2024-08-20",
         "How many km the nearest troops of the armed forces of Russia were from Pokrovsk",
         "Unnamed outlet, 2024-08-18: about 10 km."),
    ],
)  # fmt: skip
def test_a_description_ends_with_the_last_figure(rivals_client, address, title, last):
    root = ET.fromstring(rivals_client.get(address).text)  # noqa: S314
    assert root.find(f"{SVG}title").text == title
    assert root.find(f"{SVG}desc").text.endswith(last)


@pytest.mark.parametrize("address", [*DRAWINGS, f"/v1/series.png?{PERSONNEL_LOSSES}"])
def test_the_same_question_gives_the_same_bytes(rivals_client, address):
    once, again = rivals_client.get(address), rivals_client.get(address)
    assert once.data == again.data
    assert once.headers["ETag"] == again.headers["ETag"]


@pytest.mark.parametrize("address", [*DRAWINGS, *EMPTY])
def test_a_drawing_loads_nothing_from_another_host(rivals_client, address):
    text = rivals_client.get(address).text
    named = set(re.findall(r'https?://[^"\s<)]+', text))
    assert named <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert re.findall(r"<(?:script|image|style|foreignObject)\b|url\(|\son\w+=", text) == []


def test_a_specification_loads_nothing_from_another_host(rivals_client):
    text = rivals_client.get(f"/v1/series.vl.json?{PERSONNEL_LOSSES}").text
    assert re.findall(r"https?://[^\"]+", text) == [
        "https://vega.github.io/schema/vega-lite/v5.json"
    ]


@pytest.mark.parametrize("question", [PERSONNEL_LOSSES, DAILY, NOTHING])
def test_a_png_has_a_useful_size(rivals_client, question):
    response = rivals_client.get(f"/v1/series.png?{question}")
    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert response.data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", response.data[16:24])
    assert 1200 < width < 2000
    assert 480 < height < 1800


@pytest.mark.parametrize(
    "question", [PERSONNEL_LOSSES, LEBANON, DAILY, LINE_DISTANCE, KURSK, NOTHING]
)
def test_a_specification_is_valid_vega_lite(rivals_client, question):
    chart = specification(rivals_client, question)
    compiled = vl_convert.vegalite_to_vega(json.dumps(chart), vl_version="5.21")
    assert ("symbol" in mark_types(compiled)) is (question != NOTHING)
    title = chart["title"]["text"]
    assert chart["description"].startswith(title if isinstance(title, str) else " ".join(title))


def mark_types(group: dict) -> set[str]:
    """The types of the marks of a compiled chart, in all its views."""
    nested = (mark_types(mark) for mark in group.get("marks", ()))
    return {mark["type"] for mark in group.get("marks", ())}.union(*nested)


@pytest.mark.parametrize("address", DRAWINGS)
def test_a_drawing_names_claimant_unit_source_and_release(rivals_client, address):
    text = " ".join(ET.fromstring(rivals_client.get(address).text).itertext())  # noqa: S314
    release = rivals_client.get("/version").json["release"]
    rows = rivals_client.get("/v1/figures?" + address.partition("?")[2]).json["data"]
    unit = {"person": "people", "km": "km", "settlement": "cities, towns and villages"}
    assert f"Reported Figures, release {release}, CC BY 4.0" in text
    assert "Claims as reported, not verified. Read in: press digest" in text
    assert unit[rows[0]["unit"]] in text
    for row in rows:
        name = row["claimant_name"]
        assert name[:1].upper() + name[1:] in text


@pytest.mark.parametrize(
    ("question", "series"),
    [
        (PERSONNEL_LOSSES, ["General Staff of Ukraine (adverse claim), counts",
                "General Staff of Ukraine (adverse claim), total",
                "UK Defence Intelligence, total"]),
        (KURSK, ["Commander-in-chief of Ukraine", "Governor of Kursk Oblast (adverse claim)"]),
        (LINE_DISTANCE, ["Euromaidan Press", "Head of Pokrovsk (adverse claim)", "Unnamed outlet"]),
    ],
)  # fmt: skip
def test_an_adverse_claim_is_labelled(rivals_client, question, series):
    assert sorted({name for (name,) in values(rivals_client, question, "series")}) == series


def test_a_total_that_restarts_is_drawn_as_two_lines(rivals_client):
    runs = [run for (run,) in values(rivals_client, LEBANON, "run")]
    assert [runs.index(run) for run in runs] == [0, 0, 0, 3, 3]


def test_counts_of_single_periods_are_not_joined_by_a_line(rivals_client):
    assert values(rivals_client, PERSONNEL_LOSSES, "day", "value", "joined") == [
        ("2024-09-08", 1270, False),
        ("2024-09-09", 1380, False),
        ("2024-09-12", 1200, False),
        ("2024-09-07", 623990, True),
        ("2024-09-08", 625260, True),
        ("2024-09-09", 626640, True),
        ("2024-09-07", 610000, True),
    ]


def test_every_hedge_has_a_mark_of_its_own(rivals_client):
    columns = ("label", "value", "lower", "upper", "hollow", "hedge")
    assert values(rivals_client, DAILY, *columns) == [
        ("at least 50", 50, None, None, True, "at least (open upwards)"),
        ("up to 70", 70, None, None, True, "up to (open downwards)"),
        ("more than 60", 60, None, None, True, "more than (open upwards)"),
        ("40", 40, None, None, False, "as printed (filled)"),
        ("about 30", 30, None, None, True, "about (hollow)"),
        ("between 10 and 20", None, 10, 20, True, "an end of a range"),
    ]


def test_a_range_has_marks_at_its_ends_only(rivals_client):
    views = specification(rivals_client, DAILY)["vconcat"]
    layers = [layer for view in views for layer in view["layer"] if "transform" in layer]
    ends = [
        layer["encoding"]["y"]["field"]
        for layer in layers
        if {"filter": "datum.value === null"} in layer["transform"]
    ]
    assert ends == ["lower", "upper"]
    assert "15" not in {value for (value,) in values(rivals_client, DAILY, "value")}


@pytest.mark.parametrize(
    ("address", "text"),
    [(EMPTY[0], "No figure answers"), (EMPTY[1], "No claimant answers")],
)
def test_a_chart_without_figures_says_so(rivals_client, address, text):
    root = ET.fromstring(rivals_client.get(address).text)  # noqa: S314
    assert root.find(f"{SVG}title").text == text
    assert text in [element.text for element in root.iter(f"{SVG}text")]


def test_a_gap_breaks_the_line():
    """Days 1, 2, 3, then 9 and 10: one run ends at 3, the next begins at 9."""
    runs = runs_of(STOCKS)
    assert [runs.index(run) for run in runs] == [0, 0, 0, 3, 3]


def test_a_range_breaks_the_line():
    ranged = [*STOCKS[:1], claim("R", "2024-09-02", "between 5 7", kind="stock"), STOCKS[2]]
    runs = runs_of(ranged)
    assert runs[0] != runs[1]
    assert runs[0] != runs[2]


STOCKS = [claim(f"S{day}", f"2024-09-{day:02}", "7", kind="stock") for day in (1, 2, 3, 9, 10)]


def runs_of(claims) -> list[str]:
    """The run of each point in the chart of some claims."""
    rows = {item.id: row_of(item) for item in claims}
    chart = series_chart(series_of(claims), rows, SeriesContext("T", "r"))
    return [value["run"] for value in chart["data"]["values"]]


def row_of(item) -> dict:
    """The columns of a published row that a chart needs."""
    return {
        "value": item.value,
        "value_lower": item.value_lower,
        "value_upper": item.value_upper,
        "quantifier": item.quantifier,
        "text": item.text,
        "stance": "third-party",
        "claimant_name": item.claimant_name,
        "period_end": item.period.end.isoformat(),
        "metric_name": "refugees",
        "subject_name": "refugees",
        "place_name": "Ukraine",
        "publisher_name": "press digest",
        "unit": "person",
    }
