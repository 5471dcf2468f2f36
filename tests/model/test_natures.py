from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.model.figure import Figure
from datasets.model.natures import nature_of, spans_of
from datasets.model.period import parse
from datasets.release.compiler.rows import publications_of, references_of


@pytest.fixture(scope="module")
def figure(sample_folder) -> Figure:
    rows = publications_of(sample_folder.ledgers["losses"], references_of(sample_folder))
    return next(rows).figure


def with_period(figure: Figure, name: str, period: str, kind: str = "flow") -> Figure:
    metric = replace(figure.metric, kind=kind)
    return replace(figure, figure_id=name, metric=metric, period=parse(period))


def natures(figure: Figure, *periods: str) -> list[str]:
    """The natures of figures of one claimant on one question."""
    figures = [with_period(figure, f"F{n}", period) for n, period in enumerate(periods)]
    spans = spans_of(figures)
    return [nature_of(one, spans) for one in figures]


@pytest.mark.parametrize(
    ("kind", "period", "nature"),
    [
        ("flow", "2024-08-19", "count"),
        ("flow", "2024-08-19~", "count"),
        ("flow", "2024-08", "count"),
        ("flow", "2023", "count"),
        ("flow", "2024-08-19/2024-08-19", "count"),
        ("flow", "2024-02-01/2024-02-29", "count"),  # a whole month, written as two days
        ("flow", "1989-01-01/1989-12-31", "count"),
        ("flow", "2025-07-18/2025-07-19", "count"),  # two days
        ("flow", "2024-08-12/2024-08-18", "count"),  # a week
        ("flow", "2023-03-01/2023-03-30", "count"),
        ("flow", "2023-02-27/2023-03-29", "count"),  # 31 days
        ("flow", "2023-02-27/2023-03-30", "total"),  # 32 days, and nothing else is counted
        ("flow", "2023-01-01/2023-02-28", "total"),
        ("flow", "2022-02-24/2024-08-20~", "total"),
        ("flow", "/2024-08-19", "total"),
        ("flow", "/2024", "total"),
        ("stock", "2024-08-19", "stock"),
        ("stock", "2024-01-01/2024-12-31", "stock"),
        ("intensive", "2024-08-12/2024-08-18", "intensive"),
    ],
)
def test_the_nature_of_a_lone_figure_follows_from_its_metric_and_its_period(
    figure, kind, period, nature
):
    alone = with_period(figure, "F", period, kind)
    assert nature_of(alone, spans_of([alone])) == nature


def test_a_month_that_had_not_ended_when_it_was_counted_is_a_count(figure):
    period = parse("2024-08").known_on(date(2024, 8, 26))
    assert nature_of(replace(figure, period=period), spans_of([])) == "count"


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        # A report of 48 hours among the totals of a war is a count, its first days are a total.
        (["2023-10-07/2023-10-08", "2023-10-07/2025-07-19", "2025-07-18/2025-07-19"],
         ["total", "total", "count"]),
        # Two numbers for one span are no steps of a total.
        (["2025-07-18/2025-07-19", "2025-07-18/2025-07-19"], ["count", "count"]),
        # A day has no other figure of its start in the span that begins on it.
        (["2025-07-18", "2025-07-18/2025-07-19"], ["count", "count"]),
        # Steps of a short operation have one start.
        (["2025-07-18/2025-07-19", "2025-07-18/2025-07-25"], ["total", "total"]),
        # Quarters of a year are counts, also beside the total of the war.
        (["2025-01-01/2025-03-31", "2025-04-01/2025-06-30"], ["count", "count"]),
        (["2022-02-24/2025-06-30", "2022-02-24/2025-09-30", "2025-04-01/2025-06-30"],
         ["total", "total", "count"]),
        # A number for the whole war and one for a part of it: a total and a count.
        (["2022-02-24/2025-12-31", "2025-09-01/2025-11-30"], ["total", "count"]),
    ],
)  # fmt: skip
def test_a_span_is_a_total_if_others_begin_with_it_or_lie_in_it(figure, periods, expected):
    assert natures(figure, *periods) == expected


def test_the_figures_of_another_question_play_no_part(figure):
    total = with_period(figure, "A", "2022-02-24/2024-02-26")
    others = [
        replace(total, figure_id="B", period=parse("2022-02-24/2022-02-26"), **{name: other})
        for name, other in {
            "place": replace(figure.place, place_id="elsewhere"),
            "claimant": replace(figure.claimant, actor_id="somebody"),
            "subject": replace(figure.subject, actor_id="others"),
            "metric": replace(total.metric, metric_id="wounded"),
        }.items()
    ]
    for other in others:
        spans = spans_of([total, other])
        assert (nature_of(total, spans), nature_of(other, spans)) == ("total", "count")


def test_a_former_period_of_a_figure_is_not_a_second_figure(figure):
    """A span that was corrected from two days to three is one count, not two steps of a total."""
    before = with_period(figure, "F", "2025-07-18/2025-07-19")
    after = with_period(figure, "F", "2025-07-18/2025-07-20")
    spans = spans_of([after])
    assert (nature_of(before, spans), nature_of(after, spans)) == ("count", "count")


DAYS = st.dates(date(2022, 2, 24), date(2024, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=8))
def test_all_spans_of_a_shared_start_are_totals_and_short_lone_ones_counts(figure, ends):
    pairs = [(min(pair), max(pair)) for pair in ends]
    periods = [f"{start}/{end}" for start, end in pairs]
    for (start, end), period, nature in zip(pairs, periods, natures(figure, *periods), strict=True):
        if parse(period).is_one_unit:
            assert nature == "count"
            continue
        shared = any(
            other == start and last != end and not parse(f"{other}/{last}").is_one_unit
            for other, last in pairs
        )
        is_short = (end - start).days + 1 <= 31
        assert nature == "total" if shared else (not is_short or nature == "count")
