"""Charts of comparisons: every mark is dated, and older claims are set apart."""

import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from api.representations import charts
from api.representations.comparison_chart import comparison
from api.representations.comparison_rows import NAME_LETTERS, ChartContext
from datasets.claims.comparisons import compare
from tests.claims.claims import claim

TOLERANCE_DAYS = 7
OLDER = "Ended more than 7 days before the newest: not comparable with it"
OTHER_START = "Counted since another day: not comparable with the newest"
LONG_NAME = (
    "Interregional Committee for the Registration of Persons Evacuated from the Border Districts "
    "of the Oblast, Department for the Coordination of Humanitarian Assistance"
)
COUNTS = [
    claim("A", "2022-02-24/2024-09-08", "100", claimant="a", basis="documented"),
    claim("B", "2022-02-24/2024-09-07", "more-than 250", claimant="b", derived_from="a"),
    claim("C", "2022-02-24/2024-08-01", "approximately 90", claimant="c"),
    claim("D", "2024-01-01/2024-09-08", "between 20 40", claimant="d"),
]


def chart_of(claims, *, sort=("-value",), unit="person", **vintages) -> dict:
    on = date(2024, 9, 30)
    compared = compare(claims, on, TOLERANCE_DAYS)
    rows = {
        item.id: {
            "claimant_name": item.claimant_name,
            "stance": "third-party",
            "publisher_name": "press digest",
            "unit": unit,
        }
        for item in compared.claims
    }
    context = ChartContext("How many died", on, TOLERANCE_DAYS, sort, vintages, "r1")
    return comparison(compared, rows, context)


def stocks(*numbers: str) -> list:
    return [
        claim(f"F{index}", number=number, kind="stock", claimant=f"c{index}")
        for index, number in enumerate(numbers)
    ]


def layers_of(chart: dict) -> list[dict]:
    """The layers of the claims; the key is a view of its own."""
    return chart["vconcat"][0]["layer"]


def texts_of(chart: dict, style: str) -> list[str]:
    layers = (layer["data"]["values"] for layer in layers_of(chart) if "data" in layer)
    return [text["text"] for values in layers for text in values if text.get("style") == style]


def axis_of(chart: dict) -> tuple[list, str]:
    """The ticks of the axis, and its title."""
    x = layers_of(chart)[-1]["encoding"]["x"]
    assert x["scale"]["domain"] == [x["axis"]["values"][0], x["axis"]["values"][-1]]
    return x["axis"]["values"], x["title"]


def legend_of(chart: dict) -> list[str]:
    """The texts of the key below the claims."""
    layers = [layer for view in chart["vconcat"][1:] for layer in view["layer"]]
    return [layer["encoding"]["text"]["value"] for layer in layers if "text" in layer["encoding"]]


def drawn_text(chart: dict) -> str:
    return " ".join(ET.fromstring(charts.svg(chart)).itertext())  # noqa: S314


def test_every_claim_has_its_number_and_its_dates():
    chart = chart_of(COUNTS)
    assert texts_of(chart, "number") == [
        "more than 250", "100", "between 20 and 40", "about 90",
    ]  # fmt: skip
    assert texts_of(chart, "note") == [
        "24 February 2022 to 7 September 2024; said on 1 October 2024; based on the",
        "figures of A",
        "24 February 2022 to 8 September 2024; said on 1 October 2024; documented",
        "1 January to 8 September 2024; said on 1 October 2024",
        "24 February 2022 to 1 August 2024; said on 1 October 2024",
    ]


def test_claims_that_are_not_comparable_are_grey_below_a_rule():
    chart = chart_of(COUNTS)
    assert [(mark["series"], mark["group"]) for mark in chart["data"]["values"]] == [
        ("B", "current"), ("A", "current"), ("D", "other"), ("C", "other"),
    ]  # fmt: skip
    assert texts_of(chart, "heading") == [OTHER_START, OLDER]
    heights = [mark["y"] for mark in chart["data"]["values"]]
    rules = [rule["y"] for rule in layers_of(chart)[0]["data"]["values"]]
    assert (
        heights[1] < rules[0] < heights[2] < rules[1] < heights[3] < chart["vconcat"][0]["height"]
    )


def test_a_chart_of_comparable_claims_has_no_rule():
    chart = chart_of(stocks("10", "20"))
    assert texts_of(chart, "heading") == []
    assert {mark["group"] for mark in chart["data"]["values"]} == {"current"}


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (("-value",), "B A D C"),
        (("value",), "A B D C"),
        (("claimant",), "A B D C"),
        (("-claimant",), "B A D C"),
        (("-period_end",), "A B D C"),
    ],
)
def test_a_chart_has_the_order_that_was_chosen(sort, order):
    marks = chart_of(COUNTS, sort=sort)["data"]["values"]
    assert " ".join(mark["series"] for mark in marks) == order


@pytest.mark.parametrize(
    ("numbers", "unit", "ticks", "title"),
    [
        (["1256", "53000"], "person", [0, 20000, 40000, 60000], "people"),
        (["53000"], "person", [0, 20000, 40000, 60000], "people"),
        (["7"], "person", [0, 2, 4, 6, 8], "people"),
        (["1", "2"], "person", [0, 1, 2], "people"),
        (["0"], "person", [0, 1], "people"),
        (["53000", "59000"], "person", [50000, 52000, 54000, 56000, 58000, 60000],
         "people (the axis does not begin at 0)"),
        (["18787", "18800"], "person", [18000, 18500, 19000],
         "people (the axis does not begin at 0)"),
        (["5", "5"], "person", [0, 2, 4, 6], "people"),
        (["60", "100"], "person", [0, 25, 50, 75, 100], "people"),
        (["61", "100"], "person", [50, 60, 70, 80, 90, 100],
         "people (the axis does not begin at 0)"),
        (["10", "100 5 180"], "person", [0, 50, 100, 150, 200], "people"),
        (["between 0.5 1.5", "2"], "km", [0, 0.5, 1, 1.5, 2], "km"),
    ],
)  # fmt: skip
def test_an_axis_begins_at_zero_or_says_that_it_does_not(numbers, unit, ticks, title):
    assert axis_of(chart_of(stocks(*numbers), unit=unit)) == (ticks, title)


numbers_of_chart = st.lists(
    st.integers(0, 2_000_000) | st.floats(0.01, 5000).map(lambda number: round(number, 2)),
    min_size=1,
    max_size=9,
)


@given(numbers_of_chart)
@settings(derandomize=True, max_examples=200, deadline=None, database=None)
def test_no_axis_begins_below_zero_or_leaves_a_number_out(numbers):
    chart = chart_of(stocks(*map(str, numbers)), unit="km2")
    ticks, title = axis_of(chart)
    assert 0 <= ticks[0] <= min(numbers)
    assert max(numbers) <= ticks[-1]
    assert ("does not begin at 0" in title) is (ticks[0] > 0)
    assert ticks[0] == 0 or min(numbers) > 0.6 * max(numbers)
    assert 2 <= len(ticks) <= 8


@pytest.mark.parametrize(
    ("numbers", "legend"),
    [
        (["10", "20"], []),
        (["10", "20 5 30"], []),
        (["10", "more-than 20"], ["as printed (filled)", "more than"]),
        (["less-than 10", "up-to 20"], ["less than, up to"]),
        (["between 10 20", "approximately 20"], ["about (hollow)", "an end of a range"]),
        (["at-least 10"], ["at least"]),
    ],
)
def test_a_legend_has_the_hedges_that_occur(numbers, legend):
    assert legend_of(chart_of(stocks(*numbers))) == legend


def test_a_documented_count_is_marked_as_a_floor():
    chart = chart_of(COUNTS[:1])
    assert legend_of(chart) == ["documented count: a floor"]
    assert [mark["hollow"] for mark in chart["data"]["values"]] == [True]


def test_triangles_point_to_the_open_side_along_the_axis():
    marks = chart_of(stocks("more-than 10", "up-to 20"))["data"]["values"]
    assert {mark["label"]: mark["shape"] for mark in marks} == {
        "more than 10": "triangle-right",
        "up to 20": "triangle-left",
    }


def test_a_range_has_points_at_its_ends_only():
    chart = chart_of(stocks("between 10 20"))
    points = [
        layer["encoding"]["x"]["field"]
        for layer in layers_of(chart)
        if layer["mark"]["type"] == "point"
    ]
    assert points == ["lower", "upper"]


def test_a_long_name_is_wrapped_and_whole():
    item = claim("A", number="between 1300000 1400000")._replace(claimant_name=LONG_NAME)
    chart = chart_of([item])
    lines, [number] = texts_of(chart, "name"), texts_of(chart, "number")
    assert " ".join(lines) == LONG_NAME
    assert max(map(len, lines)) + len(number) < NAME_LETTERS
    assert LONG_NAME in drawn_text(chart)


def test_a_chart_names_day_tolerance_vintage_source_and_release():
    chart = chart_of(COUNTS, known_at=date(2024, 10, 2), as_of=date(2026, 1, 1))
    assert " ".join(chart["title"]["subtitle"]) == (
        "Latest figures whose period ended by 30 September 2024. "
        "Claims that were public by 2 October 2024. The ledger as of 1 January 2026. "
        "Comparable: periods that end within 7 days of the newest and start on the same day. "
        "Claims as reported, not verified. Read in: press digest "
        "Reported Figures, release r1, CC BY 4.0"
    )


def test_a_chart_without_claims_names_the_question_and_the_day():
    chart = chart_of([])
    text = drawn_text(chart)
    assert text.startswith("No claimant answers")
    assert "How many died? Latest figures whose period ended by 30 September 2024." in text


@pytest.mark.parametrize(
    "claims",
    [
        [], COUNTS, stocks("0"), stocks("5"), stocks("between 5 9"), stocks("unqualified 5 4 6"),
        stocks(*map(str, range(10, 100, 10))), stocks("up-to 7", "more-than 3", "approximately 5"),
    ],
)  # fmt: skip
def test_every_chart_is_valid_vega_lite_and_narrow_enough_for_a_telephone(claims):
    chart = chart_of(claims)
    vl_convert.vegalite_to_vega(json.dumps(chart), vl_version="5.21")
    root = ET.fromstring(charts.svg(chart))  # noqa: S314
    assert float(root.get("width")) < 520
    assert all(item.text in drawn_text(chart) for item in claims)
