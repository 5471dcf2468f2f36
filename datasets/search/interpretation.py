"""Interpretation of a text: its dates, its number, and the terms of names that its words mean."""

from collections.abc import Mapping
from dataclasses import dataclass

from datasets.search.dates import Window, split_dates
from datasets.search.names import NameIndex
from datasets.search.numbers import split_number
from datasets.search.terms import WEAK_TERMS, Term, terms_of


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Interpretation of each part of a text.

    ``corrected`` maps a word to the word of a name that it was taken for; ``unmatched`` words are
    in no name. ``missing`` are words, dates and numbers that some results lack, because no series
    has all.
    """

    terms: tuple[Term, ...]
    window: Window | None
    number: float | None
    corrected: Mapping[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """The dates and the number as text."""
        number = () if self.number is None else (f"{self.number:,.0f}",)
        return (*number, self.window.text) if self.window else number


def interpret(names: NameIndex, text: str) -> Interpretation:
    """Interpret a text with the names of a release. Every text has an interpretation."""
    undated, window = split_dates(text)
    rest, number = split_number(undated)
    terms: dict[str, Term] = {}
    corrected: dict[str, str] = {}
    unmatched: list[str] = []
    for term in terms_of(rest):
        text = term.text
        if text not in names.numbers_by_term:
            word = names.known_word(term.word)
            if word is None:
                unmatched += [term.word] if text not in WEAK_TERMS else []
                continue
            text = names.terms_by_word[word]
            corrected |= {} if word.startswith(term.word) else {term.word: word}
        terms.setdefault(text, Term(text, term.word, term.role))
    return Interpretation(
        tuple(terms.values()), window, number, corrected, tuple(dict.fromkeys(unmatched))
    )
