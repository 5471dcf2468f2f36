"""The nature of figures: running totals, counts of their own period, stocks or rates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from datasets.model.figure import Figure

MAX_DAYS_OF_LONE_COUNT = 31  # a longer period without any other is a total so far

_Ends = Mapping[date, frozenset[str]]  # the last days of periods, each with the ids of its figures
_Starts = Mapping[date, _Ends]


@dataclass(frozen=True, slots=True)
class Spans:
    """The periods of several days or months over which a claimant counted, by question and start.

    A question is a metric, claimant, subject and place. Periods of one day, month or year, and
    periods without a start, are not among them.
    """

    by_question: Mapping[tuple[str, ...], _Starts]


def spans_of(figures: Iterable[Figure]) -> Spans:
    """The spans of current figures of flows."""
    spans: dict[tuple[str, ...], dict[date, dict[date, frozenset[str]]]] = defaultdict(dict)
    for figure in figures:
        start, end = figure.period.start, figure.period.end
        if start and figure.metric.kind == "flow" and not figure.period.is_one_unit:
            ends = spans[_question(figure)].setdefault(start, {})
            ends[end] = ends.get(end, frozenset()) | {figure.figure_id}
    return Spans(spans)


def nature_of(figure: Figure, spans: Spans) -> str:
    """The nature of a figure, a code of `NATURES`, from its metric, period and companions.

    A flow in one day, month or year is a count. Over a longer period it is a running total if its
    start is unknown, or if another span of the claimant on the question has the same start and
    another end. A span that has its start alone is a count if it is at most 31 days long; a longer
    one is a count only beside other spans of the question, none of which lies inside it.
    """
    period = figure.period
    if figure.metric.kind != "flow":
        return figure.metric.kind
    if period.is_one_unit:
        return "count"
    if period.start is None:
        return "total"
    starts = spans.by_question.get(_question(figure), {})
    if _shares_start(figure, starts.get(period.start, {})):
        return "total"
    if (period.end - period.start).days < MAX_DAYS_OF_LONE_COUNT:
        return "count"
    others = [
        (start, end)
        for start, ends in starts.items()
        for end in ends
        if (start, end) != (period.start, period.end)
    ]
    contains_one = any(period.start <= start and end <= period.end for start, end in others)
    return "count" if others and not contains_one else "total"


def _shares_start(figure: Figure, ends: _Ends) -> bool:
    """Whether a span of another figure has another one of the ends that follow a start."""
    own = {figure.figure_id}
    return any(end != figure.period.end and ids - own for end, ids in ends.items())


def _question(figure: Figure) -> tuple[str, ...]:
    return (
        figure.metric.metric_id,
        figure.claimant.actor_id,
        figure.subject.actor_id,
        figure.place.place_id,
    )
