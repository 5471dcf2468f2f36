"""Figures as English text: the hedged number, and the sentence that states the figure."""

from dataclasses import dataclass

from datasets.claims.names import (
    actor_in_sentence,
    origin_of,
    party_of,
    people_of,
    place_in_sentence,
)
from datasets.claims.periods import day_text, period_in_sentence
from datasets.model.codelists import QUANTIFIERS
from datasets.model.figure import Figure
from datasets.model.phrase import agreeing_phrase, question_phrase
from datasets.model.references import Actor, Place

UNIT_SYMBOLS = {"km2": " km²", "km": " km", "percent": "%"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that figures answer: phrase and unit of the metric, subject and place.

    ``places`` are the names of the place and of all that contain it: a sentence that names the
    place does not name them again with the subject.
    """

    phrase: str
    unit: str
    subject: Actor
    place: Place
    places: frozenset[str] = frozenset()


def text_of(figure: Figure) -> str:
    """The number of a figure with its hedge: ``more than 600,000``."""
    unit = UNIT_SYMBOLS.get(figure.metric.unit, "")
    return hedged(figure.quantifier, figure.value, figure.value_lower, figure.value_upper, unit)


def hedged(
    quantifier: str, value: float | None, lower: float | None, upper: float | None, unit: str = ""
) -> str:
    """A number with its hedge, its range and the symbol of its unit.

    ``between 60,000 and 100,000``; ``about 5 (4 to 6)``. A range of one number is that number.
    """
    prefix = QUANTIFIERS[quantifier].prefix
    if quantifier == "less-than" and not unit:
        prefix = "fewer than "
    if value is None:
        if lower is None:
            return "a number that cannot be told"
        if upper is None:
            return f"{number(lower)}{unit} or more"
        if lower == upper:
            return f"{number(lower)}{unit}"
        conjunction = "and" if quantifier == "between" else "to"
        return f"{prefix}{number(lower)} {conjunction} {number(upper)}{unit}"
    stated = f"{prefix}{number(value)}{unit}"
    if lower is None or upper is None or lower == value == upper:
        return stated
    return f"{stated} ({number(lower)} to {number(upper)}{unit})"


def statement_of(figure: Figure, nature: str, places: frozenset[str] = frozenset()) -> str:
    """The sentence that states a figure, with the document in which it was read.

    ``nature`` is the figure's code of `NATURES`: only a running total is counted "since" its start.
    ``places`` are the names of the place of the figure and of all that contain it.
    """
    outlets = "".join(f"relayed by {actor_in_sentence(actor)}; " for actor in figure.via)
    metric = figure.metric
    question = Question(metric.phrase, metric.unit, figure.subject, figure.place, places)
    period = period_in_sentence(figure.period, nature, figure.claimed_on)
    clause = clause_of(question, text_of(figure), period)
    return (
        f"{capitalized(actor_in_sentence(figure.claimant))} said on "
        f"{day_text(figure.claimed_on)} that {clause} "
        f"({outlets}{figure.source.publisher.name}, {day_text(figure.source.published)})."
    )


def clause_of(question: Question, text: str, period: str) -> str:
    """The phrase of a question with its number, subject, place and period.

    ``text`` is the hedged number. A count of "0" is "no"; "1" and "about 1" are singular.
    """
    singular = text == "1" or (text.endswith(" 1") and not text.startswith("between"))
    clause = agreeing_phrase(question.phrase, singular=singular).format(
        number="no" if text == "0" else text,
        people=people_of(question.subject, question.places, singular=singular),
        subject=party_of(question.subject, question.places),
        origin=origin_of(question.subject, question.places),
        place=place_in_sentence(question.place),
        period=period,
    )
    return " ".join(clause.split())


def question_text(question: Question) -> str:
    """The question that figures answer: ``how many refugees from Iran were in Afghanistan``."""
    unit = UNIT_SYMBOLS.get(question.unit, "")
    text = question_phrase(question.phrase, unit.strip()).format(
        people=people_of(question.subject, question.places, singular=False),
        subject=party_of(question.subject, question.places),
        origin=origin_of(question.subject, question.places),
        place=place_in_sentence(question.place),
    )
    return " ".join(text.split())


def number(value: float) -> str:
    """A number with commas between thousands, without trailing zeros."""
    return f"{value:,}"


def capitalized(name: str) -> str:
    """A name at the start of a sentence; one such as i24NEWS keeps its small letter."""
    return name if name[1:2].isdigit() else name[:1].upper() + name[1:]
